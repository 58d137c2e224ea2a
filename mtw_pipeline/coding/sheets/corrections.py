"""What an import could not take, as a list and as sheets that can be filled and imported themselves.

What belongs here: the files in to-correct/. What does not: finding what is wrong (importing.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.coding.sheets.expected import Expected
from mtw_pipeline.coding.sheets.importing import CellProblem
from mtw_pipeline.coding.sheets.writing import write_workbook
from mtw_pipeline.coding.shown_tweets import SheetTweet, not_asked
from mtw_pipeline.coding.tweet_keys import tweet_key
from mtw_pipeline.spreadsheets import csv_text
from mtw_pipeline.study.whole_files import write_whole


@dataclass(frozen=True)
class Corrections:
    """The files that belong to one imported sheet.

    Args:
        folder: where to.
        stem: the sheet's name without its ending.
        expected: what the sheet was held against.
        known: the codes that are there now, by coder, tweet and variable.
    """

    folder: Path
    stem: str
    expected: Expected
    known: Mapping[tuple[str, str, str], str]

    def write(self, problems: Sequence[CellProblem]) -> tuple[Path, ...]:
        """A list of all problems, and per coder a sheet of the tweets that have any; none where all is well."""
        self._remove_earlier()
        if not problems:
            return ()
        self.folder.mkdir(parents=True, exist_ok=True)
        by_coder: dict[str, dict[str, list[CellProblem]]] = defaultdict(lambda: defaultdict(list))
        for one in problems:
            if one.tweet_id and one.coder in self.expected.names.all and self._is_coders(one):
                by_coder[one.coder][one.tweet_id].append(one)
        return (self._listed(problems), *(self._sheet(coder, by_coder[coder]) for coder in sorted(by_coder)))

    def _remove_earlier(self) -> None:
        names = [f"{self.stem}.csv", *(f"{self.stem} {coder}.xlsx" for coder in self.expected.names.all)]
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def _listed(self, problems: Sequence[CellProblem]) -> Path:
        path = self.folder / f"{self.stem}.csv"
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

    def _sheet(self, coder: str, problems: Mapping[str, Sequence[CellProblem]]) -> Path:
        order = sorted(problems, key=self._number)
        rows = [self._row(coder, tweet_id, problems[tweet_id]) for tweet_id in order]
        path = self.folder / f"{self.stem} {coder}.xlsx"
        write_workbook(path, coder, self.expected.variables, rows)
        return path

    def _row(self, coder: str, tweet_id: str, problems: Sequence[CellProblem]) -> SheetTweet:
        text, shows = self.expected.shown.get(tweet_id, ("", ""))
        facts = self.expected.facts.get(tweet_id, {})
        wrong = {one.variable for one in problems}
        codes = {
            one.name: self.known[coder, tweet_id, one.name]
            for one in self.expected.variables
            if one.name not in wrong and (coder, tweet_id, one.name) in self.known
        }
        asked = {one.name for one in self.expected.variables if one.is_asked(facts, codes) is not False}
        codes = {name: code for name, code in codes.items() if name in asked}
        said = "; ".join(f"{one.variable or 'row'} {one.cell!r}: {one.problem}" for one in problems)
        closed = not_asked(self.expected.variables, facts)
        note = self.expected.earlier_notes.get((coder, tweet_id), "")
        return SheetTweet(
            self.expected.window, tweet_id, self._number(tweet_id), text, shows, codes, note, closed, problem=said
        )

    def _number(self, tweet_id: str) -> int:
        tweet = self.expected.tweet(tweet_id)
        return tweet.draw_order if tweet else 0

    def _is_coders(self, problem: CellProblem) -> bool:
        tweet = self.expected.tweet(problem.tweet_id)
        return tweet is not None and problem.coder in (*tweet.coders, *tweet.earlier_coders)
