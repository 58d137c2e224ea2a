"""Who is who in a study: read from the warehouse, for pseudonyms that are the same in every table and window.

What belongs here: the names and ids that a study knows, and that they need not all be in memory. What does not: what is
a name in a text (names/), and pseudonyms (pseudonyms.py).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

import pyarrow as pa

from mtw_pipeline.arrays.hashes import GatheredHashes, TextsByHash
from mtw_pipeline.forgetting.display_names import ForgottenDisplayNames
from mtw_pipeline.forgetting.register import Register, read_register
from mtw_pipeline.published.names.allowed import allowed_words
from mtw_pipeline.published.names.known import KnownNames, Names
from mtw_pipeline.published.names.longer import BETWEEN, CUT, longer_names
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text

_KNOWN = "known"
"""A database in memory, whose rows DuckDB puts on disk where they are many; every cursor sees it."""

USER_IDS = f"{_KNOWN}.main.user_ids"
EARLIER_HOLDERS = f"{_KNOWN}.main.earlier_holders"
"""Handles that went from one user to another, in the windows in which somebody else had them than has them last."""
_NAMES_AT_ONCE = 32_768
LONG_ID = 9
"""Digits from which a number is taken for an id, whether the study knows it or not."""


@dataclass(frozen=True)
class StoredNames(Collection[str]):
    """Names in a table, which are read from it whenever they are gone through.

    Args:
        warehouse: the open warehouse.
        table: the table, of a column ``name``.
    """

    warehouse: Warehouse
    table: str

    def __iter__(self) -> Iterator[str]:
        """Each name, in the order of the table; some ten thousands are held at once."""
        for batch in _read(self.warehouse, self.table):
            yield from batch.column(0).to_pylist()

    def __len__(self) -> int:
        """How many they are."""
        [(names,)] = self.warehouse.connection.execute(f"select count(*) from {self.table}").fetchall()
        return int(names)

    def __contains__(self, name: object) -> bool:
        """Whether a name is one of them."""
        asked = f"select 1 from {self.table} where name = $name"
        return self.warehouse.connection.execute(asked, {"name": name}).fetchone() is not None


class UserIds:
    """From every handle in lower case to the user id behind it in the latest tweet that shows both.

    Args:
        warehouse: the open warehouse, in which ``USER_IDS`` and ``EARLIER_HOLDERS`` are filled.
    """

    def __init__(self, warehouse: "Warehouse") -> None:
        self._earlier: dict[str, dict[str, str]] = {}
        for window, handle, user_id in warehouse.connection.execute(f"from {EARLIER_HOLDERS}").fetchall():
            self._earlier.setdefault(window, {})[handle] = user_id
        keys, values = GatheredHashes(), [pa.array([], pa.string())]
        for batch in _read(warehouse, USER_IDS):
            keys.add(batch.column(0).to_pylist())
            values.append(batch.column(1))
        self._found = TextsByHash(keys.hashes(), pa.concat_arrays(values))

    def get(self, handle: str) -> str | None:
        """The user id behind a handle; None where it is not known."""
        return self._found.get(handle)

    def in_window(self, window: str) -> "UserIdsOfWindow":
        """The same, of whoever had a handle in a window."""
        return UserIdsOfWindow(self, self._earlier.get(window, {}))


@dataclass(frozen=True)
class UserIdsOfWindow:
    """From every handle in lower case to the user id of whoever had it in a window.

    Args:
        latest: whoever has it last.
        earlier: who had one of those handles in the window that somebody else has last.
    """

    latest: UserIds
    earlier: Mapping[str, str]

    def get(self, handle: str) -> str | None:
        """The user id behind a handle; None where it is not known."""
        return self.earlier.get(handle) or self.latest.get(handle)


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

    handles: Collection[str]
    names: Collection[str]
    short_ids: Collection[str]
    coders: tuple[str, ...]
    languages: tuple[str, ...] = ()

    @property
    def names_of_coders(self) -> tuple[str, ...]:
        """The labels of coders that are no single letter: they may be names."""
        return tuple(coder for coder in self.coders if len(coder) > 1)

    def read_by(self, warehouse: Warehouse) -> "People":
        """The same people, their names read through another connection: for another thread."""
        handles, names, short_ids = (
            replace(those, warehouse=warehouse) if isinstance(those, StoredNames) else those
            for those in (self.handles, self.names, self.short_ids)
        )
        return replace(self, handles=handles, names=names, short_ids=short_ids)


def people(warehouse: Warehouse, study: Study) -> People:
    """Everybody whom the study knows, of every window.

    Whom it forgot (``mtw forget``) is known by the register's hashes alone, where others write their handle, user id or
    display name.
    """
    coding, register = study.settings.coding, read_register(study.forgotten)
    named = {*coding.coders, *coding.left, *coding.renamed, *coding.renamed.values()}
    coders = {row[0] for row in warehouse.query("published/known_coders").fetchall()} | named
    return People(
        handles=_stored(warehouse, "known_handles", salt=register.salt, user_hashes=sorted(register.users)),
        names=_with_longer(warehouse, _with_forgotten(warehouse, register, _stored(warehouse, "known_names"))),
        short_ids=_stored(warehouse, "known_short_ids", longest=LONG_ID),
        coders=tuple(sorted(coders)),
        languages=tuple(str(row[0]) for row in warehouse.query("published/languages").fetchall()),
    )


def known_names(known: People, settings: StudySettings) -> KnownNames:
    """The names to be found in texts."""
    names = chain(known.names, known.names_of_coders)
    return KnownNames(known.handles, names, known.short_ids, allowed_words(settings, known.languages))


def names_of(known: People, settings: StudySettings) -> Names:
    """The same names in all their forms: of whom there are few."""
    names = chain(known.names, known.names_of_coders)
    return Names.of(known.handles, names, known.short_ids, allowed_words(settings, known.languages))


def forgotten_words(study: Study) -> Callable[[str], bool]:
    """Tells of words, in lower case, whether somebody whom the study forgot is called so."""
    register = read_register(study.forgotten)
    names = ForgottenDisplayNames(register)

    def is_of_forgotten(word: str) -> bool:
        bare = word.lstrip("#@$")
        return register.hashed(bare) in register.users or bool(names.met_in([bare]))

    return is_of_forgotten


def user_ids_of_handles(warehouse: Warehouse) -> UserIds:
    """From every handle in lower case to the user id behind it in the latest tweet that shows both.

    Beside them it is stored who had a handle before (``EARLIER_HOLDERS``).
    """
    _store(warehouse, USER_IDS, "user_ids_of_handles")
    _store(warehouse, EARLIER_HOLDERS, "earlier_holders")
    return UserIds(warehouse)


def _stored(warehouse: Warehouse, statement: str, **parameters: object) -> StoredNames:
    table = f"{_KNOWN}.main.{statement}"
    _store(warehouse, table, statement, **parameters)
    return StoredNames(warehouse, table)


def _with_forgotten(warehouse: Warehouse, register: Register, names: StoredNames) -> StoredNames:
    """The display names, and those of the forgotten that others write; no text is read where there are none."""
    if not register.names:
        return names
    forgotten = ForgottenDisplayNames(register)
    met = set[str]()
    with warehouse.cursor() as reading:
        for texts in reading.execute(sql_text("published/people/words_of_others")).to_arrow_reader(_NAMES_AT_ONCE):
            met |= forgotten.met_in(texts.column(0).to_pylist())
    return _with_further(warehouse, names, met)


def _with_longer(warehouse: Warehouse, names: StoredNames) -> StoredNames:
    """The display names, and what texts write of one with an initial or a nickname that it lacks, or cut."""
    asked = f"with known_names as (from {names.table}) from ({sql_text('published/people/names_with_more')})"
    found = warehouse.connection.execute(asked, {"between": BETWEEN, "cut": CUT}).fetchall()
    return _with_further(warehouse, names, longer_names(found))


def _with_further(warehouse: Warehouse, names: StoredNames, further: Collection[str]) -> StoredNames:
    if further:
        warehouse.connection.execute(
            f"insert into {names.table} select name from (select unnest($further) as name) order by name",
            {"further": sorted(further)},
        )
    return names


def _store(warehouse: Warehouse, table: str, statement: str, **parameters: object) -> None:
    warehouse.connection.execute(f"attach if not exists ':memory:' as {_KNOWN}")
    rows = sql_text(f"published/{statement}")
    warehouse.connection.execute(f"create or replace table {table} as {rows}", parameters)


def _read(warehouse: Warehouse, table: str) -> Iterator[pa.RecordBatch]:
    with warehouse.cursor() as reading:
        yield from reading.execute(f"from {table}").to_arrow_reader(_NAMES_AT_ONCE)
