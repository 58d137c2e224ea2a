"""The program as a person runs it, not on a terminal: in a process of its own where only a process proves it."""

import importlib.metadata
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.exports.formats.registry import known_formats
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.own_tables import LATEST_RUNS
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.programs import program
from mtw_pipeline_tests.studies import copy_of

MTW = Path(sys.executable).with_name("mtw")
DAYS = (str(WINDOW.start), str(WINDOW.end))
PATIENCE = 600
"""Far more seconds than a run takes on a machine that does much else."""


def mtw(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([MTW, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_a_study_is_made_and_gets_an_export_and_has_no_report_yet(tmp_path: Path, mtw_here: MtwHere) -> None:
    export = tmp_path / "my export, 1.csv"
    export.write_text(csv_text([rtweet_row(1), rtweet_row(2)]), encoding="utf-8")
    folder = tmp_path / "study"
    made = mtw_here("init", folder, "--hashtag", "#Invented", "--window", *DAYS)
    assert (made.returncode, made.stderr) == (0, "")
    assert "mtw add" in made.stdout
    added = mtw_here("add", export, "--window", *DAYS, "--study", folder)
    assert (added.returncode, added.stderr) == (0, "Looking at the files\n")
    early = mtw_here("report", "--study", folder)
    assert early.returncode == 2
    assert "There is no report yet" in early.stderr


def test_files_are_inspected_and_formats_listed_without_a_study(tmp_path: Path, mtw_here: MtwHere) -> None:
    export = tmp_path / "export"
    export.write_text(csv_text([rtweet_row(1), rtweet_row(2, created_at="never")]), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("a note", encoding="utf-8")
    seen = mtw("inspect", export)
    assert seen.returncode == 0, seen.stderr
    assert "Traceback" not in seen.stderr
    assert "Warning" not in seen.stderr
    assert "rtweet" in seen.stdout
    assert "2, of which 1 would be taken" in seen.stdout
    assert "1 row, the first on line 3: time of posting never cannot be read" in seen.stdout
    refused = mtw_here("inspect", tmp_path / "notes.txt")
    assert (refused.returncode, "refused" in refused.stdout) == (1, True)
    listed = mtw_here("formats")
    assert listed.returncode == 0, listed.stderr
    assert all(known.name in listed.stdout for known in known_formats())


def test_a_failed_check_is_exit_code_1_and_named(study: Study, mtw_here: MtwHere) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1, status_id="")]))
    run = mtw_here("run", "--study", study.root)
    assert run.returncode == 1
    assert "raw_tweets.row_count" in run.stderr
    assert "Traceback" not in run.stderr


def test_what_is_logged_while_exports_are_read_ahead_is_shown_once_and_kept_once(
    study: Study, mtw_here: MtwHere
) -> None:
    rows = csv_text([rtweet_row(1, status_id="")])  # of which no table can be made, so that the run ends soon
    for name in ("a.csv", "b.csv"):
        put(study, name, rows)
    run = mtw_here("run", "--study", study.root)
    with instance_of(study) as instance:
        [record] = instance.get_run_records()
        events = instance.all_logs(record.dagster_run.run_id)
    kept = [one for one in events if one.step_key == "collection" and not one.is_dagster_event]
    logged = ["b.csv: refused. It has the same content as a.csv, which counts", "a.csv: its 1 row was not taken"]
    assert [one.level for one in kept if "refused" in one.user_message] == [logging.WARNING]
    for message in logged:
        assert (run.stderr.count(message), sum(message in one.user_message for one in kept)) == (1, 1)
    shown = [run.stderr.index(message) for message in (*logged, "collection_exports: 2 rows")]
    assert shown == sorted(shown)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "--study", "{empty}"), "mtw init"),
        (("run", "--study", "{study}"), "no exports"),
        (("run", "--study", "{study}", "--window", "2021-01-31", "2021-01-01"), "before it starts"),
        (("run", "--study", "{study}", "--window", *DAYS, "--select", "no_such_table"), "no_such_table"),
        (("run", "--study", "{study}", "--window", "2019-01-01", "2019-01-31"), "no window 2019-01-01_2019-01-31"),
        (("supplement", "--study", "{study}", "--window", "2019-01-01", "2019-01-31"), "no window"),
        (("add", "{empty}/none.csv", "--window", *DAYS, "--study", "{study}"), "There is no file"),
        (("init", "{study}", "--hashtag", "a", "--window", *DAYS), "already"),
        (("init", "{empty}/x", "--hashtag", "two words", "--window", *DAYS), "one word"),
        (("demo", "--study", "{study}"), "real data"),
        (("no-such-command",), "No such command"),
        (("prune", "--keep-days", "-1", "--study", "{study}"), "keep-days"),
    ],
)
def test_wrong_use_is_exit_code_2_and_one_paragraph(
    tmp_path: Path, mtw_here: MtwHere, arguments: tuple[str, ...], said: str
) -> None:
    study = make_study(tmp_path / "study")
    study.incoming_of(WINDOW).mkdir()
    places = {"study": study.root, "empty": tmp_path / "empty"}
    done = mtw_here(*(argument.format(**places) for argument in arguments))
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_lies_beside_the_windows_is_named(tmp_path: Path, mtw_here: MtwHere) -> None:
    study = make_study(tmp_path / "study")
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    (study.incoming / "loose.csv").write_text("a", encoding="utf-8")
    (study.incoming / "2021-02-01 2021-02-28").mkdir()
    (study.incoming / "2021-02-01 2021-02-28" / "b.csv").write_text("a", encoding="utf-8")
    (study.incoming / "empty").mkdir()
    (study.incoming / ".DS_Store").write_text("a", encoding="utf-8")
    (study.incoming / "2021-03-01_2021-03-31").symlink_to(tmp_path / "a disk that is not there")
    (study.incoming / "empty" / "linked").symlink_to(tmp_path)
    listed = mtw_here("windows", "--study", study.root)
    assert listed.returncode == 0
    assert listed.stderr.count("lies in no window") == 3
    assert " ".join(listed.stderr.split()).count(f"mtw add --study {study.root} FILE...") == 3
    assert "is a link to what is not there" in " ".join(listed.stderr.split())
    assert {path.name for path in study.in_no_window()} == {
        "loose.csv", "2021-02-01 2021-02-28", "2021-03-01_2021-03-31", "empty",
    }  # fmt: skip


@pytest.mark.parametrize("days", ["2021-02-28_2021-02-01", "2021-02-30_2021-03-01"])
def test_a_folder_whose_days_cannot_be_is_named(tmp_path: Path, mtw_here: MtwHere, days: str) -> None:
    study = make_study(tmp_path / "study")
    (study.incoming / days).mkdir()
    told = mtw_here("windows", "--study", study.root)
    assert told.returncode == 2
    assert days in "".join(told.stderr.split())
    assert "START_END" in told.stderr


def test_debug_shows_where_an_error_came_from(tmp_path: Path) -> None:
    done = mtw("run", "--study", tmp_path, "--debug")
    assert done.returncode != 0
    assert "Traceback" in done.stderr


def test_the_version_is_the_projects() -> None:
    assert mtw("--version").stdout == f"mtw-pipeline {importlib.metadata.version('mtw-pipeline')}\n"


def test_bash_completes_commands_once_it_was_told_to(tmp_path: Path) -> None:
    bash = program("bash", "bash")
    surroundings = os.environ | {"HOME": str(tmp_path), "PATH": f"{MTW.parent}{os.pathsep}{os.environ['PATH']}"}

    def said(script: str) -> list[str]:
        done = subprocess.run([bash, "-c", script], capture_output=True, text=True, check=True, env=surroundings)
        return done.stdout.split()

    assert "bash" in said("mtw --install-completion && true")
    completed = "source ~/.bash_completions/mtw.sh; COMP_CWORD=1; {}; _mtw_completion mtw; echo ${{COMPREPLY[*]}}"
    assert said(completed.format("COMP_WORDS=(mtw ins)")) == ["inspect"]
    assert said(completed.format("COMP_WORDS=(mtw coding dis); COMP_CWORD=2")) == ["disagreements"]


def test_a_study_is_found_through_its_variable_too(
    tmp_path: Path, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_study(tmp_path / "named")
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    monkeypatch.setenv("MTW_STUDY", str(study.root))
    assert WINDOW.key in mtw_here("windows").stdout


class _Hears(logging.Handler):
    """Sets an event once somebody says that it waits."""

    def __init__(self) -> None:
        super().__init__()
        self.somebody_waits = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "waiting for" in record.getMessage():
            self.somebody_waits.set()


def test_a_run_waits_for_another_and_says_for_what(study: Study, mtw_here: MtwHere) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    hearing, held = _Hears(), threading.Event()

    def run_of_another_window() -> None:
        with open_warehouse(study.warehouse, "run 1a2b3c4d of another window"):
            held.set()
            hearing.somebody_waits.wait(60)

    other = threading.Thread(target=run_of_another_window)
    other.start()
    assert held.wait(60)
    logger = logging.getLogger("mtw_pipeline")
    logger.addHandler(hearing)
    waiting = mtw_here("run", "--select", "collection_exports", "--study", study.root)
    logger.removeHandler(hearing)
    other.join()
    assert hearing.somebody_waits.is_set()
    assert "waiting for run 1a2b3c4d of another window" in waiting.stderr
    assert waiting.returncode == 0


def test_a_killed_run_leaves_no_trace_in_the_tables_of_the_next(
    fresh: Study, tmp_path: Path, mtw_here: MtwHere
) -> None:
    rows = [rtweet_row(number, text=f"good number {number} @inv_{number % 9}") for number in range(1, 400)]
    tables = []
    for name, kill_at in (("whole", ""), ("early", "raw_tweets:"), ("late", "interactions:")):
        study = copy_of(fresh, tmp_path / name)
        put(study, "a.csv", csv_text(rows))
        command = ("run", "--select", "+interactions or +users", "--study", str(study.root))
        if kill_at:
            run = subprocess.Popen([MTW, *command], stderr=subprocess.PIPE, text=True)
            assert run.stderr is not None
            watchdog = threading.Timer(PATIENCE, run.kill)
            watchdog.start()
            assert any(kill_at in line for line in run.stderr)
            run.kill()
            watchdog.cancel()
            run.communicate()
        assert mtw_here(*command).returncode == 0
        with duckdb.connect(str(study.warehouse), read_only=True) as connection:
            found = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
            names = [name for (name,) in found if name != LATEST_RUNS.name]  # Dagster's ids of runs
            tables.append({one: connection.execute(f"from {one} order by all").fetchall() for one in names})
        if kill_at:
            with instance_of(study) as instance:
                states = [record.dagster_run.status for record in instance.get_run_records()]
            assert states == [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE]
    assert tables[0] == tables[1] == tables[2]
