"""Data quality: the rules of every table, what is counted for them, and Great Expectations, which validates it.

What belongs here: rules made from declarations, counting, validating, and the process that validates. What does not:
the tables and what is declared of them (tables/), Dagster's checks (defs/checks.py).
"""
