"""Code versions of assets: a hash of the code that makes a table, so that nobody has to raise a number by hand.

What belongs here: which sources count. A table depends on its statements, and on the modules of the measures that it
calls, with all that these import of the measures' rooms, and with the data that they ship (word lists, dictionaries).
What does not: study/ and warehouse/, which say where values come from and go to, not what they are.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from mtw_pipeline.installation import PACKAGE
from mtw_pipeline.warehouse.statements import files_of

_IMPORT = re.compile(
    r"^\s*from (mtw_pipeline[\w.]*) import (\([^)]*\)|[^\n]*)|^\s*import (mtw_pipeline[\w.]*)", re.MULTILINE
)
_LEFT_OUT = frozenset({"study", "warehouse", "errors", "installation"})
_DIGITS = 12


def code_version(statements: Iterable[str], functions: Iterable[Callable[..., object]] = ()) -> str:
    """The hash of some statements, named as in ``sql_text``, and of all that some functions are made of."""
    modules = {found for function in functions for found in _closure(function.__module__)}
    files = {file for statement in statements for file in files_of(statement)}
    files |= {file for module in modules for file in _files_of(module)}
    return _hash(tuple(sorted(files)))


def folder_version(*folders: Path) -> str:
    """The hash of every module and statement in some folders."""
    return _hash(
        tuple(sorted(file for folder in folders for file in folder.rglob("*.*") if file.suffix in {".py", ".sql"}))
    )


@cache
def _hash(files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for content in sorted(file.name.encode() + b"\0" + file.read_bytes() + b"\0" for file in files):
        digest.update(content)  # sorted by content: a wheel has the same files in other folders
    return digest.hexdigest()[:_DIGITS]


@cache
def _closure(module: str) -> frozenset[str]:
    """A module and the modules that it imports, and these, and so on."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        one = waiting.pop()
        if one not in found and _counts(one):
            found.add(one)
            waiting += _imported(one)
    return frozenset(found)


def _counts(module: str) -> bool:
    room = module.split(".")[1:2]
    return bool(room) and room[0] not in _LEFT_OUT


@cache
def _imported(module: str) -> tuple[str, ...]:
    source = _source(module)
    if source is None:
        return ()
    return tuple(sorted(set(_named(source.read_text(encoding="utf-8")))))


def _named(text: str) -> Iterator[str]:
    for origin, names, plain in _IMPORT.findall(text):
        yield origin or plain
        yield from (
            whole for name in re.findall(r"\w+", names) if (whole := f"{origin}.{name}") and _source(whole) is not None
        )


@cache
def _source(module: str) -> Path | None:
    """The file of a module or the ``__init__`` of a package; None where there is no such module."""
    place = PACKAGE.parent.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def _files_of(module: str) -> Iterator[Path]:
    """The source of a module, and the data that its folder ships."""
    source = _source(module)
    if source is not None:
        yield source
        yield from _data_of(source.parent)


@cache
def _data_of(folder: Path) -> tuple[Path, ...]:
    return tuple(file for file in folder.rglob("*.*") if file.suffix in {".txt", ".dic", ".dicx", ".csv"})
