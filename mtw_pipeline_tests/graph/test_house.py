"""The house: statements read what the graph says, parameters are given by their names, versions follow the source."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from sqlglot import exp, parse_one

from mtw_pipeline.defs.code_versions import _closure, code_version
from mtw_pipeline.defs.statement_parameters import PARAMETER_SOURCES, asked_names, parameter_sources_of
from mtw_pipeline.network.layers import measured_layers
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.words import counted_parameters
from mtw_pipeline.warehouse.macros import MACROS
from mtw_pipeline.warehouse.statements import SQL_FOLDER, has_statement, names_read, sql_text
from mtw_pipeline.warehouse.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
LARGEST_ROOM = 22
STATEMENTS = sorted(
    path.relative_to(SQL_FOLDER).with_suffix("").as_posix()
    for path in SQL_FOLDER.rglob("*.sql")
    if not path.is_relative_to(MACROS)
)
TABLE_NAMES = {table.name for table in TABLES}


_FILE = re.compile(r"(?<![\w./])[a-z_0-9]+(?:/[a-z_0-9]+)*\.(?:py|sql)\b")


@cache
def tree_of(statement: str) -> exp.Expression:
    return parse_one(sql_text(statement), dialect="duckdb")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_tables_that_a_statement_reads_are_those_that_a_parser_finds(statement: str) -> None:
    tree = tree_of(statement)
    parsed = {table.name for table in tree.find_all(exp.Table)}
    assert names_read(statement) & TABLE_NAMES == parsed & TABLE_NAMES


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_common_table_expression_hides_a_declared_table(statement: str) -> None:
    tree = tree_of(statement)
    assert {one.alias for one in tree.find_all(exp.CTE)} & TABLE_NAMES == set()


def test_a_source_of_parameters_gives_what_it_names(study: Study) -> None:
    for source in PARAMETER_SOURCES:
        assert set(source.parameters(study)) == set(source.names)


def test_every_parameter_of_a_table_has_one_meaning_and_is_given() -> None:
    for table in TABLES:
        if has_statement(table.statement) and table.stage != "collection":
            given = {name for source in parameter_sources_of(table.statement) for name in source.names}
            assert asked_names(table.statement) <= given


def test_a_name_that_nothing_gives_is_an_error_that_names_the_statement() -> None:
    with pytest.raises(KeyError, match=r"sql/text/kwic\.sql asks for around, words, which nothing gives"):
        parameter_sources_of("text/kwic")


def test_a_version_follows_every_module_that_a_measure_calls_and_no_other() -> None:
    modules = _closure(measured_layers.__module__)
    assert {"mtw_pipeline.network.layers", "mtw_pipeline.network.shortest_paths.diameter"} <= modules
    assert not {name for name in modules if name.split(".")[1] in {"study", "warehouse", "coding", "report", "defs"}}


def test_a_version_changes_with_the_statement_the_code_and_the_shipped_words(tmp_path: Path) -> None:
    package = tmp_path / "mtw_pipeline"
    program = (
        "from mtw_pipeline.defs.code_versions import code_version\n"
        "from mtw_pipeline.text.words import counted_parameters\n"
        "print(code_version(['tables/text/word_frequencies'], [counted_parameters]))"
    )
    for name in ("mtw_pipeline", "sql"):
        shutil.copytree(ROOT / name, tmp_path / name)

    def version() -> str:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
        return done.stdout.strip()

    versions = [version()]
    assert versions == [code_version(["tables/text/word_frequencies"], [counted_parameters])]
    for changed in (
        tmp_path / "sql" / "tables" / "text" / "word_frequencies.sql",
        package / "text" / "patterns.py",
        package / "text" / "stop_words" / "en.txt",
    ):
        changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        versions.append(version())
    assert len(set(versions)) == len(versions)
    untouched = package / "report" / "page.py"
    untouched.write_text(untouched.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert version() == versions[-1]


def test_contexts_of_dagster_are_closed() -> None:
    """One that is collected later, in the middle of another test, makes an instance current that is gone."""
    calls = 0
    for path in (ROOT / "mtw_pipeline_tests").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "_context(" not in source:
            continue
        tree = ast.parse(source)
        closed = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and re.fullmatch(r"build_\w+_context", call.func.attr):
                calls += 1
                assert id(call) in closed, f"{path.relative_to(ROOT)}, line {call.lineno}"
    assert calls


def test_the_rooms_stand_in_the_guide_in_the_order_that_their_imports_are_held_to() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [rooms] = [one for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == "rooms"]
    guide = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    drawn = guide.partition("```text\n")[2].partition("```")[0].splitlines()
    assert [line.partition("  ")[0] for line in drawn] == rooms["layers"]


def test_modules_and_statements_that_a_module_names_are_there() -> None:
    folders = [ROOT / "mtw_pipeline", ROOT / "sql"]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.suffix in {".py", ".sql"}]
    there = {"/".join(path.parts[-length:]) for path in files for length in range(1, 7)}
    named = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in files
        if path.suffix == ".py"
        for name in _FILE.findall(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
    }
    assert len(named) > 500
    assert {(path, name) for path, name in named if name not in there} == set()


def test_no_room_is_crowded() -> None:
    rooms: dict[Path, int] = {}
    for path in (*(ROOT / "mtw_pipeline").rglob("*.*"), *(ROOT / "sql").rglob("*.*")):
        if "__pycache__" not in path.parts:
            rooms[path.parent] = rooms.get(path.parent, 0) + 1
    assert {room.relative_to(ROOT).as_posix(): count for room, count in rooms.items() if count > LARGEST_ROOM} == {}


def test_every_module_of_tests_says_what_it_is_for() -> None:
    modules = [path for path in (ROOT / "mtw_pipeline_tests").rglob("*.py") if path.stat().st_size]
    silent = [path for path in modules if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert [path.relative_to(ROOT).as_posix() for path in silent] == []
