"""The warehouse of a study: the declared tables, the DuckDB file that holds them, and the rules that they keep.

What belongs here: declaring (tables/), opening (opening.py), replacing rows (connection.py), the statements of sql/
(statements.py), checking (quality.py, counting.py) by Great Expectations
(expectations.py). What does not: what any table is made of.
"""
