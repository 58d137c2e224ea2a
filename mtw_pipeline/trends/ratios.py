"""The measures that are ratios of sums over authors: which sums, and what the ratio is called.

What belongs here: definitions. What does not: the sums (sql/trends/) and their uncertainty (resampling.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mtw_pipeline.text.style import COMPOSITES


@dataclass(frozen=True)
class Ratio:
    """A measure: a sum over authors, divided by another one.

    Args:
        topic: what it is of.
        measure: its name.
        numerator: the sums above the line, each with its factor.
        denominator: the sum below it.
        unit: its unit.
        definition: what is counted.
        term: the word or hashtag that it is of.
        constant: what is added to the ratio.
        is_share: whether it is a share of what the denominator counts, from 0 to 1.
        perhaps: the sum of those of the denominator that the numerator may count too: the exports do not tell.
        digits: the decimals that its values have; None for all.
    """

    topic: str
    measure: str
    numerator: Mapping[str, float]
    denominator: str
    unit: str
    definition: str
    term: str = ""
    constant: float = 0
    is_share: bool = True
    perhaps: str = ""
    digits: int | None = None


_TYPES = ("tweet", "retweet", "reply", "quote tweet")
_FORMATS = ("text only", "image/graphic", "link to article", "multimedia")
_RESOURCES = {
    "with_other_hashtags": "have a hashtag beside the study's",
    "with_mentions": "mention an account",
    "with_emoji": "have an emoji",
    "with_links": "have a link",
}
_OF_THE_WINDOW = "share of the tweets of the window that"


def fixed_ratios() -> Iterator[Ratio]:
    """The measures of tweets that every window has."""
    for kind in _TYPES:
        name = kind.replace(" ", "_")
        perhaps = "" if kind == "retweet" else f"perhaps_{name}"
        said = f"{_OF_THE_WINDOW} are of the type {kind}"
        yield replace(_share("types", f"{name}_share", name, "tweets", said), perhaps=perhaps)
    for form in _FORMATS:
        name = form.replace("/", "_").replace(" ", "_")
        perhaps = "perhaps_text_only" if form == "text only" else "tweets_of_unknown_format"
        said = f"{_OF_THE_WINDOW} are of the format {form}"
        yield replace(_share("formats", f"{name}_share", name, "tweets", said), perhaps=perhaps)
    for resource, said in _RESOURCES.items():
        perhaps = "perhaps_with_links" if resource == "with_links" else ""
        share = _share("resources", f"{resource}_share", resource, "tweets", f"{_OF_THE_WINDOW} {said}")
        yield replace(share, perhaps=perhaps)
    yield Ratio(
        "engagement", "mean_likes", {"likes": 1}, "tweets_of_known_likes", "likes a tweet",
        "mean of known likes over tweets that are no retweets", is_share=False,
    )  # fmt: skip


def platform_ratios(platforms: Iterable[str]) -> Iterator[Ratio]:
    """The likes of each platform, where the study has tweets of several: they are not comparable."""
    for platform in platforms:
        yield Ratio(
            "engagement", f"mean_likes_on_{platform}", {f"likes on {platform}": 1},
            f"tweets_of_known_likes on {platform}", "likes a tweet",
            f"mean of known likes over tweets on {platform} that are no retweets", is_share=False,
        )  # fmt: skip


def scorer_ratios(scorer: str) -> Iterator[Ratio]:
    """The measures of one scorer of sentiment."""
    yield Ratio(
        "sentiment", f"mean_compound {scorer}", {f"compound {scorer}": 1e-6}, f"scored {scorer}", "compound",
        f"mean compound score over the tweets that {scorer} scored", is_share=False, digits=6,
    )  # fmt: skip
    for label in ("positive", "negative"):
        said = f"share of the tweets that {scorer} labelled {label}"
        yield _share("sentiment", f"{label}_share {scorer}", f"{label} {scorer}", f"scored {scorer}", said)


def term_ratios(terms: Iterable[str]) -> Iterator[Ratio]:
    """The measures of some words, and of hashtags, which have a #."""
    for term in terms:
        if term.startswith("#"):
            said = "share of the tweets of the window that use the hashtag"
            yield replace(_share("hashtags", "tweets_with_hashtag", f"hashtag {term[1:]}", "tweets", said), term=term)
        else:
            said = "share of the tweets whose words are counted that use the word"
            yield replace(_share("words", "tweets_with_word", f"word {term}", "tweets_with_words", said), term=term)


def style_ratios(categories: Sequence[str], measures: Iterable[tuple[str, str]]) -> Iterator[Ratio]:
    """The measures of style, named with their definitions, that are sums of the dictionary's categories."""
    composites = {one.name: one for one in COMPOSITES}
    for measure, definition in measures:
        composite = composites.get(measure)
        parts = dict.fromkeys((measure,), 1) if composite is None else {
            **dict.fromkeys(composite.plus, 1), **dict.fromkeys(composite.minus, -1),
        }  # fmt: skip
        if parts.keys() <= set(categories):
            yield Ratio(
                "style", measure, {f"style {name}": 100.0 * sign for name, sign in parts.items()}, "words",
                "percent of words" if composite is None else "see definition", definition,
                constant=composite.constant if composite else 0, is_share=False,
            )  # fmt: skip


def _share(topic: str, measure: str, part: str, whole: str, definition: str) -> Ratio:
    return Ratio(topic, measure, {part: 1}, whole, "share", definition)
