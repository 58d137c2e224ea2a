"""Which tokens of some texts a form in which a name may stand is found in, as one asks it of texts in memory.

What belongs here: that. What does not: how a plan asks it of all windows at once (sql/published/).
"""

import numpy as np

from mtw_pipeline.published.parts.item_hashes import item_hashes
from mtw_pipeline.published.parts.occurrences import Form, Occurrences


def tokens_of(form: Form, found: Occurrences) -> set[str]:
    """The tokens of which a text has one if the form stands there; none where it stands in no text."""
    hashes = item_hashes(form.items)
    if form.inside:
        numbers = found.tokens_of_longer[[form.inside in word for word in found.longer]]
    elif np.isin(hashes, found.items).all():
        numbers = found.tokens_of_items[found.items == hashes[form.items.index(form.told_by)]]
    else:
        return set()
    return set(found.tokens.take(numbers).to_pylist())
