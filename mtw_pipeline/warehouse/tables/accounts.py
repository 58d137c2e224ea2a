"""Tables of what accounts do: the groups they are in, how they enter the network, how much and how soon they post."""

from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Holds, Reference, Table, Type, count
from mtw_pipeline.warehouse.tables.network import TIE_KINDS

WAYS_TO_COUNT = ("all tweets", "without retweets")
COMMUNITY_GROUPS = (*(f"community {number}" for number in range(1, 6)), "smaller communities", "no community")
RESPONSES = ("retweet", "reply", "quote tweet")

_COUNTED = Column("counted", Type.TEXT, "Which tweets are counted", required=True, allowed=WAYS_TO_COUNT)

ACCOUNT_GROUPS = Table(
    name="account_groups",
    row="an account that posted, with the groups that its tweets are counted in",
    stage="network",
    key=("collection_window", "account"),
    references=(Reference("account", "users", "account"),),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column("account", Type.TEXT, "The account", required=True, holds=Holds.ACCOUNT),
        count("tweets", "Tweets that it posted", "tweets", required=True),
        Column(
            "community",
            Type.TEXT,
            "Its community in the layer of all ties: the five largest by number, the others as one, or none",
            required=True,
            allowed=COMMUNITY_GROUPS,
        ),
        Column(
            "leader_class",
            Type.TEXT,
            "Its class in the table leaders (layer of all ties), or 'no leader'",
            required=True,
            holds=Holds.WORDS,
        ),
    ),
)

FIRST_TIES = Table(
    name="first_ties",
    row="an account of the network of all ties, with its first tie in the window",
    stage="network",
    key=("collection_window", "account"),
    references=(Reference("account", "users", "account"), Reference("other_account", "users", "account")),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column("account", Type.TEXT, "The account", required=True, holds=Holds.ACCOUNT),
        Column("first_at", Type.TIME, "When its first tie in the window was made", required=True, unit="UTC"),
        Column(
            "role",
            Type.TEXT,
            "was named: the other named, answered, retweeted or quoted it; named another: it did so itself",
            required=True,
            allowed=("was named", "named another"),
        ),
        Column("kind", Type.TEXT, "Of which kind the tie is", required=True, allowed=TIE_KINDS),
        Column("other_account", Type.TEXT, "The account at its other end", required=True, holds=Holds.ACCOUNT),
        Column(
            "other_was_there",
            Type.BOOLEAN,
            "Whether the other had a tie in the window before; where it had and named this account, it introduced it",
            required=True,
        ),
        Column(
            "ties_at_once",
            Type.INTEGER,
            "Ties that the account got in that second, of which this is one",
            required=True,
            minimum=1,
            unit="ties",
        ),
    ),
)

PARTICIPATION = Table(
    name="participation",
    row="how unequally the accounts that posted did so, over all tweets or without retweets",
    stage="network",
    key=("collection_window", "counted"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        _COUNTED,
        count("posters", "Accounts that posted any", "users", required=True),
        count("tweets", "Tweets that they posted", "tweets", required=True),
        count("posters_of_one", "Accounts that posted one alone", "users", required=True),
        Column(
            "gini",
            Type.NUMBER,
            "Gini coefficient of tweets a poster: sum of (2i - n - 1) * xi / (n * sum of xi), posters in the order of"
            " their tweets (Damgaard and Weiner 2000, without correction for small samples); 0 all alike",
            required=True,
            minimum=0,
            maximum=1,
        ),
        count("posters_of_top_1", "The one percent that posted most, rounded up", "users", required=True),
        count("tweets_of_top_1", "Their tweets", "tweets", required=True),
        count("posters_of_top_10", "The ten percent that posted most, rounded up", "users", required=True),
        count("tweets_of_top_10", "Their tweets", "tweets", required=True),
    ),
)

LORENZ_CURVE = Table(
    name="lorenz_curve",
    row="a point of the Lorenz curve (1905) of tweets over the accounts that posted any",
    stage="network",
    key=("collection_window", "counted", "percent_of_posters"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        _COUNTED,
        Column(
            "percent_of_posters",
            Type.INTEGER,
            "Percent of the accounts, from those that posted least",
            required=True,
            minimum=0,
            maximum=100,
        ),
        count("posters", "So many accounts that is, rounded up", "users", required=True),
        Column(
            "percent_of_tweets",
            Type.NUMBER,
            "Percent of the tweets that they posted",
            required=True,
            minimum=0,
            maximum=100,
        ),
    ),
)

RESPONSE_DELAYS = Table(
    name="response_delays",
    row="a type of tweet that responds to another, and how long after it",
    stage="network",
    key=("collection_window", "tweet_type"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("tweet_type", Type.TEXT, "How it responds", required=True, allowed=RESPONSES),
        count("tweets", "Tweets of that type", "tweets", required=True),
        count(
            "originals_named", "Of these, tweets of which the export names the original's id", "tweets", required=True
        ),
        count(
            "delays_known",
            "Of these, tweets of which both times are known: the original's from its collected tweet, else from its id",
            "tweets",
            required=True,
        ),
        count(
            "before_original",
            "Tweets that would be before their original: one of the times is wrong",
            "tweets",
            required=True,
        ),
        count("posters", "Accounts that posted those of known delay", "users", required=True),
        Column(
            "lower_quartile",
            Type.NUMBER,
            "A quarter came within so many seconds; NULL where none is known",
            minimum=0,
            unit="seconds",
        ),
        Column("median", Type.NUMBER, "Half came within so many seconds", minimum=0, unit="seconds"),
        Column("upper_quartile", Type.NUMBER, "Three quarters came within so many seconds", minimum=0, unit="seconds"),
        count("within_an_hour", "Of those of known delay, within an hour", "tweets", required=True),
        count("within_a_day", "Later, within 24 hours", "tweets", required=True),
        count("within_a_week", "Later, within seven days", "tweets", required=True),
        count("later", "After that", "tweets", required=True),
        count("posters_within_an_hour", "Accounts that posted those within an hour", "users", required=True),
        count("posters_within_a_day", "Likewise", "users", required=True),
        count("posters_within_a_week", "Likewise", "users", required=True),
        count("posters_later", "Likewise", "users", required=True),
    ),
)
