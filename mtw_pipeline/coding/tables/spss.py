"""The coded tweets as SPSS has them: numbers, those of categories with value labels.

What belongs here: the file, its labels and its measures. What does not: which tweets and columns (export.py).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.coding.codebook import CodedVariable, computed_variables

if TYPE_CHECKING:
    import pandas as pd

NOTES = "notes"
_MOST_OF_NOTES, _MOST_OF_A_LABEL, _MOST_OF_A_VALUE, _MOST_OF_A_CATEGORY = 32_000, 256, 120, 160
"""Bytes: of a text, of a variable's label and a value's, which are those of SPSS, and of a category within a label."""
_RESERVED = frozenset(["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"])
"""Words of SPSS's commands, which no variable can be called."""
_LABELS = {
    "tweet_id": "Tweet",
    "draw_order": "Place in the draw",
    "is_reliability": "Coded by all coders",
    "created_at": "When it was posted (UTC)",
    "uses_hashtags": "Uses hashtags other than the study's",
    "uses_emoji": "Uses emoji",
    "uses_tagging": "Mentions accounts",
    "uses_links": "Has links",
    "hashtag_count": "Hashtags",
    "mention_count": "Mentions",
    "url_count": "Links",
    "emoji_count": "Emoji",
    "like_count": "Likes, own",
    "retweet_count": "Retweets, own",
    "reply_count": "Replies, own",
    NOTES: "Notes of coders",
}
_FLAGS = ("is_reliability", "uses_hashtags", "uses_emoji", "uses_tagging", "uses_links")
_COUNTS = ("draw_order", *(name for name in _LABELS if name.endswith("_count")))
_WHEN = "created_at"
_WHOLE = "F8.0"
"""SPSS would show a count of 16 as 16.00."""
_NO_YES = {0.0: "no", 1.0: "yes"}


def write_spss(path: Path, frame: "pd.DataFrame", variables: Sequence[CodedVariable]) -> Path:
    """A .sav with a row a tweet; every code, yes and no has its value label, every column its label.

    A variable of which a tweet can have several categories is a set of columns of yes and no, a category each, as SPSS
    defines a set of multiple responses by dichotomies.

    Codes are places in the codebook; those of interval and ratio variables are their numbers, which can be averaged.
    Notes and labels longer than SPSS takes end there; coded_tweets.csv has them whole. A variable that is called as a
    word of SPSS's commands has _ behind its name.
    """
    import pyreadstat

    present = [one for one in (*computed_variables(), *variables) if one.name in frame.columns]
    known = {one.name: one for one in present if one.is_exclusive}
    shown, flags = _with_flags(frame, [one for one in present if not one.is_exclusive])
    shown, values = _as_numbers(shown, known, (*_FLAGS, *flags))
    shown[NOTES] = [_cut(note, _MOST_OF_NOTES) if isinstance(note, str) else "" for note in shown[NOTES]]
    titles = {name: label for name, label in (_LABELS | flags).items() if name in shown.columns}
    titles |= {name: _cut(one.label, _MOST_OF_A_LABEL) for name, one in known.items()}
    measures = {name: "scale" if _is_number(one) else one.scale for name, one in known.items()}
    measures |= dict.fromkeys((*_FLAGS, *flags), "nominal") | {name: "scale" for name in _COUNTS if name in shown}
    names = _names(list(shown.columns))
    pyreadstat.write_sav(
        shown.rename(columns=names), str(path), column_labels={names[name]: title for name, title in titles.items()},
        variable_value_labels={names[name]: labels for name, labels in values.items()},
        variable_measure={_WHEN: "scale", **{names[name]: measure for name, measure in measures.items()}},
        variable_format={names[name]: _format(known.get(name)) for name in measures},
    )  # fmt: skip
    return path


def _is_number(variable: CodedVariable) -> bool:
    """Whether the names of its categories are numbers that mean what they say."""
    return variable.scale in {"interval", "ratio"}


def _format(variable: CodedVariable | None) -> str:
    """How SPSS shows the numbers of a column: with as many decimals as the codebook has."""
    if variable is None or not _is_number(variable):
        return _WHOLE
    return f"F8.{max(len(one.name.partition('.')[2]) for one in variable.categories)}"


def _names(columns: Sequence[str]) -> dict[str, str]:
    """What each column is called in SPSS."""
    found: dict[str, str] = {}
    for name in columns:
        new = name
        while new in _RESERVED or (new != name and new in columns):
            new += "_"
        found[name] = new
    return found


def _cut(text: str, most: int) -> str:
    """A text of so many bytes of UTF-8 at most; a longer one ends with an ellipsis."""
    written = text.encode()
    return text if len(written) <= most else written[: most - len("…".encode())].decode(errors="ignore") + "…"


def _values(categories: Sequence[str]) -> dict[float, str]:
    """The label of each number; of labels that would be cut to the same text each ends with its number."""
    cut = [_cut(name, _MOST_OF_A_VALUE) for name in categories]
    found = {}
    for number, (name, label) in enumerate(zip(categories, cut, strict=True), start=1):
        end = f" ({number})" if cut.count(label) > 1 else ""
        found[float(number)] = _cut(name, _MOST_OF_A_VALUE - len(end)) + end
    return found


def _flag_label(label: str, category: str) -> str:
    """The label of a category's column, in which the category has room before that of its variable."""
    shown = _cut(category, _MOST_OF_A_CATEGORY)
    return f"{_cut(label, _MOST_OF_A_LABEL - len(shown.encode()) - len(': '))}: {shown}"


def _with_flags(frame: "pd.DataFrame", variables: Sequence[CodedVariable]) -> tuple["pd.DataFrame", dict[str, str]]:
    """The frame with a column of yes and no for each category in place of codes of several, and their labels."""
    shown, labels = frame.copy(), {}
    for variable in variables:
        place = list(shown.columns).index(variable.name)
        given = [set(variable.parts(code)) if isinstance(code, str) else None for code in shown.pop(variable.name)]
        for number, category in enumerate(variable.categories, start=1):
            name = f"{variable.name}_{number}"
            while name in shown.columns:
                name += "_"
            shown.insert(place + number - 1, name, [None if one is None else category.name in one for one in given])
            labels[name] = _flag_label(variable.label, category.name)
    return shown, labels


def _as_numbers(
    frame: "pd.DataFrame", known: Mapping[str, CodedVariable], flags: Sequence[str]
) -> tuple["pd.DataFrame", dict[str, dict[float, str]]]:
    """The frame with codes and flags as numbers, and what these numbers mean."""
    shown, values = frame.copy(), {}
    for name, variable in known.items():
        names = [category.name for category in variable.categories]
        numbers = {
            one: float(one) if _is_number(variable) else float(place) for place, one in enumerate(names, start=1)
        }
        shown[name] = [numbers.get(code) for code in shown[name]]
        if not _is_number(variable):
            values[name] = _values(names)
    for name in flags:
        shown[name] = shown[name].astype("Float64").astype(float)
        values[name] = _NO_YES
    return shown, values
