"""LIWC's dictionary files into a Dictionary: .dic of 2001, 2007 and 2015 in every variant seen, and .dicx of LIWC-22.

What belongs here: the two formats, and refusing by line what cannot be read: a term that silently matches nothing makes
wrong figures. What does not: matching (model.py).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from mtw_pipeline.errors import UserError, of_system
from mtw_pipeline.exports.reading.opening.single_bytes import other_alphabet, single_byte_encoding
from mtw_pipeline.spreadsheets import decoded
from mtw_pipeline.text.dictionaries.model import Condition, Dictionary
from mtw_pipeline.text.words import folded

OPEN_ENGLISH = "open_english"

_FENCE = "%"
_CATEGORY = re.compile(r"\s*(\d+)\s+(\S.*?)\s*")
_BRACKETS = re.compile(r"\s*\(.*\)$")
_WORD = re.compile(r"#?(?:[^\W_]|_|[\u0300-\u036f])+(?:'(?:[^\W_]|[\u0300-\u036f])+)*\*?|'(?:[^\W_])+\*?")
_STEM = re.compile(r"(?:(?:[^\W_]|[\u0300-\u036f])+-)+\*")
"""The beginning of compounds: ``fair-*`` is no emoticon."""
_BEFORE = re.compile(r"\(([\d\s]+)\)(\d*)(?:/(\d+))?")
_AFTER = re.compile(r"<([^>]+)>(\d*)(?:/(\d+))?")
_PART = re.compile(r"\([\d\s]+\)\d*(?:/\d+)?|<[^>]+>\d*(?:/\d+)?|\S+")
_TERM_COLUMN = "dicterm"


@cache
def open_english() -> Dictionary:
    """This program's own dictionary of English function words and affect; a process reads it once."""
    text = files("mtw_pipeline.text.dictionaries").joinpath(f"{OPEN_ENGLISH}.dic").read_text(encoding="utf-8")
    return _from_dic(text, OPEN_ENGLISH)


def read_dictionary(path: Path) -> Dictionary:
    """A dictionary of the user's own.

    Raises:
        UserError: the file is not there, of no known form, or has a line that cannot be read; the line is named.
    """
    if not path.is_file():
        raise UserError(f"There is no dictionary {path}", remedy="Put it there, or take [style] dictionary away")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise of_system(error) from error
    try:
        text = decoded(content)
    except UnicodeDecodeError:
        if other_alphabet(content):
            raise UserError(
                f"The dictionary {path.name} is in an encoding of another alphabet than the Latin",
                remedy="Open it in a text editor with its encoding and save it as UTF-8",
            ) from None
        text = content.decode(single_byte_encoding(content), errors="replace")
    return _from_dicx(text, path.name) if path.suffix.lower() == ".dicx" else _from_dic(text, path.name)


@dataclass
class _Entries:
    """The terms of a file while it is read."""

    file: str
    words: dict[str, set[str]] = field(default_factory=dict)
    prefixes: dict[str, set[str]] = field(default_factory=dict)
    phrases: dict[str, set[str]] = field(default_factory=dict)
    symbols: dict[str, set[str]] = field(default_factory=dict)
    stems: dict[str, set[str]] = field(default_factory=dict)
    conditions: dict[str, list[Condition]] = field(default_factory=dict)

    def add(self, term: str, categories: Iterable[str], line: int) -> None:
        """A term with its categories, into the table of its kind."""
        written = folded(term)
        parts = written.replace("-", " ").split()
        if "*" in written[:-1] and any(letter.isalpha() for letter in written):
            raise _refused(self.file, line, f"the term {term!r} has a * before its end, whose meaning is not known")
        if _STEM.fullmatch(written):
            place = self.stems.setdefault(written, set())
        elif _is_symbol(written):
            place = self.symbols.setdefault(written, set())
        elif len(parts) > 1:
            place = self.phrases.setdefault(" ".join(parts), set())
        elif written.endswith("*"):
            place = self.prefixes.setdefault(written[:-1], set())
        else:
            place = self.words.setdefault(written, set())
        place.update(categories)

    def finished(self, categories: Sequence[str]) -> Dictionary:
        """The dictionary."""
        tables = (
            {term: frozenset(found) for term, found in table.items()}
            for table in (self.words, self.prefixes, self.phrases, self.symbols, self.stems)
        )
        words, prefixes, phrases, symbols, stems = tables
        conditions = {word: tuple(found) for word, found in self.conditions.items()}
        dictionary = Dictionary(self.file, tuple(categories), words, prefixes, phrases, symbols, conditions, stems)
        if not dictionary.terms:
            raise UserError(f"The dictionary {self.file} holds no term", remedy="Check that it is the right file")
        return dictionary


def _is_symbol(term: str) -> bool:
    """Whether a term has marks that are no part of a word: an emoticon, whose ``*`` is a mark too."""
    return (
        not all(_WORD.fullmatch(part) for part in term.replace("-", " ").split()) or not term.replace("-", " ").split()
    )


def _from_dic(text: str, name: str) -> Dictionary:
    lines = list(enumerate(re.split(r"\r\n|\r|\n", text.lstrip("\ufeff")), start=1))
    filled = [(number, line) for number, line in lines if line.strip()]
    fences = [place for place, (_, line) in enumerate(filled) if line.strip() == _FENCE]
    if len(fences) < 2 or fences[0] != 0:  # noqa: PLR2004
        raise UserError(
            f"{name} is no LIWC dictionary: its categories must stand between two lines with % alone",
            remedy="Check that it is the right file; for LIWC-22 it ends in .dicx",
        )
    categories = dict(_category(name, number, line) for number, line in filled[1 : fences[1]])
    if not categories:
        raise UserError(f"The dictionary {name} names no categories between its two lines with %")
    entries = _Entries(name)
    for number, line in filled[fences[1] + 1 :]:
        _add_line(entries, categories, number, line)
    return entries.finished(list(dict.fromkeys(categories.values())))


def _category(name: str, number: int, line: str) -> tuple[str, str]:
    found = _CATEGORY.fullmatch(line)
    if found is None:
        raise _refused(name, number, f"{line.strip()!r} is no category: a number and a name were expected")
    return str(int(found[1])), _BRACKETS.sub("", found[2]).lower() or found[2].lower()


def _add_line(entries: _Entries, categories: dict[str, str], number: int, line: str) -> None:
    term, parts = _parted(line)
    if not term or not parts:
        raise _refused(entries.file, number, f"{line.strip()[:60]!r} is no term with the numbers of its categories")
    plain = [part for part in parts if part.isdecimal()]
    if plain or len(parts) == len(plain):
        entries.add(term, [_named(entries, categories, part, number) for part in plain], number)
    for part in parts:
        if not part.isdecimal():
            condition = _condition(entries, categories, part, number)
            entries.conditions.setdefault(folded(term), []).append(condition)


def _parted(line: str) -> tuple[str, list[str]]:
    """The term of a line, which may hold blanks, and the parts behind it, by tabs or, where there are none, blanks."""
    term, tab, rest = line.strip().partition("\t")
    if tab:
        return " ".join(term.split()), _PART.findall(rest)
    parts = _PART.findall(line)
    first = next((place for place, part in enumerate(parts) if place and _is_number(part)), len(parts))
    return " ".join(parts[:first]), parts[first:]


def _is_number(part: str) -> bool:
    return part.isdecimal() or _BEFORE.fullmatch(part) is not None or _AFTER.fullmatch(part) is not None


def _condition(entries: _Entries, categories: dict[str, str], part: str, number: int) -> Condition:
    before, after = _BEFORE.fullmatch(part), _AFTER.fullmatch(part)
    found = before or after
    if found is None or not (found[2] or found[3]):
        raise _refused(entries.file, number, f"{part!r} is no number of a category and no condition")
    then, otherwise = (_named(entries, categories, one, number) if one else None for one in (found[2], found[3]))
    if before is not None:
        wanted = frozenset(_named(entries, categories, one, number) for one in before[1].split())
        return Condition(wanted, "", then, otherwise)
    return Condition(frozenset(), folded(found[1]), then, otherwise)


def _named(entries: _Entries, categories: dict[str, str], part: str, number: int) -> str:
    category = categories.get(str(int(part)))
    if category is None:
        raise _refused(entries.file, number, f"there is no category {part} among those on top of the file")
    return category


def _from_dicx(text: str, name: str) -> Dictionary:
    beginning = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=beginning.count)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    header = [cell.strip() for cell in next(rows, [])]
    if not header or header[0].lower() != _TERM_COLUMN or len(header) < 2:  # noqa: PLR2004
        raise UserError(
            f"{name} is no LIWC-22 dictionary: its first row must hold DicTerm and the names of the categories",
            remedy="Export it from LIWC-22 again as .dicx",
        )
    categories = [cell.lower() for cell in header[1:]]
    entries = _Entries(name)
    for number, row in _filled(rows):
        entries.add(row[0], _marked(name, categories, row, number), number)
    return entries.finished(categories)


def _filled(rows: "Iterator[list[str]]") -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            yield number, row


def _marked(name: str, categories: Sequence[str], row: Sequence[str], number: int) -> list[str]:
    if len(row) > len(categories) + 1 and any(cell.strip() for cell in row[len(categories) + 1 :]):
        raise _refused(name, number, "the row has more cells than the file has categories")
    found = []
    for category, cell in zip(categories, row[1:], strict=False):
        mark = cell.strip().lower()
        if mark == "x":
            found.append(category)
        elif mark:
            raise _refused(name, number, f"{cell!r} is neither X nor empty; weighted dictionaries are not read")
    if not row[0].strip() or not found:
        raise _refused(name, number, "a term with at least one X was expected")
    return found


def _refused(name: str, number: int, problem: str) -> UserError:
    return UserError(
        problem[0].upper() + problem[1:], where=f"{name}, line {number}", remedy="Correct it, or leave it out"
    )
