"""Which encoding of one byte a character a file is in, proved on its letters, and that it is in none of them.

What belongs here: telling Windows-1252, Mac Roman, Windows-1250 (central Europe) and Windows-1254 (Turkish) apart, and
encodings of other alphabets from all four. What does not: Unicode (sniffing/), and texts that were decoded wrongly
before they came into the file (findings.py).
"""

import re
from collections.abc import Mapping, Sequence

_Placed = tuple[bytes, bytes, bytes]
_WINDOWS, _MACINTOSH = "cp1252", "mac_roman"
_SMALL = frozenset("áéíóúàèìòùäëïöüâêîôûãõñçåæøœßÿ")
_LETTERS: Mapping[str, frozenset[str]] = {
    _WINDOWS: _SMALL,
    _MACINTOSH: _SMALL,
    "cp1254": frozenset((*"çğıöşüâîû", "İ".lower())),
    "cp1250": frozenset("áéíóúýčďěňřšťůžąćęłńśźżőűöüäëßăâîşţçôľĺŕ"),
}
"""The small letters beyond ASCII that texts in an encoding are written with; of equal ones the first is taken.

Without those that are rare, and stand for letters of Turkish: ð, þ and ý, and đ of Windows-1250.
"""
_ICELANDIC = frozenset("áéíóúýðþæö")
"""Of Windows-1252 too, where ð, þ and ý are frequent."""
PROVED_BY_LETTERS = frozenset(_LETTERS) - {_WINDOWS}
"""The encodings that a file is in for its letters alone: without some of its rows it might not be."""
_FEWEST = 2
_MARGIN = 0.25
_MARKS = frozenset("’‘“”…–—«»¿¡€£°ºª\xa0•©®")
_BEYOND = re.compile(rb"(.?)([\x80-\xff])(?=(.?))", re.DOTALL)
_WORDS = re.compile(rb"[\x80-\xff]{3,}")
"""Three and more bytes beyond ASCII in a row: whole words of another alphabet, and next to none of Latin letters."""
_FEWEST_IN_WORDS = 16
_MOST_IN_WORDS = 0.4
_OF_MARKS = bytes(range(0x80, 0xC0)) + b"\xc7\xc8\xc9\xca\xd0\xd1\xd2\xd3\xd4\xd5"
"""Where Windows-1252 and Mac Roman have dashes, dots and quotation marks, of which several may stand in a row."""
_OTHER_ALPHABET = (
    "The file is in none of the encodings that are read (UTF-8, UTF-16, Windows-1252, -1250 and -1254, Mac Roman): its"
    " bytes are of another alphabet, as in Shift_JIS, GBK, Big5, EUC-KR or Windows-1251. Open it in a text editor with"
    " its encoding, save it as UTF-8, and add that; a spreadsheet program would round the ids"
)


def single_byte_encoding(sample: bytes) -> str:
    """The encoding in which nearly all characters beyond ASCII make sense, where many do not in Windows-1252.

    A single letter proves no language: ``m³`` of Windows-1252 would be one of Polish.
    """
    found = [(match[1], match[2], match[3]) for match in _BEYOND.finditer(sample)]
    if len(found) < _FEWEST:
        return _WINDOWS
    sensible = {encoding: _sensible(found, encoding, small) for encoding, small in _LETTERS.items()}
    icelandic = len(_sensible(found, _WINDOWS, _ICELANDIC))
    read = {letter for _, letter, _ in sensible[_WINDOWS]}
    proved = [
        encoding
        for encoding, those in sensible.items()
        if len(those) > len(sensible[_WINDOWS]) + _MARGIN * len(found)
        and (encoding == _MACINTOSH or len(those) >= icelandic)
        and (encoding == _MACINTOSH or len({letter for _, letter, _ in those} - read) >= _FEWEST)
    ]
    return max(proved, key=lambda encoding: len(sensible[encoding]), default=_WINDOWS)


def other_alphabet(sample: bytes) -> str:
    """Why a file that is no Unicode is not read: most of it beyond ASCII are words of an alphabet without ASCII's."""
    words = [word for word in _WORDS.findall(sample) if word.translate(None, _OF_MARKS) and not _is_utf8(word)]
    beyond = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    different = sum(map(len, set(words)))
    are_words = different >= _FEWEST_IN_WORDS and sum(map(len, words)) > _MOST_IN_WORDS * beyond
    return _OTHER_ALPHABET if are_words else ""


def _sensible(found: Sequence[_Placed], encoding: str, small: frozenset[str]) -> list[_Placed]:
    """The characters, with those before and behind them, that make sense in an encoding and a language."""
    return [one for one in found if _makes_sense(small, *(part.decode(encoding, "replace") for part in one))]


def _is_utf8(word: bytes) -> bool:
    """Whether a word came from another file, as emoji do in one that was put together of two encodings."""
    try:
        word.decode()
    except UnicodeDecodeError:
        return False
    return True


def _makes_sense(small: frozenset[str], before: str, letter: str, after: str) -> bool:
    """Whether a character can stand between these two in a text that is written with these small letters."""
    if letter in small:
        return True
    if letter.lower() in small:
        return not before.islower()
    is_inside = before.isalpha() and after.isalpha()
    return letter in _MARKS and (letter == "’" or not is_inside)
