"""References of HTML (``&#97;``) that no decoder takes.

What belongs here: what is done to a text before Python decodes its references. What does not: decoding them, which
each reader does in its place.
"""

import re

_ENDLESS = re.compile(r"&#[0-9]{1000,};?")
_NO_LETTER = "\ufffd"


def without_endless(text: str) -> str:
    """A text whose references can be decoded: of more than 4,300 digits Python makes no number, but an error.

    They stand for no letter, however they end.
    """
    return _ENDLESS.sub(_NO_LETTER, text)
