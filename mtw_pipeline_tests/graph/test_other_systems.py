"""Nothing in the package needs what Windows lacks: a parser looks for it, and a guard is the only excuse."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtw_pipeline_tests.absent_names import ABSENT_MODULES, ABSENT_NAMES

PACKAGE = Path(__file__).resolve().parents[2] / "mtw_pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))

METHODS = {"symlink_to", "lchmod", "add_signal_handler", "chmod", "is_mount", "preexec_fn"}
"""Methods and arguments that need a right, do nothing or fail there, whatever they are called on."""


def is_guard(test: ast.expr) -> bool:
    """Whether a condition asks for the system: os.name or sys.platform against a text."""
    return isinstance(test, ast.Compare) and ast.unparse(test.left) in {"os.name", "sys.platform"}


def unguarded(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that is reached on every system."""
    yield tree
    if isinstance(tree, ast.If | ast.IfExp) and is_guard(tree.test):
        for node in tree.orelse if isinstance(tree.orelse, list) else [tree.orelse]:
            yield from unguarded(node)
        return
    for node in ast.iter_child_nodes(tree):
        yield from unguarded(node)


def needed(source: str) -> list[str]:
    """What a module needs that Windows lacks, with its lines."""
    found = []
    for node in unguarded(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names if one.name in ABSENT_MODULES]
        elif isinstance(node, ast.ImportFrom):
            absent = ABSENT_NAMES.get(node.module or "", set())
            names = [one.name for one in node.names if one.name in absent or node.module in ABSENT_MODULES]
        elif isinstance(node, ast.Attribute):
            of = ast.unparse(node.value)
            names = [node.attr] if node.attr in METHODS or node.attr in ABSENT_NAMES.get(of, set()) else []
        elif isinstance(node, ast.keyword):
            names = [node.arg] if node.arg in METHODS else []
        found += [f"{getattr(node, 'lineno', 0)}: {name}" for name in names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_needs_nothing_that_windows_lacks(path: Path) -> None:
    assert needed(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import fcntl", ["1: fcntl"]),
        ("def lock():\n    import fcntl", ["2: fcntl"]),
        ("from pwd import getpwuid", ["1: getpwuid"]),
        ("from os import fork", ["1: fork"]),
        ("import os\nos.kill(1, 0)", ["2: kill"]),
        ("import os\nflags = os.O_RDONLY | os.O_DIRECTORY", ["2: O_DIRECTORY"]),
        ("path.symlink_to(other)", ["1: symlink_to"]),
        ("path.chmod(0o400)", ["1: chmod"]),
        ("Popen(command, preexec_fn=nice)", ["1: preexec_fn"]),
        ("if os.name == 'posix':\n    os.kill(1, 0)", []),
        ("if os.name == 'posix':\n    pass\nelse:\n    os.kill(1, 0)", ["4: kill"]),
        ("if sys.platform != 'win32':\n    import fcntl", []),
        ("if is_posix:\n    import fcntl", ["2: fcntl"]),
    ],
)
def test_the_parser_finds_what_is_needed_and_sees_guards(source: str, found: list[str]) -> None:
    assert needed(source) == found
