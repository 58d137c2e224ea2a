"""The first hour with one's own study: exports looked at before they are copied, taken out, nothing made twice."""

import errno
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
import typer
from typer.main import get_command

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import WINDOW_TAG
from mtw_pipeline.defs.run_process import PROCESS_TAG, tags_of_this_process
from mtw_pipeline.exports.arrivals import copied
from mtw_pipeline.forgetting.windows import remove_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import begin_run
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.own_tables import TRENDS_ASIDE
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.studies import LATER, TABLES_ALONE, StudyThatWasRun, copy_of, tables_of

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
    [command] = re.findall(r"mtw (add .*\d)\.", told.stderr)
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


def test_a_run_without_changes_is_not_made_and_one_change_makes_what_rests_on_it(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    unchanged = mtw_here("run", "--study", study.root)
    assert unchanged.returncode == 0
    assert unchanged.stdout.count("nothing changed since the run of") == 2
    assert f"mtw run --study {study.root} --again" in unchanged.stdout
    assert "Running" not in unchanged.stderr
    later = ("--window", str(LATER.start), str(LATER.end), "--study", str(study.root))
    settings = study.settings_path.read_text(encoding="utf-8")
    study.settings_path.write_text(
        settings.replace("# threshold = 0.80", "crosstabs = []\nthreshold = 0.5  #"), encoding="utf-8"
    )
    narrowed = mtw_here("run", *later)
    assert narrowed.returncode == 0, narrowed.stderr
    assert "study.toml coding. Making anew: codebook, sample, code_history" in narrowed.stdout
    assert "raw_tweets:" not in narrowed.stderr
    assert "nothing changed" in mtw_here("run", *later).stdout
    tables = tables_of(study)
    whole = mtw_here("run", "--select", TABLES_ALONE, *later)
    assert (whole.returncode, "raw_tweets:" in whole.stderr) == (0, True)
    assert tables_of(study) == tables


def test_a_run_goes_on_from_the_step_that_failed(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    before = tables_of(study)
    later = ("--window", str(LATER.start), str(LATER.end), "--study", str(study.root))
    insert_query = Warehouse.insert_query

    def insert(self: Warehouse, table: Table, *given: Any) -> int:
        if table.name == "word_list_uses":
            raise OSError(errno.ENOSPC, "No space left on device")
        return insert_query(self, table, *given)

    with monkeypatch.context() as full:
        full.setattr(Warehouse, "insert_query", insert)
        failed = mtw_here("run", "--again", *later)
    assert (failed.returncode, "The disk is full" in failed.stderr) == (1, True)
    assert "goes on from here" in failed.stderr
    status = mtw_here("status", "--study", study.root)
    assert "what it made is taken over by the next" in status.stdout
    more = study.incoming_of(LATER) / "more.csv"
    more.write_text("an export that came since", encoding="utf-8")
    status = mtw_here("status", "--study", study.root)
    assert "changed since: exports (by name, size or time)" in status.stdout
    assert "taken over" not in status.stdout
    more.unlink()
    on = mtw_here("run", *later)
    assert on.returncode == 0, on.stderr
    assert "Making now: word_list_uses" in on.stderr
    assert "mtw run --again" in on.stderr
    assert "  word_list_uses: " in on.stderr
    assert not re.search("(raw_tweets|tweet_tokens|network_ties): ", on.stderr)
    assert study.published_database.is_file()
    assert tables_of(study) == before
    assert "nothing changed since the run of" in mtw_here("run", *later).stdout
    with instance_of(study) as instance:
        on_run, failed_run = instance.get_runs(limit=2)
    assert on_run.tags["dagster/parent_run_id"] == failed_run.run_id
    study.report_of(LATER).unlink()
    again = mtw_here("run", *later)
    assert (again.returncode, "Making now: study_report" in again.stderr) == (0, True)
    assert (study.report_of(LATER).is_file(), "published_warehouse: " in again.stderr) == (True, False)


@pytest.mark.parametrize("command", [("run",), ("run", "--select", "codebook")])
def test_a_warehouse_that_was_put_back_from_a_copy_is_made_anew_whatever_runs_first(
    command: tuple[str, ...], tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    """Its rows are those of an earlier run, and what is known of runs is of the latest."""
    study = copy_of(small.study, tmp_path / "study")
    later = ("--window", str(LATER.start), str(LATER.end), "--study", str(study.root))
    copied = study.warehouse.read_bytes()
    assert mtw_here("run", "--select", "codebook", *later).returncode == 0
    assert "nothing changed since the run of" in mtw_here("run", *later).stdout
    study.warehouse.write_bytes(copied)
    assert (
        "warehouse.duckdb was put back from a copy of another day" in mtw_here("status", "--study", study.root).stdout
    )
    first = mtw_here(*command, *later)
    assert first.returncode == 0, first.stderr
    is_told = "it was put back from a copy of another day. Making anew: everything" in first.stdout
    assert is_told == (command == ("run",))
    now = mtw_here("run", *later)
    assert ("nothing changed since the run of" in now.stdout) == is_told
    assert ("raw_tweets: " in now.stderr) != is_told
    other = mtw_here("run", "--window", str(WINDOW.start), str(WINDOW.end), "--study", study.root)
    assert "nothing changed since the run of" in other.stdout, "its rows are those of its last run"


def test_a_study_that_was_copied_without_its_times_is_not_made_anew(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    exports = [path for window in study.windows() for path in study.exports_of(window)]
    for path in exports:
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert mtw_here("run", "--study", study.root).stdout.count("nothing changed since the run of") == 2
    with monkeypatch.context() as patch:  # once is enough
        patch.setattr("mtw_pipeline.exports.reading.files.ExportFile.sha256", lambda _file: "asked again")
        assert mtw_here("run", "--study", study.root).stdout.count("nothing changed since the run of") == 2
    [later] = study.exports_of(LATER)
    later.write_text(later.read_text(encoding="utf-8").replace("new", "now"), encoding="utf-8")
    made: list[tuple[CollectionWindow, str | None]] = []

    def noted(
        _study: Study, window: CollectionWindow, _validation: object, selection: str | None, **_how: bool
    ) -> bool:
        made.append((window, selection))
        return True

    monkeypatch.setattr("mtw_pipeline.cli.commands.run.run_one", noted)
    changed = mtw_here("run", "--window", str(LATER.start), str(LATER.end), "--study", study.root)
    assert (changed.returncode, made) == (0, [(LATER, None)])
    assert "changed since the run of" in changed.stdout
    assert "exports. Making anew: everything" in changed.stdout


def test_a_warehouse_that_a_program_of_the_team_wrote_into_is_not_made_anew(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    with duckdb.connect(str(study.warehouse)) as written:
        written.execute("create view of_the_team as select 1 as one")
    assert mtw_here("run", "--study", study.root).stdout.count("nothing changed since the run of") == 2


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
    remove_window(study, WINDOW)
    assert (study.windows_without_folder(), study.windows()) == ((), (LATER,))
    with open_warehouse(study.warehouse, "a test") as warehouse:
        assert [warehouse.rows_in(table, WINDOW) for table in (TWEETS, TRENDS_ASIDE)] == [0, 0]
    unknown = mtw_here("remove", *DAYS, "--study", study.root, "--yes")
    assert (unknown.returncode, "has no window" in unknown.stderr) == (2, True)


def test_a_file_that_gave_no_row_is_a_warning_of_the_run(study: Study, mtw_here: MtwHere) -> None:
    put(study, "good.csv", csv_text([rtweet_row(1)]))
    put(study, "late.csv", csv_text([rtweet_row(2, created_at="2022-01-01T10:00:00Z")]))
    run = mtw_here("run", "--select", "raw_tweets", "--study", study.root)
    assert run.returncode == 0, run.stderr
    [line] = [line for line in run.stderr.splitlines() if "its 1 row was not taken" in line]
    assert "late.csv" in line
    assert "good.csv" not in line


def test_status_says_what_comes_next(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = make_study(tmp_path / "empty")
    assert f"mtw add --study {empty.root} FILE..." in mtw_here("status", "--study", empty.root).stdout
    put(empty, "a.csv", csv_text([rtweet_row(1)]))
    told = mtw_here("status", "--study", empty.root).stdout
    assert f"next     mtw run --study {empty.root} {' '.join(DAYS)}" in told
    monkeypatch.chdir(small.study.root)
    done = mtw_here("status").stdout
    assert "success" in done
    assert "nothing changed since" in done
    assert "next     mtw coding pages (for a browser), or mtw coding sheets" in done
    assert "--study" not in done


def test_what_a_run_made_is_told_and_its_records_are_pruned(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    told = mtw_here("report", "--study", study.root)
    assert told.stdout.splitlines() == [*map(str, (study.report_of(WINDOW), study.report_of(LATER), study.trends))]
    assert study.trends.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert mtw_here("windows", "--study", study.root).returncode == 0
    assert mtw_here("doctor", "--study", study.root).returncode == 0
    pruned = mtw_here("prune", "--keep-days", "0", "--study", study.root)
    assert "2 run records" in pruned.stdout
    said = mtw_here("status", "--study", study.root).stdout
    assert len(re.findall("run      success, .* UTC.*; nothing changed since", said)) == 2
    assert "mtw run" not in said
    begin_run(study, WINDOW, "a run of which no record is left")
    said = mtw_here("status", "--study", study.root).stdout
    assert re.search("run      begun .* UTC, and no record says how it ended", said)
    assert f"mtw run --study {study.root} {' '.join(DAYS)}" in said


@pytest.mark.parametrize("left", [b"", bytes(1 << 20)], ids=["nothing", "zeros"])
def test_of_a_study_whose_warehouse_a_power_cut_emptied_nobody_says_that_nothing_changed(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere, left: bytes
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    study.warehouse.write_bytes(left)
    status, run = (mtw_here(command, "--study", study.root) for command in ("status", "run"))
    for told in (status, run):
        said = " ".join((told.stdout + told.stderr).split())
        assert "The warehouse is damaged" in said
        assert "move the file away" in said
        assert "nothing changed since" not in said
    assert (status.returncode, run.returncode) == (0, 2)
    assert f"next     mtw run --study {study.root} {' '.join(DAYS)}" in status.stdout
    study.warehouse.unlink()
    status = mtw_here("status", "--study", study.root)
    assert "nothing changed since" not in status.stdout


@pytest.mark.parametrize("left", [0, 12_288, 300_000], ids=["nothing", "headers", "a part"])
def test_a_damaged_copy_is_told_and_made_anew_by_a_run_that_makes_nothing_else(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere, left: int
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    for path in (study.published_database, *study.root.glob("published/versions/*/study.duckdb")):
        kept = path.read_bytes()[:left]
        path.unlink()
        path.write_bytes(kept)
    for command, code in (("status", 0), ("doctor", 1)):
        told = mtw_here(command, "--study", study.root)
        assert "The analysts' copy is damaged" in " ".join((told.stdout + told.stderr).split())
        assert told.returncode == code
    run = mtw_here("run", "--study", study.root)
    assert run.returncode == 0, run.stderr
    assert "Making it anew" in run.stdout
    assert run.stderr.count("published_warehouse") == 1
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        found = copy.execute("select collection_window, count(*) from tweets group by all order by all").fetchall()
    with duckdb.connect(str(small.study.published_database), read_only=True) as copy:
        assert (
            found == copy.execute("select collection_window, count(*) from tweets group by all order by all").fetchall()
        )
    assert "Making it anew" not in mtw_here("run", "--study", study.root).stdout


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("pseudonym.key", b"", "The key of the pseudonyms is damaged"),
        (f"coding/{WINDOW.key}/frozen-sample.json", bytes(40), "The frozen sample cannot be read"),
        (f"coding/{WINDOW.key}/thawed-sample-1.json", b"{", "The frozen sample cannot be read"),
        (f"coding/{WINDOW.key}/codes.jsonl", bytes(40) + b"\n", "A line of the journal of codes cannot be read"),
    ],
)
def test_the_doctor_looks_at_what_nothing_can_make_anew(
    study: Study, mtw_here: MtwHere, file: str, content: bytes, told: str
) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert mtw_here("doctor", "--study", study.root).returncode == 0
    (study.root / file).parent.mkdir(parents=True, exist_ok=True)
    (study.root / file).write_bytes(content)
    seen = mtw_here("doctor", "--study", study.root)
    said = " ".join((seen.stdout + seen.stderr).split())
    assert (seen.returncode, told in said, file in said) == (1, True, True)


@pytest.mark.parametrize("name", ["my-study", "a study with blanks"])
def test_hints_name_the_study_as_the_reader_did(name: str) -> None:
    folder = Path(name)
    told = pasteable("Make it: mtw run --window A B, or mtw coding import FILE, or mtw init DIR", folder)
    named = shlex.quote(name)
    assert told == (
        f"Make it: mtw run --study {named} --window A B, or mtw coding import --study {named} FILE, or mtw init DIR"
    )
    assert pasteable("mtw run", None) == "mtw run"


def commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    program = get_command(build_app())
    for name, command in program.commands.items():  # type: ignore[attr-defined]
        if hasattr(command, "commands"):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())
        else:
            yield name, command


def test_a_study_that_stands_alone_is_told_to_be_named(
    tmp_path: Path, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By every command: whether it takes the folder for one argument too many, or for something else."""
    monkeypatch.chdir(tmp_path)
    assert mtw_here("init", "S", "--hashtag", "a").returncode == 0
    silent = []
    for name in {name for name, _ in commands()} - {"init"}:
        told = mtw_here(*name.split(), "S")
        if told.returncode != 2 or "name it with --study S" not in told.stderr:
            silent.append(name)
    assert silent == []
    for arguments in (["init", "S", "--hashtag", "a"], ["run", "S", "--study", "S"], ["kwic", "x" * 5_000]):
        assert "name it with --study S" not in mtw_here(*arguments).stderr
    assert "is a folder" in mtw_here("inspect", "S").stderr


def test_a_hashtag_typed_with_its_sign_is_told_to_be_a_comment_of_the_shell(mtw_here: MtwHere) -> None:
    told = mtw_here("init", "S", "--hashtag")  # what a shell makes of: mtw init S --hashtag #YOURTAG
    assert (told.returncode, "--hashtag YOURTAG" in told.stderr) == (2, True)


def test_the_language_of_a_study_may_be_written_in_capitals(tmp_path: Path, mtw_here: MtwHere) -> None:
    assert mtw_here("init", tmp_path / "S", "--hashtag", "a", "--language", "DE").returncode == 0
    assert Study.load(tmp_path / "S").settings.words.stop_words == ("de",)


@pytest.mark.parametrize("language", ["xx", "german", ""])
def test_a_language_without_stop_words_makes_no_study(tmp_path: Path, mtw_here: MtwHere, language: str) -> None:
    told = mtw_here("init", tmp_path / "S", "--hashtag", "a", "--language", language)
    assert (told.returncode, f"for the language '{language}'" in told.stderr, "--language es" in told.stderr) == (
        2,
        True,
        True,
    )
    assert not (tmp_path / "S").exists()


def test_a_study_without_a_window_says_how_to_make_one(tmp_path: Path, mtw_here: MtwHere) -> None:
    assert mtw_here("init", tmp_path / "S", "--hashtag", "#a").returncode == 0
    for command in ("windows", "status", "doctor"):
        assert f"mtw add --study {tmp_path / 'S'} FILE..." in mtw_here(command, "--study", tmp_path / "S").stdout
    told = mtw_here("add", "none.csv", "--window", "2021-02-30", "2021-03-01", "--study", tmp_path / "S")
    assert "is no day" in told.stderr


NEED_NO_TWEETS = {
    "add", "remove", "run", "report", "collect", "coding import", "coding status", "coding thaw", "compare-liwc",
}  # fmt: skip
"""They make what the others ask, or say themselves what is not there yet."""


def test_of_a_window_of_which_nothing_was_read_no_command_gives_an_answer(
    tmp_path: Path, study: Study, mtw_here: MtwHere
) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    target = tmp_path / "written"
    told = {}
    for name, command in commands():
        needed = [one.name for one in command.params if one.required]
        if name not in NEED_NO_TWEETS and "--window" in {opt for one in command.params for opt in one.opts}:
            told[name] = mtw_here(*name.split(), *(target for _ in needed), "--study", study.root)
    assert {name for name, one in told.items() if one.returncode != 2 or "mtw " not in one.stderr} == set()
    for name in ("kwic", "supplement", "network", "coding tables", "export-ids", "liwc-texts"):
        assert f"Of the window {WINDOW.key} nothing was read yet" in " ".join(told[name].stderr.split())
    assert not target.exists()
    assert not study.reports.exists()


def test_status_tells_a_run_under_way_from_one_that_was_killed(study: Study, mtw_here: MtwHere) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    job = dg.Definitions(jobs=[dg.job(name=STUDY_WINDOW.name)(lambda: None)]).resolve_job_def(STUDY_WINDOW.name)
    here = {WINDOW_TAG: WINDOW.key, **tags_of_this_process()}
    said = []
    for tags in (here, here | {PROCESS_TAG: str(2**22 + 1)}):
        with instance_of(study) as instance:
            instance.create_run_for_job(job, tags=tags, status=dg.DagsterRunStatus.STARTED)
        said.append(mtw_here("status", "--study", study.root).stdout)
    assert "run      under way since" in said[0]
    assert f"next     mtw status --study {study.root}, when it has ended" in said[0]
    assert "run      stopped, " in said[1]


def test_no_help_of_a_command_holds_what_the_screen_takes_for_markup() -> None:
    assert [name for name, command in commands() if "[" in (command.help or "").partition(chr(10))[0]] == []


def test_every_command_takes_a_study() -> None:
    without = [name for name, command in commands() if "--study" not in {o for p in command.params for o in p.opts}]
    assert without == []


def test_the_list_of_formats_fits_a_terminal_of_80_columns(mtw_here: MtwHere) -> None:
    assert max(map(len, mtw_here("formats").stdout.splitlines())) <= 80


def test_init_asks_for_what_was_not_said(tmp_path: Path, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(
        [
            str(tmp_path / "asked"),
            "@ann 2021",
            "#Invented, other",
            "A title",
            "2021-01-31",
            "2021-01-01",
            *DAYS[1:],
            "Ann, Ben",
            "xx",
            "ES",
        ]
    )
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "prompt", lambda *_arguments, **_options: next(answers))
    made = mtw_here("init")
    assert made.returncode == 0, made.stderr
    assert "@ann is an account and no hashtag" in made.stdout
    study = Study.load(tmp_path / "asked")
    assert study.settings.title == "A title"
    assert study.settings.hashtags == ("Invented", "other")
    assert study.settings.coding.coders == ("Ann", "Ben")
    assert study.settings.words.stop_words == ("es",)
    assert study.windows() == (WINDOW,)


def test_two_studies_have_seeds_of_their_own(tmp_path: Path, mtw_here: MtwHere) -> None:
    for name in ("one", "two"):
        assert mtw_here("init", tmp_path / name, "--hashtag", "a").returncode == 0
    seeds = {Study.load(tmp_path / name).settings.sample.seed for name in ("one", "two")}
    assert len(seeds) == 2
