"""The record of runs: the last good one counts while what it made is there and no other began."""

import pytest

from mtw_pipeline.lineage.reruns import narrowed
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import inputs_of
from mtw_pipeline.study.run_records import Basis, RunHistory, begin_run, end_run, read_history, read_record
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, made_in_name, put, rtweet_row


@pytest.fixture
def made(study: Study) -> Study:
    return made_in_name(study)


def test_a_record_counts_only_while_what_it_made_is_there(made: Study) -> None:
    assert read_record(made, WINDOW) is None
    begin_run(made, WINDOW, "one")
    assert read_record(made, WINDOW) is None
    end_run(made, WINDOW, "one", 2)
    record = read_record(made, WINDOW)
    assert record is not None
    assert (record.inputs, record.run_id, record.warnings) == (inputs_of(made, WINDOW), "one", 2)
    for path in (made.warehouse, made.report_of(WINDOW), made.published_database):
        aside = path.rename(path.with_name("aside"))
        assert read_record(made, WINDOW) is None
        aside.rename(path)
    assert read_record(made, WINDOW) == record
    assert narrowed(None, inputs_of(made, WINDOW)) is None


def test_a_run_that_began_stands_beside_the_good_one_until_all_is_made(made: Study) -> None:
    begin_run(made, WINDOW, "good")
    end_run(made, WINDOW, "good", 0)
    begin_run(made, WINDOW, "second")
    put(made, "a.csv", csv_text([rtweet_row(1)]))
    begin_run(made, WINDOW, "third")
    history = read_history(made, WINDOW)
    assert history.good is not None
    assert (history.good.run_id, [one.run_id for one in history.begun]) == ("good", ["second", "third"])
    assert history.begun[0].inputs == history.good.inputs != history.begun[1].inputs
    end_run(made, WINDOW, "second", 0)  # another began meanwhile
    now = inputs_of(made, WINDOW)
    before_the_export, before_the_second = Basis(history.good.inputs, "second"), Basis(now, "good")
    for decided in (before_the_export, before_the_second):
        end_run(made, WINDOW, "third", 0, decided)
        assert read_history(made, WINDOW) == history
    end_run(made, WINDOW, "third", 0, Basis(now, "second"))
    assert read_history(made, WINDOW).begun == ()


def test_nothing_that_runs_made_in_another_warehouse_counts(made: Study) -> None:
    begin_run(made, WINDOW, "good", written_by="")
    end_run(made, WINDOW, "good", 0)
    begin_run(made, WINDOW, "second", written_by="good")
    assert read_history(made, WINDOW).good is not None
    begin_run(made, WINDOW, "third", written_by="good")
    history = read_history(made, WINDOW)
    assert (history.good, [one.run_id for one in history.begun]) == (None, ["third"])


def test_a_run_of_which_nothing_is_left_ends_as_a_good_one(made: Study) -> None:
    begin_run(made, WINDOW, "of the UI")
    end_run(made, WINDOW, "of the UI", 0, Basis(inputs_of(made, WINDOW), "of the UI"))
    assert read_record(made, WINDOW) is not None


def test_of_many_runs_that_were_stopped_the_last_are_kept_and_nothing_before_them_counts(made: Study) -> None:
    begin_run(made, WINDOW, "good")
    end_run(made, WINDOW, "good", 0)
    for number in range(21):
        begin_run(made, WINDOW, str(number))
    history = read_history(made, WINDOW)
    assert (history.good, [one.run_id for one in history.begun]) == (None, [str(number) for number in range(1, 21)])
    begin_run(made, WINDOW, "good")
    end_run(made, WINDOW, "good", 0, Basis(inputs_of(made, WINDOW), "20"))
    assert read_record(made, WINDOW) is not None


def test_of_a_warehouse_that_was_made_anew_nothing_counts_as_made(made: Study) -> None:
    begin_run(made, WINDOW, "good")
    end_run(made, WINDOW, "good", 0)
    made.warehouse.unlink()  # as told of a damaged one
    with open_warehouse(made.warehouse, "mtw kwic"):  # or a run that is stopped before it is noted
        pass
    assert read_history(made, WINDOW) == RunHistory()


def test_a_record_that_cannot_be_read_counts_for_nothing(made: Study) -> None:
    path = made.report_of(WINDOW).parent / "last-run.json"
    for text in ('{"inputs": {', "[]", '{"inputs": {}}', '{"begun": [{}]}'):
        path.write_text(text, encoding="utf-8")
        history = read_history(made, WINDOW)
        assert (history.good, history.begun) == (None, ())
