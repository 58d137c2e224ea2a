r"""Lists and flags as other programs write them into cells: Python, R, databases, spreadsheets in other languages.

A column that a program saved once more holds ``['a', 'b']``, ``c("a", "b")`` or ``WAHR``, where its format has ``a b``
and ``TRUE``. What belongs here: telling these forms, and putting the format's own in their place. What does not: which
columns are lists and flags (the format's module), and what the elements mean (its mapping).
"""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.reading.staging import change_cells

PLAIN_FLAGS = frozenset({"TRUE", "FALSE", "True", "False", "true", "false", "yes", "no"})
"""Flags that every mapping reads."""
YES = (
    "1", "1.0", "t", "y", "true", "yes", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero", "sì",
    "verdadeiro", "sim", "waar", "prawda", "tak", "sant", "sann", "sand", "tosi", "doğru", "evet", "истина", "да",
    "igaz", "igen", "pravda", "ano",
)  # fmt: skip
NO = (
    "0", "0.0", "f", "n", "false", "no", "falsch", "nein", "faux", "non", "falso", "não", "nao", "onwaar", "nee",
    "fałsz", "nie", "falskt", "usann", "falsk", "epätosi", "yanlış", "hayır", "ложь", "нет", "hamis", "nem", "nepravda",
    "ne",
)  # fmt: skip
"""Flags as programs and spreadsheets write them, in lower case."""
_GUARDS = " '\"="
_OPENING, _CLOSING = "[({", ")"
_CALL = re.compile(r"(?s)(?:c|list|set|tuple|array|frozenset)\s*\((.*)\)|(?:character|integer|logical)\(0?\)")
_KIND = re.compile(r",\s*dtype\s*=[^,]*$")
"""What numpy says behind the elements of an array."""
_MOST_CALLS = 3
_BRACKETS = re.compile(r"(?s)[\[({](.*)[\])}]")
_PARTED_BY_BLANKS = re.compile(r"""["']\s+["']""")
_TOKEN = re.compile(r"""(?:[\w.]+\s*[=:]\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s,"']+))""")
_QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
_NOTHING = frozenset({"", "NA", "NULL", "None", "nan", "null", "NaN", "NA_character_"})
_NAMES = (
    "tag", "text", "screen_name", "username", "handle", "acct", "unwound_url", "expanded_url", "uri", "url", "type",
    "id_str", "did", "id",
)  # fmt: skip
"""Of an object in a list, what its format's cell would hold: the first of these that it has."""


def is_other_list(cell: str) -> bool:
    """Whether a cell may be a list in another form: a guess that costs next to nothing."""
    return cell[:1] in _OPENING or cell[-1:] == _CLOSING or cell[:1] in " \t"


def elements_in(cell: str) -> tuple[list[object], bool] | None:
    """The elements of a list that Python, R, JSON or a database wrote, and whether it was whole; None where it is none.

    Args:
        cell: the cell as it stands.
    """
    text = _without_calls_around(cell.strip())
    call, brackets = _CALL.fullmatch(text), _BRACKETS.fullmatch(text)
    if call:
        return _tokens(call[1] or ""), True
    if not brackets:
        is_cut = text[:1] == "[" or text.startswith(("c(", "list("))
        return ([_first(found) for found in _QUOTED.findall(text)], False) if is_cut else None
    if _PARTED_BY_BLANKS.search(text):  # numpy's; Python would make one text of them
        return _tokens(brackets[1]), True
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError, TypeError):
            continue
        if isinstance(value, set):  # as it is written: in a set texts stand in another order in each process
            value = list(dict.fromkeys(ast.literal_eval(f"[{brackets[1]}]")))
        values = list(value) if isinstance(value, list | tuple) else [value]
        return [one for one in values if one is not None and one == one], True  # noqa: PLR0124  # nan is not itself
    return _bare_elements(brackets[1])


def _without_calls_around(text: str) -> str:
    """A list without the calls that it is the one argument of: ``['a']`` of ``set(['a'])``."""
    for _ in range(_MOST_CALLS):
        call = _CALL.fullmatch(text)
        inner = _KIND.sub("", call[1] or "").strip() if call else ""
        if not (_CALL.fullmatch(inner) or _BRACKETS.fullmatch(inner)):
            break
        text = inner
    return text


def _bare_elements(inner: str) -> tuple[list[object], bool] | None:
    if inner.startswith("object ") or re.search("[\"'(){}]", inner):  # JavaScript's [object Object] says nothing
        return ([] if inner.startswith("object ") else _tokens(inner)), False
    words = (word.strip() for word in inner.split(","))
    return [word for word in words if word not in _NOTHING], True


def _tokens(inner: str) -> list[object]:
    found = (_first(groups) for groups in _TOKEN.findall(inner))
    return [one for one in found if one not in _NOTHING]


def _first(groups: Iterable[str]) -> str:
    return re.sub(r"\\(.)", r"\1", next(filter(None, groups), ""))


def _named(element: object) -> str:
    """An element as the format's cell would hold it: of an object its name."""
    if isinstance(element, Mapping):
        element = next((element[name] for name in _NAMES if element.get(name)), "")
    if isinstance(element, bytes):
        return element.decode("utf-8", "replace")
    return "" if element is None or isinstance(element, list | Mapping) else str(element)


def _in_own_form(elements: Sequence[object], separator: str) -> str | None:
    if not elements:
        return None
    if not separator:
        return json.dumps(elements, ensure_ascii=False, default=str)
    return separator.join(filter(None, map(_named, elements))) or None


def take_other_flags(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> None:
    """Let columns of ``file_rows`` say true and false; what is neither stays, and is named when it is validated."""
    if not columns:
        return
    changed = {
        name: f"""case when lower(trim("{name}", $guards)) in {YES} then 'true'
            when lower(trim("{name}", $guards)) in {NO} then 'false' else "{name}" end"""
        for name in columns
    }
    change_cells(connection, changed, {"guards": _GUARDS})


def take_other_lists(connection: duckdb.DuckDBPyConnection, columns: Sequence[str], separator: str) -> Counter[int]:
    """Put lists of ``file_rows`` that are written in other forms into that of their format.

    Args:
        connection: the warehouse's connection.
        columns: the columns that may hold such.
        separator: what joins the elements of the format's own lists; empty where they are JSON.

    Returns:
        By the number of a file, how many cells were no whole list; what was whole in them is taken.
    """
    broken: Counter[int] = Counter()
    own = """and (not json_valid("{0}") or "{0}" in ('[]', '{{}}'))""" if not separator else ""
    for name in columns:
        asked = f"""select "{name}", histogram(file_number) from file_rows
            where (left(ltrim("{name}"), 1) in ('[', '(', '{{') or ends_with(rtrim("{name}"), ')')) {own.format(name)}
            group by "{name}" """
        pairs: list[tuple[str, str | None]] = []
        for cell, files in connection.execute(asked).fetchall():
            found = elements_in(cell)
            if found is not None:
                pairs.append((cell, _in_own_form(found[0], separator)))
                broken.update({} if found[1] else files)
        _put(connection, name, pairs)
    return broken


def _put(connection: duckdb.DuckDBPyConnection, name: str, pairs: Sequence[tuple[str, str | None]]) -> None:
    if not pairs:
        return
    cells, owns = zip(*pairs, strict=True)
    table = pa.table({"written": pa.array(cells, pa.string()), "own": pa.array(owns, pa.string())})
    connection.register("written_lists", table)
    connection.execute(f'update file_rows set "{name}" = own from written_lists where file_rows."{name}" = written')
    connection.unregister("written_lists")
