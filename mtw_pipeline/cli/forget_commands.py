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
    """Forget tweets that their authors deleted: in every table, copy, sheet and report, and in later imports."""
    from mtw_pipeline.cli.run_commands import run_again
    from mtw_pipeline.forgetting.files import clean_files, drop_earlier_copies, files_with_traces
    from mtw_pipeline.forgetting.register import asked_tweets, asked_users, read_register, write_register
    from mtw_pipeline.forgetting.tables import affected, tables_with_traces
    from mtw_pipeline.warehouse import open_warehouse, rewrite_warehouse

    if tweets is None and users is None:
        raise UserError("Nothing was asked to be forgotten", remedy="Name a file: --tweets FILE or --users FILE")
    chosen = chosen_study(study)
    register = read_register(chosen.forgotten)
    register = register.with_tweets(asked_tweets(tweets)) if tweets else register
    register = register.with_users(asked_users(users)) if users else register
    write_register(chosen.forgotten, register)
    screen = console()
    gone: set[str] = set()
    exports: set[str] = set()
    windows = []
    with open_warehouse(chosen.warehouse, "mtw forget") as warehouse:
        for window in chosen.windows():
            found = affected(warehouse, window, register)
            if found.tweet_ids:
                windows.append(window)
                gone |= found.tweet_ids
                exports |= {f"{window.key}/{name}" for name in found.exports}
                clean_files(chosen, window, found.tweet_ids, found.text_hashes)
    screen.print(f"{len(gone):,} tweets to forget, in {len(windows)} windows")
    if not run_again(chosen, windows):
        raise typer.Exit(FAILED)
    drop_earlier_copies(chosen)
    with progress("Writing the warehouse anew, without what was deleted"):
        rewrite_warehouse(chosen.warehouse, "mtw forget")
    ids = frozenset(gone)
    traces = [*tables_with_traces(chosen.warehouse, ids), *map(str, files_with_traces(chosen, ids))]
    if traces:
        error_console().print(f"[red]Traces are left:[/] {', '.join(traces)}")
        raise typer.Exit(FAILED)
    screen.print("No trace is left in tables, copies, codes, sheets and reports; imports leave them out.")
    for name in sorted(exports):
        screen.print(f"The export still holds them; replace or delete it: {chosen.incoming / name}", markup=False)


def export_ids(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: a text file, an id a line.")],
    study: StudyOption = None,
    window: WindowOption = None,
) -> None:
    """Write the ids of the collected tweets and nothing else: what platforms allow to be shared."""
    from mtw_pipeline.warehouse import open_warehouse

    chosen = chosen_study(study)
    keys = [one.key for one in chosen_windows(chosen, window)]
    with open_warehouse(chosen.warehouse, "mtw export-ids") as warehouse:
        rows = warehouse.query("tweet_ids", {"windows": keys}).fetchall()
    target.write_text("".join(f"{row[0]}\n" for row in rows), encoding="utf-8")
    console().print(f"{len(rows):,} ids: {target}", markup=False)
