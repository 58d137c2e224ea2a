"""A study that collects from servers on loopback, with a clock that is set by hand."""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mtw_pipeline.collect.collecting import Collection, held
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.proposals import proposed
from mtw_pipeline.collect.records.record import Record, Records
from mtw_pipeline.collect.refreshing import Notices, refresh_of
from mtw_pipeline.collect.sources import collector_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.builders import make_study

WINDOW = CollectionWindow.between("2026-11-01", "2026-11-10")
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HASHTAG = "mtwtest"


class HandClock:
    """A clock that goes on only by what is waited (``requester.Clock``)."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now
        self.waits: list[float] = []

    def now(self) -> datetime:
        """The time."""
        return self.time

    def wait(self, seconds: float) -> None:
        """Let that time go by."""
        self.waits.append(seconds)
        self.time += timedelta(seconds=seconds)


class Bench:
    """A study with one ``[[collect]]``.

    Args:
        root: its folder; made if it is not there.
        source: the platform.
        keys: of the table, as TOML.
        window: that is collected.
    """

    def __init__(self, root: Path, source: str, keys: str, window: CollectionWindow = WINDOW) -> None:
        self.window = window
        self.clock = HandClock()
        if not (root / "study.toml").is_file():
            make_study(root, hashtags=[HASHTAG], settings=f'\n[[collect]]\nsource = "{source}"\n{keys}\n')
        self.study = Study.load(root)
        self.study.incoming_of(window).mkdir(parents=True, exist_ok=True)

    @contextmanager
    def collection(self) -> Iterator[Collection]:
        """The window, held."""
        table = self.study.settings.collect[0]
        keys = Keys.of(self.study)
        with held(self.study, self.window) as records:
            collector = collector_of(table, self.study.settings, keys)
            yield Collection(self.window, records, collector, keys, self.clock, table.budget, table.price_per_post)

    def collect(self) -> list[Record]:
        """Collect what is left of the window."""
        with self.collection() as collection:
            return [collection.make(work) for work in collection.works()]

    def refresh(self) -> list[Record]:
        """Ask again for the posts of the window."""
        notices = Notices(self.study, self.window, self.clock)
        with held(self.study, self.window) as records:
            refresh = refresh_of(records, self.study.settings.collect[0], notices)
            return [refresh.make(work, refresh.count(work)) for work in refresh.works()]

    def gone(self) -> list[str]:
        """The posts that are proposed to be forgotten."""
        return proposed(self.study, self.window)

    def records(self) -> list[Record]:
        """The records of the window."""
        return Records(self.study, self.window).all()

    def pages(self) -> list[dict[str, Any]]:
        """The lines of the window's exports, in order."""
        return [line for path in self.study.exports_of(self.window) for line in lines_of(path)]

    def gaps(self) -> list[str]:
        """The reasons of everything that may be lacking."""
        return [gap.reason for record in self.records() for gap in record.gaps]


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of pages."""
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().split("\n")[:-1]]


def without_mark(page: Mapping[str, Any]) -> dict[str, Any]:
    """A page as the platform gave it."""
    return {key: value for key, value in page.items() if key != "__mtw"}
