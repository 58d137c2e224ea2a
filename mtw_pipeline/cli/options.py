"""The options that several commands share, and the study and windows that they mean.

What belongs here: from an option to what it names. What does not: what commands warn of (warning.py).
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtw_pipeline.cli.output import error_console
from mtw_pipeline.cli.warning import warn_of
from mtw_pipeline.errors import UserError, need_folder
from mtw_pipeline.study.unfinished import is_unfinished
from mtw_pipeline.study.windows import CollectionWindow

if TYPE_CHECKING:
    from mtw_pipeline.study.folder import Study
    from mtw_pipeline.warehouse.connection import Warehouse
    from mtw_pipeline.warehouse.tables.model import Table

_SUFFIXES_OF_FILES = frozenset({".csv", ".docx", ".gexf", ".graphml", ".sav", ".xlsx", ".zip"})

StudyOption = Annotated[
    Path | None,
    typer.Option(
        "--study",
        help="The study's folder. Default: MTW_STUDY, else the study whose folder you are in.",
        show_default=False,
    ),
]
WindowOption = Annotated[
    tuple[str, str] | None,
    typer.Option("--window", metavar="START END", help="First and last day of the collection window, both included."),
]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="Overwrite the file if it is there.")]


def chosen_study(root: Path | None) -> "Study":
    """The study that the option, or the surroundings, name; forgetting that was stopped in it is finished first.

    Raises:
        UserError: there is none, or its settings are wrong.
    """
    from mtw_pipeline.study.folder import Study, study_root

    study = Study.load(study_root(root))
    if is_unfinished(study.root):
        from mtw_pipeline.cli.forgetting import forget_and_say

        error_console().print("Forgetting was stopped before its end in this study: it is finished first")
        forget_and_say(study, (), {})
    _settle(study)
    return study


def _settle(study: "Study") -> None:
    """Let analysts find the present copy where a killed run, or a program that had one open, left another."""
    from mtw_pipeline.study.published_versions import PublishedVersions

    published = PublishedVersions(study.published)
    if published.is_settled:
        return
    from mtw_pipeline.warehouse.opening import warehouse_lock

    # While a run holds the lock, it does that itself.
    with suppress(UserError), warehouse_lock(study.warehouse, "the analysts' copy", waits=False):
        published.settle()


def study_here(root: Path | None) -> "Study | None":
    """The study of a command that works without one too."""
    from mtw_pipeline.study.folder import Study, study_around

    found = root or study_around()
    return Study.load(found) if found else None


def chosen_windows(study: "Study", window: tuple[str, str] | None) -> list[CollectionWindow]:
    """The window of the option, or every window that has exports.

    Raises:
        UserError: no window has exports, or the study has none of those days.
    """
    if window is not None:
        return [_known(study, CollectionWindow.between(*window))]
    found = [one for one in study.windows() if study.exports_of(one)]
    if not found:
        raise UserError(
            "The study has no exports yet",
            where=str(study.incoming),
            remedy="Add some: mtw add FILE --window START END",
        )
    return found


def folder_of(window: CollectionWindow, windows: Sequence[CollectionWindow], named: Path | None, own: Path) -> Path:
    """Where files of a window go, which have the same names in each: of several windows each has a folder.

    Args:
        window: the window.
        windows: all whose files are written.
        named: the folder that was named.
        own: the one where they go else.

    Raises:
        UserError: what was named is a file, or is called as one.
    """
    if named is None:
        return own
    if named.is_file() or (named.suffix in _SUFFIXES_OF_FILES and not named.is_dir()):
        raise UserError(
            f"Several files are written, and {named.name} is called as one is",
            where=str(named),
            remedy="Name a folder: --to FOLDER",
        )
    need_folder(named)
    return named / window.key if len(windows) > 1 else named


def windows_with_rows(
    warehouse: "Warehouse", study: "Study", window: tuple[str, str] | None, *tables: "Table"
) -> list[CollectionWindow]:
    """Of ``chosen_windows`` those of which a table has rows, so that nothing is no answer about none; others are named.

    Args:
        warehouse: where the tables are.
        study: whose windows.
        window: the one that was named.
        tables: of which one has rows.

    Raises:
        UserError: as ``chosen_windows``; or no window is left.
    """
    chosen = chosen_windows(study, window)
    found = [one for one in chosen if any(_has_rows(warehouse, table, one) for table in tables)]
    reasons = [_why_without(warehouse, one) for one in chosen if one not in found]
    if not found:
        raise reasons[0]
    warn_of(map(str, reasons))
    return found


def _has_rows(warehouse: "Warehouse", table: "Table", window: CollectionWindow) -> bool:
    return table.name in warehouse.unmade(window) or warehouse.rows_in(table, window) > 0


def _why_without(warehouse: "Warehouse", window: CollectionWindow) -> UserError:
    from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS, RAW_TIES

    command = f"mtw run --window {window.start} {window.end}"
    if not warehouse.rows_in(COLLECTION_EXPORTS, window):
        return UserError(f"Of the window {window.key} nothing was read yet", remedy=f"Run it: {command}")
    if warehouse.rows_in(RAW_TIES, window):
        return UserError(
            f"The files of the window {window.key} hold ties and no tweets that could be taken",
            remedy="The network alone can be measured: mtw report says where it stands, mtw network writes it",
        )
    return UserError(
        f"The tables hold no tweet of the window {window.key}: its run was stopped on the way, or none of its"
        " rows could be taken",
        remedy=f"{command} goes on, or says why (mtw report tells of each file)",
    )


def _known(study: "Study", window: CollectionWindow) -> CollectionWindow:
    windows = study.windows()
    if window in windows or study.coding_of(window).is_dir() or study.report_of(window).is_file():
        return window
    raise UserError(
        f"The study has no window {window.key}",
        where=", ".join(one.key for one in windows) or str(study.incoming),
        remedy="Name one that it has (mtw windows lists them), or make it:"
        f" mtw add FILE... --window {window.start} {window.end}",
    )
