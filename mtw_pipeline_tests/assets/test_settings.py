"""What a changed setting makes stale: exactly the assets that read it, in Dagster's own judgement."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.defs.settings import report_settings
from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.installation import PACKAGE
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.lineage.settings import SECTIONS_READ, readers_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import SECTIONS
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.statements import has_statement
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.settings_watch import Watched
from mtw_pipeline_tests.studies import LATER, StudyThatWasRun, copy_of, run

WORDS = ("[words]", '[words]\nextra_stop_words = ["invented"]')
CHANGES = {
    "words": WORDS,
    "network": ("[network]", "[network]\nleaders = 3"),
    "coding": ("# threshold = 0.80", "threshold = 0.7 #"),
    "sample": ("seed = 7", "seed = 8"),
    "publish": ("# identify = false", "identify = true"),
}


def test_a_statement_is_given_parameters_of_the_sections_that_its_table_is_said_to_read(study: Study) -> None:
    for table in TABLES:
        if has_statement(table.statement):
            seen: set[str] = set()
            watched = replace(study, settings=Watched(study.settings, seen))  # type: ignore[arg-type]
            statement_parameters(table.statement, watched)
            assert seen <= set(SECTIONS_READ.get(table.name, ())), table.name


def test_the_pages_of_the_report_read_no_other_section() -> None:
    folder = PACKAGE / "report"
    texts = [path.read_text(encoding="utf-8") for path in (*folder.rglob("*.py"), *folder.rglob("*.j2"))]
    named = {name for text in texts for name in re.findall(r"settings\.([a-z_]+)", text)}
    assert named & set(SECTIONS) == set(SECTIONS_READ[REPORT])


@pytest.fixture
def changed(tmp_path: Path, small: StudyThatWasRun) -> Iterator[tuple[Study, dg.DagsterInstance]]:
    """A study of its own that was run, with its instance."""
    study = copy_of(small.study, tmp_path / "study")
    with instance_of(study) as instance:
        yield study, instance


def stale(study: Study, instance: dg.DagsterInstance, window: CollectionWindow) -> set[str]:
    """The assets that Dagster shows as outdated: of a window, and those of all windows."""
    graph = build_definitions(study.root).get_repository_def().asset_graph
    judged = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    return {
        key.to_user_string()
        for key in graph.materializable_asset_keys
        if judged.get_status(key, window.key if graph.get(key).is_partitioned else None) is StaleStatus.STALE
    }


def with_change(study: Study, section: str) -> Study:
    text = study.settings_path.read_text(encoding="utf-8")
    before, after = CHANGES[section]
    assert before in text
    study.settings_path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return Study.load(study.root)


def test_a_changed_setting_makes_stale_what_reads_it_and_no_other_table(
    changed: tuple[Study, dg.DagsterInstance],
) -> None:
    study, instance = changed
    assert stale(study, instance, LATER) == set()
    assert report_settings(instance, study) == []
    expected = set()
    for section in CHANGES:
        study = with_change(study, section)
        assert report_settings(instance, study) == [section]
        expected |= set(readers_of(section))
        assert stale(study, instance, LATER) == expected, section


def test_what_is_made_anew_is_fresh_and_says_what_must_follow(
    changed: tuple[Study, dg.DagsterInstance], validation: ValidationProcess
) -> None:
    study, instance = changed
    study = with_change(study, "words")
    assert run(study, validation, WINDOW, "word_frequencies").succeeded
    trends = {"window_trends", "window_changes"}
    behind = {"word_keyness", "word_list_uses", "study_report", "published_warehouse", *trends}
    assert stale(study, instance, WINDOW) == {*readers_of("words"), *behind} - {"word_frequencies"}
