"""The two pictures of the network, as what they show; they may be begun ahead, as soon as the network is measured.

What belongs here: which rows they are made of, and how accounts are written. What does not: drawing (network_figure.py,
ties_figure.py), the process that draws (process.py), and when the report asks for them (writing.py).
"""

from pathlib import Path

from mtw_pipeline.attempts import attempt
from mtw_pipeline.network.account_names import NameOf, account_name
from mtw_pipeline.report.drawings.network_figure import COMMUNITIES, NetworkMap, draw, network_map
from mtw_pipeline.report.drawings.network_plane import most_named
from mtw_pipeline.report.drawings.process import DrawingProcess, Picture
from mtw_pipeline.report.drawings.ties_figure import draw_rows, drawn_rows
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

MAP = "Figure 1"
TIES = "The picture of the ties"


def begin_ahead(warehouse: Warehouse, study: Study, window: CollectionWindow, drawing: DrawingProcess) -> None:
    """Begin the pictures for the report, which takes them and reads nothing again; whatever fails it meets again.

    Args:
        warehouse: with the network's tables of the window.
        study: the study.
        window: the collection window.
        drawing: draws them; where its process was not started, nothing is begun.
    """
    if not drawing.is_started:
        return
    folder, is_synthetic = figures_of(study, window), study.settings.synthetic

    def begin() -> None:
        ties = ties_picture(warehouse, window, is_synthetic=is_synthetic)
        if ties is not None:
            drawing.ahead(TIES, ties, folder)
        shown = network_map(warehouse, window)
        if shown is not None:
            drawing.ahead(MAP, map_picture(shown, is_synthetic=is_synthetic), folder)

    attempt("drawing the network ahead of the report", begin)


def figures_of(study: Study, window: CollectionWindow) -> Path:
    """Where the figures of a window's report lie."""
    return study.report_of(window).parent / "figures"


def ties_picture(
    warehouse: Warehouse, window: CollectionWindow, *, is_synthetic: bool, name_of: NameOf = account_name
) -> Picture | None:
    """Figure 1a; None where there is no community to show."""
    drawn = drawn_rows(warehouse, window, COMMUNITIES)
    if drawn is None:
        return None
    return Picture(draw_rows, drawn, {account: name_of(account) for account in drawn.named}, is_synthetic)


def map_picture(shown: NetworkMap, *, is_synthetic: bool, name_of: NameOf = account_name) -> Picture:
    """Figure 1b."""
    return Picture(draw, shown, {dot.account: name_of(dot.account) for dot in most_named(shown.dots)}, is_synthetic)
