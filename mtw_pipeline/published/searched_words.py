"""The words of a text as the search of a finished copy reads them: it shares nothing of this with masking, on purpose.

What belongs here: undoing encodings, case, accents and letters' shapes, and where a word begins. What does not: whether
a word names somebody (search.py), and how masking folds names (names/folding.py).
"""

import html
import re
import unicodedata
from functools import cache
from itertools import chain, groupby
from urllib.parse import unquote

_PSEUDONYMS = ("user_", "tweet_", "file_", "coder_")
_APART = " _ "
_HEXADECIMAL = frozenset("0123456789abcdef")
_SIGNS = {number: " " for number in range(128) if not (chr(number).isalnum() or chr(number) == "_")}
_MARKERS = ("[name]", "[id]", "[e-mail]", "[phone]", "[address]", "[link]", "/[masked]")
_UNSPACED = (
    "CJK", "IDEOGRAPHIC", "VERTICAL KANA", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "THAI", "LAO", "MYANMAR",
    "KHMER",
)  # fmt: skip
_SHAPED = re.compile(
    "LATIN LETTER SMALL CAPITAL ([A-Z])"
    "|(?:PARENTHESIZED|NEGATIVE CIRCLED|NEGATIVE SQUARED) LATIN (?:SMALL|CAPITAL) LETTER ([A-Z])"
)
_APOSTROPHE = re.compile(
    "MODIFIER LETTER (?:(?:TURNED |REVERSED |)COMMA|APOSTROPHE|PRIME|VERTICAL LINE)"
    "|LATIN (?:SMALL|CAPITAL) LETTER SALTILLO"
)
"""Letters to Unicode, and apostrophes to who writes them."""
_NUMBERS_OF_NO_LETTER = re.compile(r"&#[0-9]{4000,}")
"""Python decodes none of so many digits, and ends with an error."""
_WITH_SHAPES = ((0x250, 0x300), (0x1D00, 0x1D80), (0x2460, 0x2500), (0xA720, 0xA800), (0x1F100, 0x1F200))
"""The blocks in which they lie."""
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_MAKES_ANOTHER_LETTER, _LETTERS_UNSEEN = ("\u3099", "\u309a"), "\u0640\u115f\u1160"
"""The second: what stretches an Arabic word, and what fills the place of a Korean letter."""


def is_pseudonym(word: str) -> bool:
    """Whether a word is written as pseudonyms are."""
    return word.startswith(_PSEUDONYMS) and _HEXADECIMAL.issuperset(word.partition("_")[2])


def without_letters(word: str) -> str:
    """A plain word without the letters that it begins with: an id may stand behind some."""
    return word.lstrip("abcdefghijklmnopqrstuvwxyz_")


def plain(text: str) -> str:
    """A text as a person reads it: decoded, without case, accents and unseen characters, its digits those of ASCII."""
    decoded = _decoded(text) if "%" in text or "&" in text else text
    if decoded.isascii():
        return decoded.lower()
    decoded = decoded.translate(_letters_by_name())
    shown = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", decoded).casefold())
    shown = unicodedata.normalize("NFKC", "".join(filter(_is_seen, shown)))
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in shown)


def _decoded(text: str) -> str:
    return unquote(html.unescape(_NUMBERS_OF_NO_LETTER.sub(" ", unquote(text))))


@cache
def _letters_by_name() -> dict[int, str]:
    """Letters that Unicode calls small capitals, bracketed or negative ones, which NFKC makes no plain ones of."""
    numbers = chain.from_iterable(range(first, behind) for first, behind in _WITH_SHAPES)
    names = {number: unicodedata.name(chr(number), "") for number in numbers}
    shaped = ((number, _SHAPED.fullmatch(name)) for number, name in names.items())
    apostrophes = (number for number, name in names.items() if _APOSTROPHE.fullmatch(name))
    return {number: (found[1] or found[2]).lower() for number, found in shaped if found} | dict.fromkeys(
        apostrophes, "'"
    )


@cache
def _is_seen(one: str) -> bool:
    """Whether somebody who leaves out accents writes it; the signs that make another letter of a Japanese one stay."""
    is_unseen = unicodedata.category(one) in _UNSEEN and not one.isspace()
    return one in _MAKES_ANOTHER_LETTER or not (is_unseen or one in _LETTERS_UNSEEN)


def words_in(token: str) -> list[str]:
    """The words of what stands between blanks; what stands in place of somebody parts them."""
    for marker in _MARKERS if "[" in token else ():
        token = token.replace(marker, _APART)
    return split(plain(token))


def split(text: str) -> list[str]:
    """The words of a plain text; a script that writes no blanks begins another word."""
    if text.isascii():
        return [text] if text.isalnum() else text.translate(_SIGNS).split()
    shown = "".join(one if one.isalnum() or one == "_" or _is_beside_a_letter(one) else " " for one in text)
    words = [word for one in shown.split() if (word := _from_its_first_letter(one))]
    if not any(map(writes_no_blanks, shown)):
        return words
    pieces = (("".join(those), word) for word in words for _, those in groupby(word, key=writes_no_blanks))
    return [piece for piece, word in pieces if piece.strip("_") or not word.strip("_")]  # 田中_架空 are two words


def _from_its_first_letter(word: str) -> str:
    """A word without marks that stand before its letters, where they are at none."""
    return next((word[at:] for at, one in enumerate(word) if not _is_beside_a_letter(one)), "")


@cache
def _is_beside_a_letter(mark: str) -> bool:
    """Whether a sign is a vowel or the like that stands behind its letter, in scripts of India and its neighbours."""
    return unicodedata.category(mark) == "Mc"


@cache
def writes_no_blanks(letter: str) -> bool:
    """Whether a letter is of a script that writes no blanks between words."""
    return not letter.isascii() and unicodedata.name(letter, "").startswith(_UNSPACED)
