"""The damages of JSON documents, each with its files and with what is wrong in what came out of them.

What belongs here: one class a kind of damage. What does not: how documents are changed (documents.py), tables
(damages.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from mtw_pipeline.exports.formats.model import JsonFormat
from mtw_pipeline_tests.samples.sample import JsonSample
from mtw_pipeline_tests.twins import documents
from mtw_pipeline_tests.twins.damages import (
    HOURS_OFF,
    Copies,
    Files,
    differences,
    not_counted_once,
    not_told_of_zone,
    wrong_tweets,
)
from mtw_pipeline_tests.twins.documents import lines
from mtw_pipeline_tests.twins.reading import ReadTwins, Row


@dataclass(frozen=True)
class JsonSubject:
    """A format with its sample, and copies of it to damage."""

    known: JsonFormat
    sample: JsonSample
    copies: Copies
    random: Random

    def copy(self, how_many: int = 1) -> documents.Documents:
        """The documents under other names, once or several times."""
        return documents.copied(self.sample, self.copies.take(how_many))


class WholeDocuments:
    """No damage: what the others are compared with."""

    def files(self, subject: JsonSubject) -> Files:
        return {"whole": lines(subject.copy())}

    def problems(self, read: ReadTwins, subject: JsonSubject) -> Iterator[str]:
        yield from wrong_tweets(read, ["whole"], subject.sample.tweets)


class Values:
    """Values in other dress, some copies of each in one file: the meaning stays."""

    def files(self, subject: JsonSubject) -> Files:
        marks, times = documents.with_marks(subject.copy(3)), documents.with_times(subject.copy(5))
        return {"values": lines([*marks, *times])}

    def problems(self, read: ReadTwins, subject: JsonSubject) -> Iterator[str]:
        yield from differences(read.rows("values"), read.rows("whole"))
        yield from wrong_tweets(read, ["values"], subject.sample.tweets)


class Keys:
    """Keys that nobody asked the API for: the file says less, and never otherwise."""

    def __init__(self, subsets: int = 2) -> None:
        self._names = [f"keys {number}" for number in range(1, subsets + 1)]
        self.gone: dict[str, list[str]] = {}

    def files(self, subject: JsonSubject) -> Files:
        optional = subject.sample.optional
        for name in self._names:
            self.gone[name] = subject.random.sample(optional, subject.random.randint(1, len(optional)))
        return {name: lines(documents.without_keys(subject.copy(), self.gone[name])) for name in self._names}

    def problems(self, read: ReadTwins, subject: JsonSubject) -> Iterator[str]:
        for name in self._names:
            wanted = read.rows("whole")
            found = [_as_far_as_it_goes(row, whole) for row, whole in zip(read.rows(name), wanted, strict=False)]
            for problem in differences(found, wanted, may_be_unknown=True):
                yield f"without {', '.join(self.gone[name])}: {problem}"


def _as_far_as_it_goes(row: Row, whole: Row) -> Row:
    """A row, but for the lists of a retweet whose original is not there: they are those of a text that was cut."""
    lists = ("hashtags", "urls", "media_types", "mention_handles", "mention_ids")
    return {**row, **({name: whole[name] for name in lists} if whole["is_retweet"] else {})}


class CutDocuments:
    """A file that breaks off in its last document."""

    def files(self, subject: JsonSubject) -> Files:
        whole, last = lines(subject.copy()), lines(subject.copy())
        return {"cut": whole + last[: last.index("\n") // 2]}

    def problems(self, read: ReadTwins, subject: JsonSubject) -> Iterator[str]:
        if not any(reason.startswith("broken JSON") for reason in read.rejected.get("cut", [])):
            yield "cut: the last document is not rejected"
        for problem in differences(read.rows("cut"), read.rows("whole")):
            yield f"cut: {problem}"


class JsonOverlap:
    """Two files of one collection with tweets in common, one of them doubled: each tweet counts once."""

    def files(self, subject: JsonSubject) -> Files:
        first, both, second = (subject.copies.take() for _ in range(3))
        return {
            "first": lines(documents.copied(subject.sample, [*first, *both])),
            "second": lines(documents.copied(subject.sample, [*both, *second, *second])),
        }

    def problems(self, read: ReadTwins, subject: JsonSubject) -> Iterator[str]:
        yield from not_counted_once(read, copies=3, tweets=len(subject.sample.tweets))


class JsonZone:
    """A whole file that is hours off: told, with the zone that fits."""

    def files(self, subject: JsonSubject) -> Files:
        return {"shifted": lines(documents.with_shifted_times(subject.copy(2), HOURS_OFF))}

    def problems(self, read: ReadTwins, subject: JsonSubject) -> Iterator[str]:
        yield from not_told_of_zone(read)
