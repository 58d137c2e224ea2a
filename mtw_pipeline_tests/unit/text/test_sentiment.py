"""VADER as published: its documentation's scores, its thresholds, and each text by itself."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.text.sentiment import labels, vader_name, vader_rows
from mtw_pipeline.text.vader import Scores, Vader, installed_lexicon
from mtw_pipeline.warehouse.tables.text import SENTIMENT_SCORES

PUBLISHED = [
    ("VADER is smart, handsome, and funny.", 0.8316),
    ("VADER is VERY SMART, handsome, and FUNNY.", 0.9227),
    ("VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342),
    ("VADER is not smart, handsome, nor funny.", -0.7424),
    ("Today only kinda sux! But I'll get by, lol", 0.5249),
    ("Catch utf-8 emoji such as \U0001f498 and \U0001f48b and \U0001f601", 0.8746),
]


def rows_of(*texts: str) -> pa.Table:
    columns = {"collection_window": ["w"] * len(texts), "tweet_id": [str(place) for place in range(len(texts))]}
    tweets = pa.table({**columns, "text": pa.array(texts, pa.string())})
    [rows] = vader_rows([tweets], vader_name(), installed_lexicon())
    return rows


@pytest.mark.parametrize(("text", "compound"), PUBLISHED)
def test_the_sentences_of_vaders_own_documentation_score_as_published(text: str, compound: float) -> None:
    assert rows_of(text).column("compound").to_pylist() == [pytest.approx(compound, abs=1e-3)]


def test_scores_keep_the_order_of_the_texts_with_repetitions() -> None:
    good, bad, again, empty = rows_of("good", "bad", "good", "").drop_columns(["tweet_id"]).to_pylist()
    assert good == again
    assert good["compound"] > 0 > bad["compound"]
    assert [empty[name] for name in ("negative", "neutral", "positive", "compound")] == [0, 0, 0, 0]
    assert [one["label"] for one in (good, bad, empty)] == ["positive", "negative", "neutral"]


@pytest.mark.parametrize(
    ("compound", "expected"),
    [(0.05, "positive"), (0.0499, "neutral"), (0.0, "neutral"), (-0.0499, "neutral"), (-0.05, "negative")],
)
def test_labels_begin_at_the_published_thresholds(compound: float, expected: str) -> None:
    assert labels(pa.array([compound])).to_pylist() == [expected]


@pytest.mark.parametrize("texts", [(), ("great", "awful")])
def test_the_rows_are_those_of_the_table(texts: tuple[str, ...]) -> None:
    rows = rows_of(*texts)
    assert tuple(rows.column_names) == SENTIMENT_SCORES.column_names  # an engine takes them by their place
    assert rows.num_rows == len(texts)


PIECES = ["plain", "word", "good", "GOOD!!", "bad", "(bad)", "\U0001f601", "a\U0001f48bb", "not", "but", "\u00a9", "é"]
BLANKS = [" ", "\n", "\t ", "\u00a0", "\u3000", "\x1c", "\x85", "\u200b"]


@given(st.lists(st.lists(st.sampled_from([*PIECES, *BLANKS]), max_size=8).map("".join), max_size=30))
def test_each_text_has_its_own_scores_whether_or_not_a_word_of_the_lexicon_stands_in_it(texts: list[str]) -> None:
    """A text without such a word is told by its pieces alone, whichever signs are blanks."""
    scorer = Vader()
    expected = [scorer.scores(text) for text in texts]
    found = rows_of(*texts).select(Scores._fields).to_pylist()
    assert [Scores(**one) for one in found] == expected


def test_arrow_cuts_texts_only_at_signs_that_are_blanks_in_python_and_takes_those_alone_for_nothing() -> None:
    signs = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    pieces = pc.ascii_split_whitespace(pa.array([f"a{sign}b" for sign in signs])).to_pylist()
    cut = {sign for sign, cut in zip(signs, pieces, strict=True) if len(cut) > 1}
    blanks = {sign for sign in signs if not sign.strip()}
    assert {" ", "\n", "\t"} <= cut <= blanks
    trimmed = pc.utf8_trim_whitespace(pa.array(signs)).to_pylist()
    assert {sign for sign, left in zip(signs, trimmed, strict=True) if not left} == blanks
