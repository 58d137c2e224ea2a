"""What an import could not take, as a list and as sheets that can be filled and imported themselves.

What belongs here: the files in to-correct/. What does not: finding what is wrong (importing.py).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mtw_pipeline.coding.journal import Entry
from mtw_pipeline.coding.present_codes import codes_by_coder, disagreements, notes_by_tweet, unsure_coders
from mtw_pipeline.coding.sheets.aside import TO_CORRECT, holds_more, set_aside
from mtw_pipeline.coding.sheets.expected import Expected
from mtw_pipeline.coding.sheets.importing import CellProblem
from mtw_pipeline.coding.sheets.writing import write_workbook
from mtw_pipeline.coding.shown_tweets import SheetTweet, not_asked, of_all_coders
from mtw_pipeline.coding.tweet_keys import tweet_key
from mtw_pipeline.spreadsheets import csv_text
from mtw_pipeline.study.whole_files import write_whole

_DECISIONS = "decisions"


@dataclass(frozen=True)
class Corrections:
    """The files that belong to one imported sheet.

    Args:
        folder: the window's folder of coding.
        stem: the sheet's name without its ending.
        expected: what the sheet was held against.
        entries: the journal, with what was taken of the sheet.
        is_decided: whether it is a sheet of disagreements, on which any tweet may be anybody's.
    """

    folder: Path
    stem: str
    expected: Expected
    entries: Sequence[Entry]
    is_decided: bool

    def write(self, problems: Sequence[CellProblem]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
        """A list of all problems, and sheets of the tweets that have any; none where all is well.

        Coders get a sheet each, those who decide get one together.

        Returns:
            The files, and what is to be said of sheets of before that were filled meanwhile.
        """
        kept = tuple(self._remove_earlier())
        if not problems:
            return (), kept
        listed = self._listed(problems)
        known = [one for one in problems if one.tweet_id]
        if self.is_decided:
            return (listed, *([self._decisions(known)] if known else [])), kept
        by_coder: dict[str, list[CellProblem]] = defaultdict(list)
        for one in known:
            if one.coder in self.expected.names.all and self._is_coders(one):
                by_coder[one.coder].append(one)
        return (listed, *(self._sheet(coder, by_coder[coder]) for coder in sorted(by_coder))), kept

    def _remove_earlier(self) -> Iterator[str]:
        """Without what was written of the sheet before; but what somebody filled since is set aside, and named."""
        self._path(".csv").unlink(missing_ok=True)
        for who in (*self.expected.names.all, _DECISIONS):
            path = self._path(f" {who}.xlsx")
            own = [one for one in self.entries if (one.coder == who if who != _DECISIONS else one.kind != "code")]
            if holds_more(path, self.expected.variables, own):
                moved = set_aside(self.folder, {path.stem}, within=TO_CORRECT)[path.stem]
                yield f"{path.name} was filled and not imported; it is kept: import it too, if it still holds, {moved}"
            path.unlink(missing_ok=True)

    def _path(self, ending: str) -> Path:
        return self.folder / TO_CORRECT / f"{self.stem}{ending}"

    def _listed(self, problems: Sequence[CellProblem]) -> Path:
        path = self._path(".csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        header = ("row", "tweet", "coder", "variable", "cell", "problem")
        rows = [
            (
                one.row, tweet_key(self.expected.window, one.tweet_id) if one.tweet_id else "", one.coder,
                one.variable, one.cell, one.problem,
            )
            for one in problems
        ]  # fmt: skip
        write_whole(path, csv_text(header, rows).encode("utf-8-sig"))
        return path

    def _sheet(self, coder: str, problems: Sequence[CellProblem]) -> Path:
        rows = [self._row(coder, tweet_id, of_tweet) for tweet_id, of_tweet in self._by_tweet(problems)]
        path = self._path(f" {coder}.xlsx")
        write_workbook(path, coder, self.expected.variables, rows)
        return path

    def _decisions(self, problems: Sequence[CellProblem]) -> Path:
        rows = [self._decided_row(tweet_id, of_tweet) for tweet_id, of_tweet in self._by_tweet(problems)]
        path = self._path(f" {_DECISIONS}.xlsx")
        write_workbook(path, "", self.expected.variables, rows)
        return path

    def _by_tweet(self, problems: Sequence[CellProblem]) -> list[tuple[str, list[CellProblem]]]:
        by_tweet: dict[str, list[CellProblem]] = defaultdict(list)
        for one in problems:
            by_tweet[one.tweet_id].append(one)
        return sorted(by_tweet.items(), key=lambda one: self._number(one[0]))

    def _row(self, coder: str, tweet_id: str, problems: Sequence[CellProblem]) -> SheetTweet:
        text, shows = self.expected.shown.get(tweet_id, ("", ""))
        facts = self.expected.facts.get(tweet_id, {})
        wrong = {one.variable for one in problems}
        given = self._given.get((coder, tweet_id), {})
        codes = {
            one.name: given[one.name] for one in self.expected.variables if one.name not in wrong and one.name in given
        }
        asked = {one.name for one in self.expected.variables if one.is_asked(facts, codes) is not False}
        codes = {name: code for name, code in codes.items() if name in asked}
        closed = not_asked(self.expected.variables, facts)
        note = self.expected.earlier_notes.get((coder, tweet_id), "")
        return SheetTweet(
            self.expected.window, tweet_id, self._number(tweet_id), text, shows, codes, note, closed,
            problem=_said(problems),
        )  # fmt: skip

    def _decided_row(self, tweet_id: str, problems: Sequence[CellProblem]) -> SheetTweet:
        """A tweet with what coders gave: its wrong cells are open; where a row was refused, whatever is undecided."""
        text, shows = self.expected.shown.get(tweet_id, ("", ""))
        names = {one.variable for one in problems if one.variable}
        if any(not one.variable for one in problems):
            names |= self._undecided.get(tweet_id, {}).keys()
        given = {
            one.name: {
                coder: codes[one.name]
                for (coder, of_tweet), codes in self._given.items()
                if of_tweet == tweet_id and one.name in codes
            }
            for one in self.expected.variables
            if one.name in names
        }
        notes, unsure = notes_by_tweet(self.entries), unsure_coders(self.entries)
        return SheetTweet(
            self.expected.window, tweet_id, self._number(tweet_id), text, shows,
            not_asked=frozenset(one.name for one in self.expected.variables) - names,
            others=of_all_coders(given, notes.get(tweet_id, {}), unsure.get(tweet_id, ())),
            problem=_said(problems), decided_by=problems[0].coder,
        )  # fmt: skip

    @cached_property
    def _given(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        return codes_by_coder(self.entries)

    @cached_property
    def _undecided(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        return disagreements(self.expected.variables, self.entries)

    def _number(self, tweet_id: str) -> int:
        tweet = self.expected.tweet(tweet_id)
        return tweet.draw_order if tweet else 0

    def _is_coders(self, problem: CellProblem) -> bool:
        tweet = self.expected.tweet(problem.tweet_id)
        return tweet is not None and problem.coder in (*tweet.coders, *tweet.earlier_coders)


def _said(problems: Sequence[CellProblem]) -> str:
    return "; ".join(f"{one.variable or 'row'} {one.cell!r}: {one.problem}" for one in problems)
