"""A study: one folder, its settings (study.toml) and the path of everything in it.

What belongs here: where things lie, and what a mistake in study.toml is called. What does not: the settings themselves
(settings/), reading exports or making tables. Every path of a study comes from here.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import example_study
from mtw_pipeline.shells import quoted
from mtw_pipeline.study.export_names import files_below, is_anything, is_export_name
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings_errors import explained, unreadable
from mtw_pipeline.study.unfinished import REGISTER_FILE
from mtw_pipeline.study.whole_files import readable
from mtw_pipeline.study.windows import CollectionWindow

SETTINGS_FILE = "study.toml"
COLLECTIONS_FOLDER = ".collections"
REPORTS_FOLDER = "reports"
RUNS_FILE = "last-run.json"
STUDY_VARIABLE = "MTW_STUDY"

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NO_FOLDER_OF_DAGSTER = re.compile(r"[*?\[]|%[0-9A-Fa-f]{2}")
"""What in a path Dagster takes for a pattern, or its databases for a part of an address: its settings are passed over
then without a word, or its records lie elsewhere."""

_MISNAMED = re.compile(r"study(?: ?\([0-9]+\))?(?:\.toml)?(?:\.(?:toml|txt|rtf))", re.IGNORECASE)
_NO_UTF_8 = re.compile("[\ud800-\udfff]")
_LONGEST_PATH = 450
"""SQLite opens no file of a longer path than 512 bytes, and Dagster's databases lie below a study's folder."""


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
                and what it may hold); or its folder has a name with which no run can work.
        """
        _refuse_name(root.resolve())
        path = root / SETTINGS_FILE
        if not path.is_file():
            raise _without_settings(root)
        content = _toml(path)
        unprintable = next(_unprintable(content), None)
        if unprintable is not None:
            raise UserError(
                f"{unprintable} holds a character that no text has", where=str(path), remedy="Write the value anew"
            )
        try:
            settings = StudySettings.model_validate(content)
        except ValidationError as error:
            text = path.read_text(encoding="utf-8-sig")
            raise UserError(explained(error.errors(), content, text), where=str(path)) from error
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
    def kept_scores(self) -> Path:
        """The DuckDB file of the scores that models gave, so that no text is scored twice."""
        return self.root / "kept_scores.duckdb"

    @property
    def reports(self) -> Path:
        """The folder of the reports, one folder a window."""
        return self.root / REPORTS_FOLDER

    @property
    def trends(self) -> Path:
        """The page of all windows beside each other."""
        return self.reports / "trends.html"

    @property
    def trends_tables(self) -> Path:
        """The tables of all windows beside each other, as files beside that page."""
        return self.reports / "trends"

    @property
    def published(self) -> Path:
        """The folder of the analysts' copy."""
        return self.root / "published"

    @property
    def published_database(self) -> Path:
        """The address of the analysts' copy; a run puts another file there."""
        return self.published / "study.duckdb"

    @property
    def parts_record(self) -> Path:
        """The folder that says what the parts of the analysts' copy rested on, in hashes."""
        return self.root / ".published"

    @property
    def failed_copy(self) -> Path:
        """The folder of the last analysts' copy that was not put in place, because its checks failed.

        Not within published/, which is what is handed on.
        """
        return self.parts_record / "failed-checks-give-to-nobody"

    @property
    def named_in_failed_copy(self) -> Path:
        """What in that copy names somebody, a line a column."""
        return self.failed_copy / "whom-it-names.txt"

    def coding_of(self, window: CollectionWindow) -> Path:
        """The folder of one window's coding: sheets, codes, what is to be corrected."""
        return self.root / "coding" / window.key

    def liwc_of(self, window: CollectionWindow) -> Path:
        """The folder of what LIWC said of one window's texts."""
        return self.root / "liwc" / window.key

    @property
    def pseudonym_key(self) -> Path:
        """The key of the pseudonyms; it never leaves the study."""
        return self.root / "pseudonym.key"

    @property
    def forgotten(self) -> Path:
        """Salted hashes of the tweets and users that were deleted, so that no import brings them back."""
        return self.root / REGISTER_FILE

    @property
    def to_forget(self) -> Path:
        """The folder of lists of posts that are gone, one list a window, for people to look at."""
        return self.root / "to-forget"

    @property
    def listener(self) -> Path:
        """The folder of whoever listens to a stream: its lock, and where it is."""
        return self.root / ".listener"

    @property
    def dagster_home(self) -> Path:
        """This study's own Dagster instance: runs, events, partitions."""
        return self.root / ".dagster"

    def incoming_of(self, window: CollectionWindow) -> Path:
        """The folder of one window's exports."""
        return self.incoming / window.key

    def collections_of(self, window: CollectionWindow) -> Path:
        """The folder of a window's collections from platforms: their records, and pages of those that go on."""
        return self.incoming_of(window) / COLLECTIONS_FOLDER

    def report_of(self, window: CollectionWindow) -> Path:
        """The report of one window."""
        return self.reports / window.key / "report.html"

    def supplement_of(self, window: CollectionWindow) -> Path:
        """The report of one window for publication, in a folder of its own that names nobody."""
        return self.reports / window.key / "supplement" / "supplement.html"

    def windows(self) -> tuple[CollectionWindow, ...]:
        """The windows that have a folder in incoming/, oldest first.

        Raises:
            UserError: the name of a folder has a window's form, and its days cannot be; the folder is named.
        """
        return tuple(sorted(map(self._window, self._keys_of_folders())))

    def window_keys(self) -> frozenset[str]:
        """The keys of the windows that have a folder in incoming/ or were run, whether or not their days can be."""
        return self._keys_of_folders() | self._keys_of_runs()

    def _keys_of_folders(self) -> frozenset[str]:
        folders = self.incoming.iterdir() if self.incoming.is_dir() else ()
        return frozenset(path.name for path in folders if CollectionWindow.is_key(path.name) and path.is_dir())

    def _keys_of_runs(self) -> frozenset[str]:
        ran = (path.parent.name for path in self.reports.glob(f"*/{RUNS_FILE}"))
        return frozenset(filter(CollectionWindow.is_key, ran))

    def windows_without_folder(self) -> tuple[CollectionWindow, ...]:
        """The windows that were run, and whose folder in incoming/ was taken away or renamed since, oldest first."""
        return tuple(sorted(map(CollectionWindow.from_key, self._keys_of_runs() - self._keys_of_folders())))

    def windows_emptied(self) -> tuple[CollectionWindow, ...]:
        """The windows that have a report and a folder in incoming/, and no exports in it any more, oldest first."""
        return tuple(
            window for window in self.windows() if self.report_of(window).is_file() and not self.exports_of(window)
        )

    def _window(self, key: str) -> CollectionWindow:
        try:
            return CollectionWindow.from_key(key)
        except UserError as error:
            raise UserError(
                error.what, where=str(self.incoming / key),
                remedy="Name the folder START_END, both days included, as 2020-12-05_2021-01-22",
            ) from error  # fmt: skip

    def in_no_window(self) -> tuple[Path, ...]:
        """Files, and folders that hold any, in incoming/ beside the windows' folders, by name: no run reads them."""
        if not self.incoming.is_dir():
            return ()
        others = (
            path
            for path in self.incoming.iterdir()
            if is_export_name(Path(path.name)) and not (path.is_dir() and CollectionWindow.is_key(path.name))
        )
        return tuple(sorted(path for path in others if is_anything(path) or any(map(is_anything, path.rglob("*")))))

    def exports_of(self, window: CollectionWindow) -> tuple[Path, ...]:
        """The export files of a window, by name; hidden files and unfinished downloads are left out.

        Links to folders are followed. A link whose file is not there, as on a disk that is not connected, is one of
        them, and a link to a folder in which the window itself lies: reading it says so.

        Raises:
            UserError: a folder cannot be looked into.
        """
        folder = self.incoming_of(window)
        if not folder.is_dir():
            return ()
        return tuple(sorted(path for path in files_below(folder) if is_export_name(path.relative_to(folder))))


def why_unread(path: Path) -> str:
    """Why nothing reads a path of ``in_no_window``, and what to do."""
    if path.is_symlink() and not path.exists():
        return f"{path} is a link to what is not there, and nothing reads it: connect its disk, or delete the link"
    return (
        f"{path} lies in no window, and nothing reads it: mtw add FILE... takes files into one, or move it into a"
        " folder that is named START_END, as 2020-12-05_2021-01-22"
    )


def _refuse_name(root: Path) -> None:
    if _NO_UTF_8.search(str(root)):
        raise UserError(
            "A study cannot lie in a folder whose name, or that of one above it, is no UTF-8",
            where=readable(root),
            remedy="Rename the folder, or move the study: it takes everything with it",
        )
    if len(os.fsencode(root)) > _LONGEST_PATH:
        raise UserError(
            f"A study cannot lie in a folder whose path is longer than {_LONGEST_PATH} bytes",
            where=str(root),
            remedy="Move the study further up: it takes everything with it",
        )
    found = _NO_FOLDER_OF_DAGSTER.search(str(root))
    if found:
        raise UserError(
            f"A study cannot lie in a folder whose name, or that of one above it, has {found[0]} in it",
            where=str(root),
            remedy="Rename the folder, or move the study: it takes everything with it",
        )


def _without_settings(root: Path) -> UserError:
    if root.is_file():
        folder = quoted(root.absolute().parent)
        return UserError(f"{root} is a file", remedy=f"Name the study's folder with --study {folder}, or go into it")
    misnamed = _misnamed_settings(root)
    if misnamed is not None:
        return _of_misnamed(misnamed)
    return UserError(
        f"There is no study in {root}",
        where=f"{SETTINGS_FILE} is missing",
        remedy=f"Make one: mtw init {quoted(root)} --hashtag YOURTAG --window START END",
    )


def _of_misnamed(path: Path) -> UserError:
    return UserError(
        f"There is no {SETTINGS_FILE} in {path.parent}, but a {path.name}",
        remedy=f"If it is the study's, name it {SETTINGS_FILE}; systems hide the ends of names: let yours show them",
    )


def _misnamed_settings(root: Path) -> Path | None:
    """What an editor or a system may have made of study.toml: ``study.toml.txt``, ``study (1).toml``."""
    if not (root.is_dir() and os.access(root, os.R_OK)):
        return None
    return next((path for path in sorted(root.iterdir()) if _MISNAMED.fullmatch(path.name) and path.is_file()), None)


def study_root(chosen: Path | None = None) -> Path:
    """The folder of the study to work on: the chosen one, else that of MTW_STUDY, else the one that one stands in.

    Raises:
        UserError: none is named, and neither the current folder nor one above it holds a study.
    """
    found = chosen or study_around()
    if found is None:
        if (misnamed := _misnamed_settings(Path.cwd())) is not None:
            raise _of_misnamed(misnamed)
        raise UserError(
            "There is no study here",
            where=f"neither {Path.cwd()} nor a folder above it holds {SETTINGS_FILE}",
            remedy="Go into the study's folder, name it with --study DIR, or make one: mtw init DIR --hashtag YOURTAG"
            " --window START END",
        )
    return found


def study_of_tools() -> Path:
    """The study of a program that is started without naming one, as Dagster's is: else the example."""
    return study_around() or example_study()


def study_around() -> Path | None:
    """The folder that MTW_STUDY names, else the current one or the nearest above it that holds a study."""
    named = os.environ.get(STUDY_VARIABLE)
    if named:
        return Path(named)
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if (one / SETTINGS_FILE).is_file()), None)


def _toml(path: Path) -> dict[str, object]:
    """The content of study.toml; a mark before its first letter, as Windows puts it there, is none of it."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)
        raise UserError(
            f"{SETTINGS_FILE} is not UTF-8: {error.reason}",
            where=f"{path}, line {line}",
            remedy="Open it in a text editor and save it with the encoding UTF-8",
        ) from error
    except RecursionError as error:
        raise UserError(
            f"{SETTINGS_FILE} cannot be read: brackets are nested too deep in it", where=str(path)
        ) from error
    except OSError as error:
        raise UserError(
            f"{SETTINGS_FILE} cannot be read: {error.strerror}",
            where=str(path),
            remedy="See who may read the file, and whether its disk is there",
        ) from error
    except ValueError as error:  # tomllib's own errors, and numbers of more digits than Python reads
        said, remedy = unreadable(str(error), path.read_bytes().decode("utf-8-sig"))
        raise UserError(f"{SETTINGS_FILE} cannot be read: {said}", where=str(path), remedy=remedy) from error


def _unprintable(content: Mapping[str, object]) -> Iterator[str]:
    """The keys of what stands on every page, where it holds a character that no page can show."""
    hashtags = content.get("hashtags")
    shown = {"title": content.get("title")}
    if isinstance(hashtags, list):
        shown.update((f"hashtags.{place}", hashtag) for place, hashtag in enumerate(hashtags))
    return (key for key, text in shown.items() if isinstance(text, str) and _NO_TEXT.search(text))
