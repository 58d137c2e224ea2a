"""Where a column comes from, from the report back to the columns of the export files; and what is made of what changed.

What belongs here: deriving it from the statements of sql/ (by sqlglot, never by hand), keeping it, following it. What
does not: how it is shown (defs/ in the Dagster UI, cli/ in the terminal).
"""
