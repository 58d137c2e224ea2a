"""Settings of the analysts' copy."""

from mtw_pipeline.study.settings.base import Settings


class PublishSettings(Settings):
    """``[publish]``: whether people can be told from the analysts' copy."""

    identify: bool = False
