"""Who was forgotten stands masked in what others write, as before: known by hashes alone (decisions 188 and 222)."""

import shutil

from mtw_pipeline.forgetting.display_names import with_display_names
from mtw_pipeline.forgetting.register import Register, write_register
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.published.leaks import NAMES
from mtw_pipeline_tests.unit.published.test_leaks import plant
from mtw_pipeline_tests.unit.published.test_parts import content, published


def test_who_was_forgotten_stands_masked_in_what_others_write_as_before(study: Study, warehouse: Warehouse) -> None:
    others = "so Zoe9_Gone's #zoe9_gone, zoe.gone.example and 7712345"
    for window in ("w1", "w2"):
        plant(warehouse, "tweets", collection_window=window, tweet_id="1", author="x", text=f"{others} in {window}")
        plant(warehouse, "word_frequencies", collection_window=window, word="#zoe9_gone")
    plant(warehouse, "raw_tweets", collection_window="w3", tweet_id="9", author_handle="zoe9_gone", author_id="7712345")
    plant(warehouse, "raw_tweets", collection_window="w3", tweet_id="10", author_handle="zoe.gone.example")
    published(warehouse, study)
    masked = {name: rows for name, rows in content(study).items() if name in ("tweets", "word_frequencies")}
    warehouse.connection.execute("delete from raw_tweets")
    write_register(study.forgotten, Register("salt").with_users(["zoe9_gone", "zoe.gone.example", "7712345"]))
    shutil.rmtree(study.parts_record)
    published(warehouse, study)
    assert not [row for rows in content(study).values() for row in rows if "zoe" in row.lower() or "7712345" in row]
    assert [len(rows) for rows in masked.values()] == [2, 0]
    assert {name: len(content(study)[name]) for name in masked} == {name: len(rows) for name, rows in masked.items()}


def test_words_that_many_write_are_told_without_those_that_a_forgotten_account_is_called(
    study: Study, warehouse: Warehouse
) -> None:
    words = ("zoe9_gone", "#zoe9_gone", "7712345", "vorlandia", "widget", "#widget")
    for word in words:
        plant(warehouse, "word_frequencies", collection_window="w1", word=word, posters=12)
    plant(warehouse, "tweets", collection_window="w1", tweet_id="1", author="widget", text=" ".join(words))
    plant(warehouse, "raw_tweets", collection_window="w1", tweet_id="1", author_handle="widget")
    forgotten = Register("salt").with_users(["zoe9_gone", "7712345"])
    write_register(study.forgotten, with_display_names(forgotten, ["Vorlandia"]))
    assert published(warehouse, study).masked_words == ("#widget", "widget")


def test_who_was_forgotten_stands_masked_where_only_a_link_or_a_hashtag_names_them(
    study: Study, warehouse: Warehouse
) -> None:
    """Each is named in one place alone: by another one they would be known in this one too."""
    named = [
        ("urls", "https://zoe9gone.example/a"), ("urls", "https://yan9-gone-too.example/a"),
        ("urls", "https://xia.gone.example/a"), ("urls", "https://wim-gone-too.example"),
        ("hashtags", "vic9gone"), ("hashtags", "Uwe9_Gone_Too"),
    ]  # fmt: skip
    gone = ["zoe9gone", "yan9_gone_too", "xia.gone.example", "wim_gone_too", "vic9gone", "uwe9_gone_too"]
    for number, (column, value) in enumerate(named):
        of_tweet = {"collection_window": "w1", "tweet_id": str(number), "author": "x", "text": "see"}
        plant(warehouse, "tweets", **of_tweet, **{column: [value]})
    write_register(study.forgotten, Register("salt").with_users(gone))
    published(warehouse, study)
    shown = content(study)["tweets"]
    assert len(shown) == len(named)
    assert all("see" in one for one in shown)
    assert [name for name in ("zoe", "yan", "xia", "wim", "vic", "uwe") if name in str(shown).lower()] == []


def test_display_names_of_the_forgotten_stand_masked_in_what_others_write_as_before(
    study: Study, warehouse: Warehouse
) -> None:
    for number, name in enumerate(NAMES):
        text = f"a fine day with {name} 12"
        plant(warehouse, "tweets", collection_window="w1", tweet_id=str(number), author="x", text=text)
        plant(warehouse, "raw_tweets", collection_window="w3", tweet_id=f"9{number}", author_name=name)
    published(warehouse, study)
    masked = content(study)["tweets"]
    warehouse.connection.execute("delete from raw_tweets")
    write_register(study.forgotten, with_display_names(Register("salt"), NAMES))
    shutil.rmtree(study.parts_record)
    published(warehouse, study)
    assert content(study)["tweets"] == masked
    assert len(masked) == len(NAMES)
    assert not [name for name in NAMES if name in str(masked)]
