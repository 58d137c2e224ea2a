"""How an account is written wherever one is shown: one way, which a face without names can replace.

What belongs here: an account's name. What does not: pseudonyms (published/), and making a text safe to show
(webpages.py).
"""

from collections.abc import Callable

NameOf = Callable[[str], str]
"""The name to show of an account as filed."""


def account_name(account: str, handle: str | None = None) -> str:
    """``@handle`` as written if known, else ``@`` and the handle as filed; of an account without a handle its user id.

    Args:
        account: as filed: its handle in lower case, or ``id:`` and its user id.
        handle: as written.
    """
    if handle is None and account.startswith("id:"):
        return account
    return f"@{handle or account}"
