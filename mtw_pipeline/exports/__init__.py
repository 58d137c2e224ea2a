"""Exports: from files that other programs wrote to rows of raw_tweets, raw_ties and rejected_rows.

Three rooms: formats/ says what each format means, reading/ reads every file the same way, and proposing/ proposes a
column map for a file of no known format. Beside them ``inspection`` tells what a file would give, ``rewriting`` writes
a file anew without some of its rows, ``splitting`` cuts a large one, and ``ahead`` reads in a thread. What does not
belong here: what is made of the rows afterwards (sql/tables/, defs/).
"""
