"""Files that browsers and Hive keep are refused by what they are, with what to do."""

import json

import pytest

from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

INSTRUCTIONS = {"timeline": {"instructions": [{"type": "TimelineAddEntries", "entries": []}]}}
KEPT = {
    "a HAR file": {"log": {"version": "1.2", "creator": {}, "entries": [{"request": {}, "response": {}}]}},
    "an answer to GraphQL": {"data": {"search_by_raw_query": {"search_timeline": INSTRUCTIONS}}},
}


@pytest.mark.parametrize("kept", KEPT)
@of_file(lambda kept: json.dumps(KEPT[kept], indent=1), ".json")
def test_what_a_browser_kept_is_called_so(read: ReadFile, kept: str) -> None:
    assert f"({kept})" in read.refusal
    assert "add the NDJSON" in read.refusal


@of_file("1345747200000000001\x01ann_inv\x01words\n1345747200000000002\x01bob_inv\x01words\n", ".txt")
def test_a_table_of_hive_is_called_so(read: ReadFile) -> None:
    assert "Hive" in read.refusal
    assert "Write the table as CSV" in read.refusal
