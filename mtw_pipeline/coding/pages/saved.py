"""What a coding page or a curation page saved as a file: read strictly, before anything is taken from it.

What belongs here: the shape of the file. What does not: whether its tweets, codes and coders are the study's
(sheets/importing.py), how it is written (templates/state.js).
"""

from datetime import UTC
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from mtw_pipeline.errors import UserError

FORMAT = "codes of a page of mtw"
VERSION = 1
_AGAIN = "Save it on the page again, and import the file as it is"
_TIME = TypeAdapter(AwareDatetime)


def _utc(text: str) -> str:
    return _TIME.validate_python(text).astimezone(UTC).isoformat() if text else ""


Time = Annotated[str, AfterValidator(_utc)]
"""ISO 8601 with its zone; in UTC once it is read, and empty where nothing was given yet."""


Fingerprint = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
"""Of a variable's definition (codebook.py)."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SavedCodes(_Part):
    """The codes of one variable of one tweet: none where a code was taken away; when that was, and by which codebook.

    Pages of before said the codebook of the whole page alone.
    """

    codes: Annotated[list[str], Field(max_length=100)]
    at: Time
    codebook: Fingerprint | None = None


class SavedNote(_Part):
    """A note, or of a decision its reason; and when it was written."""

    text: str
    at: Time


class SavedMark(_Part):
    """Whether somebody is unsure, and since when."""

    is_: Annotated[bool, Field(alias="is")]
    at: Time


class SavedTweet(_Part):
    """What was given to one tweet; ``tweet`` is its key, as sheets have it."""

    tweet: str
    codes: dict[str, SavedCodes]
    note: SavedNote
    unsure: SavedMark


class SavedStudy(_Part):
    """The study as the page knew it: its title, and the proof of the frame from which the sample was drawn."""

    title: str
    frame_md5: str


class SavedPage(_Part):
    """A file as a page saved it.

    ``codebook`` has of every variable the page's fingerprint, ``memos`` what was written of it, and ``coder`` is who
    coded or decided.
    """

    format: Literal["codes of a page of mtw"]
    version: Literal[1]
    kind: Literal["codes", "decisions"]
    study: SavedStudy
    window: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    coder: Annotated[str, Field(min_length=1, max_length=120)]
    codebook: dict[str, Fingerprint]
    saved_at: Time
    memos: dict[str, SavedNote]
    tweets: list[SavedTweet]


def is_saved_page(content: object) -> bool:
    """Whether some JSON says that a page saved it."""
    return isinstance(content, dict) and content.get("format") == FORMAT


def saved_page(content: object, path: Path) -> SavedPage:
    """A file that a page saved.

    Args:
        content: its JSON.
        path: where it lies.

    Raises:
        UserError: it was changed, was saved by a later version, or names a tweet or variable in a way that no page
            does; the entry is named.
    """
    try:
        page = SavedPage.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(
            f"{path.name} cannot be read as what a page saved: {first['msg'].lower()}",
            where=_place(path, first["loc"]),
            remedy=_AGAIN,
        ) from error
    strange = sorted(page.memos.keys() - page.codebook.keys())
    if strange:
        raise UserError(
            f"{path.name} has a memo on {strange[0]}, which its codebook has not", where=str(path), remedy=_AGAIN
        )
    for number, one in enumerate(page.tweets, start=1):
        strange = sorted(one.codes.keys() - page.codebook.keys())
        if strange:
            raise UserError(
                f"{path.name} has codes of {strange[0]}, which its codebook has not",
                where=_place(path, ("tweets", number - 1)),
                remedy=_AGAIN,
            )
    return page


def _place(path: Path, steps: tuple[int | str, ...]) -> str:
    entry = next((f", entry {step + 1}" for step in steps if isinstance(step, int)), "")
    names = [str(step) for step in steps if isinstance(step, str) and step != "tweets"]
    return f"{path}{entry}{', ' if names else ''}{'.'.join(names)}"
