"""The way of a collection: from what is to be asked for to a whole file in the window.

What belongs here: taking pages one after the other, so that each is on the disk before the next is asked for, the
budget, and what the record says in the end. What does not: asking people (cli/), any platform.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from urllib.parse import urlsplit

from mtw_pipeline.activity import at_work, so_far
from mtw_pipeline.collect.collector import REFRESH, TITLES, BudgetReachedError, Collector, EndlessError, Gap
from mtw_pipeline.collect.endless import Advance
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.records.page_file import PageFile
from mtw_pipeline.collect.records.planning import Work, forgone, overtaken, work_of
from mtw_pipeline.collect.records.record import Record, Records, Sitting
from mtw_pipeline.collect.requester import Clock, NoAnswerError, Requester
from mtw_pipeline.errors import UserError, of_system
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.locks import exclusive_lock
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)

_RAISE = "Raise budget under [[collect]] in study.toml"
_MINUTE = "%Y-%m-%d %H:%M"
_CLOCKS_DIFFER = timedelta(minutes=1)
"""By less they differ everywhere."""
_HELD_A_KEY = "a page held the key with which the server is asked: it was replaced by [key], also where it is a word"


@contextmanager
def held(study: Study, window: CollectionWindow) -> Iterator[Records]:
    """The records of a window while nobody else collects it.

    Raises:
        UserError: another process does.
    """
    records = Records(study, window)
    is_new = not study.incoming_of(window).exists()
    records.folder.mkdir(parents=True, exist_ok=True)
    try:
        with exclusive_lock(records.lock, f"a collection of {window.key}", waits=False):
            records.settle()
            yield records
    finally:
        if is_new:
            records.clear()


@dataclass
class Collection:
    """What is collected of a window from one platform.

    Args:
        window: which.
        records: of the window, held (``held``).
        collector: of the platform.
        keys: to keep them out of what is written.
        clock: the time.
        budget: so many posts of the platform may be taken for the window, by all its collections; None for any number.
        price: of a post, in the team's currency; None where it is not told.
    """

    window: CollectionWindow
    records: Records
    collector: Collector
    keys: Keys
    clock: Clock
    budget: int | None = None
    price: float | None = None
    _silent: set[str] = field(default_factory=set)
    """Servers that were given up: of several hashtags, a dead one is waited for once."""

    def works(self) -> list[Work]:
        """What is still to be made (``planning.work_of``)."""
        for one in forgone(self.records, self.collector):
            self.records.drop(one)
        return work_of(self.window, self.records, self.collector, self.clock.now())

    def taken(self) -> int:
        """Posts that were taken for the window from the platform so far."""
        return sum(self.records.posts_of(one) for one in self.records.all() if self._counts(one))

    def _counts(self, record: Record) -> bool:
        return record.source.removesuffix(REFRESH) == self.collector.source.removesuffix(REFRESH)

    def left_of_budget(self) -> int | None:
        """How many posts may still be taken; None for any number."""
        return None if self.budget is None else max(0, self.budget - self.taken())

    def count(self, work: Work) -> int | None:
        """How many posts a piece of work is about to take, where the platform tells."""
        if work.ends:
            return 0
        if work.record is not None and work.record.counted is not None:
            return max(0, work.record.counted - self.records.posts_of(work.record))
        if work.record is not None or work.place is not None:
            return None
        return self.collector.count(work.question, work.span, Requester(self.clock, self.keys.scrubbed))

    def in_words(self, work: Work, counted: int | None) -> str:
        """What a piece of work is: what is asked, of which days, and how many posts are there."""
        host = urlsplit(work.question.server).netloc
        times = f"posted {work.span.start:{_MINUTE}} to {work.span.end:{_MINUTE}} UTC"
        asked = f"{TITLES[self.collector.source]} ({host}): {work.question.query}, {times}"
        if work.known:
            asked = f"{asked}; not #{', #'.join(work.known)}, of which this time was asked for before"
        if work.ends:
            return f"{asked}; {work.ends}: it is ended with the posts that are here"
        if work.record is not None:
            here = number_of(self.records.posts_of(work.record), "post is", "posts are")
            asked = f"{asked}; unfinished, {here} here"
        elif work.continues is not None:
            asked = f"{asked}; to be continued where its budget ended"
        more = " more" if work.record else ""
        return asked if counted is None else f"{asked}: {number_of(counted, 'post')}{more}"

    def price_in_words(self, counts: Sequence[int | None]) -> list[str]:
        """What that many posts cost, and what the budget lets come of them."""
        known = sum(one for one in counts if one is not None)
        left = self.left_of_budget()
        most = known if left is None else min(known, left)
        lines = []
        if self.collector.costs and None in counts:
            bounds = "" if left is not None else "; budget under [[collect]] in study.toml bounds what comes"
            lines.append(f"{TITLES[self.collector.source]} does not tell how many posts that is{bounds}")
        if left is not None and (left < known or None in counts):
            lines.append(f"The budget of {number_of(self.budget or 0, 'post')} for the window lets {left:,} more come")
        if self.price is not None and None not in counts:
            are = "is" if most == 1 else "are"
            cost = f"{most * self.price:,.2f}"
            lines.append(f"{number_of(most, 'post')}, at your price of {self.price:g} a post, {are} {cost}")
        elif self.price is not None and left:
            lines.append(f"At your price of {self.price:g} a post that is {left * self.price:,.2f} at most")
        if lines and left != 0 and self.price is not None and self.collector.beside_the_price:
            lines[-1] += f"; {self.collector.beside_the_price}"
        return lines

    def make(self, work: Work, counted: int | None = None) -> Record:
        """Make a collection, or go on with it, until it is whole or its budget is used up.

        Args:
            work: what is to be made.
            counted: how many posts the platform said that there are.

        Raises:
            UserError: the platform refuses or does not answer; what came is kept, and the same work goes on there.
        """
        if work.record is not None and work.ends:
            return self._ended(work.record, work.ends)
        server = work.question.server
        if server in self._silent:
            raise self._not_asked(work, counted)
        record = work.record or self._begun(work, counted)
        record.server = server
        pages = PageFile(self.records.pages_of(record), self.keys.scrubbed_page)
        try:
            with pages as file:
                is_endless = self._sit(work, record, file)
                if file.progress.is_whole or is_endless:
                    record.place = None
                else:
                    self._note_what_is_left(record, file)
        except UserError as error:
            if isinstance(error, NoAnswerError):
                self._silent.add(server)
            if pages.progress.pages == 0 and not self._stays_without_pages(work, error):
                self.records.drop(record)
            raise
        self.records.finish(record)
        return record

    def _not_asked(self, work: Work, counted: int | None) -> NoAnswerError:
        """What is said, and noted, where a server did not answer to a question before."""
        if work.continues is None:
            record = work.record or self._begun(work, counted)
            now = self.clock.now()
            record.sittings.append(Sitting(began=now, ended=now, why="its server did not answer just before"))
            self.records.save(record)
        server = work.question.server
        return NoAnswerError(f"{server} was not asked for {work.question.query}: it did not answer just now")

    def _stays_without_pages(self, work: Work, _error: UserError) -> bool:
        """Whether one that failed before its first page is remembered, until what it asked for is planned anew.

        The report says of it that it was tried. Of one that goes on with another, the other says it.
        """
        return work.continues is None

    def _ended(self, record: Record, why: str) -> Record:
        record.sittings.append(Sitting(began=self.clock.now(), ended=self.clock.now(), why=why))
        self.take_as_it_is(record)
        return record

    def take_as_it_is(self, record: Record) -> bool:
        """Let what an unfinished collection holds become an export of the window, without asking for more.

        Returns:
            Whether it holds anything; one that does not is gone.
        """
        with PageFile(self.records.pages_of(record)) as file:
            record.pages, record.posts = file.progress.pages, file.progress.posts
            record.requests = max(record.requests, file.progress.requests)
            if not file.progress.is_whole:
                self._note_what_is_left(record, file)
        if record.pages == 0:
            self.records.drop(record)
            return False
        self.records.finish(record)
        return True

    def _sit(self, work: Work, record: Record, file: PageFile) -> bool:
        """Take pages until the last, or until the budget is used up; the record tells of it, however it ends.

        Returns:
            Whether the server would lead on for ever, and nothing is left to go on with.

        Raises:
            BudgetReachedError: it does not even reach for one page.
        """
        sitting = Sitting(began=self.clock.now())
        record.sittings.append(sitting)
        self.records.save(record)
        requester = Requester(self.clock, self.keys.scrubbed)
        before, waited = max(record.requests, file.progress.requests), record.waited_seconds
        try:
            with at_work(f"collecting {record.query} from {record.server}"):
                self._take_pages(work, record, file, requester, before)
        except BudgetReachedError as error:
            sitting.why = error.what
            if file.progress.pages == 0:
                raise BudgetReachedError(error.what, remedy=_RAISE) from None
        except EndlessError as error:
            left = file.progress.left or record.span
            record.lacks(Gap(f"{error.what}, and was asked no more", left.start, left.end))
            return True
        except UserError as error:
            sitting.why = self.keys.scrubbed(error.what)
            raise
        except OSError as error:
            sitting.why = of_system(error).what
            raise
        finally:
            record.pages, record.posts = file.progress.pages, file.progress.posts
            record.requests, record.waited_seconds = before + requester.made, waited + requester.waited
            sitting.ended = self.clock.now()
            self.records.save(record)
        return False

    def _begun(self, work: Work, counted: int | None) -> Record:
        for one in overtaken(self.records, self.collector, work.question, work.span):
            self.records.drop(one)
        record = Record(
            name=self.records.free_name(self.collector.source, self.clock.now()),
            source=self.collector.source,
            server=work.question.server, endpoint=work.question.endpoint, query=work.question.query,
            hashtags=work.question.hashtags,
            start=work.span.start, end=work.span.end,
            counted=counted, continues=work.continues,
            place=dict(work.place) if work.place else None,
            library=self.collector.library, program=version("mtw-pipeline"),
        )  # fmt: skip
        if work.gap is not None:
            record.lacks(work.gap)
        return record

    def _take_pages(self, work: Work, record: Record, file: PageFile, requester: Requester, before: int) -> None:
        if file.progress.is_whole:
            return
        taken_before = self.taken() - file.progress.posts

        def allowance() -> int | None:
            return None if self.budget is None else max(0, self.budget - taken_before - file.progress.posts)

        place = file.progress.place or record.place
        pages = self.collector.pages(work.question, work.span, place, allowance, requester)
        advance = Advance(work.span, file.progress.pages)
        for page in pages:
            gaps = page.gaps
            if file.progress.pages == 0 and page.given_at is not None:
                self._end_at(page.given_at, record)
            if not file.keep(page, retrieved=self.clock.now(), requests=before + requester.made):
                gaps = (*gaps, Gap(_HELD_A_KEY))
            so_far(f"{number_of(file.progress.posts, 'post')} on {number_of(file.progress.pages, 'page')}")
            for gap in gaps:
                record.lacks(gap)
            if gaps:
                self.records.save(record)
            if page.place is not None and (why := advance.ended(page)):
                raise EndlessError(why)
        if not file.progress.is_whole:
            raise RuntimeError("a collector ended without a last page")

    def _end_at(self, given_at: datetime, record: Record) -> None:
        """Let a collection ask for no time that its server's clock had not reached: it is asked for the next time."""
        end = max(record.start, given_at - self.collector.settles)
        if end >= record.end:
            return
        if record.end - end > _CLOCKS_DIFFER:
            log.warning(
                "it is %s UTC at %s, and later by the clock of this machine: what is posted from then on is asked for"
                " when the window is collected again", given_at.strftime(_MINUTE), record.server,
            )  # fmt: skip
        record.end = end
        self.records.save(record)

    @staticmethod
    def _note_what_is_left(record: Record, file: PageFile) -> None:
        record.place = dict(file.progress.place) if file.progress.place else record.place or {}
        why = record.sittings[-1].why if record.sittings else ""
        left = file.progress.left or record.span
        record.lacks(Gap(why or "it was ended before its last page", left.start, left.end), is_left=True)
