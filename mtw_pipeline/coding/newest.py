"""Which of two codes for one place counts: the newest.

What belongs here: comparing codes by when they were given. What does not: keeping them (journal.py). Why by time, and
what is known of it: docs/decisions/0045; of a sheet that was filled by an earlier codebook: docs/decisions/0352.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mtw_pipeline.coding.journal import Entry

Place = tuple[str, str, str, str]


@dataclass(frozen=True)
class Contradiction:
    """Two codes, decisions or notes for one place, of which one counts.

    Args:
        counts: the newest.
        older: the other one.
        is_new: whether the one that counts came in now.
    """

    counts: Entry
    older: Entry
    is_new: bool


def newest(
    entries: Sequence[Entry], present: Mapping[Place, Entry], definitions: Mapping[str, str]
) -> tuple[list[Entry], list[Contradiction]]:
    """Of some entries those that are not older than what is there, and where both say different things.

    Args:
        entries: what came in.
        present: the latest entry of every place.
        definitions: of each variable the fingerprint of its definition of now.
    """
    kept = []
    contradictions = []
    for entry in entries:
        before = present.get(entry.key)
        is_older = before is not None and _is_older(entry, before, definitions)
        if not is_older:
            kept.append(entry)
        if before is not None and before.code != entry.code:
            counts, older = (before, entry) if is_older else (entry, before)
            contradictions.append(Contradiction(counts, older, is_new=not is_older))
    return kept, contradictions


def _is_older(entry: Entry, before: Entry, definitions: Mapping[str, str]) -> bool:
    """Whether a code that came in is older than the one that is there.

    Of a sheet only the import is known: filled by an earlier codebook, it is older than what was given by that of now.
    """
    if entry.is_code and not entry.given_at:
        now = definitions.get(entry.variable)
        if before.codebook_md5 == now != entry.codebook_md5:
            return True
    return entry.known_at < before.known_at
