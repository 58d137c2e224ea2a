"""The machine learns what can be learned, says so out of sample, and its estimates are corrected."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.coding.machine.learning import corrected_percents, learn
from mtw_pipeline.study.settings.coding import MachineSettings

WORDS = {"fruit": ["apple", "plum", "pear", "melon"], "tool": ["saw", "nail", "drill", "screw"]}
WANTED = MachineSettings(fewest_codes=50)


def texts_of(seed: int, number: int, error: float) -> tuple[list[str], list[str]]:
    dice = random.Random(seed)  # noqa: S311
    texts, codes = [], []
    for _ in range(number):
        code = dice.choice(list(WORDS))
        texts.append(" ".join(dice.choices(WORDS[code], k=4)) + " and more")
        codes.append(code if dice.random() >= error else next(one for one in WORDS if one != code))
    return texts, codes


def test_what_words_tell_is_learned_and_proposed() -> None:
    texts, codes = texts_of(1, 120, 0.0)
    others, true = texts_of(2, 300, 0.0)
    found = learn(texts, codes, others, list(WORDS), WANTED)
    assert found.is_shown
    assert found.cohens_kappa == pytest.approx(1.0)
    assert [code for code, _ in found.proposed] == true
    assert all(0.5 <= probability <= 1 for _, probability in found.proposed)
    assert learn(texts, codes, others, list(WORDS), WANTED) == found


def test_what_words_do_not_tell_is_not_shown() -> None:
    texts, _ = texts_of(1, 120, 0.0)
    dice = random.Random(5)  # noqa: S311
    codes = [dice.choice(list(WORDS)) for _ in texts]
    found = learn(texts, codes, texts, list(WORDS), WANTED)
    assert (found.is_shown, found.proposed, found.estimates) == (False, (), ())
    assert found.cohens_kappa is not None
    assert abs(found.cohens_kappa) < 0.35
    assert "out of sample is below 0.60" in str(found.reason)


def test_too_few_codes_are_said() -> None:
    assert "only 1 tweet is coded; 50 are needed" in str(learn(["a"], ["x"], ["b"], ["x", "y"], WANTED).reason)
    texts, _ = texts_of(1, 60, 0.0)
    assert "not two categories" in str(learn(texts, ["fruit"] * 60, texts, list(WORDS), WANTED).reason)


def test_the_correction_by_hand() -> None:
    """The scorer says yes too often: 3 of 4 sampled where people say 2 of 4, and 5 of 6 others."""
    codes, guessed = ["yes", "yes", "no", "no"], ["yes", "yes", "yes", "no"]
    rows = corrected_percents(codes, guessed, ["yes"] * 5 + ["no"], ["yes", "no"])
    (yes, proposed, corrected, low, high), (no, _, other, *_) = rows
    assert (yes, no) == ("yes", "no")
    assert proposed == pytest.approx(80)
    assert corrected == pytest.approx(80 - 25)
    assert other == pytest.approx(20 + 25)
    # Agresti and Min 2005: 2.5, 0.5, 1.5 and 1.5 of 6 tweets; 6 of 10 are left out. People know 2 yes and 2 no of 10.
    half = 1.959964 * ((2 / 6 - (1 / 6) ** 2) / 6 * 0.6) ** 0.5 * 100
    assert (low, high) == (pytest.approx(max(55 - half, 20), abs=1e-4), pytest.approx(min(55 + half, 80), abs=1e-4))


def test_a_correction_never_leaves_what_people_know() -> None:
    """3 of 200 are wrongly called memes, and none of 800 others: no share lies below zero, nor outside its interval."""
    codes, guessed = ["news"] * 200, ["news"] * 197 + ["memes"] * 3
    rows = corrected_percents(codes, guessed, ["news"] * 800, ["news", "memes"])
    shares = {category: (corrected, low, high) for category, _, corrected, low, high in rows}
    assert shares["memes"][:2] == (0.0, 0.0)
    assert shares["news"][0] == shares["news"][2] == 100.0
    assert 20.0 < shares["news"][1] < 100.0


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40),
    st.lists(st.sampled_from("abc"), max_size=40),
)
def test_a_corrected_percent_lies_in_its_interval_and_within_what_can_be(
    pairs: list[tuple[str, str]], proposed: list[str]
) -> None:
    codes, guessed = [code for code, _ in pairs], [guess for _, guess in pairs]
    whole = len(codes) + len(proposed)
    for category, _, corrected, low, high in corrected_percents(codes, guessed, proposed, "abc"):
        fewest = 100 * codes.count(category) / whole
        most = 100 * (codes.count(category) + len(proposed)) / whole
        assert fewest - 1e-9 <= low <= corrected <= high <= most + 1e-9


def test_an_interval_is_there_where_the_scorer_was_never_wrong() -> None:
    """It was not among the 50: that says little of the 950 others, and no interval has the width zero."""
    codes = ["yes"] * 20 + ["no"] * 30
    rows = corrected_percents(codes, codes, ["yes"] * 400 + ["no"] * 550, ["yes"])
    [(_, _, corrected, low, high)] = rows
    assert corrected == pytest.approx(42)
    half = 1.959964 * (1 / 52 / 52 * 0.95) ** 0.5 * 100
    assert (low, high) == (pytest.approx(42 - half, abs=1e-4), pytest.approx(42 + half, abs=1e-4))


def test_corrected_percents_of_a_rare_error_hold_the_truth_too() -> None:
    """A scorer that misses one of 200: many samples of 100 see none of it, and the interval holds all the same."""
    held = 0
    for seed in range(300):
        dice = random.Random(seed)  # noqa: S311
        true = [dice.random() < 0.2 for _ in range(2_000)]
        said = [one and dice.random() >= 0.025 for one in true]
        names = {True: "yes", False: "no"}
        codes, guessed = [names[one] for one in true[:100]], [names[one] for one in said[:100]]
        [(_, _, _, low, high)] = corrected_percents(codes, guessed, [names[one] for one in said[100:]], ["yes"])
        held += low <= 100 * sum(true) / len(true) <= high
    assert held / 300 >= 0.94


def test_corrected_percents_hold_the_truth_as_often_as_they_promise() -> None:
    """A scorer that errs one way, over many collections: the interval holds the true percent in about 95 of 100."""
    held = 0
    for seed in range(300):
        dice = random.Random(seed)  # noqa: S311
        true = [dice.random() < 0.3 for _ in range(2_000)]
        said = [one or dice.random() < 0.15 for one in true]
        names = {True: "yes", False: "no"}
        codes, guessed = [names[one] for one in true[:300]], [names[one] for one in said[:300]]
        [(_, _, _, low, high)] = corrected_percents(codes, guessed, [names[one] for one in said[300:]], ["yes"])
        held += low <= 100 * sum(true) / len(true) <= high
    assert 0.91 <= held / 300 <= 0.985


def test_vectors_are_learned_like_words() -> None:
    dice = np.random.default_rng(4)
    codes = ["fruit" if number % 3 else "tool" for number in range(150)]
    vectors = np.array([[4.0 if code == "fruit" else -4.0, 0.0] for code in codes]) + dice.normal(size=(150, 2))
    others = np.array([[4.0, 0.0], [-4.0, 0.0]])
    found = learn(vectors, codes, others, list(WORDS), WANTED)
    assert found.cohens_kappa == pytest.approx(1.0, abs=0.02)
    assert [code for code, _ in found.proposed] == ["fruit", "tool"]
