"""The command collect: what is there, what it costs, and whether to go on."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from mtw_pipeline.cli.commands.listen import listen
from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study
from mtw_pipeline.cli.output import console, error_console, progress
from mtw_pipeline.cli.warning import warn_of
from mtw_pipeline.collect.collector import REFRESH, TITLES, BudgetReachedError
from mtw_pipeline.errors import UserError
from mtw_pipeline.shells import quoted
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from mtw_pipeline.collect.collected import CollectedPost
    from mtw_pipeline.collect.collecting import Collection
    from mtw_pipeline.collect.records.planning import Work
    from mtw_pipeline.collect.records.record import Record, Records
    from mtw_pipeline.study.folder import Study
    from mtw_pipeline.study.settings import CollectSettings

FAILED = 1
_AT_ONCE = 10_000


def collect(
    *,
    window: WindowOption = None,
    sources: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="SOURCE", help="Only this platform: x, bluesky or mastodon. Default: all."),
    ] = None,
    study: StudyOption = None,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask before posts are paid for.")] = False,
    only_counts: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be collected and what it costs, and collect nothing.")
    ] = False,
    as_it_is: Annotated[
        bool,
        typer.Option("--as-it-is", help="Take what unfinished collections hold into the window, and send no request."),
    ] = False,
    is_refresh: Annotated[
        bool,
        typer.Option("--refresh", help="Ask again for the posts of the window: their counts, and which are gone."),
    ] = False,
    listens: Annotated[
        bool, typer.Option("--listen", help="Listen to Bluesky's stream until the process is told to end.")
    ] = False,
) -> None:
    """Collect posts with the study's hashtags into a window, from the platforms that study.toml names under collect."""
    from mtw_pipeline.collect.windows import window_to_collect, windows_to_collect

    _refuse_more_than_one(dry_run=only_counts, as_it_is=as_it_is, listen=listens)
    _refuse_more_than_one(refresh=is_refresh, listen=listens)
    loaded = chosen_study(study)
    if listens:
        listen(loaded)
        return
    tables = _chosen(loaded, sources)
    if window:
        windows = [CollectionWindow.between(*window)]
    elif is_refresh or as_it_is:
        windows = [window_to_collect(loaded)]
    else:
        windows = windows_to_collect(loaded)
    failed = False
    for chosen in windows:
        try:
            failed |= _of_window(
                loaded, study, chosen, tables, is_sure=is_sure, only_counts=only_counts, as_it_is=as_it_is,
                is_refresh=is_refresh,
            )  # fmt: skip
        except UserError as error:
            if chosen == windows[-1]:
                raise
            _print_error(error, study)
            failed = True
    if failed:
        raise typer.Exit(FAILED)


def _of_window(
    study: "Study",
    named: Path | None,
    window: CollectionWindow,
    tables: "Sequence[CollectSettings]",
    *,
    is_sure: bool,
    only_counts: bool,
    as_it_is: bool,
    is_refresh: bool,
) -> bool:
    """Collect a window; whether something failed.

    Raises:
        UserError: another process collects it, or nothing can be asked of the only platform.
    """
    from mtw_pipeline.collect.collecting import held

    with held(study, window) as records:
        made_of = _refresh if is_refresh else _collection
        collections = [made_of(study, window, records, one) for one in tables]
        if as_it_is:
            made, failed = [one for collection in collections for one in _taken_as_they_are(collection)], False
        else:
            made, failed = _collected(study, named, collections, is_sure=is_sure, only_counts=only_counts)
    if is_refresh:
        _say_what_is_gone(study, window, named)
    if made:
        console().print(pasteable(f"Next: mtw run --window {window.start} {window.end}", named), markup=False)
    return failed


def _print_error(error: UserError, study: Path | None) -> None:
    error_console().print(f"[red]mtw:[/] {escape(pasteable(str(error), study))}")


def _refuse_more_than_one(**chosen: bool) -> None:
    """See that options of one kind are not given together: one would be left out without a word."""
    named = [f"--{name.replace('_', '-')}" for name, is_chosen in chosen.items() if is_chosen]
    if len(named) > 1:
        raise UserError(f"{' and '.join(named)} exclude each other", remedy="Give one of them")


def _chosen(study: "Study", sources: "Sequence[str] | None") -> "list[CollectSettings]":
    tables = study.settings.collect
    if not tables:
        raise UserError(
            "study.toml does not say where to collect from",
            where=str(study.settings_path),
            remedy='Write into it, as in: [[collect]] and below it source = "x" (docs/collecting.md)',
        )
    unknown = sorted(set(sources or ()) - {one.source for one in tables})
    if unknown:
        there = ", ".join(one.source for one in tables)
        raise UserError(
            f"study.toml has no [[collect]] with source {unknown[0]!r}",
            where=f"it has {there}",
            remedy="Name one of these",
        )
    return [one for one in tables if not sources or one.source in sources]


def _collection(study: "Study", window: CollectionWindow, records: "Records", table: "CollectSettings") -> "Collection":
    from mtw_pipeline.collect.collecting import Collection
    from mtw_pipeline.collect.keys import Keys
    from mtw_pipeline.collect.requester import SystemClock
    from mtw_pipeline.collect.sources import collector_of

    keys = Keys.of(study)
    collector = collector_of(table, study.settings, keys)
    return Collection(window, records, collector, keys, SystemClock(), table.budget, table.price_per_post)


def _refresh(study: "Study", window: CollectionWindow, records: "Records", table: "CollectSettings") -> "Collection":
    from mtw_pipeline.collect.refreshing import Notices, refresh_of
    from mtw_pipeline.collect.requester import SystemClock
    from mtw_pipeline.warehouse.opening import open_warehouse

    notices = Notices(study, window, SystemClock())
    if not study.warehouse.is_file():
        return refresh_of(records, table, notices)
    with open_warehouse(study.warehouse, "mtw collect --refresh") as warehouse:
        rows = warehouse.query("collecting/posts_of_window", {"collection_window": window.key})
        return refresh_of(records, table, notices, _of_tables(rows, table.asked_servers[0]))


def _of_tables(rows: "DuckDBPyConnection", server: str) -> "Iterator[CollectedPost]":
    """The posts of the tables, whichever file brought them, some at a time."""
    from mtw_pipeline.collect.collected import CollectedPost

    while some := rows.fetchmany(_AT_ONCE):
        yield from (CollectedPost(platform, server, tweet_id, tweet_id) for platform, tweet_id in some)


def _say_what_is_gone(study: "Study", window: CollectionWindow, named: Path | None) -> None:
    from mtw_pipeline.collect.proposals import proposals_of, proposed

    path, many = proposals_of(study, window), len(proposed(study, window))
    if many:
        command = pasteable(f"mtw forget --tweets {quoted(path)}", named)
        said = number_of(many, "post of the window is", "posts of the window are")
        console().print(f"{said} not given any more. Look at the list; then: {command}", markup=False)


def _collected(
    study: "Study", named: Path | None, collections: "Sequence[Collection]", *, is_sure: bool, only_counts: bool
) -> "tuple[list[Record], bool]":
    """What was collected, and whether something failed; a platform or server that fails costs itself alone.

    Raises:
        UserError: nothing can be asked of the only platform, or nobody said that what it costs is meant.
    """
    made: list[Record] = []
    failed = False
    for collection in collections:
        try:
            collection.collector.check_keys()
            works = collection.works()
            counts = _told(study, collection, works)
            if only_counts or not works or not _is_meant(collection, counts, is_sure=is_sure):
                continue
        except UserError as error:
            if len(collections) == 1:
                raise
            _print_error(error, named)
            failed = True
            continue
        is_used_up = False
        for work, many in zip(works, counts, strict=True):
            try:
                with progress(f"Collecting from {TITLES[collection.collector.source]}"):
                    record = collection.make(work, many)
            except BudgetReachedError as error:
                if not is_used_up:
                    said = f"{TITLES[collection.collector.source]}: {error}"
                    error_console().print(f"[yellow]warning[/] {escape(said)}")
                is_used_up = True  # what is left is begun all the same: the report says that it was not collected
                continue
            except UserError as error:
                _print_error(error, named)
                failed = True
                continue
            if record.pages:
                made.append(record)
                _print_record(collection, record)
    return made, failed


def _told(study: "Study", collection: "Collection", works: "Sequence[Work]") -> list[int | None]:
    """Say what is to be collected, and what it costs; the number of posts of each piece of work, where it is told."""
    from mtw_pipeline.collect.paid_before import paid_before

    screen = console()
    if not works:
        screen.print(
            f"{collection.collector.source}: nothing is left to collect of {collection.window.key}", markup=False
        )
        return []
    counts = []
    for work in works:
        if work.gap is not None:
            error_console().print(f"[yellow]warning[/] {escape(work.gap.reason)}")
        counts.append(_counted(collection, work))
        screen.print(collection.in_words(work, counts[-1]), markup=False)
    for line in collection.price_in_words(counts):
        screen.print(line, markup=False)
    warn_of(paid_before(study, collection, works))
    return counts


def _counted(collection: "Collection", work: "Work") -> int | None:
    """How many posts a platform says that there are; whoever waits for its answer is told so."""
    source = collection.collector.source
    if not collection.collector.costs or source.endswith(REFRESH):
        return collection.count(work)
    with progress(f"Asking {TITLES[source]} how many posts there are"):
        return collection.count(work)


def _is_meant(collection: "Collection", counts: "Sequence[int | None]", *, is_sure: bool) -> bool:
    """Whether posts that cost something are meant to be taken: asked on a terminal, else said by --yes.

    Raises:
        UserError: nobody can be asked.
    """
    if is_sure or not collection.collector.costs or not any(one is None or one for one in counts):
        return True
    if not sys.stdin.isatty():
        raise UserError("Nothing was collected", remedy="Say that you mean what it costs: --yes")
    is_meant = typer.confirm("Go on?")
    if not is_meant:
        console().print("Nothing was collected")
    return is_meant


def _taken_as_they_are(collection: "Collection") -> "list[Record]":
    source = collection.collector.source
    unfinished = [one for one in collection.records.unfinished() if one.source == source]
    if not unfinished:
        console().print(f"{source}: no collection of {collection.window.key} is unfinished", markup=False)
    taken = []
    for record in unfinished:
        if collection.records.is_without_pages(record):
            console().print(f"{record.name}: nothing came that could be taken", markup=False)
        elif collection.take_as_it_is(record):
            taken.append(record)
            _print_record(collection, record)
    return taken


def _print_record(collection: "Collection", record: "Record") -> None:
    name = collection.records.file_of(record).name
    console().print(
        f"added {name}: {number_of(record.posts, 'post')} on {number_of(record.pages, 'page')},"
        f" {number_of(record.requests, 'request')}",
        markup=False,
    )
    for gap in record.gaps:
        error_console().print(f"[yellow]lacking[/] {escape(gap.reason)}")
