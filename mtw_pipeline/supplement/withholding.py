"""Which counts of a list or of a table have to be withheld, so that those of few people cannot be reckoned.

What belongs here: primary and complementary suppression of counts. What does not: which figures of the report they are
(suppression.py, further_suppression.py).

A count behind which fewer than k people stand is withheld (primary suppression). Where one alone is withheld of counts
whose sum is shown, it could be reckoned from the others, so the smallest of these goes too (complementary suppression:
Hundepool et al., Statistical Disclosure Control, 2012, chapter 4). A count of 0 hides nobody and stays.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import cast

RETWEET = "retweet"
_Line = tuple[str, int | None]


def withheld_of(counts: Sequence[int | None], people: Sequence[int], fewest: int) -> frozenset[int]:
    """The places of the counts that are withheld, of some that add up to one that is shown.

    Args:
        counts: the counts; None is not known.
        people: how many people stand behind each.
        fewest: how many have to.
    """
    found = {place for place, count in enumerate(counts) if count and people[place] < fewest}
    rest = [place for place, count in enumerate(counts) if count and place not in found]
    if len(found) == 1 and rest:
        found.add(_smallest(counts, rest))
    return frozenset(found)


def withheld_of_types(
    names: Sequence[str], counts: Sequence[int | None], people: Sequence[int], fewest: int
) -> frozenset[int]:
    """The places of the types of tweets that are withheld; the sum of all but the retweets is a figure of its own.

    So retweets are known where that sum is shown, and hide no other type. Where they are withheld themselves, whoever
    asks has to withhold that sum.

    Args:
        names: the types, each once.
        counts: the tweets of each; None is not known.
        people: how many people stand behind each.
        fewest: how many have to.
    """
    own = [place for place, name in enumerate(names) if name != RETWEET]
    found = {own[place] for place in withheld_of([counts[one] for one in own], [people[one] for one in own], fewest)}
    retweets = names.index(RETWEET) if RETWEET in names else None
    if retweets is not None and counts[retweets] and (people[retweets] < fewest or len(found) == 1):
        found.add(retweets)
        rest = [place for place in own if counts[place]]
        if len(found) == 1 and rest:
            found.add(_smallest(counts, rest))
    return frozenset(found)


def _smallest(counts: Sequence[int | None], places: Collection[int]) -> int:
    return min(places, key=lambda place: (counts[place] or 0, place))


def withheld_cells(
    counts: Sequence[Sequence[int]],
    people: Sequence[Sequence[int]],
    rows: frozenset[int],
    columns: frozenset[int],
    fewest: int,
) -> frozenset[tuple[int, int]]:
    """The places of the cells that are withheld, of a table whose margins are shown but for some.

    Args:
        counts: the cells, row by row.
        people: how many people stand behind each.
        rows: the rows of which the margin is withheld.
        columns: likewise the columns.
        fewest: how many people have to stand behind a cell.
    """
    places = [(row, column) for row in range(len(counts)) for column in range(len(counts[0]))]
    found = {place for place in places if counts[place[0]][place[1]] and people[place[0]][place[1]] < fewest}
    while True:
        further = _further(counts, [one for one in places if one not in found], found, rows, columns)
        if further is None:
            return frozenset(found)
        found.add(further)


def _further(
    counts: Sequence[Sequence[int]],
    shown: Sequence[tuple[int, int]],
    found: Collection[tuple[int, int]],
    rows: Collection[int],
    columns: Collection[int],
) -> tuple[int, int] | None:
    """A cell that has to go too, so that another cannot be reckoned from the margins; None where nothing has to.

    Withheld cells are ties between rows and columns, and a withheld margin is one with the line of all margins. A cell
    follows from what is shown exactly if its tie is a bridge: no other way leads from its row to its column.
    """
    import networkx as nx

    ties: nx.Graph[_Line] = nx.Graph()
    ties.add_edges_from((("row", row), ("column", column)) for row, column in found)
    ties.add_edges_from((("row", row), ("column", None)) for row in rows)
    ties.add_edges_from((("row", None), ("column", column)) for column in columns)

    def smallest(candidates: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
        return min(candidates, key=lambda one: (not counts[one[0]][one[1]], counts[one[0]][one[1]], one), default=None)

    for first, second in cast("list[tuple[_Line, _Line]]", list(nx.bridges(ties))):
        one, other = (first, second) if first[0] == "row" else (second, first)
        rest = ties.copy()
        rest.remove_edge(one, other)
        side, far = (nx.node_connected_component(rest, end) for end in (one, other))
        across = [
            (row, column)
            for row, column in shown
            if (("row", row) in side and ("column", column) in far)
            or (("row", row) in far and ("column", column) in side)
        ]
        beside = [(row, column) for row, column in shown if row == one[1] or column == other[1]]
        chosen = smallest(across) or smallest(beside)
        if chosen is not None:
            return chosen
    return None


def about(number: int | None) -> int | None:
    """A count of a single account or tweet, rounded to two significant digits."""
    if number is None or number < 100:  # noqa: PLR2004 - two digits
        return number
    return round(number, 2 - len(str(number)))
