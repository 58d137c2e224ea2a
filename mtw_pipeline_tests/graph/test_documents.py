"""Documents as their readers follow them: no link leads nowhere, and every decision stands in the list by topic."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md")]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@cache
def anchors(document: Path) -> frozenset[str]:
    """The anchors that GitHub gives to a document's headings."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def test_no_link_between_documents_leads_nowhere() -> None:
    followed, dead = 0, []
    for document in DOCUMENTS:
        for link in _LINK.findall(_CODE.sub("", document.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", link):
                continue
            followed += 1
            name, _, anchor = link.partition("#")
            path = (document.parent / name).resolve() if name else document
            if not path.exists() or (anchor and anchor not in anchors(path)):
                dead.append(f"{document.relative_to(ROOT)}: {link}")
    assert followed > 300
    assert dead == []


def test_every_decision_stands_in_the_list_by_topic_once() -> None:
    listed = re.findall(r"^- \[(\d{4})\]\(([^)]+)\) \S", (DECISIONS / "README.md").read_text("utf-8"), re.MULTILINE)
    records = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    assert sorted(name for _, name in listed) == records, "docs/decisions/README.md, a line for each record"
    assert [number for number, name in listed if not name.startswith(f"{number}-")] == []
