"""The study's Dagster home is made whole or not at all, and a broken one is set aside."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import dagster as dg
import pytest

from mtw_pipeline.defs.home.derivation import tables_as_made
from mtw_pipeline.defs.home.instance import (
    _TABLES_OF,
    DATABASES,
    instance_of,
    is_whole,
    make_home,
    make_home_by_dagster,
)
from mtw_pipeline.defs.home.tables import make_databases
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.kills import kills
from mtw_pipeline_tests.studies import copy_of


@pytest.fixture
def homeless(tmp_path: Path) -> Study:
    return make_study(tmp_path / "study")


def opens(study: Study) -> bool:
    with instance_of(study) as instance:
        instance.add_dynamic_partitions("collection_window", ["one"])
        return instance.get_runs() == [] and instance.get_dynamic_partitions("collection_window") == ["one"]


def broken_homes(study: Study) -> list[str]:
    return [path.name for path in study.root.glob(".dagster-broken-*")]


def test_dagster_makes_these_tables_and_no_others(fresh: Study) -> None:
    for database, tables in _TABLES_OF.items():
        with closing(sqlite3.connect(fresh.dagster_home / database)) as connection:
            made = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        assert made - {"alembic_version", "sqlite_sequence"} == tables


def test_a_home_is_usable_wherever_its_making_is_killed(homeless: Study) -> None:
    struck = 0
    for kill in kills(homeless.root, step=3):
        with kill:
            make_home(homeless)
        assert opens(homeless), struck
        assert broken_homes(homeless) == []
        if not kill.struck:
            break
        struck += 1
        shutil.rmtree(homeless.dagster_home)
    assert struck > 1


def test_commands_at_once_make_one_home(homeless: Study) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: make_home(homeless), range(4)))
    assert opens(homeless)
    assert broken_homes(homeless) == []


def _two_heads(home: Path) -> None:
    with closing(sqlite3.connect(home / "history" / "runs.db")) as connection:
        connection.execute("insert into alembic_version values ('567bc23fd1ac')")
        connection.commit()


def _no_version(home: Path) -> None:
    with closing(sqlite3.connect(home / "schedules" / "schedules.db")) as connection:
        connection.execute("delete from alembic_version")
        connection.commit()


def _half_its_tables(home: Path) -> None:
    with closing(sqlite3.connect(home / "history" / "event_log.db")) as connection:
        connection.execute("drop table asset_check_executions")
        connection.commit()


def _no_database(home: Path) -> None:
    (home / "history" / "runs.db").write_bytes(b"half a page of something else" * 100)


def _empty_database(home: Path) -> None:
    (home / "history" / "event_log.db").write_bytes(b"")


def _zeros_for_settings(home: Path) -> None:
    (home / "dagster.yaml").write_bytes(bytes(600))


def _no_text_for_settings(home: Path) -> None:
    (home / "dagster.yaml").write_bytes(b"\xbc\x90 half a page of something else")


@pytest.mark.parametrize("break_it", [
    _two_heads, _no_version, _half_its_tables, _no_database, _empty_database, _zeros_for_settings,
    _no_text_for_settings,
])  # fmt: skip
def test_a_broken_home_is_seen(fresh: Study, break_it: Callable[[Path], None], tmp_path: Path) -> None:
    copy = copy_of(fresh, tmp_path / "study")
    assert is_whole(copy.dagster_home)
    break_it(copy.dagster_home)
    assert not is_whole(copy.dagster_home)


def test_a_broken_home_is_set_aside_with_a_message_and_made_anew_with_its_settings(
    fresh: Study, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    study = copy_of(fresh, tmp_path / "study")
    settings = study.dagster_home / "dagster.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    _two_heads(study.dagster_home)
    assert opens(study)
    assert settings.read_text(encoding="utf-8").endswith("# ours\n")
    assert broken_homes(study) == [".dagster-broken-1"]
    assert "set aside" in caplog.text


@pytest.mark.parametrize(
    ("written", "told"),
    [("run_queue: [1\n", "expected ',' or ']'"), ("nonsense: 1\n", 'unexpected config entry "nonsense" at the root')],
)
def test_what_a_team_wrote_wrong_into_the_settings_is_told(
    fresh: Study, tmp_path: Path, written: str, told: str
) -> None:
    study = copy_of(fresh, tmp_path / "study")
    settings = study.dagster_home / "dagster.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + written, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        opens(study)
    said = str(refused.value)
    assert told in said
    assert str(settings) in said
    assert len(said.replace(str(tmp_path), "")) < 500
    assert broken_homes(study) == []
    settings.unlink()
    assert opens(study)


def test_a_home_with_settings_alone_gets_its_databases(fresh: Study, tmp_path: Path) -> None:
    study = copy_of(fresh, tmp_path / "study")
    for folder in ("history", "schedules"):
        shutil.rmtree(study.dagster_home / folder)
    assert opens(study)
    assert broken_homes(study) == []


def test_an_empty_home_is_the_one_that_dagster_makes(tmp_path: Path) -> None:
    found = []
    for name, make in {"ours": make_databases, "dagsters": make_home_by_dagster}.items():
        home = tmp_path / name
        home.mkdir()
        assert make(home) is not False, "of another Dagster: python -m mtw_pipeline.defs.home.derivation"
        made = tables_as_made(home, DATABASES)
        found.append({name: sorted(re.sub(r"'20\d\d-[^']*'", "then", one) for one in made[name]) for name in DATABASES})
    assert found[0] == found[1], "run: python -m mtw_pipeline.defs.home.derivation"


def test_a_home_is_made_by_another_dagster_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dg, "__version__", "0.0")
    study = make_study(tmp_path)
    make_home(study)
    assert is_whole(study.dagster_home)
