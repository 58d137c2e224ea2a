"""What stood in names alone has no row in the copy's tables of words, however it is made; all else counts as before."""

import duckdb
import pytest

from mtw_pipeline.published import copying
from mtw_pipeline.published.inspection import findings
from mtw_pipeline.published.parts import files, shares
from mtw_pipeline.published.parts.planning import record_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.published_copies import publish
from mtw_pipeline_tests.unit.published.test_leaks import plant
from mtw_pipeline_tests.unit.published.test_parts import anew, content, published

TEXTS = [
    "so greta quax blimkrax said it",
    "so greta quax blimkrax said it",
    "greta wrote of a quax fish",
    "a quax fish swims",
    "fish said it greta",
]
WINDOWS = ("2021-01", "2021-02")
PLANTED = (
    "tweets", "tweet_tokens", "word_frequencies", "word_list_uses", "word_keyness", "window_trends",
    "bigram_frequencies", "communities",
)  # fmt: skip


def plant_window(warehouse: Warehouse, window: str, texts: list[str]) -> None:
    """Texts with their tokens, and the words and pairs of these as the study counts them."""
    for number, text in enumerate(texts):
        of_tweet = {"collection_window": window, "tweet_id": f"{window}-{number}", "author": f"x{number}"}
        plant(warehouse, "tweets", text=text, **of_tweet)
        plant(warehouse, "tweet_tokens", tokens=text, word_count=len(text.split()), **of_tweet)
    words = [word for text in texts for word in text.split()]
    for word in sorted(set(words)):
        counts = {"uses": words.count(word), "tweets": sum(word in text.split() for text in texts)}
        row = {"collection_window": window, "word": word, **counts}
        plant(warehouse, "word_frequencies", rank=1, posters=1, **row)
        plant(warehouse, "word_list_uses", list="fish", kind="group", rank=1, posters=1, **row)
        plant(warehouse, "word_keyness", collection_window=window, word=word, uses=counts["uses"])
        plant(warehouse, "window_trends", collection_window=window, topic="words", measure="m", term=word)
        plant(warehouse, "window_trends", collection_window=window, topic="codes", measure="m", term=word)
    pairs = [pair for text in texts for pair in zip(text.split(), text.split()[1:], strict=False)]
    for first, second in sorted(set(pairs)):
        given = {"collection_window": window, "first_word": first, "second_word": second, "rank": 1}
        plant(warehouse, "bigram_frequencies", uses=pairs.count((first, second)), tweets=1, **given)
    in_community = ["fish", "blimkrax", "it"]
    plant(warehouse, "communities", collection_window=window, layer="all", community=1, words=in_community)


def shown(study: Study, asked: str) -> set[str]:
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        return {str(value) for (value,) in copy.execute(asked).fetchall()}


def meet(warehouse: Warehouse) -> None:
    plant(warehouse, "raw_tweets", collection_window=WINDOWS[1], tweet_id="9", author_name="Greta Quax Blimkrax")


def assert_left_out(study: Study, warehouse: Warehouse) -> None:
    for window in WINDOWS:
        of_window = f"where collection_window = '{window}'"
        words = shown(study, f"select word from word_frequencies {of_window}")
        assert words == {"a", "fish", "greta", "it", "of", "quax", "said", "so", "swims", "wrote"}
        assert shown(study, f"select word from word_list_uses {of_window}") == words
        assert shown(study, f"select word from word_keyness {of_window}") == words
        assert shown(study, f"select term from window_trends {of_window} and topic = 'words'") == words
        codes = shown(study, f"select term from window_trends {of_window} and topic = 'codes'")
        assert codes == words | {"blimkrax"}, "a category is no word of a text"
        assert shown(study, f"select unnest(words) from communities {of_window}") == {"fish", "it"}
        pairs = shown(study, f"select first_word || ' ' || second_word from bigram_frequencies {of_window}")
        assert pairs == {
            "said it", "greta wrote", "wrote of", "of a", "a quax", "quax fish", "fish swims", "fish said", "it greta",
        }  # fmt: skip
        counted = warehouse.connection.execute(f"select word, uses from word_frequencies {of_window}").fetchall()
        assert {f"{word} {uses}" for word, uses in counted if word in words} == shown(
            study, f"select word || ' ' || uses from word_frequencies {of_window}"
        )
    assert shown(study, "select words_left_out from provenance") == {"2"}
    assert shown(study, "select pairs_left_out from provenance") == {"8"}


def test_what_stood_in_names_alone_has_no_row(study: Study, warehouse: Warehouse) -> None:
    for window in WINDOWS:
        plant_window(warehouse, window, TEXTS)
    meet(warehouse)
    published(warehouse, study)
    assert_left_out(study, warehouse)


def test_nor_where_the_study_meets_them_later(study: Study, warehouse: Warehouse) -> None:
    for window in WINDOWS:
        plant_window(warehouse, window, TEXTS)
    published(warehouse, study)
    assert "blimkrax" in shown(study, "select word from word_frequencies")
    meet(warehouse)
    copy = published(warehouse, study)
    assert copy.plan.reused is not None
    assert copy.plan.touched["tweet_tokens"]
    assert_left_out(study, warehouse)
    patched = content(study)
    assert anew(warehouse, study) == patched


@pytest.mark.parametrize("texts", [["a fish swims"], []], ids=["changed", "removed"])
def test_nor_what_the_only_window_that_showed_it_does_not_show_any_more(
    texts: list[str], study: Study, warehouse: Warehouse
) -> None:
    """Trends have rows of words that their window has no use of: these did not change."""
    plant_window(warehouse, WINDOWS[0], TEXTS)
    plant_window(warehouse, WINDOWS[1], ["blimkrax swims"])
    plant_window(warehouse, "2021-03", ["a fish swims"])
    plant(warehouse, "window_trends", collection_window="2021-03", topic="words", measure="m", term="blimkrax")
    plant(warehouse, "raw_tweets", collection_window="2021-03", tweet_id="9", author_name="Greta Quax Blimkrax")
    published(warehouse, study)
    trends = "select term from window_trends where topic = 'words'"
    assert "blimkrax" in shown(study, trends)
    for table in PLANTED:
        warehouse.connection.execute(f"delete from {table} where collection_window = '{WINDOWS[1]}'")
    plant_window(warehouse, WINDOWS[1], texts)
    copy = published(warehouse, study)
    assert copy.plan.reused is not None
    assert "blimkrax" not in shown(study, trends)
    in_parts = content(study)
    assert anew(warehouse, study) == in_parts


def test_nor_where_tokens_changed_and_their_counts_did_not(study: Study, warehouse: Warehouse) -> None:
    plant_window(warehouse, WINDOWS[0], ["greta quax", "blimkrax said"])
    plant(warehouse, "raw_tweets", collection_window="2021-03", tweet_id="9", author_name="Greta Quax Blimkrax")
    published(warehouse, study)
    words = "select word from word_frequencies"
    assert shown(study, words) == {"greta", "quax", "blimkrax", "said"}
    for table in PLANTED:
        warehouse.connection.execute(f"delete from {table}")
    plant_window(warehouse, WINDOWS[0], ["greta quax blimkrax", "said"])
    copy = published(warehouse, study)
    assert copy.plan.reused is not None
    assert shown(study, words) == {"said"}
    in_parts = content(study)
    assert anew(warehouse, study) == in_parts


def test_nor_where_the_copy_is_made_in_shares(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for window in WINDOWS:
        plant_window(warehouse, window, TEXTS)
    meet(warehouse)
    copy = published(warehouse, study)
    at_once = content(study)
    monkeypatch.setattr(shares, "_ROWS_OF_A_RUN", 8)  # the second window's texts are in two shares
    monkeypatch.setattr(shares, "_BYTES_OF_A_VALUE", 1e12)
    found = shares.shares(warehouse, copy.plan)
    assert sum("tweet_tokens" in share.rows for share in found) > 1
    assert sum("bigram_frequencies" in share.rows for share in found) > 1
    record_of(study).drop()
    monkeypatch.setattr(files, "is_short", lambda _: True)
    assert anew(warehouse, study) == at_once
    assert_left_out(study, warehouse)


def test_the_check_of_a_copy_finds_them_by_itself(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left in, a surname and its pairs passed every check: none of them is a whole name."""
    plant_window(warehouse, WINDOWS[0], ["a fish swims"])
    plant_window(warehouse, WINDOWS[1], TEXTS)
    meet(warehouse)
    monkeypatch.setattr(copying, "staying", lambda *_: "true")
    publish(warehouse, study, "run")
    assert findings(warehouse, study).by_check["no_person"] == [
        f"bigram_frequencies.first_word+second_word: 4 pairs of words that no tweet shows, first in {WINDOWS[1]}",
        f"word_frequencies.word: 1 word that no tweet shows, first in {WINDOWS[1]}",
    ]
