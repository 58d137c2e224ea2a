"""``mtw collect`` of Bluesky and Mastodon: servers fail alone, what is gone is said, and nobody is asked for money."""

import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from mtw_pipeline.cli import planned_runs
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.platforms.bench import FIRST, WINDOW, Bench
from mtw_pipeline_tests.platforms.bluesky import APP_PASSWORD, HANDLE, BlueskyServer, posts
from mtw_pipeline_tests.platforms.mastodon import MastodonServer, statuses

DAYS = ("--window", WINDOW.start, WINDOW.end)


@pytest.fixture
def mtw(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> MtwHere:
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", HANDLE)
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", APP_PASSWORD)
    return MtwHere(monkeypatch, capsys)


def test_a_server_that_refuses_costs_itself_alone(
    mtw: MtwHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MastodonServer(token="a-token") as closed, MastodonServer(statuses(5, FIRST, timedelta(hours=1))) as other:  # noqa: S106
        named = f'servers = ["{closed.address}", "{other.address}"]'
        bench = Bench(tmp_path / "study", "mastodon", named)
        said = mtw("collect", "--study", bench.study.root, *DAYS)
    assert said.returncode == 1
    assert "only to those who are signed in" in said.stderr
    assert len([one for page in bench.pages() for one in page["statuses"]]) == 5
    assert [record.is_whole for record in bench.records()].count(True) == 1
    (tried,) = [one for one in bench.records() if not one.is_whole]
    taken = mtw("collect", "--study", bench.study.root, "--as-it-is", *DAYS)
    assert f"{tried.name}: nothing came that could be taken" in " ".join(taken.stdout.split())
    assert [one.name for one in bench.records() if not one.is_whole] == [tried.name], "its report tells of it"
    monkeypatch.setattr(planned_runs, "planned_runs", lambda *_: [])
    said = " ".join(mtw("run", "--study", bench.study.root, "--window", *DAYS[1:]).stderr.split())
    assert f"{tried.name} of {WINDOW.key} is unfinished, and nothing came yet: mtw collect" in said


def test_a_key_that_is_missing_costs_its_platform_alone(
    mtw: MtwHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when counts are asked for once more, and whatever is asked before what is there."""
    monkeypatch.delenv("MTW_BLUESKY_APP_PASSWORD")
    monkeypatch.delenv("MTW_X_BEARER_TOKEN", raising=False)
    with MastodonServer(statuses(5, FIRST, timedelta(hours=1))) as server:
        other = '\n[[collect]]\nsource = "bluesky"\n[[collect]]\nsource = "x"'
        bench = Bench(tmp_path / "study", "mastodon", f'servers = ["{server.address}"]{other}')
        study = bench.study.root
        for further in ((), ("--refresh",)):
            said = mtw("collect", "--study", study, *DAYS, *further)
            assert said.returncode == 1
            assert "The app password of the Bluesky account" in said.stderr
            assert "The bearer token of X is missing" in said.stderr
            assert "added mastodon" in said.stdout
        assert len({one.source for one in bench.records()}) == 2
        assert "nothing yet" not in mtw("status", "--study", study).stdout


def test_what_is_gone_is_said_with_the_command_that_forgets_it(mtw: MtwHere, tmp_path: Path) -> None:
    with BlueskyServer(posts(4, FIRST, timedelta(hours=1))) as server:
        bench = Bench(tmp_path / "our study", "bluesky", f'servers = ["{server.address}"]')
        assert mtw("collect", "--study", bench.study.root, *DAYS).returncode == 0
        gone = server.posts.pop()
        said = mtw("collect", "--study", bench.study.root, "--refresh", *DAYS)
    assert said.returncode == 0, said.stderr
    assert "1 post of the window is not given any more" in said.stdout
    told = " ".join(said.stdout.split())
    command = shlex.split(told[told.index("mtw forget") :])
    assert str(bench.study.root / "to-forget" / f"{WINDOW.key}.csv") in command, "also where a path has blanks"
    assert bench.gone() == [gone["uri"]]
    status = mtw("status", "--study", bench.study.root).stdout
    assert "1 post not given any more" in status
    assert "1 collection, 4 posts, 1 refresh" in status, "no post counts twice for being asked for again"


@pytest.mark.parametrize("command", ["windows", "doctor"])
def test_a_study_that_names_platforms_makes_its_first_window_by_collecting(
    mtw: MtwHere, tmp_path: Path, command: str
) -> None:
    study = make_study(tmp_path / "study")
    assert "mtw add" in mtw(command, "--study", study.root).stdout
    with study.settings_path.open("a", encoding="utf-8") as settings:
        settings.write('[[collect]]\nsource = "x"\n')
    said = " ".join(mtw(command, "--study", study.root).stdout.split())
    assert "mtw add" not in said
    assert "--window START END makes the first" in said


def test_listening_wants_a_table_of_bluesky(mtw: MtwHere, tmp_path: Path) -> None:
    bench = Bench(tmp_path / "study", "mastodon", 'servers = ["http://127.0.0.1:9"]')
    said = mtw("collect", "--study", bench.study.root, "--listen")
    assert said.returncode == 2
    assert "names no stream" in said.stderr
