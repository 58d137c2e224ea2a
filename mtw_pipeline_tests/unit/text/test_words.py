import duckdb
import pytest

from mtw_pipeline.text.words import WORD, stop_words


def words_in(text: str) -> list[str]:
    rows = duckdb.execute("select regexp_extract_all(lower($text), $word)", {"text": text, "word": WORD}).fetchall()
    return list(rows[0][0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't panic: it’s l'été!", ["don't", "panic", "it’s", "l'été"]),
        ("#MarketingTips and tips", ["#marketingtips", "and", "tips"]),
        ("in 2021 a b2b 3d plan", ["in", "a", "b2b", "3d", "plan"]),
        ("well-known", ["well", "known"]),
        ("日本語 العربية हिन्दी", ["日本語", "العربية", "हिन्दी"]),
        ("'quoted' \"words\"", ["quoted", "words"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_in(text) == words


def test_handles_and_addresses_are_no_words_and_can_be_told_by_their_sign() -> None:
    assert [word for word in words_in("thanks @some_one, mail me@example.com") if "@" not in word] == ["thanks", "mail"]


def test_stop_words_hold_the_closed_classes_and_no_word_of_content() -> None:
    english = stop_words("en")
    assert {"the", "of", "and", "is", "don't", "don’t", "we"} <= set(english)
    assert not {"good", "great", "community", "share", "learn", "like"} & set(english)
    assert len(english) == len(set(english))
    assert stop_words("none") == ()
