"""What collecting from Bluesky and Mastodon takes of their libraries' insides, asked of the libraries alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import requests

from mtw_pipeline_tests.platforms.bluesky import APP_PASSWORD, HANDLE, BlueskyServer, token
from mtw_pipeline_tests.platforms.mastodon import MastodonServer, statuses

if TYPE_CHECKING:
    import httpx

FIRST = datetime(2026, 11, 1, tzinfo=UTC)


def test_atproto_shows_the_bytes_of_an_answer_and_parses_none_that_is_asked_by_name() -> None:
    """Decision 103: pages are kept as they came, whatever a post holds."""
    from atproto_client import Client
    from atproto_client.models.dot_dict import DotDict
    from atproto_client.request import Request

    answered: list[httpx.Response] = []
    with BlueskyServer([{"uri": "at://x", "record": 5, "indexedAt": "2026-11-01T00:00:00Z"}]) as server:
        client = Client(server.address, request=Request(event_hooks={"response": [answered.append]}))
        client.login(HANDLE, APP_PASSWORD, fetch_bsky_profile=False)
        found = client.invoke_query("app.bsky.feed.searchPosts", params=DotDict({"q": "5"}))
    assert found.content["posts"][0]["record"] == 5
    assert answered[-1].json() == found.content


def test_atproto_asks_without_looking_at_the_token_where_it_is_told_to() -> None:
    """Decision 103: a service may give a token that says nothing; the library then fails before it asks."""
    from atproto_client import Client
    from atproto_client.models.dot_dict import DotDict
    from atproto_core.exceptions import AtProtocolError

    with BlueskyServer() as server:
        client = Client(server.address)
        client.login(HANDLE, APP_PASSWORD, fetch_bsky_profile=False)
        server.sessions.append("opaque")
        client._session.access_jwt = "opaque"

        def asked(**further: bool) -> int:
            return client.invoke_query("app.bsky.feed.searchPosts", params=DotDict({"q": "x"}), **further).status_code

        assert asked(ignore_session_check=True) == 200
        assert _fails(asked, AtProtocolError)


def test_atproto_renews_a_session_before_it_ends() -> None:
    """Decision 103: only what the service ends before its time is signed in anew by us."""
    from atproto_client import Client
    from atproto_client.models.dot_dict import DotDict

    with BlueskyServer(expiries=[datetime.now(UTC) + timedelta(minutes=1)]) as server:
        client = Client(server.address)
        client.login(HANDLE, APP_PASSWORD, fetch_bsky_profile=False)
        client.invoke_query("app.bsky.feed.searchPosts", params=DotDict({"q": "x"}))
        assert server.refreshed == 1
    assert token(FIRST).count(".") == 2


def test_mastodon_goes_on_with_a_page_of_ours_and_asks_for_nothing_else() -> None:
    """Decision 103: its timelines ask for the server's description first; what is kept is what its session shows."""
    from mastodon import Mastodon

    answered: list[requests.Response] = []
    session = requests.Session()
    session.hooks["response"].append(lambda response, *_, **__: answered.append(response))
    with MastodonServer(statuses(3, FIRST, timedelta(hours=1))) as server:
        client = Mastodon(api_base_url=server.address, ratelimit_method="throw", session=session)
        asked = {"_pagination_method": "GET", "_pagination_endpoint": "/api/v1/timelines/tag/mtwtest", "limit": 2}
        client.fetch_next(asked)
        assert [one.path_url for one in (answered[0].request,)] == ["/api/v1/timelines/tag/mtwtest?limit=2"]
        assert len(answered) == 1
        assert answered[0].json() == server.statuses[:0:-1]


def _fails(call: Callable[[], object], kind: type[Exception]) -> bool:
    try:
        call()
    except kind:
        return True
    return False
