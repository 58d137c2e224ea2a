"""Of words and pairs of a report, those that stand in names alone are told, whatever stands in how many texts."""

import pytest

from mtw_pipeline.supplement.words_in_names import words_in_names
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.published.test_masking import masking
from mtw_pipeline_tests.unit.report.test_writing import WINDOW, plant

TEXTS = ("a greta quax blimkrax said", "b greta quax blimkrax said it", "greta fish quax fish", "it said", None)


@pytest.mark.parametrize(
    ("word", "is_in_names"),
    [
        ("greta", False),
        ("quax", False),
        ("blimkrax", True),
        ("greta quax", True),
        ("quax blimkrax", True),
        ("blimkrax said", True),
        ("quax fish", False),
        ("said", False),
        ("nowhere", False),
    ],
)
def test_what_stands_in_names_alone_is_told(warehouse: Warehouse, word: str, is_in_names: bool) -> None:
    for number, text in enumerate(TEXTS):
        row = {"tweet_id": str(number), "author": f"x{number}", "tokens": text, "word_count": 1}
        plant(warehouse, "tweet_tokens", row)
    single, _, _ = masking(names=("Greta Quax Blimkrax",))
    assert words_in_names(warehouse, single, WINDOW, [word]) == (frozenset({word}) if is_in_names else frozenset())
