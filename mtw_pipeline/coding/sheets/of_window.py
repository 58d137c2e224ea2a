"""The sheets of one window: the sample is frozen, and every coder gets a sheet; or what coders disagree on.

What belongs here: which tweets with which codes stand on whose sheet. What does not: how a sheet looks (writing.py).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.coding.frozen_sample import SampledTweet, freeze, frozen_sample
from mtw_pipeline.coding.journal import Entry, current, journal
from mtw_pipeline.coding.sheets.label_studio import label_config, tasks
from mtw_pipeline.coding.sheets.writing import SheetTweet, csv_sheet, write_workbook
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

SheetFormat = Literal["xlsx", "csv", "label-studio"]
_SUFFIXES: Mapping[str, str] = {"xlsx": ".xlsx", "csv": ".csv", "label-studio": ".json"}
Facts = dict[str, dict[str, str | None]]


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet: where it is, whose, its tweets, and whether it was written or one was there that is kept."""

    path: Path
    coder: str
    tweets: int
    is_new: bool


def write_sheets(
    warehouse: Warehouse, study: Study, window: CollectionWindow, form: SheetFormat, *, replace: bool
) -> list[WrittenSheet]:
    """A sheet for every coder, with the codes that are imported already; freezes the sample first.

    Args:
        warehouse: with the sample of the window.
        study: the study.
        window: the window.
        form: which kind of file.
        replace: whether a sheet that is there is overwritten.

    Raises:
        UserError: the window has no sample yet.
    """
    folder = study.coding_of(window)
    sample = _sample(warehouse, study, window)
    variables = coded_by_people(study.settings)
    texts, facts = tweets_of(warehouse, study, window)
    codes = codes_by_coder(journal(folder))
    written = []
    for coder in study.settings.coding.coders:
        rows = [
            SheetTweet(
                one.tweet_id, one.draw_order, texts[one.tweet_id][0], texts[one.tweet_id][1],
                codes.get((coder, one.tweet_id), {}), not_asked(variables, facts[one.tweet_id]),
            )
            for one in sample
            if coder in one.coders and one.tweet_id in texts
        ]  # fmt: skip
        path = folder / "sheets" / f"{_file_name(coder)}{_SUFFIXES[form]}"
        is_new = replace or not path.exists()
        if is_new:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, form, coder, variables, rows)
        written.append(WrittenSheet(path, coder, len(rows), is_new))
    if form == "label-studio":
        write_whole(folder / "sheets" / "label-studio-config.xml", label_config(variables))
    return written


def write_disagreements(warehouse: Warehouse, study: Study, window: CollectionWindow) -> WrittenSheet | None:
    """The sheet of what coders disagree on and nobody has decided; None where there is nothing.

    Raises:
        UserError: the sample is not frozen: nobody has coded yet.
    """
    folder = study.coding_of(window)
    sample = frozen_sample(folder)
    if sample is None:
        raise _nothing_coded(window)
    variables = coded_by_people(study.settings)
    texts, _ = tweets_of(warehouse, study, window)
    open_ones = disagreements(variables, journal(folder))
    rows = [
        SheetTweet(
            one.tweet_id, one.draw_order, texts[one.tweet_id][0], texts[one.tweet_id][1],
            not_asked=frozenset(each.name for each in variables) - open_ones[one.tweet_id].keys(),
            others={
                f"{name}: {coder}": code
                for name, given in open_ones[one.tweet_id].items()
                for coder, code in sorted(given.items())
            },
        )
        for one in sample
        if one.tweet_id in open_ones and one.tweet_id in texts
    ]  # fmt: skip
    if not rows:
        return None
    path = folder / "sheets" / "disagreements.xlsx"
    write_workbook(path, "", variables, rows)
    return WrittenSheet(path, "", len(rows), is_new=True)


def disagreements(variables: Sequence[CodedVariable], entries: Sequence[Entry]) -> dict[str, dict[str, dict[str, str]]]:
    """By tweet and variable, the codes of each coder where they differ and no decision was made."""
    known = {variable.name: set(variable.names.values()) for variable in variables}
    given: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    decided = set()
    for entry in current(entries).values():
        if entry.code not in known.get(entry.variable, ()):
            continue
        if entry.kind == "adjudication":
            decided.add((entry.tweet_id, entry.variable))
        else:
            given[entry.tweet_id, entry.variable][entry.coder] = entry.code
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for (tweet_id, variable), codes in given.items():
        if len(set(codes.values())) > 1 and (tweet_id, variable) not in decided:
            found[tweet_id][variable] = codes
    return dict(found)


def codes_by_coder(entries: Sequence[Entry]) -> dict[tuple[str, str], dict[str, str]]:
    """By coder and tweet, the present code of every variable."""
    codes: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for entry in current(entries).values():
        if entry.kind == "code":
            codes[entry.coder, entry.tweet_id][entry.variable] = entry.code
    return dict(codes)


def tweets_of(warehouse: Warehouse, study: Study, window: CollectionWindow) -> tuple[dict[str, tuple[str, str]], Facts]:
    """By tweet id, the text and what it shows; and the computed codes."""
    texts: dict[str, tuple[str, str]] = {}
    facts: Facts = {}
    parameters = {"collection_window": window.key, "show_engagement": study.settings.coding.show_engagement}
    for tweet_id, text, kind, content_format, shows in warehouse.query("coding/sheet_tweets", parameters).fetchall():
        texts[tweet_id] = (text or "", shows)
        facts[tweet_id] = {"tweet_type": kind, "content_format": content_format}
    return texts, facts


def not_asked(variables: Sequence[CodedVariable], facts: Mapping[str, str | None]) -> frozenset[str]:
    """The variables that a computed code keeps from applying to a tweet."""
    return frozenset(
        one.name for one in variables if one.asked_of and not _may_be_asked(one.asked_of[0], one.asked_of[1], facts)
    )


def _may_be_asked(variable: str, codes: Collection[str], facts: Mapping[str, str | None]) -> bool:
    return variable not in facts or facts[variable] in codes


def _sample(warehouse: Warehouse, study: Study, window: CollectionWindow) -> tuple[SampledTweet, ...]:
    folder = study.coding_of(window)
    sample = frozen_sample(folder)
    if sample is not None:
        return sample
    cursor = warehouse.query("coding/sample_to_freeze", {"collection_window": window.key})
    names = [column[0] for column in cursor.description or ()]
    drawn = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not drawn:
        raise UserError(
            f"The window {window.key} has no sample yet",
            remedy=f"Draw it: mtw run --window {window.start} {window.end}",
        )
    return freeze(folder, drawn)


def _write(
    path: Path, form: SheetFormat, coder: str, variables: Sequence[CodedVariable], rows: Sequence[SheetTweet]
) -> None:
    if form == "xlsx":
        write_workbook(path, coder, variables, rows)
    elif form == "csv":
        write_whole(path, csv_sheet(coder, variables, rows).encode("utf-8-sig"))
    else:
        write_whole(path, json.dumps(tasks(coder, rows), ensure_ascii=False, indent=1))


def _file_name(coder: str) -> str:
    return "coder-" + "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in coder)


def _nothing_coded(window: CollectionWindow) -> UserError:
    return UserError(f"Nobody has coded tweets of {window.key} yet", remedy="Write the sheets first: mtw coding sheets")
