"""Studies that were run once and serve many tests, and copies of them for tests that change something.

What belongs here: what stands in them and how they were run. What does not: what is true of them (the tests). The
fixtures that give them are in assets/conftest.py.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from mtw_pipeline.cli.demo import code_by_simulation, is_simulated
from mtw_pipeline.coding.simulated import SIMULATED_CODERS
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.runs.running import RunOutcome, run_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.template import new_study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic import EXAMPLE_WINDOW, GroundTruth, write_synthetic_collection
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row

LATER = CollectionWindow.between("2021-02-01", "2021-02-28")
TABLES_ALONE = "not (study_report or trends_report or published_warehouse)"
"""What a run makes but what shows the tables."""
SAMPLE_SIZE = 240
RELIABILITY_SIZE = 170
"""What the settings say where nobody said anything."""

ANN = {"user_id": "501", "screen_name": "Ann_Invented"}
FIRST = 1_345_000_000_000_000_000
GONE, OF_USER, RETWEET, REPLY = (str(FIRST + number) for number in (103, 105, 107, 108))
LATER_TWEET = str(FIRST + 90)
BROKEN = "broken"
TAKEN_BACK = "a secret that its author took back"
FORGETTABLE = "a.csv"
"""The export whose tweets GONE and OF_USER their authors take back."""


@dataclass(frozen=True)
class StudyThatWasRun:
    """A study, what was planted in it, and what became of its runs, one a window in the order of the windows."""

    study: Study
    outcomes: tuple[RunOutcome, ...]


@dataclass(frozen=True)
class CodedStudy:
    """A synthetic study that was sampled, coded by simulated coders and run, with what was planted in it."""

    study: Study
    truth: GroundTruth
    outcomes: tuple[RunOutcome, RunOutcome]
    """Of the run up to the sample, and of that of all the rest, with the codes."""


def run(
    study: Study,
    validation: ValidationProcess,
    window: CollectionWindow = WINDOW,
    selection: str | None = None,
) -> RunOutcome:
    """Run one window of a study, all of it or what a selection names."""
    with instance_of(study) as instance:
        return run_window(instance, study, window, validation, selection)


def copy_of(study: Study, root: Path) -> Study:
    """A study of its own with everything that another holds, the history of its runs included."""
    shutil.copytree(study.root, root, symlinks=True, copy_function=_copied)
    return Study.load(root)


def _copied(source: str, target: str) -> None:
    """A file; one of a published copy is linked, for nobody changes one: the next copy is made of others beside it."""
    path = Path(source)
    is_published = "published" in path.parts and path.suffix in {".duckdb", ".parquet"}
    (os.link if is_published else shutil.copy2)(source, target)


def tables_of(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """All rows of every declared table, in an order of their own."""
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        return {table.name: connection.execute(f"from {table.name} order by all").fetchall() for table in TABLES}


def coded_study(root: Path, validation: ValidationProcess) -> CodedStudy:
    """The example study as ``mtw demo`` makes it, a twentieth of its size."""
    study = new_study(
        root, hashtags=["MarketingTwitter"], synthetic=True, coders=SIMULATED_CODERS, code_themes=True,
        sample_size=SAMPLE_SIZE, marketing_lists=True,
    )  # fmt: skip
    truth = write_synthetic_collection(study.incoming_of(EXAMPLE_WINDOW), tweets=1200, posters=430)
    assert is_simulated(study)
    sampled = run(study, validation, EXAMPLE_WINDOW, "+sample")
    assert sampled.succeeded
    code_by_simulation(study, EXAMPLE_WINDOW)
    return CodedStudy(study, truth, (sampled, run(study, validation, EXAMPLE_WINDOW, "sample or not +sample")))


def small_study(root: Path, validation: ValidationProcess) -> StudyThatWasRun:
    """A study of two windows: people whom the analysts' copy must hide, and tweets that can be taken back."""
    study = new_study(root, hashtags=["InventedTag"], coders=("A", "B"), sample_size=60, seed=7)
    put(study, "timeline_ann_invented.csv", csv_text(people_rows()))
    put(study, FORGETTABLE, csv_text(forgettable_rows()))
    renamed = rtweet_row(90, user_id="501", screen_name="Anna_New", created_at="2021-02-03T10:00:00Z", text="new #one")
    put(study, "later.csv", csv_text([renamed]), LATER)
    return StudyThatWasRun(study, tuple(run(study, validation, window) for window in (WINDOW, LATER)))


def people_rows() -> list[dict[str, str]]:
    """Rows in which people are named in every place where a person can stand."""
    first = [
        rtweet_row(1, **ANN, name="Ann Real Name", description="my profile text", text="hello from ann_invented #one",
                   hashtags="one"),
        rtweet_row(2, user_id="502", screen_name="bob_the_2nd", text="great @Ann_Invented, mail ann@example.org #one",
                   mentions_screen_name="Ann_Invented", mentions_user_id="501"),
        rtweet_row(3, user_id="502", screen_name="bob_the_2nd", text="RT @Ann_Invented: hello", is_retweet="TRUE",
                   retweet_screen_name="Ann_Invented", retweet_user_id="501", retweet_text="hello",
                   retweet_status_id="1345000000000000001"),
        rtweet_row(4, text="https://twitter.com/Ann_Invented/status/1345000000000000001 #two"),
    ]  # fmt: skip
    return [*first, *(rtweet_row(number, text=f"good {number}") for number in range(5, 30))]


def forgettable_rows() -> list[dict[str, str]]:
    """Rows with a tweet that is taken back and what passes it on: a retweet, a reply, a link, an id in a broken row."""
    rows = [rtweet_row(number) for number in range(101, 113)]
    rows[2]["text"] = TAKEN_BACK
    rows[6].update(
        is_retweet="TRUE", retweet_status_id=GONE, retweet_screen_name="inv_103", retweet_user_id="9103",
        retweet_text=TAKEN_BACK, text=f"RT @inv_103: {TAKEN_BACK}",
    )  # fmt: skip
    rows[7].update(reply_to_status_id=GONE, reply_to_screen_name="inv_103", reply_to_user_id="9103")
    rows[8].update(text=f"see https://twitter.com/inv_103/status/{GONE}")
    rows[11].update(status_id=BROKEN, text=f"says {GONE}")
    return rows
