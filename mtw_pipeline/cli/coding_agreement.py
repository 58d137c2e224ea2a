"""What the commands of coding print of agreement so far: its interval, drift, what is confused, what is still needed.

What belongs here: the words. What does not: numbers (coding/agreement/so_far.py), the commands (commands/coding.py).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console

from mtw_pipeline.report.html import words
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.coding.agreement.so_far import AgreementSoFar
    from mtw_pipeline.study.folder import Study

_PAIRS_SHOWN = 3
_CLEAR = 0.05
_HALF = 0.5


def print_agreement(screen: Console, study: "Study", window: CollectionWindow, *, whole: bool) -> None:
    """Print the agreement of a window's coders so far; nothing where no tweet was coded by two.

    Args:
        screen: where to.
        study: the study.
        window: the window.
        whole: also how it went, and what is confused; else a line a variable.
    """
    from mtw_pipeline.coding.agreement.so_far import agreement_so_far

    found = agreement_so_far(study, window)
    if found:
        screen.print(f"{window.key}: agreement so far, with 95 % intervals", markup=False)
    for one in found:
        lines = [_value(one.latest), *(_course(one) if whole else ())]
        screen.print(f"  {words(one.variable)}: {lines[0]}", markup=False, soft_wrap=True)
        for line in lines[1:]:
            screen.print(f"    {line}", markup=False, soft_wrap=True)


def _value(row: Mapping[str, Any]) -> str:
    tweets = number_of(row["units"], "tweet")
    value = "not defined" if row["value"] is None else f"{row['value']:.3f}"
    between = "" if row["low"] is None else f" ({row['low']:.3f} to {row['high']:.3f})"
    return f"{words(row['measure'])} {value}{between} of {tweets}; {_needed(row)}"


def _needed(row: Mapping[str, Any]) -> str:
    further = row["further_tweets"]
    if not further:
        return str(row["outlook"])
    return f"about {number_of(further, 'more tweet')} coded by several {row['outlook']}"


def _course(one: "AgreementSoFar") -> list[str]:
    tenths = " ".join(f"{row['alike_tweets']}/{row['tweets']}" for row in one.tenths)
    lines = [f"alike by tenth of the reliability set, in the order of coding: {tenths}", _drift(one.latest)]
    pairs = [f"{first} / {second} {tweets:,}" for first, second, tweets in one.confusion.pairs[:_PAIRS_SHOWN]]
    if pairs:
        lines.append(f"confused most: {', '.join(pairs)}")
    each = [f"{name} {every:,}/{some:,}" for name, every, some in one.confusion.categories]
    return [*lines, f"given by all, of the tweets to which anybody gave it: {', '.join(each)}"]


def _drift(row: Mapping[str, Any]) -> str:
    p_value, later = row["p_value"], row["differ_later"]
    if p_value is None:
        return "drift: coders differ nowhere, or everywhere; there is none to be seen"
    shown = f"p {'< 0.001' if p_value < 0.001 else f'= {p_value:.3f}'}, of {number_of(row['units'], 'tweet')}"  # noqa: PLR2004
    if p_value >= _CLEAR:
        return f"drift: none beyond chance ({shown}); a single tenth says little"
    return f"drift: coders differ more {'later on' if later > _HALF else 'at the beginning'} ({shown})"
