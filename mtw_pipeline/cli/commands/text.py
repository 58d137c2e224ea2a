"""The command on the text: kwic."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study, windows_with_rows
from mtw_pipeline.cli.output import console


def kwic(
    word: Annotated[str, typer.Argument(help="A word, or a hashtag with its #.")],
    study: StudyOption = None,
    window: WindowOption = None,
    around: Annotated[int, typer.Option(help="How many words to show on either side.", min=1)] = 6,
    most: Annotated[int, typer.Option(help="How many uses to show.", min=1)] = 50,
) -> None:
    """Show a word in its context: every use with the words before and after it."""
    from mtw_pipeline.text.words import folded
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS

    chosen = chosen_study(study)
    screen = console()
    parameters = {"word": folded(word), "around": around, "most": most}
    with open_warehouse(chosen.warehouse, "mtw kwic") as warehouse:
        for one in windows_with_rows(warehouse, chosen, window, TWEET_TOKENS):
            table = Table("tweet", "before", "word", "after", title=one.key, title_justify="left")
            table.columns[1].justify = "right"
            for row in warehouse.query("text/kwic", {**parameters, "collection_window": one.key}).fetchall():
                table.add_row(str(row[0]), escape(row[2]), escape(row[3]), escape(row[4]))
            screen.print(table if table.row_count else f"{one.key}: no tweet uses {escape(folded(word))}")
