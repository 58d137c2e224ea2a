"""Style measures: published formulas, uses counted by hand, and no value without words or norms."""

from statistics import NormalDist

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text import style_of_window
from mtw_pipeline.text.dictionaries.model import Condition, Dictionary
from mtw_pipeline.text.style import COMPOSITES, FUNCTION_CATEGORIES, Norm, StyleMeasure, style_measures, uses_in_text
from mtw_pipeline.text.style_of_window import measure_window, window_uses
from mtw_pipeline.text.words import token_parameters
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.text.test_words import plant

TOY = Dictionary(
    "toy",
    ("fruit", "joy", "meal"),
    words={"apple": frozenset({"fruit"}), "plum": frozenset({"fruit", "joy"})},
    prefixes={"berr": frozenset({"fruit"})},
    phrases={"apple pie": frozenset({"meal"}), "plum cak*": frozenset({"meal"})},
    symbols={":)": frozenset({"joy"})},
    conditions={"like": (Condition(frozenset({"fruit"}), "", "joy", "meal"),)},
    stems={"apple-*": frozenset({"joy"})},
)
PIECES = (
    "apple",
    "plum",
    "berries",
    "pie",
    "cakes",
    "cake",
    "like",
    ":)",
    "#apple",
    "and",
    "Apple,",
    "PLUM",
    "apple-green",
    "https://a.org/apple-pie",
)


def test_analytic_is_the_published_formula() -> None:
    words = {name: frozenset({name}) for name in FUNCTION_CATEGORIES}
    uses = dict(zip(FUNCTION_CATEGORIES, (8, 10, 4, 3, 5, 6, 2, 1), strict=True))
    rows = {row.measure: row for row in style_measures(Dictionary("d", FUNCTION_CATEGORIES, words), 100, uses, {})}
    # 30 + article + prep - ppron - ipron - auxverb - conj - adverb - negate, in percent of words
    assert rows["analytic_cdi"].value == pytest.approx(30 + 8 + 10 - 4 - 3 - 5 - 6 - 2 - 1)
    assert rows["article"].value == 8
    assert rows["clout_signs"].value is None
    assert "no category we, you, social, i, swear" in str(rows["clout_signs"].reason)


def test_a_standing_needs_norms_and_is_the_normal_distributions() -> None:
    dictionary = Dictionary("d", ("posemo", "negemo"), {})
    rows = style_measures(dictionary, 50, {"posemo": 5, "negemo": 1}, {"tone_difference": Norm(6, 2)})
    found = {row.measure: row for row in rows}
    assert found["tone_difference"].value == pytest.approx(10 - 2)
    assert found["tone_difference"].standing == pytest.approx(100 * NormalDist().cdf((8 - 6) / 2))
    assert found["posemo"].standing is None
    assert "no norms" in str(found["posemo"].reason)


def test_no_words_give_no_value_and_the_reason() -> None:
    rows = style_measures(Dictionary("d", ("posemo", "negemo"), {}), 0, {"posemo": 0, "negemo": 0}, {})
    assert {row.value for row in rows} == {None}
    assert all(row.reason for row in rows)


def test_every_composite_is_named_as_ours_or_says_where_it_is_published() -> None:
    sources = {composite.name: composite.source for composite in COMPOSITES}
    assert "PLOS ONE" in sources.pop("analytic_cdi")
    assert set(sources) == {"clout_signs", "authentic_signs", "tone_difference"}
    assert all("not LIWC's" in source for source in sources.values())


def test_uses_by_hand() -> None:
    tokens = ["apple", "like", "apple", "pie", "and", "plum", "cakes", "#apple"]
    words, uses = uses_in_text(TOY, tokens, "Apple like apple pie and plum cakes #apple :)")
    # joy: plum, "like" behind a fruit, :); meal: apple pie, plum cakes
    assert (words, uses) == (7, {"fruit": 3, "joy": 3, "meal": 2})


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join), min_size=1, max_size=20))
def test_a_window_uses_what_its_texts_use(warehouse: Warehouse, study: Study, texts: list[str]) -> None:
    """SQL over the window against Python text by text."""
    plant(warehouse, texts)
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(study.settings))
    rows = warehouse.connection.execute(
        "select string_split(tokens, ' '), text from tweet_tokens join tweets using (collection_window, tweet_id)"
    ).fetchall()
    words, uses = window_uses(warehouse, TOY, WINDOW)
    each = [uses_in_text(TOY, tokens or [], text) for tokens, text in rows]
    assert sum(times for _, times in words) == sum(count for count, _ in each)
    assert uses == {name: sum(one[name] for _, one in each) for name in TOY.categories}


def test_tweets_without_function_words_are_told(warehouse: Warehouse, study: Study) -> None:
    plant(
        warehouse,
        ["the plan of the team is good", "Haus Baum Garten Wiese Berg Tal", "too short", "we are in it with you"],
    )
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(study.settings))
    low = {row.measure: row for row in measure_window(warehouse, study, WINDOW, Attempts())}["low_language_tweets"]
    assert (low.uses, low.value) == (1, pytest.approx(100 / 3))


def low_language(warehouse: Warehouse, study: Study, texts: list[str]) -> StyleMeasure:
    plant(warehouse, texts)
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(study.settings))
    return {row.measure: row for row in measure_window(warehouse, study, WINDOW, Attempts())}["low_language_tweets"]


def test_a_window_without_any_function_word_is_all_in_another_language(warehouse: Warehouse, study: Study) -> None:
    """The dictionary has function words, and not one of them stands in any text: that is no reason to say nothing."""
    low = low_language(warehouse, study, ["Haus Baum Garten Wiese Berg Tal", "Weg Haus Tal Berg Baum", "Haus"])
    assert (low.uses, low.value, low.reason) == (2, 100.0, None)


def test_why_nothing_is_known_of_low_language_is_told(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    low = low_language(warehouse, study, ["the plan is good"])
    assert (low.uses, low.value, low.reason) == (None, None, "no tweet is long enough")
    monkeypatch.setattr(style_of_window, "open_english", lambda: TOY)
    low = low_language(warehouse, study, ["the plan of the team is good"])
    assert (low.uses, low.value, low.reason) == (None, None, "the dictionary has no function words")
