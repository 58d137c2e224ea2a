"""Certificates of servers that the environment names, as universities and conda do: whether they can be read.

What belongs here: seeing that before anything is asked. What does not: checking a server's own (the libraries).
"""

import os
import ssl
from pathlib import Path

from mtw_pipeline.errors import UserError

OF_REQUESTS = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
OF_OPENSSL = ("SSL_CERT_FILE",)
"""By library, the variables of which the first that is set counts; httpx and websockets ask as OpenSSL does."""


def refuse_unreadable_certificates(variables: tuple[str, ...]) -> None:
    """See that a library can read the certificates that it is told to trust: else it fails before it asks anybody.

    Args:
        variables: those of the library.

    Raises:
        UserError: it cannot.
    """
    name = next((one for one in variables if os.environ.get(one)), None)
    if name is None or (variables == OF_REQUESTS and Path(os.environ[name]).is_dir()):
        return
    try:
        ssl.create_default_context(cafile=os.environ[name])
    except OSError as error:
        raise UserError(
            "The certificates that servers are checked with cannot be read",
            where=f"{name} in the environment is {os.environ[name]}",
            remedy="Let it name a file of certificates that is there, or take it out of the environment",
        ) from error
