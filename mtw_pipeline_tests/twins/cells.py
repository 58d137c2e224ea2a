"""Cells in other dress: what people and programs make of an id, a handle, a hashtag or a time; its meaning stays.

What belongs here: one cell. What does not: which cells of a file (tables.py, documents.py).
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone

MARKS = ("\u200b", "\u2060", "\ufeff", "\u200e", "\u200f", "\u202a", "\u202c", "\u2066", "\u2069", "\u00ad", "\u200d")
"""Zero width space, word joiner, byte order mark, bidi marks, soft hyphen, joiner: nobody sees them."""

_NAMED = re.compile(r"134[0-9]{16}|90[0-9]{5}|[Ii]nv[0-9]{4}[_-][0-9]|[Oo]ne[Tt]ag")
_V1 = "%a %b %d %H:%M:%S %z %Y"
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|\+00:00| \+0000)?")
_V1_TIME = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9:]{8} [+-][0-9]{4} [0-9]{4}")
_SECONDS = re.compile(r"1[0-9]{9}(\.0)?")
_BEHIND = timezone(timedelta(hours=-5))
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)


def marked(cell: str, number: int) -> str:
    """A cell with an invisible mark within, before or behind each id, handle and hashtag."""
    mark = MARKS[number % len(MARKS)]

    def with_mark(found: re.Match[str]) -> str:
        place = (2, len(found[0]), 0)[number // len(MARKS) % 3]
        return found[0][:place] + mark + found[0][place:]

    return _NAMED.sub(with_mark, cell)


def is_words(cell: str) -> bool:
    """Whether a cell of a sample is a text that its author wrote: these keep every character."""
    return "invented" in cell.lower()


def moment(cell: str) -> datetime | None:
    """The time that a cell of a sample says; None where it is no time. What names no zone is UTC there."""
    if _SECONDS.fullmatch(cell):
        return datetime.fromtimestamp(float(cell), UTC)
    if _V1_TIME.fullmatch(cell):
        return datetime.strptime(cell, _V1).astimezone(UTC)
    if _ISO.fullmatch(cell):
        time = datetime.fromisoformat(cell.replace(" +0000", "+00:00"))
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    return None


def _serial(time: datetime) -> str:
    return f"{(time - _SERIAL_ZERO) / timedelta(days=1):.10f}"


SPELLINGS: tuple[Callable[[datetime], str], ...] = (
    lambda time: f"{time.timestamp():.0f}",
    lambda time: f"{time.timestamp() * 1e3:.0f}",
    lambda time: f"{time.timestamp() * 1e6:.0f}",
    lambda time: f"{time.timestamp():.1f}",
    _serial,
    lambda time: f"{time:%Y-%m-%d %H:%M:%S} +0000",
    lambda time: f"{time:%Y-%m-%d %H:%M:%S}+00:00",
    lambda time: f"{time:%Y-%m-%dT%H:%M:%S.000Z}",
    lambda time: f"{time:%Y-%m-%d %H:%M:%S} UTC",
    lambda time: f"{time.astimezone(_BEHIND):%Y-%m-%d %H:%M:%S} -0500",
    lambda time: f"{time.astimezone(_BEHIND):%Y-%m-%dT%H:%M:%S}-05:00",
    lambda time: f"{time.astimezone(_BEHIND):%a %b %d %H:%M:%S %z %Y}",
    lambda time: f"{time:%Y/%m/%d %H:%M:%S}",
    lambda time: f"'{time:%Y-%m-%d %H:%M:%S}",
)
"""Ways in which programs write a time; what names no zone is UTC."""


def respelled(cell: str, number: int) -> str:
    """A time in another spelling; any other cell as it is."""
    time = moment(cell)
    return cell if time is None else SPELLINGS[number % len(SPELLINGS)](time)


def shifted(cell: str, hours: int) -> str:
    """A time of a zone that the cell does not say, in the spelling that it had; any other cell as it is."""
    time = moment(cell)
    if time is None:
        return cell
    local = time + timedelta(hours=hours)
    if _SECONDS.fullmatch(cell):
        return f"{local.timestamp():.0f}"
    if _V1_TIME.fullmatch(cell):
        return f"{local:{_V1}}"
    return f"{local:%Y-%m-%d}{cell[10]}{local:%H:%M:%S}{cell[19:]}"


def listed(elements: Sequence[object], number: int) -> str:
    """A list as a program writes one into a cell."""
    texts = [one for one in elements if isinstance(one, str)]
    if len(texts) < len(elements):  # of objects
        return (repr, json.dumps)[number % 2](list(elements))
    r = ", ".join(f'"{one}"' for one in texts)
    forms = (
        repr(texts), f"c({r})" if texts else "character(0)", json.dumps(texts), f"list({r})", repr(tuple(texts)),
        "[" + " ".join(map(repr, texts)) + "]",
    )  # fmt: skip
    return forms[number % len(forms)]


def flagged(cell: str, number: int) -> str:
    """A flag as a program or a person writes it; anything else as it is."""
    yes, no = (
        ("WAHR", "1", "1.0", "Yes", "'TRUE", "VERDADERO", "t"),
        ("FALSCH", "0", "0.0", "No", "'FALSE", "FALSO", "f"),
    )
    said = {"true": yes, "yes": yes, "false": no, "no": no}.get(cell.lower())
    return said[number % len(said)] if said else cell
