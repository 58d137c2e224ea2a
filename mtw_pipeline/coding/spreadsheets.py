"""Texts from the data in files that spreadsheets open.

What belongs here: keeping a text from being taken for a formula. What does not: any particular file.
"""

import re

FORMULA = re.compile(r"^[=+\-@\t\r]")


def neutral(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if FORMULA.match(value) else value
