"""In which other ways people write a display name: without its titles, its middle initials, its apostrophes.

What belongs here: from a display name to the ways of writing it. What does not: which of them are looked for, and in
which form (published/names/known.py, forgetting/display_names.py). A way of fewer than two words is none: a first name
or a surname alone names many.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from mtw_pipeline.text.family_names import family_name_first

_TITLES = frozenset({
    "dr", "dra", "prof", "profa", "professor", "doctor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady",
    "rev", "reverend", "fr", "frau", "herr", "mme", "mlle", "sr", "sra", "srta", "don", "doña", "pd", "dipl-ing", "ing",
    "mag", "med", "phil", "rer", "nat", "jur", "habil", "hc", "univ-prof", "assoc", "hon", "dott", "dottssa", "ir",
    "drs", "mgr", "lic", "rabbi", "imam", "pastor", "capt", "col", "lt", "sgt",
})  # fmt: skip
"""Words before names, in lower case and without dots."""
_DEGREES = frozenset({
    "jr", "sr", "ii", "iii", "iv", "phd", "dphil", "md", "mba", "msc", "ma", "ba", "bsc", "mph", "jd", "esq", "llm",
    "rn", "pe", "cpa", "edd", "dds", "obe", "mbe", "cbe", "frs", "frsa", "frse", "mp", "msp", "mep", "mdb",
})  # fmt: skip
"""Words behind names, likewise."""
_BEFORE_A_NAME = re.compile(r"(?:\s*[#@]\S+)+\s+(?=\S)")
_SIGNS = re.compile(r"\s[#@&+=*-](?=\s|\w)|[|•·–—,(/~:;<>{}!?…“”„«»\"\[\]\u2122\u2190-\u2bff\U0001f000-\U0001faff]")
_OF_INITIALS, _INITIALS = re.compile("[A-Z]{2,3}"), re.compile(r"\b([^\W\d_])\.\s?(?=[^\W\d_]\.)")
_PARTICLE = "[ODL]|Ma?c|Fitz|De[lr]?|Di|Du|Da|La|Le|Van|Von|Al|El|Ben"
_JOINED_PARTICLE = re.compile(rf"\b({_PARTICLE})(?=[A-Z][a-z])")
_PARTED_PARTICLE = re.compile(rf"\b((?i:{_PARTICLE}))[ ](?=[A-Z])")
_QUOTED = (
    r'"([^"]+)"',
    "“([^”]+)”",
    "„([^“”]+)[“”]",
    "«([^»]+)»",
    "['‘’]([^'‘’]+)['’]",
    r"\(([^()]+)\)",
    r"\[([^\[\]]+)\]",
)
_NICKNAME = re.compile(rf"(?<=\S)\s+(?:{'|'.join(_QUOTED)})\s+(?=\w)")
_PRONOUNS = re.compile(
    r"(?i)(?<=\w)\s+(?:(?:she|he|they|ella|él|elles?|il|sie|er|xe|ze|hen|any)\s*[/|·]\s*\w+"
    r"|she her|he him|they them)\b"
)
_SHORTCODE = re.compile(r"\s*(?<!\w):(?=\w*[A-Za-z])[A-Za-z0-9_+-]{2,}:(?!\w)\s*")
"""An emoji of a server of Mastodon, as display names hold it: ``:verified:``."""
_APOSTROPHES, _HYPHENS = re.compile("['`´‘’‛′＇]"), re.compile("[-\u2010-\u2012\u2212\uff0d]")
_PARTING = re.compile(rf"(?<=\w)(?:{_APOSTROPHES.pattern}|{_HYPHENS.pattern}|[.\u02bc])(?=\w)")
_MAY_PART = re.compile(rf"{_PARTING.pattern}|(?<=\s)\w+\. (?=\w)")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe",
                          "å": "aa", "Å": "Aa"})  # fmt: skip
_SPELLING = re.compile("(?i)(?<=[aou])e|(?<=a)a")
_SHORT_IN_ONE_WAY = re.compile(r"(?a:[a-z]+(?: [a-z]+)?)", re.IGNORECASE)
_ANOTHER_WAY = re.compile(rf"{_SPELLING.pattern}|(?-i:\b[A-Z]{{2}}|[a-z][A-Z]|\b[ODL][A-Z])")
_TWO = 2


def is_written_in_one_way(name: str) -> bool:
    """Whether one knows at sight that a name has no other way: as most have, of one or two words of ASCII."""
    return _SHORT_IN_ONE_WAY.fullmatch(name) is not None and _ANOTHER_WAY.search(name) is None


def written_otherwise(name: str) -> set[str]:
    """The other ways in which people write a display name, of two words and more each; also turned round."""
    whole = _PRONOUNS.split(without_shortcodes(unicodedata.normalize("NFC", name)), maxsplit=1)[0]
    return {way for one in (whole, *_by_nickname(whole)) for way in _ways_of(one) if way != name}


def without_shortcodes(name: str) -> str:
    """A display name without the emoji of a server, which are written in letters there."""
    return _SHORTCODE.sub(" ", name).strip() if ":" in name else name


def without_initials_and_nickname(written: str) -> str:
    """Two words without what stands between them: ``Greta "Gee" Q. Blim`` is *Greta Blim*."""
    first, *_, last = written.replace(".", ". ").split()
    return f"{first} {last}"


def _by_nickname(name: str) -> Iterator[str]:
    """A name without the nickname in it, and with that for the first name: ``Greta "Gee" Blim`` is *Gee Blim* too."""
    found = _NICKNAME.search(name)
    if found is None:
        return
    nickname = next(filter(None, found.groups()))
    first, rest = name[: found.start()], name[found.end() :]
    if not any(one[0].islower() for one in (first, nickname, rest)):
        yield from (f"{one} {rest}" for one in (first, nickname))


def _ways_of(name: str) -> set[str]:
    before = _BEFORE_A_NAME.match(name)
    pieces = _SIGNS.split(name[before.end() :] if before else name)
    words = _without_titles_and_degrees(next(filter(str.strip, pieces), "").split())
    if len(words) < _TWO:
        return set()
    shorter = (_without_middle_initials(words), *_with_a_part(words))
    ways = {way for one in (" ".join(words), *shorter) for way in _in_other_signs(one)}
    ways |= {way for one in ways for way in (one.translate(_SPELLED), _SPELLING.sub("", one))}
    ways |= {family_name_first(way) for way in ways}
    ways |= {way for one in (" ".join(words), *shorter) for way in _without_blanks(one)}
    return {way for way in ways if " " in way}


def _without_titles_and_degrees(words: list[str]) -> list[str]:
    while len(words) > _TWO and _bare(words[0]) in _TITLES:
        words = words[1:]
    while len(words) > _TWO and _bare(words[-1]) in _DEGREES:
        words = words[:-1]
    return words


def _bare(word: str) -> str:
    return word.lower().replace(".", "")


def _without_middle_initials(words: list[str]) -> str:
    """A name without the single large letters between its first word and its last."""
    first, *middle, last = words
    return " ".join((first, *(one for one in middle if len(one.rstrip(".")) > 1 or one.islower()), last))


def _with_a_part(words: list[str]) -> Iterator[str]:
    """A name with a part of its double first or family name: people shorten them so, and pairs of words show it."""
    first, *middle, last = words
    for one, other in product(_parts(first), _parts(last)):
        yield " ".join((one, *middle, other))


def _parts(word: str) -> list[str]:
    parts = _HYPHENS.split(word)
    is_double = len(parts) > 1 and all(len(one) > 1 and one[0].isupper() for one in parts)
    return [word, *parts] if is_double else [word]


def _without_blanks(name: str) -> Iterator[str]:
    """A name with signs in it as hashtags and names of files have it: ``#GretaO'Blim`` is two words."""
    if not _MAY_PART.search(name):
        return
    for between in ("", "_"):
        yield _PARTING.sub(" ", name.replace(" ", between))
    first, *others = name.split()
    yield _PARTING.sub(" ", f"{first} {'_'.join(others)}")  # of which the tokens are parted once more


def _in_other_signs(name: str) -> Iterator[str]:
    """A name; with its parts joined that signs part, and parted that are joined."""
    without_apostrophes = _APOSTROPHES.sub("", name)
    yield from (name, without_apostrophes, _HYPHENS.sub("", name), _HYPHENS.sub("", without_apostrophes))
    yield _INITIALS.sub(r"\1", name)
    yield _JOINED_PARTICLE.sub(r"\1 ", name)
    yield _PARTED_PARTICLE.sub(r"\1", name)
    first, _, rest = name.partition(" ")
    if _OF_INITIALS.fullmatch(first) and not rest.isupper():
        yield " ".join((*first, rest))
