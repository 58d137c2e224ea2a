"""Where the program's own files lie: inside of the package in a wheel, beside it in a checkout.

What belongs here: finding them, and how an extra is added to them. What does not: files of a study (study/folder.py).
"""

import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def own_folder(name: str) -> Path:
    """A folder that the program ships: ``sql``, ``docs``."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def own_texts() -> Iterator[str]:
    """The text of each file that the program is written in: code, templates, statements."""
    sources = chain(PACKAGE.rglob("*.py"), PACKAGE.rglob("*.j2"), own_folder("sql").rglob("*.sql"))
    yield from (path.read_text(encoding="utf-8") for path in sources)


def document(name: str) -> Path:
    """A document of ``docs``, as a message names it: the path at which whoever reads the message can open it."""
    return own_folder("docs") / name


def checkout() -> Path | None:
    """The checkout that the package runs from; None where it was installed from a wheel, which holds sql/ itself."""
    return None if (PACKAGE / "sql").is_dir() else PACKAGE.parent


def how_to_add(extra: str) -> str:
    """The commands that add an extra to the program as it was installed, as a clause.

    They name its folder, for no version of it is published, and whoever gave out one of its name would be run.
    """
    source = f'".[{extra}]"'
    return f"in the program's folder, uv tool install {source}, pipx install --force {source} or pip install {source}"


def example_study() -> Path:
    """The folder of the example study: data/ of the checkout, or, installed, ``mtw-example`` where one stands."""
    root = checkout()
    return root / "data" if root is not None else Path.cwd() / "mtw-example"


def folder_of_made_once(beside: Path) -> Path | None:
    """Where what is made once of the program's own files is kept, as Python keeps its modules, and beside what.

    None where there is no such folder, and none may be made.
    """
    folder = beside / "__pycache__"
    if folder.is_dir():
        return folder
    if sys.dont_write_bytecode:
        return None
    try:
        folder.mkdir(exist_ok=True)
    except OSError:  # an installation that is not ours to write to
        return None
    return folder


def may_be_kept_in(folder: Path) -> bool:
    """Whether what was made may be kept there: not where one may not write, or Python is told not to.

    What is there already is taken all the same, as Python takes its modules.
    """
    return not sys.dont_write_bytecode and os.access(folder, os.W_OK)
