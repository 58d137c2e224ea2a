"""The report as a file: written whole or not at all.

What belongs here: where the page goes, and the main figures for those who do not open it. What does not: the figures
themselves (facts.py) and their look (page.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from mtw_pipeline.attempts import Attempts, Omission
from mtw_pipeline.network.node_link import NodeLink
from mtw_pipeline.report.account_names import NameOf, account_name
from mtw_pipeline.report.drawings.beside import Beside, Wait, beside
from mtw_pipeline.report.drawings.chart_figures import Charts, TopWords
from mtw_pipeline.report.drawings.drawing import FORMATS
from mtw_pipeline.report.drawings.lorenz_figure import NAME as PARTICIPATION
from mtw_pipeline.report.drawings.lorenz_figure import draw_lorenz
from mtw_pipeline.report.drawings.network_figure import COMMUNITIES, NetworkMap, draw, network_map
from mtw_pipeline.report.drawings.network_plane import most_named
from mtw_pipeline.report.drawings.ties_figure import NAME as TIES
from mtw_pipeline.report.drawings.ties_figure import draw_ties, node_link
from mtw_pipeline.report.facts import DENSITY, RECIPROCITY, ReportFacts, read_facts
from mtw_pipeline.report.network_page import write_network_page
from mtw_pipeline.report.page import render
from mtw_pipeline.report.table_files import write_tables
from mtw_pipeline.report.timeline import timeline
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import TWEETS

NETWORK_FIGURE = "Figure 1"

_TIES = "The picture of the ties"
_FEWEST_FOR_A_PROCESS = 5_000
"""Tweets of which pictures of the network take longer than a process that draws them takes to start."""

Value = TypeVar("Value")
Headline = dict[str, float | int | str | None]


@dataclass(frozen=True)
class WrittenReport:
    """A report that was written.

    Args:
        path: the page.
        headline: its main figures by name; None where a figure is not known.
        images: its pictures (PNG) by name.
        omissions: parts, figures and files that were left out.
    """

    path: Path
    headline: Headline
    images: dict[str, bytes]
    omissions: list[Omission]


def write_report(warehouse: Warehouse, study: Study, window: CollectionWindow) -> WrittenReport:
    """Write the report of a window in place of the one that was there; what fails of it is left out and told.

    Args:
        warehouse: the open warehouse.
        study: the study.
        window: the collection window.
    """
    attempts = Attempts()
    path = study.report_of(window)
    path.parent.mkdir(parents=True, exist_ok=True)
    with beside(is_worth_it=warehouse.rows_in(TWEETS, window) >= _FEWEST_FOR_A_PROCESS) as drawing:
        facts = read_facts(warehouse, study, window, attempts)
        images = Figures(warehouse, facts, path.parent / "figures", attempts, drawing).drawn()
    write_tables(warehouse, window, path.parent / "tables", attempts)
    write_whole(path, render(facts, images, attempts, files=files_beside(path.parent)))
    return WrittenReport(path, headline(facts), images, list(dict.fromkeys(attempts.omissions)))


def files_beside(folder: Path) -> list[str]:
    """The tables and figures that lie beside a page, by their way from it."""
    return [
        path.relative_to(folder).as_posix()
        for name in ("figures", "tables")
        for path in sorted((folder / name).glob("*.*"))
    ]


@dataclass(frozen=True)
class Figures:
    """Every figure as files; where one cannot be drawn, nothing old is left in its place.

    Args:
        warehouse: the open warehouse.
        facts: the figures.
        folder: where to.
        attempts: draws one by one.
        drawing: draws the pictures of the network, which take as long as all else.
        named: what stands for an account; None shows accounts as they are, and makes the page of the network too.
    """

    warehouse: Warehouse
    facts: ReportFacts
    folder: Path
    attempts: Attempts
    drawing: Beside = field(default_factory=Beside)
    named: Callable[[str], str] | None = None

    def drawn(self) -> dict[str, bytes]:
        """The PNG of the figures over windows by name; of Figure 1 there is an interactive page too."""
        shown = self._of("The map of the network", ("network",), self._network_map)
        ties = self._of(_TIES, (TIES,), self._node_link)
        charts = Charts(self.folder, self.facts.settings.synthetic)
        network_drawn = self._begun(NETWORK_FIGURE, draw, shown) if shown else None
        ties_drawn = self._begun(_TIES, draw_ties, ties) if ties else None
        words = self._of("The chart of the words", ("words",), lambda: self._words(charts))
        over_time = self._of("The chart of the tweets over time", ("tweets-over-time",), lambda: self._timeline(charts))
        participation = self._of("The chart of participation", (PARTICIPATION,), self._participation)
        if shown and self.named is None:
            self._of("The page of the network", ("network.html",), lambda: self._network_page(shown))
        for table in self._of("The charts of the crosstabs", (), lambda: self.facts.coding.crosstabs) or ():
            name = f"crosstab-{table.row_variable}-{table.column_variable}"
            if not any(is_withheld(cell.tweets) for _, cells in table.rows for cell in cells):
                self._of(f"The chart {name}", (name,), partial(charts.crosstab, table))
        pages = {
            "network": self._of(NETWORK_FIGURE, ("network",), network_drawn) if network_drawn else None,
            "network_ties": self._of(_TIES, (TIES,), ties_drawn) if ties_drawn else None,
            "words": words,
            "tweets_over_time": over_time,
            "participation": participation,
        }
        return {name: page.read_bytes() for name, page in pages.items() if page is not None}

    def _begun(self, what: str, draw_picture: Callable[..., Path], shown: NetworkMap | NodeLink) -> Wait:
        """A picture of the network, begun with the names that it shows."""
        names = {dot.account: self._name_of(dot.account) for dot in most_named(shown.dots)}
        is_synthetic = self.facts.settings.synthetic
        return self.drawing.begin(
            what, partial(draw_picture, shown, self.folder, is_synthetic=is_synthetic, name_of=names.__getitem__)
        )

    def _of(self, what: str, files: tuple[str, ...], made: Callable[[], Value | Omission]) -> Value | None:
        known = len(self.attempts.omissions)
        found = self.attempts.value(what, made)
        if len(self.attempts.omissions) > known:
            for name in files:
                for ending in ("",) if "." in name else FORMATS:
                    (self.folder / f"{name}{ending}").unlink(missing_ok=True)
        return found

    @property
    def _name_of(self) -> NameOf:
        """How the figures write an account: as it is, or what stands for it."""
        return account_name if self.named is None else self.named

    def _network_map(self) -> NetworkMap | None:
        return network_map(self.warehouse, self.facts.window)

    def _network_page(self, shown: NetworkMap) -> Path:
        return write_network_page(self.warehouse, self.facts.settings, self.facts.window, shown, self.folder)

    def _node_link(self) -> NodeLink | None:
        return node_link(self.warehouse, self.facts.window, COMMUNITIES)

    def _timeline(self, charts: Charts) -> Path | None:
        """Nothing where a day is withheld: a chart would show it as one without a tweet."""
        shown = timeline(self.facts.window, self.facts.days)
        return None if shown.withheld else charts.timeline(shown)

    def _participation(self) -> Path | None:
        curve = self.facts.further.curve
        return draw_lorenz(curve, self.folder, is_synthetic=self.facts.settings.synthetic) if curve else None

    def _words(self, charts: Charts) -> Path | None:
        counted = [*self.facts.words, *self.facts.text.more_words]
        return charts.words(TopWords.among(counted, self.facts.settings.hashtags)) if self.facts.words else None


def headline(facts: ReportFacts) -> Headline:
    """The main figures by name; shares are fractions, floats have four significant digits; None is not known."""
    attempts = Attempts()
    figures: dict[str, Callable[[], float | int | str | None]] = {
        "tweets": lambda: facts.totals.tweets,
        "users_who_posted": lambda: facts.totals.users_who_posted,
        "retweet_share": lambda: _share(facts.tweets_of_type("retweet"), facts.totals.tweets),
        "reply_share": lambda: _share(facts.tweets_of_type("reply"), facts.totals.tweets),
        "mean_likes": lambda: _short(facts.likes.mean),
        "mean_likes_rests_on_tweets": lambda: facts.likes.tweets,
        "sentiment_scorer": lambda: getattr(facts.first_sentiment, "scorer", None),
        "positive_tweets": lambda: getattr(facts.first_sentiment, "positive", None),
        "negative_tweets": lambda: getattr(facts.first_sentiment, "negative", None),
        DENSITY: lambda: _short(getattr(facts.whole_network(DENSITY), "value", None)),
        RECIPROCITY: lambda: _short(getattr(facts.whole_network(RECIPROCITY), "value", None)),
        "sampled_tweets": lambda: facts.sample.sampled,
        "rejected_rows": lambda: facts.rows_rejected,
    }
    if facts.holds_several_platforms:
        figures["platforms_together"] = lambda: facts.platforms_in_words
    return {name: attempts.value(f"{name} of the headline", figure) for name, figure in figures.items()}


def _share(part: int | None, whole: int) -> float | None:
    return None if part is None or whole == 0 else _short(part / whole)


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")
