"""The archive that X gives an account's owner: tweets.js, with account.js and note-tweet.js beside it.

Archives of until 2018 hold tweets with their authors (x_api_v1.py), a tweets.csv (delimited/x_archive_csv.py), and
user_details.js, which says whose it is.

What belongs here: the tweets of such an archive in the form of the v1.1 API, which they have but for their author. What
does not: the fields of a tweet (x_api_v1.py). The archive marks neither retweets nor quotes, so the text tells; counts
of a retweet are nobody's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import unescape

from mtw_pipeline.character_references import without_endless
from mtw_pipeline.exports.formats.documents import x_api_v1
from mtw_pipeline.exports.formats.documents.json_values import Json, first_of, object_of, objects_in, text_of
from mtw_pipeline.exports.formats.model import Companions, ExportRow, JsonFormat, RowsOf, Tells

_MARKS = frozenset({"id_str", "full_text", "created_at"})
_NOT_OF_ARCHIVES = frozenset({"user", "user_id", "user_id_str", "deleted_at", "rest_id"})
"""An archive says nowhere within a tweet whose it is: who is named so need not be the archive's owner."""
_OTHER_KINDS = (
    ("like", "likes"), ("follower", "followers"), ("following", "accounts followed"), ("dmConversation", "messages"),
    ("account", "the account itself; it completes the tweets.js in its folder if it is named account.js"),
    ("noteTweet", "long posts, which tweets.js holds too"),
)  # fmt: skip
_OLD_KINDS = (
    (frozenset({"file_name", "var_name", "tweet_count"}), "the table of contents of an old archive"),
    (frozenset({"tweets", "created_at", "lang"}), "how many tweets an old archive has"),
    (frozenset({"screen_name", "full_name", "id"}), "the account itself; it completes the tweets.csv above its folder"),
)
_NO_ANSWER: Json = {"in_reply_to_status_id_str": None}
"""Only replies have such keys in an archive."""
_COMPARED = 40
_END_OF_CUT = re.compile(r"…?\s*(?:https?://t\.co/\w+)?\s*$")
_ANSWERED = re.compile(r"^(?:\s*@[A-Za-z0-9_]{1,20})+")
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
    for marks, kind in _OLD_KINDS:
        if marks <= document.keys():
            return f"this file holds {kind}, not tweets"
    if len(document) != 1:
        return None
    return next((f"this file holds {kind}, not tweets" for key, kind in _OTHER_KINDS if key in document), None)


@dataclass(frozen=True)
class Archive:
    """What the companion files of an archive's tweets say.

    Args:
        account: the account that the archive belongs to, as account.js has it.
        notes: the long posts of note-tweet.js, by the beginning of their text.
    """

    account: Json | None = None
    notes: Mapping[str, Sequence[Json]] = field(default_factory=dict)

    def note_of(self, text: str) -> Json:
        """The long post whose beginning a cut text is; nothing where there is none. Their ids are not the tweets'."""
        shown = _bare(_END_OF_CUT.sub("", unescape(without_endless(text))))
        notes = self.notes.get(shown[:_COMPARED], ()) if len(shown) >= _COMPARED else ()
        return next((note for note in notes if _bare(text_of(note.get("text")) or "").startswith(shown)), {})


def rows_of(
    document: object, companions: Archive | None = None
) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The one tweet of a document.

    Args:
        document: an element of tweets.js.
        companions: what its companion files say.
    """
    archive = companions or Archive()
    tweet = _tweet(document) if isinstance(document, dict) else None
    if tweet is None:
        yield None, "not a tweet: it has no id, time or text", document
    elif archive.account is None:
        yield (
            None,
            "whose tweet it is does not stand in it: put the archive's account.js into the same folder",
            document,
        )
    else:
        yield _row(tweet, archive.account, archive), None, document


def completed(companions: Sequence[object]) -> RowsOf:
    """How the tweets of an archive are read with the account.js and the note-tweet.js beside them."""
    documents = list(objects_in(list(companions)))
    accounts = [object_of(document, "account") for document in documents if "account" in document]
    notes: dict[str, list[Json]] = {}
    for document in documents:
        note = object_of(object_of(document, "noteTweet"), "core")
        text = _bare(text_of(note.get("text")) or "")
        if text:
            notes.setdefault(text[:_COMPARED], []).append(note)
    return partial(rows_of, companions=Archive(accounts[-1] if accounts else None, notes))


def is_companion(document: object) -> bool:
    """Whether a document says whose archive it is, or is a long post."""
    if not isinstance(document, dict):
        return False
    is_account = "username" in object_of(document, "account") or {"screen_name", "full_name"} <= document.keys()
    return is_account or bool(object_of(document, "noteTweet"))


def _bare(text: str) -> str:
    """A text without the handles that it answers and with single blanks, as the two files can be compared."""
    return " ".join(_ANSWERED.sub("", text).split())


def _tweet(document: Json) -> Json | None:
    tweet = object_of(document, "tweet") or document
    is_one = tweet.keys() >= _MARKS and tweet.keys().isdisjoint(_NOT_OF_ARCHIVES)
    return tweet if is_one else None


def _row(tweet: Json, account: Json, archive: Archive) -> ExportRow:
    user: Json = {
        "id_str": account.get("accountId"),
        "screen_name": account.get("username"),
        "name": account.get("accountDisplayName"),
        "created_at": account.get("createdAt"),
    }
    row = x_api_v1.row_of({**_NO_ANSWER, **tweet, "user": user})
    row["is_retweet"] = row["is_quote"] = None
    row["first_version_id"] = _first_version(object_of(tweet, "edit_info"))
    note = archive.note_of(text_of(tweet.get("full_text")) or "")
    if note:
        row.update(_of_note(note))
    if (text_of(tweet.get("full_text")) or "").startswith("RT @"):
        row.update(dict.fromkeys(_COUNTS))
        row["metrics_of"] = "unknown"
    return row


def _first_version(edits: Json) -> str | None:
    """The first version of an edited tweet; of one that was never edited, itself."""
    edit = object_of(edits, "edit")
    initial = object_of(edits, "initial") or object_of(edit, "editControlInitial")
    return first_of(initial.get("editTweetIds")) or text_of(edit.get("initialTweetId"))


def _of_note(note: Json) -> ExportRow:
    """What a long post says in full; tweets.js has only its beginning."""
    links = (text_of(url.get("expandedUrl")) or text_of(url.get("url")) for url in objects_in(note.get("urls")))
    found: ExportRow = {
        "text": text_of(note.get("text")),
        "hashtags": [tag for one in objects_in(note.get("hashtags")) if (tag := text_of(one.get("text")))],
        "mention_handles": [
            name for one in objects_in(note.get("mentions")) if (name := text_of(one.get("screenName")))
        ],
        "mention_ids": None,
        "urls": [link for link in links if link],
    }
    return found


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
    companions=Companions(
        ("account.js", "note-tweet*.js", "user_details.js"), is_companion, completed,
        "whose archive it is, or its long posts in full",
    ),
)  # fmt: skip
