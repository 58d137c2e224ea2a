"""Final codes and what is counted of the sample, from rows of which each says why it has a code or none."""

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import CODED_TWEETS
from mtw_pipeline.warehouse.tables.coding_results import CODE_FREQUENCIES
from mtw_pipeline_tests.planted_rows import WINDOW, plant, tweet

BOTH, ANA = ["ana", "ben"], ["ana"]


def test_a_code_is_final_where_all_who_were_to_code_it_gave_the_same(warehouse: Warehouse) -> None:
    """Agreed, differed, half coded, of one coder alone: only the first and the last have a code."""
    coders = {"1": BOTH, "2": BOTH, "3": BOTH, "4": ANA}
    given = [
        ("1", "ana", "a"),
        ("1", "ben", "a"),
        ("2", "ana", "a"),
        ("2", "ben", "b"),
        ("3", "ana", "a"),
        ("4", "ana", "b"),
    ]
    plant(
        warehouse, "sample", [{"tweet_id": one, "draw_order": int(one), "coders": who} for one, who in coders.items()]
    )
    plant(warehouse, "coded_variables", [{"variable": "purpose", "is_reported": True, "is_computed": False}])
    codes = [{"tweet_id": one, "variable": "purpose", "coder": who, "code": code} for one, who, code in given]
    plant(warehouse, "codes", [{**one, "is_in_codebook": True} for one in codes])
    warehouse.replace_window(CODED_TWEETS, WINDOW)
    found = "select tweet_id, code, decision, decided_by from coded_tweets where variable = 'purpose' order by tweet_id"
    assert warehouse.connection.execute(found).fetchall() == [("1", "a", "agreed", BOTH), ("4", "b", "one coder", ANA)]


def test_a_resource_is_of_the_tweets_that_use_it(warehouse: Warehouse) -> None:
    uses = [{"mention_count": 2}, {"emoji_count": 1}, {"url_count": 1, "mention_count": 1}, {}]
    plant(
        warehouse,
        "tweets",
        [tweet(number, platform="x", hashtags=[], urls=[], **one) for number, one in enumerate(uses, 1)],
    )
    plant(warehouse, "sample", [{"tweet_id": str(number), "draw_order": number} for number in range(1, 5)])
    categories = ("hashtags", "emoji", "tagging", "links")
    row = {"variable": "resources", "variable_order": 1, "is_computed": True, "is_exclusive": False}
    plant(warehouse, "codebook", [{**row, "category": one, "category_order": n} for n, one in enumerate(categories, 1)])
    warehouse.replace_window(CODE_FREQUENCIES, WINDOW, study_hashtags=["test"])
    found = warehouse.connection.execute("select category, tweets, coded_tweets from code_frequencies").fetchall()
    assert found == [("hashtags", 0, 4), ("emoji", 1, 4), ("tagging", 2, 4), ("links", 1, 4)]
