"""Letters as a person reads them: those of ASCII in other shapes, and what stands at letters without being seen.

What belongs here: what Unicode's form NFKC leaves of both. What does not: in which form names are compared
(published/names/folding.py, forgetting/display_names.py). The search of the finished copy (published/search.py)
shares nothing of this on purpose.
"""

INVISIBLE = (
    "\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Signs that are not seen at letters, as ranges of a pattern."""

_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"
_FIRST_SHAPES = (0x249C, 0x1F110, 0x1F150, 0x1F170)
"""Of letters in brackets, small and large, in dark circles and in dark squares."""

_SHAPES: dict[int, str] = {
    **{ord(shape): letter for shape, letter in zip(_SMALL_CAPITALS, "abcdefghijklmnoprstuvwyz", strict=True)},
    **{first + place: chr(ord("a") + place) for first in _FIRST_SHAPES for place in range(26)},
}


def in_plain_shapes(text: str) -> str:
    """A text with letters of ASCII for small capitals and letters in brackets, dark circles and dark squares.

    NFKC leaves them as they are, or puts them in brackets.
    """
    return text.translate(_SHAPES)
