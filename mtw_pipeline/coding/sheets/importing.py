"""Filled sheets into codes: every good cell is taken, every bad one is named.

What belongs here: what a cell may hold. What does not: reading files (reading.py), keeping codes (journal.py).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from mtw_pipeline.coding.codebook import CodedVariable, folded_code
from mtw_pipeline.coding.frozen_sample import SampledTweet, text_md5
from mtw_pipeline.coding.journal import Entry, Kind
from mtw_pipeline.coding.sheets.reading import FilledSheet, SheetRow
from mtw_pipeline.coding.sheets.writing import CODER, DECIDER, KEY, NOTES, PROBLEM, TEXT
from mtw_pipeline.errors import UserError

KEY_CELL = re.compile(r"'?\s*t?(\d{1,19})", re.IGNORECASE)
_ROUNDED = re.compile(r"[0-9.,]+E\+?\d+", re.IGNORECASE)
_SHEET_COLUMNS = frozenset({KEY, CODER, DECIDER, TEXT, NOTES, PROBLEM, "nr", "shows"})


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell, or, without a variable, with a row."""

    row: int
    tweet_id: str
    coder: str
    variable: str
    cell: str
    problem: str


@dataclass
class Imported:
    """What a sheet gave.

    Args:
        entries: the good cells.
        problems: the bad cells.
        notes: what concerns the whole file.
    """

    entries: list[Entry] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Expected:
    """What a sheet is held against.

    Args:
        variables: the codebook.
        sample: the frozen sample, by tweet id.
        coders: the study's coders.
        facts: computed codes of each tweet by variable, which decide whether a variable applies.
        earlier: the codes that are there already, by coder, tweet and variable.
    """

    variables: tuple[CodedVariable, ...]
    sample: Mapping[str, SampledTweet]
    coders: tuple[str, ...]
    facts: Mapping[str, Mapping[str, str | None]]
    earlier: Mapping[tuple[str, str, str], str]


def checked(sheet: FilledSheet, expected: Expected, *, file: str, coder: str | None, at: str) -> Imported:
    """The codes of a filled sheet.

    Args:
        sheet: the sheet.
        expected: what it is held against.
        file: its name, for the journal.
        coder: whose codes they are where the sheet has no column of coders.
        at: when, ISO 8601, UTC.

    Raises:
        UserError: nothing says whose codes they are, or no variable of the codebook stands in the sheet.
    """
    return _Check(sheet, expected, file, coder, at).result()


class _Check:
    def __init__(self, sheet: FilledSheet, expected: Expected, file: str, coder: str | None, at: str) -> None:
        self._sheet = sheet
        self._expected = expected
        self._file = file
        self._at = at
        self._coder = coder
        self._kind: Kind = "adjudication" if DECIDER in sheet.columns else "code"
        self._found = Imported()
        self._variables = [one for one in expected.variables if one.name in sheet.columns]
        self._coders = {folded_code(name): name for name in expected.coders}

    def result(self) -> Imported:
        self._examine_columns()
        coded = [found for row in self._sheet.rows if (found := self._row(row)) is not None]
        places: dict[tuple[str, str], list[SheetRow]] = defaultdict(list)
        for who, tweet, row in coded:
            places[who, tweet.tweet_id].append(row)
        for (who, tweet_id), rows in places.items():
            self._cells(who, self._expected.sample[tweet_id], rows)
        self._found.problems.sort(key=lambda one: one.row)
        return self._found

    def _examine_columns(self) -> None:
        columns = set(self._sheet.columns)
        if not self._variables:
            names = ", ".join(one.name for one in self._expected.variables)
            raise UserError(
                "The sheet has no column of the codebook", where=self._file, remedy=f"Its columns are {names}"
            )
        if not columns & {CODER, DECIDER} and self._coder is None:
            raise UserError("The sheet does not say who coded it", where=self._file, remedy="Say it: --coder NAME")
        missing = [one.name for one in self._expected.variables if one.name not in columns]
        if missing:
            self._found.notes.append(f"no column {', '.join(missing)}: nothing of it was imported")
        known = _SHEET_COLUMNS | {one.name for one in self._expected.variables}
        strange = sorted(name for name in columns - known if ": " not in name)
        if strange:
            self._found.notes.append(f"columns that the codebook does not know were left out: {', '.join(strange)}")

    def _row(self, row: SheetRow) -> tuple[str, SampledTweet, SheetRow] | None:
        """Who coded which tweet in a row, or None where that cannot be said."""
        if not any(one.name in row.cells for one in self._variables):
            return None
        key = row.cells.get(KEY, "")
        who = self._who(row)
        matched = KEY_CELL.fullmatch(key)
        tweet = self._expected.sample.get(matched[1]) if matched else None
        if who is None:
            return None
        if tweet is None:
            self._refuse(row, who, _no_tweet(key, matched is not None))
        elif self._kind == "code" and who not in tweet.coders:
            self._refuse(row, who, f"the tweet is not in the set of {who}, but of {' and '.join(tweet.coders)}")
        elif TEXT in row.cells and text_md5(row.cells[TEXT]) != tweet.text_md5:
            self._refuse(row, who, "the text beside it is not this tweet's: were columns sorted apart from each other?")
        else:
            return who, tweet, row
        return None

    def _who(self, row: SheetRow) -> str | None:
        if self._kind == "adjudication":
            typed = row.cells.get(DECIDER) or self._coder
            if not typed:
                self._refuse(row, "", f"nobody stands under {DECIDER}: write who decided")
            return typed
        typed = row.cells.get(CODER) or self._coder or ""
        who = self._coders.get(folded_code(typed))
        if who is None:
            self._refuse(row, typed, f"{typed!r} is no coder of the study: {', '.join(self._expected.coders)}")
        return who

    def _cells(self, who: str, tweet: SampledTweet, rows: Sequence[SheetRow]) -> None:
        """The cells of one tweet of one coder, which may stand in several rows of merged sheets."""
        for variable in self._variables:
            filled = [row for row in rows if variable.name in row.cells]
            asked = self._is_asked(variable, tweet.tweet_id)
            if not filled:
                if asked and self._kind == "code":
                    self._empty(who, tweet, rows[0], variable)
                continue
            codes = {row.number: self._code(row, who, tweet, variable, asked=asked) for row in filled}
            distinct = {code for code in codes.values() if code is not None}
            if len(distinct) > 1:
                lines = " and ".join(str(number) for number in codes)
                for row in filled:
                    self._bad(row, who, tweet, variable, f"coded twice, differently, in rows {lines}")
            elif distinct:
                self._found.entries.append(
                    Entry(
                        self._kind, who, tweet.tweet_id, variable.name, distinct.pop(), variable.md5, self._file,
                        self._at,
                    )
                )  # fmt: skip

    def _code(
        self, row: SheetRow, who: str, tweet: SampledTweet, variable: CodedVariable, *, asked: bool
    ) -> str | None:
        typed = row.cells[variable.name]
        code = variable.names.get(folded_code(typed.lstrip("'")))
        if not asked:
            self._bad(row, who, tweet, variable, "the codebook does not ask this of the tweet")
        elif code is not None:
            return code
        elif variable.name in row.dates:
            self._bad(row, who, tweet, variable, "a date stands where a category belongs; a spreadsheet made it")
        elif " | " in typed:
            self._bad(row, who, tweet, variable, "several categories were chosen, but they exclude each other")
        else:
            self._bad(row, who, tweet, variable, f"no category of the codebook{_suggested(typed, variable)}")
        return None

    def _is_asked(self, variable: CodedVariable, tweet_id: str) -> bool:
        if variable.asked_of is None:
            return True
        name, codes = variable.asked_of
        facts = self._expected.facts.get(tweet_id, {})
        return name not in facts or facts[name] in codes

    def _empty(self, who: str, tweet: SampledTweet, row: SheetRow, variable: CodedVariable) -> None:
        if variable.asked_of is not None and variable.asked_of[0] not in self._expected.facts.get(tweet.tweet_id, {}):
            return
        earlier = self._expected.earlier.get((who, tweet.tweet_id, variable.name))
        said = f"empty; the earlier code {earlier!r} stays" if earlier else "empty, though the row is coded"
        self._bad(row, who, tweet, variable, said)

    def _bad(self, row: SheetRow, who: str, tweet: SampledTweet, variable: CodedVariable, problem: str) -> None:
        cell = row.cells.get(variable.name, "")
        self._found.problems.append(CellProblem(row.number, tweet.tweet_id, who, variable.name, cell, problem))

    def _refuse(self, row: SheetRow, who: str, problem: str) -> None:
        key = KEY_CELL.fullmatch(row.cells.get(KEY, ""))
        known = key[1] if key and key[1] in self._expected.sample else ""
        self._found.problems.append(CellProblem(row.number, known, who, "", row.cells.get(KEY, ""), problem))


def _no_tweet(key: str, is_id: bool) -> str:
    if not key:
        return "no tweet stands in the row"
    if is_id:
        return "the tweet is not in the sample"
    if _ROUNDED.fullmatch(key):
        return "a spreadsheet has rounded the tweet's id; copy it from the sheet again"
    return "this is no tweet's id"


def _suggested(typed: str, variable: CodedVariable) -> str:
    close = get_close_matches(folded_code(typed), variable.names, n=1, cutoff=0.6)
    return f"; did you mean {variable.names[close[0]]!r}?" if close else ""
