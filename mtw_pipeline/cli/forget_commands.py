"""Commands that keep faith with authors: forget, export-ids."""

from pathlib import Path
from typing import Annotated

import typer

from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study, chosen_windows
from mtw_pipeline.cli.output import console, error_console, progress
from mtw_pipeline.errors import UserError

FAILED = 1


def forget(
    tweets: Annotated[
        Path | None, typer.Option("--tweets", help="A file of tweet ids or addresses, one a line.")
    ] = None,
    users: Annotated[Path | None, typer.Option("--users", help="A file of handles or user ids, one a line.")] = None,
    study: StudyOption = None,
) -> None:
    """Forget tweets that their authors deleted: in every export, table, copy, sheet and report, and later imports."""
    from mtw_pipeline.cli.run_commands import run_again
    from mtw_pipeline.forgetting.exports import rewrite_exports
    from mtw_pipeline.forgetting.files import clean_files, drop_earlier_copies, files_with_traces
    from mtw_pipeline.forgetting.register import asked_tweets, asked_users, read_register, write_register
    from mtw_pipeline.forgetting.tables import affected, tables_with_traces
    from mtw_pipeline.warehouse.connection import open_warehouse, rewrite_warehouse

    if tweets is None and users is None:
        raise UserError("Nothing was asked to be forgotten", remedy="Name a file: --tweets FILE or --users FILE")
    chosen = chosen_study(study)
    register = read_register(chosen.forgotten)
    register = register.with_tweets(asked_tweets(tweets)) if tweets else register
    register = register.with_users(asked_users(users)) if users else register
    write_register(chosen.forgotten, register)
    screen = console()
    with open_warehouse(chosen.warehouse, "mtw forget") as warehouse:
        found, register = affected(warehouse, chosen.windows(), register)
    gone = frozenset(tweet for one in found.values() for tweet in one.tweet_ids)
    write_register(chosen.forgotten, register)
    for window, one in ((window, one) for window, one in found.items() if one.rows):
        clean_files(chosen, window, one.tweet_ids, one.text_hashes)
    exports = {}
    for window in chosen.windows():
        with progress(f"Reading the exports of {window.key} for it"):
            exports[window] = rewrite_exports(chosen, window, register)
    windows = [window for window in chosen.windows() if found[window].rows or exports[window].exports]
    screen.print(f"{len(gone):,} tweets to forget, in {len(windows)} windows")
    if not run_again(chosen, windows):
        raise typer.Exit(FAILED)
    drop_earlier_copies(chosen)
    with progress("Writing the warehouse anew, without what was deleted"):
        rewrite_warehouse(chosen.warehouse, "mtw forget")
    traces = [*tables_with_traces(chosen.warehouse, gone), *map(str, files_with_traces(chosen, gone))]
    if traces:
        error_console().print(f"[red]Traces are left:[/] {', '.join(traces)}")
        raise typer.Exit(FAILED)
    screen.print("No trace is left in tables, copies, codes, sheets and reports; imports leave them out.")
    for rewritten in exports.values():
        for path in rewritten.exports:
            screen.print(f"Written anew without them, the rest as it was: {path}", markup=False)
        for path in rewritten.untouched:
            screen.print(f"The export still holds them; replace or delete it: {path}", markup=False)
        for path in rewritten.damaged:
            screen.print(f"The export is damaged and may hold them; replace or delete it: {path}", markup=False)


def export_ids(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: a text file, an id a line.")],
    study: StudyOption = None,
    window: WindowOption = None,
) -> None:
    """Write the ids of the collected tweets and nothing else: what platforms allow to be shared."""
    from mtw_pipeline.warehouse.connection import open_warehouse

    chosen = chosen_study(study)
    keys = [one.key for one in chosen_windows(chosen, window)]
    with open_warehouse(chosen.warehouse, "mtw export-ids") as warehouse:
        rows = warehouse.query("forgetting/tweet_ids", {"windows": keys}).fetchall()
    target.write_text("".join(f"{row[0]}\n" for row in rows), encoding="utf-8")
    console().print(f"{len(rows):,} ids: {target}", markup=False)
