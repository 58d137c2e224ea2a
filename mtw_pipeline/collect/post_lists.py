"""Lists of posts that may be longer than memory: those that are asked for again, and those that a listener knows.

What belongs here: these lists, in a file of SQLite that nobody sees and that goes with the process. What does not:
where posts come from (collected.py), what is done with them (refreshing.py, bluesky/listening.py).
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from mtw_pipeline.collect.collected import CollectedPost
from mtw_pipeline.collect.collector import unnamed

_UNSEEN = ""
"""SQLite keeps a database of this name in a file of its own, which it deletes in the end."""
_HALF_A_SIGN = re.compile("[\ud800-\udfff]")
"""What a server can give in place of an address, and nobody can write down."""


class AskedPosts:
    """Posts to be asked for again, in the order of what stands for them in a place (``collector.unnamed``).

    Args:
        posts: in any order; one may come often.
    """

    def __init__(self, posts: Iterable[CollectedPost]) -> None:
        self._database = _opened()
        self._database.execute(
            "create table posts (key text, server text, address text, id text, primary key (key, server)) without rowid"
        )
        self._database.executemany(
            "insert or replace into posts values (?, ?, ?, ?)",
            (
                (unnamed(one.address), one.server, one.address, one.id)
                for one in posts
                if _is_text(one.address + one.id)
            ),
        )

    def servers(self) -> list[str]:
        """Those that gave one of them, in order."""
        return [server for (server,) in self._database.execute("select distinct server from posts order by server")]

    def count(self) -> int:
        """How many there are, each once."""
        [(count,)] = self._database.execute("select count(distinct key) from posts").fetchall()
        return int(count)

    def after(self, key: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The address of each behind one, and by server its id there."""
        found = self._database.execute(
            "select address, server, id from posts where key > ? order by key, server", (key,)
        )
        address, ids = "", dict[str, str]()
        for of, server, id_ in found:
            if of != address and ids:
                yield address, ids
                ids = {}
            address = of
            ids[server] = id_
        if ids:
            yield address, ids


class KnownPosts:
    """What a listener knows of posts: in which windows they are, and their latest revision.

    Revisions of a repository are times of one length, whose letters sort as they do: a stream that tells an hour once
    more, as servers do that go on at the beginning of a file, brings earlier ones again.
    """

    def __init__(self) -> None:
        self._database = _opened()
        self._database.execute(
            "create table posts (address text, window text, revision text, primary key (address, window)) without rowid"
        )

    def add(self, address: str, window: str, revision: str) -> None:
        """Know a post, of a window or, with an empty key, of none yet; without a revision the known one stays."""
        if _is_text(address + revision):
            self._database.execute(
                "insert into posts values (?, ?, ?) on conflict (address, window) do update"
                " set revision = excluded.revision where excluded.revision <> ''"
                " and not (length(revision) = length(excluded.revision) and revision > excluded.revision)",
                (address, window, revision),
            )

    def __contains__(self, address: str) -> bool:
        return bool(self.windows_of(address))

    def windows_of(self, address: str) -> list[str]:
        """The keys of the windows that a post is in; an empty one of those that wait for a window."""
        if not _is_text(address):
            return []
        found = self._database.execute("select window from posts where address = ? order by window", (address,))
        return [window for (window,) in found]

    def has_revision(self, address: str, revision: str) -> bool:
        """Whether this revision of a post is known, or a later one."""
        if not _is_text(address + revision):
            return False
        found = self._database.execute(
            "select 1 from posts where address = ?"
            " and (revision = ? or (length(revision) = length(?) and revision > ?)) limit 1",
            (address, revision, revision, revision),
        )
        return found.fetchone() is not None

    def of_account(self, did: str) -> list[str]:
        """The addresses of what is known of an account."""
        if not _is_text(did):
            return []
        found = self._database.execute(
            "select distinct address from posts where address >= ? and address < ? order by address",
            (f"at://{did}/", f"at://{did}0"),
        )
        return [address for (address,) in found]


def _opened() -> sqlite3.Connection:
    database = sqlite3.connect(_UNSEEN, isolation_level=None)
    database.execute("pragma journal_mode = off")
    return database


def _is_text(text: str) -> bool:
    return _HALF_A_SIGN.search(text) is None
