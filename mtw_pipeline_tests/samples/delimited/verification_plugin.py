"""The columns of the verification plugin's CSV of X."""

from mtw_pipeline_tests.samples.sample import TableSample

_TEXT = "an invented sentence &amp; more with #OneTag"


def _row(number: int, text: str, **cells: str) -> dict[str, str]:
    tweet_id = f"134640000000000000{number}"
    return {
        "id": tweet_id, "username": f"Inv_{number}", "display_name": "Invented", "followers": "56", "total_posts": "12",
        "account_created": "Thu Jan 01 00:00:00 +0000 2015", "text": text,
        "date": f"Tue Jan 0{number + 4} 10:00:00 +0000 2021", "likes": "3", "quotes": "0", "retweets": "2",
        "replies": "1", "views": "99", "collectionID": "Invented", "tweetLink": f"https://x.com/Inv_{number}/status/{tweet_id}",
        **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=(
        "id", "username", "display_name", "account_created", "followers", "total_posts", "text", "replying_to",
        "isQuote", "retweeted", "links", "mentions", "hashtags", "date", "likes", "quotes", "retweets", "replies",
        "views", "collectionID", "imageLink", "video", "tweetLink",
    ),
    rows=(
        _row(1, _TEXT, hashtags="OneTag", links="https://example.org/a", imageLink="https://pbs.twimg.com/1"),
        _row(2, f"RT @Inv_1: {_TEXT}", hashtags="OneTag", mentions="Inv_1", retweeted="true", likes="", retweets=""),
        _row(3, "@Inv_1 an invented answer", mentions="Inv_1", replying_to="Inv_1", video="https://video.twimg.com/1"),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "created_at": "2021-01-05 10:00:00", "text": _TEXT.replace("&amp;", "&"),
            "tweet_type": "tweet", "like_count": 3, "retweet_count": 2, "reply_count": 1, "hashtags": ["OneTag"],
            "mention_handles": [], "urls": ["https://example.org/a"], "content_format": "multimedia",
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _TEXT.replace("&amp;", "&"),
            "tweet_type": "retweet", "like_count": None, "retweet_count": None, "hashtags": ["OneTag"],
            "mention_handles": ["Inv_1"], "retweeted": "inv_1",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": ["Inv_1"],
            "replied_to": "inv_1", "content_format": "multimedia",
        },
    },
    absent=("author_id", "author_description", "retweeted_text", "collected_at"),
)  # fmt: skip
