"""Tables of the text: tokens, words, word lists, sentiment and style."""

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

_SCORED_STATEMENTS = ("text/sentiment_by_word_list", "text/tweet_texts")

SCORERS = ("vader", "word_list", "transformer")
SENTIMENT_LABELS = ("negative", "neutral", "positive")
LIST_KINDS = ("group", "positive", "negative", "positive adjective", "negative adjective")
STYLE_KINDS = ("count", "category", "composite")


def _rank(of: str, ties_by: str = "tweets") -> Column:
    return Column(
        "rank", Type.INTEGER, f"Place {of}, ties by {ties_by} and then by the alphabet", required=True, minimum=1
    )


def _uses(meaning: str = "Times used") -> Column:
    return Column("uses", Type.INTEGER, meaning, required=True, minimum=1, unit="uses")


def _tweets(meaning: str = "Tweets that use it") -> Column:
    return Column("tweets", Type.INTEGER, meaning, required=True, minimum=1, unit="tweets")


def _posters(meaning: str = "Accounts that use it") -> Column:
    return Column("posters", Type.INTEGER, meaning, required=True, minimum=1, unit="users")


TWEET_TOKENS = Table(
    name="tweet_tokens",
    row="one tweet with its tokens in order",
    stage="text",
    key=("collection_window", "tweet_id"),
    distinct=("tweet_id", "tokens"),
    references=OF_A_TWEET,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        Column("author", Type.TEXT, "The account that posted it", required=True, holds=Holds.ACCOUNT),
        Column(
            "tokens",
            Type.TEXT,
            "One blank between two: words in lower case, hashtags with #, handles with @, as study.toml keeps them",
            holds=Holds.WORDS,
        ),
        count("word_count", "Tokens that are words: neither hashtag nor handle", "words", required=True),
    ),
)

WORD_FREQUENCIES = Table(
    name="word_frequencies",
    row="one word of the window",
    stage="text",
    key=("collection_window", "word"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column("word", Type.TEXT, "The word in lower case; a hashtag keeps its #", required=True, holds=Holds.WORD),
        _rank("by uses"),
        _uses(),
        _tweets(),
        _posters(),
    ),
)

BIGRAM_FREQUENCIES = Table(
    name="bigram_frequencies",
    row="a pair of words that stand side by side at least twice",
    stage="text",
    key=("collection_window", "first_word", "second_word"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("first_word", Type.TEXT, "The word before", required=True, holds=Holds.WORD),
        Column("second_word", Type.TEXT, "The word behind it", required=True, holds=Holds.WORD),
        _rank("by uses"),
        _uses(),
        _tweets(),
    ),
)

HASHTAG_PAIRS = Table(
    name="hashtag_pairs",
    row="a pair of hashtags that stand together in at least two tweets",
    stage="text",
    key=("collection_window", "hashtag", "other_hashtag"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("hashtag", Type.TEXT, "The one in lower case, with its #", required=True, holds=Holds.WORD),
        Column(
            "other_hashtag", Type.TEXT, "The other, which is later in the alphabet", required=True, holds=Holds.WORD
        ),
        _rank("by tweets", ties_by="posters"),
        Column("with_study_hashtag", Type.BOOLEAN, "Whether one of the two is the study's own", required=True),
        _tweets("Tweets that use both"),
        count("tweets_without_retweets", "Of these, tweets that are no retweets", "tweets", required=True),
        _posters("Accounts that posted them"),
        Column(
            "jaccard",
            Type.NUMBER,
            "Tweets with both / tweets with either (Jaccard 1912)",
            required=True,
            minimum=0,
            maximum=1,
        ),
        Column(
            "npmi",
            Type.NUMBER,
            "Normalized pointwise mutual information (Bouma 2009) over the tweets of the window: 1 together only, 0 as"
            " by chance; NULL where every tweet has both",
            minimum=-1,
            maximum=1,
        ),
    ),
)

WORD_KEYNESS = Table(
    name="word_keyness",
    row="a word that the window uses more or less than all other windows together",
    stage="text",
    key=("collection_window", "word"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("word", Type.TEXT, "The word in lower case", required=True, holds=Holds.WORD),
        count("uses", "Times used in the window", "uses", required=True),
        count("uses_elsewhere", "Times used in the other windows", "uses", required=True),
        Column("per_million", Type.NUMBER, "Uses per million words counted in the window", required=True, minimum=0),
        Column("per_million_elsewhere", Type.NUMBER, "The same of the others", required=True, minimum=0),
        Column(
            "log_likelihood",
            Type.NUMBER,
            "G2 (Rayson and Garside 2000); only from 3.84, which is p < 0.05 of one comparison",
            required=True,
            minimum=0,
        ),
        Column("is_overused", Type.BOOLEAN, "Whether it is used more than expected", required=True),
    ),
)

WORD_LIST_USES = Table(
    name="word_list_uses",
    row="one word of one named list, as used in the window",
    stage="text",
    part="sentiment",
    key=("collection_window", "list", "word"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column("list", Type.TEXT, "The list's name", required=True, holds=Holds.WORDS),
        Column("kind", Type.TEXT, "What the list is for", required=True, allowed=LIST_KINDS),
        Column("word", Type.TEXT, "The word as used", required=True, holds=Holds.WORD),
        _rank("in its list by uses"),
        _uses(),
        _tweets(),
        _posters(),
    ),
)

WORD_LIST_TOTALS = Table(
    name="word_list_totals",
    row="a named list of words in the window",
    stage="text",
    part="sentiment",
    key=("collection_window", "list"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column("list", Type.TEXT, "The list's name", required=True, holds=Holds.WORDS),
        Column("kind", Type.TEXT, "What the list is for", required=True, allowed=LIST_KINDS),
        count("terms", "Terms that the list holds", "terms", required=True),
        count("distinct_words", "Different words of the list that are used", "words", required=True),
        count("uses", "Uses of all of them", "uses", required=True),
        count("tweets", "Tweets with at least one of them", "tweets", required=True),
        count("posters", "Accounts that use at least one of them", "users", required=True),
        Column(
            "percent_of_tweets", Type.NUMBER, "Percent of the tweets whose words are counted", minimum=0, maximum=100
        ),
    ),
)

WORD_LIST_SENTIMENT = Table(
    name="word_list_sentiment",
    row="a pair of lists of positive and negative words, and what it calls the tweets",
    stage="text",
    part="sentiment",
    key=("collection_window", "lists"),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column(
            "lists",
            Type.TEXT,
            "word lists: those of the scorer word_list; adjectives: this program's two lists of adjectives",
            required=True,
            allowed=("adjectives", "word lists"),
        ),
        count("tweets", "Tweets whose words are counted", "tweets", required=True),
        count("positive_alone", "Tweets with a positive word and no negative one", "tweets", required=True),
        count("negative_alone", "Tweets with a negative word and no positive one", "tweets", required=True),
        count("both_signs", "Tweets with a positive and a negative word", "tweets", required=True),
        count("neither_sign", "Tweets with neither", "tweets", required=True),
        count("positive_posters", "Accounts that posted those with positive words alone", "users", required=True),
        count("negative_posters", "Accounts that posted those with negative words alone", "users", required=True),
        count("both_posters", "Accounts that posted those with both", "users", required=True),
        count("neither_posters", "Accounts that posted those with neither", "users", required=True),
    ),
)

SENTIMENT_SCORES = Table(
    name="sentiment_scores",
    row="one tweet's scores by one scorer",
    stage="text",
    part="sentiment",
    key=("collection_window", "tweet_id", "scorer"),
    references=OF_A_TWEET,
    filled_from=_SCORED_STATEMENTS,
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        tweet_id(),
        Column("scorer", Type.TEXT, "The scorer, with its version or its lists", required=True, holds=Holds.WORDS),
        Column(
            "positive",
            Type.NUMBER,
            "How positive: a share of the text, or a probability",
            required=True,
            minimum=0,
            maximum=1,
        ),
        Column("neutral", Type.NUMBER, "How neutral: likewise", required=True, minimum=0, maximum=1),
        Column("negative", Type.NUMBER, "How negative: likewise", required=True, minimum=0, maximum=1),
        Column(
            "compound",
            Type.NUMBER,
            "VADER's compound; of word lists (positive - negative) / (positive + negative) uses; of a transformer the"
            " probability of positive less that of negative",
            required=True,
            minimum=-1,
            maximum=1,
        ),
        Column(
            "label",
            Type.TEXT,
            "VADER: positive from compound 0.05, negative to -0.05, else neutral (its authors' thresholds); word lists:"
            " by the sign of compound; a transformer: the likeliest",
            required=True,
            allowed=SENTIMENT_LABELS,
        ),
    ),
)

SENTIMENT_SCORERS = Table(
    name="sentiment_scorers",
    row="a scorer that the study asks for, and whether it ran",
    stage="text",
    part="sentiment",
    key=("collection_window", "scorer"),
    filled_from=_SCORED_STATEMENTS,
    columns=(
        COLLECTION_WINDOW,
        Column("scorer", Type.TEXT, "The scorer as study.toml names it", required=True, allowed=SCORERS),
        count("scored_tweets", "Tweets that it scored", "tweets", required=True),
        Column("problem", Type.TEXT, "Why it did not run", holds=Holds.UNREAD),
    ),
)

SCORER_AGREEMENT = Table(
    name="scorer_agreement",
    row="how two scorers label the same tweets",
    stage="text",
    part="sentiment",
    key=("collection_window", "scorer", "other_scorer"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("scorer", Type.TEXT, "One scorer", required=True, holds=Holds.WORDS),
        Column("other_scorer", Type.TEXT, "The other one", required=True, holds=Holds.WORDS),
        count("tweets", "Tweets that both scored", "tweets", required=True),
        Column(
            "percent_agreement", Type.NUMBER, "Percent that both label alike", required=True, minimum=0, maximum=100
        ),
        Column(
            "cohens_kappa",
            Type.NUMBER,
            "Cohen's kappa (1960) over the three labels; NULL where both give one and the same label to all",
            minimum=-1,
            maximum=1,
        ),
    ),
)

SCORER_CONFUSION = Table(
    name="scorer_confusion",
    row="a pair of labels that two scorers gave",
    stage="text",
    part="sentiment",
    key=("collection_window", "scorer", "other_scorer", "label", "other_label"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("scorer", Type.TEXT, "One scorer", required=True, holds=Holds.WORDS),
        Column("other_scorer", Type.TEXT, "The other one", required=True, holds=Holds.WORDS),
        Column("label", Type.TEXT, "The label by the one", required=True, allowed=SENTIMENT_LABELS),
        Column("other_label", Type.TEXT, "The label by the other", required=True, allowed=SENTIMENT_LABELS),
        count("tweets", "Tweets labelled so", "tweets", required=True),
    ),
)

STYLE_MEASURES = Table(
    name="style_measures",
    row="a category or composite of style, over all words of the window",
    stage="text",
    key=("collection_window", "measure"),
    filled_from=(
        "text/style/words",
        "text/style/neighbours",
        "text/style/phrases",
        "text/style/symbols",
        "text/style/stems",
        "text/style/low_language",
    ),
    expects_rows="usually",
    columns=(
        COLLECTION_WINDOW,
        Column(
            "measure",
            Type.TEXT,
            "The category as the dictionary names it, or the composite",
            required=True,
            holds=Holds.WORDS,
        ),
        Column("kind", Type.TEXT, "What it is", required=True, allowed=STYLE_KINDS),
        Column("dictionary", Type.TEXT, "The dictionary that it rests on", required=True, holds=Holds.WORDS),
        count("words", "Words that it rests on: all of the window", "words", required=True),
        count("uses", "Words in the category; NULL of a composite", "words"),
        Column("value", Type.NUMBER, "Percent of words of a category; a composite in its formula's units"),
        Column(
            "definition",
            Type.TEXT,
            "What was counted, or the formula with its signs and its source",
            required=True,
            holds=Holds.WORDS,
        ),
        Column(
            "standing", Type.NUMBER, "Percentile among the study's norms, normal curve assumed", minimum=0, maximum=100
        ),
        Column("reason", Type.TEXT, "Why the value or the standing is NULL", holds=Holds.WORDS),
    ),
)
