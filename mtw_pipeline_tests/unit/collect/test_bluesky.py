"""Collecting from Bluesky through its library: sessions, limits, searches that end early, what only looks like it."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from atproto_client import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from mtw_pipeline.collect.bluesky.search import service_time
from mtw_pipeline.collect.collector import Span
from mtw_pipeline.collect.marked_hashtags import holds_hashtag
from mtw_pipeline.errors import UserError
from mtw_pipeline_tests.platforms.bench import FIRST, NOW, Bench, without_mark
from mtw_pipeline_tests.platforms.bluesky import APP_PASSWORD, HANDLE, BlueskyServer, Post, post, posts
from mtw_pipeline_tests.platforms.loopback import CUT, Answer, Asked


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", HANDLE)
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", APP_PASSWORD)
    monkeypatch.delenv("MTW_KEYS", raising=False)


@pytest.fixture
def server() -> Iterator[BlueskyServer]:
    with BlueskyServer() as started:
        yield started


def bench_of(server: BlueskyServer, root: Path, keys: str = "") -> Bench:
    return Bench(root / "study", "bluesky", f'servers = ["{server.address}"]\n{keys}')


def addresses(bench: Bench) -> list[str]:
    return [str(one["uri"]) for page in bench.pages() for one in page.get("posts", ())]


def uris(found: list[Post]) -> set[str]:
    return {str(one["uri"]) for one in found}


def test_a_window_is_collected_and_pages_stand_as_they_came(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = posts(250, FIRST, timedelta(minutes=50))
    bench = bench_of(server, tmp_path)
    (record,) = bench.collect()
    assert set(addresses(bench)) == uris(server.posts)
    first = without_mark(bench.pages()[0])
    assert first == {"posts": server.posts[:-101:-1], "hitsTotal": 250, "cursor": "100"}
    assert (record.is_whole, record.gaps) == (True, [])
    asked = server.asked[0]
    assert (asked.one("q"), asked.one("sort"), asked.one("limit")) == ("#mtwtest", "latest", "100")
    assert (asked.one("since"), asked.one("until")) == ("2026-11-01T00:00:00.000Z", "2026-11-11T00:00:00.000Z")


def test_pages_say_for_which_hashtags_they_were_asked(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = [post(1, FIRST), post(2, FIRST, text="mtwtest ohne Raute", facets=False)]
    bench = bench_of(server, tmp_path)
    bench.collect()
    (page,) = bench.pages()
    assert page["__mtw"]["hashtags"] == ["mtwtest"]
    assert [holds_hashtag(one["record"], page["__mtw"]["hashtags"]) for one in page["posts"]] == [True, False]


@settings(max_examples=8, deadline=None)
@given(
    many=st.integers(0, 420),
    most=st.integers(101, 260),
    minutes=st.sampled_from([1, 7]),
    late=st.integers(0, 9),
)
def test_a_search_that_ends_early_is_gone_on_with(
    tmp_path_factory: pytest.TempPathFactory, many: int, most: int, minutes: int, late: int
) -> None:
    """However many posts there are and wherever the search ends, none is lacking, also where times were made up."""
    made = posts(many, FIRST, timedelta(minutes=minutes))
    if late:  # their clients wrote a time of next year
        for at in range(0, many, late):
            indexed = FIRST + timedelta(minutes=minutes * at)
            made[at] = post(at, FIRST + timedelta(days=365), indexed=indexed)
    with BlueskyServer(made, most=most) as server:
        bench = bench_of(server, tmp_path_factory.mktemp("study"))
        bench.collect()
        assert set(addresses(bench)) == uris(made)
        assert bench.gaps() == []
        assert len(server.asked) <= 3 + 2 * many // 100 + many // (most - 10)


@pytest.mark.parametrize("circle", [100, 130, 200, 250, 300])
@pytest.mark.parametrize("late", [0, 7])
def test_a_search_that_goes_in_a_circle_is_gone_on_with_behind_it(
    server: BlueskyServer, tmp_path: Path, circle: int, late: int
) -> None:
    """Bluesky's search begins again with posts that it gave, and goes on so for ever (social-app issue 8979)."""
    server.posts = posts(730, FIRST, timedelta(minutes=10))
    for at in range(0, 730 if late else 0, 7):
        server.posts[at] = post(at, FIRST + timedelta(days=365), indexed=FIRST + timedelta(minutes=10 * at))
    server.circle = circle
    bench = bench_of(server, tmp_path)
    (record,) = bench.collect()
    assert set(addresses(bench)) == uris(server.posts)
    assert (record.is_whole, record.gaps) == (True, [])
    assert len(server.asked) <= 3 * 730 // 90 + 3


@pytest.mark.parametrize("days", [6, 1, -6])
@pytest.mark.parametrize("places", [[95], [95, 195, 295], list(range(5, 700, 9))], ids=["one", "few", "many"])
@pytest.mark.parametrize("most", [100, 300, 10_000])
def test_posts_out_of_their_order_cost_no_other(
    server: BlueskyServer, tmp_path: Path, days: int, places: list[int], most: int
) -> None:
    """One such post at the end of a search led it back to its beginning, and all that is older was lacking."""
    server.posts = posts(700, FIRST, timedelta(minutes=10))
    for place in places:
        number = 699 - place
        at = FIRST + timedelta(minutes=10 * number)
        server.posts[number] = post(number, at + timedelta(days=days))
        server.places[str(server.posts[number]["uri"])] = at
    server.most = most
    bench = bench_of(server, tmp_path)
    (record,) = bench.collect()
    assert set(addresses(bench)) == uris(server.posts)
    assert (record.is_whole, record.gaps) == (True, [])
    assert len(server.asked) <= 2 + 700 // 100 + 700 // (most - 10)


def test_more_posts_of_one_moment_than_a_search_gives_are_a_gap(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = [post(number, FIRST) for number in range(350)]
    server.most = 300
    bench = bench_of(server, tmp_path)
    bench.collect()
    assert any("ended early" in one for one in bench.gaps())


def test_a_search_of_one_short_page_is_gone_on_with_where_more_posts_are_counted(
    server: BlueskyServer, tmp_path: Path
) -> None:
    """It was taken for whole, with a gap of posts that nobody had asked for."""
    server.posts = posts(230, FIRST, timedelta(minutes=10))
    server.most = 60
    bench = bench_of(server, tmp_path)
    (record,) = bench.collect()
    assert set(addresses(bench)) == uris(server.posts)
    assert (record.is_whole, record.gaps) == (True, [])


def test_one_short_page_of_which_posts_are_kept_back_costs_one_more_request(
    server: BlueskyServer, tmp_path: Path
) -> None:
    server.posts = posts(30, FIRST, timedelta(minutes=10))
    server.withheld = lambda one: str(one["uri"]).endswith("7")
    bench = bench_of(server, tmp_path)
    (record,) = bench.collect()
    assert [gap.reason[:34] for gap in record.gaps] == ["Bluesky counts 30 posts and gave 2"]
    assert len(server.asked) == 2


def test_posts_that_are_counted_and_kept_back_are_said(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = posts(230, FIRST, timedelta(minutes=10))
    server.withheld = lambda one: str(one["uri"]).endswith("7")
    bench = bench_of(server, tmp_path)
    bench.collect()
    assert set(addresses(bench)) == {one for one in uris(server.posts) if not one.endswith("7")}
    assert [one for one in bench.gaps() if "counts 230 posts and gave 207" in one]


def test_pages_on_which_everything_is_kept_back_are_not_the_end(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = posts(450, FIRST, timedelta(minutes=10))
    hidden = uris(server.posts[100:350])
    server.withheld = lambda one: one["uri"] in hidden
    bench = bench_of(server, tmp_path)
    bench.collect()
    assert set(addresses(bench)) == uris(server.posts) - hidden


def test_faults_cost_requests_and_nothing_else(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = posts(1_234, FIRST, timedelta(minutes=10))
    limited = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
    reset = NOW + timedelta(minutes=4)
    server.disturbances = {
        3: CUT,
        4: Answer("<html>bad gateway</html>", 502),
        6: Answer(limited, 429, {"ratelimit-reset": str(int(reset.timestamp()))}),
        9: Answer(limited, 429, {"retry-after": "40"}),
        11: Answer('{"posts": [', 200),
    }
    bench = bench_of(server, tmp_path)
    (record,) = bench.collect()
    assert set(addresses(bench)) == uris(server.posts)
    assert record.requests == len(server.asked) + 1  # and one to sign in
    assert bench.clock.waits == [2, 4, 4 * 60 - 6 + 1, 41, 2]


def test_a_collection_that_is_cut_off_at_any_page_goes_on_and_asks_for_nothing_twice(
    server: BlueskyServer, tmp_path: Path
) -> None:
    """Between any two pages, where a kill can only come: each page is on the disk with the place behind it."""
    made = posts(330, FIRST, timedelta(minutes=20))
    server.posts = [{**one, "repostCount": int(number in {3, 4, 250})} for number, one in enumerate(made)]
    server.reposters = {str(one["uri"]): ["ada", "bo"] for one in server.posts if one["repostCount"]}
    server.most = 200
    whole = bench_of(server, tmp_path / "whole", "reposts = true")
    whole.collect()
    asked = len(server.asked)
    cut = bench_of(server, tmp_path / "cut", "reposts = true")
    sittings = 0
    while True:
        with cut.collection() as collection:
            works = collection.works()
            if not works:
                break
            (work,) = works
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr("mtw_pipeline.collect.collecting.so_far", _killed)
                try:
                    collection.make(work)
                except KilledError:
                    sittings += 1
    assert sittings == len(whole.pages()) == 8
    assert len(server.asked) == 2 * asked
    assert [without_mark(one) for one in cut.pages()] == [without_mark(one) for one in whole.pages()]


class KilledError(BaseException):
    pass


def _killed(_told: str) -> None:
    raise KilledError


def test_an_answer_that_never_came_is_asked_for_again(
    server: BlueskyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library may fail by a ValueError before it has any answer."""
    ask = Client.invoke_query
    failures = iter([ValueError("no such lexicon")])

    def first_fails(self: Client, *arguments: object, **options: object) -> object:
        for failure in failures:
            raise failure
        return ask(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "invoke_query", first_fails)
    server.posts = posts(3, FIRST, timedelta(minutes=50))
    bench = bench_of(server, tmp_path)
    bench.collect()
    assert set(addresses(bench)) == uris(server.posts)


def test_a_session_that_ends_is_renewed(server: BlueskyServer, tmp_path: Path) -> None:
    """By the library where the token says so, by signing in once more where the service does."""
    server.posts = posts(520, FIRST, timedelta(minutes=10))
    server._expiries = [NOW - timedelta(days=365)]
    bench = bench_of(server, tmp_path)
    with bench.collection() as collection:
        (work,) = collection.works()
        pages = collection.collector.pages(work.question, work.span, None, lambda: None, _requester(bench))
        next(pages)
        assert server.refreshed == 1
        server.refused_tokens.update(server.sessions)
        rest = [*pages]
    assert sum(page.posts for page in rest) >= 420
    assert (len(server.sessions), server.refreshed) == (3, 1)


def test_a_token_that_says_nothing_is_taken_too(
    server: BlueskyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtw_pipeline_tests.platforms.bluesky.token", lambda _expires: "opaque")
    server.posts = posts(5, FIRST, timedelta(minutes=10))
    bench = bench_of(server, tmp_path)
    bench.collect()
    assert set(addresses(bench)) == uris(server.posts)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MTW_BLUESKY_APP_PASSWORD", "", "app password .*is missing"),
        ("MTW_BLUESKY_HANDLE", "", "name of the Bluesky account .*is missing"),
        ("MTW_BLUESKY_APP_PASSWORD", "wrong-wrong-wrong-wrong", "does not let the account sign in"),
    ],
)
def test_keys_that_are_missing_or_wrong_are_told_in_words(
    server: BlueskyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    bench = bench_of(server, tmp_path)
    with pytest.raises(UserError, match=words) as error:
        bench.collect()
    assert "wrong-wrong" not in str(error.value)
    assert APP_PASSWORD not in str(error.value)


@pytest.mark.parametrize("body", ["<html><h1>Not Found</h1></html>", {"error": None}, {}])
@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "has no sign-in of Bluesky"), (410, "has no sign-in of Bluesky"), (403, "does not let the account sign in")],
)
def test_what_is_no_service_of_bluesky_is_told_from_a_wrong_password(
    server: BlueskyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, words: str, body: object
) -> None:
    monkeypatch.setattr(server, "respond", lambda _asked: Answer(body, status))
    bench = bench_of(server, tmp_path)
    with pytest.raises(UserError, match=words) as told:
        bench.collect()
    assert ("app password" in str(told.value)) == (status == 403)
    for noise in ("None", "<html>", "{}"):
        assert noise not in str(told.value)


def test_a_search_that_is_forbidden_is_told_in_words(server: BlueskyServer, tmp_path: Path) -> None:
    forbidden = Answer("Request forbidden by administrative rules.", 403)
    server.disturbances = {1: forbidden, 2: forbidden}
    bench = bench_of(server, tmp_path)
    with pytest.raises(UserError, match=r"Bluesky refuses the account what it asks for \(403 .*administrative rules"):
        bench.collect()


@pytest.mark.parametrize("status", [400, 401, 403])
def test_what_bluesky_says_stands_in_no_record_for_it_may_name_anybody(
    server: BlueskyServer, tmp_path: Path, status: int
) -> None:
    server.posts = posts(250, FIRST, timedelta(minutes=1))
    refused = Answer('{"error": "Blocked", "message": "inv_ann.example blocks you"}', status)
    server.disturbances = {2: refused, 3: refused, 4: refused}
    bench = bench_of(server, tmp_path)
    with pytest.raises(UserError, match="inv_ann"):
        bench.collect()
    [record] = bench.records()
    assert record.sittings[-1].why.startswith("Bluesky ")
    assert "inv_ann" not in record.model_dump_json()


def test_no_key_stands_in_anything_that_is_written(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = posts(5, FIRST, timedelta(minutes=10))
    bench = bench_of(server, tmp_path)
    bench.collect()
    secret = [APP_PASSWORD.encode(), *(one.encode() for one in server.sessions)]
    for path in bench.study.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            data += gzip.decompress(data) if path.suffix == ".gz" else b""
            assert not any(one in data for one in secret), path


def test_reposts_are_asked_for_post_by_post(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = posts(6, FIRST, timedelta(minutes=10))
    many = [f"person{number}" for number in range(230)]
    server.reposters = {str(server.posts[4]["uri"]): many, str(server.posts[2]["uri"]): ["ada"]}
    bench = bench_of(server, tmp_path, "reposts = true")
    bench.collect()
    found = [page for page in bench.pages() if "repostedBy" in page]
    by_post = {str(page["uri"]): 0 for page in found}
    for page in found:
        by_post[str(page["uri"])] += len(page["repostedBy"])
    reposted = {str(one["uri"]) for one in server.posts if one["repostCount"]}
    assert by_post == {uri: len(server.reposters.get(uri, ())) for uri in reposted}


def test_a_budget_is_kept_to_the_post(server: BlueskyServer, tmp_path: Path) -> None:
    server.posts = posts(400, FIRST, timedelta(minutes=10))
    bench = bench_of(server, tmp_path, "budget = 137")
    (record,) = bench.collect()
    assert record.posts == len(addresses(bench)) == 137
    assert "budget" in record.gaps[0].reason
    assert record.place
    assert "at://" not in record.model_dump_json(), "a record stays when a post is forgotten"


def test_posts_can_hold_anything(server: BlueskyServer, tmp_path: Path) -> None:
    strange = [
        {**post(1, FIRST), "record": "none"},
        {**post(2, FIRST), "record": {"createdAt": "yesterday", "text": "\u2028\x00\ud7ff#mtwtest", "facets": {}}},
        {**post(3, FIRST), "author": None, "indexedAt": "0001-01-01T00:00:00+23:59", "record": {"facets": [1, {}]}},
        {**post(4, FIRST), "uri": 17},
    ]
    server.disturbances = {1: Answer({"posts": [*strange, 5, None], "cursor": 9})}
    bench = bench_of(server, tmp_path)
    bench.collect()
    assert without_mark(bench.pages()[0])["posts"] == [*strange, 5, None]


def _requester(bench: Bench):
    from mtw_pipeline.collect.requester import Requester

    return Requester(bench.clock)


def test_the_rest_of_a_window_is_asked_for_later(server: BlueskyServer, tmp_path: Path) -> None:
    bench = bench_of(server, tmp_path)
    bench.clock.time = FIRST + timedelta(days=2)
    server.posts = posts(20, FIRST, timedelta(hours=6))
    early = [one for one in server.posts if str(one["indexedAt"]) < "2026-11-03"]
    later, server.posts = server.posts, early
    bench.collect()
    bench.clock.time = FIRST + timedelta(days=12)
    server.posts = later
    bench.collect()
    assert sorted(addresses(bench)) == sorted(uris(server.posts))
    spans = [record.span for record in bench.records()]
    settled = FIRST + timedelta(days=2) - timedelta(minutes=5)
    assert spans == [Span(FIRST, settled), Span(settled, FIRST + timedelta(days=10))]


class Moved(BlueskyServer):
    """A service that names another address for one of its methods."""

    def __init__(self, method: str, to: str, status: int) -> None:
        super().__init__()
        self._method, self._to, self._status = method, to, status

    def respond(self, asked: Asked) -> Answer:
        if asked.path == f"/xrpc/{self._method}":
            return Answer({}, self._status, {"Location": f"{self._to}{asked.path}"})
        return super().respond(asked)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["com.atproto.server.createSession", "app.bsky.feed.searchPosts"])
def test_no_password_and_no_token_follow_to_another_address(tmp_path: Path, method: str, status: int) -> None:
    """A redirect of 307 or 308 keeps the body of a request: the app password."""
    seen: list[Asked] = []

    class Elsewhere(BlueskyServer):
        def respond(self, asked: Asked) -> Answer:
            seen.append(asked)
            return super().respond(asked)

    with Elsewhere() as other, Moved(method, other.address, status) as moved:
        with pytest.raises(UserError, match="sends what it is asked on to 127"):
            bench_of(moved, tmp_path).collect()
        assert seen == []


@pytest.mark.parametrize("before", [0, 150])
def test_the_token_of_a_session_stands_in_no_message(server: BlueskyServer, tmp_path: Path, before: int) -> None:
    class Echo(BlueskyServer):
        def respond(self, asked: Asked) -> Answer:
            if "searchPosts" not in asked.path:
                return super().respond(asked)
            said = {"error": "InvalidRequest", "message": "x" * before + asked.headers["authorization"]}
            return Answer(said, 400)

    with Echo() as echo:
        bench = bench_of(echo, tmp_path)
        with pytest.raises(UserError) as told:
            bench.collect()
        (token,) = echo.sessions
        written = b"".join(path.read_bytes() for path in bench.study.root.rglob("*") if path.is_file())
        assert token[:8] not in f"{told.value}{written.decode('latin-1')}"


def test_times_of_all_years_sort_as_text() -> None:
    times = [datetime(year, 1, 2, tzinfo=UTC) for year in (1, 999, 2026, 9999)]
    assert sorted(map(service_time, times)) == [service_time(one) for one in times]
