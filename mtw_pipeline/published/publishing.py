"""Making a copy for analysts, and putting it in place, so that readers never wait and never see half a copy.

What belongs here: making a new version, from parts that are made anew and parts of the version before; where it goes
once it was looked at. What does not: which parts have to be made anew (parts/), what becomes of a row (copying.py), the
database of the copy (filling.py), looking at a copy (inspection.py), which version analysts read, and where
(study/published_versions.py). The copy before stays until the next, for readers that are just opening it; whoever has a
copy open keeps it.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from mtw_pipeline.activity import at_work
from mtw_pipeline.published.filling import filled_database, write_provenance
from mtw_pipeline.published.maps import Maps, maps
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.masking.texts import MaskedTexts
from mtw_pipeline.published.named import Named
from mtw_pipeline.published.parallel import threads_for_its_rows
from mtw_pipeline.published.parts.files import PartFiles
from mtw_pipeline.published.parts.items import keep_items
from mtw_pipeline.published.parts.planning import Plan, planned, record_of, sources
from mtw_pipeline.published.parts.shares import Share, shares, whole_tables
from mtw_pipeline.published.parts.touched import Windows
from mtw_pipeline.published.people import People, forgotten_words, known_names, people, user_ids_of_handles
from mtw_pipeline.published.provenance import provenance
from mtw_pipeline.published.pseudonyms import Pseudonyms, study_key
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import PARQUET, PublishedVersions, for_its_owner
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.waiting_rows import waiting_place

_MANY, _WORDS_SAID = 10, 20


@dataclass(frozen=True)
class MadeCopy:
    """A copy that is finished and not in place yet: analysts read the one before, where there is one.

    Args:
        folder: where it lies until then, readable by its owner alone.
        version: its folder once it is in place.
        rows: the rows of each of its tables.
        is_identified: whether people stand in it by name.
        masked_words: words of the parts made anew that many accounts write and that are masked, because somebody is
            called so who was not forgotten: they are told in records, which are kept.
        remade: by table, the windows whose parts were made anew.
        plan: what it rests on.
        known: whom the study knows; None where it identifies people.
    """

    folder: Path
    version: Path
    rows: dict[str, int]
    is_identified: bool
    masked_words: tuple[str, ...]
    remade: Mapping[str, Windows]
    plan: Plan
    known: People | None

    def put_in_place(self, study: Study) -> tuple[Path, ...]:
        """Let analysts read it, and the next copy take parts of it: it was looked at, and nothing is wrong with it.

        Returns:
            Addresses that still show the copy before, because a program has it open.
        """
        published = PublishedVersions(study.published)
        _set_rights(self.folder, alone=self.is_identified)
        self.folder.rename(self.version)
        before = published.current
        held = published.put_in_place(self.version)
        published.drop_all_but(self.version, *([before] if before else []))
        shutil.rmtree(study.failed_copy, ignore_errors=True)
        record_of(study).keep(self.plan, self.version)
        return held

    def keep_aside(self, study: Study, named: Sequence[Named] = ()) -> Path:
        """Put it where nobody takes it for a good one, and its owner can look at it; returns that folder.

        It lies there until the next copy is put in place or aside, or somebody is forgotten.

        Args:
            study: the study.
            named: whom it names, where that is.
        """
        aside = study.failed_copy
        if named:
            text = "".join(f"{one.shown}\n" for one in named)
            (self.folder / study.named_in_failed_copy.name).write_text(text, encoding="utf-8")
        shutil.rmtree(aside, ignore_errors=True)
        _set_rights(self.folder, alone=True)
        aside.parent.mkdir(exist_ok=True)
        shutil.move(self.folder, aside)  # published/ may lie on another disk
        return aside


@contextmanager
def made_copy(warehouse: Warehouse, study: Study, run_id: str) -> Iterator[MadeCopy]:
    """A copy of the warehouse for analysts, which is gone behind the block unless it was put in place or kept aside.

    Parts that would be what they are in the copy before are taken from there, as long as that is as it was found good
    (``MadeCopy.put_in_place``).

    Args:
        warehouse: the open warehouse.
        study: the study; its settings say whether people are identified.
        run_id: the run that publishes.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    version = PublishedVersions(study.published).versions / stamp
    making = version.with_name(f".{stamp}.part")
    making.parent.mkdir(parents=True, exist_ok=True)
    for left_by_a_kill in making.parent.glob(f".*{making.suffix}"):
        shutil.rmtree(left_by_a_kill, ignore_errors=True)
    making.mkdir(mode=0o700)
    try:
        with at_work("the analysts' copy"):
            made = _made(warehouse, study, provenance(warehouse, study, run_id, stamp), version, making)
        yield made
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _made(warehouse: Warehouse, study: Study, facts: dict[str, object], version: Path, making: Path) -> MadeCopy:
    (making / PARQUET).mkdir()
    identify, windows = study.settings.publish.identify, len(study.windows())
    with (
        threads_for_its_rows(warehouse.connection, windows, has_lake=bool(warehouse.lake.tables())),
        _prepared(warehouse, study, facts) as made,
        waiting_place(warehouse.connection, is_needed=len(made.shares) > 1) as waiting,
    ):
        parts = PartFiles(
            warehouse.connection, made.plan, making / PARQUET, identify, made.shares, made.sitting, waiting
        )
        rows, remade = filled_database(warehouse, made.plan, parts.write(), making, made.facts, identify=identify)
    write_provenance(making)
    return MadeCopy(making, version, rows, identify, made.masked_words, remade, made.plan, made.known)


def _set_rights(folder: Path, *, alone: bool) -> None:
    for path in (*folder.rglob("*"), folder):
        for_its_owner(path, alone=alone)


@dataclass(frozen=True)
class _Prepared:
    """What a copy is made with: what has to be made, the row of provenance, whom the study knows.

    Args:
        plan: what has to be made.
        facts: gives the row of provenance.
        shares: the rows that are copied at a time.
        sitting: everything in place that copies a share, as long as the block runs; texts are masked meanwhile.
        known: whom the study knows; None where it identifies people.
        often: words that are masked, with how many accounts write them; filled while shares are copied.
    """

    plan: Plan
    facts: Callable[[], dict[str, object]]
    shares: list[Share]
    sitting: Callable[[Share], AbstractContextManager[Maps | None]]
    known: People | None = None
    often: dict[str, int] = field(default_factory=dict)

    @property
    def masked_words(self) -> tuple[str, ...]:
        """Words of the parts made anew that many write and that are masked."""
        return tuple(sorted(self.often, key=lambda word: (-self.often[word], word))[:_WORDS_SAID])


@contextmanager
def _prepared(warehouse: Warehouse, study: Study, facts: dict[str, object]) -> Iterator[_Prepared]:
    """What a copy is made with, as long as the block runs: names are put in order in a thread of their own."""
    settings = study.settings
    if settings.publish.identify:
        plan = planned(warehouse, study, None)

        @contextmanager
        def shown(share: Share) -> Iterator[None]:
            with sources(warehouse, plan, share.condition):
                yield

        yield _Prepared(plan, lambda: facts, whole_tables(plan), shown)
        return
    key, known = study_key(study.pseudonym_key), people(warehouse, study)
    with warehouse.reader() as reading, ThreadPoolExecutor(1) as pool:
        names = pool.submit(known_names, known.read_by(reading), settings)
        pseudonyms = Pseudonyms(key, user_ids_of_handles(warehouse))
        plan = planned(warehouse, study, known)

        @cache
        def texts() -> MaskedTexts:
            masking = Masking(pseudonyms, names.result(), settings.publish.publishers, settings.hashtags)
            return MaskedTexts(masking, names.result())

        often: dict[str, int] = {}
        is_of_forgotten = forgotten_words(study)

        @contextmanager
        def masked(share: Share) -> Iterator[Maps]:
            with sources(warehouse, plan, share.condition), maps(warehouse, pseudonyms, texts, known) as made:
                kept = made.behind(lambda connection: keep_items(connection, study, plan))
                yield made
                kept.result()
                asked = {"posters": _MANY, "words": _WORDS_SAID}
                words = warehouse.query("published/masked_words", asked).fetchall()
                often.update((word, posters) for word, posters in words if not is_of_forgotten(word))

        def shown_facts() -> dict[str, object]:
            return {**facts, "study": texts().masking.text(settings.title)}

        yield _Prepared(plan, shown_facts, shares(warehouse, plan), masked, known, often)
