"""Counts behind which few people stand are withheld, and nothing that is shown gives them away."""

import ast
from dataclasses import fields, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.report.facts.accounts import AccountFacts
from mtw_pipeline.report.facts.coding import CategoryAgreementFigure, CodingFacts, Frequency
from mtw_pipeline.report.facts.coding_progress import ConfusedPair
from mtw_pipeline.report.facts.groups import GroupFacts
from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.network import Leader, LeaderGroup
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.text import TermCount, TextFacts
from mtw_pipeline.report.facts.tweets import Category, DayCount
from mtw_pipeline.report.page import render
from mtw_pipeline.report.timeline import timeline
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.supplement import suppression
from mtw_pipeline.supplement.people_behind import Cell, PeopleBehind
from mtw_pipeline.supplement.suppression import suppressed
from mtw_pipeline.supplement.withholding import about, withheld_cells, withheld_of, withheld_of_types
from mtw_pipeline_tests.unit.report.pages import make_facts

FEWEST = 5
SUPPLEMENT = Path(suppression.__file__).parent
Counts = list[list[int]]
Place = tuple[int, int]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[int]], list[list[int]]]:
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    counts = [[draw(st.sampled_from((0, 1, 3, 9, 40))) for _ in range(width)] for _ in range(height)]
    people = [[draw(st.integers(min(1, count), count)) for count in row] for row in counts]
    return counts, people


def is_known_from_margins(counts: Counts, withheld: frozenset[Place], places: tuple[Place, ...]) -> bool:
    """Whether the equations of the margins have one solution only for a sum of withheld cells: linear algebra."""
    unknown = sorted(withheld)
    equations = [[float(cell[0] == row) for cell in unknown] for row in range(len(counts))]
    equations += [[float(cell[1] == column) for cell in unknown] for column in range(len(counts[0]))]
    asked = [float(cell in places) for cell in unknown]
    rank = np.linalg.matrix_rank(np.array(equations))
    return bool(np.linalg.matrix_rank(np.array([*equations, asked])) == rank)


@given(tables())
def test_neither_a_cell_of_few_people_nor_a_sum_of_such_cells_follows_from_the_margins(
    table: tuple[Counts, Counts],
) -> None:
    counts, people = table
    withheld = withheld_cells(counts, people, frozenset(), frozenset(), FEWEST)
    places = [(row, column) for row, line in enumerate(counts) for column, count in enumerate(line) if count]
    few = [one for one in places if people[one[0]][one[1]] < FEWEST]
    assert set(few) <= withheld
    assert not [one for one in few if is_known_from_margins(counts, withheld, (one,))]
    ties = nx.Graph((("row", row), ("column", column)) for row, column in places if (row, column) not in few)
    lines = len(counts) + len(counts[0])
    if len(ties) == lines and nx.is_connected(ties):  # else there may be nothing to hide a sum behind
        sums = [some for size in (2, 3) for some in combinations(few, size)]
        assert not [some for some in sums if is_known_from_margins(counts, withheld, some)]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), min_size=2, max_size=6))
def test_what_is_withheld_is_all_together_of_enough_people(rows: list[tuple[int, int]]) -> None:
    counts, people = [count for count, _ in rows], [min(count, number) for count, number in rows]
    withheld = withheld_of(counts, people, FEWEST)
    assert all(place in withheld for place, count in enumerate(counts) if count and people[place] < FEWEST)
    is_hidden = any(people[place] >= FEWEST for place in withheld)
    assert not withheld or is_hidden or not any(people[place] >= FEWEST for place, count in enumerate(counts) if count)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), min_size=1, max_size=4))
def test_no_withheld_type_follows_from_all_tweets_and_those_without_retweets(rows: list[tuple[int, int]]) -> None:
    names = ("retweet", "tweet", "reply", "quote tweet")[: len(rows)]
    counts, people = [count for count, _ in rows], [min(count, number) for count, number in rows]
    withheld = withheld_of_types(names, counts, people, FEWEST)
    assert all(place in withheld for place, count in enumerate(counts) if count and people[place] < FEWEST)
    assert len(withheld) != 1 or sum(map(bool, counts)) == 1, "of two that add up to what is shown neither is known"


def test_days_of_a_long_window_are_withheld_by_the_month_that_its_page_shows() -> None:
    """A month is shown whole or not at all, whatever its days."""
    window = CollectionWindow(date(2020, 1, 1), date(2021, 12, 31))
    days = tuple(DayCount(date(2021, month, day), 7) for month in (1, 2, 3) for day in (1, 20))
    people = {"2021-01": 40, "2021-02": 4, "2021-03": 50}
    behind = PeopleBehind({("month", (month,)): count for month, count in people.items()})
    found = suppressed(replace(make_facts(), window=window, days=days), behind, FEWEST)
    assert [is_withheld(one.tweets) for one in found.days] == [True] * 4 + [False] * 2
    shown = {one.label: one.tweets for one in timeline(window, found.days).periods}
    assert (shown["2021-03"], is_withheld(shown["2021-02"]), is_withheld(shown["2021-01"])) == (14, True, True)


def test_beside_one_cell_of_few_people_the_smallest_corners_of_a_rectangle_are_withheld() -> None:
    counts = [[1, 2, 5], [9, 3, 9], [9, 9, 9]]
    withheld = withheld_cells(counts, counts, frozenset(), frozenset(), 2)
    assert withheld == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_withheld_margin_is_not_the_sum_of_what_is_shown() -> None:
    counts = [[9, 40], [40, 40]]
    withheld = withheld_cells(counts, counts, frozenset({0, 1}), frozenset(), FEWEST)
    assert {row for row, _ in withheld} == {0, 1}


SHOWN_AS_IT_IS = {
    "window": "no figure",
    "settings": "no figure; what of it names people is masked (masked_facts.py)",
    "rejections": "rows of files, whoever wrote them",
    "filled_fields": "of all rows, of some or of none: no number",
    "network": "of a layer as a whole",
    "sample": "what was drawn, of how many",
    "left_out": "no figure",
    "scorer_pairs": "agreement of scorers over all tweets",
    "style": "of all texts of the window",
    "liwc": "of all texts of the window",
    "silent_scorers": "no figure",
    "agreement": "of coders over all tweets that they code",
    "variables": "of coders over all tweets that they code",
    "decisions": "of coders over all tweets that they code",
    "machine": "of the machine over all tweets that it is tried on",
    "over_time": "of coders over a tenth of the reliability set",
}
"""Fields of the report's facts that no count of few people is read off, and why."""


def test_of_every_figure_of_the_report_it_is_decided_whether_few_people_stand_behind_it() -> None:
    """Whoever adds one withholds it in supplement/, or says above why nobody follows from it."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SUPPLEMENT.glob("*suppression.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    withheld = {keyword.arg for call in calls for keyword in call.keywords}
    parts = (ReportFacts, TextFacts, CodingFacts, AccountFacts, GroupFacts)
    figures = {one.name for part in parts for one in fields(part)}
    assert figures - withheld == set(SHOWN_AS_IT_IS)


def test_counts_of_few_people_are_withheld_in_every_table() -> None:
    facts = make_facts("plain")
    frequency = facts.coding.frequencies[0]
    cell = facts.coding.cells[0]
    facts = replace(
        facts,
        tweet_types=(Category("tweet", 4242), Category("retweet", 31), Category("reply", 29)),
        words=(TermCount("common", 99, 90), TermCount("solitary", 77, 70)),
        leaders=(Leader("indegree", 1, "somebody", 98765, False, 12345, "other", "rules"),),
        coding=replace(
            facts.coding,
            categories=(CategoryAgreementFigure("v", "few", 170, 73, 71, 0.9, 0.8, 1.0, None),),
            confused=(ConfusedPair("v", "few", "some", 62, 83),),
            frequencies=tuple(
                replace(frequency, variable="v", label="V", category=name, tweets=tweets)
                for name, tweets in (("many", 2121), ("few", 37), ("some", 53))
            ),
            cells=tuple(
                replace(
                    cell, row_variable="v", column_variable="w", row_category=row, column_category=column,
                    tweets=tweets, row_tweets=sum(line), column_tweets=total, all_tweets=470,
                )
                for row, line in (("many", (157, 161)), ("few", (19, 18)), ("some", (54, 61)))
                for column, tweets, total in zip("ab", line, (230, 240), strict=True)
            ),
        ),
    )  # fmt: skip
    behind = PeopleBehind(
        {
            ("type", ("tweet",)): 50, ("type", ("retweet",)): 4, ("type", ("reply",)): 20,
            ("word", ("common",)): 50, ("word", ("solitary",)): 4,
            ("code", ("v", "many")): 50, ("code", ("v", "few")): 4, ("code", ("v", "some")): 20,
        }
    )  # fmt: skip
    shown = suppressed(facts, behind, FEWEST)
    assert [is_withheld(one.tweets) for one in shown.tweet_types] == [False, True, True]
    assert [one.name for one in shown.words] == ["common"]
    frequencies = {one.category: one for one in shown.coding.frequencies}
    assert not is_withheld(frequencies["many"].tweets)
    assert is_withheld(frequencies["few"].tweets)
    assert is_withheld(frequencies["some"].percent)
    cells = [one for one in shown.coding.cells if one.row_category == "few"]
    assert all(is_withheld(one.row_tweets) and is_withheld(one.percent_of_row) for one in cells)
    page = render(shown)
    counts = (31, 29, 77, 37, 53, 19, 18, 73, 71, 62, 83)
    assert not [number for number in counts if f">{number}<" in page or f"({number})" in page]
    assert shown.leaders[0].degree == 99000


def test_a_class_of_few_leaders_is_told_of_none_of_them() -> None:
    kinds = ["practitioner"] * 9 + ["company"] * 6 + ["media"]
    facts = replace(
        make_facts("plain"),
        leaders=tuple(
            Leader("indegree", place, f"a{place}", 9, place < 2, None, kind, "rules")
            for place, kind in enumerate(kinds)
        ),
        leader_groups=(LeaderGroup("indegree", 16, 2, 0, None, None, 9, 6, 1, 0),),
    )
    shown = suppressed(facts, PeopleBehind({}), FEWEST)
    [group] = shown.leader_groups
    assert [is_withheld(one) for one in (group.practitioners, group.companies, group.media)] == [False, True, True]
    assert [one.kind for one in shown.leaders] == ["practitioner"] * 9 + ["withheld"] * 7
    assert not any(one.leads_both for one in shown.leaders)


def test_with_one_person_as_the_fewest_nothing_is_withheld() -> None:
    facts = replace(make_facts("plain"), leaders=(), most_active=())
    people = {("type", (one.name,)): 1 for one in facts.tweet_types}
    assert suppressed(facts, PeopleBehind(people), 1).tweet_types == facts.tweet_types


def test_bounds_tell_no_count_of_which_nobody_counted_the_people() -> None:
    """How many tweets of no known format may be text only: the end of an interval would tell it."""
    formats = (Category("text only", 40, perhaps=3), Category("multimedia", 8, perhaps=12))
    rows = tuple(
        Frequency("content_format", "Content format", one.name, one.tweets or 0, 60, None, 11.0, 22.0, True)
        for one in formats
    )
    facts = replace(
        make_facts(), content_formats=formats, tweets_of_unknown_format=12, coding=CodingFacts(frequencies=rows)
    )
    people: dict[tuple[str, Cell], int] = {("format", (name,)): 9 for name in ("text only", "multimedia", None)}
    people |= {("code", ("content_format", one.name)): 9 for one in formats}
    shown = suppressed(facts, PeopleBehind(people), FEWEST)
    assert [one.at_most for one in shown.content_formats] == [52, 20]
    assert all(is_withheld(end) for row in shown.coding.frequencies for end in (row.low, row.high))
    assert [row.tweets for row in shown.coding.frequencies] == [40, 8]
    few = suppressed(facts, PeopleBehind(people | {("format", (None,)): 2}), FEWEST)
    assert is_withheld(few.tweets_of_unknown_format)
    assert all(is_withheld(one.tweets) or is_withheld(one.at_most) for one in few.content_formats)


def test_languages_of_few_people_stand_together() -> None:
    languages = Languages((LanguageCount("en", 90), LanguageCount("es", 20), LanguageCount("fo", 3)))
    behind = PeopleBehind({("language", ("en",)): 60, ("language", ("es",)): 12, ("language", ("fo",)): 1})
    shown = suppressed(replace(make_facts("plain"), languages=languages), behind, FEWEST).languages
    assert [(one.name, one.tweets) for one in shown.shown] == [("English", 90), ("other languages", 23)]


@given(st.integers(0, 10**9))
def test_a_count_of_one_account_keeps_two_digits(number: int) -> None:
    rounded = about(number)
    assert rounded is not None
    assert abs(rounded - number) <= number * 0.05
    assert len(str(rounded).rstrip("0")) <= 2
