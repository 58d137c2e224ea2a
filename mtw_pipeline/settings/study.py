"""The whole of study.toml."""

from typing import Annotated

from pydantic import AfterValidator, Field

from mtw_pipeline.settings.base import Settings
from mtw_pipeline.settings.coding import SampleSettings
from mtw_pipeline.settings.exports import ColumnMap
from mtw_pipeline.settings.publish import PublishSettings
from mtw_pipeline.settings.schedule import ScheduleSettings
from mtw_pipeline.settings.text import STUDY_GROUPS, SentimentSettings, StyleSettings, WordList, WordSettings
from mtw_pipeline.settings.time_zones import time_zone_name


def _hashtag(text: str) -> str:
    bare = text.strip().lstrip("#＃")
    if not bare or any(character.isspace() or character in "#＃" for character in bare):
        raise ValueError("a hashtag is one word, with or without its #")
    return bare


class StudySettings(Settings):
    """The content of study.toml."""

    title: Annotated[str, Field(min_length=1)]
    hashtags: Annotated[tuple[Annotated[str, AfterValidator(_hashtag)], ...], Field(min_length=1)]
    synthetic: bool = False
    export_time_zones: dict[str, Annotated[str, AfterValidator(time_zone_name)]] = Field(default_factory=dict)
    sample: SampleSettings = SampleSettings()
    words: WordSettings = WordSettings()
    word_lists: tuple[WordList, ...] = STUDY_GROUPS
    sentiment: SentimentSettings = SentimentSettings()
    style: StyleSettings = StyleSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    publish: PublishSettings = PublishSettings()
    column_map: tuple[ColumnMap, ...] = ()
