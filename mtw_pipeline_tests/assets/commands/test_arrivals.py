"""Exports come into a study and go out of it: looked at before they are copied, taken out with their rows."""

import errno
import re
import shlex
import shutil
from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.attempts import Omission
from mtw_pipeline.collect.proposals import proposals_of
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.arrivals import copied
from mtw_pipeline.forgetting.windows import remove_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline.study.run_records import begin_run
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.liwc.kept import keep_of_all
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.own_tables import TRENDS_ASIDE
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.studies import LATER, StudyThatWasRun, copy_of, tables_of

DAYS = ("--window", str(WINDOW.start), str(WINDOW.end))
ELSEWHERE = ("--window", "2019-05-01", "2019-05-31")


def export(folder: Path, name: str = "a b.csv", numbers: range = range(1, 4)) -> Path:
    path = folder / name
    path.write_text(csv_text([rtweet_row(number) for number in numbers]), encoding="utf-8")
    return path


def test_a_file_without_a_window_gets_one_proposed_as_a_command_that_works(tmp_path: Path, mtw_here: MtwHere) -> None:
    study = make_study(tmp_path / "my study")
    file = export(tmp_path)
    told = mtw_here("add", file, "--study", study.root)
    assert told.returncode == 2
    assert "from 2021-01-02 to 2021-01-04" in told.stderr
    assert study.windows() == ()
    [command] = re.findall(r"mtw (add .*\d)$", told.stderr, re.MULTILINE)
    added = mtw_here(*shlex.split(command))
    assert added.returncode == 0, added.stderr
    assert study.windows() == (CollectionWindow.between("2021-01-02", "2021-01-04"),)


def test_with_one_window_none_need_be_named_and_twice_is_already_there(tmp_path: Path, mtw_here: MtwHere) -> None:
    study = make_study(tmp_path / "study")
    study.incoming_of(WINDOW).mkdir(parents=True)
    file = export(tmp_path)
    added = mtw_here("add", file, "--study", study.root)
    assert (added.returncode, study.exports_of(WINDOW)) == (0, (study.incoming_of(WINDOW) / file.name,))
    assert "3 of 3 tweets within" in added.stdout
    again = mtw_here("add", file.rename(tmp_path / "other name.csv"), "--study", study.root)
    assert again.returncode == 0
    assert "already there, as incoming/2021-01-01_2021-01-31/a b.csv" in again.stdout
    assert len(study.exports_of(WINDOW)) == 1


def test_of_several_windows_the_one_of_the_days_is_taken_and_a_choice_is_asked(
    tmp_path: Path, mtw_here: MtwHere
) -> None:
    study = make_study(tmp_path / "study")
    for window in (WINDOW, LATER):
        study.incoming_of(window).mkdir(parents=True)
    assert mtw_here("add", export(tmp_path), "--study", study.root).returncode == 0
    assert len(study.exports_of(WINDOW)) == 1
    both = tmp_path / "both.csv"
    rows = [rtweet_row(1), rtweet_row(2, created_at="2021-02-03T10:00:00Z")]
    both.write_text(csv_text(rows), encoding="utf-8")
    asked = mtw_here("add", both, "--study", study.root)
    assert (asked.returncode, "could go into 2 windows" in asked.stderr) == (2, True)


def test_a_wrong_window_and_an_unknown_file_are_not_copied_and_the_others_are(
    tmp_path: Path, mtw_here: MtwHere
) -> None:
    study = make_study(tmp_path / "study")
    wrong = mtw_here("add", export(tmp_path), *ELSEWHERE, "--study", study.root)
    assert wrong.returncode == 1
    assert "None of its tweets was posted within 2019-05-01_2019-05-31" in wrong.stderr
    assert "--window 2021-01-02 2021-01-04" in wrong.stderr
    assert study.windows() == ()
    notes = tmp_path / "notes.csv"
    notes.write_text("a,b\n1,2\n", encoding="utf-8")
    mixed = mtw_here("add", notes, export(tmp_path), *DAYS, "--study", study.root)
    assert mixed.returncode == 1
    assert "notes.csv: not added. The format is not known" in mixed.stderr
    assert [path.name for path in study.exports_of(WINDOW)] == ["a b.csv"]


def test_a_copy_that_fills_the_disk_is_taken_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = make_study(tmp_path / "S")

    def fill_the_disk(_source: Path, target: Path) -> None:
        target.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, "full", str(target))

    monkeypatch.setattr(shutil, "copyfile", fill_the_disk)
    with pytest.raises(OSError, match="full"):
        copied(export(tmp_path), study, WINDOW)
    assert [*study.incoming_of(WINDOW).iterdir()] == []


def test_windows_that_share_days_are_told_when_one_is_made(tmp_path: Path, mtw_here: MtwHere) -> None:
    study = make_study(tmp_path / "study")
    put(study, "first.csv", csv_text([rtweet_row(9)]))
    added = mtw_here("add", export(tmp_path), "--window", "2021-01-02", "2021-01-04", "--study", study.root)
    assert added.returncode == 0
    assert "share days" in added.stderr
    doctor = mtw_here("doctor", "--study", study.root)
    assert (doctor.returncode, "share days" in doctor.stdout) == (1, True)


def test_what_the_study_has_already_is_counted(tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere) -> None:
    study = copy_of(small.study, tmp_path / "study")
    added = mtw_here("add", export(tmp_path, numbers=range(28, 33)), *DAYS, "--study", study.root)
    assert added.returncode == 0, added.stderr
    assert "2 of its 5 tweets are in the study already" in added.stdout


def test_an_export_and_then_its_window_are_taken_out_and_leave_no_row(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    unsure = mtw_here("remove", *("--window", str(LATER.start), str(LATER.end)), "--study", study.root)
    assert (unsure.returncode, "Nothing was deleted" in unsure.stderr) == (2, True)
    gone = mtw_here(
        "remove", "later.csv", *("--window", str(LATER.start), str(LATER.end)), "--study", study.root, "--yes"
    )
    assert gone.returncode == 0, gone.stderr
    assert re.findall(r"(raw_tweets|window_trends|published_warehouse): ", gone.stderr) == [
        "window_trends", "published_warehouse"
    ]  # fmt: skip
    assert "nothing changed since the run of" in mtw_here("run", "--study", study.root).stdout
    assert study.windows() == (WINDOW,)
    assert not study.report_of(LATER).parent.exists()
    rows = {row for name, found in tables_of(study).items() for row in found if LATER.key in row and name}
    assert rows == set()
    with instance_of(study) as instance:
        assert instance.get_dynamic_partitions("collection_window") == [WINDOW.key]
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        assert copy.execute("select distinct collection_window from tweets").fetchall() == [(WINDOW.key,)]


def test_nothing_speaks_of_a_window_that_was_taken_out(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    keep_of_all(study, LATER, ["WC"], [1.0])
    study.to_forget.mkdir()
    proposals_of(study, LATER).write_text("address\n", encoding="utf-8")
    copies = PublishedVersions(study.published)
    (copies.versions / "one before").mkdir()
    gone = mtw_here("remove", "--window", str(LATER.start), str(LATER.end), "--study", study.root, "--yes")
    assert gone.returncode == 0, gone.stderr
    assert not study.liwc_of(LATER).exists()
    assert not proposals_of(study, LATER).exists()
    assert [*copies.versions.iterdir()] == [copies.current]
    assert LATER.key not in study.trends.read_text(encoding="utf-8")


def test_windows_that_were_made_with_one_that_went_are_made_by_the_next_run(
    study: Study, monkeypatch: pytest.MonkeyPatch, mtw_here: MtwHere
) -> None:
    """A removal that is killed before its runs leaves them to the next one, also where it was made after the last."""
    put(study, "a.csv", csv_text([rtweet_row(1, text="walnut walnut walnut walnut")]))
    assert mtw_here("run", "--study", study.root).returncode == 0
    later = rtweet_row(2, created_at="2021-02-03T10:00:00Z", text="an invented sentence about trees, rivers and words")
    put(study, "later.csv", csv_text([later]), LATER)
    assert mtw_here("run", "--study", study.root).returncode == 0
    assert mtw_here("run", *DAYS, "--select", "study_report", "--study", study.root).returncode == 0
    compared = study.report_of(WINDOW).parent / "tables" / "word_keyness.csv"
    assert "walnut,4,0," in compared.read_text(encoding="utf-8-sig")
    assert "in the other windows" in study.report_of(WINDOW).read_text(encoding="utf-8")
    assert "nothing changed" in mtw_here("status", "--study", study.root).stdout
    text = study.settings_path.read_text(encoding="utf-8")
    with_stop_words = text.replace("# extra_stop_words = []", 'extra_stop_words = ["sentence"] #')
    study.settings_path.write_text(with_stop_words, encoding="utf-8")
    assert mtw_here("run", "--study", study.root).returncode == 0
    assert "nothing changed" in mtw_here("status", "--study", study.root).stdout
    [walnut] = [line.split(",") for line in compared.read_text(encoding="utf-8-sig").splitlines() if "walnut" in line]
    with duckdb.connect(str(study.warehouse), read_only=True) as warehouse:
        of_words = "select log_likelihood from word_keyness where collection_window = ? and word = 'walnut'"
        [(expected,)] = warehouse.execute(of_words, [WINDOW.key]).fetchall()
    assert float(walnut[-2]) == pytest.approx(expected)
    monkeypatch.setattr("mtw_pipeline.runs.records.drop_window", _stopped)
    killed = mtw_here("remove", "--window", str(LATER.start), str(LATER.end), "--study", study.root, "--yes")
    assert killed.returncode != 0
    assert study.window_keys() == {WINDOW.key}
    assert "changed since: other windows" in mtw_here("status", "--study", study.root).stdout
    run = mtw_here("run", "--study", study.root)
    assert "Making anew: member_retention, window_changes, window_trends, word_keyness" in run.stdout
    assert not compared.exists()
    assert "in the other windows" not in study.report_of(WINDOW).read_text(encoding="utf-8")
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        assert copy.execute("select distinct collection_window from window_trends").fetchall() == [(WINDOW.key,)]
    assert "nothing changed" in mtw_here("run", "--study", study.root).stdout


def _stopped(*_: object) -> None:
    raise UserError("stopped")


def test_what_linked_folders_hold_is_not_deleted(study: Study, tmp_path: Path, mtw_here: MtwHere) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    theirs = tmp_path / "disk" / "b.csv"
    theirs.parent.mkdir()
    theirs.write_text(csv_text([rtweet_row(2)]), encoding="utf-8")
    (study.incoming_of(WINDOW) / "linked").symlink_to(theirs.parent)
    refused = mtw_here("remove", "linked/b.csv", "--study", study.root, "--yes")
    assert (refused.returncode, "where nothing is deleted" in " ".join(refused.stderr.split())) == (2, True)
    (study.incoming / LATER.key).symlink_to(theirs.parent)
    for window in (WINDOW, LATER):
        remove_window(study, window)
    assert (study.windows(), theirs.is_file()) == ((), True)


def test_a_window_whose_exports_were_deleted_is_told_until_they_are_back(study: Study, mtw_here: MtwHere) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]), LATER)
    empty = put(study, "a.csv", csv_text([rtweet_row(1)]))
    empty.unlink()
    said = "\n".join(mtw_here(command, "--study", study.root).stderr for command in ("windows", "status"))
    assert "has no exports any more" not in said  # it was never run
    study.report_of(WINDOW).parent.mkdir(parents=True)
    study.report_of(WINDOW).write_text("a report", encoding="utf-8")
    study.coding_of(WINDOW).mkdir(parents=True)
    days = f"{WINDOW.start} {WINDOW.end}"
    for command in ("windows", "status", "doctor"):
        told = mtw_here(command, "--study", study.root)
        said = " ".join((told.stdout + told.stderr).split())
        assert f"{WINDOW.key} was run and has no exports any more: its rows stay in the tables" in said
        assert f"what people code of it stays in coding/{WINDOW.key}, and no other window has it. Put them back" in said
        assert f"mtw add --study {study.root} FILE... --window {days}), or take the window out" in said
        assert f"mtw remove --study {study.root} --window {days}" in said
    assert "none any more; its rows stay" in mtw_here("status", "--study", study.root).stdout
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert "has no exports any more" not in mtw_here("windows", "--study", study.root).stderr


def test_a_window_whose_folder_was_renamed_is_told_and_can_be_taken_out(study: Study, mtw_here: MtwHere) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    begin_run(study, WINDOW, "a run")
    study.incoming_of(WINDOW).rename(study.incoming_of(LATER))
    coding = study.coding_of(WINDOW)
    days = f"{WINDOW.start} {WINDOW.end}"
    for command in ("windows", "status", "doctor"):
        told = mtw_here(command, "--study", study.root)
        said = " ".join((told.stdout + told.stderr).split())
        assert f"{WINDOW.key} was run and has no folder" in said
        assert f"mtw remove --study {study.root} --window {days}" in said
        assert "coding" not in said.partition("has no folder")[2].partition("take the window out")[0]
    coding.mkdir(parents=True)
    told = mtw_here("windows", "--study", study.root)
    said = " ".join((told.stdout + told.stderr).split())
    assert f"what people code of it stays in coding/{WINDOW.key}" in said
    assert f"first rename coding/{WINDOW.key} likewise" in said
    assert "sheets that are out are imported as ever" in said
    with open_warehouse(study.warehouse, "a test") as warehouse:
        warehouse.connection.execute("insert into tweets (collection_window, tweet_id) values (?, '1')", [WINDOW.key])
        aside = f"insert into {TRENDS_ASIDE.name} values (?, 'word', 'point', '{{}}')"
        warehouse.connection.execute(aside, [WINDOW.key])
        warehouse.keep_omissions(TWEETS.name, WINDOW, [Omission("", "it is one of a test", "None")])
    remove_window(study, WINDOW)
    assert (study.windows_without_folder(), study.windows()) == ((), (LATER,))
    with open_warehouse(study.warehouse, "a test") as warehouse:
        assert [warehouse.rows_in(table, WINDOW) for table in (TWEETS, TRENDS_ASIDE)] == [0, 0]
        assert (warehouse.omissions(WINDOW), warehouse.unmade(WINDOW)) == ([], {})
    unknown = mtw_here("remove", *DAYS, "--study", study.root, "--yes")
    assert (unknown.returncode, "has no window" in unknown.stderr) == (2, True)
