"""What a sentiment scorer gives for a text, and the scorers that need no model.

What belongs here: the shape of a score, labels, the names of scorers. What does not: VADER's rules (vader.py,
vader_at_once.py), models (transformer.py), scoring by word lists, which is set work (sentiment_by_word_list.sql).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.system.threads import in_threads
from mtw_pipeline.text.vader import Lexicon, Scores, Vader
from mtw_pipeline.text.vader_at_once import scores_at_once

_THRESHOLD = 0.05
_TWEETS_AT_ONCE = 32_768
"""Some 100 MB; of fewer more words are looked up again."""
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


def vader_rows(tweets: Iterable[pa.Table], scorer: str, lexicon: Lexicon) -> Iterator[pa.Table]:
    """Rows of the table sentiment_scores by VADER.

    Args:
        tweets: tables of the columns collection_window, tweet_id and text.
        scorer: the scorer's name.
        lexicon: what VADER looks up: a worker need not have the package.
    """
    pieces = (
        some.slice(start, _TWEETS_AT_ONCE) for some in tweets for start in range(0, some.num_rows or 1, _TWEETS_AT_ONCE)
    )
    yield from in_threads(partial(_rows_by_vader, scorer=scorer, vader=Vader(lexicon)), pieces)


def _rows_by_vader(tweets: pa.Table, scorer: str, vader: Vader) -> pa.Table:
    scores = scores_at_once(tweets.column("text").combine_chunks(), vader)
    of_each = {name: pa.array(scores[:, place].copy()) for place, name in enumerate(Scores._fields)}
    return pa.table(
        {
            "collection_window": tweets.column("collection_window"),
            "tweet_id": tweets.column("tweet_id"),
            "scorer": pa.repeat(scorer, tweets.num_rows),
            **{name: of_each[name] for name in _NUMBERS},
            "label": labels(of_each["compound"]),
        }
    )
