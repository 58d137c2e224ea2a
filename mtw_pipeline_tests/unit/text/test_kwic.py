"""Keywords in context, held against tweets whose tokens are planted."""

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.text.kwic import Use, typed_tokens, uses
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.planted_rows import OTHER_WINDOW, WINDOW, plant

TWEETS = {
    "1": "we love content marketing and we love content",
    "2": "content marketing",
    "3": "content of marketing #content",
    "4": "discontent marketing",
}


def planted(warehouse: Warehouse) -> Warehouse:
    for window in (WINDOW, OTHER_WINDOW):
        rows = [
            {"tweet_id": name, "author": f"inv_{name}", "tokens": tokens, "word_count": 1}
            for name, tokens in TWEETS.items()
        ]
        plant(warehouse, "tweet_tokens", rows if window == WINDOW else rows[:1], window)
    return warehouse


def test_every_use_of_a_word_is_shown_with_what_stands_around_it(warehouse: Warehouse) -> None:
    found = uses(planted(warehouse), WINDOW, ["content"], 2, 50)
    assert sorted(found) == [
        Use("1", "inv_1", "we love", "content", ""),
        Use("1", "inv_1", "we love", "content", "marketing and"),
        Use("2", "inv_2", "", "content", "marketing"),
        Use("3", "inv_3", "", "content", "of marketing"),
    ]
    assert len(uses(warehouse, WINDOW, ["content"], 2, 3)) == 3
    assert {one.tweet_id for one in uses(warehouse, OTHER_WINDOW, ["content"], 2, 50)} == {"1"}


def test_words_are_found_where_they_stand_side_by_side(warehouse: Warehouse) -> None:
    assert sorted(uses(planted(warehouse), WINDOW, ["content", "marketing"], 1, 50)) == [
        Use("1", "inv_1", "love", "content marketing", "and"),
        Use("2", "inv_2", "", "content marketing", ""),
    ]
    assert uses(warehouse, WINDOW, ["marketing", "content"], 1, 50) == []


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        (["content", "marketing"], ["content", "marketing"]),
        (["Content marketing"], ["content", "marketing"]),
        (["  E-Mail! "], ["e", "mail"]),
        (["#Marketing"], ["#marketing"]),
        (["don’t"], ["don't"]),
        (["sooooo"], ["soo"]),
    ],
)
def test_words_are_sought_in_the_form_in_which_tweets_have_them(typed: list[str], tokens: list[str]) -> None:
    assert typed_tokens(typed) == tokens


@pytest.mark.parametrize("typed", [[""], ["  "], ["?!"], []])
def test_nothing_is_no_word(typed: list[str]) -> None:
    with pytest.raises(UserError, match="mtw kwic WORD"):
        typed_tokens(typed)
