"""Templates are compiled once for a program, and anew for another: what it makes of constants is compiled with them."""

import sys
from pathlib import Path

import pytest

from mtw_pipeline import webpages


def test_what_was_compiled_is_taken_by_the_same_program_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.html").write_text("{{ 'kappa'|said }}", encoding="utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def rendered(label: str) -> str:
        environment = webpages.page_environment(tmp_path)
        environment.filters["said"] = lambda _: label
        return environment.get_template("page.html").render()

    assert [rendered("Kappa"), rendered("Cohen's kappa")] == ["Kappa", "Kappa"]
    monkeypatch.setattr(webpages, "_program", lambda: "another")
    assert rendered("Cohen's kappa") == "Cohen&#39;s kappa"


def test_what_was_compiled_is_taken_where_nothing_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("page", "other"):
        (tmp_path / f"{name}.html").write_text("{{ 'kappa'|said }}", encoding="utf-8")
    labels = iter(("Kappa", "Cohen's kappa", "Fleiss' kappa"))

    def rendered(name: str) -> str:
        environment, label = webpages.page_environment(tmp_path), next(labels)
        environment.filters["said"] = lambda _: label
        return environment.get_template(f"{name}.html").render()

    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert rendered("page") == "Kappa"
    kept = {path.name for path in (tmp_path / "__pycache__").iterdir()}
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [rendered("page"), rendered("other")] == ["Kappa", "Fleiss&#39; kappa"]
    assert {path.name for path in (tmp_path / "__pycache__").iterdir()} == kept
