"""A study that collects from a fake X, with a clock that is set by hand."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mtw_pipeline.collect.collecting import Collection, held
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.records.record import Record
from mtw_pipeline.collect.sources import collector_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.fake_x import NOON, FakeX, HandClock

_TABLE = "\n[[collect]]\n"
WINDOW = CollectionWindow.between("2026-11-18", "2026-11-20")


class Bench:
    """A study that collects from a fake X.

    Args:
        root: the study's folder; made if it is not there. A table of an earlier bench goes.
        server: whom it asks.
        keys: further keys of ``[[collect]]``.
    """

    def __init__(self, root: Path, server: FakeX, keys: str = "") -> None:
        self.server = server
        self.clock = HandClock(NOON)
        settings = root / "study.toml"
        if not settings.is_file():
            make_study(root)
        table = f'{_TABLE}source = "x"\nservers = ["{server.address}"]\n{keys}'
        settings.write_text(settings.read_text().partition(_TABLE)[0] + table)
        self.study = Study.load(root)

    @contextmanager
    def collection(self) -> Iterator[Collection]:
        """The window, held."""
        table = self.study.settings.collect[0]
        keys = Keys.of(self.study)
        with held(self.study, WINDOW) as records:
            collector = collector_of(table, self.study.settings, keys)
            yield Collection(WINDOW, records, collector, keys, self.clock, table.budget, table.price_per_post)

    def collect(self) -> list[Record]:
        """Collect what is left of the window."""
        with self.collection() as collection:
            return [collection.make(work) for work in collection.works()]

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the window's exports, in order."""
        return [line for path in self.study.exports_of(WINDOW) for line in lines_of(path)]

    def posts(self) -> list[str]:
        """The ids of the posts of the window's exports, in order."""
        return [post["id"] for line in self.lines() for post in line.get("data", ())]


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of pages."""
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().split("\n")[:-1]]
