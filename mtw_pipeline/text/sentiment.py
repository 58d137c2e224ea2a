"""What a sentiment scorer gives for a text, and the scorers that need no model.

What belongs here: the shape of a score, labels, the names of scorers. What does not: VADER's rules (vader.py), models
(transformer.py), scoring by word lists, which is set work (sql/text/sentiment_by_word_list.sql).
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.text.vader import EMPTY, NEUTRAL, Lexicon, Scores, Vader, flat_scores

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


def vader_rows(tweets: pa.Table, scorer: str, vader: Vader | None = None) -> pa.Table:
    """Rows of the table sentiment_scores by VADER; of texts with a word of its lexicon equal ones are scored once.

    Args:
        tweets: the columns collection_window, tweet_id and text.
        scorer: the scorer's name.
        vader: the rules, which score one text after the other; by default the installed ones, on all processors.
    """
    texts = tweets.column("text").combine_chunks()
    row_of_text, telling = _told_apart(texts, vader or Vader())
    distinct = telling.dictionary_encode()
    scores = (vader.flat_scores if vader else flat_scores)(distinct.dictionary.to_pylist())
    for of_others in (NEUTRAL, EMPTY):
        scores.extend(of_others)
    numbers = len(distinct.dictionary)
    rows = pa.concat_arrays([distinct.indices, pa.array([numbers, numbers + 1], distinct.indices.type)])
    row_of_tweet, kinds = rows.take(row_of_text), Scores._fields
    of_each = {
        name: pa.Array.from_buffers(pa.float64(), numbers + 2, [None, pa.py_buffer(scores[place :: len(kinds)])]).take(
            row_of_tweet
        )
        for place, name in enumerate(kinds)
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


def _told_apart(texts: pa.Array, vader: Vader) -> tuple[pa.Array, pa.Array]:
    """Texts that have a word of VADER's lexicon, and of each text its place among them.

    Arrow cuts texts and numbers the pieces in a fifth of the time in which Python looks each one up; most come again.

    Returns:
        Of each text its place: that of a text without such a word is behind all others, that of an empty one comes
        next. And the texts with such a word.
    """
    pieces = pc.ascii_split_whitespace(texts)  # quicker; other blanks part a piece in VADER's hands
    encoded = pieces.flatten().dictionary_encode()
    tells = pa.array([vader.tells(piece) for piece in encoded.dictionary.to_pylist()], pa.bool_())
    found = pc.unique(pc.list_parent_indices(pieces).filter(tells.take(encoded.indices)))
    place = pc.index_in(pa.array(range(len(texts)), pa.int64()), value_set=found)
    others = pc.if_else(pc.equal(pc.utf8_trim_whitespace(texts), ""), len(found) + 1, len(found))
    return pc.coalesce(pc.cast(place, pa.int64()), others), texts.take(found)


def rows_by_vader(tweets: Iterable[pa.Table], scorer: str, lexicon: Lexicon) -> Iterator[pa.Table]:
    """Rows of the table sentiment_scores by VADER, scored one after the other: for a worker of many.

    Args:
        tweets: tables of the columns collection_window, tweet_id and text.
        scorer: the scorer's name.
        lexicon: what VADER looks up, which the worker need not have.
    """
    vader = Vader(lexicon)
    for some in tweets:
        yield vader_rows(some, scorer, vader)
