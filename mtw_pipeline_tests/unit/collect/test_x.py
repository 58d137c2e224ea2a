"""Collecting from X through its library: pages, limits, faults, budgets, and what is asked for twice (nothing)."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mtw_pipeline.collect.records.gaps import gaps_of
from mtw_pipeline.collect.records.record import Records
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.collecting import WINDOW, Bench
from mtw_pipeline_tests.fake_x import NOON, SEARCHES, TOKEN, Answer, FakeX, cut, error, limited, posts_before, served

COUNT = 2_050
PAGES = 21


@pytest.fixture
def few(bench: Bench) -> Bench:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 330)
    return bench


@pytest.fixture
def with_posts(bench: Bench) -> Bench:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), COUNT)
    return bench


def ids(bench: Bench) -> list[str]:
    return [one["id"] for one in bench.server.posts]


def test_a_window_is_collected_page_by_page(with_posts: Bench) -> None:
    record = with_posts.collect()[0]
    assert with_posts.posts() == ids(with_posts)
    assert (record.pages, record.posts, record.requests) == (PAGES, COUNT, PAGES)
    assert record.is_whole
    assert record.place is None
    assert record.gaps == []
    assert with_posts.server.delivered == COUNT


def test_no_password_of_netrc_takes_the_tokens_place(
    few: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests of itself takes one, ``default`` there for every host: X answered that it knows no such token."""
    (tmp_path / "netrc").write_text("default login somebody password of-another-service\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert few.collect()[0].is_whole
    assert {asked["Authorization"] for asked in few.server.headers} == {f"Bearer {TOKEN}"}


def test_every_field_that_a_column_is_made_of_is_asked_for(few: Bench) -> None:
    few.collect()
    asked = few.server.searches[0]
    assert {"public_metrics", "entities", "referenced_tweets", "note_tweet", "created_at", "lang"} <= set(
        asked["tweet.fields"].split(",")
    )
    assert {"author_id", "referenced_tweets.id", "referenced_tweets.id.author_id", "in_reply_to_user_id"} <= set(
        asked["expansions"].split(",")
    )
    assert {"public_metrics", "description", "location", "created_at", "verified"} <= set(
        asked["user.fields"].split(",")
    )
    assert asked["query"] == "#InventedTag"
    assert (asked["start_time"], asked["end_time"]) == ("2026-11-18T00:00:00Z", "2026-11-20T11:59:00Z")


def test_pages_stand_in_the_file_as_they_came(few: Bench) -> None:
    few.collect()
    lines = few.lines()
    assert lines[0]["data"] == [dict(one) for one in few.server.posts[:100]]
    assert lines[0]["includes"]["users"][0]["username"] == "user1000"
    assert lines[0]["__mtw"]["retrieved_at"] == "2026-11-20T12:00:00Z"
    assert lines[-1]["__mtw"]["next"] is None


def test_faults_cost_requests_and_nothing_else(with_posts: Bench) -> None:
    reset = NOON + timedelta(minutes=9)
    with_posts.server.faults = {
        3: limited(reset),
        7: error(503),
        8: error(503),
        17: cut,
        20: limited(None),
        22: error(500),
    }
    record = with_posts.collect()[0]
    assert with_posts.posts() == ids(with_posts)
    assert record.requests == len(with_posts.server.asked) == PAGES + 6
    assert with_posts.clock.waits == [9 * 60 + 1, 2, 4, 2, 60, 2]
    assert record.waited_seconds == sum(with_posts.clock.waits)


def test_a_limit_whose_end_lies_in_the_past_is_waited_for_a_little_longer_each_time(few: Bench) -> None:
    few.server.faults = dict.fromkeys((2, 3, 4), limited(NOON - timedelta(hours=1)))
    few.collect()
    assert few.clock.waits == [1, 2, 3]


@pytest.mark.parametrize("whose", ["app", "user"])
def test_a_limit_of_a_day_is_told_by_its_own_end(few: Bench, whose: str) -> None:
    """X says then, too, when the quarter of an hour is over: asked again at its end, it tells to wait once more."""
    day, quarter = (str(int((NOON + after).timestamp())) for after in (timedelta(hours=20), timedelta(minutes=9)))
    headers = {
        "x-rate-limit-reset": quarter, "x-rate-limit-remaining": "170",
        f"x-{whose}-limit-24hour-reset": day, f"x-{whose}-limit-24hour-remaining": "0",
    }  # fmt: skip
    few.server.faults = dict.fromkeys(range(1, 40), lambda _server, _answer: (429, headers, b"{}"))
    with pytest.raises(UserError, match="it asked to wait until 2026-11-21 08:00 UTC"):
        few.collect()
    assert (len(few.server.asked), few.clock.waits) == (1, []), "nobody waits for what takes too long"


def test_what_is_left_of_a_day_is_no_reason_to_wait_for_its_end(few: Bench) -> None:
    ends = {"x-rate-limit-reset": NOON + timedelta(minutes=9), "x-app-limit-24hour-reset": NOON + timedelta(hours=20)}
    headers = {name: str(int(at.timestamp())) for name, at in ends.items()} | {"x-app-limit-24hour-remaining": "17"}
    few.server.faults = {1: lambda _server, _answer: (429, headers, b"{}")}
    few.collect()
    assert few.clock.waits == [9 * 60 + 1]


@pytest.mark.parametrize("reset", ["soon", "-5", "99999999999999999999", "１２"])
def test_a_limit_that_says_nonsense_is_a_limit_without_an_end(few: Bench, reset: str) -> None:
    headers = {"x-rate-limit-reset": reset.encode().decode("latin-1")}
    few.server.faults = {2: lambda _server, _answer: (429, headers, b"[]")}
    few.collect()
    assert few.posts() == ids(few)
    assert few.clock.waits[:1] in ([60.0], [1.0])


def test_an_address_that_speaks_no_api_of_x_is_told_as_that(few: Bench) -> None:
    few.server.faults = dict.fromkeys((1, 2), lambda _server, _answer: (404, {}, b"<html>Not Found</html>"))
    with pytest.raises(UserError, match=r"has no such part of X's API. See whether servers under"):
        few.collect()


def test_a_server_that_stays_away_ends_the_collection_and_the_next_goes_on(with_posts: Bench) -> None:
    with_posts.server.faults = dict.fromkeys(range(6, 40), error(503))
    with pytest.raises(UserError, match="goes on where it stopped"):
        with_posts.collect()
    assert with_posts.study.exports_of(WINDOW) == ()
    with_posts.server.faults = {}
    before = len(with_posts.server.asked)
    record = with_posts.collect()[0]
    assert with_posts.posts() == ids(with_posts)
    assert with_posts.server.delivered == COUNT
    assert len(with_posts.server.asked) - before == PAGES - 5 + 1  # and one for what was posted meanwhile
    assert [bool(one.why) for one in record.sittings] == [True, False]
    assert record.requests == len(with_posts.server.asked) - 1


REFUSALS = {
    402: ("credits", {"title": "CreditsDepleted", "detail": "no credits"}),
    401: ("does not know the bearer token", {"title": "Unauthorized"}),
    403: ("refuses this to your access", {"title": "Forbidden", "detail": "not enrolled"}),
    429: ("used up", {"title": "UsageCapExceeded", "type": "https://api.x.com/2/problems/usage-capped"}),
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_refusal_is_told_in_words_and_gone_on_after(with_posts: Bench, status: int) -> None:
    words, said = REFUSALS[status]
    with_posts.server.faults = {9: error(status, **said)}
    with pytest.raises(UserError, match=words):
        with_posts.collect()
    assert len(with_posts.server.asked) == 9
    with_posts.collect()
    assert with_posts.posts() == ids(with_posts)
    assert with_posts.server.delivered == COUNT


def test_what_is_there_can_be_taken_as_it_is_and_gone_on_with(with_posts: Bench) -> None:
    with_posts.server.faults = {9: error(402)}
    with pytest.raises(UserError):
        with_posts.collect()
    with with_posts.collection() as collection:
        record = collection.records.unfinished()[0]
        assert collection.take_as_it_is(record)
    assert with_posts.posts() == ids(with_posts)[:800]
    assert "credits" in record.gaps[0].reason
    with_posts.collect()
    assert sorted(with_posts.posts()) == sorted(ids(with_posts))
    assert with_posts.server.delivered == COUNT
    assert len(with_posts.study.exports_of(WINDOW)) == 2


def test_a_question_that_was_wrong_is_asked_anew_once_study_toml_is_right(tmp_path, server) -> None:
    server.posts = posts_before(NOON - timedelta(minutes=2), 20)
    server.faults = {1: error(400, detail="no such operator")}
    with pytest.raises(UserError, match="no such operator"):
        Bench(tmp_path / "study", server, 'hashtags = ["a:b"]\n').collect()
    bench = Bench(tmp_path / "study", server)
    assert bench.collect()[0].query == "#InventedTag"
    assert len(bench.study.exports_of(WINDOW)) == 1


def test_a_collection_that_was_killed_before_its_first_page_leaves_nothing_to_take(with_posts: Bench) -> None:
    with with_posts.collection() as collection:
        work = collection.works()[0]
        record = collection._begun(work, None)
        collection.records.save(record)
        assert not collection.take_as_it_is(record)
        assert collection.records.all() == []
    assert with_posts.study.exports_of(WINDOW) == ()


def test_empty_pages_go_on_and_a_page_without_posts_is_an_answer(bench: Bench) -> None:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    bench.server.empty = frozenset({1, 3})
    bench.collect()
    assert bench.posts() == ids(bench)
    assert len(bench.server.asked) == 5


def test_no_posts_at_all_is_a_whole_collection(bench: Bench) -> None:
    record = bench.collect()[0]
    assert (record.is_whole, record.posts, record.pages) == (True, 0, 1)


def test_posts_that_stand_on_two_pages_are_kept_as_they_came(with_posts: Bench) -> None:
    with_posts.server.border = 3
    record = with_posts.collect()[0]
    assert list(dict.fromkeys(with_posts.posts())) == ids(with_posts)
    assert record.posts == with_posts.server.delivered > COUNT


@pytest.mark.parametrize("budget", [10, 99, 100, 105, 109, 110, 250, 1234])
def test_a_budget_is_kept_to_the_post(tmp_path, server, budget: int) -> None:
    bench = Bench(tmp_path / "budget", server, f"budget = {budget}\n")
    server.posts = posts_before(NOON - timedelta(minutes=2), COUNT)
    record = bench.collect()[0]
    assert server.delivered == record.posts == budget
    assert "budget" in record.gaps[0].reason
    with pytest.raises(UserError, match="budget of the window is used up"):
        bench.collect()
    assert server.delivered == budget


def test_a_raised_budget_goes_on_where_the_old_one_ended(tmp_path, server) -> None:
    server.posts = posts_before(NOON - timedelta(minutes=2), COUNT)
    Bench(tmp_path / "study", server, "budget = 250\n").collect()
    bench = Bench(tmp_path / "study", server, "budget = 5000\n")
    bench.collect()
    assert sorted(bench.posts()) == sorted(ids(bench))
    assert server.delivered == COUNT


def test_a_later_collection_takes_only_what_is_new(with_posts: Bench) -> None:
    with_posts.collect()
    with_posts.clock.time = NOON + timedelta(hours=2)
    new = posts_before(NOON + timedelta(hours=1), 30)
    with_posts.server.posts = [*new, *with_posts.server.posts]
    with_posts.collect()
    assert sorted(with_posts.posts()) == sorted(ids(with_posts))
    assert with_posts.server.delivered == COUNT + 30
    last = with_posts.server.searches[-1]
    assert (last["start_time"], last["end_time"]) == ("2026-11-20T11:59:00Z", "2026-11-20T13:59:00Z")


def test_a_window_that_is_whole_asks_nothing_more(with_posts: Bench) -> None:
    with_posts.clock.time = datetime(2026, 11, 21, 12, tzinfo=UTC)
    with_posts.collect()
    before = len(with_posts.server.asked)
    assert with_posts.collect() == []
    assert len(with_posts.server.asked) == before


def test_a_window_beyond_seven_days_is_said_before_anything_is_asked(with_posts: Bench) -> None:
    with_posts.clock.time = datetime(2026, 12, 20, tzinfo=UTC)
    with pytest.raises(UserError, match='archive = "full"'):
        with_posts.collect()
    assert with_posts.server.asked == []


def test_a_window_that_recent_search_reaches_in_part_has_a_gap(with_posts: Bench) -> None:
    with_posts.clock.time = datetime(2026, 11, 26, tzinfo=UTC)
    record = with_posts.collect()[0]
    assert record.gaps[0].start == datetime(2026, 11, 18, tzinfo=UTC)
    assert record.gaps[0].end == datetime(2026, 11, 19, 0, 5, tzinfo=UTC)
    assert with_posts.server.searches[0]["start_time"] == "2026-11-19T00:05:00Z"


def test_a_window_of_the_future_asks_nothing(with_posts: Bench) -> None:
    with_posts.clock.time = datetime(2026, 11, 1, tzinfo=UTC)
    with pytest.raises(UserError, match="yet to begin"):
        with_posts.collect()
    assert with_posts.server.asked == []


def test_the_archive_is_asked_for_no_day_before_x_began(tmp_path, server) -> None:
    """X takes a start_time before 2006-03-21 for wrong, whatever of the window lies behind it."""
    with Bench(tmp_path / "full", server, 'archive = "full"\n').collection() as collection:
        collection.window = CollectionWindow.between("2006-01-01", "2006-12-31")
        (work,) = collection.works()
        assert work.span.start == datetime(2006, 3, 21, tzinfo=UTC)
        assert work.gap is not None
        assert work.gap.reason.endswith("X holds no posts from before its first, of 2006-03-21")
        collection.window = CollectionWindow.between("1999-01-01", "1999-12-31")
        with pytest.raises(UserError, match="X holds no posts from before its first"):
            collection.works()
    assert server.asked == []


def test_the_archive_is_asked_once_a_second(tmp_path, server) -> None:
    bench = Bench(tmp_path / "full", server, 'archive = "full"\n')
    bench.clock.time = datetime(2027, 5, 1, tzinfo=UTC)
    server.posts = posts_before(NOON, 420)
    bench.collect()
    assert bench.posts() == ids(bench)
    assert {path for path, _ in server.asked} == {SEARCHES[1]}
    assert bench.clock.waits == [1.0] * 4


def test_a_token_that_x_no_longer_takes_costs_three_posts(with_posts: Bench) -> None:
    refused = error(400, title="Invalid Request", detail="next_token is not valid")
    with_posts.server.faults = {6: refused}
    with_posts.collect()
    assert list(dict.fromkeys(with_posts.posts())) == ids(with_posts)
    assert with_posts.server.delivered == COUNT + 3
    assert "next_token" not in with_posts.server.searches[6]


@pytest.mark.parametrize("when", ["2006-03-21T20:50:14", "2026-11-18T00:00:01", "2099-01-01T00:00:00"])
@pytest.mark.parametrize("place", [50, 98, 99])
def test_a_post_out_of_its_order_costs_no_other_where_x_takes_the_token_no_longer(
    with_posts: Bench, when: str, place: int
) -> None:
    """A post of years ago let the collection be refused for ever, one of the window's first day all between be lost."""

    def out_of_order(_server: object, answer: Answer) -> Answer:
        page = json.loads(answer[2])
        page["data"][place]["created_at"] = f"{when}.000Z"
        return 200, {}, json.dumps(page).encode()

    with_posts.server.faults = {3: out_of_order, 4: error(400, title="Invalid Request", detail="next_token")}
    with_posts.collect()
    assert set(with_posts.posts()) == set(ids(with_posts))


@pytest.mark.parametrize("holds", [True, False])
def test_a_token_that_x_gives_again_loses_no_post(with_posts: Bench, holds: bool) -> None:
    """Once given again, with the page's posts or with none, it ended the collection: what is older was lacking."""

    def again(server: FakeX, answer: Answer) -> Answer:
        page = json.loads(answer[2]) if holds else {}
        page["meta"] = {"result_count": 0, "next_token": server.asked[-1][1]["next_token"]}
        return 200, {}, json.dumps(page).encode()

    with_posts.server.faults = {3: again}
    record = with_posts.collect()[0]
    assert set(with_posts.posts()) == set(ids(with_posts))
    assert (record.is_whole, record.gaps) == (True, [])
    assert "next_token" not in with_posts.server.searches[3]


def test_a_collection_that_is_stopped_where_x_led_back_goes_on_there(with_posts: Bench) -> None:
    def again(server: FakeX, answer: Answer) -> Answer:
        page = json.loads(answer[2])
        page["meta"]["next_token"] = server.asked[-1][1]["next_token"]
        return 200, {}, json.dumps(page).encode()

    with_posts.server.faults = {3: again, 4: error(402)}
    with pytest.raises(UserError):
        with_posts.collect()
    with_posts.server.faults = {}
    with_posts.collect()
    assert set(with_posts.posts()) == set(ids(with_posts))
    assert with_posts.server.delivered <= COUNT + 100 + 1


def test_a_question_that_x_takes_for_wrong_is_told_with_its_words(few: Bench) -> None:
    few.server.faults = {1: error(400, detail="Reference to invalid operator")}
    with pytest.raises(UserError, match="Reference to invalid operator"):
        few.collect()


def test_a_time_that_x_takes_for_wrong_is_the_clocks(few: Bench) -> None:
    few.server.faults = {1: error(400, detail="'end_time' must be a minimum of 10 seconds prior to the request time")}
    with pytest.raises(UserError, match="the clock of this machine"):
        few.collect()


def test_errors_beside_posts_are_kept_and_end_nothing(few: Bench) -> None:
    """X tells so of posts that are referred to and gone, and of accounts that are suspended."""
    partial = [{"resource_type": "tweet", "title": "Not Found Error", "detail": "Could not find tweet", "value": "7"}]

    def with_errors(_server: object, answer: Answer) -> Answer:
        return 200, {}, json.dumps({**json.loads(answer[2]), "errors": partial}).encode()

    few.server.faults = {2: with_errors}
    few.collect()
    assert few.posts() == ids(few)
    assert few.lines()[1]["errors"] == partial


def test_many_hashtags_are_several_questions(tmp_path, server) -> None:
    tags = [f"hashtag{number:03}" for number in range(60)]
    bench = Bench(tmp_path / "many", server, f"hashtags = {tags}\n")
    with bench.collection() as collection:
        questions = collection.collector.questions()
    assert [tag for one in questions for tag in one.hashtags] == tags
    assert max(len(one.query) for one in questions) <= 512
    assert len(questions) == 2


HOSTILE = {
    "no JSON": b"<html>busy</html>",
    "cut": b'{"data":[{"id":"1","te',
    "deep": b"[" * 200_000,
    "no object": b'["a"]',
    "no meta": b'{"data":[]}',
    "meta of nothing": b'{"data":[],"meta":7}',
    "errors alone": b'{"errors":[{"title":"Service Unavailable"}]}',
    "no UTF-8": b'{"meta":{},"data":"\xff"}',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_an_answer_that_is_no_page_is_asked_for_again(few: Bench, kind: str) -> None:
    few.server.faults = {2: lambda _server, _answer: (200, {}, HOSTILE[kind])}
    few.collect()
    assert few.posts() == ids(few)


@pytest.mark.parametrize("body", [b"[]", b'"x"', b'{"errors":[5]}', b'{"errors":7}', b"\xff", b"", b'{"detail":5}'])
@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 418, 301])
def test_a_refusal_that_says_nonsense_is_a_refusal(bench: Bench, status: int, body: bytes) -> None:
    bench.server.faults = {1: lambda _server, _answer: (status, {}, body)}
    with pytest.raises(UserError):
        bench.collect()
    assert len(bench.server.asked) == 1


@pytest.mark.parametrize("data", [b"7", b'"x"', b'{"id":"1"}', b"null", b"[]", b'[7,null,"x"]'])
def test_data_that_are_no_posts_are_kept_and_count_as_none(bench: Bench, data: bytes) -> None:
    bench.server.faults = {1: lambda _server, _answer: (200, {}, b'{"data":' + data + b',"meta":{"next_token":7}}')}
    assert bench.collect()[0].posts == 0
    assert bench.lines()[0]["meta"] == {"next_token": 7}


def test_strange_posts_stay_as_they_are(bench: Bench) -> None:
    data = b'[{"id":"1","text":"a\\u2028b\\u0085 \xe2\x80\xa8","n":1.000,"n":2},null,7]'
    strange = b'{"data":' + data + b',\r\n"meta":{"result_count":3}}'
    bench.server.faults = {1: lambda _server, _answer: (200, {}, strange)}
    record = bench.collect()[0]
    assert record.posts == 1
    line = bench.study.exports_of(WINDOW)[0]

    assert gzip.decompress(line.read_bytes()).startswith(
        strange.replace(b"\r\n", b"  ").removesuffix(b"}") + b',"__mtw":'
    )


def test_one_more_hashtag_is_asked_and_paid_for_alone(tmp_path, server) -> None:
    """Of what was asked for already, only the new one; from then on both in one query."""
    server.posts = posts_before(NOON - timedelta(minutes=2), 120)
    bench = Bench(tmp_path / "study", server, 'hashtags = ["first"]\n')
    bench.collect()
    bench = Bench(tmp_path / "study", server, 'hashtags = ["first", "second"]\nprice_per_post = 0.005\n')
    bench.clock.time = NOON + timedelta(hours=2)
    with bench.collection() as collection:
        works = collection.works()
        words = [collection.in_words(work, collection.count(work)) for work in works]
        for work in works:
            collection.make(work)
    assert [(work.question.query, work.span.start, work.span.end) for work in works] == [
        ("#second", datetime(2026, 11, 18, tzinfo=UTC), NOON - timedelta(minutes=1)),
        ("#first OR #second", NOON - timedelta(minutes=1), NOON + timedelta(hours=2, minutes=-1)),
    ]
    assert "not #first, of which this time was asked for before: 120 posts" in words[0]
    assert bench.collect() == []
    whole = Records(bench.study, WINDOW).in_window()
    assert [one for one in gaps_of(whole, WINDOW).values() if any(gap.start < NOON for gap in one if gap.start)] == []


def test_a_collection_goes_on_at_another_address_of_x(tmp_path, server, with_posts: Bench) -> None:
    with_posts.server.faults = {9: error(402)}
    with pytest.raises(UserError):
        with_posts.collect()
    with served(FakeX(with_posts.server.posts)) as other:
        bench = Bench(with_posts.study.root, other)
        (record,) = bench.collect()
        assert sorted(bench.posts()) == sorted(ids(with_posts))
        assert other.delivered == COUNT - 800
        assert (record.server, bench.collect()) == (other.address, [])


def test_a_collection_of_hashtags_that_nobody_wants_any_more_ends_as_it_is(with_posts: Bench) -> None:
    with_posts.server.faults = {9: error(402)}
    with pytest.raises(UserError):
        with_posts.collect()
    before = len(with_posts.server.asked)
    bench = Bench(with_posts.study.root, with_posts.server, 'hashtags = ["other"]\n')
    ended, begun = bench.collect()
    assert (ended.posts, ended.gaps[-1].is_left, begun.query) == (800, True, "#other")
    assert "not named in study.toml" in ended.gaps[-1].reason
    assert {one["query"] for one in with_posts.server.searches[before:]} == {"#other"}
