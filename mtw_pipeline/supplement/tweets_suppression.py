"""Counts of few people in what the report says of tweets and their texts: what they use, sentiment, pairs, delays.

What belongs here: which of these figures are withheld. What does not: counts that are withheld by the tables that they
stand in together (suppression.py), the rules of withholding (withholding.py), and names (masked_facts.py).
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from mtw_pipeline.report.facts.text import HashtagPair, ListSentiment, Sentiment
from mtw_pipeline.report.facts.tweets import ResponseDelay, Totals
from mtw_pipeline.report.withheld import Few, FewShare
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.withholding import withheld_cells, withheld_of

LABELS = ("positive", "neutral", "negative")
_RESOURCES = {
    "with_hashtags": "tweets", "with_other_hashtags": "with_hashtags", "with_mentions": "tweets",
    "with_emoji": "tweets", "with_links": "tweets",
}  # fmt: skip
"""Counts, and the count that each is a part of: what the one lacks of the other is a count too."""
_OF_TEXTS = ("cut_texts", "perhaps_quotes", "perhaps_replies", "perhaps_links", "untold_links")
_SIGNS = (
    (("both_signs", "both_posters"), ("positive_alone", "positive_posters")),
    (("negative_alone", "negative_posters"), ("neither_sign", "neither_posters")),
)
"""Counts with their people: a row with positive words and one without, a column with negative ones and one without."""
_BANDS = ("within_an_hour", "within_a_day", "within_a_week", "later")
_QUARTILES = ("lower_quartile", "median", "upper_quartile")


def totals_suppressed(totals: Totals, behind: PeopleBehind, fewest: int) -> Totals:
    """What tweets use, where neither those that use it nor the others are of few people.

    Args:
        totals: the counts.
        behind: who stands behind them.
        fewest: how many people have to stand behind a count.
    """
    few: dict[str, Any] = {}
    for name, whole in _RESOURCES.items():
        count, others = getattr(totals, name), getattr(totals, whole) - getattr(totals, name)
        if (count and behind.of("resource", name) < fewest) or (others and behind.of("no resource", name) < fewest):
            few[name] = Few()
    few |= {name: Few() for name in _OF_TEXTS if 0 < getattr(totals, name) < fewest}
    return replace(totals, **few)


def sentiment_suppressed(one: Sentiment, tweets: int, behind: PeopleBehind, fewest: int) -> Sentiment:
    """The labels of a scorer, of which the tweets without a label are one more.

    Args:
        one: the labels.
        tweets: all tweets of the window.
        behind: who stands behind them.
        fewest: how many people have to stand behind a count.
    """
    counts = [*(getattr(one, label) for label in LABELS), tweets - one.scored]
    people = [behind.of("sentiment", one.scorer, label) for label in (*LABELS, None)]
    names = (*LABELS, "scored")
    hidden: dict[str, Any] = {names[place]: Few() for place in withheld_of(counts, people, fewest)}
    return replace(one, **hidden)


def pairs_suppressed(pairs: Iterable[HashtagPair], fewest: int) -> Iterable[HashtagPair]:
    """Pairs of hashtags of enough people; nobody counts who posted them without retweets, or retweeted them."""
    for one in pairs:
        if one.posters >= fewest:
            yield replace(one, tweets_without_retweets=Few())


def list_sentiment_suppressed(one: ListSentiment, fewest: int) -> ListSentiment:
    """As a table whose margins are shown: they are the tweets with words of each list."""
    counts = [[getattr(one, count) for count, _ in row] for row in _SIGNS]
    people = [[getattr(one, posters) for _, posters in row] for row in _SIGNS]
    few = withheld_cells(counts, people, frozenset(), frozenset(), fewest)
    hidden: dict[str, Any] = {_SIGNS[row][column][0]: Few() for row, column in few}
    return replace(one, **hidden)


def delay_suppressed(one: ResponseDelay, types: Collection[str], fewest: int) -> ResponseDelay:
    """Nobody counts who posted those before their original."""
    counts = [getattr(one, band) for band in _BANDS]
    few = withheld_of(counts, [getattr(one, f"posters_{band}") for band in _BANDS], fewest)
    hidden: dict[str, Any] = {"before_original": Few(), **{_BANDS[place]: Few() for place in few}}
    if one.tweet_type in types:
        hidden |= dict.fromkeys(("tweets", "originals_named", "delays_known", *_BANDS), Few())
    if 0 < one.tweets - one.delays_known < fewest:
        hidden["delays_known"] = Few()
    if 0 < one.posters < fewest:
        hidden |= {name: FewShare() for name in _QUARTILES} | {"delays_known": Few()}
    return replace(one, **hidden)
