"""The codebook as the pipeline uses it: what people code, what is computed, and how a change is noticed.

What belongs here: variables with their categories, and a fingerprint of each. What does not: how study.toml writes them
(settings/coding.py).
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.coding import RESOURCES, Scale, Variable, by_people, folded_name
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import CONTENT_FORMATS, TWEET_TYPES

THEME = "theme"
NONE = "none"
"""Of a variable of which a tweet can have several categories: that it has none of them. It stands beside no other."""

SEVERAL = " | "
"""What stands between several codes of a tweet where they are one text: in the journal, in sheets, in exports."""


PROPOSED = "new: "
"""What stands before a category that a coder proposes, until the codebook has it."""

RELIABILITY_SET, IN_SET, NOT_IN_SET = "reliability_set", "yes", "no"
"""What is known of a sampled tweet beside its computed codes: whether all coders code it."""

_FOR_PEOPLE: Mapping[str, str] = {
    "retweet": "passes on another tweet as it is",
    "reply": "answers a tweet or an account, and is no retweet",
    "quote tweet": "shows another tweet below words of its own, and is neither retweet nor reply",
    "tweet": "none of these",
    "text only": "words alone, whatever hashtags, names and emoji are among them",
    "image/graphic": "shows pictures, drawings or charts, and has no link to a page elsewhere",
    "link to article": "has a link to a page elsewhere, and shows neither picture nor film",
    "multimedia": "shows a film or an animated picture, or a picture beside a link to a page elsewhere",
    "hashtags": "has a hashtag other than the study's own",
    "emoji": "has an emoji",
    "tagging": "names an account with @",
    "links": "has a link to a page elsewhere",
}


@dataclass(frozen=True)
class CodedCategory:
    """A category: its name, what it means, an example, names that it had; of a theme also knowledge and motivation."""

    name: str
    definition: str = ""
    example: str = ""
    kind_of_knowledge: str | None = None
    motivation: str | None = None
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodedVariable:
    """A variable of the codebook.

    Args:
        name: its name in tables and sheets.
        label: its name in reports.
        definition: what it asks.
        categories: in the codebook's order.
        is_computed: whether the program computes it; else people code it.
        is_exclusive: whether a tweet has one category only.
        asked_of: the variable and its codes of which a tweet must have one; None where every tweet is coded.
        asked_through: likewise of that variable, and so on: where it is not asked, this one is not either.
        scale: what the order of categories and the distance between them mean.
        validates: the computed variable that people code under this name, so that its rule is validated; else None.
    """

    name: str
    label: str
    definition: str
    categories: tuple[CodedCategory, ...]
    is_computed: bool = False
    is_exclusive: bool = True
    asked_of: tuple[str, tuple[str, ...]] | None = None
    asked_through: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scale: Scale = "nominal"
    validates: str | None = None

    @cached_property
    def names(self) -> Mapping[str, str]:
        """From each name of a category, former ones too, folded as a person may type it, to the present one."""
        return {folded_code(name): one.name for one in self.categories for name in (one.name, *one.formerly)}

    @cached_property
    def present_names(self) -> tuple[str, ...]:
        """The categories' names, in the codebook's order."""
        return tuple(one.name for one in self.categories)

    @cached_property
    def md5(self) -> str:
        """A fingerprint of what coders were told: it changes with any definition or category."""
        told = [self.name, self.definition, self.asked_of, [[one.name, one.definition] for one in self.categories]]
        if not (self.is_exclusive or self.is_computed):
            told.append("several")
        return hashlib.md5(json.dumps(told, ensure_ascii=False).encode(), usedforsecurity=False).hexdigest()

    @property
    def none(self) -> str:
        """The category that stands beside no other, where a tweet can have several; empty where it cannot."""
        return "" if self.is_exclusive else self.names.get(NONE, "")

    @property
    def takes_proposals(self) -> bool:
        """Whether coders may propose categories: not of numbers, nor of what the program computes."""
        return self.validates is None and self.scale in {"nominal", "ordinal"}

    def parts(self, code: str) -> tuple[str, ...]:
        """The categories that a code of the journal is made of, as the codebook writes them now, each once.

        A proposed one is one once the codebook has it; in which case it was typed makes none another, as in a cell. A
        category that was taken into "none" goes where the tweet has others.
        """
        is_one = self.is_exclusive or folded_code(code) in self.names
        pieces = (code,) if is_one else code.split(SEVERAL)
        found = dict.fromkeys(self.names.get(folded_code(one.removeprefix(PROPOSED)), one) for one in pieces)
        if len(found) > 1:
            found.pop(self.none, None)
        return tuple(found)

    def is_asked(self, facts: Mapping[str, str | None], codes: Mapping[str, str]) -> bool | None:
        """Whether the codebook asks it of a tweet; None where that is not known (docs/decisions/0254).

        Args:
            facts: what is known of the tweet before anybody codes it, by computed variable; without those not known.
            codes: what one coder gave to the tweet, by variable.
        """
        conditions = (self.asked_of, *self.asked_through) if self.asked_of else ()
        met = [_is_met(name, wanted, facts, codes) for name, wanted in conditions]
        return False if False in met else None if None in met else True

    def joined(self, categories: Collection[str]) -> str:
        """Categories as one code, each once, in the codebook's order; what the codebook has not comes last."""
        known = [name for name in self.present_names if name in categories]
        return SEVERAL.join([*known, *sorted(set(categories) - set(known))])

    def has(self, code: str) -> bool:
        """Whether a code, or a part of it, is of the codebook or proposed for it; else the tweet is to be coded."""
        return any(one in self.present_names or one.startswith(PROPOSED) for one in self.parts(code))

    def known_part(self, code: str) -> str:
        """What of a code the codebook still has; empty where that is nothing."""
        return self.joined([one for one in self.parts(code) if one in self.present_names])


def _is_met(
    name: str, wanted: Collection[str], facts: Mapping[str, str | None], codes: Mapping[str, str]
) -> bool | None:
    """Whether a tweet has one of some codes of a variable; None where that is not known."""
    if name in facts:
        return facts[name] in wanted
    if name not in codes:
        return None
    given = (codes[name], *codes[name].split(SEVERAL))
    return any(one.removeprefix(PROPOSED) in wanted for one in given)


def folded_code(text: str) -> str:
    """A code as compared: without case and with single blanks."""
    return folded_name(text)


def coded_by_people(settings: StudySettings) -> tuple[CodedVariable, ...]:
    """The variables that people code: the codebook's, the theme where it is coded, what is computed and validated."""
    variables = [
        CodedVariable(
            one.name,
            one.label,
            one.definition,
            _categories_of(one),
            is_exclusive=not one.several,
            asked_of=(one.applies_to.variable, one.applies_to.codes) if one.applies_to else None,
            scale=one.scale,
        )
        for one in settings.codebook
    ]
    if settings.coding.code_themes:
        categories = tuple(
            CodedCategory(one.name, one.definition, "", one.kind_of_knowledge, one.motivation, one.formerly)
            for one in settings.themes
        )
        told = "The theme that fits best (kinds of knowledge of Rashid et al. 2018, motivation of Keller 1987)"
        variables.append(CodedVariable(THEME, "Theme", told, categories))
    variables += _validating(settings)
    conditions = {one.name: one.asked_of for one in variables if one.asked_of}
    return tuple(replace(one, asked_through=tuple(_conditions_behind(one, conditions))) for one in variables)


def _conditions_behind(
    variable: CodedVariable, conditions: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The conditions of the variable that one applies by, and of those behind it; study.toml has none in a circle."""
    asked_of = variable.asked_of
    while asked_of and (asked_of := conditions.get(asked_of[0])):
        yield asked_of


def _validating(settings: StudySettings) -> list[CodedVariable]:
    """What the program computes, as people code it, on the tweets that the study names."""
    asked_of = (RELIABILITY_SET, (IN_SET,)) if settings.coding.validated_on == "reliability set" else None
    wanted = [one for one in computed_variables() if one.name in settings.coding.validated]
    return [
        replace(
            one,
            name=by_people(one.name),
            label=f"{one.label} (by people)",
            categories=(
                *(CodedCategory(each.name, _FOR_PEOPLE[each.name]) for each in one.categories),
                *(() if one.is_exclusive else (CodedCategory(NONE, "none of these"),)),
            ),
            is_computed=False,
            asked_of=asked_of,
            validates=one.name,
        )
        for one in wanted
    ]


def _categories_of(variable: Variable) -> tuple[CodedCategory, ...]:
    """The categories of study.toml; where a tweet can have several, also that it has none."""
    named = tuple(
        CodedCategory(one.name, one.definition, one.example, formerly=one.formerly) for one in variable.categories
    )
    if not variable.several or NONE in map(folded_code, (one.name for one in named)):
        return named
    return (*named, CodedCategory(NONE, "none of these"))


def computed_variables() -> tuple[CodedVariable, ...]:
    """The variables that the program computes from a tweet."""
    return (
        _computed("tweet_type", "Type of tweet", "Retweet before reply before quote tweet before tweet", TWEET_TYPES),
        _computed("content_format", "Content format", "What the tweet shows beside its text", CONTENT_FORMATS),
        _computed(
            "resources", "Resources", "What the tweet uses; a tweet can use several", RESOURCES, is_exclusive=False
        ),
    )


def _computed(
    name: str, label: str, definition: str, categories: tuple[str, ...], *, is_exclusive: bool = True
) -> CodedVariable:
    named = tuple(CodedCategory(category) for category in categories)
    return CodedVariable(name, label, definition, named, is_computed=True, is_exclusive=is_exclusive)


def codebook_of_window(_warehouse: Warehouse, study: Study, _window: CollectionWindow) -> list[dict[str, object]]:
    """Rows of the table codebook, without their window; every window has the study's."""
    return codebook_rows(study.settings)


def codebook_rows(settings: StudySettings) -> list[dict[str, object]]:
    """Rows of the table codebook, without their window: a row a category."""
    return [
        {
            "variable": variable.name,
            "label": variable.label,
            "variable_order": place,
            "category": category.name,
            "category_order": number,
            "definition": category.definition or None,
            "example": category.example or None,
            "kind_of_knowledge": category.kind_of_knowledge,
            "motivation": category.motivation,
            "scale": variable.scale,
            "is_computed": variable.is_computed,
            "is_exclusive": variable.is_exclusive,
            "validates": variable.validates,
            "asked_variable": variable.asked_of[0] if variable.asked_of else None,
            "asked_codes": list(variable.asked_of[1]) if variable.asked_of else None,
            "codebook_md5": variable.md5,
        }
        for place, variable in enumerate((*computed_variables(), *coded_by_people(settings)), start=1)
        for number, category in enumerate(variable.categories, start=1)
    ]
