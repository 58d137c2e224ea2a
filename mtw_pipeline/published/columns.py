"""What the analysts' copy shows of each table: its columns, and what became of them.

What belongs here: from declarations to the declarations of the copy. What does not: the statements that fill it
(copying.py).
"""

from dataclasses import replace

from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

LEFT_OUT = frozenset({None, Holds.PROFILE, Holds.UNREAD})
PSEUDONYMOUS = frozenset(
    {Holds.ACCOUNT, Holds.HANDLE, Holds.USER_ID, Holds.TWEET_ID, Holds.FILE, Holds.CODER, Holds.CODERS}
)

HIGHEST_BAND = 1_000_000
"""The lower end of the highest band of followers."""

IN_THE_COPY = {
    Holds.NOTHING: "",
    Holds.ACCOUNT: "pseudonym",
    Holds.HANDLE: "pseudonym",
    Holds.USER_ID: "pseudonym",
    Holds.TWEET_ID: "pseudonym",
    Holds.FILE: "pseudonym",
    Holds.CODER: "pseudonym",
    Holds.CODERS: "pseudonym",
    Holds.WORDS: "masked",
    Holds.HASHTAG: "masked",
    Holds.WORD: "row left out where it names somebody or stood in names alone",
    Holds.LINK: "registered domain",
    Holds.AUDIENCE: "lower end of its band",
    Holds.PROFILE: "left out",
    Holds.UNREAD: "left out",
}
"""What becomes of a column, for the data dictionary."""

TO_THE_HOUR = "cut to the hour"
_NOTES = {
    Holds.WORDS: "; here with names, ids and addresses masked",
    Holds.HASHTAG: "; here masked where it names somebody",
    Holds.WORD: "; here without words that name somebody or stood in names alone",
    Holds.LINK: "; here cut to the registered domain, unless study.toml lists it under publishers",
    Holds.AUDIENCE: f"; here the lower end of its band: 0, 1, 10, 100, ... {HIGHEST_BAND:,}",
}


def published_columns(table: Table, *, identify: bool) -> tuple[Column, ...]:
    """The columns of a table that stand in the copy; none where the table is left out."""
    if identify:
        return table.columns
    if table.only_identified:
        return ()
    return tuple(column for column in table.columns if column.holds_of_people not in LEFT_OUT)


def published_tables(*, identify: bool) -> tuple[Table, ...]:
    """The tables of the copy as they stand there, with what became of their columns in the meanings."""
    tables = []
    for table in TABLES:
        columns = published_columns(table, identify=identify)
        if columns:
            said = columns if identify else tuple(map(_as_published, columns))
            tables.append(Table(table.name, table.row, table.stage, said, table.key))
    return tuple(tables)


def is_searched(column: Column) -> bool:
    """Whether people are searched for in a column of the copy: a text that is no pseudonym and none of a list."""
    is_of_words = column.holds not in PSEUDONYMOUS or column.holds in (Holds.CODER, Holds.CODERS)
    return column.type in (Type.TEXT, Type.TEXTS) and is_of_words and not column.allowed and not column.pattern


def names_its_words(table: Table) -> bool:
    """Whether rows of a table are left out where their words name somebody."""
    return any(column.holds is Holds.WORD for column in table.columns)


def _as_published(column: Column) -> Column:
    if column.type is Type.TIME:
        return replace(column, meaning=f"{column.meaning}; here {TO_THE_HOUR}")
    note = "; here a pseudonym" if column.holds in PSEUDONYMOUS else _NOTES.get(column.holds or Holds.NOTHING, "")
    if not note:
        return column
    return Column(column.name, column.type, column.meaning + note, unit=column.unit, holds=column.holds)
