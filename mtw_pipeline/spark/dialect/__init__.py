"""DuckDB's SQL, carried to Spark's with equal rows.

sqlglot knows how both are written; what it does not know is where they differ in what they mean. Each of those
differences is a rule on its tree: ``patterns.py`` for regular expressions, ``texts.py``, ``numbers.py``, ``lists.py``
and ``selects.py`` for the rest, all gathered in ``rules.py``. What no rule can carry is refused (``NotCarriedError``),
never guessed.
"""
