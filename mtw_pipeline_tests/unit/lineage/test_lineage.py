"""Lineage: what the columns of a statement are made of, and the way back from one."""

import re

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.errors import UserError
from mtw_pipeline.lineage.known import FILE, Lineage, as_json, known_lineage
from mtw_pipeline.lineage.statements import sources_of
from mtw_pipeline.lineage.trail import Step, asked_columns, way_back

SCHEMA = {
    "tweets": {"tweet_id": "VARCHAR", "author": "VARCHAR", "text": "VARCHAR", "full text": "VARCHAR"},
    "users": {"account": "VARCHAR", "followers": "BIGINT"},
}
KEYS = {"tweets": ("tweet_id",), "users": ("account",)}
WAY: Lineage = {
    "report": {"top.author": [("tweets", "author")]},
    "tweets": {"author": [("raw", "handle"), ("raw", "id")], "poster": [("raw", "handle")]},
    "raw": {"handle": [("files", "a.user name")], "id": [("raw", "handle"), ("files", "a.id")]},
}


@pytest.mark.parametrize(
    ("sql", "made_of"),
    [
        ("select author as poster from tweets", {"poster": [("tweets", "author")]}),
        ('select lower("full text") as text from tweets', {"text": [("tweets", "full text")]}),
        ("select 1 as one, $seed as seed from tweets", {"one": [], "seed": []}),
        ("select author, count(*) as n from tweets group by author", {
            "author": [("tweets", "author")], "n": [("tweets", "tweet_id")],
        }),
        ("with a as (select author from tweets), b as (select count(*) as n from a) select n / 2 as half from b", {
            "half": [("tweets", "tweet_id")],
        }),
        ("select count(*) as n from (select account from users union all select author from tweets) as all_of_them", {
            "n": [("tweets", "tweet_id"), ("users", "account")],
        }),
        ("select case when author = 'a' then text end as said from tweets", {
            "said": [("tweets", "author"), ("tweets", "text")],
        }),
        ("select t.text, u.followers from tweets as t inner join users as u on u.account = t.author", {
            "text": [("tweets", "text")], "followers": [("users", "followers")],
        }),
        ("select list_filter(string_split(text, ' '), lambda word: word <> '') as words from tweets", {
            "words": [("tweets", "text")],
        }),
        ("select source from temporary_ties", {"source": []}),
    ],
)  # fmt: skip
def test_a_column_is_made_of_what_its_expression_reads(sql: str, made_of: dict[str, list[tuple[str, str]]]) -> None:
    assert sources_of(sql, SCHEMA, KEYS) == made_of


def test_the_way_back_goes_once_along_every_column_and_ends_in_spite_of_a_circle() -> None:
    circle: Lineage = {**WAY, "raw": {**WAY["raw"], "handle": [("raw", "id")]}}
    assert list(way_back(WAY, "report", "top.author")) == [
        Step(0, ("report", "top.author"), is_repeated=False),
        Step(1, ("tweets", "author"), is_repeated=False),
        Step(2, ("raw", "handle"), is_repeated=False),
        Step(3, ("files", "a.user name"), is_repeated=False),
        Step(2, ("raw", "id"), is_repeated=False),
        Step(3, ("raw", "handle"), is_repeated=True),
        Step(3, ("files", "a.id"), is_repeated=False),
    ]
    assert Step(4, ("raw", "handle"), is_repeated=True) in way_back(circle, "report", "top.author")


def test_a_column_a_table_or_a_view_may_be_asked_for_and_a_slip_is_answered_with_the_nearest_names() -> None:
    assert asked_columns(WAY, "tweets.author") == [("tweets", "author")]
    assert asked_columns(WAY, "tweets") == [("tweets", "author"), ("tweets", "poster")]
    assert asked_columns(WAY, "top") == asked_columns(WAY, "top.author") == [("report", "top.author")]
    with pytest.raises(UserError, match=re.escape("nearest names are tweets.author")):
        asked_columns(WAY, "tweet.author")
    with pytest.raises(UserError, match="figures of the report: mtw lineage study_report"):
        asked_columns(WAY, "Figure 7")


def test_the_file_reads_as_it_was_written() -> None:
    assert as_json(known_lineage()) == FILE.read_text(encoding="utf-8")


def test_the_command_prints_the_whole_way_of_one_column_and_the_step_before_of_several() -> None:
    one = CliRunner().invoke(build_app(), ["lineage", "study_report.text/key_words.word"]).output.splitlines()
    assert one[:3] == ["study_report.text/key_words.word", "  word_keyness.word", "    word_frequencies.word"]
    assert any(line.strip() == "brandwatch export: full text, snippet" for line in one)
    several = CliRunner().invoke(build_app(), ["lineage", "leaders"]).output
    assert re.search(r"leaders\.followers\s+│ users\.followers", several)
