"""Tables of coding, up to the final codes: codebook, sample, codes, agreement. What is counted: coding_results.py."""

from mtw_pipeline.warehouse.tables.coding_columns import HIGH, LOW, VALUE, category, coder, said, stated, variable
from mtw_pipeline.warehouse.tables.model import (
    COLLECTION_WINDOW,
    OF_A_TWEET,
    Balance,
    Column,
    Holds,
    Table,
    Type,
    count,
    tweet_id,
)

_DECISIONS = ("computed", "one coder", "agreed", "adjudicated")
_MD5 = "[0-9a-f]{32}"

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
        variable(),
        said("label", "The variable's name in reports", required=True),
        Column("variable_order", Type.INTEGER, "Place of the variable", required=True, minimum=1),
        category(),
        Column("category_order", Type.INTEGER, "Place of the category in its variable", required=True, minimum=1),
        said("definition", "What the category means"),
        Column("example", Type.TEXT, "An example from the codebook", holds=Holds.WORDS),
        said("kind_of_knowledge", "Of a theme: its kind of knowledge"),
        said("motivation", "Of a theme: its motivation in ARCS"),
        Column(
            "scale",
            Type.TEXT,
            "What order and distance of its categories mean",
            required=True,
            allowed=("nominal", "ordinal", "interval", "ratio"),
        ),
        Column("is_computed", Type.BOOLEAN, "Whether the program computes it; else people code it", required=True),
        Column("is_exclusive", Type.BOOLEAN, "Whether a tweet has one category of it only", required=True),
        said("validates", "The computed variable that people code under this name; NULL where they code none"),
        said("asked_variable", "The variable that decides which tweets are coded; NULL where all are"),
        Column("asked_codes", Type.TEXTS, "Its codes of which a tweet needs one", holds=Holds.WORDS),
        _CODEBOOK_MD5,
    ),
)

SAMPLE = Table(
    name="sample",
    row="a sampled tweet",
    stage="coding",
    key=("collection_window", "tweet_id"),
    references=OF_A_TWEET,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        Column("draw_order", Type.INTEGER, "Place in the draw, from 1", required=True, minimum=1),
        said("stratum", "Its stratum; NULL in a simple random sample"),
        Column("is_reliability", Type.BOOLEAN, "Whether all coders code it", required=True),
        Column("coders", Type.TEXTS, "Who codes it", required=True, holds=Holds.CODER),
        count("seed", "Seed of the draw, from study.toml", "", required=True),
        Column(
            "frame_size", Type.INTEGER, "Tweets that the sample was drawn from", required=True, minimum=1, unit="tweets"
        ),
        Column(
            "frame_md5",
            Type.TEXT,
            "MD5 of the frame's sorted tweet ids, a blank between two: proof of the frame",
            required=True,
            pattern=_MD5,
            holds=Holds.NOTHING,
        ),
        Column(
            "stratified_by",
            Type.TEXT,
            "What the strata are; NULL where an earlier version of the program froze the sample",
            allowed=("nothing", "tweet_type", "content_format", "language"),
        ),
        Column("with_retweets", Type.BOOLEAN, "Whether retweets were drawn too; NULL likewise"),
        Column(
            "of_languages",
            Type.TEXTS,
            "The languages that were drawn, as study.toml named them; empty where all were, NULL likewise",
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
        coder(meaning="Who coded or decided"),
        tweet_id(),
        variable(),
        category(
            "code",
            "The category as the codebook writes it now; several, where a tweet can have these, with a bar between",
        ),
        _CODEBOOK_MD5,
        Column("import_file", Type.TEXT, "The sheet it came from", required=True, holds=Holds.FILE),
        Column("imported_at", Type.TIME, "When it was imported", required=True, unit="UTC"),
        Column("is_current", Type.BOOLEAN, "Whether no later entry stands in for it", required=True),
    ),
)

CODES = Table(
    name="codes",
    row="one coder's present code for one variable of one sampled tweet of which the codebook asks it; where a tweet"
    " can have several, a row each",
    stage="coding",
    balances=(
        Balance(
            "codes_of_this_codebook",
            "every code and every decision between codes is one of the present codebook, and was given under it",
            ("codes_outside_codebook", "codes_of_older_codebook"),
            remedy="Write the category, also one that a coder proposed, into the codebook in study.toml, or have these"
            " tweets coded again",
            is_error=False,
        ),
    ),
    key=("collection_window", "tweet_id", "variable", "coder", "code"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        variable(),
        coder(),
        category("code", "The category"),
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
    row="a pair of codes that two coders gave to the same tweets, the same codes alike; where a tweet has several, each"
    " that both gave, and each that one alone gave beside each that the other alone gave",
    stage="coding",
    key=("collection_window", "variable", "coder", "other_coder", "code", "other_code"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        variable(),
        coder(),
        coder("other_coder", "The other coder, behind the first in the alphabet"),
        category("code", "What the first gave"),
        category("other_code", "What the other gave"),
        Column("tweets", Type.INTEGER, "Tweets", required=True, minimum=1, unit="tweets"),
    ),
)

CODER_AGREEMENT = Table(
    name="coder_agreement",
    row="a measure of agreement on one variable, of all coders or of a pair",
    stage="coding",
    key=("collection_window", "variable", "coders", "measure"),
    expects_rows="perhaps",
    filled_from=("coding/comparable_codes",),
    columns=(
        COLLECTION_WINDOW,
        variable(),
        Column("coders", Type.TEXT, "all, or the two coders", required=True, holds=Holds.CODERS),
        stated("measure", "The measure", required=True),
        count("units", "Tweets that it rests on: coded by at least two of them", "tweets", required=True),
        VALUE,
        LOW,
        HIGH,
        stated("method", "How value and interval were computed", required=True),
        stated("reason", "Why the value or its interval is NULL"),
        Column("decides", Type.BOOLEAN, "Whether the study's threshold is compared with it", required=True),
    ),
)

CATEGORY_AGREEMENT = Table(
    name="category_agreement",
    row="a category of a variable: how far coders agree whether tweets have it, all of them or a pair",
    stage="coding",
    key=("collection_window", "variable", "category", "coders"),
    expects_rows="perhaps",
    filled_from=("coding/comparable_codes",),
    columns=(
        COLLECTION_WINDOW,
        variable(),
        category(),
        Column("coders", Type.TEXT, "all, or the two coders", required=True, holds=Holds.CODERS),
        count("units", "Tweets that it rests on: coded by at least two of them", "tweets", required=True),
        count("tweets_of_any", "Those to which any of them gave the category", "tweets", required=True),
        count("tweets_of_all", "Those to which all who coded it gave it", "tweets", required=True),
        stated("measure", "The measure: Cohen's kappa of two coders, Conger's of more", required=True),
        VALUE,
        LOW,
        HIGH,
        stated("method", "How value and interval were computed", required=True),
        stated("reason", "Why the value or its interval is NULL"),
    ),
)

CODED_VARIABLES = Table(
    name="coded_variables",
    row="a variable: whether its codes may be reported, and why",
    stage="coding",
    part="coding_results",
    balances=(
        Balance(
            "agreement_reached",
            "every variable that people coded twice reaches its threshold; the tables leave out those that do not",
            ("variables_below",),
            remedy="Train the coders on these variables and code them again, or lower the threshold with its reason in"
            " study.toml, [coding]",
            is_error=False,
        ),
    ),
    key=("collection_window", "variable"),
    columns=(
        COLLECTION_WINDOW,
        variable(),
        Column("is_computed", Type.BOOLEAN, "Whether the program computes it", required=True),
        count("coded_tweets", "Sampled tweets with a code of any coder", "tweets", required=True),
        count("shared_tweets", "Sampled tweets that two coders coded", "tweets", required=True),
        stated("measure", "The measure of agreement that decides"),
        VALUE,
        Column("threshold", Type.NUMBER, "From which value on it is reported"),
        said("lowered_because", "Why the study lowered the threshold, in its own words"),
        Column("is_reported", Type.BOOLEAN, "Whether tables rest on its codes", required=True),
        said("reason", "Why it is, or is not", required=True),
    ),
)

CODED_TWEETS = Table(
    name="coded_tweets",
    row="the final code of one variable of one sampled tweet; where a tweet can have several, a row each",
    stage="coding",
    part="coding_results",
    key=("collection_window", "tweet_id", "variable", "code"),
    references=OF_A_TWEET,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        variable(),
        category("code", "The final code"),
        Column("decision", Type.TEXT, "How it came about", required=True, allowed=_DECISIONS),
        Column("decided_by", Type.TEXTS, "Who decided it", holds=Holds.CODER),
    ),
)
