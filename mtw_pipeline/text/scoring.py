"""The sentiment of a window by every scorer of the study.

What belongs here: which scorers run on what, and what becomes of one that cannot. What does not: how any of them scores
(vader.py, transformer.py, sql/sentiment_by_word_list.sql).
"""

from dataclasses import dataclass

import pyarrow as pa

from mtw_pipeline.errors import UserError
from mtw_pipeline.study import Study
from mtw_pipeline.text.sentiment import score_rows, vader_name, vader_sentiments, word_list_name
from mtw_pipeline.text.word_lists import named_lists
from mtw_pipeline.warehouse import Warehouse
from mtw_pipeline.windows import CollectionWindow

_TWEETS_AT_ONCE = 500_000
_NO_TWEETS = pa.table({name: pa.array([], pa.string()) for name in ("collection_window", "tweet_id")})


@dataclass(frozen=True)
class WindowScores:
    """What the scorers gave.

    Args:
        tables: rows of sentiment_scores by the scorer as study.toml names it.
        problems: scorers that could not run, with the reason.
    """

    tables: dict[str, pa.Table]
    problems: dict[str, str]

    @property
    def scorers(self) -> list[dict[str, object]]:
        """Rows of sentiment_scorers, without their window."""
        ran = [{"scorer": name, "scored_tweets": rows.num_rows, "problem": None} for name, rows in self.tables.items()]
        return [*ran, *({"scorer": name, "scored_tweets": 0, "problem": why} for name, why in self.problems.items())]


def score_window(warehouse: Warehouse, study: Study, window: CollectionWindow) -> WindowScores:
    """The scores of a window's tweets.

    Raises:
        UserError: no scorer at all could run.
    """
    scores = WindowScores({}, {})
    for scorer in dict.fromkeys(study.settings.sentiment.scorers):
        try:
            scores.tables[scorer] = _by(scorer, warehouse, study, window)
        except UserError as error:  # one that needs what is not there must not take the others along
            scores.problems[scorer] = str(error)
    if not scores.tables:
        raise UserError(next(iter(scores.problems.values())))
    return scores


def _by(scorer: str, warehouse: Warehouse, study: Study, window: CollectionWindow) -> pa.Table:
    key = {"collection_window": window.key}
    if scorer == "word_list":
        lists = [one.name for one in named_lists(study.settings, study.root) if one.kind != "group"]
        parameters = {**key, "scorer": word_list_name(lists)}
        return warehouse.query("sentiment_by_word_list", parameters).to_arrow_table()
    tweets = warehouse.query("tweet_texts", {**key, "drop_retweets": study.settings.words.drop_retweets})
    if scorer == "vader":
        parts = (pa.Table.from_batches([batch]) for batch in tweets.to_arrow_reader(_TWEETS_AT_ONCE))
        rows = [score_rows(part, vader_name(), vader_sentiments(part.column("text").to_pylist())) for part in parts]
        return pa.concat_tables(rows) if rows else score_rows(_NO_TWEETS, vader_name(), [])
    from mtw_pipeline.text.kept_scores import transformer_sentiments
    from mtw_pipeline.text.transformer import load_model

    table = tweets.to_arrow_table()
    texts = table.column("text").to_pylist()
    model = load_model(study.settings.sentiment.transformer, study.root)
    return score_rows(table, model.scorer, transformer_sentiments(model, texts, study.kept_scores))
