"""A finished page, searched for people by another method than masking, as a reader sees it.

What belongs here: taking a page apart into what the data say and what the program says. What does not: the search
(published/search.py).
"""

import re
from collections import Counter
from html.parser import HTMLParser

import pyarrow as pa

from mtw_pipeline.published.search import Search
from mtw_pipeline.report.references import REFERENCES

_SHOWN_ATTRIBUTES = frozenset({"alt", "aria-label", "content", "href", "title"})
_OF_DATA = "bdi"
_CHECKSUM = re.compile(r"[0-9a-f]{32}")
"""The MD5 of the frame, which may hold any digits and is longer than a handle."""
_REFERENCES = frozenset(REFERENCES.values())
"""Texts that are the same on every page: numbers of a DOI that look like somebody's id are none."""


class PageTexts(HTMLParser):
    """The texts of a page.

    Args:
        page: its HTML.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.of_data: list[str] = []
        self.of_the_program: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read what attributes show, pictures within the page apart."""
        self.of_the_program += [
            value for name, value in attrs if value and name in _SHOWN_ATTRIBUTES and not value.startswith("data:")
        ]
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave the tag, and those within that no end tag closes."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Read a text."""
        is_checksum = "code" in self._open and _CHECKSUM.fullmatch(data)
        if "style" in self._open or is_checksum or not data.strip() or data in _REFERENCES:
            return
        (self.of_data if _OF_DATA in self._open else self.of_the_program).append(data)


def people_in(page: str, search: Search) -> Counter[str]:
    """How many words and places of a page name somebody, by what they name.

    Args:
        page: its HTML.
        search: who is looked for.
    """
    texts = PageTexts(page)
    of_data = search.found_in(pa.array(sorted(set(texts.of_data)), pa.string()))
    return of_data + search.found_in(pa.array(sorted(set(texts.of_the_program)), pa.string()), of_the_program=True)


def texts_that_name(page: str, search: Search) -> list[str]:
    """The texts of a page that name somebody, for the team that has to see what is the matter."""
    texts = PageTexts(page)
    return [
        text
        for those, of_the_program in ((texts.of_data, False), (texts.of_the_program, True))
        for text in dict.fromkeys(those)
        if search.found_in(pa.array([text], pa.string()), of_the_program=of_the_program)
    ]
