r"""What only the whole of a file proves: rounded ids, Python byte strings, mojibake, and what it tells at all.

What belongs here: what follows from the counts of findings.sql. What does not: what one row shows by
itself (sql/exports/reading/validated_rows.sql).
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.formats.cells import NO_ID, NO_TWEET
from mtw_pipeline.exports.reading.staging import store_shown
from mtw_pipeline.warehouse.statements import sql_text

_BYTE_STRING = r"""(?s)b'.*'|b".*\""""
_MOJIBAKE = r"Ã[\x{80}-\x{BF}]|â€[™œ\x{9d}¦“”˜]|ðŸ"
_MACINTOSH_MOJIBAKE = r"¬†|‚Ä[¶ìîòôùú]|√[§©®°±ºÑßâìñúü†∂∫≠≥]|\x{F8FF}ü|‰Û[ªÏ÷Òï¢_]"
"""UTF-8 read as Mac Roman (an accented e becomes a root and a sign), or saved by one program as Mac Roman and read by
the next as Windows-1252."""
_FEWEST_IDS = 3
_FEWEST_SEQUENCES = 10
_ROUNDED_TO_15_DIGITS = "[0-9]{14,16}000"
_ROUNDED_TO_17_DIGITS = "[0-9]{15,17}00"
_OF_15_DIGITS = "[0-9]{15}0{2,4}"
_FAR_ABOVE = 5
_DEVIATIONS = 6
_FEWEST_WITHOUT_SEQUENCE = 100
_ANY_LONG_ID = "[0-9]{17,19}"
_FLAGS = ("replies_are_told", "retweets_are_told", "quotes_are_told")
_LISTS = ("hashtags_are_told", "mentions_are_told", "urls_are_told", "media_are_told")
_FILLED = ("every_row_fills_answered", "every_row_fills_quoted")
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
    """

    rounded_ids: str | None
    notes: tuple[str, ...]
    told: Mapping[str, bool]


def findings(
    connection: duckdb.DuckDBPyConnection, *, silence_says_no: bool, empty_lists_say_no: bool, few: int
) -> Findings:
    """What ``export_rows`` shows as a whole. Texts that are Python byte strings are decoded in it.

    Args:
        connection: the warehouse's connection.
        silence_says_no: whether a row without a reply, retweet or quote has none where others of the file have some.
        empty_lists_say_no: whether lists that are empty in every row of the file were collected nevertheless.
        few: so many tweets show by links and media that they lack that these were not collected; fewer do not.
    """
    result = connection.execute(
        sql_text("exports/reading/findings"),
        {
            "byte_string": _BYTE_STRING,
            "mojibake": _MOJIBAKE,
            "macintosh_mojibake": _MACINTOSH_MOJIBAKE,
            "no_id": NO_ID,
            "no_tweet": NO_TWEET,
            "few": few,
        },
    )
    names = [column[0] for column in result.description or ()]
    counts: dict[str, float] = dict(zip(names, result.fetchall()[0], strict=True))
    told = {name: silence_says_no and bool(counts[name]) for name in _FLAGS}
    told |= {name: empty_lists_say_no or bool(counts[name]) for name in _LISTS}
    told |= {name: bool(counts[name]) for name in _FILLED}
    rounded, notes = _rounded(counts)
    if counts["texts"] and counts["byte_strings"] >= 0.9 * counts["texts"]:
        _decode_byte_strings(connection)
        notes.append(f"{counts['byte_strings']:,} texts were Python byte strings (b'...') and were decoded")
    if counts["mojibake"]:
        notes.append(
            f"{counts['mojibake']:,} texts look as if UTF-8 had been read as Windows-1252 on the way (Ã© for é); they"
            " are taken as they are. Export again if you can"
        )
    if counts["macintosh_mojibake"]:
        notes.append(
            f"{counts['macintosh_mojibake']:,} texts look as if UTF-8 had been read as Mac Roman on the way (√© for é,"
            " ‚Äô for ’); they are taken as they are. Export again if you can"
        )
    if counts["edited"]:
        notes.append(
            f"{counts['edited']:,} rows are later versions of tweets that were edited; of several versions of one tweet"
            " the newest counts, the others are its duplicates"
        )
    return Findings(rounded, tuple(notes), told)


def _rounded(counts: dict[str, float]) -> tuple[str | None, list[str]]:
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


def _decode_byte_strings(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select row_number, text from export_rows where regexp_full_match(text, $pattern)", {"pattern": _BYTE_STRING}
    ).fetchall()
    decoded = {number: _decoded(text) for number, text in rows}
    connection.register(
        "decoded_texts", pa.table({"row_number": list(decoded.keys()), "decoded": list(decoded.values())})
    )
    store_shown(connection)
    connection.execute(
        "update staged_rows set text = decoded from decoded_texts"
        " where staged_rows.row_number = decoded_texts.row_number"
    )
    connection.unregister("decoded_texts")


def _decoded(text: str) -> str:
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return text
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else text
