"""Words and pairs of words of a report that stand in names alone: no text shows them once it is masked.

What belongs here: telling them for one window. What does not: the same of the analysts' copy, whose texts are masked
anyway (published/left_out.py), and what becomes of them (masked_facts.py).
"""

from collections.abc import Iterable

from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse


def words_in_names(
    warehouse: Warehouse, masking: Masking, window: CollectionWindow, words: Iterable[str]
) -> frozenset[str]:
    """Those of some words, or pairs with a blank between, that stand in names alone.

    Of most the first text shows them: only of the others all texts are masked.

    Args:
        warehouse: the open warehouse.
        masking: the study's masking.
        window: the window.
        words: as tokens have them.
    """
    asked = {"collection_window": window.key, "words": sorted(set(words))}
    found = warehouse.query("supplement/texts_with_words", asked).fetchall()
    doubtful = [word for word, tokens in found if not _shows(masking, tokens, word)]
    return frozenset(word for word in doubtful if not _is_shown(warehouse, masking, window, word))


def _is_shown(warehouse: Warehouse, masking: Masking, window: CollectionWindow, word: str) -> bool:
    asked = {"collection_window": window.key, "words": word}
    texts = warehouse.query("supplement/texts_with_a_word", asked).fetchall()
    return any(_shows(masking, tokens, word) for (tokens,) in texts)


def _shows(masking: Masking, tokens: str, word: str) -> bool:
    return f" {word} " in f" {masking.text(tokens)} "
