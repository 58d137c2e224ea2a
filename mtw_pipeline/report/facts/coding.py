"""What the report says of coding: frequencies, agreement, crosstabs, themes, machine estimates.

What belongs here: plain values, a class for each statement of sql/report/coding/. What does not: reading them
(of_window.py).
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from mtw_pipeline.report.facts.coding_progress import ConfusedPair, Course, Tenth, courses
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.warehouse.tables.tweets import NOT_KNOWN, TEXT_ONLY

_TOLD = (frozenset({"purpose", "content_format"}), frozenset({"purpose", "learning_strategies"}))
"""The pairs of variables of whose crosstabs the published study tells cells."""
_CLEAR = 1.96
_STRONG = 4.0


@dataclass(frozen=True)
class SampleDraw:
    """The sample of the window as a whole, as it was drawn, whatever study.toml says now.

    Args:
        sampled: its tweets.
        seed: of the draw.
        frame_size: tweets that it was drawn from.
        frame_md5: proof of these.
        reliability_tweets: those that all coders code.
        stratified_by: what its strata are; None where it is not known, like the two below.
        with_retweets: whether retweets were drawn too.
        of_languages: the languages that were drawn; empty where all were.
    """

    sampled: int
    seed: int | None
    frame_size: int | None
    frame_md5: str | None
    reliability_tweets: int = 0
    stratified_by: str | None = None
    with_retweets: bool | None = None
    of_languages: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Frequency:
    """A category of Table 1; without a percent where the exports do not tell it of all tweets."""

    variable: str
    label: str
    category: str
    tweets: int
    coded_tweets: int
    percent: float | None
    low: float
    high: float
    is_computed: bool


@dataclass(frozen=True)
class AgreementFigure:
    """A measure of agreement of all coders on a variable."""

    variable: str
    measure: str
    units: int
    value: float | None
    low: float | None
    high: float | None
    method: str
    reason: str | None


@dataclass(frozen=True)
class CategoryAgreementFigure:
    """How far all coders agree whether tweets have a category."""

    variable: str
    category: str
    units: int
    tweets_of_any: int
    tweets_of_all: int
    value: float | None
    low: float | None
    high: float | None
    reason: str | None


@dataclass(frozen=True)
class ComputedAgreementFigure:
    """How far the rule of a computed variable, or of a category of it, agrees with people."""

    variable: str
    category: str
    units: int
    computed_tweets: int
    people_tweets: int
    tweets_of_both: int
    measure: str
    value: float | None
    low: float | None
    high: float | None
    reason: str | None


@dataclass(frozen=True)
class ComputedConfusion:
    """A computed category beside another one that people gave to the same tweets."""

    variable: str
    computed_category: str
    people_category: str
    tweets: int


@dataclass(frozen=True)
class VariableState:
    """Whether the codes of a variable are reported, and why."""

    variable: str
    coded_tweets: int
    shared_tweets: int
    threshold: float
    lowered_because: str | None
    is_reported: bool
    reason: str


@dataclass(frozen=True)
class Decisions:
    """The codes, a variable of a tweet each, on which coders differ, and how many of these were decided."""

    differing: int = 0
    decided: int = 0

    @property
    def undecided(self) -> int:
        """Those that nobody decided: their tweets have no final code of the variable."""
        return self.differing - self.decided


@dataclass(frozen=True)
class Cell:
    """A cell of a crosstab."""

    row_variable: str
    column_variable: str
    row_category: str
    column_category: str
    tweets: int
    row_tweets: int
    column_tweets: int
    all_tweets: int
    percent_of_all: float
    percent_of_row: float | None
    percent_of_column: float | None
    adjusted_residual: float | None

    @property
    def shade(self) -> str:
        """How far the cell stands from chance: ``more-2`` to ``less-2``, empty where it does not stand out."""
        residual = self.adjusted_residual or 0.0
        if abs(residual) < _CLEAR:
            return ""
        return f"{'more' if residual > 0 else 'less'}-{2 if abs(residual) >= _STRONG else 1}"


@dataclass(frozen=True)
class Test:
    """The test of a crosstab."""

    __test__ = False

    row_variable: str
    column_variable: str
    tweets: int
    chi_square: float | None
    degrees_of_freedom: int | None
    p_value: float | None
    method: str | None
    p_holm: float | None
    cramers_v: float | None
    low: float | None
    high: float | None
    reason: str | None


@dataclass(frozen=True)
class Crosstab:
    """A crosstab: its columns, its rows of cells, and the tests among which is its own."""

    row_variable: str
    column_variable: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    tests: tuple[Test, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """Its variables."""
        return self.row_variable, self.column_variable

    @property
    def tweets(self) -> int:
        """The tweets that have both variables."""
        return self.rows[0][1][0].all_tweets

    @property
    def totals(self) -> tuple[int, ...]:
        """The tweets of each column."""
        return tuple(cell.column_tweets for cell in self.rows[0][1])

    @property
    def has_several(self) -> bool:
        """Whether tweets have several categories of a variable, so that cells add up to more than their margins."""
        lines = [(cells, cells[0].row_tweets) for _, cells in self.rows]
        lines += [(tuple(cells[place] for _, cells in self.rows), total) for place, total in enumerate(self.totals)]
        return any(
            sum(cell.tweets for cell in cells) != total
            for cells, total in lines
            if not any(map(is_withheld, (total, *(cell.tweets for cell in cells))))
        )

    @property
    def test(self) -> Test | None:
        """Its test; looked for when it is asked for, because a table may be known whose test is not."""
        pair = (self.row_variable, self.column_variable)
        return next((one for one in self.tests if (one.row_variable, one.column_variable) == pair), None)


@dataclass(frozen=True)
class ThemeCount:
    """A theme of Table 3."""

    theme: str
    kind_of_knowledge: str
    motivation: str
    tweets: int
    percent: float
    low: float
    high: float
    example: str | None


@dataclass(frozen=True)
class MachineFigure:
    """How far the machine agrees with people on a variable."""

    variable: str
    scorer: str
    learned_from: int
    cohens_kappa: float | None
    low: float | None
    high: float | None
    threshold: float
    is_shown: bool
    reason: str | None


@dataclass(frozen=True)
class Estimate:
    """A category among all tweets of the frame."""

    variable: str
    category: str
    frame_tweets: int
    percent_proposed: float
    percent_corrected: float
    low: float
    high: float


@dataclass(frozen=True)
class SampleEngagement:
    """A kind of engagement with the sampled tweets that are no retweets."""

    metric: str
    sampled_tweets: int
    known_tweets: int
    mean: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    maximum: int | None


@dataclass(frozen=True)
class CodingFacts:
    """Everything that the report says of coding.

    Args:
        frequencies: Table 1.
        agreement: measures of all coders.
        categories: agreement of all coders on each category.
        computed: agreement of the rules of computed variables with people.
        rule_confusion: where these differ.
        variables: what people code, and whether it is reported.
        cells: crosstabs.
        tests: their tests.
        themes: Table 3.
        machine: the machine's agreement with people.
        estimates: what it says of all tweets.
        engagement: of the sampled tweets.
        over_time: agreement as the coding went on.
        confused: categories that coders confused.
        decisions: what became of the codes on which coders differ.
    """

    frequencies: tuple[Frequency, ...] = ()
    agreement: tuple[AgreementFigure, ...] = ()
    categories: tuple[CategoryAgreementFigure, ...] = ()
    computed: tuple[ComputedAgreementFigure, ...] = ()
    rule_confusion: tuple[ComputedConfusion, ...] = ()
    variables: tuple[VariableState, ...] = ()
    cells: tuple[Cell, ...] = ()
    tests: tuple[Test, ...] = ()
    themes: tuple[ThemeCount, ...] = ()
    machine: tuple[MachineFigure, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    engagement: tuple[SampleEngagement, ...] = ()
    over_time: tuple[Tenth, ...] = ()
    confused: tuple[ConfusedPair, ...] = ()
    decisions: Decisions = Decisions()

    @property
    def is_shared(self) -> bool:
        """Whether several coders coded a tweet."""
        return any(variable.shared_tweets for variable in self.variables)

    @property
    def courses(self) -> list[Course]:
        """Agreement as the coding went on, by variable."""
        return courses(self.over_time)

    @cached_property
    def frequencies_by_variable(self) -> list[tuple[str, list[Frequency]]]:
        """Table 1 by the labels of its variables."""
        return [(label, list(rows)) for label, rows in groupby(self.frequencies, key=lambda row: row.label)]

    @property
    def unknown_formats(self) -> list[Frequency]:
        """The row of Table 1 for sampled tweets whose content format is not known; empty where there are none."""
        return [row for row in self.frequencies if (row.variable, row.category) == ("content_format", NOT_KNOWN)]

    @property
    def tells_types(self) -> bool:
        """Whether the exports tell the type of every sampled tweet."""
        return all(row.percent is not None for row in self.frequencies if row.variable == "tweet_type")

    @property
    def tells_links(self) -> bool:
        """Whether the exports tell of every sampled tweet whether it has a link."""
        return all(row.percent is not None for row in self.frequencies if row.variable == "resources")

    @property
    def text_only(self) -> Frequency:
        """The row of Table 1 for sampled tweets that are text only."""
        return next(row for row in self.frequencies if (row.variable, row.category) == ("content_format", TEXT_ONLY))

    @property
    def tells_text_only(self) -> bool:
        """Whether it is told of every sampled tweet whether it is text only."""
        return self.text_only.percent is not None

    def crosses(self, variable: str) -> bool:
        """Whether a crosstab is of a variable."""
        return any(variable in table.pair for table in self.crosstabs)

    @cached_property
    def crosstabs(self) -> list[Crosstab]:
        """The crosstabs with their tests."""
        found = []
        for pair, cells in groupby(self.cells, key=lambda cell: (cell.row_variable, cell.column_variable)):
            rows = tuple((name, tuple(row)) for name, row in groupby(cells, key=lambda cell: cell.row_category))
            columns = tuple(cell.column_category for cell in rows[0][1])
            found.append(Crosstab(*pair, columns, rows, self.tests))
        return found

    @property
    def told_crosstabs(self) -> list[tuple[str, str]]:
        """The pairs of variables of which the published study tells cells; where none is coded, the first."""
        pairs = [table.pair for table in self.crosstabs]
        return [pair for pair in pairs if frozenset(pair) in _TOLD] or pairs[:1]

    @property
    def tells_crosstabs(self) -> bool:
        """Whether the published study tells cells of any of them."""
        return any(frozenset(table.pair) in _TOLD for table in self.crosstabs)
