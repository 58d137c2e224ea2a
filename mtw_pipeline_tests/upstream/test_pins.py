"""What rests on the inside of a library is pinned: tests of this folder name decisions, bounds name versions."""

import ast
import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

PRIVATE = {
    "dagster._core.definitions.assets.job.asset_job",
    "dagster._core.launcher",
    "dagster._core.storage.event_log",
    "dagster._core.workspace.context",
    "dagster._core.workspace.load_target",
}
"""Modules whose names say that they are private; whoever adds one pins it here and in a decision."""

BOUND = {"dagster", "dagster-dg-cli", "dagster-webserver", "duckdb", "great-expectations", "python-docx", "sqlglot"}
BOUND |= {"atproto", "mastodon.py", "tweepy", "vaderSentiment"}
"""Libraries of which private parts are used, or ways that no documentation promises and no error would show changed."""


def test_every_pin_names_decisions_that_are_written_down() -> None:
    written = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    for path in sorted(HERE.glob("test_*.py")):
        tests = [
            node
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
        for test in tests if path != Path(__file__) else ():
            named = re.findall(r"[Dd]ecisions? ([0-9]+(?: and [0-9]+)*)", ast.get_docstring(test) or "")
            numbers = {f"{int(number):04d}" for one in named for number in one.split(" and ")}
            assert numbers, f"{path.name}: {test.name} names no decision"
            assert numbers <= written, f"{path.name}: {test.name}: {sorted(numbers - written)}"


def test_these_private_modules_are_imported_and_no_others() -> None:
    found = set()
    for path in (ROOT / "mtw_pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {name for name in names if any(part.startswith("_") for part in name.split(".")[1:])}
    assert found == PRIVATE


def test_these_libraries_have_an_upper_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bound = {re.split(r"[<>=]", one)[0] for one in project["dependencies"] if "<" in one}
    assert bound == BOUND
