"""How far the coding of a window is: per coder and variable, and what waits.

What belongs here: counting. What does not: printing (cli/commands/coding.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mtw_pipeline.coding.codebook import PROPOSED, CodedVariable, coded_by_people
from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.coding.frozen_sample import SampledTweet, sample_of
from mtw_pipeline.coding.journal import Entry, current, journal_of
from mtw_pipeline.coding.present_codes import codes_by_coder, disagreements, without_not_asked
from mtw_pipeline.coding.shown_tweets import Facts, sample_facts
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow


@dataclass(frozen=True)
class CoderProgress:
    """What one coder has coded of one variable, of the tweets of which the codebook asks it.

    Args:
        coder: who.
        variable: what.
        tweets: the coder's tweets of which it is asked.
        coded: those of them that have a code which the codebook has, or which was proposed for it.
        reliability_tweets: those of them that all coders code.
        reliability_coded: those of these that are coded.
        open_tweets: further tweets, of which it is not known whether it is asked.
        open_reliability_tweets: those of them that all coders code.
        has_left: whether the coder stopped, so that what is not coded is not waited for.
    """

    coder: str
    variable: str
    tweets: int
    coded: int
    reliability_tweets: int
    reliability_coded: int
    open_tweets: int = 0
    open_reliability_tweets: int = 0
    has_left: bool = False


@dataclass(frozen=True)
class CodingProgress:
    """How far a window is.

    Args:
        is_frozen: whether sheets were written.
        coders: per coder and variable.
        disagreements: tweets by variable on which coders differ and nobody has decided.
        outside_codebook: codes by variable and category that the codebook has no more.
        older_codebook: codes by variable that were given under another definition.
        proposed: codes by variable and category that coders propose and the codebook has not.
        not_asked: codes by variable that the codebook does not ask of their tweets.
        missing: who had tweets to code, and is neither a coder, nor left, nor renamed: their codes count, and it is not
            known who goes on with their tweets.
        outside_sample: codes of tweets that the sample has no more, since it was thawed; where nothing is frozen, all.
    """

    is_frozen: bool
    coders: tuple[CoderProgress, ...]
    disagreements: dict[str, int]
    outside_codebook: dict[str, int]
    older_codebook: dict[str, int]
    proposed: dict[str, int] = field(default_factory=dict)
    not_asked: dict[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    outside_sample: int = 0


def coding_progress(study: Study, window: CollectionWindow) -> CodingProgress:
    """How far the coding of a window is, from the study's files and, where it can be asked, its warehouse."""
    sample = sample_of(study, window) or ()
    names = CoderNames.of(study.settings)
    sampled = {one.tweet_id for one in sample}
    variables = coded_by_people(study.settings)
    facts = sample_facts(study, window, sample)
    every = [one for one in journal_of(study, window) if one.is_code]
    of_sample = [one for one in every if one.tweet_id in sampled]
    entries = without_not_asked(variables, of_sample, facts)
    open_ones = disagreements(variables, entries)
    waiting = {one.name: sum(one.name in found for found in open_ones.values()) for one in variables}
    outside, older = codebook_changes(variables, entries)
    proposed = {name: times for name, times in outside.items() if f": {PROPOSED}" in name}
    return CodingProgress(
        is_frozen=bool(sample),
        coders=_rows(names, sample, variables, facts, codes_by_coder(entries)),
        disagreements=waiting,
        outside_codebook={name: times for name, times in outside.items() if name not in proposed},
        older_codebook=older,
        proposed=proposed,
        not_asked=dict(_by_variable(of_sample) - _by_variable(entries)),
        missing=tuple(names.missing(coder for one in sample for coder in one.coders)),
        outside_sample=len(current(every)) - len(current(of_sample)),
    )


def _rows(
    names: CoderNames,
    sample: Sequence[SampledTweet],
    variables: Sequence[CodedVariable],
    facts: Facts,
    codes: Mapping[tuple[str, str], Mapping[str, str]],
) -> tuple[CoderProgress, ...]:
    having = {coder for one in sample for coder in one.coders}
    return tuple(
        replace(
            _row(coder, variable, [one for one in sample if coder in one.coders], facts, codes),
            has_left=coder in names.left,
        )
        for coder in (*names.present, *(who for who in names.left if who in having))
        for variable in variables
    )


def _row(
    coder: str,
    variable: CodedVariable,
    own: Sequence[SampledTweet],
    facts: Facts,
    codes: Mapping[tuple[str, str], Mapping[str, str]],
) -> CoderProgress:
    """What is coded is asked, where nothing is known that keeps it from being so."""
    asked, coded, not_known = [], [], []
    for one in own:
        given = codes.get((coder, one.tweet_id), {})
        is_coded = variable.name in given and variable.has(given[variable.name])
        answer = variable.is_asked(facts[one.tweet_id], given)
        if is_coded or answer:
            asked.append(one.is_reliability)
        elif answer is None:
            not_known.append(one.is_reliability)
        if is_coded:
            coded.append(one.is_reliability)
    return CoderProgress(
        coder, variable.name, len(asked), len(coded), sum(asked), sum(coded), len(not_known), sum(not_known)
    )


def _by_variable(entries: Sequence[Entry]) -> Counter[str]:
    return Counter(one.variable for one in current(entries).values())


def codebook_changes(
    variables: Sequence[CodedVariable], entries: Sequence[Entry]
) -> tuple[dict[str, int], dict[str, int]]:
    """Codes that the codebook has no more, and codes that were given under another definition of their variable."""
    by_name = {one.name: one for one in variables}
    outside: dict[str, int] = {}
    older: dict[str, int] = {}
    for entry in current(entries).values():
        variable = by_name.get(entry.variable)
        parts = variable.parts(entry.code) if variable else (entry.code,)
        gone = [one for one in parts if variable is None or one not in variable.present_names]
        for part in gone:
            name = f"{entry.variable}: {part}"
            outside[name] = outside.get(name, 0) + 1
        if variable is None or gone:
            continue
        if entry.codebook_md5 != variable.md5:
            older[entry.variable] = older.get(entry.variable, 0) + 1
    return outside, older
