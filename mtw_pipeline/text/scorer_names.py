"""Short names of scorers, for headings and rows: what exactly scored stands in full in Methods.

What belongs here: a scorer's name as a reader knows it. What does not: scorers (text/).
"""

_SPELT = {"vader": "VADER", "word_list": "word lists"}


def scorer_name(scorer: str) -> str:
    """``vader 3.3.2`` is VADER, ``word_list (...)`` is word lists; any other is itself.

    Args:
        scorer: as its tables name it: the kind of scorer, and behind a blank its version or lists.
    """
    return _SPELT.get(scorer.split(" ", maxsplit=1)[0], scorer)
