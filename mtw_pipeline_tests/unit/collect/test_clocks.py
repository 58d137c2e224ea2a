"""A machine whose clock is wrong: what was posted since the platform's own time is asked for the next time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mtw_pipeline.collect.times import http_time
from mtw_pipeline_tests.platforms.bench import FIRST, Bench
from mtw_pipeline_tests.platforms.bluesky import APP_PASSWORD, HANDLE, BlueskyServer, posts
from mtw_pipeline_tests.platforms.mastodon import MastodonServer, statuses

APART = timedelta(hours=2)
TRUTH = FIRST + timedelta(days=3)
LATER = FIRST + timedelta(days=30)
SETTLES = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", HANDLE)
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", APP_PASSWORD)
    monkeypatch.delenv("MTW_KEYS", raising=False)


def until(now: datetime, found: Sequence[object]) -> list[object]:
    """What was posted by then."""
    return [one for number, one in enumerate(found) if FIRST + number * APART <= now]


@pytest.mark.parametrize("platform", ["bluesky", "mastodon"])
@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(minutes=20), timedelta(0), -timedelta(days=2)])
@pytest.mark.parametrize("told", [True, False])
def test_a_clock_that_was_wrong_costs_no_post(platform: str, ahead: timedelta, told: bool, tmp_path: Path) -> None:
    made = (posts if platform == "bluesky" else statuses)(110, FIRST, APART)
    with BlueskyServer() if platform == "bluesky" else MastodonServer() as server:
        bench = Bench(tmp_path / "study", platform, f'servers = ["{server.address}"]')
        for truth, clock in ((TRUTH, TRUTH + ahead), (LATER, LATER)):
            setattr(server, "posts" if platform == "bluesky" else "statuses", until(truth, made))
            server.now, bench.clock.time = truth if told else None, clock
            (record,) = bench.collect()
            if truth == TRUTH:
                assert record.end == min(clock, truth if told else clock) - SETTLES
        kept = {one["uri"] for page in bench.pages() for one in page.get("posts", ()) or page.get("statuses", ())}
        within = {
            one["uri"] for one in made if "2026-11-01" <= str(one.get("indexedAt") or one["created_at"]) < "2026-11-11"
        }
        assert within <= kept or (ahead > SETTLES and not told), "nobody could know"


@pytest.mark.parametrize(
    "header", [None, "", "yesterday", "Thu, 99 Nov 2026 12:00:00 GMT", "Mon, 01 Jan 99999 00:00:00 GMT"]
)
def test_a_server_without_a_time_tells_none(header: str | None) -> None:
    assert http_time(header) is None
