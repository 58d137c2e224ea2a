"""Words and pairs of words that no text of the copy shows: they stood in names alone, and have no row in it.

What belongs here: telling them, and the conditions by which rows of them are left out. What does not: words that are a
name themselves (maps.py), how names are masked (masking/), copying rows (copying.py).

A name of three words is masked in texts, and each two of its words would still stand in tables of words: so does a
surname that nobody writes by itself. Of a window all of whose tokens are masked, what names took with them is counted
and held against the words of the window; of one of which some are, it is looked for in the finished file. What is made
of the words of the copy (``left_out``) is told by these.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from mtw_pipeline.published.columns import names_its_words
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.network import COMMUNITIES
from mtw_pipeline.warehouse.tables.text import BIGRAM_FREQUENCIES, TWEET_TOKENS, WORD_FREQUENCIES, WORD_LIST_USES
from mtw_pipeline.warehouse.tables.trends import OF_ALL_WINDOWS, WINDOW_CHANGES, WINDOW_TRENDS

_IN_ORDER = (TWEET_TOKENS.name, WORD_FREQUENCIES.name, BIGRAM_FREQUENCIES.name)
"""Tables of which each is told by those before it, in the order in which they are made."""
LAST_PLACE = len(_IN_ORDER) + 1
_COUNTED = frozenset({WORD_FREQUENCIES.name, BIGRAM_FREQUENCIES.name})
_OF_TERMS = frozenset({WINDOW_TRENDS.name, WINDOW_CHANGES.name})
"""Those of which a term may be a category or a hashtag as well."""


def place_of(table: Table) -> int:
    """Where a table stands in the order in which tables are made of words: 0 where it is made of none."""
    if table.name in _IN_ORDER:
        return 1 + _IN_ORDER.index(table.name)
    return LAST_PLACE if names_its_words(table) or table.name == COMMUNITIES.name else 0


def told_by(table: Table) -> frozenset[str]:
    """The tables by whose rows it is told which rows of a table are left out, though its own did not change."""
    place = place_of(table)
    return frozenset(_IN_ORDER[: place - 1]) if place else frozenset()


class LeftOut:
    """What has no row in a copy that is being made, in temporary tables of a connection.

    Args:
        connection: where the rows to be copied, and the maps, are seen.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._run = connection.execute
        made = "create or replace temp table"
        self._run(f"{made} uses_lost (collection_window varchar, words varchar, uses hugeint)")
        self._run(f"{made} words_without_use (collection_window varchar, words varchar)")
        self._run(f"{made} left_out_words (collection_window varchar, word varchar, is_shown boolean)")

    def count_lost(self, rows: str, shown: str) -> None:
        """Count what names took with them of the tokens that are copied, once their map is there.

        Args:
            rows: the view of the rows.
            shown: the map of their tokens.
        """
        given = f"with copied_rows as (from {rows}), shown_tokens as (from {shown})"
        self._run(f"insert into temp.uses_lost {given} from ({sql_text('published/uses_lost')})")

    def find_after(self, table: Table, files: Iterable[Path], whole: Iterable[str], some: Iterable[str]) -> None:
        """Find what the files of a table tell, once they are all written.

        Args:
            table: the table.
            files: its files, a window each.
            whole: windows all rows of which were made just now.
            some: those of which some rows were.
        """
        found = sorted(files)
        if table.name == TWEET_TOKENS.name:
            insert = "insert into temp.words_without_use "
            self._run(insert + sql_text("published/words_without_use"), {"windows": sorted(whole)})
            patched = [str(file) for file in found if file.stem in set(some)]
            if patched:
                asked = {"windows": sorted(some), "files": patched}
                self._run(insert + sql_text("published/words_without_use_in_files"), asked)
        elif table.name == WORD_FREQUENCIES.name and found:
            asked = {"files": list(map(str, found))}
            self._run(f"insert into temp.left_out_words {sql_text('published/left_out_words')}", asked)


def words_told_by_tokens(table: Table) -> str:
    """What tells a row's words as tweets have them side by side, as an expression; empty where these tell no row."""
    if table.name == BIGRAM_FREQUENCIES.name:
        return "first_word || ' ' || second_word"
    return "word" if table.name in (WORD_FREQUENCIES.name, WORD_LIST_USES.name) else ""


def staying(table: Table, words: list[str]) -> str:
    """Which rows of a table of words, under the alias ``source``, stay, as a condition.

    Args:
        table: the table.
        words: its columns of which each holds a word.
    """
    if table.name in _COUNTED:
        text = " || ' ' || ".join(f"source.{word}" for word in words)
        return (
            f"(source.collection_window, {text}) not in (select (collection_window, words) from temp.words_without_use)"
        )
    found = "(source.collection_window, source.{0}) in (select (collection_window, word) from temp.left_out_words)"
    if table.name in OF_ALL_WINDOWS:
        found = f"({found} or source.{{0}} in (select word from temp.left_out_words where not is_shown))"
    if table.name in _OF_TERMS:
        found = f"(source.topic = 'words' and {found})"
    return " and ".join(f"not {found.format(word)}" for word in words)


def is_list_of_words(table: str, column: str) -> bool:
    """Whether a column holds lists of words that are counted, which are shown without those that are left out."""
    return (table, column) == (COMMUNITIES.name, "words")


def without_left_out(shown: str) -> str:
    """What is shown of such a list, in a statement that has ``JOINED_LISTS``."""
    return f"list_filter({shown}, lambda word: not list_contains(coalesce(left_out.words, []), word))"


JOINED_LISTS = (
    " left join (select collection_window, list(word) as words from temp.left_out_words group by collection_window)"
    " as left_out on left_out.collection_window = source.collection_window"
)
