"""What Spark is asked: which tables it makes, which of them lie in the lake, and which other statements run there.

What belongs here: their names; a further one is a line. What does not: what they are (warehouse/tables/, sql/).
"""

from mtw_pipeline.spark.divided import Division

IN_LAKE = frozenset(
    {
        "identities", "tweets", "tweet_hashtags", "tweet_mentions", "tweet_urls", "tweet_emoji", "users",
        "tweet_tokens", "word_frequencies", "bigram_frequencies", "word_keyness", "interactions",
    }
)  # fmt: skip
"""Tables that grow with the collection: Spark makes them, and their rows lie in the lake."""

TO_DUCKDB = frozenset(
    {
        "word_list_uses", "word_list_totals", "hashtag_pairs", "word_list_sentiment", "communities", "response_delays",
        "first_ties", "participation", "lorenz_curve", "link_domains", "sample",
    }
)  # fmt: skip
"""Tables that Spark makes of large ones, and that are small themselves: their rows come to DuckDB."""

BY_PARTS = frozenset({"sentiment_scores", "user_metrics", "network_ties"})
"""Tables that grow with the collection and that Python makes, of statements and on the workers: in the lake too."""

KEPT = IN_LAKE | BY_PARTS
"""Tables that the engine keeps: their rows lie in the lake, whoever makes them."""

COLLECTED = frozenset({"raw_tweets", "raw_ties", "rejected_rows"})
"""Tables that DuckDB fills from exports; where this machine sees the lake it writes them there."""

DIVIDED = {
    "tweet_hashtags": Division("tweets"),
    "tweet_urls": Division("tweets"),
    "tweet_emoji": Division("tweets"),
    "tweet_tokens": Division("tweets"),
    "word_frequencies": Division("tweet_tokens", together="author", added="text/words_added_up"),
    "bigram_frequencies": Division(
        "tweet_tokens", together="author", added="text/pairs_added_up", of_a_part=(("fewest_uses", 1),)
    ),
}
"""Tables of the lake whose statement can be run on parts of one table: DuckDB on the workers does so, where it is."""

STATEMENTS = frozenset(
    {
        "text/style/words", "text/style/neighbours", "text/style/phrases", "text/style/symbols", "text/style/stems",
        "text/style/low_language", "checks/duplicates_accounted", "checks/accounts_of_one_platform",
    }
)  # fmt: skip
"""Statements that give few rows of large tables, besides those of tables."""
