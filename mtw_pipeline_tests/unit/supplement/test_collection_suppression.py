"""Files and collections of one day, and what hardly any tweet lacks, tell of nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime

from mtw_pipeline.collect.bluesky.search import _kept_back, _Slice
from mtw_pipeline.collect.collector import Span
from mtw_pipeline.report.facts.collection import CollectionFigure, ReportFile
from mtw_pipeline.report.facts.tweets import DayCount
from mtw_pipeline.report.page import render
from mtw_pipeline.report.withheld import Few, is_withheld
from mtw_pipeline.supplement.collection_suppression import collections_suppressed, files_suppressed
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.suppression import suppressed
from mtw_pipeline.supplement.tweets_suppression import totals_suppressed
from mtw_pipeline_tests.unit.report.pages import make_facts

FEWEST = 5
DAYS = (DayCount(date(2020, 12, 5), 40), DayCount(date(2020, 12, 6), 3))


def file_of(name: str, rows: int) -> ReportFile:
    return ReportFile(name, "read", None, "rtweet", rows + 1, rows, 1, 0, (), ())


def collection(posts: int, counted: int | None = None, gaps: tuple[str, ...] = ()) -> CollectionFigure:
    at = datetime(2020, 12, 6)
    return CollectionFigure(
        "x", "api", "search", "#a", at, at, at, at, 1, (), 1, posts, 1, counted, gaps, "tweepy", "1"
    )


def test_files_of_few_people_stand_together_with_one_of_enough() -> None:
    files = (file_of("a.csv", 400), file_of("b.csv", 9), file_of("c.csv", 50))
    behind = PeopleBehind({("file", ("a.csv",)): 90, ("file", ("b.csv",)): 2, ("file", ("c.csv",)): 20})
    shown = files_suppressed(files, behind, FEWEST)
    assert [(one.export_file, one.rows_taken, one.rows_read, one.format) for one in shown] == [
        ("a.csv", 400, 401, "rtweet"), ("2 further files", 59, 61, "rtweet"),
    ]  # fmt: skip
    assert files_suppressed(files[:1], behind, FEWEST) == files[:1]
    facts = replace(make_facts("plain"), files=files)
    team, public = facts, suppressed(facts, behind, FEWEST)
    assert (public.rows_read, public.rows_taken) == (team.rows_read, team.rows_taken)


def test_a_collection_of_a_withheld_day_does_not_tell_its_posts() -> None:
    collections = (collection(40), collection(30))
    assert collections_suppressed(collections, DAYS, FEWEST) == collections
    hidden = (DAYS[0], replace(DAYS[1], tweets=Few()))
    assert all(is_withheld(one.posts) for one in collections_suppressed(collections, hidden, FEWEST))
    few = collections_suppressed((collection(40), collection(3)), DAYS, FEWEST)
    assert all(is_withheld(one.posts) for one in few), "with all others, for the rows of all files are shown"


def test_nothing_else_of_a_withheld_collection_tells_how_many_its_posts_are() -> None:
    at = datetime(2020, 12, 6, tzinfo=UTC)
    counts = _kept_back(_Slice("", "", told=1_203, given=1_002), Span(at, at))[0].reason
    budget = (
        "the budget of the window is used up: 8 posts are left of it (posted 2020-12-05 00:00 to 2020-12-06 00:00 UTC)"
    )
    kept = (collection(40, 60, (counts, budget)), collection(9, 9))
    assert collections_suppressed(kept, DAYS, FEWEST) == kept
    shown = collections_suppressed((collection(40, 60, (counts, budget)), collection(3)), DAYS, FEWEST)
    assert [is_withheld(one.counted_posts) for one in shown] == [True, False]
    assert shown[1].counted_posts is None
    assert shown[0].gaps[0].startswith("Bluesky counts some posts and gave some: it keeps back")
    assert shown[0].gaps[1] == budget.replace("8 posts are", "some posts are")
    few = collections_suppressed((collection(40, 3),), DAYS, FEWEST)
    assert is_withheld(few[0].counted_posts)


def test_what_hardly_any_tweet_lacks_is_withheld() -> None:
    totals = replace(
        make_facts("plain").totals, tweets=100, with_hashtags=98, with_other_hashtags=60, with_mentions=50, cut_texts=2
    )
    behind = PeopleBehind(
        {
            ("resource", ("with_hashtags",)): 40, ("no resource", ("with_hashtags",)): 2,
            ("resource", ("with_other_hashtags",)): 30, ("no resource", ("with_other_hashtags",)): 20,
            ("resource", ("with_mentions",)): 30, ("no resource", ("with_mentions",)): 30,
        }
    )  # fmt: skip
    shown = totals_suppressed(totals, behind, FEWEST)
    found = {name for name in vars(totals) if is_withheld(getattr(shown, name))}
    assert {"with_hashtags", "cut_texts"} <= found
    assert not found & {"with_other_hashtags", "with_mentions", "tweets"}


def test_a_table_with_withheld_cells_has_no_statistic_that_tells_which_numbers_fit() -> None:
    facts = make_facts("plain")
    test = facts.coding.tests[0]
    assert test.chi_square is not None
    pair = (test.row_variable, test.column_variable)
    cells = tuple(one for one in facts.coding.cells if (one.row_variable, one.column_variable) == pair)
    assert cells
    people = {
        ("cell", (one.row_variable, one.row_category, one.column_variable, one.column_category)): 1 for one in cells
    }
    exact = replace(test, chi_square=98.765, p_value=0.3721, p_holm=0.3721, cramers_v=0.2468, low=0.1234, high=0.3456)
    facts = replace(facts, coding=replace(facts.coding, tests=(exact,)))
    page = render(suppressed(facts, PeopleBehind(people), FEWEST))
    assert not [said for said in ("98.7", ".372", ".247", ".123", ".346") if said in page]
    assert "0.25 (0.12 to 0.35)" in page
    assert "after Holm p = .37;" in page
    assert "98.7" in render(facts)
