"""What Dagster loads: build_definitions(...) and, for its tools, defs.

Which study is meant is decided here and nowhere else on Dagster's side: the one given, else MTW_STUDY, else the one
around the current folder, else the example.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg

from mtw_pipeline.defs.assets.coding import coding_assets
from mtw_pipeline.defs.assets.collecting import collect_schedule, collect_window, collections_asset
from mtw_pipeline.defs.assets.collection import collection_assets
from mtw_pipeline.defs.assets.network import network_assets
from mtw_pipeline.defs.assets.published import published_asset
from mtw_pipeline.defs.assets.report import report_asset, trends_asset
from mtw_pipeline.defs.assets.table_assets import OWNERS, statement_assets, tables_at_the_end
from mtw_pipeline.defs.assets.text import text_assets
from mtw_pipeline.defs.assets.trends import trends_assets
from mtw_pipeline.defs.automation import current_window_schedule, new_exports_sensor, report_freshness
from mtw_pipeline.defs.checks import checks_apart
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.lineage import export_files_spec
from mtw_pipeline.defs.resources import (
    StudyResource,
    WarehouseResource,
    drawing_process,
    network_beside,
    no_values,
    reporting_thread,
    validation_process,
)
from mtw_pipeline.defs.settings import settings_specs
from mtw_pipeline.errors import UserError
from mtw_pipeline.shells import quoted
from mtw_pipeline.study.folder import Study, study_of_tools


def build_definitions(root: Path | None = None, resources: Mapping[str, Any] | None = None) -> dg.Definitions:
    """Everything that Dagster needs to know of a study.

    Args:
        root: the study's folder; by default MTW_STUDY, else the study around the current folder, else the example.
        resources: resources to put in place of the study's own, by name: a validation process that runs already,
            or a test's.

    Raises:
        UserError: there is no study, or its settings are wrong.
    """
    study = Study.load(root or study_of_tools())
    resource = StudyResource(root=str(study.root))
    schedule = study.settings.schedule
    collects = bool(study.settings.collect)
    tables = _table_assets()
    last = tables_at_the_end(tables)
    shown = [report_asset(report_freshness(schedule), last), trends_asset(), published_asset(last)]
    return dg.Definitions(
        assets=[export_files_spec(OWNERS), *settings_specs(OWNERS), *tables, *shown],
        asset_checks=checks_apart(),
        jobs=[STUDY_WINDOW, *([collect_window] if collects else [])],
        sensors=[new_exports_sensor()],
        schedules=[current_window_schedule(schedule), *([collect_schedule(schedule)] if collects else [])],
        resources={
            "study": resource,
            "warehouse": WarehouseResource(study=resource, ahead=None),
            "drawing": drawing_process,
            "beside": network_beside,
            "reporting": reporting_thread,
            "validation": validation_process,
            "io_manager": no_values,  # Dagster's own loads a library for files
            **(resources or {}),
        },
        executor=dg.in_process_executor,
    )


@cache
def _table_assets() -> tuple[dg.AssetsDefinition, ...]:
    """The assets of all tables: the same for every study, so that a process with several runs makes them once."""
    filled_apart = [
        collection_assets(),
        collections_asset(),
        *text_assets(),
        *network_assets(),
        *coding_assets(),
        *trends_assets(),
    ]
    return (*statement_assets(filled_apart), *filled_apart)


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions of the study that the surroundings name.

    Raises:
        UserError: DAGSTER_HOME belongs to another study.
    """
    study = Study.load(study_of_tools())
    home = os.environ.get("DAGSTER_HOME")
    if home and (Path(home).parent / "study.toml").is_file() and Path(home).parent.resolve() != study.root:
        raise UserError(
            f"DAGSTER_HOME belongs to the study in {Path(home).parent}, but the study chosen is {study.root}",
            remedy=f"Open the UI with: mtw ui --study {quoted(study.root)}",
        )
    return build_definitions(study.root)
