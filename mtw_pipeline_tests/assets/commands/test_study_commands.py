"""Commands of a study: init, status, hints, help, and what they say where there is little to say."""

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest
import typer
from typer.main import get_command

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.cli.commands.status import _NOT_ENDED
from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import WINDOW_TAG
from mtw_pipeline.defs.run_process import PROCESS_TAG, tags_of_this_process
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import begin_run
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.studies import LATER, StudyThatWasRun, copy_of

DAYS = ("--window", str(WINDOW.start), str(WINDOW.end))


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


@pytest.mark.parametrize(("folder", "told_to_go"), [(".", False), ("../here", False), ("S", True)])
def test_whoever_makes_a_study_where_they_are_is_not_told_to_go_there(
    tmp_path: Path, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch, folder: str, *, told_to_go: bool
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    said = mtw_here("init", folder, "--hashtag", "a").stdout.splitlines()
    assert ("  cd S" in said, any("cd " in line for line in said)) == (told_to_go, told_to_go)


def test_a_hashtag_typed_with_its_sign_is_told_to_be_a_comment_of_the_shell(mtw_here: MtwHere) -> None:
    told = mtw_here("init", "S", "--hashtag")  # what a shell makes of: mtw init S --hashtag #YOURTAG
    assert (told.returncode, "--hashtag YOURTAG" in told.stderr) == (2, True)


def test_the_language_of_a_study_may_be_written_in_capitals(tmp_path: Path, mtw_here: MtwHere) -> None:
    assert mtw_here("init", tmp_path / "S", "--hashtag", "a", "--language", "DE").returncode == 0
    assert Study.load(tmp_path / "S").settings.words.stop_words == ("de",)


@pytest.mark.parametrize("language", ["xx", "german", "q1"])
def test_a_language_without_stop_words_makes_no_study(tmp_path: Path, mtw_here: MtwHere, language: str) -> None:
    told = mtw_here("init", tmp_path / "S", "--hashtag", "a", "--language", language)
    assert (told.returncode, f"for the language '{language}'" in told.stderr, "--language es" in told.stderr) == (
        2,
        True,
        True,
    )
    assert not (tmp_path / "S").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--hashtag", "#"), "none stands behind its #"),
        (("--hashtag", "a", "--coder", "Ann", "--coder", "ann"), "Ann, ann: two coders have one name"),
        (
            ("--hashtag", "a", "--coder", "A-B", "--coder", "A_B"),
            "A-B, A_B: the names of two coders differ in signs only",
        ),
    ],
)
def test_what_a_new_study_cannot_hold_is_told_of_the_options_and_not_of_a_file_that_is_not_there(
    tmp_path: Path, mtw_here: MtwHere, options: tuple[str, ...], said: str
) -> None:
    told = mtw_here("init", tmp_path / "S", *options)
    assert (told.returncode, said in told.stderr) == (2, True)
    assert "study.toml" not in told.stderr
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


def test_status_tells_a_run_that_did_not_begin(study: Study, mtw_here: MtwHere) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    job = dg.Definitions(jobs=[dg.job(name=STUDY_WINDOW.name)(lambda: None)]).resolve_job_def(STUDY_WINDOW.name)
    with instance_of(study) as instance:
        instance.create_run_for_job(job, tags={WINDOW_TAG: WINDOW.key, **tags_of_this_process()})
    assert "run      not started, " in mtw_here("status", "--study", study.root).stdout


def test_status_has_a_word_for_every_state_of_a_run_that_has_not_ended() -> None:
    others = {"NOT_STARTED", "MANAGED", "SUCCESS", "FAILURE", "CANCELED"}
    assert {state.upper() for state in _NOT_ENDED} == {status.value for status in dg.DagsterRunStatus} - others


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
            "#",
            "#Invented, other",
            "A title",
            "2021-01-31",
            "2021-01-01",
            *DAYS[1:],
            "Ann, ann",
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
    assert "none stands behind its #" in made.stdout
    assert "Ann, ann: two coders have one name" in made.stdout
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


def test_a_study_of_an_edge_list_alone_gets_its_network_and_what_is_made_of_it(
    study: Study, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(study, "edges.csv", "Source,Target,Weight\nana,bo,2\nbo,ana,1\nana,cy,1\n")
    assert mtw_here("run", "--select", "+leaders", "--study", study.root).returncode == 0
    written = mtw_here("network", "--study", study.root)
    assert written.returncode == 0, written.stderr
    [edges] = study.report_of(WINDOW).parent.glob("network/*-edges.csv")
    assert len(edges.read_text(encoding="utf-8").splitlines()) == 1 + 3
    tables = mtw_here("coding", "tables", "--study", study.root)
    assert tables.returncode == 0, tables.stderr
    asked: list[CollectionWindow] = []

    def supplements(_warehouse: Warehouse, _study: Study, windows: Iterable[CollectionWindow]) -> dict[str, object]:
        asked.extend(windows)
        return {}

    monkeypatch.setattr("mtw_pipeline.supplement.writing.write_supplements", supplements)
    assert mtw_here("supplement", "--study", study.root).returncode == 0
    assert asked == [WINDOW]
    of_texts = mtw_here("export-ids", study.root / "ids.txt", "--study", study.root)
    assert of_texts.returncode == 2
    assert "hold ties and no tweets that could be taken. The network alone can be measured" in of_texts.stderr
    assert "was stopped" not in of_texts.stderr
