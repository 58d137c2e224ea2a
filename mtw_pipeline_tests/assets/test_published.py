"""The analysts' copy of a run, as analysts meet it: other processes, other clients, while runs go on."""

import csv
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.names.allowed import AllowedWords
from mtw_pipeline.published.names.known import KnownNames
from mtw_pipeline.published.views import views
from mtw_pipeline.runs.running import run_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Holds, Type
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, make_study
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.programs import program
from mtw_pipeline_tests.published_copies import publish
from mtw_pipeline_tests.studies import LATER, StudyThatWasRun, copy_of, run

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
SECRETS = (
    "ann_invented",
    "anna_new",
    "bob_the_2nd",
    "501",
    "502",
    "Ann Real Name",
    "my profile text",
    "ann@example.org",
)


@pytest.fixture
def copy(small: StudyThatWasRun) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(small.study.published_database), read_only=True)


def test_a_run_publishes_and_every_check_of_the_copy_passes(small: StudyThatWasRun) -> None:
    for outcome in small.outcomes:
        assert outcome.succeeded, outcome
        assert not [check for check in outcome.failed_checks if check.table == "published_warehouse"]


def test_no_person_stands_anywhere_in_the_copy(small: StudyThatWasRun) -> None:
    study = small.study
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        names = [row[0] for row in copy.execute("select table_name from duckdb_tables()").fetchall()]
        content = "\n".join(str(copy.execute(f"from {name}").fetchall()) for name in names).lower()
    for secret in SECRETS:
        assert not re.search(rf"(?<![a-z0-9_]){re.escape(secret.lower())}(?![a-z0-9_])", content), secret
    assert "1345000000000000001" not in content
    assert study.pseudonym_key.read_text().strip() not in content


def test_a_study_of_x_alone_says_nothing_of_platforms(small: StudyThatWasRun) -> None:
    """What a window of several platforms says in its report and trends: test_mixed_platforms.py."""
    assert "platforms" not in small.study.report_of(WINDOW).read_text(encoding="utf-8").lower()
    with duckdb.connect(str(small.study.warehouse), read_only=True) as connection:
        measures = {row[0] for row in connection.execute("select measure from window_trends").fetchall()}
    assert "tweets" in measures
    assert not {measure for measure in measures if "_on_" in measure}


def test_the_supplement_names_nobody_and_no_count_of_few(small: StudyThatWasRun, mtw_here: MtwHere) -> None:
    study = small.study
    written = mtw_here("supplement", "--study", study.root, "--window", str(WINDOW.start), str(WINDOW.end))
    assert written.returncode == 0, written.stderr
    page = study.supplement_of(WINDOW).read_text(encoding="utf-8")
    for secret in (*SECRETS, "1345000000000000001"):
        assert not re.search(rf"(?<![A-Za-z0-9_]){re.escape(secret.lower())}(?![A-Za-z0-9_])", page.lower()), secret
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        [(leader,)] = copy.execute(
            "select account from leaders where collection_window = ? order by leads_by, rank limit 1", [WINDOW.key]
        ).fetchall()
    assert leader[:11] in page
    assert "withheld</span>" in page
    assert study.supplement_of(WINDOW).with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert str(study.supplement_of(WINDOW)) in written.stdout


def test_a_person_has_one_pseudonym_in_every_table_and_window_also_under_a_new_handle(
    copy: duckdb.DuckDBPyConnection,
) -> None:
    [(first,)] = copy.execute("select author from tweets where text like 'hello from%'").fetchall()
    [(later,)] = copy.execute("select author from tweets where text = 'new #one'").fetchall()
    assert first == later
    assert copy.execute("select count(*) from users where account = ?", [first]).fetchall() == [(2,)]
    [(text,)] = copy.execute("select text from tweets where text like 'great%'").fetchall()
    assert text.startswith(f"great @{first}, mail [e-mail]")
    ties = copy.execute("select kind from interactions where target = ? order by kind", [first]).fetchall()
    assert ties == [("mention",), ("retweet",)]


def test_the_copy_holds_every_table_but_the_rows_as_collected(copy: duckdb.DuckDBPyConnection) -> None:
    names = {row[0] for row in copy.execute("select table_name from duckdb_tables()").fetchall()}
    assert names == {table.name for table in TABLES} - {"raw_tweets", "raw_ties", "rejected_rows", "identities"} | {
        "provenance"
    }
    [tags] = copy.execute("select tags from duckdb_databases() where database_name = 'study'").fetchall()
    assert tags[0]["storage_version"].startswith("v1.0.0")


def test_every_table_view_and_column_says_what_it_is(copy: duckdb.DuckDBPyConnection) -> None:
    for view in views():
        columns = [row[0] for row in copy.execute(f"describe {view.name}").fetchall()]
        assert columns == list(view.columns), view.name
    silent = copy.execute("select table_name, column_name from duckdb_columns() where comment is null and not internal")
    assert silent.fetchall() == []


def test_parquet_holds_the_same_as_the_tables(small: StudyThatWasRun) -> None:
    study = small.study
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        for table in (*published_tables(identify=False),):
            file = str(study.published / "parquet" / table.name / "*.parquet")
            same = copy.execute(
                f"select (select count(*) from (from {table.name} except all from read_parquet($1)))"
                f" + (select count(*) from (from read_parquet($1) except all from {table.name}))",
                [file],
            ).fetchall()
            assert same == [(0,)], table.name
            told = "select column_name, column_type from (describe {})"  # also of tables without rows
            of_files = copy.execute(told.format("from read_parquet($1)"), [file]).fetchall()
            assert of_files == copy.execute(told.format(table.name)).fetchall(), table.name


def test_the_provenance_names_what_the_copy_was_made_of(
    small: StudyThatWasRun, copy: duckdb.DuckDBPyConnection
) -> None:
    [row] = copy.execute(
        "select run_id, collection_windows, is_identified, len(export_sha256) from provenance"
    ).fetchall()
    assert row == (small.outcomes[-1].run_id, [WINDOW.key, LATER.key], False, 3)


def test_a_study_that_identifies_people_publishes_everything_as_it_is(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study", settings="")
    text = study.settings_path.read_text().replace("# identify = false ", "identify = true ")
    study.settings_path.write_text(text)
    study = Study.load(study.root)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        warehouse.connection.execute(
            "insert into users (collection_window, account, handle, name, tweets, times_named)"
            " values ('w', 'ann', 'Ann', 'Ann A.', 1, 0)"
        )
        publish(warehouse, study, "run")
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        assert copy.execute("select account, name from users").fetchall() == [("ann", "Ann A.")]
        assert copy.execute("select count(*) from raw_tweets").fetchall() == [(0,)]
    assert not study.pseudonym_key.exists()


def test_every_text_column_of_every_table_says_what_it_holds_of_people() -> None:
    silent = [
        f"{table.name}.{column.name}" for table in TABLES for column in table.columns if not column.holds_of_people
    ]
    assert silent == []
    for table in TABLES:
        for column in table.columns:
            if column.type not in (Type.TEXT, Type.TEXTS):
                allowed = {None, Holds.NOTHING, Holds.PROFILE} | (
                    {Holds.AUDIENCE} if column.type is Type.INTEGER else set()
                )
                assert column.holds in allowed, f"{table.name}.{column.name}"


_READER = """
import os, pathlib, sys, duckdb
database, stop = sys.argv[1:]
os.nice(19)  # eight that never pause would leave a small machine nothing for the run
queries = 0
while True:
    last = pathlib.Path(stop).exists()
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute("set enable_progress_bar = false")
        [(rows,)] = connection.execute("select count(*) from tweets").fetchall()
        [(listed,)] = connection.execute("select sum(tweets) from v_windows").fetchall()
        assert rows == listed, (rows, listed)
    queries += 1
    if queries == 1:
        print("reading", flush=True)
    if last:
        break
print(queries)
"""


def test_eight_readers_query_while_runs_write_without_one_error(
    small: StudyThatWasRun, tmp_path: Path, validation: ValidationProcess
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    with instance_of(study) as instance:
        [version] = [(study.published / "current").read_text(encoding="utf-8").strip()]
        holder = duckdb.connect(str(study.published / "versions" / version / "study.duckdb"), read_only=True)
        before = holder.execute("select published_at from provenance").fetchall()
        command = [sys.executable, "-c", _READER, str(study.published_database), str(tmp_path / "stop")]
        readers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(8)
        ]
        for reader in readers:
            assert reader.stdout is not None
            assert "reading\n" in reader.stdout  # on a busy machine behind a progress bar
        selection = "tweets or word_frequencies or published_warehouse"
        assert run_window(instance, study, WINDOW, validation, selection).succeeded
        for run_id in ("second", "third"):
            with open_warehouse(study.warehouse, "a test") as warehouse:
                publish(warehouse, study, run_id)
    (tmp_path / "stop").touch()
    for reader in readers:
        said, error = reader.communicate(timeout=60)
        assert (reader.returncode, error) == (0, "")
        assert int(said.splitlines()[-1]) > 1
    assert holder.execute("select published_at from provenance").fetchall() == before
    with duckdb.connect(str(study.published_database), read_only=True) as fresh:
        assert fresh.execute("select published_at from provenance").fetchall() > before
    holder.close()


def test_a_failed_publication_leaves_the_copy_that_was_there(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_warehouse(study.warehouse, "a test") as warehouse:
        publish(warehouse, study, "first")
        monkeypatch.setattr("mtw_pipeline.published.publishing.write_provenance", lambda _folder: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish(warehouse, study, "second")
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        assert copy.execute("select run_id from provenance").fetchall() == [("first",)]
    assert [path.name.startswith(".") for path in (study.published / "versions").iterdir()] == [False]
    assert not stat.S_IMODE(study.published_database.stat().st_mode) & 0o222


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Masking that knows nobody, until it is undone."""
    with monkeypatch.context() as patch:
        nobody = KnownNames((), (), (), AllowedWords(frozenset(), frozenset(), frozenset()))
        patch.setattr("mtw_pipeline.published.publishing.known_names", lambda *_: nobody)
        yield patch


def test_a_copy_that_names_somebody_is_never_in_place_and_the_one_before_stays(
    small: StudyThatWasRun, tmp_path: Path, validation: ValidationProcess, careless: pytest.MonkeyPatch
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    study.parts_record.rename(tmp_path / "record")  # so that all parts are made anew
    before = {path.relative_to(study.published): path.read_bytes() for path in files_below(study.published)}
    outcome = run(study, validation, selection="published_warehouse")
    assert not outcome.succeeded
    [failed] = [one for one in outcome.failed_checks if one.table == "published_warehouse"]
    assert (failed.check, failed.is_error) == ("no_person", True)
    assert f"It lies in {study.failed_copy}" in failed.description
    assert "tweets.text: 1 handle, first in 2021-01-01_2021-01-31, tweet_id tweet_" in failed.description
    assert "ann_invented" not in failed.description.lower(), "records are kept"
    assert '"ann_invented" in: hello from' in study.named_in_failed_copy.read_text(encoding="utf-8")
    assert {path.relative_to(study.published): path.read_bytes() for path in files_below(study.published)} == before
    aside = [study.failed_copy, *study.failed_copy.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in aside} == {0o400, 0o700}
    with duckdb.connect(str(study.failed_copy / "study.duckdb"), read_only=True) as copy:
        assert copy.execute("select count(*) from tweets where text ilike '%ann_invented%'").fetchall() > [(0,)]
    careless.undo()
    assert run(study, validation, selection="published_warehouse").succeeded
    assert not study.failed_copy.exists()
    assert {path.name for path in study.published.iterdir()} == {"current", "study.duckdb", "parquet", "versions"}


@pytest.mark.usefixtures("careless")
def test_somebody_is_forgotten_although_the_next_copy_names_others(
    small: StudyThatWasRun,
    tmp_path: Path,
    mtw_here: MtwHere,
) -> None:
    """The copy before holds them, and the next one must not be read."""
    study = copy_of(small.study, tmp_path / "study")
    (tmp_path / "users.csv").write_text("handle\ninv_105\n", encoding="utf-8")
    done = mtw_here("forget", "--users", tmp_path / "users.csv", "--study", study.root)
    said = " ".join(done.stderr.split())
    assert done.returncode == 1
    assert "The analysts' copy held them and is deleted, and none was made in its place. Make one: mtw run" in said
    assert files_below(study.published) == []


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_reader_of_both_finds_the_parquet_files_of_the_database_that_it_has_open(study: Study) -> None:
    with open_warehouse(study.warehouse, "a test") as warehouse:
        publish(warehouse, study, "first")
        with duckdb.connect(str(study.published_database), read_only=True) as reader:
            publish(warehouse, study, "second")
            [(copy, run)] = reader.execute("select copy, run_id from provenance").fetchall()
            file = study.published / "versions" / copy / "parquet" / "provenance.parquet"
            assert reader.execute("select copy, run_id from read_parquet(?)", [str(file)]).fetchall() == [(copy, run)]
    assert run == "first"


def blocks(language: str) -> list[str]:
    """The code of the analysts' guide in a language."""
    guide = (Path(__file__).resolve().parents[2] / "docs" / "analysts.md").read_text(encoding="utf-8")
    return [block.split("```")[0] for block in guide.split(f"```{language}\n")[1:]]


@pytest.fixture
def answers(copy: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """What DuckDB in Python answers to the questions of the guide."""
    return {question: copy.execute(question).fetchall() for question in blocks("sql")}


def test_every_question_of_the_analysts_guide_is_answered(answers: dict[str, list[tuple[object, ...]]]) -> None:
    assert len(answers) == 10
    empty = [question for question, rows in answers.items() if not rows]
    assert all("v_agreement" in question or "v_communities" in question for question in empty)
    assert not any(
        secret in str(list(answers.values())) for secret in ("Ann_Invented", "ann_invented", "ann@example.org")
    )


def numbers(rows: Sequence[Sequence[object]]) -> list[float]:
    """Every number of an answer, in order; how clients write dates and lists differs."""
    return [float(cell) for row in rows for cell in map(str, row) if NUMBER.fullmatch(cell)]


def test_the_command_line_answers_every_question_alike(
    small: StudyThatWasRun, answers: dict[str, list[tuple[object, ...]]]
) -> None:
    command = [Path(sys.executable).with_name("duckdb"), "-readonly", "-csv", "-noheader", "published/study.duckdb"]
    for question, rows in answers.items():
        told = subprocess.run(
            [*command, question], cwd=small.study.root, check=True, capture_output=True, encoding="utf-8"
        )
        found = list(csv.reader(told.stdout.splitlines()))
        assert (question, len(found), numbers(found)) == (question, len(rows), pytest.approx(numbers(rows)))


@pytest.mark.parametrize(
    "block", [one for one in blocks("r") if "study.duckdb" in one], ids=["the package duckdb", "the command line"]
)
def test_r_answers_every_question_alike(
    block: str, small: StudyThatWasRun, answers: dict[str, list[tuple[object, ...]]], tmp_path: Path
) -> None:
    rscript = program("Rscript", "r-base-core")
    asking = "ask" if "ask <-" in block else "function(question) DBI::dbGetQuery(con, question)"
    if "duckdb::" in block and subprocess.run([rscript, "-e", "loadNamespace('duckdb')"], check=False).returncode:
        pytest.skip("R's package duckdb is not on this machine, and Debian has none")
    for number, question in enumerate(answers):
        (tmp_path / f"{number}.sql").write_text(question, encoding="utf-8")
    script = f"""{block}
        asked <- {asking}
        for (number in 0:{len(answers) - 1}) {{
            question <- paste(readLines(sprintf("{tmp_path}/%d.sql", number)), collapse = "\n")
            write.table(asked(question), sprintf("{tmp_path}/%d.csv", number), sep = ",", qmethod = "double",
                        row.names = FALSE, fileEncoding = "UTF-8")
        }}"""
    reach = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run([rscript, "-e", script], cwd=small.study.root, check=True, env={**os.environ, "PATH": reach})
    for number, (question, rows) in enumerate(answers.items()):
        with (tmp_path / f"{number}.csv").open(encoding="utf-8", newline="") as stream:
            _, *found = csv.reader(stream)
        assert (question, len(found), numbers(found)) == (question, len(rows), pytest.approx(numbers(rows)))
