"""Averages that rest on tweets of few people, and counts of tweets from which theirs follow.

What belongs here: engagement with all tweets, by platform, and with the sample. What does not: who stands behind it
(people_behind.py), and the other figures (suppression.py).

Each count that tweets receive is known of some of them and not of others. Which counts are known together parts the
tweets; where one of these parts has few people, none is told: it would follow from those of the others.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from mtw_pipeline.report.facts.coding import SampleEngagement
from mtw_pipeline.report.facts.tweets import Engagement, PlatformEngagement
from mtw_pipeline.report.withheld import Few, FewShare
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.withholding import about

_COUNTS: dict[str, Any] = {"tweets": Few(), "of_tweets": Few()}
_AVERAGES: dict[str, Any] = {"mean": FewShare(), "median": FewShare()}
_QUARTILES: dict[str, Any] = {"lower_quartile": FewShare(), "upper_quartile": FewShare()}
_OF_SAMPLE: dict[str, Any] = {"known_tweets": Few(), "sampled_tweets": Few()}


def engagement_suppressed(
    figures: tuple[Engagement, ...], behind: PeopleBehind, fewest: int, *, are_retweets_withheld: bool
) -> tuple[Engagement, ...]:
    """No count that all tweets less the retweets are, where the retweets are withheld."""
    hides_counts = are_retweets_withheld or behind.has_few("counts", fewest)

    def one(figure: Engagement) -> Engagement:
        is_few = figure.tweets > 0 and behind.of("counts of", figure.measure) < fewest
        return replace(figure, **(_COUNTS if hides_counts or is_few else {}), **(_AVERAGES if is_few else {}))

    return tuple(map(one, figures))


def platform_engagement_suppressed(
    figures: tuple[PlatformEngagement, ...], behind: PeopleBehind, fewest: int, few_platforms: Collection[str]
) -> tuple[PlatformEngagement, ...]:
    """No averages of a platform of which a count is withheld, and then of none what they rest on.

    They rest on all tweets but the retweets: with those of the other platforms the retweets could be reckoned.
    """
    hides_counts = bool(few_platforms) or behind.has_few("platform counts", fewest)

    def one(figure: PlatformEngagement) -> PlatformEngagement:
        people = behind.of("platform counts of", figure.platform, figure.measure)
        is_few = figure.platform in few_platforms or (figure.tweets > 0 and people < fewest)
        return replace(figure, **(_COUNTS if hides_counts or is_few else {}), **(_AVERAGES if is_few else {}))

    return tuple(map(one, figures))


def sample_engagement_suppressed(
    figures: tuple[SampleEngagement, ...], behind: PeopleBehind, fewest: int, *, are_retweets_withheld: bool
) -> tuple[SampleEngagement, ...]:
    """Without the count of the one tweet that has most, but for its first digits."""
    hides_counts = are_retweets_withheld or behind.has_few("sample counts", fewest)

    def one(figure: SampleEngagement) -> SampleEngagement:
        is_few = figure.known_tweets > 0 and behind.of("sample counts of", figure.metric) < fewest
        hidden = {**_AVERAGES, **_QUARTILES, "maximum": Few()} if is_few else {"maximum": about(figure.maximum)}
        return replace(figure, **(_OF_SAMPLE if hides_counts or is_few else {}), **hidden)

    return tuple(map(one, figures))
