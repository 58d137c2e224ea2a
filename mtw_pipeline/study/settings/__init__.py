"""What a team may set in study.toml: a module a concern, each key with its default and what it may hold.

What belongs here: keys, their types and rules. What does not: paths of the study (folder.py), the template of a new
study.toml (template.py), and what a setting does.
"""

from mtw_pipeline.study.settings.base import Settings
from mtw_pipeline.study.settings.bounds import BoundSettings
from mtw_pipeline.study.settings.coding import CodingSettings, SampleSettings, Theme, Variable
from mtw_pipeline.study.settings.collect import CollectSettings
from mtw_pipeline.study.settings.exports import ColumnMap
from mtw_pipeline.study.settings.publish import PublishSettings
from mtw_pipeline.study.settings.schedule import ScheduleSettings
from mtw_pipeline.study.settings.study import StudySettings
from mtw_pipeline.study.settings.text import (
    SentimentSettings,
    StyleSettings,
    TransformerSettings,
    WordList,
    WordSettings,
)

__all__ = [
    "BoundSettings",
    "CodingSettings",
    "CollectSettings",
    "ColumnMap",
    "PublishSettings",
    "SampleSettings",
    "ScheduleSettings",
    "SentimentSettings",
    "Settings",
    "StudySettings",
    "StyleSettings",
    "Theme",
    "TransformerSettings",
    "Variable",
    "WordList",
    "WordSettings",
]
