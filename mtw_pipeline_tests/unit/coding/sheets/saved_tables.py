"""The sheet of a coder as lines of a table that another program saves, and what is taken of it."""

import csv
import io

from mtw_pipeline.coding.journal import journal
from mtw_pipeline_tests.unit.coding.desk import HOSTILE, SETTINGS, Desk, fill, opened

TEXTS = [
    *(f"¿Qué tal? El niño №{number} dice “hola” 🎉 — 100 % genial…\nsegunda línea; y más" for number in range(20)),
    *(f"Łódź i świętość, wpis {number}" for number in range(8)),
    HOSTILE, "2021",
]  # fmt: skip
SPANISH = SETTINGS.replace("community", "opinión").replace('"Ana"', '"Inés"')
Lines = list[list[str]]


def filled(desk: Desk, coder: str, note: str = "") -> Lines:
    """The lines of a filled sheet, its header first."""
    fill(desk.paths[coder], {"purpose": "opinión", "tone": "warm"})
    _, sheet, names = opened(desk.paths[coder])
    lines = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    for line in lines[1:]:
        line[names["notes"] - 1] = note
    return lines


def written(lines: Lines, delimiter: str = ",", end: str = "\r\n", **dialect: int) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end, **dialect).writerows(lines)  # type: ignore[arg-type]
    return stream.getvalue()


def taken(desk: Desk, content: bytes, name: str = "from a spreadsheet.csv", *, rows: int = 17) -> list[str]:
    """Import a file, of which every row must be taken; returns the notes of the coders."""
    path = desk.study.root / name
    path.write_bytes(content)
    found = desk.take(path)
    assert found.problems == ()
    assert sum(name == "purpose" for _, _, name in desk.codes()) == rows
    assert set(desk.codes().values()) == {"opinión", "warm"}
    return [one.code for one in journal(desk.study.root / "coding" / "2021-01-01_2021-01-31") if one.kind == "note"]
