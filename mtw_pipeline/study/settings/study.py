"""The whole of study.toml."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from mtw_pipeline.study.settings.base import Settings, Title
from mtw_pipeline.study.settings.bounds import BoundSettings
from mtw_pipeline.study.settings.coding import (
    CODES_OF_COMPUTED,
    COMPUTED,
    CROSSED_ONLY,
    RESOURCES,
    STUDY_CODEBOOK,
    STUDY_THEMES,
    CodingSettings,
    SampleSettings,
    Theme,
    Variable,
    by_people,
    named_twice,
)
from mtw_pipeline.study.settings.collect import CollectSettings
from mtw_pipeline.study.settings.engine import EngineSettings
from mtw_pipeline.study.settings.exports import ColumnMap
from mtw_pipeline.study.settings.hashtags import Hashtags
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.study.settings.publish import PublishSettings
from mtw_pipeline.study.settings.schedule import ScheduleSettings
from mtw_pipeline.study.settings.text import SentimentSettings, StyleSettings, WordList, WordSettings
from mtw_pipeline.study.settings.time_zones import time_zone_name


class StudySettings(Settings):
    """The content of study.toml."""

    title: Title
    hashtags: Annotated[Hashtags, Field(min_length=1)]
    synthetic: bool = False
    export_time_zones: dict[str, Annotated[str, AfterValidator(time_zone_name)]] = Field(default_factory=dict)
    sample: SampleSettings = SampleSettings()
    coding: CodingSettings = CodingSettings()
    codebook: tuple[Variable, ...] = STUDY_CODEBOOK
    themes: tuple[Theme, ...] = STUDY_THEMES
    words: WordSettings = WordSettings()
    word_lists: tuple[WordList, ...] = ()
    sentiment: SentimentSettings = SentimentSettings()
    style: StyleSettings = StyleSettings()
    network: NetworkSettings = NetworkSettings()
    collect: tuple[CollectSettings, ...] = ()
    schedule: ScheduleSettings = ScheduleSettings()
    publish: PublishSettings = PublishSettings()
    column_map: tuple[ColumnMap, ...] = ()
    bounds: BoundSettings = BoundSettings()
    engine: EngineSettings = EngineSettings()

    @model_validator(mode="after")
    def _each_source_once(self) -> Self:
        sources = [one.source for one in self.collect]
        twice = next((one for one in sources if sources.count(one) > 1), None)
        if twice:
            raise ValueError(f"collect: there are several [[collect]] with source {twice!r}; put their keys into one")
        return self

    @model_validator(mode="after")
    def _codebook_holds_together(self) -> Self:
        names = [one.name for one in self.codebook]
        known = {*COMPUTED, *names, *(["theme"] if self.coding.code_themes else [])}
        if len(set(names)) < len(names) or "theme" in names:
            raise ValueError("codebook: each variable needs a name of its own, and 'theme' is that of [[themes]]")
        if (twice := named_twice(self.themes)) is not None:
            raise ValueError(f"themes: the theme {twice!r} stands there twice; case and blanks make none other")
        doubled = {by_people(one) for one in self.coding.validated} & set(names)
        if doubled:
            raise ValueError(f"codebook: {min(doubled)} is what people give to a validated variable; take another name")
        asked = [one.applies_to.variable for one in self.codebook if one.applies_to]
        lowered = [one.variable for one in self.coding.lowered_thresholds]
        crossed = [name for pair in self.coding.crosstabs for name in pair]
        known |= {by_people(one) for one in self.coding.validated}
        for key, names, allowed in (
            ("codebook.applies_to", asked, known),
            ("coding.lowered_thresholds", lowered, known),
            ("coding.crosstabs", crossed, {*known, *CROSSED_ONLY}),
        ):
            unknown = [name for name in names if name not in allowed]
            if unknown:
                there = ", ".join(sorted(allowed))
                raise ValueError(f"{key}: there is no variable {unknown[0]!r}; the variables are {there}")
        for variable in self.codebook:
            self._asks_of_codes_that_there_are(variable)
            self._asks_in_no_circle(variable)
        same = [one for one, other in self.coding.crosstabs if one == other]
        if same:
            raise ValueError(f"crosstabs: {same[0]!r} stands beside itself; a crosstab is of two variables")
        return self

    def _asks_in_no_circle(self, variable: Variable) -> None:
        applies_by = {one.name: one.applies_to.variable for one in self.codebook if one.applies_to}
        way = [variable.name]
        while (behind := applies_by.get(way[-1])) and behind not in way:
            way.append(behind)
        if behind == variable.name:
            circle = " by ".join([*way, behind])
            raise ValueError(
                f"codebook: {circle}: applied so, none of them is ever asked; let one apply by another variable, or to"
                " every tweet"
            )

    def _asks_of_codes_that_there_are(self, variable: Variable) -> None:
        asked = variable.applies_to
        if asked is None:
            return
        if asked.variable == variable.name:
            raise ValueError(f"codebook: {variable.name} is to apply where it has a code itself; name another variable")
        categories = {
            one.name: (*(each.name for each in one.categories), *(("none",) if one.several else ()))
            for one in self.codebook
        }
        by_rule = {**CODES_OF_COMPUTED, "resources": (*RESOURCES, "none")}
        validated = {by_people(one): by_rule[one] for one in self.coding.validated}
        themes = {"theme": tuple(one.name for one in self.themes)}
        known = {**CODES_OF_COMPUTED, **validated, **themes, **categories}[asked.variable]
        unknown = [code for code in asked.codes if code not in known]
        if unknown:
            raise ValueError(
                f"codebook: {variable.name} is to apply where {asked.variable} is {unknown[0]!r}, which it never is;"
                f" its codes are {', '.join(known)}"
            )
