"""The supplement attacked: whoever reckons with all of its counts of tweets together learns of nobody.

Planted tweets are counted here by hand, so that each count is a set of tweets. What the supplement shows of them is a
system of linear equations; a set of few people that has one solution in it is disclosed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from mtw_pipeline.report.facts.accounts import AccountFacts, Participation
from mtw_pipeline.report.facts.coding import CodingFacts
from mtw_pipeline.report.facts.groups import GroupFacts, GroupShare
from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.text import ListSentiment, Sentiment, TextFacts
from mtw_pipeline.report.facts.tweets import Category, DayCount, Engagement, PlatformCount, PlatformEngagement
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.supplement.people_behind import Cell, PeopleBehind
from mtw_pipeline.supplement.suppression import suppressed
from mtw_pipeline.warehouse.tables.accounts import WAYS_TO_COUNT
from mtw_pipeline.warehouse.tables.tweets import CONTENT_FORMATS, NOT_KNOWN, TWEET_TYPES
from mtw_pipeline_tests.unit.report.pages import empty_facts

FEWEST = 4
MONDAY = date(2020, 12, 7)
LABELS = ("positive", "neutral", "negative")
RESOURCES = ("with_hashtags", "with_other_hashtags", "with_mentions", "with_emoji", "with_links")
PLATFORMS = {"own_tweets": "tweet", "retweets": "retweet", "replies": "reply", "quote_tweets": "quote tweet"}
ALL, WITHOUT_RETWEETS = WAYS_TO_COUNT
MEASURES = ("likes", "retweets", "replies")
Counted = tuple[str, frozenset[int]]


@dataclass(frozen=True)
class Tweet:
    author: int
    day: int
    values: Mapping[str, str | None]
    uses: frozenset[str]
    counts: tuple[str, ...]


def planted(seed: int) -> list[Tweet]:
    """Tweets of which most values are common and some are of one, two or three people."""
    random = Random(seed)  # noqa: S311 - the same tweets each time

    def one(values: Sequence[str | None]) -> str | None:
        return random.choices(values, weights=[40 / 4**place for place in range(len(values))])[0]

    found = []
    for _ in range(random.randint(60, 140)):
        uses = {name for name in RESOURCES if random.random() < random.choice((0.03, 0.5, 0.97))}
        if "with_other_hashtags" in uses:
            uses.add("with_hashtags")
        found.append(
            Tweet(
                author=random.randint(0, 40) if random.random() < 0.8 else random.randint(41, 43),
                day=random.choices(range(14), weights=[9] * 11 + [0.4] * 3)[0],
                values={
                    "tweet_type": one(TWEET_TYPES), "content_format": one((*CONTENT_FORMATS, None)),
                    "language": one(("en", "es", "fo", None)), "label": one((*LABELS, None)),
                    "group_name": one(("community 1", "community 2", "community 3", "no community")),
                    "platform": one(("x", "bluesky", "mastodon")),
                    "sign": one(("neither", "positive", "negative", "both")),
                },
                uses=frozenset(uses),
                counts=random.choices((MEASURES, MEASURES[:2], MEASURES[:1], ()), weights=(40, 20, 1, 1))[0],
            )
        )  # fmt: skip
    return found


class Study:
    """The tweets as facts of a report, with who stands behind them, and which tweets each count counts."""

    def __init__(self, tweets: Sequence[Tweet]) -> None:
        self.tweets = tweets
        self.every = frozenset(range(len(tweets)))

    def where(self, asked: Callable[[Tweet], bool]) -> frozenset[int]:
        return frozenset(place for place, tweet in enumerate(self.tweets) if asked(tweet))

    def of(self, **values: str | None) -> frozenset[int]:
        return self.where(lambda tweet: all(tweet.values[name] == value for name, value in values.items()))

    def without(self, key: str) -> frozenset[int]:
        """Those that have no category of a variable; a format that is not known is one."""
        return frozenset() if key == "content_format" else self.of_own(key, None)

    def on(self, day: int) -> frozenset[int]:
        return self.where(lambda tweet: tweet.day == day)

    def using(self, name: str) -> frozenset[int]:
        return self.where(lambda tweet: name in tweet.uses)

    def own(self, measure: str | None = None, **values: str | None) -> frozenset[int]:
        """Those that are no retweets, and of which a count is known where one is asked."""
        known = self.where(lambda tweet: measure is None or measure in tweet.counts)
        return (known & self.of(**values)) - self.of(tweet_type="retweet")

    def people(self, places: frozenset[int]) -> int:
        return len({self.tweets[place].author for place in places})

    def values(self, name: str) -> list[str | None]:
        return sorted({tweet.values[name] for tweet in self.tweets}, key=str)

    def of_own(self, name: str, value: str | None) -> frozenset[int]:
        return self.of(**{name: value})

    def group(self, by: str, name: str) -> frozenset[int]:
        if by == "week":
            start = (date.fromisoformat(name) - MONDAY).days
            return self.where(lambda tweet: start <= tweet.day < start + 7)
        return self.of(group_name=name)

    def behind(self) -> PeopleBehind:
        cells: dict[tuple[str, Cell], frozenset[int]] = {}
        for part, name in (
            ("type", "tweet_type"), ("format", "content_format"), ("language", "language"), ("platform", "platform"),
        ):  # fmt: skip
            cells |= {(part, (value,)): self.of_own(name, value) for value in self.values(name)}
        for platform in self.values("platform"):
            cells |= {
                ("platform type", (platform, kind)): self.of(platform=platform, tweet_type=kind) for kind in TWEET_TYPES
            }
        cells |= {("day", ((MONDAY + timedelta(day)).isoformat(),)): self.on(day) for day in range(14)}
        cells |= {("sentiment", ("vader", label)): self.of(label=label) for label in self.values("label")}
        cells |= {("resource", (name,)): self.using(name) for name in RESOURCES}
        for name in RESOURCES:
            whole = self.using("with_hashtags") if name == "with_other_hashtags" else self.every
            cells["no resource", (name,)] = whole - self.using(name)
        for counts in {tweet.counts for tweet in self.tweets}:
            together = self.where(lambda tweet, counts=counts: tweet.counts == counts)  # type: ignore[misc]
            cells["counts", counts] = together & self.own()
            for platform in self.values("platform"):
                cells["platform counts", (platform, *counts)] = together & self.own(platform=platform)
        for measure in MEASURES:
            cells["counts of", (measure,)] = self.own(measure)
            for platform in self.values("platform"):
                cells["platform counts of", (platform, measure)] = self.own(measure, platform=platform)
        for share in self.shares():
            key = {"sentiment_vader": "label"}.get(share.variable, share.variable)
            without = self.group(share.grouped_by, share.group_name) & self.without(key)
            cells["group without", (share.grouped_by, share.group_name, share.variable)] = without
        return PeopleBehind({cell: self.people(places) for cell, places in cells.items() if places})

    def shares(self) -> Iterator[GroupShare]:
        weeks = [(MONDAY + timedelta(7 * week)).isoformat() for week in range(2)]
        names = [("community", str(name)) for name in self.values("group_name")] + [("week", name) for name in weeks]
        for by, name in names:
            whole = self.group(by, name)
            for variable, key in (
                ("tweet_type", "tweet_type"), ("content_format", "content_format"), ("sentiment_vader", "label"),
            ):  # fmt: skip
                of = whole - self.without(key)
                for value in self.values(key):
                    tweets = of & self.of_own(key, value)
                    if tweets:
                        yield GroupShare(
                            by, name, variable, value or NOT_KNOWN, False, len(tweets), len(of), 1.0, None, None,
                            self.people(tweets),
                        )  # fmt: skip

    def lists(self) -> ListSentiment:
        signs = [self.of(sign=sign) for sign in ("positive", "negative", "both", "neither")]
        return ListSentiment("lists", len(self.tweets), *map(len, signs), *map(self.people, signs))

    def participation(self) -> Iterator[Participation]:
        for way, places in ((ALL, self.every), (WITHOUT_RETWEETS, self.every - self.of(tweet_type="retweet"))):
            yield Participation(way, self.people(places), len(places), 20, 0.5, 9, 20, 9, 30)

    def facts(self) -> ReportFacts:
        facts = empty_facts()
        return replace(
            facts,
            totals=replace(
                facts.totals, tweets=len(self.tweets), **{name: len(self.using(name)) for name in RESOURCES}
            ),
            tweet_types=tuple(Category(kind, len(self.of(tweet_type=kind))) for kind in TWEET_TYPES),
            content_formats=tuple(Category(one, len(self.of(content_format=one))) for one in CONTENT_FORMATS),
            tweets_of_unknown_format=len(self.of(content_format=None)),
            languages=Languages(
                tuple(LanguageCount(one, len(self.of(language=one))) for one in self.values("language"))
            ),
            days=tuple(DayCount(MONDAY + timedelta(day), len(self.on(day))) for day in range(14) if self.on(day)),
            sentiment=(
                Sentiment(
                    "vader", len(self.every - self.of(label=None)), *(len(self.of(label=one)) for one in LABELS)
                ),
            ),
            engagement=tuple(Engagement(one, len(self.own(one)), len(self.own()), 1.0, 1.0) for one in MEASURES),
            platform_engagement=tuple(
                PlatformEngagement(
                    str(one), measure, len(self.own(measure, platform=one)), len(self.own(platform=one)), 1.0, 1.0
                )
                for one in self.values("platform")
                for measure in MEASURES
            ),
            platforms=tuple(
                PlatformCount(str(one), len(self.of(platform=one)), 9, *(
                    len(self.of(platform=one, tweet_type=kind)) for kind in PLATFORMS.values()
                ))
                for one in self.values("platform")
            ),
            coding=CodingFacts(),
            text=TextFacts(list_sentiment=(self.lists(),)),
            groups=GroupFacts(shares=tuple(self.shares())),
            accounts=AccountFacts(participation=tuple(self.participation())),
        )  # fmt: skip

    def counted(self, facts: ReportFacts) -> Iterator[tuple[object, str, frozenset[int]]]:
        """The counts of facts, each with what it is and which tweets it counts."""
        own = self.every - self.of(tweet_type="retweet")
        yield facts.totals.tweets, "all", self.every
        yield from ((getattr(facts.totals, name), name, self.using(name)) for name in RESOURCES)
        yield from ((one.tweets, one.name, self.of(tweet_type=one.name)) for one in facts.tweet_types)
        yield from ((one.tweets, one.name, self.of(content_format=one.name)) for one in facts.content_formats)
        yield facts.tweets_of_unknown_format, "unknown format", self.of(content_format=None)
        shown = {one.language for one in facts.languages.counts}
        for one in facts.languages.counts:
            merged = self.every - frozenset().union(*(self.of(language=name) for name in shown))
            yield one.tweets, str(one.language), self.of(language=one.language) or merged
        yield from ((one.tweets, one.day.isoformat(), self.on((one.day - MONDAY).days)) for one in facts.days)
        for scorer in facts.sentiment:
            yield scorer.scored, "scored", self.every - self.of(label=None)
            yield from ((getattr(scorer, label), label, self.of(label=label)) for label in LABELS)
        for one in facts.engagement:
            yield one.of_tweets, "engagement", own
            yield one.tweets, f"engagement {one.measure}", self.own(one.measure)
            yield one.not_known, f"engagement without {one.measure}", own - self.own(one.measure)
        for figure in facts.platform_engagement:
            named, of = f"{figure.platform} {figure.measure}", {"platform": figure.platform}
            yield figure.of_tweets, f"engagement {figure.platform}", self.own(**of)
            yield figure.tweets, f"engagement {named}", self.own(figure.measure, **of)
            yield figure.not_known, f"engagement without {named}", self.own(**of) - self.own(figure.measure, **of)
        for platform in facts.platforms:
            yield platform.tweets, platform.platform, self.of(platform=platform.platform)
            for column, kind in PLATFORMS.items():
                cell = self.of(platform=platform.platform, tweet_type=kind)
                yield getattr(platform, column), f"{platform.platform} {kind}", cell
        for share in facts.groups.shares:
            key = {"sentiment_vader": "label"}.get(share.variable, share.variable)
            whole = self.group(share.grouped_by, share.group_name) - self.without(key)
            category = None if share.category == NOT_KNOWN else share.category
            yield share.of_tweets, f"{share.group_name}, {share.variable}", whole
            yield share.tweets, f"{share.group_name} {share.category}", whole & self.of_own(key, category)
        for words in facts.text.list_sentiment:
            for field, sign in (
                ("positive_alone", "positive"), ("negative_alone", "negative"), ("both_signs", "both"),
                ("neither_sign", "neither"),
            ):  # fmt: skip
                yield getattr(words, field), sign, self.of(sign=sign)
        for way in facts.accounts.participation:
            yield way.tweets, f"participation {way.counted}", self.every if way.counted == ALL else own


def vectors(study: Study, sets: Sequence[frozenset[int]]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    return np.array([[float(place in one) for place in range(len(study.tweets))] for one in sets])


@pytest.mark.parametrize("seed", range(12))
def test_nothing_of_few_people_follows_from_all_that_is_shown(seed: int) -> None:
    """Neither as the one solution of its equations, nor as the difference of two counts."""
    study = Study(planted(seed))
    facts = study.facts()
    shown = suppressed(facts, study.behind(), FEWEST)
    published = [(name, places) for count, name, places in study.counted(shown) if not is_withheld(count) and places]
    hidden = {name: places for _, name, places in study.counted(facts) if 0 < study.people(places) < FEWEST}
    assert not [name for name, places in published if study.people(places) < FEWEST]
    assert hidden, "the seed plants nothing"
    _, singular, directions = np.linalg.svd(vectors(study, [places for _, places in published]))
    known = directions[: int((singular > 1e-8).sum())]
    for name, places in hidden.items():
        [asked] = vectors(study, [places])
        assert np.linalg.norm(asked - known.T @ (known @ asked)) > 1e-6, f"{name} follows from what is shown"
    told = [
        f"{whole} less {part}"
        for whole, places in published
        for part, fewer in published
        if fewer < places and study.people(places - fewer) < FEWEST
    ]
    assert told == []


def test_the_attack_finds_what_is_planted() -> None:
    """With nothing withheld, the equations tell of few people."""
    study = Study(planted(1))
    published = [places for _, _, places in study.counted(study.facts()) if places]
    assert any(study.people(places) < FEWEST for places in published)
