"""What a person pastes to name a post or an account, on every platform."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from mtw_pipeline.platforms import (
    asked_account,
    asked_post,
    forms_of_post,
    host_of,
    post_of_address,
    post_page,
    posts_in,
    without_posts,
)  # fmt: skip

DID = "did:plc:w3annaa2b4c6d8e0f2g4h6j8"
ON_BLUESKY = f"at://{DID}/app.bsky.feed.post/3kanna2222222"
ON_MASTODON = "https://school.example/users/bert/statuses/113111111111111111"


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("1334000000000000001", "1334000000000000001"),
        ("t1334000000000000001", "1334000000000000001"),
        ("https://x.com/carla/status/1334000000000000001?s=20", "1334000000000000001"),
        ("https://mobile.twitter.com/carla/status/1334000000000000001/photo/1", "1334000000000000001"),
        (ON_BLUESKY, ON_BLUESKY),
        (f"https://bsky.app/profile/{DID}/post/3kanna2222222", ON_BLUESKY),
        (f"bsky.app/profile/{DID}/post/3kanna2222222?ref_src=embed", ON_BLUESKY),
        (
            "https://bsky.app/profile/anna.bsky.social/post/3kanna2222222",
            "at://anna.bsky.social/app.bsky.feed.post/3kanna2222222",
        ),
        (ON_MASTODON, ON_MASTODON),
        ("https://school.example/@bert/113111111111111111", ON_MASTODON),
        ("https://school.example/@bert/113111111111111111/", ON_MASTODON),
        ("https://small.example/objects/4f1c", "https://small.example/objects/4f1c"),
    ],
)
def test_a_post_is_known_by_its_id_or_the_address_of_its_page(pasted: str, found: str) -> None:
    assert asked_post(pasted).found == found


@pytest.mark.parametrize(
    ("address", "host"),
    [(ON_MASTODON, "school.example"), ("https://A.Example:8443/x", "a.example:8443"), ("http://[", ""), ("", "")],
)
def test_the_server_of_an_address(address: str, host: str) -> None:
    assert host_of(address) == host


def test_a_page_on_another_server_does_not_say_which_post_it_is() -> None:
    asked = asked_post("https://big.example/@bert@school.example/99")
    assert asked.found is None
    assert "of another server" in asked.why_not


@pytest.mark.parametrize(
    "pasted", ["hello", "https://school.example/@bert", "https://bsky.app/profile/anna.bsky.social"]
)
def test_what_is_no_post_is_not_taken_for_one(pasted: str) -> None:
    assert asked_post(pasted).found is None


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("@Carla_K", "carla_k"),
        ("https://x.com/Carla_K", "carla_k"),
        ("14000001", "14000001"),
        (DID, DID),
        (f"at://{DID}", DID),
        ("@Anna.bsky.social", "anna.bsky.social"),
        ("https://bsky.app/profile/anna-lena.example.org", "anna-lena.example.org"),
        (f"https://bsky.app/profile/{DID}", DID),
        ("@Bert@School.example", "bert@school.example"),
        ("acct:bert@school.example", "bert@school.example"),
        ("https://school.example/@bert", "bert@school.example"),
        ("https://school.example/users/bert", "bert@school.example"),
        ("https://big.example/@bert@school.example", "bert@school.example"),
    ],
)
def test_an_account_is_known_by_handle_id_or_the_address_of_its_profile(pasted: str, found: str) -> None:
    assert asked_account(pasted).found == found


@pytest.mark.parametrize("pasted", ["carla😀", "☺carla", "carla 👩‍🔬", "émile", "Carla K"])
def test_what_holds_more_than_a_handle_is_not_taken_for_another_account(pasted: str) -> None:
    """Whoever is filed under a name with a picture would stay, and somebody else would be forgotten."""
    asked = asked_account(pasted)
    assert asked.found is None
    assert "user id" in asked.why_not


@pytest.mark.parametrize(
    ("post_id", "handle"), [(ON_BLUESKY, "anna.bsky.social"), (ON_MASTODON, "bert@school.example")]
)
def test_every_page_of_a_post_leads_to_one_of_its_forms(post_id: str, handle: str) -> None:
    forms = forms_of_post(post_id, handle)
    pages = [post_page(post_id), "https://bsky.app/profile/anna.bsky.social/post/3kanna2222222?x=1", post_id]
    if "school" in post_id:
        pages = [post_page(post_id), "https://school.example/@bert/113111111111111111#there"]
    assert {post_of_address(page) for page in pages} <= set(forms)
    assert post_page(post_id).startswith("https://")


def test_a_tweet_of_x_has_one_form_and_the_page_that_it_had() -> None:
    assert forms_of_post("1334000000000000001", "carla_k") == ("1334000000000000001",)
    assert post_page("1334000000000000001") == "https://twitter.com/i/web/status/1334000000000000001"


NESTED = [
    "https://web.archive.example/web/2026/{}", "https://t.example/?u={}&x=1", "see {}.", "https://a.example/{}?b#c",
    "https://t.example/?u={}&then=https://other.example/objects/1", "bsky.app/profile/x.example/post/1?of={}",
]  # fmt: skip
PAGES = [
    ON_BLUESKY,
    f"https://bsky.app/profile/{DID}/post/3kanna2222222",
    ON_MASTODON,
    "https://school.example/@bert/113111111111111111",
]


def encoded(text: str) -> str:
    return quote(text, safe="")


@pytest.mark.parametrize("around", NESTED)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "form",
    [str, quote, encoded, lambda one: encoded(one).lower(), lambda one: encoded(encoded(one))],
)
def test_an_address_within_another_is_found_and_zeroed(around: str, page: str, form: Callable[[str], str]) -> None:
    """As often as it stands there, and nothing but its key; as many zeros, for facets count signs."""
    gone = post_of_address(page)
    key = page.rpartition("/")[2]
    text = f"{around.format(form(page))} and {around.format(form(page.replace(key, '3kother')))}"
    zeroed = without_posts(text, gone.__eq__)
    assert zeroed == text.replace(form(key), "0" * len(key))
    assert gone in posts_in(text)
    assert gone not in posts_in(zeroed)


@pytest.mark.parametrize("page", PAGES)
def test_an_address_that_stands_twice_in_another_is_zeroed_twice(page: str) -> None:
    key = page.rpartition("/")[2]
    text = f"https://t.example/?u={quote(f'{page}?then={page}', safe='')}"
    assert without_posts(text, post_of_address(page).__eq__) == text.replace(key, "0" * len(key))


def test_addresses_in_addresses_without_an_end_are_looked_at_some_deep() -> None:
    looked_at = 0

    def is_gone(_post: str) -> bool:
        nonlocal looked_at
        looked_at += 1
        return False

    text = "https://a.example/" * 20_000
    assert without_posts(text, is_gone) == text
    assert looked_at < 100
