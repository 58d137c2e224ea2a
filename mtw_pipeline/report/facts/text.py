"""What the report says of the text: words, hashtags together, lists, sentiment, scorers that agree, style.

What belongs here: plain values, a class for each statement of sql/report/text/. What does not: reading them
(of_window.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtw_pipeline.text.style import canonical

SPELT_CATEGORIES = {
    "anx": "anxiety", "auxverb": "auxiliary verbs", "conj": "conjunctions", "differ": "differentiation",
    "discrep": "discrepancy", "ipron": "impersonal pronouns", "negate": "negations", "negemo": "negative emotion",
    "posemo": "positive emotion", "ppron": "personal pronouns", "prep": "prepositions", "relativ": "relativity",
    "sad": "sadness", "shehe": "she, he",
}  # fmt: skip
"""Categories of style whose names are cut, in words."""


_TOP = 10


@dataclass(frozen=True)
class TermCount:
    """A word or hashtag with its uses and the tweets that use it."""

    name: str
    uses: int
    tweets: int


@dataclass(frozen=True)
class Sentiment:
    """How one scorer labelled the tweets that it scored."""

    scorer: str
    scored: int
    positive: int
    neutral: int
    negative: int


@dataclass(frozen=True)
class TopWords:
    """Figure 2: the most used words, without the study's own hashtags, which the collection itself put in every tweet.

    Args:
        words: the words, the most used first.
        left_out: the study's own hashtags that would stand among them.
        further: what else was counted and is none of these hashtags.
    """

    words: tuple[TermCount, ...]
    left_out: tuple[str, ...]
    further: tuple[TermCount, ...] = ()

    @classmethod
    def among(cls, counted: Sequence[TermCount], hashtags: Iterable[str]) -> "TopWords":
        """The first ten of the words that are none of the hashtags.

        Args:
            counted: words with a hashtag's sign where they are one, the most used first.
            hashtags: the study's own, without their sign.
        """
        own = {f"#{hashtag}".casefold() for hashtag in hashtags}
        others = [one for one in counted if one.name.casefold() not in own]
        kept = others[:_TOP]
        least = kept[-1].uses if kept else 0
        left_out = [one.name for one in counted if one.name.casefold() in own and one.uses >= least]
        return cls(tuple(kept), tuple(left_out), tuple(others[_TOP:]))


@dataclass(frozen=True)
class ListCount:
    """A named list of words: its uses in the window, and its ten most used words."""

    list: str
    kind: str
    terms: int
    distinct_words: int
    uses: int
    tweets: int
    posters: int
    percent_of_tweets: float | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class ListSentiment:
    """What a pair of lists of positive and negative words calls the tweets, and how many accounts posted these."""

    lists: str
    tweets: int
    positive_alone: int
    negative_alone: int
    both_signs: int
    neither_sign: int
    positive_posters: int
    negative_posters: int
    both_posters: int
    neither_posters: int


@dataclass(frozen=True)
class HashtagPair:
    """Two hashtags that stand together."""

    hashtag: str
    other_hashtag: str
    tweets: int
    tweets_without_retweets: int
    posters: int
    jaccard: float
    npmi: float | None


@dataclass(frozen=True)
class KeyWord:
    """A word that the window uses more than the other windows."""

    word: str
    uses: int
    uses_elsewhere: int
    log_likelihood: float
    other_windows: int


@dataclass(frozen=True)
class ScorerPair:
    """How far two scorers label the same tweets alike."""

    scorer: str
    other_scorer: str
    tweets: int
    percent_agreement: float
    cohens_kappa: float | None


@dataclass(frozen=True)
class SilentScorer:
    """A scorer that the study asks for and that could not run."""

    scorer: str
    problem: str


@dataclass(frozen=True)
class StyleFigure:
    """A category or composite of style."""

    measure: str
    kind: str
    dictionary: str
    words: int
    uses: int | None
    value: float | None
    definition: str
    standing: float | None
    reason: str | None

    @property
    def spelt(self) -> str:
        """What the short name of a category stands for where it is one of LIWC's; empty else."""
        return SPELT_CATEGORIES.get(self.measure, "")


@dataclass(frozen=True)
class LiwcFigure:
    """A measure that the team's own LIWC gave, with ours that comes nearest."""

    measure: str
    measured: str
    kind: str
    tweets: int | None
    words: int | None
    value: float | None
    definition: str
    nearest_of_ours: str | None
    value_of_ours: float | None


@dataclass(frozen=True)
class TextFacts:
    """Everything that the report says of the text besides the ten most used words.

    Args:
        more_words: the most used words behind the first ten.
        bigrams: the most frequent pairs of words.
        lists: the named lists.
        key_words: what the window uses more than the others; none where there is no other.
        scorer_pairs: how far scorers agree.
        style: composites, counts and categories.
        liwc: what the team's own LIWC gave; none where none was imported.
        silent_scorers: scorers that could not run.
        hashtag_pairs: the pairs of hashtags of most tweets, the study's own hashtags apart.
        list_sentiment: what pairs of lists call the tweets.
    """

    more_words: tuple[TermCount, ...] = ()
    bigrams: tuple[TermCount, ...] = ()
    lists: tuple[ListCount, ...] = ()
    key_words: tuple[KeyWord, ...] = ()
    scorer_pairs: tuple[ScorerPair, ...] = ()
    style: tuple[StyleFigure, ...] = ()
    liwc: tuple[LiwcFigure, ...] = ()
    silent_scorers: tuple[SilentScorer, ...] = ()
    hashtag_pairs: tuple[HashtagPair, ...] = ()
    list_sentiment: tuple[ListSentiment, ...] = ()

    @property
    def words_measured(self) -> int:
        """Words that the style was measured on."""
        return self.style[0].words if self.style else 0

    @property
    def has_standing(self) -> bool:
        """Whether norms say where any composite stands among other texts."""
        return any(figure.standing is not None for figure in self.style)

    @property
    def shared_reason(self) -> str | None:
        """Why something is not known of a composite, where it is the same reason for all that have one."""
        reasons = {figure.reason for figure in self.composites if figure.reason}
        return reasons.pop() if len(reasons) == 1 else None

    @property
    def composites(self) -> tuple[StyleFigure, ...]:
        """Composites and counts of style."""
        return tuple(figure for figure in self.style if figure.kind != "category")

    @property
    def categories(self) -> tuple[StyleFigure, ...]:
        """Categories of style."""
        return tuple(figure for figure in self.style if figure.kind == "category")

    @property
    def liwc_main(self) -> tuple[LiwcFigure, ...]:
        """Summary variables and counts of LIWC."""
        return tuple(figure for figure in self.liwc if figure.kind != "category")

    @property
    def liwc_categories(self) -> tuple[LiwcFigure, ...]:
        """Categories of LIWC."""
        return tuple(figure for figure in self.liwc if figure.kind == "category")

    def of_liwc(self, measure: str) -> LiwcFigure | None:
        """What LIWC gave of a measure, whatever edition spells it: of all texts as one before that of tweets."""
        found = [figure for figure in self.liwc if canonical(figure.measure) == canonical(measure)]
        return min(found, key=lambda figure: figure.measured != "all texts", default=None)
