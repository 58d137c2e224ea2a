"""Commands for teams that have LIWC: liwc-texts, import-liwc, compare-liwc."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from mtw_pipeline.cli.options import ReplaceOption, StudyOption, WindowOption, chosen_study, windows_with_rows
from mtw_pipeline.cli.output import console, console_beside, whole_table
from mtw_pipeline.errors import need_room_for
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.text.liwc.importing import ImportedLiwc


def liwc_texts(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: a CSV of ids and texts.")],
    study: StudyOption = None,
    window: WindowOption = None,
    replace: ReplaceOption = False,
) -> None:
    """Write the texts of the tweets for LIWC: ids in the first column, texts in the second."""
    from mtw_pipeline.spreadsheets import csv_text
    from mtw_pipeline.text.liwc.importing import texts_for_liwc
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.tweets import TWEETS

    chosen = chosen_study(study)
    need_room_for(target, replace=replace)
    with open_warehouse(chosen.warehouse, "mtw liwc-texts") as warehouse:
        windows = windows_with_rows(warehouse, chosen, window, TWEETS)
        texts = [row for one in windows for row in texts_for_liwc(warehouse, chosen, one)]
    target.write_text(csv_text(["tweet_id", "text"], texts), encoding="utf-8", newline="")
    screen = console_beside(target)
    screen.print(f"{number_of(len(texts), 'text')}: {target}", markup=False)
    screen.print(
        "In LIWC, choose the first column for the rows' ids and the second for the texts, without segments, and save"
        " its table as CSV. Then: mtw import-liwc THEIR.csv",
        markup=False,
    )


def import_liwc(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table that LIWC wrote, as CSV.")],
    study: StudyOption = None,
    window: WindowOption = None,
    ids: Annotated[str | None, typer.Option(help="The column that holds the ids of the tweets.")] = None,
    text: Annotated[str | None, typer.Option(help="The column that holds the texts.")] = None,
) -> None:
    """Take what LIWC measured in the study's texts into the study: its scores then stand beside our own measures.

    A table with a single row that belongs to no tweet is taken as the measures of all texts of the window together.
    """
    from mtw_pipeline.text.liwc.importing import import_liwc as take
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.tweets import TWEETS

    chosen = chosen_study(study)
    with open_warehouse(chosen.warehouse, "mtw import-liwc") as warehouse:
        windows = windows_with_rows(warehouse, chosen, window, TWEETS)
        imported = take(warehouse, chosen, windows, file, ids=ids, texts=text)
    for one in imported:
        for line in _told(one, has_others=len(imported) > 1):
            console().print(line, markup=False)
    console().print("Now make the tables and the report anew: mtw run", markup=False)


def _told(one: "ImportedLiwc", *, has_others: bool) -> list[str]:
    """What became of the table in one window, in sentences."""
    from mtw_pipeline.text.liwc.importing import shown_lines

    measures = f"{one.window.key}: {number_of(one.measures, 'measure')}"
    if one.tweets is None:
        return [f"{measures} of all texts as one. Their words were not checked."]
    lines = [f"{measures} of {one.tweets:,} of {number_of(one.of_tweets, 'tweet')}."]
    if one.is_by_text:
        lines.append("The table has no ids of these tweets: they were found by their texts.")
    elif not one.is_checked:
        lines.append("The table has no texts: that LIWC measured these tweets' texts is taken on trust.")
    if one.other_texts:
        lines.append(f"Left out, because their text is not the tweet's: lines {shown_lines(one.other_texts)}.")
    if one.unknown and not has_others:
        lines.append(f"Left out, because they are no tweet of the window: lines {shown_lines(one.unknown)}.")
    return lines


def compare_liwc(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV that LIWC wrote, with a column of the texts.")],
    study: StudyOption = None,
    text: Annotated[str | None, typer.Option(help="The column that holds the texts.")] = None,
) -> None:
    """Print how closely our measures of style agree with your own LIWC output, text by text."""
    from mtw_pipeline.text.dictionaries.reading import open_english, read_dictionary
    from mtw_pipeline.text.liwc.comparison import compare

    chosen = chosen_study(study)
    named = chosen.settings.style.dictionary
    dictionary = read_dictionary(chosen.root / named) if named else open_english()
    table = whole_table("LIWC", "ours", "texts", "Pearson's r")
    for one in compare(file, dictionary, chosen.settings, text):
        shown = "not defined: one of them never varies" if one.pearson is None else f"{one.pearson:.3f}"
        table.add_row(escape(one.theirs), escape(one.ours), f"{one.texts:,}", shown)
    screen = console()
    screen.print(table)
    screen.print(f"Our dictionary: {dictionary.name}. None of our measures is a score of LIWC.", markup=False)
