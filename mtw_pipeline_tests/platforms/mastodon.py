"""A Mastodon server on loopback: timelines of hashtags and single statuses, with invented ones.

What belongs here: what /api/v1 answers, as docs.joinmastodon.org says. What does not: other servers; a test that wants
several starts several.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from mtw_pipeline_tests.platforms.loopback import Answer, Asked, LoopbackServer

Status = Mapping[str, object]


def snowflake(at: datetime, sequence: int = 0) -> int:
    """The id that a server gives to a status of a time."""
    return (int(at.timestamp() * 1000) << 16) + sequence


def status(number: int, at: datetime, *, home: str = "alpha.example", **told: object) -> Status:
    """A status with a number of its own, as a server tells it that got it at once."""
    name = f"person{number % 89}"
    written = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    return {
        "id": str(snowflake(at, number % 1000)),
        "created_at": written,
        "in_reply_to_id": None,
        "language": "de",
        "uri": f"https://{home}/users/{name}/statuses/{number}",
        "url": f"https://{home}/@{name}/{number}",
        "content": f'<p>Tag {number} <a href="https://{home}/tags/mtwtest" class="mention">#mtwtest</a></p>',
        "replies_count": 0, "reblogs_count": number % 3, "favourites_count": number % 5, "edited_at": None,
        "reblog": None,
        "account": {
            "id": str(1000 + number % 89), "username": name, "acct": f"{name}@{home}", "url": f"https://{home}/@{name}",
            "display_name": "Eine Person", "created_at": "2020-01-01T00:00:00.000Z",
        },
        "media_attachments": [], "mentions": [], "tags": [{"name": "mtwtest", "url": f"https://{home}/tags/mtwtest"}],
        **told,
    }  # fmt: skip


def statuses(many: int, first: datetime, apart: timedelta, home: str = "alpha.example") -> list[Status]:
    """Statuses at even distances, oldest first."""
    return [status(number, first + number * apart, home=home) for number in range(many)]


class MastodonServer(LoopbackServer):
    """One server, with what it has seen.

    Args:
        statuses: what it has seen; those that are taken out later are gone.
        token: the token without which it says nothing.
        gone: the status of HTTP for a status that is not there.
    """

    def __init__(self, statuses: Sequence[Status] = (), token: str | None = None, gone: int = 404) -> None:
        super().__init__()
        self.statuses = list(statuses)
        self.token = token
        self.gone = gone
        self.links = True
        self.most = 40

    def counts(self, asked: Asked) -> bool:
        return not asked.path.startswith(("/api/v2/instance", "/api/v1/instance"))

    def respond(self, asked: Asked) -> Answer:
        if not self.counts(asked):
            return Answer({"domain": "alpha.example", "version": "4.5.0", "api_versions": {"mastodon": 7}})
        if self.token is not None and asked.headers.get("authorization") != f"Bearer {self.token}":
            wrong = "The access token is invalid" if "authorization" in asked.headers else None
            return Answer({"error": wrong or "This method requires an authenticated user"}, 401 if wrong else 422)
        if asked.path.startswith("/api/v1/timelines/tag/"):
            return self._timeline(asked)
        if asked.path.startswith("/api/v1/statuses/"):
            wanted = asked.path.rsplit("/", 1)[1]
            found = next((one for one in self.statuses if one["id"] == wanted), None)
            return Answer(found) if found else Answer({"error": "Record not found"}, self.gone)
        return Answer({"error": "Record not found"}, 404)

    def _timeline(self, asked: Asked) -> Answer:
        hashtag = asked.path.removeprefix("/api/v1/timelines/tag/").lower()
        found = sorted(self.statuses, key=lambda one: int(str(one["id"])), reverse=True)
        found = [one for one in found if hashtag in {str(tag["name"]).lower() for tag in one["tags"]}]  # type: ignore[index]
        below, above, after = (asked.one(name) for name in ("max_id", "since_id", "min_id"))
        found = [one for one in found if not below or int(str(one["id"])) < int(below)]
        found = [one for one in found if not above or int(str(one["id"])) > int(above)]
        limit = min(int(asked.one("limit") or 20), self.most)
        if after:
            found = [one for one in found if int(str(one["id"])) > int(after)][-limit:]
        page = found[:limit]
        if not page:
            return Answer([])
        here = f"{self.address}{quote(asked.path)}?limit={limit}"
        links = [f'<{here}&max_id={page[-1]["id"]}>; rel="next"', f'<{here}&min_id={page[0]["id"]}>; rel="prev"']
        left = 300 - len(self.asked)
        reset = datetime.now(UTC) + timedelta(minutes=5)
        return Answer(
            page,
            headers={
                **({"Link": ", ".join(links)} if self.links else {}), "X-RateLimit-Limit": "300",
                "X-RateLimit-Remaining": str(left), "X-RateLimit-Reset": reset.isoformat(),
            },
        )  # fmt: skip
