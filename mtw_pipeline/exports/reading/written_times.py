"""How times are written: the format of each cell, and the order of day and month in all of a column.

What belongs here: times as they are written, of a file and of a column that is looked at. What does not: reading them
(sql/exports/reading/validated_rows.sql).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import duckdb

from mtw_pipeline.exports.formats.delimited.column_map import MIDNIGHT
from mtw_pipeline.study.settings.exports import DEFAULT_TIMES
from mtw_pipeline.wording import number_of

_SINCE = 1_288_834_974_657
"""Milliseconds from 1970 to the first tweet id that holds its time."""

PARTED_TIME = (
    r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}([0-9]{2})?([ ,T].*)?"
    r"|[0-9]{4}[.][0-9]{1,2}[.][0-9]{1,2}([ ,T].*)?"
    r"|[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}[ ,T].*[0-9] ?[AaPp][Mm]"
    r"|([A-Za-z]{3,9},? +)?([0-9]{1,2}[ /-][A-Za-z]{3,9}|[A-Za-z]{3,9} [0-9]{1,2})(,? |-|/)[0-9]{4}([ ,T].*)?"
    r"|[0-9]{1,2}[A-Za-z]{3}[0-9]{4}([ :].*)?"
)
"""A time that is read only by a format, in the syntax of RE2: day, month and year in some order, months by name, dots
within a date, AM and PM; 05jan2021 as Stata and SAS write it."""
_NAMED_ZONES = {
    "WET": "+00:00",
    "WEST": "+01:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "MEZ": "+01:00",
    "MESZ": "+02:00",
    "EET": "+02:00",
    "EEST": "+03:00",
    "EST": "-05:00",
    "EDT": "-04:00",
    "CDT": "-05:00",
    "MST": "-07:00",
    "MDT": "-06:00",
    "PST": "-08:00",
    "PDT": "-07:00",
    "JST": "+09:00",
    "KST": "+09:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
}
"""Names of zones that mean one alone, as time_as_written.sql reads them: not CST, BST and IST, which mean several."""
_ANY_NAMED_ZONE = "|".join(_NAMED_ZONES)
_READ_BY_DEFAULT = re.compile(
    r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?)?"
    r"|[0-9]{4}-.*[0-9]:[0-9.:]+\s*(Z|z|UTC|GMT|(UTC|GMT)?[+-][0-9]{1,2}(:?[0-9]{2})?)(\[UTC\])?"
    r"|[0-9]{1,2}[- ][A-Z][a-z]{2}[- ][0-9]{2} [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
    rf"|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ][0-9:]+\s*({_ANY_NAMED_ZONE})"
    rf"|[A-Z][a-z]{{2}} [A-Z][a-z]{{2}} [0-9 ]{{1,2}} [0-9:]{{8}} ([+-][0-9]{{4}}|UTC|GMT|{_ANY_NAMED_ZONE}) [0-9]{{4}}"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9]{4} [0-9:]{8} GMT[+-][0-9]{4}( \([^)]*\))?"
    rf"|[A-Z][a-z]{{2}}, [0-9]{{1,2}} [A-Z][a-z]{{2}} [0-9]{{4}} [0-9:]{{8}} ({_ANY_NAMED_ZONE})"
)
_SERIAL = re.compile(r"[34][0-9]{4}[.,](?!0+$)[0-9]+")
"""Days since 1900 with their fraction, as a spreadsheet keeps a time; without one they could be counts."""
_UNPARTED = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])T?(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z?"
)
_WRITTEN_BY_DEFAULT = (
    "%a %b %d %H:%M:%S %z %Y", "%a %b %d %Y %H:%M:%S GMT%z", "%a, %d %b %Y %H:%M:%S %z", "%Y%m%d%H%M%S",
    "%Y%m%d%H%M%S%z", "%d %b %y %H:%M:%S", "%d %b %y %H:%M",
)  # fmt: skip
_SECONDS = re.compile(r"[0-9]{9,10}([.][0-9]+)?|([0-9]{12,13}|[0-9]{15,16})([.]0+)?")
_NUMERIC = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})(.*)", re.DOTALL)
_NAMED = re.compile(
    r"(?:([A-Za-z]{3,9})(,? +))?"
    r"(?:([0-9]{1,2})([ /-]?)([A-Za-z]{3,9})|([A-Za-z]{3,9}) ([0-9]{1,2}))(,? |-|/|)([0-9]{4})(.*)"
)
_CLOCK = re.compile(
    r"(?P<before>:|[T ,]*(?:- |at |um |· )?)(?P<hour>[0-9]{1,2})(?P<sign>[:.h])(?P<minute>[0-9]{2})"
    r"(?:[:.](?P<second>[0-9]{2})(?P<fraction>[.][0-9]+)?)?(?P<blank> ?)(?P<half>[AaPp][Mm])?"
    r"(?P<zone_blank> ?)(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?(?P<after> Uhr)?"
)
_MIDNIGHT = re.compile(MIDNIGHT)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_MOST_LOOKED_AT = 20_000
_TWO_READINGS = (
    "which part of its times is the day and which the month neither they nor the tweet ids show, so they are not read:"
    " describe the file in study.toml under [[column_map]], with time_format, or, where both orders stand in it,"
    " without created_at, and times are computed from the tweets' ids"
)
_FIRST, _SECOND = "%1", "%2"
_CENTURY = 100
_NO_YEAR = "0000"
_MOST_FORMATS = 4
_FEWEST_READ = 0.95
_TIME_ONLY = 0.9
_FEWEST_UNREAD = 0.9


@dataclass(frozen=True)
class WrittenTimes:
    """How the times of a column are written.

    Args:
        formats: for ``time_format``; ``default`` where none is needed.
        has_clock: whether they say more than the day.
        names_zone: whether they say their zone.
        order: ``proved`` where the cells or the tweet ids show which is the day and which the month, ``unsure`` where
            both could be, ``plain`` where the question does not arise.
        has_short_years: whether years have two digits.
    """

    formats: tuple[str, ...]
    has_clock: bool
    names_zone: bool
    order: str = "plain"
    has_short_years: bool = False


def unread_times(connection: duckdb.DuckDBPyConnection, files: int) -> dict[int, WrittenTimes]:
    """How the times of ``export_rows`` are written that are not read without a format, by the numbers of their files.

    A spreadsheet writes the times of an export anew when it saves it: 1/5/21 10:00.

    Args:
        connection: the warehouse's connection.
        files: how many files the batch has; of one alone no more is fetched than is looked at.
    """
    rows = connection.execute(
        "select file_number, created_at, tweet_id from export_rows"
        " where regexp_full_match(trim(created_at), $parted) limit $most",
        {
            "parted": PARTED_TIME,
            "most": _MOST_LOOKED_AT if files == 1 else None,
        },
    ).fetchall()
    cells: dict[int, list[tuple[str, str | None]]] = {}
    for number, cell, tweet_id in rows:
        cells.setdefault(number, []).append((str(cell).strip(), tweet_id))
    looked_at = {number: list(zip(*found[:_MOST_LOOKED_AT], strict=True)) for number, found in cells.items()}
    written = {number: written_times(*columns) for number, columns in looked_at.items()}
    return {number: one for number, one in written.items() if one is not None}


def unread_note(connection: duckdb.DuckDBPyConnection, number: int, rows: int) -> str:
    """What to do where the time of posting of hardly any row of a file could be read; empty where most were.

    Args:
        connection: the warehouse's connection.
        number: that of the file, whose rows stand in ``validated_rows``.
        rows: how many it has.
    """
    [(unread, shown)] = connection.execute(
        "select count(*), any_value(reason order by row_number) from validated_rows"
        " where file_number = $number and reason like 'time of posting % cannot be read'",
        {"number": number},
    ).fetchall()
    if not unread or unread < _FEWEST_UNREAD * rows:
        return ""
    others = f", nor can those of {number_of(unread - 1, 'other row')}" if unread > 1 else ""
    return (
        f"{shown}{others}: describe the file in study.toml under"
        " [[column_map]], with time_format, or without created_at, and times are computed from the tweets' ids"
    )


def times_note(written: WrittenTimes | None) -> tuple[str, ...]:
    """What a person must know of such times; nothing where there are none."""
    if written is None or written.order == "plain":
        return ()
    shown = ", ".join(written.formats)
    if written.order == "unsure":
        return (_TWO_READINGS,)
    years = "; years of two digits are 1969 to 2068" if written.has_short_years else ""
    return (f"its times are written as {shown}, as the days above 12 or the tweet ids show{years}",)


def time_in_id(tweet_id: str) -> datetime | None:
    """When a tweet was posted, by its id; None for ids of before November 2010, which do not say it. UTC, no zone."""
    number = int(tweet_id) if re.fullmatch("[0-9]{14,19}", tweet_id) else 0
    if number < 1 << 22:
        return None
    return datetime(1970, 1, 1) + timedelta(milliseconds=(number >> 22) + _SINCE)  # noqa: DTZ001


def written_times(cells: Sequence[str], ids: Sequence[str | None] = ()) -> WrittenTimes | None:
    """How times are written; None where most of the cells are none.

    Args:
        cells: the filled cells of a column.
        ids: beside each, the id of its tweet, where there is one: it says which is the day.
    """
    templates = [_template(cell.strip()) for cell in cells]
    counts = Counter(template for template in templates if template)
    if not cells or counts.total() < _FEWEST_READ * len(cells) or len(counts) > _MOST_FORMATS:
        return None
    parted = [(cell, template) for cell, template in zip(cells, templates, strict=True) if _FIRST in template]
    known = dict(zip(cells, ids, strict=False))
    day_first = _day_first([cell for cell, _ in parted], known)
    order = "plain" if not parted else "unsure" if day_first is None else "proved"
    dotted = any(re.match("[0-9]+[.]", cell) for cell, _ in parted)
    if day_first is None and dotted:
        order = "proved"
    places = ("%d", "%m") if day_first in {True, None} else ("%m", "%d")
    formats = [template.replace(_FIRST, places[0]).replace(_SECOND, places[1]) for template, _ in counts.most_common()]
    return WrittenTimes(
        tuple(dict.fromkeys(formats)),
        has_clock=all(_has_clock(cell) for cell in cells) and not all(_MIDNIGHT.search(cell) for cell in cells),
        names_zone=all(_names_zone(cell) for cell in cells),
        order=order,
        has_short_years=any("%y" in one for one in formats),
    )


def is_clock(cells: Sequence[str]) -> bool:
    """Whether cells hold the time of day and nothing else."""
    found = [_CLOCK.fullmatch(cell.strip()) for cell in cells]
    return bool(cells) and sum(one is not None for one in found) >= _TIME_ONLY * len(cells)


def clock_formats(cells: Sequence[str]) -> list[str]:
    """The formats of cells that hold the time of day alone, the commonest first."""
    found = Counter(_clock(cell.strip()) for cell in cells)
    return [one for one, _ in found.most_common(_MOST_FORMATS) if one]


def read_time(cell: str, formats: Sequence[str]) -> datetime | None:
    """A time as it is written, no zone; None where it is in none of the formats."""
    text = cell.strip()
    for one in formats:
        found = _by_default(text) if one == DEFAULT_TIMES else _by_format(text, one)
        if found is not None:
            return _in_utc(found) if found.tzinfo else found
    return None


def _in_utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first and the last moment there is, which .NET writes for none, in another zone
        return None


def _by_default(text: str) -> datetime | None:
    if _SECONDS.fullmatch(text):
        return _of_seconds(text)
    if _SERIAL.fullmatch(text):
        return datetime(1899, 12, 30) + timedelta(seconds=round(float(text.replace(",", ".")) * 86_400))  # noqa: DTZ001
    if _UNPARTED.fullmatch(text):
        plain = text.replace("T", "")
    else:
        plain = re.sub(
            rf"\b({_ANY_NAMED_ZONE})( [0-9]{{4}})?$", lambda found: _offset(found[1]) + (found[2] or ""), text
        )
        plain = re.sub(r"\s\([^)]*\)$|\[UTC\]$", "", re.sub(r"(UTC|GMT)( [0-9]{4})?$", r"+0000\2", plain))
    if re.match("[0-9]{1,2}-[A-Z]", plain):
        plain = plain.replace("-", " ")
    written = (_by_format(plain, one) for one in _WRITTEN_BY_DEFAULT)
    return next((one for one in written if one is not None), None) or _of_iso(plain.replace("/", "-"))


def _offset(zone: str) -> str:
    return _NAMED_ZONES[zone].replace(":", "")


def _by_format(text: str, written: str) -> datetime | None:
    try:
        return datetime.strptime(text, written)  # noqa: DTZ007
    except ValueError:
        return None


def _of_iso(text: str) -> datetime | None:
    plain = re.sub(r"\s*Z$", "+00:00", text)
    plain = re.sub(r"(:[0-9]{2}(?:[.][0-9]+)?\s*(?:UTC|GMT)?[+-])([0-9])$", r"\g<1>0\2", plain)
    plain = re.sub(r"\s*(?:UTC|GMT)?([+-][0-9]{2}):?([0-9]{2})?$", r"\1:\2", plain)
    try:
        return datetime.fromisoformat(plain.removesuffix(":"))
    except ValueError:
        return None


def _of_seconds(text: str) -> datetime:
    number = float(text)
    whole = len(text.partition(".")[0])
    scale = 1 if whole <= len("1600000000") else 1_000 if whole <= len("1600000000000") else 1_000_000
    return datetime.fromtimestamp(number / scale, UTC).replace(tzinfo=None)


def _template(cell: str) -> str:
    """The format of a time, day and month still open; empty where it is no time."""
    if any(form.fullmatch(cell) for form in (_READ_BY_DEFAULT, _SECONDS, _SERIAL, _UNPARTED)):
        return DEFAULT_TIMES
    numeric, named = _NUMERIC.fullmatch(cell), _NAMED.fullmatch(cell)
    if numeric:
        head = _numeric_date(numeric)
        rest = numeric[5]
    elif named:
        head, rest = _named_date(named), named[10]
    else:
        return ""
    clock = _clock(rest)
    return head + clock if head and clock is not None else ""


def _numeric_date(found: re.Match[str]) -> str:
    first, sign, second, third = found[1], found[2], found[3], found[4]
    if len(first) == len("2020"):
        return f"%Y{sign}%m{sign}%d" if len(third) <= len("31") else ""
    if len(first) > len("31") or not (int(first) and int(second)) or third == _NO_YEAR:
        return ""
    if len(third) == len("2020"):
        return f"{_FIRST}{sign}{_SECOND}{sign}%Y"
    return f"{_FIRST}{sign}{_SECOND}{sign}%y" if len(third) == len("20") else ""


def _named_date(found: re.Match[str]) -> str:
    day_name, after_name, _, between, month, other_month, _, before_year = found.groups()[:8]
    named = (month or other_month).capitalize()
    code = "%B" if named in _MONTHS else "%b" if named in {one[:3] for one in _MONTHS} else ""
    if not code:
        return ""
    if named == "May":
        code = "%b"
    weekday = "" if day_name is None else ("%a" if len(day_name) == len("Mon") else "%A") + after_name
    day_and_month = f"%d{between}{code}" if month else f"{code} %d"
    return f"{weekday}{day_and_month}{before_year}%Y"


def _clock(rest: str) -> str | None:
    """The format of what follows a date; None where it is no time of day."""
    if not rest.strip():
        return ""
    found = _CLOCK.fullmatch(rest)
    if found is None:
        return None
    hour = "%I" if found["half"] else "%H"
    second = f"{rest[found.end('minute')]}%S" if found["second"] else ""
    fraction = "" if not found["fraction"] else ".%g" if len(found["fraction"]) == len(".123") else ".%f"
    half = f"{found['blank']}%p" if found["half"] else ""
    zone = found["zone"]
    named = "" if not zone else "%z" if zone[0] in "+-" else "%Z" if zone != "Z" else "Z"
    blank = found["zone_blank"] if found["half"] else found["blank"] + found["zone_blank"]
    return (
        f"{found['before']}{hour}{found['sign']}%M{second}{fraction}{half}{blank if zone else ''}{named}"
        f"{found['after'] or ''}"
    )


def _day_first(cells: Sequence[str], ids: Mapping[str, str | None]) -> bool | None:
    """Whether the day stands before the month: as the cells show that have a day above 12, else as the ids show."""
    parted = [(cell, found) for cell in cells if (found := _NUMERIC.fullmatch(cell.strip()))]
    first_above = sum(int(found[1]) > len(_MONTHS) for _, found in parted)
    second_above = sum(int(found[3]) > len(_MONTHS) for _, found in parted)
    if first_above and second_above:  # both orders in one column: what holds for one cell does not for another
        return None
    if first_above or second_above:
        return bool(first_above)
    votes: Counter[bool] = Counter()
    for cell, found in parted:
        moment = time_in_id(ids.get(cell) or "")
        if moment is not None:
            votes.update(_votes(found, moment))
    return None if votes[True] == votes[False] else votes[True] > votes[False]


def _votes(found: re.Match[str], moment: datetime) -> list[bool]:
    year = int(found[4]) + (moment.year // _CENTURY * _CENTURY if len(found[4]) == len("20") else 0)
    votes = []
    for day_first, (day, month) in ((True, (found[1], found[3])), (False, (found[3], found[1]))):
        distance = abs(date(year, int(month), int(day)) - moment.date())
        if distance <= timedelta(days=1):
            votes.append(day_first)
    return votes if len(votes) == 1 else []


def _has_clock(cell: str) -> bool:
    if any(form.fullmatch(cell.strip()) for form in (_SECONDS, _SERIAL, _UNPARTED)):
        return True
    return bool(re.search(r"[0-9][:h][0-9]{2}| [0-9]{1,2}[.][0-9]{2}", cell))


def _names_zone(cell: str) -> bool:
    if _SECONDS.fullmatch(cell.strip()):
        return True
    named = rf"(UTC|GMT|{_ANY_NAMED_ZONE}|[0-9] ?[+-][0-9]{{2}}:?[0-9]{{2}})( [0-9]{{4}})?"
    zoned = rf"(Z|z|{named}|GMT[+-][0-9:]+( \([^)]*\))?)$"
    return bool(re.search(zoned, cell.strip()))
