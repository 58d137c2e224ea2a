"""The command network: layers for Gephi and other programs."""

from pathlib import Path
from typing import Annotated

import typer

from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study, chosen_windows
from mtw_pipeline.cli.output import console


def network(
    study: StudyOption = None,
    window: WindowOption = None,
    layer: Annotated[str, typer.Option("--layer", help="name, chain, retweet, quote or all.")] = "all",
    folder: Annotated[Path | None, typer.Option("--to", help="Where to; default: network/ beside the report.")] = None,
) -> None:
    """Write a network layer for Gephi (GEXF), GraphML, and as CSV edge and node lists."""
    from mtw_pipeline.network.exports import export_layer
    from mtw_pipeline.warehouse.opening import open_warehouse

    chosen = chosen_study(study)
    with open_warehouse(chosen.warehouse, "mtw network") as warehouse:
        for one in chosen_windows(chosen, window):
            target = folder or chosen.report_of(one).parent / "network"
            for path in export_layer(warehouse, one, layer, target):
                console().print(str(path), markup=False)
