"""Settings of the text: words."""

from typing import Annotated, Literal

from pydantic import Field

from mtw_pipeline.settings.base import Settings


class WordSettings(Settings):
    """``[words]``: what is left out when words are counted."""

    stop_words: Literal["en", "none"] = "en"
    extra_stop_words: tuple[str, ...] = ()
    top: Annotated[int, Field(ge=1)] = 50
