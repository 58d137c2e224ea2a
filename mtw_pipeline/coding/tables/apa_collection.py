"""What the Word tables of the whole collection hold: network, leaders, words, sentiment, style.

What belongs here: contents. What does not: looks (apa_document.py), how numbers are written (apa_numbers.py).
"""

from collections.abc import Mapping
from itertools import groupby

from mtw_pipeline.coding.tables.apa_coding import Rows
from mtw_pipeline.coding.tables.apa_document import ApaTable, Italic, Text
from mtw_pipeline.coding.tables.apa_numbers import coefficient, decimal, measure, percent, proper_name, whole

_N = Italic("n")
_LABELS = ("negative", "neutral", "positive")


def collection_tables(tables: Mapping[str, Rows]) -> list[ApaTable]:
    """The tables of all tweets, those without rows among them.

    Args:
        tables: rows of the tables of the warehouse, by the names of these.
    """
    return [
        _network(tables["network_metrics"]),
        *_leaders(tables["leaders"]),
        _words(tables["word_frequencies"]),
        _lists(tables["word_list_totals"]),
        _sentiment(tables["sentiment"]),
        _scorers(tables["scorer_agreement"]),
        _style(tables["style_measures"]),
    ]


def _network(found: Rows) -> ApaTable:
    layers = list(dict.fromkeys(row["layer"] for row in found))
    values = {(row["metric"], row["layer"]): row["value"] for row in found}
    rows: list[list[Text]] = [
        [proper_name(metric), *(measure(values.get((metric, layer))) for layer in layers)]
        for metric in dict.fromkeys(row["metric"] for row in found)
    ]
    head: list[Text] = ["Metric", *(_sentence(layer) for layer in layers)]
    note = (
        "Columns are layers of ties: names mentioned, chains of replies, retweets, quotes, and all of these. A dash:"
        " not defined, or left out; the table network_metrics says why, and gives the definition of each metric."
    )
    return ApaTable("Network Metrics", head, rows, note)


def _leaders(found: Rows) -> list[ApaTable]:
    made = []
    of_all = [row for row in found if row["layer"] == "all"]
    for degree, leaders in groupby(of_all, key=lambda row: row["leads_by"]):
        rows: list[list[Text]] = [
            [
                f"@{row['account']}", whole(row["rank"]), whole(row["degree"]), whole(row["followers"]),
                _sentence(row["class"]), "Yes" if row["leads_both"] else "No",
            ]
            for row in leaders
        ]  # fmt: skip
        head: list[Text] = ["Account", "Rank", _sentence(degree), "Followers", "Class", "Leads by both"]
        note = (
            "Layer of all ties. Degree = other accounts with a tie to it (indegree) or from it (outdegree). Names"
            " accounts: not for publication without their consent."
        )
        made.append(ApaTable(f"Leaders by {_sentence(degree)}", head, rows, note))
    return made


def _words(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [
        [row["word"], whole(row["rank"]), whole(row["uses"]), whole(row["tweets"]), whole(row["posters"])]
        for row in found
    ]
    head: list[Text] = ["Word", "Rank", "Uses", "Tweets", "Users"]
    return ApaTable("Most Recurrent Words", head, rows, "Stop words are left out. Users = accounts that use the word.")


def _lists(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [
        [
            _sentence(row["list"]), whole(row["distinct_words"]), whole(row["uses"]), whole(row["tweets"]),
            percent(row["percent_of_tweets"]), whole(row["posters"]),
        ]
        for row in found
    ]  # fmt: skip
    head: list[Text] = ["List", "Words used", "Uses", "Tweets", "% of tweets", "Users"]
    return ApaTable("Word Lists", head, rows, "Words used = different words of the list that are used at all.")


def _sentiment(found: Rows) -> ApaTable:
    rows: list[list[Text]] = []
    for row in found:
        cells = [f"{whole(row[label])} ({percent(100 * row[label] / row['scored'])})" for label in _LABELS]
        rows.append([row["scorer"], whole(row["scored"]), *cells])
    head: list[Text] = ["Scorer", _N, *(_sentence(label) for label in _LABELS)]
    note: Text = ("Cells are ", _N, " (percent of the tweets that the scorer scored).")
    return ApaTable("Sentiment of the Tweets", head, rows, note)


def _scorers(found: Rows) -> ApaTable:
    rows: list[list[Text]] = [
        [
            f"{row['scorer']} and {row['other_scorer']}", whole(row["tweets"]), percent(row["percent_agreement"]),
            coefficient(row["cohens_kappa"]),
        ]
        for row in found
    ]  # fmt: skip
    return ApaTable(
        "Agreement of Sentiment Scorers", ["Scorers", _N, "% alike", "Cohen's κ"], rows, "Over the three labels."
    )


def _style(found: Rows) -> ApaTable:
    rows: list[list[Text]] = []
    for row in found:
        cells = [whole(row["uses"]), decimal(row["value"]), decimal(row["standing"], 1)]
        rows.append([row["measure"], _sentence(row["kind"]), *cells])
    head: list[Text] = ["Measure", "Kind", "Words", "Value", "Percentile"]
    note = (
        "Value = percent of all words of a category; of a composite, in the units of its formula (table"
        " style_measures). Percentile = among the study's norms, where it has any. LIWC's own scores are other figures."
    )
    return ApaTable("Style of the Tweets", head, rows, note)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
