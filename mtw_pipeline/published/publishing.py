"""Making a published copy and swapping it in, so that readers never wait and never see half a copy.

What belongs here: filling a new version, from parts that are made anew and parts of the version before. What does not:
which parts have to be made anew (parts.py), what becomes of a row (copying.py), which version analysts read, and where
(study/published_versions.py). The copy before stays until the next, for readers that are just opening it; whoever has a
copy open keeps it.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.copying import SOURCE, copying_stages, copying_statement
from mtw_pipeline.published.maps import Maps, in_order_of_work, maps
from mtw_pipeline.published.masked_texts import MaskedTexts
from mtw_pipeline.published.masking import Masking
from mtw_pipeline.published.parts import Plan, Windows, keep_items, planned, record_of, sources
from mtw_pipeline.published.people import People, known_names, people, user_ids_of_handles
from mtw_pipeline.published.provenance import PROVENANCE, provenance
from mtw_pipeline.published.pseudonyms import Pseudonyms, study_key
from mtw_pipeline.published.shares import Share, shares, whole_tables
from mtw_pipeline.published.views import views
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import DATABASE, PARQUET, PublishedVersions, for_its_owner, second_name
from mtw_pipeline.warehouse.connection import Warehouse, comments_on, literal
from mtw_pipeline.warehouse.tables.model import Table

STORAGE_VERSION = "v1.0.0"
"""The file format that DuckDB 1.0 had. Seen to be read by 1.1 to 1.5; 1.0 fails on list columns without any element."""

_MANY, _WORDS_SAID = 10, 20
_ROWS_OF_A_COMMIT = 100_000
"""Rows of a table that is committed by itself, so that it is compressed while the next is copied. Smaller ones go into
one transaction: each by itself would be written into a log first, and from there into the file.
"""
_JOINS_AT_ONCE = 3
"""Of a share, which is copied where memory is short."""

_EMPTY = "empty"
"""The name of the one Parquet file of a table without rows, which says what columns it has."""


@dataclass(frozen=True)
class PublishedCopy:
    """A copy that was swapped in.

    Args:
        version: its folder, which analysts find at the two addresses too.
        held: addresses that still show the copy before, because a program has it open.
        rows: the rows of each of its tables.
        is_identified: whether people stand in it by name.
        masked_words: words of the parts made anew that many accounts write and that are masked, because somebody is
            called so.
        remade: by table, the windows whose parts were made anew.
        plan: what it rests on.
        known: whom the study knows; None where it identifies people.
    """

    version: Path
    held: tuple[Path, ...]
    rows: dict[str, int]
    is_identified: bool
    masked_words: tuple[str, ...]
    remade: Mapping[str, Windows]
    plan: Plan
    known: People | None

    def is_good(self, study: Study) -> None:
        """Let the next copy take parts of this one: it was looked at, and nothing is wrong with it."""
        record_of(study).keep(self.plan, self.version)


def publish(warehouse: Warehouse, study: Study, run_id: str) -> PublishedCopy:
    """Make a copy of the warehouse for analysts and put it in place of the one that was there.

    Parts that would be what they are in the copy before are taken from there, once that was found to be good
    (``PublishedCopy.is_good``).

    Args:
        warehouse: the open warehouse.
        study: the study; its settings say whether people are identified.
        run_id: the run that publishes.
    """
    published = PublishedVersions(study.published)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    folder = published.versions / stamp
    making = folder.with_name(f".{stamp}.part")
    making.parent.mkdir(parents=True, exist_ok=True)
    making.mkdir(mode=0o700)
    (making / PARQUET).mkdir()
    identify = study.settings.publish.identify
    facts = provenance(warehouse, study, run_id, stamp)
    try:
        made = _prepared(warehouse, study, facts)
        written = _write_parts(warehouse, made, making, identify=identify)
        rows, remade = _fill(warehouse, made.plan, written, making, made.facts)
        _write_provenance(making)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    for path in (*making.rglob("*"), making):
        for_its_owner(path, alone=identify)
    making.rename(folder)
    before = published.current
    held = published.put_in_place(folder)
    published.drop_all_but(folder, *([before] if before else []))
    return PublishedCopy(folder, held, rows, identify, made.masked_words, remade, made.plan, made.known)


@dataclass(frozen=True)
class _Prepared:
    """What a copy is made with: what has to be made, the row of provenance, whom the study knows.

    Args:
        plan: what has to be made.
        facts: the row of provenance.
        shares: the rows that are copied at a time.
        sitting: everything in place that copies a share, as long as the block runs; texts are masked meanwhile.
        known: whom the study knows; None where it identifies people.
        often: words that are masked, with how many accounts write them; filled while shares are copied.
    """

    plan: Plan
    facts: dict[str, object]
    shares: list[Share]
    sitting: Callable[[Share], AbstractContextManager[Maps | None]]
    known: People | None = None
    often: dict[str, int] = field(default_factory=dict)

    @property
    def masked_words(self) -> tuple[str, ...]:
        """Words of the parts made anew that many write and that are masked."""
        return tuple(sorted(self.often, key=lambda word: (-self.often[word], word))[:_WORDS_SAID])


def _prepared(warehouse: Warehouse, study: Study, facts: dict[str, object]) -> _Prepared:
    settings = study.settings
    if settings.publish.identify:
        plan = planned(warehouse, study, None, {})

        @contextmanager
        def shown(share: Share) -> Iterator[None]:
            with sources(warehouse, plan, share.condition):
                yield

        return _Prepared(plan, facts, whole_tables(plan), shown)
    key = study_key(study.pseudonym_key)
    known, user_ids = people(warehouse, settings), user_ids_of_handles(warehouse)
    plan = planned(warehouse, study, known, user_ids)
    names = known_names(known, settings)
    pseudonyms = Pseudonyms(key, user_ids)
    masking = Masking(pseudonyms, names, settings.publish.publishers, settings.hashtags)
    texts = MaskedTexts(masking, names)
    often: dict[str, int] = {}

    @contextmanager
    def masked(share: Share) -> Iterator[Maps]:
        with sources(warehouse, plan, share.condition), maps(warehouse, pseudonyms, masking, texts, known) as made:
            kept = made.behind(lambda connection: keep_items(connection, study, plan))
            yield made
            kept.result()
            asked = {"posters": _MANY, "words": _WORDS_SAID}
            often.update(warehouse.query("published/masked_words", asked).fetchall())

    shown_facts = {**facts, "study": masking.text(settings.title)}
    return _Prepared(plan, shown_facts, shares(warehouse, plan), masked, known, often)


def _write_parts(
    warehouse: Warehouse, made: _Prepared, making: Path, *, identify: bool
) -> Iterator[tuple[Table, Windows]]:
    """Write every part as a Parquet file, those that are stale anew, the others as they were.

    Yields:
        Each table once its parts are written, with the windows whose parts are other than they were.
    """
    connection, plan = warehouse.connection, made.plan
    tables = in_order_of_work(published_tables(identify=identify))
    for share in made.shares:
        with made.sitting(share) as of_share:
            for table in tables:
                if not share.has(table.name):
                    continue
                folder = making / PARQUET / table.name
                if of_share is not None:
                    of_share.wait_for(table)
                statement = copying_statement(table, identify=identify)
                if table.name in share.whole:
                    folder.mkdir()
                    if not plan.contents[table.name]:
                        _write(connection, f"{statement} limit 0", folder / f"{_EMPTY}.parquet")
                    _write_stale(connection, statement, plan.stale[table.name], folder)
                else:
                    _keep_share(connection, table)
                    if table.name not in share.ends:
                        continue
                    folder.mkdir()
                    _write_shares(connection, table, plan.stale[table.name], folder)
                yield table, _other_than_before(connection, plan, table, folder)


def _other_than_before(connection: duckdb.DuckDBPyConnection, plan: Plan, table: Table, folder: Path) -> Windows:
    """Take the parts that are what they were from the copy before; returns the windows of the others."""
    stale = plan.stale[table.name]
    if plan.reused is None:
        return stale
    before = plan.reused / PARQUET / table.name
    alike = {one for one in stale if _is_alike(connection, folder, before, f"{one}.parquet")}
    for window in (plan.contents[table.name].keys() - stale) | alike:
        (folder / f"{window}.parquet").unlink(missing_ok=True)
        second_name(folder / f"{window}.parquet", before / f"{window}.parquet")
    return stale - alike


def _keep_share(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Put the rows of a share aside: on disk, as rows of temporary tables are that do not fit into memory."""
    before = f"{SOURCE}.{table.name}"
    for number, statement in enumerate(copying_stages(table, _JOINS_AT_ONCE)):
        connection.execute(f"create temp table stage_{number} as with source as (from {before}) {statement}")
        if number:
            connection.execute(f"drop table {before}")
        before = f"temp.stage_{number}"
    connection.execute(f"create temp table if not exists shares_of_{table.name} as from {before} limit 0")
    connection.execute(f"insert into temp.shares_of_{table.name} from {before}")
    connection.execute(f"drop table {before}")


def _write_shares(connection: duckdb.DuckDBPyConnection, table: Table, stale: Windows, folder: Path) -> None:
    """Write the rows of all shares of a table, in the order of its key."""
    for window in sorted(stale):
        chosen = f"from temp.shares_of_{table.name} where collection_window = {literal(window)}"
        _write(connection, f"{chosen} order by {', '.join(table.key)}", folder / f"{window}.parquet")
    connection.execute(f"drop table temp.shares_of_{table.name}")


def _write_stale(connection: duckdb.DuckDBPyConnection, statement: str, stale: Windows, folder: Path) -> None:
    if not stale:
        return
    if len(stale) == 1:  # all rows that the statement gives: they need not be kept for a second window
        [window] = stale
        _write(connection, statement, folder / f"{window}.parquet")
        return
    connection.execute(f"create or replace temp table parts as {statement}")
    for window in sorted(stale):
        chosen = f"from parts where collection_window = {literal(window)}"
        _write(connection, chosen, folder / f"{window}.parquet")
    connection.execute("drop table temp.parts")


def _write(connection: duckdb.DuckDBPyConnection, statement: str, file: Path) -> None:
    connection.execute(f"copy ({statement}) to $target (format parquet, compression zstd)", {"target": str(file)})


def _is_alike(connection: duckdb.DuckDBPyConnection, folder: Path, before: Path, name: str) -> bool:
    """Whether two parts hold the same rows."""
    if not (before / name).is_file():
        return False
    sums = "select count(*), bit_xor(hash(rows)), sum(hash(rows)::hugeint) from read_parquet($file) as rows"
    one, other = (connection.execute(sums, {"file": str(path / name)}).fetchall() for path in (folder, before))
    return one == other


def _fill(
    warehouse: Warehouse,
    plan: Plan,
    written: Iterable[tuple[Table, Windows]],
    making: Path,
    facts: dict[str, object],
) -> tuple[dict[str, int], dict[str, Windows]]:
    """Make the database from the parts.

    Where parts were only added since the copy before, they are added to a copy of its database. Where any was changed
    or went, the whole file is written anew: what is deleted from a file of DuckDB stays in its bytes. Where nothing is
    taken from a copy before, each table is made while the parts of the next are written.

    Returns:
        The rows of each table, and by table the windows whose parts are other than they were.
    """
    parts = written if plan.reused is None else list(written)
    is_grown = _is_grown(plan, dict(parts)) if isinstance(parts, list) else False
    if is_grown and plan.reused is not None:
        shutil.copyfile(plan.reused / DATABASE, making / DATABASE)
    connection = warehouse.connection
    connection.execute(f"attach {literal(str(making / DATABASE))} as published (storage_version '{STORAGE_VERSION}')")
    try:
        changed, filled = {}, {}
        with warehouse.cursor() as filling, ThreadPoolExecutor(1) as pool:
            filling.execute("use published")
            filling.execute("begin transaction")
            for table, windows in parts:
                changed[table] = windows
                folder = making / PARQUET / table.name
                added = sorted(windows) if is_grown else sorted(path.stem for path in folder.iterdir())
                filled[table] = pool.submit(_fill_table, filling, folder, added, is_grown=is_grown)
            rows = {table.name: found.result() for table, found in filled.items()}
            _fill_provenance(filling, facts)
            filling.execute("; ".join(comments_on(PROVENANCE)))
            if not is_grown:
                said = [statement for table in changed for statement in comments_on(table)]
                said += [statement for view in views() for statement in view.ddl()]
                filling.execute("; ".join(said))
            filling.execute("commit")
            filling.execute("checkpoint")  # the file is then complete and never written again
    finally:
        connection.execute("detach published")
    return rows, {table.name: windows for table, windows in changed.items()}


def _fill_table(connection: duckdb.DuckDBPyConnection, folder: Path, added: list[str], *, is_grown: bool) -> int:
    """Make a table of the database from parts, or add them to it; returns its rows."""
    name = folder.name
    if added:
        files = ", ".join(literal(str(folder / f"{window}.parquet")) for window in added)
        made = f"insert into {name}" if is_grown else f"create table {name} as"
        connection.execute(f"{made} from read_parquet([{files}])")
    [(rows,)] = connection.execute(f"select count(*) from {name}").fetchall()
    if rows >= _ROWS_OF_A_COMMIT and not is_grown:
        connection.execute("commit; begin transaction")
    return int(rows)


def _is_grown(plan: Plan, changed: Mapping[Table, Windows]) -> bool:
    """Whether all parts of the copy before stand in the new one as they were."""
    if plan.reused is None:
        return False
    for table, windows in changed.items():
        then = {path.stem for path in (plan.reused / PARQUET / table.name).glob("*.parquet")} - {_EMPTY}
        if then & windows or then - plan.contents[table.name].keys():
            return False
    return True


def _fill_provenance(connection: duckdb.DuckDBPyConnection, facts: dict[str, object]) -> None:
    columns = ", ".join(f"{column.name} {column.type}" for column in PROVENANCE.columns)
    connection.execute(f"create or replace table {PROVENANCE.name} ({columns})")
    places = ", ".join(f"${column.name}" for column in PROVENANCE.columns)
    connection.execute(f"insert into {PROVENANCE.name} values ({places})", facts)


def _write_provenance(making: Path) -> None:
    with duckdb.connect(str(making / DATABASE), read_only=True) as connection:
        _write(connection, f"from {PROVENANCE.name}", making / PARQUET / f"{PROVENANCE.name}.parquet")
