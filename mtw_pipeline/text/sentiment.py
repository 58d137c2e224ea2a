"""What a sentiment scorer gives for a text, and the scorers that need no model.

What belongs here: the shape of a score, labels, the names of scorers. What does not: VADER's rules (vader.py), models
(transformer.py), scoring by word lists, which is set work (sql/text/sentiment_by_word_list.sql).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.text.vader import Lexicon, Scores, Vader, flat_scores

if TYPE_CHECKING:
    from array import array

_THRESHOLD = 0.05
_NUMBERS = ("positive", "neutral", "negative", "compound")
"""As they stand in the table, in its order."""


class Sentiment(NamedTuple):
    """A text by one scorer: how negative, neutral and positive (0 to 1), compound (-1 to 1) and the label."""

    negative: float
    neutral: float
    positive: float
    compound: float
    label: str


def labels(compound: pa.Array) -> pa.Array:
    """Positive from 0.05, negative to -0.05, else neutral: the thresholds that VADER's authors give."""
    not_positive = pc.if_else(pc.less_equal(compound, -_THRESHOLD), "negative", "neutral")
    return pc.if_else(pc.greater_equal(compound, _THRESHOLD), "positive", not_positive)


def vader_name() -> str:
    """VADER and its version, as it stands in the tables."""
    return f"vader {version('vaderSentiment')}"


def word_list_name(lists: Sequence[str]) -> str:
    """The scorer by word lists, with the names of its lists."""
    return f"word_list ({', '.join(lists)})"


def score_rows(tweets: pa.Table, scorer: str, sentiments: Sequence[Sentiment]) -> pa.Table:
    """Rows of the table sentiment_scores.

    Args:
        tweets: the columns collection_window and tweet_id.
        scorer: the scorer's name.
        sentiments: one a tweet, in their order.
    """
    return pa.table(
        {
            "collection_window": tweets.column("collection_window"),
            "tweet_id": tweets.column("tweet_id"),
            "scorer": pa.array([scorer] * len(sentiments), pa.string()),
            **{name: pa.array([getattr(one, name) for one in sentiments], pa.float64()) for name in _NUMBERS},
            "label": pa.array([one.label for one in sentiments], pa.string()),
        }
    )


def vader_rows(
    tweets: pa.Table, scorer: str, scores_of: "Callable[[Sequence[str]], array[float]]" = flat_scores
) -> pa.Table:
    """Rows of the table sentiment_scores by VADER; equal texts are scored once.

    Args:
        tweets: the columns collection_window, tweet_id and text.
        scorer: the scorer's name.
        scores_of: gives the scores of texts as ``flat_scores``, by default on all processors of this machine.
    """
    texts = tweets.column("text").combine_chunks().dictionary_encode()
    scores, kinds = scores_of(texts.dictionary.to_pylist()), Scores._fields
    by_kind = {name: pa.py_buffer(scores[place :: len(kinds)]) for place, name in enumerate(kinds)}
    of_each = {
        name: pa.Array.from_buffers(pa.float64(), len(texts.dictionary), [None, numbers]).take(texts.indices)
        for name, numbers in by_kind.items()
    }
    return pa.table(
        {
            "collection_window": tweets.column("collection_window"),
            "tweet_id": tweets.column("tweet_id"),
            "scorer": pa.repeat(scorer, tweets.num_rows),
            **{name: of_each[name] for name in _NUMBERS},
            "label": labels(of_each["compound"]),
        }
    )


def rows_by_vader(tweets: Iterable[pa.Table], scorer: str, lexicon: Lexicon) -> Iterator[pa.Table]:
    """Rows of the table sentiment_scores by VADER, scored one after the other: for a worker of many.

    Args:
        tweets: tables of the columns collection_window, tweet_id and text.
        scorer: the scorer's name.
        lexicon: what VADER looks up, which the worker need not have.
    """
    vader = Vader(lexicon)
    for some in tweets:
        yield vader_rows(some, scorer, vader.flat_scores)
