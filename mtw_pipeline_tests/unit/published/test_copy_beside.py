"""A copy whose texts another process masks and searches is the one that this process makes alone."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mtw_pipeline.published.beside import ahead, lent
from mtw_pipeline.published.beside.lent import CopyBeside, copy_beside
from mtw_pipeline.published.copying import mapped_columns
from mtw_pipeline.published.inspection import findings
from mtw_pipeline.published.publishing import publish
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.validation_process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.published.test_leaks import PLANTED, plant
from mtw_pipeline_tests.unit.published.test_parts import GOOD, anew, content, plant_people


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[CopyBeside]:
    monkeypatch.setattr(lent, "_FEWEST_TWEETS", 1)
    monkeypatch.setattr(ahead, "_FEWEST_ROWS", 1)
    with copy_beside(ValidationProcess()) as lent_beside:
        yield lent_beside


def plant_window(warehouse: Warehouse) -> None:
    plant_people(warehouse, WINDOW.key)
    for number, leak in enumerate(PLANTED):
        plant(
            warehouse, "tweets", collection_window=WINDOW.key, tweet_id=str(number), author="x",
            text=f"so {leak.value}", hashtags=["so", "zoe9"],
        )  # fmt: skip
    for first, second in (("zoe", "vorland"), ("a", "fine")):
        plant(
            warehouse, "bigram_frequencies", collection_window=WINDOW.key, first_word=first, second_word=second,
            tweets=1,
        )  # fmt: skip


def nobody_here(*_: object) -> None:
    raise AssertionError("names were taken in by this process")


def test_a_copy_that_is_masked_and_searched_beside_is_the_same(
    study: Study, warehouse: Warehouse, beside: CopyBeside, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_window(warehouse)
    beside.begin(warehouse, study, WINDOW)
    # What stands only now is masked by the process too, in the copy's own step.
    plant(warehouse, "tweets", collection_window=WINDOW.key, tweet_id="later", author="x", text="later @zoe9")
    plant(warehouse, "theme_frequencies", collection_window=WINDOW.key, theme="x", example="so zoe9 said")
    with monkeypatch.context() as alone:
        alone.setattr("mtw_pipeline.published.publishing.known_names", nobody_here)
        alone.setattr("mtw_pipeline.published.inspection.Search", nobody_here)
        copy = publish(warehouse, study, "run", beside)
        assert findings(warehouse, study, copy) == GOOD
    made = content(study)
    assert "zoe9" not in str(made)
    copy.is_good(study)
    assert made == anew(warehouse, study)


def test_whoever_is_met_after_texts_were_masked_ahead_is_masked(
    study: Study, warehouse: Warehouse, beside: CopyBeside
) -> None:
    plant(warehouse, "tweets", collection_window=WINDOW.key, tweet_id="1", author="x", text="so zoe9 said")
    beside.begin(warehouse, study, WINDOW)
    begun = beside.begun
    assert begun is not None
    assert begun.rests_on() is not None
    plant(warehouse, "raw_tweets", collection_window=WINDOW.key, tweet_id="9", author_handle="zoe9")
    copy = publish(warehouse, study, "run", beside)
    assert beside.begun is None
    assert "zoe9" not in str(content(study)["tweets"])
    assert findings(warehouse, study, copy) == GOOD


def test_the_process_finds_whom_masking_leaves(study: Study, warehouse: Warehouse, beside: CopyBeside) -> None:
    plant_people(warehouse, WINDOW.key)
    plant(warehouse, "tweets", collection_window=WINDOW.key, tweet_id="1", author="x", text="so zoe9 said")
    beside.begin(warehouse, study, WINDOW)
    begun = beside.begun
    assert begun is not None
    masked = next(filter(None, (begun.table(column) for column in mapped_columns() if column.table == "tweets")))
    warehouse.connection.execute(f"update {masked} set pseudonym = null")
    copy = publish(warehouse, study, "run", beside)
    assert findings(warehouse, study, copy) == {**GOOD, "no_person": ["tweets.text: 1 handles"]}


def test_where_the_process_is_killed_this_one_masks_and_searches(
    study: Study, warehouse: Warehouse, beside: CopyBeside
) -> None:
    plant_window(warehouse)
    beside.begin(warehouse, study, WINDOW)
    begun = beside.begun
    assert begun is not None
    assert begun.rests_on() is not None
    for process in multiprocessing.active_children():
        if process.name == "copying":
            process.kill()
    copy = publish(warehouse, study, "run", beside)
    assert findings(warehouse, study, copy) == GOOD
    assert "zoe9" not in str(content(study))


def test_nothing_is_left_of_what_nobody_took(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lent, "_FEWEST_TWEETS", 1)
    plant_window(warehouse)
    with copy_beside(ValidationProcess()) as stopped:
        stopped.begin(warehouse, study, WINDOW)
    assert not [one for one in multiprocessing.active_children() if one.name == "copying"]
    places = warehouse.connection.execute("select database_name from duckdb_databases()").fetchall()
    assert not {"ahead", "known_ahead"} & {name for (name,) in places}


def test_where_memory_is_short_or_people_are_identified_nothing_is_begun(
    study: Study, warehouse: Warehouse, beside: CopyBeside
) -> None:
    plant_window(warehouse)
    beside.begin(warehouse, study, CollectionWindow.from_key("2001-01-01_2001-01-02"))  # without a tweet
    assert beside.begun is None
    warehouse.connection.execute("set memory_limit = '400MB'")
    beside.begin(warehouse, study, WINDOW)
    assert beside.begun is None
    warehouse.connection.execute("set memory_limit = '1GB'")
    publishing = study.settings.publish.model_copy(update={"identify": True})
    settings = study.settings.model_copy(update={"publish": publishing})
    beside.begin(warehouse, replace(study, settings=settings), WINDOW)
    assert beside.begun is None
