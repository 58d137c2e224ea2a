"""A new study: its folder and a study.toml that explains itself.

What belongs here: the text of a new study.toml. What does not: what a setting may be (settings/).
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import SETTINGS_FILE, Study
from mtw_pipeline.study.settings.text import MARKETING_LISTS, WordList
from mtw_pipeline.study.whole_files import write_whole

_TEMPLATE = """\
# The settings of this study. Whatever is not set here has the value shown after "default".

title = {title}
hashtags = {hashtags}            # the community's hashtags, without #
{synthetic}
[sample]
size = {sample_size}             # tweets drawn for coding; default 1500
seed = {seed}                    # the draw depends on the seed and the tweets, on nothing else
# include_retweets = true        # default true
# languages = []                 # only tweets of these languages; default all
# stratify_by = "nothing"        # or "tweet_type", "content_format", "language": proportional strata

[coding]
{coders}# coders = ["A", "B"]            # the names of those who code; no sheets or pages are written without them
# left = ["C"]                   # coders who stopped: their codes count, what is left is divided among the others
# renamed = {{"Old Name" = "A"}}   # coders under a new name: what they coded stays theirs
# reliability_size = 170         # this many sampled tweets are coded by all coders, the rest are divided
# validated = ["tweet_type", "content_format", "resources"]   # computed variables that people code too; default none
# validated_on = "reliability set"   # the tweets on which they do; or "sample"
# threshold = 0.80               # kappa from which a variable is reported; default 0.80
# show_engagement = false        # whether sheets show likes; default false
{code_themes}# crosstabs = [["purpose", "content_format"], ["purpose", "resources"]]
#                                # default: every pair of the codebook's variables, and each of them by content_format,
#                                # tweet_type and resources; also possible: sentiment_vader, sentiment_word_list,
#                                # sentiment_transformer, and the poster's leader_class and community
# machine.features = "tfidf"     # what the machine learns from; "embeddings" needs the extra "transformer"
# [[coding.lowered_thresholds]]  # to report a variable below the threshold, with a reason:
# variable = "purpose"
# threshold = 0.70
# reason = "..."

# The codebook. Without one here, that of the #MarketingTwitter study is used (purpose, learning_strategies).
# [[codebook]]
# name = "purpose"
# label = "Purpose"
# scale = "nominal"              # or "ordinal" (categories from least to most), "interval", "ratio" (numbers)
# several = false                # true: a tweet can have several of its categories, or "none"
# categories = [{{name = "information", definition = "tells facts"}}, {{name = "other"}}]
#                                # formerly = ["news"] in a category: its earlier names, or what was merged into it
# applies_to = {{variable = "tweet_type", codes = ["tweet", "reply"]}}   # default: every tweet

[words]
{stop_words}stop_words = ["{language}"]            # languages (en, es, fr, de, ...); [] for none; default ["en"]
# extra_stop_words = []          # words of your own to leave out
# top = 50                       # default 50
# keep_handles = false           # count @handles as words; default false
# keep_hashtags = true           # count #hashtags as words; default true
# drop_retweets = false          # leave retweets out of every measure of the text; default false
# drop_study_hashtags = false    # leave the hashtags above out of every measure of the text; default false

# Word lists whose uses are counted, besides those of positive and negative words; a word that ends in * stands for all
# words that begin with it.
{word_lists}# [[word_lists]]
# name = "our positive words"
# kind = "positive"              # "group", "positive" or "negative"; default "group"
# file = "word_lists/positive.txt"

[sentiment]
# scorers = ["vader", "word_list"]  # also "transformer", which needs the extra of that name
# transformer.model = "cardiffnlp/twitter-roberta-base-sentiment-latest"  # or a folder of this machine
# transformer.device = "cpu"     # default: the best that torch finds ("cuda", "mps", else the processor)

[style]
# dictionary = "our.dic"         # a LIWC dictionary (.dic, .dicx) of your own; default: the open one of this program
# norms = "norms.csv"            # columns measure, mean, sd: of other texts, to compare the collection with

[network]
# seed = 1                       # of communities and layouts
# leaders = 20                   # this many by indegree, and this many by outdegree
# seconds_per_measure = 30       # a measure that would take longer on a plain core is left out, with the reason
# ties_on_one_machine = 20_000_000   # with Spark: of layers with more ties, Spark measures what it can
# classes_file = "leaders.csv"   # columns account, class: what you know about leaders; it goes before the rules below
# [[network.leader_classes]]     # default: media, company, practitioner, by words in profiles
# name = "media"
# words = ["news", "magazine*"]

[schedule]
# cron = "0 6 * * *"             # when the current window runs again; default daily at six
# collect_cron = "0 5 * * *"     # when it is collected, with [[collect]] below; the run follows by itself
# time_zone = "UTC"
# report_fresh_hours = 48        # after this many hours the report counts as stale

[publish]
# identify = false               # true: the analysts' copy names people; default false, keyed pseudonyms
# words = []                     # words to show although an account is called so: ["seo", "digital marketing"]
# publishers = []                # domains whose links keep their paths: ["example.org"]; others keep the domain alone
# fewest_people = 5              # mtw supplement withholds counts of fewer accounts than this; 1 withholds none

# What mtw collect asks for, one table for each platform; docs/collecting.md says what each gives and costs. Never put
# tokens or passwords here: they belong in the environment, or in keys.toml (chmod 600).
# [[collect]]
# source = "x"                   # or "bluesky", "mastodon"
# hashtags = []                  # default: those above
# servers = []                   # of Mastodon: ["mastodon.social", "fosstodon.org"]
# budget = 10000                 # at most this many posts for one window; needed where a schedule collects from X
# archive = "recent"             # of X: the last seven days, or "full"
# price_per_post = 0.005         # of X: what a post costs you; only printed

# Some exports write times without saying their zone; they are read as UTC unless their zone is given here.
# [export_time_zones]
# netlytic = "America/Toronto"   # Netlytic's server has run on Eastern time

# How large the contents of an export may be. A file beyond one of these bounds is refused; the others are read.
# [bounds]
# unpacked_megabytes = 256       # what comes out of a packed file, unless it is below the ratio
# unpacked_ratio = 200
# cell_megabytes = 16            # a cell, or a line
# document_megabytes = 1024      # a JSON file that is not one document a line
# workbook_megabytes = 2048      # a part of a workbook, unpacked
# sheet_rows = 1048576
# sheet_cells = 100000000        # empty cells before the last filled one count too
# columns = 16384

# Where a collection is too large for one machine, the statements run on Spark; docs/scaling.md.
# [engine]
# kind = "spark"                 # default "duckdb"
# remote = "sc://HOST:15002"     # the cluster's Connect server, or "local[*]"
# lake = "file:/shared/lake"     # a folder that the cluster and this machine share, or hdfs://..., s3a://...
# reading = "workers"            # large exports are read there too; default "here"
# transformer = "workers"        # so is the scorer of that name; default "here"

# A CSV, XLSX or JSONL file of no known format, or an edge list, can be read once its columns are described here.
# mtw inspect FILE proposes a map; docs/column-maps.md has an example of each key.
# [[column_map]]
# name = "our own table"
# columns.tweet_id = "Tweet ID"  # the id, or the tweet's address
# columns.created_at = "Posted"  # or ["Date", "Time"]
# columns.text = "Full text"
# columns.author_handle = "Account"
# constants.language = "en"      # the same in each row
# time_format = "%d/%m/%Y %H:%M" # where times are not ISO 8601; also several: ["%d/%m/%Y %H:%M", "default"]
# time_zone = "Europe/Madrid"    # of times that name no zone; default "UTC"
"""


def new_study(
    folder: Path,
    *,
    hashtags: Sequence[str],
    title: str = "",
    synthetic: bool = False,
    coders: Sequence[str] = (),
    code_themes: bool = False,
    sample_size: int = 1500,
    seed: int = 20201205,
    language: str = "en",
    marketing_lists: bool = False,
) -> Study:
    """Make a study in a folder, which is made too.

    Args:
        folder: where to.
        hashtags: the community's, with or without their #.
        title: of the report; by default the first hashtag.
        synthetic: whether every report says that the data are synthetic.
        coders: who codes; without any, sheets are written for nobody.
        code_themes: whether the themes are coded too.
        sample_size: tweets drawn for coding.
        seed: of the draw.
        language: whose stop words are left out of word counts, by its two letters.
        marketing_lists: whether the word groups of the #MarketingTwitter study are counted.

    Raises:
        UserError: there is a study already, or a setting is wrong (nothing is left behind then).
    """
    if (folder / SETTINGS_FILE).exists():
        raise UserError(
            f"There is a study in {folder} already",
            where=str(folder / SETTINGS_FILE),
            remedy="Choose another folder",
        )
    tags = [hashtag.strip().lstrip("#") for hashtag in hashtags]
    content = _TEMPLATE.format(
        title=_text(title or f"#{tags[0]}" if tags else "A study"),
        hashtags=f"[{', '.join(_text(tag) for tag in tags)}]",
        synthetic=_SYNTHETIC if synthetic else "",
        coders=f"coders = [{', '.join(_text(coder) for coder in coders)}]\n" if coders else "",
        code_themes=_WITH_THEMES if code_themes else _WITHOUT_THEMES,
        sample_size=sample_size,
        seed=seed,
        stop_words="# " if language == "en" else "",
        language=language,
        word_lists="".join(_as_toml(one) for one in MARKETING_LISTS) if marketing_lists else _EXAMPLE_LIST,
    )
    study = _made_whole(folder, content)
    study.incoming.mkdir(exist_ok=True)
    return study


def _made_whole(folder: Path, settings: str) -> Study:
    """The study of a folder with these settings; where they are wrong, nothing of it is left behind."""
    path = folder / SETTINGS_FILE
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, settings)
        return Study.load(folder)
    except (UserError, OSError):
        for take_away in (path.unlink, *(one.rmdir for one in missing)):
            with suppress(OSError):  # it was not made, or somebody puts something into it just now
                take_away()
        raise


_SYNTHETIC = "synthetic = true                 # every report says that the data are synthetic\n"
_WITH_THEMES = "code_themes = true               # the themes of Table 3 are coded too\n"
_WITHOUT_THEMES = "# code_themes = false            # code the themes of Table 3 too; default false\n"
_EXAMPLE_LIST = """\
# [[word_lists]]
# name = "call to action"
# words = ["click", "join", "learn*"]
"""


def _as_toml(one: WordList) -> str:
    words = ", ".join(_text(word) for word in one.words)
    return f"[[word_lists]]\nname = {_text(one.name)}\nwords = [{words}]\n"


def _text(value: str) -> str:
    """A text as TOML writes it; JSON's form is one of TOML's."""
    return json.dumps(value, ensure_ascii=False)
