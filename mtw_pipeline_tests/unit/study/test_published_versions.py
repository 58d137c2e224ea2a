"""Which version of the copy analysts find, wherever a process is killed, whatever a program has open, without links."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline_tests.kills import kills

FILES = ("study.duckdb", "parquet/provenance.parquet", "parquet/tweets/2021.parquet")


def version(published: PublishedVersions, name: str) -> Path:
    folder = published.versions / name
    for file in FILES:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(f"{name}: {file}", encoding="utf-8")
    return folder


def shown(published: PublishedVersions) -> set[str]:
    """The versions that stand at the addresses."""
    return {(published.folder / file).read_text(encoding="utf-8").partition(":")[0] for file in FILES}


@pytest.fixture
def published(tmp_path: Path) -> PublishedVersions:
    made = PublishedVersions(tmp_path / "published")
    assert made.put_in_place(version(made, "1")) == ()
    return made


def test_both_addresses_show_the_current_version_and_nothing_else_lies_beside_them(
    published: PublishedVersions,
) -> None:
    assert published.put_in_place(version(published, "2")) == ()
    assert (published.current, shown(published), published.is_settled) == (published.versions / "2", {"2"}, True)
    assert {path.name for path in published.folder.iterdir()} == {"current", "study.duckdb", "parquet", "versions"}
    published.drop_all_but(published.versions / "2")
    assert [path.name for path in published.versions.iterdir()] == ["2"]


def test_killed_anywhere_the_next_command_lets_both_addresses_show_one_version(tmp_path: Path) -> None:
    struck = set()
    for number, kill in enumerate(kills(tmp_path)):
        published = PublishedVersions(tmp_path / f"{number}")
        published.put_in_place(version(published, "1"))
        fresh = version(published, "2")
        with kill:
            published.put_in_place(fresh)
        assert published.settle() == ()
        assert shown(published) == {published.current.name if published.current else ""}
        assert published.is_settled
        if not kill.struck:
            break
        struck.add(shown(published).pop())
    assert struck == {"1", "2"}


def held_open(monkeypatch: pytest.MonkeyPatch, *addresses: Path) -> None:
    """Refuse to replace or delete some paths, as Windows does while a program has them open."""
    for name in ("rename", "replace", "unlink", "rmdir"):
        real: Callable[..., object] = getattr(os, name)

        def refusing(*paths: object, real: Callable[..., object] = real, **rest: object) -> object:
            if any(str(path) == str(address) for path in paths for address in addresses):
                raise PermissionError(13, "in use", str(addresses[0]))
            return real(*paths, **rest)

        monkeypatch.setattr(os, name, refusing)


@pytest.mark.parametrize("name", ["study.duckdb", "parquet"])
def test_what_a_program_has_open_stays_and_the_next_command_catches_up(
    published: PublishedVersions, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with monkeypatch.context() as patch:
        held_open(patch, published.folder / name)
        assert published.put_in_place(version(published, "2")) == (published.folder / name,)
        assert shown(published) == {"1", "2"}
        assert not published.is_settled
    assert published.settle() == ()
    assert shown(published) == {"2"}


def test_without_second_names_the_addresses_are_copies(
    published: PublishedVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_paths: object) -> None:
        raise OSError(1, "not supported")

    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(Path, "hardlink_to", refused)
    published.put_in_place(version(published, "2"))
    assert (shown(published), published.is_settled) == ({"2"}, True)
    assert not (published.folder / "study.duckdb").samefile(published.versions / "2" / "study.duckdb")


def test_a_copied_study_is_settled_too(published: PublishedVersions, tmp_path: Path) -> None:
    shutil.copytree(published.folder, tmp_path / "elsewhere")
    assert PublishedVersions(tmp_path / "elsewhere").is_settled


def test_links_of_an_earlier_version_of_the_program_are_replaced(tmp_path: Path) -> None:
    published = PublishedVersions(tmp_path / "published")
    version(published, "1")
    (published.folder / "current").symlink_to("versions/1")
    for name in ("study.duckdb", "parquet"):
        (published.folder / name).symlink_to(f"current/{name}")
    assert published.current is None
    published.put_in_place(version(published, "2"))
    assert shown(published) == {"2"}
    assert not [path for path in published.folder.rglob("*") if path.is_symlink()]


@pytest.mark.parametrize("name", [b"../elsewhere", b"", b"3", b".", b"\0\xff", b"long" * 100])
def test_a_pointer_that_names_no_version_is_none(published: PublishedVersions, name: bytes) -> None:
    (published.folder / "current").write_bytes(name)
    assert published.current is None


def test_forgetting_leaves_no_byte_of_another_version(published: PublishedVersions) -> None:
    fresh = version(published, "2")
    (published.folder / "current").write_text("2\n", encoding="utf-8")  # killed before the addresses followed
    published.keep_nothing_but(fresh)
    assert (shown(published), [path.name for path in published.versions.iterdir()]) == ({"2"}, ["2"])
    published.keep_nothing_but(None)
    assert [path.name for path in published.folder.rglob("*")] == ["versions"]


@pytest.mark.parametrize("kept", [True, False])
def test_forgetting_does_not_end_while_a_program_has_a_copy_open(
    published: PublishedVersions, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    fresh = version(published, "2")
    with monkeypatch.context() as patch:
        held_open(patch, published.folder / "study.duckdb")
        published.put_in_place(fresh)
        with pytest.raises(UserError, match="cannot be deleted: a program has it open"):
            published.keep_nothing_but(fresh if kept else None)
    published.keep_nothing_but(fresh if kept else None)
    assert not [path for path in published.folder.rglob("*") if path.is_file() and b"1:" in path.read_bytes()]
