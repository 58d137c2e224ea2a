"""The table sentiment_scores from the texts of a window: one row a tweet and scorer.

What belongs here: the shape of the table's rows. What does not: how a scorer scores (sentiment.py).
"""

import pyarrow as pa

from mtw_pipeline.text.sentiment import label, scorer_name, vader_scores


def score_tweets(tweets: pa.Table) -> pa.Table:
    """The scores of every tweet by VADER.

    Args:
        tweets: the columns collection_window, tweet_id and text.

    Returns:
        The rows of the table sentiment_scores, in the order of ``tweets``.
    """
    scores = vader_scores(tweets.column("text").to_pylist())
    return pa.table(
        {
            "collection_window": tweets.column("collection_window"),
            "tweet_id": tweets.column("tweet_id"),
            "scorer": pa.array([scorer_name()] * len(scores), pa.string()),
            "positive": pa.array([one.positive for one in scores], pa.float64()),
            "neutral": pa.array([one.neutral for one in scores], pa.float64()),
            "negative": pa.array([one.negative for one in scores], pa.float64()),
            "compound": pa.array([one.compound for one in scores], pa.float64()),
            "label": pa.array([label(one.compound) for one in scores], pa.string()),
        }
    )
