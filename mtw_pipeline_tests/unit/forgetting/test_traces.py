"""Names of the forgotten are found in whatever a study's folder holds, however it is packed and written."""

import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from mtw_pipeline.forgetting import traces
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.forgetting.traces import files_with_traces
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.samples.sample import parquet_bytes

GONE, HANDLE = "1345000000000000103", "Inv_105"
NAMES = ForgottenNames(Register("5a17").with_tweets([GONE]).with_users([HANDLE.lower()]))


def places(study: Study, *read: str) -> list[str]:
    found = files_with_traces(study, NAMES, frozenset((WINDOW.key, name) for name in read))
    return [one.place.removeprefix(f"{study.root}/") for one in found]


def zipped(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner", content)
    return stream.getvalue()


def workbook(text: str) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    book.active.append([text])  # type: ignore[union-attr]
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zipped, lambda one: zipped(zipped(gzip.compress(one)))])
@pytest.mark.parametrize(
    "write",
    [
        str.encode,
        lambda text: text.encode("utf-16"),
        lambda text: json.dumps(f"line\n{text}").encode(),
        lambda text: f"https://x.com/{text}/a".encode(),
    ],
)
@pytest.mark.parametrize("name", [GONE, HANDLE, HANDLE.upper()])
def test_a_name_is_found(
    study: Study, name: str, write: Callable[[str], bytes], pack: Callable[[bytes], bytes]
) -> None:
    (study.root / "a file").write_bytes(pack(write(name)))
    assert [place.partition(", in ")[0] for place in places(study)] == ["a file"]


def test_an_account_that_is_called_like_a_word_of_the_program_is_found_in_what_people_write_alone(study: Study) -> None:
    """After each forgetting of @name the run records, settings and columns of the copy were said to hold it."""
    names = ForgottenNames(Register("5a17").with_users(["name", "the", "jo", HANDLE.lower()]))
    for place in (".dagster/dagster.yaml", ".published/people.parquet", "notes.txt", ".dagster/log"):
        (study.root / place).parent.mkdir(exist_ok=True)
        (study.root / place).write_text(f"name: |jo|{HANDLE if place.endswith('log') else 'the'}", encoding="utf-8")
    found = files_with_traces(study, names, frozenset())
    assert sorted(one.place.removeprefix(f"{study.root}/") for one in found) == [".dagster/log", "notes.txt"]


def test_the_record_of_the_copy_which_was_made_anew_may_hold_what_others_write(study: Study) -> None:
    """Where another tweet writes ``Inv_105fans``, its compressed Parquet said by chance that the name remains."""
    folder = study.parts_record / "items"
    folder.mkdir(parents=True)
    (folder / f"{WINDOW.key}.parquet").write_bytes(parquet_bytes({"longer": pa.array([HANDLE])}))
    assert places(study) == []
    (folder / "notes.txt").write_text(HANDLE, encoding="utf-8")
    assert places(study) == [".published/items/notes.txt"]


@pytest.mark.parametrize("text", [f"{GONE}0", f"1{GONE}", f"x{HANDLE}", f"{HANDLE}_2", "inv", "", "9" * 10_000])
def test_what_only_holds_a_part_of_a_name_is_none(study: Study, text: str) -> None:
    (study.root / "a file").write_text(text, encoding="utf-8")
    assert places(study) == []


SHORT = ForgottenNames(Register("5a17").with_users(["9105", "4.9105@s.example"]))


def with_short_ids(study: Study, texts: list[str]) -> list[str]:
    for number, text in enumerate(texts):
        for write in ("utf-8", "utf-16"):
            (study.root / f"{number:02}.{write}").write_bytes(text.encode(write))
    found = {Path(one.place).name for one in files_with_traces(study, SHORT, frozenset())}
    return [text for number, text in enumerate(texts) for end in ("utf-8", "utf-16") if f"{number:02}.{end}" in found]


def test_a_user_id_of_few_digits_is_found_wherever_it_stands(study: Study) -> None:
    texts = [
        "9105", '{"id": 9105}', '["9105"]', '{"id": 9105.0}', "1.5,9105,2.5", "17,9105", "17;9105.0;", "10:9105",
        "/9105.csv", "it was 9105.", "to 9105.\nThen", "to 9105.Then", "no.9105", "v3.9105", " .9105", "3 .9105",
        "3. 9105", " 9104.9105.9106 ", "1.9105", "\ufeff1.9105", "1.9104\n2.9105\n", "1.9104\r\n2.9105\r\n",
        json.dumps("1.9104\n2.9105"), " 3.9105.com", " 3.9105@t.example", " 4.9105@s.example ", " @4.9105@s.example",
        " https://s.example/@4.9105",
    ]  # fmt: skip
    assert with_short_ids(study, texts) == [text for text in texts for _ in range(2)]
    with sqlite3.connect(study.root / "in.db") as database:
        database.execute("create table t (a, b, c)")
        database.execute('insert into t values (1795816445.25, \'{"id": "9105", "at": 1795816445.25}\', 3)')
    assert "in.db" in [Path(one.place).name for one in files_with_traces(study, SHORT, frozenset())]


def test_digits_behind_the_point_of_a_number_are_no_user_id(study: Study) -> None:
    texts = [
        '{"timestamp": 1795816445.9105}', "a,-0.9105,b", " 22:17:58.9105 ", "at 2026-11-27T22:17:58.9105+00:00",
        "took (17.9105).", "t=3.9105&x", 'd="M 1.5 3.9105 L 2.9105,7"', "x 4.9105-5",
    ]  # fmt: skip
    assert with_short_ids(study, texts) == []
    with sqlite3.connect(study.root / "in.db") as database:
        database.execute("create table t (a)")
        database.execute("insert into t values ('{\"at\": 1795816445.9105}')")
    assert files_with_traces(study, SHORT, frozenset()) == []


def test_a_name_across_two_blocks_is_found(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "_BLOCK", 32)
    for before in range(40):
        (study.root / "a file").write_text("-" * before + f" {GONE} ", encoding="utf-8")
        assert places(study) == ["a file"]


def test_others_may_mention_an_account_where_their_tweets_stand(study: Study) -> None:
    put(study, "book.xlsx", workbook(f"hello {HANDLE}"))
    put(study, "other.xlsx", workbook(f"see {GONE}"))
    put(study, "plain.csv.gz", f"hello {HANDLE}")
    incoming = f"incoming/{WINDOW.key}"
    assert len(places(study)) == 3
    [only] = places(study, "book.xlsx", "other.xlsx", "plain.csv.gz")
    assert only.startswith(f"{incoming}/other.xlsx, in xl/")


def test_a_bomb_and_a_file_that_nobody_may_read_are_named(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "_UNSUSPICIOUS_BYTES", 1000)
    (study.root / "bomb.gz").write_bytes(gzip.compress(bytes(10_000_000)))
    (study.root / "broken.zip").write_bytes(zipped(b"x" * 999)[:60])
    assert {place.partition(",")[0] for place in places(study)} == {"bomb.gz", "broken.zip"}


def test_the_name_of_a_file_and_a_history_count(study: Study) -> None:
    (study.root / f"about {HANDLE}.txt").write_bytes(b"")
    (study.root / ".git").mkdir()
    assert places(study) == [f"about {HANDLE}.txt", ".git"]


@pytest.mark.parametrize(
    ("name", "is_named"),
    [
        (f"tweets_of_{HANDLE}.csv", True), (f"{HANDLE}_2021/a.csv", True), (f"of_{HANDLE}_{GONE}x.csv", True),
        (f"tweets_of_x{HANDLE}.csv", False), ("tweets_of_Inv_1055.csv", False), ("tweets_105.csv", False),
    ],
)  # fmt: skip
def test_a_name_between_underscores_is_found_in_names_of_files(study: Study, name: str, is_named: bool) -> None:
    """As people call files, and what lies in an archive: of ``tweets_of_Inv_105.csv`` nothing was said."""
    folder = put(study, "b.csv", "x").parent
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("x", encoding="utf-8")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr(name, "x")
    place = f"incoming/{WINDOW.key}"
    assert places(study) == ([f"{place}/a.zip, in {name}", f"{place}/{name}"] if is_named else [])


def test_what_stands_beside_the_cells_of_a_workbook_that_was_read_is_looked_through(study: Study) -> None:
    """Who made it, sheets, ranges and comments are nobody's tweets; cells may mention whom they like."""
    book, stream = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append([f"thanks @{HANDLE}", "Application", "workbook"])
    book.save(stream)
    put(study, "plain.xlsx", stream.getvalue())
    assert places(study, "plain.xlsx") == []
    sheet["A1"].comment = Comment(f"by {HANDLE}", "Somebody")
    book.create_sheet(HANDLE)
    book.properties.creator = HANDLE
    book.save(stream)
    put(study, "plain.xlsx", stream.getvalue())
    found = {place.partition(", in ")[2] for place in places(study, "plain.xlsx")}
    assert found == {"docProps/core.xml", "xl/workbook.xml", "xl/comments/comment1.xml"}
    names = ForgottenNames(Register("5a17").with_users(["application", "workbook", "creator", "author"]))
    assert files_with_traces(study, names, frozenset({(WINDOW.key, "plain.xlsx")})) == []


def test_links_are_followed_once(study: Study, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text(GONE, encoding="utf-8")
    (study.root / "there").symlink_to(outside)
    (outside / "back").symlink_to(study.root)
    assert places(study) == ["there/a.txt"]


ON_BLUESKY = "at://did:plc:gone2/app.bsky.feed.post/3kgone"
ELSEWHERE = ForgottenNames(
    Register("5a17")
    .with_tweets(["at://did:plc:gone2/app.bsky.feed.post/3kgone", "https://s.example/users/Gone/statuses/113"])
    .with_users(["gone-one.bsky.social", "did:plc:gone2", "gone@s.example"])
)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zipped])
@pytest.mark.parametrize(
    "text",
    [
        "at://did:plc:gone2/app.bsky.feed.post/3kgone", "https://bsky.app/profile/did:plc:gone2/post/3kgone?x=1",
        "(https://s.example/@Gone/113).", "https://s.example/users/gone/statuses/113", "a@Gone-One.bsky.social.",
        "did:plc:gone2", "@gone@s.example", "https://s.example/@gone", "at%3A%2F%2Fdid%3Aplc%3Agone2%2Fapp.bsky",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "write",
    [
        str.encode,
        lambda text: text.encode("utf-16"),
        lambda text: json.dumps([text]).replace("/", "\\/").encode(),
        lambda text: f"1,{text},2;{text}|x\n".encode(),
    ],
)
def test_names_of_other_platforms_are_found(
    study: Study, text: str, write: Callable[[str], bytes], pack: Callable[[bytes], bytes]
) -> None:
    (study.root / "a file").write_bytes(pack(write(text)))
    assert len(files_with_traces(study, ELSEWHERE, frozenset())) == 1


@pytest.mark.parametrize(
    "text",
    [
        "at://did:plc:gone2x/app.bsky.feed.post/3kgone2",
        "one.bsky.social",
        "did:plc:gone22",
        "https://s.example/@other/1",
    ],
)
def test_what_is_like_a_name_of_another_platform_is_none(study: Study, text: str) -> None:
    (study.root / "a file").write_text(text, encoding="utf-8")
    assert files_with_traces(study, ELSEWHERE, frozenset()) == []


@pytest.mark.parametrize(("source", "further"), [("x", ""), ("x-refresh", " --refresh")])
def test_pages_of_an_unfinished_collection_are_named_with_what_to_do(study: Study, source: str, further: str) -> None:
    folder = study.collections_of(WINDOW)
    folder.mkdir(parents=True)
    (folder / f"{source}-20261120T120000Z.jsonl.gz.part").write_bytes(gzip.compress(f'{{"id":"{GONE}"}}\n'.encode()))
    (found,) = files_with_traces(study, NAMES, frozenset())
    assert found.place.endswith(".jsonl.gz.part")
    command = f"mtw collect --window {WINDOW.start} {WINDOW.end}{further}"
    assert f"({command})" in found.remedy
    assert f"({command} --as-it-is)" in found.remedy


@pytest.mark.parametrize(
    "text",
    [
        f"https://b.example/xrpc/getPosts?uris={ON_BLUESKY}&uris=at://did:plc:else/app.bsky.feed.post/3kelse",
        f"https://b.example/xrpc/getPosts?uris=at://did:plc:else/app.bsky.feed.post/3kelse&uris={ON_BLUESKY}",
        f"https://b.example/x?uris=at%3A%2F%2Fdid%3Aplc%3Aelse&uris={quote(ON_BLUESKY, safe='')}&limit=9",
        f"https://b.example/x?u={quote(quote(f'https://c.example/?u={ON_BLUESKY}', safe=''), safe='')}",
        "https://archive.example/2026/https://bsky.app/profile/did:plc:gone2/post/3kgone",
        "https://archive.example/2026/https://s.example/@Gone/113",
    ],
)
def test_an_address_inside_of_an_address_is_found(study: Study, text: str) -> None:
    names = ForgottenNames(Register("5a17").with_tweets([ON_BLUESKY, "https://s.example/users/Gone/statuses/113"]))
    (study.root / "a file").write_text(f"read {text} today", encoding="utf-8")
    assert [one.what for one in files_with_traces(study, names, frozenset())] == ["the id of a forgotten tweet"]


@pytest.mark.parametrize(
    "name", ["status_id", "__index_level_0__"], ids=["a category that no row has", "a name that pandas has for a row"]
)
def test_what_a_columnar_file_keeps_beside_its_rows_is_looked_through(study: Study, name: str) -> None:
    is_category = name == "status_id"
    cells = pa.DictionaryArray.from_arrays(pa.array([0]), ["1", GONE]) if is_category else pa.array([GONE])
    put(study, "a.parquet", parquet_bytes({name: cells, "text": pa.array(["a sentence"])}))
    assert places(study) == [f"incoming/{WINDOW.key}/a.parquet"]
