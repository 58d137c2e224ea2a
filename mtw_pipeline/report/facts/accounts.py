"""What the report says of accounts: by which first tie they came, who introduced them, how unequally they posted.

What belongs here: plain values, a class for each statement of sql/report/accounts/, and tables of them. What does not:
reading them (of_window.py), leaders (network.py), and the accounts that posted most (tweets.py).
"""

from dataclasses import dataclass

from mtw_pipeline.warehouse.tables.network import TIE_KINDS


@dataclass(frozen=True)
class Entry:
    """Accounts by their first tie in the window: what they did, of which kind, and whether the other was there."""

    role: str
    kind: str
    other_was_there: bool
    accounts: int


@dataclass(frozen=True)
class Introducer:
    """An account that introduced others."""

    account: str
    introduced: int


@dataclass(frozen=True)
class Participation:
    """How unequally accounts posted."""

    counted: str
    posters: int
    tweets: int
    posters_of_one: int
    gini: float
    posters_of_top_1: int
    tweets_of_top_1: int
    posters_of_top_10: int
    tweets_of_top_10: int


@dataclass(frozen=True)
class CurvePoint:
    """A point of the Lorenz curve; ``posters`` is how many accounts its percent is."""

    counted: str
    percent_of_posters: int
    posters: int
    percent_of_tweets: float


@dataclass(frozen=True)
class AccountFacts:
    """Everything that the report says of accounts.

    Args:
        entries: accounts by their first tie.
        introducers: the accounts that introduced most others.
        participation: how unequally accounts posted.
        curve: the Lorenz curve.
    """

    entries: tuple[Entry, ...] = ()
    introducers: tuple[Introducer, ...] = ()
    participation: tuple[Participation, ...] = ()
    curve: tuple[CurvePoint, ...] = ()

    @property
    def entry_kinds(self) -> tuple[str, ...]:
        """The kinds of first ties, in the order in which ties are declared."""
        found = {entry.kind for entry in self.entries}
        return tuple(kind for kind in TIE_KINDS if kind in found)

    @property
    def entry_rows(self) -> list[tuple[str, bool, list[Entry | None]]]:
        """Role, whether the other was there, and a cell of every kind; None where no account came so."""
        cells = {(entry.role, entry.other_was_there, entry.kind): entry for entry in self.entries}
        rows = dict.fromkeys((entry.role, entry.other_was_there) for entry in self.entries)
        return [(role, was, [cells.get((role, was, kind)) for kind in self.entry_kinds]) for role, was in rows]
