"""What an import could not take, as a list and as sheets that can be filled and imported themselves.

What belongs here: the files in to-correct/. What does not: finding what is wrong (importing.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.coding.sheets.importing import CellProblem, Expected
from mtw_pipeline.coding.sheets.of_window import not_asked
from mtw_pipeline.coding.sheets.writing import SheetTweet, tweet_key, write_workbook
from mtw_pipeline.spreadsheets import csv_text


@dataclass(frozen=True)
class Corrections:
    """The files that belong to one imported sheet.

    Args:
        folder: where to.
        stem: the sheet's name without its ending.
        expected: what the sheet was held against.
        texts: by tweet id, the text and what it shows.
        known: the codes that are there now, by coder, tweet and variable.
    """

    folder: Path
    stem: str
    expected: Expected
    texts: Mapping[str, tuple[str, str]]
    known: Mapping[tuple[str, str, str], str]

    def write(self, problems: Sequence[CellProblem]) -> tuple[Path, ...]:
        """A list of all problems, and per coder a sheet of the tweets that have any; none where all is well."""
        self._remove_earlier()
        if not problems:
            return ()
        self.folder.mkdir(parents=True, exist_ok=True)
        by_coder: dict[str, dict[str, list[CellProblem]]] = defaultdict(lambda: defaultdict(list))
        for one in problems:
            if one.tweet_id and one.coder in self.expected.sample[one.tweet_id].coders:
                by_coder[one.coder][one.tweet_id].append(one)
        return (self._listed(problems), *(self._sheet(coder, by_coder[coder]) for coder in sorted(by_coder)))

    def _remove_earlier(self) -> None:
        names = [f"{self.stem}.csv", *(f"{self.stem} {coder}.xlsx" for coder in self.expected.coders)]
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def _listed(self, problems: Sequence[CellProblem]) -> Path:
        path = self.folder / f"{self.stem}.csv"
        header = ("row", "tweet", "coder", "variable", "cell", "problem")
        rows = [
            (one.row, tweet_key(one.tweet_id) if one.tweet_id else "", one.coder, one.variable, one.cell, one.problem)
            for one in problems
        ]
        path.write_text(csv_text(header, rows), encoding="utf-8-sig", newline="")
        return path

    def _sheet(self, coder: str, problems: Mapping[str, Sequence[CellProblem]]) -> Path:
        sample = self.expected.sample
        order = sorted(problems, key=lambda tweet_id: sample[tweet_id].draw_order)
        rows = [self._row(coder, tweet_id, problems[tweet_id]) for tweet_id in order]
        path = self.folder / f"{self.stem} {coder}.xlsx"
        write_workbook(path, coder, self.expected.variables, rows)
        return path

    def _row(self, coder: str, tweet_id: str, problems: Sequence[CellProblem]) -> SheetTweet:
        text, shows = self.texts.get(tweet_id, ("", ""))
        wrong = {one.variable for one in problems}
        codes = {
            one.name: self.known[coder, tweet_id, one.name]
            for one in self.expected.variables
            if one.name not in wrong and (coder, tweet_id, one.name) in self.known
        }
        said = "; ".join(f"{one.variable or 'row'} {one.cell!r}: {one.problem}" for one in problems)
        closed = not_asked(self.expected.variables, self.expected.facts.get(tweet_id, {}))
        number = self.expected.sample[tweet_id].draw_order
        return SheetTweet(tweet_id, number, text, shows, codes, closed, problem=said)
