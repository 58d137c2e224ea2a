"""The supplement of a window as files: made beside its place, searched for people, put there only if nobody is found.

What belongs here: where it goes and in which order it is made; taking away one that names somebody by now. What does
not: what stands in it (masked_facts.py, suppression.py), the page and its figures (report/).
"""

import csv
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from mtw_pipeline.attempts import Attempts, Omission
from mtw_pipeline.coding.simulated import SIMULATED_CODERS
from mtw_pipeline.errors import UserError
from mtw_pipeline.network.account_names import account_name
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.names.allowed import allowed_words
from mtw_pipeline.published.people import known_names, people, user_ids_of_handles
from mtw_pipeline.published.pseudonyms import Pseudonyms, study_key
from mtw_pipeline.published.search import Search
from mtw_pipeline.report.faces import Face
from mtw_pipeline.report.facts.of_window import read_facts
from mtw_pipeline.report.page import render
from mtw_pipeline.report.writing import Figures, files_beside
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import for_its_owner
from mtw_pipeline.study.whole_files import part_of
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.supplement.inspection import people_in, texts_that_name
from mtw_pipeline.supplement.masked_facts import MaskedFacts
from mtw_pipeline.supplement.page_tables import write_page_tables
from mtw_pipeline.supplement.people_behind import people_behind, words_of
from mtw_pipeline.supplement.printing import browser, print_page
from mtw_pipeline.supplement.suppression import suppressed
from mtw_pipeline.supplement.words_in_names import words_in_names
from mtw_pipeline.warehouse.connection import Warehouse

_TEXTS_TOLD = 5


@dataclass(frozen=True)
class Supplement:
    """What was written.

    Args:
        page: the HTML.
        pdf: the same on paper; None where it could not be printed.
        unprinted: why not.
        omissions: parts and figures that were left out.
    """

    page: Path
    pdf: Path | None
    unprinted: str
    omissions: Sequence[Omission]


def write_supplements(
    warehouse: Warehouse, study: Study, windows: Sequence[CollectionWindow]
) -> dict[CollectionWindow, Supplement]:
    """Write the supplements of some windows in place of those that were there.

    Args:
        warehouse: the open warehouse: its lock is held, so that two do not make the study's key.
        study: the study.
        windows: the windows.

    Raises:
        UserError: somebody is named in a page; it was not put in place.
    """
    if study.settings.publish.identify:
        return {window: _write(warehouse, study, window, None, None) for window in windows}
    known = people(warehouse, study)
    key, user_ids = study_key(study.pseudonym_key), user_ids_of_handles(warehouse)
    settings = study.settings
    names = known_names(known, settings)
    search = Search(known, allowed_words(settings, known.languages))

    def masked(window: CollectionWindow) -> MaskedFacts:
        pseudonyms = Pseudonyms(key, user_ids.in_window(window.key))
        masking = Masking(pseudonyms, names, settings.publish.publishers, settings.hashtags)
        return MaskedFacts(pseudonyms, masking, settings)

    return {window: _write(warehouse, study, window, masked(window), search) for window in windows}


def drop_those_that_name(warehouse: Warehouse, study: Study) -> list[CollectionWindow]:
    """Take away the supplements that name somebody whom the study met since; returns their windows."""
    windows = (*study.windows(), *study.windows_without_folder())
    pages = {window: study.supplement_of(window) for window in windows}
    pages = {window: page for window, page in pages.items() if page.is_file()}
    if study.settings.publish.identify or not pages:
        return []
    known = people(warehouse, study)
    search = Search(known, allowed_words(study.settings, known.languages))
    dropped = []
    for window, page in pages.items():
        if people_in(page.read_text(encoding="utf-8"), search):
            shutil.rmtree(page.parent)
            dropped.append(window)
    return dropped


def _write(
    warehouse: Warehouse, study: Study, window: CollectionWindow, masked: MaskedFacts | None, search: Search | None
) -> Supplement:
    attempts = Attempts()
    facts = read_facts(warehouse, study, window, attempts)
    fewest = study.settings.publish.fewest_people
    if masked is not None:
        in_names = words_in_names(warehouse, masked.masking, window, words_of(facts))
        masked = replace(masked, in_names=in_names)
    shown = facts if masked is None else masked.of(suppressed(facts, people_behind(warehouse, facts), fewest))
    face = Face(
        is_published=True,
        fewest_people=0 if masked is None else fewest,
        is_identified=masked is None,
        has_simulated_coders=facts.settings.coding.coders == SIMULATED_CODERS,
        has_table_files=True,
    )
    place = study.supplement_of(window)
    making = part_of(place.parent)
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        named = masked.account if masked else account_name
        images = Figures(warehouse, shown, making / "figures", attempts, named=named).drawn()
        page = render(shown, images, attempts, face, files_beside(making))
        tables = write_page_tables(page, making / "tables")
        if search is not None:
            _refuse_people(page, search, window)
            for path in tables:
                _refuse_people_in_table(path, search, window)
        (making / place.name).write_text(page, encoding="utf-8")
        pdf = making / place.with_suffix(".pdf").name
        program = browser()
        unprinted = print_page(making / place.name, pdf, program) if program else "no Chromium is found"
        for path in (*making.rglob("*"), making) if masked is None else ():
            for_its_owner(path, alone=True)
        shutil.rmtree(place.parent, ignore_errors=True)
        making.rename(place.parent)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Supplement(
        place, None if unprinted else place.with_suffix(".pdf"), unprinted, list(dict.fromkeys(attempts.omissions))
    )


def _refuse_people(page: str, search: Search, window: CollectionWindow) -> None:
    found = people_in(page, search)
    if found:
        raise _named(window, found, texts_that_name(page, search))


def _refuse_people_in_table(path: Path, search: Search, window: CollectionWindow) -> None:
    """Refuse a file that names somebody; its cells are texts of the page, which was searched for words of the data."""
    with path.open(encoding="utf-8", newline="") as lines:
        cells = sorted({cell for row in csv.reader(lines) for cell in row})
    found = search.found_in(pa.array(cells, pa.string()), of_the_program=True)
    if found:
        raise _named(window, found, [f"tables/{path.name}"])


def _named(window: CollectionWindow, found: Counter[str], texts: Sequence[str]) -> UserError:
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(found.items()))
    return UserError(
        f"The supplement of {window.key} is not written, because it would name somebody: {counted}",
        where="; ".join(texts[:_TEXTS_TOLD]),
        remedy="Words that name nobody can be listed in study.toml, [publish] words",
    )
