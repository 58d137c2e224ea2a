"""Who takes for granted that an id is a number, a handle a word, or an address one of X: named here, each with why.

Whoever writes such a pattern elsewhere is to ask mtw_pipeline/platforms.py, which knows of every platform, or to say
here why X alone is meant.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIGN = re.compile(
    r"(?:\[0-9\]|\\d)\{(?:1,19|1,20|[5-9],|1[0-9],)"  # digits as ids have them
    r"|\[(?:A-Za-z|a-z|a-zA-Z)0-9_\](?:\+|\{1,(?:15|20)\})"  # a handle of X
    r"|(?:twitter|\bx)(?:\|x\))?\\?\.com"
    r"|1288834974657|>> ?22"  # the time inside of an id
)
READERS = (
    "mtw_pipeline/exports/", "sql/exports/", "mtw_pipeline/collect/", "mtw_pipeline/study/settings/collect.py",
    "mtw_pipeline/synthetic/",
)  # fmt: skip
"""Of one platform each, or asked by the platform of the row."""
KNOWN = {
    "mtw_pipeline/platforms.py": "the one place that knows",
    "mtw_pipeline/text/patterns.py": "mentions in texts of X; those of others in mention_patterns.py",
    "mtw_pipeline/text/mention_patterns.py": "mentions in texts of Bluesky and Mastodon",
    "mtw_pipeline/text/words.py": "handles of X, beside those with dots and servers",
    "sql/tables/text/tweet_tokens.sql": "the quick way for texts of X",
    "sql/tables/tweets/tweets.sql": "links of X to its own media, by the platform of the row",
    "sql/tables/network/response_delays.sql": "the time inside of ids of X; other ids match no digits",
    "sql/published/known_handles.sql": "words whose hashes were forgotten, beside addresses and handles with servers",
    "sql/published/known_short_ids.sql": "keys of records of Bluesky",
    "sql/forgetting/known_names.sql": "handles of X in texts, beside those with dots and servers",
    "sql/forgetting/rejected_rows_naming.sql": "words, beside addresses and handles with servers",
    "sql/forgetting/texts_that_name.sql": "numbers, beside addresses",
    "mtw_pipeline/forgetting/names.py": "numbers and words, beside addresses and handles with servers",
    "mtw_pipeline/forgetting/traces.py": "likewise, in bytes",
    "mtw_pipeline/coding/frozen_sample.py": "numbers, beside addresses",
    "mtw_pipeline/coding/sheets/code_pages.py": "numbers that spreadsheets hurt; addresses they leave alone",
}


def found_in(text: str) -> list[str]:
    return SIGN.findall(text)


def test_nobody_else_takes_ids_for_numbers_or_handles_for_words() -> None:
    files = [path for room in ("mtw_pipeline", "sql") for path in (ROOT / room).rglob("*")]
    named = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.suffix in {".py", ".sql", ".js", ".j2"} and found_in(path.read_text(encoding="utf-8"))
    }
    assert {name for name in named if not name.startswith(READERS)} == KNOWN.keys()


@pytest.mark.parametrize(
    "line",
    [
        "'^[0-9]{1,19}$'", r"\d{15,}", "'@([A-Za-z0-9_]{1,15})'", "https://x.com/i/status", r"(?:twitter|x)\.com",
        "[a-z0-9_]+", "(id >> 22) + 1288834974657",
    ],
)  # fmt: skip
def test_what_would_be_such_an_assumption_is_seen(line: str) -> None:
    assert found_in(line)


@pytest.mark.parametrize("line", ["[0-9]{4}-[0-9]{2}", "[a-z]+", "https://example.com", "box.company", "{1,20}"])
def test_what_is_none_is_not(line: str) -> None:
    assert not found_in(line)
