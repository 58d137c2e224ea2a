"""docs/column-maps.md: each of its examples gives what it says, and it names every key and field that there is."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import ValidationError

from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.staging import begin_window
from mtw_pipeline.exports.reading.window import read_exports
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.export_rows import COLUMN_MAP_FIELDS, TIE_FIELDS
from mtw_pipeline.study.settings.exports import ColumnMap
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import scratch_warehouse
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS, REJECTED_ROWS

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "column-maps.md").read_text(encoding="utf-8")
WINDOW = CollectionWindow.between("2021-01-01", "2021-01-31")
EXAMPLE = re.compile(
    r"File `(?P<name>[^`]+)`:\n\n```text\n(?P<content>.*?)```\n\n```toml\n(?P<toml>.*?)```\n\n"
    r"(?:(?P<table>(?:\|[^\n]*\n)+)|(?P<refusal>(?:>[^\n]*\n)+))",
    re.DOTALL,
)


@dataclass(frozen=True)
class Example:
    """An example of the page: a file, a map, and what comes of it."""

    name: str
    content: str
    toml: str
    table: str | None
    refusal: str | None


EXAMPLES = [Example(**found.groupdict()) for found in EXAMPLE.finditer(PAGE)]


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    with scratch_warehouse((RAW_TWEETS, RAW_TIES, REJECTED_ROWS)) as opened:
        yield opened


def settings_of(toml: str) -> StudySettings:
    return StudySettings.model_validate(tomllib.loads(f'title = "a test"\nhashtags = ["a"]\n{toml}'))


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def shown(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    return (
        ", ".join(value)
        if isinstance(value, list)
        else str(value).partition(".")[0]
        if "-" in str(value)[:5]
        else str(value)
    )


def test_the_page_has_an_example_of_each_file() -> None:
    assert len(EXAMPLES) == PAGE.count("File `")
    used = {key for one in EXAMPLES for entry in tomllib.loads(one.toml)["column_map"] for key in entry}
    assert used == set(ColumnMap.model_fields)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_an_example_gives_what_it_says(warehouse: Warehouse, tmp_path: Path, example: Example) -> None:
    path = tmp_path / example.name
    path.write_text(example.content, encoding="utf-8")
    begin_window(warehouse.connection)
    settings = settings_of(example.toml)
    [outcome] = read_exports(warehouse.connection, settings, WINDOW, [ExportFile(path, path.name)])
    if example.refusal is not None:
        assert outcome.refusal == re.sub(r"\s*\n?> ?", " ", example.refusal).strip()
        return
    assert (outcome.refusal, outcome.format) == (None, f"column map {settings.column_map[0].name}")
    header, _, *rows = str(example.table).strip().splitlines()
    table = "window_ties" if settings.column_map[0].holds_ties else "validated_rows"
    found = warehouse.connection.execute(
        f"select {', '.join(cells(header))} from {table} where reason is null order by row_number"
    ).fetchall()
    assert [[shown(value) for value in row] for row in found] == [cells(row) for row in rows]


def test_a_field_that_does_not_exist_is_refused_as_the_page_says() -> None:
    [(toml, refusal)] = re.findall(r"A field that does not exist:\n\n```toml\n(.*?)```\n\n> (.*)\n", PAGE, re.DOTALL)
    with pytest.raises(ValidationError) as complaint:
        settings_of(toml)
    assert str(refusal).partition("\n")[0] in str(complaint.value)


def test_the_page_names_every_key_and_every_field() -> None:
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert named == [*dict.fromkeys(named[: len(ColumnMap.model_fields)]), *COLUMN_MAP_FIELDS, *TIE_FIELDS]
    assert set(named[: len(ColumnMap.model_fields)]) == set(ColumnMap.model_fields)
