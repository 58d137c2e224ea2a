"""The sums of authors as the warehouse gives them, and the measures that they make.

What belongs here: which statements are asked, and putting their rows into columns. What does not: uncertainty.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING

from mtw_pipeline.arrays.hashes import hashes_of
from mtw_pipeline.attempts import Attempts, LeftOutError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.hashtags import as_in_tables
from mtw_pipeline.system.threads import in_threads
from mtw_pipeline.text.dictionaries.reading import open_english, read_dictionary
from mtw_pipeline.trends.ratios import Ratio, fixed_ratios, platform_ratios, scorer_ratios, style_ratios, term_ratios
from mtw_pipeline.trends.resampling import AuthorSums, compact
from mtw_pipeline.trends.token_sums import Memberships, token_sums
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import held_bytes

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]
    Keys = NDArray[np.uint64]
    Places = NDArray[np.int64]
    Whole = NDArray[np.integer]

_ReadTokens = Callable[[], LeftOutError | None]

TOP = 10
_TWEETS_AT_ONCE, _AUTHORS_AT_ONCE = 32_768, 131_072
_BYTES_OF_A_TWEET = 256
"""What DuckDB holds of a tweet that is joined with what is known of it and summed up by its account."""


@dataclass(frozen=True)
class Measured:
    """What rests on the sums of authors.

    Args:
        windows: the sums, by window.
        ratios: the measures.
    """

    windows: dict[str, AuthorSums]
    ratios: tuple[Ratio, ...]


def read_sums(
    warehouse: Warehouse, study: Study, windows: Sequence[str], terms: Sequence[str], attempts: Attempts
) -> Measured:
    """The sums of all authors of some windows; those of a topic that cannot be read are left out."""
    columns = _columns(warehouse, windows)
    memberships = attempts.value("trends of style", _memberships, study)
    read_tokens = cache(partial(_add_tokens, columns, _words(terms), memberships))
    readers = [
        ("trends of types, formats and resources", lambda: _of_tweets(warehouse, study, columns)),
        ("trends of sentiment", lambda: _of_sentiment(columns)),
        ("trends of hashtags", lambda: _of_hashtags(terms, columns)),
        ("trends of words", lambda: _of_words(terms, read_tokens)),
    ]
    if memberships is not None:
        readers.append(("trends of style", partial(_of_style, warehouse, memberships, read_tokens)))
    return _measured(columns, readers, attempts)


def read_term_sums(warehouse: Warehouse, windows: Sequence[str], terms: Sequence[str], attempts: Attempts) -> Measured:
    """The sums of all authors of some windows that the measures of some words and hashtags rest on."""
    columns = _columns(warehouse, windows)
    columns.add("trends/totals")
    words = _words(terms)
    readers: list[tuple[str, Callable[[], Sequence[Ratio]]]] = []
    if len(words) < len(terms):
        readers.append(("trends of hashtags", lambda: _of_hashtags(terms, columns)))
    if words:
        readers.append(("trends of words", lambda: _of_words(terms, partial(_add_tokens, columns, words))))
    return _measured(columns, readers, attempts)


def top_terms(warehouse: Warehouse, study: Study) -> list[str]:
    """The words, and the hashtags with their #, that most tweets of all windows use."""
    found = warehouse.query("trends/top_terms", {"study_hashtags": _own(study), "top": TOP}).fetchall()
    return [str(term) for (term,) in found]


def platforms_of(warehouse: Warehouse) -> list[str]:
    """The platforms of the study, where they are several: only then their likes are told apart."""
    found = [str(platform) for (platform,) in warehouse.query("trends/platforms").fetchall()]
    return found if len(found) > 1 else []


def style_values(warehouse: Warehouse) -> list[tuple[str, str, float | None, int, str]]:
    """The measures of style of all windows: window, measure, value, words, definition."""
    return warehouse.query("trends/style_values").fetchall()


def _columns(warehouse: Warehouse, windows: Sequence[str]) -> "_Columns":
    found = warehouse.query("trends/authors", {"windows": list(windows)})
    return _Columns(warehouse, list(windows), _Authors(found.to_arrow_reader(_AUTHORS_AT_ONCE)))


def _measured(
    columns: "_Columns", readers: Sequence[tuple[str, Callable[[], Sequence[Ratio]]]], attempts: Attempts
) -> Measured:
    ratios = [ratio for what, read in readers for ratio in attempts.value(what, read) or ()]
    return Measured(columns.by_window(), tuple(ratios))


def _of_tweets(warehouse: Warehouse, study: Study, columns: "_Columns") -> list[Ratio]:
    columns.add("trends/tweet_sums", study_hashtags=_own(study))
    columns.add("trends/like_sums", of="platform", name="{sum} on {of}")
    platforms = platforms_of(warehouse)
    together = "" if not platforms else ", of all platforms together, whose likes are not comparable"
    fixed = (
        replace(one, definition=one.definition + together) if one.topic == "engagement" else one
        for one in fixed_ratios()
    )
    return [*fixed, *platform_ratios(platforms)]


def _of_sentiment(columns: "_Columns") -> list[Ratio]:
    scorers = columns.add_in_parts("trends/sentiment_sums", of="scorer", name="{sum} {of}")
    return [ratio for scorer in scorers for ratio in scorer_ratios(scorer)]


def parts_within_memory(warehouse: Warehouse, windows: Sequence[str]) -> int:
    """Into how many parts accounts are to be parted, so that DuckDB can hold what it joins of their tweets."""
    [(tweets,)] = warehouse.connection.execute(
        "select count(*) from tweets where collection_window in (select unnest($windows))", {"windows": list(windows)}
    ).fetchall()
    return max(1, ceil(int(tweets) * _BYTES_OF_A_TWEET / held_bytes(warehouse.connection)))


def _of_hashtags(terms: Sequence[str], columns: "_Columns") -> list[Ratio]:
    hashtags = [term for term in terms if term.startswith("#")]
    bare = [hashtag[1:] for hashtag in hashtags]
    columns.add_in_parts("trends/hashtag_sums", of="hashtag", name="hashtag {of}", hashtags=bare)
    return list(term_ratios(hashtags))


def _of_words(terms: Sequence[str], read_tokens: _ReadTokens) -> list[Ratio]:
    read_tokens()
    return list(term_ratios(_words(terms)))


def _of_style(warehouse: Warehouse, memberships: "Memberships", read_tokens: _ReadTokens) -> list[Ratio]:
    left_out = read_tokens()
    if left_out is not None:
        raise left_out
    named = {measure: definition for _, measure, _, _, definition in style_values(warehouse)}
    return list(style_ratios(memberships.categories, named.items()))


def _words(terms: Sequence[str]) -> list[str]:
    return [term for term in terms if not term.startswith("#")]


def _memberships(study: Study) -> "Memberships":
    style = study.settings.style
    return Memberships(read_dictionary(study.root / style.dictionary) if style.dictionary else open_english())


def _add_tokens(
    columns: "_Columns", words: Sequence[str], memberships: "Memberships | None" = None
) -> LeftOutError | None:
    """The sums that rest on tokens: of all windows that have any, or, where one cannot be read, of none.

    Returns:
        Why tokens of a window were left out; None where those of all are there.
    """
    read, left_out = [], None

    def summed(tokens: "pa.Table") -> "tuple[Places, dict[str, Whole]]":
        authors, sums = token_sums(tokens, words, memberships)
        return columns.authors.places(authors), sums

    for window in columns.windows:
        try:
            tables = columns.warehouse.read("trends/tokens", {"collection_window": window}, _TWEETS_AT_ONCE)
            for places, sums in in_threads(summed, (tokens for tokens in tables if tokens.num_rows)):
                read.append((window, places, sums))
        except LeftOutError as error:
            left_out = error
    for window, places, sums in read:
        columns.add_dense(window, places, sums)
    return left_out


def _own(study: Study) -> list[str]:
    return as_in_tables(study.settings.hashtags)


class _Authors:
    """The accounts that posted in some windows, found by the hash of their names, of which no name is kept.

    Args:
        batches: the accounts, many after many, each with the number by which its weights are drawn.
    """

    def __init__(self, batches: "Iterable[pa.RecordBatch]") -> None:
        import numpy as np

        keys, numbers = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.uint64)]
        for batch in batches:
            keys.append(hashes_of(batch.column(0).to_pylist()))
            numbers.append(batch.column(1).to_numpy(zero_copy_only=False))
        of_all = np.concatenate(keys)
        self.numbers: Keys = np.concatenate(numbers)
        self._order = np.argsort(of_all, kind="stable")
        self._sorted = of_all[self._order]

    def places(self, authors: "pa.Array") -> "Places":
        """Which of them some are.

        Raises:
            ValueError: one is none of them.
        """
        import numpy as np

        encoded = authors.dictionary_encode()
        asked = hashes_of(encoded.dictionary.to_pylist())
        ranks = np.searchsorted(self._sorted, asked)
        if not np.array_equal(self._sorted[ranks[ranks < len(self._sorted)]], asked):
            raise ValueError("An account has words or scores in a window in which it posted nothing")
        return np.asarray(self._order[ranks][encoded.indices.to_numpy()], dtype=np.int64)


@dataclass
class _Columns:
    """Sums as they come in, by window.

    Args:
        warehouse: where they are read.
        windows: the windows.
        authors: the accounts that posted in them.
        parts: by window the sums so far, as they were added: the places of authors, and by name a sum of each.
    """

    warehouse: Warehouse
    windows: list[str]
    authors: _Authors
    parts: "dict[str, list[tuple[Places, dict[str, Whole]]]]" = field(default_factory=dict)

    def add(self, statement: str, *, of: str = "", name: str = "{sum}", **parameters: object) -> list[str]:
        """Rows of ``collection_window``, ``author`` and sums, as a statement gives them of the windows.

        Args:
            statement: the statement.
            of: the column that says what the sums of a row are of; its values are sums of their own.
            name: how sums are named: ``{sum}`` is the column, ``{of}`` what it is of.
            parameters: what else the statement asks for.

        Returns:
            What they are of.
        """
        kinds: set[str] = set() if of else {""}
        rows = self.warehouse.query(statement, {"windows": self.windows, **parameters})
        for batch in rows.to_arrow_reader(_AUTHORS_AT_ONCE):
            kinds |= self._add_batch(batch, of, name)
        return sorted(kinds)

    def add_in_parts(self, statement: str, *, of: str, name: str, **parameters: object) -> list[str]:
        """As ``add``, of a statement that joins tweets: its accounts part by part, so many as memory holds at once."""
        parts = parts_within_memory(self.warehouse, self.windows)
        found = [self.add(statement, of=of, name=name, parts=parts, part=part, **parameters) for part in range(parts)]
        return sorted({*chain.from_iterable(found)})

    def _add_batch(self, rows: "pa.RecordBatch", of: str, name: str) -> set[str]:
        keys = [column for column in ("collection_window", of) if column]
        sums = [column for column in rows.schema.names if column not in {*keys, "author"}]
        encoded = [rows.column(column).dictionary_encode() for column in keys]
        codes = [one.indices.to_numpy() for one in encoded]
        values = {column: rows.column(column).to_numpy(zero_copy_only=False) for column in sums}
        places = self.authors.places(rows.column("author"))
        kinds = [str(kind) for kind in encoded[-1].dictionary.to_pylist()] if of else [""]
        for number, window in enumerate(encoded[0].dictionary.to_pylist()):
            for kind_number, kind in enumerate(kinds):
                chosen = (codes[0] == number) & ((codes[-1] == kind_number) if of else True)
                named = {name.format(sum=column, of=kind): compact(one[chosen]) for column, one in values.items()}
                self.parts.setdefault(str(window), []).append((places[chosen], named))
        return set(kinds)

    def add_dense(self, window: str, places: "Places", sums: "Mapping[str, Whole]") -> None:
        """Compact sums of some authors of one window by their names, one an author; those of others may follow."""
        self.parts.setdefault(window, []).append((places, dict(sums)))

    def by_window(self) -> dict[str, AuthorSums]:
        """All sums of each window side by side; what was added is gone."""
        import numpy as np

        found = {}
        for window in sorted(self.parts):
            parts = self.parts.pop(window)
            are_there = np.zeros(len(self.authors.numbers), dtype=bool)
            for those, _ in parts:
                are_there[those] = True
            authors = self.authors.numbers[are_there]
            row_of_place = (np.cumsum(are_there) - 1).astype(np.int32)
            rows: list[tuple[Whole, dict[str, Whole]]] = []
            while parts:  # one by one: the places of what is put in rows are let go of
                those, sums = parts.pop()
                rows.append((row_of_place[those], sums))
            names = dict.fromkeys(chain.from_iterable(sums for _, sums in reversed(rows)))
            found[window] = AuthorSums(authors, {name: _summed(len(authors), rows, name) for name in names})
        return found


def _summed(authors: int, added: "Sequence[tuple[Whole, dict[str, Whole]]]", name: str) -> "Whole":
    """The sums of one name, of as many authors; in what was added together, an author stands once. Takes them out."""
    import numpy as np

    sums = np.zeros(authors, dtype=np.int64)
    for rows, of_names in added:
        if name in of_names:
            sums[rows] += of_names.pop(name)
    return compact(sums)
