"""Whose tweets a file holds, where it is named after their author.

What belongs here: names of files. What does not: names of columns (names.py).
"""

import re
from pathlib import PurePosixPath

from mtw_pipeline.exports.proposing.names import words_of

_NOT_OF_A_HANDLE = re.compile(
    r"(?i)^(tweets?|timeline|export|archive|posts|data|x|twitter)[ _.-]+(of|by|from|de|von)?[ _.-]*|"
    r"[ _.-]+(tweets?|timeline|export|archive|posts|data|[0-9]{1,8}|\([0-9]+\))$"
)
_HANDLE = re.compile(r"@?[A-Za-z0-9_]{1,20}")
_NO_AUTHOR = frozenset({
    "tweets", "tweet", "data", "export", "table", "tabelle", "datos", "dados", "sheet", "posts", "archive", "ours",
    "all",
    "out", "output", "results", "sample", "test", "merged", "final", "dataset", "collection",
})  # fmt: skip
_OF_NO_ACCOUNT = frozenset({
    "annotated", "annotations", "coded", "corpus", "dataset", "dev", "hashtag", "hashtags", "labeled", "labelled",
    "labels", "query", "scraped", "scraper", "search", "sentiment", "sentiments", "test", "train", "training", "tweets",
    "validation",
})  # fmt: skip
"""Words in the names of files that hold a collection, and not the tweets of one account."""


def author_in(file_name: str) -> str | None:
    """The pattern of a file that is named after its author; None where it is not."""
    name = PurePosixPath(file_name).name
    stem, _, ending = name.removesuffix(".gz").partition(".")
    bare = stem
    while _NOT_OF_A_HANDLE.search(bare):
        shorter = _NOT_OF_A_HANDLE.sub("", bare, count=1)
        if not shorter:
            return None
        bare = shorter
    if not _HANDLE.fullmatch(bare) or bare.lower() in _NO_AUTHOR or bare.isdigit():
        return None
    if not _OF_NO_ACCOUNT.isdisjoint(words_of(bare)):
        return None
    return re.sub(r"[0-9]+(?=[^{}]*$)", "*", stem.replace(bare, "{author_handle}", 1)) + (
        f".{ending}" if ending else ""
    )
