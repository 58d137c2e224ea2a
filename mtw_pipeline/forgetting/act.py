"""Forgetting as one act: under the study's lock from the register to the last file, and finished if it was stopped.

What belongs here: the order of steps. What does not: how each part of a study is cleaned (its siblings), how windows
are run and Dagster's records kept (runs/, above this room), how anything is printed (cli/).

The register is written before anything is changed, with everything that has to be known later, and says until the end
that the study may still hold what it names. Whoever opens the warehouse asks it (study/unfinished.py). Each step asks
the register and the study as it lies there, never what an earlier step found, so that it can be taken once more.
"""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from mtw_pipeline.collect.proposals import drop_proposals
from mtw_pipeline.forgetting.exports import Rewritten, exports_as_they_lie, rewrite_exports
from mtw_pipeline.forgetting.files import clean_coding, clean_liwc, drop_pages, drop_scores, drop_table_file, sweep
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.forgetting.register import Register, read_register, write_register
from mtw_pipeline.forgetting.tables import (
    Affected,
    affected,
    columns_with_traces,
    compared_words,
    empty_windows,
    exports_that_were_read,
    known_accounts,
    tweets_that_mention,
    windows_in_tables,
    windows_with_unused_words,
)
from mtw_pipeline.forgetting.traces import Trace, files_with_traces
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline.study.whole_files import part_of
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.liwc.kept import drop_of_all
from mtw_pipeline.warehouse.opening import open_locked, rewrite_database, warehouse_lock
from mtw_pipeline.warehouse.tables.text import WORD_KEYNESS

_IN_LAKE = ("rows that the tables have no more are still there", "Delete it there, or run mtw run with Spark at hand")


class Runs(Protocol):
    """What forgetting wants of runs. The study's lock is held while either is called."""

    def drop_records(self, windows: Sequence[CollectionWindow]) -> None:
        """Delete Dagster's records of finished runs of windows, whose pictures and lists show people."""

    def run(self, windows: Sequence[CollectionWindow], selection: str | None = None) -> list[CollectionWindow]:
        """Make windows anew, all of them or what a selection names; returns those of which the run failed."""


@dataclass(frozen=True)
class Forgotten:
    """What became of it.

    Args:
        is_resumed: whether an earlier call was stopped before its end.
        tweets: tweets of the register that were found this time.
        windows: the windows that were made anew.
        failed: those of them of which the run failed: their tables are empty from where it stopped.
        exports: by window, what became of its exports.
        columns: columns of tables in which an id still stands.
        traces: files that still name somebody.
        mentions: by window, tweets of others that name a forgotten account.
        unmeasured: windows whose measures by LIWC of all texts as one went, because they counted what is forgotten.
        has_lost_copy: whether the analysts' copy went, and none was made that could take its place.
        unknown: of the accounts that were asked for now, those that stand in no table and no export, under a handle or
            a user id, and were not forgotten before.
    """

    is_resumed: bool
    tweets: int
    windows: tuple[CollectionWindow, ...]
    failed: tuple[CollectionWindow, ...]
    exports: dict[CollectionWindow, Rewritten]
    columns: tuple[str, ...]
    traces: tuple[Trace, ...]
    mentions: dict[str, int]
    unmeasured: tuple[CollectionWindow, ...]
    has_lost_copy: bool
    unknown: frozenset[str]


def forget(study: Study, tweets: Collection[str], users: Collection[str], runs: Runs) -> Forgotten | None:
    """Forget tweets and accounts, and whatever an earlier call left to be forgotten.

    Args:
        study: the study.
        tweets: ids of tweets.
        users: handles and user ids.
        runs: makes windows anew.

    Returns:
        What became of it; None where there was nothing to forget.
    """
    with warehouse_lock(study.warehouse, "mtw forget"):
        before = read_register(study.forgotten)
        if not (tweets or users or before.is_unfinished):
            return None
        register = replace(before.with_tweets(tweets).with_users(users), is_unfinished=True)
        write_register(study.forgotten, register)
        fresh = frozenset(one for one in users if before.hashed(one) not in before.users)
        with _scratch_within(study):
            outcome = _forget(study, register, runs, fresh, is_resumed=before.is_unfinished)
        sweep(study)
        write_register(study.forgotten, replace(read_register(study.forgotten), is_unfinished=False))
        return outcome


def _forget(study: Study, register: Register, runs: Runs, users: frozenset[str], *, is_resumed: bool) -> Forgotten:
    found, in_tables, register, unknown = _found(study, register, users)
    write_register(study.forgotten, register)
    unmeasured = tuple(one for one in found if found[one].rows and drop_of_all(study, one))
    names = ForgottenNames(register)
    cleaned = clean_coding(study, names) | clean_liwc(study, names)
    drop_proposals(study, names.is_tweet)
    exports = {window: rewrite_exports(study, window, register) for window in study.windows()}
    known = sorted({*found, *exports})
    windows = tuple(
        window
        for window in known
        if (is_resumed and (window in in_tables or study.exports_of(window)))
        or (window in found and found[window].rows)
        or (window in exports and exports[window].exports)
        or window.key in cleaned
    )
    with open_locked(study.warehouse) as warehouse:
        told = {one: words for one, words in compared_words(warehouse).items() if one not in windows}
        empty_windows(warehouse, study, windows)
    for window in windows:
        drop_pages(study, window)
    runs.drop_records(windows)
    if study.failed_copy.exists():
        shutil.rmtree(study.failed_copy)
    shutil.rmtree(study.parts_record, ignore_errors=True)  # no part of an earlier copy is taken into the next
    copies = PublishedVersions(study.published)
    copy = copies.current
    failed = (*runs.run(windows), *runs.run(_without_unused_words(study, told), f"{WORD_KEYNESS.name}+"))
    fresh = copies.current
    is_clean = fresh != copy or not (windows or is_resumed)
    copies.keep_nothing_but(fresh if is_clean else None)
    columns, traces, mentions = _left_behind(study, register, names)
    tweets = frozenset(tweet for one in found.values() for tweet in one.tweet_ids)
    has_lost_copy = copy is not None and not is_clean
    return Forgotten(
        is_resumed, len(tweets), windows, failed, exports, columns, traces, mentions, unmeasured, has_lost_copy, unknown
    )


def _without_unused_words(study: Study, told: Mapping[CollectionWindow, Sequence[str]]) -> list[CollectionWindow]:
    """Windows whose files told of a word which the others used, and which nobody uses any more; none tells it now."""
    with open_locked(study.warehouse) as warehouse:
        windows = windows_with_unused_words(warehouse, told)
        for window in windows:
            warehouse.empty_window(WORD_KEYNESS, window)
            drop_table_file(study, window, WORD_KEYNESS)
    return windows


def _left_behind(
    study: Study, register: Register, names: ForgottenNames
) -> tuple[tuple[str, ...], tuple[Trace, ...], dict[str, int]]:
    """What still names the forgotten, looked for in tables and files once more, and what others wrote of them."""
    with open_locked(study.warehouse) as warehouse:
        in_lake = [Trace(place, *_IN_LAKE) for place in warehouse.lake.sweep()]
        drop_scores(study, warehouse)
        columns = columns_with_traces(warehouse, names)
        mentions = tweets_that_mention(warehouse, register)
        read = exports_that_were_read(warehouse)
    rewrite_database(study.warehouse)
    sweep(study)
    Path(tempfile.gettempdir()).mkdir(exist_ok=True)  # that of this command was swept with the rest
    return tuple(columns), (*in_lake, *files_with_traces(study, names, read)), mentions


def _found(
    study: Study, register: Register, users: frozenset[str]
) -> tuple[dict[CollectionWindow, Affected], frozenset[CollectionWindow], Register, frozenset[str]]:
    """What is to be forgotten in tables and exports, and the register with all of it, before any of it is gone.

    Returns:
        By window what goes; the windows that stand in tables; the register; of the accounts those that nobody knows.
    """
    with open_locked(study.warehouse) as warehouse, exports_as_they_lie(study) as exports:
        unknown = users - known_accounts(warehouse, users) - known_accounts(exports, users)
        in_tables = windows_in_tables(warehouse)
        windows = sorted({*study.windows(), *in_tables})
        while True:
            in_exports, grown = affected(exports, windows, register)
            found, grown = affected(warehouse, windows, grown)
            if grown == register:
                break
            register = grown
    return {window: _together(found[window], in_exports[window]) for window in windows}, in_tables, register, unknown


def _together(one: Affected, other: Affected) -> Affected:
    rows = {
        name: one.rows.get(name, frozenset()) | other.rows.get(name, frozenset()) for name in [*one.rows, *other.rows]
    }
    return Affected(one.tweet_ids | other.tweet_ids, one.forms | other.forms, one.names | other.names, rows)


@contextmanager
def _scratch_within(study: Study) -> Iterator[None]:
    """Let temporary files lie in the study while the block runs, where the next command finds what a kill left."""
    folder = part_of(study.root / "forgetting")
    folder.mkdir(exist_ok=True)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
