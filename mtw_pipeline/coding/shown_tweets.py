"""Tweets as coders see them: text, what they show, and which variables are asked of them.

What belongs here: what is known of a tweet before anybody codes it. What does not: how a sheet
(sheets/) or a page (pages/) looks.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import duckdb

from mtw_pipeline.coding.codebook import IN_SET, NOT_IN_SET, RELIABILITY_SET, CodedVariable
from mtw_pipeline.coding.frozen_sample import SampledTweet
from mtw_pipeline.coding.journal import UNSURE
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text

Facts = dict[str, dict[str, str | None]]


@dataclass(frozen=True)
class SheetTweet:
    """A tweet on a sheet or a page.

    Args:
        window: the window that it was sampled from.
        tweet_id: its id.
        number: its place in the draw.
        text: its text.
        shows: its type and format, and its likes where the study asks for them.
        codes: what the coder coded before, by variable.
        note: what the coder noted before.
        not_asked: variables that do not apply to it.
        others: codes and notes of all coders, by column, on a sheet of disagreements.
        problem: what was wrong with it, on a sheet of corrections.
        decided_by: who decided, on a sheet of corrections of decisions.
    """

    window: CollectionWindow
    tweet_id: str
    number: int
    text: str
    shows: str
    codes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    not_asked: frozenset[str] = frozenset()
    others: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    decided_by: str = ""


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


def sample_facts(study: Study, window: CollectionWindow, sample: Sequence[SampledTweet]) -> Facts:
    """The facts of a sample, of commands that do not open the warehouse: computed codes lack where it cannot be asked.

    That is where nothing was run yet, or a run has it open. No connection of this process may have it open.
    """
    parameters = {"collection_window": window.key, "tweet_ids": [one.tweet_id for one in sample]}
    known: Facts = {}
    if sample and study.warehouse.is_file():
        with suppress(duckdb.Error), duckdb.connect(str(study.warehouse), read_only=True) as reading:
            rows = reading.execute(sql_text("coding/sampled_facts"), parameters).fetchall()
            known = {one: {"tweet_type": kind, "content_format": form} for one, kind, form in rows}
    return with_reliability(known, sample)


def with_reliability(facts: Facts, sample: Iterable[SampledTweet]) -> Facts:
    """The facts of tweets, and whether all coders code them; without a reliability set every tweet counts as of one.

    Of tweets of the sample that are not collected any more it is all that is known.
    """
    in_set = {one.tweet_id: one.is_reliability for one in sample}
    has_set = any(in_set.values())
    return {
        tweet_id: {
            **facts.get(tweet_id, {}),
            RELIABILITY_SET: IN_SET if in_set.get(tweet_id) or not has_set else NOT_IN_SET,
        }
        for tweet_id in {**facts, **in_set}
    }


def links_of(warehouse: Warehouse, window: CollectionWindow, tweet_ids: Iterable[str]) -> dict[str, list[str]]:
    """By tweet id, the addresses in it, expanded where the format expands them; those to media and to tweets apart."""
    parameters = {"collection_window": window.key, "tweet_ids": list(tweet_ids)}
    return dict(warehouse.query("coding/tweet_links", parameters).fetchall())


def of_all_coders(
    given: Mapping[str, Mapping[str, str]], notes: Mapping[str, str], unsure: Iterable[str]
) -> dict[str, str]:
    """By column, what coders gave and wrote of one tweet, on a sheet on which it is decided.

    Args:
        given: by variable, each coder's code.
        notes: each coder's note.
        unsure: who is unsure of the tweet.
    """
    return {
        **{f"{name}: {coder}": code for name, codes in given.items() for coder, code in sorted(codes.items())},
        **{f"notes: {who}": note for who, note in notes.items()},
        **{f"unsure: {who}": UNSURE for who in unsure},
    }


def not_asked(variables: Sequence[CodedVariable], facts: Mapping[str, str | None]) -> frozenset[str]:
    """The variables that a computed code keeps from applying to a tweet."""
    return frozenset(one.name for one in variables if one.is_asked(facts, {}) is False)


def is_whole(variables: Sequence[CodedVariable], facts: Mapping[str, str | None], codes: Mapping[str, str]) -> bool:
    """Whether a coder's codes of a tweet are all that the codebook asks of it."""
    return all(one.name in codes for one in variables if one.is_asked(facts, codes))
