"""Tweets that several people coded: agreement against other packages and against counts that the coders published."""

import csv
import json
from itertools import combinations
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

from mtw_pipeline.coding.agreement.of_variable import agreement

Codes = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def coded(realdata: Path) -> Codes:
    """By tweet, the code of each coder; where one coded a tweet twice, the later code."""
    content = json.loads((realdata / "coders_burnpiro/tweet-annotator-raw-data.json").read_text(encoding="utf-8"))
    tweets = [one for one in content["tweets"] if one.get("annotatedBy")]
    return {one["id"]: dict(zip(one["annotatedBy"], one["annotations"], strict=True)) for one in tweets}


def categories_of(coded: Codes) -> list[str]:
    return sorted({code for given in coded.values() for code in given.values()})


def test_all_coders_together(coded: Codes) -> None:
    categories = categories_of(coded)
    coders = sorted({coder for given in coded.values() for coder in given})
    table = [[given.get(coder) for coder in coders] for given in coded.values()]
    found = {one.measure: one for one in agreement(table, categories, seed=1)}
    counts = np.array([[list(given.values()).count(code) for code in categories] for given in coded.values()])
    shared = counts[counts.sum(axis=1) > 1]
    alpha = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    assert found["krippendorffs_alpha"].value == pytest.approx(alpha, abs=1e-9)
    assert found["krippendorffs_alpha"].units == len(shared)
    low, high = found["krippendorffs_alpha"].low, found["krippendorffs_alpha"].high
    assert low is not None
    assert high is not None
    assert low < alpha < high
    three = {tweet: given for tweet, given in coded.items() if len(given) == 3}
    assert len(three) > 500
    rows = [list(given.values()) for given in three.values()]
    of_three = {one.measure: one.value for one in agreement(rows, categories, seed=1)}
    thrice = np.array([[row.count(code) for code in categories] for row in rows])
    assert of_three["fleiss_kappa"] == pytest.approx(fleiss_kappa(thrice), abs=1e-9)


def test_every_pair_of_coders(coded: Codes, realdata: Path) -> None:
    """Kappa by scikit-learn, and the counts of equal codes that the coders' own project published."""
    with (realdata / "coders_burnpiro/matched_counts.csv").open(encoding="utf-8") as stream:
        matched = {(row["user"], other): cell for row in csv.DictReader(stream) for other, cell in row.items()}
    categories = categories_of(coded)
    compared = 0
    for one, other in combinations(sorted({coder for given in coded.values() for coder in given}), 2):
        rows = [[given[one], given[other]] for given in coded.values() if one in given and other in given]
        if len(rows) < 40:
            continue
        compared += 1
        found = {measure.measure: measure for measure in agreement(rows, categories, seed=1)}
        first, second = zip(*rows, strict=True)
        alike = sum(a == b for a, b in rows)
        assert found["cohens_kappa"].value == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)
        assert found["percent_agreement"].value == pytest.approx(100 * alike / len(rows))
        assert alike == int(float(matched[one, other]))
    assert compared > 50
