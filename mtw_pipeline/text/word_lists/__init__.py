"""Named word lists: the study's own, and those of this program; a list is words, one of them may end in ``*``.

What belongs here: reading lists and laying them out as parameters. What does not: counting (word_list_uses.sql).
The lists of this program name their licence and source in their first lines (docs/word-lists.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from mtw_pipeline.errors import UserError, of_system
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings, WordList
from mtw_pipeline.study.settings.text import is_every_word
from mtw_pipeline.text.words import folded

_SHIPPED = (
    ("positive", "positive words (from VADER's lexicon)"),
    ("negative", "negative words (from VADER's lexicon)"),
)
_ADJECTIVES = (
    ("positive adjective", "positive adjectives (Pattern's lexicon)"),
    ("negative adjective", "negative adjectives (Pattern's lexicon)"),
)


BROAD_LISTS = frozenset(name for _, name in _SHIPPED)
"""The names of this program's lists of positive and of negative words, adjectives or not."""


@dataclass(frozen=True)
class NamedList:
    """A list as it is counted.

    Args:
        name: its name.
        kind: ``group``, ``positive``, ``negative``, or this program's ``positive adjective``, ``negative adjective``.
        terms: its terms, folded, each once, in order.
    """

    name: str
    kind: str
    terms: tuple[str, ...]


def named_lists(settings: StudySettings, root: Path) -> list[NamedList]:
    """The lists of a study, this program's for a kind of sentiment of which the study has none, and its adjectives.

    Args:
        settings: the study's settings.
        root: the study's folder, in which the files of lists lie.

    Raises:
        UserError: a file is not there, is no text, or holds no word; or two lists have one name.
    """
    lists = [_of_study(one, root) for one in settings.word_lists]
    kinds = {one.kind for one in lists}
    lists += [NamedList(name, kind, shipped_terms(kind)) for kind, name in _SHIPPED if kind not in kinds]
    lists += [NamedList(name, kind, shipped_terms(kind)) for kind, name in _ADJECTIVES]
    names = [one.name for one in lists]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UserError(f"Two word lists are named {twice[0]!r}", where="study.toml, [[word_lists]]")
    return lists


def study_list_parameters(study: Study) -> dict[str, object]:
    """``list_parameters`` of a study's own lists, and of this program's where it has none."""
    return list_parameters(named_lists(study.settings, study.root))


def list_parameters(lists: Sequence[NamedList]) -> dict[str, object]:
    """The parameters of word_list_totals.sql and, beside stop words, word_list_uses.sql."""
    rows = [(one.name, one.kind, term) for one in lists for term in one.terms]
    return {
        "lists": [row[0] for row in rows],
        "kinds": [row[1] for row in rows],
        "terms": [row[2] for row in rows],
    }


def _of_study(one: WordList, root: Path) -> NamedList:
    return NamedList(one.name, one.kind, _once([term for _, term in terms_of_study(one, root)]))


def terms_of_study(one: WordList, root: Path) -> list[tuple[str, str]]:
    """The terms of a list of the study as they were written, each with the line of its file before it, for people.

    Raises:
        UserError: as ``named_lists``.
    """
    if one.file is None:
        return [("", word) for word in one.words]
    path = root / one.file
    where = f"study.toml, [[word_lists]] {one.name!r}"
    if not path.is_file():
        raise UserError(f"There is no file {one.file} in the study", where=where, remedy="Put it there, a word a line")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise of_system(error) from error
    except UnicodeDecodeError as error:
        raise UserError(f"{one.file} is not UTF-8 text", where=where, remedy="Save it as UTF-8") from error
    terms = [(f"line {number}: ", term) for number, term in _lines_of(text)]
    if not terms:
        raise UserError(f"{one.file} holds no word", where=where, remedy="Write a word a line")
    every = next((place for place, term in terms if is_every_word(term)), None)
    if every is not None:
        raise UserError(
            "A * alone stands for every word, and so would the list", where=f"{where}, {one.file}, {every.strip(' :')}",
            remedy="Write the beginning of a word before it, or take the line out",
        )  # fmt: skip
    return terms


@cache
def shipped_terms(kind: str) -> tuple[str, ...]:
    """The terms of this program's list of a kind of sentiment."""
    name = f"{kind.replace(' ', '_')}s" if kind.endswith("adjective") else kind
    return _words_of(files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8"))


def _words_of(text: str) -> tuple[str, ...]:
    return _once([term for _, term in _lines_of(text)])


def _lines_of(text: str) -> list[tuple[int, str]]:
    """The terms of a file with their lines, from 1."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return [(number, line) for number, line in lines if line and not line.startswith("# ") and line != "#"]


def _once(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(word) for word in words))
