"""All rules of the dialect, in the order in which they are applied.

What belongs here: their order. What does not: any of them. Patterns come before the lists of parameters, because a
parameter that is a pattern is bound as one; elements come before lengths, which they ask for.
"""

from mtw_pipeline.spark.dialect.lists import LIST_RULES
from mtw_pipeline.spark.dialect.model import Rule
from mtw_pipeline.spark.dialect.numbers import NUMBER_RULES
from mtw_pipeline.spark.dialect.selects import SELECT_RULES
from mtw_pipeline.spark.dialect.texts import TEXT_RULES

RULES: tuple[Rule, ...] = (*TEXT_RULES, *LIST_RULES, *NUMBER_RULES, *SELECT_RULES)
