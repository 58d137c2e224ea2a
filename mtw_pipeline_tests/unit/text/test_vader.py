"""Every score against the package vaderSentiment itself."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from mtw_pipeline.text import vader_at_once
from mtw_pipeline.text.vader import Scores, Vader
from mtw_pipeline.text.vader_at_once import scores_at_once

PUBLISHED = SentimentIntensityAnalyzer()
OURS = Vader()
TELLING = ["good", "GREAT", "bad", "awful", "love", "hate", "no", "least", "kind", ":)", ":-(", "lol", "well", "cut"]
AROUND = ["but", "BUT", "of", "so", "this", "at", "very", "doubt", "without", "never", "or", "nor", "the", "!!", "??"]
PIECES = (*TELLING, *AROUND, *sorted(BOOSTER_DICT), *NEGATE, *" ".join(SPECIAL_CASES).split(), "💋", "😁")
SHAPES = (str, str.upper, str.title, "{}!".format)
DRESSED = st.builds(lambda piece, shape: shape(piece), st.sampled_from(PIECES), st.sampled_from(SHAPES))


def theirs(text: str) -> tuple[float, float, float, float]:
    scores = PUBLISHED.polarity_scores(text)
    return scores["neg"], scores["neu"], scores["pos"], scores["compound"]


@given(st.lists(DRESSED, max_size=14).map(" ".join) | st.text(max_size=60))
def test_any_text_scores_as_the_package_scores_it(text: str) -> None:
    assert OURS.scores(text) == pytest.approx(theirs(text), abs=1e-4)


def at_once(texts: list[str]) -> list[Scores]:
    return [*map(Scores._make, scores_at_once(pa.array(texts, pa.string()), OURS).tolist())]


SENTENCES = st.lists(DRESSED, max_size=14).map(" ".join)


@given(st.lists(SENTENCES | st.text(max_size=60), max_size=12))
def test_many_texts_at_once_score_as_one_by_one(texts: list[str]) -> None:
    """To the last digit, although sums are made of columns and most rules of whole columns."""
    assert at_once(texts) == [OURS.scores(text) for text in texts]


@given(st.lists(SENTENCES, min_size=2, max_size=4))
def test_what_stands_before_a_text_does_not_turn_it(texts: list[str]) -> None:
    assert at_once(["so very not", *texts, "good"])[1:-1] == at_once(texts)


def test_texts_without_an_idiom_are_scored_together() -> None:
    """Else nothing is won: what may be an idiom leaves its text to ``scores``."""
    alone = []

    class Counted(Vader):
        def scores(self, text: str) -> Scores:
            alone.append(text)
            return super().scores(text)

    together = [
        "VERY good day!!",
        "no GOOD or bad, so great",
        "kind, at least",
        "good but bad",
        "never so I \U0001f601",
    ]
    apart = ["a kind of love", "to die for"]
    scores_at_once(pa.array([*together, *apart]), Counted())
    assert alone == apart


HALVES = st.integers(-10_000, 10_000).map(lambda one: one / 10_000 + 0.00005)


@given(st.lists(st.floats(min_value=-1, max_value=1) | HALVES))
def test_columns_are_rounded_as_python_rounds(values: list[float]) -> None:
    for digits in (3, 4):
        assert vader_at_once._rounded(np.array(values), digits).tolist() == [round(one, digits) for one in values]
