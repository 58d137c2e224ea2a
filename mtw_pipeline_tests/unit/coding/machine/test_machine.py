"""The machine learns what can be learned, says so out of sample, and its estimates are corrected."""

import random

import numpy as np
import pytest

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
    # variance of the errors (0, 0, -1, 0) is 0.25; over 4, with 6 of 10 left out
    half = 1.959964 * (0.25 / 4 * 0.6) ** 0.5 * 100
    assert (low, high) == (pytest.approx(max(55 - half, 0), abs=1e-4), pytest.approx(min(55 + half, 100), abs=1e-4))


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
