"""Keywords in context: every use of a word, or of several side by side, with the words before and after it.

What belongs here: which tokens somebody means who types words, and their uses. What does not: what a token is
(words.py), and a screen (cli/).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.words import folded
from mtw_pipeline.warehouse.connection import Warehouse

_BETWEEN_TOKENS = re.compile(r"[\s\-–—,;:!?\"“”()]+")


class Use(NamedTuple):
    """One use in a tweet: the tokens before, the words, the tokens after."""

    tweet_id: str
    author: str
    before: str
    words: str
    after: str


def typed_tokens(typed: Sequence[str]) -> list[str]:
    """The tokens that somebody means, in the form in which tweets have them: ``content marketing`` are two.

    Raises:
        UserError: nothing was typed of which a token is made.
    """
    tokens = [folded(part) for one in typed for part in _BETWEEN_TOKENS.split(one) if part]
    if not tokens:
        raise UserError("No word is named", remedy="Name one, or several that stand side by side: mtw kwic WORD")
    return tokens


def uses(warehouse: Warehouse, window: CollectionWindow, tokens: Sequence[str], around: int, most: int) -> list[Use]:
    """The uses of tokens that stand side by side, in the order of what follows them.

    Args:
        warehouse: the open warehouse.
        window: the collection window.
        tokens: the tokens.
        around: how many tokens are given on either side.
        most: how many uses are given.
    """
    asked = {"collection_window": window.key, "words": list(tokens), "around": around, "most": most}
    return [Use(*row) for row in warehouse.query("text/kwic", asked).fetchall()]
