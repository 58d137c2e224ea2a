"""Which encoding of one byte a character a file is in: Windows-1252 or Mac Roman, proved on its letters.

What belongs here: telling the two apart. What does not: Unicode (sniffing/), and texts that were decoded wrongly
before they came into the file (findings.py).
"""

import re

_WINDOWS, _MACINTOSH = "cp1252", "mac_roman"
_FEWEST = 2
_MARGIN = 0.25
_SMALL = frozenset("áéíóúàèìòùäëïöüâêîôûãõñçåæøœßÿ")
_MARKS = frozenset("’‘“”…–—«»¿¡€£°ºª\xa0•©®")
_BEYOND = re.compile(rb"(.?)([\x80-\xff])(?=(.?))", re.DOTALL)


def single_byte_encoding(sample: bytes) -> str:
    """``mac_roman`` where nearly all characters beyond ASCII make sense in it and many do not in Windows-1252."""
    found = [(match[1], match[2], match[3]) for match in _BEYOND.finditer(sample)]
    if len(found) < _FEWEST:
        return _WINDOWS
    shares = {
        encoding: sum(_makes_sense(*(part.decode(encoding, "replace") for part in one)) for one in found) / len(found)
        for encoding in (_WINDOWS, _MACINTOSH)
    }
    return _MACINTOSH if shares[_MACINTOSH] > shares[_WINDOWS] + _MARGIN else _WINDOWS


def _makes_sense(before: str, letter: str, after: str) -> bool:
    """Whether a character can stand between these two in a text of western Europe."""
    if letter in _SMALL:
        return True
    if letter.lower() in _SMALL:
        return not before.islower()
    is_inside = before.isalpha() and after.isalpha()
    return letter in _MARKS and (letter == "’" or not is_inside)
