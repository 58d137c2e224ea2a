"""What the tables of coding for papers hold: Table 1, engagement, agreement, crosstabs, themes.

What belongs here: contents. What does not: looks (apa_document.py, apa_latex.py), how numbers are written
(apa_numbers.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from mtw_pipeline.coding.codebook import THEME
from mtw_pipeline.coding.tables.apa_numbers import (
    coefficient,
    decimal,
    interval,
    is_missing,
    mean,
    median,
    p_value,
    percent,
    proper_name,
    title_case,
    whole,
)
from mtw_pipeline.coding.tables.apa_table import ApaTable, Italic, Piece, Text
from mtw_pipeline.exhibits import number_of as number_of_exhibit
from mtw_pipeline.wording import number_of

Rows = list[dict[str, Any]]

_N = Italic("n")
_CI = "95% CI"
_OF_AGREEMENT = 3
"""Decimals of coefficients of agreement, in the report and in the published study."""
_CLEAR = 1.96
_SEVERAL = " A tweet can have several of these categories, so that percentages add up to more than 100."
_UNTOLD = {
    "content_format": "The exports do not tell the format of every tweet; one of no known format may be of others.",
    "tweet_type": (
        "The exports do not tell of every tweet whether it answers or quotes; where its text does not show it, it"
        " counts as a tweet."
    ),
}
"""What stands below a crosstab of a variable that the exports do not tell of all tweets."""


def coding_tables(tables: Mapping[str, Rows]) -> list[ApaTable]:
    """The tables of coding, those without rows among them.

    Args:
        tables: rows of the tables of the warehouse, by the names of these.
    """
    labels = {row["variable"]: row["label"] for row in tables["codebook"]}
    return [
        _frequencies(tables, labels),
        _engagement(tables["engagement_summary"]),
        _agreement(tables["coder_agreement"], tables["machine_agreement"], labels),
        _categories(tables["category_agreement"], labels),
        _computed(tables["computed_agreement"], labels),
        *_crosstabs(tables, labels),
        _themes(tables["theme_frequencies"]),
    ]


def _frequencies(tables: Mapping[str, Rows], labels: Mapping[str, str]) -> ApaTable:
    rows: list[list[Text]] = []
    indented = set()
    counted = [row for row in tables["code_frequencies"] if row["variable"] != THEME]
    for variable, categories in groupby(counted, key=lambda row: row["variable"]):
        rows.append([labels.get(variable, proper_name(variable)), "", "", ""])
        for row in categories:
            indented.add(len(rows))
            rows.append(
                [
                    _sentence(row["category"]), whole(row["tweets"]), percent(row["percent"]),
                    interval(percent(row["low"]), percent(row["high"])),
                ]
            )  # fmt: skip
    coded = {row["variable"]: row["coded_tweets"] for row in counted}
    sizes = sorted(set(coded.values()))
    rests = f"{whole(sizes[0])} to {whole(sizes[-1])}" if len(sizes) > 1 else whole(sizes[0] if sizes else None)
    said = (
        f" = {rests} sampled tweets with a code. CI = confidence interval (Wilson's score interval). Type, format and"
        " resources are computed, the others coded by people. A tweet can use several resources, or none;"
        " so it is of every variable of which the percentages add up to more than 100."
    )
    if any(not is_missing(row["with_retweets"]) and not row["with_retweets"] for row in tables["sample"]):
        said += " Retweets were not drawn: shares of types are of all other tweets."
    if any(is_missing(row["percent"]) for row in counted):
        said += (
            " A category that the exports do not tell of all tweets has no percentage; its interval goes from the"
            " least to the most that it can be."
        )
    note: Text = (Italic("N"), said)
    return ApaTable(
        "codes", "Categories of the Sampled Tweets", ["Category", _N, "%", _CI], rows, note, frozenset(indented)
    )


def _engagement(found: Rows) -> ApaTable:
    rows = [
        [
            proper_name(row["metric"]), whole(row["known_tweets"]), mean(row["mean"]), median(row["median"]),
            interval(median(row["lower_quartile"]), median(row["upper_quartile"])), whole(row["maximum"]),
        ]
        for row in found
    ]  # fmt: skip
    head: list[Text] = ["Engagement", _N, Italic("M"), Italic("Mdn"), Italic("IQR"), "Maximum"]
    note: Text = (
        _N, " = sampled tweets that are no retweets and whose own count is known; ", Italic("IQR"),
        " = first and third quartile.",
    )  # fmt: skip
    return ApaTable("sample_engagement", "Engagement With the Sampled Tweets", head, rows, note)


def _agreement(found: Rows, machine: Rows, labels: Mapping[str, str]) -> ApaTable:
    several = len({row["coders"] for row in found}) > 1
    of_machine = {row["variable"]: row for row in machine if not is_missing(row["cohens_kappa"])}
    measures = {name: list(rows) for name, rows in groupby(found, key=lambda row: row["variable"])}
    rows: list[list[Text]] = []
    indented = set()
    for variable in dict.fromkeys((*measures, *of_machine)):
        rows.append([labels.get(variable, proper_name(variable)), "", "", ""])
        own = [_agreement_row(row, several=several) for row in measures.get(variable, ())]
        own += [_machine_row(of_machine[variable])] if variable in of_machine else []
        indented |= {len(rows) + place for place in range(len(own))}
        rows += own
    said = (
        " = tweets coded by at least two coders. CI = confidence interval, by the method that the report names beside"
        f" each measure in {number_of_exhibit('agreement')}. A dash: not defined for these codes."
    )
    note: tuple[Piece, ...] = (_N, said, *_of_scorers(of_machine.values()))
    return ApaTable("agreement", "Agreement of Coders", ["Measure", _N, "Value", _CI], rows, note, frozenset(indented))


def _of_scorers(machine: Iterable[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """Of the note, how the machine was validated; nothing where there is none."""
    scorers = dict.fromkeys(row["scorer"] for row in machine)
    if not scorers:
        return ()
    held_out = " = tweets with a final code by people, each coded by a model that did not learn from it."
    return f" Machine: {'; '.join(scorers)}; ", _N, held_out


def _machine_row(row: Mapping[str, Any]) -> list[Text]:
    value, low, high = (_kappa(row[name]) for name in ("cohens_kappa", "low", "high"))
    return [
        f"{proper_name('cohens_kappa')}, machine and people",
        whole(row["learned_from"]),
        value,
        interval(low, high),
    ]


def _agreement_row(row: Mapping[str, Any], *, several: bool) -> list[Text]:
    shown = percent if row["measure"] == "percent_agreement" else _kappa
    name = proper_name(row["measure"])
    of = f" ({row['coders']})" if several else ""
    return [f"{name}{of}", whole(row["units"]), shown(row["value"]), interval(shown(row["low"]), shown(row["high"]))]


def _categories(found: Rows, labels: Mapping[str, str]) -> ApaTable:
    rows: list[list[Text]] = []
    indented = set()
    of_all = [row for row in found if row["coders"] == "all"]
    for variable, categories in groupby(of_all, key=lambda row: row["variable"]):
        rows.append([labels.get(variable, proper_name(variable)), "", "", "", ""])
        for row in categories:
            indented.add(len(rows))
            rows.append(
                [
                    _sentence(row["category"]), whole(row["units"]), whole(row["tweets_of_any"]),
                    _kappa(row["value"]), interval(_kappa(row["low"]), _kappa(row["high"])),
                ]
            )  # fmt: skip
    said = (
        " = tweets coded by at least two coders; given = those to which any of them gave the category. κ is of the"
        " category there or not: Cohen's of two coders, Conger's of more. A dash: not defined for these codes."
    )
    note: Text = (_N, said)
    head: list[Text] = ["Category", _N, "Given", "κ", _CI]
    return ApaTable("category_agreement", "Agreement of Coders by Category", head, rows, note, frozenset(indented))


def _computed(found: Rows, labels: Mapping[str, str]) -> ApaTable:
    rows: list[list[Text]] = []
    indented = set()
    for variable, categories in groupby(found, key=lambda row: row["variable"]):
        rows.append([labels.get(variable, proper_name(variable)), "", "", "", "", ""])
        for row in categories:
            indented.add(len(rows))
            rows.append(
                [
                    _sentence(row["category"]), whole(row["units"]), whole(row["computed_tweets"]),
                    whole(row["people_tweets"]), _kappa(row["value"]),
                    interval(_kappa(row["low"]), _kappa(row["high"])),
                ]
            )  # fmt: skip
    said = (
        " = tweets with a final code by people. Agreement = Cohen's kappa; of all categories of resources, of which a"
        " tweet can have several, Krippendorff's alpha by MASI distance. A dash: not defined for these codes."
    )
    note: Text = (_N, said)
    head: list[Text] = ["Category", _N, "Computed", "By people", "Agreement", _CI]
    return ApaTable(
        "computed_agreement", "Computed Categories and Codes by People", head, rows, note, frozenset(indented)
    )


def _kappa(value: float | None) -> str:
    return coefficient(value, _OF_AGREEMENT)


def _crosstabs(tables: Mapping[str, Rows], labels: Mapping[str, str]) -> list[ApaTable]:
    tests = {(row["row_variable"], row["column_variable"]): row for row in tables["crosstab_tests"]}
    untold = {row["variable"] for row in tables["code_frequencies"] if is_missing(row["percent"])}
    found: list[ApaTable] = []
    for pair, cells in groupby(tables["code_crosstabs"], key=lambda row: (row["row_variable"], row["column_variable"])):
        of_rows = {name: list(row) for name, row in groupby(cells, key=lambda cell: cell["row_category"])}
        one, other = (labels.get(name, proper_name(name)) for name in pair)
        said = "".join(f" {_UNTOLD[name]}" for name in pair if name in untold and name in _UNTOLD)
        content = _crosstab(title_case(f"{one} by {other}"), one, of_rows, tests.get(pair), said)
        found.append(replace(content, letter=len(found)))
    return found


def _crosstab(
    title: str, stub: str, of_rows: Mapping[str, Rows], test: Mapping[str, Any] | None, untold: str
) -> ApaTable:
    first = next(iter(of_rows.values()))
    everything = first[0]["all_tweets"]
    rows: list[list[Text]] = [
        [_sentence(name), *map(_cell, cells), _margin(cells[0]["row_tweets"], everything)]
        for name, cells in of_rows.items()
    ]
    totals = [_margin(cell["column_tweets"], everything) for cell in first]
    rows.append(["All", *totals, _margin(everything, everything)])
    head: list[Text] = [stub, *(_sentence(cell["column_category"]) for cell in first), "All"]
    has_several = any(sum(cell["tweets"] for cell in cells) != cells[0]["row_tweets"] for cells in of_rows.values())
    both = number_of(everything, "tweet that has", "tweets that have")
    marks = f" (percent of the {both} both variables). Plus and minus mark adjusted residuals from 1.96 and to −1.96."
    note: tuple[Piece, ...] = ("Cells are ", _N, marks, _SEVERAL if has_several else "", " ", *_tested(test), untold)
    return ApaTable("crosstabs", title, head, rows, note)


def _cell(cell: Mapping[str, Any]) -> str:
    residual = cell["adjusted_residual"]
    mark = "" if is_missing(residual) or abs(residual) < _CLEAR else ("+" if residual > 0 else "−")
    return f"{whole(cell['tweets'])} ({percent(cell['percent_of_all'])}){mark}"


def _margin(tweets: int, everything: int) -> str:
    return f"{whole(tweets)} ({percent(100 * tweets / everything)})"


def _tested(test: Mapping[str, Any] | None) -> tuple[Piece, ...]:
    if test is None or is_missing(test["chi_square"]):
        return (f"Not tested: {test['reason']}." if test is not None and test["reason"] else "",)
    degrees = "" if is_missing(test["degrees_of_freedom"]) else f"{test['degrees_of_freedom']:.0f}, "
    size = f" = {whole(test['tweets'])}) = {decimal(test['chi_square'])}, "
    chance = f" {p_value(test['p_value'])} ({test['method']}), after Holm "
    found: tuple[Piece, ...] = (
        f"{'χ²' if degrees else 'Σχ²'}({degrees}", Italic("N"), size, Italic("p"), chance, Italic("p"),
        f" {p_value(test['p_holm'])}",
    )  # fmt: skip
    if is_missing(test["cramers_v"]):
        return (*found, ".")
    between = interval(coefficient(test["low"]), coefficient(test["high"]))
    return (*found, "; Cramér's ", Italic("V"), f" = {coefficient(test['cramers_v'])}, {_CI} {between}.")


def _themes(found: Rows) -> ApaTable:
    rows = [
        [
            _sentence(row["theme"]), _sentence(row["kind_of_knowledge"]), _sentence(row["motivation"]),
            whole(row["tweets"]), percent(row["percent"]), interval(percent(row["low"]), percent(row["high"])),
        ]
        for row in found
    ]  # fmt: skip
    head: list[Text] = ["Theme", "Kind of knowledge", "Motivation", _N, "%", _CI]
    note = "Percentages are of the sampled tweets with a theme. CI = confidence interval (Wilson's score interval)."
    return ApaTable("themes", "Thematic Framework", head, rows, note)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
