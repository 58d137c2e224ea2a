"""Texts that hold no table of tweets and no JSON of them: what they are is told, with what can be done."""

import json

import pytest

from mtw_pipeline_tests.builders import csv_text, rtweet_row
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

NETWORKS = {
    "GraphML": '<?xml version="1.0"?>\n<graphml xmlns="http://graphml.example"><graph id="G"/></graphml>',
    "GEXF": '<?xml version="1.0"?>\n<gexf version="1.2"><graph/></gexf>',
    "GML": 'Creator "a program"\ngraph\n[\n  directed 1\n  node [ id 0 label "ann_inv" ]\n]\n',
    "Pajek": '*Vertices 2\n1 "ann_inv"\n2 "bob_inv"\n*Arcs\n1 2 3\n',
    "UCINET": "dl n=2 format=edgelist1\nlabels:\nann_inv,bob_inv\ndata:\n1 2\n",
    "GraphViz": 'digraph "a network" {\n  ann_inv -> bob_inv;\n}\n',
    "GUESS": "nodedef>name VARCHAR,label VARCHAR\nann_inv,Ann\nedgedef>node1,node2\nann_inv,bob_inv\n",
}


@pytest.mark.parametrize("kind", NETWORKS)
@of_file(lambda kind: NETWORKS[kind], "")
def test_a_network_is_told_and_none_of_its_lines_is_a_tie(read: ReadFile, kind: str) -> None:
    assert f"a network in {kind}" in read.refusal.replace("the form of ", "")
    assert "the columns source and target" in read.refusal
    assert read.leaves_nothing()
    assert read.rows("source", "raw_ties") == []


IDS = [str(1_345_747_196_179_386_369 + 1_000 * number) for number in range(30)]


@pytest.mark.parametrize("above", ["", "id\r\n", '"tweet_id"\n', "\ufeffID\n"])
@of_file(lambda above: above + "\n".join(IDS) + "\n")
def test_ids_alone_are_told(read: ReadFile, above: str) -> None:
    assert "ids of tweets and nothing of them" in read.refusal
    assert "fetched from the platform by id" in read.refusal
    assert read.leaves_nothing()


ANSWERS: dict[str, object] = {
    "Unauthorized": {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"},
    "Rate limit exceeded": {
        "errors": [{"message": "Rate limit exceeded", "code": 88}],
        "message": "Rate limit exceeded",
    },
    "Not found": {"statusCode": 404, "message": "Not found"},
    "invalid token": {"error": "invalid token", "error_description": "invalid token"},
}


@pytest.mark.parametrize("said", ANSWERS)
@of_file(lambda said: json.dumps(ANSWERS[said]), ".json")
def test_an_error_of_a_server_is_told(read: ReadFile, said: str) -> None:
    assert f"an error message of a server ({said})" in read.refusal
    assert read.leaves_nothing()


@of_file(
    '{"id": "1345747196179386369", "message": "an invented sentence", "status": "seen", "user": "ann_inv"}\n', ".json"
)
def test_a_tweet_of_no_known_format_is_no_error_of_a_server(read: ReadFile) -> None:
    assert "of no known format" in read.refusal


ROWS = [rtweet_row(number) for number in range(30)]


def with_numbers(numbers: list[int], rows: list[dict[str, str]] = ROWS) -> str:
    """As R's ``write.table`` writes a data frame: names of rows, and none above them."""
    header, *lines = csv_text(rows[: len(numbers)]).splitlines()
    return "\n".join([header, *(f'"{number}",{line}' for number, line in zip(numbers, lines, strict=True))]) + "\n"


NUMBERED = {"all rows": list(range(1, 31)), "a selection": list(range(3, 300, 17)), "from 0": list(range(30))}


@pytest.mark.parametrize("numbers", ["all rows", "from 0"])
@of_file(lambda numbers: with_numbers(NUMBERED[numbers]))
def test_numbers_of_rows_without_a_name_are_no_cells(read: ReadFile, numbers: str) -> None:
    assert read.reasons() == []
    assert read.raw("tweet_id") == [row["status_id"].removeprefix("x") for row in ROWS[: len(NUMBERED[numbers])]]


LAST_FILLED = [rtweet_row(number, verified="TRUE") for number in range(30)]


@pytest.mark.parametrize("numbers", ["all rows", "a selection"])
@of_file(lambda numbers: with_numbers(NUMBERED[numbers], LAST_FILLED))
def test_numbers_of_rows_that_end_with_a_filled_cell_are_no_cells(read: ReadFile, numbers: str) -> None:
    assert read.reasons() == []
    assert len(read.raw("tweet_id")) == len(NUMBERED[numbers])


@of_file(lambda: with_numbers([7, 3, 900, 12], LAST_FILLED))
def test_numbers_that_do_not_rise_are_none_of_rows(read: ReadFile) -> None:
    assert read.raw("tweet_id") == []
    assert len(read.reasons()) == 4
