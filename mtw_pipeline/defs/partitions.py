"""The one partitions definition: collection windows, added as they are found.

What belongs here: what names a window in Dagster. What does not: windows (study/windows.py).
"""

import dagster as dg

COLLECTION_WINDOWS = dg.DynamicPartitionsDefinition(name="collection_window")

WINDOW_TAG = "dagster/partition"
"""Dagster's tag of a run that says which window it is of."""
