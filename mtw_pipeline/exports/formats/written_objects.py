r"""Lists of objects as Python prints them into a cell: ``[{'screen_name': 'ann'}]``, ``[User(username='ann', id=1)]``.

What belongs here: telling the objects of such a cell. What does not: what an object is called, and lists of plain
values (list_elements.py).
"""

import ast
import json
import re
from itertools import islice

_OF_OBJECTS = re.compile(r"""[\[(]\s*(?:\{\s*(?:"[^"]*"|'[^']*')\s*:|[A-Za-z_][\w.]*\(\s*[A-Za-z_]\w*\s*=)""")
_BETWEEN = re.compile(r"[})](?=\s*,\s*(?:\{|[A-Za-z_][\w.]*\())")
_OF_NUMPY = re.compile(r"\}\s+\{")
"""What an array puts between its objects."""
_MOST_CUTS = 4
"""How often the end of the last whole object is looked for, for a text may hold what looks like one."""


def begins_with_objects(cell: str) -> bool:
    """Whether a cell begins as a list of objects does, whole or cut off."""
    return _OF_OBJECTS.match(cell) is not None


def objects_in(cell: str) -> tuple[list[object], bool]:
    """The objects of a list of such, each a mapping by its names, and whether the list was whole.

    What no literal can say, as the call that makes a time, is None. Of a list that was cut off the whole objects count:
    the names of their values would be taken for values.

    Args:
        cell: the cell, for which ``begins_with_objects``.
    """
    whole = _read(cell)
    if whole is None and _OF_NUMPY.search(cell):
        whole = _read(_OF_NUMPY.sub("}, {", cell))
    if whole is not None:
        return whole, True
    ends = [found.end() for found in _BETWEEN.finditer(cell)]
    cuts = (_read(f"{cell[:end]}{']' if cell[0] == '[' else ',)'}") for end in islice(reversed(ends), _MOST_CUTS))
    return next((cut for cut in cuts if cut is not None), []), False


def _read(text: str) -> list[object] | None:
    try:
        value = json.loads(text)
    except ValueError:
        try:
            value = _value_of(ast.parse(text, mode="eval").body)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None
    except RecursionError:
        return None
    return [one for one in value if one is not None] if isinstance(value, list) else None


def _value_of(node: ast.expr) -> object:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [_value_of(one) for one in node.elts]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {str(key.value): _value_of(value) for key, value in pairs if isinstance(key, ast.Constant)}
    if isinstance(node, ast.Call) and node.keywords:
        return {one.arg: _value_of(one.value) for one in node.keywords if one.arg}
    return None
