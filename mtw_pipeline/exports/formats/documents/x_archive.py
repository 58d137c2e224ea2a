"""The archive that X gives an account's owner: tweets.js, with account.js beside it saying whose they are.

What belongs here: the tweets of such an archive in the form of the v1.1 API, which they have but for their author. What
does not: the fields of a tweet (x_api_v1.py). The archive marks neither retweets nor quotes, so the text tells; counts
of a retweet are nobody's.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from mtw_pipeline.exports.formats.documents import x_api_v1
from mtw_pipeline.exports.formats.documents.json_values import Json, object_of, objects_in, text_of
from mtw_pipeline.exports.formats.model import Companions, ExportRow, JsonFormat, RowsOf, Tells

_MARKS = frozenset({"id_str", "full_text", "created_at"})
_OTHER_KINDS = (
    ("like", "likes"), ("follower", "followers"), ("following", "accounts followed"), ("dmConversation", "messages"),
    ("account", "the account itself; it completes the tweets.js in its folder if it is named account.js"),
    ("noteTweet", "long posts, which tweets.js holds too"),
)  # fmt: skip
_COUNTS = ("like_count", "retweet_count", "reply_count", "quote_count")


def recognises(document: object) -> bool:
    """Whether a document is a tweet of an archive."""
    return isinstance(document, dict) and _tweet(document) is not None


def refusal(document: object) -> str | None:
    """Why a document of an archive holds no tweets; None where it does, or is of no archive."""
    if not isinstance(document, dict):
        return None
    if "deleted_at" in object_of(document, "tweet"):
        return "this file holds tweets that their author deleted"
    if len(document) != 1:
        return None
    return next((f"this file holds {kind}, not tweets" for key, kind in _OTHER_KINDS if key in document), None)


def rows_of(document: object, account: Json | None = None) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The one tweet of a document.

    Args:
        document: an element of tweets.js.
        account: the account that the archive belongs to, as account.js has it.
    """
    tweet = _tweet(document) if isinstance(document, dict) else None
    if tweet is None:
        yield None, "not a tweet: it has no id, time or text", document
    elif account is None:
        yield (
            None,
            "whose tweet it is does not stand in it: put the archive's account.js into the same folder",
            document,
        )
    else:
        yield _row(tweet, account), None, document


def completed(companions: Sequence[object]) -> RowsOf:
    """How the tweets of an archive are read with the account.js beside them."""
    accounts = [object_of(document, "account") for document in objects_in(list(companions))]
    return partial(rows_of, account=accounts[-1])


def is_account(document: object) -> bool:
    """Whether a document says whose archive it is."""
    return isinstance(document, dict) and "username" in object_of(document, "account")


def _tweet(document: Json) -> Json | None:
    tweet = object_of(document, "tweet") or document
    is_one = tweet.keys() >= _MARKS and tweet.keys().isdisjoint({"user", "deleted_at", "rest_id"})
    return tweet if is_one else None


def _row(tweet: Json, account: Json) -> ExportRow:
    user: Json = {
        "id_str": account.get("accountId"),
        "screen_name": account.get("username"),
        "name": account.get("accountDisplayName"),
        "created_at": account.get("createdAt"),
    }
    row = x_api_v1.row_of({**tweet, "user": user})
    row["is_retweet"] = row["is_quote"] = None
    if (text_of(tweet.get("full_text")) or "").startswith("RT @"):
        row.update(dict.fromkeys(_COUNTS))
        row["metrics_of"] = "unknown"
    return row


X_ARCHIVE = JsonFormat(
    name="x_archive",
    title="X (Twitter) account archive: tweets.js with account.js, or the zip",
    recognises=recognises,
    refusal=refusal,
    rows_of=rows_of,
    tells=Tells(
        "own, but of retweets", "yes", "no", "no", "yes", "yes",
        caution="It holds one account's tweets, whatever they are about; counts are as of the day of the archive.",
    ),
    companions=Companions("account.js", is_account, completed, "whose archive it is"),
)  # fmt: skip
