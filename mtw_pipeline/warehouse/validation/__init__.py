"""Data quality: the rules of every table, what is counted for them, and Great Expectations, which judges it.

What belongs here: rules made from declarations, counting, judging, and the process that judges. What does not: the
tables and what is declared of them (tables/), Dagster's checks (defs/checks.py).
"""
