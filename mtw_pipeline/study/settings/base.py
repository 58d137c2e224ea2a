"""What every section of study.toml has in common: unknown keys are refused, and nothing changes once it is read.

Every number has bounds, so that one that was mistyped is told before a run, not by a library in the middle of it. A
value of another type is refused too, and never made into one that fits: ``size = true`` is no sample of one tweet.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_MOST = 1_000_000_000

Count = Annotated[int, Field(ge=1, le=_MOST)]
"""So many of something, at least one."""

CountOrNone = Annotated[int, Field(ge=0, le=_MOST)]
"""So many of something, or none."""

Seed = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""A seed, as the tables can hold it."""

SmallSeed = Annotated[int, Field(ge=0, le=2**32 - 1)]
"""A seed, as scikit-learn takes it."""


class Settings(BaseModel):
    """A section of study.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _holds_lists_that_do_not_change(cls, content: object) -> object:
        return {key: _fixed(value) for key, value in content.items()} if isinstance(content, dict) else content


def _fixed(value: object) -> object:
    """A list of TOML as the tuple that settings keep: of types taken strictly the one is not the other."""
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def not_blank(text: str) -> str:
    """A text as it is.

    Raises:
        ValueError: it shows nothing.
    """
    if not text.strip():
        raise ValueError("a name belongs here, not blanks alone")
    return text


Title = Annotated[str, Field(min_length=1), AfterValidator(not_blank)]
"""What something is called, on pages and in messages."""


def of_form(pattern: str, what: str) -> AfterValidator:
    """A text must be of a form.

    Args:
        pattern: the whole of it.
        what: the form in words, with an example: who writes study.toml need not read patterns.
    """
    form = re.compile(pattern)

    def matched(text: str) -> str:
        if form.fullmatch(text) is None:
            raise ValueError(what)
        return text

    return AfterValidator(matched)
