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
