"""Collections that are killed: wherever that is, the next one goes on, pays nothing twice and loses nothing."""

import gzip
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mtw_pipeline.collect.collector import Page
from mtw_pipeline.collect.records import page_file
from mtw_pipeline.collect.records.page_file import MARK, PageFile
from mtw_pipeline.errors import UserError
from mtw_pipeline_tests.collecting import WINDOW, Bench, lines_of
from mtw_pipeline_tests.fake_x import NOON, Answer, FakeX, posts_before, served
from mtw_pipeline_tests.kills import Killed, kills

COUNT = 250


def test_a_kill_at_any_change_of_the_study_costs_no_post(tmp_path: Path) -> None:
    """What was on the way when the process died is asked for once more, and no page that was on the disk."""
    for number, kill in enumerate(kills(tmp_path)):
        with served(FakeX(posts_before(NOON - timedelta(minutes=2), COUNT))) as server:
            bench = Bench(tmp_path / f"study{number}", server)
            with kill:
                bench.collect()
            paid = server.delivered
            on_disk = sum(len(line["data"]) for path in unfinished(bench) for line in lines_of(path))
            on_disk += len(bench.posts())
            bench.collect()
            assert sorted(bench.posts()) == sorted(one["id"] for one in server.posts)
            assert server.delivered == COUNT + (paid - on_disk)
            assert paid - on_disk <= 100
        if not kill.struck:
            return


def unfinished(bench: Bench) -> list[Path]:
    return [path for path in bench.study.incoming_of(WINDOW).rglob("*.jsonl.gz.part") if path.stat().st_size]


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_kill_in_the_middle_of_a_page_costs_that_page(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), COUNT)
    keep_whole = PageFile.keep

    def keep_half(file: PageFile, *given: Page, **named: Any) -> None:
        keep_whole(file, *given, **named)
        if file.progress.pages == page:
            os.truncate(file.path, file.path.stat().st_size - 7)
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(PageFile, "keep", keep_half)
        with pytest.raises(Killed):
            bench.collect()
    bench.collect()
    assert bench.posts() == [one["id"] for one in bench.server.posts]
    assert len(bench.server.searches) == 3 + 1


def test_a_process_that_is_killed_at_page_17_goes_on_there(bench: Bench) -> None:
    posts = posts_before(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1), 2_050)
    bench.server.posts = posts
    children: list[subprocess.Popen[str]] = []

    def kill(_server: FakeX, answer: Answer) -> Answer:
        os.kill(children[0].pid, signal.SIGKILL)
        children[0].wait()
        return answer

    bench.server.faults = {1 + 17: kill}
    days = sorted({one["created_at"][:10] for one in posts})
    program = [sys.executable, "-c", "from mtw_pipeline.cli import main; main()"]
    command = [*program, "collect", "--yes", "--window", days[0], days[-1]]
    command += ["--study", str(bench.study.root)]
    children.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True))
    assert children[0].wait() == -signal.SIGKILL
    assert bench.study.windows()
    folder = bench.study.incoming_of(bench.study.windows()[-1])
    assert sum(len(lines_of(path)) for path in folder.rglob("*.jsonl.gz.part")) == 16
    bench.server.faults = {}
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    kept = [post["id"] for path in folder.glob("*.gz") for line in lines_of(path) for post in line.get("data", ())]
    assert sorted(kept) == sorted(one["id"] for one in posts)
    assert bench.server.delivered == 2_050 + 100


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("pages") / "whole"
    with PageFile(path) as file:
        for number in range(3):
            keep(file, number)
    return path.read_bytes()


def keep(file: PageFile, number: int) -> None:
    page = Page(
        json.dumps({"number": number}).encode(), 10, {"at": number + 1} if number < 2 else None, f"https://x/{number}"
    )
    file.keep(page, retrieved=NOON, requests=number + 1)


def test_a_file_cut_at_many_bytes_goes_on_to_the_same_file(tmp_path: Path, whole: bytes) -> None:
    for end in range(0, len(whole), 5):
        path = tmp_path / "cut"
        path.write_bytes(whole[:end])
        with PageFile(path) as file:
            begun = (file.progress.place or {}).get("at", 0)
            assert file.progress.pages == begun
            for number in range(begun, 3):
                keep(file, number)
        assert path.read_bytes() == whole


@pytest.mark.parametrize("rubbish", [b"\0" * 512, b"x", b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\xff" * 40])
def test_what_a_crash_of_the_machine_left_behind_a_page_is_cut_off(
    tmp_path: Path, whole: bytes, rubbish: bytes
) -> None:
    path = tmp_path / "crashed"
    path.write_bytes(whole + rubbish)
    with PageFile(path) as file:
        assert file.progress.is_whole
    assert path.read_bytes() == whole


def test_pages_that_something_else_changed_are_told(tmp_path: Path) -> None:
    path = tmp_path / "changed"
    path.write_bytes(gzip.compress(b'{"data":[]}\n'))
    with pytest.raises(UserError, match="changed by something else"):
        PageFile(path)


def test_what_something_else_changed_stays_for_who_looks_at_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages may be paid for: none is thrown away because the file cannot be gone on with."""
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), COUNT)

    def killed(*_given: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("mtw_pipeline.collect.collecting.so_far", killed)
        with pytest.raises(Killed):
            bench.collect()
    (path,) = unfinished(bench)
    path.write_bytes(path.read_bytes() + gzip.compress(b'{"data":[]}\n'))
    before = path.read_bytes()
    with pytest.raises(UserError, match="changed by something else"):
        bench.collect()
    assert path.read_bytes() == before


def test_a_full_disk_leaves_whole_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "full"
    with PageFile(path) as file:
        keep(file, 0)
        before = path.read_bytes()

        def full(_descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(page_file.os, "fsync", full)
        with pytest.raises(OSError, match="No space") as told:
            keep(file, 1)
        assert told.value.filename == str(path)
        assert path.read_bytes() == before


def test_a_full_disk_is_why_a_sitting_ended(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    append = PageFile._append
    before: list[bytes] = []

    def full_at_the_second(file: PageFile, member: bytes) -> None:
        before.append(member)
        if len(before) == 2:
            raise OSError(28, "No space left on device")
        append(file, member)

    with monkeypatch.context() as patch:
        patch.setattr(PageFile, "_append", full_at_the_second)
        with pytest.raises(OSError, match="No space"):
            bench.collect()
    (record,) = bench.collect()
    assert [one.why for one in record.sittings] == ["The disk is full", ""]
    assert bench.server.delivered == 250 + 100, "one page was on the way"


def test_a_page_that_is_an_array_becomes_an_object(tmp_path: Path) -> None:
    path = tmp_path / "array"
    with PageFile(path) as file:
        file.keep(Page(b'[{"id":"1"},\n {}]', 2, None, "https://x", "statuses"), retrieved=NOON, requests=1)
    line = lines_of(path)[0]
    assert line["statuses"] == [{"id": "1"}, {}]
    assert line[MARK]["posts"] == 2
