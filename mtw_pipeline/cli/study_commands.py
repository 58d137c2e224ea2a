"""Commands on the study's folder: init, add, windows."""

import filecmp
import os
import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from mtw_pipeline.cli.options import StudyOption, chosen_study
from mtw_pipeline.cli.output import console
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study, is_export_name
from mtw_pipeline.study.template import new_study
from mtw_pipeline.study.whole_files import put_in_place
from mtw_pipeline.study.windows import CollectionWindow

_Window = Annotated[
    tuple[str, str],
    typer.Option("--window", metavar="START END", help="First and last day of the collection window, both included."),
]


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make the study in.")],
    hashtag: Annotated[list[str], typer.Option("--hashtag", help="The community's hashtag; may be repeated.")],
    window: _Window,
    title: Annotated[str, typer.Option("--title", help="The study's title in its report.")] = "",
) -> None:
    """Make a new study: study.toml and a folder for the exports of its first window."""
    study = new_study(folder, hashtags=hashtag, title=title)
    made = CollectionWindow.between(*window)
    study.incoming_of(made).mkdir(parents=True, exist_ok=True)
    screen = console()
    screen.print(f"The study is in {study.root}", markup=False)
    screen.print(f"  settings:     {study.settings_path}", markup=False)
    screen.print(f"  exports go to {study.incoming_of(made)}", markup=False)
    screen.print(f"Next: mtw add FILE... --window {made.start} {made.end} --study {folder}", markup=False)
    screen.print(f"then: mtw run --study {folder}", markup=False)


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Export files, of any known format.")],
    window: _Window,
    study: StudyOption = None,
) -> None:
    """Copy exports into a window of the study."""
    loaded = chosen_study(study)
    made = CollectionWindow.between(*window)
    for path in files:
        target = _copied(path, loaded, made)
        console().print(f"added {target.relative_to(loaded.root)}", markup=False)


def windows(study: StudyOption = None) -> None:
    """List the study's collection windows and their exports."""
    loaded = chosen_study(study)
    table = Table("window", "exports", "bytes", "report")
    for window in loaded.windows():
        exports = loaded.exports_of(window)
        size = sum(path.stat().st_size for path in exports)
        report = loaded.report_of(window)
        table.add_row(window.key, str(len(exports)), f"{size:,}", str(report) if report.is_file() else "none yet")
    console().print(table)


def _copied(path: Path, study: Study, window: CollectionWindow) -> Path:
    if not path.is_file():
        raise UserError(f"There is no file {path}", remedy="Check its name, and quote it if it has blanks")
    if not is_export_name(Path(path.name)):
        raise UserError(
            f"{path.name} looks like a hidden or unfinished file, which runs leave out", remedy="Give it another name"
        )
    folder = study.incoming_of(window)
    target = folder / path.name
    if target.exists() and not filecmp.cmp(target, path, shallow=False):
        raise UserError(
            f"The window {window.key} already has another file named {path.name}",
            where=str(target),
            remedy="Remove that one, or give the new one another name",
        )
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".mtw-add-{os.getpid()}.partial")  # short: the name may be as long as any
    shutil.copyfile(path, unfinished)
    put_in_place(unfinished, target)
    return target
