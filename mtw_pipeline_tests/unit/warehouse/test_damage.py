"""A warehouse that is damaged, or that the system does not give: a sentence at once, and no waiting."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.cli.health import examine
from mtw_pipeline.errors import UserError, named_by_system, of_system
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse import opening as opening_module
from mtw_pipeline.warehouse.damage import named_damage, told_damage
from mtw_pipeline.warehouse.locks import exclusive_lock, note_of
from mtw_pipeline.warehouse.opening import open_warehouse

BLOCK = 262_144
FIRST_BLOCK = 12_288


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "w.duckdb"
    with open_warehouse(path, "a test") as warehouse:
        warehouse.connection.execute(
            "create table numbers as select range as n, md5(range::varchar) as t from range(99999)"
        )
    return path


@pytest.fixture
def never_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_seconds: float) -> None:
        raise AssertionError("it waits for a file that nobody holds")

    monkeypatch.setattr(opening_module.time, "sleep", refuse)


def overwritten(at: int, length: int = 64) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with path.open("r+b") as stream:
            stream.seek(at)
            stream.write(b"\xaa" * length)

    return damage


def cut(share: float) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, int(path.stat().st_size * share))


DAMAGES = {
    "magic": overwritten(0),
    "first header": overwritten(4096),
    "second header": overwritten(8192),
    "every block": lambda path: [overwritten(at + 99)(path) for at in range(FIRST_BLOCK, path.stat().st_size, BLOCK)],
    "empty": cut(0),
    "half": cut(0.5),
    "all but its end": cut(0.999),
    "text": lambda path: path.write_text("no database " * 999, encoding="utf-8"),
    "random": lambda path: path.write_bytes(bytes(range(256)) * 400),
}


def read_all(path: Path) -> None:
    with open_warehouse(path, "a test") as warehouse:
        warehouse.connection.execute("select sum(hash(t)) from numbers").fetchall()


@pytest.mark.usefixtures("never_waits")
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_warehouse_is_named_with_how_it_is_made_anew(
    filled: Path, study: Study, damage: Callable[[Path], object]
) -> None:
    shutil.copyfile(filled, study.warehouse)
    read_all(study.warehouse)
    damage(study.warehouse)
    with pytest.raises(UserError) as told:
        read_all(study.warehouse)
    message = str(told.value)
    assert message.startswith("The warehouse is damaged: ")
    assert str(study.warehouse) in message
    assert "move the file away" in message
    assert "mtw run" in message


def test_a_warehouse_that_was_moved_away_is_made_anew(study: Study) -> None:
    study.warehouse.write_text("no database", encoding="utf-8")
    with pytest.raises(UserError):
        read_all(study.warehouse)
    study.warehouse.rename(study.root / "aside")
    with open_warehouse(study.warehouse, "a test") as warehouse:
        assert warehouse.connection.execute("select count(*) from tweets").fetchall() == [(0,)]


@pytest.mark.usefixtures("never_waits")
def test_a_block_that_is_met_later_is_named_too(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    shutil.copyfile(filled, path)
    met = 0
    for at in range(FIRST_BLOCK, path.stat().st_size, BLOCK):
        shutil.copyfile(filled, path)
        overwritten(at + 99)(path)
        try:
            read_all(path)
        except UserError as error:
            assert error.what.startswith("The warehouse is damaged: Corrupt database file")  # noqa: PT017 - some blocks are free
            met += 1
    assert met >= 3


def test_doctor_tells_damage_from_use(study: Study) -> None:
    study.warehouse.write_bytes(b"x" * 9999)
    [found] = [one for one in examine(study.root) if "warehouse" in one.what]
    assert (found.is_well, "damaged" in found.what, "move the file away" in found.what) == (False, True, True)


def test_doctor_tells_a_run_from_another_program_that_has_the_warehouse_open(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_options: object) -> None:
        raise duckdb.IOException('IO Error: Could not set lock on file "w.duckdb": Conflicting lock is held')

    study.warehouse.write_bytes(b"")
    monkeypatch.setattr(duckdb, "connect", refuse)
    with exclusive_lock(study.warehouse.with_suffix(".lock"), "run 1a2b3c4d of a window"):
        told = [one for one in examine(study.root) if "in use" in one.what]
    told += [one for one in examine(study.root) if "in use" in one.what]
    assert [one.is_well for one in told] == [True, False]
    assert told[0].what.startswith("the warehouse is in use by run 1a2b3c4d of a window (process ")


@pytest.mark.usefixtures("never_waits")
def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb").mkdir()
    with pytest.raises(UserError, match="A folder stands where a file must be"):
        read_all(tmp_path / "w.duckdb")


def test_other_errors_of_duckdb_pass_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with pytest.raises(duckdb.CatalogException), open_warehouse(path, "a test") as warehouse:
        warehouse.connection.execute("from no_such_table")
    with pytest.raises(duckdb.IOException), named_damage(path):
        duckdb.execute("from read_csv('/no/such/file.csv')")


@pytest.mark.parametrize(
    "message",
    [
        'IO Error: Could not write file "/s/w.duckdb": No space left on device',
        'FATAL Error: invalidated.\nOriginal error: "IO Error: Could not write: No space left on device"',
    ],
)
def test_a_full_disk_is_no_damage(message: str) -> None:
    assert "The disk is full" in str(told_damage(Path("/s/w.duckdb"), message))


def test_damage_is_found_behind_what_duckdb_says_of_itself() -> None:
    message = (
        "FATAL Error: Failed: database has been invalidated because of a previous fatal error. The database must be"
        ' restarted prior to being used again.\nOriginal error: "IO Error: Corrupt database file: computed checksum 1'
        ' does not match stored checksum 2 in block at location 3"'
    )
    told = told_damage(Path("/s/w.duckdb"), message)
    assert told is not None
    assert told.what.endswith(
        "Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 3"
    )


REFUSED = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT, errno.EPERM, errno.EFBIG)


@pytest.mark.parametrize("number", REFUSED, ids=errno.errorcode.get)
def test_a_lock_that_the_system_refuses_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "w.lock"

    def refuse(one: Path, *_arguments: object, **_options: object) -> int:
        raise OSError(number, os.strerror(number), str(one))

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(UserError) as told, exclusive_lock(path, "a run"):
        pass
    assert str(note_of(path)) in str(told.value)
    monkeypatch.undo()
    with exclusive_lock(path, "the next run"):
        pass


def test_a_lock_in_a_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "study").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="Something of that name is there already"):
        read_all(tmp_path / "study" / "w.duckdb")


@pytest.mark.parametrize("number", REFUSED, ids=errno.errorcode.get)
def test_what_the_system_refuses_is_named_by_number_and_by_its_words(number: int) -> None:
    told = str(of_system(OSError(number, os.strerror(number), "/s/study.toml")))
    assert "/s/study.toml" in told
    assert "refused" not in told
    assert named_by_system(f"IO Error: whatever: {os.strerror(number)}") == number
