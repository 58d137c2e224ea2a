"""The agreement of one window's coders: which codes of whom are compared.

What belongs here: picking codes. What does not: the measures (of_variable.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.agreement.measure import Agreement
from mtw_pipeline.coding.agreement.of_variable import agreement, deciding_measure
from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

ALL = "all"
_TWO = 2


def agreement_of_window(
    warehouse: Warehouse, study: Study, window: CollectionWindow, attempts: Attempts
) -> list[dict[str, object]]:
    """Rows of coder_agreement, without their window; a measure that fails is undefined, with the reason."""
    codes = warehouse.query("coding/comparable_codes", {"collection_window": window.key}).fetchall()
    return agreement_rows(codes, coded_by_people(study.settings), study.settings.sample.seed, attempts)


def agreement_rows(
    codes: Sequence[tuple[str, str, str, str]],
    variables: Sequence[CodedVariable],
    seed: int,
    attempts: Attempts | None = None,
) -> list[dict[str, object]]:
    """Rows of coder_agreement, without their window.

    Args:
        codes: tweet id, variable, coder and code, of the present codebook.
        variables: what people code.
        seed: of the bootstrap.
        attempts: makes the measures one by one.
    """
    trying = attempts or Attempts()
    by_variable: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for tweet_id, name, coder, code in codes:
        by_variable[name][tweet_id][coder] = code
    rows: list[dict[str, object]] = []
    for variable in variables:
        by_tweet = by_variable.get(variable.name, {})
        coders = sorted({coder for given in by_tweet.values() for coder in given})
        if len(coders) < _TWO:
            continue
        groups = [(ALL, coders)]
        groups += [(f"{one} & {other}", [one, other]) for one, other in combinations(coders, 2) if len(coders) > _TWO]
        for name, members in groups:
            decides = deciding_measure(len(members), variable.scale)
            of_group = Attempts()
            measures = _measures(by_tweet, members, variable, seed, of_group)
            trying.omissions += [
                replace(one, what=f"{variable.name}, {name}: {one.what}") for one in of_group.omissions
            ]
            rows += [
                {
                    "variable": variable.name,
                    "coders": name,
                    **vars(measure),
                    "decides": name == ALL and measure.measure == decides,
                }
                for measure in measures
            ]
    return rows


def _measures(
    by_tweet: Mapping[str, Mapping[str, str]],
    coders: Sequence[str],
    variable: CodedVariable,
    seed: int,
    attempts: Attempts,
) -> list[Agreement]:
    table = [[by_tweet[tweet_id].get(coder) for coder in coders] for tweet_id in sorted(by_tweet)]
    shared = [row for row in table if sum(code is not None for code in row) >= _TWO]
    return agreement(shared, [category.name for category in variable.categories], seed, variable.scale, attempts)
