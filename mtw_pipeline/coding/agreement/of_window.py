"""The agreement of one window's coders: which codes of whom are compared.

What belongs here: picking codes. What does not: the measures (of_variable.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.agreement.measure import Agreement
from mtw_pipeline.coding.agreement.of_variable import agreement, agreement_of_several, deciding_measure
from mtw_pipeline.coding.agreement.several import CodeSet
from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

ALL = "all"
SetsOfCoders = Mapping[str, CodeSet]
"""By coder, the categories that this coder gave to a tweet."""

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
    by_variable = sets_by_variable(codes)
    rows: list[dict[str, object]] = []
    for variable in variables:
        by_tweet = by_variable.get(variable.name, {})
        for name, members in groups_of(by_tweet):
            decides = deciding_measure(len(members), variable.scale, is_exclusive=variable.is_exclusive)
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


def sets_by_variable(codes: Sequence[tuple[str, str, str, str]]) -> dict[str, dict[str, SetsOfCoders]]:
    """By variable, tweet and coder what this coder gave: one category, or all that apply.

    Args:
        codes: tweet id, variable, coder and code.
    """
    given: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for tweet_id, name, coder, code in codes:
        given[name][tweet_id][coder].add(code)
    return {
        name: {one: {who: frozenset(them) for who, them in coders.items()} for one, coders in by_tweet.items()}
        for name, by_tweet in given.items()
    }


def groups_of(by_tweet: Mapping[str, SetsOfCoders]) -> list[tuple[str, list[str]]]:
    """The coders whose codes are compared: all of them, and of more than two every pair; nobody where one coded."""
    coders = sorted({coder for given in by_tweet.values() for coder in given})
    if len(coders) < _TWO:
        return []
    pairs = [(f"{one} & {other}", [one, other]) for one, other in combinations(coders, 2) if len(coders) > _TWO]
    return [(ALL, coders), *pairs]


def shared_sets(by_tweet: Mapping[str, SetsOfCoders], coders: Sequence[str]) -> list[list[CodeSet | None]]:
    """What some coders gave to the tweets that two of them coded: a row a tweet, a column a coder."""
    table = [[by_tweet[tweet_id].get(coder) for coder in coders] for tweet_id in sorted(by_tweet)]
    return [row for row in table if sum(codes is not None for codes in row) >= _TWO]


def _measures(
    by_tweet: Mapping[str, SetsOfCoders],
    coders: Sequence[str],
    variable: CodedVariable,
    seed: int,
    attempts: Attempts,
) -> list[Agreement]:
    shared = shared_sets(by_tweet, coders)
    if not variable.is_exclusive:
        return agreement_of_several(shared, seed, attempts)
    single = [[None if codes is None else next(iter(codes)) for codes in row] for row in shared]
    return agreement(single, [category.name for category in variable.categories], seed, variable.scale, attempts)
