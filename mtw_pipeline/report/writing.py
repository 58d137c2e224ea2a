"""The report as a file: written whole or not at all.

What belongs here: where the page goes, and the main figures for those who do not open it. What does not: the figures
themselves (facts/) and their look (page.py).
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from mtw_pipeline.attempts import Attempts, Omission
from mtw_pipeline.network.account_names import NameOf, account_name
from mtw_pipeline.report.drawings.chart_figures import Charts
from mtw_pipeline.report.drawings.drawing import FORMATS
from mtw_pipeline.report.drawings.lorenz_figure import NAME as PARTICIPATION
from mtw_pipeline.report.drawings.lorenz_figure import draw_lorenz
from mtw_pipeline.report.drawings.network_figure import NetworkMap, network_map
from mtw_pipeline.report.drawings.network_pictures import MAP, TIES, figures_of, map_picture, ties_picture
from mtw_pipeline.report.drawings.process import Draw, DrawingProcess, Picture, Wait
from mtw_pipeline.report.drawings.ties_figure import NAME as TIES_FILE
from mtw_pipeline.report.facts.coding import Crosstab
from mtw_pipeline.report.facts.of_window import read_facts
from mtw_pipeline.report.facts.report_facts import DENSITY, RECIPROCITY, ReportFacts
from mtw_pipeline.report.html import environment
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
from mtw_pipeline.webpages import compile_all

_OF_PAGE = ("network", "network_ties", "words", "tweets_over_time", "participation")
"""The figures that the page holds itself."""
_FILES = ("network", TIES_FILE, "words", "tweets-over-time", PARTICIPATION)
_OF_CROSSTABS = "crosstab-"
"""What the files of figures are called, without their endings; those of crosstabs by their beginning."""

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
        seconds: what writing it took, by the clock.
    """

    path: Path
    headline: Headline
    images: dict[str, bytes]
    omissions: list[Omission]
    seconds: float


def write_report(
    warehouse: Warehouse, study: Study, window: CollectionWindow, drawing: DrawingProcess | None = None
) -> WrittenReport:
    """Write the report of a window in place of the one that was there; what fails of it is left out and told.

    Args:
        warehouse: the open warehouse.
        study: the study.
        window: the collection window.
        drawing: draws the figures while the tables are written.
    """
    started = time.monotonic()
    attempts = Attempts()
    path = study.report_of(window)
    path.parent.mkdir(parents=True, exist_ok=True)
    if drawing is not None:
        drawing.start(warehouse.rows_in(TWEETS, window))
    facts = read_facts(warehouse, study, window, attempts)
    drawn = Figures(warehouse, facts, figures_of(study, window), attempts, drawing or DrawingProcess()).begun()
    write_tables(warehouse, window, path.parent / "tables", attempts)
    _write_exported_again(warehouse, study, window, path.parent / "tables", attempts)
    compile_all(environment())
    images = drawn()
    write_whole(path, render(facts, images, attempts, files=files_beside(path.parent)))
    figures, omissions = headline(facts), list(dict.fromkeys(attempts.omissions))
    return WrittenReport(path, figures, images, omissions, time.monotonic() - started)


def _write_exported_again(
    warehouse: Warehouse, study: Study, window: CollectionWindow, folder: Path, attempts: Attempts
) -> None:
    """Write the files of ``mtw coding tables`` anew where they are: the page links them, and they hold its numbers."""
    from mtw_pipeline.coding.tables.export import export_tables, exported

    there = exported(folder)
    if (
        there
        and attempts.value("The files of mtw coding tables", export_tables, warehouse, study, window, folder) is None
    ):
        for path in there:
            path.unlink(missing_ok=True)


def files_beside(folder: Path) -> list[str]:
    """The tables and figures that lie beside a page, by their way from it."""
    return [
        path.relative_to(folder).as_posix()
        for name in ("figures", "tables", "tables/latex")
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
        drawing: draws them, here or in a process beside.
        named: what stands for an account; None shows accounts as they are, and makes the page of the network too.
    """

    warehouse: Warehouse
    facts: ReportFacts
    folder: Path
    attempts: Attempts
    drawing: DrawingProcess = field(default_factory=DrawingProcess)
    named: Callable[[str], str] | None = None

    def drawn(self) -> dict[str, bytes]:
        """The PNG of the figures over windows by name; of Figure 1 there is an interactive page too."""
        return self.begun()()

    def begun(self) -> Callable[[], dict[str, bytes]]:
        """Begin all figures, and make the page; returns what waits for them and gives what ``drawn`` gives."""
        waits = [*self._charts(), *self._pictures(), *self._crosstabs()]

        def wait() -> dict[str, bytes]:
            paths = {one.name: self._of(one.what, one.files, one.wait) for one in reversed(waits)}
            self._drop_all_but({file for one in waits for file in one.files})
            return {name: path.read_bytes() for name in _OF_PAGE if (path := paths.get(name)) is not None}

        return wait

    def _charts(self) -> "Iterator[_Begun]":
        charts = Charts(self.folder, self.facts.settings.synthetic)
        yield from self._begin("words", "The chart of the words", "words", lambda: self._words(charts))
        yield from self._begin(
            "tweets_over_time", "The chart of the tweets over time", "tweets-over-time", lambda: self._timeline(charts)
        )
        yield from self._begin("participation", "The chart of participation", PARTICIPATION, self._participation)

    def _pictures(self) -> "Iterator[_Begun]":
        ties = self._of(TIES, (TIES_FILE,), self._ties_picture)
        if ties:
            yield _Begun("network_ties", TIES, (TIES_FILE,), self.drawing.begin_picture(TIES, ties, self.folder))
        shown = self._of("The map of the network", ("network",), self._network_map)
        if shown:
            drawn = map_picture(shown, is_synthetic=self.facts.settings.synthetic, name_of=self._name_of)
            yield _Begun("network", MAP, ("network",), self.drawing.begin_picture(MAP, drawn, self.folder))
            if self.named is None:
                self._of("The page of the network", ("network.html",), lambda: self._network_page(shown))

    def _crosstabs(self) -> "Iterator[_Begun]":
        charts = Charts(self.folder, self.facts.settings.synthetic)
        for table in self._of("The charts of the crosstabs", (), lambda: self.facts.coding.crosstabs) or ():
            name = f"crosstab-{table.row_variable}-{table.column_variable}"
            if not any(is_withheld(cell.tweets) for _, cells in table.rows for cell in cells):
                yield from self._begin(name, f"The chart {name}", name, partial(_crosstab, charts, table))

    def _begin(self, name: str, what: str, file: str, prepared: Callable[[], Draw | None]) -> "Iterator[_Begun]":
        """A figure begun, if there is anything to draw: what it shows is found here, where the facts are."""
        draw_it = self._of(what, (file,), prepared)
        if draw_it is not None:
            yield _Begun(name, what, (file,), self.drawing.begin(what, draw_it))

    def _of(self, what: str, files: tuple[str, ...], made: Callable[[], Value | Omission]) -> Value | None:
        known = len(self.attempts.omissions)
        found = self.attempts.value(what, made)
        if len(self.attempts.omissions) > known:
            for name in files:
                for ending in ("",) if "." in name else FORMATS:
                    (self.folder / f"{name}{ending}").unlink(missing_ok=True)
        return found

    def _drop_all_but(self, drawn: Collection[str]) -> None:
        """Delete figures of runs before that this run has not: of crosstabs that nobody asks for, of ties that went."""
        for path in self.folder.glob("*.*"):
            is_ours = path.stem in _FILES or path.stem.startswith(_OF_CROSSTABS)
            if is_ours and path.suffix in {*FORMATS, ".html"} and path.stem not in drawn:
                path.unlink()

    @property
    def _name_of(self) -> NameOf:
        """How the figures write an account: as it is, or what stands for it."""
        return account_name if self.named is None else self.named

    def _network_map(self) -> NetworkMap | None:
        begun = self.drawing.begun_ahead(MAP, self.folder)
        if begun is not None and isinstance(begun.shown, NetworkMap):
            return begun.shown
        return network_map(self.warehouse, self.facts.window)

    def _network_page(self, shown: NetworkMap) -> Path:
        return write_network_page(self.warehouse, self.facts.settings, self.facts.window, shown, self.folder)

    def _ties_picture(self) -> Picture | None:
        begun = self.drawing.begun_ahead(TIES, self.folder)
        if begun is not None:
            return begun
        is_synthetic = self.facts.settings.synthetic
        return ties_picture(self.warehouse, self.facts.window, is_synthetic=is_synthetic, name_of=self._name_of)

    def _timeline(self, charts: Charts) -> Draw | None:
        """Nothing where a day is withheld: a chart would show it as one without a tweet."""
        shown = timeline(self.facts.window, self.facts.days)
        return None if shown.withheld else partial(charts.timeline, shown)

    def _participation(self) -> Draw | None:
        curve, is_synthetic = self.facts.accounts.curve, self.facts.settings.synthetic
        return partial(draw_lorenz, curve, self.folder, is_synthetic=is_synthetic) if curve else None

    def _words(self, charts: Charts) -> Draw | None:
        top = self.facts.top_words
        return partial(charts.words, top) if top.words else None


@dataclass(frozen=True)
class _Begun:
    """A figure that was begun: its name for the page, what it is, its files without their endings, its end."""

    name: str
    what: str
    files: tuple[str, ...]
    wait: Wait


def _crosstab(charts: Charts, table: Crosstab) -> Draw:
    return partial(charts.crosstab, table)


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
