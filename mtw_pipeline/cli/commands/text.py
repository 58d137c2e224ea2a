"""The command on the text: kwic."""

from typing import Annotated

import typer
from rich.markup import escape

from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study, windows_with_rows
from mtw_pipeline.cli.output import console, whole_table

_MOST = 1_000_000
"""More than any screen shows, and few enough for what counts them."""


def kwic(
    words: Annotated[
        list[str], typer.Argument(metavar="WORD", help="A word, several side by side, or a hashtag with its #.")
    ],
    study: StudyOption = None,
    window: WindowOption = None,
    around: Annotated[int, typer.Option(help="How many words to show on either side.", min=1, max=_MOST)] = 6,
    most: Annotated[int, typer.Option(help="How many uses to show.", min=1, max=_MOST)] = 50,
) -> None:
    """Show a word, or several in a row, in context: every use with the words before and after it."""
    from mtw_pipeline.text.kwic import typed_tokens, uses
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS

    tokens = typed_tokens(words)
    chosen = chosen_study(study)
    screen = console()
    with open_warehouse(chosen.warehouse, "mtw kwic") as warehouse:
        for one in windows_with_rows(warehouse, chosen, window, TWEET_TOKENS):
            table = whole_table("tweet", "before", "word", "after", title=one.key)
            table.columns[1].justify = "right"
            for use in uses(warehouse, one, tokens, around, most):
                table.add_row(use.tweet_id, escape(use.before), escape(use.words), escape(use.after))
            screen.print(table if table.row_count else f"{one.key}: no tweet uses {escape(' '.join(tokens))}")
    if tokens[0].startswith("@") and not chosen.settings.words.keep_handles:
        screen.print("Handles are left out of the words: [words] keep_handles in study.toml", markup=False)
