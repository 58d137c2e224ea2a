"""Which counts of a list or of a table have to be withheld, so that those of few people cannot be reckoned.

What belongs here: primary and complementary suppression of counts. What does not: which figures of the report they are
(suppression.py, groups_suppression.py).

A count behind which fewer than k people stand is withheld (primary suppression). What is withheld of counts whose sum
is shown could be reckoned from the others, all of it together, so that a count of k people and more is withheld beside
it (complementary suppression: Hundepool et al., Statistical Disclosure Control, 2012, chapter 4): then neither a count
nor a sum of counts of few people follows from what is shown. A count of 0 hides nobody and stays, where another can go.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from networkx import Graph

RETWEET = "retweet"
_Line = tuple[str, int | None]
_Place = tuple[int, int]
_Tie = tuple[_Line, _Line]


def withheld_of(counts: Sequence[int | None], people: Sequence[int], fewest: int) -> frozenset[int]:
    """The places of the counts that are withheld, of some that add up to one that is shown.

    Args:
        counts: the counts; None is not known.
        people: how many people stand behind each.
        fewest: how many have to.
    """
    found = {place for place, count in enumerate(counts) if count and people[place] < fewest}
    rest = [place for place, count in enumerate(counts) if count and place not in found]
    if found and rest:
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
    if retweets is None or not counts[retweets]:
        return frozenset(found)
    is_few = people[retweets] < fewest
    if is_few or (found and not _is_hidden_among(found, people, fewest)):
        found.add(retweets)
    rest = [place for place in own if counts[place] and place not in found]
    if is_few and rest and not _is_hidden_among(found, people, fewest):
        found.add(_smallest(counts, rest))
    return frozenset(found)


def _is_hidden_among(places: Collection[int], people: Sequence[int], fewest: int) -> bool:
    """Whether what is withheld has enough people behind it all together: one of its counts has."""
    return any(people[place] >= fewest for place in places)


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
    every = [(row, column) for row in range(len(counts)) for column in range(len(counts[0]))]
    few = [one for one in every if counts[one[0]][one[1]] and people[one[0]][one[1]] < fewest]
    hiding = _Hiding(counts, [one for one in every if one not in few], rows, columns)
    ties: list[_Tie] = [(("row", row), ("column", column)) for row, column in few]
    for one in ties:
        hiding.connect(*one)
    for one in (*hiding.withheld_also(ties), *hiding.margins):
        hiding.without(one)
    return frozenset(few) | hiding.chosen


class _Hiding:
    """The cells that go beside those of few people.

    Withheld cells are ties between rows and columns, and a withheld margin is one with the line of all margins. Sums of
    withheld cells that follow from what is shown are cuts: all ties between some lines and the others. Each that has a
    cell of few people in it has one of enough people too exactly if ties of such cells lead from its row to its column.

    Args:
        counts: the cells, row by row.
        rest: the places that may go.
        rows: the rows of which the margin is withheld.
        columns: likewise the columns.
    """

    def __init__(
        self, counts: Sequence[Sequence[int]], rest: list[_Place], rows: Collection[int], columns: Collection[int]
    ) -> None:
        import networkx as nx

        self.chosen: frozenset[_Place] = frozenset()
        self.margins: list[_Tie] = [(("row", row), ("column", None)) for row in sorted(rows)]
        self.margins += [(("row", None), ("column", column)) for column in sorted(columns)]
        self._counts, self._rest = counts, rest
        self._ties: Graph[_Line] = nx.Graph(self.margins)
        self._ties.add_nodes_from(("row", row) for row in range(len(counts)))
        self._ties.add_nodes_from(("column", column) for column in range(len(counts[0])))

    def connect(self, one: _Line, other: _Line) -> None:
        """Withhold cells until ties lead from one line to the other, or none is left."""
        import networkx as nx

        while other not in (side := nx.node_connected_component(self._ties, one)):
            far = nx.node_connected_component(self._ties, other)
            leaving = [place for place in self._rest if (("row", place[0]) in side) != (("column", place[1]) in side)]
            if not leaving:
                return
            chosen = min(leaving, key=lambda place: self._rank(place, far))
            self._rest.remove(chosen)
            self.chosen |= {chosen}
            self._ties.add_edge(("row", chosen[0]), ("column", chosen[1]))

    def withheld_also(self, ties: Sequence[_Tie]) -> Sequence[_Tie]:
        """Know of cells of few people, which hide one another where nothing better does."""
        self._ties.add_edges_from(ties)
        return ties

    def without(self, tie: _Tie) -> None:
        """See to it that what is withheld is not the sum of what is shown of its line."""
        self._ties.remove_edge(*tie)
        self.connect(*tie)
        self._ties.add_edge(*tie)

    def _rank(self, place: _Place, far: Collection[_Line]) -> tuple[bool, bool, int, _Place]:
        """Cells of somebody first, then those that lead there at once, then the smallest."""
        count = self._counts[place[0]][place[1]]
        leads_there = ("row", place[0]) in far or ("column", place[1]) in far
        return not count, not leads_there, count, place


def about(number: int | None) -> int | None:
    """A count of a single account or tweet, rounded to two significant digits."""
    if number is None or number < 100:  # noqa: PLR2004 - two digits
        return number
    return round(number, 2 - len(str(number)))
