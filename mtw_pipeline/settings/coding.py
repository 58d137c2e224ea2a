"""Settings of coding: the sample."""

from typing import Annotated

from pydantic import Field

from mtw_pipeline.settings.base import Settings


class SampleSettings(Settings):
    """``[sample]``: how many tweets are drawn for coding, and with which seed."""

    size: Annotated[int, Field(ge=1)] = 1500
    seed: Annotated[int, Field(ge=0)] = 1
    include_retweets: bool = True
