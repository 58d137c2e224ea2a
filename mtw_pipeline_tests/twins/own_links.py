"""Twins whose tweets link to their own pages, to another tweet's, and elsewhere.

What belongs here: the links, where a sample holds them, and what must become of each. What does not: other damage
(damages.py, json_damages.py). A link stands behind the text of the sample's first tweet and, where the sample has links
in a column or field (``https://example.org/a``), in place of these.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtw_pipeline_tests.samples.sample import JsonSample, TableSample
from mtw_pipeline_tests.twins import documents, tables
from mtw_pipeline_tests.twins.copies import Copy
from mtw_pipeline_tests.twins.damages import Files, Subject
from mtw_pipeline_tests.twins.json_damages import JsonSubject
from mtw_pipeline_tests.twins.reading import ReadTwins

OWN_PAGES = (
    "https://twitter.com/i/web/status/{id}", "https://twitter.com/{handle}/status/{id}",
    "https://x.com/{handle}/status/{id}", "https://mobile.twitter.com/{handle}/status/{id}",
    "https://twitter.com/{handle}/status/{id}?s=20", "http://www.twitter.com/{handle}/statuses/{id}",
    "https://x.com/i/status/{id}",
)  # fmt: skip
"""Forms of the address of a tweet's own page."""
_ANOTHER = "https://twitter.com/nobody_inv/status/1345999999999999999"
_ELSEWHERE = "https://example.com/page"
_SHORT = "https://t.co/w1w1w1w1w1"
_LINK_OF_SAMPLE = re.compile(r"https://example\.org/[a-z](?:,[a-z])?(?![\w.])")


@dataclass(frozen=True)
class LinkCase:
    """A copy of a sample with a link.

    Args:
        copy: which.
        link: what stands in place of the links of the sample.
        ending: what stands behind the text of the first tweet.
        is_cut: whether that shows that the text was cut.
        links: the links that the first tweet has.
    """

    copy: Copy
    link: str
    ending: str
    is_cut: bool
    links: Sequence[str] = ()

    def put(self, cell: str) -> str:
        """A cell or text of the copy with the link."""
        if "invented sentence" in cell and "#OneTag" in cell:
            return cell + self.ending
        return _LINK_OF_SAMPLE.sub(self.link, cell)


def cases_of(copies: Sequence[Copy], *, has_field: bool) -> list[LinkCase]:
    """What is asked of a format: a case for each of the copies that it takes.

    Args:
        copies: enough of them.
        has_field: whether the format has links beside the text; only then a short link in the text has a meaning.
    """
    left = iter(copies)
    cases = []
    for form in OWN_PAGES:
        for ending in ("… {page}", f"… {_SHORT}") if has_field else ("… {page}",):
            copy = next(left)
            page = form.format(id=copy.tweet_id(1), handle=copy.text("Inv_1"))
            cases.append(LinkCase(copy, page, ending.format(page=page), is_cut=True))
    cases.append(LinkCase(next(left), _ANOTHER, f" {_ANOTHER}", is_cut=False))
    cases.append(LinkCase(next(left), _ANOTHER, f"… {_ANOTHER}", is_cut=False))
    cases.append(LinkCase(next(left), _ELSEWHERE, f"… {_ELSEWHERE}", is_cut=False, links=[_ELSEWHERE]))
    return cases


class OwnLinks:
    """Links to a tweet's own page, to another tweet and elsewhere, in a table."""

    def __init__(self) -> None:
        self._cases: list[LinkCase] = []

    def files(self, subject: Subject) -> Files:
        has_field = _has_field(cell for row in subject.sample.rows for cell in row.values())
        self._cases = cases_of(subject.copies.take(2 * len(OWN_PAGES) + 3), has_field=has_field)
        rows = [
            row
            for case in self._cases
            for row in tables.changed(
                tables.copied(subject.sample, [case.copy]), lambda _name, cell, _number, case=case: case.put(cell)
            ).rows
        ]
        return {"links": tables.of_rows(subject.sample, rows).text()}

    def problems(self, read: ReadTwins, subject: Subject) -> Iterator[str]:
        yield from wrong_links(read, self._cases, subject.sample)


class JsonOwnLinks:
    """Links to a tweet's own page, to another tweet and elsewhere, in JSON."""

    def __init__(self) -> None:
        self._cases: list[LinkCase] = []

    def files(self, subject: JsonSubject) -> Files:
        self._cases = cases_of(subject.copies.take(2 * len(OWN_PAGES) + 3), has_field=True)
        changed = [
            document
            for case in self._cases
            for document in documents.changed(
                documents.copied(subject.sample, [case.copy]), lambda _key, text, _number, case=case: case.put(text)
            )
        ]
        return {"links": documents.lines(changed)}

    def problems(self, read: ReadTwins, subject: JsonSubject) -> Iterator[str]:
        yield from wrong_links(read, self._cases, subject.sample)


def _has_field(cells: Iterator[str]) -> bool:
    return any(_LINK_OF_SAMPLE.search(cell) for cell in cells)


def wrong_links(read: ReadTwins, cases: Sequence[LinkCase], sample: TableSample | JsonSample) -> Iterator[str]:
    """What is wrong in the links of the file ``links`` and in which of its texts are said to be cut."""
    rows = {tweet_id: row for tweet_id, row in read.tweets.items() if row["export_file"] == "links"}
    if len(rows) != len(cases) * len(sample.tweets):
        yield f"links: {len(rows)} tweets, not {len(cases) * len(sample.tweets)}"
    has_field = any(case.ending.endswith(_SHORT) for case in cases)
    kept = sum(_ANOTHER in _texts(raw["urls"]) for raw in read.rows("links"))
    if has_field and kept < sum(case.link == _ANOTHER for case in cases):
        yield f"links: raw_tweets keeps {kept} links to another tweet"
    for case in cases:
        said = f"links: {case.link} and {case.ending!r}"
        row = rows.get(str(case.copy.tweet_id(1)))
        if row is None:
            yield f"{said}: the tweet is not there"
            continue
        yield from _wrong_in(row, case, said)
        for other in (rows.get(str(case.copy.tweet_id(digit))) for digit in range(2, 10)):
            if other is not None and any(_LINK_TO_TWEET.match(link) for link in _texts(other["urls"])):
                yield f"{said}: {other['tweet_type']} {other['tweet_id']} has the links {other['urls']}"


_LINK_TO_TWEET = re.compile(r"https?://[a-z.]*(?:twitter|x)\.com/.*[0-9]{15}")


def _wrong_in(row: Mapping[str, object], case: LinkCase, said: str) -> Iterator[str]:
    if row["text_is_cut"] is not case.is_cut:
        yield f"{said}: text_is_cut is {row['text_is_cut']}"
    if set(_texts(row["urls"])) != set(case.links):
        yield f"{said}: the tweet has the links {row['urls']}"


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
