"""A display name is masked where texts write more than it has, less, or what grammar adds: in texts and in tokens."""

import pyarrow as pa
import pytest

from mtw_pipeline.forgetting.display_names import ForgottenDisplayNames, with_display_names
from mtw_pipeline.forgetting.register import Register, write_register
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.masking.texts import MaskedTexts
from mtw_pipeline.published.people import People, known_names
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.published.test_leaks import plant
from mtw_pipeline_tests.unit.published.test_masking import PSEUDONYMS
from mtw_pipeline_tests.unit.published.test_parts import content, published

NAMES = ("Dr. Gretchen Blimkrax 🌸", "Zoë Oxoblim")
LONGER = [
    ("Gretchen Q. Blimkrax", "gretchen q blimkrax"),
    ("Gretchen Q Blimkrax", "gretchen q blimkrax"),
    ("Gretchen Q.R. Blimkrax", "gretchen q r blimkrax"),
    ("Gretchen A. B. Blimkrax", "gretchen a b blimkrax"),
    ("GRETCHEN Q. BLIMKRAX", "gretchen q blimkrax"),
    ('Gretchen "Gee" Blimkrax', "gretchen gee blimkrax"),
    ("Gretchen “Gee” Blimkrax", "gretchen gee blimkrax"),
    ("Gretchen (Gee) Q. Blimkrax", "gretchen gee q blimkrax"),
    ("Zoe M. Oxoblim", "zoe m oxoblim"),
    ("Gretchen Blimk…", "gretchen blimk"),
    ("Gretchen Bli... https://t.co/a", "gretchen bli"),
]
"""What a text writes of one of them, and its tokens."""
_PARTS = ("blim", "gretchen", "zoe", "oxo")


def _shown(study: Study) -> str:
    return str({name: rows for name, rows in content(study).items() if name in ("tweets", "tweet_tokens")}).lower()


def _plant(warehouse: Warehouse, number: int, window: str, written: str, tokens: str) -> None:
    key = {"collection_window": window, "tweet_id": str(number)}
    plant(warehouse, "tweets", **key, author="x", text=f"here is {written} and more" if "…" not in written else written)
    plant(warehouse, "tweet_tokens", **key, tokens=tokens)


def test_it_is_masked_with_more_between_its_words_and_where_it_is_cut(study: Study, warehouse: Warehouse) -> None:
    for number, (written, tokens) in enumerate(LONGER):
        _plant(warehouse, number, "w1", written, tokens)
    for number, name in enumerate(NAMES):
        plant(warehouse, "raw_tweets", collection_window="w1", tweet_id=f"9{number}", author_name=name)
    published(warehouse, study)
    shown = _shown(study)
    assert [part for part in _PARTS if part in shown] == []
    assert shown.count("[name]") >= 2 * len(LONGER)


def test_a_name_that_becomes_known_is_masked_so_in_windows_that_were_there(study: Study, warehouse: Warehouse) -> None:
    for number, (written, tokens) in enumerate(LONGER):
        _plant(warehouse, number, "w1", written, tokens)
    published(warehouse, study)
    assert "blimkrax" in _shown(study)
    for number, name in enumerate(NAMES):
        plant(warehouse, "raw_tweets", collection_window="w2", tweet_id=f"9{number}", author_name=name)
    _plant(warehouse, 50, "w2", "nobody", "nobody")
    published(warehouse, study)
    assert [part for part in _PARTS if part in _shown(study)] == []


def test_what_is_like_a_name_of_nobody_stays(study: Study, warehouse: Warehouse) -> None:
    texts = ["Widget Q. Krax", "Digital (And) Widget", "Digital (and) Krax", "Digital Wi-Fi…", "Widget Kra…"]
    for number, text in enumerate(texts):
        _plant(warehouse, number, "w1", text, text.lower())
    plant(warehouse, "raw_tweets", collection_window="w1", tweet_id="90", author_name="Digital Widget Krax")
    published(warehouse, study)
    assert "[name]" not in _shown(study)


def test_who_was_forgotten_is_known_with_more_between_the_words(study: Study, warehouse: Warehouse) -> None:
    of_tokens = [one for one in LONGER if "…" not in one[0] and "..." not in one[0]]
    for number, (written, tokens) in enumerate(of_tokens):
        _plant(warehouse, number, "w1", written, tokens)
    write_register(study.forgotten, with_display_names(Register("salt"), NAMES))
    published(warehouse, study)
    initials = [tokens for _, tokens in of_tokens if "gee" not in tokens]
    assert all(ForgottenDisplayNames(with_display_names(Register("s"), NAMES)).met_in([one]) for one in initials)
    shown = [line for line in _shown(study).split("here is") if "gee" not in line]
    assert [line for line in shown if "blimkrax and" in line] == []


@pytest.mark.parametrize(
    ("language", "masked"),
    [
        ("de", "über [name] Buch, [name] Ruf und Anna Blims"),
        ("sv", "über [name] Buch, [name] Ruf und Anna Blims"),
        ("en", "über Greta Blimpels Buch, Otto Oxos Ruf und Anna Blims"),
        ("es", "über Greta Blimpels Buch, Otto Oxos Ruf und Anna Blims"),
    ],
)
def test_a_genitive_is_masked_where_a_language_writes_it_without_a_sign(language: str, masked: str) -> None:
    settings = StudySettings.model_validate({"title": "t", "hashtags": ["InventedTag"]})
    names = known_names(People((), ("Greta Blimpel", "Otto Oxo 🌸", "Anna Blimß"), (), (), (language,)), settings)
    masking = Masking(PSEUDONYMS, names)
    text = "über Greta Blimpels Buch, Otto Oxos Ruf und Anna Blims"
    assert masking.text(text) == masked
    shown = [one.as_py() for _, those in MaskedTexts(masking, names).changed(pa.array([text])) for one in those]
    assert (shown or [text]) == [masked]
