"""Numbers in sentences: one of a thing is told in the singular, wherever a number comes before what it counts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mtw_pipeline
from mtw_pipeline.wording import number_of

PACKAGE = Path(mtw_pipeline.__file__).parent
COUNTED = (
    "accounts|authors|categories|cells|codes|coders|columns|days|draws|edges|events|files|hashtags|ids|lines|measures"
    "|members|minutes|notes|pages|parts|people|places|posts|reasons|records|requests|rows|runs|sheets|tables|terms"
    "|texts|ties|tweets|users|values|windows|words"
)
AFTER_A_NUMBER = re.compile(rf"\s(?:(?:its|good|new|more|other|different|further) )*({COUNTED})\b")
NAMES = re.compile(r"_?[A-Z][A-Z_]+|self\._most_\w+|longest|chosen$|number_of\(|_text\(")
"""Constants and bounds, and what is no number."""
NEVER_ONE = {
    "%s tables": "of the analysts' copy, which has some sixty",
    "tables": "the warehouse opens and holds so many tables",
    "table.categories": "a kappa has two at least",
    "len(found)": "files that fit several windows",
    "len(files)": "told of several alone",
    "len(wanted)": "more than may be in an archive",
    "columns": "more than a table may have",
    "len(merged)": "told of several alone",
    "int(counts['denied_retweets'])": "a note of three at least",
    "posters": "of the synthetic community, for programmers",
    "tweets": "likewise",
    "rows / seconds": "a speed",
    "len(places[key])": "a column that stands several times",
}
"""Expressions that are two at least where they stand, and why."""


def counted_without_singular(source: str) -> Iterator[str]:
    """The expressions that a plural follows whatever they are."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            for value, following in zip(node.values, node.values[1:], strict=False):
                if isinstance(value, ast.FormattedValue) and isinstance(following, ast.Constant):
                    told = ast.unparse(value.value)
                    if AFTER_A_NUMBER.match(str(following.value)) and not NAMES.match(told):
                        yield told
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (
                found[0] for found in re.finditer(rf"(?:%[sd,]*[sd]|{{}}){AFTER_A_NUMBER.pattern}(?!/)", node.value)
            )


def test_one_is_told_in_the_singular() -> None:
    assert [number_of(many, "row") for many in (0, 1, 2, 1_000)] == ["0 rows", "1 row", "2 rows", "1,000 rows"]
    assert number_of(1, "entry is", "entries are") == "1 entry is"
    assert number_of(7, "entry is", "entries are") == "7 entries are"


@pytest.mark.parametrize(
    "line", ['f"{n:,} rows"', 'f"of its {len(x)} good tweets, all"', 'log("%s rows so far", n)', '"{} rows".format(n)']
)
def test_a_plural_behind_any_number_is_found(line: str) -> None:
    assert list(counted_without_singular(line))


def test_no_sentence_has_a_plural_whatever_its_number() -> None:
    """Write it with ``wording.number_of``; what is two at least stands in ``NEVER_ONE`` with the reason."""
    found = [
        f"{path.relative_to(PACKAGE)}: {told}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for told in counted_without_singular(path.read_text(encoding="utf-8"))
        if told not in NEVER_ONE
    ]
    assert found == []
