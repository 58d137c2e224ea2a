"""The program: its commands, and what becomes of an error.

What belongs here: gathering the commands, versions and exit codes. What does not: any command (commands/).
"""

import errno
import gc
import io
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from mtw_pipeline.cli.commands import coding as coding_commands
from mtw_pipeline.cli.commands import collect as collect_command
from mtw_pipeline.cli.commands import export as export_commands
from mtw_pipeline.cli.commands import forget as forget_commands
from mtw_pipeline.cli.commands import init as init_command
from mtw_pipeline.cli.commands import lineage as lineage_commands
from mtw_pipeline.cli.commands import liwc as liwc_commands
from mtw_pipeline.cli.commands import notebook as notebook_command
from mtw_pipeline.cli.commands import run as run_commands
from mtw_pipeline.cli.commands import status as status_command
from mtw_pipeline.cli.commands import study as study_commands
from mtw_pipeline.cli.commands import text as text_commands
from mtw_pipeline.cli.commands import writing as writing_commands
from mtw_pipeline.cli.hints import (
    days_of_no_window,
    pasteable,
    refuse_nothing,
    study_before_the_command,
    study_of,
    unnamed_study,
)
from mtw_pipeline.cli.output import console, error_console
from mtw_pipeline.errors import interruption_in, named_by_system, system_error_in, user_error_in
from mtw_pipeline.errors import of_system as in_words_of_system
from mtw_pipeline.shells import quoted

WRONG_USE = 2
FAILED = 1
_INTERRUPTED = 130  # what typer makes of Ctrl-C
_STOPPED = "stopped. What was finished stays; mtw status says what comes next"
_DEBUG = "--debug"
_EPILOG = (
    "Any command takes --debug, for the full traceback of an error."
    " Exit codes: 0 done, 1 failed check or run, 2 wrong use."
)
_NO_ROOM_BYTES = 1 << 24  # what is left of a full disk, once what did not go in is given back
OBJECTS_BETWEEN_COLLECTIONS = 200_000  # the libraries make millions of objects that live to the end: a third faster


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        console().print(f"mtw-pipeline {version('mtw-pipeline')}")
        raise typer.Exit


def _one_thread_multiplies() -> None:
    """Numpy's BLAS gets one thread, unless the user set another number: its others wait by turning round and round.

    They are counted when numpy is loaded, here and in the processes beside.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def build_app() -> typer.Typer:
    """The application with all its commands."""
    app = typer.Typer(
        name="mtw",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        help="From an export of tweets to the tables, figures and report of a hashtag community study.",
        epilog=_EPILOG,
    )
    app.callback()(options)
    for command in (
        init_command.init,
        run_commands.demo,
        collect_command.collect,
        study_commands.add,
        study_commands.remove,
        study_commands.windows,
        export_commands.inspect,
        export_commands.formats,
        export_commands.split,
        run_commands.run,
        status_command.status,
        run_commands.report,
        writing_commands.supplement,
        run_commands.ui,
        text_commands.kwic,
        liwc_commands.liwc_texts,
        liwc_commands.import_liwc,
        liwc_commands.compare_liwc,
        writing_commands.network,
        notebook_command.notebook,
        lineage_commands.lineage,
        forget_commands.forget,
        forget_commands.export_ids,
        run_commands.doctor,
        run_commands.prune,
    ):
        app.command(epilog=_EPILOG)(command)
    app.add_typer(coding_commands.coding_app(_EPILOG))
    return app


def options(
    shows_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options of ``mtw`` itself."""


def main() -> None:
    """Run ``mtw`` with the arguments of the command line; exits with 0, 1 or 2."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    _one_thread_multiplies()
    _open_closed_streams()
    _print_any_letter()
    arguments = [argument for argument in sys.argv[1:] if argument != _DEBUG]
    debug = len(arguments) < len(sys.argv) - 1
    try:
        refuse_nothing(arguments)
        build_app()(arguments)
    except SystemExit as end:
        if end.code == WRONG_USE:
            _tell_of_unnamed_study(arguments)
            _tell_of_a_study_before(arguments)
            _tell_of_a_comment(arguments)
            _tell_of_days(arguments)
        if end.code == _INTERRUPTED:
            _tell(_STOPPED)
            sys.exit(FAILED)
        raise
    except KeyboardInterrupt:
        _tell(_STOPPED)
        sys.exit(FAILED)
    except Exception as error:
        if interruption_in(error) is not None:
            _tell(_STOPPED)
            sys.exit(FAILED)
        if debug:
            raise
        made_for_people = user_error_in(error)
        if made_for_people is not None:
            _tell(pasteable(str(made_for_people), study_of(arguments)))
            _tell_of_unnamed_study(arguments)
            _tell_of_days(arguments)
            sys.exit(WRONG_USE)
        _tell(_in_words(error, study_of(arguments) or Path()))
        sys.exit(FAILED)
    finally:
        # The end of the process frees everything; searching it for cycles first takes a second. Python 3.14 with duckdb
        # 1.5 needs that search: without it the process aborts when it ends.
        if sys.version_info < (3, 14):
            gc.freeze()


def _open_closed_streams() -> None:
    """Let what is printed go nowhere where whoever started us closed a stream, as services do.

    Else the next file would get its number, and what a library prints would go into that file: into the database.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - to the end


def _print_any_letter() -> None:
    """Let a letter for which an output has no code be printed by its number: pipes of Windows lack many."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def _tell(message: str) -> None:
    error_console().print(f"[red]mtw:[/] {escape(message)}")


def _tell_of_unnamed_study(arguments: Sequence[str]) -> None:
    """Say how a study is named, where its folder stands alone, as only ``mtw init`` takes it."""
    folder = unnamed_study(arguments)
    if folder is not None:
        _tell(f"{folder} is the folder of a study: name it with --study {quoted(folder)}, or go into it (cd).")


def _tell_of_a_study_before(arguments: Sequence[str]) -> None:
    """Say where the study is named, where it stands before the command, as other programs have it."""
    folder = study_before_the_command(arguments)
    if folder is not None:
        _tell(f"the study is named behind the command, as in: mtw status --study {quoted(folder)}")


def _tell_of_a_comment(arguments: Sequence[str]) -> None:
    """Say what became of a hashtag that was typed with its sign."""
    if arguments[-1:] == ["--hashtag"]:
        _tell("a shell takes # and what follows for a comment: write the hashtag without it, as in --hashtag YOURTAG")


def _tell_of_days(arguments: Sequence[str]) -> None:
    """Say how a window is named, where its days stand as one word, as in the names of folders, or alone."""
    days = days_of_no_window(arguments)
    if days is not None:
        _tell(f"a window is named by its first and its last day, two words: --window {days[0]} {days[1]}")


def _in_words(error: Exception, study: Path) -> str:
    """What is not the program's fault, named as what it is; else that it is."""
    import sqlite3  # only an error needs these

    from sqlalchemy.exc import DBAPIError

    of_sqlite = isinstance(error, DBAPIError | sqlite3.Error)
    if of_sqlite and named_by_system(str(error)) == errno.EIO and _has_no_room(study):
        return str(in_words_of_system(OSError(errno.ENOSPC, "", str(study.absolute()))))
    of_system = system_error_in(error)
    if of_system is not None:
        return str(of_system)
    if isinstance(error, DBAPIError | sqlite3.Error):
        if not os.access(study, os.W_OK):
            return str(in_words_of_system(OSError(errno.EROFS, "", str(study.absolute()))))
        said = str(error.orig if isinstance(error, DBAPIError) else error).splitlines()[0]
        return (
            f"Dagster's records of runs, in the folder .dagster of the study, cannot be read or written: {said}."
            " Tables, codes and reports do not rest on them: if it is so again, move the folder away, and the next"
            " command makes it anew."
        )
    return (
        f"an error of the program itself: {type(error).__name__}: {error}. Please run the command again with --debug"
        " and report what it prints."
    )


def _has_no_room(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free < _NO_ROOM_BYTES
