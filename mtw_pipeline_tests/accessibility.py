"""What a page must have so that it can be walked through by ear: the part of axe-core's rules that needs no browser.

What belongs here: reading a page and naming its faults. Contrast, sizes and what scripts add are seen by
browser/ alone.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

_VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})
_FIELDS = frozenset({"input", "select", "textarea"})


class _Element:
    def __init__(self, tag: str, attributes: dict[str, str | None], parents: "tuple[_Element, ...]") -> None:
        self.tag, self.attributes, self.parents = tag, attributes, parents
        self.text = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def is_within(self, *tags: str) -> bool:
        return any(parent.tag in tags for parent in self.parents)


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[_Element] = []
        self._open: list[_Element] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, dict(attrs), tuple(self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def faults(page: str) -> list[str]:
    """What is wrong with a page, in words; empty where nothing is."""
    found = _Page(page).elements
    by_id = {one.get("id"): one for one in found if one.get("id")}
    return [
        *_of_the_document(found),
        *_of_headings(found),
        *_of_pictures(found),
        *_of_tables(found),
        *_of_fields(found, by_id),
        *_of_landmarks(found, by_id),
    ]


def _of_the_document(found: list[_Element]) -> list[str]:
    tags = Counter(one.tag for one in found if not one.is_within("svg"))
    said = [f"{tags[tag]} <{tag}>" for tag in ("main", "title", "h1") if tags[tag] != 1]
    html = next((one for one in found if one.tag == "html"), None)
    ids = Counter(one.get("id") for one in found if one.get("id"))
    links = [one for one in found if one.tag == "a" and not (one.text.strip() or one.get("aria-label"))]
    mute = [
        one for one in found if one.tag in {"button", "summary"} and not (one.text.strip() or one.get("aria-label"))
    ]
    return [
        *said,
        *([] if html is not None and html.get("lang") else ["no language"]),
        *(f"the id {name} twice" for name, times in ids.items() if times > 1),
        *(f"a link without words: {one.get('href')}" for one in links),
        *(f"a <{one.tag}> without words" for one in mute),
    ]


def _of_headings(found: list[_Element]) -> list[str]:
    headings = [one for one in found if re.fullmatch("h[1-6]", one.tag)]
    levels = [int(one.tag[1]) for one in headings]
    return [
        *(f"<h{level}> is followed by <h{later}>" for level, later in pairwise(levels) if later - level > 1),
        *(f"an empty <{one.tag}>" for one in headings if not one.text.strip() and "hidden" not in one.attributes),
    ]


def _of_pictures(found: list[_Element]) -> list[str]:
    return [
        f"a <{one.tag}> that says nothing"
        for one in found
        if (one.tag == "img" and "alt" not in one.attributes)
        or (one.get("role") == "img" and not one.get("aria-label"))
        or (one.tag == "svg" and not one.get("role") and one.get("aria-hidden") != "true")
    ]


def _of_tables(found: list[_Element]) -> list[str]:
    tables = sum(one.tag == "table" for one in found)
    captions = [one for one in found if one.tag == "caption"]
    heads = [one for one in found if one.tag == "th"]
    return [
        *([f"{tables} tables, {len(captions)} captions"] if tables != len(captions) else []),
        *("an empty caption" for one in captions if not one.text.strip()),
        *(f"a header cell without a scope: {one.text.strip()}" for one in heads if not one.get("scope")),
        *("an empty header cell" for one in heads if not one.text.strip()),
    ]


def _of_fields(found: list[_Element], by_id: dict[str, _Element]) -> list[str]:
    labelled = {one.get("for") for one in found if one.tag == "label"}
    return [
        f"a field without a label: <{one.tag} {one.get('id') or one.get('name')}>"
        for one in found
        if one.tag in _FIELDS and one.get("type") != "hidden"
        if not (one.get("aria-label") or one.get("id") in labelled or one.is_within("label") or _names(one, by_id))
    ]


def _of_landmarks(found: list[_Element], by_id: dict[str, _Element]) -> list[str]:
    regions = [one for one in found if one.get("role") == "region" or one.tag == "nav"]
    sections = [one for one in found if one.tag == "section" and (one.get("aria-label") or one.get("aria-labelledby"))]
    names = [one.get("aria-label") or _names(one, by_id) for one in (*regions, *sections)]
    return [
        *("a region without a name" for name in names if not name),
        *(f"two regions named {name}" for name, times in Counter(names).items() if times > 1 and name),
        *(
            f"a region that keys cannot reach: {one.get('aria-label')}"
            for one in regions
            if one.get("class") == "scroll" and one.get("tabindex") != "0"
        ),
    ]


def _names(one: _Element, by_id: dict[str, _Element]) -> str:
    named = [by_id[name].text for name in one.get("aria-labelledby").split() if name in by_id]
    return " ".join(" ".join(named).split())
