"""What is left in a study of those who are forgotten: every file is looked through, byte by byte, as it is unpacked.

What belongs here: finding names, and saying where. What does not: taking anything away. What is compressed inside of a
DuckDB file or the Parquet of a copy and its record is not looked through here: the warehouse is asked (tables.py), and
copies are made anew. Columnar exports are, as texts.
"""

import gzip
import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast
from urllib.parse import unquote_to_bytes

from mtw_pipeline import platforms
from mtw_pipeline.collect.collector import STREAM
from mtw_pipeline.collect.windows import command_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.columnar.containers import container_of
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.opening.damage import ARCHIVE_DAMAGE
from mtw_pipeline.forgetting import workbook_parts
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.installation import own_texts
from mtw_pipeline.study.export_names import link_to
from mtw_pipeline.study.folder import COLLECTIONS_FOLDER, Study
from mtw_pipeline.study.published_versions import PARQUET
from mtw_pipeline.study.unfinished import REGISTER_FILE
from mtw_pipeline.study.whole_files import readable

_NUMBER = re.compile(rb"(?<![0-9])[0-9]{5,19}(?![0-9])")
_WORD = re.compile(rb"(?<![A-Za-z0-9_])[A-Za-z0-9_]{1,20}(?![A-Za-z0-9_])")
_DECIMAL = re.compile(rb"(?<=[^A-Za-z0-9_.@\r\n\x80-\xff])([0-9]+)[.][0-9]+(?![.@]?[A-Za-z0-9_])")
"""As the times of a log; not where a line or a file may begin: ``1.9105`` may be the first of a list of user ids."""
_ESCAPE = re.compile(rb"\\[nrt]")
_ADDRESS = re.compile(b"(?=(" + platforms.ADDRESS.encode() + b"))")
"""Each, and those inside of it: what was asked of a server, and archives, hold addresses in their own."""
_WITH_SERVER = re.compile(rb"(?<![A-Za-z0-9_])[A-Za-z0-9_][A-Za-z0-9_:%-]*[.@:][A-Za-z0-9_.@:%-]*[A-Za-z0-9_]")
"""Where none begins with a word's first letter none begins with another: to look at each takes four times as long."""
_PROFILE = re.compile(rb"//[A-Za-z0-9.:-]+/(?:@|users/)[A-Za-z0-9_.-]+")
_END = re.compile(rb"[^\s\"'<>]*\Z")
_BLOCK = 1 << 23
_LONGEST_NAME = 600
_UNSUSPICIOUS_BYTES = 1 << 28
_LARGEST_RATIO = 200
_DEEPEST = 3
_LONGEST_BY_CHANCE = 2
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True)
class Trace:
    """A file in which a name still stands.

    Args:
        place: the file, and the member of it, for people.
        what: what stands there, as "an id of a tweet".
        remedy: what to do about it.
    """

    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """For people."""
        return f"{self.place}: {self.what}. {self.remedy}"


def files_with_traces(study: Study, names: ForgottenNames, read: frozenset[tuple[str, str]]) -> list[Trace]:
    """Everything in the study's folder, and behind its links, that still names a forgotten tweet or account.

    Accounts are looked for where no tweets of others stand that may name them: not in exports, sheets and reports. One
    that is called like a word that the program writes (``name``), or by two letters, is not looked for where the
    program alone writes.

    Args:
        study: the study.
        names: what is forgotten.
        read: by window and name, the exports from which rows were taken.
    """
    found = [trace for path in _files(study) for trace in _of_file(study, path, names, read)]
    if (study.root / ".git").exists():
        remedy = "Its history may hold earlier states of all files: rewrite it"
        found.append(Trace(readable(study.root / ".git"), "the study lies in a git repository", remedy))
    return found


def _files(study: Study) -> Iterator[Path]:
    seen = set()
    for folder, folders, files in os.walk(study.root, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if name != ".git")
        yield from (Path(folder) / name for name in sorted(files))


def _of_file(study: Study, path: Path, names: ForgottenNames, read: frozenset[tuple[str, str]]) -> Iterator[Trace]:
    if not path.is_file() or _is_masked_or_asked(study, path):
        return
    place = path.relative_to(study.root)
    remedy = _remedy(study, path)
    if names.names_user_in_path(readable(place)) or names.names_tweet(readable(place)):
        yield Trace(readable(path), "its name", "Give it another name")
    windows = {window for window, _ in read}
    may_mention = place.parts[0] == "coding" or (
        place.parts[0] == "reports"
        and (place.parts[1] in windows or path == study.trends or study.trends_tables in path.parents)
    )
    try:
        name = readable(Path(path.name))
        of_exports = place.parts[0] == "incoming"
        for member, stream, limit in _opened(path, name, of_exports=of_exports):
            is_beside_cells = of_exports and workbook_parts.is_beside_cells(member)
            tweets_alone = may_mention or (_was_read(place.parent / member, read) and not is_beside_cells)
            may_be_said = _may_be_said if _is_of_the_program(study, path) else None
            content = _written_by_people(stream, limit) if is_beside_cells else stream
            what = _named(content, limit, names, tweets_alone=tweets_alone, may_be_said=may_be_said)
            inner = member.removeprefix(f"{name}/")
            within = "" if member == name else f", in {inner}"
            if what:
                yield Trace(readable(path) + within, what, remedy)
            elif within and not workbook_parts.is_of_workbook(inner) and names.names_user_in_path(inner):
                yield Trace(readable(path) + within, "its name", remedy)
    except (*ARCHIVE_DAMAGE, OSError, RuntimeError, UserError, ValueError) as error:
        yield Trace(readable(path), f"it cannot be looked through ({error})", remedy)


def _written_by_people(stream: IO[bytes], limit: int) -> IO[bytes]:
    part = b""
    while block := stream.read(_BLOCK):
        part += block
        if len(part) > limit:
            raise ValueError(f"it holds more than {limit:,} bytes")
    return io.BytesIO(workbook_parts.written_by_people(part))


def _was_read(place: Path, read: frozenset[tuple[str, str]]) -> bool:
    """Whether rows were taken from an export, or from what a part of it is a part of: a workbook is an archive too."""
    if place.parts[0] != "incoming":
        return False
    ends = range(3, len(place.parts) + 1)
    return any((place.parts[1], "/".join(place.parts[2:end])) in read for end in ends)


def _is_of_the_program(study: Study, path: Path) -> bool:
    """Whether the program writes a file, in its own words and those of Dagster and SQLite."""
    folders = (study.dagster_home, study.parts_record, study.published)
    return path == study.settings_path or any(map(path.is_relative_to, folders))


def _may_be_said(word: str) -> bool:
    """Whether the program may write a word without meaning an account; two letters stand in anything compressed."""
    return len(word) <= _LONGEST_BY_CHANCE or word.lower() in _own_words()


@cache
def _own_words() -> frozenset[str]:
    return frozenset(word for text in own_texts() for word in re.findall(r"\w+", text.lower()))


def _is_masked_or_asked(study: Study, path: Path) -> bool:
    """Whether a file is one that is asked (the warehouse), was made anew (a copy and its record), or holds hashes.

    The record of a copy holds words of others, who may name somebody, in Parquet.
    """
    if path in {study.warehouse, study.kept_scores, study.root / REGISTER_FILE}:
        return True
    copies = (study.published_database, study.published / PARQUET, study.published / "versions", study.parts_record)
    return any(map(path.is_relative_to, copies)) and path.suffix in {".duckdb", ".parquet"}


def _remedy(study: Study, path: Path) -> str:
    window = next((one for one in study.windows() if path.is_relative_to(study.incoming_of(one))), None)
    if path.is_symlink() or (window is not None and link_to(path, study.incoming_of(window)) is not None):
        return f"It is a link to {readable(path.resolve())}, which is left as it is: clean or replace that file"
    if path.parent.name == COLLECTIONS_FOLDER and path.name.startswith(STREAM):
        return "A listener (mtw collect --listen) writes it: end it, or wait for the next day, and forget again"
    if window is not None and study.collections_of(window) == path.parent:
        command = command_of(path.name, window)
        return (
            f"It is an unfinished collection: finish it ({command}), or take it as it is ({command} --as-it-is), and"
            " forget again"
        )
    if path.is_relative_to(study.dagster_home):
        return "Delete the records of runs: mtw prune --keep-days 0"
    return "Clean, replace or delete it"


def _opened(path: Path, name: str, *, of_exports: bool) -> Iterator[tuple[str, IO[bytes], int]]:
    size = path.stat().st_size
    with path.open("rb") as stream:
        for member, content, limit in _unpacked(stream, name, size, 0):
            beginning = content.read(_BLOCK)
            if of_exports and container_of(beginning):
                with _texts_of_columns(beginning, content) as texts:
                    yield member, texts, _most_unpacked(limit)
            else:
                yield member, cast("IO[bytes]", _Again(beginning, content)), limit


class _Again(io.RawIOBase):
    """A stream of which the beginning was read, from its beginning."""

    def __init__(self, beginning: bytes, rest: IO[bytes]) -> None:
        self._beginning = beginning
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        """The beginning first, then the rest."""
        given, self._beginning = self._beginning, b""
        return given or self._rest.read(size)


@contextmanager
def _texts_of_columns(beginning: bytes, rest: IO[bytes]) -> Iterator[IO[bytes]]:
    """All values of a columnar file, and what its writer put beside them, as text."""
    from mtw_pipeline.exports.reading.columnar.rows import all_texts  # loads what columnar files alone need

    with TemporaryDirectory(prefix="mtw-") as scratch, (Path(scratch) / "texts").open("w+b") as texts:
        place = Path(scratch) / "file"
        with place.open("wb") as copy:
            copy.write(beginning)
            shutil.copyfileobj(rest, copy)
        for text in all_texts(ExportFile(place, place.name)):
            texts.write(text.encode() + b"\n")
        texts.seek(0)
        yield texts


def _unpacked(stream: IO[bytes], name: str, size: int, depth: int) -> Iterator[tuple[str, IO[bytes], int]]:
    """A file as it is, or what is packed in it, however often: the name of each, its bytes, the most it may hold."""
    start = stream.read(4)
    stream.seek(0)
    if start.startswith(_GZIP) and depth < _DEEPEST:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield from _unpacked(io.BufferedReader(unpacked), name, _most_unpacked(size), depth + 1)
    elif start == _ZIP and depth < _DEEPEST:
        with zipfile.ZipFile(stream) as archive:
            for info in archive.infolist():
                with archive.open(info) as member:
                    most = min(info.file_size, _most_unpacked(info.compress_size))
                    yield from _unpacked(member, f"{name}/{info.filename}", most, depth + 1)
    else:
        yield name, stream, size


def _most_unpacked(size: int) -> int:
    return max(_UNSUSPICIOUS_BYTES, _LARGEST_RATIO * size)


def _named(
    stream: IO[bytes],
    limit: int,
    names: ForgottenNames,
    *,
    tweets_alone: bool,
    may_be_said: Callable[[str], bool] | None = None,
) -> str:
    """What of the forgotten stands in some bytes; empty where nothing does.

    Args:
        stream: the bytes.
        limit: the most that they may be.
        names: what is forgotten.
        tweets_alone: whether accounts may be named.
        may_be_said: whether a word that is a forgotten name means nobody there.
    """
    words: set[bytes] = set()
    addresses: set[bytes] = set()
    rest = b""
    total = 0
    while block := stream.read(_BLOCK):
        total += len(block)
        if total > limit:
            raise ValueError(f"it holds more than {limit:,} bytes")
        content = rest + block
        for shown in _as_read(content):
            numbers = {one.decode() for one in set(_NUMBER.findall(shown))}
            if names.any_tweet(numbers) or any(names.names_tweet(one) for one in _addresses_in(shown)):
                return "the id of a forgotten tweet"
            if not tweets_alone and names.register.users:
                words.update(_WORD.findall(_without_fractions(shown)))
                addresses.update(_WITH_SERVER.findall(shown), _PROFILE.findall(shown))
        cut = _END.search(content, max(0, len(content) - _LONGEST_NAME))
        rest = cut[0] if cut else b""
    words.update(_without_fractions(b" " + one) for one in addresses)
    accounts = (account for one in addresses for account in platforms.accounts_in(one.decode()))
    met = {one for one in map(bytes.decode, words) if names.names_user(one)}
    met = {one for one in met if may_be_said is None or not may_be_said(one)}
    if met or any(map(names.is_user, accounts)):
        return "the name of a forgotten account"
    return ""


def _without_fractions(content: bytes) -> bytes:
    """Some bytes without the digits behind the point of a number: no user id, however like one they are."""
    return _DECIMAL.sub(rb"\1", content)


def _addresses_in(content: bytes) -> set[str]:
    found = {one.decode() for one in _ADDRESS.findall(content)}
    return found | {one.partition("&")[0] for one in found}


def _as_read(content: bytes) -> set[bytes]:
    """Some bytes, and what they are once undone what UTF-16, JSON and addresses do to a text."""
    plain = content.replace(b"\0", b"")
    shown = {content, plain, _ESCAPE.sub(b" ", content)}
    if b"\\/" in plain:
        shown.add(_ESCAPE.sub(b" ", plain).replace(b"\\/", b"/"))
    for _ in range(_DEEPEST):
        if not any(sign in plain for sign in (b"%3A", b"%3a", b"%40", b"%25")):
            break
        plain = unquote_to_bytes(plain)
        shown.add(plain)
    return shown
