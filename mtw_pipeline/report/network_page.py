"""Figure 1 as an interactive page: zoom, find an account, see its ties.

What belongs here: the page and the data in it. What does not: where accounts stand (network/community_map.py) and what
a reader can do with them (templates/network_page.js). The page holds one script of its own, which its security policy
names by its hash; it loads nothing.
"""

from pathlib import Path

from markupsafe import Markup

from mtw_pipeline.report.html import TEMPLATES, environment
from mtw_pipeline.report.network_figure import COLOURS, COMMUNITIES, NetworkMap
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.webpages import policy_hash, visible

MOST_ACCOUNTS = 20_000
"""Accounts that a browser draws without waiting; of larger maps the page shows those that most others name."""


def write_network_page(
    warehouse: Warehouse, settings: StudySettings, window: CollectionWindow, shown: NetworkMap, folder: Path
) -> Path:
    """Write network.html.

    Args:
        warehouse: with the ties.
        settings: the study's.
        window: the collection window.
        shown: the map of Figure 1.
        folder: where to.
    """
    rows = warehouse.query("network/map_links", {"collection_window": window.key, "communities": COMMUNITIES})
    path = folder / "network.html"
    path.write_text(network_page(settings, window, shown, rows.fetchall()), encoding="utf-8")
    return path


def network_page(
    settings: StudySettings, window: CollectionWindow, shown: NetworkMap, ties: list[tuple[str, str]]
) -> str:
    """The page: the same map gives the same text.

    Args:
        settings: the study's.
        window: the collection window.
        shown: the map of Figure 1.
        ties: source and target of ties between its accounts.
    """
    named_most = sorted(shown.dots, key=lambda dot: (-dot.indegree, dot.account))[:MOST_ACCOUNTS]
    dots = sorted(named_most, key=lambda dot: (dot.community, -dot.indegree, dot.account))
    place = {dot.account: number for number, dot in enumerate(dots)}
    held = [(place[one], place[other]) for one, other in ties if one in place and other in place]
    script = (TEMPLATES / "network_page.js").read_text(encoding="utf-8")
    content = {
        "accounts": [visible(dot.account) for dot in dots],
        "communities": [dot.community for dot in dots],
        "indegrees": [dot.indegree for dot in dots],
        "x": [round(dot.x, 2) for dot in dots],
        "y": [round(dot.y, 2) for dot in dots],
        "discs": [[disc.community, round(disc.x, 2), round(disc.y, 2), round(disc.radius, 2)] for disc in shown.discs],
        "ties": [end for tie in held for end in tie],
        "colours": list(COLOURS),
    }
    return (
        environment()
        .get_template("network_page.html.j2")
        .render(
            settings=settings,
            window=window,
            script=Markup(script),  # noqa: S704 - a file of this package
            script_hash=policy_hash(script),
            content=content,
            accounts=len(dots),
            left_out=len(shown.dots) - len(dots),
            ties=len(held),
        )
    )
