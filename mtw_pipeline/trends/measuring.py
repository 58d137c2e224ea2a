"""The tables of trends: every measure of every window with its interval, and the change to the window before.

What belongs here: from sums to rows. What does not: reading (reading.py) and the statistics (resampling.py,
differences.py).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.tables.crosstabs import holm
from mtw_pipeline.study.folder import Study
from mtw_pipeline.trends.differences import NOT_TESTED, of_replicates, of_shares
from mtw_pipeline.trends.kept import Kept, taken_from_before
from mtw_pipeline.trends.ratios import Ratio
from mtw_pipeline.trends.reading import Measured, read_sums, read_term_sums, style_values, top_terms
from mtw_pipeline.trends.resampling import (
    FEWEST_AUTHORS,
    AuthorSums,
    percentile_interval,
    replicates_within_budget,
    resampled,
    wilson_interval,
)
from mtw_pipeline.trends.rows import Change, ChangeKey, Point, Trends
from mtw_pipeline.warehouse.connection import Warehouse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

OF_AUTHORS = "bootstrap over authors"
OF_NOBODY = "Wilson 1927 over authors: no author, or each, has all"
OF_SAMPLE = "Wilson 1927 over sampled tweets, which were drawn one by one"
OF_CHANGED_SAMPLE = "Newcombe 1998 and the score test, over sampled tweets"
NO_COUNT = "none: it counts what was collected, no part of it"
NO_NETWORK = "none: a network without some of its authors is another network"
NO_FEW = f"none: fewer than {FEWEST_AUTHORS} authors"
NO_DICTIONARY = "none: the dictionary counts more than single words"
NO_CHANGE = "none: it does not vary between authors"


@dataclass(frozen=True)
class _Made:
    point: Point
    replicates: "Numbers | None" = None
    authors: int = 0
    of_sample: tuple[int, int] | None = None


def measure_trends(warehouse: Warehouse, study: Study, attempts: Attempts) -> Trends:
    """The measures of all windows and their changes; what fails of a topic is left out.

    Measures over authors are made of windows that changed, and of pairs of which one did; others are as they were.
    """
    others = [
        *(attempts.value("trends of codes", _of_codes, warehouse) or ()),
        *(attempts.value("trends of counts and networks", _of_whole_windows, warehouse) or ()),
    ]
    terms = attempts.value("the most used words and hashtags", top_terms, warehouse, study) or []
    kept = taken_from_before(warehouse, study, {one.point.collection_window for one in others}, terms)
    made = [*others, *_of_authors(warehouse, study, kept, attempts)]
    points = {**{one.point.key: one.point for one in made}, **{one.key: one for one in kept.points}}
    changes = [*kept.changes, *_changes(made, kept.windows, {one.key for one in kept.changes})]
    changes.sort(key=lambda one: one.key)
    return Trends(
        [points[key] for key in sorted(points)],
        corrected(changes),
        None if attempts.omissions else kept.contents,
        kept.aside,
    )


def corrected(changes: Sequence[Change]) -> list[Change]:
    """The changes with Holm's p over their family: the tests of one topic, of all windows."""
    found = []
    for _, group in groupby(sorted(changes, key=lambda one: one.topic), key=lambda one: one.topic):
        family = list(group)
        p_values = holm([one.p_value for one in family])
        tests = sum(p is not None for p in p_values)
        found += [replace(one, p_holm=p, family_tests=tests) for one, p in zip(family, p_values, strict=True)]
    return found


def _of_authors(warehouse: Warehouse, study: Study, kept: Kept, attempts: Attempts) -> Iterator[_Made]:
    """The measures over authors: all of windows to be made, of others those of words that were not among the terms."""
    if kept.to_make:
        counted = {
            (window, measure): value
            for window, measure, value, *_ in attempts.value("measures of style", style_values, warehouse) or ()
        }
        measured = read_sums(warehouse, study, kept.to_make, kept.terms, attempts)
        for one in _of_sums(measured, attempts):
            is_counted_otherwise = one.point.topic == "style" and not _agrees(one, counted)
            yield _as_counted(one, counted) if is_counted_otherwise else one
    if kept.new_terms and kept.to_make_terms_of:
        yield from _of_sums(read_term_sums(warehouse, kept.to_make_terms_of, kept.new_terms, attempts), attempts)


def _of_sums(measured: Measured, attempts: Attempts) -> Iterator[_Made]:
    for window, sums in measured.windows.items():
        drawn = attempts.value(f"intervals over the authors of {window}", _drawn, sums)
        for ratio in measured.ratios:
            one = _of_ratio(window, sums, ratio, drawn)
            if one is not None:
                yield one


def _drawn(sums: AuthorSums) -> "Numbers":
    return resampled(sums, replicates_within_budget(len(sums.authors)))


def _of_ratio(window: str, sums: AuthorSums, ratio: Ratio, drawn: "Numbers | None") -> _Made | None:
    """A measure of one window; None where what it is a share of was not there."""
    of_authors = sums.column(ratio.denominator)
    whole = float(of_authors.sum())
    if whole == 0:
        return None
    perhaps = int(sums.column(ratio.perhaps).sum())
    if perhaps:
        return _of_unknown(window, sums, ratio, drawn, perhaps)
    part = _total(sums, ratio)
    value = ratio.constant + part / whole
    point = Point(
        window, ratio.topic, ratio.measure, ratio.term, value if ratio.digits is None else round(value, ratio.digits),
        None, None, NO_FEW, int(whole), ratio.unit, ratio.definition,
    )  # fmt: skip
    authors = int((of_authors > 0).sum())
    if drawn is None or authors < FEWEST_AUTHORS:
        return _Made(point if drawn is not None else replace(point, method="none: authors were not drawn"))
    replicates = _replicates(sums, ratio, drawn)
    if ratio.is_share and part in (0, whole):
        low, high = wilson_interval(0 if part == 0 else authors, authors)
        return _Made(replace(point, low=low, high=high, method=OF_NOBODY), replicates, authors)
    ends = percentile_interval(replicates, authors)
    if ends is None or ends[0] == ends[1]:
        return _Made(replace(point, method=NO_CHANGE), replicates, authors)
    return _Made(replace(point, low=ends[0], high=ends[1], method=OF_AUTHORS), replicates, authors)


def _of_unknown(window: str, sums: AuthorSums, ratio: Ratio, drawn: "Numbers | None", perhaps: int) -> _Made | None:
    """A share that the exports do not tell of some tweets: no value, but from where to where it can be.

    Its ends are those of the intervals of the least and the most that it can be (Horowitz and Manski 2000). Whether a
    tweet tells it follows from what the tweet shows, so that a share of those that do is one of something else.
    """
    known = replace(ratio, perhaps="")
    least = _of_ratio(window, sums, known, drawn)
    most = _of_ratio(window, sums, replace(known, numerator={**ratio.numerator, ratio.perhaps: 1}), drawn)
    if least is None or most is None:
        return None
    said = f"bounds: the exports do not tell it of {perhaps} out of {least.point.rests_on}"
    low = least.point.value if least.point.low is None else least.point.low
    high = most.point.value if most.point.high is None else most.point.high
    return _Made(replace(least.point, value=None, low=low, high=high, method=said))


def _total(sums: AuthorSums, ratio: Ratio) -> float:
    return sum(factor * float(sums.column(name).sum()) for name, factor in ratio.numerator.items())


def _replicates(sums: AuthorSums, ratio: Ratio, drawn: "Numbers") -> "Numbers":
    import numpy as np

    place = {name: number for number, name in enumerate(sums.names)}
    part = sum(
        (factor * drawn[:, place[name]] for name, factor in ratio.numerator.items() if name in place),
        start=np.zeros(len(drawn)),
    )
    whole = drawn[:, place[ratio.denominator]]
    ratios: Numbers = np.divide(part, whole, out=np.full(len(drawn), np.nan), where=whole > 0)
    return ratio.constant + ratios


def _agrees(one: _Made, counted: Mapping[tuple[str, str], float | None]) -> bool:
    known = counted.get((one.point.collection_window, one.point.measure))
    value = one.point.value
    return known is not None and value is not None and abs(known - value) < 1e-9 * max(1.0, abs(known))


def _as_counted(one: _Made, counted: Mapping[tuple[str, str], float | None]) -> _Made:
    known = counted.get((one.point.collection_window, one.point.measure))
    return _Made(replace(one.point, value=known, low=None, high=None, method=NO_DICTIONARY))


def _of_codes(warehouse: Warehouse) -> list[_Made]:
    return [
        _Made(
            Point(
                window, "codes", variable, category, tweets / coded, *wilson_interval(tweets, coded), OF_SAMPLE, coded,
                "share", "share of the sampled tweets with a code of the variable",
            ),
            of_sample=(tweets, coded),
        )
        for window, variable, category, tweets, coded in warehouse.query("trends/code_shares").fetchall()
    ]  # fmt: skip


def _of_whole_windows(warehouse: Warehouse) -> list[_Made]:
    return [
        _Made(
            Point(
                window, topic, measure, "", value, None, None, NO_NETWORK if topic == "network" else NO_COUNT,
                rests_on, unit, definition,
            )
        )
        for window, topic, measure, value, rests_on, unit, definition in warehouse.query(
            "trends/whole_windows"
        ).fetchall()
    ]  # fmt: skip


def _changes(made: Iterable[_Made], windows: Sequence[str], kept: Collection[ChangeKey]) -> Iterator[Change]:
    """The changes from each window to the next of what was made of both, but for those that are kept."""
    by_measure: dict[tuple[str, str, str], dict[str, _Made]] = {}
    for one in made:
        key = (one.point.topic, one.point.measure, one.point.term)
        by_measure.setdefault(key, {})[one.point.collection_window] = one
    for key, of_window in by_measure.items():
        for before, now in pairwise(windows):
            if before in of_window and now in of_window and (*key, now) not in kept:
                found = _change(of_window[before], of_window[now])
                if found is not None:
                    yield found


def _change(before: _Made, now: _Made) -> Change | None:
    value_before, value = before.point.value, now.point.value
    if value_before is None or value is None:
        return None
    found, method = NOT_TESTED, now.point.method if now.replicates is None else before.point.method
    if before.of_sample and now.of_sample:
        found, method = of_shares(*before.of_sample, *now.of_sample), OF_CHANGED_SAMPLE
    elif before.replicates is not None and now.replicates is not None:
        draws = min(len(before.replicates), len(now.replicates))
        replicates = now.replicates[:draws] - before.replicates[:draws]
        found = of_replicates(value - value_before, replicates, min(before.authors, now.authors))
        method = OF_AUTHORS if found.p_value is not None else NO_CHANGE
    key = (now.point.topic, now.point.measure, now.point.term)
    return Change(
        now.point.collection_window, before.point.collection_window, *key, value_before, value, value - value_before,
        found.low, found.high, found.p_value, method,
    )  # fmt: skip
