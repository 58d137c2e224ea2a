"""Exports: from files that other programs wrote to rows of raw_tweets, raw_ties and rejected_rows.

Two rooms: formats/ says what each format means, reading/ leads every file the same way. Beside them ``inspection``
tells what a file would give, ``rewriting`` writes a file anew without some of its rows, and ``ahead`` reads in a
thread. What does not belong here: what is made of the rows afterwards (sql/tables/, defs/).
"""
