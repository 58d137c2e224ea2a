"""What several rows and files say of one account or one tweet: of a renamed user, and of links to tweets."""

from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import put, v2_page, v2_tweet
from mtw_pipeline_tests.unit.exports.mapped_tables import WINDOW, fill, rows


def test_a_renamed_user_is_one_account_in_every_table(study: Study, warehouse: Warehouse) -> None:
    def user(user_id: str, handle: str) -> dict[str, object]:
        return {"id": user_id, "username": handle, "name": handle}

    def answer(number: int, handle: str, day: int) -> dict[str, object]:
        mentions = [{"start": 0, "end": 1 + len(handle), "username": handle, "id": "7041"}]
        return v2_tweet(
            number, text=f"@{handle} well said", author_id="7042", created_at=f"2021-01-{day:02d}T09:00:00.000Z",
            in_reply_to_user_id="7041", entities={"mentions": mentions},
        )  # fmt: skip

    first = v2_tweet(1, author_id="7041", created_at="2021-01-06T08:00:00.000Z")
    later = v2_tweet(3, author_id="7041", created_at="2021-01-12T08:00:00.000Z")
    put(
        study,
        "a.jsonl",
        v2_page(first, answer(2, "before", 6), users=[user("7041", "before"), user("7042", "pal")]),
        WINDOW,
    )
    put(
        study,
        "b.jsonl",
        v2_page(later, answer(4, "after", 12), users=[user("7041", "after"), user("7042", "pal")]),
        WINDOW,
    )
    put(study, "c.csv", "source,target\nthird,before\n", WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select source, target, kind, times from interactions order by all") == [
        ("pal", "after", "reply", 2), ("third", "after", "not said", 1),
    ]  # fmt: skip
    assert rows(warehouse, "select account, user_id, handle, tweets from users order by account") == [
        ("after", "7041", "after", 2), ("pal", "7042", "pal", 2), ("third", None, "third", 0),
    ]  # fmt: skip


def test_two_users_who_had_one_handle_are_two_accounts(study: Study, warehouse: Warehouse) -> None:
    tweets = [
        v2_tweet(1, author_id="1", created_at="2021-01-06T08:00:00.000Z"),
        v2_tweet(2, author_id="2", created_at="2021-01-12T08:00:00.000Z"),
    ]
    for tweet, name in zip(tweets, ("a.jsonl", "b.jsonl"), strict=True):
        put(study, name, v2_page(tweet, users=[{"id": str(tweet["author_id"]), "username": "taken"}]), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select account, user_id, tweets from users order by account") == [
        ("id:1", "1", 1), ("taken", "2", 1),
    ]  # fmt: skip


def test_an_author_whose_handle_only_a_mention_gives_is_one_account(study: Study, warehouse: Warehouse) -> None:
    mention = {"start": 7, "end": 15, "username": "ann_one", "id": "77"}
    put(
        study,
        "a.jsonl",
        v2_page(
            v2_tweet(1, author_id="77"),
            v2_tweet(2, author_id="88", text="thanks @ann_one", entities={"mentions": [mention]}),
        ),
        WINDOW,
    )
    fill(study, warehouse)
    assert rows(warehouse, "select account, tweets, times_named from users order by account") == [
        ("ann_one", 1, 1), ("id:88", 1, 0),
    ]  # fmt: skip


def test_what_was_not_collected_is_read_from_the_text_or_not_known(study: Study, warehouse: Warehouse) -> None:
    bare = [
        {"id": str(10**18 + number), "text": text, "author_id": str(number), "created_at": "2021-01-27T08:00:00.000Z"}
        for number, text in enumerate(
            ["hello @two and @three #one #second", "@one thanks", "see https://t.co/abcdefghij"], 1
        )
    ]
    put(study, "a.json", v2_page(*bare, users=[{"id": "1", "username": "one"}, {"id": "2", "username": "two"}]), WINDOW)
    fill(study, warehouse)
    assert rows(
        warehouse, "select hashtags, mention_handles, tweet_type, content_format from tweets order by tweet_id"
    ) == [
        (["one", "second"], ["two", "three"], "tweet", "text only"),
        ([], ["one"], "reply", "text only"),
        ([], [], "tweet", None),
    ]
    assert rows(warehouse, "select source, target, kind from interactions order by all") == [
        ("one", "three", "mention"), ("one", "two", "mention"), ("two", "one", "reply"),
    ]  # fmt: skip


def test_a_link_to_a_tweet_is_no_link_and_marks_a_text_that_was_cut(study: Study, warehouse: Warehouse) -> None:
    addresses = [
        "https://twitter.com/i/web/status/1352900000000000000", "https://twitter.com/i/status/1352900000000000000",
        "https://x.com/inv/status/1352900000000000000", "https://mobile.twitter.com/inv/statuses/1352900000000000000/photo/1",
        "http://www.twitter.com/statuses/1352900000000000000",
    ]  # fmt: skip
    text = "left away by the… https://t.co/w1w1w1w1w1"
    tweets = []
    for number, address in enumerate(addresses):
        url = {"start": 17, "end": 40, "url": "https://t.co/w1w1w1w1w1", "expanded_url": address}
        tweets.append(v2_tweet(number, text=text, entities={"urls": [url]}))
    put(study, "a.json", v2_page(*tweets), WINDOW)
    fill(study, warehouse)
    found = rows(warehouse, "select url_count, content_format, text_is_cut from tweets")
    assert found == [(0, None, True)] * len(addresses), "what was cut away may show more than words"


def test_a_quote_explains_the_link_behind_three_dots_unless_it_leads_to_the_tweet_itself(
    study: Study, warehouse: Warehouse
) -> None:
    other, tweets = "https://twitter.com/inv/status/1352900000000000000", []
    for number, last in enumerate((other, f"https://twitter.com/inv/status/{1_345_000_000_000_000_001}")):
        links = [{"url": f"https://t.co/{place}", "expanded_url": link} for place, link in enumerate((other, last))]
        quoted = [{"type": "quoted", "id": "1352900000000000000"}]
        tweets.append(v2_tweet(number, text="well… https://t.co/1", entities={"urls": links}, referenced_tweets=quoted))
    put(study, "a.json", v2_page(*tweets), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select text_is_cut, url_count from tweets order by tweet_id") == [(False, 0), (True, 0)]


def test_whose_a_tweet_is_that_another_names_by_its_id_alone_any_row_of_the_window_says(
    study: Study, warehouse: Warehouse
) -> None:
    tweets = [
        v2_tweet(1, author_id="77", text="first"),
        v2_tweet(2, author_id="88", text="look", referenced_tweets=[said("quoted", 1)]),
        v2_tweet(3, author_id="99", text="indeed", referenced_tweets=[said("replied_to", 1)]),
        v2_tweet(4, author_id="99", text="first", referenced_tweets=[said("retweeted", 1)]),
        v2_tweet(5, author_id="77", text="as I said", referenced_tweets=[said("quoted", 1)]),
        v2_tweet(6, author_id="88", text="no", in_reply_to_user_id="66", referenced_tweets=[said("replied_to", 900)]),
        v2_tweet(7, author_id="77", text="this one", referenced_tweets=[said("quoted", 900)]),
        v2_tweet(8, author_id="77", text="who was it", referenced_tweets=[said("quoted", 901)]),
    ]
    users = [{"id": "77", "username": "ann"}, {"id": "88", "username": "bob"}, {"id": "99", "username": "cyd"}]
    put(study, "a.json", v2_page(*tweets, users=users), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select source, target, kind, is_self_tie, times from interactions order by all") == [
        ("ann", "ann", "quote", True, 1),
        ("ann", "id:66", "quote", False, 1),
        ("bob", "ann", "quote", False, 1),
        ("bob", "id:66", "reply", False, 1),
        ("cyd", "ann", "reply", False, 1),
        ("cyd", "ann", "retweet", False, 1),
    ]
    assert rows(warehouse, "select count(*) from tweets where quoted_tweet_id is not null and quoted is null") == [(1,)]


def test_whose_the_answered_tweet_is_goes_before_whom_the_text_names_first(study: Study, warehouse: Warehouse) -> None:
    """Ann goes on from her own tweet and names Bob first; where the answered tweet is not there, the text is all."""
    tweets = [
        v2_tweet(1, author_id="77", text="first"),
        answering(2, 1, "77", "@bob look at this", "bob"),
        answering(3, 1, "99", "@bob @ann both of you", "bob", "ann"),
        answering(4, 900, "88", "@ann yes", "ann"),
    ]
    users = [{"id": "77", "username": "ann"}, {"id": "88", "username": "bob"}, {"id": "99", "username": "cyd"}]
    put(study, "a.json", v2_page(*tweets, users=users), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select source, target, kind from interactions order by all") == [
        ("ann", "ann", "reply"),
        ("ann", "bob", "mention"),
        ("bob", "ann", "reply"),
        ("cyd", "ann", "reply"),
        ("cyd", "bob", "mention"),
    ]
    assert rows(warehouse, "select account, kind from tweet_mentions order by tweet_id, position") == [
        ("bob", "mention"),
        ("bob", "mention"),
        ("ann", "replied_to"),
        ("ann", "replied_to"),
    ]


def test_what_a_row_says_of_the_author_whom_it_answers_stays(study: Study, warehouse: Warehouse) -> None:
    tweets = [
        v2_tweet(1, author_id="77"),
        v2_tweet(2, author_id="88", text="yes", in_reply_to_user_id="66", referenced_tweets=[said("replied_to", 1)]),
    ]
    put(study, "a.json", v2_page(*tweets, users=[{"id": "77", "username": "ann"}]), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select source, target, kind from interactions") == [("id:88", "id:66", "reply")]


def test_whose_a_tweet_is_that_was_edited_since_its_newest_version_says(study: Study, warehouse: Warehouse) -> None:
    versions = [str(v2_tweet(number)["id"]) for number in (1, 2)]
    tweets = [
        v2_tweet(2, author_id="77", text="better", edit_history_tweet_ids=versions),
        v2_tweet(3, author_id="88", text="look", referenced_tweets=[said("quoted", 1)]),
        v2_tweet(4, author_id="99", text="look", referenced_tweets=[said("quoted", 2)]),
    ]
    put(study, "a.json", v2_page(*tweets), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select source, target, kind from interactions order by all") == [
        ("id:88", "id:77", "quote"),
        ("id:99", "id:77", "quote"),
    ]


def answering(number: int, answered: int, author_id: str, text: str, *named: str) -> dict[str, object]:
    """A tweet that names the answered one by its id alone, and accounts in its text."""
    mentions = {"mentions": [{"start": 0, "end": 4, "username": name} for name in named]}
    return v2_tweet(
        number, author_id=author_id, text=text, entities=mentions, referenced_tweets=[said("replied_to", answered)]
    )


def said(kind: str, number: int) -> dict[str, str]:
    return {"type": kind, "id": str(v2_tweet(number)["id"])}
