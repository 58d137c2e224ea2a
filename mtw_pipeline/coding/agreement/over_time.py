"""Agreement as the coding went on: by tenth of the reliability set, in the order in which its tweets were coded.

What belongs here: that order, the tenths, and whether coders drift apart. What does not: measures (of_variable.py), how
many more tweets an interval needs (further_tweets.py).

A tweet's place is the mean of its places in its coders' own orders, by when each first coded it; what came in at once,
as the rows of a sheet do, is in the order of the draw, in which sheets and pages show it. Whether drift is more than
chance: the places of the tweets that were coded alike against those of the others, by Mann and Whitney 1947, exact for
small numbers. A tenth is too few tweets for a kappa of its own: it is given of everything up to the tenth.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.agreement.further_tweets import outlook
from mtw_pipeline.coding.agreement.measure import CONFIDENCE, Agreement
from mtw_pipeline.coding.agreement.of_variable import deciding_agreement, deciding_agreement_of_several
from mtw_pipeline.coding.agreement.of_window import SetsOfCoders, sets_by_variable
from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.coding.journal import Entry, journal_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

TENTHS = 10
_TWO = 2
_NEVER = datetime.min.replace(tzinfo=UTC)

CodeRow = tuple[str, str, str, str]
"""Tweet id, variable, coder and code."""


@dataclass(frozen=True)
class Course:
    """What is known of the order of coding.

    Args:
        draw_order: by tweet, its place in the draw.
        reliability_tweets: how many tweets all coders code.
        times: by coder, tweet and variable, when it was first coded.
    """

    draw_order: Mapping[str, int]
    reliability_tweets: int
    times: Mapping[tuple[str, str, str], datetime]

    @classmethod
    def of(cls, drawn: Iterable[tuple[str, int, bool]], entries: Iterable[Entry]) -> "Course":
        """The course of a window.

        Args:
            drawn: tweet id, place in the draw, and whether all coders code it.
            entries: the journal, the oldest first.
        """
        known = list(drawn)
        times: dict[tuple[str, str, str], datetime] = {}
        for entry in entries:
            if entry.kind == "code":
                place = entry.coder, entry.tweet_id, entry.variable
                times[place] = min(times.get(place, entry.known_at), entry.known_at)
        return cls({tweet: place for tweet, place, _ in known}, sum(shared for *_, shared in known), times)

    def ordered(self, variable: str, by_tweet: Mapping[str, SetsOfCoders]) -> list[str]:
        """The tweets that several coders coded, in the order of coding.

        Args:
            variable: the variable.
            by_tweet: by tweet and coder, what this coder gave.
        """
        shared = [tweet for tweet, given in by_tweet.items() if len(given) >= _TWO]
        places: dict[str, list[float]] = defaultdict(list)
        for coder in sorted({coder for tweet in shared for coder in by_tweet[tweet]}):
            own = [tweet for tweet in shared if coder in by_tweet[tweet]]
            own.sort(key=lambda tweet: (self.times.get((coder, tweet, variable), _NEVER), self._drawn(tweet)))
            for number, tweet in enumerate(own, start=1):
                places[tweet].append(number / len(own))
        return sorted(shared, key=lambda tweet: (sum(places[tweet]) / len(places[tweet]), self._drawn(tweet)))

    def _drawn(self, tweet: str) -> tuple[int, str]:
        return self.draw_order.get(tweet, 0), tweet


def thresholds(settings: StudySettings) -> dict[str, float]:
    """By variable that people code, from which agreement on it is reported."""
    lowered = {one.variable: one.threshold for one in settings.coding.lowered_thresholds}
    return {one.name: lowered.get(one.name, settings.coding.threshold) for one in coded_by_people(settings)}


def over_time_of_window(
    warehouse: Warehouse, study: Study, window: CollectionWindow, attempts: Attempts
) -> list[dict[str, object]]:
    """Rows of agreement_over_time, without their window; a variable that fails costs its own rows."""
    asked = {"collection_window": window.key}
    codes = warehouse.query("coding/comparable_codes", asked).fetchall()
    drawn = warehouse.query("coding/drawn_tweets", asked).fetchall()
    course = Course.of(drawn, journal_of(study, window) if codes else ())
    return over_time_rows(codes, course, study.settings, attempts)


def over_time_rows(
    codes: Sequence[CodeRow], course: Course, settings: StudySettings, attempts: Attempts | None = None
) -> list[dict[str, object]]:
    """Rows of agreement_over_time, without their window.

    Args:
        codes: of the present codebook.
        course: the order of coding.
        settings: codebook, thresholds, and the seed of intervals that are drawn.
        attempts: makes the variables one by one.
    """
    trying = attempts or Attempts()
    reached = thresholds(settings)
    by_variable = sets_by_variable(codes)
    rows: list[dict[str, object]] = []
    for variable in coded_by_people(settings):
        given = by_variable.get(variable.name, {})
        found = trying.value(variable.name, _rows_of, given, course, variable, settings.sample.seed)
        for row, so_far in found or ():
            ahead = outlook(so_far, reached[variable.name])
            rows.append(
                {
                    **row, "measure": so_far.measure, "units": so_far.units, "value": so_far.value, "low": so_far.low,
                    "high": so_far.high, "threshold": reached[variable.name],
                    "further_tweets": ahead.further_tweets, "outlook": ahead.reason,
                }
            )  # fmt: skip
    return rows


def _rows_of(
    by_tweet: Mapping[str, SetsOfCoders], course: Course, variable: CodedVariable, seed: int
) -> list[tuple[dict[str, object], Agreement]]:
    """Of each tenth what is told of it alone, and the agreement of everything up to it."""
    coders = sorted({coder for given in by_tweet.values() for coder in given})
    ordered = course.ordered(variable.name, by_tweet)
    alike = [len(set(by_tweet[tweet].values())) == 1 for tweet in ordered]
    places: dict[int, list[int]] = defaultdict(list)
    whole = max(course.reliability_tweets, len(ordered))
    for place in range(len(ordered)):
        places[TENTHS * place // whole + 1].append(place)
    rows = []
    for tenth, inside in places.items():
        until = inside[-1] + 1
        # What a seeded bootstrap draws depends on the order of tweets: by id, as the interval of coder_agreement.
        so_far = _deciding([by_tweet[tweet] for tweet in sorted(ordered[:until])], coders, variable, seed)
        differ_later, p_value = _drift(alike[:until])
        row = {
            "variable": variable.name, "tenth": tenth, **_alike([alike[place] for place in inside]),
            "differ_later": differ_later, "p_value": p_value,
        }  # fmt: skip
        rows.append((row, so_far))
    return rows


def _deciding(given: Sequence[SetsOfCoders], coders: Sequence[str], variable: CodedVariable, seed: int) -> Agreement:
    """The measure that the threshold is compared with, of all coders."""
    sets = [[one.get(coder) for coder in coders] for one in given]
    if not variable.is_exclusive:
        return deciding_agreement_of_several(sets, seed)
    single = [[None if codes is None else next(iter(codes)) for codes in row] for row in sets]
    return deciding_agreement(single, [category.name for category in variable.categories], seed, variable.scale)


def _alike(alike: Sequence[bool]) -> dict[str, object]:
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(sum(alike), len(alike), 1 - CONFIDENCE, method="wilson")
    percents = {"percent_alike": sum(alike) / len(alike), "alike_low": low, "alike_high": high}
    shown = {name: min(max(100 * float(share), 0.0), 100.0) for name, share in percents.items()}
    return {"tweets": len(alike), "alike_tweets": sum(alike), **shown}


def _drift(alike: Sequence[bool]) -> tuple[float | None, float | None]:
    """How often a tweet that coders differ on came after one that they coded alike, and p; None without both kinds."""
    from scipy.stats import mannwhitneyu

    differing = [place for place, is_alike in enumerate(alike) if not is_alike]
    others = [place for place, is_alike in enumerate(alike) if is_alike]
    if not differing or not others:
        return None, None
    found = mannwhitneyu(differing, others, alternative="two-sided", method="auto")
    return float(found.statistic) / (len(differing) * len(others)), float(found.pvalue)
