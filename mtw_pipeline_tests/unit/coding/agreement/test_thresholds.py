"""Which measure of agreement decides whether a variable is reported, from codes to coded_variables."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sklearn.metrics import cohen_kappa_score

from mtw_pipeline.coding.agreement.of_window import agreement_rows
from mtw_pipeline.coding.codebook import codebook_rows, coded_by_people
from mtw_pipeline.coding.parameters import threshold_parameters
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import CODEBOOK, CODED_VARIABLES, CODER_AGREEMENT, CODES
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import coding_study

LEVELS = ("none", "some", "much")
SETTINGS = """
[coding]
coders = ["Ana", "Ben"]
threshold = 0.60
[[codebook]]
name = "order"
label = "Ordered"
scale = "ordinal"
categories = [{name = "none"}, {name = "some"}, {name = "much"}]
[[codebook]]
name = "kind"
label = "Not ordered"
categories = [{name = "none"}, {name = "some"}, {name = "much"}]
"""
ANA = [*"0001112222"] * 4
BEN = [*"0011122222"] * 2 + [*"0000112221"] * 2
"""Coders who differ by one level now and then: weighted kappa reaches a threshold that plain kappa may miss."""


@pytest.mark.parametrize("threshold", [0.60, 0.75])
def test_an_ordered_variable_is_reported_by_weighted_kappa(
    tmp_path: Path, warehouse: Warehouse, threshold: float
) -> None:
    study = coding_study(tmp_path, SETTINGS.replace("0.60", str(threshold)))
    codes = [
        (f"{tweet}", variable, coder, LEVELS[int(code)])
        for variable in ("order", "kind")
        for coder, given in (("Ana", ANA), ("Ben", BEN))
        for tweet, code in enumerate(given)
    ]
    plant_codes(warehouse, study, codes)
    found = warehouse.connection.execute(
        "select variable, measure, value, is_reported, reason from coded_variables where not is_computed"
    ).fetchall()
    plain, weighted = (cohen_kappa_score(ANA, BEN, weights=weights) for weights in (None, "linear"))
    assert plain < 0.75 < weighted
    for variable, measure, value, is_reported, reason in found:
        name, expected = {"order": ("weighted_kappa_linear", weighted), "kind": ("cohens_kappa", plain)}[variable]
        assert (measure, value, is_reported) == (name, pytest.approx(expected), expected >= threshold)
        assert reason.startswith("weighted kappa" if variable == "order" else "kappa")
    assert len(found) == 2


def test_what_is_the_threshold_but_for_the_last_bit_reaches_it(tmp_path: Path, warehouse: Warehouse) -> None:
    study = coding_study(tmp_path, SETTINGS.replace("0.60", "0.80"))
    given = {"Ana": "0001" + 8 * "1", "Ben": "0000" + 8 * "1"}
    codes = [
        (str(tweet), variable, coder, LEVELS[int(code)])
        for variable in ("order", "kind")
        for coder, each in given.items()
        for tweet, code in enumerate(each)
    ]
    plant_codes(warehouse, study, codes)
    last_bit_less = "update coder_agreement set value = 0.7999999999999999 where decides and variable = 'order'"
    warehouse.connection.execute(last_bit_less)
    warehouse.replace_window(CODED_VARIABLES, WINDOW, **threshold_parameters(study.settings))
    reported = "select is_reported, reason from coded_variables where not is_computed order by variable"
    assert warehouse.connection.execute(reported).fetchall() == [
        (True, "kappa 0.800 reaches 0.80"),
        (True, "weighted kappa 0.800 reaches 0.80"),
    ]


def plant_codes(warehouse: Warehouse, study: Study, codes: list[tuple[str, str, str, str]]) -> None:
    """Fill the tables from codes to coded_variables; codes by tweet, variable and coder."""
    place = {"collection_window": WINDOW.key}
    names = ("tweet_id", "variable", "coder", "code")
    told = {"is_in_codebook": True, "is_of_this_codebook": True, "imported_at": datetime(2021, 1, 1, tzinfo=UTC)}
    variables = coded_by_people(study.settings)
    for table, rows in (
        (CODEBOOK, codebook_rows(study.settings)),
        (CODES, [{**dict(zip(names, code, strict=True)), **told} for code in codes]),
        (CODER_AGREEMENT, agreement_rows(codes, variables, 1)),
    ):
        warehouse.replace_window(table, WINDOW, arrow_rows(table, [{**place, **row} for row in rows]))
    warehouse.replace_window(CODED_VARIABLES, WINDOW, **threshold_parameters(study.settings))


@pytest.mark.parametrize(("is_alone", "is_reported"), [(True, True), (False, False)])
def test_who_is_left_behind_is_not_one_coder_alone(
    tmp_path: Path, warehouse: Warehouse, *, is_alone: bool, is_reported: bool
) -> None:
    """Codes of a coder who left count, and so does how far the other one disagrees with them."""
    settings = SETTINGS.replace('["Ana", "Ben"]', '["Ben"]\nleft = ["Ana"]').replace("0.60", "0.99")
    given = (("Ben", BEN),) if is_alone else (("Ana", ANA), ("Ben", BEN))
    codes = [(f"{tweet}", "kind", who, LEVELS[int(code)]) for who, each in given for tweet, code in enumerate(each)]
    plant_codes(warehouse, coding_study(tmp_path, settings), codes)
    [(found, reason)] = warehouse.connection.execute(
        "select is_reported, reason from coded_variables where variable = 'kind'"
    ).fetchall()
    assert found == is_reported
    assert ("alone" in reason) == is_alone
