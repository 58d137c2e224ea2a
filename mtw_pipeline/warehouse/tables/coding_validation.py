"""Tables of how far the rules of computed variables agree with people who coded the same tweets."""

from mtw_pipeline.warehouse.tables.coding_columns import HIGH, LOW, VALUE, category, stated, variable
from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Balance, Column, Table, Type, count

COMPUTED_AGREEMENT = Table(
    name="computed_agreement",
    row="a computed variable, or a category of it, and how far its rule agrees with people's final codes",
    stage="coding",
    part="coding_results",
    balances=(
        Balance(
            "rules_agree_with_people",
            "every computed variable that people coded too agrees with them as far as coders are asked to agree",
            ("variables_below",),
            remedy="Look in computed_confusion at the categories that differ, and say in the paper how far the rule"
            " agrees with people",
            is_error=False,
        ),
    ),
    key=("collection_window", "variable", "category"),
    expects_rows="perhaps",
    filled_from=("coding/validated_codes",),
    columns=(
        COLLECTION_WINDOW,
        variable("The computed variable"),
        category(meaning="The category, there or not; or all categories of the variable at once"),
        count("units", "Tweets with a code of both", "tweets", required=True),
        count("computed_tweets", "Those to which the rule gives the category", "tweets", required=True),
        count("people_tweets", "Those to which people gave it", "tweets", required=True),
        count("tweets_of_both", "Those of both; of all categories, those with the same codes", "tweets", required=True),
        stated("measure", "The measure: kappa, or alpha where a tweet can have several categories", required=True),
        VALUE,
        LOW,
        HIGH,
        Column("threshold", Type.NUMBER, "What the study asks of coders", required=True),
        stated("method", "How value and interval were computed", required=True),
        stated("reason", "Why the value or its interval is NULL"),
    ),
)

COMPUTED_CONFUSION = Table(
    name="computed_confusion",
    row="a computed category beside one that people gave to the same tweets; the same ones alike",
    stage="coding",
    part="coding_results",
    key=("collection_window", "variable", "computed_category", "people_category"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        variable("The computed variable"),
        category("computed_category", "What the rule gives"),
        category("people_category", "What people gave"),
        Column("tweets", Type.INTEGER, "Tweets", required=True, minimum=1, unit="tweets"),
    ),
)
