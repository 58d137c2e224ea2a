"""One way to write a scorer and an account, on every page."""

import re
from datetime import date

import pytest

from mtw_pipeline.network.account_names import account_name
from mtw_pipeline.report.facts.tweets import AccountCount
from mtw_pipeline.report.page import render
from mtw_pipeline.report.trends.charts import TrendValue, trend
from mtw_pipeline.text.scorer_names import scorer_name
from mtw_pipeline_tests.unit.report.pages import make_facts

LISTS = "word_list (positive words (from VADER's lexicon), negative words (from VADER's lexicon))"


@pytest.mark.parametrize(
    ("scorer", "short"),
    [("vader 3.3.2", "VADER"), (LISTS, "word lists"), ("vader", "VADER"), ("a model 1.0", "a model 1.0")],
)
def test_a_scorer_has_a_short_name(scorer: str, short: str) -> None:
    assert scorer_name(scorer) == short


def test_a_trend_of_a_scorer_has_its_short_name() -> None:
    window = f"{date(2020, 1, 1)}_{date(2020, 1, 2)}"
    one = trend(f"mean_compound {LISTS}", "compound", "mean", [TrendValue(window, 0.4, 9)])
    assert one is not None
    assert one.title == "mean compound, word lists"


@pytest.mark.parametrize(
    ("account", "handle", "name"),
    [("ann_b", "Ann_B", "@Ann_B"), ("ann_b", None, "@ann_b"), ("id:12", None, "id:12"), ("id:12", "Ann", "@Ann")],
)
def test_an_account_is_written_one_way(account: str, handle: str | None, name: str) -> None:
    assert account_name(account, handle) == name
    assert AccountCount(account, handle, 1, 1, None).label == name


def test_the_page_writes_every_account_with_its_sign() -> None:
    page = render(make_facts("somebody"))
    leaders = [*re.findall(r"<th scope=\"row\"><bdi>(@?somebody)</bdi><span class=\"mark\">&nbsp;\*</span>", page)]
    assert leaders == ["@somebody"]
