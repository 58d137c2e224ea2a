"""The coding of the example study: its sheets, filled by simulated coders, imported and decided.

What belongs here: the steps that people take, taken by a program. What does not: what simulated coders type
(synthetic/coders.py).
"""

from mtw_pipeline.coding.sheets.import_of_window import import_sheet
from mtw_pipeline.coding.sheets.of_window import write_disagreements, write_sheets
from mtw_pipeline.coding.simulated import SIMULATED_CODERS
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic.coders import fill_sheet
from mtw_pipeline.warehouse.opening import open_warehouse


def is_simulated(study: Study) -> bool:
    """Whether the study's coders are the simulated ones; codes of real coders must not get among theirs."""
    return study.settings.synthetic and study.settings.coding.coders == SIMULATED_CODERS


def code_by_simulation(study: Study, window: CollectionWindow) -> int:
    """Write the sheets, fill them by simulation, import them and decide what differs; returns the codes imported."""
    codes = 0
    with open_warehouse(study.warehouse, "mtw demo") as warehouse:
        for sheet in write_sheets(warehouse, study, window, "xlsx", replace=True):
            filled = sheet.path.with_name(f"{sheet.path.stem} (filled by simulation).xlsx")
            fill_sheet(sheet.path, filled)
            codes += import_sheet(warehouse, study, window, filled, None).new
        differing = write_disagreements(warehouse, study, window)
        if differing is not None:
            filled = differing.path.with_name("disagreements (decided by simulation).xlsx")
            fill_sheet(differing.path, filled)
            import_sheet(warehouse, study, window, filled, None)
    return codes
