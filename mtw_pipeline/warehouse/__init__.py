"""The warehouse of a study: the declared tables, the DuckDB file that holds them, and the rules that they keep.

What belongs here: declaring (tables/), opening (opening.py), replacing rows (connection.py), the statements of sql/
(statements.py), checking by Great Expectations (validation/). What does not: what a table is made of (sql/tables/).
"""
