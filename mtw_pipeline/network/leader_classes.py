"""What leaders are, by rules over their profiles, and by the study's own word.

What belongs here: the words of rules, and the study's file of classes. What does not: who leads (leaders.sql).
"""

import csv
import unicodedata
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study

_COLUMNS = ("account", "class")


def leader_parameters(study: Study) -> dict[str, object]:
    """The parameters of sql/tables/network/leaders.sql.

    Raises:
        UserError: the file of classes is not there or lacks a column.
    """
    network = study.settings.network
    given = given_classes(study.root / network.classes_file) if network.classes_file else {}
    return {
        "most": network.leaders,
        "rule_classes": [one.name for one in network.leader_classes for _ in one.words],
        "rule_words": [sought(word) for one in network.leader_classes for word in one.words],
        "given_accounts": list(given),
        "given_classes": list(given.values()),
    }


def sought(word: str) -> str:
    """A word or phrase between blanks, as profiles are compared; one that ends in ``*`` may go on.

    Example:
        >>> sought("Vice-President"), sought("freelance*")
        (' vice president ', ' freelance')
    """
    parts = "".join(sign if _is_of_word(sign) else " " for sign in word.lower().removesuffix("*")).split()
    return f" {' '.join(parts)}" + ("" if word.endswith("*") else " ")


def _is_of_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def given_classes(path: Path) -> dict[str, str]:
    """The study's own classes, by handle in lower case.

    Raises:
        UserError: the file is not there or lacks a column.
    """
    if not path.is_file():
        raise UserError(f"There is no file {path}", remedy="Put it there, or take [network] classes_file away")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise UserError(f"The file lacks the column {missing[0]}", where=str(path), remedy="account, class")
        return {row["account"].strip().lstrip("@").lower(): row["class"].strip() for row in rows if row["class"]}
