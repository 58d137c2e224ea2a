"""The command supplement: the publication's face of the report."""

from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study, chosen_windows
from mtw_pipeline.cli.output import console


def supplement(study: StudyOption = None, window: WindowOption = None) -> None:
    """Write the report of a window for publication, as HTML and PDF: nobody is named, small counts are withheld."""
    from mtw_pipeline.supplement.writing import write_supplements
    from mtw_pipeline.warehouse.opening import open_warehouse

    chosen = chosen_study(study)
    with open_warehouse(chosen.warehouse, "mtw supplement") as warehouse:
        written = write_supplements(warehouse, chosen, chosen_windows(chosen, window))
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
