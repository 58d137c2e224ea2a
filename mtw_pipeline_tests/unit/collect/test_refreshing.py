"""Asking again for what was collected: counts of today, what is gone, who does not answer, going on after a kill."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy as shallow_copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest

from mtw_pipeline.collect.collected import CollectedPost
from mtw_pipeline.collect.collecting import held
from mtw_pipeline.collect.collector import unnamed
from mtw_pipeline.collect.post_lists import AskedPosts, KnownPosts
from mtw_pipeline.collect.proposals import Gone, drop_proposals, proposals_of, propose
from mtw_pipeline.collect.records.record import Records
from mtw_pipeline.collect.refreshing import ONE_ROUND, Notices, refresh_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting.act import forget
from mtw_pipeline.forgetting.register import read_register
from mtw_pipeline.forgetting.request import asked_tweets
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.platforms.bench import FIRST, NOW, WINDOW, Bench, without_mark
from mtw_pipeline_tests.platforms.bluesky import APP_PASSWORD, HANDLE, BlueskyServer
from mtw_pipeline_tests.platforms.bluesky import posts as bluesky_posts
from mtw_pipeline_tests.platforms.loopback import CUT, Answer, Asked, LoopbackServer
from mtw_pipeline_tests.platforms.mastodon import MastodonServer, statuses
from mtw_pipeline_tests.unit.forgetting.test_act import SomeRuns


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", HANDLE)
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", APP_PASSWORD)
    monkeypatch.setenv("MTW_X_BEARER_TOKEN", "AAAAinvented-bearer-token")
    monkeypatch.delenv("MTW_KEYS", raising=False)


@contextmanager
def bluesky(root: Path, many: int = 60) -> Iterator[tuple[BlueskyServer, Bench]]:
    with BlueskyServer(bluesky_posts(many, FIRST, timedelta(hours=1))) as server:
        bench = Bench(root / "study", "bluesky", f'servers = ["{server.address}"]')
        bench.collect()
        server.asked.clear()
        yield server, bench


def test_bluesky_is_asked_for_25_at_once_and_the_missing_are_proposed(tmp_path: Path) -> None:
    with bluesky(tmp_path) as (server, bench):
        gone = {str(server.posts.pop(at)["uri"]) for at in (50, 31, 7)}
        server.posts = [{**one, "likeCount": 1_000} for one in server.posts]
        (record,) = bench.refresh()
        assert [len(asked.query["uris"]) for asked in server.asked] == [25, 25, 10]
        assert set(bench.gone()) == gone
        assert (record.source, record.posts, record.is_whole) == ("bluesky-refresh", 57, True)
        liked = [one["likeCount"] for page in bench.pages() for one in page["posts"]]
        assert (liked.count(1_000), len(liked)) == (57, 117)
        assert sorted(bench.study.exports_of(WINDOW))[1].name.startswith("bluesky-refresh-")


def test_what_comes_back_comes_off_the_list_and_nothing_is_listed_twice(tmp_path: Path) -> None:
    with bluesky(tmp_path) as (server, bench):
        back, away = server.posts.pop(40), server.posts.pop(10)
        bench.refresh()
        server.posts.append(back)
        bench.refresh()
        assert bench.gone() == [away["uri"]]
        server.posts.append(away)
        bench.refresh()
        assert bench.gone() == []
        assert not proposals_of(bench.study, WINDOW).exists()


@pytest.mark.parametrize("said", [{}, {"error": "try later"}, {"posts": None}, {"posts": {}}, []])
def test_an_answer_without_a_list_of_posts_says_nothing_of_any_post(tmp_path: Path, said: object) -> None:
    with bluesky(tmp_path) as (server, bench):
        server.disturbances = {2: Answer(said)}
        (record,) = bench.refresh()
        assert (record.posts, bench.gone()) == (60, [])


def test_a_service_that_does_not_answer_says_nothing_of_any_post(tmp_path: Path) -> None:
    with bluesky(tmp_path) as (server, bench):
        server.disturbances = dict.fromkeys(range(2, 20), Answer("<html>", 503))
        with pytest.raises(UserError, match="Run the same command again later, and it goes on where it stopped"):
            bench.refresh()
        assert bench.gone() == []
        assert len(bench.study.exports_of(WINDOW)) == 1
        server.disturbances = {}
        server.asked.clear()
        (record,) = bench.refresh()
        assert [len(asked.query["uris"]) for asked in server.asked] == [25, 10], "what was there is not asked for again"
        assert (record.posts, len(record.sittings)) == (60, 2)


def test_of_a_round_that_was_stopped_nothing_whole_is_asked_for_twice(tmp_path: Path) -> None:
    with bluesky(tmp_path) as (server, bench):
        (whole,) = bench.refresh()
        server.asked.clear()
        stopped = {"name": "mastodon-refresh-20261126T120000Z", "source": "mastodon-refresh", "is_whole": False}
        Records(bench.study, WINDOW).save(whole.model_copy(update=stopped))
        assert bench.refresh() == []
        assert server.asked == []
        bench.clock.wait(ONE_ROUND.total_seconds())
        assert [one.posts for one in bench.refresh()] == [60]


def test_a_platform_that_fails_before_its_first_page_costs_the_others_nothing(tmp_path: Path) -> None:
    """Two platforms of one study; the second is down when all are asked again."""
    with bluesky(tmp_path) as (server, bench), MastodonServer(statuses(3, FIRST, timedelta(hours=1))) as other:
        mastodon = Bench(tmp_path / "other", "mastodon", f'servers = ["{other.address}"]')
        mastodon.collect()
        second = shallow_copy(bench)
        second.study = replace(bench.study, settings=mastodon.study.settings)
        for path in mastodon.study.exports_of(WINDOW):
            copy(path, bench.study.incoming_of(WINDOW))
        Records(bench.study, WINDOW).save(mastodon.records()[0])
        other.disturbances = dict.fromkeys(range(1, 40), Answer("<html>", 503))
        other.asked.clear()
        assert [one.posts for one in bench.refresh()] == [60]
        with pytest.raises(UserError):
            second.refresh()
        server.asked.clear()
        assert bench.refresh() == []
        assert server.asked == []
        other.disturbances = {}
        assert [one.posts for one in second.refresh()] == [3]
        assert [one.posts for one in bench.refresh()] == [60], "the round is whole, and the next begins"


def test_nothing_collected_asks_for_nothing(tmp_path: Path) -> None:
    with bluesky(tmp_path, many=0) as (server, bench):
        assert bench.refresh() == []
        assert server.asked == []


def mastodon_bench(root: Path, *servers: MastodonServer) -> Bench:
    named = ", ".join(f'"{one.address}"' for one in servers)
    bench = Bench(root / "study", "mastodon", f"servers = [{named}]")
    bench.collect()
    for one in servers:
        one.asked.clear()
    return bench


@pytest.mark.parametrize("status", [404, 410])
def test_mastodon_is_asked_status_by_status(tmp_path: Path, status: int) -> None:
    with MastodonServer(statuses(12, FIRST, timedelta(hours=1)), gone=status) as server:
        bench = mastodon_bench(tmp_path, server)
        gone = [str(server.statuses.pop(at)["uri"]) for at in (11, 4)]
        server.statuses = [{**one, "favourites_count": 99} for one in server.statuses]
        server.disturbances = {3: CUT, 5: Answer({"error": "Too many requests"}, 429)}
        (record,) = bench.refresh()
        assert sorted(bench.gone()) == sorted(gone)
        fresh = [without_mark(page) for page in bench.pages() if "uri" in page]
        assert sorted(fresh, key=lambda one: str(one["uri"])) == sorted(
            server.statuses, key=lambda one: str(one["uri"])
        )
        assert (record.posts, record.requests, len(server.asked)) == (10, 14, 14)


def test_posts_that_came_with_a_page_from_beyond_the_window_are_not_asked_for_again(tmp_path: Path) -> None:
    with MastodonServer(statuses(30, FIRST - timedelta(hours=10), timedelta(hours=1))) as server:
        bench = mastodon_bench(tmp_path, server)
        assert len([one for page in bench.pages() for one in page["statuses"]]) == 30
        del server.statuses[:5]
        (record,) = bench.refresh()
        assert (record.posts, len(server.asked)) == (20, 20)
        assert bench.gone() == [], "what stands in no table cannot be forgotten"


def test_one_post_of_several_servers_is_asked_for_once_and_gone_where_all_say_so(tmp_path: Path) -> None:
    made = statuses(10, FIRST, timedelta(hours=1))
    with MastodonServer(made) as one, MastodonServer(made[3:]) as other:
        bench = mastodon_bench(tmp_path, one, other)
        dropped, deleted = made[5], made[7]
        one.statuses = [it for it in made if it not in (dropped, deleted)]
        other.statuses = [it for it in made[3:] if it != deleted]
        bench.refresh()
        assert bench.gone() == [deleted["uri"]]
        assert len(one.asked) + len(other.asked) in {10 + 1, 10 + 2}, (
            "by who is asked first for the one that was dropped"
        )
        assert len([page for page in bench.pages() if "uri" in page]) == 9


def test_a_status_is_asked_of_its_own_server_first(tmp_path: Path) -> None:
    with MastodonServer() as one, MastodonServer() as other:
        host = other.address.removeprefix("http://")
        made = statuses(4, FIRST, timedelta(hours=1), home=host)
        one.statuses, other.statuses = list(made), list(made)
        bench = mastodon_bench(tmp_path, one, other)
        bench.refresh()
        assert (len(one.asked), len(other.asked)) == (0, 4)


def test_a_server_that_is_down_is_no_reason_to_forget(tmp_path: Path) -> None:
    made = statuses(6, FIRST, timedelta(hours=1))
    with MastodonServer(made) as one, MastodonServer(made) as other:
        bench = mastodon_bench(tmp_path, one, other)
        first, second = sorted((one, other), key=lambda server: server.address)
        first.statuses = []
        second.disturbances = dict.fromkeys(range(1, 100), Answer("<html>", 503))
        (record,) = bench.refresh()
        assert bench.gone() == []
        assert len(first.asked) == 6
        assert len(second.asked) < 15, "it is not asked again for each post"
        assert any("did not answer" in gap.reason for gap in record.gaps)


class XServer(LoopbackServer):
    """X's lookup of posts, and the pages of a search that were collected."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: dict[str, Mapping[str, object]] = {}
        self.errors: dict[str, str] = {}

    def respond(self, asked: Asked) -> Answer:
        if asked.path != "/2/tweets":
            found = list(self.posts.values())
            return Answer({"data": found, "meta": {"result_count": len(found)}})
        ids = (asked.one("ids") or "").split(",")
        errors = [
            {"resource_id": one, "value": one, "type": f"https://api.x.com/2/problems/{self.errors[one]}"}
            for one in ids
            if one in self.errors
        ]
        found = [self.posts[one] for one in ids if one in self.posts and one not in self.errors]
        return Answer({**({"data": found} if found else {}), **({"errors": errors} if errors else {})})


def test_x_is_asked_for_a_hundred_at_once_and_says_itself_what_is_gone(tmp_path: Path) -> None:
    ids = [str(1_990_000_000_000_000_000 + number) for number in range(230)]
    with XServer() as server:
        server.posts = {one: {"id": one, "text": "x", "created_at": "2026-11-05T00:00:00.000Z"} for one in ids}
        bench = Bench(
            tmp_path / "study", "x", f'servers = ["{server.address}"]\narchive = "full"\nprice_per_post = 0.005'
        )
        bench.collect()
        server.asked.clear()
        server.errors = {
            ids[3]: "resource-not-found", ids[150]: "not-authorized-for-resource", ids[151]: "something-else",
            **dict.fromkeys(ids[200:], "resource-not-found"),
        }  # fmt: skip
        server.disturbances = {2: Answer({"title": "x"}, 503)}
        (record,) = bench.refresh()
        assert [len((asked.one("ids") or "").split(",")) for asked in server.asked] == [100, 100, 100, 30]
        assert set(bench.gone()) == {ids[3], ids[150], *ids[200:]}
        assert (record.counted, record.posts) == (230, 197)
        asked = server.asked[0]
        assert {"public_metrics", "entities"} <= set((asked.one("tweet.fields") or "").split(","))


def test_what_asking_x_again_costs_is_told_with_what_may_be_charged_too(tmp_path: Path) -> None:
    """It asks for the same accounts and quoted posts as the search does."""
    with XServer() as server:
        server.posts = {"1990000000000000000": {"id": "1990000000000000000", "created_at": "2026-11-05T00:00:00.000Z"}}
        keys = f'servers = ["{server.address}"]\narchive = "full"\nprice_per_post = 0.5'
        bench = Bench(tmp_path / "study", "x", keys)
        bench.collect()
        notices = Notices(bench.study, bench.window, bench.clock)
        with held(bench.study, bench.window) as records:
            refresh = refresh_of(records, bench.study.settings.collect[0], notices)
            (told,) = refresh.price_in_words([refresh.count(work) for work in refresh.works()])
        price, _, beside = told.partition("; ")
        assert price == "1 post, at your price of 0.5 a post, is 0.50"
        assert beside == "X may charge the accounts, media and quoted posts that come with them too"


@pytest.mark.parametrize("data", [5, {"id": "7"}, "x"])
def test_what_x_gives_in_place_of_posts_says_nothing_of_any_post(tmp_path: Path, data: object) -> None:
    with XServer() as server:
        server.posts = {"1990000000000000000": {"id": "1990000000000000000", "created_at": "2026-11-05T00:00:00.000Z"}}
        bench = Bench(tmp_path / "study", "x", f'servers = ["{server.address}"]\narchive = "full"')
        bench.collect()
        server.disturbances = {len(server.asked) + 1: Answer({"data": data, "errors": []})}
        (record,) = bench.refresh()
        assert (record.posts, bench.gone()) == (0, [])


def test_the_budget_of_the_window_holds_for_asking_again(tmp_path: Path) -> None:
    with BlueskyServer(bluesky_posts(40, FIRST, timedelta(hours=1))) as server:
        bench = Bench(tmp_path / "study", "bluesky", f'servers = ["{server.address}"]\nbudget = 70')
        bench.collect()
        (record,) = bench.refresh()
        assert record.posts == 30
        assert any("budget" in one for one in bench.gaps())


def test_lists_are_cleared_of_what_was_forgotten(tmp_path: Path) -> None:
    with bluesky(tmp_path, many=3) as (server, bench):
        found = [str(one["uri"]) for one in server.posts]
        propose(bench.study, WINDOW, [Gone(one, "bluesky", "a test") for one in found], NOW)
        drop_proposals(bench.study, found[:2].__contains__)
        assert bench.gone() == found[2:]
        drop_proposals(bench.study, found.__contains__)
        assert not proposals_of(bench.study, WINDOW).exists()


def test_asking_again_that_is_cut_off_at_any_page_goes_on(tmp_path: Path) -> None:
    with bluesky(tmp_path, many=110) as (server, bench):
        gone = {str(server.posts.pop(at)["uri"]) for at in (100, 60, 20)}
        sittings = 0
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("mtw_pipeline.collect.collecting.so_far", _killed)
            while len(bench.study.exports_of(WINDOW)) == 1:
                try:
                    bench.refresh()
                except KilledError:
                    sittings += 1
        assert sittings == len(server.asked) == 5
        assert set(bench.gone()) == gone


class KilledError(BaseException):
    pass


def _killed(_told: str) -> None:
    raise KilledError


def test_a_list_is_a_file_that_forgetting_takes(tmp_path: Path) -> None:
    with bluesky(tmp_path, many=1) as (server, bench):
        ids = [
            str(server.posts[0]["uri"]), "at://did:plc:ada/app.bsky.feed.repost/3krepost", "1990000000000000003",
            "https://alpha.example/users/ada/statuses/115", "https://beta.example/notes/9x,1#fragment",
            "tag:old.example,2017-04-01:objectId=5:objectType=Status",
        ]  # fmt: skip
        propose(bench.study, WINDOW, [Gone(one, "any", "noticed, by a test") for one in ids], NOW)
        assert asked_tweets(proposals_of(bench.study, WINDOW)) == set(ids)


def test_what_is_gone_and_forgotten_leaves_files_and_list(tmp_path: Path) -> None:
    with bluesky(tmp_path, many=30) as (server, bench):
        gone = {str(server.posts.pop(at)["uri"]) for at in (20, 4)}
        bench.refresh()
    with open_warehouse(bench.study.warehouse, "a test") as warehouse:
        read_window(warehouse, bench.study, WINDOW)
    outcome = forget(bench.study, asked_tweets(proposals_of(bench.study, WINDOW)), (), SomeRuns(bench.study))
    assert outcome is not None
    assert outcome.traces == ()
    assert read_register(bench.study.forgotten).count_of_tweets == len(gone), "not each form of an address"
    assert bench.gone() == []
    left = {str(one["uri"]) for page in bench.pages() for one in page["posts"]}
    assert left == {str(one["uri"]) for one in server.posts}
    assert not gone & left
    lines = [json.dumps(page, ensure_ascii=False) for page in bench.pages()]
    keys_of_gone = {one.rpartition("/")[2] for one in gone}
    assert not [key for key in keys_of_gone for line in lines if key in line], "also what says what was asked"


def test_a_list_that_people_saved_takes_more(tmp_path: Path) -> None:
    """A spreadsheet puts a mark before the text; an editor, or a crash, leaves the last line without its end."""
    with bluesky(tmp_path, many=3) as (server, bench):
        first, second, third = (Gone(str(one["uri"]), "bluesky", "a test") for one in server.posts)
        propose(bench.study, WINDOW, [first, second], NOW)
        path = proposals_of(bench.study, WINDOW)
        path.write_text("\ufeff" + path.read_text().rstrip("\n"), encoding="utf-8")
        assert propose(bench.study, WINDOW, [second, third], NOW) == 1
        assert asked_tweets(path) == {first.address, second.address, third.address}


def test_forgetting_names_a_collection_under_way_and_cleans_it_once_it_is_whole(tmp_path: Path) -> None:
    with BlueskyServer(bluesky_posts(150, FIRST, timedelta(hours=1))) as server:
        bench = Bench(tmp_path / "study", "bluesky", f'servers = ["{server.address}"]')
        server.disturbances = dict.fromkeys(range(2, 20), Answer("<html>", 503))
        with pytest.raises(UserError):
            bench.collect()
        address = str(server.posts[-1]["uri"])
        outcome = forget(bench.study, {address}, (), SomeRuns(bench.study))
        assert outcome is not None
        assert ["and forget again" in trace.remedy for trace in outcome.traces] == [True]
        server.disturbances = {}
        bench.collect()
    outcome = forget(bench.study, {address}, (), SomeRuns(bench.study))
    assert outcome is not None
    assert outcome.traces == ()
    assert address not in {one["uri"] for page in bench.pages() for one in page["posts"]}


def test_asking_again_that_a_budget_ended_goes_on_there(tmp_path: Path) -> None:
    with BlueskyServer(bluesky_posts(90, FIRST, timedelta(hours=1))) as server:
        bench = Bench(tmp_path / "study", "bluesky", f'servers = ["{server.address}"]\nbudget = 130')
        bench.collect()
        first = bench.refresh()[0]
        server.asked.clear()
        path = bench.study.settings_path
        path.write_text(path.read_text().replace("budget = 130", "budget = 1000"))
        bench = Bench(bench.study.root, "bluesky", "")
        second = bench.refresh()[0]
        assert (first.posts, second.posts, second.continues) == (40, 50, first.name)
        asked = [uri for one in server.asked for uri in one.query["uris"]]
        assert (len(asked), len(set(asked))) == (50, 50)
        assert bench.refresh()[0].posts == 90, "whole: from its beginning again"


def test_lists_of_posts_hold_each_once_and_give_them_in_order() -> None:
    """What half a sign stands in cannot be asked for; anything else can."""
    made = [f"https://a.example/{number}\x00 ü" for number in range(300)]
    posts = [
        CollectedPost("mastodon", f"https://{server}.example", f"{server}{one}", one) for one in made for server in "ba"
    ]
    asked = AskedPosts([*posts, *posts, CollectedPost("mastodon", "https://a.example", "1", "\ud800")])
    assert (asked.count(), asked.servers()) == (300, ["https://a.example", "https://b.example"])
    found = [*asked.after("")]
    assert [address for address, _ in found] == sorted(made, key=unnamed)
    assert all(ids == {f"https://{one}.example": f"{one}{address}" for one in "ab"} for address, ids in found)
    assert [*asked.after(unnamed(found[199][0]))] == found[200:]


def test_what_a_listener_knows_keeps_its_latest_revision_and_takes_any_text() -> None:
    known = KnownPosts()
    for window, revision in (("", "1"), ("one", "1"), ("one", "2"), ("one", "")):
        known.add("at://did:plc:a/post/1", window, revision)
    assert known.windows_of("at://did:plc:a/post/1") == ["", "one"]
    assert known.has_revision("at://did:plc:a/post/1", "2"), "a file of a search tells no revision"
    known.add("at://did:plc:a/post/1", "one", "1")
    assert known.has_revision("at://did:plc:a/post/1", "2"), "an earlier one takes no later one's place"
    assert not known.has_revision("at://did:plc:a/post/1", "3")
    assert not known.has_revision("at://did:plc:a/post/1", "None"), "what is no time of theirs is compared with none"
    assert known.of_account("did:plc:a") == ["at://did:plc:a/post/1"]
    known.add("at://\ud800/post/1", "one", "1")
    assert "at://\ud800/post/1" not in known
    assert not known.has_revision("at://\ud800/post/1", "1")
    assert known.of_account("\ud800") == []
