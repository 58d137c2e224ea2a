"""What the libraries of X and Mastodon send requests with: requests' own, its answers within bounds (answers.py).

What belongs here: sending the library's token and no other, and reading an answer before the library does. What does
not: what it means. requests is loaded with this module, which nothing imports before something is collected.
"""

import io
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from mtw_pipeline.collect.answers import BLOCK, Cutting, bounded
from mtw_pipeline.collect.proxies import unusable_proxy


class TokenSession(requests.Session):
    """Sends the token that the library gives, and what the environment says of proxies and certificates.

    Of itself requests puts a password from the user's .netrc in the token's place, ``default`` there being for every
    host, and gives one to whomever a redirect names.
    """

    def __init__(self) -> None:
        super().__init__()
        self.auth = _as_it_is

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Let no token follow to another host."""
        if self.should_strip_auth(str(response.request.url), str(prepared_request.url)):
            prepared_request.headers.pop("Authorization", None)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class BoundedAdapter(HTTPAdapter):
    """Reads each answer whole, within bounds, before anybody parses it."""

    def __init__(self) -> None:
        super().__init__()
        self.cutting = Cutting()

    def send(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> requests.Response:  # noqa: ANN401 - as requests has it
        """The answer to a request.

        Raises:
            TransientError: it is too large, or takes too long.
            UserError: the proxy that is named for it can be none.
            requests.RequestException: there was none, or it broke off.
        """
        try:
            response = super().send(request, *given, **named)
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
            if named.get("proxies"):
                raise unusable_proxy("PySocks") from None
            raise
        try:
            content = bounded(response.raw.stream(BLOCK, decode_content=True))
        except HTTPError as error:
            raise requests.ConnectionError(error, request=request) from None
        finally:
            response.raw.close()
        response.raw = io.BytesIO(self.cutting.cut(content) if response.ok else content)
        return response
