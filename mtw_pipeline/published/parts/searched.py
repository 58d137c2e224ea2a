"""What the search of the copy met in each part, kept so that a later one reads only parts that may name somebody.

What belongs here: from values to what names are looked for in, and from names to the parts that have all of it. What
does not: the search itself (search.py), which alone says whether somebody is named. It is no part of masking and shares
nothing with it: what texts are made of for masking's sake (items.py) is something else. A part that is read in vain
costs time; one that is not read and names somebody would be a leak, so that each form of a name is told by what every
value has in which the search would find it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.search import PIECE, RUN, Sought, is_pseudonym, without_letters, words_in
from mtw_pipeline.study.whole_files import written_whole
from mtw_pipeline.warehouse.connection import literal
from mtw_pipeline.warehouse.statements import sql_text

_MOST_REMEMBERED, _MOST_WAITING = 200_000, 500_000

_PAIR = 2

Values = Callable[[], Iterable[pa.Array]]
"""The values of a part that are searched, many at once."""


def met_in(values: pa.Array, words_of: Callable[[str], list[str]] = words_in) -> set[str]:
    """What of values a name can be told by: words, two and three words that stand in a row, pieces of words.

    Args:
        values: texts.
        words_of: the words of what stands between blanks, as the search takes them.
    """
    split = pc.utf8_split_whitespace(values)
    encoded = split.flatten().dictionary_encode()
    by_token = list(map(words_of, encoded.dictionary.to_pylist()))
    numbers = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(by_token)))}
    words = list(numbers)
    found = set(chain.from_iterable(map(_of_word, words)))
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    sizes = np.fromiter(map(len, by_token), np.int64, len(by_token))
    flat = np.fromiter((numbers[word] for word in chain.from_iterable(by_token)), np.int64)
    of_code = sizes[codes]
    begins = np.repeat((np.cumsum(sizes) - sizes)[codes] - (np.cumsum(of_code) - of_code), of_code)
    shown = flat[begins + np.arange(len(begins))]
    value_of = np.repeat(np.repeat(np.arange(len(split)), pc.list_value_length(split).to_numpy()), of_code)
    goes_on = value_of[1:] == value_of[:-1]
    pairs, pair_at = np.unique((shown[:-1] * len(words) + shown[1:])[goes_on], return_inverse=True)
    ones, others = (part.tolist() for part in np.divmod(pairs, len(words) or 1))
    found.update(_pair(words[one], words[other]) for one, other in zip(ones, others, strict=True))
    is_three = goes_on[:-1] & goes_on[1:]
    rows = pair_at[(np.cumsum(goes_on) - 1)[:-1][is_three]] * len(words) + shown[2:][is_three]
    twos, thirds = (part.tolist() for part in np.divmod(np.unique(rows), len(words) or 1))
    found.update(
        _three(words[ones[two]], words[others[two]], words[one]) for two, one in zip(twos, thirds, strict=True)
    )
    return found


def told_by(those: Sought, ids: Iterable[str] = ()) -> Iterator[tuple[str, ...]]:
    """Of each form in which somebody is sought all that a part has which holds it.

    Args:
        those: whom the search is for.
        ids: ids of few digits, and keys.
    """
    yield from ((_word(one),) for one in chain(those.handles, those.single, ids))
    yield from (tuple(_pieces(one, PIECE)) for one in those.told_apart)
    yield from (tuple(_pieces(one, RUN)) for one in those.unspaced)
    yield from ((_pair(*name),) for name in those.names if len(name) == _PAIR)
    yield from (tuple(map(_three, name, name[1:], name[_PAIR:])) for name in those.names if len(name) > _PAIR)


@dataclass(frozen=True)
class Suspected:
    """Parts that may name somebody.

    Args:
        known: the windows of which is kept what was met.
        parts: of these, windows and tables.
    """

    known: frozenset[str] = frozenset()
    parts: frozenset[tuple[str, str]] = frozenset()

    def has(self, window: str, table: str) -> bool:
        """Whether a part may; of a window of which nothing is kept each may."""
        return window not in self.known or (window, table) in self.parts


@dataclass(frozen=True)
class SearchedParts:
    """What was met in the parts of the last good copy: a Parquet file a window, of hashes alone.

    Args:
        folder: where they lie.
        connection: one that may make temporary tables.
    """

    folder: Path
    connection: duckdb.DuckDBPyConnection
    _words: dict[str, list[str]] = field(default_factory=dict)

    def suspected(self, forms: Iterable[tuple[str, ...]]) -> Suspected:
        """The parts that have all of a form.

        Args:
            forms: as ``told_by`` gives them.
        """
        files = sorted(self.folder.glob("*.parquet"))
        known = frozenset(file.stem for file in files)
        rows = [(number, item) for number, form in enumerate(forms) for item in set(form)]
        if not files or not rows:
            return Suspected(known, frozenset())
        asked = {
            "form": pa.array([form for form, _ in rows]),
            "item": pa.array([item for _, item in rows], pa.string()),
        }
        self.connection.register("sought_forms", pa.table(asked))
        try:
            found = self.connection.execute(
                sql_text("published/parts_to_search"), {"files": list(map(str, files))}
            ).fetchall()
        finally:
            self.connection.unregister("sought_forms")
        return Suspected(known, frozenset((str(window), str(table)) for window, table in found))

    def has(self, window: str) -> bool:
        """Whether anything is kept of a window."""
        return self._file(window).is_file()

    def keep(self, window: str, parts: Mapping[str, Values]) -> None:
        """Keep what was met in parts of a window.

        Args:
            window: the window.
            parts: values, by table: of parts that were made just now, or of all where nothing is kept of the window.
        """
        path = self._file(window)
        if not parts:
            return
        run = self.connection.execute
        run("create or replace temp table met_items (source varchar, item ubigint)")
        waiting: dict[str, set[str]] = {}
        for table, values in parts.items():
            for some in values():
                waiting.setdefault(table, set()).update(met_in(some, self._words_in))
                if sum(map(len, waiting.values())) >= _MOST_WAITING:
                    self._store(waiting)
        self._store(waiting)
        before = f"from read_parquet({literal(str(path))})" if path.is_file() else ""
        tables = ", ".join(map(literal, sorted(parts)))
        if (
            not before
            or run(f"select 1 from (from met_items except {before} where source in ({tables})) limit 1").fetchone()
        ):
            others = f" union all {before} where source not in ({tables})" if before else ""
            self.folder.mkdir(parents=True, exist_ok=True)
            with written_whole(path) as unfinished:
                run(
                    f"copy (select distinct * from met_items{others}) to $file (format parquet)",
                    {"file": str(unfinished)},
                )
        run("drop table met_items")

    def _file(self, window: str) -> Path:
        return self.folder / f"{window}.parquet"

    def _store(self, waiting: dict[str, set[str]]) -> None:
        """Put items of tables away, many at once: of small tables each statement would cost more than its rows."""
        tables = np.repeat(np.arange(len(waiting), dtype=np.int32), list(map(len, waiting.values())))
        columns = {
            "source": pa.DictionaryArray.from_arrays(pa.array(tables), pa.array(list(waiting), pa.string())),
            "item": pa.array(chain.from_iterable(waiting.values()), pa.string()),
        }
        self.connection.register("incoming_rows", pa.table(columns))
        try:
            self.connection.execute("insert into met_items select source::varchar, hash(item) from incoming_rows")
        finally:
            self.connection.unregister("incoming_rows")
        waiting.clear()

    def _words_in(self, token: str) -> list[str]:
        found = self._words.get(token)
        if found is None:
            if len(self._words) >= _MOST_REMEMBERED:
                self._words.clear()
            found = self._words[token] = words_in(token)
        return found


def _of_word(word: str) -> Iterator[str]:
    yield _word(word)
    yield _word(word.strip("_"))
    if not word.isalpha():
        yield _word(without_letters(word))
        if not is_pseudonym(word):
            yield from _pieces(word, PIECE)
    if not word.isascii():
        yield from _pieces(word, RUN)


def _word(word: str) -> str:
    return f"w{word}"


def _pair(one: str, other: str) -> str:
    return f"p{one.strip('_')} {other.strip('_')}"


def _three(one: str, other: str, third: str) -> str:
    return f"t{one.strip('_')} {other.strip('_')} {third.strip('_')}"


def _pieces(word: str, length: int) -> Iterator[str]:
    """Every piece of a length, each with that length: a short piece is no part of a long one's set."""
    return (f"{length}{word[place : place + length]}" for place in range(len(word) - length + 1))
