"""Proxies that the environment names: what is said where a library can use none of them.

What belongs here: these words. What does not: choosing a proxy (the libraries), and whether one answers (requester.py).
"""

import os

from mtw_pipeline.errors import UserError

_NAMES = ("https_proxy", "http_proxy", "all_proxy", "wss_proxy", "ws_proxy", "socks_proxy")


def unusable_proxy(speaks_socks: str) -> UserError:
    """What is said of it: by the names of variables alone, for an address of a proxy may hold a password.

    Args:
        speaks_socks: the package with which the library speaks SOCKS, as pip calls it.
    """
    named = [one for name in _NAMES for one in (name.upper(), name) if os.environ.get(one)]
    return UserError(
        "The proxy that is named for this machine cannot be used",
        where=f"{', '.join(named)} in the environment" if named else "in the system's settings",
        remedy="Name one as http://name:port, or take it out of the environment. One of SOCKS (socks5://...) needs the"
        f" package {speaks_socks} beside mtw-pipeline",
    )
