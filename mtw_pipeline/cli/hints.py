"""Commands that messages name, made so that they can be pasted where they are read.

What belongs here: adding the study to a command, where the reader named it. What does not: the messages themselves. A
domain writes ``mtw run`` plainly, for it does not know how the reader named the study.
"""

import re
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import list2cmdline

_COMMAND = re.compile(r"\bmtw (?:coding )?[a-z]+(?:-[a-z]+)*\b")
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

    def with_study(match: re.Match[str]) -> str:
        follows = text[match.end() :].lstrip().startswith(_OPTION)
        return match[0] if follows or match[0] in _OF_NO_STUDY else f"{match[0]} {_OPTION} {quoted(study)}"

    return _COMMAND.sub(with_study, text)


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


def quoted(path: Path) -> str:
    """A path as the shell of this machine takes it for one word."""
    return list2cmdline([str(path)]) if sys.platform == "win32" else shlex.quote(str(path))
