"""Computed variables that people code too: blind to the rule, on the reliability set, and held against the rule."""

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError
from sklearn.metrics import cohen_kappa_score

from mtw_pipeline.coding.agreement.several import masi_distance
from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.coded_tables import fill_tables
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, TEXTS, Desk, coding_study, fill, opened, tweets_of_page

ALL_THREE = 'reliability_size = 4\nvalidated = ["tweet_type", "content_format", "resources"]'
NAMES = ("tweet_type_by_people", "content_format_by_people", "resources_by_people")


def validating(root: Path, warehouse: Warehouse, settings: str = ALL_THREE) -> Desk:
    study = coding_study(root / "validating", SETTINGS.replace("reliability_size = 4", settings), size=10)
    return Desk(study, warehouse, TEXTS[:10])


def of_set(sheet: Worksheet, names: dict[str, int], desk: Desk) -> list[bool]:
    """Of each row, whether all coders code its tweet."""
    shared = {one.tweet_id for one in desk.sample() if one.is_reliability}
    return [str(sheet.cell(row, names["tweet"]).value).split(" t")[-1] in shared for row in range(2, sheet.max_row + 1)]


@pytest.mark.parametrize("on", ["reliability set", "sample"])
def test_people_code_without_seeing_what_the_rule_says(tmp_path: Path, warehouse: Warehouse, on: str) -> None:
    desk = validating(tmp_path, warehouse, f'{ALL_THREE}\nvalidated_on = "{on}"')
    _, sheet, names = opened(desk.paths["Ana"])
    rows = range(2, sheet.max_row + 1)
    assert {sheet.cell(row, names["shows"]).value for row in rows} == {None}
    is_shared = of_set(sheet, names, desk)
    assert sum(is_shared) == 4 < len(is_shared)
    for name in NAMES:
        open_ones = [not sheet.cell(row, names[name]).protection.locked for row in rows]
        assert open_ones == (is_shared if on == "reliability set" else [True] * len(is_shared))
    page = desk.sheets("page")[0].path
    asked = [set(NAMES).isdisjoint(one["not_asked"]) for one in tweets_of_page(page.read_text(encoding="utf-8"))]  # type: ignore[call-overload]
    assert asked == (is_shared if on == "reliability set" else [True] * len(is_shared))
    counted = {one.tweets for one in coding_progress(desk.study, WINDOW).coders if one.variable in NAMES}
    assert counted == {4 if on == "reliability set" else len(is_shared)}


def test_one_coder_alone_validates_on_the_sample(tmp_path: Path, warehouse: Warehouse) -> None:
    settings = SETTINGS.replace('["Ana", "Ben"]', '["Ana"]\nvalidated = ["tweet_type"]')
    study = coding_study(tmp_path / "alone", settings, size=10)
    desk = Desk(study, warehouse, TEXTS[:10])
    _, sheet, names = opened(desk.paths["Ana"])
    assert {sheet.cell(row, names[NAMES[0]]).protection.locked for row in range(2, sheet.max_row + 1)} == {False}


def test_the_rule_is_held_against_final_codes_and_stands_in_table_1(tmp_path: Path, warehouse: Warehouse) -> None:
    desk = validating(tmp_path, warehouse, f'{ALL_THREE}\nthreshold = 0.3\nvalidated_on = "sample"')
    query = warehouse.connection.execute
    query("update tweets set emoji_count = 1 where tweet_id <= '1345000000000000004'")
    query("update tweets set mention_count = 2 where tweet_id <= '1345000000000000002'")
    types = dict(query("select tweet_id, tweet_type from tweets").fetchall())
    given = {tweet: ("reply" if kind == "retweet" and int(tweet) % 2 else kind) for tweet, kind in types.items()}
    for coder, path in desk.paths.items():
        fill(path, {"purpose": "other", "tone": "warm"})
        book, sheet, names = opened(path)
        for row in range(2, sheet.max_row + 1):
            tweet = str(sheet.cell(row, names["tweet"]).value).split(" t")[-1]
            sheet.cell(row, names[NAMES[0]]).value = given[tweet]
            sheet.cell(row, names[NAMES[1]]).value = "text only" if int(tweet) % 2 else "multimedia"
            sheet.cell(row, names[NAMES[2]]).value = "emoji; tagging" if int(tweet) % 10 < 5 else "none"
        book.save(path)
        assert desk.take(path).problems == (), coder
    fill_tables(desk)
    whole = {name: row for name, *row in query(
        "select variable, units, tweets_of_both, measure, value from computed_agreement"
        " where category = 'all categories'"
    ).fetchall()}  # fmt: skip
    kappa = cohen_kappa_score([types[one] for one in sorted(types)], [given[one] for one in sorted(types)])
    differing = sum(types[one] != given[one] for one in types)
    assert differing
    assert whole["tweet_type"] == [10, 10 - differing, "cohens_kappa", pytest.approx(kappa)]
    assert whole["content_format"] == [10, 5, "cohens_kappa", pytest.approx(0)]
    rule = [frozenset({"emoji", "tagging"} if n < 3 else {"emoji"} if n < 5 else {"none"}) for n in range(10)]
    people = [frozenset({"emoji", "tagging"} if n < 5 else {"none"}) for n in range(10)]
    codes = [*rule, *people]
    chance = sum(masi_distance(one, other) for one in codes for other in codes)
    met = sum(2 * masi_distance(one, other) for one, other in zip(rule, people, strict=True))
    assert whole["resources"] == [10, 8, "krippendorffs_alpha", pytest.approx(1 - (len(codes) - 1) * met / chance)]
    tagging = query(
        "select computed_tweets, people_tweets, tweets_of_both from computed_agreement where category = 'tagging'"
    ).fetchall()
    assert tagging == [(3, 5, 3)]
    confused = query(
        "select computed_category, people_category, tweets from computed_confusion"
        " where variable = 'tweet_type' and computed_category <> people_category"
    ).fetchall()
    assert confused == [("retweet", "reply", differing)]
    counted = query("select tweets from code_frequencies where variable = 'tweet_type' order by category").fetchall()
    assert sum(tweets for (tweets,) in counted) == 10
    for table in ("code_frequencies", "tweet_categories"):
        assert query(f"select count(*) from {table} where variable like '%by_people'").fetchall() == [(0,)]


def test_names_of_validated_variables_are_theirs() -> None:
    told: dict[str, object] = {"title": "a test", "hashtags": ["test"], "coding": {"validated": ["resources"]}}
    settings = StudySettings.model_validate(told)
    resources = coded_by_people(settings)[-1]
    assert (resources.name, resources.validates, resources.none) == ("resources_by_people", "resources", "none")
    assert all(one.definition for one in resources.categories)
    taken = {"name": "resources_by_people", "label": "Uses", "categories": [{"name": "a"}, {"name": "b"}]}
    with pytest.raises(ValidationError, match="take another name"):
        StudySettings.model_validate({**told, "codebook": [taken]})
    with pytest.raises(ValidationError, match="twice"):
        StudySettings.model_validate({**told, "coding": {"validated": ["resources", "resources"]}})
