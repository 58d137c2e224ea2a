"""A window of three platforms through every asset and command: what was planted is found, and no name is left."""

import csv
import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.journal import journal_of
from mtw_pipeline.coding.sheets.import_of_window import import_sheet
from mtw_pipeline.coding.sheets.of_window import write_sheets
from mtw_pipeline.coding.tables.export import export_tables
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.commands import MtwHere, validate_in
from mtw_pipeline_tests.mixed import (
    ACCOUNTS,
    ANNIKA,
    BERT,
    CARLA,
    COUNTS,
    DORA,
    EMIL,
    OF_ANNIKA,
    OF_BERT,
    OF_CARLA,
    PEOPLE,
    TAKEN_BACK,
    XAVER,
    rows,
)
from mtw_pipeline_tests.studies import StudyThatWasRun, copy_of
from mtw_pipeline_tests.unit.coding.desk import fill

POSTS = {row["id"] for row in rows()}
SECRETS = {secret for person in PEOPLE for secret in person.secrets} | {post.rpartition("/")[2] for post in POSTS}


def asked(study: Study, statement: str, published: bool = False) -> list[tuple[object, ...]]:
    path = study.published_database if published else study.warehouse
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def cells(path: Path) -> str:
    """Every cell of every table of a database, as text."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return "\n".join(str(connection.execute(f"from {name}").fetchall()) for name in names)


def read_as_people_do(text: str) -> str:
    return html.unescape(unquote(text)).lower()


def test_the_run_succeeds_and_every_check_passes(mixed: StudyThatWasRun) -> None:
    [outcome] = mixed.outcomes
    assert outcome.problem == ""
    assert outcome.succeeded
    assert outcome.failed_checks == ()
    assert dict(asked(mixed.study, "select platform, count(*) from tweets group by 1")) == COUNTS  # type: ignore[arg-type]


def test_of_each_platform_there_are_all_types_and_its_own_accounts(mixed: StudyThatWasRun) -> None:
    found = asked(mixed.study, "select platform, tweet_type, count(*) from tweets group by all order by all")
    assert found == [
        (platform, kind, 1 if kind != "tweet" else COUNTS[platform] - 3)
        for platform in ("bluesky", "mastodon", "x")
        for kind in ("quote tweet", "reply", "retweet", "tweet")
    ]
    users = asked(mixed.study, "select account, user_id, handle from users order by account")
    assert users == sorted((one.account, one.user_id, one.handle) for one in PEOPLE)
    by_author = asked(mixed.study, "select platform, count(distinct author) from tweets group by 1")
    assert dict(by_author) == ACCOUNTS  # type: ignore[arg-type]


def test_ties_of_every_kind_lead_from_account_to_account_of_one_platform(mixed: StudyThatWasRun) -> None:
    pairs = ((XAVER, CARLA), (DORA, ANNIKA), (EMIL, BERT))
    ties = asked(mixed.study, "select source, target, kind, times from interactions order by all")
    assert ties == sorted(
        (one.account, other.account, kind, 1)
        for one, other in pairs
        for kind in ("mention", "reply", "retweet", "quote")
    )
    chain = asked(mixed.study, "select source, target from network_ties where layer = 'chain' order by all")
    assert chain == sorted((one.account, other.account) for one, other in pairs)


def test_a_handle_is_no_word(mixed: StudyThatWasRun) -> None:
    words = {row[0] for row in asked(mixed.study, "select word from word_frequencies")}
    assert {"class", "lesson", "#inventedtag"} <= words
    assert not {one for one in words if re.search(r"bsky|annika-lenz|classroom|bert_o|did$|plc", str(one))}


def test_nobody_stands_in_the_copy_or_in_the_supplement(mixed: StudyThatWasRun, mtw_here: MtwHere) -> None:
    study = mixed.study
    mtw_here("supplement", "--study", study.root, "--window", str(WINDOW.start), str(WINDOW.end))
    shown = {"the copy": read_as_people_do(cells(study.published_database))}
    for path in study.published.rglob("*.parquet"):
        shown[str(path)] = read_as_people_do(str(duckdb.sql(f"from '{path}'").fetchall()))
    for path in study.supplement_of(WINDOW).parent.rglob("*"):
        if path.is_file() and path.suffix not in {".png", ".pdf"}:
            shown[str(path)] = read_as_people_do(path.read_text(encoding="utf-8"))
    assert len(shown) > 20
    assert not [(place, secret) for place, text in shown.items() for secret in SECRETS if secret in text]
    assert "bert ohnesorg" in SECRETS  # what is looked for is what was planted, in lower case
    texts = "\n".join(str(row[0]) for row in asked(study, "select text from tweets", published=True))
    assert texts.count("https://bsky.app/[masked]") == 3
    authors = asked(study, "select author from tweets where tweet_type = 'reply'", published=True)
    assert [str(author).startswith("user_") for (author,) in authors] == [True] * 3


def test_a_mention_has_the_pseudonym_of_its_account(mixed: StudyThatWasRun) -> None:
    """Whoever reads the copy can follow somebody from text to table on every platform."""
    found = asked(
        mixed.study,
        "select tweets.platform, contains(tweets.text, '@' || tweet_mentions.account) from tweets"
        " inner join tweet_mentions using (collection_window, tweet_id) where tweet_mentions.kind = 'mention'"
        " order by all",
        published=True,
    )
    assert found == [("bluesky", True), ("mastodon", True), ("x", True)]


def test_the_report_says_what_is_of_which_platform(mixed: StudyThatWasRun) -> None:
    page = mixed.study.report_of(WINDOW).read_text(encoding="utf-8")
    bare = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for name, platform in (("Mastodon", "mastodon"), ("Bluesky", "bluesky"), ("X", "x")):
        percent = f"{100 * COUNTS[platform] / sum(COUNTS.values()):.1f} %"
        assert f"{name} {COUNTS[platform]} {percent} {ACCOUNTS[platform]} {COUNTS[platform] - 3} 1 1 1" in bare
    likes = {
        platform: [int(row["likes"]) for row in rows() if row["platform"] == platform and row["is_repost"] == "false"]
        for platform in COUNTS
    }
    for platform, label in (("x", "X"), ("bluesky", "Bluesky"), ("mastodon", "Mastodon")):
        mean = sum(likes[platform]) / len(likes[platform])
        assert f"{label} Likes {mean:,.2f}" in bare
    assert "Mastodon (9), Bluesky (8), X (7): all figures are of these together" in bare
    assert "3 platforms together" in bare


def test_views_and_trends_have_platforms_apart(mixed: StudyThatWasRun) -> None:
    view = asked(mixed.study, "select platform, tweets, posters, retweets from v_platforms", published=True)
    assert view == [(platform, COUNTS[platform], ACCOUNTS[platform], 1) for platform in ("bluesky", "mastodon", "x")]
    sampled = asked(mixed.study, "select platform, count(*) from v_sample group by 1", published=True)
    assert dict(sampled) == COUNTS  # type: ignore[arg-type]
    measured = asked(mixed.study, "select measure, value from window_trends where topic = 'collection'")
    trends = {str(measure): float(str(value)) for measure, value in measured}
    assert {name: trends[f"tweets_on_{name}"] for name in COUNTS} == COUNTS
    assert sum(trends[f"posters_on_{name}"] for name in ACCOUNTS) == trends["posters"]


@pytest.fixture(scope="module")
def coded_sheets(mixed: StudyThatWasRun, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The study with filled sheets, imported; and pages to code on."""
    study = copy_of(mixed.study, tmp_path_factory.mktemp("coded_mixed") / "study")
    with open_warehouse(study.warehouse, "a test") as warehouse:
        for sheet in write_sheets(warehouse, study, WINDOW, "xlsx", replace=False):
            fill(sheet.path, {"purpose": "other"})
            found = import_sheet(warehouse, study, WINDOW, sheet.path, None)
            assert {one.problem for one in found.problems} <= {"empty, though the row is coded"}
        write_sheets(warehouse, study, WINDOW, "page", replace=False)
        write_sheets(warehouse, study, WINDOW, "csv", replace=True)
    return study


def test_sheets_go_round_with_ids_that_are_addresses(coded_sheets: Study) -> None:
    coded = {(one.tweet_id, one.coder) for one in journal_of(coded_sheets, WINDOW) if one.kind == "code"}
    assert coded == {(post, coder) for post in POSTS for coder in ("A", "B")}
    [sheet, *_] = sorted(coded_sheets.coding_of(WINDOW).rglob("*.csv"))
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        links = {row["tweet"].split(" ")[1]: row["tweet_link"] for row in csv.DictReader(stream)}
    did, _, key = OF_ANNIKA.removeprefix("at://").replace("/app.bsky.feed.post/", " ").partition(" ")
    assert links[OF_ANNIKA] == f"https://bsky.app/profile/{did}/post/{key}"
    assert links[OF_BERT] == OF_BERT
    assert links[f"t{OF_CARLA}"] == f"https://twitter.com/i/web/status/{OF_CARLA}"


def test_tables_for_papers_say_that_platforms_stand_together(coded_sheets: Study, tmp_path: Path) -> None:
    with open_warehouse(coded_sheets.warehouse, "a test") as warehouse:
        export_tables(warehouse, coded_sheets, WINDOW, tmp_path)
    with zipfile.ZipFile(tmp_path / "tables.docx") as document:
        shown = re.sub(r"<[^>]+>", "", document.read("word/document.xml").decode())
    assert "of Mastodon, Bluesky and X together, whose likes are not comparable" in shown
    assert OF_BERT in (tmp_path / "coded_tweets.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def forgotten(
    coded_sheets: Study, tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess
) -> tuple[Study, str]:
    """One account of each platform is forgotten, each asked for as a person would paste it."""
    from typer.testing import CliRunner

    folder = tmp_path_factory.mktemp("forgotten_mixed")
    study = copy_of(coded_sheets, folder / "study")
    users = folder / "users.csv"
    users.write_text(
        f"handle\n@{CARLA.handle}\nhttps://bsky.app/profile/{ANNIKA.handle}\n@{BERT.handle}\n", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        validate_in(patch, validation)
        done = CliRunner().invoke(build_app(), ["forget", "--users", str(users), "--study", str(study.root)])
    return study, done.output


GONE = {row["id"] for row in rows() if row["user_id"] in {CARLA.user_id, ANNIKA.user_id, BERT.user_id}}
GONE |= {row["id"] for row in rows() if row.get("reposted") in GONE}


def test_of_one_account_a_platform_nothing_is_left(forgotten: tuple[Study, str]) -> None:
    study, output = forgotten
    assert "No trace is left" in output, output
    assert len(GONE) == 3 + 2 + 3 + 3
    left = {str(row[0]) for row in asked(study, "select tweet_id from tweets")}
    assert left == POSTS - GONE
    names = {post.rpartition("/")[2].encode() for post in GONE} | {TAKEN_BACK.encode()}
    found = [(path.name, name) for path, content in contents(study.root) for name in names if name in content]
    assert not found
    in_tables = cells(study.warehouse) + cells(study.published_database)
    assert not [name for name in names if name.decode() in in_tables]
    assert not [row for row in asked(study, "select author from tweets") if row[0] in {CARLA.account, ANNIKA.account}]


def test_what_stays_of_others_links_to_nothing_and_keeps_its_place(forgotten: tuple[Study, str]) -> None:
    texts = {str(row[0]): str(row[1]) for row in asked(forgotten[0], "select tweet_id, text from tweets")}
    before = {row["id"]: row["text"] for row in rows()}
    changed = {post for post in texts if texts[post] != before[post]}
    assert all(len(texts[post]) == len(before[post]) for post in changed if not post.isdigit())
    key = OF_ANNIKA.rpartition("/")[2]
    [linking] = [post for post, text in before.items() if f"{ANNIKA.user_id}/post/{key}" in text]
    assert texts[linking] == before[linking].replace(key, "0" * len(key))


def contents(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of a study, and what is packed in workbooks; databases are asked, not read."""
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.suffix in {".duckdb", ".parquet"}:
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((path, archive.read(name)) for name in archive.namelist())
        else:
            yield path, path.read_bytes()


def test_the_supplement_withholds_platforms_of_few(mixed: StudyThatWasRun) -> None:
    from mtw_pipeline.report.facts.of_window import read_facts
    from mtw_pipeline.supplement.people_behind import people_behind
    from mtw_pipeline.supplement.suppression import suppressed

    with open_warehouse(mixed.study.warehouse, "a test") as warehouse:
        facts = read_facts(warehouse, mixed.study, WINDOW)
        shown = suppressed(facts, people_behind(warehouse, facts), 3)
    assert all(is_withheld(one.tweets) and is_withheld(one.users_who_posted) for one in shown.platforms)
    assert all(is_withheld(one.mean) and is_withheld(one.tweets) for one in shown.platform_engagement)
    assert "withheld" in shown.platforms_in_words
    assert not any(is_withheld(one.tweets) for one in facts.platforms)
