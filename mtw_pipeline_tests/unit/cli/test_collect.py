"""``mtw collect``: what it says before anything is paid for, what it asks, and how it ends."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mtw_pipeline.cli import planned_runs
from mtw_pipeline.cli.commands import collect as collect_command
from mtw_pipeline.collect.collecting import held
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.collecting import Bench
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.fake_x import TOKEN, FakeX, error, posts_before, served

COUNT = 340


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def server(now: datetime) -> Iterator[FakeX]:
    with served(FakeX(posts_before(now - timedelta(hours=3), COUNT))) as listening:
        yield listening


@pytest.fixture
def days(now: datetime) -> tuple[object, ...]:
    return ("--window", (now - timedelta(days=3)).date(), now.date())


@pytest.fixture
def mtw(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> MtwHere:
    monkeypatch.setenv("MTW_X_BEARER_TOKEN", TOKEN)
    return MtwHere(monkeypatch, capsys)


@pytest.fixture
def study(tmp_path: Path, server: FakeX) -> Study:
    return Bench(tmp_path / "study", server, "price_per_post = 0.005\n").study


def test_posts_and_price_are_said_and_nothing_is_paid_unasked(
    mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...]
) -> None:
    said = mtw("collect", "--study", study.root, *days)
    assert said.returncode == 2
    assert "340 posts" in said.stdout
    assert "at your price of 0.005 a post, are 1.70" in said.stdout
    assert "--yes" in said.stderr
    assert server.searches == []
    assert study.windows() == ()


@pytest.mark.parametrize(("answer", "searches"), [(True, 4), (False, 0)])
def test_on_a_terminal_it_asks(
    mtw: MtwHere,
    study: Study,
    server: FakeX,
    days: tuple[object, ...],
    monkeypatch: pytest.MonkeyPatch,
    *,
    answer: bool,
    searches: int,
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(collect_command.typer, "confirm", lambda _question: answer)
    assert mtw("collect", "--study", study.root, *days).returncode == 0
    assert len(server.searches) == searches


def test_a_window_that_ended_while_it_was_collected_is_collected_to_its_end(
    mtw: MtwHere, study: Study, server: FakeX, now: datetime
) -> None:
    """What cron runs each day: the last day of a window is over when the next window has begun."""
    before = CollectionWindow((now - timedelta(days=3)).date(), (now - timedelta(days=1)).date())
    current = CollectionWindow(now.date(), (now + timedelta(days=2)).date())
    cut = (now - timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    server.posts = posts_before(cut + timedelta(hours=12), 2) + posts_before(cut, 3)
    assert mtw("collect", "--study", study.root, "--yes", "--window", before.start, before.end).returncode == 0
    (path,) = study.collections_of(before).glob("x-*.json")
    as_of_that_day = json.loads(path.read_text()) | {"end": cut.isoformat()}
    path.write_text(json.dumps(as_of_that_day))
    study.incoming_of(current).mkdir()
    asked = len(server.searches)
    assert mtw("collect", "--study", study.root, "--yes").returncode == 0
    spans = [(one["start_time"][:10], one["end_time"][:10]) for one in server.searches[asked:]]
    assert spans == [(f"{before.end}", f"{current.start}"), (f"{current.start}", f"{now:%Y-%m-%d}")]


def test_whoever_waits_for_counts_is_told_why(
    mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtw_pipeline.collect.requester.time.sleep", lambda _: None)
    server.faults = {1: error(503)}
    said = mtw("collect", "--study", study.root, *days, "--dry-run")
    assert said.returncode == 0
    assert "Asking X how many posts there are" in said.stderr
    assert "X: waiting until" in said.stderr
    assert "its server answered 503" in said.stderr


def test_counting_alone_collects_nothing(mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...]) -> None:
    said = mtw("collect", "--study", study.root, *days, "--dry-run", "--yes")
    assert (said.returncode, server.searches) == (0, [])
    assert "340 posts" in said.stdout


@pytest.mark.parametrize("status", [403, 404])
def test_an_access_without_counts_is_told_and_collects(
    mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...], status: int
) -> None:
    server.faults = dict.fromkeys((1, 2), error(status, title="Client Forbidden"))
    said = mtw("collect", "--study", study.root, *days)
    assert said.returncode == 2
    assert "X does not tell how many posts that is; budget under [[collect]] in study.toml bounds" in said.stdout
    assert server.searches == [], "nobody said that it is meant"
    said = mtw("collect", "--study", study.root, *days, "--yes")
    assert said.returncode == 0, said.stderr
    assert "340 posts on 4 pages" in said.stdout


def test_it_collects_and_says_what_comes_next(
    mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...]
) -> None:
    said = mtw("collect", "--study", study.root, *days, "--yes")
    assert said.returncode == 0, said.stderr
    assert re.search(r"added x-\S+\.jsonl\.gz: 340 posts on 4 pages, 4 requests", said.stdout)
    assert f"mtw run --study {study.root} --window" in said.stdout
    again = mtw("collect", "--study", study.root, "--yes")
    assert again.returncode == 0
    assert "nothing is left to collect" in again.stdout
    assert server.delivered == COUNT


def test_a_longer_window_is_told_to_be_paid_again_and_a_renamed_one_asks_for_the_rest_alone(
    mtw: MtwHere, study: Study, server: FakeX, now: datetime
) -> None:
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    server.posts = [*posts_before(noon - timedelta(days=1), 3), *posts_before(noon - timedelta(days=3), 5)]
    short, longer, beside = (
        CollectionWindow((now - timedelta(days=first)).date(), (now - timedelta(days=last)).date())
        for first, last in ((4, 2), (4, 1), (3, 1))
    )
    study.incoming_of(short).mkdir(parents=True)
    server.faults = {2: error(402)}
    assert mtw("collect", "--study", study.root, "--window", short.start, short.end, "--yes").returncode == 1
    nothing_came = mtw("collect", "--study", study.root, "--window", longer.start, longer.end, "--dry-run")
    assert "once more" not in nothing_came.stderr
    first = mtw("collect", "--study", study.root, "--window", short.start, short.end, "--yes")
    assert "once more" not in first.stderr
    again = " ".join(
        mtw("collect", "--study", study.root, "--window", beside.start, beside.end, "--dry-run").stderr.split()
    )
    assert f"was collected in the window {short.key} before; for {beside.key} it is paid to X once more" in again
    assert "rename" not in again
    said = mtw("collect", "--study", study.root, "--window", longer.start, longer.end)
    told = " ".join(said.stderr.split())
    assert said.returncode == 2, "nobody said that it is meant"
    assert f"what was posted {short.start} 00:00 to {longer.end} 00:00 UTC was collected in the window" in told
    assert f"rename its folder incoming/{short.key} to incoming/{longer.key}, and run the command again" in told
    study.incoming_of(short).rename(study.incoming_of(longer))
    renamed = mtw("collect", "--study", study.root, "--window", longer.start, longer.end, "--yes")
    assert (renamed.returncode, server.delivered) == (0, 8)
    assert "once more" not in renamed.stderr


def test_a_refusal_fails_and_status_says_how_to_go_on(
    mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...]
) -> None:
    server.faults = {4: error(402)}
    said = mtw("collect", "--study", study.root, *days, "--yes")
    assert said.returncode == 1
    assert "the same command goes on where it stopped; with --as-it-is" in said.stderr
    status = mtw("status", "--study", study.root).stdout
    assert "unfinished" in status
    assert "nothing yet" not in status
    assert "200 posts" in status
    assert f"mtw collect --study {study.root} --window" in status
    doctor = mtw("doctor", "--study", study.root).stdout
    assert re.search(r"problem the collection x-\S+ of \S+ is unfinished", doctor)
    with held(study, study.windows()[0]):
        under_way = mtw("status", "--study", study.root).stdout
        assert "under way: x-" in under_way
        assert re.search(r"next +mtw status --study \S+, when it has ended", under_way)
        assert "unfinished" not in mtw("doctor", "--study", study.root).stdout
    taken = mtw("collect", "--study", study.root, "--as-it-is")
    assert taken.returncode == 0
    assert "200 posts" in taken.stdout
    assert "unfinished" not in mtw("status", "--study", study.root).stdout


def test_a_run_says_that_an_unfinished_collection_is_in_no_table(
    mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a report of some platforms, or of a brought file, looks like one of all."""
    monkeypatch.setattr(planned_runs, "planned_runs", lambda *_: [])
    server.faults = {4: error(402)}
    mtw("collect", "--study", study.root, *days, "--yes")
    (window,) = study.windows()
    (study.incoming_of(window) / "brought.csv").write_text("id,text\n")
    said = " ".join(mtw("run", "--study", study.root).stderr.split())
    assert re.search(r"warning x-\S+ of \S+ is unfinished, and its 200 posts are in no table: mtw collect ", said)
    server.faults = {}
    mtw("collect", "--study", study.root, *days, "--yes")
    assert "unfinished" not in mtw("run", "--study", study.root).stderr


def test_a_missing_key_is_told_before_anything_is_asked(
    mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MTW_X_BEARER_TOKEN")
    said = mtw("collect", "--study", study.root, *days, "--yes")
    assert (said.returncode, server.asked) == (2, [])
    assert "MTW_X_BEARER_TOKEN" in said.stderr
    assert "problem The bearer token of X is missing" in mtw("doctor", "--study", study.root).stdout


def test_a_study_that_collects_from_nowhere_is_told_how(mtw: MtwHere, tmp_path: Path) -> None:
    root = make_study(tmp_path / "bare").root
    said = mtw("collect", "--study", root)
    assert said.returncode == 2
    assert "[[collect]]" in said.stderr


@pytest.mark.parametrize(
    "options", [("--listen", "--refresh"), ("--dry-run", "--as-it-is"), ("--as-it-is", "--listen")]
)
def test_what_excludes_each_other_is_refused(mtw: MtwHere, study: Study, options: tuple[str, str]) -> None:
    said = mtw("collect", "--study", study.root, *options)
    assert said.returncode == 2
    assert "exclude each other" in said.stderr


def test_a_source_that_is_not_set_is_told(mtw: MtwHere, study: Study) -> None:
    said = mtw("collect", "--study", study.root, "--source", "myspace", "--window", "2026-01-01", "2026-01-02")
    assert said.returncode == 2
    assert "it has x" in said.stderr


def test_two_at_once_do_not_collect_one_window(
    mtw: MtwHere, study: Study, server: FakeX, days: tuple[object, ...]
) -> None:
    window = CollectionWindow.between(str(days[1]), str(days[2]))
    with held(study, window):
        said = mtw("collect", "--study", study.root, *days, "--yes")
    assert said.returncode == 2
    assert f"a collection of {window.key}" in said.stderr
    assert server.asked == []


def test_a_budget_that_is_used_up_is_a_warning(
    mtw: MtwHere, tmp_path: Path, server: FakeX, days: tuple[object, ...]
) -> None:
    root = Bench(tmp_path / "small", server, "budget = 150\nprice_per_post = 0.005\n").study.root
    first = mtw("collect", "--study", root, *days, "--yes")
    assert first.returncode == 0
    assert "The budget of 150 posts for the window lets 150 more come" in first.stdout
    assert "budget of the window is used up" in first.stderr
    second = mtw("collect", "--study", root, *days, "--yes")
    assert second.returncode == 0
    assert "Raise budget" in second.stderr
    assert ("may charge" in first.stdout, "may charge" in second.stdout) == (True, False)
    assert server.delivered == 150
