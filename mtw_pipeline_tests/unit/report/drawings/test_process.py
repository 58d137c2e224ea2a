"""Figures that a process beside draws are those that this one draws, and what fails there is told as if it had here."""

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import active_children
from multiprocessing.connection import Client, Listener
from pathlib import Path
from threading import Event, get_ident

import pytest

from mtw_pipeline.attempts import Attempts, Omission, RunEndsError
from mtw_pipeline.report.drawings.drawing import FORMATS
from mtw_pipeline.report.drawings.process import DrawingProcess, Picture
from mtw_pipeline.report.drawings.ties_figure import NAME, draw_ties
from mtw_pipeline_tests.unit.report.drawings.test_ties_figure import picture


def drawn_in(folder: Path) -> partial[Path]:
    shown = picture()
    names = {dot.account: dot.account.upper() for dot in shown.dots}
    return partial(draw_ties, shown, folder, is_synthetic=True, name_of=names.__getitem__)


def fails() -> Path:
    logging.getLogger("mtw_pipeline.report").warning("a letter is missing")
    raise ZeroDivisionError("a text that an error quotes")


def ends_the_run() -> Path:
    raise RunEndsError("The disk is full", where="there", remedy="Make room")


def never_ends(address: tuple[str, int]) -> bool:
    with Client(address):
        return Event().wait()


def dies() -> Path:
    os._exit(1)


def test_a_figure_drawn_beside_is_the_same_and_a_failure_there_costs_that_figure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    attempts = Attempts()
    with DrawingProcess() as drawing:
        drawing.start(tweets=5_000)
        there_it_is, ends = drawing.compute(os.getpid), drawing.compute(ends_the_run)
        waited = {
            what: drawing.begin(what, draw)
            for what, draw in {"ties": drawn_in(there), "bad": fails, "disk": ends_the_run, "killed": dies}.items()
        }
        assert DrawingProcess().begin("ties", drawn_in(here))() == here / f"{NAME}.png"
        assert attempts.value("ties", waited["ties"]) == there / f"{NAME}.png"
        assert attempts.value("bad", waited["bad"]) is None
        with pytest.raises(RunEndsError) as ended:
            attempts.value("disk", waited["disk"])
        lost = drawing.compute(os.getpid)
        assert attempts.value("killed", waited["killed"]) is None
        assert there_it_is() != os.getpid()
        with pytest.raises(RunEndsError, match=r"^The disk is full \(there\)"):
            ends()
        assert [lost(), drawing.compute(os.getpid)(), DrawingProcess().compute(os.getpid)()] == [os.getpid()] * 3
    for ending in FORMATS:
        assert (here / f"{NAME}{ending}").read_bytes() == (there / f"{NAME}{ending}").read_bytes()
    bad, killed = attempts.omissions
    assert bad.what == "bad"
    assert bad.reason.startswith("an error of the program: ZeroDivisionError")
    assert isinstance(killed, Omission)
    assert "perhaps for want of memory" in killed.reason
    assert killed.is_failure
    assert str(ended.value) == "The disk is full (there). Make room."
    assert "a letter is missing" in caplog.text
    assert "a text that an error quotes" not in caplog.text


def test_a_run_that_ends_early_waits_for_no_figure_that_was_not_begun(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mtw_pipeline")  # what draws sets it, and here it is this process
    further_is_off = Event()

    def first() -> Path:
        assert further_is_off.wait(timeout=60)
        return Path("first")

    class Pool(ThreadPoolExecutor):
        def submit(self, *given, **named):  # type: ignore[no-untyped-def]
            begun = super().submit(*given, **named)
            begun.add_done_callback(lambda one: further_is_off.set() if one.cancelled() else None)
            return begun

    drawing, drawn = DrawingProcess(), list[Path]()
    drawing._pool = Pool(1)  # type: ignore[assignment]
    drawing.begin("first", first)
    drawing.begin("further", lambda: drawn.append(Path("further")) or Path("further"))
    drawing.end()
    assert drawn == []


def test_a_run_that_ends_early_waits_for_nothing_that_is_computed() -> None:
    with Listener(("127.0.0.1", 0)) as begun, DrawingProcess() as drawing:
        drawing.start(tweets=5_000)
        process = drawing.compute(os.getpid)()
        drawing.compute(never_ends, begun.address)
        drawing.begin("further", fails)
        begun.accept().close()
    assert process not in {one.pid for one in active_children()}


def test_what_the_process_did_not_come_to_is_computed_here_once_it_is_waited_for() -> None:
    drawing, free = DrawingProcess(), Event()
    drawing._pool = ThreadPoolExecutor(1)  # type: ignore[assignment]
    at_work, waits = drawing.compute(free.wait), drawing.compute(get_ident)
    assert waits() == get_ident()
    free.set()
    assert at_work() is True
    drawing.end()


def test_what_rests_has_drawn_what_was_begun_and_gives_it_when_it_is_asked() -> None:
    drawing = DrawingProcess()
    drawing._pool = ThreadPoolExecutor(1)  # type: ignore[assignment]
    waited = [drawing.begin(name, lambda name=name: Path(name)) for name in ("one", "two")]  # type: ignore[misc]
    drawing.rest()
    assert not drawing.is_started
    assert [wait() for wait in waited] == [Path("one"), Path("two")]
    drawing.rest()


def test_a_picture_drawn_ahead_is_taken_only_where_it_shows_what_the_report_reads(tmp_path: Path) -> None:
    written: list[str] = []

    def draw(shown: object, folder: Path, **_: object) -> Path:
        written.append(str(shown))
        folder.mkdir(parents=True)
        (folder / f"{shown}.png").write_text("drawn", encoding="utf-8")
        return folder / f"{shown}.png"

    def picture_of(shown: str) -> Picture:
        return Picture(draw, (shown,), {}, is_synthetic=True)

    asked, folder = tmp_path / "asked", tmp_path / "figures"
    drawing = DrawingProcess()
    drawing.ahead("ties", picture_of("before it was started"), folder)
    drawing._pool = ThreadPoolExecutor(1)  # type: ignore[assignment]
    for what in ("ties", "map", "never asked for"):
        drawing.ahead(what, picture_of(what), folder)
    drawing._pool.submit(int).result()
    assert not folder.exists(), "what nobody asked for yet must not stand where a report before may stand"
    taken = drawing.begin_picture("ties", picture_of("ties"), folder)
    other = drawing.begin_picture("map", picture_of("another map"), asked)
    assert (taken().parent, other().parent) == (folder, asked)
    drawing.end()
    assert [path.name for path in tmp_path.iterdir()] == ["asked", "figures"]
    assert [path.name for path in folder.iterdir()] == ["('ties',).png"]
    assert written == ["('ties',)", "('map',)", "('never asked for',)", "('another map',)"]
