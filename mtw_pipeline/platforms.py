r"""What ids, handles and addresses look like on each platform: the one place that knows.

What belongs here: patterns, and from an address as a person pastes it to the id under which a post or an account is
filed. What does not: reading a platform's files (exports/formats/), finding handles in texts (text/patterns.py).

A post is filed under X's number, Bluesky's ``at://`` address with the author's did, and the ``uri`` of a status of
Mastodon, or of any server that speaks with it; an account under its handle in lower case. Handles of X have neither dot
nor @, those of Bluesky have dots, those of Mastodon are ``user@server``: accounts of two platforms are never one.
Patterns are in the syntax that RE2, which DuckDB has, and Python's ``re`` share.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Platform(StrEnum):
    """The platforms of which posts are read, as the column ``platform`` names them."""

    X = "x"
    BLUESKY = "bluesky"
    MASTODON = "mastodon"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _LABELS[self]


_LABELS = {Platform.X.value: "X", Platform.BLUESKY.value: "Bluesky", Platform.MASTODON.value: "Mastodon"}


def platform_label(name: str | None) -> str:
    """A platform's name for people; of one that this version does not know, what the tables call it."""
    return _LABELS.get(name or "", name or "an unknown platform")


BLUESKY_BEGAN = datetime(2023, 1, 1, tzinfo=UTC)
"""There was nobody on Bluesky before: posts that say so were imported from elsewhere."""
X_ID = "(?:[0-9]{1,18}|(?:[0-8][0-9]|9[01])[0-9]{17})"
"""A number that 64 bits hold, of which the times within ids are computed."""
X_HANDLE = "[A-Za-z0-9_]{1,20}"
DID = "did:[a-z]+:[A-Za-z0-9._:%-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
HOST = rf"(?:{_LABEL}\.)+{_LABEL}"
BLUESKY_HANDLE = rf"(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
MASTODON_HANDLE = r"[^\s@/:]+@[^\s@/]+"
_POSTS = "app.bsky.feed.post"
_RECORD_KEY = "[A-Za-z0-9._:~-]+"
BLUESKY_ID = rf"at://[A-Za-z0-9._:%-]+/app\.bsky\.feed\.(?:post|repost)/{_RECORD_KEY}"
MASTODON_ID = r"https?://[^\s/\x22<>\x5c]+/[^\s\x22<>\x5c]+|tag:[^\s,\x22<>\x5c]+,[^\s\x22<>\x5c]+"
"""The address of a status; of the first months of Mastodon a label, which leads to no page."""
POST_ID = f"{X_ID}|{BLUESKY_ID}|{MASTODON_ID}"
"""X numbers its tweets; Bluesky gives addresses; Mastodon too, and labels to posts of its first months."""
USER_ID = rf"{X_ID}|{DID}|{MASTODON_HANDLE}"
"""A number of X, a decentralised identifier of Bluesky, ``user@server`` of Mastodon."""

BLUESKY_PAGE = rf"(?i)^(?:https?://)?(?:www\.)?bsky\.app/profile/({DID}|{BLUESKY_HANDLE})/post/({_RECORD_KEY}).*$"
"""The page of a post on Bluesky. Groups: its author's did or handle, the key of its record."""
MASTODON_PAGE = rf"(?i)^(https?://)({HOST}(?::[0-9]+)?)/@([A-Za-z0-9_.-]+)/([0-9]+).*$"
"""The page of a status on its own server. Groups: scheme, server, user, its number there."""
BLUESKY_PAGE_ID = r"at://\1/app.bsky.feed.post/\2"
MASTODON_PAGE_ID = r"\1\2/users/\3/statuses/\4"
_IN_ADDRESSES = r"[^\s\x22\x27<>\x5c,;|]"
ADDRESS = rf"(?:at|[Hh][Tt][Tt][Pp][Ss]?)://{_IN_ADDRESSES}+|bsky\.app/profile/{_IN_ADDRESSES}+"
"""What may be the address of a post, in a text or in a line of a table."""
KEY_IN_ADDRESS = r"([^?#]*/)([^/?#]+)(.*)"
"""Groups: an address up to what names the post, that, the rest."""
BEHIND_ADDRESSES = ".,;:!?)]}…"
"""Punctuation behind an address that is none of it."""
ACCOUNTS_IN_TEXT = (
    r"did:[a-z]+:[a-z0-9._:%-]*[a-z0-9]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?(?:@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)?"
)
"""What may be a handle or a did, in a text in lower case."""

_X_PAGE = re.compile(r"(?:.*/status(?:es)?/)?\W*t?(\d{1,19})\W*")
_ROUNDED = re.compile(r"(?i)\W*[0-9][.,][0-9]+E\+?[0-9]+\W*")
_BEHIND_X_ID = re.compile(r"(?<=[0-9])(?:/(?:photo|video)/[0-9]+)?/?(?:[?#].*)?$")
_X_PROFILE = re.compile(rf"(?i)(?:https?://)?(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com/@?({X_HANDLE})/?(?:\?.*)?")
_LONG_NUMBER = re.compile("[0-9]{15,19}")
_BESIDE_NAMES = "[^\\w\u203c-\u3299\U0001f000-\U0001faff]*"
"""Signs around a handle that are none of it; pictures are no signs: whoever writes one means another account."""
_X_NAME = re.compile(rf"{_BESIDE_NAMES}({X_HANDLE}){_BESIDE_NAMES}")
_BLUESKY_PROFILE = re.compile(rf"(?i)(?:https?://)?(?:www\.)?bsky\.app/profile/({DID}|{BLUESKY_HANDLE})/?(?:\?.*)?")
_BLUESKY_NAME = re.compile(rf"(?:at://)?({DID})/?|(?:at://|@)?({BLUESKY_HANDLE})/?")
_BLUESKY_POST = re.compile(rf"at://(?:{DID}|{BLUESKY_HANDLE})/[A-Za-z][A-Za-z0-9.-]*/{_RECORD_KEY}")
_MASTODON_PROFILE = re.compile(rf"(?i)https?://({HOST}(?::[0-9]+)?)/(?:@|users/)([A-Za-z0-9_.-]+)/?")
_MASTODON_ELSEWHERE = re.compile(rf"(?i)https?://{HOST}(?::[0-9]+)?/@([A-Za-z0-9_.-]+)@({HOST})(/[0-9]+)?/?")
_MASTODON_NAME = re.compile(rf"(?:acct:|@)?({MASTODON_HANDLE})")
_MASTODON_URI = re.compile(MASTODON_ID)
_X_HOST = re.compile(r"(?i)(?:https?://)?(?:(?:\w+\.)*(?:twitter|x)\.com|(?:\w+\.)*nitter\.[^/]+)/")
_PAGES = ((re.compile(BLUESKY_PAGE), BLUESKY_PAGE_ID), (re.compile(MASTODON_PAGE), MASTODON_PAGE_ID))
_BEHIND_PATH = re.compile("[?#&]")
_BEGINNING = re.compile(r"(?i)(?:at|https?)://|bsky\.app/profile/")
_ENCODED = re.compile(rf"(?i)(?:at|https?)%(?:25)*3A(?:%(?:25)*2F|/){{2}}{_IN_ADDRESSES}+")
_MOST_ENCODINGS = 5
_MOST_WITHIN = 20
"""So many addresses in one are looked at: more stand in none that leads anywhere."""
_ADDRESS, _KEY_IN_ADDRESS = re.compile(ADDRESS), re.compile(KEY_IN_ADDRESS, re.DOTALL)
_DID = re.compile(DID)
_NAME_WITH_SERVER = re.compile(r"[a-z0-9_]+(?:[.@-]+[a-z0-9_]+)+")
_END_OF_NAME = re.compile(r"(?<=[a-z0-9_])(?=[.@-]|$)")
_PROFILE_IN_TEXT = re.compile(r"//([a-z0-9.-]+(?::[0-9]+)?)/(?:@|users/)([a-z0-9_.-]*[a-z0-9_])")


class Asked(NamedTuple):
    """What a person asked for: the id or handle it is filed under; else nothing, and why."""

    found: str | None
    why_not: str = ""


def platform_of_id(post_id: str) -> Platform:
    """The platform of a post, by its id."""
    if post_id.startswith("at://"):
        return Platform.BLUESKY
    return Platform.MASTODON if ":" in post_id else Platform.X


def host_of(address: str) -> str:
    """The server that an address names, with its port, in lower case; empty where it names none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:  # what only looks like an address: http://[
        return ""


def post_page(post_id: str) -> str:
    """Where a post stands on its platform, as long as it does; the address needs no handle.

    Of a repost of Bluesky, which has no page, that of who reposted; empty where nothing leads to a page.
    """
    platform = platform_of_id(post_id)
    if platform is Platform.X:
        return f"https://twitter.com/i/web/status/{post_id}"
    if platform is Platform.BLUESKY:
        author, _, record = post_id.removeprefix("at://").partition("/")
        collection, _, key = record.rpartition("/")
        return f"https://bsky.app/profile/{author}" + (f"/post/{key}" if collection == _POSTS else "")
    return post_id if "://" in post_id else ""


def post_of_address(address: str) -> str:
    """The form of an address under which a post is known, whichever of its pages it leads to.

    A post of Bluesky has two, with its author's did and with the handle, as the address has it.
    """
    for page, post_id in _PAGES:
        if page.match(address):
            return page.sub(post_id, address)
    return address


def forms_of_post(post_id: str, handle: str | None) -> tuple[str, ...]:
    """All that ``post_of_address`` may make of addresses of a post; of Mastodon also its number on its own server.

    Args:
        post_id: its id.
        handle: its author's handle, where it is known.
    """
    key = post_id.rpartition("/")[2]
    if platform_of_id(post_id) is Platform.X:
        return (post_id,)
    if platform_of_id(post_id) is Platform.BLUESKY:
        return (post_id, *([f"at://{handle}/{_POSTS}/{key}"] if handle else ()))
    user, _, server = (handle or "").partition("@")
    by_handle = [f"https://{server}/users/{user}/statuses/{key}"] if server else []
    return (post_id, *by_handle, *([key] if _LONG_NUMBER.fullmatch(key) else ()))


def asked_post(text: str) -> Asked:
    """The post that a person means: an id, or the address of a page as a browser shows it."""
    bare = text.strip()
    if _MASTODON_ELSEWHERE.match(bare):
        return Asked(None, "this page shows the post of another server: open the post there and take that address")
    if bare.startswith("tag:"):
        return Asked(bare)
    if "bsky.app/" in bare or ("://" in bare and _X_HOST.match(bare) is None):
        cut = re.split(r"[?#]", bare, maxsplit=1)[0].rstrip("/")
        plain = post_of_address(cut)
        if plain == cut and not bare.startswith("at://") and not cut.rpartition("/")[2].isdecimal():
            plain = bare  # of a server of other software: what stands behind ? may be all that names the post
        is_one = _BLUESKY_POST.fullmatch(plain) or (_MASTODON_URI.fullmatch(plain) and not _profile(plain))
        if is_one and "bsky.app/" not in plain:
            return Asked(plain)
        return Asked(None)
    if _ROUNDED.fullmatch(bare):
        return Asked(None, "a spreadsheet has rounded the id; take it from the export")
    found = _X_PAGE.fullmatch(_BEHIND_X_ID.sub("", bare))
    return Asked(found[1] if found else None)


def asked_account(text: str) -> Asked:
    """The account that a person means: a handle, a did, a user id, or the address of a profile; in lower case."""
    bare = text.strip()
    if elsewhere := _MASTODON_ELSEWHERE.fullmatch(bare):
        return Asked(f"{elsewhere[1]}@{elsewhere[2]}".lower())
    if found := _profile(bare):
        return Asked(found.lower())
    for pattern in (_BLUESKY_NAME, _MASTODON_NAME, _X_NAME):
        if named := pattern.fullmatch(bare):
            return Asked(next(one for one in named.groups() if one).lower())
    return Asked(None, "no platform has handles of such signs. Give the user id, or the ids of the tweets instead")


def _profile(address: str) -> str | None:
    for pattern in (_X_PROFILE, _BLUESKY_PROFILE):
        if found := pattern.fullmatch(address):
            return found[1]
    found = _MASTODON_PROFILE.fullmatch(address)
    return f"{found[2]}@{found[1]}" if found else None


def posts_in(text: str) -> Iterator[str]:
    """The posts to which addresses in a text may lead, in the form of ``post_of_address``."""
    if _may_hold_addresses(text):
        yield from (post_of_address(one.bare) for found in _ADDRESS.finditer(text) for one in _within(found[0]))
        yield from (post_of_address(one.bare) for found in _ENCODED.finditer(text) for one in _encoded(found[0]))


def without_posts(text: str, is_gone: Callable[[str], bool]) -> str:
    """A text with zeros for what names a post in addresses that lead to it: as many, so that nothing changes its place.

    Addresses may stand in others, as archives and services that translate or shorten have them, also percent-encoded.

    Args:
        text: the text.
        is_gone: whether a post, in the form of ``post_of_address``, is one of them.
    """
    if not _may_hold_addresses(text):
        return text
    decoded = _ADDRESS.sub(lambda found: _zeroed(found[0], _within(found[0]), is_gone), text)
    return _ENCODED.sub(lambda found: _zeroed(found[0], _encoded(found[0]), is_gone), decoded)


class _Address(NamedTuple):
    """An address within another: without what is behind it, where it begins, and where its key stands in the other."""

    bare: str
    start: int
    key_start: int
    key_end: int


def _may_hold_addresses(text: str) -> bool:
    return "://" in text or "bsky.app/" in text or _ENCODED.search(text) is not None


def _within(address: str) -> Iterator[_Address]:
    """An address, and those inside of it, each up to what may stand behind its path, then whole."""
    for found in islice(_BEGINNING.finditer(address), _MOST_WITHIN):
        start = found.start()
        whole = address[start:].rstrip(BEHIND_ADDRESSES)
        for bare in dict.fromkeys((_BEHIND_PATH.split(whole, 1)[0], whole.partition("&")[0], whole)):
            parts = _KEY_IN_ADDRESS.fullmatch(bare)
            if parts:
                yield _Address(bare, start, start + parts.start(2), start + parts.end(2))


def _encoded(address: str) -> Iterator[_Address]:
    """The addresses inside of one that is percent-encoded; a key has no sign that would be encoded."""
    decoded = _decoded(address)
    for one in _within(decoded):
        key = decoded[one.key_start : one.key_end]
        start = -len(key)
        for _ in range(decoded.count(key, 0, one.key_start) + 1):  # an address may stand there twice
            start = address.find(key, start + len(key))
            if start < 0:
                break
        else:
            yield _Address(one.bare, one.start, start, start + len(key))


def _decoded(address: str) -> str:
    """An address that is percent-encoded, once or within others that are."""
    for _ in range(_MOST_ENCODINGS):
        before, address = address, unquote(address)
        if address == before:
            break
    return address


def _zeroed(address: str, inner: Iterable[_Address], is_gone: Callable[[str], bool]) -> str:
    done: set[int] = set()
    for one in inner:
        if one.start not in done and is_gone(post_of_address(one.bare)):
            done.add(one.start)
            address = f"{address[: one.key_start]}{'0' * (one.key_end - one.key_start)}{address[one.key_end :]}"
    return address


def accounts_in(text: str) -> Iterator[str]:
    """What may be handles with dots or servers, and dids, in a text, in lower case; also in addresses of profiles.

    Of a run of names with dots between them each beginning, for who writes ``@name.bsky.social.Then`` means one of
    them; and likewise behind an @.
    """
    plain = text.lower()
    yield from (found[0].rstrip(BEHIND_ADDRESSES) for found in _DID.finditer(plain))
    for found in _NAME_WITH_SERVER.finditer(plain):
        for name in {found[0], found[0].partition("@")[2]}:
            yield from (name[: end.start()] for end in _END_OF_NAME.finditer(name))
    yield from (f"{found[2]}@{found[1]}" for found in _PROFILE_IN_TEXT.finditer(plain))
