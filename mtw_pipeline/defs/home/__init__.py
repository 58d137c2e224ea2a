"""A study's Dagster home, the folder of its own Dagster instance.

What belongs here: making and opening it (instance.py), its empty databases as SQL (tables.py), and where these come
from (derivation.py). What does not: what Dagster is told by the home's settings (event_log.py, run_launcher.py), which
name these modules and so hold them where they are.
"""
