"""Which tweets the machine learns from and proposes for, by variable; and what it says when it proposes nothing."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.machine.learning import MachineCodes, learn
from mtw_pipeline.coding.machine.of_window import Embedding, MachineTables, machine_tables
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import CODED_TWEETS
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import coding_study, draw, plant_tweets

SETTINGS = """
[coding]
machine.fewest_codes = 50
[[codebook]]
name = "purpose"
label = "Purpose"
categories = [{name = "fruit"}, {name = "tool"}]
[[codebook]]
name = "tone"
label = "Tone"
categories = [{name = "fruit"}, {name = "tool"}]
applies_to = {variable = "tweet_type", codes = ["tweet", "reply"]}
[[codebook]]
name = "taste"
label = "Taste"
categories = [{name = "fruit"}, {name = "tool"}]
applies_to = {variable = "purpose", codes = ["fruit"]}
"""
WORDS = {"fruit": ["apple", "plum", "pear", "melon"], "tool": ["saw", "nail", "drill", "screw"]}
FIRST = 1_345_000_000_000_000_000
TWEETS, CODED = 600, 300


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return coding_study(tmp_path, SETTINGS)


@pytest.fixture
def truth(warehouse: Warehouse) -> list[str]:
    dice = random.Random(3)  # noqa: S311
    kinds = [dice.choice(list(WORDS)) for _ in range(TWEETS)]
    plant_tweets(warehouse, [" ".join(dice.choices(WORDS[kind], k=4)) for kind in kinds])
    names = {"collection_window": WINDOW.key, "decision": "one coder", "decided_by": ["Ana"]}
    rows = [
        {**names, "tweet_id": str(FIRST + number), "variable": variable, "code": kinds[number]}
        for number in range(CODED)
        for variable in ("purpose", "tone", "taste")
        if variable == "purpose" or (variable == "tone" and number % 3 != 1) or kinds[number] == "fruit"
    ]
    warehouse.replace_window(CODED_TWEETS, WINDOW, arrow_rows(CODED_TWEETS, rows))
    return kinds


def by_variable(found: MachineTables, variable: str) -> tuple[dict[str, object], dict[str, str]]:
    [agreement] = [row for row in found.agreement if row["variable"] == variable]
    proposed = {
        str(row["tweet_id"]): str(row["proposed_code"]) for row in found.proposed if row["variable"] == variable
    }
    return agreement, proposed


def test_only_tweets_that_a_variable_is_asked_of_are_learned_and_proposed(
    study: Study, warehouse: Warehouse, truth: list[str]
) -> None:
    found = machine_tables(warehouse, study, WINDOW, lambda: None, Attempts())
    others = {str(FIRST + number): truth[number] for number in range(CODED, TWEETS)}
    assert by_variable(found, "purpose")[1] == others
    agreement, proposed = by_variable(found, "tone")
    assert proposed == {tweet: kind for tweet, kind in others.items() if (int(tweet) - FIRST) % 3 != 1}
    assert (agreement["learned_from"], agreement["is_shown"]) == (200, True)
    agreement, proposed = by_variable(found, "taste")
    assert (agreement["is_shown"], proposed) == (False, {})
    assert "only a code by people tells" in str(agreement["reason"])


def test_vectors_are_made_once_for_all_variables(study: Study, warehouse: Warehouse, truth: list[str]) -> None:
    made: list[int] = []

    def vectors(texts: list[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        made.append(len(texts))
        return np.array([[sum(word in text for word in WORDS[kind]) for kind in WORDS] for text in texts], dtype=float)

    found = machine_tables(warehouse, study, WINDOW, lambda: Embedding("counts of words", vectors), Attempts())
    agreement, proposed = by_variable(found, "purpose")
    assert "counts of words" in str(agreement["scorer"])
    assert proposed == {str(FIRST + number): truth[number] for number in range(CODED, TWEETS)}
    assert made == [TWEETS]


def test_a_model_that_is_not_to_be_had_is_named_beside_every_variable(
    study: Study, warehouse: Warehouse, truth: list[str]
) -> None:
    def load() -> None:
        raise UserError("There is no model here", remedy="Name another")

    attempts = Attempts()
    found = machine_tables(warehouse, study, WINDOW, load, attempts)
    reason = "There is no model here. Name another"
    assert [(row["is_shown"], row["reason"]) for row in found.agreement] == [(False, reason)] * 3
    assert (found.proposed, found.estimates, len(truth)) == ([], [], TWEETS)
    assert [str(one) for one in attempts.omissions] == [f"vectors of texts: {reason}."]


@pytest.mark.usefixtures("truth")
def test_a_variable_that_cannot_be_learned_costs_its_own_proposals(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def learns_some(*given: Any) -> MachineCodes:
        if len(given[0]) == 200:  # tweets that the variable tone was coded of
            raise ZeroDivisionError(given[0][0])
        return learn(*given)

    monkeypatch.setattr("mtw_pipeline.coding.machine.of_window.learn", learns_some)
    attempts = Attempts()
    found = machine_tables(warehouse, study, WINDOW, lambda: None, attempts)
    assert by_variable(found, "purpose")[0]["is_shown"]
    agreement, proposed = by_variable(found, "tone")
    assert (agreement["is_shown"], agreement["cohens_kappa"], proposed) == (False, None, {})
    assert "ZeroDivisionError" in str(agreement["reason"])
    assert [one.what for one in attempts.omissions] == ["tone"]


@pytest.mark.parametrize(
    ("are_there", "said"),
    [
        (640, "drawn from 600 tweets, which are not the 640 tweets that are there now"),
        (500, "drawn from 600 tweets, which are not the 500 tweets that are there now"),
    ],
    ids=["some came", "some went"],
)
def test_estimates_say_where_the_sample_was_drawn_from_other_tweets(
    study: Study, warehouse: Warehouse, truth: list[str], are_there: int, said: str
) -> None:
    """A frozen sample does not reach what came later, which the correction takes it to stand for; nor say what came."""
    draw(warehouse, study)
    before, _ = by_variable(machine_tables(warehouse, study, WINDOW, lambda: None, Attempts()), "purpose")
    assert (before["is_shown"], before["reason"]) == (True, None)
    texts = warehouse.connection.execute("select text from tweets order by tweet_id").fetchall()
    plant_tweets(warehouse, [*(text for (text,) in texts), *["melon apple", "saw drill"] * 20][:are_there])
    after, _ = by_variable(machine_tables(warehouse, study, WINDOW, lambda: None, Attempts()), "purpose")
    assert after["is_shown"]
    assert after["reason"] == (
        f"the sample was {said}. Should some have come since, which could not be drawn, the machine is taken to err on"
        " them as often as on the others"
    )
