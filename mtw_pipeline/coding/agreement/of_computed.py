"""How far computed variables agree with people: their rule is held against final codes as a coder against another.

What belongs here: rows of computed_agreement. What does not: agreement among people (of_window.py), formulas
(kappas.py, alpha.py). Why people's codes do not take the place of computed ones: docs/decisions/0099.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.agreement.measure import Agreement, undefined
from mtw_pipeline.coding.agreement.of_categories import category_kappa
from mtw_pipeline.coding.agreement.of_variable import agreement, agreement_of_several, deciding_measure
from mtw_pipeline.coding.agreement.several import CodeSet
from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

ALL_CATEGORIES = "all categories"
_RULE_AND_PEOPLE = 2

Pair = tuple[CodeSet, CodeSet]
"""What the rule gives to a tweet, and what people gave."""


def computed_agreement_of_window(
    warehouse: Warehouse, study: Study, window: CollectionWindow, attempts: Attempts
) -> list[dict[str, object]]:
    """Rows of computed_agreement, without their window; a measure that fails is undefined, with the reason."""
    pairs: dict[str, list[Pair]] = defaultdict(list)
    found = warehouse.query("coding/validated_codes", {"collection_window": window.key}).fetchall()
    for name, computed, given in found:
        pairs[name].append((frozenset(computed), frozenset(given)))
    lowered = {one.variable: one.threshold for one in study.settings.coding.lowered_thresholds}
    return [
        {
            "variable": variable.validates,
            "threshold": lowered.get(variable.name, study.settings.coding.threshold),
            **row,
        }
        for variable in coded_by_people(study.settings)
        if variable.validates in pairs
        for row in computed_agreement(variable, pairs[variable.validates], study.settings.sample.seed, attempts)
    ]


def computed_agreement(
    variable: CodedVariable, pairs: Sequence[Pair], seed: int, attempts: Attempts
) -> Iterator[dict[str, object]]:
    """All categories at once, then each.

    Args:
        variable: as people code it.
        pairs: a tweet each.
        seed: of the bootstrap of alpha.
        attempts: makes the measures one by one.
    """
    same = sum(computed == given for computed, given in pairs)
    whole = _whole(variable, pairs, seed, attempts)
    yield {
        "category": ALL_CATEGORIES,
        "computed_tweets": len(pairs),
        "people_tweets": len(pairs),
        "tweets_of_both": same,
        **vars(whole),
    }
    for category in variable.categories:
        what = f"{variable.name}: {category.name}"
        kappa = attempts.value(what, category_kappa, pairs, category.name)
        flags = [(category.name in computed, category.name in given) for computed, given in pairs]
        yield {
            "category": category.name,
            "computed_tweets": sum(one for one, _ in flags),
            "people_tweets": sum(one for _, one in flags),
            "tweets_of_both": sum(one and other for one, other in flags),
            **vars(kappa or undefined("cohens_kappa", len(pairs), attempts.reason(what) or "")),
        }


def _whole(variable: CodedVariable, pairs: Sequence[Pair], seed: int, attempts: Attempts) -> Agreement:
    decides = deciding_measure(_RULE_AND_PEOPLE, variable.scale, is_exclusive=variable.is_exclusive)
    if variable.is_exclusive:
        single = [[next(iter(codes)) for codes in pair] for pair in pairs]
        measures = agreement(single, [one.name for one in variable.categories], seed, variable.scale, attempts)
    else:
        measures = agreement_of_several(pairs, seed, attempts)
    return next(one for one in measures if one.measure == decides)
