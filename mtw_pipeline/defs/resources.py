"""What assets and checks are given: the study, its warehouse opened for the whole run, and the checking process.

What belongs here: opening and closing what a run needs once. What does not: what an asset does with it (assets/).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from mtw_pipeline.defs.jobs import makes
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS, WINDOW_TAG
from mtw_pipeline.defs.run_process import tags_of_this_process
from mtw_pipeline.defs.settings import report_settings
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.ahead import ReadAhead
from mtw_pipeline.lineage.reruns import windows_with_other_words
from mtw_pipeline.network.ahead import LayersAhead
from mtw_pipeline.report.drawings.process import DrawingProcess
from mtw_pipeline.report.writing_thread import WritingThread, writing_thread
from mtw_pipeline.study.export_names import size_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import as_it_is, begin_run, rest_on
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.latest_runs import note_run
from mtw_pipeline.warehouse.opening import open_locked, open_warehouse
from mtw_pipeline.warehouse.tables.text import WORD_KEYNESS
from mtw_pipeline.warehouse.validation.process import ValidationProcess, open_validation_process


class StudyResource(dg.ConfigurableResource):
    """The study's folder; its settings are read anew at each run."""

    root: str

    def load(self) -> Study:
        """The study as its study.toml says now."""
        return Study.load(Path(self.root))


class WarehouseResource(dg.ConfigurableResource):
    """The study's warehouse, held by the run from its first step to its last: a second run waits for it.

    Where ``is_locked``, the caller holds the study's lock, and goes on holding it when the run ends. Where the exports
    are read ahead, whoever does so holds the lock, and opens the warehouse and closes it.
    """

    study: StudyResource
    is_locked: bool = False
    ahead: dg.ResourceDependency[ReadAhead | None]
    _open: Warehouse = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["WarehouseResource"]:
        """Open the warehouse, give it to the steps, and close it whatever becomes of them."""
        run = context.run
        window = run.tags.get(WINDOW_TAG, "no window") if run is not None else "no run"
        if run is not None and context.instance is not None:
            context.instance.add_run_tags(run.run_id, tags_of_this_process())
        purpose = f"run {run.run_id[:8]} of {window}" if run is not None else "a call without a run"
        study = self.study.load()
        if context.instance is not None:
            report_settings(context.instance, study)
        made = CollectionWindow.from_key(window) if run is not None and CollectionWindow.is_key(window) else None
        if made is not None and context.instance is not None:
            _refuse_one_taken_out(context.instance, study, made)
        with self._opened(study, made, purpose) as opened:
            if run is not None and made is not None:
                inputs = self.ahead.inputs if self.ahead is not None else None
                begin_run(study, made, run.run_id, inputs, note_run(opened, made, run.run_id))
                if makes(run, WORD_KEYNESS.name):  # with words that will be others, which its report goes on to show
                    rest_on(study, made, [as_it_is(one) for one in windows_with_other_words(study, made)])
            yield self

    def get(self) -> Warehouse:
        """The open warehouse; while its exports are read ahead, waits until they are."""
        return self._open if self.ahead is None else self.ahead.warehouse()

    @contextmanager
    def _opened(self, study: Study, made: CollectionWindow | None, purpose: str) -> Iterator[Warehouse]:
        if self.ahead is not None:
            yield self.ahead.opened()
            return
        path = study.warehouse
        opening = open_locked(path) if self.is_locked else open_warehouse(path, purpose)
        with opening as self._open, _on_engine(self._open, study, made):
            yield self._open


def _refuse_one_taken_out(instance: dg.DagsterInstance, study: Study, window: CollectionWindow) -> None:
    """Refuse a window that a page of the UI still showed: nothing is noted of it, which would say that it was made."""
    if not instance.has_dynamic_partition(str(COLLECTION_WINDOWS.name), window.key):
        raise UserError(
            f"The window {window.key} was taken out of the study", where=str(study.incoming),
            remedy=f"To have it again, add its exports: mtw add FILE... --window {window.start} {window.end}",
        )  # fmt: skip


@contextmanager
def _on_engine(warehouse: Warehouse, study: Study, made: CollectionWindow | None) -> Iterator[None]:
    """The statements of tables run for the block where the study says."""
    engine = study.settings.engine
    if engine.kind == "duckdb":
        warehouse.leave_lake()
        yield
        return
    from mtw_pipeline.spark.engine import on_spark

    exports = study.exports_of(made) if made is not None else ()
    with on_spark(warehouse, engine, sum(map(size_of, exports))):
        yield


@dg.resource(description="A process that draws the figures of a large window, once something starts it.")
def drawing_process(_context: dg.InitResourceContext) -> Iterator[DrawingProcess]:
    """What draws, as long as the run."""
    with DrawingProcess() as drawing:
        yield drawing


@dataclass(frozen=True)
class NetworkBeside:
    """What works on the network beside the steps: the process that draws, and layers that it measures."""

    drawing: DrawingProcess
    layers: LayersAhead


@dg.resource(
    required_resource_keys={"drawing"},
    description="Layers of the network that the process that draws measures beside other steps.",
)
def network_beside(context: dg.InitResourceContext) -> NetworkBeside:
    """What works on the network, as long as the run."""
    return NetworkBeside(context.resources.drawing, LayersAhead())


@dg.resource(
    required_resource_keys={"drawing"},
    description="A thread that writes the report while the analysts' copy is made, once something begins it.",
)
def reporting_thread(context: dg.InitResourceContext) -> Iterator[WritingThread]:
    """What writes the report, as long as the run."""
    with writing_thread(context.resources.drawing) as reporting:
        yield reporting


@dg.resource(description="Great Expectations in a process of its own, which validates the tables of the run.")
def validation_process(_context: dg.InitResourceContext) -> Iterator[ValidationProcess]:
    """A process that lives as long as the run."""
    with open_validation_process() as validation:
        yield validation


class _NoValues(dg.IOManager):
    def handle_output(self, context: dg.OutputContext, obj: object) -> None:
        pass

    def load_input(self, context: dg.InputContext) -> None:
        pass


@dg.io_manager(description="Keeps nothing: tables stand in the warehouse, and no value goes from step to step.")
def no_values(_context: dg.InitResourceContext) -> _NoValues:
    """What Dagster asks for between steps; with the one that keeps values in memory it resumes no failed run."""
    return _NoValues()
