"""Invented documents of the X API v2, and the one row that a document has."""

from mtw_pipeline.exports.formats.documents import x_api_v2
from mtw_pipeline.exports.formats.model import ExportRow

Json = dict[str, object]

GARDENER: Json = {
    "id": "9001",
    "username": "Inv_Gardener",
    "name": "An Invented Gardener",
    "description": "digs & waters",
    "location": "Nowhere",
    "created_at": "2012-03-04T05:06:07.000Z",
    "verified": False,
    "public_metrics": {"followers_count": 12, "following_count": 0, "tweet_count": 345, "listed_count": 1},
}
BAKER: Json = {"id": "9002", "username": "inv_baker", "name": "Invented Baker"}
RENAMED: Json = BAKER | {"username": "inv_baker_renamed"}


def ident(number: int) -> str:
    return str(1_345_000_000_000_000_000 + number)


def referring(*references: tuple[str, int]) -> list[Json]:
    return [{"type": kind, "id": ident(number)} for kind, number in references]


def page(*tweets: object, **rest: object) -> Json:
    return {"data": list(tweets), "meta": {"result_count": len(tweets)}, **rest}


def only_row(document: object) -> ExportRow:
    [(row, reason, _)] = list(x_api_v2.rows_of(document))
    assert reason is None
    assert row is not None
    return row


def facts(row: ExportRow, *names: str) -> tuple[str | list[str] | None, ...]:
    return tuple(row[name] for name in names)
