"""Hashtags of a study that no post can have, or those of one platform alone.

What belongs here: why. What does not: what a hashtag of study.toml looks like (study/settings/hashtags.py), and finding
hashtags in texts (patterns.py).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from mtw_pipeline.errors import UserError
from mtw_pipeline.text.patterns import IN_HASHTAGS

_SIGNS = frozenset(chr(int(point, 16)) for point in re.findall(r"\\x\{([0-9A-F]+)\}", IN_HASHTAGS))
_BETWEEN_SEVERAL = r"[,;|\s]+"


def is_of_hashtag(sign: str) -> bool:
    """Whether X and Mastodon let a sign stand in a hashtag."""
    kind = unicodedata.category(sign)
    return sign == "_" or kind[0] in "LM" or kind == "Nd" or sign in _SIGNS


def hashtags_without_matches(hashtags: Iterable[str]) -> Iterator[str]:
    """A sentence for each hashtag that cannot be on every platform."""
    for hashtag in hashtags:
        if all(unicodedata.category(sign)[0] in "NP" for sign in hashtag):
            yield f"study.toml, hashtags: {hashtag!r} matches nothing: no platform has a hashtag without a letter"
            continue
        end = next((place for place, sign in enumerate(hashtag) if not is_of_hashtag(sign)), None)
        if end is not None:
            there = f"there it is #{hashtag[:end]}" if end else "there it is none"
            yield (
                f"study.toml, hashtags: {hashtag!r} matches at most posts of Bluesky: X and Mastodon end a hashtag at"
                f" {hashtag[end]!r}, {there}"
            )


def refuse_no_hashtag(hashtag: str) -> None:
    """See that what somebody names for a new study can be a hashtag.

    Raises:
        UserError: it is nothing, an account, several hashtags in one, or has no letter.
    """
    bare = hashtag.strip().lstrip("#＃")
    several = [one.strip("#＃ ") for one in re.split(_BETWEEN_SEVERAL, bare)]
    if not bare:
        raise UserError("A hashtag is one word, and none stands behind its #", remedy="Name that of the community")
    if bare.startswith(("@", "＠")):
        raise UserError(f"{bare} is an account and no hashtag", remedy="Name the hashtag of the community")
    if len(several) > 1:
        named = " ".join(f"--hashtag {one}" for one in several if one)
        raise UserError(
            f"{bare!r} is no hashtag, which is one word", remedy=f"Name each by itself: {named}" if named else ""
        )
    if all(unicodedata.category(sign)[0] in "NP" for sign in bare):
        raise UserError(f"#{bare} is no hashtag: no platform has one without a letter", remedy="Name another")
