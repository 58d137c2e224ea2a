"""The study of a professional hashtag community, from an export of tweets to the tables and the report of a paper.

Data flows one way: ``exports`` -> ``tables`` -> measures (``text``, ``network``, ``coding``) -> ``report``.
Only ``defs`` and ``definitions`` know Dagster; every other module can be called from a notebook.
"""
