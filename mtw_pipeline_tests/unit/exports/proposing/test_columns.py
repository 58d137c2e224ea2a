"""Which columns a proposed map takes for accounts, types, lists and counts, and which it leaves with a word of why."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.exports.proposing.proposed_tables import (
    TWEETS,
    Planted,
    lines,
    pasted,
    proposed,
    table,
    tags,
)


@pytest.mark.parametrize("name", ["retweeted", "tweet.retweeted", "isRetweet", "retweet"])
def test_a_column_that_denies_every_retweet_is_not_believed(warehouse: Warehouse, tmp_path: Path, name: str) -> None:
    text = table(["id", "text", "user", name], lambda one: [one.id, one.text, one.author, False])
    found = pasted(warehouse, tmp_path / "collected.csv", text, "text, coalesce(is_retweet, starts_with(text, 'RT @'))")
    assert {shown for words, shown in found if words.startswith("RT @")} == {True}
    assert name in " ".join(proposed(tmp_path / "collected.csv", text).doubts)


@pytest.mark.parametrize(
    ("text", "says", "is_believed"),
    [
        (None, lambda one: one.text.startswith("RT @"), True),
        (None, lambda one: one.number == 0, False),
        ("some words", lambda _: 0, False),
        ("some words", lambda one: one.number % 2, True),
    ],
)
def test_xs_own_field_retweeted_is_believed_where_texts_do_not_speak_against_it(
    tmp_path: Path, text: str | None, says: Callable[[Planted], object], is_believed: bool
) -> None:
    content = table(["id", "text", "user", "retweeted"], lambda one: [one.id, text or one.text, one.author, says(one)])
    column_map = proposed(tmp_path / "collected.csv", content).column_map
    assert column_map is not None
    assert column_map.columns.get("is_retweet") == (("retweeted",) if is_believed else None)


def test_a_table_with_row_numbers_without_a_name_has_a_header(warehouse: Warehouse, tmp_path: Path) -> None:
    """As pandas writes it, with many columns of which few are known and empty cells below them."""
    text = table(
        ["", "id", "text", "user", *(f"further {number}" for number in range(20))],
        lambda one: [one.number, one.id, one.text, one.author, *[""] * 20],
    )
    assert pasted(warehouse, tmp_path / "frame.csv", text, "tweet_id") == [(one.id,) for one in TWEETS]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_write_table_is_read_to_its_first_row(warehouse: Warehouse, tmp_path: Path, delimiter: str) -> None:
    """Its row names have no name above them, and its marks stand behind backslashes."""
    said = [f'{one.text} "so" they {one.number} say' for one in TWEETS]
    names = delimiter.join(f'"{name}"' for name in ("id", "text", "user", "likes"))
    cells = [
        [f'"{one.number + 1}"', f'"{one.id}"', '"' + said[one.number].replace('"', '\\"') + '"', f'"{one.author}"', "7"]
        for one in TWEETS
    ]
    text = "\n".join([names, *(delimiter.join(row) for row in cells), ""])
    found = pasted(warehouse, tmp_path / "frame.txt", text, "tweet_id, text, like_count")
    assert found == [(one.id, said[one.number], 7) for one in TWEETS]


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


@pytest.mark.parametrize(
    ("shown", "handle"),
    [
        ("user_name", "user_screen_name"),
        ("name", "username"),
        ("user.name", "user.username"),
        ("author_username", "author_screen_name"),
        ("User Name", "Nickname"),
        ("nickname", "username"),
        ("username", "account.acct"),
    ],
)
def test_single_words_that_accounts_show_as_names_are_no_handles(
    warehouse: Warehouse, tmp_path: Path, shown: str, handle: str
) -> None:
    content = table(["id", "text", shown, handle], lambda one: [one.id, one.text, "Annabel", one.author])
    found = pasted(warehouse, tmp_path / "named.csv", content, "author_handle, author_name")
    assert found == [(one.author, "Annabel") for one in TWEETS]
    text = lines(lambda one: {"id": one.id, "text": one.text, shown: "Annabel", handle: one.author})
    assert pasted(warehouse, tmp_path / "named.jsonl", text, "author_handle") == [(one.author,) for one in TWEETS]


def test_handles_with_their_sign_come_before_all_others(warehouse: Warehouse, tmp_path: Path) -> None:
    content = table(["id", "text", "screen_name", "user"], lambda one: [one.id, one.text, "Annabel", f"@{one.author}"])
    assert pasted(warehouse, tmp_path / "t.csv", content, "author_handle") == [(one.author,) for one in TWEETS]


def user_id(one: Planted) -> str:
    """Short ones of early accounts, long ones of late accounts."""
    return ("12345678", "1100000000000000011", "4000000001")[one.number % 3]


def test_ids_of_users_are_no_handles_whatever_their_column_is_called(warehouse: Warehouse, tmp_path: Path) -> None:
    content = table(
        ["id", "text", "user", "in_reply_to_user", "mentions"],
        lambda one: [one.id, one.text, user_id(one), user_id(one), f"[{user_id(one)}, 7]"],
    )
    path = tmp_path / "ids.csv"
    found = pasted(
        warehouse, path, content, "author_handle, author_id, in_reply_to_handle, in_reply_to_user_id, mention_handles"
    )
    assert found == [(None, user_id(one), None, user_id(one), None) for one in TWEETS]
    proposal = proposed(path, content)
    assert "ids of users" in proposal.doubts_of["columns.author_id"]
    assert any("users' ids, and no names: mentions." in one for one in proposal.doubts)


def test_numbers_of_rows_are_no_authors(tmp_path: Path) -> None:
    content = table(["id", "user", "link", "text"], lambda one: [one.number, one.number + 7, one.address, one.text])
    column_map = proposed(tmp_path / "t.csv", content).column_map
    assert column_map is not None
    assert "author_id" not in column_map.columns
    assert column_map.columns["author_handle"] == ("link",)


def test_how_many_hashtags_and_mentions_there_are_is_none_of_them(warehouse: Warehouse, tmp_path: Path) -> None:
    content = table(
        ["id", "text", "user", "Hashtags", "Mentions", "Media Types"],
        lambda one: [one.id, one.text, one.author, one.number % 3, one.text.count("@"), one.number % 2],
    )
    found = pasted(warehouse, tmp_path / "t.csv", content, "hashtags, mention_handles, media_types")
    assert found == [(None, None, None)] * len(TWEETS)
    doubts = proposed(tmp_path / "t.csv", content).doubts
    assert any("no names: Hashtags, Mentions, Media Types." in one for one in doubts)


@pytest.mark.parametrize("name", ["count", "total", "number"])
def test_a_count_of_nobody_knows_what_is_no_count_of_the_authors_tweets(tmp_path: Path, name: str) -> None:
    content = table(["id", "text", "user", name], lambda one: [one.id, one.text, one.author, one.number])
    column_map = proposed(tmp_path / "t.csv", content).column_map
    assert column_map is not None
    assert "author_tweets" not in column_map.columns


@pytest.mark.parametrize(("yes", "no"), [("WAHR", "FALSCH"), ("Sí", "No"), ("1.0", "0.0"), ("Y", "N")])
def test_yes_and_no_of_other_languages_say_what_a_tweet_is(
    warehouse: Warehouse, tmp_path: Path, yes: str, no: str
) -> None:
    content = table(
        ["id", "text", "user", "is_reply"],
        lambda one: [one.id, one.text, one.author, yes if one.number % 2 else no],
    )
    found = pasted(warehouse, tmp_path / "t.csv", content, "is_reply")
    assert found == [(one.number % 2 == 1,) for one in TWEETS]


@pytest.mark.parametrize(
    "kinds", [("Original", "Retweet", "Reply"), ("", "RT", "QT"), ("tweet", "retweeted", "quoted")]
)
def test_a_column_that_says_in_words_what_each_tweet_is_is_told(tmp_path: Path, kinds: tuple[str, str, str]) -> None:
    def content(words: tuple[str, ...]) -> str:
        row = lambda one: [one.id, one.text, one.author, words[one.number % len(words)]]  # noqa: E731
        return table(["id", "text", "user", "Tweet Type"], row)

    doubts = proposed(tmp_path / "t.csv", content(kinds)).doubts
    assert any("said in words, which are not read: Tweet Type." in one for one in doubts), doubts
    assert not any("said in words" in one for one in proposed(tmp_path / "t.csv", content(("tweet",))).doubts)


@pytest.mark.parametrize("outer", ["stats", "public_metrics", "engagement", "legacy.counts"])
def test_counts_within_an_object_of_counts_are_the_tweets(warehouse: Warehouse, tmp_path: Path, outer: str) -> None:
    text = lines(
        lambda one: {"id": one.id, "text": one.text, "user": {"username": one.author, "stats": {"likes": 7}},
                     f"{outer}.likes": one.number}
    )  # fmt: skip
    found = pasted(warehouse, tmp_path / "t.jsonl", text, "like_count")
    assert found == [(one.number,) for one in TWEETS]


@pytest.mark.parametrize(
    "hashed", [lambda one: f"{one.user_id * 6}=", lambda one: f"{{'screen_name': '{one.author}'}}"]
)
def test_names_that_accounts_show_do_not_stand_in_for_handles_that_are_hashed(
    tmp_path: Path, hashed: Callable[[Planted], str]
) -> None:
    """X's data of information operations: all tweets were by the one account that everybody is called as."""
    content = table(
        ["tweetid", "user_display_name", "user_screen_name", "tweet_text"],
        lambda one: [one.id, "Annabel", hashed(one), one.text],
    )
    proposal = proposed(tmp_path / "hashed.csv", content)
    assert proposal.column_map is None
    assert "user_screen_name" in proposal.doubts[0]


def test_originals_of_a_browsers_export_are_those_of_retweets(warehouse: Warehouse, tmp_path: Path) -> None:
    """Its flags say what whoever looked had done; as an app stands the network."""

    def row(one: Planted) -> list[object]:
        passed_on = TWEETS[0].id if one.text.startswith("RT @") else ""
        return [one.id, one.text, one.author, passed_on, False, "twitter.com"]

    header = ["id", "full_text", "screen_name", "retweeted_status", "retweeted", "Source"]
    found = pasted(warehouse, tmp_path / "seen.csv", table(header, row), "retweeted_tweet_id, is_retweet, source")
    assert found == [
        (TWEETS[0].id, True, None) if one.text.startswith("RT @") else (None, None, None) for one in TWEETS
    ]


def test_of_an_id_that_stands_in_two_columns_the_one_is_taken_that_pandas_left_whole(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """As ``json_normalize`` makes of X's answers, where some cells of a column of ids are empty."""
    names = [
        "id", "id_str", "full_text", "user.screen_name", "user.id", "in_reply_to_status_id",
        "in_reply_to_status_id_str", "retweeted_status.id", "retweeted_status.id_str", "retweeted_status.full_text",
        "retweeted_status.user.id_str", "quoted_status.user.screen_name",
    ]  # fmt: skip
    first, second = TWEETS[0], TWEETS[1]

    def cells(one: Planted) -> list[object]:
        answers = [float(first.id), first.id] if one.number == 1 else ["", ""]
        passes_on = [float(second.id), second.id, "all of it", f"{second.user_id}.0"]
        original = passes_on if one.text.startswith("RT @") else [""] * 4
        quoted = first.author if one.number == 3 else ""
        return [one.id, one.id, one.text, one.author, f"{one.user_id}.0", *answers, *original, quoted]

    found = pasted(
        warehouse,
        tmp_path / "normalized.csv",
        table(names, cells),
        "tweet_id, author_id, in_reply_to_tweet_id, retweeted_tweet_id, retweeted_text, retweeted_user_id,"
        " quoted_handle, bad_cells",
    )
    assert found == [
        (
            one.id, one.user_id, first.id if one.number == 1 else None,
            *((second.id, "all of it", second.user_id) if one.text.startswith("RT @") else (None,) * 3),
            first.author if one.number == 3 else None, [],
        )
        for one in TWEETS
    ]  # fmt: skip


def test_ids_of_users_that_pandas_made_numbers_tell_authors_beside_their_names(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    text = table(
        ["tweet_id", "tweet", "user_id", "user_name"],
        lambda one: [one.id, one.text, f"{one.user_id}.0", f"Ms {one.author} née X"],
    )
    assert pasted(warehouse, tmp_path / "frame.csv", text, "author_id") == [(one.user_id,) for one in TWEETS]


def mentioned(one: Planted, *, keeps_replies_apart: bool) -> list[dict[str, object]]:
    """The accounts that a tweet names, as scrapers list them."""
    names = [word.strip("@:") for word in one.text.split() if word.startswith("@")]
    return [{"screen_name": name, "id": 7, "name": None} for name in names if not keeps_replies_apart]


@pytest.mark.parametrize("form", ["JSON", "Python's dictionaries", "Python's classes"])
@pytest.mark.parametrize("keeps_replies_apart", [False, True])
def test_lists_of_objects_are_mentions_where_they_hold_all_that_the_texts_name(
    warehouse: Warehouse, tmp_path: Path, form: str, keeps_replies_apart: bool
) -> None:
    """twint lists the accounts that begin a reply elsewhere: its mentions alone would lose them."""
    listed = {one.id: [*mentioned(one, keeps_replies_apart=keeps_replies_apart)] for one in TWEETS}
    listed[TWEETS[0].id] = [{"screen_name": "dee_inv", "id": 8, "name": None}]
    printed = "User(screen_name={screen_name!r}, id={id}, name=None)"
    content = {
        "JSON": lines(lambda one: {"id": one.id, "text": one.text, "user": one.author, "mentions": listed[one.id]}),
        "Python's dictionaries": table(
            ["id", "text", "user", "mentions"], lambda one: [one.id, one.text, one.author, listed[one.id]]
        ),
        "Python's classes": table(
            ["id", "text", "user", "mentions"],
            lambda one: [one.id, one.text, one.author, f"[{', '.join(printed.format(**n) for n in listed[one.id])}]"],
        ),
    }[form]
    found = pasted(warehouse, tmp_path / "scraped.data", content, "tweet_id, mention_handles, mention_ids")
    names = {
        key: ([str(one["screen_name"]) for one in own], [str(one["id"]) for one in own]) for key, own in listed.items()
    }
    planted = [(one.id, None, None) if keeps_replies_apart else (one.id, *names[one.id]) for one in TWEETS]
    assert found == planted


@pytest.mark.parametrize("form", ["table", "JSON"])
def test_the_address_of_a_quoted_tweet_says_who_is_quoted(warehouse: Warehouse, tmp_path: Path, form: str) -> None:
    address = "https://twitter.com/dee_inv/status/1346300000000000009"
    cells = {one.id: address if one.number % 2 else "https://x.com/i/status/1346300000000000009" for one in TWEETS}
    content = {
        "table": table(["id", "text", "user", "quote_url"], lambda one: [one.id, one.text, one.author, cells[one.id]]),
        "JSON": lines(lambda one: {"id": one.id, "text": one.text, "user": one.author, "quote_url": cells[one.id]}),
    }[form]
    found = pasted(warehouse, tmp_path / "scraped.data", content, "quoted_tweet_id, quoted_handle")
    assert found == [("1346300000000000009", "dee_inv" if one.number % 2 else None) for one in TWEETS]
