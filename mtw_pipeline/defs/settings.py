"""Sections of study.toml as Dagster sees them: assets that nothing here makes, with a data version each.

What belongs here: those assets, and telling Dagster that a section changed. What does not: which asset reads which
(lineage/settings.py), and what a section's hash is made of (study/inputs.py).
"""

import dagster as dg

from mtw_pipeline.lineage.settings import settings_asset
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import SECTIONS, section_hashes

_DATA_VERSION = "dagster/data_version"


def settings_specs(owners: list[str]) -> list[dg.AssetSpec]:
    """An asset for every section of study.toml that a table, the report or the copy may rest on."""
    return [
        dg.AssetSpec(
            settings_asset(name),
            description=(
                f"What study.toml says under {name!r}, with the files that it names. Where it changed, what reads it is"
                " outdated until it is made again."
            ),
            group_name="settings",
            kinds={"file"},
            owners=owners,
        )
        for name in SECTIONS
    ]


def report_settings(instance: dg.DagsterInstance, study: Study) -> list[str]:
    """Tell Dagster which sections are other than it last saw them; returns their names."""
    changed = {name: now for name, now in section_hashes(study).items() if now != _last_seen(instance, name)}
    for name, now in changed.items():
        instance.report_runless_asset_event(dg.AssetMaterialization(settings_asset(name), tags={_DATA_VERSION: now}))
    return list(changed)


def _last_seen(instance: dg.DagsterInstance, name: str) -> str | None:
    reported = instance.get_latest_materialization_event(dg.AssetKey(settings_asset(name)))
    seen = reported.asset_materialization if reported is not None else None
    return seen.tags.get(_DATA_VERSION) if seen is not None and seen.tags else None
