"""JSON of no kind that is read, told by its form, and what a person can do with each.

What belongs here: forms that hold tweets otherwise than one to an object, and what is no tweet at all. What does not:
documents of a format that is known (formats/documents/), and files of other kinds (formats/unread.py).
"""

import re
from collections.abc import Iterator, Mapping

from mtw_pipeline.exports.formats.unread import text_file
from mtw_pipeline.wording import number_of

_PYTHONS_OBJECT = re.compile(r"\s*\[?\s*\{\s*'")
_BY_PYTHON = (
    "The file holds what Python prints of objects, with apostrophes where JSON has quotation marks. Write them anew"
    " with json.dumps, one to a line, and add that"
)
_BROKEN = "The file begins like JSON but is not. Export it again"
_EMPTY = "The file holds an empty list or object and no tweet. Take it out of the folder"
_BY_COLUMNS = (
    "The JSON holds a table column by column, as to_json of pandas writes it where nothing else is asked for. Write it"
    ' with orient="records", or as CSV, and add that'
)
_OF_ERRORS = (
    frozenset({"error"}), frozenset({"errors"}), frozenset({"status", "title"}), frozenset({"code", "message"}),
    frozenset({"status", "message"}), frozenset({"statusCode", "message"}),
)  # fmt: skip
_DETAILS = frozenset({"error", "errors", "details"})
_TELLING = ("detail", "error_description", "message", "title", "error")
_OF_POSTS = frozenset({"id", "id_str", "text", "full_text", "user", "author", "username", "created_at"})
_MOST_TOLD = 6
_LONGEST_TOLD = 120

_LISTS_OF_ACTIVITIES = frozenset({"OrderedCollection", "OrderedCollectionPage", "Collection", "CollectionPage"})
_ACTIVITIES = frozenset({"Announce", "Create", "Delete", "Follow", "Like", "Note", "Question", "Undo", "Update"})
_ACTORS = frozenset({"Application", "Group", "Organization", "Person", "Service"})
_OF_ACTIVITIES = (
    "The file is of ActivityPub, in which servers of Mastodon tell each other of posts and an account's archive has"
    " them (outbox.json), which is not read: of what was passed on it has addresses alone, and no counts. Ask the"
    " account's server for its statuses, /api/v1/accounts/ID/statuses, as rtoot and Mastodon.py do, and add the answers"
)
_OF_A_BROWSER = (
    "The file is what a browser kept of a page ({}), which is not read. Collect the page with the"
    " browser's extension Zeeschuimer, and add the NDJSON that it writes"
)
_DEEPEST_INSTRUCTIONS = 7
_OF_A_NETWORK = (
    "The JSON holds a network, its nodes and its links, as networkx, d3 or Cytoscape keep one. Write its links as a"
    " table with the columns source and target, by names, and add that as CSV"
)
_LINKS = ("links", "edges")
_ID_OF_TWEET = re.compile("[0-9]{15,19}")
_TEXTS = frozenset({"body", "content", "fullText", "full_text", "rawContent", "text", "tweet"})
_IDS_OF_LISTED = frozenset(
    {"id", "id_str", "link", "permalink", "permanentUrl", "rest_id", "tweetId", "tweet_id", "url"}
)
_IDS = ("id_str", "id", "uri", "tweet_id")
_FEWEST_NUMBERED = 2
_DEEPEST = 3
_PLAIN_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_LINES_ABOVE = 60
_IN_QUOTES = (
    "The file holds JSON as text within JSON: quotation marks around each document, and backslashes before its own."
    " Write what json.loads gives of each, one to a line, and add that"
)
_QUOTED_OBJECT = re.compile(r'\s*\[?\s*"\s*[\[{](?:\\[nrt]|[\s\[{])*\\"')
_OBJECT = re.compile(r'\s*\[?\s*\{\s*"[^"\n]*"\s*:')
_SHOWN = 80


def document_refusal(document: object, beginning: str) -> str:
    """Why JSON that is of no known format is not read, and what to do; empty where nobody knows what it is.

    Args:
        document: its first; None where it is broken.
        beginning: the text of its first lines.
    """
    if document is None:
        return _BY_PYTHON if _PYTHONS_OBJECT.match(beginning) else text_file(beginning) or _BROKEN
    if not document:
        return _EMPTY
    if isinstance(document, str) and _QUOTED_OBJECT.match(beginning):
        return _IN_QUOTES
    if not isinstance(document, dict):
        return ""
    if _is_of_activities(document):
        return _OF_ACTIVITIES
    return (
        _OF_A_NETWORK
        if _is_network(document)
        else error_of_server(document) or _kept_by_a_browser(document) or _named(document) or _listed(document)
    )


def columns_refusal(document: object) -> str:
    """Why a table that pandas wrote by its columns is not read: ``{"id": {"0": ...}}``, or with them apart."""
    if not isinstance(document, dict) or len(document) < 2:  # noqa: PLR2004
        return ""
    if document.keys() == {"columns", "index", "data"}:
        return _BY_COLUMNS
    columns = [column.keys() for column in document.values() if isinstance(column, dict)]
    is_numbered = len(columns) == len(document) and all(name.isdecimal() for name in columns[0])
    are_alike = is_numbered and bool(columns[0]) and all(column == columns[0] for column in columns)
    return _BY_COLUMNS if are_alike else ""


def text_refusal(beginning: str) -> str:
    """Why JSON below lines that are none of it, or in quotation marks, is not read; empty of other texts."""
    if _QUOTED_OBJECT.match(beginning):
        return _IN_QUOTES
    place = 0
    for number, line in enumerate(beginning.splitlines(keepends=True)[:_LINES_ABOVE]):
        if number and _OBJECT.match(beginning, place):
            first = beginning.lstrip("\ufeff \t\r\n").splitlines()[0][:_SHOWN]
            lines = number_of(number, "line stands above the JSON and is", "lines stand above the JSON and are")
            return f"{lines} none of it ({first}). Delete what is above the JSON, and add the file again"
        place += len(line)
    return ""


def error_of_server(document: Mapping[str, object]) -> str:
    """What a server answered in place of tweets; empty of any other document."""
    if len(document) > _MOST_TOLD or not _OF_POSTS.isdisjoint(document):
        return ""
    if not any(marks <= document.keys() for marks in _OF_ERRORS):
        return ""
    told = next((value for name in _TELLING if isinstance(value := document.get(name), str)), "")
    if any(isinstance(value, list | dict) for name, value in document.items() if name not in _DETAILS):
        return ""
    said = f" ({told[:_LONGEST_TOLD]})" if told else ""
    return f"The file holds an error message of a server{said} and no tweet. Ask for the tweets again, and add these"


def _is_of_activities(document: Mapping[str, object]) -> bool:
    """Whether a document is of ActivityPub: a list of activities, one of them, what one is about, or an account."""
    kind = document.get("type")
    if kind in _LISTS_OF_ACTIVITIES:
        return not {"orderedItems", "items", "first", "totalItems"}.isdisjoint(document)
    if kind in _ACTIVITIES:
        return not {"actor", "attributedTo"}.isdisjoint(document)
    return kind in _ACTORS and "preferredUsername" in document


def _kept_by_a_browser(document: Mapping[str, object]) -> str:
    """Why all requests of a page, or one answer to the page's program, are not read; empty where it is neither."""
    log, data = document.get("log"), document.get("data")
    if isinstance(log, dict) and {"version", "entries"} <= log.keys():
        return _OF_A_BROWSER.format("a HAR file")
    is_answer = isinstance(data, dict) and _has_instructions(data, _DEEPEST_INSTRUCTIONS)
    return _OF_A_BROWSER.format("an answer to GraphQL") if is_answer else ""


def _has_instructions(held: Mapping[str, object], depth: int) -> bool:
    """Whether a timeline of X is in it, as its web page is sent one."""
    if isinstance(held.get("instructions"), list):
        return True
    return depth > 0 and any(_has_instructions(one, depth - 1) for one in held.values() if isinstance(one, dict))


def _is_network(document: Mapping[str, object]) -> bool:
    elements = document.get("elements")
    held = elements if isinstance(elements, dict) else document
    return isinstance(held.get("nodes"), list) and any(isinstance(held.get(name), list) for name in _LINKS)


def _named(document: Mapping[str, object]) -> str:
    """Why tweets under ids or numbers (``{"1345...": {...}}``) are not read; empty of any other document."""
    if not _OF_POSTS.isdisjoint(document):
        return ""
    where = next(_places_of_named(document, (), _DEEPEST), None)
    if where is None:
        return ""
    path = "".join(f".{name}" for name in where) if all(map(_PLAIN_NAME.fullmatch, where)) else "..."
    return (
        "The JSON holds tweets under their ids or under numbers; a list of them is read, or one to a line. Write them"
        f" so, as jq -c '{path or '.'}[]' does, and add that"
    )


def _listed(document: Mapping[str, object]) -> str:
    """Why tweets in a list within an object (``{"tweets": [...]}``) are not read; empty where there is not one such."""
    if not _OF_POSTS.isdisjoint(document):
        return ""
    places = list(_places_of_lists(document, (), _DEEPEST))
    if len(places) != 1:
        return ""
    path = "".join(f".{name}" for name in places[0]) if all(map(_PLAIN_NAME.fullmatch, places[0])) else "..."
    return (
        f"The JSON holds what could be tweets in the list {'.'.join(places[0])} of one object, in no format that is"
        f" known. Write them one to a line, as jq -c '{path}[]' does, and add that: mtw inspect proposes how it is read"
    )


def _places_of_lists(document: Mapping[str, object], within: tuple[str, ...], depth: int) -> Iterator[tuple[str, ...]]:
    for name, value in document.items():
        if isinstance(value, list) and value and all(map(_could_be_tweet, value)):
            yield (*within, name)
        elif isinstance(value, dict) and depth:
            yield from _places_of_lists(value, (*within, name), depth - 1)


def _could_be_tweet(one: object) -> bool:
    return isinstance(one, dict) and not _TEXTS.isdisjoint(one) and not _IDS_OF_LISTED.isdisjoint(one)


def _places_of_named(document: Mapping[str, object], within: tuple[str, ...], depth: int) -> Iterator[tuple[str, ...]]:
    if _are_named(document):
        yield within
    elif depth:
        for name, value in document.items():
            if isinstance(value, dict):
                yield from _places_of_named(value, (*within, name), depth - 1)


def _are_named(held: Mapping[str, object]) -> bool:
    """Whether all names are ids of what is under them, of tweets, or numbers, and all of it could be tweets."""
    objects = [(name, value) for name, value in held.items() if isinstance(value, dict)]
    if not objects or len(objects) < len(held) or any(_OF_POSTS.isdisjoint(one) for _, one in objects):
        return False
    if len(objects) >= _FEWEST_NUMBERED and all(name.isdecimal() for name, _ in objects):
        return True
    return all(
        _ID_OF_TWEET.fullmatch(name) or name in {str(value[one]) for one in _IDS if one in value}
        for name, value in objects
    )
