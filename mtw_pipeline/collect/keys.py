"""Tokens and passwords of platforms: where they come from, and keeping them out of what is written.

What belongs here: reading them. What does not: what each is for (the collectors). A key has one name: in the
environment ``MTW_X_BEARER_TOKEN``, in the file of keys ``x_bearer_token = "..."``. The environment wins.

The file is ``keys.toml`` in the study's folder, or the one that MTW_KEYS names; it must be readable by its owner alone.
"""

import json
import os
import re
import stat
import tomllib
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote

from pydantic import SecretStr

from mtw_pipeline.errors import UserError, of_system
from mtw_pipeline.shells import quoted
from mtw_pipeline.study.folder import Study

KEYS_FILE = "keys.toml"
KEYS_VARIABLE = "MTW_KEYS"
_PREFIX = "MTW_"
_HIDDEN = "[key]"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NO_SECRETS = frozenset({"bluesky_handle"})
"""Names that stand in pages by right: whoever collects may post too."""
_SHORTEST = 6
"""Shorter texts are words that stand anywhere, and no keys."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/%=-]+")
"""What a bearer token may hold (RFC 6750), and %, which X's hold: nothing else can be sent in a header."""


class Keys:
    """The keys that a study's collections may use.

    Args:
        file: the file of keys; it need not be there.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._given: set[str] = set()
        self._secrets: set[bytes] = set()

    @classmethod
    def of(cls, study: Study) -> "Keys":
        """Those of a study."""
        named = os.environ.get(KEYS_VARIABLE)
        return cls(Path(named).expanduser() if named else study.root / KEYS_FILE)

    def find(self, name: str) -> SecretStr | None:
        """A key by its name in lower case; None where there is none.

        Raises:
            UserError: the file of keys may be read by others, or cannot be read; or the value can be no such key.
        """
        value = os.environ.get(variable(name), "").strip() or self._in_file().get(name, "").strip()
        if not value:
            return None
        if not _may_be(name, value):
            raise UserError(
                f"The key {name} holds a blank or a character that no such key has",
                where=f"{variable(name)} or {self.file}",
                remedy="Copy it anew from the platform, without quotation marks, the word Bearer or line breaks",
            )
        self.hide(value, is_secret=name not in _NO_SECRETS)
        return SecretStr(value)

    def need(self, name: str, what: str) -> SecretStr:
        """A key that must be there.

        Args:
            name: in lower case.
            what: what it is and where it comes from, for people.

        Raises:
            UserError: it is not there.
        """
        found = self.find(name)
        if found is None:
            raise UserError(
                f"{what} is missing{self._named_alike(name)}",
                remedy=f"Put it into the environment as {variable(name)}, or into {self.file} as {name} ="
                f' "..." with chmod 600 {quoted(self.file)}; never into study.toml (docs/collecting.md)',
            )
        return found

    def _named_alike(self, name: str) -> str:
        """What the file has in place of a key of that name, as a clause: a name that is nearly the same."""
        by_name = {one.lower().removeprefix(_PREFIX.lower()): one for one in self._in_file()}
        near = next(iter(get_close_matches(name, by_name, 1)), None)
        return "" if near is None else f": {self.file} has {by_name[near]}, and no {name}"

    def hide(self, value: str, *, is_secret: bool = True) -> None:
        """Keep one more text out of what is said: a token that a platform gave for a key.

        Args:
            value: the text.
            is_secret: whether it opens something, so that it is kept out of pages too.
        """
        self._given.add(value)
        if is_secret and len(value) >= _SHORTEST:
            self._secrets.update(_forms_of(value))

    def scrubbed(self, text: str) -> str:
        """A text without any key that was given out: for what a library or a platform said."""
        for value in sorted(self._given, key=len, reverse=True):
            if len(value) >= _SHORTEST:
                text = text.replace(value, _HIDDEN)
        return text

    def scrubbed_page(self, line: bytes) -> bytes:
        """A line of JSON without any secret that was given out: a server may send back what it was asked with."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            line = line.replace(secret, _HIDDEN.encode())
        if b"\\u" not in line:
            return line
        told = json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8", "surrogatepass")
        if not any(secret in told for secret in self._secrets):
            return line
        for secret in sorted(self._secrets, key=len, reverse=True):
            told = told.replace(secret, _HIDDEN.encode())
        return told.decode("utf-8", "replace").encode() + b"\n"

    def _in_file(self) -> dict[str, str]:
        try:
            with self.file.open("rb") as stream:
                mode = os.fstat(stream.fileno()).st_mode
                if os.name == "posix" and mode & _OTHERS:
                    raise UserError(
                        "The file of keys can be read by other users of this machine",
                        where=str(self.file),
                        remedy=f"Take their right away: chmod 600 {quoted(self.file)}",
                    )
                content = tomllib.loads(stream.read().decode("utf-8-sig"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise of_system(error) from error
        except ValueError:  # its message may quote a key
            raise UserError(
                "The file of keys cannot be read: it is no TOML in UTF-8",
                where=str(self.file),
                remedy='A line of it is as in: x_bearer_token = "..."',
            ) from None
        no_text = next((name for name, value in content.items() if not isinstance(value, str)), None)
        if no_text is not None:
            raise UserError(
                f"{no_text} in the file of keys is no text in quotation marks",
                where=str(self.file),
                remedy='Write it as in: x_bearer_token = "...", without sections in brackets',
            )
        return content


def _may_be(name: str, value: str) -> bool:
    """Whether a value can be the key of that name: names and passwords of Bluesky are their owner's own words."""
    if name.startswith("bluesky_"):
        return all(character.isprintable() and not character.isspace() for character in value)
    return _TOKEN.fullmatch(value) is not None


def _forms_of(value: str) -> set[bytes]:
    """A secret as it may stand in JSON and in addresses."""
    quoted = {quote(value), quote(value, safe=""), quote_plus(value), unquote(value)}
    plain = {value, *quoted, *(re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), one) for one in quoted)}
    escaped = {json.dumps(one)[1:-1] for one in plain}
    return {one.encode() for one in {*plain, *escaped, *(one.replace("/", "\\/") for one in escaped)}}


def variable(name: str) -> str:
    """The environment variable of a key."""
    return _PREFIX + name.upper()


def name_of_server(prefix: str, host: str) -> str:
    """The name of a key that belongs to one server: ``mastodon_token_mastodon_social``."""
    return f"{prefix}_{re.sub('[^a-z0-9]+', '_', host.lower()).strip('_')}"
