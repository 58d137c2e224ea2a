"""What a shell takes for one word: paths and names within the commands that messages propose.

What belongs here: quoting. What does not: which command is proposed (where it is known), and naming the study in it
(cli/hints.py).
"""

import re
import shlex
import sys
from pathlib import Path
from subprocess import list2cmdline

_PLAIN = re.compile(r"[\w.:\\/+~-]+")
"""What neither cmd nor PowerShell takes for more than a part of a word."""


def quoted(path: Path) -> str:
    """A path as the shell of this machine takes it for one word."""
    return shell_word(str(path))


def shell_word(text: str) -> str:
    """A text as the shell of this machine takes it for one word."""
    return _word_of_windows(text) if sys.platform == "win32" else shlex.quote(text)


def _word_of_windows(text: str) -> str:
    word = list2cmdline([text])
    if word.startswith('"') or _PLAIN.fullmatch(text):
        return word
    end = text[len(text.rstrip("\\")) :]  # which would take the quotation mark for a part of the word
    return f'"{word}{end}"'
