import pyarrow as pa
import pytest

from mtw_pipeline.text.sentiment import label, score_rows, vader_name, vader_sentiments
from mtw_pipeline.warehouse.tables.text import SENTIMENT_SCORES

PUBLISHED = [
    ("VADER is smart, handsome, and funny.", 0.8316),
    ("VADER is VERY SMART, handsome, and FUNNY.", 0.9227),
    ("VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342),
    ("VADER is not smart, handsome, nor funny.", -0.7424),
    ("Today only kinda sux! But I'll get by, lol", 0.5249),
    ("Catch utf-8 emoji such as \U0001f498 and \U0001f48b and \U0001f601", 0.8746),
]


@pytest.mark.parametrize(("text", "compound"), PUBLISHED)
def test_the_sentences_of_vaders_own_documentation_score_as_published(text: str, compound: float) -> None:
    assert vader_sentiments([text])[0].compound == pytest.approx(compound, abs=1e-3)


def test_scores_keep_the_order_of_the_texts_with_repetitions() -> None:
    scores = vader_sentiments(["good", "bad", "good", ""])
    assert scores[0] == scores[2]
    assert scores[0].compound > 0 > scores[1].compound
    assert scores[3] == (0.0, 0.0, 0.0, 0.0, "neutral")


@pytest.mark.parametrize(
    ("compound", "expected"),
    [(0.05, "positive"), (0.0499, "neutral"), (0.0, "neutral"), (-0.0499, "neutral"), (-0.05, "negative")],
)
def test_labels_begin_at_the_published_thresholds(compound: float, expected: str) -> None:
    assert label(compound) == expected


def test_the_rows_are_those_of_the_table() -> None:
    tweets = pa.table({"collection_window": ["w", "w"], "tweet_id": ["1", "2"]})
    rows = score_rows(tweets, vader_name(), vader_sentiments(["great", "awful"]))
    assert set(rows.column_names) == set(SENTIMENT_SCORES.column_names)
    assert rows.column("label").to_pylist() == ["positive", "negative"]
