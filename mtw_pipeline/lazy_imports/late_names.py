"""What libraries import and nobody here asks for: put off until somebody does, or as if it were not installed.

What belongs here: both ways. What does not: which packages these are; who needs them says so. Python itself has no way
to import a name late (PEP 690 was not taken, PEP 810 comes with 3.15).
"""

import ast
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import resolve_name
from types import CodeType, ModuleType
from typing import cast


def names_imported_late(packages: Mapping[str, Collection[str]]) -> None:
    """Let packages, when they are imported, put off what they import from their own modules for others alone.

    Args:
        packages: packages by their whole names, with those of their modules that are imported at once, because
            importing them does something: it registers a class. One that is imported already stays as it is.
    """
    sys.meta_path.insert(0, _Finder(packages))


@contextmanager
def as_if_not_installed(*names: str) -> Iterator[None]:
    """Let whoever asks for modules while the block runs do without them, as where they are not installed.

    One that is loaded already stays.
    """
    modules: dict[str, ModuleType | None] = cast("dict[str, ModuleType | None]", sys.modules)
    hidden = [name for name in names if name not in modules]
    modules |= dict.fromkeys(hidden)
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


class _Finder(MetaPathFinder):
    def __init__(self, packages: Mapping[str, Collection[str]]) -> None:
        self._packages = packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if fullname not in self._packages:
            return None
        found = PathFinder.find_spec(fullname, path)
        if found is not None and isinstance(found.loader, SourceFileLoader):
            found.loader = _Loader(fullname, found.loader.path, self._packages[fullname])
        return found


class _Loader(SourceFileLoader):
    """Runs a package without the imports that are put off; these are done by its ``__getattr__`` (PEP 562)."""

    def __init__(self, fullname: str, path: str, at_once: Collection[str]) -> None:
        super().__init__(fullname, path)
        self._at_once = {f"{fullname}.{name}" for name in at_once}
        self._late: dict[str, tuple[str, str]] = {}

    def get_code(self, fullname: str) -> CodeType:
        tree = ast.parse(self.get_data(self.path))
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        tree.body = [node for node in tree.body if not self._is_put_off(node, fullname, used)]
        code: CodeType = compile(tree, self.path, "exec")
        return code

    def _is_put_off(self, node: ast.stmt, package: str, used: set[str]) -> bool:
        if not isinstance(node, ast.ImportFrom):
            return False
        module = resolve_name("." * node.level + (node.module or ""), package)
        names = {one.asname or one.name: one.name for one in node.names}
        if (
            not module.startswith(f"{package}.")
            or module in self._at_once
            or not used.isdisjoint(names)
            or "*" in names
        ):
            return False
        self._late |= {name: (module, of_module) for name, of_module in names.items()}
        return True

    def exec_module(self, module: ModuleType) -> None:
        def imported(name: str) -> object:
            if name not in self._late:
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            of, of_module = self._late[name]
            found: object = getattr(import_module(of), of_module)
            setattr(module, name, found)
            return found

        module.__dict__["__getattr__"] = imported
        super().exec_module(module)
