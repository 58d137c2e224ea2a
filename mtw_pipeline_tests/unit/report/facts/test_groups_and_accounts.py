"""What the report says of groups and accounts: tables of groups, first ties, times in words."""

from dataclasses import replace

import pytest

from mtw_pipeline.report.faces import Face
from mtw_pipeline.report.facts.accounts import AccountFacts, Entry
from mtw_pipeline.report.facts.coding import CodingFacts
from mtw_pipeline.report.facts.groups import GroupFacts, GroupShare
from mtw_pipeline.report.html import duration
from mtw_pipeline.report.page import render
from mtw_pipeline.report.withheld import Few, FewShare
from mtw_pipeline_tests.unit.report.pages import Page, make_facts


def share(group: str, variable: str, category: str, tweets: int, *, is_sampled: bool = False) -> GroupShare:
    return GroupShare("community", group, variable, category, is_sampled, tweets, 10, 10.0 * tweets, None, None, 5)


def test_a_sentiment_stands_first_and_all_else_in_the_codebooks_order() -> None:
    facts = GroupFacts(
        shares=(
            share("community 1", "content_format", "multimedia", 9),
            share("community 1", "learning_strategies", "rare", 1, is_sampled=True),
            share("community 1", "learning_strategies", "common", 8, is_sampled=True),
            replace(share("community 1", "theme", "second", 8, is_sampled=True), category_order=2),
            replace(share("community 2", "theme", "first", 1, is_sampled=True), category_order=1),
            share("community 1", "sentiment_vader", "negative", 4),
            share("community 2", "sentiment_vader", "positive", 1),
            share("community 1", "sentiment_word_list", "neutral", 9),
        )
    )
    tables = facts.tables_by("community")
    assert [table.variable for table in tables] == [
        "sentiment_vader", "content_format", "learning_strategies", "theme", "sentiment_word_list",
    ]  # fmt: skip
    sentiment, _, strategies, themes, _ = tables
    assert themes.categories == ("first", "second")
    assert sentiment.categories == ("positive", "negative")
    assert [[cell and cell.tweets for cell in row.shares] for row in sentiment.rows] == [[None, 4], [1, None]]
    assert strategies.categories == ("common", "rare")
    assert facts.tables_by("week") == ()


@pytest.mark.parametrize(("withheld", "is_told"), [(0, True), (1, True), (2, False), (3, False)])
def test_groups_of_which_at_most_one_is_told_are_no_table(withheld: int, is_told: bool) -> None:
    shares = tuple(share(f"community {place}", "sentiment_vader", "positive", 4) for place in range(3))
    few = tuple(replace(one, tweets=Few(), of_tweets=Few(), percent=FewShare()) for one in shares[:withheld])
    facts = replace(make_facts(), groups=GroupFacts(shares=few + shares[withheld:]))
    words = Page(render(facts, face=Face(is_published=True, fewest_people=5, is_identified=False))).words
    assert ("Sentiment (VADER) by community, percent" in words) == is_told
    assert ("By community: withheld" in words) != is_told


def test_the_one_sentiment_stands_first_and_types_where_there_is_none() -> None:
    facts = GroupFacts(shares=(share("a", "tweet_type", "reply", 1), share("a", "sentiment_word_list", "neutral", 1)))
    assert facts.tables_by("community")[0].variable == "sentiment_word_list"
    alone = GroupFacts(shares=(share("a", "tweet_type", "reply", 1), share("a", "content_format", "multimedia", 1)))
    assert [table.variable for table in alone.tables_by("community")] == ["tweet_type", "content_format"]


def test_formats_that_are_not_known_stand_last_and_the_page_says_what_others_are() -> None:
    known = (share("community 1", "content_format", "multimedia", 1), share("community 2", "tweet_type", "reply", 1))
    remark = "the percents of the others are those of tweets that are known to be of them"
    assert remark not in Page(render(replace(make_facts(), groups=GroupFacts(shares=known)))).words
    facts = GroupFacts(shares=(share("community 1", "content_format", "not known", 9), *known))
    assert facts.tables_by("community")[0].categories == ("multimedia", "not known")
    assert remark in Page(render(replace(make_facts(), groups=facts))).words


@pytest.mark.parametrize(
    ("variable", "perhaps", "is_said"),
    [
        ("tweet_type", (3, 0), True),
        ("tweet_type", (0, 3), True),
        ("tweet_type", (0, 0), False),
        ("purpose", (3, 3), False),
    ],
)
def test_the_page_says_of_groups_of_types_that_files_do_not_tell_them(
    variable: str, perhaps: tuple[int, int], is_said: bool
) -> None:
    facts = replace(make_facts(), coding=CodingFacts(), groups=GroupFacts(shares=(share("a", variable, "tweet", 9),)))
    totals = replace(facts.totals, perhaps_replies=perhaps[0], perhaps_quotes=perhaps[1])
    words = Page(render(replace(facts, totals=totals))).words
    assert ("Some files do not say whether a tweet answers or quotes" in words) == is_said


def test_first_ties_are_a_table_of_roles_and_kinds() -> None:
    entries = (Entry("was named", "quote", True, 3), Entry("named another", "mention", False, 2))
    facts = AccountFacts(entries=entries)
    assert facts.entry_kinds == ("mention", "quote")
    assert [(role, [cell and cell.accounts for cell in cells]) for role, _, cells in facts.entry_rows] == [
        ("was named", [None, 3]), ("named another", [2, None]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "0 s"), (119.4, "119 s"), (120.0, "2.0 min"), (7200.0, "2.0 h"), (864000.0, "10.0 days")],
)  # fmt: skip
def test_a_time_is_told_in_the_unit_that_fits(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_every_measure_stands_with_its_definition() -> None:
    words = Page(render(make_facts())).words
    for definition in (
        "tweets with both / tweets with either", "normalized pointwise mutual information", "sum of (2i − n − 1)",
        "An account is introduced where its first tie is", "its time is that of the collected tweet",
        "the adjectives that two open lexicons both call positive", "Weeks begin on Monday (UTC)", "Registered domains",
    ):  # fmt: skip
        assert definition in words
