"""Simulated coders, who fill the sheets of the example study with a known rate of errors.

What belongs here: what a simulated coder types. What does not: sheets (coding/sheets/). A true code follows from
words of the invented text by a fixed rule; each coder then errs at random, at the stated rate. Nothing is a finding.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SIMULATED_DECIDER = "simulated third person"
ERROR_RATES: Mapping[str, float] = {"purpose": 0.04, "learning_strategies": 0.05, "theme": 0.04}
NOTE = "SIMULATED: filled by a program"

_RULES: Mapping[str, Sequence[tuple[str, str]]] = {
    "purpose": (
        (r"thank|congrat", "appreciation"),
        (r"\?", "community"),
        (r"\b(join|check|click|sign up|connect|share|dm|build)\b", "action"),
        (r"\b(love|amazing|great|keep going|patient|new year|can't stop)\b", "inspirational"),
        (r"http|\b(tips|guide|lesson|thread|data|taught|test)\b", "information"),
        (r"\b(hello|morning|community|friends|followers|team|same|people)\b", "community"),
        (r".{60}", "information"),
        (r"", "other"),
    ),
    "learning_strategies": (
        (r"^rt @|worth a look|this, about|don't miss", "amplify others"),
        (r"\?|question|looking for|how long", "offer/ask advice/support"),
        (r"hiring|\b(hello|morning|community|join|friends)\b", "networking & education"),
        (r"my team wrote|my first month|here’s what|my experience|asked me", "self-promotion"),
        (r".{60}", "support ideas"),
        (r"", "other"),
    ),
    "theme": (
        (r"^rt @", "amplify content/other members"),
        (r"my team wrote|my first month|two years", "self-branding and achievements"),
        (r"hiring|looking for people", "networking opportunities"),
        (r"thank|congrat", "appreciation"),
        (r"\?", "provide advice/support"),
        (r"\b(join|check|click|connect|dm)\b", "mobilization through call-to-action language"),
        (r"guide|lesson|tips|thread", "professional development opportunities"),
        (r"love|amazing|great", "inspirational moments"),
        (r"community|friends|followers", "community engagement"),
        (r"hello|morning", "affiliation"),
        (r"taught|experience|data", "insights from colleagues"),
        (r"", "everyday life"),
    ),
}


def true_code(variable: str, text: str) -> str:
    """The code that a rule gives to an invented text."""
    lower = text.lower()
    return next(code for pattern, code in _RULES[variable] if re.search(pattern, lower))


def simulated_code(variable: str, text: str, coder: str, tweet: str) -> str:
    """What a simulated coder types: the true code, or at the stated rate another one of the rule's codes."""
    true = true_code(variable, text)
    drawn = int.from_bytes(hashlib.md5(f"{coder}:{tweet}:{variable}".encode(), usedforsecurity=False).digest()[:8])
    if drawn / 2**64 >= ERROR_RATES[variable]:
        return true
    others = sorted({code for _, code in _RULES[variable]} - {true})
    return others[drawn % len(others)]


def fill_sheet(path: Path, filled: Path) -> int:
    """Fill a coder's sheet, or one of disagreements; returns how many cells were filled."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book["codes"]
    names = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    cells = sum(_fill_row(sheet, row, names) for row in range(2, sheet.max_row + 1))
    book.save(filled)
    return cells


def _fill_row(sheet: "Worksheet", row: int, names: Mapping[str, int]) -> int:
    text, tweet = (str(sheet.cell(row, names[name]).value or "") for name in ("text", "tweet"))
    sheet.cell(row, names["notes"]).value = NOTE
    decides = "decided_by" in names
    if decides:
        sheet.cell(row, names["decided_by"]).value = SIMULATED_DECIDER
    filled = 0
    for variable in ERROR_RATES:
        if variable not in names or (decides and not _differ(sheet, row, names, variable)):
            continue
        coder = str(sheet.cell(row, names["coder"]).value) if not decides else ""
        code = true_code(variable, text) if decides else simulated_code(variable, text, coder, tweet.split()[-1])
        sheet.cell(row, names[variable]).value = code
        filled += 1
    return filled


def _differ(sheet: "Worksheet", row: int, names: Mapping[str, int], variable: str) -> bool:
    return any(sheet.cell(row, place).value for name, place in names.items() if name.startswith(f"{variable}: "))
