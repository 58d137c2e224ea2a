"""From the warehouse's tables to those of the copy, by joins with what stands in place of each value.

What belongs here: which column is copied by way of which map, and the statements that join them. What does not: what
the maps hold (maps.py), what becomes of a text (masking/), the files (publishing.py).

Every distinct person and id of the study, and every distinct text of a column, is worked on once, whatever the number
of its rows. A column has a map of its own of what is masked in it: most are empty, and cost nothing to join. All others
are whole: every value of the column and NULL have a row, so that every row of a table meets one. Rows that met none
would leave each join in a chunk of their own, and behind some fifteen joins a few rows would be worked on at a time.
"""

from dataclasses import dataclass
from functools import cache

from mtw_pipeline.published.columns import HIGHEST_BAND, published_columns
from mtw_pipeline.published.left_out import JOINED_LISTS, is_list_of_words, staying, without_left_out
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

SOURCE = "source.main"
"""Where the rows lie that are copied, and the maps: views of the warehouse's tables, of the windows that are made anew
(parts/planning.py)."""

STORED = f"{SOURCE.partition('.')[0]}.stored"
"""Where they lie as the warehouse has them: in ``SOURCE`` handles that went to another user are told by id."""

_OF_PEOPLE = "pseudonyms_of_people"
_PSEUDONYMS = {
    Holds.ACCOUNT: _OF_PEOPLE,
    Holds.HANDLE: _OF_PEOPLE,
    Holds.USER_ID: _OF_PEOPLE,
    Holds.TWEET_ID: "pseudonyms_of_tweets",
    Holds.FILE: "pseudonyms_of_files",
    Holds.CODER: "pseudonyms_of_coders",
    Holds.CODERS: "pseudonyms_of_coders",
}
"""The maps that all columns share."""

NUMBERED = frozenset({_OF_PEOPLE, "pseudonyms_of_tweets"})
"""Those that hold what of a pseudonym is its own as a number too: its digits, whose order that of the numbers is."""

_MASKED = frozenset({Holds.WORDS, Holds.WORD, Holds.HASHTAG, Holds.LINK})
_NAMES = {
    Holds.HANDLE: "lower(ltrim(trim({value}), '@＠'))",
    Holds.USER_ID: "'id:' || {value}",
}
"""How a value is written in the map of people, where it is not written as accounts are."""


@dataclass(frozen=True)
class MappedColumn:
    """A column of a table that is copied by way of a map."""

    table: str
    column: Column

    @property
    def holds(self) -> Holds:
        """What it holds of people."""
        return self.column.holds or Holds.NOTHING

    @property
    def is_mapped(self) -> bool:
        """Whether there is a map of it."""
        return self.is_masked or self.holds in _PSEUDONYMS

    @property
    def is_list(self) -> bool:
        """Whether its values are lists."""
        return self.column.type is Type.TEXTS

    @property
    def is_masked(self) -> bool:
        """Whether it has a map of its own."""
        return self.holds in _MASKED

    @property
    def is_masked_list(self) -> bool:
        """Whether it is a list that is masked as one text, a line an element, so that no name hides in two of them."""
        return self.is_list and self.is_masked

    @property
    def is_list_of_words(self) -> bool:
        """Whether it is a list of words that are counted."""
        return is_list_of_words(self.table, self.column.name)

    @property
    def map(self) -> str:
        """The table with what stands in place of each of its values; of the words of a row, as one text."""
        if self.holds is Holds.WORD:
            return f"{SOURCE}.masked_{self.table}"
        return f"{SOURCE}." + (f"masked_{self.table}_{self.column.name}" if self.is_masked else _PSEUDONYMS[self.holds])

    @property
    def has_number(self) -> bool:
        """Whether its pseudonyms have numbers, by which rows are sorted in half the time, to the same order."""
        return not self.is_list and _PSEUDONYMS.get(self.holds) in NUMBERED

    @property
    def list_map(self) -> str:
        """The table with what stands in place of each of its lists."""
        return f"{SOURCE}.lists_of_{self.table}_{self.column.name}"

    def name(self, value: str) -> str:
        """How a value is written in its map."""
        if self.is_masked_list:
            return f"array_to_string({value}, chr(10))"
        return name_of(self.column, value)

    def values(self) -> str:
        """The statement that gives its values as its map has them."""
        if self.holds is Holds.WORD:
            return f"select {_text_of(_words_of(self.table))} as name from {SOURCE}.{self.table} as source"
        if self.is_masked_list:
            return f"select {self.name(self.column.name)} as name from {SOURCE}.{self.table}"
        value = f"unnest({self.column.name})" if self.is_list else self.column.name
        return f"select {self.name('value')} as name from (select {value} as value from {SOURCE}.{self.table})"


def name_of(column: Column, value: str) -> str:
    """How a value of a column is written in the map of people: handles in lower case, user ids as accounts."""
    return _NAMES.get(column.holds or Holds.NOTHING, "{value}").format(value=value)


def with_holders(table: Table, rows: str, holders: str) -> str:
    """The statement that gives rows in which a handle that another user has last stands as its holder's user id.

    Args:
        table: the table.
        rows: its rows: a view, or a table.
        holders: a table of who had such handles, a row a window: ``collection_window``, ``user_ids`` by handle.
    """
    replaced = []
    for one in mapped_columns():
        if one.table != table.name or _PSEUDONYMS.get(one.holds) != _OF_PEOPLE or one.holds is Holds.USER_ID:
            continue
        name = f"source.{one.column.name}"
        value = "value" if one.is_list else name
        shown = f"coalesce('id:' || map_extract_value(holders.user_ids, {one.name(value)}), {value})"
        replaced.append(
            f"{f'list_transform({name}, lambda value: {shown})' if one.is_list else shown} as {one.column.name}"
        )
    if not replaced:
        return f"from {rows}"
    return (
        f"select source.* replace ({', '.join(replaced)}) from {rows} as source"
        f" left join {holders} as holders on holders.collection_window = source.collection_window"
    )


@cache
def mapped_columns() -> tuple[MappedColumn, ...]:
    """Every column of the copy that is copied by way of a map."""
    columns = ((table, column) for table in TABLES for column in published_columns(table, identify=False))
    return tuple(one for one in (MappedColumn(table.name, column) for table, column in columns) if one.is_mapped)


def copying_statement(table: Table, *, identify: bool, of_one_window: bool = False) -> str:
    """The statement that gives a table's rows as the copy shows them, ordered by its key.

    Args:
        table: the table.
        identify: whether people stand in the copy by name.
        of_one_window: whether all rows that are copied are of the same window, which then orders nothing.
    """
    declared = next(one for one in TABLES if one.name == table.name)
    columns = published_columns(declared, identify=identify)
    key = [name for name in table.key if not (of_one_window and name == "collection_window")]
    if identify:
        return f"select {', '.join(column.name for column in columns)} from {SOURCE}.{table.name}{_ordered_by(key)}"
    mapped = [MappedColumn(table.name, column) for column in columns]
    joins = "".join(map(_join, mapped))
    shown = [f"{_shown(one)} as {one.column.name}" for one in mapped]
    numbers = {one.column.name: f"number_of_{one.column.name}" for one in mapped if one.has_number}
    numbers = {name: number for name, number in numbers.items() if name in key}
    shown += [f"map_of_{name}.number as {number}" for name, number in numbers.items()]
    left_out = f" exclude ({', '.join(numbers.values())})" if numbers else ""
    rows = f"select {', '.join(shown)} from {SOURCE}.{table.name} as source{joins}{_staying(declared)}"
    return f"select *{left_out} from ({rows}){_ordered_by([numbers.get(name, name) for name in key])}"


def copying_stages(table: Table, joins_at_once: int | None = None) -> list[str]:
    """Statements that give the same rows in no order, each of them by few joins.

    A join holds some megabytes for each thread, however few rows it is of: fifteen of them are more than a small
    container gives.

    Args:
        table: the table.
        joins_at_once: how many columns each statement joins with their maps; None where one statement joins all.

    Returns:
        The statements; each reads what the one before it gave under the name ``source``.
    """
    declared = next(one for one in TABLES if one.name == table.name)
    mapped = [MappedColumn(table.name, column) for column in published_columns(declared, identify=False)]
    joined = [one for one in mapped if _join(one)]
    plain = ", ".join(
        f"source.{one.column.name}" if one in joined else f"{_shown(one)} as {one.column.name}" for one in mapped
    )
    stages, rows = [], f"(select {plain} from source{_staying(declared)}) as source"
    at_once = joins_at_once or len(joined) or 1
    for first in range(0, len(joined), at_once):
        columns = joined[first : first + at_once]
        shown = ", ".join(f"{_shown(one)} as {one.column.name}" for one in columns)
        stages.append(f"select source.* replace ({shown}) from {rows}{''.join(map(_join, columns))}")
        rows = "source"
    return stages or [f"from {rows}"]


def _join(column: MappedColumn) -> str:
    name, alias = f"source.{column.column.name}", f"map_of_{column.column.name}"
    if not column.is_mapped or column.holds is Holds.WORD:
        return ""
    if column.is_list and not column.is_masked:
        return f" left join {column.list_map} as {alias} on {alias}.name is not distinct from {name}"
    joined = f" left join {column.map} as {alias} on {alias}.name is not distinct from {column.name(name)}"
    return joined + JOINED_LISTS if column.is_list_of_words else joined


def _shown(column: MappedColumn) -> str:
    name, alias = f"source.{column.column.name}", f"map_of_{column.column.name}"
    if column.column.type is Type.TIME:
        return f"date_trunc('hour', {name})"
    if column.holds is Holds.AUDIENCE:
        band = f"least(cast(10 ** (length(cast({name} as varchar)) - 1) as bigint), {HIGHEST_BAND})"
        return f"case when {name} > 0 then {band} else {name} end"
    if column.holds is Holds.WORD or not column.is_mapped:
        return name
    if column.is_masked_list:
        list_shown = (
            f"case when {alias}.pseudonym is null then {name} else string_split({alias}.pseudonym, chr(10)) end"
        )
        return without_left_out(list_shown) if column.is_list_of_words else list_shown
    if column.is_list:
        return f"case when array_length({name}) > 0 then {alias}.pseudonym else {name} end"
    return f"coalesce({alias}.pseudonym, {name})" if column.is_masked else f"{alias}.pseudonym"


def _ordered_by(columns: list[str]) -> str:
    return f" order by {', '.join(columns)}" if columns else ""


def _staying(table: Table) -> str:
    """Which rows of a table stay: of words those that name nobody, and that a text of the copy shows."""
    words = _words_of(table.name)
    if not words:
        return ""
    return (
        f" where {_text_of(words)} not in (select name from {SOURCE}.masked_{table.name}) and {staying(table, words)}"
    )


def _words_of(table: str) -> list[str]:
    """The columns of a table of which each holds a word."""
    return [one.column.name for one in mapped_columns() if one.table == table and one.holds is Holds.WORD]


def _text_of(words: list[str]) -> str:
    return " || ' ' || ".join(f"source.{word}" for word in words)
