"""Names, ids and addresses inside texts and links, put out of sight.

What belongs here: from a text to the text that may be published. What does not: pseudonyms themselves (pseudonyms.py),
what a name is (names/) and how an address is written (addresses.py). A text quoted word for word can still be found
by searching for it (docs/decisions/0050-pseudonyms.md).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice

from mtw_pipeline.published.masking import addresses
from mtw_pipeline.published.masking.reach import Span, pieces_around, with_addresses
from mtw_pipeline.published.masking.runs import NamesInRuns
from mtw_pipeline.published.names.folding import (
    BEGIN_OF_LETTERS,
    MARKS,
    RUN_SCRIPTS,
    WORD,
    canonical,
    folded,
    key_of,
    without_letters,
    words_of,
)
from mtw_pipeline.published.names.known import KnownNames
from mtw_pipeline.published.names.phrases import number_of
from mtw_pipeline.published.pseudonyms import Pseudonyms

MASKED_NAME, MASKED_ID, MASKED_MAIL, MASKED_PHONE, MASKED_CONTACT = "[name]", "[id]", "[e-mail]", "[phone]", "[address]"

_MARKERS = r"\[(?:name|id|e-mail|phone|address|link|masked)\]"
_LETTERS = rf"\w[\w{MARKS}]*+"
_MENTION = rf"(?<!\w)@{_LETTERS}(?:@[\w-]+(?:\.[\w-]+)*)?"
_MENTION_WITH_SERVER = rf"(?<!\w)@{_LETTERS}(?:[.-]+{_LETTERS})*(?:@\w+(?:[.-]+\w+)*)?"
_PARTS = (
    rf"(?P<marker>{_MARKERS})|(?P<contact>{addresses.CONTACT})|(?P<link>{addresses.LINK})|(?P<mention>{{mention}})"
    rf"|(?P<mail>{addresses.MAIL})|(?P<domain>{addresses.DOMAIN})|(?P<decimal>(?<!\w)\d+\.\d+(?![\w.]))|(?P<compound>[#$]{_LETTERS}(?:-{_LETTERS})*|{BEGIN_OF_LETTERS}{_LETTERS}(?:-{_LETTERS})+)"
    rf"|(?P<word>{WORD.pattern})"
)
_PART, _PART_WITH_SERVERS = (
    re.compile(_PARTS.replace("{mention}", mention)) for mention in (_MENTION, _MENTION_WITH_SERVER)
)
_ENOUGH_DIGITS = re.compile(rf"(?:\D*\d){{{addresses.FEWEST_DIGITS}}}")
_LONG_NUMBER = re.compile(r"\d{9}")
_LAST_NUMBER = re.compile(r"(?<!\d)\d++(?=\D*\Z)")
_MOST_REMEMBERED = 200_000
_BEHIND_WORDS = ".,!?:;)"
_LONGEST_HANDLE = 512
"""More than one with a server has; each beginning of a longer one would be looked for."""
_ADDRESSES = frozenset({"contact", "link", "mail"})
_IN_ADDRESSES = re.compile(r"[.@:]\w|://")
_SEPARATORS = re.compile("[.@-]+")
_MARKER = re.compile(f"({_MARKERS})")
_PAGES_OF_PEOPLE = frozenset({"bsky.app"})
"""Domains whose links never keep their paths: all of them lead to somebody, by names that are no numbers."""
_SHORT_LINK = re.compile(r"(https?://)((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})(?:/[A-Za-z0-9/_.-]*[A-Za-z0-9/])?")


def is_cut(token: str, masked: str) -> bool:
    """Whether a link was cut in a token so that the words before or behind it may go on with its domain.

    ``ann www.smith.example`` becomes ``ann smith.example``, which names Ann Smith.
    """
    return token != masked and "." in masked and any(map(addresses.may_go_on, token.split()))


class Masking:
    """Masks texts with the pseudonyms and the names of one study.

    Args:
        pseudonyms: the study's pseudonyms.
        names: the names that the study knows.
        publishers: domains whose links keep their paths.
        hashtags: the study's own hashtags, which stay.
    """

    def __init__(
        self,
        pseudonyms: Pseudonyms,
        names: KnownNames,
        publishers: Collection[str] = (),
        hashtags: Collection[str] = (),
    ) -> None:
        self._pseudonyms = pseudonyms
        self._names = names
        self._publishers = frozenset(publishers) - _PAGES_OF_PEOPLE
        self._part_pattern = _PART_WITH_SERVERS if names.with_servers else _PART
        self._hashtags = frozenset("".join(words_of(one)) for one in hashtags)
        self._number = lru_cache(_MOST_REMEMBERED)(lambda word: number_of(folded(word)))
        self._begins = lru_cache(_MOST_REMEMBERED)(names.phrases.beginning)
        self.runs = NamesInRuns(names.phrases, names.run_words, names.is_parted_in)
        self._hosts: dict[str, tuple[str, bool]] = {}
        self._masked_by_kind: dict[str, Callable[[str], str]] = {
            "marker": lambda part: part,
            "contact": lambda _part: MASKED_CONTACT,
            "link": self._cut,
            "mail": lambda _part: MASKED_MAIL,
            "mention": self._mention,
            "domain": self._domain,
            "decimal": self._decimal,
            "compound": self._compound_part,
            "word": lambda part: self._named(part, folded(part)),
        }

    def text(self, text: str) -> str:
        """A text without names, ids and addresses; in canonical form where one stood over several of its words."""
        plain = canonical(text)
        found = self.across_words(plain)
        tokens = (text if found == plain else found).split(" ")
        return self.put_together(tokens, list(map(self.word, tokens)))

    def put_together(self, tokens: Sequence[str], masked: Sequence[str]) -> str:
        """A text of masked tokens, without the names that its words are only since its links were cut.

        Args:
            tokens: what stands between its blanks.
            masked: what stands in place of each.
        """
        text = " ".join(masked)
        if not any(map(is_cut, tokens, masked)):
            return text
        plain = canonical(text)
        found = "".join(part if _MARKER.fullmatch(part) else self._phrases(part) for part in _MARKER.split(plain))
        return text if found == plain else found

    def words_left(self, masked: str) -> tuple[str, ...]:
        """The words of a masked token, folded; of what stands in place of somebody an empty one."""
        parts = _MARKER.split(masked)
        return tuple(chain.from_iterable(("",) if _MARKER.fullmatch(part) else words_of(part) for part in parts))

    def word(self, token: str) -> str:
        """What stands between two blanks of a text, masked by itself; as it was where nothing had to be."""
        quick = self._quick(token)
        if quick is not None:
            return quick
        plain = canonical(token)
        masked = self._parts(self.across_words(plain))
        return token if masked == plain else masked

    def across_words(self, text: str) -> str:
        """A text in canonical form, without what may go over several of its words."""
        return self._phrases(self._addresses(text))

    def hashtags(self, hashtags: str) -> str:
        """Hashtags without their signs, a line each."""
        signed = "\n".join(f"#{one}" for one in hashtags.split("\n"))
        return "\n".join(one.removeprefix("#") for one in self.word(signed).split("\n"))

    def links(self, links: str) -> str:
        """Links, a line each."""
        return "\n".join(map(self.link, links.split("\n")))

    def link(self, link: str) -> str:
        """A link or a host, cut to its registered domain."""
        plain = canonical(link.strip())
        masked = self._cut(plain) if "." in plain else self._parts(self.across_words(plain))
        return link if masked == plain else masked

    def _quick(self, token: str) -> str | None:
        """The commonest kinds of tokens, in fewer steps; None of any other."""
        if not token.isascii():
            return None
        bare = token.rstrip(_BEHIND_WORDS)
        if bare.isalpha():
            return self._named(bare, bare.lower()) + token[len(bare) :]
        first = token[:1]
        if first == "@" and bare[1:].isidentifier():
            return f"@{self._pseudonyms.of_handle(bare[1:])}{token[len(bare) :]}"
        if first == "#" and bare[1:].isidentifier():
            return f"#{self._compound(bare[1:])}{token[len(bare) :]}"
        if first == "h" and (found := _SHORT_LINK.fullmatch(token)):
            return self._quick_link(found)
        return None

    def _quick_link(self, found: re.Match[str]) -> str | None:
        host = found[2].lower()
        if host not in self._hosts:
            domain = addresses.registered_domain(host)
            is_kept = host.removeprefix("www.") in self._publishers or domain in self._publishers
            self._hosts[host] = (self._cut(f"{found[1]}{host}/a"), is_kept)
        masked, is_kept = self._hosts[host]
        if is_kept or not found[0][found.end(2) :].strip("/"):
            return None
        return masked if masked == addresses.NO_DOMAIN else found[1] + masked.partition("://")[2]

    def _addresses(self, text: str) -> str:
        if addresses.SIGN_OF_SPELLED_MAIL.search(text):
            text = addresses.SPELLED_MAIL.sub(MASKED_MAIL, text)
        if _ENOUGH_DIGITS.match(text) is None:
            return text
        text = addresses.GROUPED_ID.sub(MASKED_ID, text)
        return addresses.PHONE.sub(lambda found: MASKED_PHONE if addresses.is_phone(found[0]) else found[0], text)

    def _phrases(self, text: str) -> str:
        """Display names of several words, with the signs between their words and the addresses that they reach into.

        Half an address would be taken for none, and keep its path: ``ann smith.example/in/somebody``.
        """
        found = list(self.runs.spans(text) if self.runs.may_stand_in(text) else self._names_in(text))
        if not found:
            return text
        names = [one for one in found if text[one[0] - 1 : one[0]] != "@" or not self._is_handle(text[slice(*one)])]
        kept, at = [], 0
        for start, end in with_addresses(text, names, self._addresses_at(text, names)):
            kept += [text[at:start], MASKED_NAME]
            at = end
        return "".join((*kept, text[at:]))

    def _names_in(self, text: str) -> Iterator[Span]:
        words = WORD.findall(text)
        phrases = list(self._phrases_in(list(map(self._number, words)))) if len(words) > 1 else []
        if not phrases:
            return
        spans = [found.span() for found in islice(WORD.finditer(text), sum(phrases[-1]))]
        yield from ((spans[place][0], spans[place + length - 1][1]) for place, length in phrases)

    def _is_handle(self, name: str) -> bool:
        """Whether a name behind an @ is a handle with dots or a server: a mention, which becomes a pseudonym."""
        return name.lower() in self._names.with_servers

    def _addresses_at(self, text: str, names: Iterable[Span]) -> Iterator[Span]:
        """Where addresses stand in what is written at names without a blank; the signs behind them are left out."""
        for piece in pieces_around(text, names):
            if _IN_ADDRESSES.search(text, *piece) is None:
                continue
            for part in self._part_pattern.finditer(text, *piece):
                address = part[0].rstrip(addresses.BEHIND)
                if part.lastgroup in _ADDRESSES or (part.lastgroup == "domain" and addresses.is_host(address)):
                    yield part.start(), part.start() + len(address)

    def _phrases_in(self, numbers: list[int]) -> Iterator[tuple[int, int]]:
        """The places of display names among words, given as numbers, and of how many words they are."""
        end, begins, length_at = 0, self._begins, self._names.phrases.length_at
        for place, number in enumerate(numbers):
            if place >= end and begins(number) and (length := length_at(numbers, place)):
                end = place + length
                yield place, length

    def _parts(self, text: str) -> str:
        return self._part_pattern.sub(self._part, text)

    def _part(self, found: re.Match[str]) -> str:
        part = found[0]
        return self._masked_by_kind[found.lastgroup or "word"](part)

    def _decimal(self, part: str) -> str:
        numbers, names = folded(part).split("."), self._names
        is_somebody = any(names.is_number_of_somebody(one) or names.is_name(one) for one in numbers)
        return MASKED_ID if is_somebody or _LONG_NUMBER.search(part) else part

    def _mention(self, part: str) -> str:
        end = self._end_of_handle(part[1:]) if self._names.with_servers else 0
        if end:
            return f"@{self._pseudonyms.of_handle(part[1 : end + 1])}{self._parts(part[end + 1 :])}"
        found = WORD.match(part, 1)
        if self._names.with_servers and found is not None and found.end() < len(part):
            apart = " " if part[found.end()].isalnum() else ""
            return self._mention(f"@{found[0]}") + apart + self._parts(part[found.end() :])
        handle = part[1:].partition("@")[0]
        behind = RUN_SCRIPTS.search(handle)
        if behind is None or not behind.start():
            return "@" + self._pseudonyms.of_handle(handle)
        rest = handle[behind.start() :]
        return f"@{self._pseudonyms.of_handle(handle[: behind.start()])} {self._parts(rest)}"

    def _end_of_handle(self, name: str) -> int:
        """Where a handle with dots or a server ends that stands behind a sign; 0 where there is none of that kind."""
        plain = name.lower()
        parted = [found.start() for found in _SEPARATORS.finditer(plain, 0, _LONGEST_HANDLE + 1)]
        ends = [*([len(plain)] if len(plain) <= _LONGEST_HANDLE else []), *reversed(parted)]
        known = next((end for end in ends if plain[:end] in self._names.with_servers), 0)
        if known or "@" in plain:
            return known or len(plain)
        first = plain.partition(".")[0]
        is_one_of_x = (self._names.handles.get(key_of(first)) or "").lower() == first
        return len(plain) if addresses.is_host(plain) and "." in plain and not is_one_of_x else 0

    def _domain(self, part: str) -> str:
        if addresses.is_host(part):
            return self._cut(part)
        return ".".join(self._compound_part(piece) for piece in part.split("."))

    def _compound_part(self, part: str) -> str:
        sign = part[0] if part[0] in "#$" else ""
        hashtag, hyphen, behind = part[len(sign) :].partition("-")
        if hyphen and self._names.is_name(folded(part[len(sign) :].replace("-", "_"))):
            return sign + MASKED_NAME
        if sign:
            return sign + self._compound(hashtag) + hyphen + self._parts(behind)
        return WORD.sub(lambda found: self._named(found[0], folded(found[0])), part)

    def _compound(self, word: str) -> str:
        """A hashtag without its sign: several words written as one."""
        plain = folded(word)
        if plain in self._hashtags:
            return word
        masked = self._named(word, plain, is_compound=True)
        if masked != word or word.isascii():
            return masked
        return WORD.sub(lambda found: self._named(found[0], folded(found[0]), is_compound=True), word)

    def _cut(self, link: str) -> str:
        shown = addresses.cut_link(link, self._publishers, self._names_a_host, self._path)
        is_named = bool(self._publishers) and self._names.has_phrase(self.words_left(shown))
        return addresses.NO_DOMAIN if is_named else shown

    def _names_a_host(self, domain: str) -> bool:
        if domain in self._names.with_servers:
            return True
        label = folded(domain.partition(".")[0])
        if self._names.is_name(label.replace("-", "_"), is_compound=True):
            return True
        if any(self._named(word, folded(word)) != word for word in WORD.findall(domain)):
            return True
        return self._names.has_phrase(words_of(domain))

    def _path(self, path: str) -> str:
        masked = self._phrases(path)
        return WORD.sub(lambda found: self._named(found[0], folded(found[0]), is_compound=True), masked)

    def _named(self, word: str, plain: str, *, is_compound: bool = False) -> str:
        """A word, or what stands in its place if it names somebody."""
        is_name = self._names.is_name(plain, is_compound=is_compound)
        if is_name or (not word.isascii() and self._names.is_name_as_written(plain, word)):
            handle = self._names.handles.get(key_of(plain))
            return self._pseudonyms.of_handle(handle) if handle else MASKED_NAME
        if self._is_key(plain):
            return MASKED_ID
        if plain.isalpha():
            return word
        key = key_of(plain)
        if _LONG_NUMBER.search(key):
            return MASKED_ID
        if addresses.is_local_number(key) and key.isdigit():
            return MASKED_PHONE
        number = _LAST_NUMBER.search(plain)
        digits = number[0] if number and number.start() else plain
        return MASKED_ID if self._names.is_number_of_somebody(digits) else word

    def _is_key(self, plain: str) -> bool:
        """Whether a word is the key of a record or a did, perhaps behind letters as in ``uri3kab``."""
        keys = self._names.id_keys
        if plain in keys or plain.isalpha():
            return plain in keys
        return plain.strip("_") in keys or without_letters(plain).rstrip("_") in keys
