"""What ``mtw coding status`` prints of a window: how far each coder is, and which codes wait for what.

What belongs here: the words. What does not: the numbers (coding/progress.py), agreement (coding_agreement.py).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from mtw_pipeline.cli.coding_agreement import print_agreement
from mtw_pipeline.cli.coding_files import print_otherwise_asked
from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.cli.output import whole_table
from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.coder_names import told_of_missing
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.study.settings.coding import COMPUTED
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from rich.table import Table

    from mtw_pipeline.coding.progress import CodingProgress
    from mtw_pipeline.study.folder import Study

_COLUMNS = "coder", "variable", "coded", "of", "in reliability set", "of"
_TO_DECIDE = "disagreements to decide, by mtw coding curation (for a browser) or mtw coding disagreements"
_NOT_ASKED = "codes that the codebook does not ask of their tweets; kept, but not counted"
_OUTSIDE = "codes that the codebook has no more; kept, but not counted unless a category names them under formerly"
_PROPOSED = "categories that coders propose; counted once study.toml has them under [[codebook]]"


def print_progress(screen: Console, study: "Study", window: CollectionWindow, named: Path | None) -> None:
    """Print how far the coding of a window is.

    Args:
        screen: where to.
        study: the study.
        window: the window.
        named: how the study was named on the command line, for commands to paste.
    """
    progress = coding_progress(study, window)
    if not progress.is_frozen:
        _print_not_begun(screen, window, progress, named)
        return
    screen.print(_table(window, progress))
    print_otherwise_asked(screen, study, window, named)
    if progress.missing:
        told = f"{told_of_missing(progress.missing)}: mtw coding sheets says what to do"
        screen.print(pasteable(told, named), markup=False)
    for told in _not_known(study, progress):
        screen.print(pasteable(told, named), markup=False)
    print_agreement(screen, study, window, whole=True)
    _print_waiting(screen, progress.disagreements, pasteable(_TO_DECIDE, named))
    _print_waiting(screen, progress.not_asked, _NOT_ASKED)
    _print_waiting(screen, progress.outside_codebook, _OUTSIDE)
    _print_waiting(screen, progress.proposed, _PROPOSED)
    _print_waiting(screen, progress.older_codebook, "codes given under an earlier definition; counted")
    if progress.outside_sample:
        screen.print(f"codes of tweets that the sample has no more; kept, not counted: {progress.outside_sample:,}")


def _print_not_begun(screen: Console, window: CollectionWindow, progress: "CodingProgress", named: Path | None) -> None:
    told = "neither pages nor sheets were written yet: mtw coding pages (for a browser), or mtw coding sheets"
    screen.print(f"{window.key}: {pasteable(told, named)}", markup=False)
    if progress.outside_sample:
        kept = number_of(progress.outside_sample, "code is", "codes are")
        screen.print(f"{kept} kept from a sample that was thawed")


def _table(window: CollectionWindow, progress: "CodingProgress") -> "Table":
    table = whole_table(*_COLUMNS, title=window.key)
    for row in progress.coders:
        own = f"{row.coded:,}", _asked(row.tweets, row.open_tweets)
        shared = f"{row.reliability_coded:,}", _asked(row.reliability_tweets, row.open_reliability_tweets)
        table.add_row(escape(row.coder), row.variable, *own, *shared)
    return table


def _asked(tweets: int, open_tweets: int) -> str:
    """How many tweets are asked for, as far as that is known."""
    return f"{tweets:,} to {tweets + open_tweets:,}" if open_tweets else f"{tweets:,}"


def _not_known(study: "Study", progress: "CodingProgress") -> Iterator[str]:
    """Why it is not known of how many tweets variables are asked, and when it will be."""
    waiting = {one.variable for one in progress.coders if one.open_tweets}
    for one in coded_by_people(study.settings):
        if one.name not in waiting or one.asked_of is None:
            continue
        other, codes = one.asked_of
        asked = f"{one.name} is asked where {other} is {' or '.join(codes)}"
        if other in COMPUTED:
            why = (
                "what it is of some tweets stands in no table that can be read now: none was made (mtw run), a run has"
            )
            yield f"{asked}; {why} them open, or the tweets are not collected any more"
        else:
            yield f"{asked}: of how many tweets that is, is known once {other} is coded"


def _print_waiting(screen: Console, waiting: dict[str, int], what: str) -> None:
    numbers = ", ".join(f"{name} {number:,}" for name, number in waiting.items() if number)
    if numbers:
        screen.print(f"{what}: {numbers}", markup=False)
