"""Whether a word is one of those that the register holds the hash of.

What belongs here: asking word by word, of texts and of bytes. What does not: the register itself (register.py).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.platforms import accounts_in, post_of_address, posts_in, without_posts

_NUMBER = re.compile("[0-9]{5,}")
_WORD = re.compile("[A-Za-z0-9_]+")
_NO_ID = "0"
_LONGEST_BY_CHANCE = 2


class ForgottenNames:
    """The names that are forgotten: known again where they are met, which is all that hashes allow.

    Args:
        register: the register.
    """

    def __init__(self, register: Register) -> None:
        self.register = register

        @lru_cache(maxsize=1 << 18)
        def hashed(word: str) -> str:
            return register.hashed(word)

        self._hashed = hashed

    def is_tweet(self, tweet_id: str) -> bool:
        """Whether the tweet of an id is forgotten."""
        return self._hashed(post_of_address(tweet_id) if "/" in tweet_id else tweet_id) in self.register.tweets

    def is_user(self, name: str) -> bool:
        """Whether the account of a handle or user id is forgotten."""
        return self._hashed(name) in self.register.users

    def names_tweet(self, text: str) -> bool:
        """Whether the id of a forgotten tweet stands in a text, or an address that leads to it."""
        return bool(self.register.tweets) and (
            any(map(self.is_tweet, _NUMBER.findall(text))) or any(map(self.is_tweet, posts_in(text)))
        )

    def names_user(self, text: str) -> bool:
        """Whether the handle or user id of a forgotten account stands in a text, as a whole word."""
        return bool(self.register.users) and (
            any(map(self.is_user, _WORD.findall(text))) or any(map(self.is_user, accounts_in(text)))
        )

    def names_user_in_path(self, path: str) -> bool:
        """Whether it stands in a path, also between underscores, which part the words in names of files."""
        return self.names_user(path) or any(map(self.is_user, _between_underscores(path)))

    def without_ids(self, text: str) -> str:
        """A text with 0 for the ids of forgotten tweets, and zeros for what names them in addresses."""
        bare = without_posts(text, self.is_tweet)
        return _NUMBER.sub(lambda found: _NO_ID if self.is_tweet(found[0]) else found[0], bare)

    def any_tweet(self, tweet_ids: Iterable[str]) -> bool:
        """Whether one of some ids is that of a forgotten tweet."""
        return any(map(self.is_tweet, tweet_ids))


def _between_underscores(path: str) -> Iterator[str]:
    """What stands between any two underscores of a word; so few letters may stand there by chance."""
    for word in _WORD.findall(path):
        pieces = word.split("_")
        joined = ("_".join(pieces[start:end]) for start, end in combinations(range(len(pieces) + 1), 2))
        yield from (one for one in joined if len(one) > _LONGEST_BY_CHANCE)
