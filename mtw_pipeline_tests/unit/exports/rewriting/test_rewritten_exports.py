"""Exports written anew without what must be forgotten: in every format and dress, all the rest as it was."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from openpyxl.comments import Comment
from pyarrow import parquet

from mtw_pipeline.exports.formats.registry import DELIMITED_FORMATS, JSON_FORMATS
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.platforms import asked_account
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import (
    NETLYTIC_COLUMNS,
    WINDOW,
    csv_text,
    netlytic_row,
    put,
    rtweet_row,
    v2_page,
    v2_tweet,
)
from mtw_pipeline_tests.samples.sample import JsonSample, TableSample, sample_of
from mtw_pipeline_tests.unit.exports.rewriting.steps import ASKED, FIRST, TAKEN_BACK, names, rewrite, zipped

NAMES = [known.name for known in (*DELIMITED_FORMATS, *JSON_FORMATS) if known.name != "edge_list"]
RETWEET, REPLY = "1346400000000000002", "1346400000000000003"
COMPARED = ("author", "created_at", "text", "tweet_type", "like_count", "hashtags", "mention_handles")
NOT_COMPARED = (
    "export_file", "row_number", "in_reply_to_tweet_id", "in_reply_to_user_id", "in_reply_to_handle", "quoted_tweet_id",
    "quoted_user_id", "quoted_handle", "urls",
)  # fmt: skip
"""Where a row stands, and what leads from it to a tweet that may be gone."""
OF_COLUMNS = frozenset({"minet", "twarc_csv", "x_api_v1", "x_api_v2", "zeeschuimer", "bluesky_api"})
"""Formats that are tried in Parquet too, of which columns and objects are rewritten alike in all."""


def content(data: bytes) -> str:
    """All text of a file, whatever it is packed in."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(content(archive.read(name)) for name in archive.namelist())
    if data.startswith(b"PAR1"):
        return str(parquet.read_table(io.BytesIO(data)).to_pylist()) + content(data.replace(b"PAR1", b""))
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    return data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8", "replace")


def tweets(study: Study, warehouse: Warehouse) -> dict[str, dict[str, object]]:
    """The tweets that a reading of the exports gives, with nothing left out by a register."""
    read_window(warehouse, study, WINDOW)
    warehouse.replace_window(IDENTITIES, WINDOW)
    warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())
    result = warehouse.connection.execute(f"select tweet_id, {', '.join(COMPARED)} from tweets")
    return {row[0]: dict(zip(COMPARED, row[1:], strict=True)) for row in result.fetchall()}


def dresses_of(name: str, sample: TableSample | JsonSample) -> Iterator[tuple[str, str | bytes]]:
    """What a format comes in; what holds for any text is tried with one table and one JSON."""
    yield "plain", sample.text()
    if name in {"minet", "x_api_v1"}:
        yield from (("crlf", sample.text("\r\n")), ("packed.gz", sample.text()))
        yield from (("marked", "\ufeff" + sample.text()), ("utf16", sample.text("\r\n").encode("utf-16")))
        if isinstance(sample, JsonSample):
            yield "together.json", "".join(json.dumps(one) for one in sample.documents)
            yield "printed.json", "\n".join(json.dumps(one, indent=2) for one in sample.documents)
    if isinstance(sample, TableSample):
        yield "workbook.xlsx", sample.workbook()
        yield from [("columns.parquet", sample.typed_parquet({}))] if name in OF_COLUMNS else []
    elif sample.also_as_array:
        yield "array.json", sample.array()
    if isinstance(sample, JsonSample) and name in OF_COLUMNS:
        yield "objects.parquet", sample.parquet()
    if not (sample.companions or name in {"minet", "x_api_v1"}):  # each member is written anew as it would be alone
        return
    text = "\ufeff" + sample.text("\r\n")  # a file of the same content as another would not count
    members = {"tweets.js": text, "picture.png": "no export", **sample.companions}
    yield "archive.zip", zipped({f"folder/{name}": text for name, text in members.items()})


@pytest.mark.parametrize("name", NAMES)
def test_a_tweet_and_what_passes_it_on_go_from_every_dress_of_every_format(
    name: str, study: Study, warehouse: Warehouse
) -> None:
    sample = sample_of(name)
    paths = {dress: put(study, dress, data) for dress, data in dresses_of(name, sample)}
    for companion, text in sample.companions.items():
        put(study, companion, text)
    before = tweets(study, warehouse)
    no_handles = (
        {"mention_handles": None} if name.startswith("bluesky") else {}
    )  # of one who is gone the did alone stays
    rows = {dress: rows_of(warehouse, dress, **no_handles) for dress in paths}
    first = next(iter(sample.tweets)) if "://" in next(iter(sample.tweets)) else FIRST
    gone = {first, *(one for one, tweet in before.items() if tweet["tweet_type"] == "retweet")}
    gone -= {RETWEET} if name.startswith("x_archive") else set()  # passes on a tweet of somebody else
    rewritten = rewrite(study, Register("5a17").with_tweets([first]))
    assert (names(rewritten.exports), names(rewritten.untouched)) == (sorted(paths), [])
    left = {one: {**tweet, **no_handles} for one, tweet in tweets(study, warehouse).items()}
    assert left == {one: {**tweet, **no_handles} for one, tweet in before.items() if one not in gone}
    for dress, path in paths.items():
        assert rows_of(warehouse, dress, **no_handles) == [row for row in rows[dress] if row[0] not in gone], dress
        assert first.rpartition("/")[2] not in content(path.read_bytes()), dress


def rows_of(warehouse: Warehouse, dress: str, **left_out: None) -> list[tuple[object, ...]]:
    """What the rows of a file or of the files of an archive say, in order, each behind the id of its tweet.

    No and not known are one: what only the tweets that go had, the file tells no more.
    """
    found = warehouse.connection.execute(
        f"select tweet_id, * exclude ({', '.join((*NOT_COMPARED, *left_out))}) from raw_tweets"
        " where starts_with(export_file, $dress) order by export_file, row_number",
        {"dress": dress},
    ).fetchall()
    return [tuple(None if value is False or value == [] else value for value in row) for row in found]


def test_lines_that_stay_are_the_same_to_the_byte(study: Study) -> None:
    rows = [rtweet_row(number, text=f'one,\n"two" {number}', screen_name=f" inv_{number} ") for number in range(1, 6)]
    before = ("\ufeff" + csv_text(rows, line_end="\r\n")).encode()
    path = put(study, "a.csv", before)
    rewrite(study, Register("5a17").with_tweets([rows[2]["status_id"]]))
    without = [row for row in rows if row is not rows[2]]
    assert path.read_bytes() == ("\ufeff" + csv_text(without, line_end="\r\n")).encode()


def test_an_account_whose_page_is_no_address_keeps_nothing_from_being_forgotten(study: Study) -> None:
    account = {"id": "1", "acct": "ada", "username": "ada", "display_name": "Ada", "url": "http://["}
    statuses = [
        {"id": str(number), "uri": f"https://school.example/users/ada/statuses/{number}", "content": "<p>x</p>",
         "created_at": "2020-12-10T10:00:00Z", "visibility": "public", "reblogs_count": 0, "favourites_count": 0,
         "account": {**account, "url": "https://school.example/@ada"} if number == 1 else account}
        for number in (1, 2)
    ]  # fmt: skip
    path = put(study, "a.jsonl", "".join(f"{json.dumps(one)}\n" for one in statuses))
    assert names(rewrite(study, Register("5a17").with_tweets([str(statuses[0]["uri"])])).exports) == ["a.jsonl"]
    assert [json.loads(line) for line in path.read_text().splitlines()] == statuses[1:]


@pytest.mark.parametrize("user", ["Inv_2", "9002"])
def test_everything_of_a_user_goes_and_mentions_by_others_stay(user: str, study: Study) -> None:
    profiles = [{"id": f"900{number}", "username": f"Inv_{number}", "name": f"Profile {number}"} for number in (1, 2)]
    mention = {"entities": {"mentions": [{"start": 0, "end": 6, "username": "Inv_2", "id": "9002"}]}}
    own, retweet = v2_tweet(2, text=TAKEN_BACK), v2_tweet(1, text=f"RT @Inv_2: {TAKEN_BACK}", author_id="9001")
    retweet["referenced_tweets"] = [{"type": "retweeted", "id": own["id"]}]
    answer = v2_tweet(3, text="@Inv_2 yes", author_id="9001", in_reply_to_user_id="9002", **mention)
    page = v2_page(retweet, answer, users=profiles)
    path = put(study, "a.jsonl", page.replace('"users":', f'"tweets": [{json.dumps(own)}], "users":'))
    assert names(rewrite(study, Register("5a17").with_users([user])).exports) == ["a.jsonl"]
    left = json.loads(path.read_text(encoding="utf-8"))
    assert left["data"] == [answer]
    assert left["includes"] == {"tweets": [], "users": profiles[:1]}


@pytest.mark.parametrize(
    ("name", "account", "pasted"),
    [
        ("bluesky_api", "did:plc:900{}", ("did:plc:900{}",)),
        ("bluesky_api", "inv-{}.inv.example", ("@Inv-{}.inv.example", "https://bsky.app/profile/inv-{}.inv.example")),
        ("bluesky_jetstream", "did:web:900{}", ("did:web:900{}",)),
        ("mastodon_api", "inv_{}@inv.example", ("@Inv_{}@inv.example", "https://inv.example/@Inv_{}")),
    ],
)
def test_everything_of_an_account_goes_on_other_platforms(
    name: str, account: str, pasted: tuple[str, ...], study: Study, warehouse: Warehouse
) -> None:
    """The first wrote what the second passes on, the third answers and the fourth quotes."""
    sample = sample_of(name)
    for number, kinds in ((1, ["quote tweet", "reply"]), (2, ["quote tweet", "reply", "tweet"])):
        found = {way: asked_account(way.format(number)).found for way in pasted}
        assert found == dict.fromkeys(pasted, account.format(number))
        path = put(study, "a.jsonl", sample.text())
        assert names(rewrite(study, Register("5a17").with_users([account.format(number)])).exports) == ["a.jsonl"]
        left = path.read_text(encoding="utf-8")
        kept = tweets(study, warehouse)
        assert sorted(str(tweet["tweet_type"]) for tweet in kept.values()) == kinds
        assert ("an invented sentence" in left or "invented sentence & more" in left) == (number == 2)
        assert not any(f"900{number}/" in one or f"Inv_{number}/" in one for one in kept)


def test_a_quoted_tweet_goes_from_the_tweet_that_quotes_it(study: Study, warehouse: Warehouse) -> None:
    user = {"id_str": "9001", "screen_name": "inv_1", "name": "Invented", "description": ""}
    common = {"created_at": "Tue Jan 05 10:00:00 +0000 2021", "retweet_count": 0, "favorite_count": 1}
    quoted = {"id_str": FIRST, "text": TAKEN_BACK, "user": {**user, "id_str": "9002", "screen_name": "inv_2"}, **common}
    quoting = {
        "id_str": REPLY, "text": f"look https://twitter.com/inv_2/status/{FIRST}", "user": user, **common,
        "is_quote_status": True, "quoted_status_id_str": FIRST, "quoted_status": quoted,
    }  # fmt: skip
    path = put(study, "a.jsonl", json.dumps(quoting) + "\n")
    assert names(rewrite(study, ASKED).exports) == ["a.jsonl"]
    left = path.read_text(encoding="utf-8")
    assert FIRST not in left
    assert TAKEN_BACK not in left
    again = rewrite(study, ASKED)
    assert (again.exports, again.untouched) == ((), ())
    [(one, tweet)] = tweets(study, warehouse).items()
    assert (one, tweet["tweet_type"], tweet["text"]) == (
        REPLY,
        "quote tweet",
        "look https://twitter.com/inv_2/status/0",
    )


def test_the_text_of_a_quoted_tweet_goes_from_a_table(study: Study) -> None:
    quoting = rtweet_row(
        3, is_quote="TRUE", quoted_status_id=FIRST, quoted_text=TAKEN_BACK, quoted_user_id="9001",
        quoted_screen_name="inv_1", text="look",
    )  # fmt: skip
    path = put(study, "a.csv", csv_text([rtweet_row(1), quoting]))
    assert names(rewrite(study, ASKED).exports) == ["a.csv"]
    expected = {**quoting, "quoted_status_id": "0", "quoted_text": ""}
    assert path.read_text(encoding="utf-8") == csv_text([rtweet_row(1), expected])


def test_files_of_the_same_content_stay_the_same_and_count_once(study: Study, warehouse: Warehouse) -> None:
    rows = [rtweet_row(1, status_id=FIRST), rtweet_row(2)]
    paths = [put(study, name, csv_text(rows)) for name in ("a.csv", "b/again.csv", "c.csv")]
    assert names(rewrite(study, ASKED).exports) == ["a.csv", "again.csv", "c.csv"]
    assert {path.read_text(encoding="utf-8") for path in paths} == {csv_text(rows[1:])}
    accounts = read_window(warehouse, study, WINDOW)
    assert [account.status for account in accounts] == ["read", "refused", "refused"]


def test_ties_of_a_user_go_from_an_edge_list(study: Study) -> None:
    header = "source,target,relationship\n"
    kept = "inv_1,inv_3,mention\ninv_1,inv_2,mention\n"
    path = put(study, "edges.csv", f"{header}inv_2,inv_1,mention\n{kept}inv_3,Inv_2,retweet\n")
    assert names(rewrite(study, Register("5a17").with_users(["inv_2"])).exports) == ["edges.csv"]
    assert path.read_text(encoding="utf-8") == header + kept


def test_a_row_that_could_not_be_taken_goes_if_it_names_the_tweet(study: Study) -> None:
    rows = [rtweet_row(1), rtweet_row(2, status_id="broken", text=f"says {FIRST}"), rtweet_row(3, status_id="broken")]
    path = put(study, "a.csv", csv_text(rows))
    assert names(rewrite(study, ASKED).exports) == ["a.csv"]
    assert path.read_text(encoding="utf-8") == csv_text([rows[0], rows[2]])


def test_a_workbook_keeps_its_places_and_its_other_sheets(study: Study) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in csv_text([rtweet_row(1), rtweet_row(2, status_id=FIRST), rtweet_row(3)]).splitlines():
        sheet.append(line.split(","))
    book.create_sheet("Notes")["B2"] = "a note"
    stream = io.BytesIO()
    book.save(stream)
    path = put(study, "a.xlsx", stream.getvalue())
    assert names(rewrite(study, ASKED).exports) == ["a.xlsx"]
    left = openpyxl.load_workbook(path)
    rows = list(left.worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["1345000000000000001", None, "1345000000000000003"]
    assert set(rows[2]) == {None}
    assert left["Notes"]["B2"].value == "a note"


def test_merged_cells_and_comments_of_a_row_go_with_it(study: Study) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    table = csv_text([rtweet_row(1), rtweet_row(2, status_id=FIRST, text=TAKEN_BACK), rtweet_row(3)])
    for line in table.splitlines():
        sheet.append(line.split(","))
    last = sheet.max_column
    sheet.merge_cells(start_row=3, end_row=3, start_column=last, end_column=last + 1)
    for row in (3, 4):
        sheet.cell(row, 1).comment = Comment(f"of row {row}: {TAKEN_BACK if row == 3 else 'kept'}", "Inv Commenter")
    stream = io.BytesIO()
    book.save(stream)
    path = put(study, "a.xlsx", stream.getvalue())
    rewritten = rewrite(study, ASKED)
    assert (names(rewritten.exports), rewritten.untouched, rewritten.damaged) == (["a.xlsx"], (), ())
    left = openpyxl.load_workbook(path).worksheets[0]
    assert [left.cell(row, 1).value for row in (2, 3, 4)] == ["1345000000000000001", None, "1345000000000000003"]
    assert [one.text if (one := left.cell(row, 1).comment) else None for row in (3, 4)] == [None, "of row 4: kept"]
    assert TAKEN_BACK not in content(path.read_bytes())


def test_a_file_that_would_read_otherwise_stays_and_is_named(study: Study) -> None:
    """How a file escapes quotation marks shows by most of its rows: without the first, these are read as doubled."""
    texts = {
        FIRST: r'"said \"so\" and \"so\", and more"',
        RETWEET: r'"from C:\""temp"" on"',
        REPLY: '"and on"',
    }
    table = csv_text([rtweet_row(number, status_id=one, text=one[::-1]) for number, one in enumerate(texts)])
    for one, written in texts.items():
        table = table.replace(one[::-1], written)
    path = put(study, "a.csv", table)
    before = path.read_bytes()
    rewritten = rewrite(study, ASKED)
    assert (rewritten.exports, names(rewritten.untouched)) == ((), ["a.csv"])
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["a.csv"]


def test_what_holds_nothing_to_forget_is_not_written(study: Study) -> None:
    texts = {"a.csv": csv_text([rtweet_row(1)]), "b.jsonl": v2_page(v2_tweet(2)), "c.bin": "\0\1\2" * 99, "d.csv": ""}
    stamps = {put(study, name, text): None for name, text in texts.items()}
    before = {path: path.stat().st_mtime_ns for path in stamps}
    rewritten = rewrite(study, ASKED)
    assert (rewritten.exports, rewritten.untouched) == ((), ())
    assert {path: path.stat().st_mtime_ns for path in stamps} == before


@pytest.mark.parametrize("asked", [1, 2, 3])
def test_of_an_edited_tweet_every_version_goes(study: Study, warehouse: Warehouse, asked: int) -> None:
    ids = [str(1_345_000_000_000_000_000 + number) for number in range(1, 4)]
    versions = [v2_tweet(number, text=f"{number}", edit_history_tweet_ids=ids[:number]) for number in range(1, 4)]
    put(study, "a.jsonl", "".join(v2_page(one) for one in (*versions, v2_tweet(9))))
    rewrite(study, Register("5a17").with_tweets([ids[asked - 1]]))
    assert list(tweets(study, warehouse)) == ["1345000000000000009"]


def test_a_retweet_that_shows_by_its_text_alone_goes(study: Study) -> None:
    long = f"{TAKEN_BACK}, which is a long story"
    rows = [
        netlytic_row(1, description=long),
        netlytic_row(2, description=f"RT @inv_1: {TAKEN_BACK}, which is…"),
        netlytic_row(3, description=f"RT @inv_9: {TAKEN_BACK}, which is…"),
    ]
    path = put(study, "a.csv", csv_text(rows, NETLYTIC_COLUMNS))
    gone = Register("5a17").with_tweets([rows[0]["link"].rpartition("/")[2]])
    assert names(rewrite(study, gone).exports) == ["a.csv"]
    assert path.read_text(encoding="utf-8") == csv_text(rows[2:], NETLYTIC_COLUMNS)
    assert names(rewrite(study, Register("5a17").with_users(["INV_9"])).exports) == ["a.csv"]
    assert path.read_text(encoding="utf-8") == csv_text([], NETLYTIC_COLUMNS)


@pytest.mark.parametrize(
    ("encoding", "gone", "kept"),
    [
        ("mac_roman", "Ça va? Où est l’été, dit-elle à côté", "Ü"),
        ("cp1250", "Zażółć gęślą jaźń, ąę źle", "słowo"),
        ("cp1254", "ışık ve şiir öğrenciler için", "ş"),
    ],
)
def test_rows_that_prove_the_encoding_of_the_others_can_be_forgotten(
    study: Study, encoding: str, gone: str, kept: str
) -> None:
    rows = [rtweet_row(1, text=gone), rtweet_row(2, text=kept)]
    path = put(study, "letters.csv", csv_text(rows).encode(encoding))
    rewritten = rewrite(study, Register("5a17").with_tweets([rows[0]["status_id"]]))
    assert (names(rewritten.exports), names(rewritten.untouched)) == (["letters.csv"], [])
    assert path.read_text(encoding="utf-8") == csv_text(rows[1:])


@pytest.mark.parametrize(
    "texts",
    [
        ("<U+0001F600> gone", "<U+0001F600> one", r"two\u2019s", "three"),
        ("\U0001f600 gone", "it shows <U+0001F600>", "it shows <U+0001F601>", "it shows <U+0001F602>"),
    ],
    ids=["makes three escaped texts", "shows that texts are about escapes"],
)
def test_a_row_that_decides_whether_texts_are_decoded_can_be_forgotten(study: Study, texts: tuple[str, ...]) -> None:
    rows = [rtweet_row(number, text=text, hashtags="<U+00E9>t<U+00E9>") for number, text in enumerate(texts, start=1)]
    path = put(study, "escaped.csv", csv_text(rows))
    rewritten = rewrite(study, Register("5a17").with_tweets([rows[0]["status_id"]]))
    assert (names(rewritten.exports), names(rewritten.untouched)) == (["escaped.csv"], [])
    assert path.read_text(encoding="utf-8") == csv_text(rows[1:])
