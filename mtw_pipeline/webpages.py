"""What every HTML page of ours rests on: texts of which nothing is hidden, templates that escape, a policy by hashes.

What belongs here: what pages of several rooms share. What does not: what a page says (report/, coding/pages/).
"""

import unicodedata
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from mtw_pipeline.installation import PACKAGE, folder_of_made_once, may_be_kept_in

_JOINERS = "\u200c\u200d"
_UNSEEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def page_environment(templates: Path) -> Environment:
    """An environment of templates: everything is escaped, nothing undefined passes."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled_before(templates),
    )
    # Pages hold thousands of accounts or tweets: keys in their order, no blanks.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": True, "separators": (",", ":")}
    environment.filters["visible"] = visible
    return environment


def compile_all(environment: Environment) -> None:
    """Compile all templates of an environment, which a page would wait for when it asks for them."""
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)


class _Compiled(FileSystemBytecodeCache):
    """Templates as they are compiled by this program: what a filter makes of a constant is compiled with them."""

    def get_source_checksum(self, source: str) -> str:
        """Of a template, and of the program."""
        return super().get_source_checksum(_program() + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where anything may be kept."""
        if may_be_kept_in(Path(self.directory)):
            super().dump_bytecode(bucket)


@cache
def _program() -> str:
    """What tells this program from the one before: sizes of its modules, and when they were written."""
    facts = ((path, path.stat()) for path in sorted(PACKAGE.rglob("*.py")))
    stamps = [(path.relative_to(PACKAGE).as_posix(), one.st_size, one.st_mtime_ns) for path, one in facts]
    return sha256(repr(stamps).encode()).hexdigest()


def _compiled_before(templates: Path) -> FileSystemBytecodeCache | None:
    folder = folder_of_made_once(templates)
    return _Compiled(str(folder)) if folder is not None else None


def policy_hash(text: str) -> str:
    """What a Content-Security-Policy names a script or a style by: its SHA-256 in base 64."""
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


def visible(text: str) -> str:
    """The text with every character that steers display or cannot be seen written out as ``[U+202E]``.

    Joiners stay, because emoji and several scripts are spelt with them.
    """
    if text.isascii() and text.isprintable():  # most names
        return text
    return "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    if character in "\t\n\r":
        return " "
    if character not in _JOINERS and unicodedata.category(character) in _UNSEEN_CATEGORIES:
        return f"[U+{ord(character):04X}]"
    return character
