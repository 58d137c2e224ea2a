"""What must be made again, and what is as a run before left it: decided before anything of Dagster is loaded.

What belongs here: from changed inputs to a selection of assets. What does not: what the inputs are (study/inputs.py),
and running (runs/).
"""

from collections.abc import Iterable, Mapping

from mtw_pipeline.lineage.settings import readers_of, settings_asset
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import (
    CODES,
    COLLECTIONS,
    FROZEN_SAMPLE,
    LIWC,
    OTHERS,
    SECTIONS,
    changed_inputs,
    inputs_of,
    inputs_of_all,
    section_in,
)
from mtw_pipeline.study.run_records import read_history
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.collection import RAW_TWEETS
from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS, WORD_FREQUENCIES
from mtw_pipeline.warehouse.tables.trends import OF_ALL_WINDOWS

AFTER_CODING = 'key:"sample"+ or key:"code_history"+'
"""What rests on sheets that were written, and on the codes that people gave."""
AFTER_OTHERS = " or ".join(f'key:"{name}"+' for name in sorted(OF_ALL_WINDOWS))
"""What rests on all windows that a study has."""

_READ: Mapping[str, tuple[str, ...]] = {
    COLLECTIONS: ("collections",),
    FROZEN_SAMPLE: ("sample",),
    CODES: ("code_history",),
    LIWC: ("liwc_scores", "liwc_measures"),
    OTHERS: tuple(sorted(OF_ALL_WINDOWS)),
}
"""What reads an input that is no section of study.toml, where that is not everything."""


_BEFORE_WORDS = frozenset({RAW_TWEETS.name, TWEET_TOKENS.name, WORD_FREQUENCIES.name})
"""What reads settings and is on the way to the words of a window."""


def narrowed(before: Mapping[str, str] | None, now: Mapping[str, str]) -> str | None:
    """What must be made since a run: a selection, nothing ("") where nothing changed, None for everything.

    Args:
        before: what that run rested on, if there was one.
        now: what a run would rest on now.
    """
    if before is None:
        return None
    selections = [_behind(name) for name in changed_inputs(before, now)]
    known = [one for one in selections if one is not None]
    return " or ".join(known) if len(known) == len(selections) else None


def makes_words(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether what changed since a run of a window makes the words other that the windows are compared by."""
    changed = changed_inputs(before, now)
    return any(_behind(name) is None or _BEFORE_WORDS.intersection(_readers_of(name)) for name in changed)


def windows_with_other_words(study: Study, window: CollectionWindow) -> list[CollectionWindow]:
    """The other windows whose words any run of them makes other than those that a window is compared with now.

    A window that was never run has no words yet: it is a further one.
    """
    of_all = inputs_of_all(study)
    return [one for one in study.windows() if one != window and _gets_other_words(study, one, of_all)]


def _gets_other_words(study: Study, window: CollectionWindow, of_all: Mapping[str, str]) -> bool:
    history = read_history(study, window)
    known = history.good or next(iter(history.begun), None)  # of runs that fail again and again, the first counts
    if known is None or not study.exports_of(window):
        return False
    return makes_words(known.inputs, inputs_of(study, window, of_all))


def first_made(changed: Iterable[str]) -> list[str]:
    """The assets that read what changed; what is made from them is made behind them."""
    found = [asset for name in changed for asset in _readers_of(name)]
    return list(dict.fromkeys(found))


def _readers_of(changed: str) -> Iterable[str]:
    section = section_in(changed)
    return readers_of(section) if section else _READ.get(changed, ())


def _behind(changed: str) -> str | None:
    """What rests on an input; None where that is everything."""
    if changed in _READ:
        return " or ".join(f'key:"{asset}"+' for asset in _READ[changed])
    section = section_in(changed)
    return f'key:"{settings_asset(section)}"+' if section in SECTIONS else None
