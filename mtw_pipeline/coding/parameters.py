"""What the statements of coding ask of the study: how the sample is drawn, what is reported, what is crossed.

What belongs here: settings as bound parameters. What does not: the statements (sql/tables/coding/).
"""

from mtw_pipeline.coding.tables.crosstabs import crossed_variables
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.hashtags import as_in_tables


def draw_parameters(settings: StudySettings) -> dict[str, object]:
    """The parameters of sql/tables/coding/sample.sql."""
    sample, coders = settings.sample, settings.coding.coders
    return {
        "size": sample.size,
        "seed": sample.seed,
        "include_retweets": sample.include_retweets,
        "languages": list(sample.languages),
        "stratify_by": sample.stratify_by,
        "coders": list(coders),
        "reliability_size": 0 if len(coders) == 1 else settings.coding.reliability_size,
    }


def threshold_parameters(settings: StudySettings) -> dict[str, object]:
    """The parameters of sql/tables/coding/coded_variables.sql."""
    coding = settings.coding
    return {
        "threshold": coding.threshold,
        "coder_count": len(coding.coders),
        "lowered_variables": [one.variable for one in coding.lowered_thresholds],
        "lowered_thresholds": [one.threshold for one in coding.lowered_thresholds],
        "lowered_reasons": [one.reason for one in coding.lowered_thresholds],
    }


def crosstab_parameters(settings: StudySettings) -> dict[str, object]:
    """The parameters of sql/tables/coding/code_crosstabs.sql."""
    pairs = crossed_variables(settings)
    return {"row_variables": [one for one, _ in pairs], "column_variables": [other for _, other in pairs]}


def hashtag_parameters(settings: StudySettings) -> dict[str, object]:
    """The study's hashtags, for statements that leave them out."""
    return {"study_hashtags": as_in_tables(settings.hashtags)}
