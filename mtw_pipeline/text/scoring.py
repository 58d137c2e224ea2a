"""The sentiment of a window by every scorer of the study.

What belongs here: which scorers run on what, and what becomes of one that cannot. What does not: how any of them scores
(vader_at_once.py, transformer.py, sql/text/sentiment_by_word_list.sql).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from mtw_pipeline.attempts import Attempts, LeftOutError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.sentiment import (
    Sentiment,
    score_rows,
    vader_name,
    vader_rows,
    word_list_name,
)
from mtw_pipeline.text.vader import installed_lexicon
from mtw_pipeline.text.word_lists import named_lists
from mtw_pipeline.text.words import dropped_hashtags
from mtw_pipeline.warehouse.parts import Parts, RowMapping


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


def score_window(study: Study, window: CollectionWindow, parts: Parts, attempts: Attempts) -> WindowScores:
    """Score a window's tweets, part by part: no more than a part is in memory.

    Args:
        study: the study, which says by which scorers.
        window: the window.
        parts: takes rows of sentiment_scores, made of tweets, tokens and uses of word lists; those of a scorer that
            fails half way are taken back.
        attempts: runs the scorers; what fails of one costs that one.

    Raises:
        LeftOutError: no scorer at all could run.
    """
    scores = WindowScores({}, {})
    for scorer in dict.fromkeys(study.settings.sentiment.scorers):
        stored = parts.mark()
        tweets = attempts.value(scorer, _stored, parts, scorer, study, window)
        if tweets is None:
            parts.back_to(stored)
            scores.problems[scorer] = attempts.reason(scorer) or ""
        else:
            scores.scored[scorer] = tweets
    if not scores.scored:
        raise LeftOutError("no scorer could run. " + " ".join(str(one) for one in attempts.omissions), is_failure=True)
    return scores


def _stored(parts: Parts, scorer: str, study: Study, window: CollectionWindow) -> int:
    """The rows that were stored."""
    key = {"collection_window": window.key}
    if scorer == "word_list":
        lists = [one.name for one in named_lists(study.settings, study.root) if one.kind in ("positive", "negative")]
        return parts.add_query("text/sentiment_by_word_list", {**key, "scorer": word_list_name(lists)})
    words = study.settings.words
    asked = {**key, "drop_retweets": words.drop_retweets, "dropped_hashtags": dropped_hashtags(study.settings)}
    return parts.add_query("text/tweet_texts", asked, _by_vader() if scorer == "vader" else _by_transformer(study))


def _by_vader() -> RowMapping:
    rows = partial(vader_rows, scorer=vader_name(), lexicon=installed_lexicon())
    return RowMapping(rows, lambda: rows)


def _by_transformer(study: Study) -> RowMapping:
    from mtw_pipeline.text.kept_scores import transformer_sentiments
    from mtw_pipeline.text.transformer import load_model, revision_of, rows_by_transformer

    if study.settings.engine.transformer == "workers":
        settings = study.settings.sentiment.transformer.model_copy(update={"threads": 1})
        exact = revision_of(settings, study.root)
        rows = partial(rows_by_transformer, settings=settings, root=study.root, revision=exact)
        return RowMapping(rows, lambda: rows, needs="pyarrow, pydantic, torch and transformers")
    model = load_model(study.settings.sentiment.transformer, study.root)
    return RowMapping(
        lambda tweets: _scored(
            tweets, model.scorer, lambda texts: transformer_sentiments(model, texts, study.kept_scores)
        )
    )


def _scored(
    tweets: Iterator[pa.Table], scorer: str, sentiments: Callable[[list[str]], list[Sentiment]]
) -> Iterator[pa.Table]:
    for some in tweets:
        yield score_rows(some, scorer, sentiments(some.column("text").to_pylist()))
