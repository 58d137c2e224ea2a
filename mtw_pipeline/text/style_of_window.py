"""Style of one window: its words counted by the study's dictionary.

What belongs here: which counts are asked of the warehouse. What does not: formulas (style.py) and statements
(sql/text/style/).
"""

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.dictionaries.model import Dictionary
from mtw_pipeline.text.dictionaries.reading import open_english, read_dictionary
from mtw_pipeline.text.norms import read_norms
from mtw_pipeline.text.style import (
    FEWEST_WORDS,
    SMALLEST_SHARE,
    StyleMeasure,
    category_uses,
    function_words,
    has_function_words,
    left_out_measure,
    style_measures,
)
from mtw_pipeline.warehouse.connection import Warehouse

_LOW_LANGUAGE = "low_language_tweets"


def measure_window(
    warehouse: Warehouse, study: Study, window: CollectionWindow, attempts: Attempts
) -> list[StyleMeasure]:
    """The style measures of a window.

    Args:
        warehouse: with the tokens.
        study: the study, which says by which dictionary.
        window: the window.
        attempts: makes composites and counts one by one.

    Raises:
        UserError: the dictionary or the norms cannot be read.
    """
    style = study.settings.style
    dictionary = read_dictionary(study.root / style.dictionary) if style.dictionary else open_english()
    norms = read_norms(study.root / style.norms) if style.norms else {}
    words, uses = window_uses(warehouse, dictionary, window)
    total = sum(times for _, times in words)
    measures = style_measures(dictionary, total, uses, norms, attempts)
    key, distinct = {"collection_window": window.key}, [word for word, _ in words]
    low = attempts.value(_LOW_LANGUAGE, lambda: _low_language(warehouse, dictionary, key, distinct, total))
    return [*measures, low or left_out_measure(_LOW_LANGUAGE, "count", dictionary, total, attempts)]


def window_uses(
    warehouse: Warehouse, dictionary: Dictionary, window: CollectionWindow
) -> tuple[list[tuple[str, int]], dict[str, int]]:
    """The words of a window with their uses, and how often words of each category are used."""
    key = {"collection_window": window.key}
    words = [(str(word), int(uses)) for word, uses in warehouse.query("text/style/words", key).fetchall()]
    neighbours = (
        warehouse.query("text/style/neighbours", {**key, "words": list(dictionary.conditions)}).fetchall()
        if dictionary.conditions
        else []
    )
    return words, category_uses(dictionary, words, neighbours, _terms(warehouse, dictionary, key))


def _terms(warehouse: Warehouse, dictionary: Dictionary, key: dict[str, str]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for length in sorted({len(phrase.split()) for phrase in dictionary.phrases}):
        phrases = [phrase for phrase in dictionary.phrases if len(phrase.split()) == length]
        found += warehouse.query("text/style/phrases", {**key, "phrases": phrases, "length": length}).fetchall()
    if dictionary.symbols:
        found += warehouse.query("text/style/symbols", {**key, "symbols": list(dictionary.symbols)}).fetchall()
    if dictionary.stems:
        found += warehouse.query("text/style/stems", {**key, "stems": list(dictionary.stems)}).fetchall()
    return found


def _low_language(
    warehouse: Warehouse, dictionary: Dictionary, key: dict[str, str], words: list[str], total: int
) -> StyleMeasure:
    closed = function_words(dictionary, words)
    parameters = {**key, "function_words": closed, "fewest_words": FEWEST_WORDS, "smallest_share": SMALLEST_SHARE}
    [(tweets, low)] = warehouse.query("text/style/low_language", parameters).fetchall()
    definition = (
        f"tweets of at least {FEWEST_WORDS} words of which less than {SMALLEST_SHARE:.0%} are function words of the"
        " dictionary, percent of all tweets of so many words: in another language, or lists of names"
    )
    reason = None
    if not has_function_words(dictionary):
        reason = "the dictionary has no function words"
    elif not tweets:
        reason = "no tweet is long enough"
    uses, value = (low, 100 * low / tweets) if reason is None else (None, None)
    return StyleMeasure(_LOW_LANGUAGE, "count", dictionary.name, total, uses, value, definition, None, reason)
