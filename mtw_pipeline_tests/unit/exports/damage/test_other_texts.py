"""Texts that hold no table of tweets and no JSON of them: what they are is told, with what can be done."""

import json

import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row, v2_tweet
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


PRINTED = "| id | user | text |\n|---|:--|---|\n| 1345747196179386369 | ann_inv | an invention |\n"
OTHERS = {
    "statements of SQL": "-- MySQL dump 10.13\n--\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `tweets`;\n",
    "SQL": "SET lock_timeout = 0;\n\nCREATE TABLE tweets (id bigint, text text);\n",
    "as statements of SQL": "INSERT INTO `tweets` VALUES (1345747196179386369,'ann_inv','an invention');\n",
    "as programs print it": PRINTED,
    "a table as programs print it": "+----+------+\n| id | text |\n+----+------+\n| 13 | an i |\n+----+------+\n",
    "for people": " id | text \n----+------\n 13 | an invention\n",
    "objects of tweepy": "[Status(_api=<tweepy.api.API object at 0x7f>, _json={'id': 1345747196179386369})]\n",
    "of tweepy or snscrape": "<Tweet id=1345747196179386369 text='an invention'>\n<Tweet id=13 text='b'>\n",
    "or snscrape": "Tweet(url='https://twitter.com/ann_inv/status/1345747196179386369', content='an invention')\n",
    "YAML": "- id: '1345747196179386369'\n  text: an invention\n",
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
@of_file(lambda what: OTHERS[what], ".txt")
def test_texts_of_other_kinds_are_told(read: ReadFile, what: str) -> None:
    assert what in read.refusal
    assert "add that" in read.refusal
    assert read.leaves_nothing()


@of_file("id|name|x\n|||\n1|a|b\n", ".txt")
def test_a_row_of_empty_cells_makes_no_printed_table(read: ReadFile) -> None:
    assert "its columns are id, name, x" in read.refusal


MATRICES = {
    "R": '"","ann_inv","bob_inv","cid"\n"ann_inv",0,1,1\n"bob_inv",1,0,0\n"cid",1,1,0\n',
    "UCINET": "names;ann_inv;bob_inv\nann_inv;0;1.5\nbob_inv;1;0\n",
    "a part": "who,ann_inv,bob_inv,cid\nbob_inv,0,1,1\ncid,0,1,1\n",
}


@pytest.mark.parametrize("what", MATRICES)
@of_file(lambda what: MATRICES[what])
def test_a_matrix_is_told_and_no_count_is_an_account(read: ReadFile, what: str) -> None:
    assert "The file is a matrix" in read.refusal
    assert "bob_inv" in read.refusal
    assert read.leaves_nothing()


NODES = [{"id": "ann_inv"}, {"id": "bob_inv"}]
LINKED: dict[str, object] = {
    "networkx": {"directed": True, "graph": {}, "nodes": NODES, "links": [{"source": "ann_inv", "target": "bob_inv"}]},
    "sigma": {"nodes": NODES, "edges": []},
    "Cytoscape": {"data": {}, "elements": {"nodes": [{"data": NODES[0]}], "edges": []}},
}


@pytest.mark.parametrize("what", LINKED)
@of_file(lambda what: json.dumps(LINKED[what]), ".json")
def test_a_network_in_json_is_told(read: ReadFile, what: str) -> None:
    assert "its nodes and its links" in read.refusal
    assert read.leaves_nothing()


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


UNKNOWN = {"number": "1345747196179386369", "words": "an invented sentence", "who": "ann_inv"}


@pytest.mark.parametrize("first", ANSWERS)
@of_file(lambda first: "".join(f"{json.dumps(one)}\n" for one in (ANSWERS[first], UNKNOWN)), ".jsonl")
def test_documents_behind_an_error_of_a_server_are_what_the_file_holds(read: ReadFile, first: str) -> None:
    assert "of no known format" in read.refusal


@of_file(
    '{"id": "1345747196179386369", "message": "an invented sentence", "status": "seen", "user": "ann_inv"}\n', ".json"
)
def test_a_tweet_of_no_known_format_is_no_error_of_a_server(read: ReadFile) -> None:
    assert "of no known format" in read.refusal


V1 = {
    "id_str": "1345747196179386369", "created_at": "Sat Jan 02 10:00:00 +0000 2021", "full_text": "an invention",
    "user": {"id_str": "9001", "screen_name": "ann_inv"}, "entities": {"hashtags": []},
}  # fmt: skip
V2 = v2_tweet(1)
POST = {"uri": "at://did:plc:ann/app.bsky.feed.post/3k", "text": "an invented sentence", "author": {"handle": "a.test"}}
UNDER_NAMES: dict[str, tuple[object, str]] = {
    "ids": ({V1["id_str"]: V1}, "'.[]'"),
    "ids of v2": ({V2["id"]: V2, "1345747196179386999": v2_tweet(2)}, "'.[]'"),
    "ids within": (
        {"globalObjects": {"tweets": {V1["id_str"]: V1}, "users": {"9001": V1["user"]}}},
        "'.globalObjects.tweets[]'",
    ),
    "numbers": ({"0": V1, "1": V1, "2": V1}, "'.[]'"),
    "addresses": ({"my posts": {POST["uri"]: POST}}, "'...[]'"),
}


@pytest.mark.parametrize("names", UNDER_NAMES)
@of_file(lambda names: json.dumps(UNDER_NAMES[names][0], indent=1), ".json")
def test_tweets_under_names_are_told_with_how_to_list_them(read: ReadFile, names: str) -> None:
    assert "tweets under their ids" in read.refusal
    assert UNDER_NAMES[names][1] in read.refusal
    assert read.leaves_nothing()


OF_ANOTHER_PROGRAM = [{"id": f"13457472000000000{one}", "text": "a b c", "who": "ann_inv"} for one in range(10, 14)]
LISTED = {
    "of a page": (
        {"tweets": OF_ANOTHER_PROGRAM, "status": "success", "message": "ok"},
        ".tweets[]",
    ),
    "within": ({"data": {"timeline": {"entries": OF_ANOTHER_PROGRAM}}}, ".data.timeline.entries[]"),
    "beside users": ({"posts": OF_ANOTHER_PROGRAM, "users": [{"id": "7", "name": "Ann"}]}, ".posts[]"),
}


@pytest.mark.parametrize("place", LISTED)
@of_file(lambda place: json.dumps(LISTED[place][0], indent=1), ".json")
def test_tweets_of_no_known_format_in_a_list_are_told_with_how_to_take_them_out(read: ReadFile, place: str) -> None:
    assert f"jq -c '{LISTED[place][1]}'" in read.refusal
    assert read.leaves_nothing()


@of_file(json.dumps({"a": OF_ANOTHER_PROGRAM, "b": OF_ANOTHER_PROGRAM}), ".json")
def test_of_two_lists_nobody_says_which_holds_the_tweets(read: ReadFile) -> None:
    assert "jq" not in read.refusal


@of_file("id,date,user,text\n1345747200000000001,2021-01-05,ann_inv,a b c\n")
def test_a_table_with_some_columns_that_most_have_resembles_no_format(read: ReadFile) -> None:
    assert "The format is not known" in read.refusal


@of_file(
    json.dumps({"id": V1["id_str"], "text": "a b c", "votes": {"1": {"text": "yes"}, "2": {"text": "no"}}}), ".json"
)
def test_numbered_parts_of_a_tweet_are_no_tweets(read: ReadFile) -> None:
    assert "of no known format" in read.refusal


def test_an_advised_list_is_read_or_told_once_more(study: Study, warehouse: Warehouse) -> None:
    put(study, "listed.jsonl", "".join(json.dumps(one) + "\n" for one in (V1, {**V1, "id_str": "1345747196179386370"})))
    apart = {key: value for key, value in V1.items() if key != "user"} | {"user_id_str": "9001"}
    put(study, "apart.jsonl", json.dumps(apart) + "\n")
    put(study, "account.js", 'window.YTD.account.part0 = [{"account": {"username": "bob_inv", "accountId": "7"}}]')
    outcomes = {one.export_file: one for one in read_window(warehouse, study, WINDOW)}
    assert outcomes["listed.jsonl"].rows_read == 2
    assert "name their authors by ids alone" in (outcomes["apart.jsonl"].refusal or ""), "they are not the archive's"
    [handles] = warehouse.connection.execute("select list(distinct author_handle) from raw_tweets").fetchall()
    assert handles == (["ann_inv"],)


OF_ACTIVITYPUB: dict[str, object] = {
    "an outbox": {
        "@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection",
        "totalItems": 1, "orderedItems": [{"type": "Create", "object": {"type": "Note", "content": "<p>a</p>"}}],
    },
    "likes": {"id": "likes.json", "type": "OrderedCollection", "orderedItems": ["https://a.test/users/ann/statuses/1"]},
    "a line of activities": {"type": "Create", "actor": "https://a.test/users/ann", "object": {"type": "Note"}},
    "a note": {"type": "Note", "attributedTo": "https://a.test/users/ann", "content": "<p>a</p>", "id": "https://a.test/1"},
    "an actor": {"type": "Person", "preferredUsername": "ann", "id": "https://a.test/users/ann"},
}  # fmt: skip


@pytest.mark.parametrize("what", OF_ACTIVITYPUB)
@of_file(lambda what: json.dumps(OF_ACTIVITYPUB[what]), ".json")
def test_activitypub_is_told_with_what_is_read_in_its_place(read: ReadFile, what: str) -> None:
    assert "ActivityPub" in read.refusal
    assert "/api/v1/accounts/ID/statuses" in read.refusal
    assert read.leaves_nothing()


ABOVE = {"# collected on 2021-01-02\n": 1, "// a\n// b\n": 2, "\nINFO:twarc:collecting\n": 2, "/* our,tweets */\n": 1}


@pytest.mark.parametrize("form", ["lines", "a list", "one object"])
@pytest.mark.parametrize("above", ABOVE)
@of_file(
    lambda above, form: above + {
        "lines": json.dumps(V1) + "\n" + json.dumps(V1), "a list": json.dumps([V1], indent=1),
        "one object": json.dumps({"statuses": [V1]}, indent=2),
    }[form],
    ".json",
)  # fmt: skip
def test_lines_above_json_are_told(read: ReadFile, above: str, form: str) -> None:
    assert read.refusal.startswith(f"{ABOVE[above]} line")
    assert above.strip().splitlines()[0] in read.refusal
    assert read.leaves_nothing()


IN_QUOTES = {
    "a list": json.dumps([json.dumps(V1)]), "lines": f"{json.dumps(json.dumps(V1))}\n{json.dumps(json.dumps(V1))}\n",
    "a document": json.dumps(json.dumps([V1], indent=1)),
}  # fmt: skip


@pytest.mark.parametrize("form", IN_QUOTES)
@of_file(lambda form: IN_QUOTES[form], ".json")
def test_json_as_text_within_json_is_told(read: ReadFile, form: str) -> None:
    assert "JSON as text within JSON" in read.refusal
    assert read.leaves_nothing()


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
