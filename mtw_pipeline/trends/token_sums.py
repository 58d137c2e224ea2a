"""What the tokens of some tweets add up to by author: tweets with words, with some words, words of categories.

What belongs here: counting, of tokens as they are given. What does not: where they are read, and the sums of all
authors of a window (reading.py).
"""

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from mtw_pipeline.text.dictionaries.model import Dictionary
from mtw_pipeline.trends.resampling import compact

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Whole = NDArray[np.integer]

_NOT_WORDS = ("#", "@")
_MOST_REMEMBERED = 500_000


class Memberships:
    """Which categories of a dictionary words have; of words that come again soon it is looked up once."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.categories = dictionary.categories
        self._dictionary = dictionary
        self._number_of: dict[frozenset[str], int] = {}
        self._seen: dict[str, int] = {}
        self._asked = Lock()

    def of(self, words: Sequence[str]) -> "NDArray[np.int32]":
        """A row a word, a column a category: 1 where the word is of it. Several threads may ask."""
        import numpy as np

        with self._asked:
            if len(self._seen) > _MOST_REMEMBERED:
                self._seen.clear()
            numbers = [self._seen[word] if word in self._seen else self._look_up(word) for word in words]
            rows = [[name in chosen for name in self.categories] for chosen in self._number_of]
        found = np.array(rows, dtype=np.int32).reshape(len(rows), len(self.categories))
        return found[np.array(numbers, dtype=np.int64)]

    def _look_up(self, word: str) -> int:
        chosen = frozenset() if word.startswith(_NOT_WORDS) else self._dictionary.categories_of(word)
        number = self._seen[word] = self._number_of.setdefault(chosen, len(self._number_of))
        return number


def token_sums(
    tokens: "pa.Table", words: Sequence[str], memberships: Memberships | None = None
) -> "tuple[pa.Array, dict[str, Whole]]":
    """Of each author the tweets whose words are counted, those with some words, all words, and those of categories.

    Args:
        tokens: a row a tweet: ``author``, ``tokens`` parted by one blank, ``word_count``; an author's tweets together.
        words: words whose tweets are counted.
        memberships: the categories of words; without them words are not counted.

    Returns:
        The authors, and by name the sums, compact, one an author.
    """
    import numpy as np
    import pyarrow.compute as pc

    encoded = tokens.column("author").combine_chunks().dictionary_encode()
    author_of_tweet, authors = encoded.indices.to_numpy(), len(encoded.dictionary)
    parted = pc.split_pattern(tokens.column("tokens").combine_chunks(), " ")
    said = parted.flatten().dictionary_encode()
    tweet_of_token = np.repeat(np.arange(len(parted)), pc.list_value_length(parted).to_numpy())
    code_of_token = said.indices.to_numpy()
    sums: dict[str, Whole] = {"tweets_with_words": np.bincount(author_of_tweet, minlength=authors)}
    for word in words:
        has_word = np.zeros(len(parted), dtype=bool)
        has_word[tweet_of_token[code_of_token == pc.index(said.dictionary, word).as_py()]] = True
        sums[f"word {word}"] = np.bincount(author_of_tweet[has_word], minlength=authors)
    if memberships is not None:
        weights = tokens.column("word_count").to_numpy()
        sums["words"] = np.bincount(author_of_tweet, weights=weights, minlength=authors).astype(np.int64)
        of_words = memberships.of(said.dictionary.to_pylist())
        of_categories = _category_sums(author_of_tweet[tweet_of_token], code_of_token, of_words, authors)
        sums |= {f"style {name}": column for name, column in zip(memberships.categories, of_categories.T, strict=True)}
    return encoded.dictionary, {name: compact(column) for name, column in sums.items()}


def _category_sums(
    author_of_token: "NDArray[np.int32]",
    code_of_token: "NDArray[np.int32]",
    of_words: "NDArray[np.int32]",
    authors: int,
) -> "Whole":
    """Of each author the tokens of each category, of tokens in the order of their authors: a row an author."""
    import numpy as np

    is_listed: NDArray[np.bool_] = np.asarray(of_words.any(axis=1))
    listed = np.flatnonzero(is_listed[code_of_token])
    author_of_listed = author_of_token[listed]
    first = np.flatnonzero(np.diff(author_of_listed, prepend=-1))
    found = np.zeros((authors, of_words.shape[1]), dtype=np.int64)
    if len(first):
        found[author_of_listed[first]] = np.add.reduceat(of_words[code_of_token[listed]], first, axis=0)
    return found
