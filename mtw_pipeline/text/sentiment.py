"""Sentiment by VADER: four scores of a text, and a label.

What belongs here: calling the published scorer. What does not: its rules, which are vaderSentiment's own (Hutto and
Gilbert 2014, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM).
"""

from collections.abc import Sequence
from importlib.metadata import version
from typing import NamedTuple

_THRESHOLD = 0.05


class Scores(NamedTuple):
    """VADER's scores of a text: three shares that add up to 1 (0 for an empty text), and compound from -1 to 1."""

    negative: float
    neutral: float
    positive: float
    compound: float


def vader_scores(texts: Sequence[str]) -> list[Scores]:
    """The scores of each text, in their order; equal texts are scored once."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    known: dict[str, Scores] = {}
    for text in texts:
        if text not in known:
            scores = analyzer.polarity_scores(text)
            known[text] = Scores(scores["neg"], scores["neu"], scores["pos"], scores["compound"])
    return [known[text] for text in texts]


def label(compound: float) -> str:
    """Positive from 0.05, negative to -0.05, else neutral: the thresholds that VADER's authors give."""
    if compound >= _THRESHOLD:
        return "positive"
    return "negative" if compound <= -_THRESHOLD else "neutral"


def scorer_name() -> str:
    """The scorer and its version, as it stands in the table."""
    return f"vader {version('vaderSentiment')}"
