"""Texts from the data in files that spreadsheets open.

What belongs here: keeping a text from being taken for a formula, or from making a file that no program opens. What does
not: any particular file.
"""

import re

FORMULA = re.compile(r"^[=+\-@\t\r]")
_NOT_OF_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no workbook can hold: it is XML (W3C, XML 1.0, section 2.2)."""


def neutral(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if FORMULA.match(value) else value


def of_xml(value: str) -> str:
    """A text without what a workbook cannot hold: control characters, halves of surrogate pairs, U+FFFE, U+FFFF."""
    return _NOT_OF_XML.sub("", value)
