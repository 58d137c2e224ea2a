"""The page of trends as HTML, its tables and its figure as files.

What belongs here: what the template gets, and where page and files go. What does not: figures (facts.py) and sentences
(templates/trends.html.j2).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mtw_pipeline.attempts import Attempts, Omission
from mtw_pipeline.report.drawings.drawing import FORMATS
from mtw_pipeline.report.drawings.process import DrawingProcess, Wait
from mtw_pipeline.report.html import environment
from mtw_pipeline.report.references import PLACE, with_references
from mtw_pipeline.report.table_files import write_table
from mtw_pipeline.report.trends.facts import TrendFacts, read_trends
from mtw_pipeline.report.trends.figure import NAME, draw_trends, shown_trends
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.trends import MEMBER_RETENTION, WINDOW_CHANGES, WINDOW_TRENDS

MOST_CLEAR = 30
_FIGURE = "The figure of the trends"
SECTIONS = {
    "collection": "What was collected",
    "types": "Types of tweets",
    "formats": "Content formats",
    "resources": "Resources",
    "engagement": "Engagement",
    "codes": "Codes",
    "words": "Words",
    "hashtags": "Hashtags",
    "sentiment": "Sentiment",
    "style": "Style",
    "network": "Network",
}


def trends_page(
    settings: StudySettings,
    facts: TrendFacts,
    omissions: Sequence[Omission] = (),
    files: Collection[str] = (),
) -> str:
    """The page: the same figures give the same text; it says what was left out.

    Args:
        settings: the study's, for its title.
        facts: the figures.
        omissions: what was left out.
        files: the files beside the page that it may link, by their way from it.
    """
    page = (
        environment()
        .get_template("trends.html.j2")
        .render(
            settings=settings, facts=facts, windows=facts.windows, sections=SECTIONS, omissions=omissions,
            clear=facts.clear_changes[:MOST_CLEAR], clear_in_all=len(facts.clear_changes), files=files,
            units={(topic, one.measure): one.unit for topic, those in facts.trends.items() for one in those},
            references=PLACE,
        )
    )  # fmt: skip
    return with_references(page)


def _begun(facts: TrendFacts, folder: Path, settings: StudySettings, drawing: DrawingProcess) -> Wait | None:
    """The figure, begun if there is anything to draw; no old one is left in its place."""
    for ending in FORMATS:
        (folder / f"{NAME}{ending}").unlink(missing_ok=True)
    shown = shown_trends(facts.trends)
    if shown is None:
        return None
    return drawing.begin(_FIGURE, partial(draw_trends, shown, folder, is_synthetic=settings.synthetic))


@dataclass(frozen=True)
class WrittenTrends:
    """The page that was written, and what was left out of it."""

    path: Path
    omissions: list[Omission]


def write_trends(warehouse: Warehouse, study: Study, drawing: DrawingProcess | None = None) -> WrittenTrends:
    """Write the page of the study's trends, and its tables, in place of those that were there.

    Args:
        warehouse: the open warehouse.
        study: the study.
        drawing: draws the figure while the tables are written.
    """
    attempts = Attempts()
    facts = read_trends(warehouse, attempts)
    path, folder = study.trends, study.trends_tables
    folder.mkdir(parents=True, exist_ok=True)
    begun = attempts.value(_FIGURE, _begun, facts, folder, study.settings, drawing or DrawingProcess())
    files = []
    for table in (WINDOW_TRENDS, WINDOW_CHANGES, MEMBER_RETENTION):
        written = attempts.value(f"The file {table.name}.csv", write_table, warehouse, table, folder)
        files += [f"{folder.name}/{written.name}"] if written else []
    drawn = attempts.value(_FIGURE, begun) if begun else None
    files += [f"{folder.name}/{drawn.stem}{ending}" for ending in FORMATS] if drawn else []
    write_whole(path, trends_page(study.settings, facts, attempts.omissions, files))
    return WrittenTrends(path, attempts.omissions)
