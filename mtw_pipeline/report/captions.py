"""Captions of the numbered tables and figures of a page, and what of them stands on it.

What belongs here: captions with numbers and links to files. What does not: which number what has (exhibits.py), what
stands in a table (templates/) or a figure (drawings/).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from mtw_pipeline.exhibits import EXHIBITS, Exhibit, anchor_of, exhibit_of, number_of


@dataclass(frozen=True)
class Shown:
    """A table or figure that stands on a page.

    Args:
        exhibit: what it is.
        number: its number, with its letter.
        anchor: its place.
        title: what it shows; of several of a kind, what its caption says.
    """

    exhibit: Exhibit
    number: str
    anchor: str
    title: Markup
    is_table: bool = True


@dataclass
class Captions:
    """What templates write captions with: ``{% call caption("themes") %}Thematic framework{% endcall %}``.

    Args:
        files: the files beside the page that captions may link, by their way from it.
        tables_are_files: whether each table of the page becomes a file of its own beside it.
        shown: the tables and figures so far, in the order of the page.
    """

    files: Collection[str] = frozenset()
    tables_are_files: bool = False
    shown: list[Shown] = field(default_factory=list)

    def __call__(self, key: str, caller: Callable[[], Any], *, letter: int | None = None) -> Markup:
        """The caption of a table, with the file of its numbers.

        Args:
            key: the exhibit.
            caller: writes what the caption says.
            letter: of several of a kind, which one, from 0.
        """
        said = Markup(caller())  # noqa: S704 - the template has escaped it
        one = self._show(key, said, letter)
        return Markup('<caption id="{}"><span class="number">{}.</span> {}{}</caption>').format(
            one.anchor, one.number, said, self.links(one)
        )

    def continued(self, key: str, caller: Callable[[], Any], *, letter: int | None = None) -> Markup:
        """The caption of a table that goes on where it is folded."""
        said = Markup(caller())  # noqa: S704 - the template has escaped it
        return Markup('<caption><span class="number">{}, continued.</span> {}</caption>').format(
            self.number(key, letter), said
        )

    def figure(self, key: str, caller: Callable[[], Any]) -> Markup:
        """The caption of a figure."""
        said = Markup(caller())  # noqa: S704 - the template has escaped it
        one = replace(self._show(key, said, None), is_table=False)
        self.shown[-1] = one
        return Markup('<figcaption id="{}"><span class="number">{}.</span> {}{}</figcaption>').format(
            one.anchor, one.number, said, self.links(one)
        )

    def settle(self, texts: Collection[str]) -> str:
        """Forget what stands in none of the texts: the part of the page that was to hold it is left out."""
        self.shown = [one for one in self.shown if any(f'id="{one.anchor}"' in text for text in texts)]
        return ""

    def number(self, key: str, letter: int | None = None) -> str:
        """The number of an exhibit, for sentences and links."""
        return number_of(key, letter)

    @property
    def papers(self) -> list[Shown]:
        """What stands on the page of the published study's numbered tables and figures, the first of each kind."""
        numbered = [exhibit for exhibit in EXHIBITS if exhibit.papers_number is not None]
        ordered = sorted(numbered, key=lambda one: (one.kind, one.papers_number))
        return [one for exhibit in ordered if (one := self.of(exhibit.key)) is not None]

    @property
    def unlinked(self) -> list[str]:
        """The tables beside the page that no caption of it links."""
        linked = {path for one in self.shown for path, _ in _files(one)}
        return sorted(path for path in self.files if path.startswith("tables/") and path not in linked)

    def of(self, key: str) -> Shown | None:
        """The first of a kind on the page; None where it has none."""
        return next((one for one in self.shown if one.exhibit.key == key), None)

    def links(self, one: Shown) -> Markup:
        """Links to the files that hold it, as far as they are there."""
        found = [
            Markup('<a class="file" href="{}" aria-label="{} of {}">{}</a>').format(path, name, one.number, name)
            for path, name in _files(one)
            if path in self.files
        ]
        if self.tables_are_files and one.is_table:
            way = f"tables/{one.anchor}.csv"
            found.append(Markup('<a class="file" href="{}" aria-label="CSV of {}">CSV</a>').format(way, one.number))
        return Markup("").join(Markup(" {}").format(link) for link in found)

    def _show(self, key: str, said: Markup, letter: int | None) -> Shown:
        exhibit = exhibit_of(key)
        number = self.number(key, letter)
        title = Markup("{}").format(exhibit.title) if letter is None else said
        one = Shown(exhibit, number, anchor_of(number), title)
        self.shown.append(one)
        return one


def _files(shown: Shown) -> list[tuple[str, str]]:
    """Ways and names of the files of an exhibit; one of a kind is called by its kind."""
    exhibit = shown.exhibit
    tables = [(f"tables/{name}.csv", f"{name}.csv" if len(exhibit.tables) > 1 else "CSV") for name in exhibit.tables]
    drawings = [
        (f"figures/{name}.{ending}", f"{name}.{ending}" if len(exhibit.drawings) > 1 else ending.upper())
        for name in exhibit.drawings
        for ending in ("png", "pdf", "svg")
    ]
    return [*drawings, *tables, (f"tables/latex/{shown.anchor}.tex", "LaTeX")]
