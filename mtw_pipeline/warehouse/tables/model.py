"""The vocabulary in which a table is declared: Table, Column, Reference.

What belongs here: how a declaration is written and what follows from it (DDL, rules by name). What does not: any
particular table (its siblings), how a rule is checked (validation/counting.py), how a table is filled (sql/).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from mtw_pipeline import platforms


class Type(StrEnum):
    """The column types that the warehouse uses, as DuckDB writes them."""

    TEXT = "VARCHAR"
    TEXTS = "VARCHAR[]"
    INTEGER = "BIGINT"
    NUMBER = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    TIME = "TIMESTAMP"
    DATE = "DATE"


class Holds(StrEnum):
    """What a text column holds of people, and so what the analysts' copy makes of it (published/)."""

    NOTHING = "nothing of a person"
    ACCOUNT = "an account: a handle in lower case or id:<user id>; published as a pseudonym"
    HANDLE = "a handle; published as a pseudonym"
    USER_ID = "a user id; published as a pseudonym"
    TWEET_ID = "a tweet id, which leads to its author as long as the tweet stands; published as a pseudonym"
    WORDS = "words that somebody wrote, in a tweet or in study.toml; published with names, ids and addresses masked"
    WORD = "one word as it is counted; its row is not published where the word names somebody"
    HASHTAG = "a hashtag without its sign; published as a pseudonym where it names somebody"
    LINK = "a link or its host; published as its registered domain, with its path only where the study says so"
    FILE = "the name of a file; published as a pseudonym"
    CODER = "a coder; published as a pseudonym, unless the label is a single letter"
    CODERS = "two coders, or all; published like coders"
    AUDIENCE = "how many follow, or are followed; published as the lower end of its band"
    PROFILE = "a fact of a profile that singles a person out; not published"
    UNREAD = "what a file says that nobody has understood; not published"


STAGES = ("collection", "tweets", "text", "network", "coding", "report")
"""The parts of the study, in the order in which data flow through them."""


@dataclass(frozen=True)
class Column:
    """One column: its type, what a value means, and the rules that its values keep.

    Args:
        name: the column's name, the field's standard term spelled out.
        type: the DuckDB type.
        meaning: what a value says; for the data dictionary and the comments in DuckDB.
        required: True where NULL is an error. Elsewhere NULL means "not known", never 0.
        unit: the unit of a number ("tweets", "UTC", "characters").
        allowed: the only values that may occur, where there is such a list.
        minimum: the smallest value that may occur.
        maximum: the largest value that may occur.
        pattern: a regular expression that every value matches in full.
        holds: what the column holds of people. Every text column without ``allowed`` says it (a test asks); one that
            does not is kept out of the analysts' copy.
        of_older: the value of rows that a version wrote which did not have the column; NULL where it is empty.
    """

    name: str
    type: Type
    meaning: str
    required: bool = False
    unit: str = ""
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    holds: Holds | None = None
    of_older: str = ""

    @property
    def holds_of_people(self) -> Holds | None:
        """What it holds of people; None where nobody has said so."""
        if self.holds is None and (self.allowed or self.type not in (Type.TEXT, Type.TEXTS)):
            return Holds.NOTHING
        return self.holds


@dataclass(frozen=True)
class Reference:
    """Every value of ``column`` also stands in ``table.to_column`` of the same collection window."""

    column: str
    table: str
    to_column: str


@dataclass(frozen=True)
class Balance:
    """A sum that must come out even: sql/checks/``name``.sql gives one row, and each of its columns must be 0.

    sql/checks/failed_rows/``name``.sql names the first rows by which it does not: by file and row, or by key; no text.

    Args:
        name: the name of the check and of its statement.
        meaning: what must come out even, for people.
        columns: the columns of the statement.
        remedy: what a person can do where it does not, as a sentence without its full stop.
        is_error: whether what depends on the table must stop; else it is a warning.
    """

    name: str
    meaning: str
    columns: tuple[str, ...]
    remedy: str
    is_error: bool = True


@dataclass(frozen=True)
class Table:
    """One table of the warehouse, declared once for everything that needs to know it.

    Args:
        name: the table's name, which is also its Dagster asset's.
        row: what one row is.
        stage: the part of the study it belongs to, one of STAGES.
        columns: in the order of the table.
        key: the columns that together name a row.
        references: values that must stand in another table.
        balances: sums that must come out even.
        expects_rows: "always" where a window without rows is an error, "usually" where it is worth a warning
            (a collection without a single emoji is possible), "perhaps" where no rows is the good case.
        only_identified: True where the analysts' copy has the table only when the study publishes identities: rows
            as collected, of which too little would be left.
        filled_from: of a table that Python fills, the statements that give it what it is filled from. Others are
            filled by their own statement.
        part: of a stage that is too large to be seen at once, the part that it belongs to.
        distinct: columns of which hardly two rows have the same value. They are stored as they are: to look for a
            dictionary of them takes time and finds none.
    """

    name: str
    row: str
    stage: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = field(default=())
    balances: tuple[Balance, ...] = field(default=())
    expects_rows: str = "always"
    only_identified: bool = False
    filled_from: tuple[str, ...] = ()
    part: str = ""
    distinct: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The group in the Dagster UI: the stage, or the part of it."""
        return self.part or self.stage

    @property
    def statement(self) -> str:
        """The statement of sql/ that fills it, where Python does not."""
        return f"tables/{self.stage}/{self.name}"

    @property
    def is_of_exports(self) -> bool:
        """Whether its rows are those of export files, by file and row."""
        return {"export_file", "row_number"} <= set(self.column_names)

    @property
    def is_read_once(self) -> bool:
        """Whether nothing but its rows may be left of what they were read from: exports that were taken away."""
        return self.stage == "collection"

    @property
    def is_ground(self) -> bool:
        """Whether every measure rests on it: exports and tweets, without which a run ends."""
        return self.stage in {"collection", "tweets"}

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")


PLATFORMS = tuple(one.value for one in platforms.Platform)
TWEET_ID, USER_ID = platforms.POST_ID, platforms.USER_ID
COLLECTION_WINDOW = Column(
    "collection_window",
    Type.TEXT,
    "Collection window: first and last day, both included, UTC",
    required=True,
    holds=Holds.NOTHING,
)


OF_A_TWEET = (Reference("tweet_id", "tweets", "tweet_id"),)


def tweet_id(meaning: str = "The tweet's id: of X a number, elsewhere an address", *, required: bool = True) -> Column:
    """The column ``tweet_id``: text, for a number of that size survives no spreadsheet, and addresses are none."""
    return Column("tweet_id", Type.TEXT, meaning, required=required, pattern=TWEET_ID, holds=Holds.TWEET_ID)


def count(name: str, meaning: str, unit: str, *, required: bool = False, holds: Holds | None = None) -> Column:
    """A column that counts something: whole, never negative, NULL where it is not known."""
    return Column(name, Type.INTEGER, meaning, required=required, unit=unit, minimum=0, holds=holds)
