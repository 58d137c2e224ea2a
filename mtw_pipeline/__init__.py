"""The study of a professional hashtag community, from an export of tweets to the tables and the report of a paper.

Data flow one way: ``collect`` and ``exports`` -> tables (``warehouse``, sql/) -> measures (``text``, ``network``,
``coding``, ``trends``) -> ``report``, ``published``. Only ``defs``, ``definitions``, ``runs`` and ``ui`` know Dagster;
every other module can be called from a notebook. docs/how-it-works.md says where what is, and in which order rooms
import each other.
"""
