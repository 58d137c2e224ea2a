"""How far the coding of a window is: per coder and variable, and what waits.

What belongs here: counting. What does not: printing (cli/commands/coding.py).
"""

from dataclasses import dataclass, field

from mtw_pipeline.coding.codebook import PROPOSED, RELIABILITY_SET, CodedVariable, coded_by_people
from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.coding.frozen_sample import sample_of
from mtw_pipeline.coding.journal import Entry, current, journal_of
from mtw_pipeline.coding.present_codes import disagreements
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow


@dataclass(frozen=True)
class CoderProgress:
    """What one coder has coded of one variable."""

    coder: str
    variable: str
    tweets: int
    coded: int
    reliability_tweets: int
    reliability_coded: int


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
        outside_sample: codes of tweets that the sample has no more, since it was thawed; where nothing is frozen, all.
    """

    is_frozen: bool
    coders: tuple[CoderProgress, ...]
    disagreements: dict[str, int]
    outside_codebook: dict[str, int]
    older_codebook: dict[str, int]
    proposed: dict[str, int] = field(default_factory=dict)
    outside_sample: int = 0


def coding_progress(study: Study, window: CollectionWindow) -> CodingProgress:
    """How far the coding of a window is, from the study's files alone."""
    sample = sample_of(study, window) or ()
    sampled = {one.tweet_id for one in sample}
    variables = coded_by_people(study.settings)
    every = [one for one in journal_of(study, window) if one.is_code]
    entries = [one for one in every if one.tweet_id in sampled]
    codes = {(one.coder, one.tweet_id, one.variable) for one in current(entries).values() if one.kind == "code"}
    rows = []
    names = CoderNames.of(study.settings)
    having = {coder for one in sample for coder in one.coders}
    for coder in (*names.present, *(who for who in names.left if who in having)):
        of_coder = [one for one in sample if coder in one.coders]
        shared = [one for one in of_coder if one.is_reliability]
        for variable in variables:
            is_of_set = bool(shared) and variable.asked_of is not None and variable.asked_of[0] == RELIABILITY_SET
            own = shared if is_of_set else of_coder
            done = {one.tweet_id for one in own if (coder, one.tweet_id, variable.name) in codes}
            both = sum(one.tweet_id in done for one in shared)
            rows.append(CoderProgress(coder, variable.name, len(own), len(done), len(shared), both))
    open_ones = disagreements(variables, entries)
    waiting = {one.name: sum(one.name in found for found in open_ones.values()) for one in variables}
    outside, older = codebook_changes(variables, entries)
    proposed = {name: times for name, times in outside.items() if f": {PROPOSED}" in name}
    outside = {name: times for name, times in outside.items() if name not in proposed}
    outside_sample = len(current(every)) - len(current(entries))
    return CodingProgress(bool(sample), tuple(rows), waiting, outside, older, proposed, outside_sample)


def codebook_changes(
    variables: tuple[CodedVariable, ...], entries: list[Entry]
) -> tuple[dict[str, int], dict[str, int]]:
    """Codes that the codebook has no more, and codes that were given under another definition of their variable."""
    by_name = {one.name: one for one in variables}
    outside: dict[str, int] = {}
    older: dict[str, int] = {}
    for entry in current(entries).values():
        variable = by_name.get(entry.variable)
        parts = variable.parts(entry.code) if variable else (entry.code,)
        gone = [one for one in parts if variable is None or one not in variable.names.values()]
        for part in gone:
            name = f"{entry.variable}: {part}"
            outside[name] = outside.get(name, 0) + 1
        if variable is None or gone:
            continue
        if entry.codebook_md5 != variable.md5:
            older[entry.variable] = older.get(entry.variable, 0) + 1
    return outside, older
