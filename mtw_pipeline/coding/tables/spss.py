"""The coded tweets as SPSS has them: numbers with value labels.

What belongs here: the file, its labels and its measures. What does not: which tweets and columns (export.py).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.coding.codebook import CodedVariable, computed_variables

if TYPE_CHECKING:
    import pandas as pd

NOTES = "notes"
_MOST_BYTES = 32_000
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
_WHOLE = "F8.0"
"""SPSS would show a count of 16 as 16.00."""
_NO_YES = {0.0: "no", 1.0: "yes"}


def write_spss(path: Path, frame: "pd.DataFrame", variables: Sequence[CodedVariable]) -> Path:
    """A .sav with a row a tweet; every code, yes and no has its value label, every column its label.

    A variable of which a tweet can have several categories is a set of columns of yes and no, a category each, as SPSS
    defines a set of multiple responses by dichotomies.

    Codes are places in the codebook, also of interval and ratio variables, so SPSS is told no more than their order.
    Notes longer than a variable of SPSS may be end there; coded_tweets.csv has them whole.
    """
    import pyreadstat

    present = [one for one in (*computed_variables(), *variables) if one.name in frame.columns]
    known = {one.name: one for one in present if one.is_exclusive}
    shown, flags = _with_flags(frame, [one for one in present if not one.is_exclusive])
    shown, values = _as_numbers(shown, known, (*_FLAGS, *flags))
    shown[NOTES] = [
        note.encode()[:_MOST_BYTES].decode(errors="ignore") if isinstance(note, str) else "" for note in shown[NOTES]
    ]
    titles = {name: label for name, label in (_LABELS | flags).items() if name in shown.columns}
    measures = {name: "nominal" if one.scale == "nominal" else "ordinal" for name, one in known.items()}
    measures |= dict.fromkeys((*_FLAGS, *flags), "nominal") | {name: "scale" for name in _COUNTS if name in shown}
    pyreadstat.write_sav(
        shown, str(path), column_labels={**titles, **{name: one.label for name, one in known.items()}},
        variable_value_labels=values, variable_measure=measures, variable_format=dict.fromkeys(measures, _WHOLE),
    )  # fmt: skip
    return path


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
            labels[name] = f"{variable.label}: {category.name}"
    return shown, labels


def _as_numbers(
    frame: "pd.DataFrame", known: Mapping[str, CodedVariable], flags: Sequence[str]
) -> tuple["pd.DataFrame", dict[str, dict[float, str]]]:
    """The frame with codes and flags as numbers, and what these numbers mean."""
    shown, values = frame.copy(), {}
    for name, variable in known.items():
        names = [category.name for category in variable.categories]
        shown[name] = [float(names.index(code) + 1) if code in names else None for code in shown[name]]
        values[name] = {float(number): category for number, category in enumerate(names, start=1)}
    for name in flags:
        shown[name] = shown[name].astype("Float64").astype(float)
        values[name] = _NO_YES
    return shown, values
