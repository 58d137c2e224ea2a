"""What is collected, and from where: the ``[[collect]]`` tables of study.toml.

What belongs here: the keys, and the sentences in which a wrong one is refused. What does not: tokens and passwords,
which never stand in study.toml (collect/keys.py), and what a platform does with a question (collect/).
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import AfterValidator, Field, model_validator

from mtw_pipeline.study.settings.base import Count, Settings
from mtw_pipeline.study.settings.hashtags import Hashtags

Source = Literal["x", "bluesky", "mastodon"]

_DEFAULT_SERVERS: Mapping[str, tuple[str, ...]] = {
    "x": ("https://api.x.com",),
    "bluesky": ("https://bsky.social",),
    "mastodon": (),
}
_OF_ONE_ALONE: Mapping[str, Source] = {
    "archive": "x", "price_per_post": "x", "reposts": "bluesky", "stream": "bluesky",
}  # fmt: skip
_DEFAULT_STREAM = "wss://jetstream2.us-east.bsky.network/subscribe"
_SECRET = re.compile(r"token|password|passwd|secret|credential|bearer|api_?key|^keys?$", re.IGNORECASE)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _server(text: str) -> str:
    address = (text if "://" in text else f"https://{text}").rstrip("/")
    parts = urlsplit(address)
    if not parts.hostname or parts.query or parts.fragment:
        raise ValueError('a server is its name or its address, as in "mastodon.social"')
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("a server is asked through https, so that nobody on the way reads a token")
    return urlunsplit(parts._replace(netloc=parts.netloc.lower()))


def _stream(text: str) -> str:
    parts = urlsplit(text)
    if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f'a stream is its address, as in "{_DEFAULT_STREAM}"')
    if parts.scheme != "wss" and not (parts.scheme == "ws" and parts.hostname in _LOOPBACK):
        raise ValueError("a stream is listened to through wss, so that nobody on the way changes it")
    return text.rstrip("/") if parts.path.strip("/") else f"{text.rstrip('/')}/subscribe"


class CollectSettings(Settings):
    """``[[collect]]``: one platform that posts are collected from.

    Attributes:
        source: the platform.
        hashtags: which are asked for; without any, those of the study.
        servers: whom to ask: of Mastodon any number of servers; of X and Bluesky one, which has a default.
        budget: so many posts are taken for one window at most, by all its collections together.
        archive: of X alone: ``recent`` reaches back seven days, ``full`` to the beginning.
        price_per_post: of X alone: what a post costs you, in your currency; only printed.
        reposts: of Bluesky alone: whether it is asked, post by post, who reposted what was found.
        stream: of Bluesky alone: the Jetstream server that is listened to.
    """

    source: Source
    hashtags: Hashtags = ()
    servers: tuple[Annotated[str, AfterValidator(_server)], ...] = ()
    budget: Count | None = None
    archive: Literal["recent", "full"] = "recent"
    price_per_post: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] | None = None
    reposts: bool = False
    stream: Annotated[str, AfterValidator(_stream)] = _DEFAULT_STREAM

    @model_validator(mode="before")
    @classmethod
    def _holds_no_secret(cls, content: object) -> object:
        if isinstance(content, Mapping):
            secret = next((str(key) for key in content if _SECRET.search(str(key))), None)
            if secret is not None:
                raise ValueError(
                    f"the key {secret} looks like a token or a password, which never stands in study.toml: take it out,"
                    " make it anew on the platform if others can read this file, and see docs/collecting.md for its"
                    " place"
                )
            if "@" in str(content.get("servers", "")):
                raise ValueError(
                    "an address in servers holds an @: name the server alone, as in mastodon.social, without an account"
                    " or a password"
                )
        return content

    @model_validator(mode="after")
    def _fits_its_source(self) -> Self:
        foreign = [one for one, its in _OF_ONE_ALONE.items() if one in self.model_fields_set and self.source != its]
        if foreign:
            raise ValueError(f'{foreign[0]} belongs to source = "{_OF_ONE_ALONE[foreign[0]]}" alone')
        if self.source == "mastodon" and not self.servers:
            raise ValueError('servers is missing: the Mastodon servers to ask, as in servers = ["mastodon.social"]')
        if self.source != "mastodon" and len(self.servers) > 1:
            raise ValueError(f"of {self.source} one server is asked; several are for Mastodon")
        return self

    @property
    def asked_servers(self) -> tuple[str, ...]:
        """The addresses that are asked: those set, else the platform's own."""
        return self.servers or _DEFAULT_SERVERS[self.source]
