"""A study whose sample can be coded without a run: planted tweets, drawn and frozen as the pipeline does it."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from mtw_pipeline.coding.frozen_sample import SampledTweet, frozen_sample
from mtw_pipeline.coding.journal import current, journal_of
from mtw_pipeline.coding.parameters import draw_parameters
from mtw_pipeline.coding.sheets.import_of_window import ImportedFile, import_sheet
from mtw_pipeline.coding.sheets.of_window import SheetFormat, WrittenSheet, write_sheets
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import SAMPLE
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline_tests.builders import WINDOW, make_study

SETTINGS = """
[coding]
coders = ["Ana", "Ben"]
reliability_size = 4
[[codebook]]
name = "purpose"
label = "Purpose"
categories = [{name = "information"}, {name = "community"}, {name = "1-2"}, {name = "other"}]
[[codebook]]
name = "tone"
label = "Tone"
categories = [{name = "warm"}, {name = "cold"}]
applies_to = {variable = "tweet_type", codes = ["tweet", "reply"]}
"""


HOSTILE = '=HYPERLINK("http://example.org","x")'
TEXTS = [f"an invented sentence, number {number}" for number in range(28)] + [HOSTILE, "+1 for that\x0b\ufffe and that"]


def coding_study(root: Path, settings: str = SETTINGS, *, size: int = 10) -> Study:
    study = make_study(root)
    text = study.settings_path.read_text(encoding="utf-8").replace("[coding]\n", settings)
    study.settings_path.write_text(text.replace("size = 10", f"size = {size}"), encoding="utf-8")
    return Study.load(root)


FIRST = 1_345_000_000_000_000_000


def plant_tweets(warehouse: Warehouse, texts: Sequence[str], *, first: int = FIRST) -> None:
    kinds = ("tweet", "retweet", "reply")
    usual = {
        "collection_window": WINDOW.key, "content_format": "text only", "language": "en", "metrics_of": "own",
        "hashtags": [], "emoji_count": 0, "mention_count": 0, "url_count": 0,
    }  # fmt: skip
    rows = [
        {
            **usual, "tweet_id": str(first + number), "text": text, "tweet_type": kinds[number % 3],
            "is_retweet": number % 3 == 1, "like_count": number,
        }
        for number, text in enumerate(texts)
    ]  # fmt: skip
    warehouse.replace_window(TWEETS, WINDOW, arrow_rows(TWEETS, rows))


def draw(warehouse: Warehouse, study: Study) -> list[tuple[str, int]]:
    warehouse.replace_window(SAMPLE, WINDOW, **draw_parameters(study.settings))
    return warehouse.connection.execute("select tweet_id, draw_order from sample order by draw_order").fetchall()


def opened(path: Path) -> tuple[Workbook, Worksheet, dict[str, int]]:
    book = load_workbook(path)
    sheet = book["codes"]
    return book, sheet, {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}


def fill(path: Path, codes: dict[str, str]) -> None:
    """Fill every row of a sheet with the same codes, leaving out what is not asked of a tweet."""
    book, sheet, names = opened(path)
    for row in range(2, sheet.max_row + 1):
        for name, code in codes.items():
            if not sheet.cell(row, names[name]).protection.locked:
                sheet.cell(row, names[name]).value = code
    book.save(path)


class Desk:
    """A study with sheets, and what coders do at it."""

    def __init__(
        self, study: Study, warehouse: Warehouse, texts: Sequence[str] = TEXTS, form: SheetFormat = "xlsx", *,
        first: int = FIRST,
    ) -> None:  # fmt: skip
        self.study, self.warehouse = study, warehouse
        plant_tweets(warehouse, texts, first=first)
        draw(warehouse, study)
        self.paths = {one.coder: one.path for one in self.sheets(form)}

    def sheets(self, form: SheetFormat = "xlsx", *, replace: bool = False) -> list[WrittenSheet]:
        return write_sheets(self.warehouse, self.study, WINDOW, form, replace=replace)

    def take(self, path: Path, coder: str | None = None) -> ImportedFile:
        return import_sheet(self.warehouse, self.study, WINDOW, path, coder)

    def codes(self) -> dict[tuple[str, str, str], str]:
        entries = current(journal_of(self.study, WINDOW)).values()
        return {(one.coder, one.tweet_id, one.variable): one.code for one in entries if one.kind == "code"}

    def settle(self, *changes: str) -> None:
        """Change study.toml: what stood there, and what stands there now, once or several times at once."""
        text = self.study.settings_path.read_text(encoding="utf-8")
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in text
            text = text.replace(old, new, 1)
        self.study.settings_path.write_text(text, encoding="utf-8")
        self.study = Study.load(self.study.root)

    def sample(self) -> tuple[SampledTweet, ...]:
        return frozen_sample(self.study.coding_of(WINDOW)) or ()

    def saved(self) -> str:
        """Everything that the folder of coding holds: what an attempt that is refused must leave as it was."""
        folder = self.study.coding_of(WINDOW)
        return str([(path, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))])


def tweets_of_page(page: str) -> list[dict[str, object]]:
    """The tweets that stand on a coding page, as its script reads them."""
    [content] = re.findall(r'<script type="application/json" id="content">(.*?)</script>', page, re.DOTALL)
    tweets: list[dict[str, object]] = json.loads(content)["tweets"]
    return tweets
