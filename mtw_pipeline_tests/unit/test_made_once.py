"""What a run would make of the program's own files is there once the program is set up."""

import sys
from pathlib import Path

import pytest

from mtw_pipeline import made_once, webpages
from mtw_pipeline.coding.pages.page import page_templates
from mtw_pipeline.report.html import environment
from mtw_pipeline.warehouse import empty_database


def test_templates_and_empty_databases_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(empty_database, "__file__", str(tmp_path / "empty_database.py"))
    monkeypatch.setattr(webpages, "folder_of_made_once", lambda folder: _made(tmp_path / folder.parent.name))
    environment.cache_clear()
    page_templates.cache_clear()
    try:
        made_once.make_once()
        names = [*environment().list_templates(extensions=["j2"]), *page_templates().list_templates(extensions=["j2"])]
    finally:
        environment.cache_clear()
        page_templates.cache_clear()
    assert sorted(path.name.partition("-")[0] for path in (tmp_path / "__pycache__").iterdir()) == [
        "copy",
        "identified_copy",
        "warehouse",
    ]
    assert len([*tmp_path.rglob("*.cache")]) == len(names) > 20


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder
