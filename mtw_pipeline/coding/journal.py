"""Every code that was ever imported, in a file of the study to which lines are added and from which none is taken.

What belongs here: the journal and what it says of the present. What does not: what a sheet may hold
(sheets/importing.py). Codes are the study's own data: they live beside the exports, not in the warehouse, which can be
made anew at any time.
"""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from mtw_pipeline.coding.codebook import SEVERAL, coded_by_people
from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

log = logging.getLogger(__name__)

_FILE = "codes.jsonl"
Kind = Literal["code", "adjudication", "note", "unsure", "memo"]
UNSURE, SURE = "yes", "no"


@dataclass(frozen=True)
class Entry:
    """A code as imported, or what somebody noted beside a tweet.

    Args:
        kind: a coder's own code, a decision between coders, a note on a tweet, a mark that somebody is unsure of it, or
            a memo on a variable.
        coder: who coded, decided, or noted.
        tweet_id: the tweet; empty for a memo.
        variable: the variable; empty for a note and a mark.
        code: the category; of a note and a memo its words, of a mark whether it stands.
        codebook_md5: fingerprint of the variable as it was defined then; empty for a note and a mark.
        file: the file it came from.
        imported_at: when, ISO 8601, UTC.
        given_at: when it was given, ISO 8601, UTC, where the file says so: coding pages do, sheets do not.
    """

    kind: Kind
    coder: str
    tweet_id: str
    variable: str
    code: str
    codebook_md5: str
    file: str
    imported_at: str
    given_at: str = ""

    @property
    def is_code(self) -> bool:
        """Whether it is a code or a decision, which tables are made of."""
        return self.kind in {"code", "adjudication"}

    @property
    def known_at(self) -> datetime:
        """When it was given, as far as that is known: no later than it was imported, whatever a clock said."""
        imported = datetime.fromisoformat(self.imported_at)
        return min(imported, datetime.fromisoformat(self.given_at)) if self.given_at else imported

    @property
    def time(self) -> datetime:
        """When it was imported, UTC, without a zone as the tables have it."""
        return datetime.fromisoformat(self.imported_at).astimezone(UTC).replace(tzinfo=None)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is a code of: a later entry of the same key stands in for it."""
        who = "" if self.kind == "adjudication" else self.coder
        return self.kind, who, self.tweet_id, self.variable


def journal(folder: Path) -> list[Entry]:
    """All entries of a window, oldest first.

    Raises:
        UserError: a line cannot be read; it is named.
    """
    path = folder / _FILE
    if not path.is_file():
        return []
    entries = []
    *lines, last = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(_entry(line))
        except (ValueError, TypeError) as error:
            raise UserError(
                "A line of the journal of codes cannot be read", where=f"{path}, line {number}",
                remedy="Restore the file from a backup; it is not meant to be edited",
            ) from error  # fmt: skip
    return [*entries, *_last_entry(path, last)]


def _last_entry(path: Path, line: bytes) -> list[Entry]:
    """The entry of a last line without an end; none where only half of it was written, by an import that was killed."""
    if not line:
        return []
    try:
        return [_entry(line)]
    except (ValueError, TypeError):
        log.warning("%s: an import was stopped while it wrote the last line; import its sheet again", path)
        return []


def _entry(line: bytes) -> Entry:
    return Entry(**json.loads(line.decode("utf-8")))


def journal_of(study: Study, window: CollectionWindow) -> list[Entry]:
    """All entries of a window, oldest first, under the present names of the coders and of the categories.

    A category whose name differs from one of the codebook in case, blanks and forms of accents alone is that one: no
    codebook can have both. Who decided a disagreement may be anybody, and stays as it was typed.

    Raises:
        UserError: as ``journal``.
    """
    names = CoderNames.of(study.settings)
    variables = {one.name: one for one in coded_by_people(study.settings)}

    def present(entry: Entry) -> Entry:
        variable = variables.get(entry.variable) if entry.is_code else None
        return replace(
            entry,
            coder=entry.coder if entry.kind == "adjudication" else names.now(entry.coder),
            code=SEVERAL.join(variable.parts(entry.code)) if variable else entry.code,
        )

    return [present(one) for one in journal(study.coding_of(window))]


def current(entries: Iterable[Entry]) -> dict[tuple[str, str, str, str], Entry]:
    """The latest entry of every place."""
    return {entry.key: entry for entry in entries}


def write_down(study: Study, window: CollectionWindow, entries: Sequence[Entry]) -> list[Entry]:
    """Add the entries that say something new, under the coders' present names; returns these."""
    folder = study.coding_of(window)
    entries_before = journal(folder)
    present = current(journal_of(study, window))
    new = []
    for entry in entries:
        before = present.get(entry.key)
        if before is None or (before.code, before.codebook_md5, before.coder) != (
            entry.code,
            entry.codebook_md5,
            entry.coder,
        ):
            present[entry.key] = entry
            new.append(entry)
    if new:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, [*entries_before, *new])
    return new


def without_tweets(folder: Path, is_gone: Callable[[str], bool]) -> int:
    """Take the codes of tweets out for good, because their authors deleted these; returns how many entries went.

    Args:
        folder: the window's folder of coding.
        is_gone: whether the tweet of an id goes.
    """
    entries = journal(folder)
    kept = [entry for entry in entries if not is_gone(entry.tweet_id)]
    if (folder / _FILE).is_file():  # written also where no entry goes: half a line may name a tweet
        _write(folder, kept)
    return len(entries) - len(kept)


def _write(folder: Path, entries: Sequence[Entry]) -> None:
    lines = (json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)
    write_whole(folder / _FILE, "".join(lines))


def history_rows(_warehouse: Warehouse, study: Study, window: CollectionWindow) -> list[dict[str, object]]:
    """Rows of code_history, without their window: every code of the journal, and whether it still counts.

    Notes are left out: they are the team's own words, and no table that is published holds them.
    """
    entries = journal_of(study, window)
    latest = {id(entry) for entry in current(entries).values()}
    return [
        {
            "entry": number,
            "kind": entry.kind,
            "coder": entry.coder,
            "tweet_id": entry.tweet_id,
            "variable": entry.variable,
            "code": entry.code,
            "codebook_md5": entry.codebook_md5,
            "import_file": entry.file,
            "imported_at": entry.time,
            "is_current": id(entry) in latest,
        }
        for number, entry in enumerate(entries, start=1)
        if entry.is_code
    ]
