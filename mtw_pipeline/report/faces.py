"""The two faces of one report: for the team, and for publication.

What belongs here: what templates ask of the face that they show, and what each does with what can be folded away. What
does not: what a publication may say (supplement/), and the sentences (templates/).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup


@dataclass(frozen=True)
class Face:
    """Whom a page is for.

    Args:
        is_published: for publication; else for the team.
        fewest_people: counts behind which fewer people stand are withheld; 0 withholds none.
        is_identified: whether accounts stand by name.
        has_simulated_coders: whether the coders, who stand under pseudonyms here, are the simulated ones.
        has_table_files: whether each of its tables becomes a file of its own beside it.
    """

    is_published: bool = False
    fewest_people: int = 0
    is_identified: bool = True
    has_simulated_coders: bool = False
    has_table_files: bool = False


TEAM = Face()


@dataclass
class Folds:
    """What templates wrap long tables in: ``{% call fold("Title") %}...{% endcall %}``.

    On the team's page they can be opened where they stand, and are printed and found by the browser's search without;
    for publication they stand in an appendix.

    Args:
        face: whose page.
        kept: the appendix so far: titles and contents.
    """

    face: Face
    kept: list[tuple[str | Markup, Markup]] = field(default_factory=list)

    def __call__(
        self,
        title: str | Markup,
        caller: Callable[[], Any],
        *,
        is_kept_here: bool = False,
        is_published_here: bool = False,
    ) -> Markup:
        """The content, or where it stands.

        Args:
            title: what it is.
            caller: writes it.
            is_kept_here: whether the team's page does not fold it at all.
            is_published_here: whether the publication shows it where it stands.
        """
        content = Markup(caller())  # noqa: S704 - the template has escaped it
        if not content.strip():
            return Markup("")
        if self.face.is_published and is_published_here:
            return content
        if self.face.is_published:
            self.kept.append((title, content))
            number = len(self.kept)
            return Markup('<p class="remark">{}: <a href="#appendix-{}">appendix {}</a>.</p>').format(
                title, number, number
            )
        if is_kept_here:
            return content
        return Markup("<details>\n<summary>{}</summary>\n{}</details>").format(title, content)
