"""Tables of the text: words, sentiment and style."""

from mtw_pipeline.tables.model import COLLECTION_WINDOW, OF_A_TWEET, Column, Holds, Table, Type, tweet_id

SENTIMENT_LABELS = ("negative", "neutral", "positive")

WORD_FREQUENCIES = Table(
    name="word_frequencies",
    row="one word of the window",
    stage="text",
    key=("collection_window", "word"),
    columns=(
        COLLECTION_WINDOW,
        Column("word", Type.TEXT, "The word in lower case; a hashtag keeps its #", required=True, holds=Holds.WORDS),
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
    references=OF_A_TWEET,
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        Column("scorer", Type.TEXT, "The scorer, with its version", required=True, holds=Holds.NOTHING),
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
