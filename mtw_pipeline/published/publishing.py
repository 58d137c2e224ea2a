"""Making a copy for analysts, and putting it in place, so that readers never wait and never see half a copy.

What belongs here: filling a new version, from parts that are made anew and parts of the version before; where it goes
once it was looked at. What does not: which parts have to be made anew (parts/), what becomes of a row (copying.py),
looking at a copy (inspection.py), which version analysts read, and where (study/published_versions.py). The copy before
stays until the next, for readers that are just opening it; whoever has a copy open keeps it.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb

from mtw_pipeline.activity import at_work
from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.maps import Maps, maps
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.masking.texts import MaskedTexts
from mtw_pipeline.published.named import Named
from mtw_pipeline.published.parallel import threads_for_its_rows
from mtw_pipeline.published.parts.files import EMPTY, PartFiles, write_file
from mtw_pipeline.published.parts.items import keep_items
from mtw_pipeline.published.parts.planning import Plan, planned, record_of, sources
from mtw_pipeline.published.parts.shares import Share, shares, whole_tables
from mtw_pipeline.published.parts.touched import Windows
from mtw_pipeline.published.people import People, known_names, people, user_ids_of_handles
from mtw_pipeline.published.provenance import PROVENANCE, provenance
from mtw_pipeline.published.pseudonyms import Pseudonyms, study_key
from mtw_pipeline.published.views import views
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import DATABASE, PARQUET, PublishedVersions, for_its_owner
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import comments_on, creating, literal
from mtw_pipeline.warehouse.laid_out import lay_out
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.waiting_rows import waiting_place

STORAGE_VERSION = "v1.0.0"
"""The file format that DuckDB 1.0 had. Seen to be read by 1.1 to 1.5; 1.0 fails on list columns without any element."""

_MANY, _WORDS_SAID = 10, 20
_BEFORE = "published_before"
_ROWS_OF_A_COMMIT = 100_000
"""Rows of a table that is committed by itself, so that it is compressed while the next is copied. Smaller ones go into
one transaction: each by itself would be written into a log first, and from there into the file.
"""


@dataclass(frozen=True)
class MadeCopy:
    """A copy that is finished and not in place yet: analysts read the one before, where there is one.

    Args:
        folder: where it lies until then, readable by its owner alone.
        version: its folder once it is in place.
        rows: the rows of each of its tables.
        is_identified: whether people stand in it by name.
        masked_words: words of the parts made anew that many accounts write and that are masked, because somebody is
            called so.
        remade: by table, the windows whose parts were made anew.
        plan: what it rests on.
        known: whom the study knows; None where it identifies people.
    """

    folder: Path
    version: Path
    rows: dict[str, int]
    is_identified: bool
    masked_words: tuple[str, ...]
    remade: Mapping[str, Windows]
    plan: Plan
    known: People | None

    def put_in_place(self, study: Study) -> tuple[Path, ...]:
        """Let analysts read it, and the next copy take parts of it: it was looked at, and nothing is wrong with it.

        Returns:
            Addresses that still show the copy before, because a program has it open.
        """
        published = PublishedVersions(study.published)
        _set_rights(self.folder, alone=self.is_identified)
        self.folder.rename(self.version)
        before = published.current
        held = published.put_in_place(self.version)
        published.drop_all_but(self.version, *([before] if before else []))
        shutil.rmtree(study.failed_copy, ignore_errors=True)
        record_of(study).keep(self.plan, self.version)
        return held

    def keep_aside(self, study: Study, named: Sequence[Named] = ()) -> Path:
        """Put it where nobody takes it for a good one, and its owner can look at it; returns that folder.

        It lies there until the next copy is put in place or aside, or somebody is forgotten.

        Args:
            study: the study.
            named: whom it names, where that is.
        """
        aside = study.failed_copy
        if named:
            text = "".join(f"{one.shown}\n" for one in named)
            (self.folder / study.named_in_failed_copy.name).write_text(text, encoding="utf-8")
        shutil.rmtree(aside, ignore_errors=True)
        _set_rights(self.folder, alone=True)
        aside.parent.mkdir(exist_ok=True)
        shutil.move(self.folder, aside)  # published/ may lie on another disk
        return aside


@contextmanager
def made_copy(warehouse: Warehouse, study: Study, run_id: str) -> Iterator[MadeCopy]:
    """A copy of the warehouse for analysts, which is gone behind the block unless it was put in place or kept aside.

    Parts that would be what they are in the copy before are taken from there, as long as that is as it was found good
    (``MadeCopy.put_in_place``).

    Args:
        warehouse: the open warehouse.
        study: the study; its settings say whether people are identified.
        run_id: the run that publishes.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    version = PublishedVersions(study.published).versions / stamp
    making = version.with_name(f".{stamp}.part")
    making.parent.mkdir(parents=True, exist_ok=True)
    for left_by_a_kill in making.parent.glob(f".*{making.suffix}"):
        shutil.rmtree(left_by_a_kill, ignore_errors=True)
    making.mkdir(mode=0o700)
    try:
        with at_work("the analysts' copy"):
            made = _made(warehouse, study, provenance(warehouse, study, run_id, stamp), version, making)
        yield made
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _made(warehouse: Warehouse, study: Study, facts: dict[str, object], version: Path, making: Path) -> MadeCopy:
    (making / PARQUET).mkdir()
    identify, windows = study.settings.publish.identify, len(study.windows())
    with (
        threads_for_its_rows(warehouse.connection, windows, has_lake=bool(warehouse.lake.tables())),
        _prepared(warehouse, study, facts) as made,
        waiting_place(warehouse.connection, is_needed=len(made.shares) > 1) as waiting,
    ):
        parts = PartFiles(
            warehouse.connection, made.plan, making / PARQUET, identify, made.shares, made.sitting, waiting
        )
        rows, remade = _fill(warehouse, made.plan, parts.write(), making, made.facts, identify=identify)
    _write_provenance(making)
    return MadeCopy(making, version, rows, identify, made.masked_words, remade, made.plan, made.known)


def _set_rights(folder: Path, *, alone: bool) -> None:
    for path in (*folder.rglob("*"), folder):
        for_its_owner(path, alone=alone)


@dataclass(frozen=True)
class _Prepared:
    """What a copy is made with: what has to be made, the row of provenance, whom the study knows.

    Args:
        plan: what has to be made.
        facts: gives the row of provenance.
        shares: the rows that are copied at a time.
        sitting: everything in place that copies a share, as long as the block runs; texts are masked meanwhile.
        known: whom the study knows; None where it identifies people.
        often: words that are masked, with how many accounts write them; filled while shares are copied.
    """

    plan: Plan
    facts: Callable[[], dict[str, object]]
    shares: list[Share]
    sitting: Callable[[Share], AbstractContextManager[Maps | None]]
    known: People | None = None
    often: dict[str, int] = field(default_factory=dict)

    @property
    def masked_words(self) -> tuple[str, ...]:
        """Words of the parts made anew that many write and that are masked."""
        return tuple(sorted(self.often, key=lambda word: (-self.often[word], word))[:_WORDS_SAID])


@contextmanager
def _prepared(warehouse: Warehouse, study: Study, facts: dict[str, object]) -> Iterator[_Prepared]:
    """What a copy is made with, as long as the block runs: names are put in order in a thread of their own."""
    settings = study.settings
    if settings.publish.identify:
        plan = planned(warehouse, study, None)

        @contextmanager
        def shown(share: Share) -> Iterator[None]:
            with sources(warehouse, plan, share.condition):
                yield

        yield _Prepared(plan, lambda: facts, whole_tables(plan), shown)
        return
    key, known = study_key(study.pseudonym_key), people(warehouse, study)
    with warehouse.reader() as reading, ThreadPoolExecutor(1) as pool:
        names = pool.submit(known_names, known.read_by(reading), settings)
        pseudonyms = Pseudonyms(key, user_ids_of_handles(warehouse))
        plan = planned(warehouse, study, known)

        @cache
        def texts() -> MaskedTexts:
            masking = Masking(pseudonyms, names.result(), settings.publish.publishers, settings.hashtags)
            return MaskedTexts(masking, names.result())

        often: dict[str, int] = {}

        @contextmanager
        def masked(share: Share) -> Iterator[Maps]:
            with sources(warehouse, plan, share.condition), maps(warehouse, pseudonyms, texts, known) as made:
                kept = made.behind(lambda connection: keep_items(connection, study, plan))
                yield made
                kept.result()
                asked = {"posters": _MANY, "words": _WORDS_SAID}
                often.update(warehouse.query("published/masked_words", asked).fetchall())

        def shown_facts() -> dict[str, object]:
            return {**facts, "study": texts().masking.text(settings.title)}

        yield _Prepared(plan, shown_facts, shares(warehouse, plan), masked, known, often)


def _fill(
    warehouse: Warehouse,
    plan: Plan,
    written: Iterable[tuple[Table, Windows]],
    making: Path,
    facts: Callable[[], dict[str, object]],
    *,
    identify: bool,
) -> tuple[dict[str, int], dict[str, Windows]]:
    """Make the database from the parts, each table while the parts of the next are written.

    Where parts are only added to the copy before, they are added to a copy of its database. Where any is made anew or
    went, or the title names somebody whom the study met since, the whole file is written anew: what is deleted from a
    file of DuckDB stays in its bytes. Rows of parts that stay come from the database before then, which holds what
    their files hold and is read faster.

    Returns:
        The rows of each table, and by table the windows whose parts are other than they were.
    """
    is_grown = _is_grown(plan) and _is_titled_so(plan, str(facts()["study"]))
    if is_grown and plan.reused is not None:
        shutil.copyfile(plan.reused / DATABASE, making / DATABASE)
    connection = warehouse.connection
    connection.execute(f"attach {literal(str(making / DATABASE))} as published (storage_version '{STORAGE_VERSION}')")
    try:
        changed, filled = {}, {}
        with _database_before(connection, plan), warehouse.cursor() as filling, ThreadPoolExecutor(1) as pool:
            filling.execute("use published")
            if not is_grown:
                lay_out(filling, "identified_copy" if identify else "copy", _empty(identify=identify))
            filling.execute("begin transaction")
            tables, committed = len(published_tables(identify=identify)), None
            for table, windows in written:
                changed[table] = windows
                folder = making / PARQUET / table.name
                kept = frozenset(plan.contents[table.name].keys() - windows) if plan.reused else frozenset()
                files = sorted(path for path in folder.iterdir() if path.stem not in {*kept, EMPTY})
                filled[table] = pool.submit(_fill_table, filling, table.name, files, kept, is_grown=is_grown)
                if len(filled) == tables - 1 and not is_grown:
                    committed = pool.submit(_commit, filling, list(filled.values()))
            rows = {table.name: found.result() for table, found in filled.items()}
            if committed is not None:
                committed.result()
            _fill_provenance(filling, facts())
            filling.execute("; ".join(comments_on(PROVENANCE)))
            filling.execute("commit")
            filling.execute("checkpoint")  # the file is then complete and never written again
    finally:
        connection.execute("detach published")
    return rows, {table.name: windows for table, windows in changed.items()}


@contextmanager
def _database_before(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Iterator[None]:
    """The database of the copy before, as long as the block runs."""
    if plan.reused is None:
        yield
        return
    connection.execute(f"attach {literal(str(plan.reused / DATABASE))} as {_BEFORE} (read_only)")
    try:
        yield
    finally:
        connection.execute(f"detach {_BEFORE}")


def _fill_table(
    connection: duckdb.DuckDBPyConnection, name: str, files: list[Path], kept: Windows, *, is_grown: bool
) -> int:
    """Fill a table of the database from parts and what the one before holds, or add parts to it; returns its rows.

    Args:
        connection: where both databases are attached.
        name: of the table.
        files: the parts that are other than they were.
        kept: the windows whose rows stand in the database before.
        is_grown: whether they stand in the new one already.
    """
    if not (files or kept):
        return 0
    sources = [f"from read_parquet([{', '.join(literal(str(file)) for file in files)}])"] if files else []
    if kept and not is_grown:
        windows = ", ".join(map(literal, sorted(kept)))
        sources.insert(0, f"from {_BEFORE}.{name} where collection_window in ({windows})")
    if sources:
        connection.execute(f"insert into {name} by name {' union all '.join(sources)}")
    [(rows,)] = connection.execute(f"select count(*) from {name}").fetchall()
    if rows >= _ROWS_OF_A_COMMIT and not is_grown:
        connection.execute("commit; begin transaction")
    return int(rows)


def _commit(connection: duckdb.DuckDBPyConnection, filled: Sequence[Future[int]]) -> None:
    """Commit what was filled, where that is much: it is compressed while the parts of the last table are written."""
    if sum(rows.result() for rows in filled) >= _ROWS_OF_A_COMMIT:
        connection.execute("commit; begin transaction")


def _is_grown(plan: Plan) -> bool:
    """Whether all parts of the copy before stand in the new one as they were, which is told before any is made."""
    if plan.reused is None:
        return False
    for table, windows in plan.contents.items():
        then = {path.stem for path in (plan.reused / PARQUET / table).glob("*.parquet")} - {EMPTY}
        if then & (plan.stale[table] | plan.touched.get(table, frozenset())) or then - windows.keys():
            return False
    return True


def _is_titled_so(plan: Plan, title: str) -> bool:
    """Whether the copy before shows the study's title as the new one does."""
    if plan.reused is None:
        return False
    with duckdb.connect(str(plan.reused / DATABASE), read_only=True) as before:
        return before.execute(f"select study from {PROVENANCE.name}").fetchall() == [(title,)]


def _empty(*, identify: bool) -> list[str]:
    """The statements that make the tables of a copy, its views, and what is said of both."""
    tables = published_tables(identify=identify)
    said = [one for table in tables for one in (creating(table), *comments_on(table))]
    return said + [statement for view in views() for statement in view.ddl()]


def _fill_provenance(connection: duckdb.DuckDBPyConnection, facts: dict[str, object]) -> None:
    columns = ", ".join(f"{column.name} {column.type}" for column in PROVENANCE.columns)
    connection.execute(f"create or replace table {PROVENANCE.name} ({columns})")
    places = ", ".join(f"${column.name}" for column in PROVENANCE.columns)
    connection.execute(f"insert into {PROVENANCE.name} values ({places})", facts)


def _write_provenance(making: Path) -> None:
    with duckdb.connect(str(making / DATABASE), read_only=True) as connection:
        write_file(connection, f"from {PROVENANCE.name}", making / PARQUET / f"{PROVENANCE.name}.parquet")
