"""Filled sheets of one window into its journal; what is wrong goes into a sheet to be corrected.

What belongs here: the order of steps. What does not: reading (reading.py), checking (importing.py), keeping
(journal.py).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.coding.frozen_sample import SampledTweet, examine_coders, sample_of, thawed_of
from mtw_pipeline.coding.journal import Entry, current, journal_of, write_down
from mtw_pipeline.coding.newest import Contradiction, newest
from mtw_pipeline.coding.pages.saved import SavedPage
from mtw_pipeline.coding.present_codes import codes_by_coder, notes_by_coder
from mtw_pipeline.coding.sheets.corrections import Corrections
from mtw_pipeline.coding.sheets.expected import Expected
from mtw_pipeline.coding.sheets.importing import CellProblem, Imported, checked
from mtw_pipeline.coding.sheets.missing import without_missing
from mtw_pipeline.coding.sheets.reading import FilledSheet, read_sheet
from mtw_pipeline.coding.sheets.window_of_sheet import examine_window, former_keys, not_frozen, of_another_window
from mtw_pipeline.coding.sheets.writing import DECIDER, KEY
from mtw_pipeline.coding.shown_tweets import tweets_of, with_reliability
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import readable
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.wording import number_of


@dataclass(frozen=True)
class ImportedFile:
    """What a file gave.

    Args:
        path: the file.
        codes: its good cells.
        new: those of them that say something new; the others stood in the journal already.
        changed: those of the new that stand in for an earlier code.
        noted: notes and memos that are new.
        problems: its bad cells.
        blank: by coder whose codes it holds, the cells that the codebook asks of them and that have no code yet.
        notes: what concerns the whole file.
        corrections: files that list the bad cells, to be corrected and imported.
        contradictions: where it says another thing than was there; the newest counts.
    """

    path: Path
    codes: int
    new: int
    changed: int
    noted: int
    problems: tuple[CellProblem, ...]
    notes: tuple[str, ...]
    corrections: tuple[Path, ...]
    contradictions: tuple[Contradiction, ...] = ()
    blank: Mapping[str, int] = field(default_factory=dict)


def import_sheet(
    warehouse: Warehouse,
    study: Study,
    window: CollectionWindow,
    path: Path,
    coder: str | None,
    *,
    is_forgotten: Callable[[str], bool] = lambda _tweet_id: False,
) -> ImportedFile:
    """Import one filled sheet: good cells are kept, bad ones listed; importing it again changes nothing.

    Args:
        warehouse: with the tweets of the window.
        study: the study.
        window: the window.
        path: the sheet.
        coder: whose codes they are, where the sheet does not say it.
        is_forgotten: whether the tweet of an id was forgotten: its rows are left out, and named nowhere.

    Raises:
        UserError: no sheets were written for the window, the coder is unknown, or the file is no sheet of the window;
            what a page saved is of another study, or of somebody who does not code.
    """
    folder = study.coding_of(window)
    sample = sample_of(study, window)
    if sample is None:
        raise not_frozen(study, window, path)
    examine_coders(study, window)
    entries = journal_of(study, window)
    expected = _expected(warehouse, study, window, sample, entries)
    sheet = read_sheet(path, _known(expected))
    expected = replace(expected, former=former_keys(study, window))
    examine_window(sheet, study, window, path, expected)
    told = _examine_page(sheet.page, study, window, path, expected) if sheet.page else ()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    sheet, forgotten = _without_forgotten(sheet, is_forgotten)
    sheet, missing = without_missing(sheet, expected.variables, expected.names.all) if not sheet.page else (sheet, ())
    file = readable(Path(path.name))
    found = checked(sheet, expected, file=file, coder=coder, at=at)
    present = current(entries)
    memos = _memos(sheet.page, expected, file, at) if sheet.page else []
    definitions = {one.name: one.md5 for one in expected.variables}
    taken, contradictions = newest([*found.entries, *found.noted, *memos], present, definitions)
    kept = write_down(study, window, taken)
    new = [one for one in kept if one.is_code]
    known = {**expected.earlier, **{(one.coder, one.tweet_id, one.variable): one.code for one in new}}
    to_correct = Corrections(
        folder, path.stem, expected, journal_of(study, window), is_decided=DECIDER in sheet.columns
    )
    corrections, kept_aside = to_correct.write(found.problems)
    return ImportedFile(
        path, len(found.entries), len(new), sum(entry.key in present for entry in new),
        sum(entry.kind in {"note", "memo"} for entry in kept), tuple(found.problems),
        (*_of_file(path, found), *told, *_renamed(sheet, expected), *forgotten, *missing,
         *found.notes, *_of_other_codebooks(taken, definitions, sheet.page),
         *_said_again(new, present, definitions), *kept_aside),
        corrections, tuple(contradictions), _blank(expected, found.entries, known),
    )  # fmt: skip


def _of_file(path: Path, found: Imported) -> Iterator[str]:
    """What may be amiss with the file itself: nothing is filled in it, or a spreadsheet holds what it has not saved."""
    if not (found.entries or found.noted or found.problems or found.notes):
        yield "no cell of it is filled: was the sheet saved, and is this the one that was filled?"
    locks = [path.with_name(name) for name in (f"~${path.name}", f".~lock.{path.name}#")]
    for lock in filter(Path.exists, locks):
        yield f"a spreadsheet has it open ({lock.name} lies beside it): what is not saved there yet is not imported"


def _renamed(sheet: FilledSheet, expected: Expected) -> Iterator[str]:
    keys = (read_key(row.cells.get(KEY, "")) for row in sheet.rows)
    for key in sorted(expected.former & {key.window for key in keys if key and key.window}):
        yield f"it is of the window {key}, as {expected.window.key} was called before"


def _blank(expected: Expected, found: Sequence[Entry], known: Mapping[tuple[str, str, str], str]) -> dict[str, int]:
    """By coder of some codes, how many cells are still without one: those that mtw coding status counts."""
    blank = {}
    for who in sorted({one.coder for one in found if one.kind == "code"}):
        own = [one.tweet_id for one in expected.sample.values() if who in one.coders]
        codes = {
            tweet: {
                one.name: known[who, tweet, one.name] for one in expected.variables if (who, tweet, one.name) in known
            }
            for tweet in own
        }
        blank[who] = sum(
            not (one.name in codes[tweet] and one.has(codes[tweet][one.name]))
            and bool(one.is_asked(expected.facts[tweet], codes[tweet]))
            for tweet in own
            for one in expected.variables
        )
    return blank


def _of_other_codebooks(
    taken: Iterable[Entry], definitions: Mapping[str, str], page: SavedPage | None
) -> Iterator[str]:
    """Codes that rows say were given by another codebook than that of now; an old page says it as a whole."""
    others = Counter(
        one.variable
        for one in taken
        if one.is_code and one.codebook_md5 != (now := definitions[one.variable])
        if page is None or page.codebook.get(one.variable) == now
    )
    for variable, codes in others.items():
        yield (
            f"{number_of(codes, 'code was', 'codes were')} given by another codebook than that of now, with another"
            f" definition of {variable}; counted, and named by mtw coding status"
        )


def _said_again(
    new: Iterable[Entry], present: Mapping[tuple[str, str, str, str], Entry], definitions: Mapping[str, str]
) -> Iterator[str]:
    """Codes that stood there under an earlier definition, and that a sheet of the codebook of now repeats."""
    same: Counter[str] = Counter()
    for one in new:
        before = present.get(one.key)
        is_same = before is not None and before.code == one.code and before.codebook_md5 != one.codebook_md5
        if is_same and one.codebook_md5 == definitions[one.variable]:
            same[one.variable] += 1
    for variable, codes in same.items():
        yield (
            f"{number_of(codes, 'code is', 'codes are')} the same here as under an earlier definition of {variable}:"
            " taken for given under that of now"
        )


def _expected(
    warehouse: Warehouse, study: Study, window: CollectionWindow, sample: Sequence[SampledTweet],
    entries: Sequence[Entry],
) -> Expected:  # fmt: skip
    thawed = _merged(thawed_of(study, window))
    tweet_ids = {*(one.tweet_id for one in sample), *thawed}
    shown, facts = tweets_of(warehouse, study, window, tweet_ids)
    return Expected(
        window=window,
        variables=coded_by_people(study.settings),
        sample={one.tweet_id: one for one in sample},
        thawed=thawed,
        names=CoderNames.of(study.settings),
        shown=shown,
        facts=with_reliability(facts, (*thawed.values(), *sample)),
        earlier={
            (who, tweet, name): code
            for (who, tweet), codes in codes_by_coder(entries).items()
            for name, code in codes.items()
        },
        earlier_notes=notes_by_coder(entries),
    )


def _merged(samples: Iterable[Sequence[SampledTweet]]) -> dict[str, SampledTweet]:
    """Tweets of thawed samples by id, as in the last one; whoever was to code them is an earlier coder now."""
    merged: dict[str, SampledTweet] = {}
    for one in (one for sample in samples for one in sample):
        before = merged[one.tweet_id].earlier_coders if one.tweet_id in merged else ()
        everybody = dict.fromkeys((*before, *one.earlier_coders, *one.coders))
        merged[one.tweet_id] = replace(one, coders=(), earlier_coders=tuple(everybody))
    return merged


def _known(expected: Expected) -> set[str]:
    """Texts that may stand in a sheet."""
    categories = {category.name for one in expected.variables for category in one.categories}
    texts = {text for text, _ in expected.shown.values()}
    return {*texts, *categories, *expected.names.all, *expected.earlier_notes.values()}


def _examine_page(
    page: SavedPage, study: Study, window: CollectionWindow, path: Path, expected: Expected
) -> tuple[str, ...]:
    """See that what a page saved is of this study and of one of its coders; returns what is to be said of it."""
    samples = [sample_of(study, window) or (), *thawed_of(study, window)]
    if page.study.frame_md5 not in {one.frame_md5 for sample in samples for one in sample}:
        raise UserError(
            f"The file is of another study or another sample: {page.study.title!r}, {page.window}",
            where=str(path),
            remedy="Import it in the study for which its page was written: --study FOLDER",
        )
    if page.window not in {window.key, *expected.former}:
        raise of_another_window(path.name, window.key, page.window)
    if page.kind == "codes" and expected.names.found(page.coder) is None:
        raise UserError(
            f"{page.coder!r} is no coder of the study",
            where=str(path),
            remedy=f"The coders are {', '.join(expected.names.all)}; somebody who was renamed stands under renamed",
        )
    older = [one.name for one in expected.variables if page.codebook.get(one.name, one.md5) != one.md5]
    said = f"coded under an earlier definition of {', '.join(older)}; counted, and named by mtw coding status"
    return (said,) if older else ()


def _memos(page: SavedPage, expected: Expected, file: str, at: str) -> list[Entry]:
    who = expected.names.now(page.coder)
    return [
        Entry("memo", who, "", name, memo.text, page.codebook[name], file, at, memo.at)
        for name, memo in page.memos.items()
        if memo.text
    ]


def _without_forgotten(sheet: FilledSheet, is_forgotten: Callable[[str], bool]) -> tuple[FilledSheet, tuple[str, ...]]:
    """A sheet without the rows of forgotten tweets, and a note where there were any."""
    keys = [read_key(row.cells.get(KEY, "")) for row in sheet.rows]
    kept = tuple(
        row for row, key in zip(sheet.rows, keys, strict=True) if key is None or not is_forgotten(key.tweet_id)
    )
    gone = len(sheet.rows) - len(kept)
    note = f"{number_of(gone, 'row')} of tweets that were forgotten left out; delete what the file holds of them too"
    return replace(sheet, rows=kept), (note,) if gone else ()
