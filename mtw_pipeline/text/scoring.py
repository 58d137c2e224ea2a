"""The sentiment of a window by every scorer of the study.

What belongs here: which scorers run on what, and what becomes of one that cannot. What does not: how any of them scores
(vader.py, transformer.py, sql/text/sentiment_by_word_list.sql).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from mtw_pipeline.activity import so_far
from mtw_pipeline.attempts import Attempts, LeftOutError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.sentiment import Sentiment, score_rows, vader_name, vader_sentiments, word_list_name
from mtw_pipeline.text.word_lists import named_lists
from mtw_pipeline.text.words import dropped_hashtags
from mtw_pipeline.warehouse.connection import Parts, Warehouse

_TWEETS_AT_ONCE = 200_000


@dataclass(frozen=True)
class WindowScores:
    """What the scorers gave.

    Args:
        scored: tweets scored, by the scorer as study.toml names it.
        problems: scorers that could not run, with the reason.
    """

    scored: dict[str, int]
    problems: dict[str, str]

    @property
    def scorers(self) -> list[dict[str, object]]:
        """Rows of sentiment_scorers, without their window."""
        rows: list[dict[str, object]] = [
            {"scorer": name, "scored_tweets": tweets, "problem": None} for name, tweets in self.scored.items()
        ]
        rows += [{"scorer": name, "scored_tweets": 0, "problem": why} for name, why in self.problems.items()]
        return rows


def score_window(
    warehouse: Warehouse, study: Study, window: CollectionWindow, parts: Parts, attempts: Attempts
) -> WindowScores:
    """Score a window's tweets, part by part: no more than a part is in memory.

    Args:
        warehouse: with tweets, tokens and uses of word lists.
        study: the study, which says by which scorers.
        window: the window.
        parts: takes rows of sentiment_scores; those of a scorer that fails half way are taken back.
        attempts: runs the scorers; what fails of one costs that one.

    Raises:
        LeftOutError: no scorer at all could run.
    """
    scores = WindowScores({}, {})
    for scorer in dict.fromkeys(study.settings.sentiment.scorers):
        stored = parts.mark()
        tweets = attempts.value(scorer, _stored, parts, scorer, warehouse, study, window)
        if tweets is None:
            parts.back_to(stored)
            scores.problems[scorer] = attempts.reason(scorer) or ""
        else:
            scores.scored[scorer] = tweets
    if not scores.scored:
        raise LeftOutError("no scorer could run. " + " ".join(str(one) for one in attempts.omissions), is_failure=True)
    return scores


def _stored(parts: Parts, scorer: str, warehouse: Warehouse, study: Study, window: CollectionWindow) -> int:
    """The rows that were stored."""
    rows = 0
    for table in _by(scorer, warehouse, study, window):
        parts.add(table)
        rows += table.num_rows
        so_far(f"{rows:,} tweets")
    return rows


def _by(scorer: str, warehouse: Warehouse, study: Study, window: CollectionWindow) -> Iterator[pa.Table]:
    key = {"collection_window": window.key}
    if scorer == "word_list":
        lists = [one.name for one in named_lists(study.settings, study.root) if one.kind in ("positive", "negative")]
        parameters = {**key, "scorer": word_list_name(lists)}
        yield from warehouse.read("text/sentiment_by_word_list", parameters, _TWEETS_AT_ONCE)
        return
    name, sentiments = _vader() if scorer == "vader" else _transformer(study)
    words = study.settings.words
    asked = {**key, "drop_retweets": words.drop_retweets, "dropped_hashtags": dropped_hashtags(study.settings)}
    for tweets in warehouse.read("text/tweet_texts", asked, _TWEETS_AT_ONCE):
        yield score_rows(tweets, name, sentiments(tweets.column("text").to_pylist()))


def _vader() -> tuple[str, Callable[[list[str]], list[Sentiment]]]:
    return vader_name(), vader_sentiments


def _transformer(study: Study) -> tuple[str, Callable[[list[str]], list[Sentiment]]]:
    from mtw_pipeline.text.kept_scores import transformer_sentiments
    from mtw_pipeline.text.transformer import load_model

    model = load_model(study.settings.sentiment.transformer, study.root)
    return model.scorer, lambda texts: transformer_sentiments(model, texts, study.kept_scores)
