"""A study: one folder, its settings (study.toml) and the path of everything in it.

What belongs here: what a team may set, how it is checked, where things lie. What does not: reading exports or
making tables. Every path of a study comes from here.
"""

import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.export_rows import COLUMN_MAP_FIELDS, LIST_FIELDS
from mtw_pipeline.windows import CollectionWindow

SETTINGS_FILE = "study.toml"
STUDY_VARIABLE = "MTW_STUDY"
EXAMPLE_STUDY = Path(__file__).resolve().parents[1] / "data"

_UNFINISHED_SUFFIXES = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")
_CRON_FIELDS = 5


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _hashtag(text: str) -> str:
    bare = text.strip().lstrip("#＃")
    if not bare or any(character.isspace() or character in "#＃" for character in bare):
        raise ValueError("a hashtag is one word, with or without its #")
    return bare


def _time_zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("not a time zone; use a name such as UTC, Europe/Madrid or America/Toronto")
    return text


def _cron(text: str) -> str:
    if len(text.split()) != _CRON_FIELDS:
        raise ValueError("a cron schedule has five fields: minute hour day month weekday, as in '0 6 * * *'")
    return text


class SampleSettings(_Settings):
    """``[sample]``: how many tweets are drawn for coding, and with which seed."""

    size: Annotated[int, Field(ge=1)] = 1500
    seed: Annotated[int, Field(ge=0)] = 1
    include_retweets: bool = True


class WordSettings(_Settings):
    """``[words]``: what is left out when words are counted."""

    stop_words: Literal["en", "none"] = "en"
    extra_stop_words: tuple[str, ...] = ()
    top: Annotated[int, Field(ge=1)] = 50


class ScheduleSettings(_Settings):
    """``[schedule]``: when the current window is run again, and how old its report may grow."""

    cron: Annotated[str, AfterValidator(_cron)] = "0 6 * * *"
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
    report_fresh_hours: Annotated[int, Field(ge=1)] = 48


class ColumnMap(_Settings):
    """``[[column_map]]``: how to read a CSV, XLSX or JSONL file of no known format.

    Its columns are named by what they hold: ``columns.tweet_id = "Tweet ID"``. For JSONL a dotted name reaches into
    an object (``user.screen_name``). Where no column holds the time of posting it is computed from the tweet's id.
    """

    name: Annotated[str, Field(min_length=1)]
    columns: dict[str, str]
    time_format: str | None = None
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
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


class StudySettings(_Settings):
    """The content of study.toml."""

    title: Annotated[str, Field(min_length=1)]
    hashtags: Annotated[tuple[Annotated[str, AfterValidator(_hashtag)], ...], Field(min_length=1)]
    synthetic: bool = False
    export_time_zones: dict[str, Annotated[str, AfterValidator(_time_zone)]] = {}
    sample: SampleSettings = SampleSettings()
    words: WordSettings = WordSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    column_map: tuple[ColumnMap, ...] = ()


@dataclass(frozen=True)
class Study:
    """A study folder with its checked settings."""

    root: Path
    settings: StudySettings

    @classmethod
    def load(cls, root: Path) -> Self:
        """The study in ``root``.

        Raises:
            UserError: there is no study.toml, it is not TOML, or a key of it is wrong (the message names the key
                and what it may hold).
        """
        path = root / SETTINGS_FILE
        if not path.is_file():
            raise UserError(
                f"There is no study in {root}",
                where=f"{SETTINGS_FILE} is missing",
                remedy=f"Make one: mtw init {root} --hashtag YOURTAG --window START END",
            )
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UserError(f"{SETTINGS_FILE} cannot be read: {error}", where=str(path)) from error
        try:
            settings = StudySettings.model_validate(content)
        except ValidationError as error:
            raise UserError(_explain(error.errors()), where=str(path)) from error
        return cls(root.resolve(), settings)

    @property
    def settings_path(self) -> Path:
        """study.toml."""
        return self.root / SETTINGS_FILE

    @property
    def incoming(self) -> Path:
        """The folder into which exports are dropped, one folder a window."""
        return self.root / "incoming"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that runs write."""
        return self.root / "warehouse.duckdb"

    @property
    def reports(self) -> Path:
        """The folder of the reports, one folder a window."""
        return self.root / "reports"

    @property
    def dagster_home(self) -> Path:
        """This study's own Dagster instance: runs, events, partitions."""
        return self.root / ".dagster"

    def incoming_of(self, window: CollectionWindow) -> Path:
        """The folder of one window's exports."""
        return self.incoming / window.key

    def report_of(self, window: CollectionWindow) -> Path:
        """The report of one window."""
        return self.reports / window.key / "report.html"

    def windows(self) -> tuple[CollectionWindow, ...]:
        """The windows that have a folder in incoming/, oldest first."""
        if not self.incoming.is_dir():
            return ()
        keys = (path.name for path in self.incoming.iterdir() if path.is_dir())
        return tuple(sorted(CollectionWindow.from_key(key) for key in keys if CollectionWindow.is_key(key)))

    def exports_of(self, window: CollectionWindow) -> tuple[Path, ...]:
        """The export files of a window, by name; hidden files and unfinished downloads are left out."""
        folder = self.incoming_of(window)
        if not folder.is_dir():
            return ()
        files = (path for path in folder.rglob("*") if path.is_file())
        return tuple(sorted(path for path in files if is_export_name(path.relative_to(folder))))


def is_export_name(path: Path) -> bool:
    """Whether a file of that name counts: not hidden, not an office lock file, not a download under way."""
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return not hidden and path.suffix.lower() not in _UNFINISHED_SUFFIXES


def study_root(chosen: Path | None = None) -> Path:
    """The folder of the study to work on: the chosen one, else MTW_STUDY, else data/ of the checkout."""
    if chosen is not None:
        return chosen
    named = os.environ.get(STUDY_VARIABLE)
    return Path(named) if named else EXAMPLE_STUDY


def _explain(errors: Sequence[ErrorDetails]) -> str:
    return "; ".join(_explain_one(error) for error in errors)


def _explain_one(error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in error["loc"])
    kind = error["type"]
    if kind == "missing":
        return f"the key {key} is missing"
    if kind == "extra_forbidden":
        return f"the key {key} is not known; {_known_keys(error)}"
    if kind == "literal_error":
        return f"{key} is {error['input']!r}, but may only be {error.get('ctx', {}).get('expected')}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{key or SETTINGS_FILE}: {message}; it holds {error['input']!r}" if key else message


def _known_keys(error: ErrorDetails) -> str:
    sections: dict[str, type[BaseModel]] = {
        "sample": SampleSettings,
        "words": WordSettings,
        "schedule": ScheduleSettings,
        "column_map": ColumnMap,
    }
    section = str(error["loc"][0]) if len(error["loc"]) > 1 else ""
    return f"the keys here are {', '.join(sections.get(section, StudySettings).model_fields)}"
