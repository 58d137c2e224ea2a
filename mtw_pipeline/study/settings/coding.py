"""Settings of coding: the sample, the coders, the codebook, and what agreement the study asks for."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self
from unicodedata import normalize

from pydantic import AfterValidator, Field, model_validator

from mtw_pipeline.study.settings.base import Count, CountOrNone, Seed, Settings, SmallSeed, not_blank, of_form

_PROPOSED = re.compile(r"(?i)\s*new\s*:")
OF_NO_SHEET = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _for_sheets(text: str) -> str:
    found = OF_NO_SHEET.search(text)
    if found:
        raise ValueError(f"the character U+{ord(found[0]):04X} can stand in no sheet; take it out")
    return not_blank(text)


Name = Annotated[
    str,
    Field(max_length=40),
    of_form(r"[a-z][a-z0-9_]*", "small letters a to z, digits and _ belong here, a letter first, as in reply_tone"),
]
MOST_OF_A_LABEL = 120
Label = Annotated[str, Field(min_length=1, max_length=MOST_OF_A_LABEL), AfterValidator(_for_sheets)]


def _not_proposed(name: str) -> str:
    if _PROPOSED.match(name):
        raise ValueError(f"the category {name!r} begins as one that a coder proposes; leave 'new:' out")
    return name


FormerLabel = Annotated[Label, AfterValidator(_not_proposed)]

Scale = Literal["nominal", "ordinal", "interval", "ratio"]

CODES_OF_COMPUTED: Mapping[str, tuple[str, ...]] = {
    "tweet_type": ("tweet", "retweet", "reply", "quote tweet"),
    "content_format": ("text only", "image/graphic", "link to article", "multimedia"),
}
COMPUTED = tuple(CODES_OF_COMPUTED)
"""Variables that the program computes; they can be crossed with coded ones and decide where one applies."""

RESOURCES = ("hashtags", "emoji", "tagging", "links")
"""What a tweet can use, each by itself."""

Validated = Literal["tweet_type", "content_format", "resources"]

CROSSED_ONLY = (
    "resources", "sentiment_vader", "sentiment_word_list", "sentiment_transformer", "leader_class", "community",
)  # fmt: skip
"""What crosstabs can cross beside: what a tweet uses, how it was scored, who posted it."""


SEPARATORS = (";", "|")
"""What may stand between several categories of a tweet in a cell of a sheet; so may a new line."""

SHEET_COLUMNS = (
    "nr", "coder", "tweet", "text", "shows", "tweet_link", "notes", "decided_by", "problem", "codebook_version",
)  # fmt: skip
"""Columns that every sheet has beside those of the variables."""


Language = Annotated[
    str,
    of_form(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", "a language as platforms name it belongs here, as in en or zh-cn"),
    AfterValidator(str.lower),
]
"""As platforms tell it: ``en``, ``zh-cn``, ``und``."""


class SampleSettings(Settings):
    """``[sample]``: how many tweets are drawn for coding, from which, and with which seed."""

    size: Count = 1500
    seed: Seed = 1
    include_retweets: bool = True
    languages: tuple[Language, ...] = ()
    stratify_by: Literal["nothing", "tweet_type", "content_format", "language"] = "nothing"


class Category(Settings):
    """A category of a variable.

    Args:
        name: its name.
        definition: for coders.
        example: likewise.
        formerly: names that it had, and those of categories that it took in: codes of these are codes of it.
    """

    name: Label
    definition: str = ""
    example: str = ""
    formerly: tuple[FormerLabel, ...] = ()


class AppliesTo(Settings):
    """Only tweets of which another variable has one of these codes are coded by a variable."""

    variable: Name
    codes: Annotated[tuple[Label, ...], Field(min_length=1)]


class Variable(Settings):
    """``[[codebook]]``: a variable that people code; its categories exclude each other, unless a tweet has several.

    On an ordinal scale categories stand from least to most, on an interval or ratio scale they are numbers.
    """

    name: Name
    label: Label
    definition: str = ""
    scale: Scale = "nominal"
    several: bool = False
    categories: Annotated[tuple[Category, ...], Field(min_length=2)]
    applies_to: AppliesTo | None = None

    @model_validator(mode="after")
    def _has_each_category_once(self) -> Self:
        twice = named_twice(self.categories)
        if twice is not None:
            raise ValueError(
                f"the category {twice!r} stands there twice; case, blanks and accents' forms make none other"
            )
        for one in self.categories:
            _not_proposed(one.name)
        if self.name in {*COMPUTED, *CROSSED_ONLY}:
            raise ValueError(f"{self.name} is computed by the program; give the variable another name")
        if self.name in SHEET_COLUMNS:
            raise ValueError(f"every sheet has a column {self.name} of its own; give the variable another name")
        return self

    @model_validator(mode="after")
    def _can_be_several_where_it_says_so(self) -> Self:
        if self.several and self.scale != "nominal":
            raise ValueError(f"of the scale {self.scale!r} a tweet has one category; take several or the scale away")
        parted = [one.name for one in self.categories if self.several and set(one.name) & set(SEPARATORS)]
        if parted:
            raise ValueError(
                f"the category {parted[0]!r} has a sign that stands between several ({' '.join(SEPARATORS)})"
            )
        others = [one for one in self.categories if folded_name(one.name) != "none"]
        replaced = [one.name for one in others if "none" in map(folded_name, one.formerly)]
        if self.several and replaced:
            raise ValueError(f"{replaced[0]!r} cannot be called none formerly: each tweet can have 'none' still")
        return self

    @model_validator(mode="after")
    def _has_numbers_where_its_scale_asks_for_them(self) -> Self:
        if self.scale not in {"interval", "ratio"}:
            return self
        names = [one.name for one in self.categories]
        wrong = [name for name in names if not _is_number(name) or (self.scale == "ratio" and float(name) < 0)]
        if wrong:
            kind = "a number that is not below zero" if self.scale == "ratio" else "a number"
            raise ValueError(f"on the scale {self.scale!r} every category is {kind}, which {wrong[0]!r} is not")
        if len({float(name) for name in names}) < len(names):
            raise ValueError("two categories are one number")
        return self


class Theme(Settings):
    """``[[themes]]``: a theme of the thematic framework, with its kind of knowledge and its ARCS motivation.

    Args:
        name: its name.
        kind_of_knowledge: of the framework.
        motivation: likewise.
        definition: for coders.
        paraphrase: an example in the team's own words; the supplement shows it where the report quotes a tweet.
        formerly: as of a category.
    """

    name: Label
    kind_of_knowledge: Label
    motivation: Label
    definition: str = ""
    paraphrase: str = ""
    formerly: tuple[FormerLabel, ...] = ()


def named_twice(categories: Sequence[Category | Theme]) -> str | None:
    """A name that two categories have, now or formerly, or one of them twice; None where there is none."""
    every = [name for one in categories for name in (one.name, *one.formerly)]
    folded = [folded_name(one) for one in every]
    return next((one for one in every if folded.count(folded_name(one)) > 1), None)


class LoweredThreshold(Settings):
    """``[[coding.lowered_thresholds]]``: a variable that may be reported below the threshold, and why."""

    variable: Name
    threshold: Annotated[float, Field(ge=-1, le=1)]
    reason: Annotated[str, Field(min_length=10)]


class MachineSettings(Settings):
    """``[coding.machine]``: a scorer that learns from people's codes and proposes codes for all other tweets."""

    enabled: bool = True
    features: Literal["tfidf", "embeddings"] = "tfidf"
    fewest_codes: Annotated[Count, Field(ge=50)] = 200
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.6
    seed: SmallSeed = 1


class CodingSettings(Settings):
    """``[coding]``: who codes, what all code, and from which agreement on codes are reported.

    Without coders no sheets are written. Coders may come, go, and change their names while the coding goes on.
    ``validated`` names computed variables that people code too, so that it is known how far the rule agrees with them.
    """

    coders: tuple[Label, ...] = ()
    renamed: dict[Label, Label] = Field(default_factory=dict)
    left: tuple[Label, ...] = ()
    reliability_size: CountOrNone = 170
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.80
    lowered_thresholds: tuple[LoweredThreshold, ...] = ()
    show_engagement: bool = False
    code_themes: bool = False
    validated: tuple[Validated, ...] = ()
    validated_on: Literal["reliability set", "sample"] = "reliability set"
    crosstabs: tuple[tuple[Name, Name], ...] = ()
    machine: MachineSettings = MachineSettings()

    @model_validator(mode="after")
    def _validates_each_variable_once(self) -> Self:
        if len(set(self.validated)) < len(self.validated):
            raise ValueError("validated: a variable stands there twice")
        return self

    @model_validator(mode="after")
    def _names_each_coder_once(self) -> Self:
        left = {folded_name(one) for one in self.left}
        for coder in self.coders:
            if folded_name(coder) in left:
                raise ValueError(f"{coder} stands under coders and under left: name whoever stopped under left alone")
        why = why_not_apart((*self.coders, *self.left))
        if why:
            raise ValueError(why)
        return self

    @model_validator(mode="after")
    def _renames_to_coders(self) -> Self:
        names = {folded_name(one) for one in (*self.coders, *self.left)}
        for old, new in self.renamed.items():
            if folded_name(new) not in names:
                raise ValueError(f"renamed: {old!r} became {new!r}, who stands neither under coders nor under left")
            if folded_name(old) in names:
                raise ValueError(f"renamed: {old!r} became {new!r}, but {old!r} still stands among the coders")
        return self


def by_people(computed: str) -> str:
    """The name of the variable under which people code what the program computes."""
    return f"{computed}_by_people"


def why_not_apart(coders: Sequence[str]) -> str:
    """Why some names cannot be those of different coders; empty where they can."""
    names = [folded_name(one) for one in coders]
    if len(set(names)) < len(names):
        return "two coders have one name"
    if len({re.sub(r"[\W_]", "_", name) for name in names}) < len(names):
        return "the names of two coders differ in signs only, and so would those of their sheets"
    return ""


def folded_name(name: str) -> str:
    """A category or a coder's name as compared: without case, with single blanks, accents in one form."""
    return normalize("NFC", " ".join(name.split()).casefold())


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text.strip()) is not None


def _categories(*rows: tuple[str, str]) -> tuple[Category, ...]:
    return tuple(Category(name=name, definition=definition) for name, definition in rows)


STUDY_CODEBOOK: tuple[Variable, ...] = (
    Variable(
        name="purpose",
        label="Purpose",
        definition="What the tweet is mainly for (information, community, action: Lovejoy and Saxton 2012)",
        categories=_categories(
            ("information", "tells news, facts, tips or knowledge, or leads to them"),
            ("community", "speaks with or about members: conversation, greetings, questions, belonging"),
            ("inspirational", "encourages, motivates, or shares a quotation or a reflection"),
            ("action", "asks readers to do something: sign up, buy, vote, attend, apply"),
            ("appreciation", "thanks or praises somebody"),
            ("other", "none of these"),
        ),
    ),
    Variable(
        name="learning_strategies",
        label="Learning strategies",
        definition="How the tweet serves informal learning (after Carpenter et al. 2020; Trust et al. 2020)",
        categories=_categories(
            ("support ideas", "shares or backs ideas, resources or practices"),
            ("networking & education", "brings people together, or points to events and courses"),
            ("offer/ask advice/support", "asks for help or advice, or gives it"),
            ("self-promotion", "makes own work, services or achievements known"),
            ("amplify others", "makes other people's work known"),
            ("other", "none of these"),
        ),
    ),
)

STUDY_THEMES: tuple[Theme, ...] = tuple(
    Theme(name=name, kind_of_knowledge=knowledge, motivation=motivation)
    for knowledge, motivation, names in (
        (
            "propositional",
            "attention",
            ("self-branding and achievements", "insights from colleagues", "improvements in the profession"),
        ),
        (
            "process",
            "relevance",
            (
                "professional development opportunities",
                "mobilization through call-to-action language",
                "networking opportunities",
            ),
        ),
        ("personal", "confidence", ("provide advice/support", "community engagement", "work/life balance")),
        ("know-how", "satisfaction", ("inspirational moments", "amplify content/other members")),
        ("socialization", "satisfaction", ("affiliation", "appreciation", "everyday life")),
    )
    for name in names
)
"""The framework of the #MarketingTwitter study: kinds of knowledge of Rashid et al. 2018, ARCS of Keller 1987."""
