"""What a format's module declares: how it is recognised, how it is read, and what it can and cannot tell.

What belongs here: the shapes DelimitedFormat and JsonFormat, and how names of columns are compared. What does not: any
particular format.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtw_pipeline.exports.formats.cells import without_unseen

ExportRow = dict[str, str | list[str] | None]
"""One row in the fields of study/settings/export_rows.py."""

EMPTY_ROW = "an empty row: neither id nor time, author and text"
"""Why a document is rejected in which nothing stands, as validated_rows.sql says it of rows."""

ColumnSource = tuple[str | int, ...]
"""The columns of a file that together fill one of ours: by their names, as ``column_key`` writes them, or from 1."""

RowsOf = Callable[[object], Iterator[tuple[ExportRow | None, str | None, object]]]
"""The tweets of a document: (row, None, tweet), or (None, reason, element) where one cannot be taken."""


@dataclass(frozen=True)
class Tells:
    """What a format can tell about a tweet; "no" means that the tables hold NULL there.

    Args:
        likes: whose likes it has: ``own``, ``original``, or ``no``.
        replies: whether replies are marked, ``from text`` where only a leading @ shows them.
        quotes: whether quote tweets are marked.
        full_retweet_text: whether the full text of a retweet is there.
        media: whether images and videos are told apart.
        user_ids: whether accounts have ids and not only handles.
        caution: what a reader of the figures must know of the format, in a sentence; empty where there is nothing.
    """

    likes: str
    replies: str
    quotes: str
    full_retweet_text: str
    media: str
    user_ids: str
    caution: str = ""

    def in_words(self) -> str:
        """All of it in one line."""
        return (
            f"likes: {self.likes}; replies: {self.replies}; quote tweets: {self.quotes}; full text of retweets:"
            f" {self.full_retweet_text}; media: {self.media}; user ids: {self.user_ids}"
        )


UNKNOWN = Tells("unknown", "unknown", "unknown", "unknown", "unknown", "unknown")
"""What a column map can tell depends on the columns that it names."""


@dataclass(frozen=True)
class DelimitedFormat:
    """A format with a header: CSV, TSV, the first sheet of a workbook, or a columnar file.

    Args:
        name: its short name, which is also the name of its mapping in sql/exports/.
        title: its name for people.
        signature: columns that only this format has together; a file with most of them is taken for it.
        required: columns without which a file of this format is refused. Of several names in one entry
            (``user_id|screen_name``) one is enough.
        optional: further columns that are taken.
        words: those of both that people wrote (texts, names, descriptions, places). They keep every character; from all
            others those that show nothing are taken out.
        left_out: columns of the format that no table needs; they are not reported as unknown.
        tells: what it can tell.
        names_time_zone: whether its times say their zone, or are always UTC. Where not, study.toml says which it is,
            under ``[export_time_zones]``.
        not_tweets: columns by which the same program's export of something else shows, and what that is.
        further_signatures: other names of the columns by which it shows.
        holds_ties: whether its rows are ties and not tweets.
        never_has: columns that speak against it: a file with one of them is of another program, whatever else it has.
        platforms: where its tweets were posted.
        html: those of the words that are HTML, or may be; their text is taken.
        author_of: of a format that says no author: the fields of the one who wrote all its tweets, from the documents
            of the companion files near it.
        filled: the columns that ``author_of`` fills: no file of the format has them.
        list_separator: what joins the elements of a list in a cell; empty where they are written as JSON.
        lists: the columns that hold lists: R, Python and databases write them in forms of their own (written_lists.py).
        flags: the columns that say yes or no, which spreadsheets write in the language that they speak.
    """

    name: str
    title: str
    signature: frozenset[str]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    words: frozenset[str]
    left_out: tuple[str, ...]
    tells: Tells
    names_time_zone: bool = True
    not_tweets: tuple[tuple[frozenset[str], str], ...] = ()
    further_signatures: tuple[frozenset[str], ...] = ()
    holds_ties: bool = False
    never_has: frozenset[str] = frozenset()
    platforms: tuple[str, ...] = ("x",)
    html: frozenset[str] = frozenset()
    author_of: Callable[[Sequence[object]], Mapping[str, str]] | None = None
    filled: tuple[str, ...] = ()
    list_separator: str = ","
    lists: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()

    @property
    def taken(self) -> tuple[str, ...]:
        """Every column that is taken."""
        names = [name for entry in self.required for name in entry.split("|")]
        return tuple(dict.fromkeys([*names, *self.optional, *self.filled]))

    @property
    def has_common_columns(self) -> bool:
        """Whether other programs' tables have its columns too, so that more must not speak against it."""
        return self.holds_ties or bool(self.never_has)

    def missing(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The required entries that a header (in ``column_key`` form) lacks."""
        return tuple(entry for entry in self.required if not set(entry.split("|")) & set(columns))

    def resemblance(self, columns: tuple[str, ...]) -> float:
        """How much of a signature a header (in ``column_key`` form) has, from 0 to 1."""
        signatures = (self.signature, *self.further_signatures)
        return max(len(signature & set(columns)) / len(signature) for signature in signatures)

    def is_contradicted(self, columns: tuple[str, ...]) -> bool:
        """Whether a header (in ``column_key`` form) has a column that speaks against the format."""
        return not self.never_has.isdisjoint(columns)

    def other_content(self, columns: tuple[str, ...]) -> str:
        """What a file of the same program holds instead of tweets, by its header; empty where it holds tweets."""
        return next((content for marks, content in self.not_tweets if marks <= set(columns)), "")

    def unknown(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The columns of a header that the format does not know, as written; one without a name numbers the rows."""
        known = {*self.taken, *self.left_out, ""}
        return tuple(name for name in columns if column_key(name) not in known)


@dataclass(frozen=True)
class Companions:
    """The files that a program writes beside its tweets, and without which these are not whole.

    Args:
        file_names: how they are named, as patterns over names in lower case.
        recognises: whether a document is of such a file.
        completed: from the documents of those files that lie in one folder, how the tweets beside them are read.
        hold: what they hold, in words for people.
    """

    file_names: tuple[str, ...]
    recognises: Callable[[object], bool]
    completed: Callable[[Sequence[object]], RowsOf]
    hold: str


@dataclass(frozen=True)
class JsonFormat:
    """A format of JSON documents: pages, lines or the elements of one array.

    Args:
        name: its short name.
        title: its name for people.
        recognises: whether a document is of this format.
        refusal: why a document of this family holds no tweets (it holds users, counts, ...), or None.
        rows_of: the tweets of a document.
        tells: what it can tell.
        names_time_zone: as for a delimited format.
        companions: the files beside it that complete it, where there are such.
        platforms: where its tweets were posted.
        has_flat_lists: whether people may have joined its lists to texts; an API's lists hold each value by itself.
    """

    name: str
    title: str
    recognises: Callable[[object], bool]
    refusal: Callable[[object], str | None]
    rows_of: RowsOf
    tells: Tells
    names_time_zone: bool = True
    companions: Companions | None = None
    platforms: tuple[str, ...] = ("x",)
    has_flat_lists: bool = False


def column_key(name: str) -> str:
    """A column's name in the form in which names are compared: lower case, blanks single, without unseen characters."""
    return " ".join(without_unseen(name).lower().split())
