"""Sheets as a project of Label Studio, and its export back.

What belongs here: its configuration, its tasks, and its JSON export. What does not: sheets (writing.py).
"""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from mtw_pipeline.coding.codebook import SEVERAL, CodedVariable
from mtw_pipeline.coding.sheets.writing import CODER, KEY, NOTES, TEXT, VERSION, version_of
from mtw_pipeline.coding.shown_tweets import SheetTweet
from mtw_pipeline.coding.tweet_keys import tweet_key
from mtw_pipeline.errors import UserError
from mtw_pipeline.platforms import post_page
from mtw_pipeline.spreadsheets import of_xml


def label_config(variables: Sequence[CodedVariable]) -> str:
    """The labelling interface: the tweet with a link to it, one choice a variable, and room for notes."""
    view = ET.Element("View")
    ET.SubElement(view, "Text", name="text", value="$text")
    ET.SubElement(view, "Text", name="shows", value="$shows")
    ET.SubElement(view, "HyperText", name="link", value="$link")
    for variable in variables:
        ET.SubElement(view, "Header", value=of_xml(f"{variable.label}: {variable.definition}"))
        choice = "single" if variable.is_exclusive else "multiple"
        choices = ET.SubElement(view, "Choices", name=variable.name, toName="text", choice=choice, required="false")
        for category in variable.categories:
            ET.SubElement(choices, "Choice", value=category.name, hint=of_xml(category.definition))
    ET.SubElement(view, "TextArea", name=NOTES, toName="text", placeholder=NOTES, rows="2", maxSubmissions="1")
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def tasks(coder: str, variables: Sequence[CodedVariable], tweets: Sequence[SheetTweet]) -> list[dict[str, object]]:
    """The tasks of one coder."""
    version = version_of(variables)
    return [
        {
            "data": {
                KEY: tweet_key(one.window, one.tweet_id), CODER: coder, TEXT: one.text, "shows": one.shows,
                "link": f'<a href="{escape(post_page(one.tweet_id))}" target="_blank">open</a>',
                VERSION: version,
            }
        }
        for one in tweets
    ]  # fmt: skip


def annotated_rows(content: object, path: Path) -> list[dict[str, str]]:
    """An export in Label Studio's JSON as rows of a sheet: a row an annotation that was not cancelled.

    Raises:
        UserError: it is no such export, or a task of it is not as the project's export has it; the task is named.
    """
    if not isinstance(content, list) or not all(isinstance(task, dict) and "data" in task for task in content):
        raise UserError(
            f"{path.name} is neither what a page saved nor an export of Label Studio, which is a list of tasks",
            where=str(path),
            remedy="Save it on the page again; from Label Studio export the project as JSON (not JSON_MIN)",
        )
    rows = []
    for number, task in enumerate(content, start=1):
        annotations = task.get("annotations") or []
        try:
            data = {str(name).lower(): str(value) for name, value in task["data"].items() if isinstance(value, str)}
            rows += [_annotated(data, one) for one in annotations if not one.get("was_cancelled")]
        except (AttributeError, TypeError) as error:
            raise UserError(
                f"{path.name} does not hold the codes of a task where Label Studio's JSON has them",
                where=f"{path}, task {number}",
                remedy="Export the project as JSON: lists of tasks from elsewhere name annotations by numbers only",
            ) from error
    return rows


def _annotated(data: Mapping[str, str], annotation: Mapping[str, Any]) -> dict[str, str]:
    row = {name: data[name] for name in (KEY, CODER, TEXT, VERSION) if name in data}
    for result in annotation.get("result") or []:
        value = result.get("value") or {}
        chosen = value.get("choices") or value.get("text") or []
        if result.get("from_name") and chosen:
            row[str(result["from_name"]).lower()] = SEVERAL.join(
                map(str, [chosen] if isinstance(chosen, str) else chosen)
            )
    return row
