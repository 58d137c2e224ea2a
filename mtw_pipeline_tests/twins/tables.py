"""Damaged twins of tables: cells, rows, columns and the file as such.

What belongs here: the damage. What does not: whether it is read rightly (unit/exports/damage/test_damaged_twins.py).
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from mtw_pipeline.exports.formats.model import DelimitedFormat, column_key
from mtw_pipeline_tests.samples.sample import TableSample
from mtw_pipeline_tests.twins.cells import flagged, is_words, listed, marked, respelled, shifted
from mtw_pipeline_tests.twins.copies import Copy

_OF_ONE_LIST = frozenset({"images", "videos"})
_TWEET_ID = re.compile(r"(x?)134[0-9]{16}")


def copied(sample: TableSample, copies: Iterable[Copy]) -> TableSample:
    """The sample as many times as there are copies, each under its own names; every cell is written out."""
    rows = [{name: copy.text(row.get(name, "")) for name in sample.columns} for copy in copies for row in sample.rows]
    return replace(sample, rows=rows)


def changed(sample: TableSample, change: Callable[[str, str, int], str]) -> TableSample:
    """Every cell changed by its column, its content and a number that counts the cells of the file."""
    numbers = count()
    return replace(
        sample, rows=[{name: change(name, cell, next(numbers)) for name, cell in row.items()} for row in sample.rows]
    )


def taken_of(known: DelimitedFormat, sample: TableSample) -> set[str]:
    """The columns of a sample that its format takes, as they are written."""
    return {name for name in sample.columns if column_key(name) in known.taken}


def optional_of(known: DelimitedFormat, sample: TableSample) -> list[str]:
    """The columns without which a file of the format can be read."""
    required = {name for entry in known.required for name in entry.split("|")}
    return [name for name in sample.columns if column_key(name) in known.taken and column_key(name) not in required]


def with_their_like(columns: Iterable[str]) -> set[str]:
    """Columns, and those that only together say what one list holds."""
    chosen = set(columns)
    return chosen | _OF_ONE_LIST if chosen & _OF_ONE_LIST else chosen


def emptied(sample: TableSample, columns: Iterable[str]) -> TableSample:
    """Columns that are there, and empty in every row."""
    gone = set(columns)
    return changed(sample, lambda name, cell, _number: "" if name in gone else cell)


def left_out(sample: TableSample, columns: Iterable[str]) -> TableSample:
    """Columns that are not there."""
    gone = set(columns)
    return replace(sample, columns=[name for name in sample.columns if name not in gone])


def with_names(sample: TableSample, change: Callable[[str], str]) -> TableSample:
    """The columns under other names."""
    rows = [{change(name): cell for name, cell in row.items()} for row in sample.rows]
    return replace(sample, columns=[change(name) for name in sample.columns], rows=rows)


def is_nothing(cell: str) -> bool:
    """Whether a cell of a sample says that there is nothing; R writes NA."""
    return cell in {"", "NA"}


def with_nothing_as(known: DelimitedFormat, sample: TableSample, words: Sequence[str]) -> TableSample:
    """Every empty cell replaced by what a program writes for nothing, in turn."""
    taken = taken_of(known, sample)
    return changed(
        sample,
        lambda name, cell, number: words[number % len(words)] if name in taken and is_nothing(cell) else cell,
    )


def user_columns(sample: TableSample) -> set[str]:
    """Columns of user ids, as the cells show."""
    return {
        name
        for name in sample.columns
        if any(_is_user_id(row[name]) for row in sample.rows)
        and all(_is_user_id(row[name]) or is_nothing(row[name]) for row in sample.rows)
    }


def _is_user_id(cell: str) -> bool:
    return cell.removeprefix("x").startswith("90") and cell.removeprefix("x").isdigit()


def with_sentinels(sample: TableSample, sentinels: Sequence[str]) -> TableSample:
    """Every empty cell of a user id replaced by what stands for nobody, in turn."""
    users = user_columns(sample)
    return changed(
        sample,
        lambda name, cell, number: sentinels[number % len(sentinels)] if name in users and is_nothing(cell) else cell,
    )


def with_marks(known: DelimitedFormat, sample: TableSample) -> TableSample:
    """Invisible marks in every id, handle and hashtag that stands in no text."""
    taken = taken_of(known, sample)
    return changed(
        sample, lambda name, cell, number: marked(cell, number) if name in taken and not is_words(cell) else cell
    )


def with_times(known: DelimitedFormat, sample: TableSample) -> TableSample:
    """Every time in another spelling."""
    taken = taken_of(known, sample)
    return changed(sample, lambda name, cell, number: respelled(cell, number) if name in taken else cell)


def with_shifted_times(known: DelimitedFormat, sample: TableSample, hours: int) -> TableSample:
    """Every time by so many hours off."""
    taken = taken_of(known, sample)
    return changed(sample, lambda name, cell, _number: shifted(cell, hours) if name in taken else cell)


def with_lists_as(known: DelimitedFormat, sample: TableSample) -> TableSample:
    """Every list as Python, R, JSON and numpy write it, in turn."""
    lists = {name for name in sample.columns if column_key(name) in known.lists}
    return changed(
        sample,
        lambda name, cell, number: listed(_elements(cell, known.list_separator), number) if name in lists else cell,
    )


def _elements(cell: str, separator: str) -> list[object]:
    if is_nothing(cell):
        return []
    if not separator:
        return list(json.loads(cell)) if cell.startswith("[") else [cell]
    return list(
        re.split(
            f"{re.escape(separator.strip() or separator)} ?(?=http)" if "http" in cell else f"{re.escape(separator)} ?",
            cell,
        )
    )


def with_flags_as(known: DelimitedFormat, sample: TableSample) -> TableSample:
    """Every yes and no as spreadsheets of several languages, pandas and people write it."""
    flags = {name for name in sample.columns if column_key(name) in known.flags}
    return changed(sample, lambda name, cell, number: flagged(cell, number) if name in flags else cell)


def in_another_dress(sample: TableSample) -> str:
    """Semicolons, quotation marks around everything, a header in capitals with blanks and again in the middle, empty
    lines, every row twice."""
    header = [f" {name.upper()} " for name in sample.columns]
    cells = [[row[name] for name in sample.columns] for row in sample.rows]
    doubled = [row for row in cells for _ in range(2)]
    middle = len(doubled) // 2
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([*sample.above, header, *doubled[:middle], header, *doubled[middle:]])
    lines = stream.getvalue().split('"\r\n"')
    return "\ufeff" + '"\r\n\r\n"'.join(lines)


def cut_in_its_last_row(sample: TableSample) -> str:
    """A file that breaks off in the middle of its last row."""
    whole = sample.text()
    last = len(whole) - len(replace(sample, rows=sample.rows[:-1]).text())
    return whole[: len(whole) - last + last // 3]


def id_columns(sample: TableSample) -> set[str]:
    """Columns that hold the tweet's own id, and nothing else."""
    return {name for name in sample.columns if all(_TWEET_ID.fullmatch(row.get(name, "")) for row in sample.rows)}


def with_ids(sample: TableSample, change: Callable[[int, int], object]) -> TableSample:
    """The tweets' own ids changed, by the id and the number of the row."""
    names = id_columns(sample)
    rows = [
        {
            column: f"{_TWEET_ID.fullmatch(cell)[1]}{change(int(cell.removeprefix('x')), number)}"
            if column in names
            else cell
            for column, cell in row.items()
        }
        for number, row in enumerate(sample.rows)
    ]
    return replace(sample, rows=rows)


def of_rows(sample: TableSample, rows: Sequence[Mapping[str, str]]) -> TableSample:
    """A table of the same columns with other rows."""
    return replace(sample, rows=rows)
