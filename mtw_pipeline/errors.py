"""Errors that a user can mend: what happened, where, and what to do.

Only errors that a person's input or surroundings cause belong here. A defect of the program stays an ordinary
exception with its traceback.
"""

import errno
import os
import re
from collections.abc import Mapping
from pathlib import Path

from mtw_pipeline.shells import quoted

_OF_SYSTEM: Mapping[int, tuple[str, str]] = {
    errno.ENOSPC: ("The disk is full", "Make room and run the command again; what was finished stays as it is"),
    errno.EDQUOT: ("The disk space that you may use is full", "Make room and run the command again"),
    errno.EFBIG: (
        "A file has become larger than it may be here",
        "See what bounds it: a limit of the system (ulimit -f), or a disk whose format takes no larger ones (FAT32)",
    ),
    errno.EACCES: ("The right to read or write is missing", "Ask for the right, or work on a copy of your own"),
    errno.EPERM: ("The right to read or write is missing", "Ask for the right, or work on a copy of your own"),
    errno.EROFS: ("The disk can only be read", "Copy the study to a disk that can be written"),
    errno.EIO: (
        "The disk cannot be read or written",
        "See whether the disk is full or damaged: make room, or restore the file from a backup",
    ),
    errno.EMFILE: ("Too many files are open", "Raise the limit (ulimit -n) and run the command again"),
    errno.ENFILE: ("Too many files are open on this machine", "Close other programs and run the command again"),
    errno.ENOMEM: ("Memory is used up", "Close other programs and run the command again"),
    errno.ENAMETOOLONG: ("A name is longer than the disk takes", "Give the file or folder a shorter name"),
    errno.ESTALE: ("The network disk has lost the file", "Connect the disk again and run the command again"),
    errno.ENOENT: ("A file or folder is not there, or no longer", "See whether it was moved or taken away meanwhile"),
    errno.EEXIST: ("Something of that name is there already", "Move it out of the way"),
    errno.ENOTDIR: ("A file stands where a folder must be", "Move it out of the way"),
    errno.EISDIR: ("A folder stands where a file must be", "Move it out of the way"),
}
"""What an operating system refuses, for people, and what they can do."""

_WORDS_OF_LIBRARIES: Mapping[str, int] = {
    "database or disk is full": errno.ENOSPC,
    "disk I/O error": errno.EIO,
    "attempt to write a readonly database": errno.EROFS,
    "max_temp_directory_size": errno.ENOSPC,
}
"""What SQLite and DuckDB say in place of the system's words."""

_OF_MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE}
)
"""Those that say nothing of the program, wherever among an error's causes they stand."""

_FOR_NOW = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE})
"""Those that say nothing of a file either: with more room it is read and written as ever."""

_LIBRARIES = frozenset({"duckdb", "_duckdb", "sqlite3", "sqlalchemy", "pyarrow"})
"""Whose errors may be the system's in other words."""

_OF_DATABASES_AND_SYSTEM = frozenset(
    {"OSError", "IOException", "FatalException", "InternalException", "OutOfMemoryException", "TransactionException",
     "OperationalError", "DatabaseError"}
)  # fmt: skip
"""The same errors by the names of their classes, as Dagster keeps them."""

_OF_CLASSES: Mapping[str, int] = {
    "PermissionError": errno.EACCES, "NotADirectoryError": errno.ENOTDIR, "IsADirectoryError": errno.EISDIR,
}  # fmt: skip
"""Classes that say themselves what the system refused, in whatever language it does. That a file is not there can be a
defect too."""

_RIGHTS = frozenset({errno.EACCES, errno.EPERM})
_RENAMED_TO = " -> "
_ENDS_WITH_COMMAND = re.compile(
    r"""\*\.csv\Z|: (?:(?:mtw|chmod) |--)(?:'[^'\n]*'|"[^"\n]*"|(?!(?<![./])[.,;] )[^'"\n])*\Z"""
)
"""No full stop stands behind a command or names of files: whoever copies the line would paste it along. Quoted paths
hold any sign, and points behind points or a slash end no sentence: ``FILE...``, ``..``."""
_QUOTED_PATH = re.compile(r"""'([^'\n]*[/\\][^'\n]*)'|"([^"\n]*[/\\][^"\n]*)\"""")


class UserError(Exception):
    """One readable paragraph for the person at the keyboard.

    Args:
        what: what happened, as a sentence without its full stop.
        where: the file, line, column or key that it happened at.
        remedy: what the person can do about it, as a sentence without its full stop.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        place = f" ({where})" if where else ""
        stop = "" if _ENDS_WITH_COMMAND.search(remedy) else "."
        advice = f" {remedy}{stop}" if remedy else ""
        super().__init__(f"{what}{place}.{advice}")


def need_file(path: Path, remedy: str = "Check its name, and quote it if it has blanks") -> None:
    """See that a named file is there.

    Raises:
        UserError: it is not, or is a folder.
    """
    if path.is_dir():
        within = "" if path == Path() else f"{quoted(path)}{os.sep}"
        raise UserError(f"{path} is a folder, and a file is needed", remedy=f"Name files in it, as in: {within}*.csv")
    if not path.is_file():
        raise UserError(f"There is no file {path}", remedy=remedy)


def need_room_for(path: Path, *, replace: bool) -> None:
    """See that a file can be written where it was named, before the work is done.

    Args:
        path: the file.
        replace: whether one that holds something is written over: whoever takes it for a file to be read loses it.

    Raises:
        UserError: it is there, a folder is called so, there is no folder to hold it, or it is called "-".
    """
    if path == Path("-"):  # standard output to whoever knows other programs; a file that few can open or delete
        raise UserError("- is no name of a file", remedy="Name one; Linux and macOS call standard output /dev/stdout")
    if path.is_dir():
        raise UserError(f"{path} is a folder, and a file is written", remedy="Name the file with its folder")
    if not path.parent.is_dir():
        raise UserError(f"There is no folder {path.parent}", remedy="Make it, or name another place")
    if not replace and path.is_file() and path.stat().st_size:
        raise UserError(f"{path} is there already", remedy="Name a new file, or write over this one: --replace")


def need_folder(path: Path) -> None:
    """See that a folder can be made where one was named; one that is there already is well.

    Raises:
        UserError: a file is called so, or as a folder above it.
    """
    nearest = next(one for one in (path, *path.parents, Path()) if one.exists())
    if not nearest.is_dir():
        raise UserError(f"{nearest} is a file, and a folder is needed", remedy="Name another place")


def user_errors() -> tuple[type[UserError], ...]:
    """``UserError`` and every kind of it that is loaded."""
    found: list[type[UserError]] = [UserError]
    for kind in found:
        found += kind.__subclasses__()
    return tuple(found)


def user_error_in(error: BaseException) -> UserError | None:
    """The outermost error for people among an error and what it was raised from: a library may have wrapped it."""
    one: BaseException | None = error
    while one is not None:
        if isinstance(one, UserError):
            return one
        one = one.__cause__ or one.__context__
    return None


def interruption_in(error: BaseException) -> BaseException | None:
    """Ctrl-C, of which DuckDB makes an error of its own where a statement runs: what it was raised from, else None."""
    cause = error.__cause__
    while cause is not None and isinstance(cause, Exception):
        cause = cause.__cause__
    return cause


def of_system(error: OSError) -> UserError:
    """What the operating system refused, in a sentence that names the file."""
    number = error.errno or named_by_system(str(error)) or 0
    what, remedy = _OF_SYSTEM.get(number, (f"The system refused: {error.strerror or error}", ""))
    names = (error.filename, error.filename2)
    return UserError(what, where=" and ".join(str(name) for name in names if name is not None), remedy=remedy)


def named_by_system(message: str) -> int | None:
    """The number of the system's error whose words stand in the message of a library that keeps back the number."""
    words = [*_WORDS_OF_LIBRARIES.items(), *((os.strerror(number), number) for number in _OF_SYSTEM)]
    return next((number for said, number in words if said in message), None)


def system_error_in(error: BaseException) -> UserError | None:
    """What the system refused, where an error or what it was raised from is that; None of all others."""
    if isinstance(error, OSError):
        return of_system(error)
    one: BaseException | None = error
    while one is not None:
        if isinstance(one, OSError) and one.errno in _OF_MACHINE:
            return of_system(one)
        of_library = type(one).__module__.partition(".")[0] in _LIBRARIES
        number = named_by_system(str(one)) if of_library else None
        if number in _OF_MACHINE or (number is not None and one is error):
            return of_system(OSError(number, "", None))
        one = one.__cause__ or one.__context__
    return None


def raise_what_passes(error: BaseException, place: Path | None = None) -> None:
    """Raise where an error, or what it was raised from, says that there is no room or that too much is open.

    Whoever goes on without a file that cannot be read must not go on without one that could be read with more room:
    nobody would come back to it.

    Args:
        error: the error.
        place: what was written, which is named where the system named nothing.

    Raises:
        UserError: it says so.
    """
    one: BaseException | None = error
    while one is not None:
        of_library = type(one).__module__.partition(".")[0] in _LIBRARIES
        number = one.errno if isinstance(one, OSError) else named_by_system(str(one)) if of_library else None
        if number in _FOR_NOW:
            raise of_system(OSError(number, "", getattr(one, "filename", None) or place)) from error
        one = one.__cause__ or one.__context__


def machine_error_of(class_name: str, message: str) -> UserError | None:
    """The same of an error of which its class' name and its message are left: what the system refused, and of what."""
    number = _OF_CLASSES.get(class_name)
    if number is None and class_name in _OF_DATABASES_AND_SYSTEM:
        named = named_by_system(message)
        number = named if named in _OF_MACHINE | _RIGHTS else None
    if number is None:
        return None
    quoted = _QUOTED_PATH.search(message.rpartition(_RENAMED_TO)[2])  # what is in the way is what it was renamed to
    return of_system(OSError(number, "", (quoted[1] or quoted[2]) if quoted else None))
