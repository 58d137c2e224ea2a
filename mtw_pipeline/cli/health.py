"""What ``mtw doctor`` looks at: the study, its exports, its warehouse and copy, what people coded, the machine.

What belongs here: looking, and what to do where something is not well. What does not: printing it (commands/run.py).
"""

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from mtw_pipeline.cli.hints import making_the_first
from mtw_pipeline.cli.warning import told_of_settings, told_of_tables, told_without_exports
from mtw_pipeline.collect.collector import STREAM, TITLES
from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import own_folder
from mtw_pipeline.study.folder import Study, why_unread
from mtw_pipeline.study.windows import overlapping
from mtw_pipeline.warehouse.damage import damage_of_copy, refused_at_opening
from mtw_pipeline.warehouse.locks import holder_of
from mtw_pipeline.warehouse.opening import is_held_elsewhere
from mtw_pipeline.wording import number_of

_LEAST_FREE_BYTES = 1 << 30
_PACKAGES = ("mtw-pipeline", "dagster", "duckdb", "great-expectations", "networkx", "pandas", "vaderSentiment")


@dataclass(frozen=True)
class Health:
    """One thing that was looked at, and whether it is well."""

    what: str
    is_well: bool


def examine(root: Path | None) -> list[Health]:
    """Look at everything that a run of the study in ``root`` needs; without a study, at what every study needs."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    documents = own_folder("docs")
    findings = [
        Health(f"Python {sys.version.split()[0]}; {versions}", is_well=True),
        Health(f"documents in {documents}", is_well=documents.is_dir()),
    ]
    findings.append(_printing())
    if root is None:
        return [*findings, Health("no study here: go into its folder, or name it with --study DIR", is_well=False)]
    try:
        study = Study.load(root)
    except UserError as error:
        return [*findings, Health(str(error), is_well=False)]
    findings.append(Health(f"study {study.settings.title!r} in {study.root}", is_well=True))
    findings.extend(_windows(study))
    findings.extend(_collecting(study))
    findings.extend(Health(said, is_well=False) for said in chain(told_of_settings(study), told_of_tables(study)))
    findings.append(_warehouse(study))
    findings.extend(Health(said, is_well=False) for said in _unreadable(study))
    if not os.access(study.root, os.W_OK):
        said = f"{study.root} can only be read: nothing can be run there. Ask for the right, or copy the study"
        findings.append(Health(said, is_well=False))
    free = shutil.disk_usage(study.root).free
    findings.append(Health(f"{free / 1e9:.1f} GB free on the study's disk", is_well=free >= _LEAST_FREE_BYTES))
    return findings


def _printing() -> Health:
    """What prints the supplement; without it there is the page, which any browser prints."""
    from mtw_pipeline.supplement.printing import browser

    found = browser()
    said = f"{found} prints supplements" if found else "no Chromium: mtw supplement writes HTML and no PDF"
    return Health(said, is_well=True)


def _windows(study: Study) -> list[Health]:
    windows = study.windows()
    lost = [Health(why_unread(path), is_well=False) for path in study.in_no_window()]
    lost += [Health(said, is_well=False) for said in told_without_exports(study)]
    if not windows:
        said = f"no collection window in {study.incoming}: {making_the_first(study)} makes the first"
        return [Health(said, is_well=False), *lost]
    shared = [
        Health(f"the windows {one.key} and {other.key} share days, which count in both", is_well=False)
        for one, other in overlapping(windows)
    ]
    return [*(_window(study, window.key, len(study.exports_of(window))) for window in windows), *shared, *lost]


def _window(study: Study, key: str, exports: int) -> Health:
    if exports == 0:
        return Health(
            f"window {key} has no exports in {study.incoming / key}: mtw add FILE... adds some", is_well=False
        )
    return Health(f"window {key}: {number_of(exports, 'export file')}", is_well=True)


def _collecting(study: Study) -> Iterator[Health]:
    """Whether the keys of what is collected are there, and whether a collection is to be continued."""
    from mtw_pipeline.collect.keys import Keys
    from mtw_pipeline.collect.records.record import Records
    from mtw_pipeline.collect.sources import collector_of
    from mtw_pipeline.collect.windows import command_of

    for table in study.settings.collect:
        title = TITLES[table.source]
        try:
            collector_of(table, study.settings, Keys.of(study)).check_keys()
        except UserError as error:
            yield Health(str(error), is_well=False)
        else:
            yield Health(f"the keys to collect from {title} are there", is_well=True)
    for window in study.windows():
        records = Records(study, window)
        for record in records.unfinished():
            if record.source == STREAM or records.is_held:
                continue
            command = command_of(record.name, window)
            said = f"the collection {record.name} of {window.key} is unfinished: {command} goes on with it"
            yield Health(said, is_well=False)


def _unreadable(study: Study) -> Iterator[str]:
    """What is told of the analysts' copy, the key of its pseudonyms and what people coded, where these are damaged."""
    from mtw_pipeline.coding.frozen_sample import frozen_sample, thawed_of
    from mtw_pipeline.coding.journal import journal
    from mtw_pipeline.published.pseudonyms import study_key

    copy = damage_of_copy(study.published_database)
    if copy is not None:
        yield str(copy)
    looks: list[Callable[[], object]] = (
        [partial(study_key, study.pseudonym_key)] if study.pseudonym_key.is_file() else []
    )
    for window in study.windows():
        folder = study.coding_of(window)
        looks += [partial(frozen_sample, folder), partial(thawed_of, study, window), partial(journal, folder)]
    for look in looks:
        try:
            look()
        except UserError as error:
            yield str(error)


def _warehouse(study: Study) -> Health:
    """Whether the warehouse can be opened; opening it read-only for a moment harms nobody."""
    import duckdb

    if not study.warehouse.is_file():
        return Health("no warehouse yet; the first run makes it", is_well=True)
    try:
        with duckdb.connect(str(study.warehouse), read_only=True) as connection:
            tables = connection.execute("select count(*) from duckdb_tables()").fetchall()[0][0]
    except duckdb.Error as error:
        if is_held_elsewhere(error):
            holder = holder_of(study.warehouse.with_suffix(".lock"))
            if holder is not None:
                return Health(f"the warehouse is in use by {holder}", is_well=True)
            return Health(f"the warehouse is in use, a run waits for it: {str(error).splitlines()[0]}", is_well=False)
        return Health(str(refused_at_opening(study.warehouse, error)), is_well=False)
    return Health(f"the warehouse opens and holds {tables} tables", is_well=True)
