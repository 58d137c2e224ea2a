"""Forgetting that was stopped before its end: nothing else touches the study until it is finished.

What belongs here: whether there is any. What does not: finishing it (forgetting/).
"""

import json
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.shells import quoted

REGISTER_FILE = "forgotten.json"
UNFINISHED = "is_unfinished"
"""The key of the register that says so."""


def is_unfinished(root: Path) -> bool:
    """Whether what the register of the study in ``root`` names may still stand in the study."""
    content = _register(root)
    return isinstance(content, dict) and bool(content.get(UNFINISHED))


def whom_it_names(root: Path) -> object:
    """What the register holds apart from whether it is unfinished: the same before and after forgetting is done."""
    content = _register(root)
    return {key: value for key, value in content.items() if key != UNFINISHED} if isinstance(content, dict) else content


def refuse_while_unfinished(root: Path) -> None:
    """See that nothing is left to be forgotten; the caller holds the study's lock.

    Raises:
        UserError: something may be.
    """
    if is_unfinished(root):
        raise UserError(
            "Forgetting was stopped before its end: people who took their tweets back may still stand in the study",
            where=str(root),
            remedy=f"Finish it first: mtw forget --study {quoted(root)}",
        )


def _register(root: Path) -> object:
    path = root / REGISTER_FILE
    if not path.is_file():
        return None
    content = path.read_bytes()
    try:
        return json.loads(content)
    except ValueError:  # whoever reads the register itself says what is wrong with it
        return content.decode("utf-8", "replace")
