"""Arguments that cannot be meant: nothing is made, read or overwritten because of them, and a sentence says which."""

import io
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from mtw_pipeline.cli.output import whole_table
from mtw_pipeline.errors import UserError, need_file
from mtw_pipeline.study.folder import SETTINGS_FILE, Study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.builders import csv_text, put, rtweet_row
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.planted_rows import WINDOW, plant, tweet

TO_A_FILE = ("export-ids", "liwc-texts")
TO_A_FOLDER = (("network", "--to"), ("coding tables", "--to"), ("split", "--into"))


@pytest.fixture
def mtw(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> MtwHere:
    return MtwHere(monkeypatch, capsys)


@pytest.fixture
def export(study: Study) -> Path:
    """An export in a study with a tweet and a tie."""
    with open_warehouse(study.warehouse, "a test") as warehouse:
        plant(warehouse, "tweets", [tweet(1)])
        plant(warehouse, "network_ties", [{"layer": "all", "source": "inv_1", "target": "inv_2", "times": 1}])
    return put(study, "a.csv", csv_text([rtweet_row(1)]), WINDOW)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["run", "--select", ""], "Behind --select stands nothing"),
        (["run", "--select="], "Behind --select stands nothing"),
        (["status", "--study", " "], "Behind --study stands nothing"),
        (["coding", "tables", "--to", ""], "Behind --to stands nothing"),
        (["add", ""], "An argument is empty"),
        (["split", "", "--into", "parts"], "An argument is empty"),
    ],
)
def test_nothing_is_no_argument(study: Study, mtw: MtwHere, arguments: list[str], named: str) -> None:
    told = mtw(*arguments, "--study", study.root)
    assert (told.returncode, told.stdout) == (2, "")
    assert named in " ".join(told.stderr.split())


@pytest.mark.parametrize("command", TO_A_FILE)
def test_a_file_that_is_there_is_not_lost_to_whoever_takes_it_for_one_that_is_read(
    study: Study, export: Path, mtw: MtwHere, command: str
) -> None:
    before = export.read_bytes()
    told = mtw(command, export, "--study", study.root)
    assert (told.returncode, export.read_bytes() == before) == (2, True)
    assert f"{export} is there already" in told.stderr.replace("\n", "")
    target = export.parent.parent / "written"
    target.touch()  # as a shell does for > and /dev/stdout
    for more, code in (([], 0), (["--replace"], 0), ([], 2)):
        assert mtw(command, target, "--study", study.root, *more).returncode == code
    assert target.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("command", TO_A_FILE)
def test_what_is_said_of_a_file_is_not_written_into_standard_output_that_is_the_file(
    study: Study, export: Path, command: str, tmp_path: Path
) -> None:
    """The closing line stood among the ids, and in a file that a shell made in place of the first of them."""
    program = [sys.executable, "-c", "from mtw_pipeline.cli import main; main()", command]
    arguments = ["--study", study.root, "--replace"]
    target = tmp_path / "written"
    with target.open("w", encoding="utf-8") as stream:
        subprocess.run([*program, "/dev/stdout", *arguments], stdout=stream, stderr=subprocess.DEVNULL, check=True)
    piped = subprocess.run([*program, "/dev/stdout", *arguments], capture_output=True, text=True, check=True)
    named = subprocess.run([*program, tmp_path / "named", *arguments], capture_output=True, text=True, check=True)
    written = (tmp_path / "named").read_text(encoding="utf-8")
    assert target.read_text(encoding="utf-8") == piped.stdout == written
    assert piped.stderr.splitlines()[0].endswith(": /dev/stdout")
    assert f": {tmp_path / 'named'}" in named.stdout


@pytest.mark.parametrize("command", TO_A_FILE)
def test_where_no_file_can_be_written_it_is_said_before_the_work(
    study: Study, export: Path, mtw: MtwHere, command: str
) -> None:
    for target, said in (
        (export.parent, f"{export.parent} is a folder, and a file is written"),
        (study.root / "nowhere" / "ids.txt", f"There is no folder {study.root / 'nowhere'}"),
        ("-", "- is no name of a file. Name one; Linux and macOS call standard output /dev/stdout"),
    ):
        told = mtw(command, target, "--study", study.root)
        assert told.returncode == 2
        assert said in told.stderr.replace("\n", "")


@pytest.mark.parametrize(("command", "option"), TO_A_FOLDER)
@pytest.mark.parametrize("below", ["", "tables"])
def test_a_file_where_a_folder_must_be_is_not_to_be_moved_away(
    study: Study, export: Path, mtw: MtwHere, command: str, option: str, below: str
) -> None:
    files = [export] if command == "split" else []
    told = mtw(*command.split(), *files, option, study.root / SETTINGS_FILE / below, "--study", study.root)
    said = told.stderr.replace("\n", "")
    assert told.returncode == 2
    assert "study.toml is a file, and a folder is needed" in said or "Name a folder: --to FOLDER" in said
    assert "out of the way" not in said


def test_a_number_that_nothing_can_count_is_wrong_use(study: Study, mtw: MtwHere) -> None:
    for arguments in (["kwic", "word", "--most"], ["kwic", "word", "--around"], ["prune", "--keep-days"]):
        assert mtw(*arguments, 10**23, "--study", study.root).returncode == 2


@pytest.mark.parametrize("command", ["import-liwc", "compare-liwc"])
def test_of_a_table_of_liwc_that_is_not_there_or_empty_that_is_said(
    study: Study, export: Path, mtw: MtwHere, command: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("text,WC\n", encoding="utf-8")
    for path, said in ((tmp_path / "no.csv", "There is no file"), (empty, "The output of LIWC has no rows")):
        told = mtw(command, path, "--study", study.root)
        assert (told.returncode, said in " ".join(told.stderr.split())) == (2, True)
    assert export.is_file()


def test_files_in_a_folder_with_a_blank_are_named_as_a_shell_takes_them(tmp_path: Path) -> None:
    folder = tmp_path / "our exports"
    folder.mkdir()
    with pytest.raises(UserError) as told:
        need_file(folder)
    words = shlex.split(str(told.value).partition("as in: ")[2])
    assert words == [f"{folder}/*.csv"]


@pytest.mark.parametrize(
    "command",
    ["mtw add FILE... --window 2020-01-01 2020-01-02", "mtw init ../.. --hashtag YOURTAG"],
)
def test_points_within_a_command_end_no_sentence(command: str) -> None:
    assert str(UserError("It is so", remedy=f"Do this: {command}")).endswith(command)
    assert str(UserError("It is so", remedy=f"Do this: {command}. It helps")).endswith("It helps.")


def test_a_study_that_is_named_before_the_command_is_told_where_it_stands(study: Study, mtw: MtwHere) -> None:
    told = mtw("--study", study.root, "status")
    assert told.returncode == 2
    assert f"the study is named behind the command, as in: mtw status --study {study.root}" in one_line(told.stderr)
    assert "behind the command" not in mtw("status", "--study", study.root, "--wrong").stderr


@pytest.mark.parametrize("command", [(), ("run",), ("coding",), ("coding", "sheets")])
def test_every_command_explains_itself_at_h(mtw: MtwHere, command: tuple[str, ...]) -> None:
    told = mtw(*command, "-h")
    assert (told.returncode, told.stdout) == (0, mtw(*command, "--help").stdout)


def test_a_pattern_of_files_and_a_list_that_is_not_there_are_told_as_they_are_typed(study: Study, mtw: MtwHere) -> None:
    folder = study.incoming
    folder.mkdir(exist_ok=True)
    told = mtw("inspect", folder)
    assert one_line(told.stderr).endswith(f"as in: {folder}/*.csv"), "and no full stop is pasted along"
    missing = mtw("forget", "--users", study.root / "nobody.txt", "--study", study.root)
    assert "Check its name: in it stands one handle or user id a line" in one_line(missing.stderr)


def test_paths_in_tables_are_whole_on_a_narrow_terminal() -> None:
    path = "/home/team/a folder/study/reports/2021-01-01_2021-01-31/report.html"
    table = whole_table("window", "report")
    table.add_row("2021-01-01_2021-01-31", path)
    screen = Console(file=io.StringIO(), width=40)
    screen.print(table)
    shown = screen.file.getvalue()  # type: ignore[attr-defined]
    assert "…" not in shown
    cells = [line.split("│")[2].strip() for line in shown.splitlines() if line.startswith("│")]
    assert "".join(cells).replace(" ", "") == path.replace(" ", "")


def test_ids_that_name_their_authors_are_told_as_that(study: Study, export: Path, mtw: MtwHere) -> None:
    assert export.is_file()
    assert mtw("export-ids", study.root / "of-x.txt", "--study", study.root).stderr == ""
    with open_warehouse(study.warehouse, "a test") as warehouse:
        others = (
            "https://alpha.example/users/ana/statuses/1",
            "at://did:plc:ana/app.bsky.feed.post/3k1",
            "at://did:plc:bo/app.bsky.feed.post/3k2",
        )
        plant(warehouse, "tweets", [tweet(1), *(tweet(2) | {"tweet_id": one} for one in others)])
    told = one_line(mtw("export-ids", study.root / "of-all.txt", "--study", study.root).stderr)
    assert "2 ids are addresses of posts of Bluesky, and each names the account of its author" in told
    assert "1 id is the address of a post of Mastodon, and each names the account of its author" in told


def one_line(text: str) -> str:
    return " ".join(text.split())
