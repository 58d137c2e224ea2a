"""Tables of Bluesky and Mastodon as R flattens them, Communalytic's, and the plugin's: what the samples do not hold."""

import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, put

ATRRR = (
    "uri,cid,author_handle,author_name,text,reply_count,repost_count,like_count,quote_count,bookmark_count,indexed_at,"
    "in_reply_to,in_reply_root,quotes,tags,mentions,links,langs,labels\n"
    'at://did:plc:a/app.bsky.feed.post/1,a.inv.example,A,"words, #Two",1,2,3,0,NA,2021-01-05 10:00:00,'
    "at://did:plc:b/app.bsky.feed.post/9,at://did:plc:b/app.bsky.feed.post/9,NA,"
    '"c(""One"", ""Two"")",did:plc:b,"c(""https://example.org/a,b"", ""https://example.org/c"")",'
    '"c(""en"", ""de"")",NA\n'
).replace("post/1,a.inv", "post/1,bafy,a.inv")
BSKYR = (
    "uri,cid,author_did,author_handle,author_display_name,record_created_at,record_text,record_langs,reply_count,"
    "repost_count,like_count,quote_count,indexed_at\n"
    "at://did:plc:a/app.bsky.feed.post/1,bafy,did:plc:a,a.inv.example,A,2031-01-01T00:00:00.000Z,words,en,1,2,3,0,"
    "2021-01-05T10:00:00.000Z\n"
)
FLATTENED = (
    "uri,cid,author.did,author.handle,record.text,record.createdAt,record.langs,likeCount,repostCount,replyCount,"
    "quoteCount,indexedAt\n"
    "at://did:plc:a/app.bsky.feed.post/1,bafy,did:plc:a,a.inv.example,words,2021-01-05T10:00:00.000Z,['en-GB'],3,2,1,0,"
    "2021-01-05T10:00:00.000Z\n"
)


MINET_COLUMNS = (
    "cid,did,url,uri,timestamp_utc,local_time,user_did,user_handle,text,repost_count,like_count,reply_count,quote_count,"
    "user_name,user_image,user_created_at,user_timestamp_utc,user_langs,to_user_did,to_post_cid,to_post_did,"
    "to_root_user_did,to_root_post_cid,to_root_post_did,reposted_did,reposted_user_handle,reposted_user_did,"
    "reposted_timestamp_utc,quoted_did,quoted_user_handle,quoted_user_did,quoted_timestamp_utc,links,domains,media_urls,"
    "media_files,media_types,media_alt_texts,mentioned_user_handles,mentioned_user_dids,hashtags,collection_time,"
    "collected_via,match_query"
)
MINET_ROW = {
    "cid": "bafy", "did": "1", "url": "https://bsky.app/profile/a.inv.example/post/1",
    "uri": "at://did:plc:a/app.bsky.feed.post/1", "timestamp_utc": "1609840800", "local_time": "2021-01-05T11:00:00",
    "user_did": "did:plc:a", "user_handle": "a.inv.example", "text": "words", "repost_count": "2", "like_count": "3",
    "reply_count": "1", "quote_count": "0", "user_name": "A", "user_timestamp_utc": "1600000000", "user_langs": "en|de",
    "to_user_did": "did:plc:b", "to_post_did": "9", "quoted_did": "8", "quoted_user_handle": "c.inv.example",
    "quoted_user_did": "did:plc:c", "links": "https://example.org/a,b|https://example.org/c",
    "media_types": "image/jpeg|video/mp4", "mentioned_user_handles": "b.inv.example|c.inv.example",
    "mentioned_user_dids": "did:plc:b|did:plc:c", "hashtags": "one|two",
}  # fmt: skip
MINET = csv_text([MINET_ROW], MINET_COLUMNS.split(","))


@pytest.mark.parametrize(
    "table", [ATRRR, BSKYR, FLATTENED, MINET], ids=["atrrr", "bskyr", "flattened answers", "minet"]
)
def test_tables_of_bluesky_by_whatever_names(study: Study, warehouse: Warehouse, table: str) -> None:
    put(study, "posts.csv", table)
    [outcome] = read_window(warehouse, study, WINDOW)
    assert (outcome.format, outcome.rows_read, outcome.unknown_columns) == ("bluesky_table", 1, [])
    [row] = warehouse.connection.execute(
        "select tweet_id, author_id, author_handle, strftime(created_at, '%Y-%m-%d %H:%M:%S'), language, like_count,"
        " retweet_count, reply_count, quote_count from raw_tweets"
    ).fetchall()
    assert row == (
        "at://did:plc:a/app.bsky.feed.post/1", "did:plc:a", "a.inv.example", "2021-01-05 10:00:00", "en", 3, 2, 1, 0,
    )  # fmt: skip


def test_lists_that_r_wrote_into_cells_are_lists(study: Study, warehouse: Warehouse) -> None:
    put(study, "posts.csv", ATRRR)
    read_window(warehouse, study, WINDOW)
    [row] = warehouse.connection.execute(
        "select hashtags, mention_handles, mention_ids, urls, in_reply_to_tweet_id, in_reply_to_user_id from raw_tweets"
    ).fetchall()
    assert row == (
        ["One", "Two"], [None], ["did:plc:b"], ["https://example.org/a,b", "https://example.org/c"],
        "at://did:plc:b/app.bsky.feed.post/9", "did:plc:b",
    )  # fmt: skip


def test_lists_and_posts_of_minet_are_put_together(study: Study, warehouse: Warehouse) -> None:
    put(study, "posts.csv", MINET)
    read_window(warehouse, study, WINDOW)
    [row] = warehouse.connection.execute(
        "select hashtags, mention_handles, mention_ids, urls, media_types, in_reply_to_tweet_id, in_reply_to_user_id,"
        " is_quote, quoted_tweet_id, quoted_user_id, quoted_handle from raw_tweets"
    ).fetchall()
    assert row == (
        ["one", "two"], ["b.inv.example", "c.inv.example"], ["did:plc:b", "did:plc:c"],
        ["https://example.org/a,b", "https://example.org/c"], ["photo", "video"], "at://did:plc:b/app.bsky.feed.post/9",
        "did:plc:b", True, "at://did:plc:c/app.bsky.feed.post/8", "did:plc:c", "c.inv.example",
    )  # fmt: skip


RTOOT = (
    "id,uri,created_at,content,spoiler_text,reblogs_count,favourites_count,replies_count,url,in_reply_to_account_id\n"
    '1,https://inv.example/users/Ann/statuses/1,2021-01-05 10:00:00,"<p>one</p><p>two &amp; three</p>",Careful,2,3,1,'
    "https://inv.example/@Ann/1,NA\n"
)


def test_a_status_without_columns_of_its_account_has_the_one_of_its_address(study: Study, warehouse: Warehouse) -> None:
    put(study, "statuses.csv", RTOOT)
    [outcome] = read_window(warehouse, study, WINDOW)
    assert outcome.format == "mastodon_table"
    [row] = warehouse.connection.execute("select author_id, author_handle, text from raw_tweets").fetchall()
    assert row == ("ann@inv.example", "Ann@inv.example", "Careful\n\none\n\ntwo & three")


COMMUNALYTIC = """id,date,username,text
1345747200000000001,2021-01-05 10:00:00,ann_inv,words of X
at://did:plc:a/app.bsky.feed.post/3kinventedrke2,2021-01-05 10:00:00,ann.inv.example,words
https://bsky.app/profile/bob.inv.example/post/3kinventedrke3,2021-01-05 10:00:00,@bob.inv.example,words
3kinventedrk4,2021-01-05 10:00:00,cy.inv.example,words
https://inv.example/@ann/111000000000000001,2021-01-05 10:00:00,ann@inv.example,<p>words</p><p>more</p>
111000000000000002,2021-01-05 10:00:00,@ann@inv.example,words
"""


def test_communalytics_rows_say_their_platform_by_id_and_name(study: Study, warehouse: Warehouse) -> None:
    put(study, "communalytic.csv", COMMUNALYTIC)
    [outcome] = read_window(warehouse, study, WINDOW)
    assert outcome.format == "communalytic"
    found = warehouse.connection.execute(
        "select platform, tweet_id, author_handle, text from raw_tweets order by row_number"
    ).fetchall()
    assert found == [
        ("x", "1345747200000000001", "ann_inv", "words of X"),
        ("bluesky", "at://did:plc:a/app.bsky.feed.post/3kinventedrke2", "ann.inv.example", "words"),
        ("bluesky", "at://bob.inv.example/app.bsky.feed.post/3kinventedrke3", "bob.inv.example", "words"),
        ("bluesky", "at://cy.inv.example/app.bsky.feed.post/3kinventedrk4", "cy.inv.example", "words"),
        ("mastodon", "https://inv.example/users/ann/statuses/111000000000000001", "ann@inv.example", "words\n\nmore"),
        ("mastodon", "https://inv.example/users/ann/statuses/111000000000000002", "ann@inv.example", "words"),
    ]
