"""Command lines: those that messages name, made so that they can be pasted, and those that people typed.

What belongs here: adding the study to a command, where the reader named it, and words of a command line that cannot be
meant as they stand. What does not: the messages themselves. A domain writes ``mtw run`` plainly, for it does not know
how the reader named the study.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.errors import UserError
from mtw_pipeline.shells import quoted

if TYPE_CHECKING:
    from mtw_pipeline.study.folder import Study

_COMMAND = re.compile(r"\b(?<![/\\])mtw (?:coding )?[a-z]+(?:-[a-z]+)*\b")
"""Folders may be called as commands are: a path is none."""
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAYS = re.compile(rf"(?:--window=)?({_DAY})[^0-9]{{1,4}}({_DAY})")
_WINDOW = "--window"
_OF_NO_STUDY = {"mtw init", "mtw coding"}
_OPTION = "--study"


def pasteable(text: str, study: Path | None) -> str:
    """A text whose ``mtw`` commands name the study.

    Args:
        text: what is told, commands in it written plainly.
        study: the folder as the reader named it; None where it was found without being named, as it will be again.
    """
    if study is None:
        return text
    path = str(study)
    is_alike = _COMMAND.search(path) is not None
    commands = re.compile(f"{re.escape(path)}|{_COMMAND.pattern}") if is_alike else _COMMAND

    def with_study(match: re.Match[str]) -> str:
        follows = text[match.end() :].lstrip().startswith(_OPTION)
        is_whole = follows or match[0] in _OF_NO_STUDY or match[0] == path
        return match[0] if is_whole else f"{match[0]} {_OPTION} {quoted(study)}"

    return commands.sub(with_study, text)


def making_the_first(study: "Study") -> str:
    """The command that makes the first window of a study: one that names platforms collects, others bring files."""
    return "mtw collect --window START END" if study.settings.collect else "mtw add FILE..."


def study_of(arguments: Sequence[str]) -> Path | None:
    """The study that the arguments of a command line name; None where they name none."""
    for place, argument in enumerate(arguments):
        if argument.startswith(f"{_OPTION}="):
            return Path(argument.partition("=")[2])
        if argument == _OPTION and place + 1 < len(arguments):
            return Path(arguments[place + 1])
    return None


def unnamed_study(arguments: Sequence[str]) -> Path | None:
    """The folder of a study among the arguments of a command that takes it as an option; None where one is so named."""
    from mtw_pipeline.study.folder import SETTINGS_FILE  # which only an error needs

    if study_of(arguments) is not None or "init" in arguments[:1]:
        return None
    for argument in arguments:
        with suppress(OSError, ValueError):  # a word may be no path at all
            if (Path(argument) / SETTINGS_FILE).is_file() and argument:
                return Path(argument)
    return None


def study_before_the_command(arguments: Sequence[str]) -> Path | None:
    """The study that is named before any command, where ``mtw`` takes no option of it; None where none is."""
    return study_of(arguments) if arguments and arguments[0].partition("=")[0] == _OPTION else None


def refuse_nothing(arguments: Sequence[str]) -> None:
    """See that no argument is empty: as a path it would be the folder that one is in, as a selection everything.

    Raises:
        UserError: one is; a shell puts it where a variable is not set.
    """
    for before, argument in pairwise(("", *arguments)):
        option, sign, value = argument.partition("=")
        is_joined = sign == "=" and option.startswith("--")
        if (value if is_joined else argument).strip():
            continue
        named = option if is_joined else before
        behind = f"Behind {named} stands nothing" if named.startswith("--") else "An argument is empty"
        raise UserError(
            behind, remedy="Say what is meant, or leave it out; a variable of the shell that is not set is nothing too"
        )


def days_of_no_window(arguments: Sequence[str]) -> tuple[str, str] | None:
    """The days that are meant for a window, and stand in one word or without its option; None where all is well.

    Where days are lacking behind the option, they are ``START`` and ``END``.
    """
    in_one = next((found for one in arguments if (found := _DAYS.fullmatch(one))), None)
    if in_one:
        return in_one[1], in_one[2]
    for place, argument in enumerate(arguments):
        before = arguments[place - 1] if place else ""
        following = [*arguments[place + 1 : place + 3], "", ""]
        if _is_day(argument) and _is_day(following[0]) and before != _WINDOW:
            return argument, following[0]
        if argument == _WINDOW and not all(following[:2]):
            return "START", "END"
    return None


def _is_day(word: str) -> bool:
    return re.fullmatch(_DAY, word) is not None
