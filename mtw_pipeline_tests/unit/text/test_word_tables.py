"""Keyness, pairs of words, named lists and the agreement of scorers, against computations of their own."""

import math
from collections import Counter
from itertools import permutations

import pyarrow as pa
import pytest
from sklearn.metrics import cohen_kappa_score

from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings, WordList
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.keyness import compare_windows
from mtw_pipeline.text.sentiment import Sentiment, score_rows
from mtw_pipeline.text.word_lists import list_parameters, named_lists
from mtw_pipeline.text.words import counted_parameters, pair_parameters, token_parameters
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.text import (
    BIGRAM_FREQUENCIES,
    SCORER_AGREEMENT,
    SCORER_CONFUSION,
    SENTIMENT_SCORES,
    TWEET_TOKENS,
    WORD_FREQUENCIES,
    WORD_KEYNESS,
    WORD_LIST_SENTIMENT,
    WORD_LIST_TOTALS,
    WORD_LIST_USES,
)
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.text.test_words import plant

OTHER = CollectionWindow.between("2021-03-01", "2021-03-31")
THIRD = CollectionWindow.between("2021-05-01", "2021-05-31")


def counted(warehouse: Warehouse, window: CollectionWindow, uses: dict[str, int]) -> None:
    ranked = sorted(uses, key=lambda word: (-uses[word], word))
    rows = [
        {"collection_window": window.key, "word": word, "rank": rank, "uses": uses[word], "tweets": 1, "posters": 1}
        for rank, word in enumerate(ranked, start=1)
    ]
    warehouse.replace_window(WORD_FREQUENCIES, window, pa.Table.from_pylist(rows))
    warehouse.connection.execute(
        "insert into tweets by name select $window as collection_window, '1' as tweet_id", {"window": window.key}
    )


def g2(a: int, b: int, c: int, d: int) -> float:
    """Dunning 1993 as a likelihood ratio of two binomials; Rayson's is its part over the word itself."""
    both = (a + b) / (c + d)
    return 2 * sum(uses * math.log(uses / (words * both)) for uses, words in ((a, c), (b, d)) if uses)


def test_keyness_is_the_log_likelihood_of_every_word(warehouse: Warehouse) -> None:
    here, elsewhere = {"plan": 40, "tea": 2, "only": 9, "same": 49}, {"plan": 10, "tea": 30, "same": 60, "there": 20}
    counted(warehouse, WINDOW, here)
    counted(warehouse, OTHER, elsewhere)
    warehouse.replace_window(WORD_KEYNESS, WINDOW)
    rows = warehouse.connection.execute("select word, log_likelihood, is_overused from word_keyness").fetchall()
    words = set(here | elsewhere)
    expected = {word: g2(here.get(word, 0), elsewhere.get(word, 0), 100, 120) for word in words}
    telling = {word: value for word, value in expected.items() if value >= 3.84}
    assert {word: value for word, value, _ in rows} == pytest.approx(telling)
    assert {word for word, _, overused in rows if overused} == {"plan", "only"}


def test_a_new_window_changes_what_older_ones_are_compared_with(warehouse: Warehouse) -> None:
    uses = {WINDOW: {"plan": 40, "tea": 60}, OTHER: {"plan": 10, "tea": 90}, THIRD: {"plan": 5, "new": 95}}
    for window, words in uses.items():
        counted(warehouse, window, words)
        compare_windows(warehouse)
    elsewhere = {one: Counter[str]() for one in uses}
    for window, other in permutations(uses, 2):
        elsewhere[window].update(uses[other])
    expected = {
        (window.key, word): (uses[window].get(word, 0), elsewhere[window][word], pytest.approx(value))
        for window in uses
        for word in {*uses[window], *elsewhere[window]}
        if (value := g2(uses[window].get(word, 0), elsewhere[window][word], 100, 200)) >= 3.84
    }
    rows = warehouse.connection.execute(
        "select collection_window, word, uses, uses_elsewhere, log_likelihood from word_keyness"
    ).fetchall()
    assert {(window, word): tuple(measured) for window, word, *measured in rows} == expected
    assert {window for window, _ in expected} == {one.key for one in uses}
    shown = warehouse.query("report/text/key_words", {"collection_window": WINDOW.key}).fetchall()
    assert [(word, windows) for word, *_, windows in shown] == [("plan", 2)]


def test_a_window_that_has_no_words_any_more_is_compared_with_none(warehouse: Warehouse) -> None:
    for window in (WINDOW, OTHER):
        counted(warehouse, window, {"plan": 40 if window == WINDOW else 4, "tea": 50})
    assert compare_windows(warehouse) > 0
    warehouse.delete_window(WORD_FREQUENCIES, OTHER)
    assert compare_windows(warehouse) == 0
    assert warehouse.connection.execute("select count(*) from word_keyness").fetchall() == [(0,)]


def test_keyness_needs_another_window(warehouse: Warehouse) -> None:
    counted(warehouse, WINDOW, {"plan": 4})
    assert warehouse.replace_window(WORD_KEYNESS, WINDOW) == 0


def test_a_stop_word_parts_a_pair_and_single_pairs_are_left_out(warehouse: Warehouse, study: Study) -> None:
    plant(warehouse, ["growth plan", "growth plan growth plan", "plan of growth", "idea board", "tea tea tea"])
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(study.settings))
    warehouse.replace_window(BIGRAM_FREQUENCIES, WINDOW, **counted_parameters(study.settings), **pair_parameters())
    rows = warehouse.connection.execute("select first_word, second_word, uses, tweets from bigram_frequencies")
    assert rows.fetchall() == [("growth", "plan", 3, 2), ("tea", "tea", 2, 1)]


def test_named_lists_count_posts_with_a_hit_and_distinct_terms(warehouse: Warehouse, study: Study) -> None:
    lists = (
        WordList(name="joy", kind="positive", words=("happ*", "Nice", "happy")),
        WordList(name="woe", kind="negative", words=("sad",)),
        WordList(name="call", words=("read", "#tips")),
        WordList(name="we", words=("our*", "us")),  # all of them stop words
    )
    settings = StudySettings(title="t", hashtags=("a",), word_lists=lists)
    plant(
        warehouse,
        ["Happy happy happiness", "nice but sad", "read #tips read", "sadly plain: our plan for us, ours, us"],
    )
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(settings))
    parameters = list_parameters(named_lists(settings, study.root))
    stops = counted_parameters(settings)
    warehouse.replace_window(WORD_FREQUENCIES, WINDOW, **stops)
    warehouse.replace_window(WORD_LIST_USES, WINDOW, **parameters, **stops)
    warehouse.replace_window(WORD_LIST_TOTALS, WINDOW, **parameters)
    uses = warehouse.connection.execute(
        "select list, word, uses, tweets from word_list_uses where kind not like '%adjective' order by 1, 2"
    ).fetchall()
    assert uses == [
        ("call", "#tips", 1, 1), ("call", "read", 2, 1), ("joy", "happiness", 1, 1), ("joy", "happy", 2, 1),
        ("joy", "nice", 1, 1), ("we", "our", 1, 1), ("we", "ours", 1, 1), ("we", "us", 2, 1), ("woe", "sad", 1, 1),
    ]  # fmt: skip
    totals = warehouse.connection.execute(
        "select list, distinct_words, uses, tweets, percent_of_tweets from word_list_totals"
        " where kind not like '%adjective' order by 1"
    ).fetchall()
    assert totals == [("call", 2, 3, 1, 25.0), ("joy", 3, 4, 2, 50.0), ("we", 3, 4, 1, 25.0), ("woe", 1, 1, 1, 25.0)]
    warehouse.replace_window(WORD_LIST_SENTIMENT, WINDOW)
    sides = warehouse.connection.execute(
        "select lists, tweets, positive_alone, negative_alone, both_signs, neither_sign, neither_posters"
        " from word_list_sentiment order by lists"
    ).fetchall()
    assert sides == [("adjectives", 4, 1, 0, 1, 2, 2), ("word lists", 4, 1, 0, 1, 2, 2)]
    rows = warehouse.query("text/sentiment_by_word_list", {"collection_window": WINDOW.key, "scorer": "lists"})
    assert [row[-1] for row in sorted(rows.fetchall(), key=lambda row: str(row[1]))] == [
        "positive", "neutral", "neutral", "neutral",
    ]  # fmt: skip


def test_scorers_agree_as_an_independent_kappa_says(warehouse: Warehouse) -> None:
    labels = {
        "one": ["positive", "neutral", "negative", "positive", "neutral", "neutral", "positive", "negative"],
        "two": ["positive", "positive", "negative", "neutral", "neutral", "neutral", "positive", "neutral"],
        "zero": ["neutral"] * 8,
    }
    tweets = pa.table({"collection_window": [WINDOW.key] * 8, "tweet_id": [str(1000 + n) for n in range(8)]})
    tables = [
        score_rows(tweets, scorer, [Sentiment(0.0, 1.0, 0.0, 0.0, label) for label in given])
        for scorer, given in labels.items()
    ]
    warehouse.replace_window(SENTIMENT_SCORES, WINDOW, pa.concat_tables(tables))
    warehouse.replace_window(SCORER_CONFUSION, WINDOW)
    warehouse.replace_window(SCORER_AGREEMENT, WINDOW)
    rows = warehouse.connection.execute(
        "select scorer, other_scorer, tweets, percent_agreement, cohens_kappa from scorer_agreement"
    ).fetchall()
    assert [(one, other) for one, other, *_ in rows] == [("one", "two"), ("one", "zero"), ("two", "zero")]
    for one, other, count, percent, kappa in rows:
        alike = sum(a == b for a, b in zip(labels[one], labels[other], strict=True))
        assert (count, percent) == (8, pytest.approx(100 * alike / 8))
        assert kappa == pytest.approx(cohen_kappa_score(labels[one], labels[other]))
    cells = warehouse.connection.execute(
        "select label, other_label, tweets from scorer_confusion where scorer = 'one' and other_scorer = 'two'"
    ).fetchall()
    assert {(a, b): n for a, b, n in cells} == Counter(zip(labels["one"], labels["two"], strict=True))
