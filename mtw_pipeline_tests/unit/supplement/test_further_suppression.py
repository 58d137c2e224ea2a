"""What few people stand behind, beyond the published study: withheld, with what it would follow from."""

from dataclasses import replace

from mtw_pipeline.report.facts import ReportFacts
from mtw_pipeline.report.figures import Category
from mtw_pipeline.report.further_facts import (
    CurvePoint,
    Entry,
    FurtherFacts,
    GroupShare,
    HashtagPair,
    Introducer,
    LinkDomain,
    ListSentiment,
    Participation,
    ResponseDelay,
)
from mtw_pipeline.report.page import render
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.supplement.further_suppression import further_suppressed
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.suppression import suppressed
from mtw_pipeline_tests.unit.report.pages import make_facts

FEWEST = 5


def shares(grouped_by: str, table: dict[str, dict[str, tuple[int, int]]], **fields: object) -> list[GroupShare]:
    """Cells of tweets and people, by group and category of one variable."""
    given = {"variable": "tweet_type", "is_sampled": False, "low": None, "high": None, **fields}
    return [
        GroupShare(
            grouped_by=grouped_by, group_name=group, category=category, tweets=tweets, posters=people,
            of_tweets=sum(one for one, _ in cells.values()), percent=50.0, **given,  # type: ignore[arg-type]
        )
        for group, cells in table.items()
        for category, (tweets, people) in cells.items()
    ]  # fmt: skip


def shown_of(further: FurtherFacts, elsewhere: dict[str, set[str]] | None = None) -> FurtherFacts:
    return further_suppressed(further, elsewhere or {}, FEWEST)


def withheld(found: FurtherFacts) -> set[tuple[str, str]]:
    return {(one.group_name, one.category) for one in found.shares if is_withheld(one.tweets)}


def test_a_cell_of_few_people_is_withheld_with_what_it_would_follow_from() -> None:
    table = {
        "community 1": {"tweet": (90, 50), "reply": (7, 3)},
        "community 2": {"tweet": (80, 50), "reply": (40, 30)},
        "community 3": {"tweet": (70, 50), "reply": (50, 30)},
    }
    found = shown_of(FurtherFacts(shares=tuple(shares("community", table))))
    cells = withheld(found)
    assert ("community 1", "reply") in cells
    for group, kind in cells:  # another of its row and another of its column, so that neither sum gives it away
        assert [one for one in cells if one[0] == group and one[1] != kind]
        assert [one for one in cells if one[0] != group and one[1] == kind]
    assert not any(is_withheld(one.of_tweets) for one in found.shares)


def test_a_group_of_few_people_has_its_size_withheld_in_every_table_with_another() -> None:
    table = {
        "media": {"tweet": (9, 2), "reply": (8, 2)},
        "other": {"tweet": (60, 20), "reply": (50, 20)},
        "no leader": {"tweet": (900, 200), "reply": (800, 200)},
    }
    sentiment = {group: {"positive": cells["tweet"], "neutral": cells["reply"]} for group, cells in table.items()}
    both = [*shares("leader_class", table), *shares("leader_class", sentiment, variable="sentiment_vader")]
    found = shown_of(FurtherFacts(shares=tuple(both)))
    hidden = {(one.variable, one.group_name) for one in found.shares if is_withheld(one.of_tweets)}
    assert hidden == {(name, group) for name in ("tweet_type", "sentiment_vader") for group in ("media", "other")}
    assert all(is_withheld(one.percent) for one in found.shares if is_withheld(one.of_tweets))


def test_what_is_withheld_of_all_tweets_is_no_sum_over_groups() -> None:
    table = {
        "community 1": {"tweet": (90, 50), "reply": (30, 20), "quote tweet": (3, 2)},
        "no community": {"tweet": (90, 50), "reply": (31, 20)},
    }
    facts = replace(
        make_facts(),
        tweet_types=(Category("tweet", 180), Category("reply", 61), Category("quote tweet", 3)),
        further=FurtherFacts(shares=tuple(shares("community", table))),
    )
    behind = PeopleBehind({("type", ("tweet",)): 90, ("type", ("reply",)): 40, ("type", ("quote tweet",)): 2})
    found = suppressed(facts, behind, FEWEST)
    assert [is_withheld(one.tweets) for one in found.tweet_types] == [False, True, True]
    assert ("community 1", "reply") in withheld(found.further) or ("no community", "reply") in withheld(found.further)


def few(facts: ReportFacts) -> ReportFacts:
    return replace(
        facts,
        further=FurtherFacts(
            pairs=(
                HashtagPair("#one", "#two", 7171, 7171, 4, 0.1, 0.1),
                HashtagPair("#many", "#all", 9, 8, 5, 0.1, 0.1),
            ),
            domains=(
                LinkDomain("all tweets", "all tweets", "few.example", False, 7272, 7272, 0, 4),
                LinkDomain("all tweets", "all tweets", "many.example", False, 8, 8, 0, 5),
                LinkDomain("community", "community 1", "many.example", False, 7373, 7373, 0, 5),
            ),
            lists=(ListSentiment("adjectives", 9000, 700, 7474, 300, 7575, 50, 4, 5, 60),),
            entries=(Entry("was named", "retweet", True, 60), Entry("was named", "quote", True, 4)),
            introducers=(Introducer("somebody", 7676),),
            participation=(Participation("all tweets", 44, 9000, 3, 0.5, 1, 7777, 5, 8000),),
            curve=(
                CurvePoint("all tweets", 0, 0, 0.0),
                CurvePoint("all tweets", 1, 1, 0.1),
                CurvePoint("all tweets", 50, 22, 20.0),
                CurvePoint("all tweets", 51, 23, 21.0),
                CurvePoint("all tweets", 90, 40, 60.0),
                CurvePoint("all tweets", 100, 44, 100.0),
            ),
            delays=(
                ResponseDelay("reply", 99, 99, 98, 0, 4, 1.0, 7979.0, 9.0, 90, 8, 0, 0, 4, 1, 0, 0),
                ResponseDelay("retweet", 99, 99, 99, 0, 60, 1.0, 2.0, 9.0, 84, 8, 7, 0, 50, 6, 1, 0),
            ),
        ),
    )


def test_counts_of_few_people_are_withheld_in_every_part() -> None:
    found = suppressed(few(make_facts()), PeopleBehind({}), FEWEST).further
    assert [one.hashtag for one in found.pairs] == ["#many"]
    assert [(one.domain, is_withheld(one.tweets)) for one in found.domains] == [
        ("many.example", False), ("many.example", True),
    ]  # fmt: skip
    [sides] = found.lists
    assert [is_withheld(getattr(sides, name)) for name in ("positive_alone", "negative_alone", "both_signs")] == [
        False, True, True,
    ]  # fmt: skip
    assert [is_withheld(one.accounts) for one in found.entries] == [True, True]
    assert found.introducers[0].introduced == 7700
    [shown] = found.participation
    assert is_withheld(shown.tweets_of_top_1)
    assert is_withheld(shown.posters_of_one)
    assert shown.tweets_of_top_10 == 8000
    assert [one.percent_of_posters for one in found.curve] == [0, 50, 100]
    reply, retweet = found.delays
    assert is_withheld(reply.median)
    assert is_withheld(reply.within_an_hour)
    assert [is_withheld(one) for one in (retweet.median, retweet.within_an_hour, retweet.within_a_day)] == [
        False, False, True,
    ]  # fmt: skip
    assert is_withheld(retweet.within_a_week)


def test_the_page_shows_none_of_what_is_withheld() -> None:
    page = render(suppressed(few(make_facts()), PeopleBehind({}), FEWEST))
    hidden = ("7,171", "7,272", "7,373", "7,474", "7,676", "7,777", "few.example", "2.2 h")
    assert not [number for number in hidden if number in page]
    assert "many.example" in page
