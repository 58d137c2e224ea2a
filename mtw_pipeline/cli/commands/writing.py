"""Commands that write files out of the tables: network, supplement."""

from pathlib import Path
from typing import Annotated

import typer

from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study, folder_of, windows_with_rows
from mtw_pipeline.cli.output import console
from mtw_pipeline.cli.warning import warn_of


def network(
    study: StudyOption = None,
    window: WindowOption = None,
    layer: Annotated[str, typer.Option("--layer", help="name, chain, retweet, quote or all.")] = "all",
    folder: Annotated[Path | None, typer.Option("--to", help="Where to; default: network/ beside the report.")] = None,
) -> None:
    """Write a network layer for Gephi (GEXF), as GraphML, and as edge and node lists (CSV)."""
    from mtw_pipeline.network.exports import export_layer, layers_with_ties, without_ties
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.collection import RAW_TIES
    from mtw_pipeline.warehouse.tables.tweets import TWEETS

    chosen = chosen_study(study)
    with open_warehouse(chosen.warehouse, "mtw network") as warehouse:
        windows = windows_with_rows(warehouse, chosen, window, TWEETS, RAW_TIES)
        tied = [one for one in windows if layer in layers_with_ties(warehouse, one)]
        if not tied:
            raise without_ties(warehouse, windows[0], layer)
        for one in tied:
            target = folder_of(one, windows, folder, chosen.report_of(one).parent / "network")
            for path in export_layer(warehouse, one, layer, target):
                console().print(str(path), markup=False)
        warn_of(str(without_ties(warehouse, one, layer)) for one in windows if one not in tied)


def supplement(study: StudyOption = None, window: WindowOption = None) -> None:
    """Write the report of a window for publication, as HTML and PDF: nobody is named, small counts are withheld."""
    from mtw_pipeline.supplement.writing import write_supplements
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.collection import RAW_TIES
    from mtw_pipeline.warehouse.tables.tweets import TWEETS

    chosen = chosen_study(study)
    with open_warehouse(chosen.warehouse, "mtw supplement") as warehouse:
        written = write_supplements(warehouse, chosen, windows_with_rows(warehouse, chosen, window, TWEETS, RAW_TIES))
    screen = console()
    for one in written.values():
        for path in (one.page, one.pdf) if one.pdf else (one.page,):
            screen.print(str(path), soft_wrap=True, highlight=False, markup=False)
        for omission in one.omissions:
            screen.print(f"left out: {omission}", markup=False)
    unprinted = {one.unprinted for one in written.values() if one.unprinted}
    for reason in sorted(unprinted):
        screen.print(f"No PDF: {reason}. Open the page in any browser and print it there.", markup=False)
    if chosen.settings.publish.identify:
        screen.print("Accounts stand under their names, because study.toml says [publish] identify.", markup=False)
