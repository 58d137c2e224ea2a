"""Collecting a window where nobody can be asked: the same collections, bounded by the budgets of study.toml.

What belongs here: what may go on without a person. What does not: when that is (defs/automation.py).
"""

import logging
from collections.abc import Sequence

from mtw_pipeline.collect.collecting import Collection, held
from mtw_pipeline.collect.collector import TITLES, BudgetReachedError, Collector
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.paid_before import paid_before
from mtw_pipeline.collect.records.planning import OutOfReachError
from mtw_pipeline.collect.records.record import Record
from mtw_pipeline.collect.requester import Clock
from mtw_pipeline.collect.sources import collector_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import CollectSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)


def collect_unattended(study: Study, window: CollectionWindow, clock: Clock) -> list[Record]:
    """Collect what is left of a window from all platforms of study.toml; a server that fails costs itself alone.

    Args:
        study: whose settings and keys.
        window: which.
        clock: the time, and waiting.

    Returns:
        The collections that became whole.

    Raises:
        UserError: another process collects the window, or a platform failed; what the others gave is in the window.
    """
    made: list[Record] = []
    problems: list[UserError] = []
    with held(study, window) as records:
        for table in study.settings.collect:
            keys = Keys.of(study)
            collector = collector_of(table, study.settings, keys)
            collection = Collection(window, records, collector, keys, clock, table.budget, table.price_per_post)
            try:
                _see_to_the_budget(table, collector)
                collector.check_keys()
                problems += _make_all(study, collection, made)
            except OutOfReachError as error:  # nobody can mend it tomorrow: no failure a day
                log.warning("%s: %s", TITLES[table.source], error)
            except UserError as error:
                problems.append(error)
    if problems:
        raise _told(problems)
    return made


def _make_all(study: Study, collection: Collection, made: list[Record]) -> list[UserError]:
    """Make what is left; what failed comes back. Where a budget is used up, what it leaves is noted, and no failure."""
    problems: list[UserError] = []
    is_used_up = False
    works = collection.works()
    for said in paid_before(study, collection, works):
        log.warning("%s", said)
    for work in works:
        try:
            counted = None if is_used_up else collection.count(work)
            log.info("%s", collection.in_words(work, counted))
            record = collection.make(work, counted)
        except BudgetReachedError as error:
            if not is_used_up:
                log.warning("%s: %s", TITLES[collection.collector.source], error)
            is_used_up = True
            continue
        except UserError as error:
            problems.append(error)
            continue
        made.append(record)
        many = (number_of(record.posts, "post"), number_of(record.pages, "page"), number_of(record.requests, "request"))
        log.info("%s: %s on %s, %s", record.name, *many)
        for gap in record.gaps:
            log.warning("%s may lack posts: %s", record.name, gap.reason)
    return problems


def _see_to_the_budget(table: CollectSettings, collector: Collector) -> None:
    if collector.costs and table.budget is None:
        raise UserError(
            f"{TITLES[table.source]} charges for posts, and where nobody is asked a budget must bound that",
            remedy=f'Write budget = 10000, or another number, under [[collect]] source = "{table.source}"',
        )


def _told(problems: Sequence[UserError]) -> UserError:
    if len(problems) == 1:
        return problems[0]
    return UserError("; ".join(one.what for one in problems), remedy="Run mtw collect to see what to do of each")
