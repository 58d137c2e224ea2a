"""The column map that is proposed for a file of no known format, with what is unsure of it.

What belongs here: the map, and its text for study.toml. What does not: which column makes which field (columns.py,
ties.py), and why no map can be proposed (lacking.py).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mtw_pipeline.exports.formats.delimited.column_map import MIDNIGHT
from mtw_pipeline.exports.formats.model import column_key
from mtw_pipeline.exports.proposing.columns import (
    OTHER_TWEETS,
    Choice,
    chosen_columns,
    counts_in_words,
    denied_retweets,
    kinds_in_words,
    numbers_for_names,
)
from mtw_pipeline.exports.proposing.contents import Column, tweet_id_in
from mtw_pipeline.exports.proposing.file_names import author_in
from mtw_pipeline.exports.proposing.lacking import APART, what_lacks
from mtw_pipeline.exports.proposing.layout import Layout, layout_of
from mtw_pipeline.exports.proposing.names import words_of
from mtw_pipeline.exports.proposing.ties import chosen_ties
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile
from mtw_pipeline.exports.reading.time_zones import TimeOffsets
from mtw_pipeline.exports.reading.written_times import (
    WrittenTimes,
    clock_formats,
    read_time,
    time_in_id,
    written_times,
)
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS
from mtw_pipeline.study.settings.exports import DEFAULT_TIMES, ColumnMap

if TYPE_CHECKING:
    from datetime import date

_ZONES_IN_NAMES = frozenset({"utc", "gmt"})
_COUNTS = frozenset({"like_count", "retweet_count", "reply_count", "quote_count"})


@dataclass(frozen=True)
class Proposal:
    """A column map for a file.

    Args:
        column_map: the map; None where none can be proposed.
        doubts: what is unsure of it, in sentences; where there is no map, why not.
        doubts_of: the same of single keys of the map.
        unused: names of the columns that it does not use.
    """

    column_map: ColumnMap | None
    doubts: tuple[str, ...]
    doubts_of: Mapping[str, str]
    unused: tuple[str, ...] = ()

    def toml(self) -> str:
        """It, to be pasted into study.toml; empty where there is none."""
        return _toml(self.column_map, self.doubts, self.doubts_of, self.unused) if self.column_map else ""


def propose(export: ExportFile, sniffed: SniffedFile) -> Proposal:
    """A column map for a file, from the names of its columns and from its cells.

    Args:
        export: the file.
        sniffed: what was seen of it: of a table, a workbook or JSON.
    """
    layout = layout_of(export, sniffed)
    if layout is None:
        return without_map("it has no two columns that most of its rows have, as far as its beginning shows")
    chosen = chosen_columns(layout.columns)
    missing = what_lacks(chosen, export.name, layout)
    if not missing:
        return _of_tweets(layout, chosen, export.name)
    ties = None if layout.is_json or "text" in chosen else chosen_ties(layout.columns)
    if ties is not None:
        return _of_ties(layout, ties, export.name)
    return without_map(missing)


def without_map(why: str) -> Proposal:
    """That no map can be proposed, and why."""
    return Proposal(None, (f"no column map can be proposed: {why}",), {})


def _of_tweets(layout: Layout, chosen: Mapping[str, Choice], file_name: str) -> Proposal:
    doubts: list[str] = []
    doubts_of = {f"columns.{field}": choice.doubt for field, choice in chosen.items() if choice.doubt}
    keys = _keys_of_layout(layout, file_name)
    if not {"author_handle", "author_id"} & set(chosen):
        keys["files"] = author_in(file_name)
        doubts_of["files"] = "no column says who wrote the tweets; the file's name is taken for the author's handle"
    formats, zone = _times(chosen, doubts, doubts_of)
    separators = {
        field: choice.columns[0].list_separator or ","
        for field, choice in chosen.items()
        if field in LIST_FIELDS and choice.columns[0].list_separator not in {None, ","}
    }
    doubts += _doubts_of_columns(layout, chosen)
    doubts_of |= {
        f"columns.{field}": "ids in it were rounded: what kind a tweet is they show, not which tweet is meant"
        for field in OTHER_TWEETS
        if field in chosen and chosen[field].columns[0].has_rounded_ids
    }
    column_map = ColumnMap.model_validate(
        {
            **keys,
            "columns": {field: _places(choice, layout) for field, choice in chosen.items()},
            **({"time_format": formats} if formats else {}),
            **({"time_zone": zone} if zone else {}),
            **({"list_separator": separators} if separators else {}),
        }
    )
    return Proposal(column_map, tuple(doubts), doubts_of, _unused(layout, chosen))


def _doubts_of_columns(layout: Layout, chosen: Mapping[str, Choice]) -> Iterator[str]:
    """What is unsure of the columns as they are, or is not read of them."""
    if "created_at" not in chosen:
        yield "no column says the time of day of posting; it is computed from the tweets' ids"
    if _COUNTS & set(chosen):
        yield (
            'whose counts these are the file does not say: add metrics_of = "own" if they are each tweet\'s own, or'
            ' "original" if a retweet has those of its original'
        )
    denied = denied_retweets(layout.columns, chosen)
    if denied:
        yield (
            f"{denied} is not taken for what says which tweets are retweets, for it says no of those that show it by"
            " their text, or of all: X's own field retweeted says whether whoever collected had passed a tweet on"
        )
    kinds = ", ".join(kinds_in_words(layout.columns, chosen))
    if kinds:
        yield (
            f"which tweets are retweets, replies or quotes is said in words, which are not read: {kinds}. Add a column"
            " of yes and no for each, and describe them as is_retweet, is_reply, is_quote; without them the text tells"
        )
    read = [column for field, choice in chosen.items() if field in LIST_FIELDS for column in choice.columns]
    apart = ", ".join(column.name for column in layout.with_objects if column not in read)
    if apart:
        yield (
            f"what these columns hold is not read, several values to a cell: {apart}. Counts, replies, quotes, hashtags"
            f" and mentions may be among it. {APART}"
        )
    numbers = ", ".join(numbers_for_names(layout.columns, chosen))
    if numbers:
        yield f"these columns hold numbers, counts or users' ids, and no names: {numbers}. The texts tell them"
    in_words = ", ".join(counts_in_words(layout.columns, chosen))
    if in_words:
        yield (
            f"what these columns count is not read, for signs stand between their thousands or units behind (1,234,"
            f" 1.2K): {in_words}. Write whole numbers into them, and describe them as like_count, author_followers, ..."
        )
    if chosen["tweet_id"].columns[0].has_rounded_ids:
        yield "some ids were rounded by a spreadsheet; their rows will be rejected"


def _of_ties(layout: Layout, chosen: Mapping[str, Choice], file_name: str) -> Proposal:
    doubts: list[str] = []
    doubts_of = {f"columns.{field}": choice.doubt for field, choice in chosen.items() if choice.doubt}
    formats, _ = _times(chosen, doubts, doubts_of)
    if chosen["source"].columns[0].holds_ids:
        doubts.append("accounts are numbers here: ties to tweets' accounts hold only where those are called so too")
    if "kind" not in chosen:
        doubts.append(
            'what kind of ties these are is not said: add constants.kind = "mention", "reply", "retweet" or "quote" if'
            " all are of one kind"
        )
    column_map = ColumnMap.model_validate(
        {
            **_keys_of_layout(layout, file_name),
            "columns": {field: _places(choice, layout) for field, choice in chosen.items()},
            **({"time_format": formats} if formats else {}),
        }
    )
    return Proposal(column_map, tuple(doubts), doubts_of, _unused(layout, chosen))


def _keys_of_layout(layout: Layout, file_name: str) -> dict[str, object]:
    keys: dict[str, object] = {"name": PurePosixPath(file_name).name.partition(".")[0] or "proposed"}
    if not layout.has_header:
        keys.update(files=re.sub(r"[*{}]", "*", PurePosixPath(file_name).name), header=False)
        if layout.skip_lines:
            keys["skip_lines"] = layout.skip_lines
    if layout.names_delimiter:
        keys["delimiter"] = layout.delimiter
    return keys


def _places(choice: Choice, layout: Layout) -> str | int | list[str | int]:
    names = [column_key(column.name) for column in layout.columns]
    places: list[str | int] = [
        column.name
        if layout.has_header and column.name.strip() and names.count(column_key(column.name)) == 1
        else column.place
        for column in choice.columns
    ]
    return places[0] if len(places) == 1 else places


def _times(chosen: Mapping[str, Choice], doubts: list[str], doubts_of: dict[str, str]) -> tuple[list[str], str | None]:
    """The time formats and the zone of a map, told of what they are unsure."""
    choice = chosen.get("created_at")
    formats: list[str] = []
    zone = None
    if choice is not None:
        ids = _ids_beside(choice.columns[0], chosen.get("tweet_id"))
        written = written_times(choice.columns[0].filled, ids)
        formats = _formats_of(choice, written)
        if written is not None and written.order == "unsure":
            doubts_of["time_format"] = "day before month is a guess: neither the cells nor the ids show which is which"
        if written is not None and written.has_short_years:
            doubts.append("years have two digits; 69 to 99 are read as 19.., 00 to 68 as 20..")
        if written is not None and not written.names_zone:
            zone = _zone(choice, formats, chosen.get("tweet_id"))
            told = "proved by the tweet ids" if zone else ""
            if told:
                doubts_of["time_zone"] = told
            elif _ZONES_IN_NAMES.isdisjoint(word for column in choice.columns for word in words_of(column.name)):
                doubts.append('times name no zone and are read as UTC: if they are local, add time_zone = "Europe/..."')
    for field in ("author_created_at", "collected_at"):
        other = chosen[field].columns[0].times if field in chosen else None
        formats += [one for one in (other.formats if other else ()) if one not in formats and formats]
        if other and not formats and set(other.formats) != {DEFAULT_TIMES}:
            formats = [DEFAULT_TIMES, *other.formats]
    return ([] if set(formats) <= {DEFAULT_TIMES} else formats), zone


def _ids_beside(column: Column, choice: Choice | None) -> list[str | None]:
    """The tweet ids beside the filled cells of a column."""
    if choice is None:
        return []
    pairs = zip(column.cells, choice.columns[0].cells, strict=True)
    return [tweet_id_in(other.strip()) for cell, other in pairs if cell.strip()]


def _formats_of(choice: Choice, written: WrittenTimes | None) -> list[str]:
    dates = list(written.formats) if written is not None else []
    if len(choice.columns) == 1:
        return dates
    clocks = clock_formats(choice.columns[1].filled)
    if set(dates) == {DEFAULT_TIMES} and set(clocks) <= {"%H:%M", "%H:%M:%S"}:
        return []
    dates = ["%Y-%m-%d" if one == DEFAULT_TIMES else one for one in dates]
    return [f"{one} {clock}" for one in dates for clock in clocks]


def _zone(choice: Choice, formats: Sequence[str], ids: Choice | None) -> str | None:
    """The zone that the tweets' ids prove; None where they do not."""
    if ids is None:
        return None
    distances: Counter[tuple[date, int]] = Counter()
    cells = zip(*(column.cells for column in choice.columns), strict=True)
    for parts, other in zip(cells, ids.columns[0].cells, strict=True):
        moment = time_in_id(tweet_id_in(other.strip()) or "")
        said = [re.sub(MIDNIGHT, "", part.strip()) if len(parts) > 1 else part.strip() for part in parts]
        read = read_time(" ".join(said), formats or [DEFAULT_TIMES])
        if moment is not None and read is not None:
            distances[(moment.date(), round((read - moment).total_seconds() / 900))] += 1
    offsets = TimeOffsets(distances)
    if not offsets.total:
        return None
    return "UTC" if offsets.are_proved else offsets.fitting_zone("UTC") if offsets.commonest else None


def _unused(layout: Layout, chosen: Mapping[str, Choice]) -> tuple[str, ...]:
    used = {column.place for choice in chosen.values() for column in choice.columns}
    return tuple(column.name for column in layout.columns if column.place not in used)


def _toml(column_map: ColumnMap, doubts: Sequence[str], doubts_of: Mapping[str, str], unused: Sequence[str]) -> str:
    said = column_map.model_dump(exclude_unset=True)
    lines = ["[[column_map]]"]
    for key, value in said.items():
        if key == "list_separator":
            signs = {field: sign for field, sign in value.items() if sign != ","}
            lines += [_line(f"{key}.{field}", _shown(sign), doubts_of) for field, sign in signs.items()]
        elif isinstance(value, dict):
            lines += [_line(f"{key}.{field}", _shown(one), doubts_of) for field, one in value.items()]
        else:
            lines.append(_line(key, _shown(value), doubts_of))
    lines += [f"# unsure: {doubt}" for doubt in doubts]
    if unused:
        lines.append(f"# not used: {', '.join(_written(name) for name in unused)}")
    return "\n".join(lines) + "\n"


def _line(key: str, value: str, doubts_of: Mapping[str, str]) -> str:
    doubt = doubts_of.get(key)
    return f"{key} = {value}" + (f"  # {'' if doubt.startswith('proved') else 'unsure: '}{doubt}" if doubt else "")


def _shown(value: object) -> str:
    if isinstance(value, tuple | list):
        shown = [_written(one) for one in value]
        return shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"
    return _written(value)


def _written(value: object) -> str:
    """A value as TOML writes it; JSON's form is one of TOML's."""
    return json.dumps(value, ensure_ascii=False)
