"""The damages of tables, each with its files and with what is wrong in what came out of them.

What belongs here: one class a kind of damage. What does not: cells (cells.py), how a table is changed (tables.py),
reading (reading.py), JSON (json_damages.py).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from random import Random
from typing import Protocol

from mtw_pipeline.exports.formats.cells import ERRORS, SHOWN_AS_NOTHING
from mtw_pipeline.exports.formats.model import DelimitedFormat
from mtw_pipeline_tests.samples.sample import TableSample
from mtw_pipeline_tests.twins import tables
from mtw_pipeline_tests.twins.copies import Copy
from mtw_pipeline_tests.twins.reading import ReadTwins, Row

Files = Mapping[str, str | bytes]
HOURS_OFF = -5
_MUST_BE_TOLD = ("is_reply", "is_retweet", "is_quote", "hashtags", "mention_handles", "media_types")
"""Without links: that these were not collected a link in a text alone shows (reading/test_not_collected.py)."""
_NOT_KNOWN = (None, "unknown")


class Copies:
    """Numbers copies, so that no two files of a reading hold the same tweets unless they are meant to."""

    def __init__(self, *, of_others: bool = True) -> None:
        self._numbers = count()
        self._of_others = of_others

    def take(self, how_many: int = 1) -> list[Copy]:
        """So many copies more."""
        return [Copy(next(self._numbers), self._of_others) for _ in range(how_many)]


@dataclass(frozen=True)
class Subject:
    """A format with its sample, and copies of it to damage."""

    known: DelimitedFormat
    sample: TableSample
    copies: Copies
    random: Random

    def copy(self, how_many: int = 1) -> TableSample:
        """The sample under other names, once or several times."""
        return tables.copied(self.sample, self.copies.take(how_many))


def differences(found: Sequence[Row], wanted: Sequence[Row], *, may_be_unknown: bool = False) -> Iterator[str]:
    """What differs between the rows of a twin and those of the undamaged sample, which may follow each other often."""
    if len(found) % len(wanted) or not found:
        yield f"{len(found)} rows, of {len(wanted)} in the sample"
        return
    for number, row in enumerate(found):
        for name, value in wanted[number % len(wanted)].items():
            if row[name] != value and not (may_be_unknown and _says_less(row[name], value)):
                yield f"row {number + 1}, {name}: {row[name]!r}, not {value!r}"


def _says_less(found: object, wanted: object) -> bool:
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        return all(one in (None, other) for one, other in zip(found, wanted, strict=True))
    return found in _NOT_KNOWN


class Damage(Protocol):
    """A kind of damage."""

    def files(self, subject: Subject) -> Files:
        """The twins, by name."""

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        """What is wrong in what was read of them."""


class Whole:
    """No damage: what the others are compared with."""

    def files(self, subject: Subject) -> Files:
        return {"whole": subject.copy().text()}

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        yield from wrong_tweets(read, ["whole"], subject.sample.tweets)


class Columns:
    """Optional columns that are empty in every row, or not there: the file says less, and never otherwise."""

    def __init__(self, subsets: int = 1) -> None:
        self._names = ["bare", *(f"subset {number}" for number in range(1, subsets + 1))]

    def files(self, subject: Subject) -> Files:
        optional = tables.optional_of(subject.known, subject.sample)
        files: dict[str, str | bytes] = {}
        for name in self._names if optional else ():
            some = subject.random.sample(optional, (len(optional) + 1) // 2)
            gone = optional if name == "bare" else tables.with_their_like(some)
            files[f"{name}, emptied"] = tables.emptied(subject.copy(), gone).text()
            files[f"{name}, left out"] = tables.left_out(subject.copy(), gone).text()
        return files

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        wanted = read.rows("whole")
        for name in self._names if "bare, emptied" in read.outcomes else ():
            emptied, without = read.rows(f"{name}, emptied"), read.rows(f"{name}, left out")
            known = [_as_far_as_it_goes(row, whole) for row, whole in zip(emptied, wanted, strict=False)]
            for problem in differences(known, wanted, may_be_unknown=True):
                yield f"{name}, emptied: {problem}"
            if read.outcomes[f"{name}, left out"].format != subject.known.name:
                continue  # without these columns it is a file of another format, or of none
            for problem in differences(without, emptied):
                yield f"{name}, left out, and not as emptied: {problem}"
        for row, whole in zip(read.rows("bare, emptied"), wanted, strict=False):
            for field in _MUST_BE_TOLD:
                is_known = field in subject.sample.told or (field == "is_quote" and whole["is_retweet"])
                if row[field] in ([], False) and not is_known:
                    yield f"bare: {field} is {row[field]}, where nothing says so"


def _as_far_as_it_goes(row: Row, whole: Row) -> Row:
    """A row, but for its links, and for whose counts it has where nothing is left that says that it is a retweet."""
    is_hidden = whole["is_retweet"] and row["is_retweet"] is None
    counts = [name for name in row if name.endswith("_count") or name in {"metrics_of", "retweeted_text"}]
    return {**row, "urls": whole["urls"], **({name: whole[name] for name in counts} if is_hidden else {})}


class Cells:
    """Cells in other dress, some copies of each in one file: the meaning stays."""

    def __init__(self) -> None:
        self._dresses: dict[str, Callable[[DelimitedFormat, TableSample, Random], TableSample]] = {
            "errors": lambda known, sample, _random: tables.with_nothing_as(known, sample, ERRORS),
            "NA": lambda known, sample, _random: tables.with_nothing_as(known, sample, ("NA",)),
            "nothing": lambda known, sample, random: tables.with_nothing_as(
                known, sample, (random.choice(SHOWN_AS_NOTHING),)
            ),
            "nobody": lambda _known, sample, _random: tables.with_sentinels(sample, ("-1", "0", "null", "-1.0")),
            "marks": lambda known, sample, _random: tables.with_marks(known, sample),
            "times": lambda known, sample, _random: tables.with_times(known, sample),
            "lists": lambda known, sample, _random: tables.with_lists_as(known, sample),
            "flags": lambda known, sample, _random: tables.with_flags_as(known, sample),
        }
        self._copies = 3

    def files(self, subject: Subject) -> Files:
        rows = [
            row
            for dress in self._dresses.values()
            for row in dress(subject.known, subject.copy(self._copies), subject.random).rows
        ]
        return {"cells": tables.of_rows(subject.sample, rows).text()}

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        wanted, found = read.rows("whole"), read.rows("cells")
        share = self._copies * len(wanted)
        for number, name in enumerate(self._dresses):
            for problem in differences(found[number * share : (number + 1) * share], wanted):
                yield f"{name}: {problem}"
        yield from wrong_tweets(read, ["cells"], subject.sample.tweets)


class Dress:
    """The file in another dress, with rows doubled and a header in the middle; and one that breaks off."""

    def files(self, subject: Subject) -> Files:
        return {
            "another dress": tables.in_another_dress(subject.copy()),
            "cut": tables.cut_in_its_last_row(subject.copy(2)),
        }

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        wanted = read.rows("whole")
        for problem in differences(read.rows("another dress"), [row for row in wanted for _ in range(2)]):
            yield f"another dress: {problem}"
        rejected = len(read.rejected.get("another dress", [])) - 2 * len(read.rejected.get("whole", []))
        if rejected != 1:
            yield f"another dress: {rejected} rows more are rejected, and the header in the middle is one"
        if not read.rejected.get("cut"):
            yield "cut: the last row is not rejected"
        cut = read.rows("cut")
        for problem in differences([*cut, *wanted[len(cut) - len(wanted) :]], wanted):
            yield f"cut: {problem}"
        yield from wrong_tweets(read, ["another dress"], subject.sample.tweets)


class Respelled:
    """The header as R's read.csv and as databases write it: what the columns mean stays."""

    def files(self, subject: Subject) -> Files:
        return {
            "header by R": tables.with_names(subject.copy(), lambda name: re.sub(r"[^\w.]", ".", name)).text(),
            "header of a database": tables.with_names(subject.copy(), lambda name: re.sub(r"\W+", "_", name)).text(),
        }

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        for name in ("header by R", "header of a database"):
            for problem in differences(read.rows(name), read.rows("whole")):
                yield f"{name}: {problem}"
        yield from wrong_tweets(read, ["header by R", "header of a database"], subject.sample.tweets)


class Appended:
    """Behind the file a second one, with its header, of the columns in another order or without one of the middle: no
    row of it is read by the first header, and every one is named."""

    def files(self, subject: Subject) -> Files:
        middle = subject.sample.columns[len(subject.sample.columns) // 2]
        return {
            "appended in another order": subject.copy().text() + replace(subject.copy(9), above=()).shuffled().text(),
            "appended without one": subject.copy().text() + replace(subject.copy(9), above=()).without(middle).text(),
        }

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        wanted = read.rows("whole")
        below = 9 * len(subject.sample.rows) + 1
        for name in ("appended in another order", "appended without one"):
            for problem in differences(read.rows(name), wanted):
                yield f"{name}: {problem}"
            if sum("second header" in reason for reason in read.rejected.get(name, [])) != below:
                yield f"{name}: not all {below} rows are told as what they are"


class Overlap:
    """Two files of one collection with tweets in common: each tweet counts once."""

    def files(self, subject: Subject) -> Files:
        first, both, second = (subject.copies.take() for _ in range(3))
        return {
            "first": tables.copied(subject.sample, [*first, *both]).text(),
            "second": tables.copied(subject.sample, [*both, *second]).text(),
        }

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        yield from not_counted_once(read, copies=3, tweets=len(subject.sample.tweets))
        yield from wrong_tweets(read, ["first", "second"], subject.sample.tweets)


class Zone:
    """A whole file that is hours off: told, with the zone that fits."""

    def files(self, subject: Subject) -> Files:
        return {"shifted": tables.with_shifted_times(subject.known, subject.copy(2), HOURS_OFF).text()}

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        yield from not_told_of_zone(read)


class RoundedIds:
    """Tweet ids that went through doubles or spreadsheets, all or some: none comes out that is not true."""

    def files(self, subject: Subject) -> Files:
        if not tables.id_columns(subject.sample):  # it stands at the end of an address, which nothing rounds
            return {}
        some: dict[int, Callable[[int], object]] = {
            **{number: lambda one: round(one, -4) for number in range(0, 60, 6)},
            1: lambda one: f"{one:.5E}",
            2: lambda one: f"{one:.4e}".replace(".", ","),
            3: lambda one: f"{float(one):.1f}",
        }
        return {
            "doubles": tables.with_ids(subject.copy(35), lambda one, _number: int(float(one))).text(),
            "some": tables.with_ids(subject.copy(10), lambda one, number: some.get(number, str)(one)).text(),
        }

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        yield from rounded_ids_taken(read, intact=5 * len(subject.sample.tweets))


class BesideTwins:
    """A file of half of the rows, and files with rounded ids in one or some rows, beside their undamaged twin: the
    tweets are those that the twin alone gives, whichever file comes first."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._copies: list[Copy] = []

    def files(self, subject: Subject) -> Files:
        self._copies = subject.copies.take(4)
        intact = tables.copied(subject.sample, self._copies)
        rows = len(intact.rows)
        twins = {"beside 2 half": tables.of_rows(intact, intact.rows[: (rows + 1) // 2]), "beside 3 intact": intact}
        if tables.id_columns(subject.sample):  # else it stands at the end of an address, which nothing rounds
            roundings: Sequence[Callable[[int], object]] = (
                str, lambda one: round(one, -4), _as_double, lambda one: round(int(float(one)), -2), str,
            )  # fmt: skip
            twins["beside 1 one"] = tables.with_ids(
                intact, lambda one, number: round(one, -4) if number == rows // 2 else one
            )
            twins["beside 4 some"] = tables.with_ids(
                intact, lambda one, number: roundings[number % len(roundings)](one)
            )
        self._names = list(twins)
        return {name: table.text() for name, table in twins.items()}

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        true = {str(copy.tweet_id(int(name[-1]))) for copy in self._copies for name in subject.sample.tweets}
        found = {tweet_id for tweet_id, row in read.tweets.items() if row["export_file"] in self._names}
        for tweet_id in sorted(found - true):
            yield f"{read.tweets[tweet_id]['export_file']} adds a tweet {tweet_id}"
        for tweet_id in sorted(true - found):
            yield f"beside its twin: the tweet {tweet_id} is not there"
        yield from wrong_tweets(read, self._names, subject.sample.tweets)


def _as_double(tweet_id: int) -> int:
    """An id through a double; of a true one that ends in 00 nothing tells whether it is a double's decimal writing."""
    return int(float(tweet_id)) if tweet_id % 100 else tweet_id


def rounded_ids_taken(read: ReadTwins, intact: int) -> Iterator[str]:
    """Rounded ids that came out as tweets, of the files ``doubles`` and ``some``; and intact ones that did not."""
    if "doubles" not in read.outcomes:
        return
    whole = {row["tweet_id"] for row in read.rows("whole")}
    for name in ("doubles", "some"):
        for row in read.rows(name):
            if row["tweet_id"] not in whole:
                yield f"ids, {name}: {row['tweet_id']} comes out"
    if len(read.rows("some")) < intact:
        yield f"ids, some: {len(read.rows('some'))} rows are taken, and {intact} are intact"


def not_told_of_zone(read: ReadTwins) -> Iterator[str]:
    """Whether the file ``shifted`` is told, with the zone, and no other."""
    notes = read.outcomes["shifted"].notes
    if not any(f"{HOURS_OFF} hours off" in note and "America/New_York" in note for note in notes):
        yield f"shifted: not told, or without its zone: {notes}"
    for name, outcome in read.outcomes.items():
        if name != "shifted" and any("hours off" in note for note in outcome.notes):
            yield f"{name}: told that its times are off"


def not_counted_once(read: ReadTwins, *, copies: int, tweets: int) -> Iterator[str]:
    """Tweets of the files ``first`` and ``second`` that are counted twice or not at all."""
    rows = sum(len(read.rows(name)) for name in ("first", "second"))
    found = [row for row in read.tweets.values() if row["export_file"] in {"first", "second"}]
    if len(found) != copies * tweets:
        yield f"overlap: {len(found)} tweets, not {copies * tweets}"
    if sum(int(str(row["rows_collected"])) for row in found) != rows:
        yield "overlap: rows and duplicates do not come out even"


def wrong_tweets(read: ReadTwins, files: Sequence[str], wanted: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """What differs between the tweets of files and those that the sample names."""
    for row in read.tweets.values():
        if row["export_file"] in files:
            expected = wanted.get(str(row["tweet_id"]), {})
            if not expected:
                yield f"{row['export_file']}: a tweet {row['tweet_id']}"
            for name, value in expected.items():
                if _in_words(row[name]) != _in_words(value):
                    yield f"{row['export_file']}, tweet {row['tweet_id']}, {name}: {row[name]!r}, not {value!r}"


def _in_words(value: object) -> object:
    """A value as samples name it: times without zone, lists sorted."""
    if isinstance(value, list):
        return sorted(map(str, value))
    return str(value) if hasattr(value, "isoformat") else value
