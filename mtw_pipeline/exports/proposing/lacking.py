"""Why no column map can be proposed for a file of no known format, and what to do.

What belongs here: what a table of tweets must have and this one has not. What does not: what is chosen where it has all
(columns.py), and the map (proposal.py).
"""

import re
from collections.abc import Mapping

from mtw_pipeline.exports.proposing.columns import Choice
from mtw_pipeline.exports.proposing.contents import is_rounded
from mtw_pipeline.exports.proposing.file_names import author_in
from mtw_pipeline.exports.proposing.layout import Layout
from mtw_pipeline.exports.proposing.names import fields_named, words_of

_AUTHORS = frozenset({"user", "author", "account"})
APART = "Add the JSON that the table was made of, or write each value into a column of its own (pandas.json_normalize)"
_FEWEST_OF_X = 0.05
_IDS_ALONE = (
    ". If these are ids as data sets are passed on, with days or labels, fetch the tweets by id, as twarc and Hydrator"
    " do it, and add what they write"
)
_ELSEWHERE: Mapping[str, re.Pattern[str]] = {
    "bluesky": re.compile(r"at://\S+/app\.bsky\.feed\.post/\w+|https?://bsky\.app/profile/\S+/post/\w+"),
    "mastodon": re.compile(r"https?://[^\s/]+/(?:@[^\s/]+|users/[^\s/]+/statuses)/[0-9]+"),
}
"""Addresses of posts of the other platforms that are read."""


def what_lacks(chosen: Mapping[str, Choice], file_name: str, layout: Layout) -> str:
    """What a table of tweets lacks, in words; empty where it has all that is needed."""
    if not any(one.filled for one in layout.columns):
        return "it has no row below the names of its columns"
    if "tweet_id" not in chosen:
        return _without_ids(layout)
    if "text" not in chosen:
        within = next(
            (f", and of the column {one.name} each cell holds several values. {APART}" for one in layout.with_objects),
            "",
        )
        return f"no column holds texts{within or _IDS_ALONE}"
    if chosen["tweet_id"].doubt and "description" in chosen["text"].columns[0].name.lower():
        return "it looks like profiles of accounts, whose descriptions are no tweets"
    if "created_at" not in chosen and not chosen["tweet_id"].columns[0].holds_tweet_ids:
        return (
            "no column says when the tweets were posted, and their ids are of before November 2010, which hold no time,"
            " or of no tweets. Add a column of times"
        )
    return "" if {"author_handle", "author_id"} & set(chosen) else _unnamed(file_name, layout)


def _unnamed(file_name: str, layout: Layout) -> str:
    """Why nobody knows who wrote the tweets; empty where the file is named after its author."""
    within = [one.name for one in layout.with_objects if _AUTHORS & set(words_of(one.name))]
    if within:
        return f"who wrote the tweets stands among other values in the column {within[0]}. {APART}"
    called = next((one.name for one in layout.columns if one.filled and "author_handle" in fields_named(one.name)), "")
    if called:
        return (
            f"the column {called} is called as if it said who wrote the tweets, and holds neither handles nor their"
            " addresses, but names or what was made of them. Add a column of handles or user ids"
        )
    if author_in(file_name) is None:
        return (
            "no column says who wrote the tweets, and the file is not named after an account. If they are all of"
            ' one, describe the columns yourself, with constants.author_handle = "..."'
        )
    return ""


def _without_ids(layout: Layout) -> str:
    """Why no column serves as tweets' ids: these were rounded, or are those of another platform."""
    rounded = next((one.name for one in layout.columns if one.mostly(is_rounded) and _is_called_id(one.name)), "")
    if rounded:
        return (
            f"the ids in the column {rounded} were rounded by a spreadsheet or a program (1.23E+18), and which tweets"
            " they are is lost. Export the tweets again, with ids as text"
        )
    for platform, address in _ELSEWHERE.items():
        of_it = next((one.name for one in layout.columns if one.mostly(address.fullmatch)), "")
        if of_it:
            return (
                f"maps are proposed for tweets of X, and the column {of_it} holds addresses of posts of"
                f' {platform.capitalize()}. Describe the columns yourself, with constants.platform = "{platform}" and'
                " that column as columns.tweet_id (docs/column-maps.md)"
            )
    mixed = max(layout.columns, key=lambda one: one.share_of_addresses)
    if mixed.share_of_addresses >= _FEWEST_OF_X:
        return (
            f"of the cells of the column {mixed.name} {mixed.share_of_addresses:.0%} are addresses of tweets, others"
            " are none, as programs for several platforms write them. Leave the rows of X in the table, and look again"
        )
    return "no column holds ids or addresses of tweets. Without ids tweets cannot be told from their duplicates"


def _is_called_id(name: str) -> bool:
    return "tweet_id" in fields_named(name) or "id" in words_of(name)
