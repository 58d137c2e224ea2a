"""The lists that come with the program, and those that a new study names: what may not stand in two of them."""

from itertools import combinations

import pytest

from mtw_pipeline.study.settings.text import MARKETING_LISTS
from mtw_pipeline.study.template import new_study
from mtw_pipeline.text.word_lists import NamedList, named_lists, shipped_terms

SIGNS = ("positive", "negative")
PRINTED = {
    "positive": ("great", "good", "happy", "excited", "kind"),
    "negative": ("bad", "tired", "terrible", "awful", "embarrassed"),
}
"""The most recurrent words of each sign that the study of #MarketingTwitter prints."""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NamedList]:
    """The lists of a new study that asks for those of the published one, by name."""
    study = new_study(tmp_path_factory.mktemp("lists") / "study", hashtags=["a"], marketing_lists=True)
    return {one.name: one for one in named_lists(study.settings, study.root)}


def in_both(one: NamedList, other: NamedList) -> set[str]:
    """Words of both; a beginning of words, which ends in a star, matches all that begin so."""
    found = set(one.terms) & set(other.terms)
    for stems, words in ((one, other), (other, one)):
        for stem in (term[:-1] for term in stems.terms if term.endswith("*")):
            found |= {word for word in words.terms if word.startswith(stem)}
    return found


def test_no_call_to_action_is_a_feeling(lists: dict[str, NamedList]) -> None:
    feelings = [one for one in lists.values() if one.kind != "group"]
    assert {one.kind for one in feelings} == {*SIGNS, "positive adjective", "negative adjective"}
    assert {"join", "share"} <= set(lists["call to action"].terms)
    for one in feelings:
        assert in_both(lists["call to action"], one) == set()


def test_no_word_is_positive_and_negative(lists: dict[str, NamedList]) -> None:
    signed = [one for one in lists.values() if one.kind != "group"]
    for one, other in combinations(signed, 2):
        if one.kind.split(" ")[0] != other.kind.split(" ")[0]:
            assert in_both(one, other) == set()


def test_no_group_of_words_holds_one_of_another() -> None:
    for one, other in combinations(MARKETING_LISTS, 2):
        assert set(one.words) & set(other.words) == set()


@pytest.mark.parametrize("sign", SIGNS)
def test_adjectives_stand_in_the_broad_list_and_hold_what_the_study_printed(sign: str) -> None:
    adjectives = set(shipped_terms(f"{sign} adjective"))
    assert adjectives < set(shipped_terms(sign))
    assert set(PRINTED[sign]) - adjectives == ({"embarrassed"} if sign == "negative" else set())
    assert not any(term.endswith("*") for term in adjectives)
