"""The cells of a table without what is no value, before its format says what they mean.

What belongs here: words that programs write for nothing, ids of nobody, characters that show nothing, and which cells
are odd at all. What does not: lists and flags in other forms (written_lists.py), errors of spreadsheets, which are
empty as soon as they are read (tables/delimited.py), types (sql/exports/reading/validated_rows.sql), and what one
format writes (its mapping).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from mtw_pipeline.exports.formats.cells import EMPTY_LIST, INVISIBLE, JOINERS, NOBODY, OTHER_BLANKS, SHOWN_AS_NOTHING
from mtw_pipeline.exports.formats.list_elements import is_written_list
from mtw_pipeline.exports.reading.odd_cells.written_lists import PLAIN_FLAGS
from mtw_pipeline.exports.reading.staging import change_cells

_PLAIN = r"(?i)-?x?[0-9][0-9.,:/+TZ -]*(e\+?[0-9]+)?|true|false|yes|no"
"""What no name is: a number, an id, a time, yes or no."""
_SHARE_PLAIN = 0.5
_FEWEST_WITHOUT_VALUE = 3
_FEWEST_IN_LISTS = 2
_FEWEST_ROWS = 3
_SIGNS = {"invisible": INVISIBLE, "joiners": JOINERS, "blanks": OTHER_BLANKS}
_ANY_SIGN = {"any_sign": "|".join(_SIGNS.values())}
"""Asked first: of a cell with none of them nothing is replaced, and most have none."""
_NOTHING = frozenset(SHOWN_AS_NOTHING)
_NOBODY = frozenset(NOBODY)
_EMPTY_LIST = frozenset(EMPTY_LIST)


@dataclass
class OddCells:
    """Columns of ``file_rows`` that hold what may be no value, or one in another form.

    Args:
        lists: the columns that are lists.
        flags: those that say yes or no.
        of_others: those that a file can lack, such as whom tweets answer, and not who wrote them.
        nothing: words for nothing.
        nobody: ids of nobody, and of lists what stands for none.
        beyond_ascii: characters of which some show nothing.
        other_lists: lists that may be written as no file of the format writes them.
        other_flags: the same of flags.
        are_counted: False where rows came to ``file_rows`` that nobody looked at.
    """

    lists: Collection[str] = ()
    flags: Collection[str] = ()
    of_others: Collection[str] = ()
    nothing: set[str] = field(default_factory=set)
    nobody: set[str] = field(default_factory=set)
    beyond_ascii: set[str] = field(default_factory=set)
    other_lists: set[str] = field(default_factory=set)
    other_flags: set[str] = field(default_factory=set)
    are_counted: bool = True

    def look_at(self, name: str, cells: Sequence[str | None]) -> None:
        """Note what cells of a column hold."""
        if not _NOTHING.isdisjoint(cells):
            self.nothing.add(name)
        if not (_EMPTY_LIST if name in self.lists else _NOBODY).isdisjoint(cells):
            self.nobody.add(name)
        if not all(map(str.isascii, filter(None, cells))):
            self.beyond_ascii.add(name)
        if name in self.flags and not PLAIN_FLAGS.issuperset(filter(None, cells)):
            self.other_flags.add(name)
        if name in self.lists and any(map(is_written_list, filter(None, cells))):
            self.other_lists.add(name)


def bare_cells(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[str], words: Collection[str], odd: OddCells
) -> OddCells:
    """Take out of the cells of ``file_rows`` what is no value.

    Cells that hold a word that the program wrote for nothing, NA or nan, become NULL. Such a word is one where it
    stands among numbers, ids or times; then it is one in every column of its file. Else it is a name: somebody is
    called NA. In a list it is one too where no more cells hold anything else, and where a column that a file can
    lack holds nothing else: R makes NA of a column that is empty, and hardly do all tweets of a file answer @NA.

    Args:
        connection: the warehouse's connection.
        columns: the columns of ``file_rows`` that any of its files has.
        words: those that people wrote; from the others characters that show nothing go, and the ids of nobody.
        odd: what was seen of the columns while they were read.

    Returns:
        What was seen of all columns.
    """
    if not odd.are_counted:
        odd = _odd_cells(connection, columns, odd)
    holders = [name for name in columns if name in odd.nothing]
    of_nobody = [name for name in columns if name in odd.nobody and name not in words]
    marked = _marked(connection, [name for name in columns if name in odd.beyond_ascii and name not in words])
    parameters: dict[str, object] = {**_SIGNS, **_ANY_SIGN} if marked else {}
    is_nothing = _is_nothing(_words_for_nothing(connection, holders, odd), parameters)
    changes = {
        name: _bare(
            name,
            is_marked=name in marked,
            is_nothing=is_nothing if name in holders else "",
            of_nobody=(EMPTY_LIST if name in odd.lists else NOBODY) if name in of_nobody else (),
        )
        for name in columns
        if name in marked or name in of_nobody or (is_nothing and name in holders)
    }
    if changes:
        change_cells(connection, changes, parameters)
    return odd


def _odd_cells(connection: duckdb.DuckDBPyConnection, columns: Sequence[str], known: OddCells) -> OddCells:
    nothing = ", ".join(f"'{word}'" for word in SHOWN_AS_NOTHING)
    longest = max(len(word.encode()) for word in SHOWN_AS_NOTHING)
    nobody, no_list = (", ".join(f"'{word}'" for word in of_nobody) for of_nobody in (NOBODY, EMPTY_LIST))
    asked = ", ".join(
        f'bool_or(case when strlen("{name}") <= {longest} then "{name}" in ({nothing}) end),'
        f' bool_or(list_contains([{no_list if name in known.lists else nobody}], "{name}")),'
        f' bool_or(strlen("{name}") <> length("{name}"))'
        for name in columns
    )
    flags, lists = ([name for name in columns if name in wanted] for wanted in (known.flags, known.lists))
    plain = ", ".join(f"'{flag}'" for flag in PLAIN_FLAGS)
    forms = [f'bool_or("{name}" not in ({plain}))' for name in flags]
    forms += [
        f"bool_or(left(\"{name}\", 1) in ('[', '(', '{{', ' ', chr(9)) or ends_with(\"{name}\", ')'))" for name in lists
    ]
    [found] = connection.execute(f"select {', '.join([asked, *forms])} from file_rows").fetchall()
    counted = 3 * len(columns)
    nothing_in, nobody_in, beyond_ascii = (
        {name for name, holds in zip(columns, found[place:counted:3], strict=True) if holds} for place in range(3)
    )
    other = {name for name, holds in zip([*flags, *lists], found[counted:], strict=True) if holds}
    return OddCells(
        known.lists,
        known.flags,
        known.of_others,
        nothing_in,
        nobody_in,
        beyond_ascii,
        other & set(lists),
        other & set(flags),
    )


def _bare(name: str, *, is_marked: bool, is_nothing: str, of_nobody: Sequence[str]) -> str:
    cell = f'"{name}"'
    if is_nothing:
        cell = f"case when {is_nothing.format(cell)} then null else {cell} end"
    if of_nobody:
        cell = "nullif(" * len(of_nobody) + cell + "".join(f", '{one}')" for one in of_nobody)
    if not is_marked:
        return cell
    seen = f"regexp_replace(regexp_replace({cell}, $invisible, '', 'g'), $joiners, '\\1', 'g')"
    seen = f"regexp_replace({seen}, $blanks, ' ', 'g')"
    return f"case when regexp_matches({cell}, $any_sign) then {seen} else {cell} end"


def _marked(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> set[str]:
    """Those of the columns in which characters stand that show nothing, or a blank that is none to a program."""
    if not names:
        return set()
    asked = ", ".join(f'bool_or(regexp_matches("{name}", $any_sign))' for name in names)
    [found] = connection.execute(f"select {asked} from file_rows", _ANY_SIGN).fetchall()
    return {name for name, is_marked in zip(names, found, strict=True) if is_marked}


def _is_nothing(words: Mapping[int, Collection[str]], parameters: dict[str, object]) -> str:
    """Whether a cell, ``{}``, is one of the words that its file writes for nothing; empty where no file has such words.

    Args:
        words: by the numbers of the files.
        parameters: to which those of the condition are added.
    """
    files: dict[tuple[str, ...], list[int]] = {}
    for number, empty in words.items():
        files.setdefault(tuple(sorted(empty)), []).append(number)
    conditions = []
    for place, (empty, numbers) in enumerate(files.items()):
        if empty:
            parameters[f"empty_{place}"] = list(empty)
            condition = f"list_contains($empty_{place}, {{0}})"
            if len(files) > 1:
                parameters[f"files_{place}"] = numbers
                condition += f" and list_contains($files_{place}, file_number)"
            conditions.append(condition)
    return " or ".join(conditions)


def _words_for_nothing(
    connection: duckdb.DuckDBPyConnection, holders: Sequence[str], odd: OddCells
) -> dict[int, set[str]]:
    """What each file writes for nothing, as its columns show that hold such words; a header in its middle is none."""
    if not holders:
        return {}
    held = 'list_distinct(list("{0}") filter (list_contains($nothing, "{0}")))'
    asked = ", ".join(f"{held.format(name)}, {_plain_and_others(name, odd).format(name)}" for name in holders)
    parameters = {"nothing": list(SHOWN_AS_NOTHING), **({"plain": _PLAIN} if "$plain" in asked else {})}
    found = connection.execute(
        f"select file_number, {asked} from file_rows group by file_number", parameters
    ).fetchall()
    return {number: _shown_for_nothing(list(zip(*[iter(counts)] * 3, strict=True))) for number, *counts in found}


def _plain_and_others(name: str, odd: OddCells) -> str:
    """How many cells of a column, ``{0}``, show that words in it are for nothing, and against how many others."""
    nothing = 'count(*) filter (list_contains($nothing, "{0}"))'
    if name in odd.lists:
        others = 'count(*) filter (not list_contains($nothing, "{0}"))'
        return f"{nothing} * {_SHARE_PLAIN}, greatest({others}, {_FEWEST_IN_LISTS})"
    plain = 'count(*) filter (regexp_full_match("{0}", $plain))'
    others = """count(*) filter (lower(trim("{0}")) <> '{0}' and not list_contains($nothing, "{0}"))"""
    if name not in odd.of_others:
        return f"{plain}, {others}"
    alone = f"cast({others} = 0 and {nothing} >= {_FEWEST_ROWS} as integer)"
    return f"{plain} + {alone}, {others} + {alone}"


def _shown_for_nothing(columns: Sequence[tuple[list[str] | None, int, int]]) -> set[str]:
    """What a file writes for nothing, from its columns: words that each holds for it, plain cells, others than both."""
    words: set[str] = set()
    without_value: list[str] = []
    for held, plain, others in columns:
        if held and others and plain >= _SHARE_PLAIN * others:
            words.update(held)
        elif held and not others:
            without_value += held
    return words | {word for word in without_value if without_value.count(word) >= _FEWEST_WITHOUT_VALUE}
