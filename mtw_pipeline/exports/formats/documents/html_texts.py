"""The text that people see of the HTML in which Mastodon and its kin give a post.

What belongs here: paragraphs, line breaks, links whole, mentions with their server, hashtags, custom emoji, the link
that a server put before a quote. What does not: any field of a status (mastodon_rows.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from mtw_pipeline.character_references import without_endless

_BLOCKS = frozenset({"p", "blockquote", "pre", "ul", "ol", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"})
_NEVER_SHOWN = frozenset({"script", "style", "template", "title"})
_VOID = frozenset(
    {"br", "img", "hr", "wbr", "input", "meta", "link", "source", "area", "base", "col", "embed", "track"}
)
_QUOTE = "quote-inline"
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_MARKUP = re.compile(
    r"</?(?:p|br|a|span|div|ul|ol|li|em|strong|b|i|blockquote|pre|code|h[1-6])\b[^<>]*+>", re.IGNORECASE
)
_NO_TAG = re.compile(r"""<(?!/?[a-z](?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>)""", re.IGNORECASE)
"""What begins no tag that ends before the next begins: the parser would go to the end of the text from each of them."""
_BREAKS = re.compile(r"(?<![ \t])[ \t]*+\n[ \t]*+\n\s*+")
"""Blank lines. Begun where blanks begin alone: else a million blanks would be gone through a million times."""
_ADDRESS = re.compile(r"(?:https?://)?[^\s/@]+\.[^\s/@.]+(?:[/?#]\S*)?", re.IGNORECASE)
_BLANK = re.compile(r"\s")
_CUT = re.compile(r"(?:…|\.\.\.)$")
_HASHTAG = re.compile(r"[#＃][^\s#＃]+")
_ACCOUNT_PAGE = re.compile(r"https?://([^/?#]+)/(?:@|users/)([^/@?#]+)/?")


@dataclass
class ShownText:
    """What a person sees of a piece of HTML.

    Args:
        text: the words.
        links: addresses behind links that are neither mentions nor hashtags.
        hashtags: as they are written, without #.
        marks: addresses behind hashtags and mentions.
        quoted: the address of a post that the server says is quoted.
    """

    text: str = ""
    links: list[str] = field(default_factory=list)
    hashtags: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    quoted: str | None = None


def is_html(text: str) -> bool:
    """Whether a text holds marks of HTML, as a file may have them left or taken out."""
    return _MARKUP.search(text) is not None


def shown_text(html: str, handles: Mapping[str, str] | None = None) -> ShownText:
    """The text of HTML, however broken; nothing of it is ever executed or fetched.

    Args:
        html: a status' content.
        handles: from the address of an account's page to ``user@server``, of those that the status mentions.
    """
    parser = _Parser(handles or {})
    parser.feed(without_endless(_NO_TAG.sub("&lt;", _COMMENT.sub("", html))))
    parser.close()
    parser.end_link()
    shown = parser.shown
    shown.text = _BREAKS.sub("\n\n", "".join(parser.parts)).strip()
    return shown


@dataclass
class _Link:
    """A link on the way: where it leads, what it is, and the words inside of it."""

    address: str
    classes: frozenset[str]
    parts: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self, handles: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = ShownText()
        self.parts: list[str] = []
        self._handles = handles
        self._link: _Link | None = None
        self._hidden: list[str] = []
        """Open elements from the outermost of which nothing is shown."""
        self._quotes = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = frozenset(given.get("class", "").split())
        if self._hidden:
            if tag not in _VOID:
                self._hidden.append(tag)
            if self._quotes and tag == "a":
                self.shown.quoted = self.shown.quoted or _web_address(given.get("href", ""))
        elif tag in _NEVER_SHOWN or _QUOTE in classes:
            self._hidden, self._quotes = [tag], _QUOTE in classes
        elif tag == "a":
            self.end_link()
            self._link = _Link(given.get("href", ""), classes | frozenset(given.get("rel", "").split()))
        elif tag == "br":
            self._add("\n")
        elif tag == "img":
            self._add(given.get("alt", ""))
        elif tag == "li":
            self._add("\n")
        elif tag in _BLOCKS:
            self._add("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                while self._hidden.pop() != tag:
                    pass
        elif tag == "a":
            self.end_link()
        elif tag in _BLOCKS:
            self._add("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._add(data)

    def end_link(self) -> None:
        """Put what stands in a link into the text, as people see it."""
        link, self._link = self._link, None
        if link is not None:
            self.parts.append(self._words_of(link))

    def _add(self, text: str) -> None:
        (self.parts if self._link is None else self._link.parts).append(text)

    def _words_of(self, link: _Link) -> str:
        words = "".join(link.parts)
        bare = words.strip()
        if _HASHTAG.fullmatch(bare) and ({"hashtag", "tag"} & link.classes or _is_of_hashtag(bare[1:], link.address)):
            self.shown.hashtags.append(bare.lstrip("#＃"))
            self.shown.marks.add(link.address)
            return words
        handle = self._handle(link, bare)
        if handle:
            self.shown.marks.add(link.address)
            return words.replace(bare, f"@{handle}") if bare else f"@{handle}"
        address = _web_address(link.address)
        if address is None or "mention" in link.classes:
            return words
        self.shown.links.append(address)
        is_cut = _CUT.search(bare) is not None and _CUT.sub("", bare).removeprefix("https://") in address
        return words.replace(bare, address) if is_cut or _is_same(bare, address) else words

    def _handle(self, link: _Link, words: str) -> str | None:
        """Whom a link mentions, with the server: as the status says, else as the address of the account's page does."""
        if "mention" not in link.classes or "hashtag" in link.classes or words[:1] not in "@＠":
            return None
        if link.address in self._handles:
            return self._handles[link.address]
        found = _ACCOUNT_PAGE.fullmatch(link.address)
        return f"{found[2]}@{found[1].lower()}" if found else None


def _web_address(address: str) -> str | None:
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def _is_of_hashtag(tag: str, address: str) -> bool:
    """Whether an address is a page of posts with a hashtag, as a bridge links one without saying so."""
    name = tag.casefold()
    return unquote(address).rstrip("/").casefold().endswith((f"#{name}", f"/tag/{name}", f"/tags/{name}"))


def _is_same(words: str, address: str) -> bool:
    """Whether the words of a link are its address, perhaps without its scheme."""
    bare = address.partition("://")[2]
    same = {address.rstrip("/"), bare.rstrip("/"), bare.removeprefix("www.").rstrip("/")}
    return words.rstrip("/") in same and not _BLANK.search(words) and _ADDRESS.fullmatch(words) is not None
