"""The sample as sheets are written for it: the frozen one, or the one that is frozen now, divided among the coders.

What belongs here: what of the sample changes when sheets are written, and whose sheets no longer fit. What does not:
the division itself (coding/division.py), files (of_window.py).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.coding.division import Begun, divided, is_settled
from mtw_pipeline.coding.frozen_sample import SampledTweet, frozen_sample, of_draw, sample_of
from mtw_pipeline.coding.journal import Entry
from mtw_pipeline.coding.present_codes import codes_by_coder
from mtw_pipeline.coding.shown_tweets import is_whole, tweets_of, with_reliability
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class Assignment:
    """Who codes which tweets from now on.

    Args:
        sample: the tweets.
        is_new: whether the sample is frozen only now.
        is_changed: whether the frozen sample has to be written.
        stale: by the name on a sheet that no longer fits, the coder who gets another one.
        gained: by coder, tweets that were others' before.
        lost: by coder, tweets that are others' now.
    """

    sample: tuple[SampledTweet, ...]
    is_new: bool
    is_changed: bool
    stale: Mapping[str, str] = field(default_factory=dict)
    gained: Mapping[str, int] = field(default_factory=Counter)
    lost: Mapping[str, int] = field(default_factory=Counter)


def assignment(warehouse: Warehouse, study: Study, window: CollectionWindow, entries: Sequence[Entry]) -> Assignment:
    """Who codes which tweets, with the coders of study.toml and what is coded until now.

    Raises:
        UserError: the window has no sample yet; it is not known what became of a coder.
    """
    names = CoderNames.of(study.settings)
    before = frozen_sample(study.coding_of(window))
    if before is None:
        drawn = _drawn(warehouse, window)
        return Assignment(_divided(warehouse, study, window, drawn, entries), is_new=True, is_changed=True)
    names.examine({who for one in before for who in one.coders}, str(study.settings_path))
    now = sample_of(study, window) or ()
    sample = _divided(warehouse, study, window, now, entries)
    renamed = {who: names.now(who) for one in before for who in one.coders if names.now(who) != who}
    gained, lost = _moved(now, sample, names.present)
    stale = {**{who: who for who in {*gained, *lost}}, **renamed}
    kept = {old: new for old, new in stale.items() if new in names.present}
    return Assignment(sample, is_new=False, is_changed=sample != before, stale=kept, gained=gained, lost=lost)


def _divided(
    warehouse: Warehouse, study: Study, window: CollectionWindow, sample: Sequence[SampledTweet],
    entries: Sequence[Entry],
) -> tuple[SampledTweet, ...]:  # fmt: skip
    names = CoderNames.of(study.settings)
    begun = _begun(warehouse, study, window, sample, entries)
    if is_settled(sample, names, begun):
        return tuple(sample)
    return divided(sample, names, study.settings.coding.reliability_size, begun)


def _begun(
    warehouse: Warehouse, study: Study, window: CollectionWindow, sample: Sequence[SampledTweet],
    entries: Sequence[Entry],
) -> Begun:  # fmt: skip
    variables = coded_by_people(study.settings)
    tweet_ids = {one.tweet_id for one in sample}
    _, computed = tweets_of(warehouse, study, window, tweet_ids)
    facts = with_reliability(computed, sample)
    codes = {place: given for place, given in codes_by_coder(entries).items() if place[1] in tweet_ids}
    by: dict[str, set[str]] = defaultdict(set)
    for who, tweet_id in codes:
        by[tweet_id].add(who)
    whole = {(who, one) for (who, one), given in codes.items() if is_whole(variables, facts.get(one, {}), given)}
    return Begun({one: frozenset(coders) for one, coders in by.items()}, frozenset(whole))


def _moved(
    before: Sequence[SampledTweet], after: Sequence[SampledTweet], coders: Sequence[str]
) -> tuple[Counter[str], Counter[str]]:
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for old, new in zip(before, after, strict=True):
        gained.update(set(new.coders) & set(coders) - set(old.coders))
        lost.update(set(old.coders) & set(coders) - set(new.coders))
    return gained, lost


def _drawn(warehouse: Warehouse, window: CollectionWindow) -> tuple[SampledTweet, ...]:
    cursor = warehouse.query("coding/sample_to_freeze", {"collection_window": window.key})
    names = [column[0] for column in cursor.description or ()]
    drawn = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not drawn:
        raise UserError(
            f"The window {window.key} has no sample yet",
            remedy=f"Draw it: mtw run --window {window.start} {window.end}",
        )
    return of_draw(drawn)
