"""The journal of codes: any character, half lines, and kills."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.coding.journal import Entry, journal, write_down
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.kills import kills

SETTINGS = StudySettings(title="t", hashtags=("a",))

ENTRY = Entry("code", "Ana", "1345000000000000001", "purpose", "other", "0" * 32, "sheet.xlsx", "2021-01-01T00:00:00Z")
LINE_ENDS = "\u2028\u2029\u0085\x0b\x0c\x1c\r\n"


@given(st.text(st.sampled_from(LINE_ENDS + 'a"\ufffe\uffff')))
def test_any_character_may_stand_in_a_code(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    study = Study(tmp_path_factory.mktemp("study"), SETTINGS)
    entries = [replace(ENTRY, code=text), replace(ENTRY, tweet_id="2", file=text)]
    assert write_down(study, WINDOW, entries) == entries
    assert journal(study.coding_of(WINDOW)) == entries


def test_a_half_written_last_line_is_left_out_and_written_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    study = Study(tmp_path, SETTINGS)
    others = [replace(ENTRY, tweet_id=str(number)) for number in range(3)]
    write_down(study, WINDOW, others)
    path = study.coding_of(WINDOW) / "codes.jsonl"
    whole = path.read_bytes()
    start = whole.rstrip(b"\n").rfind(b"\n") + 1
    for end in range(start, len(whole) - 1):
        path.write_bytes(whole[:end])
        assert journal(path.parent) == others[:2]
    assert "import its sheet again" in caplog.text
    assert write_down(study, WINDOW, others) == others[2:]
    assert path.read_bytes() == whole
    path.write_bytes(whole[:-1])
    assert journal(path.parent) == others


def test_a_broken_line_in_the_middle_is_an_error_that_names_it(tmp_path: Path) -> None:
    study = Study(tmp_path, SETTINGS)
    write_down(study, WINDOW, [ENTRY])
    path = study.coding_of(WINDOW) / "codes.jsonl"
    path.write_bytes(b'{"kind": "co\n' + path.read_bytes())
    with pytest.raises(UserError, match="line 1"):
        journal(path.parent)


def test_an_import_that_is_killed_adds_everything_or_nothing(tmp_path: Path) -> None:
    study = Study(tmp_path, SETTINGS)
    folder = study.coding_of(WINDOW)
    write_down(study, WINDOW, [ENTRY])
    new = [replace(ENTRY, tweet_id=str(number)) for number in range(100)]
    for kill in kills(tmp_path):
        with kill:
            write_down(study, WINDOW, new)
        assert journal(folder) in ([ENTRY], [ENTRY, *new])
        if not kill.struck:
            break
    assert journal(folder) == [ENTRY, *new]
