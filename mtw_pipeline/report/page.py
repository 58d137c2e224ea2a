"""The report as one HTML page that loads nothing and runs nothing.

What belongs here: what the templates get. What does not: the figures (facts/), how a value becomes text (html.py) and
the sentences around them (templates/).
"""

from base64 import b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from importlib.util import find_spec
from platform import python_version
from typing import TypeVar

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.simulated import SIMULATED_CODERS
from mtw_pipeline.exhibits import PAPERS_ORDER
from mtw_pipeline.exports.formats.registry import known_format
from mtw_pipeline.report.captions import Captions
from mtw_pipeline.report.faces import TEAM, Face, Folds
from mtw_pipeline.report.facts.report_facts import DENSITY, RECIPROCITY, ReportFacts
from mtw_pipeline.report.html import environment
from mtw_pipeline.report.paper import paper_figures
from mtw_pipeline.report.papers_definitions import papers_definitions
from mtw_pipeline.report.parts import Parts, read_or_unread
from mtw_pipeline.report.references import PLACE, with_references
from mtw_pipeline.report.timeline import timeline
from mtw_pipeline.warehouse.tables import table_named

Value = TypeVar("Value")


@dataclass(frozen=True)
class ReportPart:
    """A part of the report: a research question of the published study, with the sections that answer it."""

    name: str
    title: str
    question: str
    sections: tuple[tuple[str, str], ...]


_SOFTWARE = ("mtw-pipeline", "duckdb", "igraph", "vaderSentiment", "scipy", "statsmodels", "scikit-learn")
_OF_MODELS = ("transformers", "torch")
_RULES = {"vader": "VADER", "word_list": "word lists", "transformer": "a transformer"}
"""How the rule of a kind of scorer begins where it is told."""

REPORT_PARTS = (
    ReportPart(
        "collection",
        "Collection",
        "What was collected, and what became of it.",
        (("collected", "Exports"), ("days", "Over time")),
    ),
    ReportPart(
        "rq1",
        "RQ1 Communication patterns",
        "In which mood and style does the community talk, and who talks with whom?",
        (("sentiment", "Sentiment"), ("style", "Style"), ("network", "Network"), ("groups", "Groups and weeks")),
    ),
    ReportPart(
        "rq2",
        "RQ2 Kinds of users",
        "Who leads the community?",
        (("accounts", "Leaders"), ("entries", "First ties"), ("participation", "Participation")),
    ),
    ReportPart(
        "rq3",
        "RQ3 Strategies",
        "With which strategies do members learn and communicate?",
        (
            ("words", "Words"),
            ("links", "Hashtag pairs and links"),
            ("kinds", "Tweets"),
            ("engagement", "Engagement"),
            ("sample", "Sample"),
            ("codes", "Codes"),
            ("coding", "Coding and agreement"),
        ),
    ),
    ReportPart(
        "rq4",
        "RQ4 Formats and resources by strategy",
        "Which formats and resources go with which strategy?",
        (("crosstabs", "Crosstabs"),),
    ),
    ReportPart(
        "rq5",
        "RQ5 Thematic framework",
        "Which themes stand for which kind of knowledge and motivation?",
        (("themes", "Themes"),),
    ),
)


def render(
    facts: ReportFacts,
    images: Mapping[str, bytes] | None = None,
    attempts: Attempts | None = None,
    face: Face = TEAM,
    files: Collection[str] = (),
) -> str:
    """The page: the same figures give the same text. A part that fails is told where it would stand.

    Args:
        facts: the figures.
        images: pictures (PNG) by name: ``network``, ``words``; the page holds them itself.
        attempts: writes part by part; it may know of figures that could not be drawn.
        face: whom the page is for.
        files: the files beside the page that it may link, by their way from it.
    """
    trying = attempts or Attempts()
    undrawn = {one.what: one for one in trying.omissions}

    def made(what: str, make: Callable[[], Value]) -> Value:
        return read_or_unread(trying, what, make)

    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            facts=facts,
            part=Parts(trying),
            face=face,
            fold=Folds(face),
            caption=Captions(frozenset(files), tables_are_files=face.has_table_files),
            papers_order=PAPERS_ORDER,
            undrawn=undrawn,
            report_parts=REPORT_PARTS,
            versions=made("versions of software", lambda: _versions(facts)),
            paper=made("Figures beside the published study", lambda: paper_figures(facts)),
            papers_definitions=papers_definitions(facts),
            images={name: b64encode(content).decode("ascii") for name, content in (images or {}).items()},
            people="SIMULATED coders"
            if face.has_simulated_coders or facts.settings.coding.coders == SIMULATED_CODERS
            else "people",
            totals=facts.totals,
            settings=facts.settings,
            window=facts.window,
            sentiment=made("headline of the sentiment", lambda: facts.first_sentiment),
            density=made("headline of the density", lambda: facts.whole_network(DENSITY)),
            reciprocity=made("headline of the reciprocity", lambda: facts.whole_network(RECIPROCITY)),
            timeline=made("timeline", lambda: timeline(facts.window, facts.days)),
            formats=made("formats read", lambda: [(name, known_format(name)) for name in _formats_read(facts)]),
            label_rule=partial(_label_rule, facts),
            references=PLACE,
        )
    )
    return with_references(page)


def _label_rule(facts: ReportFacts) -> str:
    """By which rule tweets got their labels, of the scorers that ran."""
    ran = {_RULES.get(entry.scorer.partition(" ")[0]) for entry in facts.sentiment}
    rules = table_named("sentiment_scores").column("label").meaning.split("; ")
    return "; ".join(rule for rule in rules if rule.partition(":")[0] in ran)


def _versions(facts: ReportFacts) -> list[tuple[str, str]]:
    """The software that the figures rest on; that of models only where one ran."""
    scorers = [*(entry.scorer for entry in facts.sentiment), *(entry.scorer for entry in facts.coding.machine)]
    has_models = any(kind in one for one in scorers for kind in ("transformer ", "embeddings by "))
    of_models = [name for name in _OF_MODELS if has_models and find_spec(name)]
    return [("Python", python_version()), *((name, _version(name)) for name in (*_SOFTWARE, *of_models))]


@cache
def _version(package: str) -> str:
    """Of a package that this process runs on; its metadata are parsed as an e-mail each time they are asked."""
    return version(package)


def _formats_read(facts: ReportFacts) -> list[str]:
    return sorted({file.format for file in facts.files if file.format and file.status == "read"})
