"""Collecting from Mastodon servers through the library: paging by ids, where a window ends, tokens, limits, faults."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mtw_pipeline.collect.keys import name_of_server, variable
from mtw_pipeline.collect.requester import MOST_FAILURES
from mtw_pipeline.collect.unattended import collect_unattended
from mtw_pipeline.errors import UserError
from mtw_pipeline_tests.platforms.bench import FIRST, NOW, Bench, without_mark
from mtw_pipeline_tests.platforms.loopback import CUT, Answer
from mtw_pipeline_tests.platforms.mastodon import MastodonServer, Status, status, statuses

BEFORE = FIRST - timedelta(days=20)
DAYS = 10


@pytest.fixture(autouse=True)
def no_file_of_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTW_KEYS", raising=False)


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with MastodonServer() as started:
        yield started


def bench_of(root: Path, *servers: MastodonServer, keys: str = "") -> Bench:
    named = ", ".join(f'"{one.address}"' for one in servers)
    return Bench(root / "study", "mastodon", f"servers = [{named}]\n{keys}")


def addresses(bench: Bench) -> list[str]:
    return [str(one["uri"]) for page in bench.pages() for one in page["statuses"]]


def in_window(found: list[Status]) -> set[str]:
    return {str(one["uri"]) for one in found if "2026-11-01" <= str(one["created_at"]) < "2026-11-11"}


def with_ids(found: list[Status]) -> list[Status]:
    """Statuses as other software numbers them: in order, without times."""
    return [{**one, "id": str(number + 1)} for number, one in enumerate(found)]


def test_a_window_is_collected_from_its_end_to_its_beginning(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(400, BEFORE, timedelta(minutes=100))
    bench = bench_of(tmp_path, server)
    (record,) = bench.collect()
    assert in_window(server.statuses) <= set(addresses(bench))
    assert len(in_window(server.statuses)) == 112
    assert (record.is_whole, record.requests, len(server.asked)) == (True, 3, 3)
    assert without_mark(bench.pages()[0]) == {"statuses": server.statuses[:-41:-1]}


def test_the_present_window_is_asked_for_from_today(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(100, FIRST - timedelta(days=1), timedelta(hours=1))
    bench = bench_of(tmp_path, server)
    bench.clock.time = FIRST + timedelta(days=3)
    bench.collect()
    assert server.asked[0].one("max_id") is None
    assert in_window(server.statuses) <= set(addresses(bench))


@pytest.mark.parametrize("has_posts", [True, False])
def test_a_server_whose_ids_tell_no_time_is_asked_from_today(
    server: MastodonServer, tmp_path: Path, has_posts: bool
) -> None:
    server.statuses = with_ids(statuses(400, BEFORE, timedelta(hours=2))) if has_posts else []
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert in_window(server.statuses) <= set(addresses(bench))
    oldest = min((str(one["created_at"]) for page in bench.pages() for one in page["statuses"]), default="2026-10-31")
    assert "2026-10-27" < oldest < "2026-11-01", "it read on long after the window's beginning"


def test_ids_that_look_like_times_and_are_none_are_not_believed(server: MastodonServer, tmp_path: Path) -> None:
    years_ago = int(str(status(1, NOW - timedelta(days=900))["id"]))
    made = statuses(400, BEFORE, timedelta(hours=2))
    server.statuses = [{**one, "id": str(years_ago + number)} for number, one in enumerate(made)]
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert in_window(server.statuses) <= set(addresses(bench))


def test_single_posts_with_odd_times_do_not_spoil_the_ids(server: MastodonServer, tmp_path: Path) -> None:
    made = statuses(400, BEFORE, timedelta(minutes=100))
    odd = {str(made[at]["id"]) for at in (399, 390, 380, 350, 330, 320)}
    server.statuses = [
        {**one, "created_at": "2019-01-01T00:00:00.000Z"} if one["id"] in odd else one for one in made
    ]  # fmt: skip
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert in_window(server.statuses) <= set(addresses(bench))
    assert len(server.asked) == 3


def test_a_post_that_came_late_does_not_end_a_timeline(server: MastodonServer, tmp_path: Path) -> None:
    made = with_ids(statuses(300, FIRST, timedelta(minutes=40)))
    old = status(9_000, FIRST - timedelta(days=400))
    server.statuses = [{**old, "id": "150"} if one["id"] == "150" else one for one in made]
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert in_window(server.statuses) <= set(addresses(bench))


def test_several_servers_are_asked_and_each_has_its_record(tmp_path: Path) -> None:
    made = statuses(90, FIRST, timedelta(hours=2))
    with MastodonServer(made[:60]) as one, MastodonServer(made[30:]) as other:
        bench = bench_of(tmp_path, one, other)
        records = bench.collect()
        assert [record.server for record in records] == [one.address, other.address]
        assert set(addresses(bench)) == in_window(made)
        assert len(addresses(bench)) == 120, "the thirty that both have seen stand twice in the files"


def test_faults_cost_requests_and_nothing_else(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(230, FIRST, timedelta(hours=1))
    # The library takes the server's own clock into account, which is the machine's here.
    server.disturbances = {
        2: CUT,
        3: Answer({"error": "Too many requests"}, 429),
        4: Answer("<html>", 502),
        6: Answer("<html>a captive portal</html>", 200),
        7: Answer({"error": "no list"}, 200),
    }
    bench = bench_of(tmp_path, server)
    (record,) = bench.collect()
    assert set(addresses(bench)) == in_window(server.statuses)
    assert record.requests == len(server.asked)
    assert bench.clock.waits[0] == 2
    assert [gap.reason.partition(" tells ")[0] for gap in record.gaps] == [server.address.removeprefix("http://")]


def test_a_limit_is_waited_for_until_it_ends(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(100, FIRST, timedelta(hours=1))
    reset = datetime.now(UTC) + timedelta(minutes=3)
    server.disturbances = {2: Answer({"error": "Too many requests"}, 429, {"X-RateLimit-Reset": reset.isoformat()})}
    bench = bench_of(tmp_path, server)
    bench.clock.time = datetime.now(UTC)
    bench.collect()
    assert 175 < bench.clock.waits[0] < 185


def test_a_limit_that_says_how_many_seconds_is_waited_for(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(30, FIRST, timedelta(hours=1))
    server.disturbances = {
        number: Answer({"error": "Throttled"}, 429, {"Retry-After": after})
        for number, after in ((1, "17"), (2, "in a while"))
    }
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert bench.clock.waits == [18, 120]


def test_pages_without_links_are_gone_on_with_by_their_last_id(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(100, FIRST, timedelta(hours=1))
    server.links = False
    bench = bench_of(tmp_path, server, keys="budget = 50")
    (record,) = bench.collect()
    assert len(set(addresses(bench))) == 50
    assert record.place is not None


def test_a_server_that_gives_fewer_posts_than_it_is_asked_for_is_read_to_the_end(
    server: MastodonServer, tmp_path: Path
) -> None:
    """Twenty at once in place of forty, and no links: its first short page was taken for the last."""
    server.statuses = statuses(100, FIRST, timedelta(hours=4))
    server.links, server.most = False, 20
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert in_window(server.statuses) <= set(addresses(bench))
    assert len(in_window(server.statuses)) == 60


@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_server_that_refuses_an_id_made_of_a_time_is_asked_from_today(
    server: MastodonServer, tmp_path: Path, status: int
) -> None:
    """Software with ids of another form, as UUIDs, calls it a wrong question: no window of the past was collected."""
    server.statuses = with_ids(statuses(400, BEFORE, timedelta(hours=2)))
    server.disturbances = {1: Answer({"error": "max_id: not a valid UUID"}, status)}
    bench = bench_of(tmp_path, server)
    (record,) = bench.collect()
    assert in_window(server.statuses) <= set(addresses(bench))
    assert [asked.one("max_id") is None for asked in server.asked[:3]] == [False, True, False]
    assert record.is_whole


def test_where_a_server_sends_on_to_another_the_record_says_whose_posts_came(
    server: MastodonServer, tmp_path: Path
) -> None:
    with MastodonServer(statuses(3, FIRST, timedelta(hours=1))) as other:
        to = f"{other.address}/api/v1/timelines/tag/mtwtest"
        server.respond = lambda asked: Answer({}, 302, {"Location": f"{to}?max_id={asked.one('max_id')}"})  # type: ignore[method-assign]
        bench = bench_of(tmp_path, server)
        bench.collect()
        here, there = (one.address.removeprefix("http://") for one in (server, other))
        [said] = bench.gaps()
        assert said.startswith(f"{here} sends what it is asked on to {there}. {there} tells of posts that reached it")


def test_headers_that_cannot_be_read_do_not_spoil_an_answer(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(20, FIRST, timedelta(hours=1))
    strange = {"X-RateLimit-Remaining": "plenty", "X-RateLimit-Reset": "soon", "Link": "<none"}
    server.disturbances = {1: Answer(list(reversed(server.statuses)), headers=strange)}
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert set(addresses(bench)) == in_window(server.statuses)
    assert bench.clock.waits == []


def test_a_timeline_ends_at_a_page_without_posts_whatever_its_link_says(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(60, FIRST, timedelta(hours=1))
    server.disturbances = {
        number: Answer([], headers={"Link": f'<{server.address}/?max_id={900 - number}>; rel="next"'})
        for number in range(2, 60)
    }
    bench = bench_of(tmp_path, server)
    (record,) = bench.collect()
    assert record.is_whole
    assert len(server.asked) < 6
    assert ["without posts that leads on" in gap.reason for gap in record.gaps] == [False, True]


@pytest.mark.parametrize("back", [0, 40])
def test_a_link_that_leads_back_costs_no_post(server: MastodonServer, tmp_path: Path, back: int) -> None:
    """To the page itself, or to one before it, as a cache gives it: what is older was lacking."""
    made = statuses(150, FIRST, timedelta(hours=1))
    server.statuses = made
    newest = list(reversed(made))
    led = f'<{server.address}/?max_id={newest[79 - back]["id"]}>; rel="next"'
    server.disturbances = {3: Answer(newest[80:120], headers={"Link": led})}
    bench = bench_of(tmp_path, server)
    (record,) = bench.collect()
    assert sorted(addresses(bench)) == sorted(in_window(made)), "each once"
    assert [gap.reason.partition(" tells ")[0] for gap in record.gaps] == [server.address.removeprefix("http://")]


def test_a_link_to_another_server_is_not_followed(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(60, FIRST, timedelta(hours=1))
    page = list(reversed(server.statuses))[:40]
    away = f'<https://elsewhere.example/steal?max_id={page[-1]["id"]}>; rel="next"'
    server.disturbances = {1: Answer(page, headers={"Link": away})}
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert set(addresses(bench)) == in_window(server.statuses)


def test_a_token_is_sent_to_its_server_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = statuses(10, FIRST, timedelta(hours=1))
    with MastodonServer(made, token="opens-it") as closed, MastodonServer(made) as other:  # noqa: S106
        host = closed.address.removeprefix("http://")
        monkeypatch.setenv(variable(name_of_server("mastodon_token", host)), "opens-it")
        bench = bench_of(tmp_path, closed, other)
        bench.collect()
        assert len(addresses(bench)) == 20
        assert {asked.headers.get("authorization") for asked in closed.asked} == {"Bearer opens-it"}
        assert {asked.headers.get("authorization") for asked in other.asked} == {None}
        assert not any(b"opens-it" in path.read_bytes() for path in bench.study.root.rglob("*") if path.is_file())


def test_a_token_does_not_follow_to_another_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = statuses(3, FIRST, timedelta(hours=1))
    with MastodonServer(made) as moved, MastodonServer(made) as other:
        host = moved.address.removeprefix("http://")
        monkeypatch.setenv(variable(name_of_server("mastodon_token", host)), "opens-it")
        to = f"{other.address}/api/v1/timelines/tag/mtwtest"
        moved.disturbances = {1: Answer({}, 302, {"Location": to})}
        bench_of(tmp_path, moved).collect()
        assert moved.asked[0].headers["authorization"] == "Bearer opens-it"
        assert [asked.headers.get("authorization") for asked in other.asked] == [None]


@pytest.mark.parametrize("token", ["opens-it", None])
def test_no_password_of_netrc_is_sent_to_a_server_or_to_where_it_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password of-another-service\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setattr("mtw_pipeline.collect.mastodon.server.is_loopback", lambda _: False)
    made = statuses(3, FIRST, timedelta(hours=1))
    with MastodonServer(made) as moved, MastodonServer(made) as other:
        if token:
            host = moved.address.removeprefix("http://")
            monkeypatch.setenv(variable(name_of_server("mastodon_token", host)), token)
        to = f"{other.address}/api/v1/timelines/tag/mtwtest"
        moved.disturbances = {1: Answer({}, 302, {"Location": to})}
        bench_of(tmp_path, moved).collect()
        told = {asked.headers.get("authorization") for asked in moved.asked}
        assert told == {f"Bearer {token}" if token else None}
        assert [asked.headers.get("authorization") for asked in other.asked] == [None]


@pytest.mark.parametrize(
    ("token", "words"), [(None, "only to those who are signed in"), ("wrong-token", "refuses the token")]
)
def test_a_server_without_public_timelines_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str | None, words: str
) -> None:
    with MastodonServer(token="opens-it") as closed:  # noqa: S106
        host = closed.address.removeprefix("http://")
        if token:
            monkeypatch.setenv(variable(name_of_server("mastodon_token", host)), token)
        with pytest.raises(UserError, match=words) as error:
            bench_of(tmp_path, closed).collect()
        assert "wrong-token" not in str(error.value)


def test_a_collection_that_is_cut_off_at_any_page_goes_on_and_asks_for_nothing_twice(
    server: MastodonServer, tmp_path: Path
) -> None:
    server.statuses = statuses(400, BEFORE, timedelta(hours=2))
    whole = bench_of(tmp_path / "whole", server)
    whole.collect()
    asked = len(server.asked)
    cut = bench_of(tmp_path / "cut", server)
    sittings = 0
    with ExitStack() as stack:
        patched = stack.enter_context(pytest.MonkeyPatch.context())
        patched.setattr("mtw_pipeline.collect.collecting.so_far", _killed)
        while not cut.pages():
            with cut.collection() as collection:
                try:
                    collection.make(collection.works()[0])
                except KilledError:
                    sittings += 1
    assert sittings == len(whole.pages())
    assert len(server.asked) == 2 * asked
    assert [without_mark(one) for one in cut.pages()] == [without_mark(one) for one in whole.pages()]


class KilledError(BaseException):
    pass


def _killed(_told: str) -> None:
    raise KilledError


def test_a_budget_is_kept_to_the_post(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(200, FIRST, timedelta(hours=1))
    bench = bench_of(tmp_path, server, keys="budget = 53")
    (record,) = bench.collect()
    assert record.posts == len(addresses(bench)) == 53
    assert "budget" in record.gaps[0].reason


def test_statuses_can_hold_anything(server: MastodonServer, tmp_path: Path) -> None:
    strange: list[object] = [
        {"id": None, "created_at": None}, {"id": "9" * 400, "created_at": "0001-01-01T00:00:00+23:59"}, 17, None,
        {"id": 5, "created_at": "2026-11-05T00:00:00.000Z", "content": "\u2028\x00", "account": [], "tags": {}},
    ]  # fmt: skip
    server.disturbances = {1: Answer(strange), 2: Answer(strange)}
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert without_mark(bench.pages()[0])["statuses"] == strange


@pytest.mark.parametrize("hashtag", ["Ünïcode", "a/b?max_id=1", "日本語"])
def test_a_hashtag_stays_one_word_of_the_path(server: MastodonServer, tmp_path: Path, hashtag: str) -> None:
    server.statuses = [status(1, FIRST, tags=[{"name": hashtag.lower()}])]
    bench = bench_of(tmp_path, server, keys=f'hashtags = ["{hashtag}"]')
    bench.collect()
    assert server.asked[0].path == f"/api/v1/timelines/tag/{hashtag}"
    assert len(addresses(bench)) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_page_in_another_encoding_is_asked_for_again(server: MastodonServer, tmp_path: Path, encoding: str) -> None:
    server.statuses = statuses(5, FIRST, timedelta(hours=1))

    class Encoded(Answer):
        @property
        def data(self) -> bytes:
            return "[]".encode(encoding)

    server.disturbances = {1: Encoded()}
    bench = bench_of(tmp_path, server)
    bench.collect()
    assert set(addresses(bench)) == in_window(server.statuses)


def rewritten(bench: Bench, *servers: MastodonServer) -> Bench:
    """The same study after somebody changed its servers."""
    named = ", ".join(f'"{one.address}"' for one in servers)
    path = bench.study.settings_path
    path.write_text(re.sub(r"servers = \[.*\]", f"servers = [{named}]", path.read_text()))
    return Bench(bench.study.root, "mastodon", "")


def test_a_server_that_is_taken_out_in_the_middle_is_asked_no_more(tmp_path: Path) -> None:
    made = statuses(90, FIRST, timedelta(hours=1))
    with MastodonServer(made) as first, MastodonServer(made[:5]) as second:
        bench = bench_of(tmp_path, first, second)
        first.disturbances = dict.fromkeys(range(3, 90), Answer("<html>", 503))
        with pytest.raises(UserError):
            bench.collect()
        asked = len(first.asked)
        bench = rewritten(bench, second)
        bench.clock.time = NOW + timedelta(hours=1)
        ended, whole = bench.collect()
        assert (len(first.asked), ended.posts, whole.server) == (asked, 80, second.address)
        assert any("its server is not named in study.toml any more" in one for one in bench.gaps())
        assert bench.collect() == []
        first.disturbances = {}
        bench = rewritten(bench, first, second)
        (again,) = bench.collect()
        assert (again.server, again.continues, again.posts) == (first.address, ended.name, 10)
        bench = rewritten(bench, second)
        first.asked.clear()
        bench.refresh()
        assert first.asked == []


def test_a_dead_server_is_waited_for_once_and_costs_itself_alone(tmp_path: Path) -> None:
    """Whatever it is asked for: of three hashtags, the second and third are not tried when it did not answer."""
    made = statuses(30, FIRST, timedelta(hours=1))
    with MastodonServer(made) as dead, MastodonServer(made) as well:
        dead.disturbances = dict.fromkeys(range(1, 900), Answer("<html>", 503))
        bench = bench_of(tmp_path, dead, well, keys='hashtags = ["mtwtest", "second", "third"]')
        bench.clock.time = NOW
        with pytest.raises(UserError, match=r"did not answer.*was not asked for #second"):
            collect_unattended(bench.study, bench.window, bench.clock)
        assert len(dead.asked) == MOST_FAILURES + 1
        assert bench.clock.time - NOW < timedelta(minutes=10)
        assert len(addresses(bench)) == 30
        tried = [one for one in bench.records() if not one.is_whole]
        assert [(one.server, one.query, one.posts) for one in tried] == [
            (dead.address, f"#{tag}", 0) for tag in ("mtwtest", "second", "third")
        ]
        assert all("did not answer" in one.sittings[-1].why for one in tried)
        dead.disturbances = {}
        collect_unattended(bench.study, bench.window, bench.clock)
        assert len(addresses(bench)) == 60
        assert [one for one in bench.records() if not one.is_whole] == []


def test_a_server_that_only_ever_tells_to_wait_is_given_up(tmp_path: Path) -> None:
    """Until tomorrow, each time anew: the others are collected within hours, not days."""
    made = statuses(30, FIRST, timedelta(hours=1))
    with MastodonServer(made) as busy, MastodonServer(made) as well:
        busy.disturbances = dict.fromkeys(range(1, 900), Answer({}, 429, {"Retry-After": "86400"}))
        bench = bench_of(tmp_path, busy, well)
        bench.clock.time = NOW
        with pytest.raises(UserError, match="asked to wait until 2026-11-27 12:00 UTC"):
            collect_unattended(bench.study, bench.window, bench.clock)
        assert bench.clock.time == NOW, "nobody waits for what takes too long"
        assert len(addresses(bench)) == 30


def test_a_post_that_is_dated_back_does_not_hide_what_a_budget_left(server: MastodonServer, tmp_path: Path) -> None:
    server.statuses = statuses(100, FIRST, timedelta(hours=1))
    last = server.statuses[60]
    server.statuses[60] = {**last, "created_at": "1999-12-31T00:00:00.000Z"}
    bench = bench_of(tmp_path, server, keys="budget = 40")
    (record,) = bench.collect()
    (left,) = [gap for gap in record.gaps if gap.is_left]
    assert (left.start, left.end) == (FIRST, FIRST + timedelta(hours=62))
