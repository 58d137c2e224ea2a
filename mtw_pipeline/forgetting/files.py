"""Forgotten tweets in the files of a study: sheets, codes, tables, kept scores, earlier copies.

What belongs here: files that no run writes anew. What does not: tables and the report, which a run makes without them.
"""

import csv
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import duckdb

from mtw_pipeline.coding.frozen_sample import frozen_sample, write_frozen
from mtw_pipeline.coding.journal import without_tweets
from mtw_pipeline.coding.sheets.keys import read_key
from mtw_pipeline.coding.sheets.writing import KEY
from mtw_pipeline.exports.reading.damage import ARCHIVE_DAMAGE, WORKBOOK_DAMAGE
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow


def clean_files(study: Study, window: CollectionWindow, tweet_ids: frozenset[str], text_hashes: frozenset[str]) -> None:
    """Take tweets out of a window's codes, frozen sample and sheets, and delete files that the next run makes anew."""
    folder = study.coding_of(window)
    without_tweets(folder, tweet_ids)
    sample = frozen_sample(folder)
    if sample is not None:
        write_frozen(folder, [one for one in sample if one.tweet_id not in tweet_ids])
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and path.name not in {"codes.jsonl", "frozen-sample.json"}:
            with suppress(*WORKBOOK_DAMAGE):  # files_with_traces names the sheet that is left as it was
                _clean_sheet(path, tweet_ids)
    for stale in ("tables", "network", "figures"):
        shutil.rmtree(study.report_of(window).parent / stale, ignore_errors=True)
    study.report_of(window).unlink(missing_ok=True)
    if study.kept_scores.is_file() and text_hashes:
        with duckdb.connect(str(study.kept_scores)) as connection:
            connection.execute(
                "delete from scores where text_hash in (select unnest($gone))", {"gone": list(text_hashes)}
            )


def drop_earlier_copies(study: Study) -> None:
    """Delete every published copy but the present one."""
    versions = study.published / "versions"
    current = (study.published / "current").resolve()
    for path in versions.iterdir() if versions.is_dir() else ():
        if path.resolve() != current:
            shutil.rmtree(path)


def files_with_traces(study: Study, tweet_ids: frozenset[str]) -> Iterator[Path]:
    """Files of codes, sheets, reports and published copies in which one of the ids still stands."""
    for folder in (study.root / "coding", study.reports, study.published):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink() and _names(path, tweet_ids):
                yield path


def _clean_sheet(path: Path, tweet_ids: frozenset[str]) -> None:
    """Take the rows of tweets out of a sheet, and their ids out of what is left: other tweets link to them."""
    if not _names(path, tweet_ids):
        return
    if path.suffix == ".xlsx":
        _clean_workbook(path, tweet_ids)
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [
                [_unnamed(cell, tweet_ids) for cell in row]
                for row in csv.reader(stream)
                if not _has_key(row, tweet_ids)
            ]
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
    elif path.suffix == ".json":
        content = json.loads(path.read_text(encoding="utf-8"))
        tasks = content["tweets"] if isinstance(content, dict) else content
        kept = [one for one in tasks if not _has_key([*one.values(), *one.get("data", {}).values()], tweet_ids)]
        whole = {**content, "tweets": kept} if isinstance(content, dict) else kept
        path.write_text(_unnamed(json.dumps(whole, ensure_ascii=False, indent=1), tweet_ids), encoding="utf-8")
    else:
        path.unlink()


def _has_key(cells: Iterable[object], tweet_ids: frozenset[str]) -> bool:
    """Whether one of some cells is a tweet's id, or what a sheet shows for it."""
    keys = (read_key(cell) for cell in cells if isinstance(cell, str))
    return any(key.tweet_id in tweet_ids for key in keys if key is not None)


def _unnamed(text: str, tweet_ids: frozenset[str]) -> str:
    """A text with 0 for the ids."""
    return re.sub("[0-9]+", lambda found: "0" if found[0] in tweet_ids else found[0], text)


def _clean_workbook(path: Path, tweet_ids: frozenset[str]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    for sheet in book.worksheets:
        head = next(sheet.iter_rows(values_only=True), ())
        places = [number for number, name in enumerate(head, start=1) if str(name).lower() == KEY]
        doomed = [
            row
            for row in range(1, sheet.max_row + 1)
            if _has_key([sheet.cell(row, at).value for at in places], tweet_ids)
        ]
        for row in reversed(doomed):
            sheet.delete_rows(row)
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.value = _unnamed(str(cell.value), tweet_ids)
    book.save(path)


def _names(path: Path, tweet_ids: frozenset[str]) -> bool:
    ids = [one.encode() for one in tweet_ids]
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                return any(one in archive.read(name) for name in archive.namelist() for one in ids)
        except ARCHIVE_DAMAGE:  # what cannot be looked through may hold them
            return True
    content = path.read_bytes()
    return any(one in content for one in ids)
