"""Who codes which tweets of the sample, also when coders come and go while it is being coded.

What belongs here: the division. What does not: the draw (sql/tables/coding/sample.sql), sheets (sheets/). How it is
decided, and why: docs/decisions/0043.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.coding.frozen_sample import SampledTweet


@dataclass(frozen=True)
class Begun:
    """What of a sample is coded already.

    Args:
        by: by tweet, the coders who gave it any code.
        whole: coders and tweets of which every variable is coded that is asked of it.
    """

    by: Mapping[str, frozenset[str]]
    whole: frozenset[tuple[str, str]]


def divided(
    sample: Sequence[SampledTweet], names: CoderNames, reliability_size: int, begun: Begun
) -> tuple[SampledTweet, ...]:
    """The sample, divided among the present coders; divided again for the same coders it stays as it is.

    All present coders code the reliability set: the one that there is, else the first tweets of the draw, where there
    is more than one coder. Of the rest, a tweet that a coder has begun stays theirs. Tweets that nobody has begun are
    given out so that everybody's number of tweets comes as near to the others' as these allow, and stay where they are
    as far as that allows. What only coders who left have begun, and not finished, is given out too.

    Args:
        sample: the tweets in the order of the draw, under the present names of their coders.
        names: the coders.
        reliability_size: tweets of a reliability set that is made.
        begun: what is coded.
    """
    several = len({*names.present, *(who for coders in begun.by.values() for who in coders)}) > 1
    has_set = any(one.is_reliability for one in sample)
    first = reliability_size if several and not has_set else 0
    marked = [replace(one, is_reliability=one.is_reliability or one.draw_order <= first) for one in sample]
    owners = {one.tweet_id: _owners(one, names, begun) for one in marked}
    free = [one for one in marked if not owners[one.tweet_id]]
    loads = Counter(
        who for one in marked if not one.is_reliability for who in owners[one.tweet_id] if who in names.present
    )
    owners.update(_given_out(free, names.present, loads))
    return tuple(_owned(one, owners[one.tweet_id]) for one in marked)


def is_settled(sample: Sequence[SampledTweet], names: CoderNames, begun: Begun) -> bool:
    """Whether every present coder has tweets, and nobody who left has any to finish."""
    having = {who for one in sample for who in one.coders}
    unfinished = any(
        who in names.left and (who, one.tweet_id) not in begun.whole and not one.is_reliability
        for one in sample
        for who in one.coders
    )
    return not unfinished and having >= set(names.present)


def _owners(tweet: SampledTweet, names: CoderNames, begun: Begun) -> tuple[str, ...]:
    """Who codes a tweet whatever the others do; nobody where it is to be given out."""
    by = begun.by.get(tweet.tweet_id, frozenset())
    former = tuple(sorted(who for who in by if who not in names.present))
    if tweet.is_reliability:
        return (*names.present, *former)
    present = tuple(who for who in names.present if who in by)
    return present or tuple(who for who in former if (who, tweet.tweet_id) in begun.whole)


def _given_out(
    free: Sequence[SampledTweet], coders: Sequence[str], loads: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """Tweets that may be anybody's, each with its coder."""
    left = _shares(len(free), coders, loads)
    given: dict[str, tuple[str, ...]] = {}
    for one in free:
        who = one.coders[0] if len(one.coders) == 1 else ""
        if left.get(who, 0):
            left[who] -= 1
            given[one.tweet_id] = (who,)
    turns = cycle(coders)
    for one in free:
        if one.tweet_id not in given:
            who = next(name for name in turns if left[name])
            left[who] -= 1
            given[one.tweet_id] = (who,)
    return given


def _shares(tweets: int, coders: Sequence[str], loads: Mapping[str, int]) -> dict[str, int]:
    """How many of some tweets each coder gets, so that the loads come as near to each other as these allow.

    Whoever has least gets the next one; of equals the first in study.toml.
    """
    shares = dict.fromkeys(coders, 0)
    for _ in range(tweets):
        least = min(coders, key=lambda who: loads.get(who, 0) + shares[who])
        shares[least] += 1
    return shares


def _owned(tweet: SampledTweet, coders: tuple[str, ...]) -> SampledTweet:
    """The tweet with its coders, and with whoever had it before: their sheets may be out."""
    before = [who for who in (*tweet.earlier_coders, *tweet.coders) if who not in coders]
    return replace(tweet, coders=coders, earlier_coders=tuple(dict.fromkeys(before)))
