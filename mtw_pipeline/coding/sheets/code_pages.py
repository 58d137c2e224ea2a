"""Texts that a spreadsheet saved in a code page: which one it was, and what a text may look like afterwards.

What belongs here: characters that a code page has not, or that were read in another one. What does not: files
(reading.py), whether a cell may hold what it holds (cells.py). Why texts are compared like this: docs/decisions/0044.
"""

import codecs
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

_CODE_PAGES = (
    "cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "cp932", "cp936", "cp949", "cp950", "mac_latin2", "mac_cyrillic",
)  # fmt: skip
"""Those in which Excel saves CSV, by the language of Windows or macOS; of equal ones the first is taken."""

_MISREAD = ("cp1252", "mac_roman", "cp1250")
_WORD = re.compile(r"[^\W\d_]+")
_COMPOSED_TO_ASCII = re.compile("([\u037e\u1fef\u212a])")
"""A question mark of Greek, its grave accent and the sign of kelvin: a code page may have lost them all the same."""

_LONG_NUMBER = re.compile("[0-9]{5,}")
_NUMBER_OR_DATE = re.compile(r"[\d.,:/\- ]+%?")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")
_CUT_FROM = 20
"""From so many characters on, the beginning of a text stands for it: some programs cut long cells."""

_LOST = "\ufffd"
_NO_UTF8 = b"\xff"
_REPLACED = ("?", "_", _LOST)
_NEAREST = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
    "−": "-", "‐": "-", "‑": "-", "•": "*", "·": ".", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ı": "i", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "€": "EUR", "¡": "!", "¿": "?",
}  # fmt: skip
"""What is written for characters that have no decomposition and that a code page has not."""

_WIDE = {unicodedata.normalize("NFKC", chr(number)).strip(): chr(number) for number in range(0xFFE0, 0xFFE7)}
_TO_WIDE = 0xFEE0
"""Signs that code pages of East Asia have in the width of their letters only."""


def decoded(content: bytes, known: Collection[str]) -> tuple[str, str]:
    """A file as text, and its encoding: by its byte order mark, UTF-8, else the code page that gives most known words.

    Line by line, for sheets of two programs may have been pasted into one file.

    Args:
        content: the file.
        known: texts that may stand in it.
    """
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return content.decode("utf-32", errors="replace"), "utf-32"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), "utf-16"
    if content[:1] != b"\0" and content[1:2] == b"\0":
        return content.decode("utf-16-le", errors="replace"), "utf-16-le"
    lines = _LINE.findall(content)
    strange = b"".join(line for line in lines if not _is_utf8(line))
    code_page = _code_page(strange, known) if strange else "utf-8-sig"
    text = "".join(
        line.decode("utf-8") if _is_utf8(line) else line.decode(code_page, errors="replace") for line in lines
    )
    return text.replace("\ufeff", ""), code_page


def may_be(cell: str, text: str, *, cut: bool = True) -> bool:
    """Whether a cell may hold a text, after a program wrote it in a code page or read it in a wrong one.

    ASCII characters must be the same; what a code page has not may be a question mark, its nearest relative, or lost.
    Blanks, line ends and long numbers make no difference. A number or a date is written as each country does.

    Args:
        cell: what stands in the cell.
        text: the text.
        cut: whether the cell may hold the text's beginning only.
    """
    if cut and _NUMBER_OR_DATE.fullmatch(text):
        return True
    wanted = "".join(one for one in _composed(text) if not one.isascii() or _is_shown(one))
    return any(_fits(_bare(one), wanted, cut=cut) for one in (cell, *_reread(cell)))


def only_one(cell: str, texts: Sequence[str]) -> str | None:
    """The one text that a cell may hold, of those that a code page may have hurt; None where there is none, or more."""
    if not any(character.isalnum() for character in cell):
        return None
    found = [text for text in texts if not text.isascii() and may_be(cell, text, cut=False)]
    return found[0] if len(found) == 1 else None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _code_page(content: bytes, known: Collection[str]) -> str:
    words = {word for text in known for word in _WORD.findall(text) if not word.isascii()}

    def found(code_page: str) -> int:
        return sum(word in words for word in _WORD.findall(content.decode(code_page, errors="replace")))

    return max(_CODE_PAGES, key=found)


def _composed(text: str) -> str:
    parts = _COMPOSED_TO_ASCII.split(text.replace("_x000D_", "").lstrip("'"))
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return _LONG_NUMBER.sub("0", "".join(parts))


def _is_shown(character: str) -> bool:
    return character.isprintable() and not character.isspace()


def _bare(cell: str) -> str:
    """A cell as compared: composed, without blanks, line ends, what is not printed, and a first apostrophe."""
    return "".join(filter(_is_shown, _composed(cell)))


def _fits(cell: str, text: str, *, cut: bool) -> bool:
    """Whether all of the cell can be what became of the text, character by character."""
    places = {0}
    for character in text:
        following = {place + len(one) for place in places for one in _written(character) if cell.startswith(one, place)}
        if not following:
            return cut and any(place >= _CUT_FROM and _is_rest(cell[place:]) for place in places)
        places = following
    return len(cell) in places


def _is_rest(rest: str) -> bool:
    return not rest.strip("….?\ufffd")


@lru_cache(maxsize=4096)
def _written(character: str) -> frozenset[str]:
    """All that may stand for a character, each unit of which in UTF-16 or byte in UTF-8 may have been replaced."""
    if character.isascii():
        return frozenset({character})
    decomposed = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    near = {decomposed, _NEAREST.get(character, "")}
    wide = {chr(ord(one) + _TO_WIDE) for one in near if len(one) == 1} | {_WIDE.get(character, "")}
    lost = {"", *_REPLACED, *(2 * one for one in _REPLACED), 3 * _LOST, 4 * _LOST}
    return frozenset({character, unicodedata.normalize("NFKC", character)} | near | wide | lost | _escaped(character))


def _escaped(character: str) -> frozenset[str]:
    """What R and Python write for a character that the code page of a file has not."""
    code = ord(character)
    as_bytes = "".join(f"<{byte:02x}>" for byte in character.encode(errors="surrogatepass"))
    escapes = (f"<U+{code:04X}>", f"<U+{code:08X}>", as_bytes, f"&#{code};", ascii(character)[1:-1])
    return frozenset(_LONG_NUMBER.sub("0", one) for one in escapes)


def _reread(cell: str) -> Iterator[str]:
    """A cell as it would be, had it been read in the encoding in which it was written."""
    if cell.isascii():
        return
    for read in _MISREAD:
        content = [_as_read(character, read) for character in cell]
        if None not in content:
            known = [one or b"" for one in content]
            yield b"".join(one or _NO_UTF8 for one in known).decode("utf-8", errors="replace")
            for written in _MISREAD:
                if written != read:
                    yield b"".join(one or b"?" for one in known).decode(written, errors="replace")


@lru_cache(maxsize=4096)
def _as_read(character: str, code_page: str) -> bytes | None:
    """How a character was written that was read in a code page; bytes that this has not may have stayed as they were.

    Nothing for one that was lost, None for a character that no byte gives.
    """
    if character == _LOST:
        return b""
    for encoding in (code_page, "latin-1"):
        try:
            return character.encode(encoding)
        except UnicodeEncodeError:
            continue
    return None
