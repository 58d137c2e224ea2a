"""What the first run would make of the program's own files and keep beside them, made where the program is set up.

What belongs here: to have it made. What does not: making and keeping it (webpages.py, warehouse/empty_database.py). No
later run makes it where Python is told to write nothing (``PYTHONDONTWRITEBYTECODE``), so ``make setup`` does.
"""

import duckdb

from mtw_pipeline.coding.pages.page import page_templates
from mtw_pipeline.published.filling import lay_out_copy
from mtw_pipeline.report.html import environment
from mtw_pipeline.warehouse.opening import lay_out_warehouse
from mtw_pipeline.webpages import compile_all


def make_once() -> None:
    """Compile the templates of all pages, and lay out the databases that begin empty, where that may be kept."""
    for templates in (environment(), page_templates()):
        compile_all(templates)
    with duckdb.connect() as connection:
        lay_out_warehouse(connection)
    for identify in (False, True):
        with duckdb.connect() as connection:
            lay_out_copy(connection, identify=identify)


if __name__ == "__main__":
    make_once()
