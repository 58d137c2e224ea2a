"""Words and pairs of words that a finished copy counts though none of its tweets shows them: they stood in names.

What belongs here: finding them in the copy alone. What does not: leaving them out (left_out.py), which asks what names
took with them and shares nothing with this, and the search for whole names (search.py).
"""

from collections.abc import Collection
from itertools import groupby

import duckdb

from mtw_pipeline.published.named import Named
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables.text import BIGRAM_FREQUENCIES, TWEET_TOKENS, WORD_FREQUENCIES
from mtw_pipeline.wording import number_of

TABLES_OF_WORDS = (TWEET_TOKENS, WORD_FREQUENCIES, BIGRAM_FREQUENCIES)
"""The tables that are held against each other, by windows."""
_SAID = {
    WORD_FREQUENCIES.name: ("word", "word that no tweet shows", "words that no tweet shows"),
    BIGRAM_FREQUENCIES.name: (
        "first_word+second_word",
        "pair of words that no tweet shows",
        "pairs of words that no tweet shows",
    ),
}
"""The columns, and what is counted."""


def words_without_text(copy: duckdb.DuckDBPyConnection, windows: Collection[str]) -> list[Named]:
    """The tables that count such words, with the first of them.

    Args:
        copy: a connection to the copy's database.
        windows: the windows that are looked at.
    """
    if not windows:
        return []
    found = copy.execute(sql_text("published/words_without_text"), {"windows": sorted(windows)}).fetchall()
    named = []
    for table, rows in groupby(found, key=lambda row: str(row[0])):
        (_, window, words), *others = rows
        columns, one, several = _SAID[table]
        named.append(Named(f"{table}.{columns}", number_of(1 + len(others), one, several), str(window), str(words)))
    return named
