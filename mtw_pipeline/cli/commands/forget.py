"""Commands for what authors deleted or asked to be forgotten, and for ids that may be shared: forget, export-ids."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from mtw_pipeline.cli.options import ReplaceOption, StudyOption, WindowOption, chosen_study, windows_with_rows
from mtw_pipeline.cli.output import console_beside
from mtw_pipeline.cli.warning import warn_of
from mtw_pipeline.errors import UserError, need_room_for
from mtw_pipeline.platforms import Platform, platform_of_id
from mtw_pipeline.study.unfinished import is_unfinished
from mtw_pipeline.wording import number_of

FAILED = 1


def forget(
    tweets: Annotated[
        Path | None, typer.Option("--tweets", help="A file of ids or addresses of tweets, one per line.")
    ] = None,
    users: Annotated[
        Path | None,
        typer.Option("--users", help="A file of handles, user ids (dids) or addresses of profiles, one per line."),
    ] = None,
    study: StudyOption = None,
) -> None:
    """Forget tweets that their authors deleted: in every export, table, copy, sheet and report, and later imports.

    If it is stopped, the next command on the study finishes it first.
    """
    from mtw_pipeline.cli.forgetting import forget_and_say
    from mtw_pipeline.forgetting.request import asked_tweets, asked_users
    from mtw_pipeline.study.folder import Study, study_root

    chosen = Study.load(study_root(study))
    if tweets is None and users is None and not is_unfinished(chosen.root):
        raise UserError("Nothing was asked to be forgotten", remedy="Name a file: --tweets FILE or --users FILE")
    asked = asked_tweets(tweets) if tweets else (), asked_users(users) if users else {}
    if not forget_and_say(chosen, *asked):
        raise typer.Exit(FAILED)


def export_ids(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: a text file, one id per line.")],
    study: StudyOption = None,
    window: WindowOption = None,
    replace: ReplaceOption = False,
) -> None:
    """Write the ids of the collected tweets and nothing else. X lets them be shared; those of others name authors."""
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.tweets import TWEETS

    chosen = chosen_study(study)
    need_room_for(target, replace=replace)
    with open_warehouse(chosen.warehouse, "mtw export-ids") as warehouse:
        keys = [one.key for one in windows_with_rows(warehouse, chosen, window, TWEETS)]
        rows = warehouse.query("forgetting/tweet_ids", {"windows": keys}).fetchall()
    target.write_text("".join(f"{row[0]}\n" for row in rows), encoding="utf-8")
    console_beside(target).print(f"{number_of(len(rows), 'id')}: {target}", markup=False)
    warn_of(_naming_authors(row[0] for row in rows))


def _naming_authors(ids: Iterable[str]) -> Iterator[str]:
    """What is to be known of ids before they are shared: X's are numbers, those of others hold the account."""
    for platform, many in sorted(Counter(map(platform_of_id, ids)).items()):
        if platform is not Platform.X:
            yield (
                f"{number_of(many, 'id is the address of a post', 'ids are addresses of posts')} of {platform.label},"
                " and each names the account of its author: share them with nobody who may not know these accounts"
            )
