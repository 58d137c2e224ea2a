"""Where a copy goes once it was looked at, and that it is nowhere else, whenever the process is killed."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mtw_pipeline.published.publishing import MadeCopy, made_copy
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.kills import kills
from mtw_pipeline_tests.published_copies import publish


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_first_copy_that_is_kept_aside_is_nowhere_in_published_and_for_its_owner_alone(
    study: Study, warehouse: Warehouse
) -> None:
    for _ in range(2):
        with made_copy(warehouse, study, "run") as copy:
            aside = copy.keep_aside(study)
        assert files_below(study.published) == []
        assert {stat.S_IMODE(path.stat().st_mode) for path in (aside, *aside.rglob("*"))} == {0o400, 0o700}
        assert (aside / "study.duckdb").is_file()
    publish(warehouse, study, "run")
    assert not aside.exists()


def test_what_a_killed_run_left_is_gone_with_the_next_copy_also_with_one_that_fails(
    study: Study, warehouse: Warehouse
) -> None:
    left = study.published / "versions" / ".20210101T000000000000Z.part"
    left.mkdir(parents=True)
    (left / "study.duckdb").write_text("names somebody", encoding="utf-8")
    with made_copy(warehouse, study, "run") as copy:
        copy.keep_aside(study)
    assert files_below(study.published) == []


def test_a_copy_that_nobody_finished_looking_at_is_gone(study: Study, warehouse: Warehouse) -> None:
    with made_copy(warehouse, study, "run") as copy:
        assert stat.S_IMODE(copy.folder.stat().st_mode) == 0o700
    assert files_below(study.published) == []


@pytest.mark.parametrize(
    ("moved", "may_be_new"), [(MadeCopy.put_in_place, True), (MadeCopy.keep_aside, False)], ids=["good", "failed"]
)
def test_killed_anywhere_a_whole_copy_is_in_place(
    study: Study, warehouse: Warehouse, moved: Callable[[MadeCopy, Study], object], *, may_be_new: bool
) -> None:
    published = PublishedVersions(study.published)
    for kill in kills(study.root, step=90):
        first = publish(warehouse, study, "first")
        with made_copy(warehouse, study, "second") as copy:
            with kill:
                moved(copy, study)
            assert published.current in {first.version, *([copy.version] if may_be_new else [])}
            assert {path.suffix for path in published.versions.iterdir() if path.name.startswith(".")} <= {".part"}
            published.settle()
            shown = published.current
            assert shown is not None
            assert study.published_database.samefile(shown / "study.duckdb")
        if not kill.struck:
            break
    assert (published.current == first.version) is not may_be_new
