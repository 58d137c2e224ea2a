"""Which measures of trends stay as they are, and what they rested on.

What belongs here: what is taken from the tables as they stand, which windows are to be measured again, and storing
both. What does not: measuring (measuring.py). A measure over authors rests on its window alone, the change of one on
two windows (resampling.py): a window that comes to a study costs itself and the pairs that it is in. A word or hashtag
that is no longer among the most used is put aside: where it comes back, only windows are measured that came meanwhile.
The record is dropped before anything is measured and written once the tables stand; without it everything is measured.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb

from mtw_pipeline.lineage.settings import SECTIONS_READ
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import program, section_hashes
from mtw_pipeline.trends.reading import platforms_of
from mtw_pipeline.trends.rows import Aside, Change, Point, Trends
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.own_tables import TREND_CONTENTS, TRENDS_ASIDE
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.trends import WINDOW_CHANGES, WINDOW_TRENDS

_OF_TERMS = frozenset({"words", "hashtags"})
_OF_ALL = ""
"""The window under which the record says what all measures rest on."""


@dataclass(frozen=True)
class Kept:
    """What stays of the measures over authors, and what does not.

    Args:
        windows: all windows, in the order of time.
        contents: by window, what its measures rest on.
        points: those that stay.
        changes: those that stay, their correction aside.
        to_make: the windows whose measures are made: those that changed, and those beside them.
        terms: the most used words, and hashtags with their #.
        new_terms: those that were not among them.
        to_make_terms_of: the windows of which the new terms alone are to be measured.
        aside: what stays of words and hashtags that are not among them.
    """

    windows: tuple[str, ...]
    contents: Mapping[str, str]
    points: tuple[Point, ...]
    changes: tuple[Change, ...]
    to_make: tuple[str, ...]
    terms: tuple[str, ...]
    new_terms: tuple[str, ...]
    to_make_terms_of: tuple[str, ...]
    aside: Aside


def taken_from_before(warehouse: Warehouse, study: Study, others: Collection[str], terms: Sequence[str]) -> Kept:
    """What of the tables as they stand would come out the same. Drops the record.

    Args:
        warehouse: the open warehouse.
        study: the study.
        others: windows that are measured without their authors.
        terms: the words and hashtags that are measured.
    """
    now = dict(warehouse.query("trends/contents").fetchall())
    windows = tuple(sorted({*now, *others}))
    contents = {window: now.get(window, "") for window in windows}
    then = _record(warehouse)
    basis = then.pop(_OF_ALL, None)
    _write_record(warehouse, {})
    if basis != _basis(warehouse, study):
        then = {}
    unchanged = {window for window, content in contents.items() if then.get(window) == content}
    pairs = {pair for pair in pairwise(sorted(then)) if unchanged.issuperset(pair)} & set(pairwise(windows))
    shown = [] if not then else _points(warehouse)
    aside = Aside() if not then else _aside(warehouse)
    points = [one for one in (*shown, *aside.points) if one.collection_window in unchanged]
    changes = [] if not then else [*_changes(warehouse), *aside.changes]
    changes = [one for one in changes if (one.window_before, one.collection_window) in pairs]
    apart = {window for pair in pairwise(windows) if pair not in pairs for window in pair} | (set(windows) - unchanged)
    to_make = tuple(window for window in windows if window in apart and contents[window])
    new_terms = tuple(term for term in terms if term not in {one.term for one in shown if one.topic in _OF_TERMS})
    lacking = _windows_that_lack(new_terms, points, [window for window in windows if contents[window]])
    return Kept(
        windows,
        contents,
        tuple(one for one in points if _is_wanted(one, terms)),
        tuple(one for one in changes if _is_wanted(one, terms)),
        to_make,
        tuple(terms),
        new_terms,
        tuple(window for window in windows if window in lacking and window not in to_make),
        Aside(
            tuple(one for one in points if not _is_wanted(one, terms)),
            tuple(one for one in changes if not _is_wanted(one, terms)),
        ),
    )


def _windows_that_lack(terms: Sequence[str], points: Sequence[Point], windows: Sequence[str]) -> set[str]:
    """Those of some windows in which one of some terms was not measured, and those beside them, for the changes."""
    measured = {(one.term, one.collection_window) for one in points}
    lacking = {window for window in windows if any((term, window) not in measured for term in terms)}
    return lacking | {window for pair in pairwise(windows) if not lacking.isdisjoint(pair) for window in pair}


def store(warehouse: Warehouse, study: Study, trends: Trends) -> dict[Table, int]:
    """Put what was measured in place of what was there, and note what it rests on; the rows of each table."""
    rows = {
        table: warehouse.replace_rows(table, arrow_rows(table, map(vars, those)))
        for table, those in ((WINDOW_TRENDS, trends.points), (WINDOW_CHANGES, trends.changes))
    }
    warehouse.replace_rows(TRENDS_ASIDE, arrow_rows(TRENDS_ASIDE, _rows_aside(trends.aside)))
    if trends.contents is not None:
        _write_record(warehouse, {**trends.contents, _OF_ALL: _basis(warehouse, study)})
    return rows


def _record(warehouse: Warehouse) -> dict[str, str]:
    return dict(
        warehouse.connection.execute(f"select collection_window, content from {TREND_CONTENTS.name}").fetchall()
    )


def _write_record(warehouse: Warehouse, contents: Mapping[str, str]) -> None:
    rows = [{"collection_window": window, "content": content} for window, content in contents.items()]
    warehouse.replace_rows(TREND_CONTENTS, arrow_rows(TREND_CONTENTS, rows))


def _rows_aside(aside: Aside) -> list[dict[str, object]]:
    return [
        {"collection_window": one.collection_window, "term": one.term, "kind": kind, "content": json.dumps(vars(one))}
        for kind, those in (("point", aside.points), ("change", aside.changes))
        for one in those
    ]


def _aside(warehouse: Warehouse) -> Aside:
    found: dict[str, list[dict[str, Any]]] = {"point": [], "change": []}
    for kind, content in warehouse.connection.execute(f"select kind, content from {TRENDS_ASIDE.name}").fetchall():
        found[kind].append(json.loads(content))
    return Aside(tuple(Point(**one) for one in found["point"]), tuple(Change(**one) for one in found["change"]))


def _basis(warehouse: Warehouse, study: Study) -> str:
    """What all measures rest on, and the tables as they stand: whoever else changed a row makes all be measured."""
    sections = SECTIONS_READ[WINDOW_TRENDS.name]
    rows = _own(warehouse, "trends/kept_rows").fetchall()
    content = [section_hashes(study, sections), program(), platforms_of(warehouse), rows]
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _own(warehouse: Warehouse, statement: str) -> duckdb.DuckDBPyConnection:
    """A statement on what was measured here before; where it was left out, there is none, and all is measured."""
    return warehouse.connection.execute(sql_text(statement))


def _is_wanted(one: Point | Change, terms: Collection[str]) -> bool:
    return one.topic not in _OF_TERMS or one.term in terms


def _points(warehouse: Warehouse) -> list[Point]:
    found = _own(warehouse, "trends/kept_points")
    names = [str(column[0]) for column in found.description]
    return [Point(**dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _changes(warehouse: Warehouse) -> list[Change]:
    found = _own(warehouse, "trends/kept_changes")
    names = [str(column[0]) for column in found.description]
    return [Change(**dict(zip(names, row, strict=True))) for row in found.fetchall()]
