"""The planted corpus in one copy: nobody is named in it, and the check sees every leak that masking would miss."""

import html
import re
import stat
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.copying import SOURCE, copying_statement
from mtw_pipeline.published.inspection import findings
from mtw_pipeline.published.names.allowed import allowed_words
from mtw_pipeline.published.people import LONG_ID, People
from mtw_pipeline.published.search import Search
from mtw_pipeline.report.faces import Face
from mtw_pipeline.report.page import render
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.supplement.inspection import PageTexts
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline_tests.builders import WINDOW, make_study
from mtw_pipeline_tests.published_copies import publish
from mtw_pipeline_tests.unit.published.leaks import (
    CODERS,
    DERIVED_IN_TEXTS,
    HANDLES,
    IDS,
    IN_TEXTS,
    NAMES,
    OTHER_PLACES,
    SHORT_ID,
    TINY_ID,
    TWEET_ID,
    UNKNOWN_IN_TEXTS,
    USER_ID,
    Leak,
)
from mtw_pipeline_tests.unit.report.pages import make_facts

PLANTED = (*IN_TEXTS, *DERIVED_IN_TEXTS, *UNKNOWN_IN_TEXTS)
TITLE = "What Ann Real Name and @Ann_Invented say"


def as_read(text: str) -> str:
    """A text as a person reads it, by other means than masking and the check."""
    for _ in range(3):
        text = html.unescape(unquote(text))
    shown = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", "".join(one for one in shown if unicodedata.category(one) not in ("Cf", "Mn")))


def holds(text: str, secret: str) -> bool:
    read = as_read(text)
    return secret in read or secret in re.sub(r"[\W_]+", " ", read)


def plant(warehouse: Warehouse, table: str, **cells: object) -> None:
    cells = {"collection_window": WINDOW.key, **cells}
    names, marks = ", ".join(cells), ", ".join("?" * len(cells))
    warehouse.connection.execute(f"insert into {table} ({names}) values ({marks})", list(cells.values()))


def fill(warehouse: Warehouse) -> None:
    """Everybody as an export names them, and every leak in a tweet of its own or in a place of its own."""
    for number, handle in enumerate(HANDLES):
        plant(warehouse, "raw_tweets", tweet_id=str(1000 + number), author_handle=handle, export_file="a.csv")
    for number, name in enumerate(NAMES):
        plant(warehouse, "raw_tweets", tweet_id=str(2000 + number), author_name=name, export_file="a.csv")
    for one in IDS:
        plant(warehouse, "raw_tweets", tweet_id=one, author_id=one, export_file="a.csv", bad_cells=["name: whoever"])
    for number, leak in enumerate(PLANTED):
        plant(warehouse, "tweets", tweet_id=str(100 + number), author="x", text=f"begin{number}x {leak.value} and then")
    for _, table, cells, _ in OTHER_PLACES:
        plant(warehouse, table, **cells)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Study, dict[str, list[str]]]]:
    study = make_study(tmp_path_factory.mktemp("leaks") / "study")
    text = study.settings_path.read_text(encoding="utf-8")
    text = text.replace('title = "#InventedTag"', f'title = "{TITLE}"').replace(
        "# publishers = []", 'publishers = ["news.example.net"] #'
    )
    study.settings_path.write_text(text, encoding="utf-8")
    study = Study.load(study.root)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        fill(warehouse)
        publish(warehouse, study, "run")
        yield study, findings(warehouse, study).by_check


@pytest.fixture(scope="module")
def cells(published: tuple[Study, dict[str, list[str]]]) -> dict[str, list[str]]:
    """Every cell of the copy as text, by its table; Parquet files by their names."""
    found: dict[str, list[str]] = {}
    with duckdb.connect(str(published[0].published_database), read_only=True) as copy:
        for (name,) in copy.execute("select table_name from duckdb_tables()").fetchall():
            file = str(
                published[0].published
                / "parquet"
                / ("provenance.parquet" if name == "provenance" else f"{name}/*.parquet")
            )
            found[name] = [str(cell) for row in copy.execute(f"from {name}").fetchall() for cell in row]
            found[file] = [str(cell) for row in copy.execute("from read_parquet(?)", [file]).fetchall() for cell in row]
        found["schema"] = [
            str(row[0])
            for row in copy.execute(
                "select sql from duckdb_views() union all select comment from duckdb_columns() union all"
                " select comment from duckdb_tables()"
            ).fetchall()
        ]
    return found


@pytest.fixture(scope="module")
def read_cells(cells: dict[str, list[str]]) -> dict[str, str]:
    """What a person reads in each table: all its cells as text, once more with blanks in place of signs."""
    read = {table: as_read("\n".join(those)) for table, those in cells.items()}
    return {table: text + "\n" + re.sub(r"[^\w\n]+", " ", text) for table, text in read.items()}


@pytest.mark.parametrize("leak", PLANTED, ids=lambda leak: leak.name)
def test_nobody_is_named_in_a_text(leak: Leak, cells: dict[str, list[str]]) -> None:
    begin = f"begin{PLANTED.index(leak)}x "
    [text] = [cell for cell in cells["tweets"] if cell.startswith(begin)]
    assert not [secret for secret in leak.secrets if holds(text, secret)], text
    assert text.endswith(" and then")


@pytest.mark.parametrize("place", OTHER_PLACES, ids=lambda place: place[0])
def test_nobody_is_named_elsewhere(place: tuple[str, str, object, tuple[str, ...]], read_cells: dict[str, str]) -> None:
    _, _, _, secrets = place
    assert not [(table, secret) for table, text in read_cells.items() for secret in secrets if secret in text]


def test_a_name_of_two_words_stands_in_no_row_and_in_no_list(cells: dict[str, list[str]]) -> None:
    assert "mustermann" not in cells["bigram_frequencies"]
    assert "['[name]']" in cells["communities"]


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (0, 0),
        (1, 1),
        (9, 1),
        (10, 10),
        (999, 100),
        (48_213, 10_000),
        (999_999, 100_000),
        (88_000_000, 1_000_000),
        (None, None),
    ],
)
def test_followers_are_told_in_bands_and_times_by_the_hour(
    known: int | None, shown: int | None, warehouse: Warehouse
) -> None:
    time = "2021-01-02 10:59:59"
    plant(warehouse, "users", account="x", followers=known, following=known, first_tweet_at=time)
    plant(warehouse, "leaders", account="x", followers=known)
    asked = "select followers, {} from ({})"
    for table, rest in (("users", "following, first_tweet_at"), ("leaders", "followers, null")):
        statement = copying_statement(table_named(table), identify=False).replace(SOURCE, "main")
        for name in set(re.findall(r"\bmain\.(\w+)", statement)) - {table}:
            columns = "name varchar, pseudonym varchar, number bigint"
            warehouse.connection.execute(f"create or replace table {name} ({columns})")
        [row] = warehouse.connection.execute(asked.format(rest, statement)).fetchall()
        assert row[:2] == (shown, shown)
        assert row[2] in (None, datetime(2021, 1, 2, 10))


def test_no_byte_of_the_copy_names_anybody(published: tuple[Study, dict[str, list[str]]]) -> None:
    folder = published[0].published
    files = [path for path in folder.rglob("*") if path.is_file()]
    content = b"\n".join(path.read_bytes().lower() for path in files)
    secrets = {secret for leak in PLANTED for secret in leak.secrets if len(secret) >= LONG_ID}
    assert not [secret for secret in secrets if secret.encode() in content]
    assert published[0].pseudonym_key.read_text(encoding="ascii").strip().encode() not in content


def test_the_check_of_the_copy_finds_nothing_in_it(published: tuple[Study, dict[str, list[str]]]) -> None:
    assert published[1] == {"rows_equal": [], "no_person": [], "commented": [], "parquet_equal": []}


@pytest.fixture(scope="module")
def search(published: tuple[Study, dict[str, list[str]]]) -> Search:
    handles = tuple(handle.lower() for handle in HANDLES)
    return Search(People(handles, NAMES, (SHORT_ID, TINY_ID), CODERS), allowed_words(published[0].settings))


@pytest.mark.parametrize("leak", IN_TEXTS, ids=lambda leak: leak.name)
def test_the_check_sees_what_masking_would_miss(leak: Leak, search: Search) -> None:
    assert search.found_in(pa.array([f"begin {leak.value} and then"]))


def test_the_check_is_of_many_values_at_once(search: Search) -> None:
    values = ["nothing", "thanks Ann", "Real Name", f"uid{USER_ID}", "Ann Real Name", "ann_invented", "zoe9 ZOE9"]
    assert search.found_in(pa.array(values)) == {"handles": 2, "names": 1, "ids": 1}


def test_who_is_called_what_the_program_says_is_not_found_in_what_it_says(search: Search) -> None:
    """Somebody is called "The Study", another @word_list: they end no run, and stay names in what people write."""
    tables = published_tables(identify=False)
    said = [column.meaning for table in tables for column in table.columns]
    page = render(make_facts("plain"), face=Face(is_published=True, fewest_people=5, is_identified=False))
    texts = PageTexts(page).of_the_program + said
    called = {" ".join(words) for text in texts for words in pairwise(re.findall(r"[^\W\d_]{2,}", text))}
    handles = tuple({column.name for table in tables for column in table.columns if "_" in column.name})
    looking = Search(
        People(handles, tuple(called), (), (), ("en",)), allowed_words(StudySettings(title="t", hashtags=("a",)))
    )
    assert len(called) > 1_000
    assert looking.found_in(pa.array(texts), of_the_program=True) == {}
    found = looking.found_in(pa.array(texts))
    assert found["handles"] > 5 < found["names"]
    assert search.found_in(pa.array(["as Jose Perez Gil says"]), of_the_program=True) == {"names": 1}


def test_a_number_with_a_point_is_no_handle_of_any_platform() -> None:
    looking = Search(
        People(("1.0", "bob.example"), (), (), (), ()), allowed_words(StudySettings(title="t", hashtags=("a",)))
    )
    assert looking.found_in(pa.array(["version 0.1.0", "bob.example"])) == {"names": 1}


def test_a_copy_that_names_somebody_fails_the_check(
    published: tuple[Study, dict[str, list[str]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    study = make_study(tmp_path / "study")
    monkeypatch.setattr("mtw_pipeline.published.masking.one_text.Masking.word", lambda _self, token: token)
    monkeypatch.setattr("mtw_pipeline.published.masking.one_text.Masking.text", lambda _self, text: text)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        fill(warehouse)
        publish(warehouse, study, "run")
        found = findings(warehouse, study).by_check
        warehouse.connection.execute("set memory_limit = '160MB'")
        monkeypatch.setattr("mtw_pipeline.published.inspection._FEW_ROWS", 2)
        monkeypatch.setattr("mtw_pipeline.published.inspection._FEW_TOKENS", 1)
        found_a_few_rows_at_a_time = findings(warehouse, study).by_check
    for place in (
        "tweets.text",
        "tweet_tokens.tokens",
        "word_frequencies.word",
        "bigram_frequencies.first_word+second_word",
        "communities.words",
        "tweet_hashtags.hashtag",
        "codebook.example",
        "collection_exports.notes",
    ):
        assert place in " ".join(found["no_person"])
    kinds = [
        {re.sub(r"\d+ (\w+?)s?\b", r"\1", one.partition(", first in")[0]) for one in some["no_person"]}
        for some in (found, found_a_few_rows_at_a_time)
    ]
    assert kinds[0] == kinds[1]
    assert found_a_few_rows_at_a_time["rows_equal"] == found["rows_equal"]


def test_only_what_names_people_is_for_its_owner_alone(
    tmp_path: Path, published: tuple[Study, dict[str, list[str]]]
) -> None:
    study = make_study(tmp_path / "study")
    text = study.settings_path.read_text(encoding="utf-8")
    study.settings_path.write_text(text.replace("# identify = false ", "identify = true "), encoding="utf-8")
    study = Study.load(study.root)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        publish(warehouse, study, "run")
    copies = [path for path in study.published.rglob("*") if path.suffix in {".duckdb", ".parquet"}]
    assert {stat.S_IMODE(path.stat().st_mode) for path in copies} == {0o400}
    folders = {path.parent for path in copies} - {study.published}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert stat.S_IMODE(published[0].published_database.stat().st_mode) == 0o444
    assert TWEET_ID not in text
