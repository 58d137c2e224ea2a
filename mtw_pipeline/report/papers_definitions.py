"""The headline's figures by the definitions of the published study, where these differ from ours.

What belongs here: which figure of the tables is the one that the study would have printed. What does not: what it
printed (paper.py).
"""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from mtw_pipeline.attempts import attempt
from mtw_pipeline.report.facts.report_facts import DENSITY, ReportFacts
from mtw_pipeline.report.facts.text import ListCount
from mtw_pipeline.report.html import data, mean, measure, of_hundred, percent, plural
from mtw_pipeline.text.word_lists import BROAD_LISTS

_TWO_WAY = "two_way_tweets"
_LAYER = "name"


def papers_definitions(facts: ReportFacts) -> Mapping[str, Markup]:
    """By the name of a figure of the headline, its value as the published study defines it; only where it is known.

    What could not be read is told where its own part of the page stands.
    """
    makers: Mapping[str, Callable[[ReportFacts], Markup | None]] = {
        "Retweets": lambda those: _of_the_sample(those, "retweet"),
        "Replies": lambda those: _of_the_sample(those, "reply"),
        "Mean likes": _likes_of_the_sample,
        "Positive tweets": lambda those: _with_words(those, "positive"),
        "Negative tweets": lambda those: _with_words(those, "negative"),
        "Density": lambda those: _of_the_layer(those, DENSITY, "in the layer of names"),
        "Reciprocity": lambda those: _of_the_layer(those, _TWO_WAY, "of the tweets are two-way, in the layer of names"),
    }
    made = {name: attempt(f"{name} as the published study defines it", make, facts) for name, make in makers.items()}
    return {name: said for name, said in made.items() if isinstance(said, Markup)}


def _of_the_sample(facts: ReportFacts, tweet_type: str) -> Markup | None:
    """None where retweets were not drawn: that none is one says nothing, and of the rest more are replies."""
    if facts.sample.with_retweets is False:
        return None
    entries = (one for one in facts.coding.frequencies if (one.variable, one.category) == ("tweet_type", tweet_type))
    entry = next(entries, None)
    if entry is None or entry.percent is None:
        return None
    return Markup("{} of the sampled tweets").format(of_hundred(entry.percent))


def _likes_of_the_sample(facts: ReportFacts) -> Markup | None:
    entry = next((one for one in facts.coding.engagement if one.metric == "likes"), None)
    if entry is None or entry.mean is None:
        return None
    return Markup("{} in the sample").format(mean(entry.mean))


def _with_words(facts: ReportFacts, sign: str) -> Markup | None:
    """Netlytic's: tweets with at least one word of a list of adjectives; those of the broad list beside them.

    A study that has lists of its own has no broad one: each of them is named. Percents are of the tweets whose words
    are counted, which retweets may not be.
    """
    kinds = (f"{sign} adjective", sign)
    entries = sorted((one for one in facts.text.lists if one.kind in kinds), key=lambda one: kinds.index(one.kind))
    said = [
        Markup("{} ({}) with a {} {}").format(
            plural(one.tweets, "tweet", "tweets"), percent(one.percent_of_tweets, 100), sign, _word_of(one)
        )
        for one in entries
    ]
    return Markup("; ").join(said) if said else None


def _word_of(one: ListCount) -> Markup:
    if one.kind.endswith(" adjective"):
        return Markup("adjective")
    if one.list in BROAD_LISTS:
        return Markup("word of the broad list")
    return Markup("word of the list {}").format(data(one.list))


def _of_the_layer(facts: ReportFacts, metric: str, said: str) -> Markup | None:
    entries = (one for one in facts.network if (one.layer, one.metric) == (_LAYER, metric))
    entry = next(entries, None)
    if entry is None or entry.value is None:
        return None
    return Markup("{} {}").format(measure(entry.value), said)
