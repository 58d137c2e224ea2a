"""Handles, ids and addresses inside texts and links, put out of sight.

What belongs here: from a text to the text that may be published. What does not: pseudonyms themselves (pseudonyms.py).
A text quoted word for word can still be found by searching for it (docs/decisions/0050-pseudonyms.md).
"""

import re
from collections.abc import Collection

from mtw_pipeline.published.pseudonyms import Pseudonyms

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ADDRESS = re.compile(r"(?i)(?<![A-Za-z0-9@-])((?:https?://)?)((?:[a-z0-9-]+\.)+[a-z]{2,})(/[^\s<>\"]*)")
_MENTION = re.compile(r"(?<![A-Za-z0-9_])[@＠]([A-Za-z0-9_]{1,20})")
_WORD = re.compile(r"(?<![@＠A-Za-z0-9_])[A-Za-z0-9_]{2,20}(?![A-Za-z0-9_])")
_LONG_NUMBER = re.compile(r"(?<![A-Za-z0-9_])[0-9]{15,19}(?![A-Za-z0-9_])")
_STATUS = re.compile(r"(?i)^/([A-Za-z0-9_]{1,20})(?:/(?:status(?:es)?|web/status)/([0-9]{1,19}))?")
_TWITTER = ("twitter.com", "x.com", "nitter.net")
_LEADS_TO_PEOPLE = (
    "t.co", "pic.twitter.com", "pic.x.com", "facebook.com", "instagram.com", "linkedin.com", "tiktok.com",
    "threads.net", "youtube.com/@", "linktr.ee", "patreon.com", "ko-fi.com", "onlyfans.com", "paypal.me",
    "buymeacoffee.com", "t.me", "wa.me", "bsky.app",
)  # fmt: skip
MASKED_PATH = "/[masked]"


class Masking:
    """Masks texts with the pseudonyms of one study.

    Args:
        pseudonyms: the study's pseudonyms.
        handles: the handles that the study knows, in lower case. Where one stands in a text without its @, it is
            masked if it cannot be taken for a word: it holds a digit, an underscore or a capital inside.
    """

    def __init__(self, pseudonyms: Pseudonyms, handles: Collection[str]) -> None:
        self._pseudonyms = pseudonyms
        self._handles = frozenset(handles)

    def words(self, text: str) -> str:
        """A text without e-mail addresses, handles, ids and links that lead to people."""
        masked = _MAIL.sub("[e-mail]", text) if "@" in text else text
        if "/" in masked:
            masked = _ADDRESS.sub(self._address, masked)
        if "@" in masked or "＠" in masked:
            masked = _MENTION.sub(lambda found: "@" + self._pseudonyms.of_handle(found[1]), masked)
        masked = _LONG_NUMBER.sub("[id]", masked)
        return _WORD.sub(self._word, masked)

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        if word.lower() not in self._handles:
            return word
        plain = word.isalpha() and (word.islower() or word.isupper() or word[1:].islower())
        return word if plain else self._pseudonyms.of_handle(word)

    def _address(self, found: re.Match[str]) -> str:
        scheme, host, path = found[1], found[2], found[3]
        bare = re.sub(r"^(www|m|mobile)\.", "", host.lower())
        if bare in _TWITTER:
            return scheme + host + self._twitter_path(path)
        leads = any((bare + path.lower()).startswith(one) or bare.endswith(f".{one}") for one in _LEADS_TO_PEOPLE)
        return scheme + host + MASKED_PATH if leads else found[0]

    def _twitter_path(self, path: str) -> str:
        parts = _STATUS.match(path)
        if parts is None:
            return MASKED_PATH
        if parts[1].lower() in {"hashtag", "search"}:
            return path
        tweet = f"/status/{self._pseudonyms.of_tweet_id(parts[2])}" if parts[2] else ""
        return f"/{'i' if parts[1].lower() == 'i' else self._pseudonyms.of_handle(parts[1])}{tweet}"
