"""Who codes, under which name: coders whom study.toml names, those who left, and names that coders had before.

What belongs here: telling a name from another. What does not: who codes which tweets (division.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from mtw_pipeline.coding.codebook import folded_code
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.settings import StudySettings


@dataclass(frozen=True)
class CoderNames:
    """The coders of a study.

    Args:
        present: who codes, in the order of study.toml.
        left: who coded once and stopped.
        renamed: from an earlier name to the present one.
    """

    present: tuple[str, ...]
    left: tuple[str, ...] = ()
    renamed: Mapping[str, str] | None = None

    @classmethod
    def of(cls, settings: StudySettings) -> Self:
        """The coders whom the settings name."""
        coding = settings.coding
        return cls(coding.coders, coding.left, coding.renamed)

    @property
    def all(self) -> tuple[str, ...]:
        """Those who code, and behind them those who left."""
        return (*self.present, *self.left)

    @cached_property
    def _known(self) -> Mapping[str, str]:
        names = {folded_code(name): name for name in self.all}
        old = {folded_code(old): names[folded_code(new)] for old, new in (self.renamed or {}).items()}
        return {**old, **names}

    def found(self, name: str) -> str | None:
        """The coder whom a name means, as typed by whomever and whenever; None where it is nobody's."""
        return self._known.get(folded_code(name))

    def former(self, name: str) -> list[str]:
        """The names that a coder had before."""
        return [old for old, new in (self.renamed or {}).items() if folded_code(new) == folded_code(name)]

    def now(self, name: str) -> str:
        """The present name of a coder; of a name that nobody has, the same."""
        return self.found(name) or name

    def examine_named(self, where: str, before: Iterable[str] = ()) -> None:
        """See that somebody is named.

        Args:
            where: the file of the settings.
            before: who codes a sample that is frozen already.

        Raises:
            UserError: nobody is.
        """
        if self.present:
            return
        named = ", ".join(f'"{name}"' for name in dict.fromkeys(before)) or '"Ana", "Ben"'
        raise UserError(
            "No coders are named, so there are no sheets",
            where=where,
            remedy=f"Write under [coding] who codes, with their names: coders = [{named}],"
            " and then: mtw coding pages, or mtw coding sheets",
        )

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of some names that are nobody's any more, in the order of the alphabet."""
        return sorted({name for name in names if self.found(name) is None})

    def examine(self, names: Iterable[str], where: str) -> None:
        """See that every coder of a frozen sample is accounted for.

        Raises:
            UserError: one is neither a coder, nor left, nor renamed, so it is not known who goes on with their tweets.
        """
        missing = self.missing(names)
        if not missing:
            return
        old = missing[0]
        others = [name for name in self.present if name not in set(names)]
        new = others[0] if others else "THE NEW NAME"
        raise UserError(
            told_of_missing(missing),
            where=where,
            remedy=f'Under [coding] say what became of {old}: renamed = {{"{old}" = "{new}"}} for the same person'
            f' under another name, left = ["{old}"] for one who stopped',
        )


def told_of_missing(names: Sequence[str]) -> str:
    """What is said of people who had tweets to code and whom study.toml does not name any more."""
    stand = "stands" if len(names) == 1 else "stand"
    return f"{_listed(names)} had tweets to code and {stand} no more among the coders"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)
