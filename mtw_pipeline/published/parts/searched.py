"""What the search of the copy met in each part, kept so that a later one reads only parts that may name somebody.

What belongs here: from values to what names are looked for in, and from names to the parts that have all of it. What
does not: the search itself (search.py), which alone says whether somebody is named. It is no part of masking and shares
nothing with it: what texts are made of for masking's sake (items.py) is something else. A part that is read in vain
costs time; one that is not read and names somebody would be a leak, so that each form of a name is told by what every
value has in which the search would find it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.parts.word_hashes import (
    Hashes,
    Numbers,
    OfEach,
    each_once,
    in_a_row,
    piece_hashes,
    word_hashes,
)
from mtw_pipeline.published.search import PIECE, RUN, Sought
from mtw_pipeline.published.searched_words import is_pseudonym, without_letters, words_in, writes_no_blanks
from mtw_pipeline.study.whole_files import written_whole
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables.trends import OF_ALL_WINDOWS

_BYTES_AT_ONCE, _MOST_WAITING = 4_000_000, 2_000_000

_PAIR = 2

Values = Callable[[], Iterable[pa.Array]]
"""The values of a part that are searched, many at once."""


def met_in(parts: Sequence[pa.Array]) -> list[Hashes]:
    """What of the values of each part a name can be told by: words, two and three in a row, pieces of words.

    Args:
        parts: texts, by part.
    """
    values = pa.concat_arrays(parts)
    split = pc.ascii_split_whitespace(values)
    encoded = split.flatten().dictionary_encode()
    by_token = list(map(words_in, encoded.dictionary.to_pylist()))
    numbers = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(by_token)))}
    items = _of_words(list(numbers))
    codes: Numbers = encoded.indices.to_numpy(zero_copy_only=False)
    sizes = np.fromiter(map(len, by_token), np.int64, len(by_token))
    flat = np.fromiter(map(numbers.__getitem__, chain.from_iterable(by_token)), np.int64)
    of_code = sizes[codes]
    begins = np.repeat((np.cumsum(sizes) - sizes)[codes] - (np.cumsum(of_code) - of_code), of_code)
    shown = flat[begins + np.arange(len(begins))]
    value_of = np.repeat(np.repeat(np.arange(len(split)), pc.list_value_length(split).to_numpy()), of_code)
    rows = in_a_row(_of_bare(numbers)[shown], value_of)
    found, begin = [], 0
    for end in np.searchsorted(value_of, np.cumsum(list(map(len, parts)))).tolist():
        those = slice(begin, end)
        is_here = np.zeros(len(numbers), dtype=bool)
        is_here[shown[those]] = True
        pairs, threes = rows.pairs[those][rows.is_pair[those]], rows.threes[those][rows.is_three[those]]
        found.append(each_once(np.concatenate([items.hashes[is_here[items.of]], pairs, threes])))
        begin = end
    return found


def told_by(those: Sought, ids: Iterable[str] = ()) -> Iterator[OfEach]:
    """Of each form in which somebody is sought all that a part has which holds it.

    Args:
        those: whom the search is for.
        ids: ids of few digits, and keys.
    """
    alone = word_hashes([*those.handles, *those.single, *ids])
    yield OfEach(np.arange(len(alone)), alone)
    yield piece_hashes(list(those.told_apart), PIECE)
    yield piece_hashes(list(those.unspaced), RUN)
    yield _of_run_on(those.run_on)
    names = list(those.names)
    lengths = np.fromiter(map(len, names), np.int64, len(names))
    name_of = np.repeat(np.arange(len(names)), lengths)
    rows = in_a_row(_of_bare(chain.from_iterable(names)), name_of)
    of_two = rows.is_pair & (lengths[name_of[:-1]] == _PAIR)
    yield OfEach(name_of[:-1][of_two], rows.pairs[of_two])
    yield OfEach(name_of[:-2][rows.is_three], rows.threes[rows.is_three])


def _of_run_on(names: Sequence[tuple[str, ...]]) -> OfEach:
    """Of names at whose ends others write on: the words within them, and pieces of those at such an end."""
    whole, cut = list[tuple[int, str]](), list[tuple[int, str]]()
    for number, name in enumerate(names):
        for place, word in enumerate(name):
            is_end = place in {0, len(name) - 1} and writes_no_blanks(word[0 if place == 0 else -1])
            (cut if is_end else whole).append((number, word))
    pieces = piece_hashes([word for _, word in cut], RUN)
    of = np.concatenate([
        np.array([number for number, _ in whole], np.int64),
        np.array([number for number, _ in cut], np.int64)[pieces.of],
    ])  # fmt: skip
    hashes = np.concatenate([_of_bare(word for _, word in whole), pieces.hashes])
    ordered = np.argsort(of, kind="stable")
    return OfEach(of[ordered], hashes[ordered])


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
        """Whether a part may; of a window of which nothing is kept each may, and what is made of all windows always."""
        return window not in self.known or table in OF_ALL_WINDOWS or (window, table) in self.parts


@dataclass(frozen=True)
class SearchedParts:
    """What was met in the parts of the last good copy: a Parquet file a window, of hashes alone.

    Args:
        folder: where they lie.
        connection: one that may make temporary tables.
    """

    folder: Path
    connection: duckdb.DuckDBPyConnection

    def suspected(self, forms: Iterable[OfEach]) -> Suspected:
        """The parts that have all of a form.

        Args:
            forms: as ``told_by`` gives them.
        """
        files = sorted(self.folder.glob("*.parquet"))
        known = frozenset(file.stem for file in files)
        asked, asked_before = [], 0
        for some in forms:
            asked.append(OfEach(some.of + asked_before, some.hashes))
            asked_before += int(some.of[-1]) + 1 if len(some.of) else 0
        if not files or not asked_before:
            return Suspected(known, frozenset())
        columns = {
            "form": pa.array(np.concatenate([some.of for some in asked])),
            "item": pa.array(np.concatenate([some.hashes for some in asked])),
        }
        self.connection.register("sought_forms", pa.table(columns))
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
        waiting: list[tuple[str, Hashes]] = []
        for some in _together(parts):
            found = met_in([values for _, values in some])
            waiting += zip((table for table, _ in some), found, strict=True)
            if sum(len(hashes) for _, hashes in waiting) >= _MOST_WAITING:
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

    def _store(self, waiting: list[tuple[str, Hashes]]) -> None:
        """Put items of tables away, many at once: of small tables each statement would cost more than its rows."""
        tables = np.repeat(np.arange(len(waiting), dtype=np.int32), [len(hashes) for _, hashes in waiting])
        columns = {
            "source": pa.DictionaryArray.from_arrays(
                pa.array(tables), pa.array([table for table, _ in waiting], pa.string())
            ),
            "item": pa.array(np.concatenate([np.zeros(0, np.uint64), *(hashes for _, hashes in waiting)])),
        }
        self.connection.register("incoming_rows", pa.table(columns))
        try:
            self.connection.execute("insert into met_items from incoming_rows")
        finally:
            self.connection.unregister("incoming_rows")
        waiting.clear()


def _together(parts: Mapping[str, Values]) -> Iterator[list[tuple[str, pa.Array]]]:
    """Values of tables, many at once: most tables have few, and share their words."""
    waiting: list[tuple[str, pa.Array]] = []
    for table, all_values in parts.items():
        for values in all_values():
            waiting.append((table, values))
            if sum(some.nbytes for _, some in waiting) >= _BYTES_AT_ONCE:
                yield waiting
                waiting = []
    if waiting:
        yield waiting


def _of_words(words: Sequence[str]) -> OfEach:
    """What each of some distinct words can be told by."""
    numbers = range(len(words))
    marked = [number for number in numbers if not words[number].isalpha()]
    pieced = [number for number in marked if not is_pseudonym(words[number])]
    runs = [number for number in numbers if not words[number].isascii()]
    alone = [*words, *(words[number].strip("_") for number in marked)]
    alone += [without_letters(words[number]) for number in marked]
    pieces = piece_hashes([words[number] for number in pieced], PIECE)
    short = piece_hashes([words[number] for number in runs], RUN)
    of = [
        np.array([*numbers, *marked, *marked], np.int64),
        np.array(pieced, np.int64)[pieces.of],
        np.array(runs, np.int64)[short.of],
    ]
    return OfEach(np.concatenate(of), np.concatenate([word_hashes(alone), pieces.hashes, short.hashes]))


def _of_bare(words: Iterable[str]) -> Hashes:
    """The hashes of words as they count among others: without underscores around them."""
    return word_hashes([word.strip("_") for word in words])
