"""Who is who in a study: read from the warehouse, for pseudonyms that are the same in every table and window."""

from dataclasses import dataclass

from mtw_pipeline.published.allowed import allowed_words
from mtw_pipeline.published.names import KnownNames
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.warehouse.connection import Warehouse

LONG_ID = 9
"""Digits from which a number is taken for an id, whether the study knows it or not."""


@dataclass(frozen=True)
class People:
    """What a study knows of people.

    Args:
        handles: handles in lower case; of those with dots or a server also what stands before these.
        names: display names as written.
        short_ids: ids of fewer than ``LONG_ID`` digits, and what is no address of the ids that are: keys of records and
            dids.
        coders: the labels of the coders, as study.toml and codes have them.
        languages: the languages that the tweets are in.
    """

    handles: tuple[str, ...]
    names: tuple[str, ...]
    short_ids: tuple[str, ...]
    coders: tuple[str, ...]
    languages: tuple[str, ...] = ()

    @property
    def names_of_coders(self) -> tuple[str, ...]:
        """The labels of coders that are no single letter: they may be names."""
        return tuple(coder for coder in self.coders if len(coder) > 1)


def people(warehouse: Warehouse, settings: StudySettings) -> People:
    """Everybody whom the study knows, of every window."""
    coding = settings.coding
    named = {*coding.coders, *coding.left, *coding.renamed, *coding.renamed.values()}
    coders = {row[0] for row in warehouse.query("published/known_coders").fetchall()} | named
    return People(
        handles=_first_column(warehouse, "known_handles"),
        names=_first_column(warehouse, "known_names"),
        short_ids=_first_column(warehouse, "known_short_ids", longest=LONG_ID),
        coders=tuple(sorted(coders)),
        languages=_first_column(warehouse, "languages"),
    )


def known_names(known: People, settings: StudySettings) -> KnownNames:
    """The names to be found in texts."""
    return KnownNames(
        known.handles, (*known.names, *known.names_of_coders), known.short_ids, allowed_words(settings, known.languages)
    )


def user_ids_of_handles(warehouse: Warehouse) -> dict[str, str]:
    """From every handle in lower case to the user id behind it in the latest tweet that shows both."""
    return dict(warehouse.query("published/user_ids_of_handles").fetchall())


def _first_column(warehouse: Warehouse, statement: str, **parameters: object) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in warehouse.query(f"published/{statement}", parameters).fetchall())
