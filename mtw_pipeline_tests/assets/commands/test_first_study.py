"""The guide docs/first-study.md: each of its commands is run, in its order, on an invented Netlytic export.

It is also where a study is looked at that was made, filled and run by commands alone.
"""

import re
import shlex
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from openpyxl import load_workbook

from mtw_pipeline.coding.sheets.writing import CODES_SHEET, DECIDER
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.installation import document
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import NETLYTIC_COLUMNS, WINDOW, csv_text, netlytic_row
from mtw_pipeline_tests.commands import MtwHere

NOT_HERE = "uv tool install"


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", document("first-study.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    return [line for line in lines if not line.startswith(NOT_HERE)]


def fill(path: Path, take: dict[str, int]) -> None:
    """Give every open cell of a sheet a category of its list: the one at the coder's place, counted from the end."""
    book = load_workbook(path)
    sheet = book[CODES_SHEET]
    names = [cell.value for cell in sheet[1]]
    for choice in sheet.data_validations.dataValidation:
        listed, cells = re.fullmatch(r"lists!\$([A-Z])\$1:\$[A-Z]\$(\d+)", choice.formula1), choice.sqref
        assert listed is not None
        last = int(listed[2]) - take.get(path.stem, 0)
        category = book["lists"][f"{listed[1]}{last}"].value
        for row in (cell for area in cells.ranges for cell in sheet[area.coord]):
            if not row[0].protection.locked:
                row[0].value = category
    if DECIDER in names:
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, names.index(DECIDER) + 1, "Ann and Ben")
    book.save(path)


def test_the_guide_leads_from_an_export_to_a_coded_report(
    tmp_path: Path, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [netlytic_row(number, description=f"read this tip {number} #InventedTag") for number in range(1, 13)]
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "netlytic.csv").write_text(csv_text(rows, NETLYTIC_COLUMNS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done, runs = [], []
    for line in commands():
        program, *arguments = shlex.split(line)
        if program == "cd":
            monkeypatch.chdir(arguments[0])
            continue
        assert program == "mtw", line
        for sheet in arguments[2:] if arguments[:2] == ["coding", "import"] else ():
            fill(Path(sheet), {"coder-Ben": 1})
        ran = mtw_here(*arguments)
        assert ran.returncode == 0, f"{line}\n{ran.stdout}\n{ran.stderr}"
        done.append(" ".join(arguments[:2]))
        runs += [ran] if done[-1] == "run" else []
    study = Study.load(tmp_path / "my-study")
    assert len(runs) == 2
    assert "rows/s" in runs[0].stderr
    assert f"report:   {study.report_of(WINDOW)}" in runs[0].stdout
    assert f"database: {study.warehouse}" in runs[0].stdout
    assert not any(word in ran.stderr for word in ("Traceback", "Warning") for ran in runs)
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        assert connection.execute("select count(*) from tweets").fetchall() == [(len(rows),)]
    with instance_of(study) as instance:
        records = instance.get_run_records(dg.RunsFilter(job_name="study_window"))
    assert [one.dagster_run.status for one in records] == [dg.DagsterRunStatus.SUCCESS] * 2
    status = mtw_here("status").stdout
    assert "success" in status
    assert "nothing changed since" in status
    assert status.splitlines()[-1].endswith("mtw report --open")
    tables = study.report_of(WINDOW).parent / "tables"
    assert {".docx", ".xlsx", ".sav"} <= {path.suffix for path in tables.iterdir()}
