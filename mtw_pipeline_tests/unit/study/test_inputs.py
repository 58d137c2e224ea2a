"""What a run rests on: every change of it is seen and named, and nothing else is."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mtw_pipeline.lineage.reruns import AFTER_OTHERS, narrowed
from mtw_pipeline.study import inputs
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import changed_inputs, inputs_of, program
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.studies import LATER

EARLIER = CollectionWindow.between("2020-12-01", "2020-12-31")


def with_setting(study: Study, before: str, after: str) -> Study:
    text = study.settings_path.read_text(encoding="utf-8")
    assert before in text
    study.settings_path.write_text(text.replace(before, after), encoding="utf-8")
    return Study.load(study.root)


def another_export(study: Study) -> Study:
    put(study, "b.csv", csv_text([rtweet_row(2)]))
    return study


def a_touched_export(study: Study) -> Study:
    [path] = study.exports_of(WINDOW)
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
    return study


def a_code(study: Study) -> Study:
    study.coding_of(WINDOW).mkdir(parents=True)
    (study.coding_of(WINDOW) / "codes.jsonl").write_text("{}\n", encoding="utf-8")
    return study


def sheets_to_code_on(study: Study) -> Study:
    study.coding_of(WINDOW).mkdir(parents=True)
    (study.coding_of(WINDOW) / "frozen-sample.json").write_text("{}\n", encoding="utf-8")
    return study


def scores_of_liwc(study: Study) -> Study:
    study.liwc_of(WINDOW).mkdir(parents=True)
    (study.liwc_of(WINDOW) / "tweets.csv").write_text("tweet_id,text_md5,WC\n", encoding="utf-8")
    return study


def a_further_window(study: Study) -> Study:
    study.incoming_of(LATER).mkdir()
    return study


def a_window_less(study: Study) -> Study:
    study.incoming_of(EARLIER).rmdir()
    return study


def a_word_of_a_list(study: Study) -> Study:
    (study.root / "ours.txt").write_text("one\ntwo\n", encoding="utf-8")
    return study


def a_collection_at_work(study: Study) -> Study:
    study.collections_of(WINDOW).mkdir()
    content = json.dumps({"is_whole": False}, indent=1)
    (study.collections_of(WINDOW) / "bluesky-stream-20210105T120000Z.json").write_text(content, encoding="utf-8")
    return study


CHANGES: dict[str, tuple[Callable[[Study], Study], set[str], str | None]] = {
    "nothing": (lambda study: Study.load(study.root), set(), ""),
    "another export": (another_export, {"exports"}, None),
    "a touched export": (a_touched_export, {"exports"}, None),
    "a code": (a_code, {"codes"}, 'key:"code_history"+'),
    "sheets to code on": (sheets_to_code_on, {"frozen sample"}, 'key:"sample"+'),
    "a collection at work": (a_collection_at_work, set(), ""),
    "scores of LIWC": (scores_of_liwc, {"LIWC's measures"}, 'key:"liwc_scores"+ or key:"liwc_measures"+'),
    "a further window": (a_further_window, set(), ""),
    "a window less": (a_window_less, {"other windows"}, AFTER_OTHERS),
    "a word of a list": (
        a_word_of_a_list, {"study.toml word_lists"}, 'key:"settings_word_lists"+'
    ),
    "the threshold": (
        lambda study: with_setting(study, "# threshold = 0.80", "threshold = 0.7 #"),
        {"study.toml coding"},
        'key:"settings_coding"+',
    ),
    "identify": (
        lambda study: with_setting(study, "# identify = false", "identify = true"),
        {"study.toml publish"},
        'key:"settings_publish"+',
    ),
    "the time of the schedule": (
        lambda study: with_setting(study, '# cron = "0 6 * * *"', 'cron = "0 7 * * *" #'), set(), ""
    ),
    "the seed": (
        lambda study: with_setting(study, "seed = 7", "seed = 8"), {"study.toml sample"}, 'key:"settings_sample"+'
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_named_and_decides_what_is_made(study: Study, change: str) -> None:
    (study.root / "ours.txt").write_text("one\n", encoding="utf-8")
    study = with_setting(study, "[sentiment]", '[[word_lists]]\nname = "ours"\nfile = "ours.txt"\n[sentiment]')
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    study.incoming_of(EARLIER).mkdir()
    before = inputs_of(study, WINDOW)
    apply, named, selection = CHANGES[change]
    now = inputs_of(apply(study), WINDOW)
    assert set(changed_inputs(before, now)) == named
    assert narrowed(before, now) == selection


def test_every_section_of_the_settings_counts_but_those_that_no_table_reads(study: Study) -> None:
    sections = {name.removeprefix("study.toml ") for name in inputs_of(study, WINDOW) if name.startswith("study.toml ")}
    assert sections == set(StudySettings.model_fields) - {"collect", "schedule"}


@pytest.mark.parametrize(
    ("change", "is_another"),
    [
        (lambda package: os.utime(package / "words.py", ns=(1, 1)), False),
        (lambda package: (package / "__pycache__" / "words.cpython.pyc").write_bytes(b"compiled"), False),
        (lambda package: (package / "docs" / "words.md").write_text("Other words.", encoding="utf-8"), False),
        (lambda package: (package / "words.py").write_text("MOST = 9\n", encoding="utf-8"), True),
        (lambda package: (package / "words.py").rename(package / "more_words.py"), True),
        (lambda package: (package / "sql" / "words.sql").write_text("select 9\n", encoding="utf-8"), True),
    ],
)
def test_another_program_is_one_of_other_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object], is_another: bool
) -> None:
    for folder in ("sql", "docs", "__pycache__"):
        (tmp_path / folder).mkdir()
    (tmp_path / "words.py").write_text("MOST = 5\n", encoding="utf-8")
    (tmp_path / "sql" / "words.sql").write_text("select 5\n", encoding="utf-8")
    (tmp_path / "docs" / "words.md").write_text("Words.", encoding="utf-8")
    monkeypatch.setattr(inputs, "PACKAGE", tmp_path)
    monkeypatch.setattr(inputs, "own_folder", lambda name: tmp_path / name)
    before = program.__wrapped__()
    change(tmp_path)
    assert (program.__wrapped__() != before) == is_another
