"""Tables of coding: codebook, sample, codes, agreement, final codes and what is counted from them."""

from mtw_pipeline.tables.model import (
    COLLECTION_WINDOW,
    OF_A_TWEET,
    Account,
    Column,
    Holds,
    Table,
    Type,
    count,
    tweet_id,
)

_DECISIONS = ("computed", "one coder", "agreed", "adjudicated")
_MD5 = "[0-9a-f]{32}"


def _variable(meaning: str = "The variable", name: str = "variable") -> Column:
    return Column(name, Type.TEXT, meaning, required=True, holds=Holds.NOTHING)


def _category(name: str = "category", meaning: str = "The category") -> Column:
    return Column(name, Type.TEXT, meaning, required=True, holds=Holds.NOTHING)


def _coder(name: str = "coder", meaning: str = "The coder, as study.toml names them") -> Column:
    return Column(name, Type.TEXT, meaning, required=True, holds=Holds.NOTHING)


def _said(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Type.TEXT, meaning, required=required, holds=Holds.NOTHING)


def _percent(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Type.NUMBER, meaning, required=required, minimum=0, maximum=100, unit="percent")


_VALUE = Column("value", Type.NUMBER, "The measure; NULL where it is not defined")
_LOW = Column("low", Type.NUMBER, "Lower end of its 95 % interval")
_HIGH = Column("high", Type.NUMBER, "Upper end of its 95 % interval")
_CODEBOOK_MD5 = Column(
    "codebook_md5",
    Type.TEXT,
    "Fingerprint of the variable's definition and categories",
    required=True,
    pattern=_MD5,
    holds=Holds.NOTHING,
)

CODEBOOK = Table(
    name="codebook",
    row="a category of a variable of the codebook",
    stage="coding",
    key=("collection_window", "variable", "category"),
    columns=(
        COLLECTION_WINDOW,
        _variable(),
        _said("label", "The variable's name in reports", required=True),
        Column("variable_order", Type.INTEGER, "Place of the variable", required=True, minimum=1),
        _category(),
        Column("category_order", Type.INTEGER, "Place of the category in its variable", required=True, minimum=1),
        _said("definition", "What the category means"),
        Column("example", Type.TEXT, "An example from the codebook", holds=Holds.WORDS),
        _said("kind_of_knowledge", "Of a theme: its kind of knowledge"),
        _said("motivation", "Of a theme: its motivation in ARCS"),
        Column(
            "scale",
            Type.TEXT,
            "What order and distance of its categories mean",
            required=True,
            allowed=("nominal", "ordinal", "interval", "ratio"),
        ),
        Column("is_computed", Type.BOOLEAN, "Whether the program computes it; else people code it", required=True),
        Column("is_exclusive", Type.BOOLEAN, "Whether a tweet has one category of it only", required=True),
        _said("asked_variable", "The variable that decides which tweets are coded; NULL where all are"),
        Column("asked_codes", Type.TEXTS, "Its codes of which a tweet needs one", holds=Holds.NOTHING),
        _CODEBOOK_MD5,
    ),
)

SAMPLE = Table(
    name="sample",
    row="a sampled tweet",
    stage="coding",
    key=("collection_window", "tweet_id"),
    references=OF_A_TWEET,
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        Column("draw_order", Type.INTEGER, "Place in the draw, from 1", required=True, minimum=1),
        _said("stratum", "Its stratum; NULL in a simple random sample"),
        Column("is_reliability", Type.BOOLEAN, "Whether all coders code it", required=True),
        Column("coders", Type.TEXTS, "Who codes it", required=True, holds=Holds.NOTHING),
        count("seed", "Seed of the draw, from study.toml", "", required=True),
        Column(
            "frame_size", Type.INTEGER, "Tweets that the sample was drawn from", required=True, minimum=1, unit="tweets"
        ),
        Column(
            "frame_md5",
            Type.TEXT,
            "MD5 of the frame's sorted tweet ids: proof of the frame",
            required=True,
            pattern=_MD5,
            holds=Holds.NOTHING,
        ),
        Column(
            "is_frozen", Type.BOOLEAN, "Whether sheets were written: no later export changes it then", required=True
        ),
    ),
)

CODE_HISTORY = Table(
    name="code_history",
    row="a code as it was once imported; nothing is ever taken out",
    stage="coding",
    key=("collection_window", "entry"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("entry", Type.INTEGER, "Place in the journal, from 1", required=True, minimum=1),
        Column("kind", Type.TEXT, "A coder's code, or a decision", required=True, allowed=("code", "adjudication")),
        _coder(meaning="Who coded or decided"),
        tweet_id(),
        _variable(),
        _category("code", "The category"),
        _CODEBOOK_MD5,
        Column("import_file", Type.TEXT, "The sheet it came from", required=True, holds=Holds.WORDS),
        Column("imported_at", Type.TIME, "When it was imported", required=True, unit="UTC"),
        Column("is_current", Type.BOOLEAN, "Whether no later entry stands in for it", required=True),
    ),
)

CODES = Table(
    name="codes",
    row="one coder's present code for one variable of one sampled tweet",
    stage="coding",
    accounts=(
        Account(
            "codes_of_this_codebook",
            "every code is one of the present codebook, and was given under it",
            ("codes_outside_codebook", "codes_of_older_codebook"),
            is_error=False,
        ),
    ),
    key=("collection_window", "tweet_id", "variable", "coder"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        _variable(),
        _coder(),
        _category("code", "The category"),
        Column("is_in_codebook", Type.BOOLEAN, "Whether the codebook still has it", required=True),
        Column(
            "is_of_this_codebook",
            Type.BOOLEAN,
            "Whether its variable was defined then as now",
            required=True,
        ),
        Column("imported_at", Type.TIME, "When it was imported", required=True, unit="UTC"),
    ),
)

CODER_CONFUSION = Table(
    name="coder_confusion",
    row="a pair of codes that two coders gave to the same tweets; the same codes alike",
    stage="coding",
    key=("collection_window", "variable", "coder", "other_coder", "code", "other_code"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _variable(),
        _coder(),
        _coder("other_coder", "The other coder, behind the first in the alphabet"),
        _category("code", "What the first gave"),
        _category("other_code", "What the other gave"),
        Column("tweets", Type.INTEGER, "Tweets", required=True, minimum=1, unit="tweets"),
    ),
)

CODER_AGREEMENT = Table(
    name="coder_agreement",
    row="a measure of agreement on one variable, of all coders or of a pair",
    stage="coding",
    key=("collection_window", "variable", "coders", "measure"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _variable(),
        _said("coders", "all, or the two coders", required=True),
        _said("measure", "The measure", required=True),
        count("units", "Tweets that it rests on: coded by at least two of them", "tweets", required=True),
        _VALUE,
        _LOW,
        _HIGH,
        _said("method", "How value and interval were computed", required=True),
        _said("reason", "Why the value or its interval is NULL"),
        Column("decides", Type.BOOLEAN, "Whether the study's threshold is compared with it", required=True),
    ),
)

CODED_VARIABLES = Table(
    name="coded_variables",
    row="a variable: whether its codes may be reported, and why",
    stage="coding",
    accounts=(
        Account(
            "agreement_reached",
            "every variable that people coded twice reaches its threshold; the tables leave out those that do not",
            ("variables_below",),
            is_error=False,
        ),
    ),
    key=("collection_window", "variable"),
    columns=(
        COLLECTION_WINDOW,
        _variable(),
        Column("is_computed", Type.BOOLEAN, "Whether the program computes it", required=True),
        count("coded_tweets", "Sampled tweets with a code of any coder", "tweets", required=True),
        count("shared_tweets", "Sampled tweets that two coders coded", "tweets", required=True),
        _said("measure", "The measure of agreement that decides"),
        _VALUE,
        Column("threshold", Type.NUMBER, "From which value on it is reported"),
        _said("lowered_because", "Why the study lowered the threshold, in its own words"),
        Column("is_reported", Type.BOOLEAN, "Whether tables rest on its codes", required=True),
        _said("reason", "Why it is, or is not", required=True),
    ),
)

CODED_TWEETS = Table(
    name="coded_tweets",
    row="the final code of one variable of one sampled tweet",
    stage="coding",
    key=("collection_window", "tweet_id", "variable"),
    references=OF_A_TWEET,
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        _variable(),
        _category("code", "The final code"),
        Column("decision", Type.TEXT, "How it came about", required=True, allowed=_DECISIONS),
        Column("decided_by", Type.TEXTS, "Who decided it", holds=Holds.NOTHING),
    ),
)

CODE_FREQUENCIES = Table(
    name="code_frequencies",
    row="Table 1: a category of a variable among the sampled tweets",
    stage="coding",
    key=("collection_window", "variable", "category"),
    columns=(
        COLLECTION_WINDOW,
        _variable(),
        _category(),
        count("tweets", "Sampled tweets with it", "tweets", required=True),
        count("coded_tweets", "Sampled tweets with a final code of the variable", "tweets", required=True),
        _percent("percent", "Percent of those"),
        _percent("low", "Lower end of the 95 % interval (Wilson 1927)"),
        _percent("high", "Upper end of the 95 % interval (Wilson 1927)"),
        Column("is_computed", Type.BOOLEAN, "Whether the program computes it; else people code it", required=True),
    ),
)

ENGAGEMENT_SUMMARY = Table(
    name="engagement_summary",
    row="a kind of engagement with the sampled tweets that are no retweets",
    stage="coding",
    key=("collection_window", "metric"),
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

CODE_CROSSTABS = Table(
    name="code_crosstabs",
    row="RQ4: a cell of a crosstab of two variables, empty cells among them",
    stage="coding",
    key=("collection_window", "row_variable", "column_variable", "row_category", "column_category"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _variable("The variable of the rows", "row_variable"),
        _variable("The variable of the columns", "column_variable"),
        _category("row_category", "The row"),
        _category("column_category", "The column"),
        count("tweets", "Sampled tweets in the cell", "tweets", required=True),
        _percent("percent_of_all", "Percent of the tweets coded by both"),
        _percent("percent_of_row", "Percent of the row"),
        _percent("percent_of_column", "Percent of the column"),
        Column("expected", Type.NUMBER, "Tweets expected if the variables were independent", minimum=0),
        Column("adjusted_residual", Type.NUMBER, "(observed - expected) over its standard error (Haberman 1973)"),
    ),
)

CROSSTAB_TESTS = Table(
    name="crosstab_tests",
    row="the test of one crosstab",
    stage="coding",
    key=("collection_window", "row_variable", "column_variable"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _variable("The variable of the rows", "row_variable"),
        _variable("The variable of the columns", "column_variable"),
        count("tweets", "Tweets coded by both", "tweets", required=True),
        Column("chi_square", Type.NUMBER, "Pearson's chi-square, rows and columns without tweets left out", minimum=0),
        count("degrees_of_freedom", "Its degrees of freedom", ""),
        Column("smallest_expected", Type.NUMBER, "The smallest expected count", minimum=0),
        Column("p_value", Type.NUMBER, "p", minimum=0, maximum=1),
        _said("method", "The test that gave p"),
        Column("p_holm", Type.NUMBER, "p after Holm 1979 over all crosstabs of the window", minimum=0, maximum=1),
        Column("cramers_v", Type.NUMBER, "Cramer's V", minimum=0, maximum=1),
        Column("low", Type.NUMBER, "Lower end of its 95 % interval (noncentral chi-square, Smithson 2003)", minimum=0),
        Column("high", Type.NUMBER, "Upper end of its 95 % interval", minimum=0, maximum=1),
        _said("reason", "Why a value is NULL"),
    ),
)

THEME_FREQUENCIES = Table(
    name="theme_frequencies",
    row="Table 3: a theme among the sampled tweets",
    stage="coding",
    key=("collection_window", "theme"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _category("theme", "The theme"),
        _said("kind_of_knowledge", "Its kind of knowledge", required=True),
        _said("motivation", "Its motivation in ARCS", required=True),
        count("tweets", "Sampled tweets with it", "tweets", required=True),
        _percent("percent", "Percent of the tweets with a theme"),
        _percent("low", "Lower end of the 95 % interval (Wilson 1927)"),
        _percent("high", "Upper end of the 95 % interval (Wilson 1927)"),
        tweet_id("The example: no retweet if possible, then the first in the draw", required=False),
        Column("example", Type.TEXT, "Its text", holds=Holds.WORDS),
    ),
)

MACHINE_AGREEMENT = Table(
    name="machine_agreement",
    row="a variable: how far the machine's codes agree with people's, on tweets that it did not learn from",
    stage="coding",
    key=("collection_window", "variable"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _variable(),
        _said("scorer", "What learned, from what, and how it was tested", required=True),
        count("learned_from", "Final codes by people", "tweets", required=True),
        Column("cohens_kappa", Type.NUMBER, "Kappa of machine and people, out of sample", minimum=-1, maximum=1),
        _LOW,
        _HIGH,
        _percent("percent_agreement", "Percent of codes alike, out of sample"),
        Column("threshold", Type.NUMBER, "Kappa from which estimates are shown", required=True),
        Column("is_shown", Type.BOOLEAN, "Whether estimates are shown", required=True),
        _said("reason", "Why not"),
    ),
)

PROPOSED_CODES = Table(
    name="proposed_codes",
    row="a code that the machine proposes for a tweet that no person coded",
    stage="coding",
    key=("collection_window", "tweet_id", "variable"),
    references=OF_A_TWEET,
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        _variable(),
        _category("proposed_code", "The proposed code"),
        Column("probability", Type.NUMBER, "How sure the machine is", required=True, minimum=0, maximum=1),
    ),
)

MACHINE_ESTIMATES = Table(
    name="machine_estimates",
    row="a category among all tweets of the frame, estimated from machine codes and corrected by people's",
    stage="coding",
    key=("collection_window", "variable", "category"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        _variable(),
        _category(),
        count("frame_tweets", "Tweets of the frame", "tweets", required=True),
        _percent("percent_proposed", "Percent that the machine proposes, uncorrected"),
        Column("percent_corrected", Type.NUMBER, "Percent corrected (prediction-powered inference)", unit="percent"),
        _LOW,
        _HIGH,
    ),
)
