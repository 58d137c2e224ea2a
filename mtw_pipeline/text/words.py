"""What counts as a word of a tweet, and which words are left out.

What belongs here: the pattern of a word and the stop words. What does not: counting (sql/word_frequencies.sql).
"""

from importlib.resources import files
from typing import Literal

_HANDLE_OR_ADDRESS = r"[A-Za-z0-9_.]*[@＠][A-Za-z0-9_.]+"
_LETTERS = r"[\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*"

WORD = rf"{_HANDLE_OR_ADDRESS}|[#＃]?{_LETTERS}(?:['’][\p{{L}}\p{{M}}\p{{N}}]+)*"
"""Group 0, on text in lower case without links: a handle with its @ or an e-mail address (both left out), a hashtag
with its #, or a word: letters of any script, digits inside, apostrophes inside (don't, l'été). A number is no word;
a hyphen parts two words."""


def stop_words(language: Literal["en", "none"]) -> tuple[str, ...]:
    """The words that are left out when words are counted: closed-class words, in lower case.

    Args:
        language: ``en``, or ``none`` for no stop words.
    """
    if language == "none":
        return ()
    lines = (
        files("mtw_pipeline.text").joinpath("stop_words", f"{language}.txt").read_text(encoding="utf-8").splitlines()
    )
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
