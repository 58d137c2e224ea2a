"""What the journal says at present: each coder's codes and notes, and where coders differ.

What belongs here: reading entries. What does not: keeping them (journal.py), tables (sql/).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from mtw_pipeline.coding.codebook import CodedVariable
from mtw_pipeline.coding.journal import UNSURE, Entry, current

_SEVERAL_CODERS = 2


def codes_by_coder(entries: Sequence[Entry]) -> dict[tuple[str, str], dict[str, str]]:
    """By coder and tweet, the present code of every variable."""
    codes: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for entry in current(entries).values():
        if entry.kind == "code":
            codes[entry.coder, entry.tweet_id][entry.variable] = entry.code
    return dict(codes)


def without_not_asked(
    variables: Sequence[CodedVariable], entries: Sequence[Entry], facts: Mapping[str, Mapping[str, str | None]]
) -> list[Entry]:
    """Entries without the coders' codes of which it is known that the codebook does not ask them of their tweets.

    Args:
        variables: what people code.
        entries: the journal.
        facts: what is known of each tweet before anybody codes it, by its id.
    """
    by_name = {one.name: one for one in variables}
    codes = codes_by_coder(entries)

    def counts(entry: Entry) -> bool:
        variable = by_name.get(entry.variable)
        if entry.kind != "code" or variable is None:
            return True
        return variable.is_asked(facts.get(entry.tweet_id, {}), codes[entry.coder, entry.tweet_id]) is not False

    return [entry for entry in entries if counts(entry)]


def notes_by_coder(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """By coder and tweet, the present note; of whoever decided disagreements too."""
    return {(one.coder, one.tweet_id): one.code for one in current(entries).values() if one.kind == "note"}


def unsure_coders(entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    """By tweet, the coders who are unsure of it, in the order of their names."""
    marked: dict[str, list[str]] = defaultdict(list)
    for entry in current(entries).values():
        if entry.kind == "unsure" and entry.code == UNSURE:
            marked[entry.tweet_id].append(entry.coder)
    return {tweet_id: tuple(sorted(coders)) for tweet_id, coders in marked.items()}


def memos_by_variable(entries: Sequence[Entry]) -> dict[str, dict[str, str]]:
    """By variable, each coder's present memo, in the order of the coders' names."""
    memos: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in sorted(current(entries).values(), key=lambda one: one.coder):
        if entry.kind == "memo":
            memos[entry.variable][entry.coder] = entry.code
    return dict(memos)


def notes_by_tweet(entries: Sequence[Entry]) -> dict[str, dict[str, str]]:
    """By tweet, each coder's present note, in the order of the coders' names."""
    notes: dict[str, dict[str, str]] = defaultdict(dict)
    for (coder, tweet_id), note in sorted(notes_by_coder(entries).items()):
        notes[tweet_id][coder] = note
    return dict(notes)


def disagreements(variables: Sequence[CodedVariable], entries: Sequence[Entry]) -> dict[str, dict[str, dict[str, str]]]:
    """By tweet and variable, the codes of each coder where they differ and no decision was made.

    Nor is there anything to decide where a decision says that a variable is not asked of the tweet. Where it says that
    it is, and fewer than two coders were asked it by their own codes, nobody but who decides can say (decision 292).
    """
    by_name = {variable.name: variable for variable in variables}
    given: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    decided: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in current(entries).values():
        code = by_name[entry.variable].known_part(entry.code) if entry.variable in by_name else ""
        if not entry.is_code or not code:
            continue
        if entry.kind == "adjudication":
            decided[entry.tweet_id][entry.variable] = code
        else:
            given[entry.tweet_id][entry.variable][entry.coder] = code
    by_coder = codes_by_coder(entries)
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for tweet_id, by_variable in given.items():
        of_tweet = decided.get(tweet_id, {})
        who = {coder for codes in by_variable.values() for coder in codes}
        own = [by_coder[coder, tweet_id] for coder in who]
        for name, variable in by_name.items():
            codes = by_variable.get(name, {})
            if name in of_tweet or variable.is_asked({}, of_tweet) is False:
                continue
            if len(set(codes.values())) > 1 or _lacks_codes(variable, of_tweet, own):
                found[tweet_id][name] = codes
    return dict(found)


def _lacks_codes(variable: CodedVariable, decided: Mapping[str, str], own: Sequence[Mapping[str, str]]) -> bool:
    """Whether a decision asks a variable of a tweet, of which its coders' own codes ruled it out but for one at most.

    Args:
        variable: the variable.
        decided: the decisions on the tweet, by variable.
        own: of each of its coders, what this coder gave to it.
    """
    if variable.asked_of is None or variable.asked_of[0] not in decided or len(own) < _SEVERAL_CODERS:
        return False
    return sum(variable.name in codes or variable.is_asked({}, codes) is not False for codes in own) < _SEVERAL_CODERS
