"""What the report says of the network: its communities and its leaders.

What belongs here: plain values, a class for each statement of sql/report/network/, its fields named as the columns.
What does not: reading them (of_window.py), and metrics, which are read as they are measured (network/metric_rows.py).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Community:
    """One of the largest communities of the layer of all ties."""

    community: int
    accounts: int
    percent_of_accounts: float
    ties_inside: int
    density_inside: float | None
    leaders: tuple[str, ...]
    words: tuple[str, ...]
    hashtags: tuple[str, ...]


@dataclass(frozen=True)
class Leader:
    """A leader of the layer of all ties, by one degree."""

    leads_by: str
    rank: int
    account: str
    degree: int
    leads_both: bool
    followers: int | None
    kind: str
    classed_by: str


@dataclass(frozen=True)
class LeaderGroup:
    """Leaders by one degree: how many lead by the other too, their followers, and what they are."""

    leads_by: str
    accounts: int
    in_both: int
    followers_known: int
    mean_followers: float | None
    median_followers: float | None
    practitioners: int
    companies: int
    media: int
    others: int
