"""When a study runs by itself."""

from typing import Annotated

from pydantic import AfterValidator, Field

from mtw_pipeline.study.settings.base import Settings
from mtw_pipeline.study.settings.time_zones import time_zone_name

_CRON_FIELDS = 5


def _cron(text: str) -> str:
    if len(text.split()) != _CRON_FIELDS:
        raise ValueError("a cron schedule has five fields: minute hour day month weekday, as in '0 6 * * *'")
    return text


class ScheduleSettings(Settings):
    """``[schedule]``: when the current window is run again, and how old its report may grow."""

    cron: Annotated[str, AfterValidator(_cron)] = "0 6 * * *"
    time_zone: Annotated[str, AfterValidator(time_zone_name)] = "UTC"
    report_fresh_hours: Annotated[int, Field(ge=1)] = 48
