"""The facts of the report without anybody's name: pseudonyms for accounts, files and coders, texts masked.

What belongs here: what becomes of each field of the facts. What does not: masking itself (published/masking/), counts
(suppression.py). A field of which nothing is said here is masked as a text that somebody wrote, so that a new one names
nobody; fields that the program itself fills are listed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from mtw_pipeline.attempts import Omission
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.published.columns import HIGHEST_BAND
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.report.facts.accounts import CurvePoint, Entry, Introducer, Participation
from mtw_pipeline.report.facts.coding import (
    AgreementFigure,
    ComputedAgreementFigure,
    SampleDraw,
    SampleEngagement,
    Test,
    ThemeCount,
)
from mtw_pipeline.report.facts.coding_progress import Tenth
from mtw_pipeline.report.facts.collection import CollectionFigure, ReportFile
from mtw_pipeline.report.facts.groups import GroupFacts, GroupShare, LinkDomain
from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.network import Community, Leader, LeaderGroup
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.text import (
    HashtagPair,
    KeyWord,
    ListCount,
    ListSentiment,
    SilentScorer,
    StyleFigure,
    TermCount,
    TextFacts,
)
from mtw_pipeline.report.facts.tweets import (
    AccountCount,
    Category,
    Engagement,
    PlatformCount,
    PlatformEngagement,
    ResponseDelay,
)
from mtw_pipeline.report.parts import unless_unread
from mtw_pipeline.report.withheld import OfTheProgram
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.supplement.suppression import MERGED_LANGUAGES

Value = TypeVar("Value")

_PSEUDONYM = re.compile(r"\b(user|tweet|file|coder)_([0-9a-f]{6})[0-9a-f]{9}\b")
"""A pseudonym of the copy. Pages show its beginning: one in 17 million has the same, and it can be read."""
_OF_THE_PROGRAM: Mapping[type, frozenset[str]] = {
    ReportFile: frozenset({"status", "format"}),
    CollectionFigure: frozenset({"source", "endpoint", "library", "program"}),
    Category: frozenset({"name"}),
    Engagement: frozenset({"measure"}),
    PlatformCount: frozenset({"platform"}),
    PlatformEngagement: frozenset({"platform", "measure"}),
    Metric: frozenset({"layer", "metric", "definition", "reason"}),
    Leader: frozenset({"leads_by", "classed_by"}),
    LeaderGroup: frozenset({"leads_by"}),
    ListCount: frozenset({"kind"}),
    StyleFigure: frozenset({"measure", "kind", "definition", "reason"}),
    SilentScorer: frozenset({"scorer"}),
    AgreementFigure: frozenset({"measure", "method"}),
    ComputedAgreementFigure: frozenset({"measure"}),
    Tenth: frozenset({"measure", "outlook"}),
    SampleEngagement: frozenset({"metric"}),
    Test: frozenset({"method"}),
    SampleDraw: frozenset({"frame_md5", "stratified_by", "of_languages"}),
    ListSentiment: frozenset({"lists"}),
    Entry: frozenset({"role", "kind"}),
    Participation: frozenset({"counted"}),
    CurvePoint: frozenset({"counted"}),
    ResponseDelay: frozenset({"tweet_type"}),
}
_COMPUTED = frozenset({
    "tweet_type", "content_format", "sentiment_vader", "sentiment_word_list", "sentiment_transformer",
})  # fmt: skip
"""Variables of groups whose names and categories are the program's."""
_GROUPED_BY_THE_PROGRAM = frozenset({"all tweets", "community", "tweet_type", "content_format", "week"})
"""Kinds of groups that the program names."""


def short(text: str) -> str:
    """A text with the beginnings of the pseudonyms in it."""
    return _PSEUDONYM.sub(r"\1_\2", text)


@dataclass(frozen=True)
class MaskedFacts:
    """Masks the facts of one study.

    Args:
        pseudonyms: the study's.
        masking: the study's.
        settings: the study's: they hold the paraphrases of the themes.
        in_names: words and pairs of words of the facts that stand in names alone.
    """

    pseudonyms: Pseudonyms
    masking: Masking
    settings: StudySettings
    in_names: frozenset[str] = frozenset()

    def of(self, facts: ReportFacts) -> ReportFacts:
        """The facts that may be published."""
        kept: dict[str, Any] = {"window": facts.window, "settings": self._settings()}
        given = {one.name: getattr(facts, one.name) for one in fields(facts) if one.name not in kept}
        special: Mapping[str, Callable[..., object]] = {
            "left_out": lambda found: tuple((OfTheProgram(asset), self._omission(one)) for asset, one in found),
            "words": self._terms,
            "hashtags": lambda found: tuple(replace(one, name=self._hashtag(one.name)) for one in found),
        }
        made: dict[str, Any] = {
            name: unless_unread(value, special.get(name, self._masked)) for name, value in given.items()
        }
        return replace(facts, **kept, **made)

    def account(self, account: str) -> str:
        """What stands in place of an account."""
        return short(self.pseudonyms.of_account(account))

    def text(self, text: str) -> str:
        """A text that somebody wrote, masked."""
        return short(self.masking.text(text))

    def _settings(self) -> StudySettings:
        coding = self.settings.coding
        coders = tuple(short(self.pseudonyms.of_coder(one)) for one in coding.coders)
        left = tuple(short(self.pseudonyms.of_coder(one)) for one in coding.left)
        return self.settings.model_copy(
            update={
                "title": self.text(self.settings.title),
                "coding": coding.model_copy(update={"coders": coders, "left": left}),
            }
        )

    def _omission(self, one: Omission) -> Omission:
        return replace(one, what=self.text(one.what), reason=self.text(one.reason), remedy=self.text(one.remedy))

    def _masked(self, value: Value) -> Value:
        """A value of the facts; a figure that could not be read stays what tells why."""
        made: Callable[[Value], object] | None = self._special.get(type(value))
        if made is not None:
            return cast("Value", made(value))
        if isinstance(value, tuple):
            return cast("Value", tuple(map(self._masked, value)))
        if isinstance(value, str):
            return cast("Value", self.text(value))
        if is_dataclass(value) and not isinstance(value, type):
            return cast("Value", self._fields(value))
        return value

    def _fields(self, value: object, **made: object) -> object:
        """A dataclass with every field masked but those that are given."""
        of_the_program = _OF_THE_PROGRAM.get(type(value), frozenset())
        for one in fields(value):  # type: ignore[arg-type]  # the caller has seen that it is one
            found = getattr(value, one.name)
            if one.name in made:
                continue
            if one.name in of_the_program:
                made[one.name] = OfTheProgram(found) if isinstance(found, str) else found
            else:
                made[one.name] = self._masked(found)
        return replace(value, **made)  # type: ignore[type-var]

    @property
    def _special(self) -> Mapping[type, Callable[..., object]]:
        return {
            ReportFile: self._file,
            Leader: self._leader,
            AccountCount: lambda one: replace(
                one, account=self.account(one.account), handle=None, followers=band(one.followers)
            ),
            Community: self._community,
            Languages: lambda one: Languages(
                unless_unread(one.counts, lambda those: tuple(map(self._language, those)))
            ),
            ListCount: lambda one: self._fields(one, words=self._words(one.words)),
            TextFacts: lambda one: self._fields(
                one,
                more_words=unless_unread(one.more_words, self._terms),
                bigrams=unless_unread(one.bigrams, self._terms),
                key_words=unless_unread(one.key_words, self._key_words),
                hashtag_pairs=unless_unread(one.hashtag_pairs, self._pairs),
            ),
            ThemeCount: self._theme,
            GroupFacts: lambda one: self._fields(one, domains=unless_unread(one.domains, self._domains)),
            GroupShare: self._group_share,
            Introducer: lambda one: replace(one, account=self.account(one.account)),
        }

    def _file(self, one: ReportFile) -> ReportFile:
        """An export file; what it says of itself may quote it, and is left out."""
        name = short(self.pseudonyms.of_file(one.export_file))
        return cast("ReportFile", self._fields(one, export_file=name, refusal=None, unknown_columns=(), notes=()))

    def _leader(self, one: Leader) -> Leader:
        """A leader; a class that the program knows is nobody's name."""
        kind = self.text(one.kind) if one.classed_by == "the study" else OfTheProgram(one.kind)
        account, followers = self.account(one.account), band(one.followers)
        return cast("Leader", self._fields(one, account=account, followers=followers, kind=kind))

    def _community(self, one: Community) -> Community:
        return replace(
            one,
            leaders=tuple(map(self.account, one.leaders)),
            words=self._words(one.words),
            hashtags=tuple(map(self._hashtag, one.hashtags)),
        )

    def _hashtag(self, hashtag: str) -> str:
        bare = hashtag.removeprefix("#")
        return hashtag[: len(hashtag) - len(bare)] + short(self.masking.hashtags(bare))

    def _language(self, one: LanguageCount) -> LanguageCount:
        """A language; what the program has a name for is none of a person."""
        if one.language is None:
            return one
        is_known = one.name != one.language or one.language == MERGED_LANGUAGES
        return replace(one, language=OfTheProgram(one.language) if is_known else self.text(one.language))

    def _theme(self, one: ThemeCount) -> ThemeCount:
        paraphrase = next((theme.paraphrase for theme in self.settings.themes if theme.name == one.theme), "")
        return cast("ThemeCount", self._fields(one, example=self.text(paraphrase) or None))

    def _pairs(self, pairs: tuple[HashtagPair, ...]) -> tuple[HashtagPair, ...]:
        """Pairs of hashtags that name nobody, together neither."""
        return tuple(one for one in pairs if not self._names(f"{one.hashtag} {one.other_hashtag}"))

    def _domains(self, domains: tuple[LinkDomain, ...]) -> tuple[LinkDomain, ...]:
        """Domains that name nobody."""
        kept = (one for one in domains if self.masking.link(one.domain) == one.domain and not self._names(one.domain))
        return tuple(
            replace(
                one,
                grouped_by=self._of_group(one.grouped_by, one.grouped_by),
                group_name=self._of_group(one.grouped_by, one.group_name),
            )
            for one in kept
        )

    def _group_share(self, one: GroupShare) -> GroupShare:
        is_computed = one.variable in _COMPUTED
        return replace(
            one,
            grouped_by=OfTheProgram(one.grouped_by),
            group_name=self._of_group(one.grouped_by, one.group_name),
            variable=OfTheProgram(one.variable) if is_computed else self.text(one.variable),
            category=OfTheProgram(one.category) if is_computed else self.text(one.category),
        )

    def _of_group(self, grouped_by: str, text: str) -> str:
        """The name of a group or of its kind."""
        return OfTheProgram(text) if grouped_by in _GROUPED_BY_THE_PROGRAM else self.text(text)

    def _names(self, word: str) -> bool:
        return self.masking.text(word) != word

    def _stays(self, word: str) -> bool:
        return word not in self.in_names and not self._names(word)

    def _words(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if self._stays(word))

    def _key_words(self, words: tuple[KeyWord, ...]) -> tuple[KeyWord, ...]:
        return tuple(one for one in words if self._stays(one.word))

    def _terms(self, terms: tuple[TermCount, ...]) -> tuple[TermCount, ...]:
        return tuple(one for one in terms if self._stays(one.name))


def band(number: int | None) -> int | None:
    """The lower end of the band of a number of followers, as the copy has it."""
    if number is None or number <= 0:
        return number
    return min(int(10 ** (len(str(number)) - 1)), HIGHEST_BAND)
