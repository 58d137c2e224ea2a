"""Tables of the measures: words, sentiment, network, sample."""

from mtw_pipeline.tables.model import COLLECTION_WINDOW, Column, Reference, Table, Type, count, tweet_id

TIE_KINDS = ("mention", "reply", "retweet", "quote")
SENTIMENT_LABELS = ("negative", "neutral", "positive")
_OF_A_TWEET = (Reference("tweet_id", "tweets", "tweet_id"),)

WORD_FREQUENCIES = Table(
    name="word_frequencies",
    row="one word of the window",
    stage="text",
    key=("collection_window", "word"),
    columns=(
        COLLECTION_WINDOW,
        Column("word", Type.TEXT, "The word in lower case; a hashtag keeps its #", required=True),
        Column(
            "rank", Type.INTEGER, "Place by uses, ties by tweets and then by the alphabet", required=True, minimum=1
        ),
        Column("uses", Type.INTEGER, "Times used", required=True, minimum=1, unit="uses"),
        Column("tweets", Type.INTEGER, "Tweets that use it", required=True, minimum=1, unit="tweets"),
    ),
)

SENTIMENT_SCORES = Table(
    name="sentiment_scores",
    row="one tweet's scores by one scorer",
    stage="text",
    key=("collection_window", "tweet_id", "scorer"),
    references=_OF_A_TWEET,
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        Column("scorer", Type.TEXT, "The scorer, with its version", required=True),
        Column("positive", Type.NUMBER, "Share of the text that is positive", required=True, minimum=0, maximum=1),
        Column("neutral", Type.NUMBER, "Share of the text that is neutral", required=True, minimum=0, maximum=1),
        Column("negative", Type.NUMBER, "Share of the text that is negative", required=True, minimum=0, maximum=1),
        Column("compound", Type.NUMBER, "VADER's compound score", required=True, minimum=-1, maximum=1),
        Column(
            "label",
            Type.TEXT,
            "positive from compound 0.05, negative to -0.05, else neutral (VADER's own thresholds)",
            required=True,
            allowed=SENTIMENT_LABELS,
        ),
    ),
)

INTERACTIONS = Table(
    name="interactions",
    row="a directed tie of one kind between two accounts",
    stage="network",
    key=("collection_window", "source", "target", "kind"),
    references=(Reference("source", "users", "account"), Reference("target", "users", "account")),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column("source", Type.TEXT, "The account that posted", required=True),
        Column("target", Type.TEXT, "The account that was named, answered, retweeted or quoted", required=True),
        Column("kind", Type.TEXT, "How", required=True, allowed=TIE_KINDS),
        Column("is_self_tie", Type.BOOLEAN, "Whether source and target are one account", required=True),
        Column("times", Type.INTEGER, "Tweets that hold the tie", required=True, minimum=1, unit="tweets"),
        Column("first_at", Type.TIME, "First such tweet", required=True, unit="UTC"),
        Column("last_at", Type.TIME, "Last such tweet", required=True, unit="UTC"),
    ),
)

NETWORK_METRICS = Table(
    name="network_metrics",
    row="one metric of one network layer",
    stage="network",
    key=("collection_window", "layer", "metric"),
    columns=(
        COLLECTION_WINDOW,
        Column("layer", Type.TEXT, "The network: which ties it is made of", required=True),
        Column("metric", Type.TEXT, "The metric, its name saying which of several definitions", required=True),
        Column("value", Type.NUMBER, "Its value; NULL where it is not defined"),
        Column("definition", Type.TEXT, "The definition that was used", required=True),
        count("nodes", "Accounts it rests on", "users", required=True),
        count("ties", "Distinct directed ties it rests on, self-ties apart", "ties", required=True),
    ),
)

SAMPLE = Table(
    name="sample",
    row="a sampled tweet",
    stage="coding",
    key=("collection_window", "tweet_id"),
    references=_OF_A_TWEET,
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        Column("draw_order", Type.INTEGER, "Place in the draw, from 1", required=True, minimum=1),
        count("seed", "Seed of the draw, from study.toml", "", required=True),
        Column(
            "frame_size", Type.INTEGER, "Tweets that the sample was drawn from", required=True, minimum=1, unit="tweets"
        ),
        Column(
            "frame_md5",
            Type.TEXT,
            "MD5 of the frame's sorted tweet ids: proof of the frame",
            required=True,
            pattern="[0-9a-f]{32}",
        ),
    ),
)
