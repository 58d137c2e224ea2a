"""Counts behind which few people stand, taken out of the facts of the report, with those that they follow from.

What belongs here: which figures are withheld. What does not: how many people stand behind each (people_behind.py), what
has to be withheld beside them (withholding.py), and names (masked_facts.py).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from mtw_pipeline.report.facts.coding import (
    CategoryAgreementFigure,
    Cell,
    CodingFacts,
    ComputedAgreementFigure,
    Crosstab,
    Estimate,
    Frequency,
    SampleEngagement,
    Test,
    ThemeCount,
)
from mtw_pipeline.report.facts.figures import (
    AccountCount,
    Category,
    CollectionFigure,
    Community,
    DayCount,
    Engagement,
    Leader,
    LeaderGroup,
    PlatformCount,
    PlatformEngagement,
    Sentiment,
    TermCount,
    Totals,
)
from mtw_pipeline.report.facts.of_window import ReportFacts
from mtw_pipeline.report.facts.text import KeyWord, ListCount, TextFacts
from mtw_pipeline.report.languages import LanguageCount, Languages
from mtw_pipeline.report.parts import Unread, read_only, unless_unread
from mtw_pipeline.report.timeline import is_by_month, period_of
from mtw_pipeline.report.withheld import Few, FewShare, OfTheProgram, Rough, is_withheld
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.supplement.collection_suppression import (
    collections_suppressed,
    files_suppressed,
    sentiment_suppressed,
    totals_suppressed,
)
from mtw_pipeline.supplement.further_suppression import further_suppressed, withheld_elsewhere
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.withholding import RETWEET, about, withheld_cells, withheld_of, withheld_of_types

MERGED_LANGUAGES = "other languages"
_CLASSES = ("practitioners", "companies", "media", "others")
_CLASS_COUNTS = {"practitioner": "practitioners", "company": "companies", "media": "media"}
_COUNTS_OF_AGREEMENT = ("tweets_of_any", "tweets_of_all", "computed_tweets", "people_tweets", "tweets_of_both")
_Agreement = TypeVar("_Agreement", CategoryAgreementFigure, ComputedAgreementFigure)
_WITHHELD: Mapping[str, Any] = {"tweets": Few(), "percent": FewShare(), "low": FewShare(), "high": FewShare()}
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
            coding=self._coding(facts.coding),
            platforms=unless_unread(facts.platforms, self._platforms),
            platform_engagement=unless_unread(
                facts.platform_engagement, lambda those: self._platform_engagement(those, read_only(facts.platforms))
            ),
        )
        return replace(
            shown,
            further=further_suppressed(
                facts.further, withheld_elsewhere(shown, self.behind.without_variable), self.fewest
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
        """No count that all tweets less the retweets are, where the retweets are withheld."""
        hidden: dict[str, Any] = {"tweets": Few(), "of_tweets": Few()}
        is_hidden = any(one.name == RETWEET and is_withheld(one.tweets) for one in self._types(types))
        return tuple(replace(one, **hidden) for one in figures) if is_hidden else figures

    def _platform_engagement(
        self, figures: tuple[PlatformEngagement, ...], platforms: Sequence[PlatformCount]
    ) -> tuple[PlatformEngagement, ...]:
        """No averages of a platform of which a count is withheld, and then of none what they rest on.

        They rest on all tweets but the retweets: with those of the other platforms the retweets could be reckoned.
        """
        shown = self._platforms(tuple(platforms))
        few = {
            one.platform
            for one in shown
            if any(map(is_withheld, (one.tweets, *(getattr(one, column) for column in _TYPES_OF_PLATFORMS))))
        }
        averages: dict[str, Any] = {"mean": FewShare(), "median": FewShare()}
        counts: dict[str, Any] = {"tweets": Few(), "of_tweets": Few()} if few else {}
        return tuple(replace(one, **counts, **(averages if one.platform in few else {})) for one in figures)

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
        """The formats, and behind them the tweets without one, which are a category of the same tweets."""
        unknown = facts.tweets_of_unknown_format
        counts = [one.tweets for one in facts.content_formats] + ([] if isinstance(unknown, Unread) else [unknown])
        people = [
            *(self.behind.of("format", one.name) for one in facts.content_formats),
            self.behind.of("format", None),
        ]
        few = withheld_of(counts, people, self.fewest)
        every = (*facts.content_formats, Category("", None if isinstance(unknown, Unread) else unknown))
        return tuple(replace(one, tweets=Few()) if place in few else one for place, one in enumerate(every))

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

    def _coding(self, coding: CodingFacts) -> CodingFacts:
        few = self._few_codes(coding)

        def table_1(those: tuple[Frequency, ...]) -> tuple[Frequency, ...]:
            return tuple(replace(one, **_WITHHELD) if (one.variable, one.category) in few else one for one in those)

        def themes(those: tuple[ThemeCount, ...]) -> tuple[ThemeCount, ...]:
            return tuple(replace(one, **_WITHHELD) if ("theme", one.theme) in few else one for one in those)

        def estimates(those: tuple[Estimate, ...]) -> tuple[Estimate, ...]:
            hidden: dict[str, Any] = dict.fromkeys(("percent_proposed", "percent_corrected", "low", "high"), FewShare())
            return tuple(replace(one, **hidden) if (one.variable, one.category) in few else one for one in those)

        cells = unless_unread(
            coding.cells, lambda _: tuple(cell for table in coding.crosstabs for cell in self._cells(table, few))
        )
        withheld_tables = {
            (one.row_variable, one.column_variable) for one in read_only(cells) if is_withheld(one.tweets)
        }
        return replace(
            coding,
            frequencies=unless_unread(coding.frequencies, table_1),
            themes=unless_unread(coding.themes, themes),
            cells=cells,
            tests=unless_unread(coding.tests, lambda those: tuple(_tests(those, withheld_tables))),
            estimates=unless_unread(coding.estimates, estimates),
            categories=unless_unread(coding.categories, lambda those: tuple(map(_without_counts, those))),
            computed=unless_unread(coding.computed, lambda those: tuple(map(_without_counts, those))),
            rule_confusion=(),
            confused=(),
            engagement=unless_unread(coding.engagement, lambda those: tuple(map(_without_extremes, those))),
        )

    def _few_codes(self, coding: CodingFacts) -> frozenset[tuple[str, str]]:
        """The variables and categories of which the sampled tweets are withheld, in Table 1 and in margins alike."""
        counts: dict[str, dict[str, int]] = {}
        for cell in read_only(coding.cells):
            counts.setdefault(cell.row_variable, {})[cell.row_category] = cell.row_tweets
            counts.setdefault(cell.column_variable, {})[cell.column_category] = cell.column_tweets
        for theme in read_only(coding.themes):
            counts.setdefault("theme", {})[theme.theme] = theme.tweets
        for entry in read_only(coding.frequencies):
            counts.setdefault(entry.variable, {})[entry.category] = entry.tweets
        found = set()
        for variable, categories in counts.items():
            names = list(categories)
            people = [self._people_of(variable, name) for name in names]
            found |= {(variable, names[place]) for place in withheld_of(list(categories.values()), people, self.fewest)}
            found |= {(variable, name) for name in names if 0 < self.behind.without_code(variable, name) < self.fewest}
        return frozenset(found)

    def _people_of(self, variable: str, category: str) -> int:
        """Behind a category; Table 1 counts the types and formats of the sample, which no crosstab need cross."""
        return self.behind.of("code", variable, category)

    def _cells(self, table: Crosstab, few: frozenset[tuple[str, str]]) -> list[Cell]:
        rows = frozenset(
            place
            for place, (name, cells) in enumerate(table.rows)
            if (table.row_variable, name) in few or 0 < cells[0].row_tweets < self.fewest
        )
        columns = frozenset(
            place
            for place, name in enumerate(table.columns)
            if (table.column_variable, name) in few or 0 < table.totals[place] < self.fewest
        )
        people = [
            [
                self.behind.of("cell", table.row_variable, name, table.column_variable, cell.column_category)
                for cell in cells
            ]
            for name, cells in table.rows
        ]
        counts = [[cell.tweets for cell in cells] for _, cells in table.rows]
        withheld = withheld_cells(counts, people, rows, columns, self.fewest)
        return [
            _shown(cell, is_few=(row, column) in withheld, row_is_few=row in rows, column_is_few=column in columns)
            for row, (_, cells) in enumerate(table.rows)
            for column, cell in enumerate(cells)
        ]


def _most_active(one: AccountCount) -> AccountCount:
    return replace(one, tweets=about(one.tweets) or 0, times_named=about(one.times_named) or 0)


def _shown(cell: Cell, *, is_few: bool, row_is_few: bool, column_is_few: bool) -> Cell:
    hidden: dict[str, Any] = {}
    if is_few:
        hidden |= {"tweets": Few(), "percent_of_all": FewShare(), "adjusted_residual": None}
    if row_is_few:
        hidden["row_tweets"] = Few()
    if column_is_few:
        hidden["column_tweets"] = Few()
    if (is_few or row_is_few) and cell.percent_of_row is not None:
        hidden["percent_of_row"] = FewShare()
    if (is_few or column_is_few) and cell.percent_of_column is not None:
        hidden["percent_of_column"] = FewShare()
    return replace(cell, **hidden)


def _tests(tests: Iterable[Test], tables: Collection[tuple[str, str]]) -> Iterable[Test]:
    """Tests of tables without withheld cells as they are; of others no statistic that tells which numbers fit."""
    for one in tests:
        if (one.row_variable, one.column_variable) not in tables or one.chi_square is None:
            yield one
        else:
            p_holm, strength = Rough.of(one.p_holm), Rough.of(one.cramers_v)
            yield replace(
                one, chi_square=FewShare(), p_value=FewShare(), p_holm=p_holm, cramers_v=strength,
                low=Rough.of(one.low), high=Rough.of(one.high),
            )  # fmt: skip


def _without_counts(one: _Agreement) -> _Agreement:
    """A figure of agreement without the tweets of the reliability set behind it, whose authors are not counted."""
    hidden: dict[str, Any] = {name: Few() for name in _COUNTS_OF_AGREEMENT if hasattr(one, name)}
    return replace(one, **hidden)


def _without_extremes(one: SampleEngagement) -> SampleEngagement:
    """Without the count of the one tweet that has most, but for its first digits."""
    return replace(one, maximum=about(one.maximum))
