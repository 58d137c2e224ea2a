"""Which columns of a table are an edge list: who named whom.

What belongs here: the choice, and how sure it is. What does not: tables of tweets (columns.py).
"""

import re
from collections.abc import Sequence

from mtw_pipeline.exports.proposing.columns import Choice
from mtw_pipeline.exports.proposing.contents import Column
from mtw_pipeline.exports.proposing.names import tie_fields_named

_KINDS = re.compile(
    r"(?i)mentions?|repl(?:y|ies)|replies to|replied_to|reply to|retweets?|retweeted|quotes?|quoted|tweet"
    r"|mentionsinretweet|rt|mt|re"
)
_MOST_COLUMNS = 8
_EPOCH = re.compile(r"1[1-9][0-9]{8}([0-9]{3}){0,2}")


def chosen_ties(columns: Sequence[Column]) -> dict[str, Choice] | None:
    """The columns of a tie's fields; None where no two columns hold accounts."""
    accounts = [column for column in columns if column.filled and _holds_accounts(column)]
    pair = _named_pair(accounts) or _bare_pair(accounts, columns)
    if pair is None:
        return None
    chosen = {choice.field: choice for choice in pair}
    rest = [column for column in columns if column.filled and column not in (pair[0].columns + pair[1].columns)]
    for field, is_so in (("kind", _holds_kinds), ("created_at", _holds_times), ("times", _holds_weights)):
        found = [
            (tie_fields_named(column.name).get(field, 0), -column.place, column) for column in rest if is_so(column)
        ]
        if found:
            plainness, _, column = max(found, key=lambda one: one[:2])
            if field == "times" and not plainness:
                continue
            chosen[field] = Choice(field, (column,), "" if plainness else "by its cells alone")
            rest.remove(column)
    return chosen


def _named_pair(accounts: Sequence[Column]) -> tuple[Choice, Choice] | None:
    sources = [(plain, column) for column in accounts if (plain := tie_fields_named(column.name).get("source"))]
    targets = [(plain, column) for column in accounts if (plain := tie_fields_named(column.name).get("target"))]
    pairs = [
        (one[0] + other[0], -one[1].place, -other[1].place, one[1], other[1])
        for one in sources
        for other in targets
        if one[1] != other[1]
    ]
    if not pairs:
        return None
    *_, source, target = max(pairs, key=lambda one: one[:3])
    return Choice("source", (source,)), Choice("target", (target,))


def _bare_pair(accounts: Sequence[Column], columns: Sequence[Column]) -> tuple[Choice, Choice] | None:
    """The first two columns of accounts of a narrow table without texts."""
    has_texts = any(column.holds_texts for column in columns)
    if has_texts or len(accounts) < 2 or len(columns) > _MOST_COLUMNS:  # noqa: PLR2004
        return None
    source, target = accounts[:2]
    doubt = "by its cells alone; that the first column names the second is a guess"
    return Choice("source", (source,), doubt), Choice("target", (target,), doubt)


def _holds_accounts(column: Column) -> bool:
    """Handles or numbers that stand for accounts, and neither kinds, times nor weights."""
    if _holds_kinds(column) or _holds_times(column) or column.holds_truths:
        return False
    numbers = column.holds_ids and not column.is_rising
    return (column.holds_handles or numbers) and not column.holds_tweet_ids


def _holds_kinds(column: Column) -> bool:
    return column.mostly(_KINDS.fullmatch)


def _holds_times(column: Column) -> bool:
    if column.holds_counts:
        return column.mostly(_EPOCH.fullmatch)
    return column.times is not None


def _holds_weights(column: Column) -> bool:
    return column.holds_counts
