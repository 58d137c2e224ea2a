"""Trends of planted windows: values counted by hand, changes that are there, and those that are not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from mtw_pipeline.attempts import Attempts, Omission
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.dictionaries.model import Dictionary
from mtw_pipeline.trends import reading
from mtw_pipeline.trends.measuring import (
    NO_COUNT,
    NO_DICTIONARY,
    NO_FEW,
    NO_NETWORK,
    OF_AUTHORS,
    OF_CHANGED_SAMPLE,
    OF_NOBODY,
    OF_SAMPLE,
    corrected,
    measure_trends,
)
from mtw_pipeline.trends.reading import parts_within_memory
from mtw_pipeline.trends.rows import Change, Point, Trends
from mtw_pipeline.trends.token_sums import Memberships, token_sums
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.planted_rows import OTHER_WINDOW as SECOND
from mtw_pipeline_tests.planted_rows import WINDOW as FIRST
from mtw_pipeline_tests.planted_rows import plant, tweet

AUTHORS = 60


def planted(window: CollectionWindow, replies: int, emoji: int) -> Iterator[dict[str, object]]:
    """Two tweets of each author; the first ``replies`` authors answer, the first ``emoji`` have an emoji, in both."""
    for author in range(AUTHORS):
        for place in (0, 1):
            number = 1 + (2 * author + place) % 28
            yield {
                **tweet(number, tweet_type="reply" if author < replies else "tweet", author=f"author_{author:02}"),
                "tweet_id": f"{window.start.month}{author:03}{place}",
                "emoji_count": int(author < emoji),
                "hashtags": ["InventedTag", "one"] if author == 0 else [],
                "like_count": 10 * place if author < 4 else None,
            }


@pytest.fixture
def trends(warehouse: Warehouse, study: Study) -> Trends:
    for window, replies, emoji in ((FIRST, 6, 30), (SECOND, 30, 31)):
        plant(warehouse, "tweets", planted(window, replies, emoji), window)
    return measure_trends(warehouse, study, Attempts())


def points(found: Trends) -> dict[tuple[str, str], Point]:
    return {(one.measure + (f" {one.term}" if one.term else ""), one.collection_window): one for one in found.points}


def changes(found: Trends) -> dict[str, Change]:
    return {one.measure + (f" {one.term}" if one.term else ""): one for one in found.changes}


def test_values_are_what_a_hand_counts(trends: Trends) -> None:
    found = points(trends)
    assert found["tweets", FIRST.key].value == 120
    assert found["posters", FIRST.key].value == AUTHORS
    assert found["reply_share", FIRST.key].value == pytest.approx(0.1)
    assert found["reply_share", SECOND.key].value == pytest.approx(0.5)
    assert found["with_emoji_share", SECOND.key].value == pytest.approx(62 / 120)
    assert found["with_other_hashtags_share", FIRST.key].value == pytest.approx(2 / 120)
    assert (found["mean_likes", FIRST.key].value, found["mean_likes", FIRST.key].rests_on) == (5.0, 8)


def test_every_measure_has_an_interval_or_says_why_not(trends: Trends) -> None:
    found = points(trends)
    reply = found["reply_share", FIRST.key]
    assert reply.method == OF_AUTHORS
    assert reply.low is not None
    assert reply.high is not None
    assert 0.02 < reply.low < 0.06, "6 of 60 authors, not 12 of 120 tweets"
    assert 0.14 < reply.high < 0.19
    assert found["tweets", FIRST.key].method == NO_COUNT
    retweets = found["retweet_share", FIRST.key]
    assert (retweets.value, retweets.low, retweets.method) == (0.0, 0.0, OF_NOBODY)
    assert retweets.high == pytest.approx(3.8415 / (AUTHORS + 3.8415), abs=1e-4)
    assert (found["mean_likes", FIRST.key].method, found["mean_likes", FIRST.key].low) == (NO_FEW, None)
    assert all((one.low is None) == one.method.startswith("none") for one in trends.points)


def test_a_planted_change_is_found_and_none_where_none_was_planted(trends: Trends) -> None:
    found = changes(trends)
    reply, emoji = found["reply_share"], found["with_emoji_share"]
    assert reply.difference == pytest.approx(0.4)
    assert reply.p_holm is not None
    assert reply.p_holm < 1e-6
    assert reply.low is not None
    assert 0.2 < reply.low < 0.4
    assert (reply.window_before, reply.collection_window) == (FIRST.key, SECOND.key)
    assert emoji.p_value is not None
    assert emoji.p_value > 0.2, "the same people but for one"
    assert found["tweets"].p_value is None
    assert found["retweet_share"].p_value is None


def test_the_family_is_the_topic_over_all_windows_and_corrected_as_holm_does_by_hand() -> None:
    blank = Change("b", "a", "types", "", "", 0, 0, 0, None, None, None, "")
    given = [
        *(replace(blank, measure=f"m{p}", p_value=p) for p in (0.01, 0.04, 0.03)),
        replace(blank, measure="untested"),
        replace(blank, topic="words", measure="alone", p_value=0.04),
    ]
    found = {one.measure: one for one in corrected(given)}
    assert [found[f"m{p}"].p_holm for p in (0.01, 0.04, 0.03)] == pytest.approx([0.03, 0.06, 0.06])
    assert (found["untested"].p_holm, found["untested"].family_tests) == (None, 3)
    assert (found["alone"].p_holm, found["alone"].family_tests) == (0.04, 1)


def test_codes_are_of_sampled_tweets_and_those_the_program_computes_are_not_among_them(
    warehouse: Warehouse, study: Study
) -> None:
    for window, tweets in ((FIRST, 10), (SECOND, 40)):
        rows = [
            {"variable": variable, "category": "action", "tweets": tweets, "coded_tweets": 100, "is_computed": computed}
            for variable, computed in (("purpose", False), ("tweet_type", True))
        ]
        plant(warehouse, "code_frequencies", rows, window)
    found = measure_trends(warehouse, study, Attempts())
    assert [(one.measure, one.term, one.value) for one in found.points] == [
        ("purpose", "action", 0.1), ("purpose", "action", 0.4),
    ]  # fmt: skip
    assert {one.method for one in found.points} == {OF_SAMPLE}
    [change] = found.changes
    assert change.method == OF_CHANGED_SAMPLE
    assert change.p_value == pytest.approx(9.6e-7, rel=0.1)


def test_networks_have_no_interval_and_say_why(warehouse: Warehouse, study: Study) -> None:
    for window, value in ((FIRST, 0.2), (SECOND, None)):
        row = {"layer": "all", "metric": "density_directed", "value": value, "nodes": 9, "definition": "d"}
        plant(warehouse, "network_metrics", [row, {**row, "layer": "name"}], window)
    found = measure_trends(warehouse, study, Attempts())
    assert [(one.measure, one.value, one.method) for one in found.points] == [
        ("all density_directed", 0.2, NO_NETWORK), ("all density_directed", None, NO_NETWORK),
    ]  # fmt: skip
    assert found.changes == []


def test_sums_of_tokens_are_those_of_a_walk_over_them() -> None:
    tweets = [("ann", "good day #good"), ("ann", "good good @i i"), ("bob", "bad i"), ("cy", "#tag"), ("cy", "")]
    dictionary = Dictionary("own", ("pos", "i"), words={"good": frozenset({"pos"}), "i": frozenset({"i"})})
    table = pa.table({
        "author": [author for author, _ in tweets],
        "tokens": [tokens for _, tokens in tweets],
        "word_count": [sum(not one.startswith(("#", "@")) for one in tokens.split()) for _, tokens in tweets],
    })  # fmt: skip
    authors, sums = token_sums(table, ["good", "absent", "i"], Memberships(dictionary))
    assert authors.to_pylist() == ["ann", "bob", "cy"]
    assert {name: column.tolist() for name, column in sums.items()} == {
        "tweets_with_words": [2, 1, 2], "word good": [2, 0, 0], "word absent": [0, 0, 0], "word i": [1, 1, 0],
        "words": [5, 2, 0], "style pos": [3, 0, 0], "style i": [1, 1, 0],
    }  # fmt: skip


def test_style_that_the_dictionary_counts_by_more_than_words_keeps_its_value_and_has_no_interval(
    warehouse: Warehouse, study: Study, tmp_path: Path
) -> None:
    plant(warehouse, "tweets", planted(FIRST, 0, 0))
    tokens = [
        {"tweet_id": f"1{author:03}0", "author": f"author_{author:02}", "tokens": "the word", "word_count": 2}
        for author in range(AUTHORS)
    ]
    plant(warehouse, "tweet_tokens", tokens)
    style = [
        {
            "measure": measure,
            "kind": "category",
            "dictionary": "d",
            "words": 120,
            "uses": 60,
            "value": value,
            "definition": "d",
        }
        for measure, value in (("article", 50.0), ("prep", 12.5))
    ]
    plant(warehouse, "style_measures", style)
    found = points(measure_trends(warehouse, study, Attempts()))
    assert found["article", FIRST.key].value == 50.0
    assert (found["prep", FIRST.key].value, found["prep", FIRST.key].method) == (12.5, NO_DICTIONARY)


SAID = ("the good day", "good the good", "the #good @good", "goodness the", None)


@pytest.mark.parametrize("at_once", [7, 32_768])
def test_words_and_style_are_counted_tweet_by_tweet_however_many_are_read_at_once(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """A word once a tweet, and never inside of another; of four words of each tweet that has some one is an article."""
    for bound in ("reading._TWEETS_AT_ONCE", "reading._AUTHORS_AT_ONCE", "token_sums._MOST_REMEMBERED"):
        monkeypatch.setattr(f"mtw_pipeline.trends.{bound}", at_once)
    tweets = list(planted(FIRST, 0, 0))
    plant(warehouse, "tweets", tweets)
    said = [(row, SAID[place % 5]) for place, row in enumerate(tweets)]
    tokens = [
        {"tweet_id": row["tweet_id"], "author": row["author"], "tokens": one, "word_count": 4 if one else 0}
        for row, one in said
    ]
    plant(warehouse, "tweet_tokens", tokens)
    plant(warehouse, "word_frequencies", [{"word": one, "uses": 9, "tweets": 9} for one in ("good", "absent")])
    measure = {"measure": "article", "kind": "category", "dictionary": "d", "words": 384, "uses": 96, "value": 25.0}
    plant(warehouse, "style_measures", [{**measure, "definition": "d"}])
    found = points(measure_trends(warehouse, study, Attempts()))
    assert found["tweets_with_word good", FIRST.key].value == pytest.approx(2 / 5)
    assert found["tweets_with_word absent", FIRST.key].value == 0
    assert found["article", FIRST.key].value == pytest.approx(25)
    plant(warehouse, "tweet_tokens", [{"tweet_id": "0", "author": "nobody", "tokens": "good", "word_count": 1}])
    omitted = Attempts()
    assert ("tweets_with_word good", FIRST.key) not in points(measure_trends(warehouse, study, omitted))
    assert {one.what for one in omitted.omissions} >= {"trends of words", "trends of style"}
    assert found["article", FIRST.key].method != NO_DICTIONARY, "the sums of authors give it too"


def test_a_topic_that_cannot_be_read_costs_itself_alone(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(warehouse, "tweets", planted(FIRST, 6, 30))
    query = Warehouse.query

    def fails(self: Warehouse, name: str, parameters: dict[str, object] | None = None) -> object:
        if name == "trends/sentiment_sums":
            raise ZeroDivisionError
        return query(self, name, parameters)

    monkeypatch.setattr(Warehouse, "query", fails)
    attempts = Attempts()
    found = measure_trends(warehouse, study, attempts)
    assert [one.what for one in attempts.omissions] == ["trends of sentiment"]
    assert {one.topic for one in found.points} == {"collection", "types", "formats", "resources", "engagement"}


def test_a_window_whose_tokens_were_left_out_costs_no_other_its_words(warehouse: Warehouse, study: Study) -> None:
    for window in (FIRST, SECOND):
        plant(warehouse, "tweets", planted(window, 0, 0), window)
    tokens = [
        {"tweet_id": row["tweet_id"], "author": row["author"], "tokens": said, "word_count": 1}
        for row, said in zip(planted(FIRST, 0, 0), ["good", "bad", "bad"] * AUTHORS, strict=False)
    ]
    plant(warehouse, "tweet_tokens", tokens)
    plant(warehouse, "word_frequencies", [{"word": "good", "uses": 9, "tweets": 9}])
    warehouse.keep_omissions("tweet_tokens", SECOND, [Omission("", "there was not enough memory for it", "")])
    attempts = Attempts()
    found = points(measure_trends(warehouse, study, attempts))
    of_word = {key: point.value for key, point in found.items() if key[0] == "tweets_with_word good"}
    assert of_word == {("tweets_with_word good", FIRST.key): pytest.approx(1 / 3)}
    assert [one.what for one in attempts.omissions] == ["trends of style"]


def test_accounts_whose_scores_memory_does_not_hold_are_summed_up_part_by_part(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(planted(FIRST, 6, 30))
    plant(warehouse, "tweets", rows)
    scored = [
        {
            "tweet_id": row["tweet_id"],
            "scorer": scorer,
            "label": "positive" if number < part else "neutral",
            "compound": 0,
        }
        for scorer, part in (("one", 30), ("two", 90))
        for number, row in enumerate(rows)
    ]
    plant(warehouse, "sentiment_scores", scored)
    plant(warehouse, "tweet_hashtags", [{"tweet_id": row["tweet_id"], "hashtag": "one"} for row in rows[:12]])
    attempts = Attempts()
    at_once = measure_trends(warehouse, study, attempts)
    assert not attempts.omissions
    assert parts_within_memory(warehouse, [FIRST.key]) == 1
    tweets = 2 * AUTHORS
    monkeypatch.setattr(reading, "held_bytes", lambda _: tweets * 256 / 7)
    assert parts_within_memory(warehouse, [FIRST.key]) == 7
    assert measure_trends(warehouse, study, Attempts()) == at_once
    found = points(at_once)
    shares = {key[0]: point.value for key, point in found.items() if "positive" in key[0]}
    assert sorted(shares.values(), key=str) == [pytest.approx(30 / tweets), pytest.approx(90 / tweets)]


def test_the_same_tables_give_the_same_whatever_the_order_of_rows(warehouse: Warehouse, study: Study) -> None:
    rows = list(planted(FIRST, 6, 30))
    plant(warehouse, "tweets", rows)
    first = measure_trends(warehouse, study, Attempts())
    warehouse.connection.execute("delete from tweets")
    plant(warehouse, "tweets", reversed(rows))
    assert measure_trends(warehouse, study, Attempts()) == first


def test_without_tweets_there_is_nothing(warehouse: Warehouse, study: Study) -> None:
    assert measure_trends(warehouse, study, Attempts()) == Trends([], [], {})
