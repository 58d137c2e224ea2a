"""The node-link picture: everyone has a place, members in their disc and all others around; names hide no leader."""

from collections.abc import Mapping
from itertools import combinations
from math import hypot, sqrt
from pathlib import Path

import pytest

from mtw_pipeline.network.layouts.community_map import Dot
from mtw_pipeline.network.layouts.node_link import OUTSIDE, NodeLink, places
from mtw_pipeline.report.drawings import network_figure
from mtw_pipeline.report.drawings.drawing import FORMATS
from mtw_pipeline.report.drawings.network_figure import draw, network_map
from mtw_pipeline.report.drawings.network_plane import NAMED, SIZE, Plane, key, told_indegrees
from mtw_pipeline.report.drawings.ties_figure import draw_ties
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.planted_rows import WINDOW, plant

MEMBERS = {
    1: [(f"a{number}", 90 - number) for number in range(90)],
    2: [(f"b{number}", 30 - number) for number in range(30)],
    3: [("c0", 1)],
}
OTHERS = [(f"z{number}", 1) for number in range(40)]
TIES = [("a0", f"a{number}") for number in range(1, 90)] + [("b0", "b1"), ("a0", "b0"), ("z0", "z1"), ("z2", "a3")]


def picture() -> NodeLink:
    placed, found = places(MEMBERS, OTHERS, TIES)
    place = {dot.account: number for number, dot in enumerate(found)}
    ties = tuple((place[one], place[other]) for one, other in TIES)
    return NodeLink(tuple(placed), tuple(found), ties, 200, 79, 150)


def test_members_stand_in_their_disc_and_the_others_around_all_discs() -> None:
    shown = picture()
    of_community = {disc.community: disc for disc in shown.discs}
    for dot in shown.dots:
        reached = [hypot(dot.x - disc.x, dot.y - disc.y) - disc.radius for disc in shown.discs]
        if dot.community == OUTSIDE:
            assert min(reached) > 0
        else:
            disc = of_community[dot.community]
            assert hypot(dot.x - disc.x, dot.y - disc.y) <= disc.radius
    assert len({(dot.x, dot.y) for dot in shown.dots}) == len(shown.dots) == 161


def test_the_middle_of_a_star_is_in_the_middle() -> None:
    [first] = [disc for disc in picture().discs if disc.community == 1]
    apart = {
        dot.account: hypot(dot.x - first.x, dot.y - first.y) for dot in picture().dots if dot.community == 1
    }  # fmt: skip
    assert min(apart, key=apart.__getitem__) == "a0"


@pytest.mark.parametrize(
    ("most", "told"),
    [
        (388, ["1", "10", "60 or more"]), (60, ["1", "10", "60 or more"]), (59, ["1", "10", "59"]), (10, ["1", "10"]),
        (8, ["1", "8"]), (1, ["1"]), (0, ["0"]),
    ],
)  # fmt: skip
def test_the_key_shows_sizes_that_there_are(most: int, told: list[str]) -> None:
    assert [text for _, text in told_indegrees(most)] == told


@pytest.mark.parametrize("points", [0.1, 1.0, 5.0, 17.0, 200.0])
def test_the_largest_account_of_a_small_network_stands_within_its_line_of_the_key(points: float) -> None:
    """Of forty accounts the circle for 60 was thirty points large, over the words beside and below it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(SIZE[0] / 25.4, SIZE[1] / 25.4))
    plane = Plane.on(figure, (0.0, 0.0, 10.0, 10.0), is_synthetic=False)
    plane.points = points
    key(figure, plane, [Dot("a", 1, 70, 0.0, 0.0)], ("one line", "another"))
    strip = figure.axes[-1]
    below_and_above = strip.get_ylim()
    circles = [
        (float(x), float(y), sqrt(float(group.get_sizes()[0])) / 2)
        for group in strip.collections for x, y in group.get_offsets()
    ]  # fmt: skip
    assert len(circles) == 3
    first = max(text.get_position()[1] for text in strip.texts)
    starts = sorted(text.get_position()[0] for text in strip.texts if text.get_position()[1] == first)
    for (x, y, radius), name in zip(circles, starts[1:], strict=True):
        assert y - radius > first - 9.0 + 1, "the line below"
        assert y + radius <= below_and_above[1]
        assert x + radius < name


def test_the_same_ties_give_the_same_files_under_any_names(tmp_path: Path) -> None:
    for name in ("one", "other"):
        draw_ties(picture(), tmp_path / name, is_synthetic=True, name_of=lambda account: f"p-{account}")
    for ending in FORMATS:
        one, other = ((tmp_path / name / f"network-ties{ending}").read_bytes() for name in ("one", "other"))
        assert one == other
    drawn = (tmp_path / "one" / "network-ties.svg").read_text(encoding="utf-8")
    assert "p-a0" in drawn
    assert "@a0" not in drawn
    assert "161 of 200 accounts, 93 of 150 ties" in drawn
    assert "rings: 40 of 79 accounts outside the 3 largest communities" in drawn


def plant_accounts(warehouse: Warehouse, sizes: Mapping[int, int]) -> None:
    """Communities of so many accounts, of which the later are named less."""
    metrics = {"layer": "all", "outdegree": 0, "times_in": 0, "times_out": 0}
    rows = [
        {
            **metrics,
            "account": f"a{community}-{number:03}",
            "community": community,
            "indegree": degree,
            "degree": degree,
        }
        for community, size in sizes.items()
        for number in range(size)
        for degree in [1000 * (2 - community) + size - number]
    ]
    plant(warehouse, "user_metrics", rows)


def test_a_large_map_is_thinned_and_says_so(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_figure, "MOST_DOTS", 60)
    plant_accounts(warehouse, {1: 200})
    shown = network_map(warehouse, WINDOW)
    assert shown is not None
    draw(shown, tmp_path, is_synthetic=False, name_of=lambda account: f"p-{account}")
    drawn = (tmp_path / "network.svg").read_text(encoding="utf-8")
    # Every fourth of 200, and of the ten that are named the seven that these are not.
    assert "57 of 200 accounts" in drawn
    assert all(f">p-a1-{number:03}<" in drawn for number in range(NAMED))


def test_of_a_large_map_only_what_is_shown_is_held_and_stands_where_it_stood(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_accounts(warehouse, {1: 150, 2: 50})
    whole = network_map(warehouse, WINDOW)
    monkeypatch.setattr(network_figure, "MOST_DOTS", 20)
    monkeypatch.setattr(network_figure, "MOST_NAMED", 15)
    held = network_map(warehouse, WINDOW)
    assert whole is not None
    assert held is not None
    assert (len(whole.dots), whole.drawn, whole.all_accounts) == (200, whole.dots, 200)
    assert held.dots == tuple(dot for at, dot in enumerate(whole.dots) if at % 10 == 0 or at < 15)
    assert (held.discs, held.all_accounts) == (whole.discs, 200)
    assert {dot.account for dot in held.drawn} == {
        dot.account for at, dot in enumerate(whole.dots) if at % 10 == 0 or at < NAMED
    }


def test_no_name_lies_over_another_or_over_a_leader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planes: list[Plane] = []
    name = Plane.name

    def kept(self: Plane, *given: object) -> None:
        planes.append(self)
        name(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Plane, "name", kept)
    draw_ties(picture(), tmp_path, is_synthetic=False)
    [plane] = planes
    texts = [*plane.taken[:3], *plane.taken[3 + NAMED :]]
    leaders = plane.taken[3 : 3 + NAMED]
    assert len(texts) == 3 + NAMED
    for one, other in [*combinations(texts[3:], 2), *((text, leader) for text in texts[3:] for leader in leaders)]:
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
