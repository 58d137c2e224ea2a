"""Assets of the text: word frequencies and sentiment scores."""

import time

import dagster as dg

from mtw_pipeline.defs.resources import WarehouseResource
from mtw_pipeline.defs.table_assets import materialized, sql_asset, table_spec
from mtw_pipeline.study import Study
from mtw_pipeline.tables import SENTIMENT_SCORES, WORD_FREQUENCIES
from mtw_pipeline.text.patterns import URL
from mtw_pipeline.text.scores import score_tweets
from mtw_pipeline.text.words import WORD, stop_words
from mtw_pipeline.windows import CollectionWindow


def text_assets() -> list[dg.AssetsDefinition]:
    """word_frequencies and sentiment_scores."""
    return [sql_asset(WORD_FREQUENCIES, ["tweets"], _word_parameters), _sentiment_scores()]


def _word_parameters(study: Study) -> dict[str, object]:
    words = study.settings.words
    return {
        "url": URL,
        "word": WORD,
        "stop_words": [*stop_words(words.stop_words), *(word.lower() for word in words.extra_stop_words)],
    }


def _sentiment_scores() -> dg.AssetsDefinition:
    spec = table_spec(SENTIMENT_SCORES, ["tweets"], "1").merge_attributes(kinds={"python"})

    @dg.multi_asset(name="sentiment_scores", specs=[spec])
    def sentiment_scores(context: dg.AssetExecutionContext, warehouse: WarehouseResource) -> dg.MaterializeResult:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        tweets = warehouse.get().query("tweet_texts", {"collection_window": window.key}).to_arrow_table()
        rows = warehouse.get().replace_window(SENTIMENT_SCORES, window, score_tweets(tweets))
        return materialized(SENTIMENT_SCORES, rows, time.monotonic() - started)

    return sentiment_scores
