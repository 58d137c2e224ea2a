"""What leaders are, by rules over their profiles, and by the study's own word.

What belongs here: the words of rules, and the study's file of classes. What does not: who leads (leaders.sql).
"""

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb

from mtw_pipeline.errors import UserError
from mtw_pipeline.spreadsheets import csv_rows
from mtw_pipeline.study.folder import Study

_COLUMNS = ("account", "class")
_SHOWN = 5


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


def accounts_without_matches(study: Study) -> Iterator[str]:
    """Accounts of the study's file that are in no window, in a sentence; none where nothing was run, or a run goes on.

    A file that cannot be read is left to the run.
    """
    given: dict[str, str] = {}
    if study.settings.network.classes_file and study.warehouse.is_file():
        with suppress(UserError):
            given = given_classes(study.root / study.settings.network.classes_file)
    if not given:
        return
    try:
        with duckdb.connect(str(study.warehouse), read_only=True) as reading:
            known = reading.execute("select count(*) from users").fetchall()[0][0]
            missing = reading.execute(
                "select account from (select unnest($accounts) as account) anti join users using (account)",
                {"accounts": list(given)},
            ).fetchall()
    except duckdb.Error:
        return
    if known and missing:
        shown = ", ".join(account for (account,) in missing[:_SHOWN])
        more = f" and {len(missing) - _SHOWN:,} more" if len(missing) > _SHOWN else ""
        yield (
            f"{study.settings.network.classes_file}, [network] classes_file: no window has the account {shown}{more}."
            " Write accounts as the table users has them: the handle, of Bluesky and Mastodon with its domain"
        )


def sought(word: str) -> str:
    """A word or phrase between blanks, as profiles are compared; one that ends in ``*`` may go on.

    Example:
        >>> sought("Vice-President"), sought("freelance*")
        (' vice president ', ' freelance')
    """
    written = word.strip()
    parts = "".join(sign if _is_of_word(sign) else " " for sign in written.lower().removesuffix("*")).split()
    return f" {' '.join(parts)}" + ("" if written.endswith("*") else " ")


def _is_of_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def given_classes(path: Path) -> dict[str, str]:
    """The study's own classes, by handle in lower case.

    Raises:
        UserError: the file is not there or lacks a column.
    """
    rows = csv_rows(
        path, _COLUMNS, what="The classes of leaders", remedy="Put it there, or take [network] classes_file away"
    )
    return {row["account"].strip().lstrip("@").lower(): row["class"].strip() for row in rows if row["class"]}
