"""Commands that messages propose, pasted as they stand, and words on a command line that are meant for a window."""

import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from mtw_pipeline.cli.hints import days_of_no_window, pasteable
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import how_to_add, own_folder, own_texts
from mtw_pipeline.notebook import writing
from mtw_pipeline.shells import shell_word
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.unfinished import UNFINISHED, refuse_while_unfinished
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row
from mtw_pipeline_tests.commands import MtwHere

BLANKS = "Meine Größe & Co"


@pytest.fixture
def mtw(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> MtwHere:
    return MtwHere(monkeypatch, capsys)


def words_behind(message: str, command: str) -> list[str]:
    """What a shell makes of the rest of a message, from a command on."""
    return shlex.split(message[message.index(command) :])


def test_a_study_that_is_missing_is_made_by_the_command_that_is_told(tmp_path: Path, mtw: MtwHere) -> None:
    with pytest.raises(UserError) as told:
        Study.load(tmp_path / BLANKS)
    words = words_behind(str(told.value), "mtw init")
    pasted = [word.replace("START", "2021-01-01").replace("END", "2021-01-31") for word in words[1:]]
    assert mtw(*pasted).returncode == 0
    assert Study.load(tmp_path / BLANKS).settings.hashtags == ("YOURTAG",)


def test_what_was_left_to_forget_is_forgotten_by_the_command_that_is_told(tmp_path: Path) -> None:
    study = make_study(tmp_path / BLANKS)
    study.forgotten.write_text(f'{{"{UNFINISHED}": true}}')
    with pytest.raises(UserError) as told:
        refuse_while_unfinished(study.root)
    assert words_behind(str(told.value), "mtw forget") == ["mtw", "forget", "--study", str(study.root)]


def test_the_right_of_a_file_of_keys_is_taken_by_the_command_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MTW_X_BEARER_TOKEN", raising=False)
    keys = Keys.of(make_study(tmp_path / BLANKS))
    with pytest.raises(UserError) as told:
        keys.need("x_bearer_token", "The bearer token of X")
    [command] = re.findall(r"chmod 600 .*(?=; never)", str(told.value))
    assert shlex.split(command) == ["chmod", "600", str(keys.file)]
    keys.file.write_text("")
    keys.file.chmod(0o644)
    with pytest.raises(UserError) as told:
        keys.find("x_bearer_token")
    assert words_behind(str(told.value), "chmod") == ["chmod", "600", str(keys.file)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--hashtag", "Eins,Zwei"], ["--hashtag", "Eins", "--hashtag", "Zwei"]),
        (["--hashtag", "#Eins #Zwei"], ["--hashtag", "Eins", "--hashtag", "Zwei"]),
        (["--hashtag", "T", "--coder", "Ann,Ben"], ["--coder", "Ann", "--coder", "Ben"]),
        (["--hashtag", "T", "--coder", "Ann Lee; Ben"], ["--coder", "Ann Lee", "--coder", "Ben"]),
    ],
)
def test_several_in_one_are_told_apart(tmp_path: Path, mtw: MtwHere, given: list[str], told: list[str]) -> None:
    said = mtw("init", tmp_path / "s", *given)
    assert said.returncode == 2
    assert words_behind(" ".join(said.stderr.split()), told[0]) == told
    assert ("as 'Ben Ann" in said.stderr) is (told[0] == "--coder")
    assert not (tmp_path / "s").exists()
    kept = [word for word in given[:2] if told[0] == "--coder"]
    assert mtw("init", tmp_path / "s", *kept, *told).returncode == 0
    made = Study.load(tmp_path / "s").settings
    assert [*(made.hashtags if told[0] == "--hashtag" else made.coding.coders)] == told[1::2]


def test_a_notebook_for_r_is_rendered_by_the_command_that_is_told(
    tmp_path: Path, mtw: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_study(tmp_path / BLANKS)
    written = study.root / "notebooks" / "questions.qmd"
    monkeypatch.setattr(writing, "notebook_of", lambda *_: (written, True))
    told = " ".join(mtw("notebook", "--quarto", "--study", study.root).stdout.split())
    assert words_behind(told, "quarto render") == ["quarto", "render", str(written)]


@pytest.mark.parametrize("extra", ["notebook", "transformer", "spark"])
def test_an_extra_is_added_from_the_programs_folder_under_a_name_that_it_has(extra: str) -> None:
    project = tomllib.loads((own_folder("docs").parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert extra in project["project"]["optional-dependencies"]
    commands = re.findall(r"(?:uv tool|pipx|pip) install (?:--force )?(\S+?)(?:,| or |$)", how_to_add(extra))
    assert commands == [f'".[{extra}]"'] * 3
    assert not any(re.search(r"""install ['"]mtw-pipeline""", text) for text in own_texts())


@pytest.mark.parametrize(
    ("remedy", "ends"),
    [
        ("Make it: mtw run --window 2021-01-01 2021-01-31", "2021-01-31"),
        ("Make it: mtw forget --tweets 'a b/x.csv'", "x.csv'"),
        ("Finish it: mtw forget --study '/a/St. Gallen; b, c'", "c'"),
        ("""Finish it: mtw forget --study '/a/Ann'"'"'s, b'""", "s, b'"),
        ('Finish it: mtw forget --study "C:\\St. Gallen, b"', ', b"'),
        ("Finish it: mtw forget --study 'a. b', or mtw run", "mtw run."),
        ("Once that is mended: mtw run, which goes on from here", "from here."),
        ("Do it: mtw run. Then look", "Then look."),
        ("Look into mtw windows", "windows."),
    ],
)
def test_no_full_stop_stands_behind_a_command(remedy: str, ends: str) -> None:
    assert str(UserError("It is so", where="there", remedy=remedy)).endswith(ends)


@pytest.mark.parametrize("name", ["mtw project", "/data/mtw project", "my mtw run", "mtw", "a/mtw run"])
def test_the_path_of_a_study_is_no_command(name: str, tmp_path: Path) -> None:
    named = shlex.quote(name)
    told = f"No study in {name} ({tmp_path / name}/incoming). Make it: mtw init {named}, or: mtw run, or mtw ui"
    added = told.replace(": mtw run", f": mtw run --study {named}").replace("mtw ui", f"mtw ui --study {named}")
    assert pasteable(told, Path(name)) == added


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (r"C:\Users\Zoë\my-study_1.csv", r"C:\Users\Zoë\my-study_1.csv"),
        (r"C:\R&D\a", r'"C:\R&D\a"'),
        (r"C:\study(1)\a", r'"C:\study(1)\a"'),
        (r"C:\a,b;c", r'"C:\a,b;c"'),
        (r"C:\Ann's\a", '"C:\\Ann\'s\\a"'),
        ("C:\\a b\\", '"C:\\a b\\\\"'),
        ("", '""'),
    ],
)
def test_what_shells_of_windows_take_for_more_than_a_word_is_quoted(
    text: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert shell_word(text) == word


@pytest.mark.parametrize("name", ["study.toml.txt", "Study.toml", "study.txt", "study (1).toml", "STUDY.TOML.rtf"])
def test_settings_under_another_name_are_named(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_study(tmp_path / "s").settings_path.rename(tmp_path / "s" / name)
    with pytest.raises(UserError, match=rf"but a {re.escape(name)}. .*name it study\.toml"):
        Study.load(tmp_path / "s")
    from mtw_pipeline.study.folder import study_root

    monkeypatch.chdir(tmp_path / "s")
    monkeypatch.delenv("MTW_STUDY", raising=False)
    with pytest.raises(UserError, match=rf"but a {re.escape(name)}"):
        study_root()


@pytest.mark.parametrize("name", ["mystudy.toml", "study.csv", "study.toml.d", "studyXtoml"])
def test_other_files_are_no_settings(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    with pytest.raises(UserError, match="There is no study in"):
        Study.load(tmp_path)


def test_a_file_in_place_of_a_study_is_told_with_its_folder(tmp_path: Path) -> None:
    study = make_study(tmp_path / BLANKS)
    with pytest.raises(UserError, match="is a file") as told:
        Study.load(study.settings_path)
    assert str(study.root) in words_behind(str(told.value).replace(",", " "), "--study")


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        (["run", "--window", "2021-01-01_2021-01-31"], ("2021-01-01", "2021-01-31")),
        (["run", "2021-01-01_2021-01-31"], ("2021-01-01", "2021-01-31")),
        (["run", "--window=2021-01-01..2021-01-31"], ("2021-01-01", "2021-01-31")),
        (["add", "a.csv", "2021-01-01", "2021-01-31"], ("2021-01-01", "2021-01-31")),
        (["run", "--window", "2021-01-01"], ("START", "END")),
        (["run", "--window"], ("START", "END")),
        (["run", "--window", "2021-01-01", "2021-01-31", "--again"], None),
        (["run", "--window=2021-01-01", "2021-01-31"], None),
        (["run", "--again"], None),
    ],
)
def test_days_that_are_meant_for_a_window_are_seen(arguments: list[str], days: tuple[str, str] | None) -> None:
    assert days_of_no_window(arguments) == days


def test_the_name_of_a_window_is_told_as_its_days(study: Study, mtw: MtwHere) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    for given in (("--window", WINDOW.key), (WINDOW.key,)):
        told = mtw("run", *given, "--study", study.root)
        assert told.returncode == 2
        said = f"two words: --window {WINDOW.start} {WINDOW.end}"
        assert said in " ".join(told.stderr.split())
