"""One written form for what people write in many: what names are compared in.

What belongs here: undoing encodings, and case, accents, widths and invisible signs. What does not: what a name is
(known.py). The search of the finished copy (search.py) shares nothing of this on purpose.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from mtw_pipeline.character_references import without_endless
from mtw_pipeline.text.letters import INVISIBLE, in_plain_shapes

_RUN_SCRIPTS = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3031-\u3035\u303b\u3040-\u318f\u31a0-\u31bf\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff"
    r"\U0001aff0-\U0001b167\U00020000-\U0003ffff"
)
RUN_SCRIPTS = re.compile(f"[{_RUN_SCRIPTS}]")
"""Scripts that write no blanks between words, or write particles behind names without one; with the signs that repeat a
letter (佐々木), letters that Unicode keeps apart for older standards (山﨑), and parts of syllables, in which Koreans
laugh.
"""
MARKS = (
    r"\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    r"\u06ea-\u06ed\u0900-\u0963\u0971-\u09f1\u0a00-\u0af0\u0b00-\u0bef\u0c00-\u0c76\u0c80-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc"
    r"\u0ec8-\u0ecd\u102b-\u103e\u1056-\u109d\u17b4-\u17d3\u17dd"
)
"""Ranges in which the marks lie that Hebrew, Arabic, Thai, Khmer and the scripts of India write at letters: vowels, for
one. To Python's patterns a mark is no part of a word, so that each would end one. A range a script compiles seven times
as quickly as one a mark.
"""
BEGIN_OF_LETTERS = rf"(?=\w)(?<!\w)(?<![\w{MARKS}][{MARKS}])"
"""Where a row of letters with their marks begins: what is looked for from each letter on is read as often as there are
letters.
"""
WORD = re.compile(
    rf"[^\W{_RUN_SCRIPTS}]+(?:[{MARKS}]+[^\W{_RUN_SCRIPTS}]*)*"
    rf"|(?=[{_RUN_SCRIPTS}])\w(?:(?=[{_RUN_SCRIPTS}])[\w{MARKS}])*"
)
"""A run of letters with their marks, digits and underscores; where such a script begins or ends another word does, as
no blank parts them: a name in Latin letters, and a particle behind it.
"""

_LOOSE_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_HIDDEN = re.compile(rf"[{INVISIBLE}{_LOOSE_MARKS}]")
_HIDDEN_IN_WORDS = re.compile(
    rf"(?=[{INVISIBLE}{_LOOSE_MARKS}])"
    rf"(?:(?<=[\w@#＠＃{MARKS}])[{INVISIBLE}{_LOOSE_MARKS}]+|(?<![{INVISIBLE}])[{INVISIBLE}]++(?=[\w@#＠＃{MARKS}]))"
)
_ACCENTS, _OTHER_MARKS = re.compile(r"[\u0300-\u036f]+"), re.compile(rf"[{MARKS}]+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,999}|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_ESCAPES = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_OTHER_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "þ": "th"}
)
_OTHER_DIGITS = re.compile(r"(?![0-9])\d")
_MOST_ENCODINGS = 3
_BEFORE_IDS = "abcdefghijklmnopqrstuvwxyz_"


def canonical(text: str) -> str:
    """A text decoded, in Unicode's form NFKC, with nothing invisible at its words.

    What that form, or what nobody sees, kept from being read as an encoding is decoded too.
    """
    for _ in range(_MOST_ENCODINGS):
        before = text
        if "&" in text:
            text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
        if "%" in text:
            text = _PERCENT.sub(lambda found: unquote(found[0]), text)
        if "\\u" in text:
            text = _ESCAPES.sub(_from_escapes, text)
        if not text.isascii():
            text = unicodedata.normalize("NFKC", in_plain_shapes(text))
            text = _HIDDEN_IN_WORDS.sub("", text) if _HIDDEN.search(text) else text
        if text == before:
            break
    return text


def _from_escapes(found: re.Match[str]) -> str:
    """What escapes stand for: two of them may be one sign, and half of one is none."""
    return bytes.fromhex(found[0].replace("\\u", "")).decode("utf-16-be", "replace")


def half_decoded(text: str) -> Iterator[str]:
    """A text as it reads once it was decoded, and once more, as long as it changes; entities that are left are words.

    ``Tom &amp;amp; Jerry`` is *Tom amp Jerry* to who cuts a text into words that was decoded once.
    """
    for _ in range(_MOST_ENCODINGS if "&" in text or "%" in text else 0):
        before = text
        text = unquote(html.unescape(without_endless(unquote(text))))
        if text == before:
            break
        yield text.replace("&", " ")


def folded(text: str) -> str:
    """A text in canonical form without case and accents, its digits those of ASCII."""
    plain = with_own_letters(text)
    return plain if plain.isascii() else plain.translate(_OTHER_LETTERS)


def with_own_letters(text: str) -> str:
    """A text as ``folded`` has it, but for letters that are no other ones with an accent: ``løve`` is not ``love``."""
    if not text.isascii() or "&" in text or "%" in text or "\\" in text:
        text = canonical(text)
    if text.isascii():
        return text.lower()
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text.casefold()))
    if text.isascii():
        return text
    text = _OTHER_MARKS.sub(lambda found: "".join(one for one in found[0] if unicodedata.category(one) != "Mn"), text)
    text = unicodedata.normalize("NFC", text)
    return _OTHER_DIGITS.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in order."""
    if text.isascii() and text.isidentifier():
        return (text.lower(),)
    return tuple(WORD.findall(folded(text)))


def words_in_own_letters(text: str) -> tuple[str, ...]:
    """The words of a text, as ``with_own_letters`` has them."""
    return tuple(WORD.findall(with_own_letters(text)))


def key_of(word: str) -> str:
    """A folded word as names are looked up: without its underscores."""
    return word.replace("_", "")


def without_letters(word: str) -> str:
    """A folded word without the letters of ASCII that it begins with: an id may stand behind some."""
    return word.lstrip(_BEFORE_IDS)
