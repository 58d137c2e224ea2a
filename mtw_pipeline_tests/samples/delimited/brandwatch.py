"""Brandwatch: lines about the query on top, and posts of other platforms between the tweets."""

from mtw_pipeline_tests.samples.sample import TableSample

_ENTRY = {"": "post", "RETWEET": "share", "REPLY": "reply"}


def _row(number: int, text: str, engagement: str = "", **cells: str) -> dict[str, str]:
    return {
        "Query Id": "1", "Query Name": "An invented query", "Date": f"2021-01-0{number + 4} 10:00:00.0",
        "Snippet": text[:20], "Full Text": text, "Page Type": "twitter", "Author": f"Inv_{number}",
        "Url": f"http://twitter.com/Inv_{number}/statuses/134640000000000000{number}", "Language": "en",
        "Twitter Author ID": f"900{number}", "Twitter Followers": "56", "Twitter Likes": "3", "Twitter Retweets": "2",
        "Engagement Type": engagement, "Thread Entry Type": _ENTRY[engagement], **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=(
        "Query Id", "Query Name", "Date", "Snippet", "Full Text", "Url", "Original Url", "Domain", "Page Type",
        "Language", "Author", "Engagement Type", "Thread Entry Type", "Thread Author", "Hashtags", "Mentioned Authors",
        "Expanded URLs", "Twitter Author ID", "Twitter Followers", "Twitter Likes", "Twitter Retweets",
    ),
    rows=(
        _row(
            1, "an invented sentence &amp; more with #OneTag", Hashtags="#onetag",
            **{"Expanded URLs": "https://example.org/a,b,https://example.org/c"},
        ),
        _row(
            2, "RT @Inv_1: an invented sentence &amp; more with #OneTag", "RETWEET",
            **{"Thread Author": "Inv_1", "Mentioned Authors": "@Inv_1", "Hashtags": "#onetag"},
        ),
        _row(
            3, "@Inv_1 an invented answer", "REPLY", **{"Thread Author": "Inv_1", "Mentioned Authors": "@Inv_1"},
        ),
        _row(
            4, "an invented post elsewhere", Url="https://example.org/forum/4", **{
                "Page Type": "forum", "Twitter Author ID": "", "Twitter Followers": "", "Twitter Likes": "",
                "Twitter Retweets": "",
            },
        ),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": "an invented sentence & more with #OneTag", "tweet_type": "tweet", "like_count": 3,
            "retweet_count": 2, "hashtags": ["onetag"], "mention_handles": [],
            "urls": ["https://example.org/a,b", "https://example.org/c"],
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": "an invented sentence & more with #OneTag",
            "tweet_type": "retweet", "like_count": 3, "retweet_count": None, "hashtags": ["onetag"],
            "mention_handles": ["Inv_1"], "retweeted": "inv_1", "metrics_of": "unknown",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": ["Inv_1"],
            "replied_to": "inv_1",
        },
    },
    absent=("retweeted_text", "media_types", "collected_at", "in_reply_to_tweet_id", "quoted_tweet_id"),
    above=(("Report:", "Bulk Mentions Download"), ("Brand:", "None"), ("From:", "Tue Jan 05 00:00:00 UTC 2021"),
           ("To:", "Sat Jan 30 00:00:00 UTC 2021"), ("Label:", "An invented query")),
    sheet="Bulk Mentions",
)  # fmt: skip
