"""The file that asks to forget: posts or accounts, one a line, or a table with a column of them.

What belongs here: which of its cells ask for something. What does not: what an id or a handle is (platforms.py), who is
forgotten already (register.py). A line that is not understood ends it: what nobody read would not be forgotten.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.errors import UserError, need_file
from mtw_pipeline.platforms import Asked, asked_account, asked_post
from mtw_pipeline.spreadsheets import decoded

_DELIMITERS = ",;\t"
_LABEL_OF_STATUS = re.compile(r"tag:[^\s,]+,[^\s,;]+")
"""What the first versions of Mastodon gave a status in place of an address; it holds a comma."""


@dataclass(frozen=True)
class _Kind:
    """What a file asks for.

    Args:
        what: one of them, for people.
        several: several of them.
        headers: names of the column of a table that holds them, in lower case with _ for blanks.
        understood: what a text means.
    """

    what: str
    several: str
    headers: frozenset[str]
    understood: Callable[[str], Asked]


_POSTS = _Kind(
    "id or address of a post",
    "posts",
    frozenset({"id", "id_str", "tweet_id", "tweet", "status_id", "post_id", "uri", "url", "link"}),
    asked_post,
)
_ACCOUNTS = _Kind(
    "handle or user id",
    "accounts",
    frozenset({
        "id", "user", "user_id", "author_id", "handle", "screen_name", "user_name", "username", "did", "acct",
        "account", "uri", "url", "link",
    }),
    asked_account,
)  # fmt: skip


def asked_tweets(path: Path) -> frozenset[str]:
    """Ids of posts from a file: ids or addresses of posts, of any platform.

    Raises:
        UserError: there is no such file, it asks for nothing, or a line is not understood; the line is named.
    """
    return frozenset(_asked(path, _POSTS))


def asked_users(path: Path) -> dict[str, int]:
    """Accounts from a file: handles, user ids, dids or addresses of profiles; in lower case, each with its first line.

    Raises:
        UserError: as ``asked_tweets``.
    """
    return _asked(path, _ACCOUNTS)


def _asked(path: Path, kind: _Kind) -> dict[str, int]:
    need_file(path, f"Check its name: in it stands one {kind.what} a line")
    content = path.read_bytes()
    try:
        text = decoded(content)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # beside ids and handles, which are ASCII, may stand anything
    found: dict[str, int] = {}
    for number, cell in _cells(path, text, kind):
        found.setdefault(_found(path, number, cell, kind), number)
    if not found:
        raise UserError(
            f"The file asks for no {kind.several}",
            where=str(path),
            remedy="Write them into it, one a line, and save it",
        )
    return found


def _found(path: Path, number: int, cell: str, kind: _Kind) -> str:
    asked = kind.understood(cell)
    if asked.found is None:
        said = f"This is no {kind.what}" + (f": {asked.why_not}" if asked.why_not else "")
        raise UserError(said, where=f"{path}, line {number}", remedy="One a line, nothing else")
    return asked.found


def _cells(path: Path, text: str, kind: _Kind) -> Iterator[tuple[int, str]]:
    """The number of each line that asks for something, and what it asks for."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    for delimiter in _DELIMITERS:
        names = [_column_name(cell) for cell in next(csv.reader([first[:1000]], delimiter=delimiter), [])]
        if any(name in _POSTS.headers | _ACCOUNTS.headers for name in names):
            yield from _of_table(path, text, delimiter, names, kind)
            return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, _alone(path, number, line.strip())


def _of_table(path: Path, text: str, delimiter: str, names: Sequence[str], kind: _Kind) -> Iterator[tuple[int, str]]:
    """What stands in the column of a table whose first row names it."""
    column = next((place for place, name in enumerate(names) if name in kind.headers), None)
    if column is None:
        shortest = min(kind.headers - {"id"}, key=len)
        raise UserError(
            f"No column of the table is of {kind.several}",
            where=f"{path}, line 1: {', '.join(names)}",
            remedy=f"Name it {shortest}, or write the {kind.several} into a file, one a line",
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        is_header = True
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if is_header:
                is_header = False
                continue
            cells = _with_whole_label(row) if delimiter == "," else row
            if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                raise _several(path, reader.line_num)
            if column < len(cells) and cells[column].strip():
                yield reader.line_num, cells[column].strip()
    except csv.Error as error:
        raise UserError(
            f"The file is no table: {error}", where=f"{path}, line {reader.line_num}",
            remedy="Write one a line into a text file",
        ) from error  # fmt: skip


def _with_whole_label(row: Sequence[str]) -> Sequence[str]:
    if row[0].startswith("tag:") and _LABEL_OF_STATUS.fullmatch(",".join(row[:2]).strip()):
        return [",".join(row[:2]), *row[2:]]
    return row


def _alone(path: Path, number: int, line: str) -> str:
    """What a line asks for that may hold one thing alone: a second one would not be forgotten, and nobody would know.

    An address that holds a comma stands in quotation marks.
    """
    if line.count('"') > 1 and line.startswith('"'):
        inside, _, rest = line[1:].partition('"')
    elif label := _LABEL_OF_STATUS.match(line):
        inside, rest = label[0], line[label.end() :]
    else:
        place = min((at for sign in _DELIMITERS if (at := line.find(sign)) >= 0), default=len(line))
        inside, rest = line[:place], line[place:]
    if rest.strip(f'{_DELIMITERS} "'):
        raise _several(path, number)
    return inside.strip().strip('"')


def _several(path: Path, number: int) -> UserError:
    return UserError(
        "More than one thing stands in this line, and it is not clear which of them is to be forgotten",
        where=f"{path}, line {number}",
        remedy="Write one a line; or give the columns names in the first line, as tweet_id or handle",
    )


def _column_name(cell: str) -> str:
    return "_".join(cell.strip().strip("'\"#@").lower().replace("-", " ").split())
