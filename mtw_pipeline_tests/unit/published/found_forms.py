"""Which tokens of some texts a form in which a name may stand is found in, as one asks it of texts in memory.

What belongs here: that. What does not: how a plan asks it of all windows at once (sql/published/).
"""

from functools import cache

from mtw_pipeline.published.parts.item_hashes import item_hashes
from mtw_pipeline.published.parts.occurrences import Form, Occurrences


def tokens_of(form: Form, found: Occurrences) -> set[str]:
    """The tokens of which a text has one if the form stands there; none where it stands in no text."""
    if form.inside:
        numbers = found.tokens_of_longer[[form.inside in word for word in found.longer]]
    elif all(one in found.items for one in _hashes(form.items)):
        numbers = found.tokens_of_items[found.items == _hashes((form.told_by,))[0]]
    else:
        return set()
    return set(found.tokens.take(numbers).to_pylist())


@cache
def _hashes(items: tuple[str, ...]) -> tuple[int, ...]:
    """Of a form's items; each form is looked for in every text of a test."""
    return tuple(item_hashes(items).tolist())
