"""Agreement as the coding goes on: its order, drift, what is confused, and how many more tweets an interval needs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa
from typer.testing import CliRunner

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.agreement.confusion import confusion
from mtw_pipeline.coding.agreement.further_tweets import outlook
from mtw_pipeline.coding.agreement.of_variable import agreement
from mtw_pipeline.coding.agreement.of_window import agreement_rows
from mtw_pipeline.coding.agreement.over_time import CodeRow, Course, over_time_of_window, over_time_rows
from mtw_pipeline.coding.agreement.so_far import agreement_so_far
from mtw_pipeline.coding.codebook import codebook_rows, coded_by_people
from mtw_pipeline.coding.journal import Entry, history_rows, write_down
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import CODE_HISTORY, CODEBOOK, CODES
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.agreement.test_agreement import ABSTRACTORS, COHEN_1960, of_table
from mtw_pipeline_tests.unit.coding.desk import Desk, coding_study, fill

GOOD = [[40, 2, 1], [1, 30, 3], [2, 1, 20]]
SETTINGS = """
[coding]
coders = ["Ana", "Ben"]
lowered_thresholds = [{variable = "tone", threshold = 0.5, reason = "talked over by the team"}]
[[codebook]]
name = "purpose"
label = "Purpose"
categories = [{name = "a"}, {name = "b"}, {name = "c"}]
[[codebook]]
name = "tone"
label = "Tone"
scale = "ordinal"
categories = [{name = "a"}, {name = "b"}, {name = "c"}]
[[codebook]]
name = "means"
label = "Means"
several = true
categories = [{name = "a"}, {name = "b"}, {name = "c"}]
"""
START = datetime(2021, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("table", "threshold"), [(GOOD, 0.80), (GOOD, 0.82), (ABSTRACTORS, 0.75), (ABSTRACTORS, 0.79), (COHEN_1960, 0.45)]
)
def test_with_the_further_tweets_the_interval_of_another_package_reaches_the_threshold(
    table: Sequence[Sequence[int]], threshold: float
) -> None:
    """The cells grow in proportion; statsmodels gives kappa and its standard error of the grown table."""
    [kappa] = [one for one in agreement(of_table(table), "012", 1) if one.measure == "cohens_kappa"]
    ahead = outlook(kappa, threshold)
    assert ahead.further_tweets is not None
    assert ahead.further_tweets > 0

    def low(tweets: int) -> float:
        cells = np.array(table) * tweets / np.sum(table)
        found = cohens_kappa(cells)
        return float(found.kappa - 1.959963984540054 * found.std_kappa)

    needed = kappa.units + ahead.further_tweets
    assert low(needed) >= threshold - 1e-9
    assert low(needed - 1) < threshold


def test_no_number_of_tweets_is_told_where_none_would_do() -> None:
    [kappa] = [one for one in agreement(of_table(ABSTRACTORS), "012", 1) if one.measure == "cohens_kappa"]
    assert kappa.value is not None
    below = outlook(kappa, 0.80)
    assert (below.further_tweets, below.reason) == (None, "no number of tweets: the value itself lies below 0.80")
    assert "lies at" in outlook(kappa, kappa.value).reason
    assert outlook(kappa, 0.60).further_tweets == 0
    assert kappa.low is not None
    assert outlook(kappa, kappa.low).reason.startswith("the whole interval reaches")
    [alike] = [one for one in agreement([["a", "a"], ["b", "b"]], "ab", 1) if one.measure == "cohens_kappa"]
    assert (alike.value, outlook(alike, 0.8).further_tweets) == (1.0, None)
    [undefined] = [one for one in agreement([["a", "a"]], "ab", 1) if one.measure == "cohens_kappa"]
    assert outlook(undefined, 0.8).reason == undefined.reason


def planted(variable: str, alike: Sequence[bool]) -> list[CodeRow]:
    """Codes of tweets 0, 1, ...: alike, or not."""
    return [
        (str(tweet), variable, coder, "abc"[(tweet + (coder == "Ben" and not same)) % 3])
        for tweet, same in enumerate(alike)
        for coder in ("Ana", "Ben")
    ]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return coding_study(tmp_path, SETTINGS)


def course_of(order: Mapping[str, Sequence[int]], tweets: int, variable: str = "purpose") -> Course:
    """Of each coder the tweets in the order in which they were coded; the draw is in the order of the numbers."""
    entries = [
        Entry("code", coder, str(tweet), variable, "a", "", "a page", "2021-04-01T00:00:00+00:00",
              (START + timedelta(minutes=place)).isoformat())
        for coder, own in order.items()
        for place, tweet in enumerate(own)
    ]  # fmt: skip
    return Course.of([(str(tweet), tweet, True) for tweet in range(tweets)], entries)


def test_tenths_follow_the_order_of_coding_and_drift_is_seen(study: Study) -> None:
    """Coders go through the draw from its end, and differ on the ten tweets that they code last."""
    backwards = list(reversed(range(60)))
    codes = planted("purpose", [tweet >= 10 for tweet in range(60)])
    rows = over_time_rows(codes, course_of({"Ana": backwards, "Ben": backwards}, 60), study.settings)
    assert [(row["tenth"], row["tweets"], row["alike_tweets"]) for row in rows] == [
        *((tenth, 6, 6) for tenth in range(1, 9)), (9, 6, 2), (10, 6, 0),
    ]  # fmt: skip
    assert rows[-1]["differ_later"] == 1.0
    assert float(str(rows[-1]["p_value"])) < 1e-4
    assert (rows[7]["differ_later"], rows[7]["p_value"]) == (None, None)
    in_draw = over_time_rows(codes, Course.of([(str(one), one, True) for one in range(60)], []), study.settings)
    assert [row["alike_tweets"] for row in in_draw] == [0, 2, *([6] * 8)]
    assert in_draw[-1]["differ_later"] == 0.0
    assert in_draw[-1]["value"] == rows[-1]["value"]


def test_a_tweet_stands_between_its_places_with_both_coders() -> None:
    course = course_of({"Ana": [0, 1, 2, 3], "Ben": [1, 3, 0, 2]}, 4)
    by_tweet = {str(tweet): {"Ana": frozenset("a"), "Ben": frozenset("a")} for tweet in range(4)}
    assert course.ordered("purpose", by_tweet) == ["1", "0", "3", "2"]
    del by_tweet["1"]["Ben"]
    assert "1" not in course.ordered("purpose", by_tweet)


def test_a_set_that_is_half_coded_fills_its_first_tenths(study: Study) -> None:
    codes = planted("purpose", [True] * 45)
    rows = over_time_rows(codes, Course.of([(str(one), one, True) for one in range(100)], []), study.settings)
    assert [(row["tenth"], row["tweets"]) for row in rows] == [(1, 10), (2, 10), (3, 10), (4, 10), (5, 5)]
    assert over_time_rows(codes[:1], Course.of([], []), study.settings) == []


@pytest.mark.parametrize("coders", [2, 3])
def test_the_last_row_is_the_agreement_that_decides(study: Study, coders: int) -> None:
    codes = [row for name in ("purpose", "tone") for row in planted(name, [tweet % 7 != 3 for tweet in range(50)])]
    codes += [(tweet, name, "Cleo", code) for tweet, name, who, code in codes if who == "Ana" and coders > 2]
    codes += [(tweet, "means", who, code) for tweet, name, who, code in codes if name == "purpose"]
    codes += [(tweet, "means", "Ana", "c") for tweet in map(str, range(0, 50, 3)) if (int(tweet)) % 3 != 2]
    codes = sorted(set(codes))
    codes.append(("alone", "purpose", "Ana", "b"))
    rows = over_time_rows(codes, Course.of([(str(one), one, True) for one in range(50)], []), study.settings)
    people, seed = coded_by_people(study.settings), study.settings.sample.seed
    decides = [row for row in agreement_rows(codes, people, seed) if row["decides"]]
    assert len(decides) == 3
    for expected in decides:
        last = [row for row in rows if row["variable"] == expected["variable"]][-1]
        names = ("measure", "units", "value", "low", "high")
        assert [last[name] for name in names] == [expected[name] for name in names]
        assert last["threshold"] == {"purpose": 0.8, "tone": 0.5, "means": 0.8}[str(expected["variable"])]


def test_confused_categories_are_counted_once_a_tweet() -> None:
    given = {
        "1": {"Ana": frozenset("a"), "Ben": frozenset("b")},
        "2": {"Ana": frozenset("b"), "Ben": frozenset("a"), "Cleo": frozenset("b")},
        "3": {"Ana": frozenset("c"), "Ben": frozenset("a")},
        "4": {"Ana": frozenset("c"), "Ben": frozenset("c")},
        "5": {"Ana": frozenset("c")},
        "6": {"Ana": frozenset("ab"), "Ben": frozenset("a")},
    }
    found = confusion(given, ["b", "a", "c"])
    assert found.pairs == (("b", "a", 2), ("a", "c", 1))
    assert found.categories == (("b", 0, 3), ("a", 1, 4), ("c", 1, 2))


def coded(desk: Desk) -> None:
    """Everything alike but one tweet of the reliability set."""
    shared = [one.tweet_id for one in desk.sample() if one.is_reliability]
    for coder, path in desk.paths.items():
        fill(path, {"purpose": "community", "tone": "warm"})
        desk.take(path, coder)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    changes = [
        Entry("code", "Ben", shared[0], "purpose", "other", "", "a page", at),
        *(Entry("code", who, shared[1], "purpose", "information", "", "a page", at) for who in ("Ana", "Ben")),
    ]
    write_down(desk.study, WINDOW, changes)


def fill_tables(warehouse: Warehouse, study: Study) -> None:
    place = {"collection_window": WINDOW.key}
    for table, rows in (
        (CODEBOOK, codebook_rows(study.settings)),
        (CODE_HISTORY, history_rows(warehouse, study, WINDOW)),
    ):
        warehouse.replace_window(table, WINDOW, arrow_rows(table, [{**place, **row} for row in rows]))
    warehouse.replace_window(CODES, WINDOW)


def test_the_journal_tells_what_a_run_puts_into_the_table(desk: Desk) -> None:
    coded(desk)
    fill_tables(desk.warehouse, desk.study)
    attempts = Attempts()
    table = over_time_of_window(desk.warehouse, desk.study, WINDOW, attempts)
    told: list[Mapping[str, Any]] = [row for one in agreement_so_far(desk.study, WINDOW) for row in one.tenths]
    assert told == table
    assert attempts.omissions == []
    own = [row for row in told if row["variable"] == "purpose"]
    assert (own[-1]["units"], sum(row["alike_tweets"] for row in own)) == (4, 3)


def test_import_and_status_tell_how_far_coders_agree(desk: Desk) -> None:
    """Ana's sheet, imported again, is the newest: her code of the tweet that both had recoded is the sheet's."""
    coded(desk)
    study = ["--study", str(desk.study.root), "--window", str(WINDOW.start), str(WINDOW.end)]
    imported = CliRunner().invoke(build_app(), ["coding", "import", str(desk.paths["Ana"]), *study])
    assert imported.exit_code == 0, imported.output
    assert "purpose: Cohen's kappa 0." in imported.output
    assert "no number of tweets: the value itself lies below 0.80" in imported.output
    assert "confused most" not in imported.output
    told = CliRunner().invoke(build_app(), ["coding", "status", *study]).output
    assert "alike by tenth of the reliability set, in the order of coding: " in told
    assert "confused most: information / community 1, community / other 1" in told
    assert "other 0/1" in told


def test_several_codes_of_a_tweet_are_taken_apart(study: Study, warehouse: Warehouse) -> None:
    desk = Desk(study, warehouse)
    shared = [one.tweet_id for one in desk.sample() if one.is_reliability]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    given = {"Ana": ("a | b", "c", "a | c"), "Ben": ("a", "c", "a | c | gone")}
    entries = [
        Entry("code", who, tweet, "means", code, "", "a page", at)
        for who, codes in given.items()
        for tweet, code in zip(shared, codes, strict=False)
    ]
    write_down(desk.study, WINDOW, entries)
    [found] = agreement_so_far(desk.study, WINDOW)
    assert (found.latest["units"], found.latest["measure"]) == (3, "krippendorffs_alpha")
    assert sum(int(str(row["alike_tweets"])) for row in found.tenths) == 2
    assert found.confusion.categories == (("b", 0, 1), ("a", 2, 2), ("c", 2, 2))
    fill_tables(warehouse, desk.study)
    assert over_time_of_window(warehouse, desk.study, WINDOW, Attempts()) == list(found.tenths)
