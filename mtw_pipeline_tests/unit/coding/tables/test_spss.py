"""The coded tweets in SPSS: names that it takes, labels that stay apart, and what PSPP reads of them."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from mtw_pipeline.coding.codebook import CodedCategory, CodedVariable
from mtw_pipeline.coding.tables.spss import NOTES, write_spss
from mtw_pipeline.study.settings.coding import Scale
from mtw_pipeline_tests.programs import large_program

RESERVED = ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"]
"""IBM SPSS Statistics, Command Syntax Reference, variable names: reserved keywords cannot be used."""
LONG = "слово " * 19
"""114 letters of two bytes each."""


def variable(name: str, *categories: str, label: str = "Label", several: bool = False) -> CodedVariable:
    return CodedVariable(name, label, "", tuple(map(CodedCategory, categories)), is_exclusive=not several)


def coded(variables: list[CodedVariable]) -> pd.DataFrame:
    """Two tweets: the first has the first category of each variable, the second the second."""
    codes = {one.name: [one.categories[0].name, one.categories[1].name] for one in variables}
    flags = dict.fromkeys(("is_reliability", "uses_hashtags", "uses_emoji", "uses_tagging", "uses_links"), True)
    when = pd.Timestamp("2021-01-05 10:00:07")
    return pd.DataFrame({"tweet_id": ["17", "18"], "created_at": when, **flags, **codes, NOTES: None})


@dataclass(frozen=True)
class Read:
    """What pyreadstat reads."""

    names: list[str]
    labels: Mapping[str, str]
    values: Mapping[str, Mapping[float, str]]
    measures: Mapping[str, str]


def written(folder: Path, variables: list[CodedVariable]) -> Read:
    path = write_spss(folder / "coded.sav", coded(variables), variables)
    _, about = pyreadstat.read_sav(str(path))
    labels = {name: label or "" for name, label in about.column_names_to_labels.items()}
    return Read(about.column_names, labels, about.variable_value_labels, about.variable_measure)


def test_no_variable_is_called_as_a_word_of_spss_nor_as_another(tmp_path: Path) -> None:
    variables = [variable(name, "yes", "no", label=name) for name in (*RESERVED, "by_")]
    found = written(tmp_path, variables)
    assert not set(found.names) & set(RESERVED)
    assert len(set(found.names)) == len(found.names)
    assert {found.labels[name]: name for name in found.names if found.labels[name] in {"all", "by", "by_"}} == {
        "all": "all_", "by": "by__", "by_": "by_",
    }  # fmt: skip
    assert found.values["all_"] == {1.0: "yes", 2.0: "no"}
    assert (found.measures["all_"], found.measures["created_at"]) == ("nominal", "scale")


def test_labels_longer_than_spss_takes_are_cut_where_it_shows_and_stay_apart(tmp_path: Path) -> None:
    one_kind = variable("one", f"{LONG}а", f"{LONG}б", f"{LONG[:40]}", label=LONG)
    several = variable("many", "общение между людьми", f"{LONG}в", label="слог" * 30, several=True)
    found = written(tmp_path, [one_kind, several])
    first, second, third = found.values["one"].values()
    assert (first[-5:], second[-5:], third) == ("… (1)", "… (2)", LONG[:40])
    assert first.startswith(LONG[:50])
    assert max(len(label.encode()) for label in found.values["one"].values()) <= 120
    assert found.labels["one"] == LONG.strip()
    assert found.labels["many_1"].endswith("…: общение между людьми")
    assert found.labels["many_2"].startswith("слог" * 10)
    assert f"…: {LONG[:60]}" in found.labels["many_2"]
    assert max(len(label.encode()) for label in found.labels.values()) <= 256


@pytest.mark.parametrize(
    ("scale", "names", "shown", "measure"),
    [
        ("ratio", ("10", "2.5", "0"), [10.0, 2.5], "scale"),
        ("interval", ("-2", "+1"), [-2.0, 1.0], "scale"),
        ("ordinal", ("0", "10"), [1.0, 2.0], "ordinal"),
        ("nominal", ("0", "10"), [1.0, 2.0], "nominal"),
    ],
)
def test_numbers_that_can_be_averaged_are_themselves(
    tmp_path: Path, scale: Scale, names: tuple[str, ...], shown: list[float], measure: str
) -> None:
    """They were places in the codebook: 10 was 4, and the mean that of places."""
    variables = [replace(variable("rate", *names), scale=scale)]
    frame, about = pyreadstat.read_sav(str(write_spss(tmp_path / "coded.sav", coded(variables), variables)))
    assert list(frame["rate"]) == shown
    assert about.variable_measure["rate"] == measure
    assert ("rate" in about.variable_value_labels) == (measure != "scale")
    assert about.original_variable_types["rate"] == ("F8.1" if scale == "ratio" else "F8.0")


@pytest.mark.parametrize("label", ["ordinary", LONG, '" % & # = @'])
def test_pspp_reads_names_and_labels_without_a_warning(tmp_path: Path, label: str) -> None:
    pspp = large_program("pspp", "pspp")
    variables = [variable(name, "yes", label, label=label) for name in RESERVED]
    path = write_spss(tmp_path / "coded.sav", coded(variables), variables)
    syntax = tmp_path / "read.sps"
    tables = " ".join(f"{name}_" for name in RESERVED)
    syntax.write_text(f"GET FILE='{path}'.\nFREQUENCIES VARIABLES={tables}.\n", encoding="utf-8")
    told = subprocess.run([pspp, "-O", "format=csv", str(syntax)], check=True, capture_output=True, text=True)
    assert "warning" not in told.stdout + told.stderr
    assert "error" not in told.stdout + told.stderr
    assert told.stdout.count("yes,1,50.0%") == len(RESERVED)
