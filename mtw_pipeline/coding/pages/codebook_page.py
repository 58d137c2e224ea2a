"""The codebook as a page to read and to print: what coders are told, its versions, and what they wrote of it as memos.

What belongs here: the page. What does not: the codebook itself (coding/codebook.py), pages to code on (page.py).
"""

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from mtw_pipeline.coding.codebook import coded_by_people, computed_variables
from mtw_pipeline.coding.journal import current, journal_of
from mtw_pipeline.coding.pages.page import TEMPLATES, page_templates, write_page
from mtw_pipeline.study.folder import Study
from mtw_pipeline.webpages import policy_hash


@dataclass(frozen=True)
class Memo:
    """What a coder wrote of a variable while coding a window."""

    window: str
    coder: str
    text: str


def memos_of(study: Study) -> dict[str, list[Memo]]:
    """By variable, the present memos of all windows, in the order of windows and coders."""
    memos: dict[str, list[Memo]] = {}
    for window in sorted(study.windows()):
        entries = current(journal_of(study, window)).values()
        for entry in sorted((one for one in entries if one.kind == "memo"), key=lambda one: one.coder):
            memos.setdefault(entry.variable, []).append(Memo(window.key, entry.coder, entry.code))
    return memos


def codebook_page(study: Study) -> str:
    """The page: the same codebook and memos give the same text."""
    style = (TEMPLATES / "codebook.css").read_text(encoding="utf-8")
    return (
        page_templates()
        .get_template("codebook.html.j2")
        .render(
            title=study.settings.title,
            synthetic=study.settings.synthetic,
            people=coded_by_people(study.settings),
            computed=computed_variables(),
            memos=memos_of(study),
            style=Markup(style),  # noqa: S704 - a file of this package
            style_hash=policy_hash(style),
        )
    )


def write_codebook(study: Study) -> Path:
    """Write coding/codebook.html, for its owner's eyes: memos name coders, and may quote tweets."""
    path = study.root / "coding" / "codebook.html"
    write_page(path, codebook_page(study))
    return path
