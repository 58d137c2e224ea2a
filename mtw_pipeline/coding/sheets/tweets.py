"""Tweets as coders see them: text, what they show, and which variables are asked of them.

What belongs here: what is known of a tweet before anybody codes it. What does not: how a sheet looks (writing.py).
"""

from collections.abc import Iterable, Mapping, Sequence

from mtw_pipeline.coding.codebook import IN_SET, NOT_IN_SET, RELIABILITY_SET, SEVERAL, CodedVariable
from mtw_pipeline.coding.frozen_sample import SampledTweet
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

Facts = dict[str, dict[str, str | None]]


def tweets_of(
    warehouse: Warehouse, study: Study, window: CollectionWindow, tweet_ids: Iterable[str]
) -> tuple[dict[str, tuple[str, str]], Facts]:
    """By tweet id, the text and what it shows; and the computed codes. Tweets that are not collected any more lack."""
    texts: dict[str, tuple[str, str]] = {}
    facts: Facts = {}
    parameters = {
        "collection_window": window.key,
        "show_engagement": study.settings.coding.show_engagement,
        "hidden": list(study.settings.coding.validated),
        "tweet_ids": list(tweet_ids),
    }
    for tweet_id, text, kind, content_format, shows in warehouse.query("coding/sheet_tweets", parameters).fetchall():
        texts[tweet_id] = (text or "", shows)
        facts[tweet_id] = {"tweet_type": kind, "content_format": content_format}
    return texts, facts


def with_reliability(facts: Facts, sample: Iterable[SampledTweet]) -> Facts:
    """The facts of tweets, and whether all coders code them; without a reliability set every tweet counts as of one."""
    in_set = {one.tweet_id: one.is_reliability for one in sample}
    has_set = any(in_set.values())
    return {
        tweet_id: {**known, RELIABILITY_SET: IN_SET if in_set.get(tweet_id) or not has_set else NOT_IN_SET}
        for tweet_id, known in facts.items()
    }


def links_of(warehouse: Warehouse, window: CollectionWindow, tweet_ids: Iterable[str]) -> dict[str, list[str]]:
    """By tweet id, the addresses in it, expanded where the format expands them; those to media and to tweets apart."""
    parameters = {"collection_window": window.key, "tweet_ids": list(tweet_ids)}
    return dict(warehouse.query("coding/tweet_links", parameters).fetchall())


def not_asked(variables: Sequence[CodedVariable], facts: Mapping[str, str | None]) -> frozenset[str]:
    """The variables that a computed code keeps from applying to a tweet."""
    return frozenset(
        one.name
        for one in variables
        if one.asked_of and one.asked_of[0] in facts and facts[one.asked_of[0]] not in one.asked_of[1]
    )


def is_whole(variables: Sequence[CodedVariable], facts: Mapping[str, str | None], codes: Mapping[str, str]) -> bool:
    """Whether a coder's codes of a tweet are all that the codebook asks of it."""
    known = {**facts, **codes}

    def is_asked(name: str, asked: Sequence[str]) -> bool:
        return not set((known.get(name) or "").split(SEVERAL)).isdisjoint(asked)

    return all(one.name in codes for one in variables if one.asked_of is None or is_asked(*one.asked_of))
