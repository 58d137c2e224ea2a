"""What of a text leads to people, and what does not."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.published.inspection import ID
from mtw_pipeline.published.masking import Masking
from mtw_pipeline.published.pseudonyms import Pseudonyms

PSEUDONYMS = Pseudonyms(b"k" * 32, {"ann_1": "77"})
MASKING = Masking(PSEUDONYMS, {"ann_1", "marketing", "janedoe"})
ANN = PSEUDONYMS.of_user_id("77")
TWEET = PSEUDONYMS.of_tweet_id("1345000000000000001")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("RT @Ann_1: hello", f"RT @{ANN}: hello"),
        ("thanks ＠ann_1!", f"thanks @{ANN}!"),
        (".@ann_1 said", f".@{ANN} said"),
        ("ask ann_1 about marketing", f"ask {ANN} about marketing"),
        ("JaneDoe and Marketing", f"{PSEUDONYMS.of_handle('janedoe')} and Marketing"),
        ("write to ann.one@example.org", "write to [e-mail]"),
        ("https://twitter.com/Ann_1/status/1345000000000000001", f"https://twitter.com/{ANN}/status/{TWEET}"),
        ("twitter.com/ann_1/statuses/1345000000000000001?s=20", f"twitter.com/{ANN}/status/{TWEET}"),
        ("https://x.com/ann_1", f"https://x.com/{ANN}"),
        ("https://mobile.twitter.com/i/web/status/1345000000000000001", None),
        ("https://t.co/AbCd pic.twitter.com/AbCd", "https://t.co/[masked] pic.twitter.com/[masked]"),
        ("https://www.instagram.com/ann.one/", "https://www.instagram.com/[masked]"),
        ("https://twitter.com/intent/user?screen_name=ann_1", None),
        ("see 1345000000000000001", "see [id]"),
    ],
)
def test_what_leads_to_people_is_masked(text: str, masked: str | None) -> None:
    found = MASKING.words(text)
    assert masked is None or found == masked
    assert "ann_1" not in found.lower()
    assert "1345000000000000001" not in found


@pytest.mark.parametrize(
    "text",
    [
        "No names here: 50 % off, call 020 7946 0000 #marketing #2021 :@ @ home",
        "https://example.org/articles/12?utm_source=twitter",
        "https://twitter.com/hashtag/MarketingTwitter?src=hash",
        "https://jobs.example.org/apply?referrer=201909251808563DYVT6K9",
        "Füße 日本語 👩‍👩‍👧 e.g. v1.2/3",
        "",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert MASKING.words(text) == text


@given(st.text(st.sampled_from("0123456789aZ_/?=&. @"), min_size=15, max_size=60))
def test_no_id_survives_that_the_check_of_the_copy_would_find(text: str) -> None:
    found = duckdb.execute("select regexp_matches($text, $id)", {"text": MASKING.words(text), "id": ID}).fetchall()
    assert found == [(False,)]


@given(st.text(), st.from_regex(r"[A-Za-z0-9_]{1,20}", fullmatch=True), st.text())
def test_no_handle_behind_an_at_survives(before: str, handle: str, after: str) -> None:
    masked = MASKING.words(f"{before} @{handle} {after}")
    assert f"@{handle} " not in masked or handle.startswith("user_")
