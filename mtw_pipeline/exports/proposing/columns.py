"""Which column makes which field of a tweet: by its name, by its cells, or by both.

What belongs here: the choice, and how sure it is. What does not: edge lists (ties.py) and the map that comes of it
(proposal.py).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtw_pipeline.exports.formats.delimited.column_map import HANDLE_IN_ADDRESS
from mtw_pipeline.exports.formats.list_elements import NAMES_OF_FIELDS, named
from mtw_pipeline.exports.proposing.contents import TRUE, Column, handle_in, is_rounded, tweet_id_in
from mtw_pipeline.exports.proposing.names import fields_named, words_of
from mtw_pipeline.exports.reading.written_times import read_time, time_in_id
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS

_OF_A_THREAD = frozenset({"conversation", "thread", "unterhaltung", "conversacion", "parent", "root"})
_OF_WHO_COLLECTED = "retweeted"
_FEWEST_DIFFERENT = 0.3
_FARTHEST = 15 * 3600
"""Seconds: no zone is farther from UTC."""
_FEWEST_LIKE_HANDLES = 0.2
_MOST_TOLD = 0.9
_SIGNS: Mapping[str, str] = {"hashtags": "#", "mention_handles": "@"}
_NAMED_IN_TEXT = re.compile(r"@(\w+)")
_LIKE_A_HANDLE = re.compile(r"[0-9_]|[a-z][A-Z]")
"""A word that is a handle rather than a label: about half of all handles have a digit, a _ or a capital inside."""
_PLATFORMS = frozenset({"twitter", "twitter.com", "x", "x.com", "twitter/x", "x (twitter)"})
_WRITTEN_COUNT = re.compile(r"[0-9]{1,3}(?:[.,'’ \u00a0\u202f][0-9]{3})+|[0-9]+(?:[.,][0-9]+)?\s?[KkMm]|[0-9]+")
_PLAIN_KINDS = frozenset({"new tweet", "original", "original tweet", "post", "status", "tweet", "text", "none"})
_KINDS = _PLAIN_KINDS | {
    "mention", "quote", "quote tweet", "quote_tweet", "quoted", "qt", "replied_to", "reply", "repost", "retweet",
    "retweeted", "rt", "share",
}  # fmt: skip
"""What kind a tweet is, in the words of programs."""
_COUNTS = (
    "like_count", "retweet_count", "reply_count", "quote_count", "author_followers", "author_following",
    "author_tweets",
)  # fmt: skip
_FREE = ("author_name", "author_description", "author_location", "source", "retweeted_text")
_TRUTHS = ("is_reply", "is_retweet", "is_quote", "author_verified")
_TRUTHS_NAMED = frozenset(_TRUTHS)
_OTHER_IDS = ("author_id", "in_reply_to_user_id", "retweeted_user_id", "quoted_user_id")
OTHER_TWEETS = ("in_reply_to_tweet_id", "retweeted_tweet_id", "quoted_tweet_id")
_OTHER_HANDLES = ("in_reply_to_handle", "retweeted_handle", "quoted_handle")
_IDS_OF_HANDLES = dict(zip(_OTHER_HANDLES, _OTHER_IDS[1:], strict=True))
_SAY_HANDLE: Mapping[str, int] = {"nickname": 1, "username": 2, "acct": 3, "handle": 3, "screen": 3}
"""Words of names that say the handle, how surely; ``user_name`` and ``user.name`` may say what an account shows."""
_ARE_IDS = "its name could say a handle, its cells are ids of users"
_NAMES = ("hashtags", "mention_handles", "media_types")
"""Lists of words: what holds numbers alone counts them, or names users by their ids."""


@dataclass(frozen=True)
class Choice:
    """The columns of a field.

    Args:
        field: the field.
        columns: one, or a date and its time.
        doubt: what is unsure of it; empty where nothing is.
    """

    field: str
    columns: tuple[Column, ...]
    doubt: str = ""


def chosen_columns(columns: Sequence[Column]) -> dict[str, Choice]:
    """The columns of a tweet's fields, as far as there are such."""
    chosen: dict[str, Choice] = {}
    used: set[int] = set()

    def take(choice: Choice | None) -> None:
        if choice is not None:
            chosen[choice.field] = choice
            used.update(column.place for column in choice.columns)

    def left() -> list[Column]:
        return [column for column in columns if column.place not in used and column.filled and not column.lists_objects]

    take(_tweet_id(left()))
    ids = chosen["tweet_id"].columns[0] if "tweet_id" in chosen else None
    take(_text(left()))
    take(_created_at(left(), ids))
    texts = chosen["text"].columns[0] if "text" in chosen else None
    take(_author(left(), ids, texts))
    for field, is_so in _kinds():
        may_be = [column for column in left() if field != "is_retweet" or not _denies_retweets(column, texts)]
        take(_named(field, may_be, is_so))
    for handle, of_ids in _IDS_OF_HANDLES.items():
        if not {handle, of_ids} & chosen.keys():
            take(_ids_named(handle, of_ids, left()))
    lists = [column for column in columns if column.lists_objects]
    for field in LIST_FIELDS:
        take(_list(field, [*left(), *lists], texts))
    mentioned = chosen.get("mention_handles")
    if (
        mentioned
        and "mention_ids" not in chosen
        and mentioned.columns[0].names_objects_by(NAMES_OF_FIELDS["mention_ids"])
    ):
        take(Choice("mention_ids", mentioned.columns))
    return chosen


def denied_retweets(columns: Sequence[Column], chosen: Mapping[str, Choice]) -> str:
    """The name of a column that could say which tweets are retweets and is not believed; empty where there is none."""
    texts = chosen["text"].columns[0] if "text" in chosen else None
    used = {column.place for choice in chosen.values() for column in choice.columns}
    return next((one.name for one in columns if one.place not in used and _denies_retweets(one, texts)), "")


def _denies_retweets(column: Column, texts: Column | None) -> bool:
    """Whether a column says of no tweet that it is a retweet, though texts show some or its name promises none.

    The first API's ``retweeted`` says whether whoever collected had passed a tweet on: false of nearly every one.
    """
    if not column.holds_truths or "is_retweet" not in fields_named(column.name):
        return False
    says = [cell.strip().lower() in TRUE for cell in column.cells]
    shown = [one.startswith("RT @") for one in (texts.cells if texts is not None else ())]
    is_shown_by_texts = 2 * sum(said for said, is_one in zip(says, shown, strict=False) if is_one) < sum(shown)
    return is_shown_by_texts or (words_of(column.name)[-1] == _OF_WHO_COLLECTED and not any(says))


def _kinds() -> list[tuple[str, Callable[[Column], bool]]]:
    """The other fields, with what their cells must be."""
    kinds: list[tuple[str, Callable[[Column], bool]]] = [
        *((field, lambda column: column.holds_ids and not column.holds_truths) for field in _OTHER_IDS),
        *((field, _holds_other_tweets) for field in OTHER_TWEETS),
        *((field, _holds_counts) for field in _COUNTS),
        *((field, lambda column: column.holds_truths) for field in _TRUTHS),
        *((field, lambda column: column.holds_handles and not column.holds_truths) for field in _OTHER_HANDLES),
        ("author_created_at", lambda column: column.times is not None),
        ("collected_at", lambda column: column.times is not None),
        ("language", lambda column: column.holds_languages),
        *((field, lambda column: not (column.holds_counts or _holds_platforms(column))) for field in _FREE),
    ]
    return kinds


def _holds_other_tweets(column: Column) -> bool:
    """Ids of other tweets: beside empty cells they are numbers with a point to pandas, and still tell a reply."""
    return column.mostly(lambda cell: tweet_id_in(cell) or is_rounded(cell)) and not column.holds_truths


def _holds_platforms(column: Column) -> bool:
    """Whether it says of each row that it is of X, which names no app."""
    return column.mostly(lambda cell: cell.lower() in _PLATFORMS)


def counts_in_words(columns: Sequence[Column], chosen: Mapping[str, Choice]) -> tuple[str, ...]:
    """Columns that are named as counts and are not taken, for signs stand between their thousands, or units behind."""
    used = {column.place for choice in chosen.values() for column in choice.columns}
    return tuple(
        column.name
        for column in columns
        if column.place not in used
        and not column.holds_counts
        and column.mostly(_WRITTEN_COUNT.fullmatch)
        and not fields_named(column.name).keys().isdisjoint(_COUNTS)
    )


def kinds_in_words(columns: Sequence[Column], chosen: Mapping[str, Choice]) -> tuple[str, ...]:
    """Columns that say in words what kind each tweet is, retweets, replies or quotes among them."""
    used = {column.place for choice in chosen.values() for column in choice.columns}
    return tuple(
        column.name
        for column in columns
        if column.place not in used
        and column.mostly(lambda cell: cell.lower() in _KINDS)
        and any(cell.strip().lower() not in _PLAIN_KINDS for cell in column.filled)
    )


def numbers_for_names(columns: Sequence[Column], chosen: Mapping[str, Choice]) -> tuple[str, ...]:
    """Columns that are named as lists of words and hold numbers alone."""
    used = {column.place for choice in chosen.values() for column in choice.columns}
    return tuple(
        column.name
        for column in columns
        if column.place not in used
        and column.filled
        and column.holds_numbers_alone
        and not fields_named(column.name).keys().isdisjoint(_NAMES)
    )


def _holds_counts(column: Column) -> bool:
    """Counts, and no 0 and 1 of a column whose name could say that a tweet is one."""
    return column.holds_counts and not (column.holds_truths and not _TRUTHS_NAMED.isdisjoint(fields_named(column.name)))


def _named(field: str, columns: Iterable[Column], is_so: Callable[[Column], bool]) -> Choice | None:
    found = [
        (not column.has_rounded_ids, plainness, column)
        for column in columns
        if (plainness := fields_named(column.name).get(field)) and is_so(column)
    ]
    if not found:
        return None
    *_, column = max(found, key=lambda one: (*one[:2], -one[2].place))
    return Choice(field, (column,))


def _tweet_id(columns: Sequence[Column]) -> Choice | None:
    """Ids that hold a time, alone or in an address; older ones where the name says it."""
    scored = []
    for column in columns:
        named = fields_named(column.name)
        plainness = named.get("tweet_id", 0)
        of_another = (named and not plainness) or bool(_OF_A_THREAD & set(words_of(column.name)))
        if of_another or column.different < _FEWEST_DIFFERENT:
            continue
        if column.holds_tweet_ids:
            scored.append(((2, plainness, column.holds_tweet_ids_alone, -column.place), column))
        elif plainness and column.mostly(tweet_id_in) and not column.is_rising:
            scored.append(((1, plainness, False, -column.place), column))
    if not scored:
        return None
    (rank, *_), column = max(scored, key=lambda one: one[0])
    doubt = "" if rank > 1 else "these ids say no time: they are of before November 2010, or no tweet ids"
    if not doubt and not fields_named(column.name).get("tweet_id"):
        doubt = "by its cells alone, which are tweet ids"
    return Choice("tweet_id", (column,), doubt)


def _text(columns: Sequence[Column]) -> Choice | None:
    named = [
        (fields_named(column.name)["text"], column)
        for column in columns
        if "text" in fields_named(column.name)
        and not (column.holds_counts or column.holds_addresses or column.holds_objects or column.times)
    ]
    running = [
        column
        for column in columns
        if column.holds_texts and not column.holds_objects and not fields_named(column.name)
    ]
    if named:
        _, column = max(named, key=lambda one: (one[1].holds_texts, one[0], one[1].mean_length))
        return Choice("text", (column,))
    if running:
        column = max(running, key=lambda one: one.mean_length)
        return Choice("text", (column,), "by its cells alone: the longest texts")
    return None


def _created_at(columns: Sequence[Column], ids: Column | None) -> Choice | None:
    """The times that fit those of the ids best; a date and its time where no column holds both."""
    timed = [column for column in columns if column.times is not None and _may_be_posting(column)]
    scored = sorted(
        (
            (
                bool(column.times and column.times.has_clock),
                _agreement(column, ids) if ids is not None else 0,
                bool(column.times and column.times.names_zone),
                fields_named(column.name).get("created_at", 0),
                -column.place,
            ),
            column.place,
            column,
        )
        for column in timed
    )
    if not scored:
        return None
    (has_clock, agreement, _, plainness, _), _, best = scored[-1]
    clock = next((column for column in columns if column.is_clock and column.times is None), None)
    if not has_clock and clock is not None:
        return Choice("created_at", (best, clock))
    if not has_clock and ids is not None and ids.holds_tweet_ids:
        return None
    doubt = "" if plainness or agreement > 0 else "by its cells alone, which are times"
    return Choice("created_at", (best,), doubt)


def _may_be_posting(column: Column) -> bool:
    """Whether a column of times may say when tweets were posted: one that is named otherwise may not."""
    named = fields_named(column.name)
    if named and "created_at" not in named:
        return False
    return bool(named) or not column.holds_counts


def _agreement(column: Column, ids: Column) -> float:
    """The share of rows whose time is that of the id but for the zone and the seconds."""
    formats = column.times.formats if column.times is not None else ()
    pairs = [
        (read_time(cell, formats), time_in_id(tweet_id_in(other) or ""))
        for cell, other in zip(column.cells, ids.cells, strict=True)
        if cell
    ]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    near = [abs((one - other).total_seconds()) <= _FARTHEST for one, other in known]
    return sum(near) / len(near) if near else 0.0


def _author(columns: Sequence[Column], ids: Column | None, texts: Column | None) -> Choice | None:
    """The handle of the author: by its name, in the address of the tweet, or by its cells."""
    named = [
        (plainness, column)
        for column in columns
        if (plainness := fields_named(column.name).get("author_handle")) and column.holds_handles
    ]
    if named:
        return Choice("author_handle", (max(named, key=_how_surely_a_handle)[1],))
    address = next((column for column in (*([ids] if ids else []), *columns) if _names_authors(column)), None)
    if address is not None:
        return Choice("author_handle", (address,))
    names = [column for column in columns if fields_named(column.name).get("author_name") and column.holds_handles]
    if names and not any(map(_is_of_handles_alone, columns)):
        return Choice("author_handle", (names[0],), "its name says a display name, its cells are handles")
    if _named("author_id", columns, lambda column: column.holds_ids) is not None:
        return None
    numbered = _ids_named("author_handle", "author_id", columns)
    if numbered is not None:
        return numbered
    bare = [column for column in columns if column.holds_handles and not fields_named(column.name)]
    bare = [one for one in bare if not (one.holds_truths or one.holds_languages or one.holds_ids)]
    shown = next((one for one in bare if _shows_accounts(one, texts)), None)
    return Choice("author_handle", (shown,), "by its cells alone, which could be handles") if shown else None


def _is_of_handles_alone(column: Column) -> bool:
    """Whether a column is called as handles are and as no names are: where it holds none, display names are none."""
    return fields_named(column.name).keys() == {"author_handle"}


def _how_surely_a_handle(named: tuple[int, Column]) -> tuple[bool, int, int, int]:
    """Of columns of one table that hold what could be handles, which holds them: display names may be single words."""
    plainness, column = named
    said = max((_SAY_HANDLE.get(word, 0) for word in words_of(column.name)), default=0)
    return column.mostly(_is_marked), said, plainness, -column.place


def _is_marked(cell: str) -> bool:
    return cell.startswith(("@", "＠")) or "/" in cell


def _ids_named(handle: str, of_ids: str, columns: Iterable[Column]) -> Choice | None:
    """Ids of users in a column that is called as if it held their handles (``user``, ``in_reply_to_user``)."""
    found = _named(
        handle, columns, lambda column: column.holds_ids and not column.holds_truths and not column.is_rising
    )
    if found is None or found.columns[0].holds_tweet_ids_alone:
        return None
    return Choice(of_ids, found.columns, _ARE_IDS)


def _shows_accounts(column: Column, texts: Column | None) -> bool:
    """Whether words are handles and no labels: by @ or address, by texts that name them, or by how several look."""
    if column.mostly(_is_marked):
        return True
    written = {handle_in(cell.strip()) or "" for cell in column.filled}
    said = " ".join(texts.cells) if texts is not None else ""
    if {one.lower() for one in written} & {name.lower() for name in _NAMED_IN_TEXT.findall(said)}:
        return True
    alike = sum(_LIKE_A_HANDLE.search(one) is not None for one in written)
    return len(written) > 1 and alike >= _FEWEST_LIKE_HANDLES * len(written)


def _names_authors(column: Column) -> bool:
    return column.holds_addresses_of_tweets and column.mostly(lambda cell: re.match(HANDLE_IN_ADDRESS, cell))


def _list(field: str, columns: Sequence[Column], texts: Column | None) -> Choice | None:
    for column in columns:
        if field in fields_named(column.name) and _names_by_objects(field, column, texts):
            return Choice(field, (column,))
    for column in columns:
        if column.list_separator is None or column.lists_objects or any("{" in cell for cell in column.filled):
            continue
        if field in _NAMES and column.holds_numbers_alone:
            continue
        is_links = column.holds_addresses
        if field in fields_named(column.name) and is_links == (field == "urls"):
            return Choice(field, (column,))
    sign = _SIGNS.get(field)
    if sign is None or texts is None:
        return None
    bare = [column for column in columns if column.list_separator and not fields_named(column.name)]
    marked = [one for one in bare if one.mostly(_made_of(sign, one)) and _lists_what_is_in(texts, one, sign)]
    return Choice(field, (marked[0],), f"by its cells alone, which begin with {sign}") if marked else None


def _names_by_objects(field: str, column: Column, texts: Column | None) -> bool:
    """Whether objects in a column's lists are called as elements of a field are.

    Mentions count only with all that the texts name: programs keep those apart that begin a reply.
    """
    names = NAMES_OF_FIELDS[field]
    if not column.names_objects_by(names):
        return False
    if field != "mention_handles" or texts is None:
        return True
    pairs = [
        ({one.lower() for one in _NAMED_IN_TEXT.findall(text)}, {named(one, names).lower() for one in objects})
        for text, objects in zip(texts.cells, column.objects, strict=True)
    ]
    told = [shown <= listed for shown, listed in pairs if shown]
    return sum(told) >= _MOST_TOLD * len(told)


def _lists_what_is_in(texts: Column, column: Column, sign: str) -> bool:
    """Whether cells list what the texts beside them hold: the words of a search do not, nor does who wrote them."""
    word = re.compile(rf"{sign}(\w+)(?![\w…])")
    pairs = [
        ({one.lower() for one in word.findall(text)}, {one.lower() for one in word.findall(cell)})
        for text, cell in zip(texts.cells, column.cells, strict=True)
    ]
    told = [shown <= listed and bool(shown & listed) for shown, listed in pairs if shown or listed]
    return sum(told) >= _MOST_TOLD * len(told)


def _made_of(sign: str, column: Column) -> Callable[[str], object]:
    """Whether each value of a cell begins with a sign: of a text it is some words at the most."""
    parts = column.list_separator or ","
    return lambda cell: all(one.strip("[]'\" ").startswith(sign) for one in cell.split(parts) if one.strip("[]'\" "))
