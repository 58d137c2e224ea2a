"""A Bluesky service on loopback: sessions, search, posts by address, who reposted, with invented posts.

What belongs here: what app.bsky.* and com.atproto.server.* answer, as their lexicons say, and the known vices of the
search: it ends early, gives fewer than it was asked for, and finds what only looks like the hashtag.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from mtw_pipeline_tests.platforms.loopback import Answer, Asked, LoopbackServer

HANDLE = "team.example"
APP_PASSWORD = "abcd-efgh-ijkl-mnop"  # noqa: S105 - it opens nothing

Post = Mapping[str, object]


def post(
    number: int, at: datetime, *, text: str = "Tag eins #mtwtest", indexed: datetime | None = None, facets: bool = True
) -> Post:
    """A post view with a number of its own, written and indexed at a time."""
    did = f"did:plc:{number % 97:024d}"
    start = text.encode().find(b"#mtwtest")
    tag = {"$type": "app.bsky.richtext.facet#tag", "tag": "mtwtest"}
    found = [{"index": {"byteStart": start, "byteEnd": start + 8}, "features": [tag]}] if facets and start >= 0 else []
    return {
        "uri": f"at://{did}/app.bsky.feed.post/3k{number:011d}",
        "cid": f"bafyrei{number:052d}",
        "author": {"did": did, "handle": f"person{number % 97}.example", "displayName": "Eine Person"},
        "record": {
            "$type": "app.bsky.feed.post", "text": text, "createdAt": stamp(at), "langs": ["de"], "facets": found,
        },
        "likeCount": number % 5, "repostCount": number % 3, "replyCount": 0, "quoteCount": 0,
        "indexedAt": stamp(indexed or at),
    }  # fmt: skip


def posts(many: int, first: datetime, apart: timedelta) -> list[Post]:
    """Posts at even distances, oldest first."""
    return [post(number, first + number * apart) for number in range(many)]


def stamp(at: datetime) -> str:
    """A time as the protocol writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def token(expires: datetime) -> str:
    """What looks like a JSON web token to whoever reads when it expires."""
    parts = ({"alg": "none"}, {"exp": int(expires.timestamp()), "sub": "did:plc:team"})
    first, second = (base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts)
    return f"{first}.{second}.signature"


class BlueskyServer(LoopbackServer):
    """Bluesky, as one account sees it.

    Args:
        posts: all posts there are; those that are taken out later are gone.
        most: after how many posts a search ends, whatever is left.
        reposters: by address of a post, who reposted it.
        expiries: when the tokens of the first, second, ... session expire; then in two hours.
        withheld: tells posts that the search counts and does not give.
        circle: after how many posts a search begins again with its first; None where it does not.
        places: by address, the time by which the search sorts a post whose own times say something else.
    """

    def __init__(
        self,
        posts: Sequence[Post] = (),
        most: int = 10_000,
        reposters: Mapping[str, Sequence[str]] | None = None,
        expiries: Sequence[datetime] = (),
        withheld: Callable[[Post], bool] = lambda _: False,
        circle: int | None = None,
    ) -> None:
        super().__init__()
        self.posts = list(posts)
        self.most = most
        self.reposters = dict(reposters or {})
        self.sessions: list[str] = []
        self.refreshed = 0
        self.withheld = withheld
        self.circle = circle
        self.places: dict[str, datetime] = {}
        self.refused_tokens: set[str] = set()
        self._expiries = list(expiries)
        self._numbers = count()

    def counts(self, asked: Asked) -> bool:
        return "/com.atproto.server." not in asked.path

    def respond(self, asked: Asked) -> Answer:
        method = asked.path.removeprefix("/xrpc/")
        if method == "com.atproto.server.createSession":
            wanted = {"identifier": HANDLE, "password": APP_PASSWORD}
            given = asked.body if isinstance(asked.body, Mapping) else {}
            if {name: given.get(name) for name in wanted} != wanted:
                return _error(401, "AuthenticationRequired", "Invalid identifier or password")
            return self._session()
        if method == "com.atproto.server.refreshSession":
            self.refreshed += 1
            return self._session()
        bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if bearer in self.refused_tokens:
            return _error(400, "ExpiredToken", "Token has expired")
        if bearer not in self.sessions:
            return _error(403, "Forbidden", "Request forbidden by administrative rules.")
        answers = {
            "app.bsky.feed.searchPosts": self._search,
            "app.bsky.feed.getPosts": self._by_address,
            "app.bsky.feed.getRepostedBy": self._reposted_by,
        }
        if method not in answers:
            return _error(501, "MethodNotImplemented", method)
        return answers[method](asked)

    def _session(self) -> Answer:
        expires = self._expiries.pop(0) if self._expiries else datetime.now(UTC) + timedelta(hours=2)
        access = f"{token(expires)}{next(self._numbers)}"
        self.sessions.append(access)
        refresh = token(datetime.now(UTC) + timedelta(days=60))
        session = {"accessJwt": access, "refreshJwt": refresh, "handle": HANDLE, "did": "did:plc:team", "active": True}
        return Answer(session)

    def _search(self, asked: Asked) -> Answer:
        for name in ("since", "until"):
            given = asked.one(name)
            if given is not None and "T" not in given:
                return _error(400, "BadRequest", f"invalid Datetime for '{name}': Datetime syntax didn't validate")
        found = sorted(self.posts, key=self._place, reverse=True)
        wanted = (asked.one("q") or "").removeprefix("#").lower()
        found = [one for one in found if wanted in json.dumps(one["record"]).lower()]
        since, until = asked.one("since"), asked.one("until")
        found = [one for one in found if (not since or self._place(one) >= _time(since))]
        found = [one for one in found if (not until or self._place(one) < _time(until))]
        start, limit = int(asked.one("cursor") or 0), int(asked.one("limit") or 25)
        if self.circle is not None and len(found) > self.circle:
            page = [found[at % self.circle] for at in range(start, start + limit)]
            return Answer({"posts": page, "hitsTotal": len(found), "cursor": str(start + limit)})
        page = found[start : min(start + limit, self.most)]
        after = start + limit
        more = {"cursor": str(after)} if after < min(len(found), self.most) else {}
        return Answer({"posts": [one for one in page if not self.withheld(one)], "hitsTotal": len(found), **more})

    def _place(self, one: Post) -> datetime:
        return self.places.get(str(one["uri"])) or _sorted_at(one)

    def _by_address(self, asked: Asked) -> Answer:
        uris = asked.query.get("uris", [])
        if len(uris) > 25:
            return _error(400, "InvalidRequest", "Error: Params must have no more than 25 elements: uris")
        known = {one["uri"]: one for one in self.posts}
        return Answer({"posts": [known[uri] for uri in uris if uri in known]})

    def _reposted_by(self, asked: Asked) -> Answer:
        uri = asked.one("uri") or ""
        people = list(self.reposters.get(uri, ()))
        start, limit = int(asked.one("cursor") or 0), int(asked.one("limit") or 50)
        named = [{"did": f"did:plc:{one}", "handle": f"{one}.example"} for one in people[start : start + limit]]
        more = {"cursor": str(start + limit)} if start + limit < len(people) else {}
        return Answer({"uri": uri, "repostedBy": named, **more})


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _sorted_at(one: Post) -> datetime:
    record = one["record"]
    written = record.get("createdAt") if isinstance(record, Mapping) else None
    indexed = _time(str(one["indexedAt"]))
    try:
        return min(_time(str(written)), indexed)
    except (ValueError, TypeError):
        return indexed


def _error(status: int, name: str, message: str) -> Answer:
    return Answer({"error": name, "message": message}, status)
