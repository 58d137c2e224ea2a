"""Who is named in a text of Bluesky or Mastodon, where the platform marks nobody."""

import duckdb
import pytest

from mtw_pipeline.text.mention_patterns import BLUESKY_MENTION, MASTODON_MENTION, MASTODON_REPLY


def found(text: str, pattern: str) -> list[str]:
    [(names,)] = duckdb.execute(
        "select regexp_extract_all($text, $pattern, 1)", {"text": text, "pattern": pattern}
    ).fetchall()
    return list(names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ann.bsky.social and (@bob.inv.example), @cy.example.", ["ann.bsky.social", "bob.inv.example", "cy.example"]),
        ("＠ann.bsky.social's @a-b.c-d.example!", ["ann.bsky.social", "a-b.c-d.example"]),
        ("mail ann@inv.example, see https://inv.example/@bob.example", []),
        ("@ann alone, @-ann.example, @ann.1, @ann..example", []),
    ],
)
def test_handles_of_bluesky_are_domains(text: str, names: list[str]) -> None:
    assert found(text, BLUESKY_MENTION) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ann@inv.example @bob_1@far.example: (@c.y@xn--inv-5ya.example).", ["ann@inv.example", "bob_1@far.example",
         "c.y@xn--inv-5ya.example"]),
        ("＠ann@ínv.example", ["ann@ínv.example"]),
        ("@ann alone, ann@inv.example, https://inv.example/@ann@far.example", []),
    ],
)  # fmt: skip
def test_handles_of_mastodon_have_a_server(text: str, names: list[str]) -> None:
    assert found(text, MASTODON_MENTION) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [(" @ann@inv.example yes", "ann@inv.example"), ("yes @ann@inv.example", ""), ("@ann yes", "")],
)
def test_an_answer_on_mastodon_begins_with_whom_it_answers(text: str, name: str) -> None:
    [(answered,)] = duckdb.execute(
        "select regexp_extract($text, $pattern, 1)", {"text": text, "pattern": MASTODON_REPLY}
    ).fetchall()
    assert answered == name
