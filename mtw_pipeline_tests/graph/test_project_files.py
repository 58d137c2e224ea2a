"""The files by which a project is judged from outside: what they say is so."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOTICE = (ROOT / "NOTICE.md").read_text(encoding="utf-8")
PARTS_OF = {"pydantic_core": ["pydantic"], "pyspark": ["pyspark-client"]}
"""Packages that come with one that is asked for, and what that is."""
COPYLEFT = re.compile(r"GPL|MPL|EPL|EUPL|CDDL|General Public|Mozilla Public")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(requirements: list[str]) -> Iterator[str]:
    """Some packages, and those that they need in turn, as they are installed here."""
    waiting, seen = list(requirements), set[str]()
    while waiting:
        requirement = Requirement(waiting.pop())
        name = normal(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        yield name
        try:
            waiting += distribution(name).requires or []
        except PackageNotFoundError:  # for another system
            continue


def told_licence(name: str) -> str:
    metadata = distribution(name).metadata
    classifiers = [line for line in metadata.get_all("Classifier", []) if line.startswith("License")]
    short = [(metadata.get(key) or "").partition("\n")[0] for key in ("License-Expression", "License")]
    return "; ".join([*short, *classifiers])


def imported() -> set[str]:
    """The packages that the program imports, wherever it does; the standard library and its own apart."""
    names = set()
    for path in (ROOT / "mtw_pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"mtw_pipeline"}


def test_every_package_that_is_imported_is_asked_for() -> None:
    """Else it is there only as long as another package needs it too."""
    asked = [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]
    declared = {normal(Requirement(line).name) for line in asked}
    owners = {**packages_distributions(), **PARTS_OF}
    found = {name: {normal(one) for one in owners.get(name, [name])} for name in imported()}
    assert len(found) > 30
    assert {name for name, packages in found.items() if not packages & declared} == set()


def test_every_dependency_stands_in_the_notice() -> None:
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["transformer"]]
    cells = " ".join(re.findall(r"^\| ([^|]+) \|", NOTICE, re.MULTILINE))
    told = {normal(name) for name in re.findall(r"[\w.-]+", cells)}
    assert {normal(Requirement(line).name) for line in asked} - told == set()


def test_no_licence_asks_more_than_the_notice_says() -> None:
    names = sorted(needed(PROJECT["dependencies"]))
    assert len(names) > 100
    copyleft = [name for name in names if COPYLEFT.search(told_licence(name))]
    assert "igraph" in copyleft
    assert [name for name in copyleft if not re.search(rf"\b{name}\b", NOTICE)] == []
    assert [name for name in copyleft if "GPL" in told_licence(name)] == ["igraph"]


def test_vaders_licence_stands_in_the_notice_word_for_word() -> None:
    [file] = [path for path in distribution("vaderSentiment").files or [] if path.name == "LICENSE.txt"]
    quoted = re.sub(r"^> ?", "", NOTICE, flags=re.MULTILINE)
    assert " ".join(file.read_text().split()) in " ".join(quoted.split())


def test_the_citation_and_the_changelog_name_the_version_and_the_licence() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    for ours, theirs in (("version", "version"), ("license", "license"), ("title", "name"), ("keywords", "keywords")):
        assert citation[ours] == PROJECT[theirs]
    assert citation["authors"] == PROJECT["authors"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\S+)", changelog, re.MULTILINE)
    assert headings == ["Unreleased", PROJECT["version"]]
