"""Pseudonyms of people and tweets, keyed: without the study's key nobody can compute or reverse them.

What belongs here: the key, and from a handle, a user id, a file or a coder to its pseudonym. What does not: finding
them in texts (masking/), and many at once, those of tweets among them (sql/published/pseudonyms.sql).
"""

import hmac
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.published.people import UserIds, UserIdsOfWindow
from mtw_pipeline.study.whole_files import written_whole

_KEY_BYTES = 32
_KEY = re.compile(rb"[0-9a-f]{64}")
_BLOCK_BYTES = 64
_MOST_REMEMBERED = 100_000
_ENDING = re.compile(r"\.(?:csv|tsv|tab|txt|json|jsonl|ndjson|js|xlsx|xls|ods|zip)?(?:\.gz)?$")
_HEX_DIGITS = 15  # 60 bits: among a million people two share a pseudonym with a chance of 4e-7


class Pseudonyms:
    """HMAC-SHA256 under one key (RFC 2104), cut to 60 bits.

    A person is the user id where the study knows it, else the handle in lower case, so that one who changed the
    handle keeps the pseudonym.

    Args:
        key: the study's key.
        user_ids: from a handle in lower case to the user id behind it, where known.
    """

    def __init__(self, key: bytes, user_ids: Mapping[str, str] | UserIds | UserIdsOfWindow) -> None:
        self._key = key
        self._user_ids = user_ids
        self._made: dict[tuple[str, str], str] = {}

    def of_handle(self, handle: str) -> str:
        """The pseudonym of the person behind a handle, with or without @, in any case."""
        name = handle.strip().lstrip("@＠").lower()
        known = self._user_ids.get(name)
        return self.of_user_id(known) if known else self._pseudonym("user", f"handle:{name}")

    def of_user_id(self, user_id: str) -> str:
        """The pseudonym of the person with that user id."""
        return self._pseudonym("user", f"id:{user_id}")

    def of_account(self, account: str) -> str:
        """The pseudonym of an account: a handle in lower case or ``id:<user id>``."""
        return self.of_user_id(account[3:]) if account.startswith("id:") else self.of_handle(account)

    def of_file(self, name: str) -> str:
        """The pseudonym of a file, with the ending that says what it is."""
        ending = _ENDING.search(name.lower())
        return self._pseudonym("file", f"file:{name}") + (ending[0] if ending else "")

    def of_coder(self, coder: str) -> str:
        """The pseudonym of a coder; a single letter is none's name and stays."""
        return coder if len(coder) == 1 else self._pseudonym("coder", f"coder:{coder}")

    @property
    def pads(self) -> tuple[bytes, bytes]:
        """The key xored with the inner and the outer pad of RFC 2104, for sql/published/pseudonyms.sql."""
        block = self._key.ljust(_BLOCK_BYTES, b"\0")
        return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)

    def _pseudonym(self, kind: str, message: str) -> str:
        found = self._made.get((kind, message))
        if found is None:
            if len(self._made) >= _MOST_REMEMBERED:
                self._made.clear()
            found = f"{kind}_{hmac.digest(self._key, message.encode(), 'sha256').hex()[:_HEX_DIGITS]}"
            self._made[kind, message] = found
        return found


def study_key(path: Path) -> bytes:
    """The key in a file, which is made on first need, readable for its owner only.

    One process at a time: the caller holds the study's lock.

    Raises:
        UserError: the file holds no key of 32 bytes: pseudonyms under less could be reversed.
    """
    if not path.exists():
        with written_whole(path) as unfinished:
            unfinished.touch(0o600)
            unfinished.write_text(secrets.token_hex(_KEY_BYTES) + "\n", encoding="ascii")
    content = path.read_bytes().strip()
    if _KEY.fullmatch(content) is None:
        raise UserError(
            f"The key of the pseudonyms is damaged: it is not of {_KEY_BYTES} bytes", where=str(path),
            remedy="Restore the file from a backup. Or delete it: the next run makes a new key, under which everybody"
            " has another pseudonym than in copies until now",
        )  # fmt: skip
    return bytes.fromhex(content.decode("ascii"))
