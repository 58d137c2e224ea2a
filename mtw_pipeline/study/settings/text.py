"""Settings of the text: what is counted as a word, named word lists, scorers, style."""

from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from mtw_pipeline.study.settings.base import Count, Settings, Title, of_form


def _inside_study(text: str) -> str:
    path = PurePosixPath(text)
    if not text or path.is_absolute() or ".." in path.parts or "\\" in text:
        raise ValueError("a file of the study is named by its path inside the study's folder, with forward slashes")
    return text


StudyFile = Annotated[str, AfterValidator(_inside_study)]


def is_every_word(term: str) -> bool:
    """Whether a term of a list is nothing but ``*``, so that all words would begin so."""
    return bool(term.strip()) and not term.strip().strip("*")


def _no_every_word(term: str) -> str:
    if is_every_word(term):
        raise ValueError("a * alone stands for every word; name the words that are left out")
    return term


class WordSettings(Settings):
    """``[words]``: what is left out when words are counted.

    The last three hold for every measure of the text; stop words are left out of word and bigram counts alone.
    """

    stop_words: tuple[
        Annotated[str, of_form("[a-z]{2}", "a language by its two small letters belongs here, as in en")], ...
    ] = ("en",)
    extra_stop_words: tuple[Annotated[str, AfterValidator(_no_every_word)], ...] = ()
    top: Count = 50
    keep_handles: bool = False
    keep_hashtags: bool = True
    drop_retweets: bool = False
    drop_study_hashtags: bool = False


class WordList(Settings):
    """``[[word_lists]]``: a named list whose uses are counted; a word that ends in ``*`` stands for all that begin so.

    Lists of the kind ``positive`` and ``negative`` together make the scorer ``word_list``.
    """

    name: Title
    kind: Literal["group", "positive", "negative"] = "group"
    words: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    file: StudyFile | None = None

    @model_validator(mode="after")
    def _holds_words(self) -> Self:
        if bool(self.words) == bool(self.file):
            raise ValueError("a word list has either words or the file that holds them, a word a line")
        if any(map(is_every_word, self.words)):
            raise ValueError("a * alone stands for every word; write the beginning of a word before it")
        return self


MARKETING_LISTS: tuple[WordList, ...] = (
    WordList(
        name="call to action",
        words=("click", "build", "connect", "check", "make", "read", "find", "join", "learn", "share", "dm"),
    ),
    WordList(name="informal learning", words=("#marketingtips", "tips", "experience", "reading")),
    WordList(name="community building", words=("community", "building", "friends", "follow", "followers", "team")),
)
"""The word groups of the #MarketingTwitter study, for studies that ask for them."""


class TransformerSettings(Settings):
    """``[sentiment.transformer]``: a text classification model, by its hub name or a folder of this machine."""

    model: Annotated[str, Field(min_length=1)] = "cardiffnlp/twitter-roberta-base-sentiment-latest"
    revision: str = "main"
    device: Annotated[
        str, of_form(r"auto|cpu|mps|(cuda|xpu)(:\d{1,2})?", "auto, cpu, mps, cuda, cuda:0, ... or xpu belongs here")
    ] = "auto"
    batch_size: Annotated[Count, Field(le=10_000)] = 32
    threads: Annotated[Count, Field(le=10_000)] | None = None


class SentimentSettings(Settings):
    """``[sentiment]``: which scorers run."""

    scorers: Annotated[tuple[Literal["vader", "word_list", "transformer"], ...], Field(min_length=1)] = (
        "vader",
        "word_list",
    )
    transformer: TransformerSettings = TransformerSettings()


class StyleSettings(Settings):
    """``[style]``: the dictionary whose categories are counted, and norms to hold its measures against."""

    dictionary: StudyFile | None = None
    norms: StudyFile | None = None
