"""Tables of tweets by groups: by community, by class of leader, by week, by type, format and code."""

from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Holds, Table, Type, count

GROUPINGS = ("community", "leader_class", "week")

LINK_DOMAINS = Table(
    name="link_domains",
    row="a registered domain that the tweets of a group link to",
    stage="report",
    key=("collection_window", "grouped_by", "group_name", "domain"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column(
            "grouped_by",
            Type.TEXT,
            "all tweets, community (of who posted), tweet_type, content_format, or a variable that people coded",
            required=True,
            holds=Holds.WORDS,
        ),
        Column("group_name", Type.TEXT, "The group", required=True, holds=Holds.WORDS),
        Column(
            "rank",
            Type.INTEGER,
            "Place in the group by tweets, then posters, links, alphabet",
            required=True,
            minimum=1,
        ),
        Column(
            "domain",
            Type.TEXT,
            "The registered domain, without www. and other labels before it",
            required=True,
            holds=Holds.LINK,
        ),
        Column(
            "is_shortener",
            Type.BOOLEAN,
            "Whether it is known to stand for other addresses (bit.ly), which the export does not tell",
            required=True,
        ),
        count("links", "Links to it", "links", required=True),
        count("tweets", "Tweets with such a link", "tweets", required=True),
        count("tweets_without_retweets", "Of these, tweets that are no retweets", "tweets", required=True),
        count("posters", "Accounts that posted them", "users", required=True),
    ),
)

GROUP_FREQUENCIES = Table(
    name="group_frequencies",
    row="a category of a variable among the tweets of a community, of a class of leaders, of a week",
    stage="report",
    key=("collection_window", "grouped_by", "group_name", "variable", "category"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column(
            "grouped_by",
            Type.TEXT,
            "By what tweets are grouped; a week begins on Monday, UTC",
            required=True,
            allowed=GROUPINGS,
        ),
        Column(
            "group_name",
            Type.TEXT,
            "The community or class of who posted; the week's Monday",
            required=True,
            holds=Holds.WORDS,
        ),
        Column("week", Type.DATE, "The Monday, where tweets are grouped by week; else NULL"),
        Column(
            "variable",
            Type.TEXT,
            "tweet_type, content_format, sentiment_vader, sentiment_word_list, sentiment_transformer, or a variable"
            " that people coded",
            required=True,
            holds=Holds.WORDS,
        ),
        Column(
            "category",
            Type.TEXT,
            "The category; 'not known' where exports do not tell the content format; others are at least so many",
            required=True,
            holds=Holds.WORDS,
        ),
        Column(
            "is_sampled",
            Type.BOOLEAN,
            "Whether only sampled tweets have the variable, because people code it",
            required=True,
        ),
        count("tweets", "Tweets of the group with the category", "tweets", required=True),
        count("of_tweets", "Tweets of the group that have the variable", "tweets", required=True),
        Column("percent", Type.NUMBER, "The first in percent of the second", required=True, minimum=0, maximum=100),
        Column(
            "low",
            Type.NUMBER,
            "Lower end of its 95 % interval (Wilson 1927); NULL where all tweets are counted",
            minimum=0,
            maximum=100,
        ),
        Column("high", Type.NUMBER, "Upper end of it", minimum=0, maximum=100),
        count("posters", "Accounts that posted the tweets with the category", "users", required=True),
    ),
)
