r"""Cells that hold no value: errors of spreadsheets, what programs write for nothing, characters that show nothing.

What belongs here: these lists, once for every format. What does not: what one format writes for nothing (its mapping).
"""

ERRORS = (
    "#N/A", "#NA", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!",
    "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#GETTING_DATA",
)  # fmt: skip
"""What Excel, LibreOffice and Google Sheets show where a formula failed: empty cells, in every table."""

NOTHING = ("NA", "N/A", "n/a", "<NA>", "nan", "NaN", "NAN", "-nan", "null", "NULL", "Null", "None", "none", "missing")
"""What R, pandas, SQL and plugins write for no value: empty in the tables that a column map describes. In a format of
its own an account may really be called so."""

ERROR_VALUE = (
    r"(?i)#(?:N/?A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|ERROR!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!"
    r"|GETTING_DATA)"
)
"""The same as a pattern, for a part of a cell."""

INVISIBLE = r"[\x{AD}\x{200B}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FE00}-\x{FE0F}\x{FEFF}]"
"""Characters that show nothing and belong to no word, hashtag or handle, in the syntax of RE2; the joiners that Persian
and Sinhala write with (U+200C, U+200D) are none."""
