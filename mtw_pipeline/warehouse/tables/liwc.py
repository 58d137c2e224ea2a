"""Tables of what LIWC said of the texts, where the team has run it; empty elsewhere."""

from mtw_pipeline.warehouse.tables.model import (
    COLLECTION_WINDOW,
    OF_A_TWEET,
    Column,
    Holds,
    Table,
    Type,
    count,
    tweet_id,
)

LIWC_KINDS = ("summary", "count", "category")
MEASURED = ("tweets", "all texts")
_FILLED_FROM = ("text/tweet_texts",)


def _measure() -> Column:
    return Column("measure", Type.TEXT, "The measure as LIWC names it", required=True, holds=Holds.WORDS)


LIWC_SCORES = Table(
    name="liwc_scores",
    row="one tweet's value of one measure of LIWC, as the team's own LIWC gave it",
    stage="text",
    key=("collection_window", "tweet_id", "measure"),
    references=OF_A_TWEET,
    filled_from=_FILLED_FROM,
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        _measure(),
        Column("value", Type.NUMBER, "As LIWC gave it: mostly a percent of the tweet's words", required=True),
    ),
)

LIWC_MEASURES = Table(
    name="liwc_measures",
    row="a measure of LIWC over the window, as the team's own LIWC gave it",
    stage="text",
    key=("collection_window", "measured", "measure"),
    filled_from=_FILLED_FROM,
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _measure(),
        Column(
            "measured",
            Type.TEXT,
            "Whether LIWC measured tweet by tweet, or all texts as one",
            required=True,
            allowed=MEASURED,
        ),
        Column("kind", Type.TEXT, "What it is", required=True, allowed=LIWC_KINDS),
        count("tweets", "Tweets with words that it rests on; NULL where all texts were measured as one", "tweets"),
        count("words", "Words that LIWC counted in them", "words"),
        Column("value", Type.NUMBER, "The value, by its definition; NULL where no tweet has words"),
        Column(
            "nearest_of_ours",
            Type.TEXT,
            "The name that style_measures has for the nearest of ours, where its dictionary has it; no score of LIWC",
            holds=Holds.WORDS,
        ),
        Column("definition", Type.TEXT, "How tweets were put together", required=True, holds=Holds.WORDS),
    ),
)
