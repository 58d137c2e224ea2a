"""What the libraries raise of files that were damaged on their way.

What belongs here: the kinds of exceptions, named once. What does not: what becomes of the file.
"""

import zlib
from gzip import BadGzipFile
from lzma import LZMAError
from zipfile import BadZipFile

ARCHIVE_DAMAGE = (BadGzipFile, BadZipFile, EOFError, LZMAError, NotImplementedError, zlib.error)
"""Of an archive or a compressed file: that it cannot be opened, or not read to its end."""

WORKBOOK_DAMAGE = (*ARCHIVE_DAMAGE, AttributeError, IndexError, KeyError, OSError, SyntaxError, TypeError, ValueError)
"""Of a workbook: openpyxl trusts that every part is there and whole. What is no XML is a SyntaxError."""
