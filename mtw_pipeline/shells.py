"""What a shell takes for one word: paths and names within the commands that messages propose.

What belongs here: quoting. What does not: which command is proposed (where it is known), and naming the study in it
(cli/hints.py).
"""

import shlex
import sys
from pathlib import Path
from subprocess import list2cmdline


def quoted(path: Path) -> str:
    """A path as the shell of this machine takes it for one word."""
    return shell_word(str(path))


def shell_word(text: str) -> str:
    """A text as the shell of this machine takes it for one word."""
    return list2cmdline([text]) if sys.platform == "win32" else shlex.quote(text)
