"""Settings of the network: the seed, leaders, and what profiles say of them."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from mtw_pipeline.study.settings.base import Count, Seed, Settings, Title
from mtw_pipeline.study.settings.text import StudyFile


def _with_letter(word: str) -> str:
    if not any(map(str.isalnum, word)):
        raise ValueError("a word has a letter or a digit")
    return word


class LeaderClass(Settings):
    """``[[network.leader_classes]]``: a class of accounts, and words of which one in name or profile makes it so."""

    name: Title
    words: Annotated[tuple[Annotated[str, Field(min_length=2), AfterValidator(_with_letter)], ...], Field(min_length=1)]


STUDY_CLASSES: tuple[LeaderClass, ...] = (
    LeaderClass(
        name="media",
        words=("news", "magazine", "podcast", "journal", "media outlet", "publication", "radio", "press", "daily"),
    ),
    LeaderClass(
        name="company",
        words=("agency", "company", "software", "platform", "ltd", "inc", "gmbh", "we help", "our team", "official",
               "startup", "small company"),
    ),
    LeaderClass(
        name="practitioner",
        words=("marketer", "marketing", "copywriter", "strategist", "consultant", "freelance*", "manager", "specialist",
               "founder", "ceo", "cmo", "seo", "analyst", "student", "writer", "coach", "designer"),
    ),
)  # fmt: skip


class NetworkSettings(Settings):
    """``[network]``: how the network is measured and who its leaders are."""

    seed: Seed = 1
    seconds_per_measure: Annotated[float, Field(gt=0, le=86_400)] = 30.0
    ties_on_one_machine: Count = 20_000_000
    leaders: Annotated[int, Field(ge=1, le=1000)] = 20
    smallest_community: Count = 10
    leader_classes: tuple[LeaderClass, ...] = STUDY_CLASSES
    classes_file: StudyFile | None = None

    @model_validator(mode="after")
    def _names_each_class_once(self) -> "NetworkSettings":
        names = [one.name for one in self.leader_classes]
        if len(set(names)) < len(names):
            raise ValueError("two leader_classes have one name")
        return self
