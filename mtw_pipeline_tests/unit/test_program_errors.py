"""What a command says of an error that is not the program's: a sentence with the file, never the name of a class."""

import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import NoReturn

import duckdb
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from mtw_pipeline.attempts import what_ends_a_run
from mtw_pipeline.cli import app
from mtw_pipeline.errors import machine_error_of


def of_system(number: int) -> Callable[[], NoReturn]:
    def fail() -> NoReturn:
        raise OSError(number, os.strerror(number), "/study/published/study.duckdb")

    return fail


def of_sqlite(folder: object) -> NoReturn:
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("from nowhere"))
    raise AssertionError(folder)


def said_of(
    fail: Callable[[], object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    monkeypatch.setattr(app, "build_app", lambda: lambda _arguments: fail())
    monkeypatch.setattr(sys, "argv", ["mtw", "run"])
    with pytest.raises(SystemExit) as ended:
        app.main()
    return int(ended.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "named"),
    [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "The right to read or write is missing"),
     (errno.EFBIG, "A file has become larger than it may be here"),
     (errno.EROFS, "The disk can only be read"), (errno.EIO, "restore the file from a backup"),
     (errno.ENOTCONN, "refused")],
)  # fmt: skip
def test_what_the_system_refuses_names_the_file(
    number: int, named: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = said_of(of_system(number), monkeypatch, capsys)
    assert code == 1
    assert named in said
    assert "/study/published/study.duckdb" in said
    assert "error of the program" not in said


def test_records_of_runs_that_cannot_be_read_are_no_loss(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DatabaseError):
        of_sqlite("")
    for fail in (lambda: of_sqlite(""), lambda: sqlite3.connect(":memory:").execute("from nowhere")):
        code, said = said_of(fail, monkeypatch, capsys)
        assert (code, "records of runs" in said, "move the folder away" in said) == (1, True, True)
        assert "OperationalError" not in said


def test_records_of_runs_on_a_disk_that_can_only_be_read_are_told_as_that(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    code, said = said_of(lambda: of_sqlite(""), monkeypatch, capsys)
    assert (code, "The disk can only be read" in said, "move the folder away" in said) == (1, True, False)


def test_records_of_runs_on_a_full_disk_are_told_as_that_and_not_as_damage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite says that reading and writing failed, where it cannot make its file beside the database larger."""

    def fail() -> NoReturn:
        raise sqlite3.OperationalError("disk I/O error")

    said = {}
    for free in (1 << 20, 1 << 34):
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder, free=free: SimpleNamespace(free=free))
        said[free] = said_of(fail, monkeypatch, capsys)[1]
    assert ["The disk is full" in one for one in said.values()] == [True, False]
    assert ["damaged" in one for one in said.values()] == [False, True]


def test_a_full_disk_that_duckdb_meets_is_a_full_disk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> NoReturn:
        raise duckdb.IOException('IO Error: Could not write file "/study/w.duckdb": No space left on device')

    code, said = said_of(fail, monkeypatch, capsys)
    assert (code, "The disk is full" in said) == (1, True)


def fails_in_sqlite() -> NoReturn:
    """As on a full disk: a file that may have one page."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("pragma max_page_count = 1")
        connection.execute("create table rows (value)")
        connection.execute("insert into rows select randomblob(5000)")
    raise AssertionError


def fails_while_a_table_is_made() -> NoReturn:
    try:
        fails_in_sqlite()
    except sqlite3.OperationalError:
        raise ValueError("the table was not made")  # noqa: B904 - as of a library that says no cause


@pytest.mark.parametrize("fail", [fails_in_sqlite, fails_while_a_table_is_made])
def test_a_full_disk_that_sqlite_meets_is_a_full_disk_too(
    fail: Callable[[], NoReturn], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = said_of(fail, monkeypatch, capsys)
    assert (code, "The disk is full. Make room" in said) == (1, True)


def test_a_step_that_met_a_full_disk_says_so_and_one_that_quotes_it_does_not() -> None:
    words = os.strerror(errno.ENOSPC)
    for name, message in [
        ("OSError", f"OSError: [Errno 28] {words}: 'a.csv'"), ("OperationalError", "database or disk is full"),
        ("IOException", f"IO Error: Could not write file: {words}"),
        ("OutOfMemoryException", "failed to offload data block (limit set by 'max_temp_directory_size')"),
    ]:  # fmt: skip
        told = machine_error_of(name, message)
        assert told is not None, name
        assert "The disk is full" in str(told)
    assert machine_error_of("KeyError", f"KeyError: {words}") is None
    assert machine_error_of("FileNotFoundError", f"FileNotFoundError: {os.strerror(errno.ENOENT)}: '/a'") is None
    assert machine_error_of("OutOfMemoryException", "Out of Memory Error: could not allocate") is None


@pytest.mark.parametrize(
    ("name", "message", "place"),
    [
        ("PermissionError", "PermissionError: [Errno 13] Permission denied: '/s/published/a'", "/s/published/a"),
        ("PermissionError", "PermissionError: [WinError 5] Zugriff verweigert: 'C:\\s\\a.part'", "C:\\s\\a.part"),
        ("PermissionError", "PermissionError: [WinError 5] Nein: 'C:\\s\\a.part' -> 'C:\\s\\a.csv'", "C:\\s\\a.csv"),
        ("TransactionException", f'Failed to commit: Cannot open "/s/w.wal": {os.strerror(errno.EACCES)}', "/s/w.wal"),
    ],
)  # fmt: skip
def test_a_step_that_met_a_folder_that_may_only_be_read_names_it(name: str, message: str, place: str) -> None:
    told = machine_error_of(name, message)
    assert told is not None
    assert (told.what, told.where) == ("The right to read or write is missing", place)
    assert "Ask for the right" in told.remedy


def test_a_transaction_that_the_system_refuses_ends_the_run() -> None:
    refused = 'TransactionContext Error: Failed to commit: Cannot open file "/s/w.duckdb.wal": Permission denied'
    ending = what_ends_a_run(duckdb.TransactionException(refused))
    assert ending is not None
    assert "Ask for the right" in str(ending)
    assert what_ends_a_run(duckdb.TransactionException("TransactionContext Error: Conflict on tuple deletion!")) is None


def test_a_missing_file_among_the_causes_of_a_defect_hides_no_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> NoReturn:
        try:
            of_system(errno.ENOENT)()
        except OSError as error:
            raise KeyError("x") from error

    assert "an error of the program itself: KeyError" in said_of(fail, monkeypatch, capsys)[1]


def test_a_defect_of_the_program_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> NoReturn:
        raise KeyError("x")

    code, said = said_of(fail, monkeypatch, capsys)
    assert (code, "an error of the program itself: KeyError" in said, "--debug" in said) == (1, True, True)
