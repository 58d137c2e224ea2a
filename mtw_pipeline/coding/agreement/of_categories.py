"""Agreement of coders on every single category: each is there or not, whatever else a coder gave.

What belongs here: rows of category_agreement. What does not: agreement on whole variables (of_window.py), formulas
(kappas.py). Of two coders the measure is Cohen's kappa, of more Conger's.
"""

from collections.abc import Iterator, Mapping, Sequence

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.agreement.code_table import TWO, CodeTable
from mtw_pipeline.coding.agreement.kappas import cohens_kappa, congers_kappa
from mtw_pipeline.coding.agreement.measure import Agreement, undefined
from mtw_pipeline.coding.agreement.of_window import SetsOfCoders, groups_of, sets_by_variable, shared_sets
from mtw_pipeline.coding.agreement.several import CodeSet
from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

_ABSENT, _PRESENT = "absent", "present"


def category_agreement_of_window(
    warehouse: Warehouse, study: Study, window: CollectionWindow, attempts: Attempts
) -> list[dict[str, object]]:
    """Rows of category_agreement, without their window; a kappa that fails is undefined, with the reason."""
    codes = warehouse.query("coding/comparable_codes", {"collection_window": window.key}).fetchall()
    by_variable = sets_by_variable(codes)
    return [
        row
        for variable in coded_by_people(study.settings)
        for row in _rows(variable, by_variable.get(variable.name, {}), attempts)
    ]


def _rows(
    variable: CodedVariable, by_tweet: Mapping[str, SetsOfCoders], attempts: Attempts
) -> Iterator[dict[str, object]]:
    for name, coders in groups_of(by_tweet):
        shared = shared_sets(by_tweet, coders)
        for category in variable.categories:
            what = f"{variable.name}, {name}: {category.name}"
            found = attempts.value(what, category_kappa, shared, category.name)
            kappa = found or undefined("kappa", len(shared), attempts.reason(what) or "")
            given = [sum(category.name in one for one in row if one is not None) for row in shared]
            coded = [sum(one is not None for one in row) for row in shared]
            yield {
                "variable": variable.name,
                "category": category.name,
                "coders": name,
                "tweets_of_any": sum(times > 0 for times in given),
                "tweets_of_all": sum(times == of for times, of in zip(given, coded, strict=True)),
                **vars(kappa),
            }


def category_kappa(codes: Sequence[Sequence[CodeSet | None]], category: str) -> Agreement:
    """Kappa of a category, there or not.

    Args:
        codes: a row a tweet, a column a coder; None where one did not code it.
        category: the category.
    """
    flags = [[None if one is None else (_ABSENT, _PRESENT)[category in one] for one in row] for row in codes]
    table = CodeTable.of(flags, (_ABSENT, _PRESENT), "nominal")
    return cohens_kappa(table) if table.coders == TWO else congers_kappa(table)
