"""The sums of authors as the warehouse gives them, and the measures that they make.

What belongs here: which statements are asked, and putting their rows into columns. What does not: uncertainty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.dictionaries.model import Dictionary
from mtw_pipeline.text.dictionaries.reading import open_english, read_dictionary
from mtw_pipeline.trends.ratios import Ratio, fixed_ratios, platform_ratios, scorer_ratios, style_ratios, term_ratios
from mtw_pipeline.trends.resampling import AuthorSums
from mtw_pipeline.warehouse.connection import Warehouse

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Numbers = NDArray[np.float64]

TOP = 10
_NOT_WORDS = ("#", "@")


@dataclass(frozen=True)
class Measured:
    """What rests on the sums of authors.

    Args:
        windows: the sums, by window.
        authors: how many authors there are in all.
        ratios: the measures.
    """

    windows: dict[str, AuthorSums]
    authors: int
    ratios: tuple[Ratio, ...]


def read_sums(warehouse: Warehouse, study: Study, attempts: Attempts) -> Measured:
    """The sums of all authors in all windows; those of a topic that cannot be read are left out."""
    columns = _Columns(warehouse.query("trends/authors").to_arrow_table().column("author"))
    terms = attempts.value("the most used words and hashtags", _top_terms, warehouse, study) or []
    readers = (
        ("trends of types, formats and resources", lambda: _of_tweets(warehouse, study, columns)),
        ("trends of sentiment", lambda: _of_sentiment(warehouse, columns)),
        ("trends of hashtags", lambda: _of_hashtags(warehouse, terms, columns)),
        ("trends of words and style", lambda: _of_tokens(warehouse, study, terms, columns)),
    )
    ratios: list[Ratio] = []
    for what, read in readers:
        ratios += attempts.value(what, read) or ()
    return Measured(columns.by_window(), len(columns.authors), tuple(ratios))


def style_values(warehouse: Warehouse) -> list[tuple[str, str, float | None, int, str]]:
    """The measures of style of all windows: window, measure, value, words, definition."""
    return warehouse.query("trends/style_values").fetchall()


def _of_tweets(warehouse: Warehouse, study: Study, columns: "_Columns") -> list[Ratio]:
    columns.add(warehouse.query("trends/tweet_sums", {"study_hashtags": _own(study)}).to_arrow_table())
    platforms = columns.add(warehouse.query("trends/like_sums").to_arrow_table(), "platform", "{sum} on {of}")
    together = "" if not platforms else ", of all platforms together, whose likes are not comparable"
    fixed = (
        replace(one, definition=one.definition + together) if one.topic == "engagement" else one
        for one in fixed_ratios()
    )
    return [*fixed, *platform_ratios(platforms)]


def _of_sentiment(warehouse: Warehouse, columns: "_Columns") -> list[Ratio]:
    scorers = columns.add(warehouse.query("trends/sentiment_sums").to_arrow_table(), "scorer", "{sum} {of}")
    return [ratio for scorer in scorers for ratio in scorer_ratios(scorer)]


def _top_terms(warehouse: Warehouse, study: Study) -> list[str]:
    found = warehouse.query("trends/top_terms", {"study_hashtags": _own(study), "top": TOP}).fetchall()
    return [str(term) for (term,) in found]


def _of_hashtags(warehouse: Warehouse, terms: Sequence[str], columns: "_Columns") -> list[Ratio]:
    hashtags = [term for term in terms if term.startswith("#")]
    bare = {"hashtags": [tag[1:] for tag in hashtags]}
    columns.add(warehouse.query("trends/hashtag_sums", bare).to_arrow_table(), "hashtag", "hashtag {of}")
    return list(term_ratios(hashtags))


def _of_tokens(warehouse: Warehouse, study: Study, terms: Sequence[str], columns: "_Columns") -> list[Ratio]:
    style = study.settings.style
    dictionary = read_dictionary(study.root / style.dictionary) if style.dictionary else open_english()
    words = [term for term in terms if not term.startswith("#")]
    for window in columns.windows:
        tokens = warehouse.query("trends/tokens", {"collection_window": window}).to_arrow_table()
        if tokens.num_rows:
            columns.add_dense(window, *token_sums(tokens, dictionary, words))
    named = {measure: definition for _, measure, _, _, definition in style_values(warehouse)}
    return [*term_ratios(words), *style_ratios(dictionary.categories, named.items())]


def token_sums(
    tokens: "pa.Table", dictionary: Dictionary, words: Sequence[str]
) -> "tuple[pa.Array, tuple[str, ...], Numbers]":
    """Of each author the tweets whose words are counted, those with each of some words, all words, those of a category.

    Args:
        tokens: a row a tweet: ``author``, ``tokens`` parted by one blank, ``word_count``; an author's tweets together.
        dictionary: the categories.
        words: the words whose tweets are counted.

    Returns:
        The authors, what each column is the sum of, and the sums: a row an author.
    """
    import numpy as np
    import pyarrow.compute as pc

    encoded = tokens.column("author").combine_chunks().dictionary_encode()
    author_of_tweet = encoded.indices.to_numpy()
    parted = pc.split_pattern(tokens.column("tokens").combine_chunks(), " ")
    said = parted.flatten().dictionary_encode()
    tweet_of_token = np.repeat(np.arange(len(parted)), pc.list_value_length(parted).to_numpy())
    code_of_token, vocabulary = said.indices.to_numpy(), said.dictionary.to_pylist()
    place_of, authors = {word: place for place, word in enumerate(vocabulary)}, len(encoded.dictionary)
    counts = [
        np.bincount(author_of_tweet, minlength=authors),
        np.bincount(author_of_tweet, weights=tokens.column("word_count").to_numpy(), minlength=authors),
    ]
    for word in words:
        tweets = np.unique(tweet_of_token[code_of_token == place_of.get(word, -1)])
        counts.append(np.bincount(author_of_tweet[tweets], minlength=authors))
    in_category = _memberships(vocabulary, dictionary)
    is_listed: NDArray[np.bool_] = np.asarray(in_category.any(axis=1))
    listed = np.flatnonzero(is_listed[code_of_token])
    author_of_token = author_of_tweet[tweet_of_token[listed]]
    first = np.flatnonzero(np.diff(author_of_token, prepend=-1))
    of_categories = np.zeros((authors, len(dictionary.categories)))
    if len(first):
        of_categories[author_of_token[first]] = np.add.reduceat(in_category[code_of_token[listed]], first, axis=0)
    names = (
        "tweets_with_words", "words", *(f"word {word}" for word in words),
        *(f"style {category}" for category in dictionary.categories),
    )  # fmt: skip
    return encoded.dictionary, names, np.column_stack([*counts, of_categories])


def _memberships(vocabulary: Sequence[str], dictionary: Dictionary) -> "NDArray[np.int32]":
    """A row a token, a column a category: 1 where the token is a word of it."""
    import numpy as np

    found = np.zeros((len(vocabulary), len(dictionary.categories)), dtype=np.int32)
    number_of = {name: number for number, name in enumerate(dictionary.categories)}
    for place, word in enumerate(vocabulary):
        if not word.startswith(_NOT_WORDS):
            for category in dictionary.categories_of(word):
                found[place, number_of[category]] = 1
    return found


def _own(study: Study) -> list[str]:
    return [hashtag.lower() for hashtag in study.settings.hashtags]


@dataclass
class _Columns:
    """Sums as they come in, by window."""

    authors: "pa.ChunkedArray"
    parts: "dict[str, list[tuple[Places, tuple[str, ...], Numbers]]]" = field(default_factory=dict)

    @property
    def windows(self) -> list[str]:
        """The windows with tweets."""
        return list(self.parts)

    def add(self, rows: "pa.Table", of: str = "", name: str = "{sum}") -> list[str]:
        """Rows of ``collection_window``, ``author`` and sums.

        Args:
            rows: the rows; all other columns are sums.
            of: the column that says what the sums of a row are of; its values are sums of their own.
            name: how sums are named: ``{sum}`` is the column, ``{of}`` what it is of.

        Returns:
            What they are of.
        """
        import numpy as np

        keys = [column for column in ("collection_window", of) if column]
        sums = [column for column in rows.column_names if column not in {*keys, "author"}]
        encoded = [rows.column(column).combine_chunks().dictionary_encode() for column in keys]
        codes = [one.indices.to_numpy() for one in encoded]
        values = np.column_stack([rows.column(column).to_numpy() for column in sums]).astype(np.float64)
        places = self._places(rows.column("author"))
        kinds = [str(kind) for kind in encoded[-1].dictionary.to_pylist()] if of else [""]
        for number, window in enumerate(encoded[0].dictionary.to_pylist()):
            for kind_number, kind in enumerate(kinds):
                chosen = (codes[0] == number) & ((codes[-1] == kind_number) if of else True)
                order = np.argsort(places[chosen])
                names = tuple(name.format(sum=column, of=kind) for column in sums)
                self.parts.setdefault(str(window), []).append((places[chosen][order], names, values[chosen][order]))
        return sorted(kinds)

    def add_dense(self, window: str, authors: "pa.Array", names: tuple[str, ...], sums: "Numbers") -> None:
        """Sums of one window, a row an author, a column a sum."""
        self.parts[window].append((self._places(authors), names, sums))

    def by_window(self) -> dict[str, AuthorSums]:
        """All sums of each window side by side."""
        import numpy as np

        found = {}
        for window, parts in sorted(self.parts.items()):
            authors = np.unique(np.concatenate([places for places, _, _ in parts]))
            sums = np.zeros((len(authors), sum(len(names) for _, names, _ in parts)))
            first = 0
            for places, names, those in parts:
                sums[np.searchsorted(authors, places), first : first + len(names)] = those
                first += len(names)
            found[window] = AuthorSums(authors, tuple(name for _, names, _ in parts for name in names), sums)
        return found

    def _places(self, authors: "pa.ChunkedArray | pa.Array") -> "Places":
        import numpy as np
        import pyarrow.compute as pc

        return np.asarray(pc.index_in(authors, value_set=self.authors.combine_chunks()).to_numpy(), dtype=np.int64)
