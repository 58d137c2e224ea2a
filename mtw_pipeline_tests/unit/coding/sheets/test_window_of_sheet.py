"""Which window a sheet is of: named by the sheet, or known by its tweets; of another it is refused as a whole."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.tweet_keys import read_key, tweet_key
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.builders import put
from mtw_pipeline_tests.unit.coding.desk import Desk
from mtw_pipeline_tests.unit.coding.sheets.saved_tables import Lines, filled, taken, written

LATER = CollectionWindow.between("2021-02-01", "2021-02-28")


def with_keys(lines: Lines, key: Callable[[str], str]) -> Lines:
    at = lines[0].index("tweet")
    return [lines[0], *([*line[:at], key(line[at]), *line[at + 1 :]] for line in lines[1:])]


def of_later(cell: str) -> str:
    found = read_key(cell)
    assert found is not None
    assert found.window == "2021-01-01_2021-01-31"
    return tweet_key(LATER, found.tweet_id)


def test_a_sheet_of_another_window_is_refused_as_a_whole_and_named(wide: Desk) -> None:
    lines = filled(wide, "Inés")
    path = wide.study.root / "later.csv"
    path.write_text(written(with_keys(lines, of_later)), encoding="utf-8")
    with pytest.raises(
        UserError, match=r"of the window 2021-02-01_2021-02-28, not of .*import FILE --window 2021-02-01 2021-02-28"
    ):
        wide.take(path)
    half = len(lines) // 2
    path.write_text(written([*with_keys(lines[:half], of_later), *lines[half:]]), encoding="utf-8")
    found = wide.take(path)
    assert found.problems == ()
    assert [note.split(":")[0] for note in found.notes] == [
        f"{half - 1} rows are of the window 2021-02-01_2021-02-28 and were left out"
    ]
    assert sum(name == "purpose" for _, _, name in wide.codes()) == len(lines) - half


def test_sheets_of_before_say_no_window_and_are_known_by_their_tweets(wide: Desk) -> None:
    lines = filled(wide, "Inés")
    bare = with_keys(lines, lambda cell: cell.split()[-1])
    later = wide.study.coding_of(LATER)
    later.mkdir(parents=True)
    put(wide.study, "a.csv", "x", LATER)
    folder = wide.study.root / "coding" / "2021-01-01_2021-01-31"
    frozen = (folder / "frozen-sample.json").read_text(encoding="utf-8")
    (later / "frozen-sample.json").write_text(frozen, encoding="utf-8")
    (folder / "frozen-sample.json").write_text(frozen.replace("134500", "134599"), encoding="utf-8")
    path = wide.study.root / "bare.csv"
    path.write_text(written(bare), encoding="utf-8")
    with pytest.raises(UserError, match="of the window 2021-02-01_2021-02-28, not of 2021-01-01_2021-01-31"):
        wide.take(path)
    (folder / "frozen-sample.json").write_text(frozen, encoding="utf-8")
    taken(wide, path.read_bytes())


def test_the_command_finds_the_window_in_the_sheet(wide: Desk) -> None:
    put(wide.study, "a.csv", "x", CollectionWindow.between("2021-01-01", "2021-01-31"))
    put(wide.study, "a.csv", "x", LATER)
    path = wide.study.root / "sheet.csv"
    path.write_text(written(filled(wide, "Inés")), encoding="utf-8")
    wide.warehouse.connection.close()
    done = CliRunner().invoke(build_app(), ["coding", "import", str(path), "--study", str(wide.study.root)])
    assert done.exit_code == 0, done.output
    assert "sheet.csv of 2021-01-01_2021-01-31: " in done.output
    assert sum(name == "purpose" for _, _, name in wide.codes()) == 17


def test_the_command_says_why_it_finds_none_and_goes_on_with_the_other_files(wide: Desk) -> None:
    put(wide.study, "a.csv", "x", CollectionWindow.between("2021-01-01", "2021-01-31"))
    put(wide.study, "a.csv", "x", LATER)
    lines = filled(wide, "Inés")
    half = len(lines) // 2
    rounded = with_keys(lines, lambda _: "1.34501E+18")
    foreign = with_keys(lines, lambda cell: cell.replace("2021", "2019"))
    told = {
        "rounded.csv": (rounded, "does not say of which window its tweets are"),
        "foreign.csv": (foreign, "is of 2019-01-01_2019-01-31, of which the study has no window"),
        "mixed.csv": (
            [*with_keys(lines[:half], of_later), *lines[half:]],
            "has tweets of 2021-01-01_2021-01-31 and 2021-02-01_2021-02-28",
        ),
        "headless.csv": (lines[1:], "has no column named tweet"),
        "right.csv": (lines, ""),
    }
    paths = [wide.study.root / name for name in told]
    for path in paths:
        path.write_text(written(told[path.name][0]), encoding="utf-8")
    wide.warehouse.connection.close()
    study = ["--study", str(wide.study.root)]
    done = CliRunner().invoke(build_app(), ["coding", "import", *map(str, paths), *study])
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    for name, (_, why) in told.items():
        assert (f"{name}: not imported. {name} {why}" in said) == bool(why)
    assert sum(name == "purpose" for _, _, name in wide.codes()) == 17
    alone = CliRunner().invoke(build_app(), ["coding", "import", str(paths[0]), *study])
    assert isinstance(alone.exception, UserError)


@pytest.mark.parametrize("lines", [[], [[""] * 9]])
def test_a_sheet_without_tweets_is_refused(wide: Desk, lines: Lines) -> None:
    path = wide.study.root / "empty.csv"
    path.write_text(written([filled(wide, "Inés")[0], *lines]), encoding="utf-8")
    with pytest.raises(UserError, match="holds no tweets"):
        wide.take(path)
