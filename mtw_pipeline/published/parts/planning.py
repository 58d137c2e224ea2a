"""Which parts of the copy have to be made anew: a part is one table of one window, and a Parquet file of the copy.

What belongs here: what a part rests on, and the record of what the parts of the last good copy rested on. What does
not: making a part (copying.py), putting a copy together (publishing.py).

A part rests on its rows in the warehouse, on settings, program and key, and on whoever the study knows: a name that is
known since stands, perhaps, in texts of windows that did not change (occurrences.py). The record holds hashes and,
of what names may stand inside of, words (items.py); it lies in the study, not in the copy, and goes with what is
forgotten or removed. It is dropped before a copy is made and kept once the copy was searched for people,
so that nothing rests on a copy that was not; without it everything is made anew. It is also where any file is other
than it was then: parts that are taken over are not looked at again for whom they show.
"""

import hashlib
import json
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from mtw_pipeline.lineage.known import PUBLISHED
from mtw_pipeline.lineage.settings import SECTIONS_READ
from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.copying import SOURCE, STORED, with_holders
from mtw_pipeline.published.left_out import told_by
from mtw_pipeline.published.parts.item_hashes import item_hashes
from mtw_pipeline.published.parts.occurrences import Form, forms_of_handles, forms_of_names
from mtw_pipeline.published.parts.touched import Windows, find_touched, group_of, source_of, touched_rows
from mtw_pipeline.published.people import EARLIER_HOLDERS, USER_IDS, People, StoredNames, names_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import program, section_hashes
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline.study.whole_files import write_whole, written_whole
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table, Type
from mtw_pipeline.warehouse.tables.trends import OF_ALL_WINDOWS

_RECORD, _PEOPLE, ITEMS, SEARCHED = "record.json", "people.parquet", "items", "searched"
NONE_OF_THEM = "false"
"""The condition of no row."""
_SOURCE = SOURCE.partition(".")[0]


@dataclass(frozen=True)
class Plan:
    """What is to be made for a copy.

    Args:
        contents: by table and window, what the rows of the warehouse are; an empty window is not among them.
        stale: by table, the windows that are made anew whole.
        touched: by table, the windows of which some rows are made anew (touched.py).
        read: by table, the windows of which is kept what their texts are made of.
        reused: the version from which the other parts are taken; None where there are no others.
        met: whom the study knows since that version was made; None where nothing is reused.
        basis: what all parts rest on.
        has_holders: whether a handle stands for one user in some windows, and for another in others.
    """

    contents: Mapping[str, Mapping[str, str]]
    stale: Mapping[str, Windows]
    touched: Mapping[str, Windows]
    read: Mapping[str, Windows]
    reused: Path | None
    met: People | None
    basis: str
    has_holders: bool

    @property
    def stored(self) -> str:
        """Where the rows lie that are made anew, as the warehouse has them (``sources``)."""
        return STORED if self.has_holders else SOURCE

    def rows(self, table: str) -> int:
        """The rows of those windows of a table that are made anew whole."""
        contents = self.contents[table]
        return sum(int(contents[window].partition(" ")[0]) for window in self.stale[table])

    def is_stale(self, table: str) -> str:
        """Whether a row of a table is of a window that is made anew whole, as a condition: no window where all are.

        To compare the window of each row costs as much as to read another of its columns.
        """
        stale = self.stale.get(table, frozenset())
        if stale and stale == self.contents[table].keys():
            return "true"
        return f"collection_window in ({', '.join(map(literal, sorted(stale)))})" if stale else NONE_OF_THEM


@dataclass(frozen=True)
class PartsRecord:
    """What the parts of the last good copy of a study rested on.

    Args:
        folder: where it lies.
    """

    folder: Path

    def drop(self) -> None:
        """Let everything be made anew the next time."""
        (self.folder / _RECORD).unlink(missing_ok=True)

    def keep(self, plan: Plan, version: Path) -> None:
        """Say that a version is good: it was looked at, and nothing was wrong with it."""
        content = {
            "version": version.name,
            "basis": plan.basis,
            "contents": plan.contents,
            "files": self._files_with(version),
        }
        write_whole(self.folder / _RECORD, json.dumps(content))

    def read(self, published: PublishedVersions) -> tuple[Path, str, dict[str, dict[str, str]]] | None:
        """The last good version with its basis and contents; None where it is not the current one, or was changed."""
        path = self.folder / _RECORD
        current = published.current
        if current is None or not path.is_file():
            return None
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            found = str(content["version"]), str(content["basis"]), dict(content["contents"])
            is_as_it_was = content["files"] == self._files_with(current)
        except (ValueError, KeyError, TypeError):
            return None  # half written, or by another version of the program
        return (current, *found[1:]) if found[0] == current.name and is_as_it_was else None

    def _files_with(self, version: Path) -> str:
        """The files of a version, and those that lie beside the record, by name, size and time of change, as a hash."""
        stamps = [
            (path.relative_to(folder).as_posix(), facts.st_size, facts.st_mtime_ns)
            for folder in (version, self.folder)
            for path in sorted(folder.rglob("*"))
            if path != self.folder / _RECORD and stat.S_ISREG((facts := path.lstat()).st_mode)
        ]
        return hashlib.sha256(json.dumps(stamps).encode()).hexdigest()


def record_of(study: Study) -> PartsRecord:
    """The record of a study."""
    return PartsRecord(study.parts_record)


def planned(warehouse: Warehouse, study: Study, known: People | None) -> Plan:
    """What has to be made anew. Drops the record: whatever ends this before the copy is good, the next one is whole.

    Args:
        warehouse: the open warehouse.
        study: the study.
        known: whom it knows, whose user ids are stored (``user_ids_of_handles``); None where it identifies people, so
            that no part depends on others.
    """
    record = record_of(study)
    last = record.read(PublishedVersions(study.published))
    record.drop()
    tables = published_tables(identify=study.settings.publish.identify)
    contents = {table.name: _contents(warehouse, table) for table in tables}
    basis = _basis(study, known)
    has_holders = known is not None and _has_rows(warehouse, EARLIER_HOLDERS)
    whole = {table: frozenset(windows) for table, windows in contents.items()}
    _store_known(warehouse, known)
    version, basis_then, then = last or (None, "", {})
    people = record.folder / _PEOPLE
    if version is None or basis_then != basis or not people.is_file() or _has_lost(warehouse, people):
        for kept in (ITEMS, SEARCHED):
            shutil.rmtree(record.folder / kept, ignore_errors=True)
        plan = Plan(contents, whole, {}, whole, None, None, basis, has_holders)
    else:
        met = _met(warehouse, people, known.languages if known else ())
        named, unread = _parts_that_may_name(warehouse, study, met, whole) if known else ({}, frozenset())
        read = {table: _changed(now, then.get(table, {})) | (unread & now.keys()) for table, now in contents.items()}
        gone = {table: windows.keys() - contents.get(table, {}).keys() for table, windows in then.items()}
        changed = {table: windows | gone.get(table, frozenset()) for table, windows in read.items()}
        stale, touched = _made_anew(warehouse, contents, changed, named)
        plan = Plan(contents, stale, touched, read, version, met, basis, has_holders)
    record.folder.mkdir(exist_ok=True)
    with written_whole(people) as unfinished:
        warehouse.connection.execute(
            "copy (select hash(kind, name) as name, hash(detail) as detail from temp.known_people) to $file"
            " (format parquet)",
            {"file": str(unfinished)},
        )
    return plan


def _made_anew(
    warehouse: Warehouse,
    contents: Mapping[str, Mapping[str, str]],
    changed: Mapping[str, Windows],
    named: Mapping[str, Windows],
) -> tuple[dict[str, Windows], dict[str, Windows]]:
    """By table, the windows that are made anew whole, and those of which some rows are.

    Args:
        warehouse: the open warehouse.
        contents: as in the plan.
        changed: by table, the windows whose rows are others than they were, those that are gone among them.
        named: by table, windows in which somebody may stand whom the study knows only now.
    """
    stale, in_groups = {}, {}
    for table in TABLES:
        now, those = contents.get(table.name, {}).keys(), named.get(table.name, frozenset())
        whole = now & (changed.get(table.name, frozenset()) | _told_otherwise(table, now, changed))
        may_name = (those & now) - whole
        if group_of(table) and table.name not in OF_ALL_WINDOWS:
            in_groups[table.name] = may_name
            may_name = frozenset()
        if table.name in contents:
            stale[table.name] = frozenset(whole | may_name)
    touched = find_touched(warehouse.connection, {table: windows for table, windows in in_groups.items() if windows})
    return stale, {table: windows for table, windows in touched.items() if windows}


def _told_otherwise(table: Table, now: Set[str], changed: Mapping[str, Windows]) -> Set[str]:
    """The windows of which other rows may be left out as texts changed, or words (left_out.py)."""
    windows = frozenset[str]().union(*(changed.get(name, frozenset()) for name in told_by(table)))
    return now if windows and table.name in OF_ALL_WINDOWS else windows


@contextmanager
def sources(warehouse: Warehouse, plan: Plan, chosen: Callable[[str], str] = lambda _: "true") -> Iterator[None]:
    """Views of the rows that are made anew, as long as the block runs: what copying.py reads.

    In those of ``Plan.stored`` they are as the warehouse has them. Where people are not identified, a handle that
    another user has last stands in those of ``SOURCE`` as the user id of whoever had it in the window.

    Args:
        warehouse: the open warehouse.
        plan: what is made anew.
        chosen: by the name of a table, which of its rows are shown, as a condition.
    """
    connection = warehouse.connection
    [(name,)] = connection.execute("select current_database()").fetchall()
    connection.execute(f"attach ':memory:' as {_SOURCE}")
    try:
        holders = _stored_holders(connection) if plan.has_holders else None
        for table in TABLES:
            shown = f"{plan.is_stale(table.name)} and {chosen(table.name)}"
            rows = f'from "{name}".main.{table.name} as source where'
            also = ""
            if plan.touched.get(table.name) and chosen(table.name) != NONE_OF_THEM:
                touched = f"{SOURCE}.touched_{table.name}"
                connection.execute(f"create table {touched} as {rows} {touched_rows(table.name)}")
                also = f" union all from {touched}"
            stored = f"{plan.stored}.{table.name}"
            connection.execute(f"create view {stored} as {rows} {shown}{also}")
            if holders:
                connection.execute(f"create view {SOURCE}.{table.name} as {with_holders(table, stored, holders)}")
        yield
    finally:
        connection.execute(f"detach {_SOURCE}")


def _stored_holders(connection: duckdb.DuckDBPyConnection) -> str:
    """Make the table of who had handles that others have last, a row a window, in a schema; returns its name."""
    connection.execute(f"create schema {STORED}")
    name = f"{STORED}.holders_of_windows"
    connection.execute(
        f"create table {name} as select collection_window, map(list(handle), list(user_id)) as user_ids"
        f" from {EARLIER_HOLDERS} group by collection_window"
    )
    return name


def _changed(now: Mapping[str, str], then: Mapping[str, str]) -> Windows:
    return frozenset(window for window, content in now.items() if then.get(window) != content)


def _has_rows(warehouse: Warehouse, table: str) -> bool:
    return warehouse.connection.execute(f"select 1 from {table} limit 1").fetchone() is not None


def _contents(warehouse: Warehouse, table: Table) -> dict[str, str]:
    if not _has_rows(warehouse, f"main.{table.name}"):
        return {}
    return dict(
        warehouse.connection.execute(
            f"select collection_window, {content_of(table)}"
            f" from main.{table.name} as rows group by collection_window order by collection_window"
        ).fetchall()
    )


def content_of(table: Table) -> str:
    """What tells some rows of a table, which are called ``rows``, from others: their number first.

    To DuckDB's hash a list that is empty is one that is not there, so that those that are there are counted.
    """
    lists = "".join(f", ' ', count({column.name})" for column in table.columns if column.type is Type.TEXTS)
    return f"concat(count(*), ' ', bit_xor(hash(rows)), ' ', sum(hash(rows)::hugeint){lists})"


def _basis(study: Study, known: People | None) -> str:
    key = study.pseudonym_key
    content = [
        section_hashes(study, SECTIONS_READ[PUBLISHED]),
        program(),
        hashlib.sha256(key.read_bytes()).hexdigest() if key.is_file() else "",
        known.languages if known else (),
        known is not None and any("." in one or "@" in one for one in known.handles),  # how mentions are written at all
    ]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


def _store_known(warehouse: Warehouse, known: People | None) -> None:
    """Make the temporary table known_people: whom the study knows, by kind and name, with the user ids of handles."""
    connection = warehouse.connection
    connection.execute("create or replace temp table everybody (kind varchar, name varchar, detail varchar)")
    if known is not None:
        connection.execute(
            "insert into temp.everybody select 'handle', handle, concat_ws(' ', user_id, earlier) from"
            f" {USER_IDS} left join (select handle, string_agg(collection_window || ' ' || user_id, ' ' order by"
            f" collection_window) as earlier from {EARLIER_HOLDERS} group by handle) using (handle)"
        )
        kinds = {"handle": known.handles, "name": known.names, "id": known.short_ids, "coder": known.coders}
        for kind, those in kinds.items():
            asked = "insert into temp.everybody select $kind, name, '' from "
            if isinstance(those, StoredNames):
                connection.execute(asked + those.table, {"kind": kind})
            else:
                given = {"kind": kind, "names": list(those)}
                connection.execute(f"{asked}(select unnest(cast($names as varchar[])) as name)", given)
    connection.execute(
        "create or replace temp table known_people as"
        " select kind, name, max(detail) as detail from temp.everybody group by kind, name"
    )
    connection.execute("drop table temp.everybody")


def _has_lost(warehouse: Warehouse, people: Path) -> bool:
    """Whether somebody is not known any more: texts would be masked for whom nobody is called."""
    [(lost,)] = warehouse.connection.execute(
        "select count(*) from (select name from read_parquet($file)"
        " except select hash(kind, name) from temp.known_people)",
        {"file": str(people)},
    ).fetchall()
    return bool(lost)


def _met(warehouse: Warehouse, people: Path, languages: tuple[str, ...]) -> People:
    """Whom the study did not know, or not under that user id."""
    rows = warehouse.connection.execute(
        "select kind, name from temp.known_people where (hash(kind, name), hash(detail)) not in"
        " (select (name, detail) from read_parquet($file)) order by all",
        {"file": str(people)},
    ).fetchall()
    found = {kind: tuple(name for of, name in rows if of == kind) for kind in ("handle", "name", "id", "coder")}
    return People(found["handle"], found["name"], found["id"], found["coder"], languages)


def _by_item(forms: Sequence[Form]) -> pa.Table:
    """Forms of names: a row an item of one."""
    items = [
        (number, item, form.inside, item == form.told_by)
        for number, form in enumerate(forms)
        for item in sorted(set(form.items))
    ]
    numbers, names, inside, is_telling = zip(*items, strict=True)
    return pa.table({"form": numbers, "item": item_hashes(names), "inside": inside, "is_telling": is_telling})


def _find_named_tokens(connection: duckdb.DuckDBPyConnection, files: Sequence[str]) -> None:
    """Make the temporary table named_tokens from what texts are made of; files without a form are read once."""
    made = "create or replace temp table"
    connection.execute(f"{made} forms_in_parts as {sql_text('published/forms_in_parts')}", {"files": files})
    found = connection.execute("select distinct filename from temp.forms_in_parts order by filename").fetchall()
    connection.execute(
        f"{made} named_tokens as select parse_filename(filename, true) as collection_window, source, token"
        f" from ({sql_text('published/parts_that_may_name')})",
        {"files": [str(file) for (file,) in found] or files[:1]},
    )
    connection.execute("drop table temp.forms_in_parts")


def _parts_that_may_name(
    warehouse: Warehouse, study: Study, met: People, parts: Mapping[str, Windows]
) -> tuple[dict[str, Windows], Windows]:
    """By table, windows in which somebody may stand whom the study knows only now; windows of which nothing is kept.

    Of what is made of all windows nothing is kept either: it is made anew, as it mostly is with a new window anyway.
    """
    files = {path.stem: path for path in sorted((record_of(study).folder / ITEMS).glob("*.parquet"))}
    names = names_of(met, study.settings)
    forms = [*forms_of_names(names), *forms_of_handles(met.handles)]
    if not any((met.handles, met.names, met.short_ids, met.coders)):
        return {}, frozenset()  # nothing has to be known of any text
    of_all = {table: windows for table, windows in parts.items() if table in OF_ALL_WINDOWS}
    unread = frozenset().union(*(parts[table] for table in parts.keys() - of_all)) - files.keys()
    if not forms or not files:
        return of_all, unread
    connection = warehouse.connection
    connection.register("forms_of_names", _by_item(forms))
    try:
        _find_named_tokens(connection, sorted(map(str, files.values())))
    finally:
        connection.unregister("forms_of_names")
    connection.register("incoming_rows", pa.table({"handle": pa.array(met.handles, pa.string())}))
    try:
        connection.execute("create or replace temp table met_handles as from incoming_rows")
    finally:
        connection.unregister("incoming_rows")
    windows_of: dict[str, set[str]] = {}
    for window, source in connection.execute("select distinct collection_window, source from named_tokens").fetchall():
        windows_of.setdefault(source, set()).add(window)
    return {**{table.name: frozenset(windows_of.get(source_of(table), ())) for table in TABLES}, **of_all}, unread
