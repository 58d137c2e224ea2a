"""Tests that each ask of one file: the files of a module are read as one window, which costs what reading one does.

A test says by ``@of_file`` what is in its file, and is given what became of it as ``read``; others of its module are
read with it, and a good one. What belongs here: that. What does not: tests whose files bear on each other, or that need
a study of their own; each of them reads a window of its own.
"""

import inspect
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row, with_bounds
from mtw_pipeline_tests.warehouses import EmptyWarehouses

Content = str | bytes
GOOD = "good.csv"
"""What lies beside the files of all tests, and is read whatever they hold."""
MARKER = "of_file"


def of_file(content: Content | Callable[..., Content], suffix: str = ".csv", **bounds: int) -> pytest.MarkDecorator:
    """Of which file a test asks.

    Args:
        content: what is in it, or what makes it of the test's parameters, by their names.
        suffix: how it is called.
        bounds: what files may hold, where the study says it.
    """
    return pytest.mark.of_file(content, suffix, bounds)


@dataclass(frozen=True)
class ReadFile:
    """A file that was read with others.

    Args:
        name: what it is called.
        outcomes: what became of it, or of each file in it, by their names.
        good: what became of the good file beside it.
        seconds: how long the reading of all of them took.
        warehouse: the tables into which all of them were read.
    """

    name: str
    outcomes: Mapping[str, FileOutcome]
    good: FileOutcome
    seconds: float
    warehouse: Warehouse

    @property
    def outcome(self) -> FileOutcome:
        """What became of it, where it is no archive."""
        [outcome] = self.outcomes.values()
        return outcome

    @property
    def refusal(self) -> str:
        """Why it was refused; nothing where it was not."""
        return self.outcome.refusal or ""

    def rows(self, columns: str, table: str = "raw_tweets") -> list[tuple[Any, ...]]:
        """What a table holds of its rows, in order."""
        asked = f"select {columns} from {table} where starts_with(export_file, $name) order by export_file, row_number"
        return self.warehouse.connection.execute(asked, {"name": self.name}).fetchall()

    def raw(self, column: str) -> list[Any]:
        """A column of the rows that were taken."""
        return [value for (value,) in self.rows(column)]

    def reasons(self) -> list[str]:
        """Why the other rows were rejected."""
        return [str(reason) for (reason,) in self.rows("reason", "rejected_rows")]

    def leaves_nothing(self) -> bool:
        """Whether no row of it was taken or rejected, and the good file was read all the same."""
        return (self.raw("row_number"), self.reasons()) == ([], []) and self.good.rows_read == 1


@contextmanager
def files_read_together(
    tests: Iterable[pytest.Item], folder: Path, warehouses: EmptyWarehouses
) -> Iterator[dict[str, ReadFile]]:
    """What became of the file of every test, by the test.

    Those with other bounds are read apart, and a file of the same content as one before, which would be refused.
    """
    readings: list[_Reading] = []
    for test in tests:
        if test.get_closest_marker(MARKER):
            content, suffix, bounds = _file_of(test)
            apart = (one for one in readings if one.bounds == bounds and content not in one.contents.values())
            reading = next(apart, None)
            if reading is None:
                readings.append(reading := _Reading(bounds))
            reading.add(test.nodeid, content, suffix)
    with ExitStack() as lent:
        found: dict[str, ReadFile] = {}
        for number, reading in enumerate(readings):
            found |= reading.read(folder / str(number), lent.enter_context(warehouses.lent()))
        yield found


@dataclass(frozen=True)
class _Reading:
    """Files that are read as one window: their contents and names, by whose they are."""

    bounds: Mapping[str, int]
    contents: dict[str, Content] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, test: str, content: Content, suffix: str) -> None:
        """Add the file of a test; files are read in the order of their names."""
        self.contents[test] = content
        self.names[test] = f"{len(self.names):03d}{suffix}"

    def read(self, folder: Path, warehouse: Warehouse) -> dict[str, ReadFile]:
        """Read them, and a good one beside them."""
        study = with_bounds(make_study(folder), **self.bounds)
        put(study, GOOD, csv_text([rtweet_row(999)]))
        for test, content in self.contents.items():
            path = study.incoming_of(WINDOW) / self.names[test]
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        started = time.monotonic()
        outcomes = {one.export_file: one for one in read_window(warehouse, study, WINDOW)}
        seconds = time.monotonic() - started
        good = outcomes.pop(GOOD)
        return {
            test: ReadFile(name, _within(name, outcomes), good, seconds, warehouse) for test, name in self.names.items()
        }


def _within(name: str, outcomes: Mapping[str, FileOutcome]) -> dict[str, FileOutcome]:
    """What became of one of the files, or of those in it."""
    return {file.removeprefix(f"{name}/"): outcomes[file] for file in outcomes if f"{file}/".startswith(f"{name}/")}


def _file_of(test: pytest.Item) -> tuple[Content, str, Mapping[str, int]]:
    """The content of the file of a test, how it is called, and what files may hold."""
    marker = test.get_closest_marker(MARKER)
    assert marker is not None
    content, suffix, bounds = marker.args
    if callable(content):
        given = test.callspec.params if hasattr(test, "callspec") else {}
        content = content(**{name: given[name] for name in inspect.signature(content).parameters if name in given})
    return content, suffix, bounds
