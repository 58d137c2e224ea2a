"""Who is forgotten: salted hashes alone, so that no import brings anybody back and nobody can be read from it.

What belongs here: the register. What does not: the file that asks to forget (request.py), taking rows out (reading a
window asks sql/forgetting/forgotten_rows.sql).
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.unfinished import UNFINISHED
from mtw_pipeline.study.whole_files import write_whole


@dataclass(frozen=True)
class Register:
    """The salted hashes of a study.

    Args:
        salt: the salt, in hexadecimal digits.
        tweets: hashes of ids of tweets, and of the other forms of address in which they are known
            (mtw_pipeline/platforms.py).
        users: hashes of user ids and of handles in lower case.
        forms: those of ``tweets`` that are another form of address of a tweet whose id is among them.
        names: hashes of names that stood in forgotten rows, and of how these begin: they stay masked in what others
            write (display_names.py), and bring nothing else about.
        is_unfinished: whether the study may still hold what they stand for: nothing else is done with it before.
    """

    salt: str
    tweets: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    is_unfinished: bool = False

    def hashed(self, text: str) -> str:
        """The hash of a tweet id, a user id, a handle or a display name."""
        return hashlib.sha256(f"{self.salt}:{text.lower()}".encode()).hexdigest()

    @property
    def count_of_tweets(self) -> int:
        """How many tweets it holds, each once, however many forms its address has."""
        return len(self.tweets - self.forms)

    def with_tweets(self, ids: Iterable[str], forms: Iterable[str] = ()) -> "Register":
        """The register with more tweets.

        Args:
            ids: their ids.
            forms: further forms of their addresses.
        """
        further = frozenset(map(self.hashed, forms))
        return replace(self, tweets=self.tweets | further | {*map(self.hashed, ids)}, forms=self.forms | further)

    def with_users(self, names: Iterable[str]) -> "Register":
        """The register with more users."""
        return replace(self, users=self.users | {self.hashed(one) for one in names})

    def with_names(self, names: Iterable[str]) -> "Register":
        """The register with more display names, in the forms in which they are looked for."""
        return replace(self, names=self.names | {self.hashed(one) for one in names})

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of the statements that ask it. All that is hashed is in lower case."""
        return {"salt": self.salt, "tweet_hashes": sorted(self.tweets), "user_hashes": sorted(self.users)}


def read_register(path: Path) -> Register:
    """The register; an empty one with a new salt where there is none.

    Raises:
        UserError: it cannot be read.
    """
    if not path.is_file():
        return Register(secrets.token_hex(16))
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Register(
            str(content["salt"]), frozenset(content["tweets"]), frozenset(content["users"]),
            frozenset(content.get("forms", ())), frozenset(content.get("names", ())),
            is_unfinished=bool(content.get(UNFINISHED)),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            "The register of what was forgotten cannot be read", where=str(path), remedy="Restore it from a backup"
        ) from error


def write_register(path: Path, register: Register) -> None:
    """Write the register, whole or not at all."""
    content = {
        "note": "Salted hashes of tweets and users that were deleted; imports leave them out.",
        UNFINISHED: register.is_unfinished, "salt": register.salt,
        "tweets": sorted(register.tweets), "users": sorted(register.users), "forms": sorted(register.forms),
        "names": sorted(register.names),
    }  # fmt: skip
    write_whole(path, json.dumps(content, indent=1))
