r"""Lists and flags as other programs write them into cells: Python, R, databases, spreadsheets in other languages.

A column that a program saved once more holds ``['a', 'b']``, ``c("a", "b")`` or ``WAHR``, where its format has ``a b``
and ``TRUE``. What belongs here: finding such cells, and putting the format's own form in their place. What does not:
the elements of a written list (formats/list_elements.py), which columns are lists and flags (the format's module), and
what the elements mean (its mapping).
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.formats.cells import without_halves
from mtw_pipeline.exports.formats.list_elements import BETWEEN_ELEMENTS, NAMES, elements_in, named
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
_OWN_JSON = """and (not json_valid("{0}") or strlen("{0}") <= 8 or contains("{0}", 'null') or contains("{0}", 'NaN')
    or contains("{0}", '{{}}'))"""
"""Which cells are not in the form of a format whose lists are JSON: other lists, and those that may hold what is
nothing, as [0] and ["-1.0"] do."""


def _in_own_form(elements: Sequence[object], separator: str, names: Sequence[str]) -> str | None:
    if not elements:
        return None
    if not separator:
        return without_halves(json.dumps(elements, ensure_ascii=False, default=named))
    joined = separator.join(filter(None, (named(element, names).replace("\0", "") for element in elements)))
    if not joined:
        return None
    return without_halves(separator + joined if separator == BETWEEN_ELEMENTS else joined)


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


def take_other_lists(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[str],
    separator: str,
    names: Mapping[str, Sequence[str]] | None = None,
) -> Counter[int]:
    """Put lists of ``file_rows`` that are written in other forms into that of their format.

    Args:
        connection: the warehouse's connection.
        columns: the columns that may hold such.
        separator: what joins the elements of the format's own lists; empty where they are JSON.
        names: by column, what an object in its lists may be called by; any name where they do not say.

    Returns:
        By the number of a file, how many cells were no whole list; what was whole in them is taken.
    """
    broken: Counter[int] = Counter()
    own = "" if separator else _OWN_JSON
    for name in columns:
        asked = f"""select "{name}", histogram(file_number) from file_rows
            where (left(ltrim("{name}"), 1) in ('[', '(', '{{') or ends_with(rtrim("{name}"), ')')) {own.format(name)}
            group by "{name}" """
        pairs: list[tuple[str, str | None]] = []
        called = (names or {}).get(name, NAMES)
        for cell, files in connection.execute(asked).fetchall():
            found = elements_in(cell)
            if found is not None:
                pairs.append((cell, _in_own_form(found[0], separator, called)))
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
