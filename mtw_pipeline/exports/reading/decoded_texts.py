r"""Texts in which a program wrote signs in a way of its own: byte strings, escapes. They are decoded.

What belongs here: what such a text was before. What does not: whether a file holds them (findings.py).
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.formats.list_elements import python_value
from mtw_pipeline.exports.reading.staging import store_shown

BYTE_STRING = r"""(?s)b'.*'|b".*\""""
_NUMBERED = r"<U\+([0-9A-Fa-f]{4,8})>|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|&#x([0-9A-Fa-f]{2,6});|&#([0-9]{3,7});"
ESCAPED = rf"{_NUMBERED}|(?:<[0-9a-f]{{2}}>){{2}}"
"""What R, Python and programs for pages write for a sign that an encoding has not: its number, or its bytes."""
_FEWEST_ESCAPED = 3
_ONE = re.compile(rf"{_NUMBERED}|<([0-9a-f]{{2}})>")
_RUN = re.compile(f"(?:{_ONE.pattern})+")
_LAST, _LAST_BYTE = 0x10FFFF, 0xFF
_COLUMNS = ("text", "retweeted_text", "author_name", "author_description", "author_location")


def decode_byte_strings(connection: duckdb.DuckDBPyConnection, files: Sequence[int]) -> None:
    """Decode the texts of files that are byte strings of Python."""
    _decode(connection, files, "text", f"^(?:{BYTE_STRING})$", _of_byte_string)


def decode_escapes(connection: duckdb.DuckDBPyConnection, files: Sequence[int]) -> None:
    """Decode what is escaped in texts and profiles of files."""
    for column in _COLUMNS:
        _decode(connection, files, column, ESCAPED, unescaped)
    _decode(
        connection, files, "hashtags", ESCAPED, lambda hashtags: [unescaped(one) for one in hashtags],
        as_text="array_to_string(hashtags, ' ')",
    )  # fmt: skip


def are_escaped(connection: duckdb.DuckDBPyConnection, file_number: int, escaped: int) -> bool:
    """Whether the escapes of a file stand for signs: several do, where no text has an emoji as such.

    Else texts are about escapes: a program that kept an emoji had no need of them.

    Args:
        connection: the warehouse's connection.
        file_number: the file.
        escaped: how many of its texts hold escapes.
    """
    if escaped < _FEWEST_ESCAPED:
        return False
    found = connection.execute(
        "select 1 from export_rows where file_number = $number and regexp_matches(text, $beyond) limit 1",
        {"number": file_number, "beyond": r"[\x{10000}-\x{10FFFF}]"},
    ).fetchone()
    return found is None


def unescaped(text: str) -> str:
    """A text with the signs that were escaped; a run of escapes that gives none stays as it is."""
    return _RUN.sub(lambda run: _signs(run[0]), text)


def _signs(run: str) -> str:
    found = _ONE.findall(run)
    numbers = [int(decimal) if decimal else int("".join(hexes) + byte, 16) for *hexes, decimal, byte in found]
    are_bytes = any(byte for *_, byte in found)
    if min(numbers) == 0 or max(numbers) > (_LAST_BYTE if are_bytes else _LAST):
        return run
    try:
        signs = bytes(numbers).decode("utf-8", "surrogatepass") if are_bytes else "".join(map(chr, numbers))
        return signs.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return run


def _of_byte_string(text: str) -> str:
    try:
        value = python_value(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError, TypeError):
        return text
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else text


def _decode(
    connection: duckdb.DuckDBPyConnection, files: Sequence[int], column: str, pattern: str,
    decode: Callable[[Any], object], *, as_text: str = "",
) -> None:  # fmt: skip
    rows = connection.execute(
        f"select file_number, row_number, {column} from export_rows"
        f" where list_contains($files, file_number) and regexp_matches({as_text or column}, $pattern)",
        {"files": list(files), "pattern": pattern},
    ).fetchall()
    if not rows:
        return
    decoded = [
        {"file_number": number, "row_number": row_number, "decoded": decode(cell)} for number, row_number, cell in rows
    ]
    connection.register("decoded_texts", pa.Table.from_pylist(decoded))
    store_shown(connection)
    connection.execute(
        f"update staged_rows set {column} = decoded from decoded_texts"
        " where staged_rows.file_number = decoded_texts.file_number"
        " and staged_rows.row_number = decoded_texts.row_number"
    )
    connection.unregister("decoded_texts")
