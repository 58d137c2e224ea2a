"""Writing a notebook into a study, once: from then on it is the analyst's own.

What belongs here: where it lies, and filling its template. What does not: the questions (questions.py).
"""

import html
import json
from pathlib import Path

import jinja2

from mtw_pipeline.errors import UserError
from mtw_pipeline.notebook.questions import questions
from mtw_pipeline.study.folder import Study

MARIMO, QUARTO = "questions.py", "questions.qmd"
"""The names of the notebooks, and of their templates."""


def notebook_of(study: Study, name: str) -> tuple[Path, bool]:
    """A notebook of a study, written where it is not there yet.

    Args:
        study: the study.
        name: ``MARIMO`` or ``QUARTO``.

    Returns:
        The file, and whether it was written just now.

    Raises:
        UserError: the study has no analysts' copy.
    """
    if not study.published_database.is_file():
        raise UserError(
            "There is no analysts' copy to ask yet", where=str(study.published_database), remedy="Make one: mtw run"
        )
    path = study.root / "notebooks" / name
    if path.is_file():
        return path, False
    path.parent.mkdir(exist_ok=True)
    path.write_text(notebook(name, study.settings.title), encoding="utf-8")
    return path, True


def notebook(name: str, title: str) -> str:
    """The content of a notebook."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mtw_pipeline.notebook"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the file is a program, and what people wrote stands in it as a literal
    )
    environment.filters |= {"literal": _literal, "in_markdown": _in_markdown}
    return environment.get_template(f"{name}.j2").render(title=title, questions=questions())


def _literal(value: object) -> str:
    """A text, or a list of texts, as Python, R and YAML all read it: JSON in ASCII.

    Without backticks, for knitr runs what stands between them before it reads the YAML.
    """
    return json.dumps(value).replace("`", "\\u0060")


def _in_markdown(text: str) -> str:
    """A text of which Markdown makes no element of a page."""
    return html.escape(text, quote=False)
