"""Filled sheets into codes: every good cell is taken, every bad one is named.

What belongs here: whose a row is, and of which tweet. What does not: reading files (reading.py), what a cell may hold
(cells.py), keeping codes (journal.py).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mtw_pipeline.coding.codebook import CodedVariable, folded_code
from mtw_pipeline.coding.frozen_sample import SampledTweet, text_md5
from mtw_pipeline.coding.journal import SURE, UNSURE, Entry, Kind
from mtw_pipeline.coding.sheets.cells import code_of, one_number, same_number, why_none
from mtw_pipeline.coding.sheets.code_pages import may_be, only_one
from mtw_pipeline.coding.sheets.expected import Expected
from mtw_pipeline.coding.sheets.reading import FilledSheet, SheetRow, shortened
from mtw_pipeline.coding.sheets.window_of_sheet import import_there, of_another_window
from mtw_pipeline.coding.sheets.writing import CODER, DECIDER, KEY, NOTES, TEXT, VERSION, read_version
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.settings.coding import SHEET_COLUMNS
from mtw_pipeline.wording import number_of

_MERGED = "the cell is merged with another: unmerge them, and write into each row what is meant for it"
_KEPT_DIGITS = 15
_ROUNDED = re.compile(r"[0-9.,]+E\+?\d+", re.IGNORECASE)


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell, or, without a variable, with a row; of a workbook with several sheets, in which."""

    row: int
    tweet_id: str
    coder: str
    variable: str
    cell: str
    problem: str
    tab: str = ""


@dataclass
class Imported:
    """What a sheet gave.

    Args:
        entries: the good cells.
        noted: the notes, and marks of what coders are unsure of.
        problems: the bad cells.
        notes: what concerns the whole file.
    """

    entries: list[Entry] = field(default_factory=list)
    noted: list[Entry] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def checked(sheet: FilledSheet, expected: Expected, *, file: str, coder: str | None, at: str) -> Imported:
    """The codes of a filled sheet.

    Args:
        sheet: the sheet.
        expected: what it is held against.
        file: its name, for the journal.
        coder: whose codes they are where the sheet has no column of coders.
        at: when, ISO 8601, UTC.

    Raises:
        UserError: nothing says whose codes they are, no variable of the codebook stands in the sheet, it holds no
            tweets, or it is the sheet of another window.
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
        self._columns = {
            one.name: column
            for one in expected.variables
            if (column := column_of(one, sheet.columns, expected.variables)) is not None
        }
        self._variables = [one for one in expected.variables if one.name in self._columns]
        self._earlier: Counter[str] = Counter()
        self._emptied: list[str] = []

    def result(self) -> Imported:
        self._examine_columns()
        self._found.notes += self._sheet.notes
        rows = self._rows_of_window()
        placed = [found for row in rows if (found := self._row(row)) is not None]
        places: dict[tuple[str, str], list[SheetRow]] = defaultdict(list)
        for who, tweet, row in placed:
            places[who, tweet.tweet_id].append(row)
        for (who, tweet_id), its_rows in places.items():
            self._cells(who, tweet_id, its_rows)
            self._note(who, tweet_id, its_rows)
            self._mark(who, tweet_id, its_rows)
        self._tell_earlier()
        self._tell_emptied()
        self._found.problems.sort(key=lambda one: (one.tab, one.row))
        return self._found

    def _examine_columns(self) -> None:
        columns = set(self._sheet.columns)
        if not self._variables:
            names = ", ".join(one.name for one in self._expected.variables)
            raise UserError(
                "The sheet has no column of the codebook", where=self._file, remedy=f"Name them as it does: {names}"
            )
        if not columns & {CODER, DECIDER} and self._coder is None:
            raise UserError("The sheet does not say who coded it", where=self._file, remedy="Say it: --coder NAME")
        missing = [one.name for one in self._expected.variables if one.name not in self._columns]
        if missing:
            self._found.notes.append(
                f"no column {', '.join(missing)}: nothing of it was imported; where it stands under another name, write"
                " this one above it"
            )
        strange = sorted(
            name for name in columns - set(SHEET_COLUMNS) - set(self._columns.values()) if ": " not in name
        )
        if strange:
            self._found.notes.append(f"columns that the codebook does not know were left out: {', '.join(strange)}")

    def _rows_of_window(self) -> list[SheetRow]:
        """The rows of the window; those of another one are told once, and not row by row."""
        named = [row for row in self._sheet.rows if KEY in row.cells]
        if not named:
            raise UserError("The sheet holds no tweets", where=self._file, remedy="Import the sheet that coders filled")
        own = self._expected.window.key
        others = Counter(
            key.window
            for row in named
            if (key := read_key(row.cells[KEY])) and key.window and key.window not in {own, *self._expected.former}
        )
        if others.total() == len(named):
            raise of_another_window(self._file, own, *others)
        for window, times in others.items():
            rows = f"{number_of(times, 'row is', 'rows are')} of the window {window} and"
            self._found.notes.append(f"{rows} {'was' if times == 1 else 'were'} left out: {import_there(window)}")
        keyed = [(row, read_key(row.cells.get(KEY, ""))) for row in self._sheet.rows]
        return [row for row, key in keyed if key is None or key.window not in others]

    def _row(self, row: SheetRow) -> tuple[str, SampledTweet, SheetRow] | None:
        """Who coded which tweet in a row, or None where that cannot be said."""
        filled = {name: row.cells[name] for name in (*self._columns.values(), NOTES) if name in row.cells}
        is_merged = not row.merged.isdisjoint(self._columns.values())
        if (not filled and row.is_unsure is None and not is_merged) or (filled and self._repeats_header(filled)):
            return None
        cell = row.cells.get(KEY, "")
        who = self._who(row)
        if who is None:
            return None
        key = read_key(cell)
        tweet = self._expected.tweet(key.tweet_id) if key else None
        if tweet is None or (self._is_strange(who, tweet) and not tweet.coders):
            self._refuse(row, who, _no_tweet(cell, key.tweet_id if key else None, self._expected.sample))
        elif self._is_strange(who, tweet):
            self._refuse(row, who, f"the tweet is not in the set of {who}, but of {' and '.join(tweet.coders)}")
        elif not self._is_text_of(row.cells.get(TEXT), tweet):
            self._refuse(row, who, "the text beside it is not this tweet's: were columns sorted apart from each other?")
        else:
            if tweet.tweet_id not in self._expected.sample:
                self._earlier["outside"] += 1
            elif self._kind == "code" and who not in tweet.coders:
                self._earlier["moved"] += 1
            return who, tweet, row
        return None

    def _is_strange(self, who: str, tweet: SampledTweet) -> bool:
        """Whether a tweet never was in a coder's set; who decides may decide on any."""
        is_own = who in tweet.coders or self._expected.is_earlier(who, tweet.tweet_id)
        return self._kind == "code" and not is_own

    def _repeats_header(self, filled: Mapping[str, str]) -> bool:
        """Whether a row says what the columns are, for people: a second header."""
        said = {self._columns[one.name]: {folded_code(one.name), folded_code(one.label)} for one in self._variables}
        said[NOTES] = {NOTES}
        return filled.keys() != {NOTES} and all(folded_code(cell) in said[name] for name, cell in filled.items())

    def _is_text_of(self, cell: str | None, tweet: SampledTweet) -> bool:
        if cell is None or text_md5(cell) == tweet.text_md5:
            return True
        shown = self._expected.shown.get(tweet.tweet_id)
        return shown is not None and may_be(cell, shown[0])

    def _who(self, row: SheetRow) -> str | None:
        if self._kind == "adjudication":
            typed = row.cells.get(DECIDER) or self._coder
            if not typed:
                nobody = f"nobody stands under {DECIDER}: write who decided, or say it for all rows: --coder NAME"
                self._refuse(row, "", nobody)
            return typed
        names = self._expected.names
        typed = row.cells.get(CODER) or self._coder or ""
        who = names.found(typed) or only_one(typed, names.all)
        if who is None:
            coders = ", ".join(names.all)
            said = f"{typed!r} is no coder of the study: {coders}"
            nobody = (
                f"nobody stands under {CODER}: write there who coded ({coders}), or say it for all rows: --coder NAME"
            )
            self._refuse(row, typed, said if typed else nobody)
        return who

    def _cells(self, who: str, tweet_id: str, rows: Sequence[SheetRow]) -> None:
        """The cells of one tweet of one coder, which may stand in several rows of merged sheets."""
        if not any(column in row.cells or column in row.merged for row in rows for column in self._columns.values()):
            return
        own = self._own(who, tweet_id, rows)
        for variable in self._variables:
            column = self._columns[variable.name]
            filled = [row for row in rows if column in row.cells]
            asked = variable.is_asked(self._expected.facts.get(tweet_id, {}), own) is not False
            if not filled:
                if asked and (merged := [row for row in rows if column in row.merged]):
                    self._bad(merged[0], who, tweet_id, variable, _MERGED)
                elif asked and self._kind == "code" and variable.name in own:
                    self._emptied.append(f"{rows[0].place}, {variable.name}")
                continue
            codes = [self._code(row, who, tweet_id, variable, asked=asked) for row in filled]
            distinct = {code for code in codes if code is not None}
            if len(distinct) > 1:
                lines = " and ".join(f"{row.tab} {row.number}".strip() for row in filled)
                for row in filled:
                    self._bad(row, who, tweet_id, variable, f"coded twice, differently, in rows {lines}")
            elif distinct:
                self._take(filled[0], who, tweet_id, variable, distinct.pop())

    def _own(self, who: str, tweet_id: str, rows: Sequence[SheetRow]) -> dict[str, str]:
        """The codes of a coder for a tweet, as they stand here and, where nothing does, as they were imported before.

        Nobody's where decisions are made: what a decision is asked of is the codes of others.
        """
        if self._kind != "code":
            return {}
        own = {}
        for variable in self._expected.variables:
            column = self._columns.get(variable.name)
            here = {code_of(row.cells[column], variable) for row in rows if column in row.cells} if column else set()
            before = self._expected.earlier.get((who, tweet_id, variable.name))
            code = next(iter(here)) if len(here) == 1 else before
            if code is not None:
                own[variable.name] = code
        return own

    def _take(self, row: SheetRow, who: str, tweet_id: str, variable: CodedVariable, code: str) -> None:
        """Keep a code; but one of an old sheet, where the coder has coded otherwise by now, is named and left out."""
        present = self._expected.earlier.get((who, tweet_id, variable.name))
        given_at = row.given_at.get(self._columns[variable.name], "")
        is_old = not given_at and self._earlier.total() > 0 and tweet_id in self._expected.sample
        if self._kind == "code" and is_old and present not in {None, code}:
            said = (
                f"this is a sheet of before, and {present!r} was imported since: it stays, unless a new sheet says so"
            )
            self._bad(row, who, tweet_id, variable, said)
            return
        page = self._sheet.page
        codebook = row.codebooks if page else read_version(row.cells.get(VERSION, ""))
        md5 = codebook.get(variable.name, variable.md5)
        self._found.entries.append(
            Entry(self._kind, who, tweet_id, variable.name, code, md5, self._file, self._at, given_at)
        )

    def _note(self, who: str, tweet_id: str, rows: Sequence[SheetRow]) -> None:
        note = " | ".join(dict.fromkeys(row.cells[NOTES] for row in rows if NOTES in row.cells))
        noting = self._expected.names.now(who)
        earlier = self._expected.earlier_notes.get((noting, tweet_id))
        if self._sheet.page is None:  # else it is as it was written
            note = note.lstrip("'")
            earlier = note if earlier and may_be(note, earlier, cut=False) else earlier
        if note and note != earlier:
            given_at = max((row.given_at.get(NOTES, "") for row in rows), default="")
            self._found.noted.append(Entry("note", noting, tweet_id, "", note, "", self._file, self._at, given_at))

    def _mark(self, who: str, tweet_id: str, rows: Sequence[SheetRow]) -> None:
        for row in rows:
            if row.is_unsure is not None:
                mark = UNSURE if row.is_unsure else SURE
                self._found.noted.append(Entry("unsure", who, tweet_id, "", mark, "", self._file, self._at))

    def _code(self, row: SheetRow, who: str, tweet_id: str, variable: CodedVariable, *, asked: bool) -> str | None:
        column = self._columns[variable.name]
        typed = row.cells[column]
        code = code_of(typed, variable)
        alike = same_number(typed, variable) if column in row.numbers else ()
        if not asked:
            self._bad(row, who, tweet_id, variable, "the codebook does not ask this of the tweet")
        elif len(alike) > 1:
            self._bad(row, who, tweet_id, variable, one_number(alike))
        elif code is not None:
            return code
        else:
            self._bad(row, who, tweet_id, variable, why_none(typed, variable, is_date=column in row.dates))
        return None

    def _bad(self, row: SheetRow, who: str, tweet_id: str, variable: CodedVariable, problem: str) -> None:
        cell = row.cells.get(self._columns[variable.name], "")
        self._found.problems.append(CellProblem(row.number, tweet_id, who, variable.name, cell, problem, row.tab))

    def _refuse(self, row: SheetRow, who: str, problem: str) -> None:
        cell = row.cells.get(KEY, "")
        key = read_key(cell)
        known = key.tweet_id if key and self._expected.tweet(key.tweet_id) else ""
        self._found.problems.append(CellProblem(row.number, known, who, "", cell, problem, row.tab))

    def _tell_earlier(self) -> None:
        outside, moved = self._earlier["outside"], self._earlier["moved"]
        if outside:
            self._found.notes.append(
                f"{number_of(outside, 'row is', 'rows are')} of tweets that only a sample before this one had: their"
                " codes are kept in the journal, and count once a sample has the tweets again"
            )
        if moved:
            self._found.notes.append(
                f"{number_of(moved, 'row is', 'rows are')} of tweets that have gone to other coders since: their codes"
                " count all the same"
            )

    def _tell_emptied(self) -> None:
        if self._emptied:
            cells = number_of(len(self._emptied), "cell is", "cells are")
            self._found.notes.append(
                f"{cells} empty here and coded before: the earlier codes stay ({shortened(self._emptied)})"
            )


def column_of(variable: CodedVariable, columns: Sequence[str], all_variables: Sequence[CodedVariable]) -> str | None:
    """The column of a variable: by its name, or as a person may have written it, where that is no other's name."""
    named = (variable.name, variable.name.replace("_", " "), variable.label.lower())
    others = {*SHEET_COLUMNS, *(one.name for one in all_variables if one is not variable)}
    return next((name for name in named if name in columns and name not in others), None)


def _no_tweet(cell: str, tweet_id: str | None, sampled: Collection[str]) -> str:
    """Why a row's cell names no tweet of the sample: it is empty, no id, an id of another, or one that was rounded."""
    if not cell:
        return "no tweet stands in the row"
    is_rounded = _ROUNDED.fullmatch(cell) if tweet_id is None else _is_rounded(tweet_id, sampled)
    if is_rounded:
        return "a spreadsheet has rounded the tweet's id; copy it from the sheet again"
    return "this is no tweet's id" if tweet_id is None else "the tweet is not in the sample"


def _is_rounded(tweet_id: str, sampled: Collection[str]) -> bool:
    """Whether an id is one of the sample as a spreadsheet writes it, with 15 digits, or R, as a double."""
    return any(
        tweet_id in {f"{one[:_KEPT_DIGITS]:0<{len(one)}}", str(int(float(one)))} for one in sampled if one.isdecimal()
    )
