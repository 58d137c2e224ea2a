"""Whether a sheet that is kept was written for the codebook of now.

What belongs here: that question. What does not: by which codebook each code was given (importing.py), the same of pages
(coding/pages/).
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from mtw_pipeline.coding.codebook import CodedVariable
from mtw_pipeline.coding.sheets.reading import read_sheet
from mtw_pipeline.coding.sheets.writing import VERSION, read_version
from mtw_pipeline.errors import UserError


def is_outdated(path: Path, variables: Sequence[CodedVariable]) -> bool:
    """Whether rows of a sheet were written for other variables than these, or other definitions.

    Of a sheet that cannot be read, and of rows that do not say it, as those of before, it is not known.

    Args:
        path: a sheet, or tasks of Label Studio.
        variables: what is coded now.
    """
    now = {one.name: one.md5 for one in variables}
    try:
        return any(version != now for version in map(read_version, _versions(path)) if version)
    except (UserError, ValueError):
        return False


def _versions(path: Path) -> Iterator[str]:
    if path.suffix != ".json":
        return (row.cells.get(VERSION, "") for row in read_sheet(path).rows)
    tasks = json.loads(path.read_text(encoding="utf-8-sig"))  # read_sheet takes annotations, which tasks have none of
    found = (task.get("data") for task in tasks if isinstance(task, dict)) if isinstance(tasks, list) else iter(())
    return (str(data.get(VERSION, "")) for data in found if isinstance(data, dict))
