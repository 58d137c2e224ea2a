"""Where commands write files of which each window has its own under the same names."""

from pathlib import Path

import pytest

from mtw_pipeline.cli.options import folder_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.builders import csv_text, put, rtweet_row
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.planted_rows import OTHER_WINDOW, WINDOW, plant, tweet

WINDOWS = (WINDOW, OTHER_WINDOW)


@pytest.fixture
def tied(study: Study) -> Study:
    """Two windows with a tie each; the second has one of another layer too."""
    with open_warehouse(study.warehouse, "a test") as warehouse:
        for number, window in enumerate(WINDOWS, start=1):
            put(study, "a.csv", csv_text([rtweet_row(number)]), window)
            plant(warehouse, "tweets", [tweet(number)], window)
            for layer in ("all", "quote")[:number]:
                ends = {"source": f"inv_{number}", "target": f"inv_{number + 2}"}
                plant(warehouse, "network_ties", [{"layer": layer, **ends, "times": number}], window)
                users = [{"layer": layer, "account": name, "indegree": 0, "outdegree": 0} for name in ends.values()]
                plant(warehouse, "user_metrics", users, window)
    return study


@pytest.mark.parametrize("command", ["network", "coding tables"])
def test_no_window_is_written_over_another(
    tied: Study, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = MtwHere(monkeypatch, capsys)(*command.split(), "--to", tmp_path / "files", "--study", tied.root)
    assert (told.returncode, told.stderr) == (0, "")
    written = [Path(line) for line in told.stdout.replace("\n/", "\0/").replace("\n", "").split("\0")]
    assert len({*written}) == len(written) > len(WINDOWS)
    assert {path.parent for path in written} == {tmp_path / "files" / window.key for window in WINDOWS}
    assert all(path.is_file() or path.name == "latex" for path in written)
    assert all(path.exists() for path in written)


def test_a_layer_that_one_window_has_is_written_of_that_one_and_the_other_is_named(
    tied: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = MtwHere(monkeypatch, capsys)
    told = here("network", "--layer", "quote", "--to", tmp_path / "files", "--study", tied.root)
    assert told.returncode == 0
    assert f"The window {WINDOW.key} has no ties of the layer quote" in " ".join(told.stderr.split())
    edges = tmp_path / "files" / OTHER_WINDOW.key / "quote-edges.csv"
    assert edges.read_text(encoding="utf-8").splitlines()[1:] == ["inv_2,inv_4,Directed,2"]
    assert [path.name for path in (tmp_path / "files").iterdir()] == [OTHER_WINDOW.key]
    for layer, said in (("retweet", "Name a layer that has some: all"), ("reply", "There is no layer 'reply'")):
        told = here("network", "--layer", layer, "--study", tied.root)
        assert (told.returncode, said in " ".join(told.stderr.split())) == (2, True)


def test_one_window_goes_into_the_folder_itself(tmp_path: Path) -> None:
    assert folder_of(WINDOW, [WINDOW], tmp_path, tmp_path / "own") == tmp_path
    assert folder_of(WINDOW, WINDOWS, tmp_path, tmp_path / "own") == tmp_path / WINDOW.key
    assert folder_of(WINDOW, WINDOWS, None, tmp_path / "own") == tmp_path / "own"


@pytest.mark.parametrize("name", ["all.gexf", "tables.xlsx", "kept"])
def test_a_file_is_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    with pytest.raises(UserError, match="--to FOLDER"):
        folder_of(WINDOW, [WINDOW], tmp_path / name, tmp_path / "own")
    (tmp_path / "folder.csv").mkdir()
    assert folder_of(WINDOW, [WINDOW], tmp_path / "folder.csv", tmp_path / "own") == tmp_path / "folder.csv"
