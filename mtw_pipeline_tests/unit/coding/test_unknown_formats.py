"""Sampled tweets of which the exports do not tell the content format, in Table 1, in crosstabs and on the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from statsmodels.stats.proportion import proportion_confint

from mtw_pipeline.coding.codebook import codebook_rows
from mtw_pipeline.report.facts.coding import Cell, CodingFacts, Frequency
from mtw_pipeline.report.facts.groups import GroupFacts
from mtw_pipeline.report.facts.tweets import Category
from mtw_pipeline.report.page import render
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import CODEBOOK, CODED_TWEETS
from mtw_pipeline.warehouse.tables.coding_results import CODE_CROSSTABS, CODE_FREQUENCIES, TWEET_CATEGORIES
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.planted_rows import WINDOW, plant, tweet
from mtw_pipeline_tests.unit.report.pages import Page, make_facts

FORMATS = ("text only", "image/graphic", "link to article", "multimedia", "not known")
Row = tuple[str, int, int, float | None, float, float]


def table_1(warehouse: Warehouse, study: Study, rows: Sequence[Mapping[str, object]]) -> None:
    """Put some tweets into the sample and make Table 1."""
    plant(warehouse, "tweets", rows)
    plant(warehouse, "sample", ({"tweet_id": row["tweet_id"], "draw_order": 1} for row in rows))
    book = [{"collection_window": WINDOW.key, **row} for row in codebook_rows(study.settings)]
    warehouse.replace_window(CODEBOOK, WINDOW, arrow_rows(CODEBOOK, book))
    for table in (CODED_TWEETS, TWEET_CATEGORIES, CODE_FREQUENCIES):
        given = {} if table is CODED_TWEETS else {"study_hashtags": ["a"]}
        warehouse.replace_window(table, WINDOW, **given)


def sampled(warehouse: Warehouse, study: Study, known: dict[str, int], *unknown: bool | None) -> dict[str, Row]:
    """Table 1 of the content format: so many tweets of each, and some of which only ``is_text_only`` is known."""
    formats = [(name, name == "text only") for name, tweets in known.items() for _ in range(tweets)]
    every = [*formats, *((None, is_text_only) for is_text_only in unknown)]
    rows = [
        tweet(1, tweet_id=str(1000 + place), content_format=name, is_text_only=is_text_only)
        for place, (name, is_text_only) in enumerate(every)
    ]
    table_1(warehouse, study, rows)
    found = warehouse.connection.execute(
        "select category, tweets, coded_tweets, percent, low, high from code_frequencies"
        " where variable = 'content_format'"
    ).fetchall()
    assert tuple(row[0] for row in found) == FORMATS[: len(found)]
    return {row[0]: row for row in found}


def ends(tweets: int, of_tweets: int) -> Iterator[object]:
    yield from (pytest.approx(100 * end, abs=1e-9) for end in proportion_confint(tweets, of_tweets, method="wilson"))


def test_text_only_is_of_all_sampled_tweets_and_the_other_formats_are_open(warehouse: Warehouse, study: Study) -> None:
    found = sampled(warehouse, study, {"text only": 48}, *[False] * 12)
    assert found["text only"] == ("text only", 48, 60, pytest.approx(80.0), *ends(48, 60))
    assert found["not known"] == ("not known", 12, 60, pytest.approx(20.0), *ends(12, 60))
    low, high = next(ends(0, 60)), list(ends(12, 60))[1]
    for name in FORMATS[1:4]:
        assert found[name] == (name, 0, 60, None, low, high)


def test_text_only_is_open_too_where_some_may_be(warehouse: Warehouse, study: Study) -> None:
    found = sampled(warehouse, study, {"text only": 40, "image/graphic": 5}, *[False] * 12, *[None] * 3)
    low, high = next(ends(40, 60)), list(ends(43, 60))[1]
    assert found["text only"] == ("text only", 40, 60, None, low, high)
    low, high = next(ends(5, 60)), list(ends(20, 60))[1]
    assert found["image/graphic"] == ("image/graphic", 5, 60, None, low, high)


def test_where_every_format_is_known_nothing_is_open(warehouse: Warehouse, study: Study) -> None:
    found = sampled(warehouse, study, {"text only": 3, "multimedia": 1})
    assert [(row[1], row[2], row[3]) for row in found.values()] == [
        (3, 4, 75.0),
        (0, 4, 0.0),
        (0, 4, 0.0),
        (1, 4, 25.0),
    ]


def test_a_type_and_a_link_are_open_where_files_do_not_tell_them(warehouse: Warehouse, study: Study) -> None:
    """Ten tweets: six that may answer or quote, a reply, a quote that may answer, one that neither, a short link."""
    rows = [
        *(tweet(1, tweet_id=str(1000 + place), is_reply=None, is_quote=None) for place in range(6)),
        tweet(1, tweet_id="1006", tweet_type="reply", is_quote=None),
        tweet(1, tweet_id="1007", tweet_type="quote tweet", is_reply=None),
        tweet(1, tweet_id="1008"),
        tweet(1, tweet_id="1009", platform="x", urls=["https://t.co/a"], url_count=1, content_format=None),
    ]
    table_1(warehouse, study, rows)
    found = {
        row[0]: row[1:]
        for row in warehouse.connection.execute(
            "select category, tweets, coded_tweets, percent, low, high from code_frequencies"
            " where variable = 'tweet_type' or category = 'links'"
        ).fetchall()
    }

    def bounds(least: int, most: int) -> tuple[object, object]:
        return next(ends(least, 10)), list(ends(most, 10))[1]

    assert found == {
        "tweet": (8, 10, None, *bounds(2, 8)),
        "retweet": (0, 10, 0.0, *bounds(0, 0)),
        "reply": (1, 10, None, *bounds(1, 8)),
        "quote tweet": (1, 10, None, *bounds(0, 7)),
        "links": (1, 10, None, *bounds(0, 1)),
    }


def test_crosstabs_are_of_all_sampled_tweets(warehouse: Warehouse, study: Study) -> None:
    sampled(warehouse, study, {"text only": 4}, False, False)
    warehouse.replace_window(
        CODE_CROSSTABS, WINDOW, row_variables=["tweet_type"], column_variables=["content_format"]
    )  # fmt: skip
    found = warehouse.connection.execute(
        "select column_category, tweets, all_tweets, percent_of_row from code_crosstabs where row_category = 'tweet'"
    ).fetchall()
    assert found[0] == ("text only", 4, 6, pytest.approx(200 / 3))
    assert found[-1] == ("not known", 2, 6, pytest.approx(100 / 3))


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (80.0, "12 of 60 sampled tweets are of no known format, so that 48 of 60 are text only. They have a link, and"),
        (None, "12 of 60 sampled tweets are of no known format. Whether a link in them is that of a picture,"),
    ],
)
def test_the_page_says_under_table_1_what_is_not_known(percent: float | None, said: str) -> None:
    rows = (
        Frequency("content_format", "Content format", "text only", 48, 60, percent, 68.2, 88.2, True),
        Frequency("content_format", "Content format", "multimedia", 0, 60, None, 0.0, 31.8, True),
        Frequency("content_format", "Content format", "not known", 12, 60, 20.0, 11.8, 31.8, True),
    )
    page = Page(render(replace(make_facts(), coding=CodingFacts(frequencies=rows))))
    assert f"Content format: {said}" in page.words
    assert "multimedia 0 not known 0.0 to 31.8" in page.words


@pytest.mark.parametrize(("crossed", "is_said"), [("content_format", True), ("resources", False)])
def test_the_page_says_of_crosstabs_of_the_format_what_not_known_is(crossed: str, is_said: bool) -> None:
    row = Frequency("content_format", "Content format", "text only", 48, 60, 80.0, 68.2, 88.2, True)
    unknown = replace(row, category="not known", tweets=12, percent=20.0)
    cell = Cell("purpose", crossed, "action", "not known", 12, 12, 12, 60, 20.0, 100.0, 100.0, None)
    coding = CodingFacts(frequencies=(row, unknown), cells=(cell,))
    page = Page(render(replace(make_facts(), coding=coding)))
    assert ("Tweets of no known content format are a category of their own" in page.words) == is_said


@pytest.mark.parametrize(
    ("crossed", "percent", "times"), [("tweet_type", None, 2), ("resources", None, 1), ("tweet_type", 80.0, 0)]
)
def test_the_page_says_of_crosstabs_of_the_type_that_files_do_not_tell_it(
    crossed: str, percent: float | None, times: int
) -> None:
    """Table 1 gave no percent of a type that the crosstab below it printed to a tenth of a percent, without a word."""
    row = Frequency("tweet_type", "Type of tweet", "tweet", 48, 60, percent, 0.0, 88.2, True)
    cell = Cell("purpose", crossed, "action", "tweet", 12, 12, 48, 60, 20.0, 100.0, 25.0, None)
    coding = CodingFacts(frequencies=(row,), cells=(cell,))
    page = Page(render(replace(make_facts(), coding=coding, groups=GroupFacts())))
    assert page.words.count("Some files do not say whether a tweet answers or quotes") == times


def test_the_page_says_of_all_tweets_from_where_to_where_it_can_be() -> None:
    facts = make_facts()
    formats = (Category("text only", 5), Category("image/graphic", 1, 3))
    page = Page(render(replace(facts, content_formats=formats, tweets_of_unknown_format=3)))
    assert "text only 5 55.6 % image/graphic 1 11.1 % to 44.4 % not known 3 33.3 %" in page.words
    assert "Of 3 tweets the files do not tell the format" in page.words
    assert "none of them is text only" in page.words
    page = Page(render(replace(facts, content_formats=(Category("text only", 9),), tweets_of_unknown_format=0)))
    assert "Of every tweet the format is known" in page.words
