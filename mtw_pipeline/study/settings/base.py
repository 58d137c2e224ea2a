"""What every section of study.toml has in common: unknown keys are refused, and nothing changes once it is read.

Every number has bounds, so that one that was mistyped is told before a run, not by a library in the middle of it.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

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

    model_config = ConfigDict(extra="forbid", frozen=True)


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
