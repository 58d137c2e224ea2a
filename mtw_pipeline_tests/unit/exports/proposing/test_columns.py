"""What a column of an unknown name is proposed for: told by what stands in it."""

import json
from pathlib import Path

import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.exports.proposing.proposed_tables import TWEETS, pasted, proposed, table, tags


def test_what_stands_inside_of_objects_is_named_and_nobody_invented(tmp_path: Path) -> None:
    row = ["id", "full_text", "entities", "lang"]
    text = table(
        [*row, "user"], lambda one: [one.id, one.text, "{'urls': []}", "en", f"{{'screen_name': '{one.author}'}}"]
    )
    [doubt] = proposed(tmp_path / "ann_inv.csv", text).doubts
    assert "the column user" in doubt
    assert "json_normalize" in doubt
    text = table([*row, "user_id"], lambda one: [one.id, one.text, "[{'text': 'one'}]", "en", one.user_id])
    doubts = proposed(tmp_path / "ann_inv.csv", text).doubts
    assert any("several values to a cell: entities." in one for one in doubts)


LABELS = {
    "several labels": lambda one: ("Neutral", "Positive", "Negative")[one.number % 3],
    "one label": lambda _one: "absent",
    "codes of countries": lambda one: ("ES", "FR", "DE")[one.number % 3],
}


@pytest.mark.parametrize("label", LABELS)
def test_labels_are_nobody(tmp_path: Path, label: str) -> None:
    text = table(["id", "text", "class"], lambda one: [one.id, one.text, LABELS[label](one)])
    proposal = proposed(tmp_path / "sentiment_train.csv", text)
    assert proposal.toml() == ""
    assert "no column says who wrote" in proposal.doubts[0]


@pytest.mark.parametrize(
    ("name", "cell"),
    [("user", "Ann Inventor"), ("user_screen_name", "aBcD3f+/aBcD3f+/aBcD3f+/x="), ("author", "Ann I.")],
)
def test_who_is_named_otherwise_than_by_handle_is_not_replaced_by_the_name_of_the_file(
    tmp_path: Path, name: str, cell: str
) -> None:
    text = table(["id", "text", name], lambda one: [one.id, one.text, cell])
    proposal = proposed(tmp_path / "ann_inv.csv", text)
    assert proposal.toml() == ""
    assert f"the column {name} is called as if" in proposal.doubts[0]


WORDS = {
    "some are named in texts": lambda one: ("annainv", "bob_inv", "cidinv")[one.number % 3],
    "some look like handles": lambda one: ("annainv", "bobInv", "cid3")[one.number % 3],
    "they begin with @": lambda one: ("@annainv", "@bobinv", "@cidinv")[one.number % 3],
}


@pytest.mark.parametrize("words", WORDS)
def test_words_under_an_unknown_name_may_be_handles(tmp_path: Path, words: str) -> None:
    text = table(["id", "text", "whose"], lambda one: [one.id, one.text, WORDS[words](one)])
    assert 'columns.author_handle = "whose"  # unsure' in proposed(tmp_path / "tweets.csv", text).toml()


@pytest.mark.parametrize(
    ("name", "cell"),
    [("Keyword", "#reading"), ("query", "#Reading"), ("Profile Name", "@ann_inv"), ("seed", "@bob_inv")],
)
def test_words_of_a_search_and_authors_are_no_lists_of_hashtags_or_mentions(
    warehouse: Warehouse, tmp_path: Path, name: str, cell: str
) -> None:
    text = table(["id", "text", "username", name], lambda one: [one.id, one.text, one.author, cell])
    assert f'= "{name}"' not in proposed(tmp_path / "searched.csv", text).toml()
    found = pasted(warehouse, tmp_path / "again.csv", text, "hashtags, mention_handles")
    assert found == [(None, None)] * len(TWEETS)


def test_lists_under_an_unknown_name_are_known_by_the_texts(warehouse: Warehouse, tmp_path: Path) -> None:
    text = table(
        ["id", "text", "username", "a", "b"],
        lambda one: [
            one.id, one.text, one.author, " ".join(f"#{tag}" for tag in tags(one)),
            " ".join(word.rstrip(":") for word in one.text.split() if word.startswith("@")),
        ],
    )  # fmt: skip
    found = pasted(warehouse, tmp_path / "lists.csv", text, "hashtags")
    assert found == [(tags(one),) for one in TWEETS]


def test_counts_with_signs_or_units_are_named(tmp_path: Path) -> None:
    cells = ("1,234", "12", "1.2K", "3.456.789", "5M")
    text = table(
        ["id", "text", "username", "Likes", "Followers"],
        lambda one: [one.id, one.text, one.author, cells[one.number % 5], "1\u202f234"],
    )
    doubts = proposed(tmp_path / "tweets.csv", text).doubts
    assert any("1.2K): Likes, Followers." in one for one in doubts), doubts


def test_the_network_of_each_row_is_no_app(warehouse: Warehouse, tmp_path: Path) -> None:
    text = table(
        ["Tweet Id", "Hit Sentence", "Twitter Screen Name", "Source", "Twitter Client"],
        lambda one: [one.id, one.text, f"@{one.author}", "Twitter", "An App"],
    )
    assert pasted(warehouse, tmp_path / "m.csv", text, "source") == [("An App",)] * len(TWEETS)


@pytest.mark.parametrize(
    ("author", "answered"), [("screenName", "replyToSN"), ("actor.preferredUsername", "in_reply_to_screen_name")]
)
def test_authors_and_answered_are_known_by_what_other_programs_call_them(
    warehouse: Warehouse, tmp_path: Path, author: str, answered: str
) -> None:
    text = table(
        ["verb", "id", "text", author, answered],
        lambda one: ["post" if one.number % 3 else "share", one.id, one.text, one.author, "bob_inv"],
    )
    found = pasted(warehouse, tmp_path / "others.csv", text, "author_handle, in_reply_to_handle")
    assert found == [(one.author, "bob_inv") for one in TWEETS]


def test_lists_of_one_and_empty_lists_are_lists(warehouse: Warehouse, tmp_path: Path) -> None:
    text = table(
        ["id", "text", "user", "hashtags", "urls"],
        lambda one: [one.id, one.text, one.author, "[]", "[]" if one.number else "['https://example.org/a']"],
    )
    found = pasted(warehouse, tmp_path / "lists.csv", text, "urls")
    assert found == [(["https://example.org/a"],), *[([],)] * (len(TWEETS) - 1)]


def test_ids_of_answered_tweets_that_were_rounded_still_tell_replies(tmp_path: Path) -> None:
    text = table(
        ["id", "text", "user", "in_reply_to_status_id"],
        lambda one: [one.id, one.text, one.author, "1.3454e+18" if one.number % 2 else ""],
    )
    proposal = proposed(tmp_path / "frame.csv", text)
    assert proposal.column_map is not None
    assert proposal.column_map.columns["in_reply_to_tweet_id"] == ("in_reply_to_status_id",)
    assert "rounded" in proposal.doubts_of["columns.in_reply_to_tweet_id"]
    assert not any("rejected" in one for one in proposal.doubts)


@pytest.mark.parametrize("how", ["Ann Ö. (@{})", "Ann @{}", "@{}", "https://x.com/{}"])
def test_handles_behind_names_and_in_addresses_are_handles(warehouse: Warehouse, tmp_path: Path, how: str) -> None:
    content = table(["Tweet ID", "Text", "User"], lambda one: [one.id, one.text, how.format(one.author)])
    handles = pasted(warehouse, tmp_path / "named.csv", content, "author_handle")
    assert [handle for (handle,) in handles] == [one.author for one in TWEETS]


@pytest.mark.parametrize("sign", [",", "\t"])
def test_objects_in_a_column_are_no_texts(tmp_path: Path, sign: str) -> None:
    rows = [(one.id, json.dumps({"full_text": one.text, "user": {"screen_name": one.author}})) for one in TWEETS]
    path = tmp_path / "ann_inv.csv"
    proposal = proposed(path, table(["id", "tweet"], lambda one: rows[one.number], sign))
    assert proposal.column_map is None
    assert "of the column tweet each cell holds several values" in proposal.doubts[0]
