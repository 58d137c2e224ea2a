"""Which column map of study.toml a file is read by, and in what words one is refused that does not fit.

What belongs here: holding maps against a file. What does not: what a map says (study/settings/exports.py) and what its
rows become (formats/delimited/column_map.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtw_pipeline.exports.formats.delimited.column_map import FileMap, is_there
from mtw_pipeline.exports.formats.model import column_key
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile
from mtw_pipeline.study.settings.exports import ColumnMap, nearest

_FEWEST_OF_A_NEAR_MISS = 0.5


@dataclass(frozen=True)
class MapMatch:
    """A column map held against a file.

    Args:
        file_map: the map, with what the file's name says.
        header: the row that is the file's header; None of JSON.
        problem: why it cannot be read by the map; empty where it can.
        share: how many of the map's columns the file has, from 0 to 1.
        is_meant: whether the map names the file.
    """

    file_map: FileMap
    header: Header | None = None
    problem: str = ""
    share: float = 1.0
    is_meant: bool = False


def matched_map(sniffed: SniffedFile, file_name: str, column_maps: Sequence[ColumnMap]) -> MapMatch | None:
    """The map that a file is read by; else the one that nearly fits, with what is wrong; None where none is near.

    Args:
        sniffed: what was seen of the file.
        file_name: its name, relative to the window's folder.
        column_maps: the maps of the study, in their order.
    """
    matches = list(_matches(sniffed, file_name, column_maps))
    good = next((match for match in matches if not match.problem), None)
    if good is not None:
        return good
    near = [match for match in matches if match.is_meant or match.share >= _FEWEST_OF_A_NEAR_MISS]
    return max(near, key=lambda match: (match.is_meant, match.share), default=None)


def _matches(sniffed: SniffedFile, file_name: str, column_maps: Sequence[ColumnMap]) -> Iterator[MapMatch]:
    for column_map in column_maps:
        from_name = column_map.from_file_name(file_name)
        if from_name is None:
            continue
        file_map = FileMap(column_map, from_name)
        is_meant = column_map.files is not None
        if sniffed.kind == "json":
            yield _match_of_json(file_map, sniffed, is_meant=is_meant)
        elif not column_map.header and sniffed.kind != "columnar":
            yield _match_without_header(file_map, sniffed)
        else:
            yield _match_of_header(file_map, sniffed, is_meant=is_meant)


def _match_of_json(file_map: FileMap, sniffed: SniffedFile, *, is_meant: bool) -> MapMatch:
    documents = sniffed.first_documents()
    named = [str(place) for places in file_map.column_map.columns.values() for place in places]
    absent = [name for name in named if not any(is_there(document, name) for document in documents)]
    problem = ""
    if file_map.holds_ties:
        problem = f"The {file_map.name} is of an edge list, and those are read from tables alone"
    elif absent:
        known = sorted({name for document in documents for name in dotted_names(document)})
        problem = _absent(file_map, absent[0], known, "field")
    return MapMatch(file_map, None, problem, 1 - len(absent) / max(len(named), 1), is_meant)


def dotted_names(document: object, outer: str = "") -> Iterator[str]:
    """The names of a JSON document's fields, those inside of objects dotted."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield f"{outer}{name}"
            yield from dotted_names(value, f"{outer}{name}.")


def _match_of_header(file_map: FileMap, sniffed: SniffedFile, *, is_meant: bool) -> MapMatch:
    best: MapMatch | None = None
    places = [place for each in file_map.column_map.columns.values() for place in each]
    headers = _headers(file_map.column_map, sniffed)
    for header in headers:
        absent = [place for place in places if not _has(header, place)]
        share = 1 - len(absent) / max(len(places), 1)
        if not absent:
            row = _row_of_data(headers, header) if file_map.takes_any_header else None
            return MapMatch(file_map, header, _no_names(file_map, row) if row else "", is_meant=is_meant)
        if best is None or share > best.share:
            problem = _absent(file_map, absent[0], header.columns, "column")
            best = MapMatch(file_map, header, problem, share, is_meant)
    return best or MapMatch(file_map, None, f"The {file_map.name} finds no row of names", 0, is_meant)


def _match_without_header(file_map: FileMap, sniffed: SniffedFile) -> MapMatch:
    column_map = file_map.column_map
    rows = [row for row in _headers(column_map, sniffed) if row.last_line > column_map.skip_lines]
    if not rows:
        return MapMatch(file_map, None, f"The {file_map.name} finds no row below the lines that it skips", 0, True)
    first = min(rows, key=lambda row: (row.last_line, -len(row.columns)))
    same = [row for row in rows if (row.delimiter, row.sheet) == (first.delimiter, first.sheet)]
    width = max(len(row.columns) for row in same) if first.sheet else len(first.columns)
    numbers = tuple(str(number) for number in range(1, width + 1))
    header = Header(numbers, column_map.skip_lines, first.delimiter, first.sheet)
    beyond = [
        (field, place) for field, places in column_map.columns.items() for place in places if not _has(header, place)
    ]
    problem = (
        f"The {file_map.name} takes {beyond[0][0]} from column {beyond[0][1]}, but the file has {width}: its first row"
        f" is {' | '.join(first.columns)[:200]}. Where the columns are not parted so, say how with delimiter"
        if beyond
        else ""
    )
    return MapMatch(file_map, header, problem, 1, True)


def _headers(column_map: ColumnMap, sniffed: SniffedFile) -> tuple[Header, ...]:
    """The rows that may be the header, as the map says that they are split."""
    if column_map.delimiter is None or sniffed.kind != "delimited":
        return sniffed.headers
    return sniffed.first_rows(column_map.delimiter)


def _has(header: Header, place: str | int) -> bool:
    return place <= len(header.columns) if isinstance(place, int) else column_key(place) in header.keys


def _row_of_data(rows: Sequence[Header], header: Header) -> Header | None:
    """The first row down to what would be the header that holds an id, a time or an address; None where none does."""
    above = [row for row in rows if row.last_line <= header.last_line and len(row.columns) > 1 and row.holds_data]
    return min(above, key=lambda row: row.last_line, default=None)


def _no_names(file_map: FileMap, row: Header) -> str:
    return (
        f"The {file_map.name} numbers its columns, and a row is to name them, but row {row.last_line} of the file holds"
        " an id, a time or an address: it would be lost. Say header = false in that map, and with files which files it"
        " is of, or put a row with the names of the columns on top"
    )


def _absent(file_map: FileMap, place: str | int, known: Sequence[str], kind: str) -> str:
    shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")  # noqa: PLR2004
    named = f"{kind} {place!r}" if isinstance(place, str) else f"{kind} number {place}"
    near = nearest(place, known) if isinstance(place, str) else ""
    return (
        f"The {file_map.name} names the {named}, which this file does not have{near}. Its {kind}s are {shown}. Mend"
        " columns in study.toml"
    )
