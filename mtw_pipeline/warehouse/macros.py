"""What several statements say alike: a macro of sql/macros/, put in the place of each call when a statement is read.

What belongs here: finding calls, and writing them out. What does not: which statements call what (sql/). DuckDB would
keep macros in a database, and Spark has none: written out, both engines, the lineage and the dependencies of assets
read one text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mtw_pipeline.installation import own_folder

MACROS = own_folder("sql") / "macros"

_SAID = re.compile(r"--[^\n]*|'[^']*'")
"""Comments and texts, in which nothing is called."""
_WORD = re.compile(rf"{_SAID.pattern}|\b[a-z_]\w*\b")
_ONE_WORD = re.compile(r"[\w.$]+")
_DEFINITION = re.compile(r"create or replace temp macro (\w+)\(([^)]*)\) as\s+(?:table\s+)?(.*)", re.DOTALL)


@dataclass(frozen=True)
class Macro:
    """A macro: the names of its parameters, and its body."""

    parameters: tuple[str, ...]
    body: str

    def called(self, arguments: tuple[str, ...]) -> str:
        """Its body in brackets, with arguments in the place of parameters.

        Raises:
            ValueError: other arguments than it has parameters.
        """
        bracketed = (one if _ONE_WORD.fullmatch(one) else f"({one})" for one in arguments)
        values = dict(zip(self.parameters, bracketed, strict=True))
        body = _WORD.sub(lambda word: values.get(word[0], word[0]), self.body)
        return f"({body})"


@cache
def expanded(text: str) -> str:
    """A statement in which no macro is called any more.

    Raises:
        ValueError: a call has other arguments than the macro has parameters.
    """
    macros = _macros()
    written, end = [], 0
    for start, name, arguments, behind in _calls(text, macros):
        written += [text[end:start], macros[name].called(arguments)]
        end = behind
    return "".join([*written, text[end:]])


def macros_called(text: str) -> list[Path]:
    """The files of the macros that a statement calls."""
    return sorted({MACROS / f"{name}.sql" for _, name, _, _ in _calls(text, _macros())})


@cache
def _macros() -> Mapping[str, Macro]:
    found = {}
    for path in sorted(MACROS.glob("*.sql")):
        definition = _DEFINITION.search(path.read_text(encoding="utf-8"))
        if definition is None or definition[1] != path.stem:
            raise ValueError(f"{path.name} defines no macro of its name")
        parameters = tuple(name.strip() for name in definition[2].split(","))
        found[path.stem] = Macro(parameters, definition[3].strip())
    return found


def _calls(text: str, macros: Mapping[str, Macro]) -> Iterator[tuple[int, str, tuple[str, ...], int]]:
    """Each call: where it begins, what is called, with which arguments, and where it ends."""
    signs = _SAID.sub(lambda said: " " * len(said[0]), text)
    for call in re.finditer(rf"\b({'|'.join(macros)})\(", signs):
        arguments, depth, begin = [], 0, call.end()
        for place in range(call.end(), len(signs)):
            sign = signs[place]
            if depth == 0 and sign in ",)":
                arguments.append(text[begin:place].strip())
                begin = place + 1
            if depth == 0 and sign == ")":
                yield call.start(), call[1], tuple(arguments), begin
                break
            depth += (sign == "(") - (sign == ")")
