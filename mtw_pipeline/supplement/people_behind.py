"""How many people stand behind each count of the report.

What belongs here: asking the warehouse. What does not: what becomes of counts behind which few stand (suppression.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.parts import read_only
from mtw_pipeline.study.settings.hashtags import as_in_tables
from mtw_pipeline.warehouse.connection import Warehouse

Cell = tuple[str | None, ...]


@dataclass(frozen=True)
class PeopleBehind:
    """People by part of the report and cell of it; nobody behind a cell that is not known."""

    people: Mapping[tuple[str, Cell], int]

    def of(self, part: str, *cell: str | None) -> int:
        """The people behind one cell.

        Args:
            part: ``type``, ``platform``, ``platform type``, ``format``, ``language``, ``day``, ``month``, ``resource``,
                ``no resource``, ``sentiment``, ``code``, ``no code``, ``cell``, ``word``, ``pair``, ``hashtag``,
                ``file``, ``group without``, ``counts``, ``counts of``, or these two of a platform or the sample.
            cell: what the cell is of: a category, or several variables and categories.
        """
        return self.people.get((part, cell), 0)

    def has_few(self, part: str, fewest: int) -> bool:
        """Whether fewer than so many people stand behind a cell of a part."""
        return any(name == part and people < fewest for (name, _), people in self.people.items())

    @property
    def without_variable(self) -> Mapping[tuple[str, str, str], int]:
        """By kind of group, group and variable: the people behind its tweets that are without the variable."""
        return {
            (str(cell[0]), str(cell[1]), str(cell[2])): people
            for (part, cell), people in self.people.items()
            if part == "group without"
        }

    def without_code(self, variable: str, category: str) -> int:
        """The people behind the coded tweets that have the variable and not the category; 0 where nobody counted."""
        return self.of("no code", variable, category)


def people_behind(warehouse: Warehouse, facts: ReportFacts) -> PeopleBehind:
    """Who stands behind the facts of a window; a statement that fails leaves nobody behind its cells.

    Args:
        warehouse: the open warehouse.
        facts: the facts, as the team sees them.
    """
    asked: dict[str, dict[str, object]] = {
        "tweets": {"study_hashtags": as_in_tables(facts.settings.hashtags)},
        "engagement": {},
        "sentiment": {},
        "files": {},
        "groups": {},
        "codes": {},
        "words": {"words": sorted(set(_words(facts)))},
        "pairs": {"pairs": sorted(set(_pairs(facts)))},
        "hashtags": {"hashtags": sorted(set(_hashtags(facts)))},
    }
    attempts = Attempts()
    found: dict[tuple[str, Cell], int] = {}
    for name, parameters in asked.items():
        given = {"collection_window": facts.window.key, **parameters}
        found |= attempts.value(f"people behind {name}", _read, warehouse, name, given) or {}
    return PeopleBehind(found)


def words_of(facts: ReportFacts) -> frozenset[str]:
    """The words of texts that stand in the facts of a window, and the pairs of words, with a blank between."""
    return frozenset((*_words(facts), *_pairs(facts)))


def _pairs(facts: ReportFacts) -> Iterator[str]:
    return (entry.name for entry in read_only(facts.text.bigrams))


def _read(warehouse: Warehouse, name: str, parameters: Mapping[str, object]) -> dict[tuple[str, Cell], int]:
    rows = warehouse.query(f"supplement/people_behind_{name}", parameters).fetchall()
    return {(str(part), tuple(cell)): int(people) for part, cell, people in rows}


def _words(facts: ReportFacts) -> Iterator[str]:
    yield from (entry.name for entry in (*read_only(facts.words), *read_only(facts.text.more_words)))
    yield from (entry.word for entry in read_only(facts.text.key_words))
    yield from (word for entry in read_only(facts.text.lists) for word in entry.words)
    yield from (word for entry in read_only(facts.communities) for word in entry.words)


def _hashtags(facts: ReportFacts) -> Iterator[str]:
    yield from (entry.name for entry in read_only(facts.hashtags))
    yield from (hashtag.lstrip("#") for entry in read_only(facts.communities) for hashtag in entry.hashtags)
