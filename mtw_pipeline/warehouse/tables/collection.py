"""Tables of what was collected: export files, their rows as collected, the rows that could not be taken.

Nothing here is interpreted beyond one canonical schema; tweets.py holds the tables that are.
"""

from mtw_pipeline.warehouse.tables.model import (
    COLLECTION_WINDOW,
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

_REFUSED = "Ask why, and what to do: mtw inspect FILE; then export the file again, or take it out of incoming/"
METRICS_OF = ("own", "original", "unknown")

_PROVENANCE = (
    COLLECTION_WINDOW,
    Column(
        "export_file", Type.TEXT, "The export file, relative to the window's folder", required=True, holds=Holds.FILE
    ),
    Column(
        "row_number",
        Type.INTEGER,
        "Number of the record in the export file, from 1; the header is not counted",
        required=True,
        minimum=1,
    ),
)


def _id(name: str, meaning: str) -> Column:
    of_user = "user" in name or "author" in name
    return Column(
        name,
        Type.TEXT,
        meaning,
        pattern=USER_ID if of_user else TWEET_ID,
        holds=Holds.USER_ID if of_user else Holds.TWEET_ID,
    )


COLLECTION_EXPORTS = Table(
    name="collection_exports",
    row="an export file of the window",
    stage="collection",
    key=("collection_window", "export_file"),
    balances=(
        Balance("no_refused_files", "no export file was refused", ("refused_files",), remedy=_REFUSED, is_error=False),
    ),
    columns=(
        COLLECTION_WINDOW,
        Column("export_file", Type.TEXT, "The file, relative to the window's folder", required=True, holds=Holds.FILE),
        Column(
            "status",
            Type.TEXT,
            "read: its rows were taken or rejected one by one; refused: nothing of it was taken",
            required=True,
            allowed=("read", "refused"),
        ),
        Column("refusal", Type.TEXT, "Why the file was refused, and what to do", holds=Holds.UNREAD),
        Column("format", Type.TEXT, "The export format that its content was recognised as", holds=Holds.WORDS),
        Column(
            "sha256",
            Type.TEXT,
            "SHA-256 of the file as it lies in the folder",
            required=True,
            pattern="[0-9a-f]{64}",
            holds=Holds.NOTHING,
        ),
        count("bytes", "Size of the file", "bytes", required=True),
        count("rows_read", "Records that the reader saw, whatever became of them", "rows", required=True),
        Column(
            "compression",
            Type.TEXT,
            "gzip or none; of a Parquet file that of its first column",
            allowed=("gzip", "none", "snappy", "zstd", "brotli", "lz4", "lz4_raw"),
        ),
        Column("encoding", Type.TEXT, "Character encoding; or parquet, arrow, arrow stream", holds=Holds.NOTHING),
        Column("delimiter", Type.TEXT, "Delimiter of a delimited file", holds=Holds.NOTHING),
        Column(
            "unknown_columns",
            Type.TEXTS,
            "Columns that the format does not know; they were left out",
            holds=Holds.UNREAD,
        ),
        Column("notes", Type.TEXTS, "What the reader had to do or could not know", holds=Holds.WORDS),
    ),
)

RAW_TWEETS = Table(
    name="raw_tweets",
    only_identified=True,
    row="a row of an export, in the canonical schema, as collected",
    stage="collection",
    key=("collection_window", "export_file", "row_number"),
    distinct=("tweet_id", "text"),
    balances=(
        Balance(
            "row_accounting",
            "file by file, rows read = rows of raw_tweets + rows of raw_ties + rows of rejected_rows",
            ("files_off", "rows_off"),
            remedy="Read the exports anew: mtw run; if it stays, report it with what mtw inspect FILE says",
        ),
    ),
    columns=(
        *_PROVENANCE,
        Column(
            "platform",
            Type.TEXT,
            "Where the tweet was posted",
            required=True,
            allowed=PLATFORMS,
            of_older="x",
        ),
        tweet_id(),
        Column("created_at", Type.TIME, "When the tweet was posted", required=True, unit="UTC"),
        Column(
            "text",
            Type.TEXT,
            "The text as delivered, entities not unescaped, a retweet perhaps cut; of Mastodon out of its HTML",
            required=True,
            holds=Holds.WORDS,
        ),
        _id("author_id", "The poster's user id: of X a number, of Bluesky a did, of Mastodon user@server"),
        Column("author_handle", Type.TEXT, "The poster's handle without @, as written", holds=Holds.HANDLE),
        Column("author_name", Type.TEXT, "The poster's display name", holds=Holds.PROFILE),
        Column("author_description", Type.TEXT, "The poster's profile text", holds=Holds.PROFILE),
        Column("author_location", Type.TEXT, "The poster's location as typed in the profile", holds=Holds.PROFILE),
        count("author_followers", "Accounts that follow the poster, at collection", "users", holds=Holds.AUDIENCE),
        count("author_following", "Accounts that the poster follows, at collection", "users", holds=Holds.AUDIENCE),
        count("author_tweets", "Tweets of the poster since the account began, at collection", "tweets"),
        Column("author_created_at", Type.TIME, "When the poster's account was made", unit="UTC", holds=Holds.PROFILE),
        Column("author_verified", Type.BOOLEAN, "Whether the poster's account was verified"),
        Column("language", Type.TEXT, "Language code given by the platform", holds=Holds.WORDS),
        Column("source", Type.TEXT, "The app that the tweet was posted with", holds=Holds.WORDS),
        Column("is_reply", Type.BOOLEAN, "Whether it answers a tweet or a user; NULL where its file does not say"),
        Column("is_retweet", Type.BOOLEAN, "Whether it is a retweet; NULL where its file does not say"),
        Column("is_quote", Type.BOOLEAN, "Whether it quotes a tweet; NULL where its file does not say"),
        _id("in_reply_to_tweet_id", "The tweet that it answers"),
        _id("in_reply_to_user_id", "The user whom it answers"),
        Column("in_reply_to_handle", Type.TEXT, "The handle of the user whom it answers", holds=Holds.HANDLE),
        _id("retweeted_tweet_id", "The original of a retweet"),
        _id("retweeted_user_id", "The author of the original of a retweet"),
        Column(
            "retweeted_handle", Type.TEXT, "The handle of the author of the original of a retweet", holds=Holds.HANDLE
        ),
        Column(
            "retweeted_text",
            Type.TEXT,
            "The full text of the original of a retweet, where the format has it",
            holds=Holds.WORDS,
        ),
        count("retweeted_like_count", "Likes of the original of a retweet", "likes"),
        count("retweeted_retweet_count", "Retweets of the original of a retweet", "retweets"),
        _id("quoted_tweet_id", "The tweet that it quotes"),
        _id("quoted_user_id", "The author of the quoted tweet"),
        Column("quoted_handle", Type.TEXT, "The handle of the author of the quoted tweet", holds=Holds.HANDLE),
        count("like_count", "Likes as delivered; whose they are says metrics_of", "likes"),
        count("retweet_count", "Retweets as delivered: for a retweet the platform gives its original's", "retweets"),
        count("reply_count", "Replies as delivered", "replies"),
        count("quote_count", "Quotes as delivered", "quotes"),
        Column(
            "metrics_of",
            Type.TEXT,
            "Whose counts like_count, reply_count and quote_count are",
            required=True,
            allowed=METRICS_OF,
        ),
        Column(
            "hashtags",
            Type.TEXTS,
            "Hashtags without #, as delivered; NULL where the format has none",
            holds=Holds.WORDS,
        ),
        Column(
            "mention_handles",
            Type.TEXTS,
            "Handles named, without @; NULL where the format has none; one is NULL where only its id is known",
            holds=Holds.HANDLE,
        ),
        Column(
            "mention_ids",
            Type.TEXTS,
            "User ids beside mention_handles; NULL where the format has none",
            holds=Holds.USER_ID,
        ),
        Column(
            "urls",
            Type.TEXTS,
            "Links, expanded where the format expands them; NULL where it has none",
            holds=Holds.LINK,
        ),
        Column(
            "media_types",
            Type.TEXTS,
            "photo, video, animated_gif, audio; NULL where its file does not say",
            holds=Holds.NOTHING,
        ),
        Column("collected_at", Type.TIME, "When the platform delivered it", unit="UTC"),
        Column("edited_at", Type.TIME, "When its author last edited it, under the same id", unit="UTC"),
        _id("first_version_id", "The first version of a tweet that was edited; NULL of that itself, and of others"),
        Column(
            "bad_cells",
            Type.TEXTS,
            "Cells that could not be read and are NULL here: column and content",
            holds=Holds.UNREAD,
        ),
    ),
)

RAW_TIES = Table(
    name="raw_ties",
    only_identified=True,
    row="a row of a collected edge list: a tie without its tweet",
    stage="collection",
    key=("collection_window", "export_file", "row_number"),
    expects_rows="perhaps",
    columns=(
        *_PROVENANCE,
        Column(
            "source", Type.TEXT, "The account that posted, as written, without @", required=True, holds=Holds.HANDLE
        ),
        Column(
            "target",
            Type.TEXT,
            "The account that was named, answered or passed on, without @",
            required=True,
            holds=Holds.HANDLE,
        ),
        Column("kind", Type.TEXT, "mention, reply, retweet, quote, or not said", required=True, holds=Holds.WORDS),
        Column("times", Type.INTEGER, "Weight of the edge; 1 where the list has none", required=True, minimum=1),
        Column("created_at", Type.TIME, "When, where the list says it", unit="UTC"),
        Column(
            "bad_cells",
            Type.TEXTS,
            "Cells that could not be read and are NULL here: column and content",
            holds=Holds.PROFILE,
        ),
    ),
)

REJECTED_ROWS = Table(
    name="rejected_rows",
    only_identified=True,
    row="a row that could not be taken, with its reason and raw text",
    stage="collection",
    key=("collection_window", "export_file", "row_number"),
    expects_rows="perhaps",
    balances=(
        Balance(
            "few_rejected_rows",
            "at most 5 % of the rows of this window were rejected",
            ("rows_over_limit",),
            remedy="The report says why rows were rejected, the table rejected_rows of each; mend the export or, if its"
            " rows are right, report it with what mtw inspect FILE says",
            is_error=False,
        ),
    ),
    columns=(
        *_PROVENANCE,
        Column("line_number", Type.INTEGER, "First line of the record in the file, from 1, where known", minimum=1),
        Column("reason", Type.TEXT, "Why the row was not taken, naming the cell", required=True, holds=Holds.UNREAD),
        Column("raw", Type.TEXT, "The row as it stood in the file", required=True, holds=Holds.UNREAD),
    ),
)
