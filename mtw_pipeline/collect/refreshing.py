"""Asking again for posts that were collected: their counts of today, and which of them are gone.

What belongs here: which posts are asked for again, how a platform's counts become one more collection of the window,
and what is done with posts that are gone. What does not: the requests (x/counts.py, bluesky/counts.py,
mastodon/counts.py), forgetting (forgetting/).

The pages are one more file of the window, so that the tables take the latest counts, and what was collected before
stays as it was. A post that a platform no longer gives is put on a list for people to look at (proposals.py); one that
it gives again comes off the list. A platform that does not answer says nothing about any post.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from mtw_pipeline.collect.collected import CollectedPost, collected_posts
from mtw_pipeline.collect.collecting import Collection
from mtw_pipeline.collect.collector import ONE_NETWORK, REFRESH, BudgetReachedError, Collector, Question, platform_of
from mtw_pipeline.collect.counts import Told
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.proposals import Gone, propose, withdraw
from mtw_pipeline.collect.records.planning import Work, days_of
from mtw_pipeline.collect.records.record import Record, Records
from mtw_pipeline.collect.requester import Clock
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import CollectSettings
from mtw_pipeline.study.windows import CollectionWindow

ONE_ROUND = timedelta(hours=20)
"""Platforms are asked again one after the other: what was asked for less long ago belongs to the same round."""


@dataclass(frozen=True)
class Notices:
    """What is done with what a platform tells of posts that were asked for again.

    Args:
        study: whose.
        window: of which the posts are.
        clock: the time.
    """

    study: Study
    window: CollectionWindow
    clock: Clock

    def told(self, there: Iterable[str], gone: Sequence[Gone]) -> None:
        """Put posts that are gone on the window's list, and take those that are there off it."""
        withdraw(self.study, self.window, frozenset(there))
        propose(self.study, self.window, gone, self.clock.now())


@dataclass
class Refresh(Collection):
    """Posts of a window that are asked for again; made as any collection is (``collecting.Collection``).

    Args:
        round_began: of a round that was stopped before its end; what was whole since is not asked for, or paid, twice.
    """

    round_began: datetime | None = None

    def works(self) -> list[Work]:
        """One collection a question; one that was not finished goes on, and one that a budget ended where it did."""
        ours = [one for one in self.records.all() if one.source == self.collector.source]
        questions = self.collector.questions()
        for one in ours:
            if not (one.is_whole or one.pages or any(self._is_of(one, question) for question in questions)):
                self.records.drop(one)  # it failed before its first page, and nobody is asked so any more
        lasts = (
            (question, next((one for one in reversed(ours) if self._is_of(one, question)), None))
            for question in questions
        )
        return [self._work(question, last) for question, last in lasts if last is None or not self._is_done(last)]

    def _stays_without_pages(self, _work: Work, error: UserError) -> bool:
        """It tells that the round was stopped: what other platforms gave in it is not asked for, or paid, twice."""
        return not isinstance(error, BudgetReachedError)

    def _is_done(self, last: Record) -> bool:
        is_whole = last.is_whole and last.place is None and bool(last.sittings)
        return is_whole and self.round_began is not None and last.sittings[-1].began > self.round_began

    @staticmethod
    def _is_of(record: Record, question: Question) -> bool:
        is_there = platform_of(record.source) in ONE_NETWORK or record.server == question.server
        return is_there and record.endpoint == question.endpoint

    def _work(self, question: Question, last: Record | None) -> Work:
        days = days_of(self.window)
        if last is None or (last.is_whole and last.place is None):
            return Work(question, days)
        return Work(question, days, last.place, last.name) if last.is_whole else Work(question, days, record=last)


def refresh_of(
    records: Records, table: CollectSettings, notices: Notices, further: Iterable[CollectedPost] = ()
) -> Refresh:
    """What is asked again of the platform of a ``[[collect]]`` table: posts of the window, and none beyond it.

    The first and the last page of a timeline hold posts from before and after, which stand in no table.

    Args:
        records: of the window, held.
        table: the settings.
        notices: what is done with what the platform tells.
        further: posts of the window that no collection of ours took, but other exports.
    """
    keys = Keys.of(notices.study)
    days = days_of(notices.window)
    found = (one for one in chain(collected_posts(records), further) if one.platform == table.source)
    posts = (one for one in found if one.may_lie_in(days))
    collector = _collector(table, posts, keys, notices.told)
    return Refresh(
        notices.window, records, collector, keys, notices.clock, table.budget, table.price_per_post,
        round_began=_round_began(records, notices.clock.now()),
    )  # fmt: skip


def _round_began(records: Records, now: datetime) -> datetime | None:
    """The earliest time of a round that was stopped just now; None where none was, and all is asked for again."""
    since = now - ONE_ROUND
    stopped = (one for one in records.unfinished() if one.source.endswith(REFRESH))
    return since if any(one.sittings and one.sittings[-1].began > since for one in stopped) else None


def _collector(table: CollectSettings, posts: Iterable[CollectedPost], keys: Keys, told: Told) -> Collector:
    if table.source == "x":
        from mtw_pipeline.collect.x.counts import XCounts

        return XCounts(table.asked_servers[0], posts, keys, told)
    if table.source == "bluesky":
        from mtw_pipeline.collect.bluesky.counts import BlueskyCounts

        return BlueskyCounts(table.asked_servers[0], posts, keys, told)
    from mtw_pipeline.collect.mastodon.counts import MastodonCounts

    return MastodonCounts(table.asked_servers, posts, keys, told)
