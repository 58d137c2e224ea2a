"""X (Twitter) API v2 JSON, as twarc2, academictwitteR and the API itself write it: which documents hold tweets.

What belongs here: telling pages, flattened tweets and bare tweets from documents of the same API that hold no tweets,
and finding the tweets of a document. What does not: the fields of a tweet (x_api_v2_rows.py), and files or lines
(reading/json_files/). The tweets in ``includes`` are no rows: they did not match the query, they were only referred to.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from mtw_pipeline.exports.formats.documents.json_values import Json, objects_in
from mtw_pipeline.exports.formats.documents.x_api_v2_rows import MARKS_OF_COLLECTORS, Lookup, row_of
from mtw_pipeline.exports.formats.model import Companions, ExportRow, JsonFormat, RowsOf, Tells

_PAGE_MARKS = frozenset({"includes", "meta", *MARKS_OF_COLLECTORS, "matching_rules"})
_ERROR_KEYS = frozenset(
    {"errors", "title", "detail", "type", "status", "meta", "includes", *MARKS_OF_COLLECTORS, "matching_rules"}
)

_TWEET_MARKS = frozenset(
    {"author_id", "edit_history_tweet_ids", "public_metrics", "referenced_tweets", "reply_settings"}
)
_MARKS_OF_ANOTHER_API = frozenset({"id_str", "full_text", "user", "event_type"})
"""A v1 tweet and a direct message have an id and a text too."""

_OTHER_KINDS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"id", "username"}), "user profiles"),
    (frozenset({"start", "end", "tweet_count"}), "counts of tweets"),
    (frozenset({"id", "action"}), "compliance records (which tweets or accounts are gone)"),
    (frozenset({"id", "upload_url"}), "compliance jobs"),
    (frozenset({"id", "event_type"}), "direct messages"),
    (frozenset({"id", "state"}), "spaces"),
    (frozenset({"id", "value"}), "the rules of a stream"),
    (frozenset({"id", "name", "owner_id"}), "lists of accounts"),
    (frozenset({"id", "name", "member_count"}), "lists of accounts"),
    (frozenset({"id", "name", "private"}), "lists of accounts"),
)
"""What else the API delivers, by keys that an element of it has at least."""

_USER_FIELDS = """
    created_at description entities location most_recent_tweet_id pinned_tweet pinned_tweet_id profile_banner_url
    profile_image_url protected public_metrics subscription_type url verified verified_type withheld __twarc
"""

_OTHER_KINDS_ALONE: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"id", "username", "name"}), frozenset(_USER_FIELDS.split())),
    (frozenset({"start", "end", "tweet_count"}), frozenset({"__twarc"})),
    (frozenset({"id", "action"}), frozenset({"created_at", "reason", "redacted_at"})),
)
"""Keys that an object outside of a page must have, and the only further ones that it may have.

Without a page around it nothing but its keys tells it from the objects of other formats.
"""

_COMPANION_KEYS = frozenset({"users", "tweets", "media", "places", "polls", "topics", "errors"})


def recognises(document: object) -> bool:
    """Whether a document is of this format: tweets, or a page that found none.

    Args:
        document: a parsed line, a whole file, or one element of an array.
    """
    if not isinstance(document, dict):
        return False
    if document.get("data") is None and _is_bare_tweet(document):  # null where a table of pages and tweets was written
        return True
    if "data" not in document:
        return _is_page_without_data(document)
    if not _is_page(document):
        return False
    elements = _elements(document)
    if not elements or any(map(_is_tweet, elements)):
        return True
    return "includes" in document and refusal(document) is None


def refusal(document: object) -> str | None:
    """Why a document of this API holds no tweets, in words for people; None where it does, or is not of this API."""
    if not isinstance(document, dict):
        return None
    if "data" in document:
        kind = _kind_of_page(document)
    elif _is_companion(document):
        return (
            "this file holds the user profiles and referenced tweets beside a collection; the tweets collected are in"
            " academictwitteR's data_*.json. Name it users_*.json, and it completes the tweets in its folder"
        )
    else:
        kind = _kind_alone(document)
    return f"this file holds {kind}, not tweets" if kind else None


def rows_of(
    document: object, companions: Lookup | None = None
) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The tweets of a document, in order.

    Args:
        document: a document that is recognised; of any other, nothing can be taken.
        companions: the users and tweets that the companion files of a bare tweet hold.

    Yields:
        (row, None, tweet), or (None, reason, element) for an element that is not a tweet. What a page lists under
        ``errors`` was not delivered, so it is no element.
    """
    if not isinstance(document, dict):
        yield None, "not a tweet: a JSON object was expected", document
    elif "data" in document and not (document["data"] is None and _is_bare_tweet(document)):
        page = Lookup.of_page(document)
        for element in _elements(document):
            yield _taken(element, page)
    elif not _is_page_without_data(document):
        yield _taken(document, companions or Lookup())


def completed(companions: Sequence[object]) -> RowsOf:
    """How the tweets of academictwitteR's data_*.json are read with the users_*.json beside them.

    Args:
        companions: the documents of the latter; of a user or tweet in several the last one counts.
    """
    found = Lookup()
    for document in objects_in(list(companions)):
        found.include(document)
    return partial(rows_of, companions=found)


def _taken(element: object, page: Lookup) -> tuple[ExportRow | None, str | None, object]:
    if not isinstance(element, dict):
        return None, "not a tweet: a JSON object was expected", element
    if _is_tweet(element):
        return row_of(element, page), None, element
    kind = _kind_of(element)
    return None, f"not a tweet: one of {kind}" if kind else "not a tweet: it has no id or no text", element


def _elements(document: Json) -> list[object]:
    data = document.get("data")
    if data is None:
        return []
    return data if isinstance(data, list) else [data]


def _is_page(document: Json) -> bool:
    return not _PAGE_MARKS.isdisjoint(document) or document.keys() <= {"data", "errors"}


def _is_page_without_data(document: Json) -> bool:
    errors, meta = document.get("errors"), document.get("meta")
    if isinstance(meta, dict) and meta.get("result_count") == 0:
        return True
    if not document.keys() <= _ERROR_KEYS or not isinstance(errors, list):
        return False
    return "title" in document or any("title" in error or "detail" in error for error in objects_in(errors))


def _is_tweet(element: object) -> bool:
    if not isinstance(element, dict) or "id" not in element:
        return False
    return ("text" in element or "author_id" in element) and _MARKS_OF_ANOTHER_API.isdisjoint(element)


def _is_bare_tweet(document: Json) -> bool:
    return "text" in document and _is_tweet(document) and not _TWEET_MARKS.isdisjoint(document)


def _is_companion(document: object) -> bool:
    """Whether a document completes a collection; a script keeps tweets of another API beside their users too."""
    if not isinstance(document, dict) or not isinstance(document.get("users"), list):
        return False
    return document.keys() <= _COMPANION_KEYS and all(map(_is_tweet, objects_in(document.get("tweets"))))


def _kind_of_page(document: Json) -> str | None:
    elements = _elements(document)
    if not _is_page(document) or any(map(_is_tweet, elements)):
        return None
    return next(filter(None, map(_kind_of, objects_in(elements))), None)


def _kind_of(element: Json) -> str | None:
    return next((kind for needed, kind in _OTHER_KINDS if needed <= element.keys()), None)


def _kind_alone(document: Json) -> str | None:
    for needed, further in _OTHER_KINDS_ALONE:
        if needed <= document.keys() <= needed | further:
            return _kind_of(document)
    return None


X_API_V2 = JsonFormat(
    name="x_api_v2",
    title="X (Twitter) API v2 JSON, pages or flattened",
    recognises=recognises,
    refusal=refusal,
    rows_of=rows_of,
    tells=Tells("own", "yes", "yes", "yes", "yes", "yes"),
    companions=Companions(("users_*.json",), _is_companion, completed, "user profiles and referenced tweets"),
)
