"""Documents of no known format that hold some of one: what databases, scripts and other programs put around tweets.

Elasticsearch keeps a tweet as ``_source``, CouchDB as ``doc``, tables of tweepy as ``json``; a script writes
``{"tweets": [...]}``, or lists within a list. What belongs here: which objects and lists are such. What does not: the
pages of the platforms themselves, which their formats know, and plain values (json_texts.py).
"""

from collections.abc import Callable, Sequence

AROUND_ONE = frozenset({"_source", "doc", "item", "json", "post", "status", "tweet"})
"""Fields that hold one tweet, where nothing else of the object is of it."""

_DEEPEST = 4


def held_documents(content: object, is_known: Callable[[object], bool], depth: int = _DEEPEST) -> Sequence[object]:
    """The documents that a document wraps; none where it holds none, or nobody could say which of several it is of.

    Elements of a list that holds some are all given, so that each of the others is rejected for itself.

    Args:
        content: a document of no known format.
        is_known: whether something is a document of a known format.
        depth: so many objects and lists around them are looked through.
    """
    if not depth:
        return ()
    if isinstance(content, list):
        held = [[one] if is_known(one) else held_documents(one, is_known, depth - 1) for one in content]
        return [one for own, found in zip(content, held, strict=True) for one in found or [own]] if any(held) else ()
    if not isinstance(content, dict):
        return ()
    places = [
        [value] if isinstance(value, dict) and is_known(value) else held_documents(value, is_known, depth - 1)
        for name, value in content.items()
        if isinstance(value, list) or name in AROUND_ONE or name == "hits"
    ]
    found = list(filter(None, places))
    return found[0] if len(found) == 1 else ()
