"""The sheets and pages of one window: the sample is frozen, and every coder gets one; or what coders disagree on.

What belongs here: which tweets with which codes stand on whose sheet. What does not: how a sheet (writing.py) or a page
(coding/pages/) looks, who codes what (assignment.py).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.coding.frozen_sample import SampledTweet, examine_coders, sample_of, windows_of, write_frozen
from mtw_pipeline.coding.journal import Entry, journal_of
from mtw_pipeline.coding.pages.page import PageMaker, file_stem, is_outdated_page, write_page
from mtw_pipeline.coding.present_codes import (
    codes_by_coder,
    disagreements,
    notes_by_coder,
    notes_by_tweet,
    unsure_coders,
    without_not_asked,
)
from mtw_pipeline.coding.sheets.aside import PAGE, SHEETS, holds_more, set_aside
from mtw_pipeline.coding.sheets.assignment import Assignment, assignment
from mtw_pipeline.coding.sheets.codebook_of_sheet import is_outdated
from mtw_pipeline.coding.sheets.label_studio import label_config, tasks
from mtw_pipeline.coding.sheets.writing import csv_sheet, write_workbook
from mtw_pipeline.coding.shown_tweets import (
    SheetTweet,
    links_of,
    not_asked,
    of_all_coders,
    tweets_of,
    with_reliability,
)
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

SheetFormat = Literal["xlsx", "csv", "label-studio", "page"]
_SUFFIXES: Mapping[str, str] = {"xlsx": ".xlsx", "csv": ".csv", "label-studio": ".json", "page": PAGE}
_DISAGREEMENTS = "disagreements"


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet.

    Args:
        path: where it is.
        coder: whose it is; empty for a sheet of disagreements.
        tweets: how many stand on it.
        is_new: whether it was written; else one was there that is kept.
        kept: where the sheet is that stood in its place, because it may hold codes that are not imported.
        gained: tweets of it that were not the coder's before.
        lost: tweets that went from the coder to others.
        is_outdated: whether it is kept although the codebook has changed since.
    """

    path: Path
    coder: str
    tweets: int
    is_new: bool
    kept: Path | None = None
    gained: int = 0
    lost: int = 0
    is_outdated: bool = False


def write_sheets(
    warehouse: Warehouse, study: Study, window: CollectionWindow, form: SheetFormat, *, replace: bool
) -> list[WrittenSheet]:
    """A sheet or page for every coder, with the codes and notes that are imported already; freezes the sample first.

    Where coders have come, gone or got other names since, the tweets are divided anew, and sheets that no longer fit
    are set aside.

    Args:
        warehouse: with the sample of the window.
        study: the study.
        window: the window.
        form: which kind of file.
        replace: whether a sheet that is there is written again; one with codes that are not imported is set aside. On a
            page nothing is filled: what is coded there lies in the coder's browser and in what it saved.

    Raises:
        UserError: no coder is named; the window has no sample yet; a coder would get no tweets; it is not known what
            became of a coder. Nothing is written then, and nothing frozen.
    """
    folder = study.coding_of(window)
    coders = study.settings.coding.coders
    examine_coders(study, window)
    entries = journal_of(study, window)
    assigned = assignment(warehouse, study, window, entries)
    rows = _rows(warehouse, study, window, assigned.sample, entries)
    _refuse_empty(study, window, assigned, rows)
    kept = _set_aside(study, window, form, assigned, entries, replace=replace)
    if assigned.is_changed or window.key not in windows_of(folder):
        write_frozen(folder, assigned.sample)
    variables = coded_by_people(study.settings)
    pages = _pages(warehouse, study, window, assigned.sample, entries) if form == "page" else None
    written = []
    for coder in coders:
        path = folder / SHEETS / f"{file_stem(coder)}{_SUFFIXES[form]}"
        is_new = replace or not path.exists()
        if is_new and pages is not None:
            write_page(path, pages.coding_page(coder, rows[coder]))
        elif is_new:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, form, coder, variables, rows[coder])
        gained, lost = assigned.gained.get(coder, 0), assigned.lost.get(coder, 0)
        is_older = not is_new and (is_outdated_page if form == "page" else is_outdated)(path, variables)
        written.append(WrittenSheet(path, coder, len(rows[coder]), is_new, kept.get(coder), gained, lost, is_older))
    if form == "label-studio":
        write_whole(folder / SHEETS / "label-studio-config.xml", label_config(variables))
    return written


def write_disagreements(
    warehouse: Warehouse, study: Study, window: CollectionWindow, form: Literal["xlsx", "page"] = "xlsx"
) -> WrittenSheet | None:
    """The sheet of what coders disagree on and nobody has decided, with their notes; None where there is nothing.

    A sheet of that name with decisions that are not imported is set aside.

    Args:
        warehouse: with the tweets of the window.
        study: the study.
        window: the window.
        form: a sheet, or a page to decide on.

    Raises:
        UserError: the sample is not frozen: nobody has coded yet.
    """
    folder = study.coding_of(window)
    sample = sample_of(study, window)
    if sample is None:
        raise _nothing_coded(window)
    variables = coded_by_people(study.settings)
    texts, computed = tweets_of(warehouse, study, window, [one.tweet_id for one in sample])
    entries = without_not_asked(variables, journal_of(study, window), with_reliability(computed, sample))
    open_ones, notes, unsure = disagreements(variables, entries), notes_by_tweet(entries), unsure_coders(entries)
    rows = [
        SheetTweet(
            window, one.tweet_id, one.draw_order, texts[one.tweet_id][0], texts[one.tweet_id][1],
            not_asked=frozenset(each.name for each in variables) - open_ones[one.tweet_id].keys(),
            others=of_all_coders(open_ones[one.tweet_id], notes.get(one.tweet_id, {}), unsure.get(one.tweet_id, ())),
        )
        for one in sample
        if one.tweet_id in open_ones and one.tweet_id in texts
    ]  # fmt: skip
    if not rows:
        return None
    if form == "page":
        path = folder / SHEETS / f"{_DISAGREEMENTS}{PAGE}"
        write_page(path, _pages(warehouse, study, window, sample, entries).curation_page(rows))
        return WrittenSheet(path, "", len(rows), is_new=True)
    path = folder / SHEETS / f"{_DISAGREEMENTS}.xlsx"
    decisions = [one for one in entries if one.kind != "code"]
    kept = set_aside(folder, {_DISAGREEMENTS}) if holds_more(path, variables, decisions) else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(path, "", variables, rows)
    return WrittenSheet(path, "", len(rows), is_new=True, kept=kept.get(_DISAGREEMENTS))


def _pages(
    warehouse: Warehouse, study: Study, window: CollectionWindow, sample: Sequence[SampledTweet],
    entries: Sequence[Entry],
) -> PageMaker:  # fmt: skip
    links = links_of(warehouse, window, [one.tweet_id for one in sample])
    return PageMaker(study, window, sample[0].frame_md5, coded_by_people(study.settings), entries, links)


def _rows(
    warehouse: Warehouse, study: Study, window: CollectionWindow, sample: Sequence[SampledTweet],
    entries: Sequence[Entry],
) -> dict[str, list[SheetTweet]]:  # fmt: skip
    """By coder, the rows of the sheet."""
    variables = coded_by_people(study.settings)
    texts, computed = tweets_of(warehouse, study, window, [one.tweet_id for one in sample])
    facts = with_reliability(computed, sample)
    codes, notes = codes_by_coder(without_not_asked(variables, entries, facts)), notes_by_coder(entries)
    return {
        coder: [
            SheetTweet(
                window, one.tweet_id, one.draw_order, texts[one.tweet_id][0], texts[one.tweet_id][1],
                codes.get((coder, one.tweet_id), {}), notes.get((coder, one.tweet_id), ""),
                not_asked(variables, facts[one.tweet_id]),
            )
            for one in sample
            if coder in one.coders and one.tweet_id in texts
        ]
        for coder in study.settings.coding.coders
    }  # fmt: skip


def _refuse_empty(
    study: Study, window: CollectionWindow, assigned: Assignment, rows: Mapping[str, Sequence[SheetTweet]]
) -> None:
    without = [coder for coder, tweets in rows.items() if not tweets]
    if not without:
        return
    if len(without) == len(rows):
        raise UserError(
            f"None of the {len(assigned.sample):,} sampled tweets of {window.key} is in the collection",
            remedy=f"Put its exports back, or run it again: mtw run --window {window.start} {window.end}",
        )
    who = " and ".join(without)
    if assigned.is_new:
        advice = "Name fewer coders, or raise size under [sample] and run the window again"
    else:
        advice = f"Take {who} from the coders"
    raise UserError(
        f"No tweets are left for {who}: the sample has {len(assigned.sample):,}, and others have begun them",
        where=str(study.settings_path),
        remedy=advice,
    )


def _set_aside(
    study: Study, window: CollectionWindow, form: SheetFormat, assigned: Assignment, entries: Sequence[Entry], *,
    replace: bool,
) -> dict[str, Path]:  # fmt: skip
    """Sheets that must not be written over or gone on with; returns where each is now, by the coder who gets another.

    These are sheets of an earlier division, of a sample before this one, and, where sheets are to be replaced, those
    that hold what is not imported.
    """
    folder = study.coding_of(window)
    coders = study.settings.coding.coders
    stems = {file_stem(old): new for old, new in assigned.stale.items()}
    if assigned.is_new:
        stems |= {file_stem(coder): coder for coder in coders}
    if replace and form != "page":
        variables = coded_by_people(study.settings)
        for coder in coders:
            own = [one for one in entries if one.coder == coder]
            if holds_more(folder / SHEETS / f"{file_stem(coder)}{_SUFFIXES[form]}", variables, own):
                stems[file_stem(coder)] = coder
    return {stems[stem]: path for stem, path in set_aside(folder, stems.keys()).items()}


def _write(
    path: Path, form: SheetFormat, coder: str, variables: Sequence[CodedVariable], rows: Sequence[SheetTweet]
) -> None:
    if form == "xlsx":
        write_workbook(path, coder, variables, rows)
    elif form == "csv":
        write_whole(path, csv_sheet(coder, variables, rows).encode("utf-8-sig"))
    else:
        write_whole(path, json.dumps(tasks(coder, variables, rows), ensure_ascii=False, indent=1))


def _nothing_coded(window: CollectionWindow) -> UserError:
    return UserError(
        f"Nobody has coded tweets of {window.key} yet",
        remedy="Write pages or sheets first: mtw coding pages, or mtw coding sheets",
    )
