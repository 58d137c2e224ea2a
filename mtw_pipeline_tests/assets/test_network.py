"""The network of a whole run: layers against the tweets, communities, leaders, map, and files for other programs."""

import csv
from collections import Counter
from pathlib import Path

import duckdb
import networkx as nx
import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.network.exports import export_layer
from mtw_pipeline.network.layouts.community_map import discs, dots
from mtw_pipeline.network.layouts.node_link import OUTSIDE
from mtw_pipeline.network.window_layers import LAYERS
from mtw_pipeline.report.drawings.network_figure import draw, network_map
from mtw_pipeline.report.drawings.ties_figure import drawn_rows, node_link
from mtw_pipeline.study.folder import Study
from mtw_pipeline.synthetic import EXAMPLE_WINDOW
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row
from mtw_pipeline_tests.studies import CodedStudy, run

PROFILES = {
    "Daily news for marketers": "media",
    "We help brands grow. Agency in Oslo": "company",
    "Freelancer, copywriter": "practitioner",
    "Seoul and coffee": "other",
    "": "not known",
}
NEWS = "Daily news for marketers"


def rows(coded: CodedStudy, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(coded.study.warehouse), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def test_layers_hold_the_planted_ties(coded: CodedStudy) -> None:
    counted = dict(rows(coded, "select layer, count(*) from network_ties where source <> target group by 1"))
    planted = coded.truth.ties_by_kind
    assert [counted[layer] for layer in ("chain", "retweet", "quote")] == [
        planted["reply"], planted["retweet"], planted["quote"],
    ]  # fmt: skip
    self_ties = dict(rows(coded, "select layer, count(*) from network_ties where source = target group by 1"))
    assert self_ties["chain"] == coded.truth.self_ties_by_kind["reply"]
    everything = rows(coded, "select count(*) from (select distinct source, target from interactions)")
    assert everything == rows(coded, "select count(*) from network_ties where layer = 'all'")


def test_the_name_layer_ties_an_author_to_everyone_named(coded: CodedStudy) -> None:
    named = rows(
        coded,
        "select author, account, count(distinct tweet_id) from tweet_mentions join tweets using (tweet_id)"
        " group by 1, 2",
    )
    found = rows(coded, "select source, target, times from network_ties where layer = 'name'")
    assert sorted(found) == sorted(named)


@pytest.mark.parametrize("layer", LAYERS)
def test_an_independent_program_measures_the_same(coded: CodedStudy, layer: str) -> None:
    ties = rows(coded, f"select source, target, times from network_ties where layer = '{layer}'")
    graph: nx.DiGraph[object] = nx.DiGraph([(one, other) for one, other, _ in ties if one != other])
    found = dict(rows(coded, f"select metric, value from network_metrics where layer = '{layer}'"))
    graph.add_nodes_from(one for one, other, _ in ties if one == other)
    assert (found["nodes"], found["ties"]) == (len(graph), graph.number_of_edges())
    assert found["density_directed"] == pytest.approx(nx.density(graph), abs=1e-9)
    assert found["reciprocity_ties"] == pytest.approx(nx.overall_reciprocity(graph), abs=1e-9)
    both = graph.to_undirected()
    assert found["transitivity"] == pytest.approx(nx.transitivity(both), abs=1e-9)
    largest = both.subgraph(max(nx.connected_components(both), key=len))
    assert found["diameter_largest_component"] == nx.diameter(largest, usebounds=True)


def test_two_way_tweets_by_counting_them(coded: CodedStudy) -> None:
    ties = rows(
        coded, "select author, replied_to from tweets where is_reply and not is_retweet and replied_to is not null"
    )
    pairs = {(one, other) for one, other in ties if one != other}
    uses = [(one, other) for one, other in ties if one != other]
    expected = sum((other, one) in pairs for one, other in uses) / len(uses)
    found = rows(coded, "select value from network_metrics where layer = 'chain' and metric = 'two_way_tweets'")
    assert found == [(pytest.approx(expected),)]


def test_planted_communities_are_found(coded: CodedStudy) -> None:
    """Five main communities were planted, whose members tie to each other: they are the five largest."""
    sizes = [
        accounts
        for (accounts,) in rows(coded, "select accounts from communities where layer = 'all' order by community")
    ]
    planted = sorted(coded.truth.main_community_posters.values(), reverse=True)
    assert len(planted) == 5
    assert sizes[4] > 2 * sizes[5]  # type: ignore[operator]
    assert sum(sizes[:5]) == pytest.approx(sum(planted), rel=0.25)  # type: ignore[arg-type]


def test_leaders_are_those_with_the_highest_degrees(coded: CodedStudy) -> None:
    ties = rows(coded, "select source, target from network_ties where layer = 'all' and source <> target")
    indegree = Counter(target for _, target in ties)
    found = rows(
        coded, "select account, degree from leaders where layer = 'all' and leads_by = 'indegree' order by rank"
    )
    assert len(found) == 20
    assert [degree for _, degree in found] == sorted(indegree.values(), reverse=True)[:20]
    assert all(indegree[account] == degree for account, degree in found)
    outward = {account for account, in rows(
        coded, "select account from leaders where layer = 'all' and leads_by = 'outdegree'"
    )}  # fmt: skip
    both = {account for (account,) in rows(coded, "select account from leaders where layer = 'all' and leads_both")}
    assert both == outward & {account for account, _ in found}


@pytest.fixture(scope="module")
def classed(tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess) -> list[tuple[object, ...]]:
    """Account, class and who classed it, of a study in which every profile names the next account; it knows one."""
    study = make_study(tmp_path_factory.mktemp("classed"))
    text = study.settings_path.read_text(encoding="utf-8")
    study.settings_path.write_text(text.replace("# classes_file", "classes_file"), encoding="utf-8")
    (study.root / "leaders.csv").write_text("account,class\n@Inv_0,charity\n", encoding="utf-8")
    named = [
        rtweet_row(number, text=f"hello @inv_{number + 1}", description=profile, name="",
                   mentions_user_id=f"{9000 + number + 1}", mentions_screen_name=f"inv_{number + 1}")
        for number, profile in enumerate([NEWS, *PROFILES])
    ]  # fmt: skip
    put(study, "a.csv", csv_text([*named, rtweet_row(len(named), description="")]))
    assert run(Study.load(study.root), validation, WINDOW, "+leaders").succeeded
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        return connection.execute("select account, class, classed_by from leaders where layer = 'all'").fetchall()


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_says_what_a_leader_is(classed: list[tuple[object, ...]], profile: str) -> None:
    account = f"inv_{1 + list(PROFILES).index(profile)}"
    assert {kind for leader, kind, _ in classed if leader == account} == {PROFILES[profile]}


def test_the_study_knows_better(classed: list[tuple[object, ...]]) -> None:
    assert {(kind, by) for leader, kind, by in classed if leader == "inv_0"} == {("charity", "the study")}


def test_other_programs_open_the_files_without_loss(coded: CodedStudy, tmp_path: Path) -> None:
    with open_warehouse(coded.study.warehouse, "a test") as warehouse:
        gexf, graphml, edges, nodes = export_layer(warehouse, EXAMPLE_WINDOW, "all", tmp_path)
        with pytest.raises(UserError, match="There is no layer 'nothing'"):
            export_layer(warehouse, EXAMPLE_WINDOW, "nothing", tmp_path)
    ties = {(one, other): times for one, other, times in rows(
        coded, "select source, target, times from network_ties where layer = 'all'"
    )}  # fmt: skip
    places = dict(rows(coded, "select account, indegree from user_metrics where layer = 'all'"))
    for graph in (nx.read_gexf(gexf), nx.read_graphml(graphml)):
        assert {(one, other): facts["weight"] for one, other, facts in graph.edges(data=True)} == ties
        assert {account: facts["indegree"] for account, facts in graph.nodes(data=True)} == places
    import igraph

    of_igraph = igraph.Graph.Read_GraphML(str(graphml))
    assert of_igraph.ecount() == len(ties)
    assert of_igraph.vs["name"] == of_igraph.vs["label"] == of_igraph.vs["id"]
    with edges.open(encoding="utf-8") as stream:
        listed = {(row["Source"], row["Target"]): int(row["Weight"]) for row in csv.DictReader(stream)}
    assert listed == ties
    with nodes.open(encoding="utf-8") as stream:
        assert {row["Id"]: int(row["indegree"]) for row in csv.DictReader(stream)} == places


def test_the_map_shows_every_account_of_its_communities_and_is_drawn_alike(coded: CodedStudy, tmp_path: Path) -> None:
    with open_warehouse(coded.study.warehouse, "a test") as warehouse:
        shown = network_map(warehouse, EXAMPLE_WINDOW)
    assert shown is not None
    expected = rows(coded, "select account from user_metrics where layer = 'all' and community <= 12")
    assert {dot.account for dot in shown.dots} == {account for (account,) in expected}
    drawn = [draw(shown, tmp_path / name, is_synthetic=True) for name in ("a", "b")]
    first, again = ([path.with_suffix(f".{kind}").read_bytes() for kind in ("png", "pdf", "svg")] for path in drawn)
    assert first == again
    assert [one[:4] for one in first[:2]] == [b"\x89PNG", b"%PDF"]
    assert b"SYNTHETIC" in first[2]


def test_the_picture_of_ties_shows_who_is_outside_and_is_laid_out_alike(coded: CodedStudy) -> None:
    with open_warehouse(coded.study.warehouse, "a test") as warehouse:
        drawn = drawn_rows(warehouse, EXAMPLE_WINDOW, 12)
    assert drawn is not None
    shown, again = (node_link(drawn) for _ in range(2))
    assert shown == again
    [(accounts, outside)] = rows(
        coded, "select count(*), count(*) filter (where community > 12) from user_metrics where layer = 'all'"
    )
    assert (shown.accounts, shown.accounts_outside) == (accounts, outside)
    assert len(shown.dots) == accounts
    assert sum(dot.community == OUTSIDE for dot in shown.dots) == outside
    pairs = {
        tuple(sorted(tie)) for tie in rows(
            coded, "select source, target from network_ties where layer = 'all' and source <> target"
        )
    }  # fmt: skip
    assert {tuple(sorted((shown.dots[a].account, shown.dots[b].account))) for a, b in shown.ties} == pairs
    assert shown.ties_of_layer == len(pairs)


def test_discs_keep_apart_and_hold_their_accounts() -> None:
    placed = discs([(1, 900), (2, 400), (3, 390), (4, 30), (5, 1)])
    for place, one in enumerate(placed):
        for other in placed[:place]:
            assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (one.radius + other.radius) ** 2
    members = dots(placed[1], [(f"a{number}", 1) for number in range(400)])
    inside = [(dot.x - placed[1].x) ** 2 + (dot.y - placed[1].y) ** 2 <= placed[1].radius ** 2 for dot in members]
    assert all(inside)
    assert len({(round(dot.x, 3), round(dot.y, 3)) for dot in members}) == 400
