"""Whose texts the rows of a table of LIWC's are, and taking them into the study.

What belongs here: finding the tweet of a row, and checking that LIWC measured its text. What does not: reading the
table (output.py), keeping it (kept.py), and the figures of a window (of_window.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.liwc.kept import keep_of_all, keep_of_tweets, md5
from mtw_pipeline.text.liwc.output import ID_COLUMNS, TEXT_COLUMNS, LiwcOutput, LiwcText, read_output
from mtw_pipeline.text.words import dropped_hashtags
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.wording import number_of

_SHOWN = 5


@dataclass(frozen=True)
class ImportedLiwc:
    """What became of a table of LIWC's in one window.

    Args:
        window: the window.
        file: where the measures are kept now.
        measures: how many measures each text has.
        tweets: tweets that have them; None where all texts were measured as one.
        of_tweets: tweets of the window that are measured in the study.
        is_by_text: whether tweets were found by their texts, because the table has no ids of theirs.
        is_checked: whether the table holds the texts, so that LIWC is known to have measured these.
        other_texts: lines whose text is not that of the tweet; they were left out.
        unknown: lines of no tweet of the window; they were left out.
    """

    window: CollectionWindow
    file: Path
    measures: int
    tweets: int | None
    of_tweets: int
    is_by_text: bool = False
    is_checked: bool = False
    other_texts: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Columns:
    """The columns that say whose text a row is, in lower case; None for one that the table has not."""

    ids: str | None
    texts: str | None


def texts_for_liwc(warehouse: Warehouse, study: Study, window: CollectionWindow) -> list[tuple[str, str]]:
    """Id and text of every tweet of a window that measures of the text rest on, by id: what LIWC is to be given."""
    words = study.settings.words
    parameters = {
        "collection_window": window.key,
        "dropped_hashtags": dropped_hashtags(study.settings),
        "drop_retweets": words.drop_retweets,
    }
    return [(str(one), str(text)) for _, one, text in warehouse.query("text/tweet_texts", parameters).fetchall()]


def import_liwc(
    warehouse: Warehouse,
    study: Study,
    windows: Sequence[CollectionWindow],
    path: Path,
    *,
    ids: str | None = None,
    texts: str | None = None,
) -> list[ImportedLiwc]:
    """Take a table that LIWC wrote into the study, in place of an earlier one of the same windows.

    A table of one row that is no tweet's is taken for all texts of the window together.

    Args:
        warehouse: with the tweets.
        study: the study.
        windows: where to look for the tweets.
        path: the table, as CSV.
        ids: the column of the tweets' ids; None to find it by its usual names.
        texts: the column of the texts; likewise.

    Raises:
        UserError: it is no table of LIWC's, or none of its rows is a tweet of the windows.
    """
    output = read_output(path)
    named, written = output.column(ids, ID_COLUMNS), output.column(texts, TEXT_COLUMNS)
    known = {window: dict(texts_for_liwc(warehouse, study, window)) for window in windows}
    columns = _Columns(_id_column(output, known, ids, named), written)
    found = [one for window in windows if (one := _of_window(study, window, known[window], output, columns))]
    if found:
        return found
    if len(output.texts) == 1 and ids is None and texts is None:
        return [_of_all_texts(study, windows, output, known)]
    raise UserError(
        "No row of the table is a tweet of the study",
        where=f"{path}: {number_of(len(output.texts), 'row')}; before WC stand"
        f" {', '.join(output.columns) or 'no columns'}",
        remedy="Give LIWC the file that mtw liwc-texts writes, its first column for the rows' ids and its second for"
        " the texts; or name the columns: --ids COLUMN, --text COLUMN",
    )


def _id_column(
    output: LiwcOutput, known: Mapping[CollectionWindow, Mapping[str, str]], wanted: str | None, found: str | None
) -> str | None:
    """The column of ids: the wanted one, else the first of the usual ones that names a tweet of the study."""
    if wanted is not None:
        return found
    present = [name for name in ID_COLUMNS if output.texts and name in output.texts[0].cells]
    return next(
        (
            name
            for name in present
            if any(_id(text.cells[name]) in tweets for tweets in known.values() for text in output.texts)
        ),
        None,
    )


def _of_window(
    study: Study, window: CollectionWindow, known: Mapping[str, str], output: LiwcOutput, columns: "_Columns"
) -> ImportedLiwc | None:
    ids, texts = columns.ids, columns.texts
    rows: dict[str, tuple[str, Sequence[float | None]]] = {}
    unknown, other = [], []
    by_text = _by_text(known) if ids is None and texts is not None else {}
    for text in output.texts:
        tweets = _tweets_of(text, known, by_text, columns)
        if not tweets:
            unknown.append(text.line)
        elif ids is not None and texts is not None and _plain(text.cells[texts]) != _plain(known[tweets[0]]):
            other.append(text.line)
        else:
            rows.update((tweet_id, (md5(known[tweet_id]), text.values)) for tweet_id in tweets)
    if not rows:
        return None
    kept = keep_of_tweets(study, window, output.measures, [(one, *row) for one, row in rows.items()])
    return ImportedLiwc(
        window, kept, len(output.measures), len(rows), len(known),
        ids is None, texts is not None, tuple(other), tuple(unknown),
    )  # fmt: skip


def _tweets_of(
    text: LiwcText, known: Mapping[str, str], by_text: Mapping[str, Sequence[str]], columns: "_Columns"
) -> Sequence[str]:
    if columns.ids is not None:
        tweet_id = _id(text.cells[columns.ids])
        return [tweet_id] if tweet_id in known else []
    return by_text.get(_plain(text.cells[columns.texts]), ()) if columns.texts is not None else ()


def _of_all_texts(
    study: Study,
    windows: Sequence[CollectionWindow],
    output: LiwcOutput,
    known: Mapping[CollectionWindow, Mapping[str, str]],
) -> ImportedLiwc:
    if len(windows) > 1:
        raise UserError(
            "The table measures all texts as one, and the study has several windows",
            where=str(output.path),
            remedy="Say which window the texts are of: --window START END",
        )
    [window] = windows
    kept = keep_of_all(study, window, output.measures, output.texts[0].values)
    return ImportedLiwc(window, kept, len(output.measures), None, len(known[window]))


def _by_text(known: Mapping[str, str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for tweet_id, text in known.items():
        found[_plain(text)].append(tweet_id)
    return found


def _plain(text: str) -> str:
    """A text without what programs change on its way: blanks, line ends, and the mark against formulas."""
    return " ".join(text.removeprefix("'").split())


def _id(cell: str) -> str:
    """A tweet's id as a table may have it: of a file per tweet, the file's name without its ending."""
    return cell.strip().removeprefix("'").removesuffix(".txt")


def shown_lines(lines: Sequence[int]) -> str:
    """Lines of a table for people: the first of them, and how many more there are."""
    shown = ", ".join(f"{line:,}" for line in lines[:_SHOWN])
    return shown + (f" and {len(lines) - _SHOWN:,} more" if len(lines) > _SHOWN else "")
