"""A collection whose rows lie in other files than before: the same tables."""

from collections.abc import Iterator
from pathlib import Path

from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.validation_process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, csv_text, put
from mtw_pipeline_tests.studies import StudyThatWasRun, copy_of, forgettable_rows, people_rows, run, tables_of

PLACE = {"export_file", "row_number"}
OTHERWISE = {"collection_exports", "raw_tweets", "word_keyness"}
"""Tables of the files, and one that rests on the other window, which came after the first run of this one."""
TABLES_ALONE = "not (study_report or trends_report or published_warehouse)"


def tables_without_places(study: Study) -> dict[str, list[list[object]]]:
    return {
        name: sorted(without_places(name, rows), key=str)
        for name, rows in tables_of(study).items()
        if name not in OTHERWISE
    }


def without_places(table: str, rows: list[tuple[object, ...]]) -> Iterator[list[object]]:
    """The rows without where they stood; the mean of numbers in another order differs behind the 15th digit."""
    for row in rows:
        named = zip(table_named(table).column_names, row, strict=True)
        yield [f"{value:.12g}" if isinstance(value, float) else value for name, value in named if name not in PLACE]


def test_the_split_of_a_collection_into_files_does_not_matter(
    small: StudyThatWasRun, tmp_path: Path, validation: ValidationProcess
) -> None:
    split = copy_of(small.study, tmp_path / "split")
    for path in split.exports_of(WINDOW):
        path.unlink()
    rows = [*people_rows(), *forgettable_rows()]
    for number, part in enumerate((rows[30:], rows[:18][::-1], rows[18:30])):
        put(split, f"{number}.csv", csv_text(part))
    assert run(split, validation, WINDOW, TABLES_ALONE).succeeded
    found, before = tables_without_places(split), tables_without_places(small.study)
    assert all(before[name] for name in ("interactions", "network_metrics", "word_frequencies", "sample"))
    assert found == before
