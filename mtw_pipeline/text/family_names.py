"""Which part of a display name is the family name, as lists and references put it first: ``van der Blim, Joost``.

What belongs here: telling the two parts of a name apart. What does not: which forms of a name are looked for
(published/names/known.py, forgetting/display_names.py).
"""

_PARTICLES = frozenset({
    "abu", "af", "al", "av", "ben", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do",
    "dos", "du", "e", "el", "ibn", "la", "las", "le", "los", "mac", "mc", "o", "st", "te", "ten", "ter", "van", "vom",
    "von", "y", "zu", "zum", "zur", "ó",
})  # fmt: skip
"""Words between a first name and a family name that are of the family name."""


def family_name_first(name: str) -> str:
    """A name turned round; empty where nothing tells which of its words are the family name."""
    first, *family = name.split() or [""]
    particles = (one.lower().strip(".,") for one in family[:-1])
    return " ".join((*family, first)) if family and _PARTICLES.issuperset(particles) else ""
