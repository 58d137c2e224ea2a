"""Forgetting is one act: killed anywhere it is finished by the next command, and nothing of the person is left."""

import csv
import errno
import gzip
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import NoReturn
from uuid import uuid4

import pyarrow as pa
import pytest
from pyarrow import parquet

from mtw_pipeline.coding.frozen_sample import SampledTweet, frozen_sample, text_md5, write_frozen
from mtw_pipeline.coding.journal import Entry, journal, write_down
from mtw_pipeline.coding.pages.page import PageMaker, write_page
from mtw_pipeline.coding.pages.saved import FORMAT
from mtw_pipeline.coding.sheets.reading import read_sheet
from mtw_pipeline.coding.sheets.writing import csv_sheet, write_workbook
from mtw_pipeline.coding.shown_tweets import SheetTweet
from mtw_pipeline.coding.tweet_keys import tweet_key
from mtw_pipeline.collect.proposals import Gone, propose, proposed
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting import exports, files
from mtw_pipeline.forgetting.act import Forgotten, forget
from mtw_pipeline.forgetting.display_names import ForgottenDisplayNames
from mtw_pipeline.forgetting.register import Register, read_register
from mtw_pipeline.forgetting.rows import drop_forgotten
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline.study.unfinished import is_unfinished
from mtw_pipeline.study.whole_files import part_of
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.opening import open_locked, open_warehouse
from mtw_pipeline.warehouse.own_tables import TRENDS_ASIDE
from mtw_pipeline.warehouse.tables.model import Type
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.text import WORD_FREQUENCIES, WORD_KEYNESS
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, netlytic_row, put, rtweet_row
from mtw_pipeline_tests.kills import left_when_killed
from mtw_pipeline_tests.samples.sample import parquet_bytes
from mtw_pipeline_tests.studies import FORGETTABLE, GONE, OF_USER, RETWEET, TAKEN_BACK, forgettable_rows
from mtw_pipeline_tests.unit.coding.desk import tweets_of_page

KEPT = rtweet_row(109)["status_id"]
OF_THE_GONE = (GONE, OF_USER, RETWEET, TAKEN_BACK, "inv_105")
OTHER = CollectionWindow.between("2021-03-01", "2021-03-31")


@dataclass
class SomeRuns:
    """Runs that read the exports anew and make a report and a copy, as far as forgetting looks at them."""

    study: Study
    run_windows: list[str] = field(default_factory=list)

    def drop_records(self, windows: Sequence[CollectionWindow]) -> None:
        pass

    def run(self, windows: Sequence[CollectionWindow], selection: str | None = None) -> list[CollectionWindow]:
        failed = []
        for window in windows:
            self.run_windows.append(f"{window.key} {selection}" if selection else window.key)
            if selection:
                continue
            if not self.study.exports_of(window):
                failed.append(window)
                continue
            with open_locked(self.study.warehouse) as warehouse:
                read_window(warehouse, self.study, window, withdraw=drop_forgotten)
        if windows and not failed:
            make_copy(self.study, "of some runs")
        return failed


def make_copy(study: Study, content: str) -> None:
    published = PublishedVersions(study.published)
    folder = published.versions / str(uuid4())
    (folder / "parquet").mkdir(parents=True)
    for name in ("study.duckdb", "parquet/provenance.parquet"):
        (folder / name).write_text(content, encoding="utf-8")
    published.put_in_place(folder)


def sampled(tweet_id: str) -> SampledTweet:
    return SampledTweet(tweet_id, 1, None, is_reliability=True, coders=("A",), seed=1, frame_size=9, frame_md5="0" * 32,
                        text_md5=text_md5("x"))  # fmt: skip


def told(root: Path) -> Study:
    """A study that was read, sampled, coded and reported, and what killed commands left in it."""
    study = make_study(root)
    put(study, FORGETTABLE, csv_text(forgettable_rows()))
    put(study, "packed.csv.gz", csv_text([rtweet_row(105, text="in a packed one")]))
    with open_warehouse(study.warehouse, "a test") as warehouse:
        read_window(warehouse, study, WINDOW)
        aside = {"collection_window": WINDOW.key, "term": TAKEN_BACK, "kind": "point", "content": TAKEN_BACK}
        warehouse.insert_arrow(TRENDS_ASIDE, arrow_rows(TRENDS_ASIDE, [aside]))
    coding = study.coding_of(WINDOW)
    tweets = [
        SheetTweet(WINDOW, one, number, f"{TAKEN_BACK} {one}", "tweet") for number, one in enumerate((GONE, OF_USER))
    ]
    tweets.append(SheetTweet(WINDOW, KEPT, 3, f"see https://twitter.com/inv_103/status/{GONE}", "tweet"))
    (coding / "sheets").mkdir(parents=True)
    write_workbook(coding / "sheets" / "coder-A.xlsx", "A", (), tweets)
    (coding / "sheets" / "coder-B.csv").write_text(csv_sheet("B", (), tweets).replace(",", ";"), encoding="utf-16")
    links = {KEPT: [f"https://twitter.com/inv_103/status/{GONE}"]}
    page = PageMaker(study, WINDOW, "0" * 32, (), (), links).coding_page("A", tweets)
    write_page(coding / "sheets" / "coder-A.html", page)
    noted = [{"tweet": tweet_key(WINDOW, one.tweet_id), "note": {"text": f"as in {GONE}"}} for one in tweets]
    saved = {"format": FORMAT, "tweets": noted}
    (coding / "sheets" / "coder-A.json").write_text(json.dumps(saved), encoding="utf-8")
    ids = (GONE, OF_USER, RETWEET, KEPT)
    propose(study, WINDOW, [Gone(one, "x", "a test") for one in ids], datetime(2021, 2, 1, tzinfo=UTC))
    write_frozen(coding, [sampled(one) for one in ids])
    write_down(
        study,
        WINDOW,
        [Entry("code", "A", one, "purpose", "other", "0", "f.xlsx", "2021-01-01T00:00:00Z") for one in ids],
    )
    shutil.copyfile(coding / "frozen-sample.json", coding / "thawed-sample-1.json")
    with (coding / "codes.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(f'{{"kind": "code", "tweet_id": "{GONE}')
    (study.report_of(WINDOW).parent / "tables").mkdir(parents=True)
    for path in (study.report_of(WINDOW), study.trends, study.report_of(WINDOW).parent / "tables" / "words.csv"):
        path.write_text(TAKEN_BACK, encoding="utf-8")
    make_copy(study, TAKEN_BACK)
    make_copy(study, TAKEN_BACK)
    study.parts_record.mkdir()
    (study.parts_record / "words.parquet").write_text(TAKEN_BACK, encoding="utf-8")
    for path in (
        part_of(study.incoming_of(WINDOW) / FORGETTABLE), coding / ".coder-A.xlsx.part", study.published / ".x.part",
    ):  # fmt: skip
        path.write_text(TAKEN_BACK + GONE, encoding="utf-8")
    return study


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return told(tmp_path_factory.mktemp("told") / "study")


@pytest.fixture
def told_study(before: Study, tmp_path: Path) -> Study:
    return fresh_copy(before, tmp_path / "study")


def fresh_copy(study: Study, root: Path) -> Study:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(study.root, root, symlinks=True)
    return Study.load(root)


def asked(study: Study) -> Forgotten | None:
    return forget(study, {GONE}, {"inv_105"}, SomeRuns(study))


def contents(root: Path) -> Iterator[tuple[Path, bytes]]:
    """The bytes of every file of a folder, unpacked, and its name."""
    for path in root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
            yield path, os.fsencode(path.name) + content + content.replace(b"\0", b"")
            if zipfile.is_zipfile(io.BytesIO(content)):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    yield from ((path, archive.read(name)) for name in archive.namelist())


def places_of(root: Path, *texts: str) -> list[str]:
    return [
        f"{path.relative_to(root)}: {text}"
        for path, content in contents(root)
        for text in texts
        if text.encode() in content
    ]


def raw_ids(study: Study) -> list[str]:
    with open_warehouse(study.warehouse, "a test") as warehouse:
        return [one for (one,) in warehouse.connection.execute("select tweet_id from raw_tweets order by 1").fetchall()]


def assert_forgotten(study: Study) -> None:
    assert not is_unfinished(study.root)
    assert places_of(study.root, *OF_THE_GONE) == []
    assert raw_ids(study) == sorted(
        one["status_id"] for one in forgettable_rows() if one["status_id"] not in {GONE, OF_USER, RETWEET, "broken"}
    )
    folder = study.coding_of(WINDOW)
    assert [one.tweet_id for one in frozen_sample(folder) or ()] == [KEPT]
    assert [one.tweet_id for one in journal(folder)] == [KEPT]
    for name in ("coder-A.xlsx", "coder-B.csv"):
        assert [row.cells["tweet"] for row in read_sheet(folder / "sheets" / name).rows] == [tweet_key(WINDOW, KEPT)]
    page = (folder / "sheets" / "coder-A.html").read_text(encoding="utf-8")
    saved = json.loads((folder / "sheets" / "coder-A.json").read_text(encoding="utf-8"))
    for tweets in (tweets_of_page(page), saved["tweets"]):
        assert [one["tweet"] for one in tweets] == [tweet_key(WINDOW, KEPT)]


@pytest.fixture(scope="module")
def forgotten(before: Study, tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Forgotten]:
    study = fresh_copy(before, tmp_path_factory.mktemp("forgotten") / "study")
    outcome = asked(study)
    assert outcome is not None
    return study, outcome


def test_nothing_of_the_person_is_left_in_any_byte(before: Study, forgotten: tuple[Study, Forgotten]) -> None:
    assert len({text for text in OF_THE_GONE if places_of(before.root, text)}) == len(OF_THE_GONE)
    study, outcome = forgotten
    assert_forgotten(study)
    assert outcome.traces == ()
    assert outcome.columns == ()
    assert outcome.windows == (WINDOW,)
    assert proposed(study, WINDOW) == [KEPT]
    [copy] = (study.published / "versions").iterdir()
    for path in (copy / "study.duckdb", study.published_database):
        assert path.read_text(encoding="utf-8") == "of some runs"


def test_whoever_stood_in_what_was_forgotten_is_known_again_and_nobody_else(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    rows = [
        rtweet_row(105, name="Zoe Gone"), rtweet_row(106, name="Ann Stays"),
        rtweet_row(107, name="Bob Passes On", is_retweet="TRUE", retweet_screen_name="inv_105", retweet_user_id="9105"),
        rtweet_row(110, name="Taken Back", mentions_screen_name="only_there", mentions_user_id="77"),
    ]  # fmt: skip
    put(study, "read.csv", csv_text(rows))
    with open_warehouse(study.warehouse, "a test") as warehouse:
        read_window(warehouse, study, WINDOW)
    put(study, "not-read.csv", csv_text([rtweet_row(108, user_id="9105", screen_name="inv_105", name="Zoe New")]))
    forget(study, {rtweet_row(110)["status_id"]}, {"inv_105"}, SomeRuns(study))
    known = ForgottenDisplayNames(read_register(study.forgotten))
    texts = [
        "Zoe Gone and Zoe New",
        "Ann Stays, inv_106",
        "so Bob Passes On",
        "and Taken Back",
        "see only_there, inv_110",
    ]
    assert known.met_in(texts) == {
        "zoe gone", "zoe new", "bob passes on", "taken back", "only there", "inv 110",
    }  # fmt: skip
    assert (
        read_register(study.forgotten).users
        == Register(read_register(study.forgotten).salt).with_users(["inv_105", "9105"]).users
    )


def netlytic_table(*rows: dict[str, str]) -> str:
    return csv_text(rows, tuple(rows[0]))


def left_in(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", [("9105", "9115"), ("inv_105", "inv_115")], ids=["id", "handle"])
def test_an_account_goes_by_its_id_and_by_its_handle_alike(tmp_path: Path, asked: tuple[str, str]) -> None:
    """The first wrote where the ids stand, the second is only mentioned there."""
    study = make_study(tmp_path / "study")
    mentions = [
        rtweet_row(number, text=f"@{name} stays", mentions_screen_name=name, mentions_user_id=user)
        for number, name, user in ((106, "inv_105", "9105"), (116, "inv_115", "9115"))
    ]
    with_ids = put(study, "with-ids.csv", csv_text([*mentions, rtweet_row(105, text="gone")]))
    told = [
        netlytic_row(number, author=name, user_id="", description=text)
        for number, name, text in ((200, "Inv_105", "gone"), (201, "inv_107", "stays too"), (202, "Inv_115", "gone"))
    ]
    without_ids = put(study, "without.csv", netlytic_table(*told))
    others = [
        rtweet_row(number, user_id=user, screen_name=f"other_{number}", text="gone 3")
        for number, user in ((108, "9105"), (109, "9115"))
    ]
    renamed = put(study, "renamed.csv", csv_text(others))
    assert forget(study, (), set(asked), SomeRuns(study)) is not None
    assert "gone" not in left_in(without_ids) + left_in(renamed) + left_in(with_ids)
    assert "stays too" in left_in(without_ids)
    for name in ("inv_105", "inv_115"):
        assert f"@{name} stays" in left_in(with_ids)


def test_a_handle_that_somebody_else_took_over_is_not_forgotten_by_an_id(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    rows = [rtweet_row(105, text="gone"), rtweet_row(106, screen_name="inv_105", text="of its new owner")]
    path = put(study, "a.csv", csv_text(rows))
    assert forget(study, (), {"9105"}, SomeRuns(study)) is not None
    assert "gone" not in left_in(path)
    assert "of its new owner" in left_in(path)


def test_a_list_of_mentions_in_another_order_forgets_nobody_else(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    mentions = {"mentions_screen_name": "inv_105 other_one", "text": "@inv_105 @other_one hello"}
    rows = [
        rtweet_row(106, **mentions, mentions_user_id="9105 777"),
        rtweet_row(107, **mentions, mentions_user_id="777 9105"),
        rtweet_row(108, user_id="777", screen_name="other_one", text="of somebody else"),
    ]
    path = put(study, "a.csv", csv_text(rows))
    assert forget(study, (), {"inv_105"}, SomeRuns(study)) is not None
    assert "of somebody else" in left_in(path)
    assert forget(study, (), {"9105"}, SomeRuns(study)) is not None
    assert "of somebody else" in left_in(path)


def test_a_list_of_mentions_of_which_only_another_order_is_there_forgets_nobody_else(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    rows = [
        rtweet_row(106, mentions_screen_name="inv_105 other_one", mentions_user_id="777 9105", text="hello both"),
        rtweet_row(108, user_id="777", screen_name="other_one", text="of somebody else"),
        rtweet_row(109, user_id="9105", screen_name="inv_105", text="of whoever asks"),
    ]
    mentioned, path = put(study, "a.csv", csv_text(rows[:2])), put(study, "b.csv", csv_text(rows[1:]))
    by_handle = put(
        study, "handles.csv", netlytic_table(netlytic_row(300, author="other_one", description="elsewhere"))
    )
    assert forget(study, (), {"inv_105"}, SomeRuns(study)) is not None
    assert forget(study, (), {"9105"}, SomeRuns(study)) is not None
    assert "of somebody else" in left_in(mentioned)
    assert "of somebody else" in left_in(path)
    assert "of whoever asks" not in left_in(path)
    assert "elsewhere" in left_in(by_handle)


def test_a_list_of_mentions_in_another_order_names_nobody_who_is_only_mentioned(
    tmp_path: Path,
) -> None:
    study = make_study(tmp_path / "study")
    rows = [
        rtweet_row(106, mentions_screen_name="inv_105 other_one", mentions_user_id="777 9105", text="hello both"),
        rtweet_row(108, user_id="777", screen_name="other_one", text="of somebody else"),
    ]
    path = put(study, "a.csv", csv_text(rows))
    assert forget(study, (), {"inv_105"}, SomeRuns(study)) is not None
    assert "of somebody else" in left_in(path)


def test_accounts_that_nobody_knows_are_told_from_those_that_are_forgotten(told_study: Study) -> None:
    asked = {"inv_105", "inv_1o5", "9106", "99999", "written_to"}
    put(told_study, "mentions.csv", netlytic_table(netlytic_row(300, description="ask @Written_To.")))
    outcome = forget(told_study, (), asked, SomeRuns(told_study))
    assert outcome is not None
    assert outcome.unknown == {"inv_1o5", "99999"}
    again = forget(told_study, (), asked, SomeRuns(told_study))
    assert again is not None
    assert again.unknown == frozenset()


def test_a_second_time_nothing_is_left_to_do(forgotten: tuple[Study, Forgotten], tmp_path: Path) -> None:
    study = fresh_copy(forgotten[0], tmp_path / "study")
    runs = SomeRuns(study)
    assert forget(study, (), (), runs) is None
    outcome = forget(study, {GONE}, (), runs)
    assert outcome is not None
    assert (outcome.tweets, outcome.windows, runs.run_windows) == (0, (), [])
    assert (study.published / "current").exists()


def test_killed_anywhere_it_is_finished_by_the_next_command(before: Study, tmp_path: Path) -> None:
    study = fresh_copy(before, tmp_path / "study")
    killed = left_when_killed(study.root, tmp_path / "killed", lambda: asked(study), step=29)
    assert len(killed) > 2
    assert_forgotten(study)
    for left in map(Study.load, killed):
        if is_unfinished(left.root):
            with pytest.raises(UserError, match="Forgetting was stopped"), open_warehouse(left.warehouse, "a run"):
                pass
            forget(left, (), (), SomeRuns(left))
        elif places_of(left.root, TAKEN_BACK):  # before anything was begun: it is asked again
            assert not read_register(left.forgotten).tweets
            asked(left)
        assert_forgotten(left)


def test_words_of_the_gone_leave_what_other_windows_are_compared_with(told_study: Study) -> None:
    beside = told_study.report_of(OTHER).parent / "tables" / "word_keyness.csv"
    beside.parent.mkdir(parents=True)
    beside.write_text("word\nspoken_by_the_gone\n", encoding="utf-8")
    with open_locked(told_study.warehouse) as warehouse:
        for table, words in ((WORD_KEYNESS, ("spoken_by_the_gone", "stays")), (WORD_FREQUENCIES, ("stays",))):
            given = {"collection_window": OTHER.key}
            empty = {column.name: 0 for column in table.columns if column.type in {Type.INTEGER, Type.NUMBER}}
            rows = [{**dict.fromkeys(table.column_names), **empty, **given, "word": word} for word in words]
            warehouse.insert_arrow(table, arrow_rows(table, rows))
    runs = SomeRuns(told_study)
    assert forget(told_study, {GONE}, {"inv_105"}, runs) is not None
    assert runs.run_windows[-1] == f"{OTHER.key} word_keyness+"
    assert not beside.exists()
    assert places_of(told_study.root, "spoken_by_the_gone") == []


MADE_WHILE_FORGETTING: dict[str, tuple[ModuleType, str]] = {
    "exports are read": (exports, "_take_rows"),
    "a sheet is written": (files, "write_whole"),
    "an export is written": (exports, "write_without"),
    "an export takes its place": (exports, "copymode"),
}


def test_what_a_full_disk_stops_is_finished_once_there_is_room(
    told_study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that it kept from being looked through or written would count as free of them, for good."""

    def no_room(*_given: object, **_named: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for number, (when, (module, what)) in enumerate(MADE_WHILE_FORGETTING.items()):
        with monkeypatch.context() as full:
            full.setattr(module, what, no_room)
            with pytest.raises((UserError, OSError), match=r"disk is full|No space left"):
                forget(told_study, (), (), SomeRuns(told_study)) if number else asked(told_study)
        assert is_unfinished(told_study.root), when
    forget(told_study, (), (), SomeRuns(told_study))
    assert_forgotten(told_study)


def test_what_a_collection_writes_meanwhile_is_left_alone(told_study: Study) -> None:
    """It holds no lock of the study's: a file that goes before it is renamed would end it."""
    of_collections = [
        part_of(told_study.collections_of(WINDOW) / "x-20210101T000000Z.json"),
        part_of(told_study.listener / "cursor.json"),
    ]
    of_a_list = part_of(told_study.to_forget / f"{WINDOW.key}.csv")
    for path in (*of_collections, of_a_list):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GONE if path == of_a_list else "{}", encoding="utf-8")
    asked(told_study)
    assert [path for path in (*of_collections, of_a_list) if path.exists()] == of_collections


def test_a_copy_that_failed_its_checks_before_goes(told_study: Study) -> None:
    told_study.failed_copy.mkdir(parents=True)
    (told_study.failed_copy / "study.duckdb").write_text(TAKEN_BACK, encoding="utf-8")
    asked(told_study)
    assert not told_study.failed_copy.exists()


def test_it_is_finished_from_the_register_alone(told_study: Study) -> None:
    with pytest.raises(ZeroDivisionError):
        forget(told_study, {GONE}, {"inv_105"}, FailingRuns(told_study))
    assert is_unfinished(told_study.root)
    for path in (told_study.warehouse, told_study.incoming_of(WINDOW) / FORGETTABLE):
        path.unlink()
    forget(told_study, (), (), SomeRuns(told_study))
    assert places_of(told_study.root, *OF_THE_GONE) == []


class FailingRuns(SomeRuns):
    """Runs that come to no end."""

    def run(self, windows: Sequence[CollectionWindow], selection: str | None = None) -> list[CollectionWindow]:
        raise ZeroDivisionError


class BlockedRuns(SomeRuns):
    """Runs that stop at a check."""

    def run(self, windows: Sequence[CollectionWindow], selection: str | None = None) -> list[CollectionWindow]:
        return list(windows)


def test_a_run_that_fails_does_not_keep_anybody_in_the_study(told_study: Study) -> None:
    outcome = forget(told_study, {GONE}, {"inv_105"}, BlockedRuns(told_study))
    assert outcome is not None
    assert outcome.failed == (WINDOW,)
    assert not is_unfinished(told_study.root)
    assert places_of(told_study.root, *OF_THE_GONE) == []
    assert raw_ids(told_study) == []


def test_a_window_without_exports_keeps_its_rows_but_those(told_study: Study) -> None:
    shutil.rmtree(told_study.incoming_of(WINDOW))
    outcome = asked(told_study)
    assert outcome is not None
    assert outcome.failed == (WINDOW,)
    assert KEPT in raw_ids(told_study)
    assert places_of(told_study.root, *OF_THE_GONE) == []


def test_names_as_long_as_any_and_names_that_are_no_text_do_not_end_it(told_study: Study) -> None:
    incoming = told_study.incoming_of(WINDOW)
    long = put(told_study, "x" * 250 + ".csv", csv_text([rtweet_row(103, text=TAKEN_BACK), rtweet_row(111)]))
    assert len(long.name) == 254
    odd = Path(os.fsdecode(os.fsencode(incoming) + b"/caf\xe9.csv"))
    odd.write_text(csv_text([rtweet_row(105)]), encoding="utf-8")
    outcome = forget(told_study, {GONE}, {"inv_105"}, BlockedRuns(told_study))
    assert outcome is not None
    assert long.read_text(encoding="utf-8") == csv_text([rtweet_row(111)])
    assert {path for one in outcome.exports.values() for path in one.damaged} <= {odd}
    assert places_of(told_study.root, *OF_THE_GONE) == [] or outcome.traces
    assert not is_unfinished(told_study.root)


@dataclass(frozen=True)
class Beside:
    """A study in which much lies beside exports of one kind, what became of it, and files that lie outside."""

    study: Study
    outcome: Forgotten
    outside: Path

    @property
    def incoming(self) -> Path:
        return self.study.incoming_of(WINDOW)


@pytest.fixture(scope="module")
def beside(before: Study, tmp_path_factory: pytest.TempPathFactory) -> Beside:
    folder = tmp_path_factory.mktemp("beside")
    study = fresh_copy(before, folder / "study")
    outside, sheet = folder / "outside.csv", folder / "sheet.csv"
    outside.write_text(csv_text([rtweet_row(103, text=TAKEN_BACK)]), encoding="utf-8")
    incoming = study.incoming_of(WINDOW)
    (incoming / "linked.csv").symlink_to(outside)
    (folder / "disk").mkdir()
    (folder / "disk" / "there.csv").write_text(csv_text([rtweet_row(103, text=TAKEN_BACK), rtweet_row(112)]), "utf-8")
    (incoming / "disk").symlink_to(folder / "disk")
    sheet.write_text(f"tweet,text\nt{GONE},{TAKEN_BACK}\n", encoding="utf-8")
    (study.coding_of(WINDOW) / "sheets" / "linked.csv").symlink_to(sheet)
    (study.root / "asked.txt").write_text(f"{GONE}\n", encoding="utf-8")
    (study.root / "classes.csv").write_text("account,class\ninv_105,media\n", encoding="utf-8")
    with zipfile.ZipFile(incoming / "several.zip", "w") as archive:
        archive.writestr("a.csv", csv_text([rtweet_row(103, text=TAKEN_BACK), rtweet_row(111)]))
        archive.writestr("README.md", f"tweets of inv_105, first {OF_USER}")
        archive.writestr("profile.bin", "inv_105")
    columns = {name: pa.array([row[name] or None for row in forgettable_rows()]) for name in forgettable_rows()[0]}
    put(study, "a.parquet", parquet_bytes(columns, compression="zstd"))
    outcome = asked(study)
    assert outcome is not None
    return Beside(study, outcome, outside)


def test_what_is_behind_links_in_lists_and_in_archives_is_named(beside: Beside) -> None:
    study, outcome = beside.study, beside.outcome
    [rewritten] = [one for window, one in outcome.exports.items() if window == WINDOW]
    assert [path.name for path in rewritten.untouched] == ["there.csv", "linked.csv"]
    named = {
        one.place.removeprefix(f"{study.root}/").replace(f"incoming/{WINDOW.key}/", ""): one for one in outcome.traces
    }
    assert set(named) == {
        "linked.csv", "disk/there.csv", f"coding/{WINDOW.key}/sheets/linked.csv", "asked.txt", "classes.csv",
        "several.zip, in README.md", "several.zip, in profile.bin",
    }  # fmt: skip
    for name, target in (("linked.csv", beside.outside), ("disk/there.csv", beside.outside.parent / "disk/there.csv")):
        assert f"a link to {target}, which is left as it is" in str(named[name])
        assert target.read_text(encoding="utf-8").count(GONE) == 1
    with zipfile.ZipFile(beside.incoming / "several.zip") as archive:
        assert archive.read("a.csv").decode() == csv_text([rtweet_row(111)])


def test_columnar_exports_are_written_anew_and_looked_through(beside: Beside) -> None:
    path = beside.incoming / "a.parquet"
    assert path in beside.outcome.exports[WINDOW].exports
    assert not [one for one in beside.outcome.traces if path.name in one.place]
    left = parquet.read_table(path).to_pylist()
    assert left
    assert [text for text in OF_THE_GONE if text in str(left) or text.encode() in path.read_bytes()] == []


TOLD = {"quoted_text": TAKEN_BACK, "quoted_name": "Real Name", "quoted_description": "a life told"}
QUOTING = "quoting.csv"


@pytest.fixture(scope="module")
def without_somebody(before: Study, tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Forgotten]:
    """A study in which others mention and quote somebody who alone is forgotten."""
    study = fresh_copy(before, tmp_path_factory.mktemp("without") / "study")
    with open_warehouse(study.warehouse, "a test") as warehouse:
        warehouse.connection.execute(
            "insert into tweet_mentions by name select $window as collection_window, '7' as tweet_id, 1 as position,"
            " 'Inv_105' as handle, 'mention' as kind",
            {"window": OTHER.key},
        )
    row = rtweet_row(
        111, quoted_status_id="1345000000000009999", quoted_user_id="9105", quoted_screen_name="inv_105",
        is_quote="TRUE", text="look", **TOLD,
    )  # fmt: skip
    put(study, QUOTING, csv_text([row], (*RTWEET.taken, *TOLD)))
    outcome = forget(study, (), {"inv_105"}, SomeRuns(study))
    assert outcome is not None
    return study, outcome


def test_others_who_mention_somebody_are_counted(without_somebody: tuple[Study, Forgotten]) -> None:
    assert without_somebody[1].mentions == {OTHER.key: 1}


def test_what_others_quote_of_somebody_goes(without_somebody: tuple[Study, Forgotten]) -> None:
    path = without_somebody[0].incoming_of(WINDOW) / QUOTING
    [left] = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    assert (left["text"], left["quoted_status_id"]) == ("look", "0")
    assert [left[name] for name in TOLD] == ["", "", ""]
