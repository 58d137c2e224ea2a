"""What few people stand behind, of groups, accounts, pairs and delays: withheld, with what it would follow from."""

from dataclasses import replace
from datetime import date, timedelta

from mtw_pipeline.report.facts.accounts import AccountFacts, CurvePoint, Entry, Introducer, Participation
from mtw_pipeline.report.facts.groups import GroupFacts, GroupShare, LinkDomain
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.text import HashtagPair, ListSentiment
from mtw_pipeline.report.facts.tweets import Category, DayCount, ResponseDelay
from mtw_pipeline.report.page import render
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.supplement.accounts_suppression import accounts_suppressed
from mtw_pipeline.supplement.groups_suppression import Elsewhere, groups_suppressed
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


def shown_of(groups: GroupFacts) -> GroupFacts:
    return groups_suppressed(groups, Elsewhere((), {}, ()), FEWEST)


def withheld(found: GroupFacts) -> set[tuple[str, str]]:
    return {(one.group_name, one.category) for one in found.shares if is_withheld(one.tweets)}


def test_a_cell_of_few_people_is_withheld_with_what_it_would_follow_from() -> None:
    table = {
        "community 1": {"tweet": (90, 50), "reply": (7, 3)},
        "community 2": {"tweet": (80, 50), "reply": (40, 30)},
        "community 3": {"tweet": (70, 50), "reply": (50, 30)},
    }
    found = shown_of(GroupFacts(shares=tuple(shares("community", table))))
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
    found = shown_of(GroupFacts(shares=tuple(both)))
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
        groups=GroupFacts(shares=tuple(shares("community", table))),
    )
    behind = PeopleBehind({("type", ("tweet",)): 90, ("type", ("reply",)): 40, ("type", ("quote tweet",)): 2})
    found = suppressed(facts, behind, FEWEST)
    assert [is_withheld(one.tweets) for one in found.tweet_types] == [False, True, True]
    assert withheld(found.groups) == {("community 1", "reply"), ("community 1", "quote tweet")}


def test_a_withheld_day_does_not_follow_from_its_week() -> None:
    """Two days of few people in two weeks: the sum of each week, less its other days, would be the day."""
    monday = date(2020, 12, 7)
    tweets = {0: 40, 1: 3, 7: 50, 8: 4, 14: 60, 15: 70}
    days = tuple(DayCount(monday + timedelta(place), count) for place, count in tweets.items())
    behind = PeopleBehind({**EVERY_TYPE.people, **{("day", (day.day.isoformat(),)): day.tweets for day in days}})
    weeks = {
        (monday + timedelta(7 * week)).isoformat(): {"tweet": (sum(tweets[7 * week + place] for place in (0, 1)), 30)}
        for week in range(3)
    }
    shown = suppressed(
        replace(make_facts(), days=days, groups=GroupFacts(shares=tuple(shares("week", weeks)))), behind, FEWEST
    )
    hidden_days = {one.day for one in shown.days if is_withheld(one.tweets)}
    assert hidden_days == {monday, monday + timedelta(1), monday + timedelta(8)}, "and one of enough people with them"
    hidden_weeks = {one.group_name for one in shown.groups.shares if is_withheld(one.of_tweets)}
    assert hidden_weeks == {(day - timedelta(day.weekday())).isoformat() for day in hidden_days}
    assert [one.tweets for one in shown.groups.shares if not is_withheld(one.tweets)] == [130]


def test_a_withheld_type_stands_nowhere_else() -> None:
    """Replies of few people: quote tweets go with them, for the retweets are all less those without retweets."""
    counts = {"tweet": 900, "retweet": 6161, "reply": 6262, "quote tweet": 6363}
    people = {"tweet": 90, "retweet": 80, "reply": 4, "quote tweet": 70}
    shown = suppressed(of_types(counts), behind_types(people), FEWEST)
    hidden = {one.name for one in shown.tweet_types if is_withheld(one.tweets)}
    assert hidden == {"reply", "tweet"}, "the smallest of those that are no retweets"
    assert {one.tweet_type for one in shown.delays if is_withheld(one.tweets)} == {"reply"}
    assert not any(is_withheld(one.tweets) for one in (*shown.accounts.participation, *shown.engagement))
    page = render(shown)
    assert "6,262" not in page
    assert "6,161" in page


def test_where_retweets_are_withheld_no_count_is_without_them() -> None:
    counts = {"tweet": 900, "retweet": 6161, "reply": 800, "quote tweet": 700}
    shown = suppressed(
        of_types(counts), behind_types({"tweet": 90, "retweet": 4, "reply": 80, "quote tweet": 70}), FEWEST
    )
    assert {one.name for one in shown.tweet_types if is_withheld(one.tweets)} == {"retweet", "quote tweet"}
    assert all(is_withheld(one.of_tweets) and is_withheld(one.tweets) for one in shown.engagement)
    everything, without = shown.accounts.participation
    assert (is_withheld(everything.tweets), is_withheld(without.tweets)) == (False, True)
    page = render(shown)
    assert not [number for number in ("6,161", "2,400", "2,396") if number in page]


def test_how_few_only_retweet_is_no_difference_of_accounts() -> None:
    facts = of_types({"tweet": 900, "retweet": 100})
    ways = (replace(facts.accounts.participation[0], posters=90), replace(facts.accounts.participation[1], posters=87))
    shown = suppressed(
        replace(facts, accounts=AccountFacts(participation=ways)), behind_types({"tweet": 87, "retweet": 60}), FEWEST
    )
    assert [is_withheld(one.posters) for one in shown.accounts.participation] == [False, True]


def of_types(counts: dict[str, int]) -> ReportFacts:
    """Facts of tweets of these types, with all that is said of them elsewhere."""
    everything = sum(counts.values())
    own = everything - counts["retweet"]
    facts = make_facts()
    return replace(
        facts,
        totals=replace(facts.totals, tweets=everything),
        tweet_types=tuple(Category(name, count) for name, count in counts.items()),
        engagement=tuple(replace(one, tweets=own - 4, of_tweets=own) for one in facts.engagement),
        accounts=AccountFacts(
            participation=(
                Participation("all tweets", 99, everything, 30, 0.5, 5, 40, 10, 80),
                Participation("without retweets", 90, own, 30, 0.5, 5, 40, 10, 80),
            ),
        ),
        delays=tuple(
            ResponseDelay(name, count, count, count, 0, 60, 1.0, 2.0, 3.0, count, 0, 0, 0, 60, 0, 0, 0)
            for name, count in counts.items()
            if name != "tweet"
        ),
    )


def behind_types(people: dict[str, int]) -> PeopleBehind:
    of_counts = {("counts of", (measure,)): 60 for measure in ("likes", "retweets", "replies")}
    return PeopleBehind({("type", (name,)): count for name, count in people.items()} | of_counts)


EVERY_TYPE = behind_types(dict.fromkeys(("tweet", "retweet", "reply", "quote tweet"), 60))


def few(facts: ReportFacts) -> ReportFacts:
    return replace(
        facts,
        text=replace(
            facts.text,
            hashtag_pairs=(
                HashtagPair("#one", "#two", 7171, 7171, 4, 0.1, 0.1),
                HashtagPair("#many", "#all", 9000, 6464, 5, 0.1, 0.1),
            ),
            list_sentiment=(ListSentiment("adjectives", 9000, 700, 7474, 300, 7575, 50, 4, 5, 60),),
        ),
        groups=GroupFacts(
            domains=(
                LinkDomain("all tweets", "all tweets", "few.example", False, 7272, 7272, 0, 4),
                LinkDomain("all tweets", "all tweets", "many.example", False, 8, 8, 0, 5),
                LinkDomain("community", "community 1", "many.example", False, 7373, 7373, 0, 5),
            ),
        ),
        accounts=AccountFacts(
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
        ),
        delays=(
            ResponseDelay("reply", 99, 99, 98, 0, 4, 1.0, 7979.0, 9.0, 90, 8, 0, 0, 4, 1, 0, 0),
            ResponseDelay("retweet", 99, 99, 99, 6565, 60, 1.0, 2.0, 9.0, 84, 8, 7, 0, 50, 6, 1, 0),
        ),
    )


def test_counts_of_few_people_are_withheld_in_every_part() -> None:
    found = suppressed(few(make_facts()), EVERY_TYPE, FEWEST)
    assert [(one.hashtag, is_withheld(one.tweets_without_retweets)) for one in found.text.hashtag_pairs] == [
        ("#many", True)
    ]
    assert [(one.domain, is_withheld(one.tweets)) for one in found.groups.domains] == [
        ("many.example", False), ("many.example", True),
    ]  # fmt: skip
    [sides] = found.text.list_sentiment
    signs = ("positive_alone", "negative_alone", "both_signs", "neither_sign")
    assert all(is_withheld(getattr(sides, name)) for name in signs), (
        "tweets with positive words, which the table of lists shows, less those with these alone are those with both"
    )
    assert [is_withheld(one.accounts) for one in found.accounts.entries] == [True, True]
    assert found.accounts.introducers[0].introduced == 7700
    [shown] = found.accounts.participation
    assert is_withheld(shown.tweets_of_top_1)
    assert is_withheld(shown.posters_of_one)
    assert shown.tweets_of_top_10 == 8000
    assert [one.percent_of_posters for one in found.accounts.curve] == [0, 50, 100]
    assert all(is_withheld(one.tweets_without_retweets) for one in found.groups.domains)
    reply, retweet = found.delays
    assert is_withheld(retweet.before_original)
    assert is_withheld(reply.median)
    assert is_withheld(reply.within_an_hour)
    assert [is_withheld(one) for one in (retweet.median, retweet.within_an_hour, retweet.within_a_day)] == [
        False, False, True,
    ]  # fmt: skip
    assert is_withheld(retweet.within_a_week)


def test_the_page_shows_none_of_what_is_withheld() -> None:
    page = render(suppressed(few(make_facts()), EVERY_TYPE, FEWEST))
    hidden = ("7,171", "7,272", "7,373", "7,474", "7,676", "7,777", "6,565", "6,464", "few.example", "2.2 h")
    assert not [number for number in hidden if number in page]
    assert "many.example" in page


def test_a_point_of_the_curve_beside_one_of_the_table_does_not_tell_of_the_account_between() -> None:
    """Of 96 accounts the first 10 % are 10: the curve at 90 % (87 accounts) less the other 86 would be one account."""
    way = Participation("all tweets", 96, 900, 40, 0.5, 1, 90, 10, 400)
    curve = tuple(CurvePoint("all tweets", place, -(-place * 96 // 100), float(place)) for place in range(101))
    shown = accounts_suppressed(AccountFacts(participation=(way,), curve=curve), (), FEWEST).curve
    places = [one.posters for one in shown]
    assert [places[0], places[-1]] == [0, 96]
    marks = (way.posters_of_one, 96 - way.posters_of_top_1, 96 - way.posters_of_top_10)
    assert not [one for one in places[1:-1] if any(0 < abs(one - mark) < FEWEST for mark in marks)]
    assert len(places) > 8
