"""Counts behind which few people stand, taken out of the facts of the report, with those that they follow from.

What belongs here: which figures are withheld. What does not: how many people stand behind each (people_behind.py), what
has to be withheld beside them (withholding.py), and names (masked_facts.py).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from mtw_pipeline.report.facts.collection import CollectionFigure
from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.network import Community, Leader, LeaderGroup
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.text import KeyWord, ListCount, Sentiment, TermCount, TextFacts
from mtw_pipeline.report.facts.tweets import (
    AccountCount,
    Category,
    DayCount,
    Engagement,
    PlatformCount,
    PlatformEngagement,
    Totals,
)
from mtw_pipeline.report.parts import Unread, read_only, unless_unread
from mtw_pipeline.report.timeline import is_by_month, period_of
from mtw_pipeline.report.withheld import Few, FewShare, OfTheProgram, is_withheld
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.supplement.accounts_suppression import accounts_suppressed
from mtw_pipeline.supplement.coding_suppression import coding_suppressed
from mtw_pipeline.supplement.collection_suppression import collections_suppressed, files_suppressed
from mtw_pipeline.supplement.engagement_suppression import engagement_suppressed, platform_engagement_suppressed
from mtw_pipeline.supplement.groups_suppression import groups_suppressed, withheld_elsewhere
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.tweets_suppression import (
    delay_suppressed,
    list_sentiment_suppressed,
    pairs_suppressed,
    sentiment_suppressed,
    totals_suppressed,
)
from mtw_pipeline.supplement.withholding import RETWEET, about, withheld_cells, withheld_of, withheld_of_types

MERGED_LANGUAGES = "other languages"
_CLASSES = ("practitioners", "companies", "media", "others")
_CLASS_COUNTS = {"practitioner": "practitioners", "company": "companies", "media": "media"}
_TYPES_OF_PLATFORMS = {
    "own_tweets": "tweet", "retweets": "retweet", "replies": "reply", "quote_tweets": "quote tweet",
}  # fmt: skip


def suppressed(facts: ReportFacts, behind: PeopleBehind, fewest: int) -> ReportFacts:
    """The facts without counts behind which fewer than ``fewest`` people stand; what singles out one is rounded."""
    return _Suppression(behind, fewest).facts(facts)


@dataclass(frozen=True)
class _Suppression:
    behind: PeopleBehind
    fewest: int

    def facts(self, facts: ReportFacts) -> ReportFacts:
        shown = replace(
            facts,
            files=unless_unread(facts.files, lambda those: files_suppressed(those, self.behind, self.fewest)),
            collections=self._collections(facts),
            totals=unless_unread(facts.totals, lambda those: totals_suppressed(those, self.behind, self.fewest)),
            withdrawn_tweets=Few() if facts.withdrawn_tweets < self.fewest else facts.withdrawn_tweets,
            tweet_types=unless_unread(facts.tweet_types, self._types),
            engagement=unless_unread(
                facts.engagement, lambda those: self._engagement(those, read_only(facts.tweet_types))
            ),
            content_formats=unless_unread(facts.content_formats, lambda _: self._formats(facts)[:-1]),
            tweets_of_unknown_format=unless_unread(facts.tweets_of_unknown_format, lambda _: self._unknown(facts)),
            days=unless_unread(facts.days, partial(self._days, facts.window)),
            languages=self._languages(facts.languages),
            words=unless_unread(facts.words, partial(self._terms, "word")),
            hashtags=unless_unread(facts.hashtags, partial(self._terms, "hashtag")),
            sentiment=unless_unread(facts.sentiment, partial(self._sentiment, facts.totals)),
            communities=unless_unread(facts.communities, self._communities),
            leaders=unless_unread(facts.leaders, partial(self._leaders, read_only(facts.leader_groups))),
            leader_groups=unless_unread(facts.leader_groups, lambda those: tuple(map(self._leader_group, those))),
            most_active=unless_unread(facts.most_active, lambda those: tuple(map(_most_active, those))),
            text=self._text(facts.text),
            coding=coding_suppressed(facts.coding, self.behind, self.fewest),
            platforms=unless_unread(facts.platforms, self._platforms),
            platform_engagement=unless_unread(
                facts.platform_engagement, lambda those: self._platform_engagement(those, read_only(facts.platforms))
            ),
        )
        elsewhere = withheld_elsewhere(shown, self.behind.without_variable)
        return replace(
            shown,
            accounts=accounts_suppressed(facts.accounts, elsewhere.types, self.fewest),
            groups=groups_suppressed(facts.groups, elsewhere, self.fewest),
            delays=unless_unread(
                facts.delays, lambda those: tuple(delay_suppressed(one, elsewhere.types, self.fewest) for one in those)
            ),
        )

    def _few_platforms(self, platforms: Sequence[PlatformCount]) -> frozenset[int]:
        people = [self.behind.of("platform", one.platform) for one in platforms]
        return withheld_of([one.tweets for one in platforms], people, self.fewest)

    def _platforms(self, platforms: tuple[PlatformCount, ...]) -> tuple[PlatformCount, ...]:
        """Platforms by type: a table whose margins are the platforms and the types of the window."""
        few = self._few_platforms(platforms)
        types = [
            Category(name, sum(getattr(one, column) for one in platforms))
            for column, name in _TYPES_OF_PLATFORMS.items()
        ]
        few_types = frozenset(place for place, one in enumerate(self._types(types)) if is_withheld(one.tweets))
        counts = [[getattr(one, column) for column in _TYPES_OF_PLATFORMS] for one in platforms]
        people = [
            [self.behind.of("platform type", one.platform, name) for name in _TYPES_OF_PLATFORMS.values()]
            for one in platforms
        ]
        withheld = withheld_cells(counts, people, few, few_types, self.fewest) if platforms else frozenset()
        hidden: list[dict[str, Any]] = [
            {column: Few() for at, column in enumerate(_TYPES_OF_PLATFORMS) if (place, at) in withheld}
            | ({"tweets": Few(), "users_who_posted": Few()} if place in few else {})
            for place in range(len(platforms))
        ]
        return tuple(replace(one, **hidden[place]) for place, one in enumerate(platforms))

    def _engagement(self, figures: tuple[Engagement, ...], types: Sequence[Category]) -> tuple[Engagement, ...]:
        is_hidden = any(one.name == RETWEET and is_withheld(one.tweets) for one in self._types(types))
        return engagement_suppressed(figures, self.behind, self.fewest, are_retweets_withheld=is_hidden)

    def _platform_engagement(
        self, figures: tuple[PlatformEngagement, ...], platforms: Sequence[PlatformCount]
    ) -> tuple[PlatformEngagement, ...]:
        few = {
            one.platform
            for one in self._platforms(tuple(platforms))
            if any(map(is_withheld, (one.tweets, *(getattr(one, column) for column in _TYPES_OF_PLATFORMS))))
        }
        return platform_engagement_suppressed(figures, self.behind, self.fewest, few)

    def _days(self, window: CollectionWindow, days: tuple[DayCount, ...]) -> tuple[DayCount, ...]:
        """The days of periods (of the page's chart) behind which few people stand."""
        tweets: Counter[str] = Counter()
        for day in days:
            tweets[period_of(window, day.day)] += day.tweets
        periods = list(tweets)
        kind = "month" if is_by_month(window) else "day"
        people = [self.behind.of(kind, period) for period in periods]
        few = {periods[place] for place in withheld_of([tweets[one] for one in periods], people, self.fewest)}
        return tuple(replace(day, tweets=Few()) if period_of(window, day.day) in few else day for day in days)

    def _communities(self, communities: tuple[Community, ...]) -> tuple[Community, ...]:
        return tuple(self._community(one) for one in communities if one.accounts >= self.fewest)

    def _is_few(self, count: int | None, people: int) -> bool:
        return bool(count) and people < self.fewest

    def _collections(self, facts: ReportFacts) -> tuple[CollectionFigure, ...]:
        days = read_only(unless_unread(facts.days, partial(self._days, facts.window)))
        return unless_unread(facts.collections, lambda those: collections_suppressed(those, days, self.fewest))

    def _unknown(self, facts: ReportFacts) -> int:
        found = self._formats(facts)[-1].tweets
        return 0 if found is None else found

    def _formats(self, facts: ReportFacts) -> tuple[Category, ...]:
        """The formats, and behind them the tweets without one, which are a category of the same tweets.

        Nobody counts who posted those of them that may be text only: there all of them stand.
        """
        unknown = facts.tweets_of_unknown_format
        counts = [one.tweets for one in facts.content_formats] + ([] if isinstance(unknown, Unread) else [unknown])
        people = [
            *(self.behind.of("format", one.name) for one in facts.content_formats),
            self.behind.of("format", None),
        ]
        few = withheld_of(counts, people, self.fewest)
        every = (*facts.content_formats, Category("", None if isinstance(unknown, Unread) else unknown))
        *known, last = (replace(one, tweets=Few()) if place in few else one for place, one in enumerate(every))
        perhaps = last.tweets or (Few() if is_withheld(last.tweets) else 0)
        return (*(replace(one, perhaps=perhaps) if one.perhaps else one for one in known), last)

    def _types(self, types: Sequence[Category]) -> tuple[Category, ...]:
        people = [self.behind.of("type", one.name) for one in types]
        few = withheld_of_types([one.name for one in types], [one.tweets for one in types], people, self.fewest)
        return tuple(replace(one, tweets=Few()) if place in few else one for place, one in enumerate(types))

    def _languages(self, languages: Languages) -> Languages:
        """Languages of few people, all as one with the smallest of the others."""
        if isinstance(languages.counts, Unread):
            return languages
        few = withheld_of(
            [one.tweets for one in languages.counts],
            [self.behind.of("language", one.language) for one in languages.counts],
            self.fewest,
        )
        if not few:
            return languages
        rest = [one for place, one in enumerate(languages.counts) if place not in few]
        merged = [languages.counts[place] for place in sorted(few)]
        if all(self.behind.of("language", one.language) < self.fewest for one in merged) and rest:
            merged.append(rest.pop())
        return Languages((*rest, LanguageCount(MERGED_LANGUAGES, sum(one.tweets for one in merged))))

    def _terms(self, part: str, terms: Sequence[TermCount]) -> tuple[TermCount, ...]:
        return tuple(one for one in terms if self.behind.of(part, one.name) >= self.fewest)

    def _words(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(one for one in words if self.behind.of("word", one) >= self.fewest)

    def _sentiment(self, totals: Totals, scorers: tuple[Sentiment, ...]) -> tuple[Sentiment, ...]:
        tweets = 0 if isinstance(totals, Unread) else totals.tweets
        return tuple(sentiment_suppressed(one, max(tweets, one.scored), self.behind, self.fewest) for one in scorers)

    def _community(self, one: Community) -> Community:
        hashtags = tuple(tag for tag in one.hashtags if self.behind.of("hashtag", tag.lstrip("#")) >= self.fewest)
        return replace(one, words=self._words(one.words), hashtags=hashtags)

    def _leader_group(self, group: LeaderGroup) -> LeaderGroup:
        counts = [getattr(group, name) for name in _CLASSES]
        few: dict[str, Any] = {_CLASSES[place]: Few() for place in withheld_of(counts, counts, self.fewest)}
        if self._is_few(group.in_both, group.in_both):
            few["in_both"] = Few()
        if self._is_few(group.followers_known, group.followers_known):
            few |= {"followers_known": Few(), "mean_followers": FewShare(), "median_followers": FewShare()}
        return replace(group, **few)

    def _leaders(self, groups: Sequence[LeaderGroup], leaders: tuple[Leader, ...]) -> tuple[Leader, ...]:
        """Leaders without a class, or a sign that they lead by both, of which the count is withheld."""
        shown = {group.leads_by: self._leader_group(group) for group in groups}

        def leader(one: Leader) -> Leader:
            group = shown.get(one.leads_by)
            is_told = group is not None and not is_withheld(getattr(group, _CLASS_COUNTS.get(one.kind, "others")))
            leads_both = one.leads_both and group is not None and not is_withheld(group.in_both)
            kind = one.kind if is_told else OfTheProgram("withheld")
            classed_by = one.classed_by if is_told else ""
            return replace(one, degree=about(one.degree) or 0, leads_both=leads_both, kind=kind, classed_by=classed_by)

        return tuple(map(leader, leaders))

    def _text(self, text: TextFacts) -> TextFacts:
        return replace(
            text,
            more_words=unless_unread(text.more_words, partial(self._terms, "word")),
            bigrams=unless_unread(text.bigrams, partial(self._terms, "pair")),
            key_words=unless_unread(
                text.key_words,
                lambda those: tuple(
                    self._key_word(one) for one in those if self.behind.of("word", one.word) >= self.fewest
                ),
            ),
            lists=unless_unread(text.lists, lambda those: tuple(map(self._list, those))),
            hashtag_pairs=unless_unread(text.hashtag_pairs, lambda those: tuple(pairs_suppressed(those, self.fewest))),
            list_sentiment=unless_unread(
                text.list_sentiment,
                lambda those: tuple(list_sentiment_suppressed(one, self.fewest) for one in those),
            ),
        )

    def _key_word(self, one: KeyWord) -> KeyWord:
        """Nobody counts who stands behind its uses in other windows."""
        return replace(one, uses_elsewhere=Few()) if 0 < one.uses_elsewhere < self.fewest else one

    def _list(self, one: ListCount) -> ListCount:
        shown = replace(one, words=self._words(one.words))
        if not self._is_few(one.tweets, one.posters):
            return shown
        return replace(
            shown, distinct_words=Few(), uses=Few(), tweets=Few(), posters=Few(), percent_of_tweets=FewShare()
        )


def _most_active(one: AccountCount) -> AccountCount:
    return replace(one, tweets=about(one.tweets) or 0, times_named=about(one.times_named) or 0)
