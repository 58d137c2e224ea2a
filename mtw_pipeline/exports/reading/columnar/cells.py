"""Values of typed columns as the text that a CSV of the same table would hold.

Times are ISO 8601, with Z where the type says their zone; a number whose last digits its type cannot keep stands in the
form that shows so, as a spreadsheet's do. A list is joined as its format joins lists, or is JSON; objects are JSON.

What belongs here: what becomes of a type. What does not: which cells stand for nothing (formats/cells.py).
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import isfinite

import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.columnar.sizes import is_list
from mtw_pipeline.exports.reading.files import ExportFile, error_handler

_EXACT_UP_TO = {pa.float64(): 2**53, pa.float32(): 2**24, pa.float16(): 2**11}
"""From where on a type has not every whole number: an id beyond it was rounded, and must look so."""
_TEXTS = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_binary_view,
    pa.types.is_fixed_size_binary,
)
_NO_FRACTION = r"\.0+$"


def cell_texts(cells: pa.Array, list_separator: str = "") -> pa.Array:
    """The cells of a column as texts, without NUL, which is no part of any.

    Args:
        cells: the column, of any type.
        list_separator: what joins the elements of a list; empty where its format writes them as JSON.
    """
    if isinstance(cells, pa.ExtensionArray):
        return cell_texts(cells.storage, list_separator)
    if pa.types.is_dictionary(cells.type):
        return cell_texts(cells.dictionary_decode(), list_separator)
    if is_list(cells.type) and list_separator and not _is_nested(cells.type.value_type):
        return _joined(cells, list_separator)
    as_texts = next((way for is_so, way in _WAYS if is_so(cells.type)), _cast)
    return as_texts(cells)


def plain_values(cells: pa.Array) -> list[object]:
    """The values of a column as JSON has them: fields that hold nothing are none, times and dates are texts."""
    kind = cells.type
    if isinstance(cells, pa.ExtensionArray):
        return plain_values(cells.storage)
    if pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        return list(cell_texts(cells).to_pylist())
    if _is_text(kind):
        return list(_texts(cells).to_pylist())
    try:
        return [_plain(value) for value in _without_nanoseconds(cells).to_pylist(maps_as_pydicts="lossy")]
    except OverflowError as error:  # .NET writes the year 1 for no time, in another zone the year 0
        raise UserError(
            f"A time within a column lies beyond the years 1 to 9999: {error}",
            remedy="Write the file anew without that column, or with its times as texts",
        ) from error


def check_lengths(texts: pa.Array, export: ExportFile) -> None:
    """Refuse a file with a cell that is longer than its bounds allow.

    Raises:
        UserError: it has one.
    """
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    if longest > export.bounds.cell_characters:
        raise UserError(
            f"A cell has {longest:,} bytes",
            where=export.name,
            remedy="If that is no damage, raise in study.toml, under [bounds], cell_megabytes",
        )


def _is_text(kind: pa.DataType) -> bool:
    return any(is_so(kind) for is_so in _TEXTS)


def _is_nested(kind: pa.DataType) -> bool:
    return is_list(kind) or any(is_so(kind) for is_so in (pa.types.is_struct, pa.types.is_map, pa.types.is_union))


def _whole_texts(cells: pa.Array) -> pa.Array:
    """Texts, those that are no UTF-8 read as Windows-1252, as of a text file."""
    kind = pa.binary() if pa.types.is_string_view(cells.type) or pa.types.is_string(cells.type) else pa.large_binary()
    raw = cells.cast(kind)
    try:
        return raw.cast(pa.string() if kind == pa.binary() else pa.large_string()).cast(pa.string())
    except pa.ArrowInvalid:
        handler = error_handler("utf-8")
        decoded = [None if one is None else one.decode("utf-8", handler) for one in raw.to_pylist()]
        return pa.array(decoded, pa.string())


def _texts(cells: pa.Array) -> pa.Array:
    whole = _whole_texts(cells)
    return pc.replace_substring(whole, "\0", "") if pc.any(pc.match_substring(whole, "\0")).as_py() else whole


def _number_texts(cells: pa.Array) -> pa.Array:
    beyond = _EXACT_UP_TO[cells.type]
    texts = cells.cast(pa.float64()).to_pylist()
    return pa.array([None if one is None else _number_text(one, beyond) for one in texts], pa.string())


def _number_text(number: float, beyond: int) -> str | None:
    if not isfinite(number):
        return None
    if abs(number) >= beyond:
        return f"{number:.14E}"
    return str(int(number)) if number.is_integer() else repr(number)


def _time_texts(cells: pa.Array) -> pa.Array:
    """In UTC with Z where the type says a zone, else as it stands; parts of a second where there are any."""
    plain = cells.cast(pa.timestamp("us"), safe=False)
    texts = pc.replace_substring_regex(plain.cast(pa.string()), _NO_FRACTION, "")
    return pc.binary_join_element_wise(texts, "Z", "") if cells.type.tz else texts


def _joined(cells: pa.Array, separator: str) -> pa.Array:
    """Lists as one text each: a missing element is an empty one, and so is a list without elements, or that is none."""
    elements = pc.fill_null(cell_texts(cells.flatten()), "")
    lengths = pc.fill_null(pc.list_value_length(cells), 0)
    ends = pc.cumulative_sum(lengths.cast(pa.int32()))
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return pc.binary_join(pa.ListArray.from_arrays(offsets, elements), separator)


def _without_fraction(cells: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(cells.cast(pa.string()), _NO_FRACTION, "")


def _json_texts(cells: pa.Array) -> pa.Array:
    return pa.array(map(_as_json, plain_values(cells)), pa.string())


def _cast(cells: pa.Array) -> pa.Array:
    try:
        return cells.cast(pa.string())
    except pa.ArrowNotImplementedError:  # spans of time and the like
        return pa.array([None if value is None else str(value) for value in cells.to_pylist()], pa.string())


def _as_json(value: object) -> str | None:
    """As JSON; None where nothing is held."""
    if not value or (isinstance(value, list) and all(one is None for one in value)):
        return None
    return json.dumps(value, ensure_ascii=False)


def _without_nanoseconds(cells: pa.Array) -> pa.Array:
    """The same with times that Python has, within structs and lists too."""
    coarse = coarse_type(cells.type)
    return cells if coarse == cells.type else cells.cast(coarse, safe=False)


def coarse_type(kind: pa.DataType) -> pa.DataType:
    """The type with times that Python has, microseconds, in place of nanoseconds."""
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return pa.timestamp("us", kind.tz)
    if pa.types.is_struct(kind):
        return pa.struct(
            [kind.field(place).with_type(coarse_type(kind.field(place).type)) for place in range(kind.num_fields)]
        )
    if pa.types.is_list(kind):
        return pa.list_(kind.value_field.with_type(coarse_type(kind.value_type)))
    return kind


def _plain(value: object) -> object:
    """A value as JSON has it, without fields that hold nothing: a table has all fields that any of its rows has."""
    if isinstance(value, Mapping):
        held = ((str(name), _plain(one)) for name, one in value.items())
        return {name: one for name, one in held if one is not None}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return _plain_number(value) if isinstance(value, float | Decimal) else _plain_text(value)


def _plain_number(value: float | Decimal) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if not (isfinite(value) and abs(value) < _EXACT_UP_TO[pa.float64()]):
        return _number_text(value, _EXACT_UP_TO[pa.float64()])
    return int(value) if value.is_integer() else value


def _plain_text(value: object) -> object:
    if isinstance(value, datetime):
        moment = (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat(" ")
        return f"{moment}Z" if value.tzinfo else moment
    if isinstance(value, date | time):
        return value.isoformat()
    text = value.decode("utf-8", error_handler("utf-8")) if isinstance(value, bytes) else value
    return text.replace("\0", "") if isinstance(text, str) else text


_WAYS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], pa.Array]], ...] = (
    (_is_text, _texts),
    (pa.types.is_floating, _number_texts),
    (pa.types.is_timestamp, _time_texts),
    (lambda kind: pa.types.is_decimal(kind) or pa.types.is_time(kind), _without_fraction),
    (_is_nested, _json_texts),
)
"""By type, what becomes of a column; all others are cast."""
