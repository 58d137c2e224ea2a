"""Assets of the tweets: one table of tweets, its long tables, and the users."""

import dagster as dg

from mtw_pipeline.defs.table_assets import sql_asset
from mtw_pipeline.tables import TWEET_EMOJI, TWEET_HASHTAGS, TWEET_MENTIONS, TWEET_URLS, TWEETS, USERS
from mtw_pipeline.text.patterns import tweet_patterns


def tweet_assets() -> list[dg.AssetsDefinition]:
    """tweets, tweet_hashtags, tweet_mentions, tweet_urls, tweet_emoji and users."""
    return [
        sql_asset(TWEETS, ["raw_tweets"], lambda _study: tweet_patterns()),
        *(sql_asset(table, ["tweets"]) for table in (TWEET_HASHTAGS, TWEET_MENTIONS, TWEET_URLS, TWEET_EMOJI)),
        sql_asset(USERS, ["tweets", "tweet_mentions", "raw_tweets", "raw_ties"]),
    ]
