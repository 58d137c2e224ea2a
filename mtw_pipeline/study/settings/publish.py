"""Settings of the analysts' copy."""

from typing import Annotated

from pydantic import Field

from mtw_pipeline.study.settings.base import Settings, of_form

Domain = Annotated[
    str, of_form(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}", "a domain in small letters belongs here, as in example.org")
]


class PublishSettings(Settings):
    """``[publish]``: whether people can be told from the analysts' copy, and what of words and links stays in it.

    Args:
        identify: True publishes everything under its names.
        words: words and phrases that name nobody, although an account is called so.
        publishers: domains, in lower case and without ``www.``, whose links keep their paths.
        fewest_people: the supplement withholds a count behind which fewer accounts stand; 1 withholds none.
    """

    identify: bool = False
    words: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    publishers: tuple[Domain, ...] = ()
    fewest_people: Annotated[int, Field(ge=1, le=1000)] = 5
