"""The report as one HTML page that loads nothing and runs nothing.

What belongs here: what the templates get. What does not: the figures (facts.py), how a value becomes text (html.py) and
the sentences around them (templates/).
"""

from base64 import b64encode
from collections.abc import Mapping
from itertools import groupby

from mtw_pipeline.exports.registry import known_format
from mtw_pipeline.report.facts import DENSITY, RECIPROCITY, ReportFacts
from mtw_pipeline.report.html import environment
from mtw_pipeline.report.timeline import timeline
from mtw_pipeline.tables import table_named


def render(facts: ReportFacts, images: Mapping[str, bytes] | None = None) -> str:
    """The page: the same figures give the same text.

    Args:
        facts: the figures.
        images: pictures (PNG) by name: ``network``, ``words``; the page holds them itself.
    """
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            facts=facts,
            images={name: b64encode(content).decode("ascii") for name, content in (images or {}).items()},
            totals=facts.totals,
            settings=facts.settings,
            window=facts.window,
            sentiment=facts.first_sentiment,
            density=facts.whole_network(DENSITY),
            reciprocity=facts.whole_network(RECIPROCITY),
            layers=[(layer, list(metrics)) for layer, metrics in groupby(facts.network, lambda entry: entry.layer)],
            timeline=timeline(facts.window, facts.days),
            formats=[(name, known_format(name)) for name in _formats_read(facts)],
            label_rule=table_named("sentiment_scores").column("label").meaning,
        )
    )


def _formats_read(facts: ReportFacts) -> list[str]:
    return sorted({file.format for file in facts.files if file.format and file.status == "read"})
