"""The empty databases of a Dagster home. What belongs here: these. What does not: making a home (instance.py)."""
