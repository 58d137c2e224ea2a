"""Tables of coding: sample, codes, agreement and what is counted from them."""

from mtw_pipeline.tables.model import COLLECTION_WINDOW, OF_A_TWEET, Column, Holds, Table, Type, count, tweet_id

SAMPLE = Table(
    name="sample",
    row="a sampled tweet",
    stage="coding",
    key=("collection_window", "tweet_id"),
    references=OF_A_TWEET,
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
            holds=Holds.NOTHING,
        ),
    ),
)
