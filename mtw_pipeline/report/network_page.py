"""Figure 1 as an interactive page: zoom, find an account, see its ties and the tweets that made them.

What belongs here: the page and the data in it. What does not: where accounts stand (network/layouts/) and what a
reader can do with them (templates/network_page.js). The page holds one script of its own, which its security policy
names by its hash; it loads nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from mtw_pipeline.network.account_names import account_name
from mtw_pipeline.network.layouts.community_map import Dot
from mtw_pipeline.network.window_layers import LAYERS
from mtw_pipeline.platforms import POST_ID, Platform, platform_of_id, post_page
from mtw_pipeline.report.drawings.drawing import PALETTE
from mtw_pipeline.report.drawings.network_figure import MOST_NAMED, NetworkMap
from mtw_pipeline.report.html import TEMPLATES, environment
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.webpages import policy_hash, visible

MOST_ACCOUNTS = MOST_NAMED
"""Accounts that a browser draws without waiting; of larger maps the page shows those that most others name."""
MOST_TIES_WITH_TWEETS = 20_000
"""Ties of which the page names tweets: 3 each are at most 1.2 MB; of more, those that most tweets made."""

PAGE_LAYERS = ("all", *(layer for layer in LAYERS if layer != "all"))
DEGREES = ("indegree", "outdegree", "degree")

Tie = tuple[str, str, Sequence[str]]


@dataclass(frozen=True)
class PageData:
    """What the page knows of the accounts of the map.

    Args:
        ties: source, target, and the layers that hold the tie.
        degrees: indegree, outdegree and degree by account and layer; where an account has none, all are 0.
        classes: the classes of those accounts that have one.
        tweets: by source and target, ids of the latest tweets that made the tie, and how many there are.
    """

    ties: Sequence[Tie]
    degrees: Mapping[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    tweets: Mapping[tuple[str, str], tuple[Sequence[str], int]] = field(default_factory=dict)

    @classmethod
    def read(cls, warehouse: Warehouse, window: CollectionWindow, accounts: Sequence[str]) -> "PageData":
        """What the tables of a window say of some accounts."""
        given: dict[str, object] = {"collection_window": window.key}
        shown = {**given, "accounts": list(accounts)}
        ties = warehouse.query("network/page_ties", shown).fetchall()
        degrees = warehouse.query("network/page_degrees", shown).fetchall()
        classes = warehouse.query("network/page_classes", given).fetchall()
        tweets = warehouse.query("network/page_tweets", {**shown, "most_ties": MOST_TIES_WITH_TWEETS}).fetchall()
        return cls(
            ties,
            {(account, layer): tuple(found) for account, layer, *found in degrees},
            dict(classes),
            {(one, other): (ids, count) for one, other, ids, count in tweets},
        )


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
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "network.html"
    accounts = [dot.account for dot in _shown_by_the_page(shown)]
    page = network_page(settings, window, shown, PageData.read(warehouse, window, accounts))
    path.write_text(page, encoding="utf-8")
    return path


def network_page(settings: StudySettings, window: CollectionWindow, shown: NetworkMap, data: PageData) -> str:
    """The page: the same map gives the same text.

    Args:
        settings: the study's.
        window: the collection window.
        shown: the map of Figure 1.
        data: what is known of its accounts.
    """
    dots = sorted(_shown_by_the_page(shown), key=lambda dot: (dot.community, -dot.indegree, dot.account))
    place = {dot.account: number for number, dot in enumerate(dots)}
    held = [tie for tie in data.ties if tie[0] in place and tie[1] in place]
    script = (TEMPLATES / "network_page.js").read_text(encoding="utf-8")
    content = {**_accounts(dots, data), **_ties(held, place, data), **_look(shown)}
    return (
        environment()
        .get_template("network_page.html.j2")
        .render(
            settings=settings,
            window=window,
            script=Markup(script),  # noqa: S704 - a file of this package
            script_hash=policy_hash(script),
            content=content,
            layers=PAGE_LAYERS,
            accounts=len(dots),
            left_out=shown.all_accounts - len(dots),
            ties=sum("all" in layers for _, _, layers in held),
        )
    )


def _shown_by_the_page(shown: NetworkMap) -> Sequence[Dot]:
    return sorted(shown.dots, key=lambda dot: (-dot.indegree, dot.account))[:MOST_ACCOUNTS]


def _accounts(dots: Sequence[Dot], data: PageData) -> dict[str, Any]:
    classes = sorted({data.classes[dot.account] for dot in dots if dot.account in data.classes})
    at = {name: number for number, name in enumerate(classes)}

    def degrees(layer: str, number: int) -> list[int]:
        return [data.degrees.get((dot.account, layer), (0, 0, 0))[number] for dot in dots]

    return {
        "names": [visible(account_name(dot.account)) for dot in dots],
        "communities": [dot.community for dot in dots],
        "classNames": [visible(name) for name in classes],
        "classes": [at.get(data.classes.get(dot.account, ""), -1) for dot in dots],
        "degrees": {
            layer: {name: degrees(layer, number) for number, name in enumerate(DEGREES)} for layer in PAGE_LAYERS
        },
        "x": [round(dot.x, 2) for dot in dots],
        "y": [round(dot.y, 2) for dot in dots],
    }  # fmt: skip


def _ties(held: Sequence[Tie], place: Mapping[str, int], data: PageData) -> dict[str, Any]:
    """Ties as source, target and a sum of powers of two, one a layer; tweets by the number of their tie."""
    power = {layer: 1 << number for number, layer in enumerate(PAGE_LAYERS)}
    tweets = {
        str(number): [count, *map(_id_or_page, filter(_POST_ID.fullmatch, ids))]
        for number, (one, other, _) in enumerate(held)
        for ids, count in [data.tweets.get((one, other), ((), 0))]
        if count
    }
    return {
        "layers": list(PAGE_LAYERS),
        "ties": [part for one, other, layers in held
                 for part in (place[one], place[other], sum(power[layer] for layer in layers))],
        "tweets": tweets,
        "tweetAddress": post_page(""),
    }  # fmt: skip


_POST_ID = re.compile(POST_ID)


def _id_or_page(post_id: str) -> str:
    """What the page needs to know of a post: the id of one of X, which takes less room than an address; else that."""
    return post_id if platform_of_id(post_id) is Platform.X else post_page(post_id)


def _look(shown: NetworkMap) -> dict[str, Any]:
    return {
        "discs": [[disc.community, round(disc.x, 2), round(disc.y, 2), round(disc.radius, 2)] for disc in shown.discs],
        "colours": list(PALETTE),
    }
