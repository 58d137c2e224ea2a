"""Cells that hold no value or more than it: words for nothing, errors of spreadsheets, characters that show nothing."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from mtw_pipeline.exports.formats.cells import ERRORS, NOTHING, SHOWN_AS_NOTHING
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import csv_text, make_study, netlytic_row, put, rtweet_row, v2_page, v2_tweet
from mtw_pipeline_tests.samples.sample import table_of
from mtw_pipeline_tests.unit.exports.mapped_tables import COLUMN_MAP, MAPPED, WINDOW, fill, row, rows, table_text
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file
from mtw_pipeline_tests.warehouses import EmptyWarehouses


@pytest.fixture
def mapped(tmp_path: Path) -> Study:
    return make_study(tmp_path / "mapped", settings=COLUMN_MAP)


def test_what_stands_for_nothing_in_a_mapped_table_is_nobody(mapped: Study, warehouse: Warehouse) -> None:
    words = [*NOTHING, *ERRORS]
    answers = [row(number, in_reply_to_handle=word, mention_handles=word) for number, word in enumerate(words)]
    authors = [row(1000 + number, author_handle=word) for number, word in enumerate(words)]
    texts = [row(2000 + number, text=word) for number, word in enumerate(words)]
    put(mapped, "a.csv", table_text([*answers, *authors, *texts]), WINDOW)
    fill(mapped, warehouse)
    assert rows(warehouse, "select count(*), sum(times_named) from users where account like 'inv%'") == [
        (len(words), 0)
    ]
    assert rows(warehouse, "select count(*) from users") == [(len(words),)]
    assert rows(warehouse, "select reason, count(*) from rejected_rows group by reason order by reason") == [
        ("no author", len(words)), ("no text", len(words)),
    ]  # fmt: skip


def test_what_stands_for_nothing_in_jsonl_is_nobody_too(mapped: Study, warehouse: Warehouse) -> None:
    documents = [
        dict(zip(MAPPED, row(number, in_reply_to_handle=cell), strict=True)) for number, cell in enumerate(NOTHING)
    ]
    put(mapped, "a.jsonl", "".join(json.dumps(one) + "\n" for one in documents), WINDOW)
    fill(mapped, warehouse)
    assert rows(warehouse, "select count(*), count(replied_to) from tweets") == [(len(NOTHING), 0)]


NAMED = "tweet_type, replied_to, retweeted, quoted, mention_handles, hashtags, urls, content_format"


def test_zeros_that_pandas_filled_empty_cells_with_name_nobody(study: Study, warehouse: Warehouse) -> None:
    """``fillna(0)``: of text columns it writes 0 too."""
    tweets = [rtweet_row(number, text=f"invented words {number}") for number in range(4)]
    tweets[0] |= {"reply_to_screen_name": "inv_1", "reply_to_user_id": "9001", "mentions_screen_name": "inv_1"}
    filled = [{name: cell or "0" for name, cell in tweet.items()} for tweet in tweets]
    told = []
    for table in (tweets, filled):
        put(study, "a.csv", csv_text(table), WINDOW)
        fill(study, warehouse)
        assert rows(warehouse, "select count(*) from users") == [(4,)]
        assert rows(
            warehouse, "select count(*) from raw_tweets where list_contains(bad_cells, 'quoted_handle: 0')"
        ) == [(0,)]
        told.append(rows(warehouse, f"select {NAMED} from tweets order by tweet_id"))
    assert told[0] == told[1]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_zeros_in_a_mapped_file_name_nobody_and_are_no_hashtag(tmp_path: Path, warehouse: Warehouse, name: str) -> None:
    settings = COLUMN_MAP + 'hashtags = "mention_handles"\nurls = "mention_handles"\n'
    study = make_study(tmp_path / "mapped", settings=settings)
    filled = [row(number, in_reply_to_handle="0", mention_handles="0") for number in range(4)]
    answering = row(4, in_reply_to_handle="inv_1", mention_handles="inv_1")
    table = [*filled, answering]
    documents = [dict(zip(MAPPED, one, strict=True)) for one in table]
    lines = "".join(json.dumps(one) + "\n" for one in documents)
    put(study, name, lines if name.endswith("l") else table_text(table), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select tweet_type, hashtags, mention_handles, urls from tweets order by tweet_id") == [
        *[("tweet", [], [], [])] * len(filled), ("reply", ["inv_1"], ["inv_1"], ["inv_1"]),
    ]  # fmt: skip
    assert rows(warehouse, "select count(*) from users where account = '0'") == [(0,)]


def with_nothing_as(word: str) -> str:
    tweets = [rtweet_row(number, text=f"{word} of number {number}") for number in range(5)]
    tweets[0] |= {
        "reply_to_screen_name": "inv_1",
        "reply_to_user_id": "9001",
        "quoted_followers_count": "3",
        "lang": "en",
    }
    return csv_text([{name: cell or word for name, cell in tweet.items()} for tweet in tweets])


@pytest.mark.parametrize("word", SHOWN_AS_NOTHING)
@of_file(with_nothing_as)
def test_a_word_that_a_file_writes_for_nothing_names_nobody(read: ReadFile, word: str) -> None:
    answers = read.rows("in_reply_to_handle, is_reply, language, quoted_handle, bad_cells")
    assert answers == [("inv_1", True, "en", None, []), *[(None, False, None, None, [])] * 4]
    assert read.raw("text") == [f"{word} of number {number}" for number in range(5)]


@pytest.mark.parametrize("word", ["null", "None", "nan", "NaN", "<NA>"])
@of_file(lambda word: csv_text([rtweet_row(1, urls_expanded_url=word), rtweet_row(2, urls_expanded_url="a.example")]))
def test_a_word_for_nothing_is_no_link_though_one_cell_alone_holds_it(read: ReadFile, word: str) -> None:
    assert (word in NOTHING, read.raw("urls")) == (True, [[], ["a.example"]])


def test_a_sign_alone_is_a_text_where_no_other_cell_holds_it(study: Study, warehouse: Warehouse) -> None:
    tweets = [rtweet_row(number, text=sign) for number, sign in enumerate(("?", "-", ".", "nil", "so"))]
    put(study, "a.csv", csv_text(tweets), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert rows(warehouse, "select text from raw_tweets order by tweet_id") == [
        ("?",),
        ("-",),
        (".",),
        ("nil",),
        ("so",),
    ]


def test_an_account_that_is_really_called_so_stays_in_a_format_of_its_own(study: Study, warehouse: Warehouse) -> None:
    tweets = [netlytic_row(1, author="NA"), netlytic_row(2, author="none", description="hello @null", title="")]
    put(study, "a.csv", table_text([list(one.values()) for one in tweets], list(tweets[0])), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select account from users order by 1") == [("na",), ("none",), ("null",)]


def test_errors_of_spreadsheets_are_empty_cells_in_every_format(study: Study, warehouse: Warehouse) -> None:
    text = "one #two @three"
    tweets = [
        netlytic_row(number, user_bio=error, user_followers_count=error, lang=error, title=error, description=text)
        for number, error in enumerate(ERRORS)
    ]
    put(study, "a.csv", table_text([list(one.values()) for one in tweets], list(tweets[0])), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select distinct bad_cells, author_description, author_followers, text from raw_tweets") == [
        ([], None, None, text)
    ]
    assert rows(warehouse, "select account from users where account not like 'inv%'") == [("three",)]


def test_error_cells_of_a_workbook_are_empty(mapped: Study, warehouse: Warehouse) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(list(MAPPED))
    sheet.append(row(1, in_reply_to_handle="#N/A", mention_handles="#REF!"))
    path = put(mapped, "a.xlsx", "", WINDOW)
    for cell in sheet[2][4:6]:
        cell.data_type = "e"
    workbook.save(path)
    fill(mapped, warehouse)
    assert rows(warehouse, "select account from users") == [("inv_1",)]


def test_characters_that_show_nothing_belong_to_no_handle_and_no_hashtag(
    mapped: Study, study: Study, warehouse: Warehouse, empty_warehouses: EmptyWarehouses
) -> None:
    marks = ["\u2069", "\u200b", "\u200e", "\ufeff", "\u00ad", "\ufe0f", "\u202c"]
    table = [
        row(number, author_handle=f"inv_{number}{mark}", mention_handles=f"@cat_{number}{mark},{mark}@dog_{number}")
        for number, mark in enumerate(marks)
    ]
    put(mapped, "a.csv", table_text(table), WINDOW)
    with empty_warehouses.lent() as other:
        fill(mapped, other)
        handles = {f"{name}_{number}" for name in ("cat", "dog", "inv") for number in range(len(marks))}
        assert {account for (account,) in rows(other, "select account from users")} == handles
    texts = [f"see @eel_{number}{mark} and #tag{number}{mark} now" for number, mark in enumerate(marks)]
    tweets = [netlytic_row(number, description=text, title=text) for number, text in enumerate(texts)]
    put(study, "a.csv", table_text([list(tweet.values()) for tweet in tweets], list(tweets[0])), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select hashtags, mention_handles from tweets order by tweet_id") == [
        ([f"tag{number}"], [f"eel_{number}"]) for number in range(len(marks))
    ]


SIGNS = [
    "[]", "list()", "character(0)", "[None]", "[nan]", "set()", "{}", "[object Object]", "[deleted]", "c(NA)",
    "03.04.2021 12:30", "123,45", "1.5", "handle.invalid", "-", "?", "--", "########", "()", "@", "…", "\u2019", "\x00",
    "*", ".", "@ ", "|", "$", "\u200b", "^", "N/A", "n/a", " @N/A", "\\N", "(null)", "(NULL)", "(empty)", "(blank)",
    "(none)", "N.A.", "-nan", "1.34564E+18", "1,35E+05", "1E+5",
]  # fmt: skip
PAGES = {
    "https://twitter.com/Inv_1": "inv_1", "x.com/inv_2/": "inv_2", "https://www.twitter.com/@inv_3?s=20": "inv_3",
    "inv\x1b_4": "inv_4", " inv_5\x00": "inv_5", "mobile.twitter.com/inv_6": "inv_6", "HTTPS://X.COM/inv_7": "inv_7",
    '="inv_9"': "inv_9", "'inv_10": "inv_10", "['inv_11']": "inv_11", '["inv_12"]': "inv_12", 'c("inv_13")': "inv_13",
    "b'inv_14'": "inv_14", "Ana Ro (@inv_15)": "inv_15", "Ana Ro @inv_16": "inv_16", "inv_17:": "inv_17",
    "[inv_18](https://twitter.com/inv_18)": "inv_18", '<a href="https://x.com/inv_19">@inv_19</a>': "inv_19",
    '=HYPERLINK("https://twitter.com/inv_20","inv_20")': "inv_20", "{'id': 5, 'screen_name': 'inv_21'}": "inv_21",
    "/inv_22": "inv_22", "bo.b": "bo.b", "(@inv_23)": "inv_23", "(inv_24)": "inv_24", "Ana | @inv_25": "inv_25",
    "Ro, Ana, @inv_26": "inv_26", "{'username': 'inv_27', 'rawDescription': 'Mum, @inv_0 fan'}": "inv_27",
    "{'username': 'inv_28', 'displayname': '@inv_28 | @inv_0'}": "inv_28",
    '=HYPERLINK("https://twitter.com/@inv_29","@inv_29")': "inv_29",
    "NULL": "null", "nan": "nan", "1e5": "1e5", "émile": "émile", "Inv 8": "inv 8", "😀": "😀",
}  # fmt: skip


def test_signs_alone_name_nobody_and_a_page_names_its_account(
    study: Study, warehouse: Warehouse, empty_warehouses: EmptyWarehouses
) -> None:
    """As author, as who is answered, and at an end of a tie: of a table of tweets and of an edge list alike."""
    cells = [*SIGNS, *PAGES]
    rtweet = [
        rtweet_row(number, user_id="", screen_name=cell, reply_to_screen_name=cell, is_retweet="FALSE")
        for number, cell in enumerate(cells)
    ]
    put(study, "a.csv", csv_text(rtweet), WINDOW)
    fill(study, warehouse)
    taken = rows(warehouse, "select author, replied_to from tweets order by tweet_id")
    assert taken == [(account, account) for account in PAGES.values()]
    assert rows(warehouse, "select reason, count(*) from rejected_rows group by 1") == [("no author", len(SIGNS))]
    put(study, "a.csv", table_text([[cell, "inv_0"] for cell in cells], ["source", "target"]), WINDOW)
    with empty_warehouses.lent() as other:
        fill(study, other)
        sources = {source.lower() for (source,) in rows(other, "select source from raw_ties")}
        assert sources == {account for cell, account in PAGES.items() if cell not in NOTHING}
        reasons = [reason for (reason,) in rows(other, "select reason from rejected_rows")]
        assert len(reasons) == len(SIGNS) + len(PAGES.keys() & set(NOTHING))
        told = {f"its source is no account, or several: {cell}" for cell in SIGNS}
        assert told.union({"no source account"}).issuperset(reasons)
        assert not told.isdisjoint(reasons)


@pytest.mark.parametrize(
    "settings", ["", '\n[[column_map]]\nname = "t"\ncolumns.source = "source"\ncolumns.target = 2\n']
)
def test_what_programs_write_for_nothing_is_no_end_of_a_tie(
    tmp_path: Path, warehouse: Warehouse, settings: str
) -> None:
    """R writes NA and pandas nan for whom nobody answered: it was the most named account of the network."""
    mapped = make_study(tmp_path / "ties", settings=settings)
    ends = [("inv_1", word) for word in sorted(NOTHING)] + [("NaN", "inv_1"), ("inv_2", "inv_1"), ("inv_2", "@none")]
    put(mapped, "a.csv", table_text(ends, ["source", "target"]), WINDOW)
    fill(mapped, warehouse)
    assert rows(warehouse, "select source, target from raw_ties") == [("inv_2", "inv_1"), ("inv_2", "none")]
    assert rows(warehouse, "select reason, count(*) from rejected_rows group by 1 order by 2") == [
        ("no source account", 1),
        ("no target account", len(NOTHING)),
    ]
    assert rows(warehouse, "select account from users order by 1") == [("inv_1",), ("inv_2",), ("none",)]


SEVERAL = [
    "@ann, @bob",
    "ann;bob",
    "ann;@bob",
    "ann | bob",
    "ann,bob,cid",
    "@ann @bob",
    "Ann Ro (@ann), Bob (@bob)",
    "@a;@b;@c",
]


def test_a_cell_that_names_several_accounts_makes_none(
    study: Study, warehouse: Warehouse, empty_warehouses: EmptyWarehouses
) -> None:
    """Of tweets such a cell is told beside what was taken, in an edge list as the reason; names with commas stay."""
    named = {cell: cell.lower() for cell in ("Ro, Ann", "Ro & Bob", "bo.b", "Ann (at home)", "ann@server.example")}
    cells = [*SEVERAL, *named]
    rtweet = [
        rtweet_row(number, is_retweet="FALSE", reply_to_screen_name=cell, text="words")
        for number, cell in enumerate(cells)
    ]
    put(study, "a.csv", csv_text(rtweet), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select replied_to from tweets order by tweet_id") == [
        *[(None,)] * len(SEVERAL), *((name,) for name in named.values())
    ]  # fmt: skip
    assert rows(warehouse, "select bad_cells from raw_tweets order by tweet_id")[: len(SEVERAL)] == [
        ([f"in_reply_to_handle: {cell}"],) for cell in SEVERAL
    ]
    put(study, "a.csv", table_text([["inv_0", cell] for cell in cells], ["source", "target"]), WINDOW)
    with empty_warehouses.lent() as other:
        fill(study, other)
        assert [target.lower() for (target,) in rows(other, "select target from raw_ties order by row_number")] == [
            *named.values()
        ]
        assert rows(other, "select reason from rejected_rows order by row_number") == [
            (f"its target is no account, or several: {cell}",) for cell in SEVERAL
        ]


ELSEWHERE = ["https://t.co/abc", " http://example.org/inv_1", "HTTPS://pbs.twimg.com/profile_images/1/a.jpg"]


def test_an_address_elsewhere_is_no_account_of_x_but_may_be_a_node(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(one, screen_name=cell) for one, cell in enumerate(ELSEWHERE)]), WINDOW)
    put(study, "b.csv", table_text([[cell, "inv_0"] for cell in ELSEWHERE], ["source", "target"]), WINDOW)
    read_window(warehouse, study, WINDOW)
    named = rows(warehouse, "select author_handle, bad_cells from raw_tweets order by tweet_id")
    assert named == [(None, [f"author_handle: {cell}"]) for cell in ELSEWHERE]
    assert rows(warehouse, "select source from raw_ties order by row_number") == [(one.strip(),) for one in ELSEWHERE]


def test_an_id_that_stands_for_nobody_is_none(study: Study, warehouse: Warehouse) -> None:
    sentinels = ["-1", "0", "null", "None", "", -1, 0, None]
    tweets = []
    for number, sentinel in enumerate(sentinels):
        mentions = [
            {"start": 0, "end": 6, "username": f"gone{number}", "id": sentinel},
            {"start": 7, "end": 13, "username": f"here{number}", "id": f"77{number}"},
        ]
        text = f"@gone{number} @here{number}"
        tweets.append(v2_tweet(number, text=text, entities={"mentions": mentions}, in_reply_to_user_id=sentinel))
    put(study, "a.json", v2_page(*tweets), WINDOW)
    fill(study, warehouse)
    expected = {f"gone{number}": None for number in range(len(sentinels))}
    expected |= {f"here{number}": f"77{number}" for number in range(len(sentinels))}
    found = rows(warehouse, "select handle, user_id from tweet_mentions")
    assert (len(found), dict(found)) == (len(expected), expected)
    answers = rows(warehouse, "select in_reply_to_user_id, bad_cells from raw_tweets")
    assert answers == [(None, [])] * len(sentinels)


TWO_COLUMNS = """
[[column_map]]
name = "two columns"
columns.tweet_id = 1
columns.created_at = [2, 3]
columns.author_handle = 1
columns.text = 4
columns.in_reply_to_user_id = 5
columns.like_count = 6
header = false
files = "a.csv"
"""


def test_columns_that_together_make_a_field_or_have_no_name_are_bare_too(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path / "two", settings=TWO_COLUMNS)
    address = "https://x.com/in\u200bv_1/status/13543383513\u206013849901"
    lines = [
        (address, "2021-01-27", "08:00:00\u200e", "a\u200bb", "-1", "-1"),
        (address.replace("901", "902"), "2021-01-27", "NA", "c", "-1.0", "#WERT!"),
    ]
    put(study, "a.csv", table_text(lines[1:], lines[0]), WINDOW)
    read_window(warehouse, study, WINDOW)
    asked = "tweet_id, cast(created_at as varchar), author_handle, text, in_reply_to_user_id, like_count, bad_cells"
    assert rows(warehouse, f"select {asked} from raw_tweets") == [
        ("1354338351313849901", "2021-01-27 08:00:00", "inv_1", "a\u200bb", None, None, [])
    ]
    assert rows(warehouse, "select reason from rejected_rows") == [("no time of posting",)]


TIES = """
[[column_map]]
name = "our ties"
columns.source = "who"
columns.target = "whom"
columns.times = "how often"
"""


def test_accounts_of_a_mapped_edge_list_are_bare_too(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path / "ties", settings=TIES)
    lines = [("in\u200bv_1", "inv_2\u200d", "3"), ("inv_1", "-1", "1"), ("inv_1", "inv_3", "-1")]
    put(study, "a.csv", table_text(lines, ("who", "whom", "how often")), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert rows(warehouse, "select source, target, times from raw_ties order by row_number") == [
        ("inv_1", "inv_2", 3), ("inv_1", "inv_3", 1),
    ]  # fmt: skip
    assert rows(warehouse, "select reason from rejected_rows") == [("no target account",)]


LINES = """
[[column_map]]
name = "our lines"
columns.tweet_id = "link"
columns.author_handle = "link"
columns.text = "words"
"""


def test_addresses_in_mapped_documents_are_bare_too(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path / "lines", settings=LINES)
    documents = [
        {"link": "https://x.com/in\u200bv_1/status/13543383513\u206013849901", "words": "a\u200bb"},
        {"link": "https://x.com/inv_1/status/1354338351313849902", "words": "c"},
    ]
    put(study, "a.jsonl", "\n".join(map(json.dumps, documents)), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert rows(warehouse, "select tweet_id, author_handle, text from raw_tweets order by tweet_id") == [
        ("1354338351313849901", "inv_1", "a\u200bb"),
        ("1354338351313849902", "inv_1", "c"),
    ]


def test_lists_and_objects_in_place_of_a_count_an_id_and_a_handle_are_named(study: Study, warehouse: Warehouse) -> None:
    author = {"id": "9", "username": ["inv", 9], "public_metrics": [3], "name": "Inv", "created_at": {"year": 2020}}
    tweet = v2_tweet(1, author_id="9", public_metrics={"like_count": {"n": 1}, "reply_count": []}, author=author)
    put(study, "a.jsonl", json.dumps(tweet | {"in_reply_to_user_id": [5, 6]}), WINDOW)
    read_window(warehouse, study, WINDOW)
    [(cells, author_id, handle)] = rows(warehouse, "select bad_cells, author_id, author_handle from raw_tweets")
    assert (author_id, handle) == ("9", None)
    assert sorted(cells) == [
        'author_created_at: {"year": 2020}', "author_followers: [3]", "author_following: [3]",
        'author_handle: ["inv", 9]', "author_tweets: [3]", "in_reply_to_user_id: [5, 6]", 'like_count: {"n": 1}',
    ]  # fmt: skip


@pytest.mark.parametrize("flags", [("TRUE", "FALSE", "TRUE", ""), ("FALSE",) * 4, ("TRUE", "FALSE", "cat", "dog")])
def test_a_column_of_flags_in_place_of_handles_makes_no_account(
    mapped: Study, warehouse: Warehouse, flags: tuple[str, ...]
) -> None:
    table = [row(number, in_reply_to_handle=flag) for number, flag in enumerate(flags)]
    put(mapped, "a.csv", table_text(table), WINDOW)
    [outcome] = read_window(warehouse, mapped, WINDOW)
    read = rows(warehouse, "select in_reply_to_handle, is_reply from raw_tweets order by tweet_id")
    is_named = any("cells of in_reply_to_handle say nothing but true and false" in note for note in outcome.notes)
    assert (read, is_named) == (
        ([(flag, True) for flag in flags], False) if "cat" in flags else ([(None, None)] * 4, True)
    )


@pytest.mark.parametrize("second", ["other words", ""])
def test_a_second_column_of_one_name_is_named_where_it_says_something_else(
    mapped: Study, warehouse: Warehouse, second: str
) -> None:
    table = [[*row(number), row(number)[2] if number else second] for number in range(3)]
    put(mapped, "a.csv", table_text(table, [*MAPPED, "Text "]), WINDOW)
    [outcome] = read_window(warehouse, mapped, WINDOW)
    assert rows(warehouse, "select text from raw_tweets order by 1") == [(row(number)[2],) for number in range(3)]
    assert [note for note in outcome.notes if "the column text stands 2 times in the header, in 1 row" in note]


LINK_OF_APP = '<a href="https://inv.example/app" rel="nofollow">An App &amp; more</a>'
ESCAPED_LINK = LINK_OF_APP.replace("<", "&lt;").replace(">", "&gt;")


@of_file(
    csv_text([rtweet_row(number, source=source) for number, source in enumerate((LINK_OF_APP, ESCAPED_LINK, "An App"))])
)
def test_an_app_is_called_what_its_link_shows(read: ReadFile) -> None:
    assert read.raw("source") == ["An App &amp; more", "An App &amp; more", "An App"]


def test_so_it_is_in_a_mapped_table_whose_lists_are_joined_by_another_sign(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    names = ("tweet_id", "text", "author_handle", "source", "hashtags", "mention_handles", "mention_ids")
    settings = '\n[[column_map]]\nname = "ours"\n' + "\n".join(f'columns.{name} = "{name}"' for name in names) + "\n"
    study = make_study(tmp_path / "mapped", settings=settings)
    cells = ["1354338351313849901", "words", "inv_1", LINK_OF_APP, "one;two", "ann_1;bob", "71;72"]
    put(study, "a.csv", table_text([cells], names), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert rows(warehouse, "select source, hashtags, mention_handles, mention_ids from raw_tweets") == [
        ("An App &amp; more", ["one", "two"], ["ann_1", "bob"], ["71", "72"])
    ]


@of_file(csv_text([rtweet_row(number, lang=lang) for number, lang in enumerate(("None", "nan", "NULL", "no", "und"))]))
def test_a_word_for_nothing_is_no_language(read: ReadFile) -> None:
    assert read.raw("language") == [None, None, None, "no", "und"]


@of_file(csv_text([{"": "1", **rtweet_row(1), "Our Note": "x"}], ("", *rtweet_row(1), "Our Note")))
def test_a_column_of_row_numbers_without_a_name_is_not_said_to_be_left_out(read: ReadFile) -> None:
    assert read.outcome.unknown_columns == ["Our Note"]


COUNTS = {
    "3": 3, "3.0": 3, "3.00": 3, "3,0": 3, "3,00": 3, "1234,0": 1234, "0.000": 0, "1234.000": 1234, "3.00000": 3,
    "1.000": None, "12.000": None, "1,000": None, "12.345": None, "3,5": None, "1.2": None,
    "1.234,00": None, "1,234,00": None, "1.000,0": None,
}  # fmt: skip
"""Cells, and how many each says; None where it may be a thousand times as many, or is no whole number."""


@of_file(csv_text([rtweet_row(number, favorite_count=cell) for number, cell in enumerate(COUNTS)]))
def test_a_count_is_what_its_cell_says_whatever_signs_its_country_has(read: ReadFile) -> None:
    named = [[f"like_count: {cell}"] if count is None else [] for cell, count in COUNTS.items()]
    assert read.rows("like_count, bad_cells") == list(zip(COUNTS.values(), named, strict=True))


@of_file("source,target,weight\n" + "".join(f'ann_{number},bob,"{cell}"\n' for number, cell in enumerate(COUNTS)))
def test_so_is_a_weight(read: ReadFile) -> None:
    named = [[f"times: {cell}"] if count in {None, 0} else [] for cell, count in COUNTS.items()]
    assert read.rows("times, bad_cells", "raw_ties") == list(
        zip([count or 1 for count in COUNTS.values()], named, strict=True)
    )


ABOUT_OTHERS = {
    "bluesky_table": ("quoted_post", "quoted_user", "replied_to_user"),
    "fourcat_import": ("replied_author",),
    "mastodon_table": ("in_reply_to_id", "reblog_uri"),
    "minet": ("retweeted_user", "quoted_user"),
    "nodexl": ("Retweet ID",),
    "verification_plugin": ("replying_to",),
}


@pytest.mark.parametrize(("name", "column"), [(name, one) for name, each in ABOUT_OTHERS.items() for one in each])
def test_a_column_that_was_empty_to_r_or_pandas_makes_no_reply_retweet_or_quote(
    tmp_path: Path, warehouse: Warehouse, name: str, column: str
) -> None:
    """Of a file without replies R writes NA into each cell that would say whom a tweet answers, pandas nan."""
    sample = table_of(name)
    told = "is_reply, is_retweet, is_quote, in_reply_to_handle, retweeted_handle, quoted_handle"
    found = []
    for number, cells in enumerate((("",), ("NA", "nan")), start=1):
        study = make_study(tmp_path / str(number))
        for cell in cells:
            rows_of_one = [{**sample.rows[0], column: cell}] * 3
            put(study, f"of {cell}.csv", replace(sample, rows=rows_of_one).text(), WINDOW)
        assert [one.status for one in read_window(warehouse, study, WINDOW)] == ["read"] * len(cells)
        found.append(warehouse.connection.execute(f"select distinct {told} from raw_tweets").fetchall())
    assert found[1] == found[0] != []
