"""Who codes what: our division is the statement's, and a division anew keeps what is begun and levels the rest."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.coding.division import Begun, divided, is_settled
from mtw_pipeline.coding.frozen_sample import SampledTweet
from mtw_pipeline.errors import UserError
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, coding_study, draw, plant_tweets

NOTHING = Begun({}, frozenset())


def undivided(tweets: int) -> list[SampledTweet]:
    return [
        SampledTweet(f"{100 + place}", place, None, is_reliability=False, coders=(), seed=1, frame_size=99,
                     frame_md5="", text_md5="")
        for place in range(1, tweets + 1)
    ]  # fmt: skip


def alone(sample: tuple[SampledTweet, ...]) -> Counter[str]:
    return Counter(who for one in sample if not one.is_reliability for who in one.coders)


@pytest.mark.parametrize(
    ("coders", "size"), [(("Ana", "Ben"), 4), (("Ana", "Ben", "Cleo"), 5), (("Ana",), 4), (("Ana", "Ben", "Cleo"), 0)]
)
def test_the_first_division_is_that_of_the_drawn_sample(
    tmp_path: Path, warehouse: Warehouse, coders: tuple[str, ...], size: int
) -> None:
    settings = SETTINGS.replace('["Ana", "Ben"]', str(list(coders))).replace(
        "reliability_size = 4", f"reliability_size = {size}"
    )
    study = coding_study(tmp_path / "other", settings, size=23)
    plant_tweets(warehouse, [f"text {number}" for number in range(40)])
    draw(warehouse, study)
    drawn = warehouse.connection.execute("select is_reliability, coders from sample order by draw_order").fetchall()
    ours = divided(undivided(23), CoderNames(coders), size, NOTHING)
    assert [(one.is_reliability, list(one.coders)) for one in ours] == drawn


def test_before_coders_are_named_nobody_has_tweets(tmp_path: Path, warehouse: Warehouse) -> None:
    study = coding_study(tmp_path / "other", SETTINGS.replace('coders = ["Ana", "Ben"]', ""), size=7)
    plant_tweets(warehouse, [f"text {number}" for number in range(20)])
    draw(warehouse, study)
    found = warehouse.connection.execute(
        "select distinct coders from sample where collection_window = $key", {"key": WINDOW.key}
    )
    assert found.fetchall() == [([],)]


@given(
    tweets=st.integers(0, 60),
    size=st.integers(0, 20),
    begun=st.lists(st.tuples(st.sampled_from(["Ana", "Ben"]), st.integers(1, 60), st.booleans()), max_size=60),
    now=st.sampled_from([("Ana", "Ben", "Cleo"), ("Ana", "Cleo"), ("Ben",), ("Cleo", "Dora"), ("Ana", "Ben")]),
)
def test_a_division_anew_keeps_what_is_begun_and_levels_the_rest(
    tweets: int, size: int, begun: list[tuple[str, int, bool]], now: tuple[str, ...]
) -> None:
    before = divided(undivided(tweets), CoderNames(("Ana", "Ben")), size, NOTHING)
    given_to = {(who, one.tweet_id) for one in before for who in one.coders}
    coded = {(who, f"{100 + place}"): whole for who, place, whole in begun if (who, f"{100 + place}") in given_to}
    by = {one.tweet_id: frozenset(who for who, tweet in coded if tweet == one.tweet_id) for one in before}
    what = Begun(by, frozenset(place for place, whole in coded.items() if whole))
    names = CoderNames(now, tuple(name for name in ("Ana", "Ben") if name not in now))
    after = divided(before, names, size, what)
    assert [(one.tweet_id, one.is_reliability) for one in after] == [
        (one.tweet_id, one.is_reliability) for one in before
    ]
    for old, new in zip(before, after, strict=True):
        gone = set(old.coders) - set(new.coders)
        assert gone <= set(new.earlier_coders)
        assert len(set(new.coders)) == len(new.coders)
        if new.is_reliability:
            assert set(now) <= set(new.coders)
        elif old.tweet_id in by:
            kept = {who for who in by[old.tweet_id] if who in now or (who, old.tweet_id) in what.whole}
            assert kept <= set(new.coders)
    pool = [one for one in after if not one.is_reliability and set(one.coders).isdisjoint(by[one.tweet_id])]
    loads = alone(after)
    if pool and len(now) > 1:
        receiving = {who for one in pool for who in one.coders}
        most = max(loads[who] for who in receiving)
        assert all(loads[who] >= most - 1 for who in now), (
            "who got of what is free has no more than anybody else, by one"
        )
    assert divided(after, names, size, what) == after
    assert is_settled(after, names, what) or not all(alone(after)[who] for who in now)


def test_a_late_coder_takes_as_few_tweets_from_others_as_level_them() -> None:
    before = divided(undivided(34), CoderNames(("Ana", "Ben")), 4, NOTHING)
    after = divided(before, CoderNames(("Ana", "Ben", "Cleo")), 4, NOTHING)
    assert alone(after) == {"Ana": 10, "Ben": 10, "Cleo": 10}
    moved = [one for old, one in zip(before, after, strict=True) if not one.is_reliability and old.coders != one.coders]
    assert {one.coders for one in moved} == {("Cleo",)}
    assert len(moved) == 10


def test_a_study_of_one_coder_gets_a_reliability_set_with_the_second() -> None:
    one = divided(undivided(20), CoderNames(("Ana",)), 6, NOTHING)
    assert not any(tweet.is_reliability for tweet in one)
    begun = Begun({"101": frozenset({"Ana"}), "119": frozenset({"Ana"})}, frozenset())
    two = divided(one, CoderNames(("Ana", "Ben")), 6, begun)
    assert [tweet.draw_order for tweet in two if tweet.is_reliability] == [1, 2, 3, 4, 5, 6]
    assert {tweet.coders for tweet in two if tweet.is_reliability} == {("Ana", "Ben")}
    assert two[18].coders == ("Ana",)
    assert alone(two) == {"Ana": 7, "Ben": 7}


def test_names_are_found_however_they_are_written_and_whenever() -> None:
    names = CoderNames(("Ana María", "Ben"), ("Cleo",), {"Anna": "ana maría"})
    assert names.found("ANA  maría") == names.found("anna") == "Ana María"
    assert (names.found("cleo"), names.found("Dora"), names.now("Dora")) == ("Cleo", None, "Dora")
    names.examine(["Anna", "Ben", "Cleo"], "study.toml")
    with pytest.raises(UserError, match=r'Dora had tweets .* renamed = \{"Dora" = "Ana María"\} .* left = \["Dora"\]'):
        names.examine(["Dora", "Ben"], "study.toml")
