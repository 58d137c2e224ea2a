"""Copies of a sample under ids, handles and user ids of their own, and the way back from what was read of them.

What belongs here: names. What does not: damage (tables.py, documents.py). The id of a copied tweet holds its time, as a
true one does: the samples' own ids are of one moment.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

_EPOCH = 1_288_834_974_657
_TWEET_ID = re.compile(r"134640000000000000([0-9])")
_USER_ID = re.compile(r"(?<![0-9])900([0-9])(?![0-9])")
_HANDLE = re.compile(r"([Ii])nv([_-])([0-9])")

_COPIED_TWEET_ID = re.compile(r"134[0-9]{16}")
_COPIED_USER_ID = re.compile(r"(?<![0-9])90[0-9]{4}([0-9])(?![0-9])")
_COPIED_HANDLE = re.compile(r"([Ii])nv[0-9]{4}([_-])([0-9])")


@dataclass(frozen=True)
class Copy:
    """A copy of a sample.

    Args:
        number: which, from 0 to 999; each has other tweets.
        of_others: whether its accounts have other names too; the sample of one account's archive has none.
    """

    number: int
    of_others: bool = True

    def tweet_id(self, digit: int) -> int:
        """The id of a tweet: its time, a machine, and a sequence number, which half of them have."""
        if digit == 0:  # what a program that knows only doubles makes of the first
            return int(float(self.tweet_id(1)))
        posted = datetime(2021, 1, digit + 4, 10, tzinfo=UTC)
        machine = (self.number * 37 + digit) % 1024
        sequence = (self.number + digit) % 2 * (1 + (self.number * 5 + digit) % 29)
        return (int(posted.timestamp() * 1000) + self.number - _EPOCH) << 22 | machine << 12 | sequence

    def text(self, text: str) -> str:
        """A text of the sample, under the names of the copy."""
        text = _TWEET_ID.sub(lambda found: str(self.tweet_id(int(found[1]))), text)
        if not self.of_others:
            return text
        text = _USER_ID.sub(lambda found: f"90{self.number:04d}{found[1]}", text)
        return _HANDLE.sub(lambda found: f"{found[1]}nv{self.number:04d}{found[2]}{found[3]}", text)

    def cells(self, row: Mapping[str, str]) -> dict[str, str]:
        """A row of the sample, under the names of the copy."""
        return {name: self.text(cell) for name, cell in row.items()}

    def document(self, document: object) -> object:
        """A document of the sample, under the names of the copy."""
        return json.loads(self.text(json.dumps(document)))


def plain(value: object, ids: Mapping[str, str]) -> object:
    """What was read of any copy, under the names of the sample.

    Args:
        value: a text, a list of such or anything else, which stays as it is.
        ids: from the ids of copied tweets to those of the sample.
    """
    if isinstance(value, list):
        return [plain(one, ids) for one in value]
    if not isinstance(value, str):
        return value
    text = _COPIED_TWEET_ID.sub(lambda found: ids.get(found[0], found[0]), value)
    text = _COPIED_USER_ID.sub(r"900\1", text)
    return _COPIED_HANDLE.sub(r"\1nv\2\3", text)


def plain_ids(copies: int) -> dict[str, str]:
    """From the ids of copied tweets to those of the sample."""
    return {
        str(Copy(number).tweet_id(digit)): f"134640000000000000{digit}"
        for number in range(copies)
        for digit in range(10)
    }
