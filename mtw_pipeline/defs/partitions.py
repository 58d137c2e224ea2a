"""The one partitions definition: collection windows, added as they are found."""

import dagster as dg

COLLECTION_WINDOWS = dg.DynamicPartitionsDefinition(name="collection_window")

WINDOW_TAG = "dagster/partition"
"""Dagster's tag of a run that says which window it is of."""
