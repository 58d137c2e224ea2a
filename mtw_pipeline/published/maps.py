"""What stands in place of each value: the maps that copying.py joins, made once for every distinct value.

What belongs here: filling the maps, those of texts in a thread of their own while tables are copied that need none.
What does not: the statements that join them (copying.py), what becomes of a text (masking/).

The maps lie with the rows that are copied, in a database in memory: every cursor sees them, and they are gone with it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import duckdb
import numpy as np
import pyarrow as pa

from mtw_pipeline.published.copying import SOURCE, MappedColumn, mapped_columns
from mtw_pipeline.published.left_out import place_of
from mtw_pipeline.published.masking.texts import Changes, MaskedTexts, changes_one_by_one
from mtw_pipeline.published.people import USER_IDS, People
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.system.threads import in_threads
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Holds, Table

_TEXTS_AT_ONCE = 65_536
_OF_TWEETS = ("collection_window", "tweet_id")
"""The key of tables of which a row is a tweet, so that each row may have a text of its own."""

_Mask = Callable[[pa.Array], Iterable[Changes]]


class Maps:
    """The maps of a copy, of which those of texts are being made.

    Args:
        ready: by the name of a table, when its texts are masked; a table without texts is not among them.
        pool: the thread that masks them.
        connection: its connection.
    """

    def __init__(
        self, ready: Mapping[str, Future[None]], pool: ThreadPoolExecutor, connection: duckdb.DuckDBPyConnection
    ) -> None:
        self._ready = ready
        self._pool = pool
        self._connection = connection

    def wait_for(self, table: Table) -> None:
        """Wait until all that the statement of a table joins is there."""
        if table.name in self._ready:
            self._ready[table.name].result()

    def behind(self, function: Callable[[duckdb.DuckDBPyConnection], None]) -> Future[None]:
        """Do something in the same thread, with its connection, once all maps are made."""
        return self._pool.submit(function, self._connection)


@contextmanager
def maps(
    warehouse: Warehouse,
    pseudonyms: Pseudonyms,
    texts: Callable[[], MaskedTexts],
    known: People,
) -> Iterator[Maps]:
    """The maps, inside of the block of ``parts.sources``: those of pseudonyms at once, those of texts table by table.

    Args:
        warehouse: the open warehouse.
        pseudonyms: the study's pseudonyms.
        texts: gives what masks texts, in the thread that does it, once the maps of pseudonyms are made.
        known: whom it knows.
    """
    _make_pseudonyms(warehouse.connection, pseudonyms, known)
    _make_lists(warehouse.connection)
    made = {column.map: column for column in mapped_columns() if column.is_masked}
    for name in made:
        warehouse.connection.execute(f"create table {name} (name varchar, pseudonym varchar)")
    masked = {column.table for column in made.values()}
    tables = [table.name for table in in_order_of_work(TABLES) if table.name in masked]
    with warehouse.cursor() as connection, ThreadPoolExecutor(1) as pool:

        def mask(table: str) -> None:
            for column in made.values():
                if column.table == table:
                    _mask(connection, column, _mask_of(column, texts()))

        try:
            yield Maps({table: pool.submit(mask, table) for table in tables}, pool, connection)
        finally:
            pool.shutdown(cancel_futures=True)


def in_order_of_work(tables: Iterable[Table]) -> list[Table]:
    """Tables in the order in which they can be copied: those of texts, whose maps take the longest, last.

    Tokens stand before the tables of words that are told by them (left_out.py), and these before the tweets.
    """
    masked = {column.table for column in mapped_columns() if column.is_masked}

    def place(table: Table) -> tuple[bool, bool, int, str]:
        of_words = place_of(table)
        return table.name in masked, table.key == _OF_TWEETS and not of_words, of_words, table.name

    return sorted(tables, key=place)


def _mask_of(column: MappedColumn, texts: MaskedTexts) -> _Mask:
    if column.holds is Holds.LINK:
        return lambda values: [changes_one_by_one(values, texts.masking.links)]
    return texts.changes_of_hashtags if column.holds is Holds.HASHTAG else texts.changes


def _make_pseudonyms(connection: duckdb.DuckDBPyConnection, pseudonyms: Pseudonyms, known: People) -> None:
    inner, outer = pseudonyms.pads
    of_people = (
        "select names.name, case when starts_with(names.name, 'id:') then names.name"
        " else coalesce('id:' || ids.user_id, 'handle:' || names.name) end as message"
        f" from names left join {USER_IDS} as ids on ids.handle = names.name"
    )
    messages = {
        "user": ("pseudonyms_of_people", of_people),
        "tweet": ("pseudonyms_of_tweets", "select name, 'tweet:' || name as message from names"),
    }
    for kind, (name, statement) in messages.items():
        values = " union all ".join(column.values() for column in mapped_columns() if column.map == f"{SOURCE}.{name}")
        connection.execute(
            f"create table {SOURCE}.{name} as with names as (select distinct name from ({values})"
            f" where name is not null), named_messages as ({statement}) from ({sql_text('published/pseudonyms')})"
            " union all values (null, null, null)",
            {"kind": kind, "inner": inner, "outer": outer},
        )
    files = _values(connection, Holds.FILE)
    _store(connection, f"{SOURCE}.pseudonyms_of_files", [*files, None], [*map(pseudonyms.of_file, files), None])
    coders = sorted({*known.coders, *_values(connection, Holds.CODER)})
    pairs = {
        f"{one} & {other}": f"{pseudonyms.of_coder(one)} & {pseudonyms.of_coder(other)}"
        for one in coders
        for other in coders
    }
    labels = {"all": "all", **{one: pseudonyms.of_coder(one) for one in coders}, **pairs}
    for unknown in _values(connection, Holds.CODERS):  # of a coder whom nothing else names
        labels.setdefault(unknown, " & ".join(map(pseudonyms.of_coder, unknown.split(" & "))))
    _store(connection, f"{SOURCE}.pseudonyms_of_coders", [*labels, None], [*labels.values(), None])


def _make_lists(connection: duckdb.DuckDBPyConnection) -> None:
    """Lists of accounts; one of a single account, as most are, is not put together again."""
    for column in mapped_columns():
        if not column.is_list or column.is_masked:
            continue
        name, by = column.column.name, column.map
        connection.execute(
            f"create table {column.list_map} as with lists as (select distinct {name} as name"
            f" from {SOURCE}.{column.table} where array_length({name}) > 0), elements as (select name,"
            f" unnest(name) as one, generate_subscripts(name, 1) as place from lists where array_length(name) > 1)"
            f" select elements.name, list(shown.pseudonym order by place) as pseudonym from elements"
            f" left join {by} as shown on shown.name = {column.name('one')} group by elements.name"
            f" union all select lists.name, [shown.pseudonym] from lists"
            f" left join {by} as shown on shown.name = {column.name('lists.name[1]')}"
            " where array_length(lists.name) = 1"
            " union all values (null, null), ([], null)"
        )


def _mask(connection: duckdb.DuckDBPyConnection, column: MappedColumn, mask: _Mask) -> None:
    """Fill the map of a column, many values at once: with all of its values, or where none is changed with nothing.

    Of words it holds those whose rows are left out.
    """
    if connection.execute(f"select 1 from {SOURCE}.{column.table} limit 1").fetchone() is None:
        return
    is_of_words = column.holds is Holds.WORD
    has_changes, kept = False, [] if is_of_words else [pa.nulls(1, pa.string())]  # no value is one too
    for values, found in in_threads(lambda values: (values, list(mask(values))), _batches(connection, column)):
        stays = np.ones(len(values), dtype=bool)
        original, shown = [], []
        for changes, masked in found:
            stays &= ~changes
            original.append(values.filter(pa.array(changes)))
            shown.append(masked)
        has_changes |= not stays.all()
        kept += [] if is_of_words else [values.filter(pa.array(stays))]
        if has_changes and (original or kept):
            shown += [pa.nulls(len(some), pa.string()) for some in kept]
            _append(connection, column.map, pa.concat_arrays(original + kept), pa.concat_arrays(shown))
            kept = []


def _batches(connection: duckdb.DuckDBPyConnection, column: MappedColumn) -> Iterator[pa.Array]:
    """The distinct values of a column, many at once."""
    with connection.cursor() as reading:
        for batch in reading.execute(_distinct([column])).to_arrow_reader(_TEXTS_AT_ONCE):
            yield batch.column(0)


def _values(connection: duckdb.DuckDBPyConnection, holds: Holds) -> list[str]:
    columns = [column for column in mapped_columns() if column.holds is holds]
    return [str(row[0]) for row in connection.execute(_distinct(columns)).fetchall()]


def _distinct(columns: Iterable[MappedColumn]) -> str:
    """The statement that gives the distinct values of some columns; the words of a row as one text."""
    values = dict.fromkeys(column.values() for column in columns)
    return f"select distinct name from ({' union all '.join(values)}) where name is not null"


def _store(
    connection: duckdb.DuckDBPyConnection, table: str, names: Iterable[str | None], shown: Iterable[str | None]
) -> None:
    connection.execute(f"create table {table} (name varchar, pseudonym varchar)")
    _append(connection, table, pa.array(list(names), pa.string()), pa.array(list(shown), pa.string()))


def _append(connection: duckdb.DuckDBPyConnection, table: str, names: pa.Array, shown: pa.Array) -> None:
    connection.register("incoming_rows", pa.table({"name": names, "pseudonym": shown}))
    try:
        connection.execute(f"insert into {table} from incoming_rows")
    finally:
        connection.unregister("incoming_rows")
