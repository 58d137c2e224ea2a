"""Tables of the window's tweets and of what each tweet uses: hashtags, mentions, links, emoji; and its users."""

from mtw_pipeline.study.settings.coding import CODES_OF_COMPUTED
from mtw_pipeline.warehouse.tables.collection import METRICS_OF
from mtw_pipeline.warehouse.tables.model import (
    COLLECTION_WINDOW,
    OF_A_TWEET,
    PLATFORMS,
    TWEET_ID,
    USER_ID,
    Balance,
    Column,
    Holds,
    Table,
    Type,
    count,
    tweet_id,
)

TWEET_TYPES = CODES_OF_COMPUTED["tweet_type"]
CONTENT_FORMATS = CODES_OF_COMPUTED["content_format"]
TEXT_ONLY = CONTENT_FORMATS[0]
NOT_KNOWN = "not known"
"""The category of tweets whose content format is not known, in tables that count categories."""
MENTION_KINDS = ("mention", "replied_to", "retweeted", "within_retweet")

_POSITION = Column("position", Type.INTEGER, "Place among its like in the tweet, from 1", required=True, minimum=1)
_ACCOUNT_MEANING = "handle in lower case, or id:<user id> where only the id is known"

IDENTITIES = Table(
    name="identities",
    row="a user id with a handle that it had in the window: which account both stand for",
    stage="tweets",
    key=("collection_window", "user_id", "handle"),
    expects_rows="perhaps",
    only_identified=True,
    columns=(
        COLLECTION_WINDOW,
        Column("user_id", Type.TEXT, "The user id", required=True, pattern=USER_ID, holds=Holds.USER_ID),
        Column("handle", Type.TEXT, "A handle that it had, in lower case", required=True, holds=Holds.HANDLE),
        Column(
            "account",
            Type.TEXT,
            "The account: the handle that the user had last; id:<user id> where somebody else had that handle later",
            required=True,
            holds=Holds.ACCOUNT,
        ),
        Column("last_seen_at", Type.TIME, "When the user was last seen with that handle", required=True, unit="UTC"),
        Column(
            "is_holder",
            Type.BOOLEAN,
            "Whether the handle alone, where no user id is given, stands for this account",
            required=True,
        ),
    ),
)

TWEETS = Table(
    name="tweets",
    row="one tweet of the window",
    stage="tweets",
    key=("collection_window", "tweet_id"),
    distinct=("tweet_id", "text"),
    balances=(
        Balance(
            "duplicates_accounted",
            "rows of raw_tweets = tweets + the further rows that tweets says it collapsed",
            ("rows_off",),
            remedy="Make both tables anew: mtw run; if it stays, it is an error of the program: report these ids",
        ),
    ),
    columns=(
        COLLECTION_WINDOW,
        Column(
            "platform",
            Type.TEXT,
            "Where it was posted: x, bluesky or mastodon",
            required=True,
            allowed=PLATFORMS,
            of_older="x",
        ),
        tweet_id(),
        Column("created_at", Type.TIME, "When the tweet was posted", required=True, unit="UTC"),
        Column("author", Type.TEXT, f"The poster: {_ACCOUNT_MEANING}", required=True, holds=Holds.ACCOUNT),
        Column("author_id", Type.TEXT, "The poster's user id", pattern=USER_ID, holds=Holds.USER_ID),
        Column("author_handle", Type.TEXT, "The poster's handle without @, as written", holds=Holds.HANDLE),
        Column(
            "text",
            Type.TEXT,
            "Full text, entities unescaped once; of a retweet the original's text without 'RT @user:'",
            required=True,
            holds=Holds.WORDS,
        ),
        Column("text_is_cut", Type.BOOLEAN, "Whether the text is known to be cut short (ends in ...)", required=True),
        Column("language", Type.TEXT, "Language code given by the platform", holds=Holds.WORDS),
        Column(
            "tweet_type",
            Type.TEXT,
            "One of four, exclusive: retweet before reply before quote tweet before tweet",
            required=True,
            allowed=TWEET_TYPES,
        ),
        Column(
            "is_reply",
            Type.BOOLEAN,
            "Whether it answers a tweet or a user; NULL where its file does not say and its text does not show it",
        ),
        Column("is_retweet", Type.BOOLEAN, "Whether it passes on another tweet", required=True),
        Column("is_quote", Type.BOOLEAN, "Whether it quotes a tweet; NULL where its file does not say"),
        Column(
            "content_format",
            Type.TEXT,
            "What the tweet shows; NULL where its file does not tell media, or its text is cut",
            allowed=CONTENT_FORMATS,
        ),
        Column(
            "is_text_only",
            Type.BOOLEAN,
            "Whether it is text only; NULL where not known. Most tweets of unknown format are not: they show a link",
        ),
        Column(
            "hashtags",
            Type.TEXTS,
            "Hashtags without #, from entities where there are some, else from the text",
            required=True,
            holds=Holds.HASHTAG,
        ),
        Column(
            "mention_handles",
            Type.TEXTS,
            "Handles named, without @; the author of a retweet's original first",
            required=True,
            holds=Holds.HANDLE,
        ),
        Column("mention_ids", Type.TEXTS, "User ids beside mention_handles, where known", holds=Holds.USER_ID),
        Column("urls", Type.TEXTS, "Links, those to media and to tweets apart", required=True, holds=Holds.LINK),
        Column("emoji", Type.TEXTS, "Emoji as a person sees them, in order", required=True, holds=Holds.NOTHING),
        count("hashtag_count", "Uses of hashtags", "uses", required=True),
        count(
            "mention_count",
            "Accounts named in the tweet's text, the author of a retweet's original apart",
            "uses",
            required=True,
        ),
        count("url_count", "Links, those to media and to tweets apart", "links", required=True),
        count("emoji_count", "Emoji as a person sees them", "emoji", required=True),
        count("like_count", "Likes of this tweet; NULL where not known", "likes"),
        count("retweet_count", "Retweets of this tweet; NULL where not known and for a retweet", "retweets"),
        count("reply_count", "Replies to this tweet; NULL where not known", "replies"),
        count("quote_count", "Quotes of this tweet; NULL where not known", "quotes"),
        Column(
            "metrics_of",
            Type.TEXT,
            "Whose counts those are; the original's of retweets alone",
            required=True,
            allowed=METRICS_OF,
        ),
        count("original_like_count", "Likes of the original of a retweet", "likes"),
        count("original_retweet_count", "Retweets of the original of a retweet", "retweets"),
        Column("in_reply_to_tweet_id", Type.TEXT, "The tweet that it answers", pattern=TWEET_ID, holds=Holds.TWEET_ID),
        Column("replied_to", Type.TEXT, f"The account that it answers: {_ACCOUNT_MEANING}", holds=Holds.ACCOUNT),
        Column("retweeted_tweet_id", Type.TEXT, "The original of a retweet", pattern=TWEET_ID, holds=Holds.TWEET_ID),
        Column("retweeted", Type.TEXT, f"The account that it passes on: {_ACCOUNT_MEANING}", holds=Holds.ACCOUNT),
        Column("quoted_tweet_id", Type.TEXT, "The tweet that it quotes", pattern=TWEET_ID, holds=Holds.TWEET_ID),
        Column("quoted", Type.TEXT, f"The account that it quotes: {_ACCOUNT_MEANING}", holds=Holds.ACCOUNT),
        Column("export_file", Type.TEXT, "The export file of the row that was kept", required=True, holds=Holds.FILE),
        Column("row_number", Type.INTEGER, "The record in that file", required=True, minimum=1),
        Column(
            "rows_collected",
            Type.INTEGER,
            "Rows of raw_tweets that hold this tweet",
            required=True,
            minimum=1,
            unit="rows",
        ),
    ),
)

TWEET_HASHTAGS = Table(
    name="tweet_hashtags",
    row="one use of a hashtag in one tweet",
    stage="tweets",
    key=("collection_window", "tweet_id", "position"),
    references=OF_A_TWEET,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        _POSITION,
        Column("hashtag", Type.TEXT, "The hashtag in lower case, without #", required=True, holds=Holds.HASHTAG),
        Column(
            "hashtag_as_written", Type.TEXT, "The hashtag as written, without #", required=True, holds=Holds.HASHTAG
        ),
    ),
)

TWEET_MENTIONS = Table(
    name="tweet_mentions",
    row="one account named in one tweet",
    stage="tweets",
    key=("collection_window", "tweet_id", "position"),
    references=OF_A_TWEET,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        _POSITION,
        Column("account", Type.TEXT, f"The account named: {_ACCOUNT_MEANING}", required=True, holds=Holds.ACCOUNT),
        Column("handle", Type.TEXT, "The handle as written, without @", holds=Holds.HANDLE),
        Column("user_id", Type.TEXT, "The user id, where known", pattern=USER_ID, holds=Holds.USER_ID),
        Column(
            "kind",
            Type.TEXT,
            "replied_to: the user answered; retweeted: the author of the original; within_retweet: named by that"
            " author, not by the retweeter; mention: any other",
            required=True,
            allowed=MENTION_KINDS,
        ),
    ),
)

TWEET_URLS = Table(
    name="tweet_urls",
    row="one link in one tweet, those to media and to tweets apart",
    stage="tweets",
    key=("collection_window", "tweet_id", "position"),
    references=OF_A_TWEET,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        _POSITION,
        Column("url", Type.TEXT, "The link, expanded where the format expands it", required=True, holds=Holds.LINK),
        Column("domain", Type.TEXT, "Host of the link in lower case, without www.", required=True, holds=Holds.LINK),
    ),
)

TWEET_EMOJI = Table(
    name="tweet_emoji",
    row="one emoji in one tweet, as a person sees it (a family with joiners is one)",
    stage="tweets",
    key=("collection_window", "tweet_id", "position"),
    references=OF_A_TWEET,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        _POSITION,
        Column("emoji", Type.TEXT, "The emoji with its modifiers", required=True, holds=Holds.NOTHING),
    ),
)

USERS = Table(
    name="users",
    row="one poster or named account of the window",
    stage="tweets",
    key=("collection_window", "account"),
    expects_rows="usually",
    balances=(
        Balance(
            "accounts_of_one_platform",
            "every account posted on one platform: handles of two look different",
            ("accounts_of_several_platforms",),
            remedy="Look at the platform and the handle of these tweets in their exports, or in the column map",
        ),
    ),
    columns=(
        COLLECTION_WINDOW,
        Column("account", Type.TEXT, f"The account: {_ACCOUNT_MEANING}", required=True, holds=Holds.ACCOUNT),
        Column("user_id", Type.TEXT, "The user id, where known", pattern=USER_ID, holds=Holds.USER_ID),
        Column("handle", Type.TEXT, "The handle as last written, without @", holds=Holds.HANDLE),
        Column("name", Type.TEXT, "Display name in the latest tweet", holds=Holds.PROFILE),
        Column("description", Type.TEXT, "Profile text in the latest tweet", holds=Holds.PROFILE),
        Column("location", Type.TEXT, "Location in the latest tweet", holds=Holds.PROFILE),
        count("followers", "Followers at the latest tweet; NULL where not known", "users", holds=Holds.AUDIENCE),
        count(
            "following", "Accounts followed at the latest tweet; NULL where not known", "users", holds=Holds.AUDIENCE
        ),
        Column("account_created_at", Type.TIME, "When the account was made", unit="UTC", holds=Holds.PROFILE),
        Column("verified", Type.BOOLEAN, "Whether the account was verified"),
        count("tweets", "Tweets posted in the window", "tweets", required=True),
        count(
            "times_named",
            "Times mentioned, answered, retweeted or quoted in the window, by tweets or ties of an edge list",
            "times",
            required=True,
        ),
        Column("first_tweet_at", Type.TIME, "First tweet in the window", unit="UTC"),
        Column("last_tweet_at", Type.TIME, "Last tweet in the window", unit="UTC"),
    ),
)
