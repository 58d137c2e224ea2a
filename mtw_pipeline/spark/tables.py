"""Which tables Spark makes, and which of them lie in the lake.

What belongs here: their names; a further table is a line. What does not: what they are (warehouse/tables/).
"""

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
