"""From the warehouse's tables to those of the copy, by joins with what stands in place of each value.

What belongs here: the maps from values to pseudonyms and masked texts, and the statements that join them. What does
not: what becomes of a text (masking.py, masked_texts.py), the files (publishing.py).

Every distinct person and id of the study, and every distinct text of a column, is worked on once, whatever the number
of its rows. A column has a map of its own of what is masked in it: most are empty, and cost nothing to join.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.columns import HIGHEST_BAND, published_columns
from mtw_pipeline.published.masked_texts import MaskedTexts
from mtw_pipeline.published.masking import Masking
from mtw_pipeline.published.people import People, user_ids_of_handles
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.published.threads import in_threads
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

IDS_OF_HANDLES = "ids_of_handles"
SOURCE = "source.main"
"""Where the rows lie that are copied: views of the warehouse's tables, of the windows that are made anew (parts.py)."""

_TEXTS_AT_ONCE = 65_536

_PSEUDONYMS = {
    Holds.ACCOUNT: "pseudonyms_of_people",
    Holds.HANDLE: "pseudonyms_of_people",
    Holds.USER_ID: "pseudonyms_of_people",
    Holds.TWEET_ID: "pseudonyms_of_tweets",
    Holds.FILE: "pseudonyms_of_files",
    Holds.CODER: "pseudonyms_of_coders",
    Holds.CODERS: "pseudonyms_of_coders",
}
"""The maps that all columns share."""

_Changed = tuple[pa.Array, pa.Array]
"""Values that do not stay as they are, and what stands in their place."""

_MASKED = frozenset({Holds.WORDS, Holds.WORD, Holds.HASHTAG, Holds.LINK})
_NAMES = {
    Holds.HANDLE: "lower(ltrim(trim({value}), '@＠'))",
    Holds.USER_ID: "'id:' || {value}",
}
"""How a value is written in the map of people, where it is not written as accounts are."""


@dataclass(frozen=True)
class _Part:
    """A column of a table that is copied by way of a map."""

    table: str
    column: Column

    @property
    def holds(self) -> Holds:
        return self.column.holds or Holds.NOTHING

    @property
    def is_mapped(self) -> bool:
        return self.is_masked or self.holds in _PSEUDONYMS

    @property
    def is_list(self) -> bool:
        return self.column.type is Type.TEXTS

    @property
    def is_masked(self) -> bool:
        return self.holds in _MASKED

    @property
    def is_masked_list(self) -> bool:
        """Whether it is a list that is masked as one text, a line an element, so that no name hides in two of them."""
        return self.is_list and self.is_masked

    @property
    def map(self) -> str:
        """The temporary table with what stands in place of each of its values; of the words of a row, as one text."""
        if self.holds is Holds.WORD:
            return f"masked_{self.table}"
        return f"masked_{self.table}_{self.column.name}" if self.is_masked else _PSEUDONYMS[self.holds]

    @property
    def list_map(self) -> str:
        return f"lists_of_{self.table}_{self.column.name}"

    def name(self, value: str) -> str:
        if self.is_masked_list:
            return f"array_to_string({value}, chr(10))"
        return name_of(self.column, value)

    def values(self) -> str:
        if self.is_masked_list:
            return f"select {self.name(self.column.name)} as name from {SOURCE}.{self.table}"
        value = f"unnest({self.column.name})" if self.is_list else self.column.name
        return f"select {self.name('value')} as name from (select {value} as value from {SOURCE}.{self.table})"


def name_of(column: Column, value: str) -> str:
    """How a value of a column is written in the map of people: handles in lower case, user ids as accounts."""
    return _NAMES.get(column.holds or Holds.NOTHING, "{value}").format(value=value)


@contextmanager
def ids_of_handles(warehouse: Warehouse) -> Iterator[dict[str, str]]:
    """From handles to the user ids behind them; as a temporary table too, as long as the block runs."""
    found = user_ids_of_handles(warehouse)
    _store(warehouse, IDS_OF_HANDLES, found, found.values())
    try:
        yield found
    finally:
        warehouse.connection.execute(f"drop table temp.{IDS_OF_HANDLES}")


@contextmanager
def maps(
    warehouse: Warehouse, pseudonyms: Pseudonyms, masking: Masking, texts: MaskedTexts, known: People
) -> Iterator[None]:
    """The maps as temporary tables, as long as the block runs."""
    made: list[str] = []
    try:
        made += _make_pseudonyms(warehouse, pseudonyms, known)
        made += _make_masks(warehouse, masking, texts)
        made += _make_lists(warehouse)
        yield
    finally:
        for name in reversed(made):
            warehouse.connection.execute(f"drop table if exists temp.{name}")


def _make_pseudonyms(warehouse: Warehouse, pseudonyms: Pseudonyms, known: People) -> list[str]:
    connection = warehouse.connection
    inner, outer = pseudonyms.pads
    of_people = (
        "select names.name, case when starts_with(names.name, 'id:') then names.name"
        " else coalesce('id:' || pseudonym, 'handle:' || names.name) end as message"
        f" from names left join {IDS_OF_HANDLES} as ids on ids.name = names.name"
    )
    messages = {
        "user": ("pseudonyms_of_people", of_people),
        "tweet": ("pseudonyms_of_tweets", "select name, 'tweet:' || name as message from names"),
    }
    for kind, (name, statement) in messages.items():
        values = " union all ".join(part.values() for part in _parts() if part.map == name)
        connection.execute(
            f"create or replace temp table {name} as with names as (select distinct name from ({values})"
            f" where name is not null), named_messages as ({statement}) {sql_text('published/pseudonyms')}",
            {"kind": kind, "inner": inner, "outer": outer},
        )
    files = _values(warehouse, Holds.FILE)
    _store(warehouse, "pseudonyms_of_files", files, map(pseudonyms.of_file, files))
    coders = sorted({*known.coders, *_values(warehouse, Holds.CODER)})
    pairs = {
        f"{one} & {other}": f"{pseudonyms.of_coder(one)} & {pseudonyms.of_coder(other)}"
        for one in coders
        for other in coders
    }
    labels = {"all": "all", **{one: pseudonyms.of_coder(one) for one in coders}, **pairs}
    for unknown in _values(warehouse, Holds.CODERS):  # of a coder whom nothing else names
        labels.setdefault(unknown, " & ".join(map(pseudonyms.of_coder, unknown.split(" & "))))
    _store(warehouse, "pseudonyms_of_coders", labels, labels.values())
    return [*(name for name, _ in messages.values()), "pseudonyms_of_files", "pseudonyms_of_coders"]


def _make_masks(warehouse: Warehouse, masking: Masking, texts: MaskedTexts) -> list[str]:
    functions: dict[Holds, Callable[[pa.Array], Iterable[_Changed]]] = {
        Holds.HASHTAG: lambda values: [_changed(values, masking.hashtags)],
        Holds.LINK: lambda values: [_changed(values, masking.links)],
    }

    def mask(given: tuple[_Part, pa.Array]) -> tuple[_Part, list[_Changed]]:
        part, values = given
        return part, list(functions.get(part.holds, texts.changed)(values))

    made = {part.map: part for part in _parts() if part.is_masked}
    for name in made:
        warehouse.connection.execute(f"create or replace temp table {name} (name varchar, pseudonym varchar)")
    filled = [part for part in made.values() if _has_rows(warehouse, part.table)]
    for part, changed in in_threads(mask, _batches(warehouse, filled)):
        for original, masked in changed:
            _append(warehouse, part.map, original, masked)
    return list(made)


def _has_rows(warehouse: Warehouse, table: str) -> bool:
    return warehouse.connection.execute(f"select 1 from {SOURCE}.{table} limit 1").fetchone() is not None


def _batches(warehouse: Warehouse, parts: Iterable[_Part]) -> Iterator[tuple[_Part, pa.Array]]:
    """The distinct values of each of some columns, many at once."""
    for part in parts:
        with warehouse.cursor() as reading:
            for batch in reading.execute(_distinct([part])).to_arrow_reader(_TEXTS_AT_ONCE):
                yield part, batch.column(0)


def _changed(values: pa.Array, function: Callable[[str], str]) -> _Changed:
    masked = pa.array(map(function, values.to_pylist()), pa.string())
    differs = pc.not_equal(values, masked)
    return values.filter(differs), masked.filter(differs)


def _make_lists(warehouse: Warehouse) -> list[str]:
    made = []
    for part in _parts():
        if not part.is_list or part.is_masked_list:
            continue
        column, by = part.column.name, part.map
        warehouse.connection.execute(
            f"create or replace temp table {part.list_map} as with lists as (select distinct {column} as name"
            f" from {SOURCE}.{part.table} where array_length({column}) > 0), elements as (select name,"
            f" unnest(name) as one, generate_subscripts(name, 1) as place from lists)"
            f" select elements.name, list(pseudonym order by place) as pseudonym from elements"
            f" left join {by} on {by}.name = {part.name('one')} group by elements.name"
        )
        made.append(part.list_map)
    return made


def maps_of(table: Table) -> tuple[str, ...]:
    """The temporary tables that the statement of a table reads."""
    parts = [part for part in _parts() if part.table == table.name]
    lists = {part.list_map for part in parts if part.is_list and not part.is_masked}
    return tuple(sorted({part.map for part in parts} | lists))


def copying_statement(table: Table, *, identify: bool) -> str:
    """The statement that gives a table's rows as the copy shows them, ordered by its key."""
    declared = next(one for one in TABLES if one.name == table.name)
    columns = published_columns(declared, identify=identify)
    key = ", ".join(table.key)
    if identify:
        return f"select {', '.join(column.name for column in columns)} from {SOURCE}.{table.name} order by {key}"
    parts = [_Part(table.name, column) for column in columns]
    joins = "".join(map(_join, parts))
    words = [part.column.name for part in parts if part.holds is Holds.WORD]
    named = f" where {_text_of(words)} not in (select name from masked_{table.name})" if words else ""
    shown = ", ".join(f"{_shown(part)} as {part.column.name}" for part in parts)
    return f"select * from (select {shown} from {SOURCE}.{table.name} as source{joins}{named}) order by {key}"


def _join(part: _Part) -> str:
    name, alias = f"source.{part.column.name}", f"map_of_{part.column.name}"
    if not part.is_mapped or part.holds is Holds.WORD:
        return ""
    if part.is_list and not part.is_masked:
        return f" left join {part.list_map} as {alias} on {alias}.name = {name}"
    return f" left join {part.map} as {alias} on {alias}.name = {part.name(name)}"


def _shown(part: _Part) -> str:
    name, alias = f"source.{part.column.name}", f"map_of_{part.column.name}"
    if part.column.type is Type.TIME:
        return f"date_trunc('hour', {name})"
    if part.holds is Holds.AUDIENCE:
        band = f"least(cast(10 ** (length(cast({name} as varchar)) - 1) as bigint), {HIGHEST_BAND})"
        return f"case when {name} > 0 then {band} else {name} end"
    if part.holds is Holds.WORD or not part.is_mapped:
        return name
    if part.is_masked_list:
        return f"case when {alias}.name is null then {name} else string_split({alias}.pseudonym, chr(10)) end"
    if part.is_list:
        return f"case when array_length({name}) > 0 then {alias}.pseudonym else {name} end"
    return f"coalesce({alias}.pseudonym, {name})" if part.is_masked else f"{alias}.pseudonym"


def _text_of(words: list[str]) -> str:
    return " || ' ' || ".join(f"source.{word}" for word in words)


def _parts() -> list[_Part]:
    """Every column of the copy that is copied by way of a map."""
    columns = ((table, column) for table in TABLES for column in published_columns(table, identify=False))
    return [part for part in (_Part(table.name, column) for table, column in columns) if part.is_mapped]


def _values(warehouse: Warehouse, holds: Holds) -> list[str]:
    parts = [part for part in _parts() if part.holds is holds]
    return [str(row[0]) for row in warehouse.connection.execute(_distinct(parts)).fetchall()]


def _distinct(parts: Iterable[_Part]) -> str:
    """The statement that gives the distinct values of some columns; the words of a row as one text."""
    values = dict.fromkeys(_row_of_words(part.table) if part.holds is Holds.WORD else part.values() for part in parts)
    return f"select distinct name from ({' union all '.join(values)}) where name is not null"


def _row_of_words(table: str) -> str:
    words = [part.column.name for part in _parts() if part.table == table and part.holds is Holds.WORD]
    return f"select {_text_of(words)} as name from {SOURCE}.{table} as source"


def _store(warehouse: Warehouse, table: str, names: Iterable[str], shown: Iterable[str]) -> None:
    warehouse.connection.execute(f"create or replace temp table {table} (name varchar, pseudonym varchar)")
    _append(warehouse, table, pa.array(list(names), pa.string()), pa.array(list(shown), pa.string()))


def _append(warehouse: Warehouse, table: str, names: pa.Array, shown: pa.Array) -> None:
    warehouse.connection.register("incoming_rows", pa.table({"name": names, "pseudonym": shown}))
    try:
        warehouse.connection.execute(f"insert into {table} from incoming_rows")
    finally:
        warehouse.connection.unregister("incoming_rows")
