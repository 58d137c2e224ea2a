"""Modules of libraries that are imported when they are first asked for something.

What belongs here: putting off the import of what a library imports and seldom uses. What does not: which modules these
are; who needs the library says so. The standard library's ``LazyLoader`` would not do: the import statement itself asks
it for an attribute, and so imports.
"""

import sys
from importlib import import_module
from types import ModuleType


class _Late(ModuleType):
    """Stands for a module until an attribute of it is asked for."""

    def __getattr__(self, name: str) -> object:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        found: object = getattr(import_module(self.__name__), name)
        return found


def imported_late(*names: str) -> None:
    """Let modules be imported by whoever first asks one for an attribute; those that are imported stay as they are."""
    for name in names:
        sys.modules.setdefault(name, _Late(name))
