"""Counts of few people in what the report says of coding: codes, themes, crosstabs, estimates, agreement.

What belongs here: which of these figures are withheld, and what would tell them. What does not: the rules of
withholding (withholding.py), and names (masked_facts.py).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from mtw_pipeline.report.facts.coding import (
    CategoryAgreementFigure,
    Cell,
    CodingFacts,
    ComputedAgreementFigure,
    Crosstab,
    Estimate,
    Frequency,
    SampleEngagement,
    Test,
    ThemeCount,
)
from mtw_pipeline.report.parts import read_only, unless_unread
from mtw_pipeline.report.withheld import Few, FewShare, Rough, is_withheld
from mtw_pipeline.supplement.engagement_suppression import sample_engagement_suppressed
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.withholding import RETWEET, withheld_cells, withheld_of

_COUNTS_OF_AGREEMENT = ("tweets_of_any", "tweets_of_all", "computed_tweets", "people_tweets", "tweets_of_both")
_Agreement = TypeVar("_Agreement", CategoryAgreementFigure, ComputedAgreementFigure)
_WITHHELD: Mapping[str, Any] = {"tweets": Few(), "percent": FewShare(), "low": FewShare(), "high": FewShare()}


def coding_suppressed(coding: CodingFacts, behind: PeopleBehind, fewest: int) -> CodingFacts:
    """What coding gave, without counts of tweets of few people, and without what tells them.

    Args:
        coding: the figures.
        behind: who stands behind them.
        fewest: how many people have to stand behind a count.
    """
    return _Suppression(behind, fewest).coding(coding)


@dataclass(frozen=True)
class _Suppression:
    behind: PeopleBehind
    fewest: int

    def coding(self, coding: CodingFacts) -> CodingFacts:
        few = self._few_codes(coding)

        def table_1(those: tuple[Frequency, ...]) -> tuple[Frequency, ...]:
            """Without bounds: they tell of how many tweets it is not known, and nobody counts who posted those."""
            shown = (replace(one, **_WITHHELD) if (one.variable, one.category) in few else one for one in those)
            return tuple(replace(one, low=FewShare(), high=FewShare()) if one.percent is None else one for one in shown)

        def themes(those: tuple[ThemeCount, ...]) -> tuple[ThemeCount, ...]:
            return tuple(replace(one, **_WITHHELD) if ("theme", one.theme) in few else one for one in those)

        def estimates(those: tuple[Estimate, ...]) -> tuple[Estimate, ...]:
            hidden: dict[str, Any] = dict.fromkeys(("percent_proposed", "percent_corrected", "low", "high"), FewShare())
            return tuple(replace(one, **hidden) if (one.variable, one.category) in few else one for one in those)

        def engagement(those: tuple[SampleEngagement, ...]) -> tuple[SampleEngagement, ...]:
            is_hidden = ("tweet_type", RETWEET) in few
            return sample_engagement_suppressed(those, self.behind, self.fewest, are_retweets_withheld=is_hidden)

        cells = unless_unread(
            coding.cells, lambda _: tuple(cell for table in coding.crosstabs for cell in self._cells(table, few))
        )
        withheld_tables = {
            (one.row_variable, one.column_variable) for one in read_only(cells) if is_withheld(one.tweets)
        }
        return replace(
            coding,
            frequencies=unless_unread(coding.frequencies, table_1),
            themes=unless_unread(coding.themes, themes),
            cells=cells,
            tests=unless_unread(coding.tests, lambda those: tuple(_tests(those, withheld_tables))),
            estimates=unless_unread(coding.estimates, estimates),
            categories=unless_unread(coding.categories, lambda those: tuple(map(_without_counts, those))),
            computed=unless_unread(coding.computed, lambda those: tuple(map(_without_counts, those))),
            rule_confusion=(),
            confused=(),
            engagement=unless_unread(coding.engagement, engagement),
        )

    def _few_codes(self, coding: CodingFacts) -> frozenset[tuple[str, str]]:
        """The variables and categories of which the sampled tweets are withheld, in Table 1 and in margins alike."""
        counts: dict[str, dict[str, int]] = {}
        for cell in read_only(coding.cells):
            counts.setdefault(cell.row_variable, {})[cell.row_category] = cell.row_tweets
            counts.setdefault(cell.column_variable, {})[cell.column_category] = cell.column_tweets
        for theme in read_only(coding.themes):
            counts.setdefault("theme", {})[theme.theme] = theme.tweets
        for entry in read_only(coding.frequencies):
            counts.setdefault(entry.variable, {})[entry.category] = entry.tweets
        found = set()
        for variable, categories in counts.items():
            names = list(categories)
            people = [self._people_of(variable, name) for name in names]
            found |= {(variable, names[place]) for place in withheld_of(list(categories.values()), people, self.fewest)}
            found |= {(variable, name) for name in names if 0 < self.behind.without_code(variable, name) < self.fewest}
        return frozenset(found)

    def _people_of(self, variable: str, category: str) -> int:
        """Behind a category; Table 1 counts the types and formats of the sample, which no crosstab need cross."""
        return self.behind.of("code", variable, category)

    def _cells(self, table: Crosstab, few: frozenset[tuple[str, str]]) -> list[Cell]:
        rows = frozenset(
            place
            for place, (name, cells) in enumerate(table.rows)
            if (table.row_variable, name) in few or 0 < cells[0].row_tweets < self.fewest
        )
        columns = frozenset(
            place
            for place, name in enumerate(table.columns)
            if (table.column_variable, name) in few or 0 < table.totals[place] < self.fewest
        )
        people = [
            [
                self.behind.of("cell", table.row_variable, name, table.column_variable, cell.column_category)
                for cell in cells
            ]
            for name, cells in table.rows
        ]
        counts = [[cell.tweets for cell in cells] for _, cells in table.rows]
        withheld = withheld_cells(counts, people, rows, columns, self.fewest)
        return [
            _shown(cell, is_few=(row, column) in withheld, row_is_few=row in rows, column_is_few=column in columns)
            for row, (_, cells) in enumerate(table.rows)
            for column, cell in enumerate(cells)
        ]


def _shown(cell: Cell, *, is_few: bool, row_is_few: bool, column_is_few: bool) -> Cell:
    hidden: dict[str, Any] = {}
    if is_few:
        hidden |= {"tweets": Few(), "percent_of_all": FewShare(), "adjusted_residual": None}
    if row_is_few:
        hidden["row_tweets"] = Few()
    if column_is_few:
        hidden["column_tweets"] = Few()
    if (is_few or row_is_few) and cell.percent_of_row is not None:
        hidden["percent_of_row"] = FewShare()
    if (is_few or column_is_few) and cell.percent_of_column is not None:
        hidden["percent_of_column"] = FewShare()
    return replace(cell, **hidden)


def _tests(tests: Iterable[Test], tables: Collection[tuple[str, str]]) -> Iterable[Test]:
    """Tests of tables without withheld cells as they are; of others no statistic that tells which numbers fit."""
    for one in tests:
        if (one.row_variable, one.column_variable) not in tables or one.chi_square is None:
            yield one
        else:
            p_holm, strength = Rough.of(one.p_holm), Rough.of(one.cramers_v)
            yield replace(
                one, chi_square=FewShare(), p_value=FewShare(), p_holm=p_holm, cramers_v=strength,
                low=Rough.of(one.low), high=Rough.of(one.high),
            )  # fmt: skip


def _without_counts(one: _Agreement) -> _Agreement:
    """A figure of agreement without the tweets of the reliability set behind it, whose authors are not counted."""
    hidden: dict[str, Any] = {name: Few() for name in _COUNTS_OF_AGREEMENT if hasattr(one, name)}
    return replace(one, **hidden)
