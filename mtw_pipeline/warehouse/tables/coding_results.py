"""Tables that rest on final codes: Table 1, engagement, crosstabs, themes, what the machine makes of them."""

from mtw_pipeline.warehouse.tables.coding_columns import HIGH, LOW, category, percent, said, stated, variable
from mtw_pipeline.warehouse.tables.model import (
    COLLECTION_WINDOW,
    OF_A_TWEET,
    Column,
    Holds,
    Table,
    Type,
    count,
    tweet_id,
)

_LEARNED_STATEMENTS = ("coding/frame_texts", "coding/codes_by_people", "coding/sampled_frame")

CODE_FREQUENCIES = Table(
    name="code_frequencies",
    row="Table 1: a category of a variable among the sampled tweets",
    stage="coding",
    part="coding_results",
    key=("collection_window", "variable", "category"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        variable(),
        category(meaning="The category; 'not known' where exports do not tell the content format"),
        count("tweets", "Sampled tweets with it", "tweets", required=True),
        count(
            "coded_tweets",
            "Sampled tweets with a final code of the variable; of the content format all",
            "tweets",
            required=True,
        ),
        percent("percent", "Percent of those; NULL where the exports do not tell of all of them whether they have it"),
        percent(
            "low",
            "Lower end of the 95 % interval (Wilson 1927); without a percent: of the fewest that can be",
        ),
        percent("high", "Upper end of the 95 % interval (Wilson 1927); without a percent: of the most that can be"),
        Column("is_computed", Type.BOOLEAN, "Whether the program computes it; else people code it", required=True),
    ),
)

ENGAGEMENT_SUMMARY = Table(
    name="engagement_summary",
    row="a kind of engagement with the sampled tweets that are no retweets",
    stage="coding",
    part="coding_results",
    key=("collection_window", "metric"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column("metric", Type.TEXT, "Which", required=True, allowed=("likes", "shares", "comments")),
        count("sampled_tweets", "Sampled tweets that are no retweets", "tweets", required=True),
        count("known_tweets", "Those whose own count is known", "tweets", required=True),
        Column("mean", Type.NUMBER, "Mean of these", minimum=0),
        Column("lower_quartile", Type.NUMBER, "A quarter have at most so many", minimum=0),
        Column("median", Type.NUMBER, "Half have at most so many", minimum=0),
        Column("upper_quartile", Type.NUMBER, "Three quarters have at most so many", minimum=0),
        count("maximum", "The most", ""),
    ),
)

TWEET_CATEGORIES = Table(
    name="tweet_categories",
    row="a category that a sampled tweet has of a variable that crosstabs can cross",
    stage="coding",
    part="coding_results",
    key=("collection_window", "tweet_id", "variable", "category"),
    references=OF_A_TWEET,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        variable("A coded variable, resources, sentiment_ and its scorer, leader_class or community of the author"),
        category(meaning="The category; of resources and where all that apply are chosen a tweet can have several"),
        Column("category_order", Type.INTEGER, "Place of the category in its variable", required=True, minimum=1),
    ),
)

CODE_CROSSTABS = Table(
    name="code_crosstabs",
    row="RQ4: a cell of a crosstab of two variables, empty cells among them",
    stage="coding",
    part="coding_results",
    key=("collection_window", "row_variable", "column_variable", "row_category", "column_category"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        variable("The variable of the rows", "row_variable"),
        variable("The variable of the columns", "column_variable"),
        category("row_category", "The row"),
        category("column_category", "The column"),
        Column("row_order", Type.INTEGER, "Place of the row", required=True, minimum=1),
        Column("column_order", Type.INTEGER, "Place of the column", required=True, minimum=1),
        count("tweets", "Sampled tweets in the cell", "tweets", required=True),
        count(
            "row_tweets",
            "Those of the row: fewer than in its cells where tweets are in several",
            "tweets",
            required=True,
        ),
        count("column_tweets", "Sampled tweets of the column, likewise", "tweets", required=True),
        count("all_tweets", "Sampled tweets that have both variables", "tweets", required=True),
        percent("percent_of_all", "Percent of the tweets that have both variables"),
        percent("percent_of_row", "Percent of the row"),
        percent("percent_of_column", "Percent of the column"),
        Column("expected", Type.NUMBER, "Tweets expected if the variables were independent", minimum=0),
        Column("adjusted_residual", Type.NUMBER, "(observed - expected) over its standard error (Haberman 1973)"),
    ),
)

CROSSTAB_TESTS = Table(
    name="crosstab_tests",
    row="the test of one crosstab",
    stage="coding",
    part="coding_results",
    key=("collection_window", "row_variable", "column_variable"),
    expects_rows="perhaps",
    filled_from=("coding/crosstab_patterns",),
    columns=(
        COLLECTION_WINDOW,
        variable("The variable of the rows", "row_variable"),
        variable("The variable of the columns", "column_variable"),
        count("tweets", "Tweets coded by both", "tweets", required=True),
        Column(
            "chi_square",
            Type.NUMBER,
            "Pearson's chi-square, rows and columns without tweets left out; where tweets have several categories of a"
            " variable, the sum of those of each of these (Bilder and Loughin 2004)",
            minimum=0,
        ),
        count("degrees_of_freedom", "Its degrees of freedom", ""),
        Column("smallest_expected", Type.NUMBER, "The smallest expected count", minimum=0),
        Column("p_value", Type.NUMBER, "p", minimum=0, maximum=1),
        stated("method", "The test that gave p"),
        Column("p_holm", Type.NUMBER, "p after Holm 1979 over all crosstabs of the window", minimum=0, maximum=1),
        Column("cramers_v", Type.NUMBER, "Cramer's V", minimum=0, maximum=1),
        Column("low", Type.NUMBER, "Lower end of its 95 % interval (noncentral chi-square, Smithson 2003)", minimum=0),
        Column("high", Type.NUMBER, "Upper end of its 95 % interval", minimum=0, maximum=1),
        stated("reason", "Why a value is NULL"),
    ),
)

THEME_FREQUENCIES = Table(
    name="theme_frequencies",
    row="Table 3: a theme among the sampled tweets",
    stage="coding",
    part="coding_results",
    key=("collection_window", "theme"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        category("theme", "The theme"),
        said("kind_of_knowledge", "Its kind of knowledge", required=True),
        said("motivation", "Its motivation in ARCS", required=True),
        count("tweets", "Sampled tweets with it", "tweets", required=True),
        percent("percent", "Percent of the tweets with a theme"),
        percent("low", "Lower end of the 95 % interval (Wilson 1927)"),
        percent("high", "Upper end of the 95 % interval (Wilson 1927)"),
        tweet_id("The example: no retweet if possible, then the first in the draw", required=False),
        Column("example", Type.TEXT, "Its text", holds=Holds.WORDS),
    ),
)

MACHINE_AGREEMENT = Table(
    name="machine_agreement",
    row="a variable: how far the machine's codes agree with people's, on tweets that it did not learn from",
    stage="coding",
    part="machine_coding",
    key=("collection_window", "variable"),
    expects_rows="perhaps",
    filled_from=_LEARNED_STATEMENTS,
    columns=(
        COLLECTION_WINDOW,
        variable(),
        stated("scorer", "What learned, from what, and how it was tested", required=True),
        count("learned_from", "Final codes by people", "tweets", required=True),
        Column("cohens_kappa", Type.NUMBER, "Kappa of machine and people, out of sample", minimum=-1, maximum=1),
        LOW,
        HIGH,
        percent("percent_agreement", "Percent of codes alike, out of sample"),
        Column("threshold", Type.NUMBER, "Kappa from which estimates are shown", required=True),
        Column("is_shown", Type.BOOLEAN, "Whether estimates are shown", required=True),
        stated("reason", "Why not; of estimates that are shown, what they presume"),
    ),
)

PROPOSED_CODES = Table(
    name="proposed_codes",
    row="a code that the machine proposes for a tweet that no person coded",
    stage="coding",
    part="machine_coding",
    key=("collection_window", "tweet_id", "variable"),
    references=OF_A_TWEET,
    expects_rows="perhaps",
    filled_from=_LEARNED_STATEMENTS,
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        variable(),
        category("proposed_code", "The proposed code"),
        Column("probability", Type.NUMBER, "How sure the machine is", required=True, minimum=0, maximum=1),
    ),
)

MACHINE_ESTIMATES = Table(
    name="machine_estimates",
    row="a category among all tweets of the frame, estimated from machine codes and corrected by people's",
    stage="coding",
    part="machine_coding",
    key=("collection_window", "variable", "category"),
    expects_rows="perhaps",
    filled_from=_LEARNED_STATEMENTS,
    columns=(
        COLLECTION_WINDOW,
        variable(),
        category(),
        count("frame_tweets", "Tweets of the frame", "tweets", required=True),
        percent("percent_proposed", "Percent that the machine proposes, uncorrected"),
        Column("percent_corrected", Type.NUMBER, "Percent corrected (prediction-powered inference)", unit="percent"),
        LOW,
        HIGH,
    ),
)
