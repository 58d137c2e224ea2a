"""The beginning of a file as text.

What belongs here: its bytes, and which encoding they are of. What does not: telling single-byte encodings apart
(opening/single_bytes.py), and what the text says (sniff.py).
"""

import codecs
import gzip
import zlib

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.files import HALVES, SNIFFED_BYTES, ExportFile, error_handler, opened_bytes
from mtw_pipeline.exports.reading.opening.single_bytes import single_byte_encoding

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ANY_SIGN = "\ufffd".encode()


def sampled_bytes(export: ExportFile, compression: str) -> bytes:
    """The first bytes of a file, unpacked.

    Raises:
        UserError: it is damaged there.
    """
    try:
        with opened_bytes(export, compression) as stream:
            return stream.read(SNIFFED_BYTES)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UserError(
            f"The compressed file is damaged: {error}",
            where=export.name,
            remedy="Copy it again from where it came from",
        ) from error


def decoded(sample: bytes, encoding: str) -> str:
    """Those bytes as text."""
    return sample.decode(encoding, errors=error_handler(encoding))


def encoding_of(sample: bytes) -> str:
    """The encoding of the first bytes of a file."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding
    without_mark = _utf16_without_mark(sample)
    if without_mark:
        return without_mark
    return "utf-8" if _is_mostly_utf8(sample) else single_byte_encoding(sample)


def _utf16_without_mark(sample: bytes) -> str:
    """UTF-16 shows by the zeros in every second byte of its Latin letters, of which a header has many."""
    beginning = sample[:400]
    half = len(beginning) // 2
    if half and beginning[1::2].count(0) > 0.9 * half and beginning[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if half and beginning[::2].count(0) > 0.9 * half and beginning[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether more characters beyond ASCII are UTF-8 than bytes are not; a few bytes may come from another file."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        text = HALVES.sub(_ANY_SIGN, sample).decode("utf-8", "surrogateescape")
    else:
        return True
    whole = text[:-3] if len(sample) == SNIFFED_BYTES else text  # the last character may be cut off
    beyond = sum(character > "\x7f" for character in whole)
    stray = sum("\udc80" <= character <= "\udcff" for character in whole)
    return 2 * stray < beyond
