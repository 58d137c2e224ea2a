"""The questions of the analysts' guide, and how the answer of each is drawn.

What belongs here: reading the guide, so that no question stands twice. What does not: how a notebook draws
(templates/).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mtw_pipeline.installation import document

_QUESTION = re.compile(r"^(?P<title>\S[^\n]*\?)\n```sql\n(?P<sql>.*?)\n```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Plot:
    """A drawing of an answer.

    Args:
        kind: a line over time; bars, the longest first; points with the ends of their intervals.
        labels: the columns that say what is drawn; one that says the same of all is left out.
        value: the column that says how much.
        ends: the columns of an interval's ends.
        apart: a column and what it says of rows in another unit, which are read in the table alone.
    """

    kind: Literal["line", "bars", "points"]
    labels: tuple[str, ...]
    value: str
    ends: tuple[str, str] | None = None
    apart: tuple[str, str] | None = None


@dataclass(frozen=True)
class Question:
    """A question with the statement that answers it."""

    number: int
    title: str
    sql: str
    plot: Plot | None


_WINDOW = "collection_window"

PLOTS: Mapping[str, Plot] = {
    "How many tweets a week, and in which mood?": Plot("line", ("week",), "tweets"),
    "Which words are used most, and by how many accounts?": Plot("bars", (_WINDOW, "word"), "uses"),
    "How does sentiment differ between originals and replies?": Plot(
        "bars", (_WINDOW, "tweet_type", "scorer"), "mean_compound"
    ),
    "What do the largest communities talk about?": Plot("bars", (_WINDOW, "community"), "accounts"),
    "What is Table 1?": Plot("points", (_WINDOW, "variable", "category"), "percent", ("low", "high")),
    "May the codes be relied on?": Plot(
        "points", (_WINDOW, "variable", "measure"), "value", ("low", "high"), apart=("measure", "percent_agreement")
    ),
}
"""By question; the answers of others are read as tables."""


def questions() -> list[Question]:
    """The questions of the guide, in its order."""
    guide = document("analysts.md").read_text(encoding="utf-8")
    return [
        Question(number, found["title"], found["sql"], PLOTS.get(found["title"]))
        for number, found in enumerate(_QUESTION.finditer(guide), start=1)
    ]
