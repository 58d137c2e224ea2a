"""What a run of a window rests on, in hashes.

What belongs here: seeing that nothing changed, or what did. What does not: which tables rest on what
(lineage/reruns.py), and what former runs rested on (run_records.py).
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import PACKAGE, own_folder
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.unfinished import whom_it_names
from mtw_pipeline.study.windows import CollectionWindow

EXPORTS, COLLECTIONS, LIWC = "exports", "collections", "LIWC's measures"
FROZEN_SAMPLE, CODES = "frozen sample", "codes"
FORGOTTEN, PROGRAM = "forgotten tweets", "program"
OTHERS = "other windows"
"""Of this input the keys of the windows are kept: one that is there no more is a change, a further one is none."""
_OF_SETTINGS = "study.toml "
_STREAM = "bluesky-stream-"
"""How the collections of a listener are called: what it writes changes every minute."""

_WITHOUT_EFFECT = frozenset({"collect", "schedule"})
SECTIONS = tuple(name for name in StudySettings.model_fields if name not in _WITHOUT_EFFECT)
"""The sections of study.toml that what a run makes may rest on."""

_LIBRARIES = ("duckdb", "igraph", "great-expectations", "vaderSentiment", "scikit-learn", "matplotlib")


def section(name: str) -> str:
    """The name of a section of study.toml among the inputs."""
    return _OF_SETTINGS + name


def section_in(name: str) -> str | None:
    """The section of study.toml that an input is, by its name; None where it is another input."""
    return name.removeprefix(_OF_SETTINGS) if name.startswith(_OF_SETTINGS) else None


def inputs_of(study: Study, window: CollectionWindow, of_all: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a run of the window would rest on now, by name, each as a hash; of other windows, their keys.

    Exports count by name, size and time of change, so that gigabytes cost nothing; everything else by its content.

    Args:
        study: the study.
        window: the window.
        of_all: ``inputs_of_all`` as they are now, where several windows are asked for.
    """
    folder = study.incoming_of(window)
    exports = [(path.relative_to(folder).as_posix(), *_stamp(path)) for path in study.exports_of(window)]
    coding = study.coding_of(window)
    return {
        EXPORTS: _hash(exports),
        COLLECTIONS: _hash(_collections(study, window)),
        FROZEN_SAMPLE: _content(coding / "frozen-sample.json"),
        CODES: _content(coding / "codes.jsonl"),
        LIWC: _hash([_content(path) for path in sorted(study.liwc_of(window).glob("*.csv"))]),
        OTHERS: " ".join(sorted(study.window_keys() - {window.key})),
        **(of_all or inputs_of_all(study)),
    }


def inputs_of_all(study: Study) -> dict[str, str]:
    """Of what runs would rest on now, what is the same for every window."""
    return {
        FORGOTTEN: _hash([whom_it_names(study.root)]),
        PROGRAM: program(),
        **{section(name): now for name, now in section_hashes(study).items()},
    }


def changed_inputs(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names of what is other than it was, in order."""
    return sorted(name for name in before.keys() | now.keys() if _is_changed(name, before, now))


def _is_changed(name: str, before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    if name == OTHERS:
        return not set(before.get(name, "").split()) <= set(now.get(name, "").split())
    return before.get(name) != now.get(name)


def section_hashes(study: Study, names: Collection[str] = SECTIONS) -> dict[str, str]:
    """Sections of study.toml by their names, each as a hash of what it says and of the files that it names."""
    sections = study.settings.model_dump(mode="json", include=set(names))
    return {
        name: _hash([sections[name], [_content(path) for path in _files_named_in(study, sections[name])]])
        for name in names
    }


def _files_named_in(study: Study, value: object) -> Iterator[Path]:
    """The files of the study that a setting names: their content counts as the setting does."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _files_named_in(study, one)
    elif isinstance(value, str) and value and _is_file(study.root / value):
        yield study.root / value


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a text of the settings that cannot be a path
        return False


@cache
def program() -> str:
    """The package and the libraries that its numbers rest on: by content, so that it is the same wherever it stands."""
    folders = {"": PACKAGE, "sql/": own_folder("sql")}  # in a wheel the second lies in the first
    files = {
        f"{beginning}{path.relative_to(folder).as_posix()}": path
        for beginning, folder in folders.items()
        for path in folder.rglob("*.*")
    }
    content = hashlib.sha256()
    for name, path in sorted(files.items()):
        if "__pycache__" not in path.parts and not name.startswith("docs/") and path.is_file():
            content.update(f"{name}\n".encode())
            content.update(hashlib.sha256(path.read_bytes()).digest())
    return _hash([content.hexdigest(), [version(name) for name in _LIBRARIES]])


def _stamp(path: Path) -> tuple[int, int]:
    try:
        facts = path.stat()
    except OSError as error:
        if path.is_symlink():
            return 0, 0  # its file may be there again later
        raise UserError(f"{path.name} was taken away just now", where=str(path), remedy="Try again") from error
    return facts.st_size, facts.st_mtime_ns


def _collections(study: Study, window: CollectionWindow) -> list[str]:
    """The records of collections, and the pages of those under way; of a stream what is whole: the rest never stays."""
    folder = study.collections_of(window)
    records = [
        path
        for path in sorted(folder.glob("*Z*.json"))
        if not path.name.startswith(_STREAM) or b'"is_whole": true' in path.read_bytes()
    ]
    pages = [path for path in sorted(folder.glob("*Z*.part")) if not path.name.startswith(_STREAM)]
    return [*map(_content, records), *(f"{path.name} {_size(path)}" for path in pages)]


def _size(path: Path) -> int:
    """Of a file that whoever collects may put in its place at any time: then nothing is left of it here."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]
