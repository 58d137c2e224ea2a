"""Files of other platforms are named, not taken for tweets and not called unknown."""

import json
from pathlib import Path

import pytest

from mtw_pipeline.exports.formats.platforms import platform_of_columns, platform_of_document
from mtw_pipeline.exports.formats.registry import DELIMITED_FORMATS, JSON_FORMATS
from mtw_pipeline.exports.inspection import inspect_files, with_proposals
from mtw_pipeline_tests.samples.sample import documents_of
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

TABLES = {
    "TikTok": "id,username,date,text,videoUrl,soundID\n7584771643457686800,inv,2025-12-17,words,u,1\n",
    "Instagram": "id,timestamp,author,body,num_likes,num_comments,num_media\n1,2021-01-05,inv,words,1,1,1\n",
    "Facebook": "Page Name,User Name,Facebook Id,Post Created,Total Interactions,Message\nP,p,1,2021-01-05,3,words\n",
    "YouTube": "videoId,publishedAt,authorDisplayName,text,likeCount,isReply,authorChannelId\nv,2021-01-05,a,w,0,0,c\n",
    "Reddit": "id,date,username,text,subreddit\nabc,2021-01-05,inv,words,r\n",
    "Telegram": "id,thread_id,chat,author,author_is_bot,body,timestamp,views,forwards\n1,1,c,a,no,w,2021-01-05,1,1\n",
    "LinkedIn": "Date,ShareLink,ShareCommentary\n2021-01-05,https://example.org,words\n",
}
DOCUMENTS: dict[str, object] = {
    "TikTok": {"id": "7", "desc": "words", "author": {"id": "1"}, "music": {}, "video": {}, "stats": {}},
    "Instagram": {"id": "1", "text": "words", "user": {"pk": 1}, "taken_at": 1, "media_type": 1, "caption": {}},
    "Facebook": {"id": "1_2", "message": "words", "created_time": "2021-01-05", "from": {"id": "1"}},
    "YouTube": {"kind": "youtube#searchListResponse", "etag": "x", "items": []},
    "Reddit": {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {"subreddit": "r", "id": "a"}}]}},
    "Telegram": {"name": "a chat", "type": "public_channel", "id": 1, "messages": [{"id": 1, "text": "words"}]},
    "Threads": {"id": "1", "text": "words", "media_product_type": "THREADS", "timestamp": "2021-01-05"},
    "Weibo": {"id": 4_000_000_000_000_000, "text": "words", "user": {"id": 1, "screen_name": "inv"},
              "created_at": "Tue Jan 05 10:00:00 +0800 2021", "reposts_count": 1, "attitudes_count": 2},
}  # fmt: skip


@pytest.mark.parametrize("platform", TABLES)
@of_file(lambda platform: TABLES[platform])
def test_a_table_is_named_by_its_platform(read: ReadFile, platform: str) -> None:
    assert read.refusal == (
        f"The file is of {platform}, which is not read: its posts are no tweets. Take it out of the folder"
    )


@pytest.mark.parametrize("platform", DOCUMENTS)
@pytest.mark.parametrize("form", ["{}\n", "[{}]"])
@of_file(lambda platform, form: form.replace("{}", json.dumps(DOCUMENTS[platform])), ".json")
def test_json_is_named_by_its_platform(read: ReadFile, platform: str, form: str) -> None:
    assert read.refusal.startswith(f"The file is of {platform}, which is not read")


READ_PLATFORMS = {
    "Bluesky": "address,cid,indexed_at,who,words\nat://x,b,2021-01-05,inv,w\n",
    "Mastodon": "id,reblogs,favourites,who,words\n111000000000000001,0,0,inv,w\n",
}


def unknown(platform: str, as_json: bool) -> str:
    header, row = (line.split(",") for line in READ_PLATFORMS[platform].splitlines())
    return json.dumps(dict(zip(header, row, strict=True))) if as_json else READ_PLATFORMS[platform]


@pytest.mark.parametrize("platform", READ_PLATFORMS)
@pytest.mark.parametrize("as_json", [False, True])
@of_file(unknown)
def test_an_unknown_file_of_a_platform_that_is_read_says_how_to_describe_it(
    read: ReadFile, platform: str, as_json: bool
) -> None:
    assert read.refusal.startswith(f"The file is of {platform}, and of no format that is known here")
    assert f'constants.platform = "{platform.lower()}"' in read.refusal


def test_of_other_platforms_no_column_map_is_proposed(tmp_path: Path) -> None:
    documents = {f"{platform} as JSON": unknown(platform, as_json=True) for platform in READ_PLATFORMS}
    contents = TABLES | READ_PLATFORMS | documents
    paths = [tmp_path / name for name in contents]
    for path in paths:
        path.write_text(contents[path.name], encoding="utf-8")
    found = with_proposals(inspect_files(paths), paths)
    assert {one.outcome.export_file: one.proposal for one in found} == dict.fromkeys(contents)


OF_NO_API = {"id": "17", "text": "words", "created_at": 1609686648, "user": {"id": "1", "username": "inv"}}


@of_file(json.dumps([OF_NO_API]), ".json")
def test_a_post_whose_author_has_no_name_of_that_api_is_no_tweet_of_it(read: ReadFile) -> None:
    assert "of no known format" in read.refusal


def test_no_format_that_is_read_is_taken_for_another_platform() -> None:
    for known in DELIMITED_FORMATS:
        if not known.has_common_columns:
            assert not known.missing(known.taken)
        assert known.name == "brandwatch" or platform_of_columns((*known.taken, *known.left_out)) is None
    for known_json in JSON_FORMATS:
        documents = documents_of(known_json.name).documents
        assert [platform_of_document(document) for document in documents] == [None] * len(documents)
