"""Copies for analysts that tests make without a run, and put in place unseen."""

from mtw_pipeline.published.publishing import MadeCopy, made_copy
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse


def publish(warehouse: Warehouse, study: Study, run_id: str) -> MadeCopy:
    """Make a copy and put it in place, whatever stands in it."""
    with made_copy(warehouse, study, run_id) as copy:
        copy.put_in_place(study)
    return copy
