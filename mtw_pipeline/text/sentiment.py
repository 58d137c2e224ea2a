"""What a sentiment scorer gives for a text, and the scorers that need no model.

What belongs here: the shape of a score, labels, the names of scorers. What does not: VADER's rules (vader.py), models
(transformer.py), scoring by word lists, which is set work (sql/text/sentiment_by_word_list.sql).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import NamedTuple

import pyarrow as pa

from mtw_pipeline.text.vader import Lexicon, Scores, Vader, flat_scores, scores_of

_THRESHOLD = 0.05


class Sentiment(NamedTuple):
    """A text by one scorer: how negative, neutral and positive (0 to 1), compound (-1 to 1) and the label."""

    negative: float
    neutral: float
    positive: float
    compound: float
    label: str


def vader_sentiments(
    texts: Sequence[str], scores: Callable[[Sequence[str]], list[Scores]] = scores_of
) -> list[Sentiment]:
    """VADER's scores of each text, in their order; equal texts are scored once.

    Args:
        texts: the texts.
        scores: gives the scores of texts, by default on all processors of this machine.
    """
    distinct = list(dict.fromkeys(texts))
    scores_of_each = zip(distinct, scores(distinct), strict=True)
    known = {text: Sentiment(*found, label(found.compound)) for text, found in scores_of_each}
    return [known[text] for text in texts]


def label(compound: float) -> str:
    """Positive from 0.05, negative to -0.05, else neutral: the thresholds that VADER's authors give."""
    if compound >= _THRESHOLD:
        return "positive"
    return "negative" if compound <= -_THRESHOLD else "neutral"


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
    numbers = ("positive", "neutral", "negative", "compound")
    return pa.table(
        {
            "collection_window": tweets.column("collection_window"),
            "tweet_id": tweets.column("tweet_id"),
            "scorer": pa.array([scorer] * len(sentiments), pa.string()),
            **{name: pa.array([getattr(one, name) for one in sentiments], pa.float64()) for name in numbers},
            "label": pa.array([one.label for one in sentiments], pa.string()),
        }
    )


def vader_rows(tweets: pa.Table, scorer: str) -> pa.Table:
    """Rows of the table sentiment_scores by VADER, on all processors of this machine; equal texts are scored once.

    Args:
        tweets: the columns collection_window, tweet_id and text.
        scorer: the scorer's name.
    """
    import numpy as np

    texts = tweets.column("text").combine_chunks().dictionary_encode()
    scores = np.frombuffer(flat_scores(texts.dictionary.to_pylist()), np.float64).reshape(-1, len(Scores._fields))
    of_each = dict(zip(Scores._fields, scores[texts.indices.to_numpy()].T, strict=True))
    compound = of_each["compound"]
    labels = np.where(compound >= _THRESHOLD, 2, np.where(compound <= -_THRESHOLD, 0, 1)).astype(np.int8)
    return pa.table(
        {
            "collection_window": tweets.column("collection_window"),
            "tweet_id": tweets.column("tweet_id"),
            "scorer": pa.repeat(scorer, tweets.num_rows),
            **of_each,
            "label": pa.DictionaryArray.from_arrays(labels, ["negative", "neutral", "positive"]).cast(pa.string()),
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
        texts = some.column("text").to_pylist()
        yield score_rows(some, scorer, vader_sentiments(texts, lambda asked: [vader.scores(one) for one in asked]))
