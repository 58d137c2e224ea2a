"""Watching which sections of study.toml an asset reads while a run makes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import dagster as dg
import pytest

from mtw_pipeline.defs.assets.report import TRENDS
from mtw_pipeline.defs.resources import StudyResource
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.report.writing_thread import WritingThread
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse


class Watched:
    """Settings that note which of their sections are asked for."""

    def __init__(self, settings: object, seen: set[str]) -> None:
        self._settings, self._seen = settings, seen

    def model_dump(self, *, mode: str, include: set[str]) -> Any:
        self._seen |= include
        return self._settings.model_dump(mode=mode, include=include)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> Any:
        self._seen.add(name)
        return getattr(self._settings, name)


@contextmanager
def watched_settings(seen: dict[str, set[str]]) -> Iterator[None]:
    """Note in ``seen``, of each asset that is made within the block, the sections that were read."""
    load, begin, begin_trends = StudyResource.load, WritingThread.begin, WritingThread.begin_trends

    def watched(resource: StudyResource) -> Study:
        study = load(resource)
        try:
            keys = dg.AssetExecutionContext.get().assets_def.keys
        except dg.DagsterInvariantViolationError:  # nothing is made: a resource is opened
            return study
        noted: set[str] = set()
        for key in keys:
            noted = seen.setdefault(key.to_user_string(), noted)
        return replace(study, settings=Watched(study.settings, noted))  # type: ignore[arg-type]

    def read_by(asset: str, study: Study) -> Study:
        settings = Watched(study.settings._settings, seen.setdefault(asset, set()))  # type: ignore[attr-defined]
        return replace(study, settings=settings)  # type: ignore[arg-type]

    def begun(reporting: WritingThread, warehouse: Warehouse, study: Study, window: CollectionWindow) -> None:
        """The report, which the step of the copy begins."""
        begin(reporting, warehouse, read_by(REPORT, study), window)

    def begun_trends(reporting: WritingThread, warehouse: Warehouse, study: Study) -> None:
        begin_trends(reporting, warehouse, read_by(TRENDS, study))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(StudyResource, "load", watched)
        patched.setattr(WritingThread, "begin", begun)
        patched.setattr(WritingThread, "begin_trends", begun_trends)
        yield
