"""The report as a file: written whole or not at all.

What belongs here: where the page goes, and the main figures for those who do not open it. What does not: the figures
themselves (facts.py) and their look (page.py).
"""

from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.report.chart_figures import Charts
from mtw_pipeline.report.facts import DENSITY, RECIPROCITY, ReportFacts, read_facts
from mtw_pipeline.report.network_figure import draw, network_map
from mtw_pipeline.report.network_page import write_network_page
from mtw_pipeline.report.page import render
from mtw_pipeline.report.table_files import write_tables
from mtw_pipeline.report.timeline import timeline
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

Headline = dict[str, float | int | str | None]


@dataclass(frozen=True)
class WrittenReport:
    """A report that was written.

    Args:
        path: the page.
        headline: its main figures by name; None where a figure is not known.
        images: its pictures (PNG) by name.
    """

    path: Path
    headline: Headline
    images: dict[str, bytes]


def write_report(warehouse: Warehouse, study: Study, window: CollectionWindow) -> WrittenReport:
    """Write the report of a window in place of the one that was there.

    Args:
        warehouse: the open warehouse.
        study: the study.
        window: the collection window.
    """
    facts = read_facts(warehouse, study, window)
    path = study.report_of(window)
    path.parent.mkdir(parents=True, exist_ok=True)
    images = _draw(warehouse, facts, path.parent / "figures")
    write_tables(warehouse, window, path.parent / "tables")
    write_whole(path, render(facts, images))
    return WrittenReport(path, headline(facts), images)


def _draw(warehouse: Warehouse, facts: ReportFacts, folder: Path) -> dict[str, bytes]:
    """Every figure as files, Figure 1 as an interactive page too; the PNG of those over windows by name."""
    drawn = {}
    is_synthetic = facts.settings.synthetic
    shown = network_map(warehouse, facts.window)
    if shown is not None:
        drawn["network"] = draw(shown, folder, is_synthetic=is_synthetic)[0].read_bytes()
        write_network_page(warehouse, facts.settings, facts.window, shown, folder)
    charts = Charts(folder, is_synthetic)
    if facts.words:
        drawn["words"] = charts.words(facts.words).read_bytes()
    drawn["tweets_over_time"] = charts.timeline(timeline(facts.window, facts.days)).read_bytes()
    for table in facts.coding.crosstabs:
        charts.crosstab(table)
    return drawn


def headline(facts: ReportFacts) -> Headline:
    """The main figures by name; shares are fractions, and floats have four significant digits."""
    sentiment = facts.first_sentiment
    density, reciprocity = facts.whole_network(DENSITY), facts.whole_network(RECIPROCITY)
    return {
        "tweets": facts.totals.tweets,
        "users_who_posted": facts.totals.users_who_posted,
        "retweet_share": _share(facts.tweets_of_type("retweet"), facts.totals.tweets),
        "reply_share": _share(facts.tweets_of_type("reply"), facts.totals.tweets),
        "mean_likes": _short(facts.likes.mean),
        "mean_likes_rests_on_tweets": facts.likes.tweets,
        "sentiment_scorer": sentiment.scorer if sentiment else None,
        "positive_tweets": sentiment.positive if sentiment else None,
        "negative_tweets": sentiment.negative if sentiment else None,
        DENSITY: _short(density.value) if density else None,
        RECIPROCITY: _short(reciprocity.value) if reciprocity else None,
        "sampled_tweets": facts.sample.sampled,
        "rejected_rows": facts.rows_rejected,
    }


def _share(part: int | None, whole: int) -> float | None:
    return None if part is None or whole == 0 else _short(part / whole)


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")
