"""Who is who in a study: read from the warehouse, for pseudonyms that are the same in every table and window."""

from mtw_pipeline.warehouse.connection import Warehouse


def user_ids_of_handles(warehouse: Warehouse) -> dict[str, str]:
    """From every handle in lower case to the user id behind it in the latest tweet that shows both."""
    return dict(warehouse.query("published/user_ids_of_handles").fetchall())


def known_handles(warehouse: Warehouse) -> set[str]:
    """Every handle of the study in lower case."""
    return {str(row[0]) for row in warehouse.query("published/known_handles").fetchall()}
