r"""What only the whole of a file proves: rounded ids, byte strings, escapes, mojibake, and what it tells at all.

What belongs here: what follows from the counts of findings.sql. What does not: what one row shows by
itself (sql/exports/reading/validated_rows.sql).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import duckdb

from mtw_pipeline.exports.formats.cells import LETTERS, NO_ID, NO_TWEET
from mtw_pipeline.exports.reading.decoded_texts import (
    BYTE_STRING,
    ESCAPED,
    are_escaped,
    decode_byte_strings,
    decode_escapes,
)
from mtw_pipeline.exports.reading.plain_cells import KINDS
from mtw_pipeline.exports.reading.staging import store_shown
from mtw_pipeline.exports.reading.written_times import PARTED_TIME
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.wording import number_of

_MOJIBAKE = r"Ã[\x{80}-\x{BF}]|â€[™œ\x{9d}¦“”˜]|ðŸ"
_MACINTOSH_MOJIBAKE = r"¬†|‚Ä[¶ìîòôùú]|√[§©®°±ºÑßâìñúü†∂∫≠≥]|\x{F8FF}ü|‰Û[ªÏ÷Òï¢_]"
"""UTF-8 read as Mac Roman (an accented e becomes a root and a sign), or saved by one program as Mac Roman and read by
the next as Windows-1252."""
_MOSTLY = 0.9
_FEWEST_IDS = 3
_FEWEST_FLAGS = 3
_FEWEST_DENIED = 3
_SHARE_DENIED = 0.05
"""A retweet by hand, with ``RT @`` and no mark of the platform, is rarer by far since 2010."""
_HANDLES = ("author_handle", "in_reply_to_handle", "retweeted_handle", "quoted_handle")
_FEWEST_SEQUENCES = 10
_FEWEST_TURNED = 3
_ROUNDED_TO_15_DIGITS = "[0-9]{14,16}000"
_ROUNDED_TO_17_DIGITS = "[0-9]{15,17}00"
_OF_15_DIGITS = "[0-9]{15}0{2,4}"
_FAR_ABOVE = 5
_DEVIATIONS = 6
_FEWEST_WITHOUT_SEQUENCE = 100
_ANY_LONG_ID = "[0-9]{17,19}"
_SHOWN_BY_TEXTS = ("replies_are_told", "retweets_are_told")
_FLAGS = (*_SHOWN_BY_TEXTS, "quotes_are_told")
_LISTS = ("hashtags_are_told", "mentions_are_told", "urls_are_told", "media_are_told")
_FILLED = ("every_row_fills_answered", "every_row_fills_quoted")
_TURNED = "times_are_turned"
TOLD = (*_FLAGS, *_LISTS, *_FILLED, _TURNED)
"""What validated_rows.sql asks of each file."""
_TURNED_NOTE = (
    "day and month of {} had changed places, as spreadsheets and pandas exchange them where the day is at most 12: the"
    " tweet ids show it, and they were put back"
)
_ESCAPED_NOTE = (
    "{} signs by their numbers, as R and others write those that an encoding lacks (<U+1F600> for an emoji): decoded"
)
_ROUNDED = (
    "a spreadsheet or a program kept them as numbers and rounded them, so they are rejected. Export again, and let"
    " nothing but text programs touch the file"
)


@dataclass(frozen=True)
class Findings:
    """What the whole of a file shows.

    Args:
        rounded_ids: a pattern of the tweet ids that were rounded; None where none were.
        notes: what a person must know.
        told: what the file tells, by the parameters of validated_rows.sql.
        plain: the kinds of cells that are all plain (plain_cells.py).
        rows: how many rows it has.
        parted_times: how many times of posting are days, months and years in some order (written_times.py).
    """

    rounded_ids: str | None
    notes: tuple[str, ...]
    told: Mapping[str, bool]
    plain: frozenset[str] = KINDS
    rows: int = 0
    parted_times: int = 0


NOTHING_FOUND = Findings(None, (), dict.fromkeys(TOLD, False))
"""Of a file without rows."""


def findings(
    connection: duckdb.DuckDBPyConnection,
    few: Mapping[int, int],
    *,
    of_x_alone: bool,
    texts_tell: bool,
    empty_lists_say_no: bool,
    days_may_be_turned: bool,
) -> dict[int, Findings]:
    """What ``export_rows`` shows of each of its files. What programs wrote in a way of their own is decoded in it.

    Args:
        connection: the warehouse's connection.
        few: by the number of a file: so many tweets show by links and media that they lack that these were not
            collected; fewer show nothing: the columns are there, and are believed.
        of_x_alone: whether no row can be of another platform.
        texts_tell: whether the text says if a row without a reply or retweet is one, also where others of its file
            name some. No text says whether it quotes.
        empty_lists_say_no: whether lists that are empty in every row of a file were collected nevertheless.
        days_may_be_turned: whether nobody said that of times that begin with the year the day comes before the month.

    Returns:
        By the numbers of the files that have rows.
    """
    connection.execute(sql_text("exports/macros/is_turned"))
    counted = _counted(connection, of_x_alone=of_x_alone)
    flags = {counts["file_number"]: _flags_for_handles(counts) for counts in counted}
    if any(flags.values()):
        _drop(connection, flags)
        counted = _counted(connection, of_x_alone=of_x_alone)
    _count_fifteen_digits(connection, counted)
    of_byte_strings = [counts["file_number"] for counts in counted if _is_of_byte_strings(counts)]
    if of_byte_strings:
        decode_byte_strings(connection, of_byte_strings)
    escaped = [
        counts["file_number"]
        for counts in counted
        if are_escaped(connection, counts["file_number"], counts["escaped_texts"])
    ]
    if escaped:
        decode_escapes(connection, escaped)
    found = {}
    for counts in counted:
        believed = dict.fromkeys(("urls_are_told", "media_are_told"), counts["tweets"] < few[counts["file_number"]])
        told = {name: bool(counts[name]) and not (texts_tell and name in _SHOWN_BY_TEXTS) for name in _FLAGS}
        told |= {name: empty_lists_say_no or bool(counts[name]) or believed.get(name, False) for name in _LISTS}
        told |= {name: bool(counts[name]) for name in _FILLED}
        told[_TURNED] = days_may_be_turned and _are_turned(counts)
        rounded, notes = _rounded(counts)
        plain = frozenset(kind for kind in KINDS if counts[f"{kind}_are_plain"])
        told_of = (*_notes_on_flags(flags[counts["file_number"]]), *notes, *_notes(counts))
        if counts["file_number"] in escaped:
            told_of += (_ESCAPED_NOTE.format(number_of(counts["escaped_texts"], "text holds", "texts hold")),)
        if told[_TURNED]:
            told_of += (_TURNED_NOTE.format(number_of(counts["turned_times"], "time", "times")),)
        found[counts["file_number"]] = Findings(
            rounded, told_of, told, plain, counts["rows_read"], counts["parted_times"]
        )
    return found


def _are_turned(counts: Mapping[str, float]) -> bool:
    """Whether what the ids say against the times of a file is that their days and months changed places."""
    turned = counts["turned_times"]
    return turned >= _FEWEST_TURNED and turned >= _MOSTLY * counts["times_of_other_days"]


def _counted(connection: duckdb.DuckDBPyConnection, *, of_x_alone: bool) -> list[dict[str, Any]]:
    result = connection.execute(
        sql_text("exports/reading/findings"),
        {
            "byte_string": BYTE_STRING,
            "escaped": ESCAPED,
            "mojibake": _MOJIBAKE,
            "macintosh_mojibake": _MACINTOSH_MOJIBAKE,
            "no_id": NO_ID,
            "letters": LETTERS,
            "no_tweet": NO_TWEET,
            "of_x_alone": of_x_alone,
            "parted": PARTED_TIME,
        },
    )
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _flags_for_handles(counts: Mapping[str, float]) -> dict[str, float]:
    """The fields of handles that say nothing but true and false, and in how many rows."""
    return {name: flags for name in _HANDLES if (flags := counts[f"{name}_flags"] or 0) >= _FEWEST_FLAGS}


def _drop(connection: duckdb.DuckDBPyConnection, fields: Mapping[float, Iterable[str]]) -> None:
    """Empty fields of files."""
    store_shown(connection)
    for number, names in fields.items():
        for name in names:
            connection.execute(f"update staged_rows set {name} = null where file_number = $number", {"number": number})


def _count_fifteen_digits(connection: duckdb.DuckDBPyConnection, counted: Sequence[dict[str, float]]) -> None:
    """Add to the counts of files what takes a second look at their ids, where these can prove anything."""
    found: dict[int, list[float]] = {}
    if any(counts["rows_of_fifteen_digits"] >= _FEWEST_IDS for counts in counted):
        rows = connection.execute(sql_text("exports/reading/fifteen_digits")).fetchall()
        found = {number: counts for number, *counts in rows}
    for counts in counted:
        ids, by_chance = found.get(int(counts["file_number"]), [0, 0])
        counts |= {"ids_of_fifteen_digits": ids, "fifteen_digits_by_chance": by_chance}


def _is_of_byte_strings(counts: Mapping[str, float]) -> bool:
    return bool(counts["texts"]) and counts["byte_strings"] >= _MOSTLY * counts["texts"]


def _notes(counts: Mapping[str, float]) -> Iterator[str]:
    if _is_of_byte_strings(counts):
        texts = number_of(int(counts["byte_strings"]), "text was a byte string", "texts were byte strings")
        yield f"{texts} of Python (b'...'): decoded"
    if counts["mojibake"]:
        texts = number_of(int(counts["mojibake"]), "text looks", "texts look")
        yield (
            f"{texts} as if UTF-8 had been read as Windows-1252 on the way (Ã© for é): taken as it stands. Export again"
            " if you can"
        )
    if counts["macintosh_mojibake"]:
        texts = number_of(int(counts["macintosh_mojibake"]), "text looks", "texts look")
        yield (
            f"{texts} as if UTF-8 had been read as Mac Roman on the way (√© for é, ‚Äô for ’): taken as it stands."
            " Export again if you can"
        )
    if (counts["denied_retweets"] or 0) >= max(_FEWEST_DENIED, _SHARE_DENIED * counts["tweets"]):
        yield (
            f"{int(counts['denied_retweets']):,} texts begin with RT @, and the file says of every tweet that it is no"
            " retweet: these count as tweets of their own. Look whether what tells retweets was lost, or whether X's"
            " field retweeted was taken for it, which says what whoever collected had passed on"
        )
    if counts["edited"]:
        yield (
            f"{number_of(int(counts['edited']), 'row is a later version', 'rows are later versions')} of tweets that"
            " were edited; of several versions of one tweet the newest counts, the others are its duplicates"
        )


def _notes_on_flags(flags: Mapping[str, float]) -> Iterator[str]:
    for name, rows in flags.items():
        cells = number_of(int(rows), f"cell of {name} says", f"cells of {name} say")
        yield (
            f"the {cells} nothing but true and false, which is no account: left out."
            " Look whether a column of flags stands where handles should"
        )


def _rounded(counts: Mapping[str, float]) -> tuple[str | None, list[str]]:
    """The ids that were rounded, all or a part. By chance one of 1,000 ends in three zeros, one of 100 in two."""
    ids, sequences = counts["long_ids"], counts["ids_with_sequence"]
    fifteen, by_chance = counts["ids_of_fifteen_digits"], float(counts["fifteen_digits_by_chance"])
    proofs = (
        (
            counts["ids_on_three_zeros"] >= max(_FEWEST_IDS, 0.2 * ids),
            _ROUNDED_TO_15_DIGITS,
            f"{counts['ids_on_three_zeros']:,} of {ids:,} tweet ids end in 000",
        ),
        (
            counts["ids_on_two_zeros"] >= max(_FEWEST_IDS, 0.9 * ids),
            _ROUNDED_TO_17_DIGITS,
            f"{counts['ids_on_two_zeros']:,} of {ids:,} tweet ids end in 00",
        ),
        (
            fifteen >= max(_FEWEST_IDS, _FAR_ABOVE * by_chance, by_chance + _DEVIATIONS * sqrt(by_chance)),
            _OF_15_DIGITS,
            f"{fifteen:,} of {ids:,} tweet ids have 15 digits and then zeros, where chance gives {by_chance:,.1f}",
        ),
        (
            counts["ids_since_2016"] >= _FEWEST_WITHOUT_SEQUENCE and not sequences,
            _ANY_LONG_ID,
            f"none of {ids:,} tweet ids has a sequence number, which about half of all true ones since 2016 have",
        ),
        (
            counts["ids_with_rounded_sequence"] >= max(_FEWEST_SEQUENCES, 0.95 * sequences),
            _ANY_LONG_ID,
            f"{counts['ids_with_rounded_sequence']:,} of {ids:,} tweet ids are such as only rounding makes",
        ),
    )
    found = next(((pattern, shown) for is_proved, pattern, shown in proofs if is_proved), None)
    return (found[0], [f"{found[1]}: {_ROUNDED}"]) if found else (None, [])
