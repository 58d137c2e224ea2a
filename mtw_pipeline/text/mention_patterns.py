r"""Regular expressions that find who is named in the text of a post of Bluesky or Mastodon.

What belongs here: handles with dots and servers, in the syntax of RE2, as in patterns.py. What does not: hashtags and
links, which look alike on all platforms, and mentions that a platform marks itself (facets, tags of HTML), which the
formats read.
"""

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_BEFORE = r"(?:^|[^A-Za-z0-9_!#$%&*@＠./+~-])"
_SERVER = r"[\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*"

BLUESKY_MENTION = rf"{_BEFORE}[@＠]((?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?)"
"""Group 1: a handle of Bluesky, a domain, without its sign."""

_FULL_HANDLE = rf"[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*@{_SERVER}"
MASTODON_MENTION = rf"{_BEFORE}[@＠]({_FULL_HANDLE})"
"""Group 1: ``user@server`` without its sign. A name without its server may be of any."""

MASTODON_REPLY = rf"^\s*[@＠]({_FULL_HANDLE})"
"""Group 1: whom a post of Mastodon answers, where only its text says so."""
