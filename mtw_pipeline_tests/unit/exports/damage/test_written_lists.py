"""Lists and flags in other forms than their format's; that they are read in every format, the twins ask."""

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.exports.formats.list_elements import elements_in
from mtw_pipeline.exports.formats.model import DelimitedFormat
from mtw_pipeline.exports.formats.registry import DELIMITED_FORMATS
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row, v2_page, v2_tweet
from mtw_pipeline_tests.samples.sample import table_of
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

WHOLE: dict[str, list[object]] = {
    "['a']": ["a"], '["a", "b"]': ["a", "b"], 'c("a", "b")': ["a", "b"], "('a', 'b')": ["a", "b"],
    "['a' 'b']": ["a", "b"],
    "{a,b}": ["a", "b"], "[a, b]": ["a", "b"], "list()": [], "character(0)": [], "[]": [], "set()": [], "[None]": [],
    "[nan]": [], "c(NA)": [], 'c(NA, "a")': ["a"], 'list("a")': ["a"], " ['a'] ": ["a"], r'c("a \"b\"")': ['a "b"'],
    "['it\\'s']": ["it's"], '["a, b"]': ["a, b"], "[1, 2]": [1, 2], "c(1, 2)": ["1", "2"], "[{'a': 1}]": [{"a": 1}],
    "c(text = \"a\")": ["a"], "{'d', 'b', 'a', 'c', 'b'}": ["d", "b", "a", "c"], "set(['b', 'a'])": ["b", "a"],
    "[User(username='a', id=1, about='b \\'c\\'  \"d\" \"e\"', none=None), User(username='b')]": [
        {"username": "a", "id": 1, "about": "b 'c'  \"d\" \"e\"", "none": None}, {"username": "b"},
    ],
    "[{'a': 1, 'at': datetime.datetime(2021, 1, 5)}]": [{"a": 1, "at": None}],
    "[{'a': nan}]": [{"a": None}],
    "[{'a': 1}\n {'b': 2}]": [{"a": 1}, {"b": 2}],
    "array(['b', 'a'], dtype='<U1')": ["b", "a"], "list(c('b', 'a'))": ["b", "a"], "tuple((1, 2))": [1, 2],
    "[0]": [], "['0']": [], "{0}": [], "c(0)": [], "[0.0, null]": [], "[0, 1]": [0, 1], "{}": [], "[{}]": [],
}  # fmt: skip
BROKEN: dict[str, list[object]] = {
    "['a', 'b', ...]": ["a", "b"], "['a' 'b' ... 'z']": ["a", "b", "z"], "[a, ...]": ["a"], 'c("a", …)': ["a"],
    '["a", "b': ["a"], "['a": [], 'c("a", ': ["a"], "[object Object]": [], "[a(b]": ["a(b"],
    "[{'a': 'b'}, {'a': 'c', 'd": [{"a": "b"}], "[{'a': 'b', 'c": [],
    "[U(a='), U('), U(a='c": [{"a": "), U("}],
}  # fmt: skip
NO_LISTS = ["a", "a b", "https://example.org/Set_(game)", "(", ")", "a)", "#a", "c", "{", "con(a)"]


@pytest.mark.parametrize("cell", WHOLE)
def test_a_list_is_what_its_program_meant(cell: str) -> None:
    assert elements_in(cell) == (WHOLE[cell], True)


@pytest.mark.parametrize("cell", BROKEN)
def test_of_a_broken_list_what_is_whole_is_taken_and_the_cell_is_said_to_be_broken(cell: str) -> None:
    assert elements_in(cell) == (BROKEN[cell], False)


@pytest.mark.parametrize("cell", NO_LISTS)
def test_what_is_no_list_stays_as_it_is(cell: str) -> None:
    assert elements_in(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "[" * 100_000 + "]",
        "(" + "9" * 100_000 + ")",
        "[" + "'a'," * 50_000 + "]",
        "[{'a':" * 50_000,
        "[A(a=" * 50_000,
        "[{'a': 1}" + ", {" * 50_000,
        "[{'a':1}" + " " * 50_000 + "}" * 50_000,
    ],
)
def test_a_hostile_list_ends_nothing(cell: str) -> None:
    elements_in(cell)


NUMBER = "0x" + "f" * 5000


def test_a_number_that_is_too_long_to_be_written_is_taken_as_it_stands() -> None:
    assert elements_in(f"[{NUMBER}]") == ([NUMBER], True)


@pytest.mark.filterwarnings("error")
def test_a_backslash_that_escapes_nothing_is_one_and_warns_of_nothing() -> None:
    assert elements_in(r"['a\d', 'b\\d', 'it\'s', '\u00e9']") == ([r"a\d", r"b\d", "it's", "é"], True)


@of_file(csv_text([rtweet_row(1, hashtags="['one', 'two"), rtweet_row(2, hashtags="[b'one', b'two']")]))
def test_lists_that_break_off_are_said(read: ReadFile) -> None:
    assert read.raw("hashtags") == [["one"], ["one", "two"]]
    assert any("1 cell begins like a list" in note for note in read.outcome.notes)


HALF, WHOLE_PAIR = r"\ud83d", r"\ud83d\ude00"
"""The first half of an emoji as JSON and Python write it by its number, and both."""


ESCAPES = (f'["one{HALF}"]', f"['{WHOLE_PAIR}', 'one']", r'["o\u0000ne"]')


@of_file(csv_text([rtweet_row(number, hashtags=cell) for number, cell in enumerate(ESCAPES, 1)]))
def test_half_an_emoji_and_the_sign_0_in_a_list_cost_nothing_but_themselves(read: ReadFile) -> None:
    assert read.raw("hashtags") == [["one\ufffd"], ["😀", "one"], ["one"]]


def test_so_it_is_in_lists_of_json_and_bytes_are_texts_there(study: Study, warehouse: Warehouse) -> None:
    known = table_of("twarc_csv")
    cells = (f'["one{HALF}", null]', f'["one{HALF}"]', f"['{WHOLE_PAIR}']", "[b'one', None]")
    for number, cell in enumerate(cells):
        changed = replace(known, rows=({**known.rows[0], "entities.hashtags": cell, "lang": "en"},))
        put(study, f"{number}.csv", changed.text())
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute("select hashtags from raw_tweets order by export_file").fetchall()
    assert found == [(["one\ufffd"],), (["one\ufffd"],), (["😀"],), (["one"],)]


@of_file(csv_text([rtweet_row(number, hashtags="None" if number % 3 else "one") for number in range(6)]))
def test_a_word_for_nothing_that_most_lists_are_is_no_hashtag(read: ReadFile) -> None:
    assert read.raw("hashtags") == [[] if number % 3 else ["one"] for number in range(6)]


def joined_by(sign: str) -> str:
    """A tweet whose lists a program joined by a sign, and one with a value to a list."""
    links = ("https://inv.example/a,b", "https://inv.example/c;d|e")
    of_two = {"hashtags": ("one", "été"), "mentions_screen_name": ("ann_1", "bob"), "mentions_user_id": ("71", "72")}
    cells = {name: sign.join(values) for name, values in {**of_two, "urls_expanded_url": links}.items()}
    alone = {name: values[0] for name, values in of_two.items()}
    return csv_text([rtweet_row(1, **cells), rtweet_row(2, **alone, urls_expanded_url=links[0])])


@pytest.mark.parametrize("sign", [" ", ",", ", ", ";", "; ", "|", " | ", "\n"])
@of_file(joined_by)
def test_values_that_are_joined_by_another_sign_than_the_formats_are_several(read: ReadFile, sign: str) -> None:
    links = ["https://inv.example/a,b", "https://inv.example/c;d|e"]
    assert read.rows("hashtags, mention_handles, mention_ids, urls") == [
        (["one", "été"], ["ann_1", "bob"], ["71", "72"], links),
        (["one"], ["ann_1"], ["71"], links[:1]),
    ]


@of_file(
    csv_text(
        [
            rtweet_row(1, mentions_screen_name="@ann_1,@bob", mentions_user_id="71,72", hashtags="#one#two"),
            rtweet_row(2, mentions_screen_name="@ann_1;@bob", mentions_user_id="1,234;72"),
        ]
    )
)
def test_ids_beside_fewer_or_more_handles_belong_to_nobody(read: ReadFile) -> None:
    assert read.rows("hashtags, mention_handles, mention_ids") == [
        (["one", "two"], ["ann_1", "bob"], ["71", "72"]), ([], ["ann_1", "bob"], None),
    ]  # fmt: skip


LINK_WITH_A_LINK = "https://inv.example/fit?in=400,https://inv.example/c|https://inv.example/d"


@of_file(v2_page(v2_tweet(1, entities={"urls": [{"expanded_url": LINK_WITH_A_LINK}]})))
def test_a_link_that_an_api_lists_by_itself_is_one_whatever_stands_in_it(read: ReadFile) -> None:
    assert read.raw("urls") == [[LINK_WITH_A_LINK]]


@of_file(
    json.dumps(
        {
            "uri": "at://did:plc:inv1/app.bsky.feed.post/3k1", "author_handle": "inv.example", "text": "two links",
            "created_at": "2021-01-05T10:00:00Z", "links": "https://inv.example/a,https://inv.example/b",
        }
    )
)  # fmt: skip
def test_links_that_somebody_joined_in_flat_objects_are_several(read: ReadFile) -> None:
    assert read.raw("urls") == [["https://inv.example/a", "https://inv.example/b"]]


@of_file(csv_text([rtweet_row(1, is_retweet="WAHR"), rtweet_row(2, is_retweet="vielleicht"), rtweet_row(3)]))
def test_a_flag_in_another_language_is_one_and_what_is_none_is_named(read: ReadFile) -> None:
    assert read.rows("is_retweet, bad_cells") == [(True, []), (None, ["is_retweet: vielleicht"]), (False, [])]


@pytest.mark.parametrize("known", [one for one in DELIMITED_FORMATS if not one.holds_ties], ids=lambda one: one.name)
def test_every_column_of_which_a_mapping_makes_a_list_is_declared_to_be_one(
    memory: duckdb.DuckDBPyConnection, known: DelimitedFormat
) -> None:
    """Each column alone is given a value, and the mapping asked whether it makes a list of it."""
    names = list(known.taken)
    with memory.cursor() as connection:
        columns = ", ".join(f'"{name}" varchar' for name in names)
        connection.execute(f"create temp table file_rows (file_number integer, row_number integer, {columns})")
        for number, name in enumerate(names, start=1):
            for place, value in enumerate(("a", '["a"]')):
                connection.execute(
                    f'insert into file_rows (file_number, row_number, "{name}") values ($number, $place, $value)',
                    {"number": number, "place": place, "value": value},
                )
        mapping = sql_text(f"exports/formats/{known.name}")
        has = [name for name, *_ in connection.execute(f"describe {mapping}").fetchall() if name in LIST_FIELDS]
        lists = " or ".join(["false", *(f'len("{name}") > 0' for name in has)])
        made = connection.execute(f"select distinct file_number from ({mapping}) where {lists}").fetchall()
    assert {names[number - 1] for (number,) in made} <= known.lists


LISTS_OF = {
    "rtweet": ("hashtags", "mentions_screen_name"), "minet": ("hashtags", "mentioned_names"),
    "dmi_tcat": ("hashtags", "mentions"), "fourcat_twitterv2": ("hashtags", "mentions"),
    "fourcat_import": ("hashtags", "mentions"), "brandwatch": ("Hashtags", "Mentioned Authors"),
    "verification_plugin": ("hashtags", "mentions"),
    "twarc1_csv": ("hashtags", ""), "netlytic": ("hashtags", ""),
}  # fmt: skip
"""The columns of each format that list hashtags and mentions, but for those that are JSON."""
SIGNS = (",", ", ", ";", "; ", "|", " | ", " ")


@pytest.mark.parametrize("known", LISTS_OF)
def test_of_every_format_marked_values_are_several_whatever_sign_joins_them(
    known: str, tmp_path: Path, warehouse: Warehouse
) -> None:
    hashtags, mentions = LISTS_OF[known]
    sample, study = table_of(known), make_study(tmp_path)
    columns = tuple(dict.fromkeys((*sample.columns, hashtags, *([mentions] if mentions else []))))
    for number, sign in enumerate(SIGNS):
        cells = {hashtags: sign.join(("#one", "#été")), mentions: sign.join(("@ann_1", "@bob"))}
        changed = replace(sample, columns=columns, rows=({**sample.rows[0], **cells},))
        put(study, f"{number}.csv", changed.text() + "\n" * number)
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute(
        "select export_file, hashtags, mention_handles from raw_tweets order by export_file"
    ).fetchall()
    named = ["ann_1", "bob"] if mentions else None
    assert found == [(f"{number}.csv", ["one", "été"], named) for number in range(len(SIGNS))]
