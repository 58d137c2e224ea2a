"""Tables across windows."""

from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Holds, Table, Type, count
from mtw_pipeline.warehouse.tables.text import WORD_KEYNESS

TOPICS = (
    "collection", "types", "formats", "resources", "engagement", "codes", "words", "hashtags", "sentiment", "style",
    "network",
)  # fmt: skip
"""What measures are of; the tests of one topic, of all windows, are one family."""

_MEASURED_FROM = (
    "trends/contents",
    "trends/authors",
    "trends/platforms",
    "trends/totals",
    "trends/tweet_sums",
    "trends/like_sums",
    "trends/sentiment_sums",
    "trends/hashtag_sums",
    "trends/top_terms",
    "trends/tokens",
    "trends/style_values",
    "trends/code_shares",
    "trends/whole_windows",
)

_TOPIC = Column("topic", Type.TEXT, "What the measure is of", required=True, allowed=TOPICS)
_MEASURE = Column("measure", Type.TEXT, "The measure", required=True, holds=Holds.WORDS)
_TERM = Column(
    "term", Type.TEXT, "The word, hashtag or category that it is of; empty where it is of none",
    required=True, holds=Holds.WORD,
)  # fmt: skip


def _share(name: str, meaning: str) -> Column:
    return Column(name, Type.NUMBER, meaning, minimum=0, maximum=1)


WINDOW_TRENDS = Table(
    name="window_trends",
    row="one measure of one window, for comparing windows",
    stage="report",
    part="trends",
    key=("collection_window", "topic", "measure", "term"),
    filled_from=_MEASURED_FROM,
    columns=(
        COLLECTION_WINDOW,
        _TOPIC,
        _MEASURE,
        _TERM,
        Column("value", Type.NUMBER, "Its value; NULL where the exports do not tell it of all tweets"),
        Column(
            "low",
            Type.NUMBER,
            "Lower end of its 95 % interval; NULL where it has none. Without a value: that of the least that it can be",
        ),
        Column("high", Type.NUMBER, "Upper end of its 95 % interval; without a value: that of the most that it can be"),
        Column(
            "method", Type.TEXT, "How the interval was made, or why there is none", required=True, holds=Holds.NOTHING
        ),
        count("rests_on", "Tweets, words, accounts or scores that the value rests on", ""),
        Column("unit", Type.TEXT, "Unit of the value", required=True, holds=Holds.NOTHING),
        Column("definition", Type.TEXT, "What was counted", required=True, holds=Holds.WORDS),
    ),
)  # fmt: skip

WINDOW_CHANGES = Table(
    name="window_changes",
    row="the change of one measure from one window to the next",
    stage="report",
    part="trends",
    key=("collection_window", "topic", "measure", "term"),
    filled_from=_MEASURED_FROM,
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("window_before", Type.TEXT, "The window before it", required=True, holds=Holds.NOTHING),
        _TOPIC,
        _MEASURE,
        _TERM,
        Column("value_before", Type.NUMBER, "The value in the window before", required=True),
        Column("value", Type.NUMBER, "The value in this window", required=True),
        Column("difference", Type.NUMBER, "value - value_before", required=True),
        Column("low", Type.NUMBER, "Lower end of the difference's 95 % interval; NULL where it has none"),
        Column("high", Type.NUMBER, "Upper end of the difference's 95 % interval"),
        _share("p_value", "p of no difference, by itself; NULL where it was not tested"),
        _share("p_holm", "p after Holm 1979 over the family"),
        count("family_tests", "Tests of the family: those of the topic, over all windows", "tests"),
        Column(
            "method", Type.TEXT, "How interval and test were made, or why there is none", required=True,
            holds=Holds.NOTHING,
        ),
    ),
)  # fmt: skip

MEMBER_RETENTION = Table(
    name="member_retention",
    row="a window, and who of its members posted in the window before it, earlier, or never",
    stage="report",
    part="trends",
    key=("collection_window",),
    columns=(
        COLLECTION_WINDOW,
        Column("window_before", Type.TEXT, "The window before it; NULL of the first", holds=Holds.NOTHING),
        count("members", "Accounts that posted in the window", "accounts", required=True),
        count("members_before", "Accounts that posted in the window before", "accounts"),
        count("stayed", "Members of both windows", "accounts"),
        count("left_members", "Members of the window before that are none of this", "accounts"),
        count("returned", "Members that were none in the window before, and were earlier", "accounts"),
        count("new_members", "Members that posted in no window before", "accounts"),
        _share("retention", "stayed / members_before"),
        _share("low", "Lower end of its 95 % interval (Wilson 1927)"),
        _share("high", "Upper end of its 95 % interval (Wilson 1927)"),
    ),
)

OF_ALL_WINDOWS = frozenset(table.name for table in (WINDOW_TRENDS, WINDOW_CHANGES, MEMBER_RETENTION, WORD_KEYNESS))
"""Tables that are made of all windows together: with each new one rows of any window may be others."""
