"""When a study runs by itself."""

from typing import Annotated

from pydantic import AfterValidator, Field

from mtw_pipeline.study.settings.base import Settings
from mtw_pipeline.study.settings.cron import cron_schedule
from mtw_pipeline.study.settings.time_zones import time_zone_name

_MOST_HOURS = 24 * 366 * 10


class ScheduleSettings(Settings):
    """``[schedule]``: when the current window is collected and run again, and how old its report may grow."""

    cron: Annotated[str, AfterValidator(cron_schedule)] = "0 6 * * *"
    collect_cron: Annotated[str, AfterValidator(cron_schedule)] = "0 5 * * *"
    time_zone: Annotated[str, AfterValidator(time_zone_name)] = "UTC"
    report_fresh_hours: Annotated[int, Field(ge=1, le=_MOST_HOURS)] = 48
