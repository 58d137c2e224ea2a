"""Forgotten tweets in the files of a study: codes, samples, sheets, pages, scores of LIWC and models, leftovers.

What belongs here: files that no run writes anew, and taking away those that one does. What does not: exports
(exports.py), copies
(study/published_versions.py), and what is left in the end (traces.py).
"""

import csv
import io
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from mtw_pipeline.coding.frozen_sample import frozen_sample, write_frozen
from mtw_pipeline.coding.journal import without_tweets
from mtw_pipeline.coding.pages.page import without_tweets as page_without_tweets
from mtw_pipeline.coding.pages.page import write_page
from mtw_pipeline.coding.sheets.reading import read_csv_lines
from mtw_pipeline.coding.sheets.writing import KEY
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.errors import UserError, raise_what_passes
from mtw_pipeline.exports.reading.opening.damage import WORKBOOK_DAMAGE
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.study.folder import COLLECTIONS_FOLDER, Study
from mtw_pipeline.study.whole_files import is_part, write_whole, written_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.liwc.kept import without_tweets as liwc_without_tweets
from mtw_pipeline.text.transformer import prepared, text_hash
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import rewrite_database
from mtw_pipeline.warehouse.tables.model import Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MADE_BY_COMMANDS = ("tables", "network", "figures", "supplement")
_COPYING_SECONDS = 24 * 3600
_HEADER_ROWS = 21
_JOURNAL, _FROZEN = "codes.jsonl", "frozen-sample.json"


def clean_coding(study: Study, names: ForgottenNames) -> frozenset[str]:
    """Take forgotten tweets out of codes, samples and sheets of every window.

    A file that cannot be read or cleaned, one of another kind, and a link stay as they are: traces.py names them.

    Returns:
        The keys of the windows in which a code or a sampled tweet went.

    Raises:
        UserError: the disk is full, so that forgetting cannot be finished now.
    """
    root = study.root / "coding"
    changed = set()
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if not folder.is_dir():
            continue
        with suppress(UserError):
            if _clean_codes(folder, names):
                changed.add(folder.name)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.name not in {_JOURNAL, _FROZEN}:
                try:
                    _clean_sheet(path, names)
                except (csv.Error, RecursionError, *WORKBOOK_DAMAGE) as error:
                    raise_what_passes(error)
    return frozenset(changed)


def clean_liwc(study: Study, names: ForgottenNames) -> frozenset[str]:
    """Take forgotten tweets out of what LIWC said; returns the keys of the windows in which one went."""
    root = study.root / "liwc"
    folders = sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    changed = set()
    for folder in folders:
        with suppress(UserError):  # what cannot be read stays as it is: traces.py names it
            if liwc_without_tweets(folder, names.is_tweet):
                changed.add(folder.name)
    return frozenset(changed)


def _clean_codes(folder: Path, names: ForgottenNames) -> bool:
    codes = without_tweets(folder, names.is_tweet)
    sample = frozen_sample(folder)
    kept = [one for one in sample or () if not names.is_tweet(one.tweet_id)]
    if sample is not None and len(kept) < len(sample):
        write_frozen(folder, kept)
    return codes > 0 or len(kept) < len(sample or ())


def drop_pages(study: Study, window: CollectionWindow) -> None:
    """Delete a window's report, what commands put beside it, the page and tables of trends; a run makes all anew."""
    folder = study.report_of(window).parent
    for name in _MADE_BY_COMMANDS:
        shutil.rmtree(folder / name, ignore_errors=True)
    study.report_of(window).unlink(missing_ok=True)
    study.trends.unlink(missing_ok=True)
    shutil.rmtree(study.trends_tables, ignore_errors=True)


def drop_table_file(study: Study, window: CollectionWindow, table: Table) -> None:
    """Delete the file of a table beside a window's report, which a run makes anew."""
    (study.report_of(window).parent / "tables" / f"{table.name}.csv").unlink(missing_ok=True)


def drop_scores(study: Study, warehouse: Warehouse) -> None:
    """Keep the scores of texts that a tweet of the study still has, and no others."""
    if not study.kept_scores.is_file():
        return
    texts = warehouse.connection.execute("select distinct text from tweets where text is not null").fetchall()
    hashes = [text_hash(prepared(text)) for (text,) in texts]
    with duckdb.connect(str(study.kept_scores)) as connection:
        connection.register("kept", pa.table({"text_hash": pa.array(hashes, pa.string())}))
        connection.execute("delete from scores where text_hash not in (select text_hash from kept)")
        connection.unregister("kept")
    rewrite_database(study.kept_scores)


def sweep(study: Study) -> None:
    """Delete what killed commands left in the study: files and folders that were not finished, and DuckDB's own."""
    for path in [*_leftovers(study)]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _leftovers(study: Study) -> Iterator[Path]:
    for path in sorted(study.root.rglob(".*")):
        if path.parent.name == COLLECTIONS_FOLDER or path.parent in {study.listener, study.to_forget}:
            continue  # of a collection, which may write it just now: it takes other locks, and names nobody in it
        if path.name.startswith(".mtw-add-"):  # of a file that mtw add copies, which takes no lock
            if time.time() - path.lstat().st_mtime > _COPYING_SECONDS:
                yield path
        elif is_part(path) or path.suffix == ".part":
            yield path
    for database in (study.warehouse, study.kept_scores):
        if (spilled := database.with_name(f"{database.name}.tmp")).is_dir():
            yield spilled


def _clean_sheet(path: Path, names: ForgottenNames) -> None:
    """Take the rows of tweets out of a sheet, and their ids out of what is left: other tweets link to them.

    A table that is no sheet of ours stays as it is: which of its cells belong to a tweet, nobody knows.
    """
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        _clean_workbook(path, names)
    elif suffix in {".csv", ".tsv", ".txt"}:
        _clean_csv(path, names)
    elif suffix == ".json":
        _clean_json(path, names)
    elif suffix == ".html":
        _clean_page(path, names)


def _is_key_of(names: ForgottenNames) -> Callable[[str], bool]:
    def is_key(cell: str) -> bool:
        key = read_key(cell)
        return key is not None and names.is_tweet(key.tweet_id)

    return is_key


def _clean_csv(path: Path, names: ForgottenNames) -> None:
    found = read_csv_lines(path)
    if not found.has_header:
        return
    is_key = _is_key_of(names)
    kept = [
        [names.without_ids(cell) for cell in line]
        for line in found.lines
        if not any(is_key(cell.strip()) or names.is_tweet(cell.strip()) for cell in line)
    ]
    if kept != found.lines:
        written = io.StringIO()
        csv.writer(written, delimiter=found.delimiter).writerows(kept)
        write_whole(path, written.getvalue().encode(found.encoding, "replace"))


def _clean_json(path: Path, names: ForgottenNames) -> None:
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    tasks = content["tweets"] if isinstance(content, dict) else content
    kept = [one for one in tasks if not _is_of_forgotten(one, names)]
    whole = {**content, "tweets": kept} if isinstance(content, dict) else kept
    text = names.without_ids(json.dumps(whole, ensure_ascii=False, indent=1))
    if len(kept) < len(tasks) or names.names_tweet(path.read_text(encoding="utf-8-sig")):
        write_whole(path, text)


def _clean_page(path: Path, names: ForgottenNames) -> None:
    """Take tweets out of a page to code or decide on; any other page stays as it is."""
    page = path.read_text(encoding="utf-8")
    cleaned = page_without_tweets(page, lambda one: _is_of_forgotten(one, names), names.without_ids)
    if cleaned is not None and cleaned != page:
        write_page(path, cleaned)


def _is_of_forgotten(value: object, names: ForgottenNames) -> bool:
    """Whether an id or key of a forgotten tweet is a whole value in an object of JSON."""
    if isinstance(value, dict):
        return any(_is_of_forgotten(one, names) for one in value.values())
    if isinstance(value, list):
        return any(_is_of_forgotten(one, names) for one in value)
    return isinstance(value, str | int) and (_is_key_of(names)(str(value)) or names.is_tweet(str(value)))


def _clean_workbook(path: Path, names: ForgottenNames) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    places = {sheet: _key_columns(sheet) for sheet in book.worksheets}
    if not any(places.values()):
        return
    gone = [_without_rows(sheet, columns, names) for sheet, columns in places.items()]
    if any(gone):
        with written_whole(path) as unfinished:
            book.save(unfinished)


def _key_columns(sheet: "Worksheet") -> list[int]:
    """The columns of a sheet that hold tweets, looked for as far down as an import looks for them."""
    rows = sheet.iter_rows(max_row=_HEADER_ROWS, values_only=True)
    return sorted({at for row in rows for at, cell in enumerate(row, start=1) if str(cell).strip().lower() == KEY})


def _without_rows(sheet: "Worksheet", columns: Sequence[int], names: ForgottenNames) -> bool:
    is_key = _is_key_of(names)
    doomed = [
        row
        for row in range(1, sheet.max_row + 1)
        if any(is_key(str(sheet.cell(row, at).value or "").strip()) for at in columns)
    ]
    for row in reversed(doomed):
        sheet.delete_rows(row)
    return _without_ids(sheet, names) or bool(doomed)


def _without_ids(sheet: "Worksheet", names: ForgottenNames) -> bool:
    differs = False
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        shown = str(cell.value)
        if names.names_tweet(shown):
            is_text = cell.data_type == "s"
            cell.value = names.without_ids(shown)
            cell.data_type = "s" if is_text else cell.data_type  # else a text that begins with = becomes a formula
            differs = True
        if cell.hyperlink is not None and names.names_tweet(cell.hyperlink.target or ""):
            cell.hyperlink = None
            differs = True
    return differs
