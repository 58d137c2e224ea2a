"""What must be made again, and what is as the last good run left it: decided before anything of Dagster is loaded.

What belongs here: from changed inputs to a selection of assets. What does not: what the inputs are (study/inputs.py),
and running (runs.py).
"""

from collections.abc import Mapping

from mtw_pipeline.lineage.known import PUBLISHED
from mtw_pipeline.study.inputs import CODES, RunRecord, changed_inputs, section

AFTER_CODING = 'key:"sample"+ or key:"code_history"+'
"""What rests on the codes that people gave."""

_NARROWER: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({CODES}), AFTER_CODING),
    (frozenset({CODES, section("coding"), section("codebook"), section("themes")}), 'group:"coding"+'),
    (frozenset({section("publish")}), f'key:"{PUBLISHED}"'),
)
"""Where nothing but some inputs changed: what rests on them. Everything else rests on all of it."""


def narrowed(record: RunRecord | None, inputs: Mapping[str, str]) -> str | None:
    """What must be made since the last good run: a selection, nothing ("") where nothing changed, None for everything.

    Args:
        record: of the last good run of the window, if there is one.
        inputs: what a run would rest on now.
    """
    if record is None:
        return None
    changed = set(changed_inputs(record, inputs))
    if not changed:
        return ""
    return next((selection for causes, selection in _NARROWER if changed <= causes), None)
