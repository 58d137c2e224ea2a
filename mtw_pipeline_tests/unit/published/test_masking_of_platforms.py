"""Handles with dots and servers, dids and addresses of posts, masked and searched for."""

import pyarrow as pa
import pytest

from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.masking.texts import MaskedTexts
from mtw_pipeline.published.names.allowed import allowed_words
from mtw_pipeline.published.parts.occurrences import forms_of_names, occurrences
from mtw_pipeline.published.people import People, known_names, names_of
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.published.search import Search
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline_tests.unit.published.found_forms import tokens_of

DID, KEY = "did:plc:w3annaa2b4c6d8e0f2g4h6j8", "3kanna2222222"
PSEUDONYMS = Pseudonyms(b"k" * 32, {"annika.bsky.social": DID, "bert@school.example": "bert@school.example"})
HANDLES = (
    "annika.bsky.social", "annika", "bert@school.example", "bert", "carla", "eva-lena.example.org", "eva-lena",
    "fay_g",
)  # fmt: skip
KNOWN = People(HANDLES, ("Annika Invented", "Bert Ohnesorg"), (DID.rpartition(":")[2], KEY), ())
SETTINGS = StudySettings.model_validate({"title": "t", "hashtags": ["x"], "publish": {"publishers": ["bsky.app"]}})
NAMES = known_names(KNOWN, SETTINGS)
MASKING = Masking(PSEUDONYMS, NAMES, SETTINGS.publish.publishers, SETTINGS.hashtags)
TEXTS = MaskedTexts(MASKING, NAMES)
SEARCH = Search(KNOWN, allowed_words(SETTINGS))
ANNIKA, BERT, EVA = (
    PSEUDONYMS.of_handle(one) for one in ("annika.bsky.social", "bert@school.example", "eva-lena.example.org")
)

MASKED = [
    ("@annika.bsky.social hello", f"@{ANNIKA} hello"),
    ("@Annika.bsky.social.", f"@{ANNIKA}."),
    ("(@annika.bsky.social, @bert@school.example)", f"(@{ANNIKA}, @{BERT})"),
    ("@Bert@School.example: hi", f"@{BERT}: hi"),
    ("@eva-lena.example.org's class", f"@{EVA}'s class"),
    ("@carla.Das war gut", f"@{PSEUDONYMS.of_handle('carla')}.Das war gut"),
    ("@Fay_G.so was it", f"@{PSEUDONYMS.of_handle('fay_g')}.so was it"),
    ("@fayg.so", f"@{PSEUDONYMS.of_handle('fayg.so')}"),
    ("@dora.bsky.social", f"@{PSEUDONYMS.of_handle('dora.bsky.social')}"),
    ("@emil@other.example.", f"@{PSEUDONYMS.of_handle('emil@other.example')}."),
    ("annika.bsky.social wrote", "[name] wrote"),
    ("annika says", f"{PSEUDONYMS.of_handle('annika')} says"),
    (f"https://bsky.app/profile/annika.bsky.social/post/{KEY}", "https://bsky.app/[masked]"),
    (f"https://bsky.app/profile/{DID}/post/{KEY}", "https://bsky.app/[masked]"),
    (f"at://{DID}/app.bsky.feed.post/{KEY}", "[link]"),
    ("https://school.example/@bert/113111111111111111", "https://school.example/[masked]"),
    ("https://eva-lena.example.org/blog", "https://example.org/[masked]"),
    (f"{DID} {KEY}", "[address] [id]"),
    ("acct:bert@school.example", "[address]"),
    (f"uri{KEY} and _{KEY}_", "[id] and [id]"),
    ("@ณัฐAnnika", f"@{PSEUDONYMS.of_handle('ณัฐ')} {PSEUDONYMS.of_handle('annika')}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_what_names_people_on_other_platforms_is_masked_alone_and_among_many(text: str, masked: str) -> None:
    assert MASKING.text(text) == masked
    assert {new for _, texts in TEXTS.changed(pa.array([text])) for new in texts.to_pylist()} == {masked}


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_the_search_finds_them_before_and_nothing_behind(text: str, masked: str) -> None:
    names_a_known_one = not any(one in text for one in ("dora", "emil", "fayg", "eva-lena.example.org/blog"))
    assert bool(SEARCH.found_in(pa.array([text]))) or not names_a_known_one
    assert not SEARCH.found_in(pa.array([masked])), SEARCH.found_in(pa.array([masked]))


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_a_window_that_is_masked_otherwise_since_somebody_is_known_is_found(text: str, masked: str) -> None:
    """What decides whether a window is masked anew sees every known name that masking sees (occurrences.py)."""
    stands = occurrences(pa.array([text]))
    others = known_names(People(("somebody.else.example",), (), (), ()), SETTINGS)
    before = Masking(Pseudonyms(b"k" * 32, {}), others, SETTINGS.publish.publishers, SETTINGS.hashtags).text(text)
    forms = forms_of_names(names_of(KNOWN, SETTINGS))
    may_stand = any(tokens_of(form, stands) & set(text.split(" ")) for form in forms)
    assert may_stand or before == masked


def test_a_study_of_x_alone_is_masked_as_ever() -> None:
    names = known_names(People(("carla", "ann_1"), (), (), ()), SETTINGS)
    assert not names.with_servers
    masking = Masking(PSEUDONYMS, names)
    assert masking.text("@carla.de and @ann_1@server") == (
        f"@{PSEUDONYMS.of_handle('carla')}.de and @{PSEUDONYMS.of_handle('ann_1')}"
    )
