"""Every score against the package vaderSentiment itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from mtw_pipeline.text.vader import Scores, Vader, flat_scores

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


def test_many_texts_are_scored_by_several_processes_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.text.vader.os.cpu_count", lambda: 2)
    monkeypatch.setattr("mtw_pipeline.text.vader._FEWEST_FOR_PROCESSES", 20_000)
    texts = [f"{TELLING[number % len(TELLING)]} {AROUND[number % len(AROUND)]} {number}" for number in range(20_011)]
    flat = iter(flat_scores(texts))
    found = [*map(Scores._make, zip(flat, flat, flat, flat, strict=True))]
    assert len(found) == len(texts)
    for place in range(0, len(texts), 97):
        assert found[place] == pytest.approx(theirs(texts[place]), abs=1e-4)
    assert found == [OURS.scores(text) for text in texts]
