"""Assets of the coding: the sample that people will code."""

import dagster as dg

from mtw_pipeline.defs.table_assets import sql_asset
from mtw_pipeline.study import Study
from mtw_pipeline.tables import SAMPLE


def coding_assets() -> list[dg.AssetsDefinition]:
    """The sample."""
    return [sql_asset(SAMPLE, ["tweets"], _draw)]


def _draw(study: Study) -> dict[str, object]:
    sample = study.settings.sample
    return {"size": sample.size, "seed": sample.seed, "include_retweets": sample.include_retweets}
