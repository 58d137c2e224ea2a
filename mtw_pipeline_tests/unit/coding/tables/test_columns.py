"""The columns of the coded tweets, in CSV and SPSS: each variable has one of its own."""

from pathlib import Path
from statistics import mean

import pyreadstat
import pytest

from mtw_pipeline.coding.tables.export import export_tables
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding_results import ENGAGEMENT_SUMMARY
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.coded_tables import fill_tables
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, Desk, coding_study, opened

NAMED = SETTINGS.replace('name = "purpose"', 'name = "like_count"').replace("Purpose", "Likes of people")


@pytest.mark.parametrize("is_coded", [True, False])
def test_a_variable_called_as_a_column_of_tweets_has_a_column_of_its_own(
    tmp_path: Path, warehouse: Warehouse, *, is_coded: bool
) -> None:
    """It ended with a KeyError, and the CSV had a column like_count_x; coded or not, likes are no codes."""
    desk = Desk(coding_study(tmp_path / "named", NAMED, size=10), warehouse)
    for path in desk.paths.values() if is_coded else ():
        code_by_turns(path)
        assert desk.take(path).problems == ()
    fill_tables(desk)
    export_tables(warehouse, desk.study, WINDOW, tmp_path / "tables")
    frame, about = pyreadstat.read_sav(str(tmp_path / "tables" / "coded_tweets.sav"), apply_value_formats=True)
    likes = warehouse.connection.execute("select sum(like_count) from tweets semi join sample using (tweet_id)")
    assert likes.fetchall() == [(frame["like_count"].sum(),)]
    assert about.column_names_to_labels["like_count"] == "Likes, own"
    [header, *_] = (tmp_path / "tables" / "coded_tweets.csv").read_text(encoding="utf-8").splitlines()
    named = [name for name in header.split(",") if "like" in name]
    assert named == ["like_count", *(["like_count_by_people"] if is_coded else [])]
    if is_coded:
        wanted = ["community" if int(tweet[-1]) % 2 == 0 else "other" for tweet in frame["tweet_id"]]
        assert list(frame["like_count_by_people"]) == wanted
        assert about.column_names_to_labels["like_count_by_people"] == "Likes of people"


@pytest.mark.parametrize("whose", ["own", "unknown", "original"])
def test_likes_of_sampled_tweets_are_told_alike_in_the_report_and_beside_their_codes(
    tmp_path: Path, warehouse: Warehouse, whose: str
) -> None:
    """Of tables whose map says nothing of counts, the averages of all tweets had them, those of the sample none."""
    desk = Desk(coding_study(tmp_path / "liked", size=10), warehouse)
    warehouse.connection.execute("update tweets set metrics_of = ? where is_retweet or ? <> 'original'", [whose, whose])
    fill_tables(desk)
    warehouse.replace_window(ENGAGEMENT_SUMMARY, WINDOW)
    of_sample = "select known_tweets, mean from engagement_summary where metric = 'likes'"
    found = warehouse.connection.execute(of_sample).fetchall()
    likes = warehouse.connection.execute(
        "select is_retweet, like_count from tweets semi join sample using (tweet_id)"
    ).fetchall()
    own = [count for is_retweet, count in likes if not is_retweet]
    assert 0 < len(own) < len(likes)
    assert found == [(len(own), pytest.approx(mean(own)))]
    export_tables(warehouse, desk.study, WINDOW, tmp_path / "tables")
    frame, _ = pyreadstat.read_sav(str(tmp_path / "tables" / "coded_tweets.sav"))
    known = sorted(frame["like_count"].dropna())
    assert known == sorted([count for _, count in likes] if whose == "own" else own)


def code_by_turns(path: Path) -> None:
    """Fill a sheet by the number of the tweet, so that all coders agree."""
    book, sheet, names = opened(path)
    for row in range(2, sheet.max_row + 1):
        is_even = int(str(sheet.cell(row, names["tweet"]).value)[-1]) % 2 == 0
        sheet.cell(row, names["like_count"]).value = "community" if is_even else "other"
    book.save(path)
