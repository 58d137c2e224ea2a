"""What the tables of the whole collection for papers hold: network, leaders, words, sentiment, style.

What belongs here: contents. What does not: looks (apa_document.py, apa_latex.py), how numbers are written
(apa_numbers.py).
"""

from collections.abc import Iterable, Mapping
from itertools import groupby

from mtw_pipeline.coding.tables.apa_coding import Rows
from mtw_pipeline.coding.tables.apa_numbers import (
    coefficient,
    decimal,
    fine_percent,
    mean,
    measure,
    median,
    percent,
    proper_name,
    whole,
)
from mtw_pipeline.coding.tables.apa_table import ApaTable, Italic, Text
from mtw_pipeline.network.account_names import account_name
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.network.network_table import MetricRow, network_table
from mtw_pipeline.text.scorer_names import scorer_name
from mtw_pipeline.wording import number_of

_N = Italic("n")
_LABELS = ("negative", "neutral", "positive")
_LAYERS = {
    "all": "all mentions, replies, retweets and quotes", "chain": "chains of replies", "name": "names in texts",
    "quote": "quotes", "retweet": "retweets",
}  # fmt: skip


def collection_tables(tables: Mapping[str, Rows], hashtags: Iterable[str]) -> list[ApaTable]:
    """The tables of all tweets, those without rows among them.

    Args:
        tables: rows of the tables of the warehouse, by the names of these.
        hashtags: the study's own, without their sign.
    """
    return [
        *_network(tables["network_metrics"]),
        _leader_groups(tables["leader_groups"]),
        *_leaders(tables["leaders"]),
        _words(tables["word_frequencies"], hashtags),
        _lists(tables["word_list_totals"]),
        _sentiment(tables["sentiment"]),
        _scorers(tables["scorer_agreement"]),
        _liwc([row for row in tables["liwc"] if row["kind"] != "category"]),
        _liwc_categories([row for row in tables["liwc"] if row["kind"] == "category"]),
        _composites([row for row in tables["style_measures"] if row["kind"] != "category"]),
        _categories([row for row in tables["style_measures"] if row["kind"] == "category"]),
    ]


def _network(found: Rows) -> list[ApaTable]:
    """What the published study reports, and all else, as the report parts them."""
    table = network_table(Metric(**row) for row in found)
    head: list[Text] = ["Metric", *map(_sentence, table.layers)]
    further: list[list[Text]] = []
    indented = set()
    for group, metrics in table.further.items():
        further.append([group, *([""] * len(table.layers))])
        indented |= {len(further) + place for place in range(len(metrics))}
        further += _metrics(metrics)
    note = (
        f"Columns are layers of ties: {'; '.join(_LAYERS[layer] for layer in table.layers)}. A dash: not defined, or"
        " left out; the table network_metrics says why, and gives the definition of each metric."
    )
    return [
        ApaTable("network_metrics", "Network Metrics", head, _metrics(table.main), note),
        ApaTable("further_network_metrics", "Further Network Metrics", head, further, note, frozenset(indented)),
    ]  # fmt: skip


def _metrics(rows: Iterable[MetricRow]) -> list[list[Text]]:
    return [[proper_name(row.metric), *(measure(getattr(one, "value", None)) for one in row.by_layer)] for row in rows]


def _leader_groups(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [
        [
            _sentence(row["leads_by"]), whole(row["accounts"]), whole(row["in_both"]), whole(row["followers_known"]),
            mean(row["mean_followers"]), median(row["median_followers"]),
            *(whole(row[name]) for name in ("practitioners", "companies", "media", "others")),
        ]
        for row in found
    ]  # fmt: skip
    head: list[Text] = [
        "Leaders by", "Accounts", "In both", _N, Italic("M"), Italic("Mdn"), "Practitioners", "Companies", "Media",
        "Other or not known",
    ]  # fmt: skip
    note: Text = (
        "Layer of all ties. ", _N, " = accounts whose followers are known; ", Italic("M"), " and ", Italic("Mdn"),
        " = mean and median of these followers.",
    )  # fmt: skip
    return ApaTable("leader_groups", "Groups of Leaders", head, rows, note)


def _leaders(found: Rows) -> list[ApaTable]:
    made: list[ApaTable] = []
    of_all = [row for row in found if row["layer"] == "all"]
    for degree, leaders in groupby(of_all, key=lambda row: row["leads_by"]):
        rows: list[list[Text]] = [
            [
                account_name(row["account"]), whole(row["rank"]), whole(row["degree"]), whole(row["followers"]),
                _sentence(row["class"]), "Yes" if row["leads_both"] else "No",
            ]
            for row in leaders
        ]  # fmt: skip
        head: list[Text] = ["Account", "Rank", _sentence(degree), "Followers", "Class", "Leads by both"]
        note = (
            "Layer of all ties. Degree = other accounts with a tie to it (indegree) or from it (outdegree). Names"
            " accounts: not for publication without their consent."
        )
        made.append(ApaTable("leaders", f"Leaders by {_sentence(degree)}", head, rows, note, letter=len(made)))
    return made


def _words(found: Rows, hashtags: Iterable[str]) -> ApaTable:
    """As in the report, without the study's own hashtags, which the collection itself put in every tweet."""
    own = {f"#{hashtag}".casefold() for hashtag in hashtags}
    before = [row["rank"] for row in found if row["word"].casefold() in own]
    rows: list[list[Text]] = [
        [
            row["word"], whole(row["rank"] - sum(rank < row["rank"] for rank in before)), whole(row["uses"]),
            whole(row["tweets"]), whole(row["posters"]),
        ]
        for row in found if row["word"].casefold() not in own
    ]  # fmt: skip
    head: list[Text] = ["Word", "Rank", "Uses", "Tweets", "Users"]
    note = (
        "Users = accounts that use the word. The study's own hashtags are left out; the methods note of the report says"
        " what else is. Names of people may be among the words: of those to publish, mtw supplement writes a table."
    )
    return ApaTable("more_words", "Most Recurrent Words", head, rows, note)


def _lists(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [
        [
            _sentence(row["list"]), whole(row["distinct_words"]), whole(row["uses"]), whole(row["tweets"]),
            percent(row["percent_of_tweets"]), whole(row["posters"]),
        ]
        for row in found
    ]  # fmt: skip
    head: list[Text] = ["List", "Words used", "Uses", "Tweets", "% of tweets", "Users"]
    most = "; ".join(f"{row['list']}: {', '.join(row['words'])}" for row in found if len(row["words"]))
    note = f"Words used = different words of the list that are used at all. Most used, the first ten: {most or 'none'}."
    return ApaTable("word_lists", "Word Lists", head, rows, note)


def _sentiment(found: Rows) -> ApaTable:
    rows: list[list[Text]] = []
    for row in found:
        cells = [f"{whole(row[label])} ({percent(100 * row[label] / row['scored'])})" for label in _LABELS]
        rows.append([_sentence(scorer_name(row["scorer"])), whole(row["scored"]), *cells])
    head: list[Text] = ["Scorer", _N, *(_sentence(label) for label in _LABELS)]
    note: Text = (
        "Cells are ", _N, " (percent of the tweets that the scorer scored).", _in_full(row["scorer"] for row in found),
    )  # fmt: skip
    return ApaTable("sentiment", "Sentiment of the Tweets", head, rows, note)


def _scorers(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [
        [
            _sentence(f"{scorer_name(row['scorer'])} and {scorer_name(row['other_scorer'])}"), whole(row["tweets"]),
            percent(row["percent_agreement"]), coefficient(row["cohens_kappa"], 3),
        ]
        for row in found
    ]  # fmt: skip
    scorers = dict.fromkeys(row[name] for row in found for name in ("scorer", "other_scorer"))
    head: list[Text] = ["Scorers", _N, "% alike", "Cohen's κ"]
    note = f"Over the three labels.{_in_full(scorers)}"
    return ApaTable("scorer_agreement", "Agreement of Sentiment Scorers", head, rows, note)


def _in_full(scorers: Iterable[str]) -> str:
    """What exactly scored, where its row has a short name."""
    return "".join(
        f" {_sentence(scorer_name(one))}: {one}." for one in scorers if scorer_name(one) != one
    )  # fmt: skip


def _liwc(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [[row["measure"], _sentence(row["measured"]), decimal(row["value"])] for row in found]
    note = (
        "By the team's own LIWC. A summary variable of tweets is the mean of their scores; all texts = of them as one."
    )
    return ApaTable("liwc", "Summary Variables and Counts of LIWC", ["Measure", "Measured", "Value"], rows, note)


def _liwc_categories(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [[row["measure"], _sentence(row["measured"]), fine_percent(row["value"])] for row in found]
    note = "By the team's own LIWC. % = percent of all words."
    return ApaTable("liwc_categories", "Categories of LIWC", ["Category", "Measured", "%"], rows, note)


def _composites(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [
        [proper_name(row["measure"]), decimal(row["value"]), decimal(row["standing"], 1)] for row in found
    ]
    formulas = "; ".join(f"{proper_name(row['measure'])} = {row['definition']}" for row in found)
    note = f"{formulas}. Percentile = among the study's norms, where it has any. None is a score of LIWC."
    return ApaTable("style_composites", "Composites of Style", ["Measure", "Value", "Percentile"], rows, note)


def _categories(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [
        [row["measure"], whole(row["uses"]), fine_percent(row["value"]), decimal(row["standing"], 1)] for row in found
    ]
    words = number_of(int(found[0]["words"]) if found else 0, "word")
    note = f"% = percent of {words}. Percentile = among the study's norms, where it has any."
    head: list[Text] = ["Category", "Uses", "%", "Percentile"]
    return ApaTable("style_categories", "Categories of Style", head, rows, note)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
