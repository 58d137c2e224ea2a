"""How files of no known format are read."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from mtw_pipeline.study.settings.base import Settings
from mtw_pipeline.study.settings.export_rows import COLUMN_MAP_FIELDS, LIST_FIELDS
from mtw_pipeline.study.settings.time_zones import time_zone_name


class ColumnMap(Settings):
    """``[[column_map]]``: how to read a CSV, XLSX or JSONL file of no known format.

    Its columns are named by what they hold: ``columns.tweet_id = "Tweet ID"``. For JSONL a dotted name reaches into
    an object (``user.screen_name``). Where no column holds the time of posting it is computed from the tweet's id.
    """

    name: Annotated[str, Field(min_length=1)]
    columns: dict[str, str]
    time_format: str | None = None
    time_zone: Annotated[str, AfterValidator(time_zone_name)] = "UTC"
    list_separator: Annotated[str, Field(min_length=1)] = ","
    metrics_of: Literal["own", "original", "unknown"] = "unknown"

    @model_validator(mode="after")
    def _names_known_fields(self) -> Self:
        unknown = sorted(set(self.columns) - set(COLUMN_MAP_FIELDS))
        if unknown:
            raise ValueError(f"unknown field {', '.join(unknown)}; the fields are {', '.join(COLUMN_MAP_FIELDS)}")
        missing = [name for name in ("tweet_id", "text") if name not in self.columns]
        if missing:
            raise ValueError(f"the fields {', '.join(missing)} must be mapped")
        if not {"author_handle", "author_id"} & set(self.columns):
            raise ValueError("one of the fields author_handle, author_id must be mapped")
        return self

    @property
    def lists(self) -> frozenset[str]:
        """The mapped fields that hold several values in one cell."""
        return frozenset(self.columns) & frozenset(LIST_FIELDS)
