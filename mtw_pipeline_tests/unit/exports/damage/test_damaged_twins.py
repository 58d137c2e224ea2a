"""Fuzzing by meaning: of every format's sample, twins that are damaged in ways of which the right outcome is known.

A new format has all of it by its module in samples/. What every format's sample must give undamaged is asked in
test_every_format.py. A sweep with other seeds: ``python -m mtw_pipeline_tests.twins 20 100``.
"""

from pathlib import Path

import pytest

from mtw_pipeline.exports.formats.model import DelimitedFormat, JsonFormat
from mtw_pipeline.exports.formats.registry import known_formats
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.twins.formats import problems_of

FORMATS = [known for known in known_formats() if not (isinstance(known, DelimitedFormat) and known.holds_ties)]


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_damaged_twins_of_a_sample_mean_what_the_sample_means(
    known: DelimitedFormat | JsonFormat, warehouse: Warehouse, tmp_path: Path
) -> None:
    twins, problems = problems_of(known, warehouse, tmp_path / "twins")
    assert twins
    assert not problems
