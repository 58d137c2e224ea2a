"""Letters as a person reads them: those of ASCII in other shapes, and what stands at letters without being seen.

What belongs here: what Unicode's form NFKC leaves of both. What does not: in which form names are compared
(published/names/folding.py, forgetting/display_names.py). The search of the finished copy (published/search.py)
shares nothing of this on purpose.
"""

import re

INVISIBLE = (
    "\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Signs that are not seen at letters, as ranges of a pattern."""

_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"
_FIRST_SHAPES = (0x249C, 0x1F110, 0x1F150, 0x1F170)
"""Of letters in brackets, small and large, in dark circles and in dark squares."""

_APOSTROPHES = "\u02b9\u02bb\u02bc\u02bd\u02c8\ua78b\ua78c"
"""Signs that Unicode counts among letters, and people write as apostrophes: O\u02bcNeill."""
_LOOK_ALIKE = str.maketrans(
    "\u0430\u0435\u043a\u0456\u043e\u0440\u0441\u0443\u0445\u0455\u0458\u0501\u051b\u051d\u04bb\u04cf"
    "\u0410\u0412\u0415\u0406\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0408"
    "\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u03c7"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aekiopcyxsjdqwhlABEIKMHOPCTYXSJaikvopuxABEZHIKMNOPTYX",
)
"""Letters of Cyrillic, small and large, and of Greek that look like one of ASCII."""
_OTHERS = "".join(map(chr, _LOOK_ALIKE))
_MIXED = re.compile(rf"(?<![^\W\d_])(?:[A-Za-z]+[{_OTHERS}]|[{_OTHERS}]+[A-Za-z])[A-Za-z{_OTHERS}]*+(?![^\W\d_])")
"""A word of letters of ASCII and of such that look like some."""

_SHAPES: dict[int, str] = {
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **{ord(shape): letter for shape, letter in zip(_SMALL_CAPITALS, "abcdefghijklmnoprstuvwyz", strict=True)},
    **{first + place: chr(ord("a") + place) for first in _FIRST_SHAPES for place in range(26)},
}

_IN_OTHER_SHAPES = frozenset(map(chr, _SHAPES)) | frozenset(_OTHERS)


def in_plain_shapes(text: str) -> str:
    """A text with letters of ASCII for small capitals, letters in brackets, dark circles and dark squares.

    NFKC leaves them as they are, or puts them in brackets. Also for letters of other alphabets that look like those of
    ASCII beside them, and with apostrophes for what Unicode counts among letters.
    """
    if _IN_OTHER_SHAPES.isdisjoint(text):
        return text
    plain = text.translate(_SHAPES)
    return _MIXED.sub(lambda found: found[0].translate(_LOOK_ALIKE), plain)
