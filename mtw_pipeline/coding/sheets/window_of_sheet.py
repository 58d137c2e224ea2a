"""Of which window a filled sheet is: by the keys of its tweets, also where the window was renamed since.

What belongs here: finding that, and what is said of a sheet of another one. What does not: taking its codes
(importing.py).
"""

from pathlib import Path

from mtw_pipeline.coding.frozen_sample import frozen_sample, thawed_of, windows_of
from mtw_pipeline.coding.sheets.expected import Expected
from mtw_pipeline.coding.sheets.reading import FilledSheet, read_sheet
from mtw_pipeline.coding.sheets.writing import KEY
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow


def windows_of_sheet(study: Study, path: Path) -> tuple[str, ...]:
    """The windows whose tweets stand on a sheet, as it says them itself; of one that was renamed its present key.

    Raises:
        UserError: as ``read_sheet``.
    """
    sheet = read_sheet(path)
    present = {former: window.key for window in study.windows() for former in former_keys(study, window)}
    keys = (read_key(row.cells.get(KEY, "")) for row in sheet.rows)
    said = [key.window for key in keys if key and key.window]
    return tuple(dict.fromkeys(present.get(window, window) for window in said))


def former_keys(study: Study, window: CollectionWindow) -> frozenset[str]:
    """The keys that sheets of a window have from before its folders were renamed, where the study has no other of them.

    Raises:
        UserError: as ``frozen_sample``.
    """
    keys = {key for key in windows_of(study.coding_of(window)) if key != window.key}
    return frozenset(
        key for key in keys if not any((one / key).exists() for one in (study.incoming, study.root / "coding"))
    )


def examine_window(sheet: FilledSheet, study: Study, window: CollectionWindow, path: Path, expected: Expected) -> None:
    """See that a sheet that does not say its window is no other one's."""
    keys = [key for row in sheet.rows if (key := read_key(row.cells.get(KEY, "")))]
    ids = {key.tweet_id for key in keys if key.window is None}
    if not ids or len(ids) < len({key.tweet_id for key in keys}) or any(map(expected.tweet, ids)):
        return
    for other in study.windows():
        if other != window and ids & {one.tweet_id for one in frozen_sample(study.coding_of(other)) or ()}:
            raise of_another_window(path.name, window.key, other.key)


def of_another_window(file: str, own: str, *others: str) -> UserError:
    """What is said of a sheet that belongs to other windows."""
    renamed = f"Where {own} is its new name: write {own} for {others[0]} in the column {KEY}"
    return UserError(
        f"The sheet is of the window {' and '.join(others)}, not of {own}",
        where=file,
        remedy=f"{import_there(others[0])}. {renamed}",
    )


def import_there(window: str) -> str:
    """What to do with rows of another window."""
    start, end = window.split("_")
    return f"Import it there: mtw coding import FILE --window {start} {end}"


def not_frozen(study: Study, window: CollectionWindow, path: Path) -> UserError:
    """What is said where a window has no frozen sample, so that no sheet can be one of it."""
    for key in windows_of_sheet(study, path) if path.is_file() else ():
        folder = study.root / "coding" / key
        if key != window.key and folder.is_dir() and not (study.incoming / key).is_dir():
            return UserError(
                f"{path.name} is of the window {key}, whose folder in incoming/ was renamed or taken away",
                where=str(folder),
                remedy=f"Where {window.key} is its new name, rename this folder likewise, to {window.key}, and import"
                " the file again",
            )
    chosen = f"--window {window.start} {window.end}"
    if thawed_of(study, window):
        return UserError(
            f"The sample of {window.key} was thawed, and no sheets were written since",
            where=str(study.coding_of(window)),
            remedy=f"mtw run {chosen} draws anew,"
            f" mtw coding sheets {chosen} writes sheets; then this one can be imported,"
            " and nothing is lost",
        )
    return UserError(
        f"No sheets were written for {window.key}", where=str(study.coding_of(window)),
        remedy="Write them first: mtw coding sheets, or mtw coding pages",
    )  # fmt: skip
