"""Zeeschuimer's NDJSON, as captured in a browser or as 4CAT keeps it: the objects of X's web pages (GraphQL).

What belongs here: finding the tweet in such an object and putting it into the form of the v1.1 API, which its parts
still have. What does not: the fields of a tweet (x_api_v1.py). The web pages have changed where an account stands
three times; each place is looked at.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from mtw_pipeline.exports.formats.documents import x_api_v1
from mtw_pipeline.exports.formats.documents.json_values import Json, cell_of, first_cell, first_of, object_of, text_of
from mtw_pipeline.exports.formats.model import ExportRow, JsonFormat, Tells

_PAID = ("promoted", "promotedMetadata", "promoted_metadata")
_NO_ANSWER: Json = {"in_reply_to_status_id_str": None, "retweeted": False, "is_quote_status": False}
"""What a page says of a tweet by leaving it out."""
_LATEST = 1 << 42
"""Milliseconds since 1970 until the year 2109: what is beyond is none."""


def recognises(document: object) -> bool:
    """Whether a document is a captured tweet, bare or in Zeeschuimer's envelope."""
    if not isinstance(document, dict):
        return False
    held = _held(document)
    return _has_tweet(held) or _is_gone(held)


def refusal(document: object) -> str | None:
    """Why a document of Zeeschuimer holds no tweets; None where it does, or is not Zeeschuimer's."""
    if not isinstance(document, dict) or "source_platform" not in document or "data" not in document:
        return None
    platform = text_of(document["source_platform"]) or "another platform"
    return f"this file holds what was captured of {platform}, not tweets"


def rows_of(document: object) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The one tweet of a document."""
    if not isinstance(document, dict) or not _has_tweet(_held(document)):
        yield None, "not a tweet: it was gone or withheld when the page was captured", document
        return
    tweet = _as_v1(_held(document))
    row = x_api_v1.row_of(tweet)
    row["collected_at"] = _collected_at(document)
    row["first_version_id"] = _first_version(object_of(_held(document), "edit_control"))
    if any(holder.get(mark) for holder in (document, object_of(document, "data"), _held(document)) for mark in _PAID):
        row["is_advertisement"] = "true"
    yield row, None, document


def _held(document: Json) -> Json:
    """The web page's object without its envelopes: Zeeschuimer's, and the one around tweets of limited visibility."""
    held = object_of(document, "data") if "source_platform" in document else document
    return object_of(held, "tweet") or held


def _has_tweet(held: Json) -> bool:
    legacy = object_of(held, "legacy")
    return "full_text" in legacy and bool(held.keys() & {"rest_id", "type", "core", "user"})


def _is_gone(held: Json) -> bool:
    return "tombstone" in held or text_of(held.get("__typename")) in {"TweetTombstone", "TweetUnavailable"}


def _as_v1(held: Json) -> Json:
    legacy = object_of(held, "legacy")
    note = object_of(object_of(object_of(held, "note_tweet"), "note_tweet_results"), "result")
    tweet: Json = {
        **_NO_ANSWER,
        **legacy,
        "id_str": first_cell(held.get("rest_id"), legacy.get("id_str")),
        "source": held.get("source") or legacy.get("source"),
        "user": _user(held),
    }
    if text_of(note.get("text")):
        tweet["full_text"] = note["text"]
        entities = object_of(note, "entity_set")
        tweet["entities"] = {**object_of(legacy, "entities"), **entities}
    original = _result(object_of(legacy, "retweeted_status_result"))
    if original:
        tweet["retweeted_status"] = _as_v1(original)
    quoted = _result(object_of(held, "quoted_status_result"))
    if quoted:
        tweet["quoted_status"] = _as_v1(quoted)
        tweet["is_quote_status"] = True
    return tweet


def _result(holder: Json) -> Json:
    result = object_of(holder, "result")
    tweet = object_of(result, "tweet") or result
    return tweet if "legacy" in tweet else {}


def _user(held: Json) -> Json:
    """The author: in ``legacy`` of the oldest objects, spread over ``core`` and others in the newest."""
    user = object_of(object_of(object_of(held, "core"), "user_results"), "result") or object_of(held, "user")
    legacy, core = object_of(user, "legacy"), object_of(user, "core")
    facts: Json = {**user, **legacy}
    facts["id_str"] = first_cell(user.get("rest_id"), user.get("id_str"), object_of(held, "legacy").get("user_id_str"))
    for name in ("screen_name", "name", "created_at"):
        facts[name] = core.get(name) or facts.get(name)
    facts["description"] = facts.get("description") or object_of(user, "profile_bio").get("description")
    location = user.get("location")
    facts["location"] = location.get("location") if isinstance(location, dict) else facts.get("location")
    relations = object_of(user, "relationship_counts")
    facts["followers_count"] = facts.get("followers_count", relations.get("followers"))
    facts["friends_count"] = facts.get("friends_count", relations.get("following"))
    facts["verified"] = facts.get("verified", object_of(user, "verification").get("verified"))
    facts.pop("id", None)
    return facts


def _first_version(edits: Json) -> str | None:
    initial = object_of(edits, "edit_control_initial") or edits
    return first_of(initial.get("edit_tweet_ids")) or text_of(edits.get("initial_tweet_id"))


def _collected_at(document: Json) -> str | None:
    """When it was captured: milliseconds since 1970 in the file."""
    moment = document.get("timestamp_collected") or object_of(document, "__import_meta").get("timestamp_collected")
    if isinstance(moment, list | dict):
        return cell_of(moment)
    if not isinstance(moment, int | float) or not 0 < moment < _LATEST:
        return None
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat()


ZEESCHUIMER = JsonFormat(
    name="zeeschuimer",
    title="Zeeschuimer NDJSON, also as 4CAT keeps it",
    recognises=recognises,
    refusal=refusal,
    rows_of=rows_of,
    tells=Tells(
        "own", "yes", "yes", "yes", "yes", "yes",
        caution="It holds what a browser was shown, which is no complete collection of any query.",
    ),
)  # fmt: skip
