"""A whole collection window taken out of a study: its exports, its rows in every table, its report.

What belongs here: what of a window lies in the study's folder. What does not: Dagster's record of it (runs/records.py).
"""

import shutil
from pathlib import Path

from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.sheets.aside import holds_more
from mtw_pipeline.collect.proposals import proposals_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import rest_on
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.liwc.kept import OF_TWEETS, drop_of_all
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.own_tables import LATEST_RUNS, OMISSIONS, TRENDS_ASIDE
from mtw_pipeline.warehouse.tables import TABLES


def remove_window(study: Study, window: CollectionWindow) -> list[Path]:
    """Take a window out; where it was the last one, the pages and copies of all windows go too.

    The tables go first, and what the window is known by goes last, so that whatever ends this in the middle, the same
    command does the rest. What was made with the window is told by the records of runs (study/inputs.py).

    Returns:
        Folders that are kept, because they hold work of people that nothing could make again.
    """
    others = [one for one in study.windows() if one != window]
    if study.warehouse.is_file():
        with open_warehouse(study.warehouse, f"mtw remove of {window.key}") as warehouse:
            if others:
                rest_on(study, others[-1], [window.key])
            with warehouse.transaction():
                for table in (*TABLES, OMISSIONS, TRENDS_ASIDE, LATEST_RUNS):
                    warehouse.delete_window(table, window)
    coding = study.coding_of(window)
    kept = [coding] if (coding / "codes.jsonl").is_file() or _holds_codes(study, coding) else []
    if not kept:
        shutil.rmtree(coding, ignore_errors=True)
    kept += _kept_of_liwc(study, window)
    proposals_of(study, window).unlink(missing_ok=True)
    if not others:
        study.trends.unlink(missing_ok=True)
        shutil.rmtree(study.trends_tables, ignore_errors=True)
        shutil.rmtree(study.published, ignore_errors=True)
    shutil.rmtree(study.parts_record, ignore_errors=True)  # it holds words of the window; the next copy is made whole
    incoming = study.incoming_of(window)
    if incoming.is_symlink():
        incoming.unlink()
    elif incoming.is_dir():
        shutil.rmtree(incoming)
    shutil.rmtree(study.report_of(window).parent, ignore_errors=True)
    return kept


def _kept_of_liwc(study: Study, window: CollectionWindow) -> list[Path]:
    """What LIWC measured in single tweets, which are known again by their texts; what it said of all of them goes."""
    drop_of_all(study, window)
    folder = study.liwc_of(window)
    if (folder / OF_TWEETS).is_file():
        return [folder]
    shutil.rmtree(folder, ignore_errors=True)
    return []


def _holds_codes(study: Study, coding: Path) -> bool:
    """Whether a sheet of a window, or what a page saved, holds codes: nobody has imported them yet."""
    variables = coded_by_people(study.settings)
    return any(
        holds_more(path, variables, ())
        for path in sorted(coding.glob("*/*"))
        if path.suffix.lower() in {".xlsx", ".csv", ".json"}
    )
