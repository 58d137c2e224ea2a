"""Listening to Bluesky's stream as a service: signals, and what is said on screen."""

import signal
import threading
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING

from mtw_pipeline.cli.output import console, error_console
from mtw_pipeline.errors import UserError
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.study.folder import Study


def listen(study: "Study") -> None:
    """Listen for the study's hashtags until the process is told to end (Ctrl+C, SIGTERM).

    Raises:
        UserError: study.toml names no Bluesky, somebody listens already, or the address is no stream.
    """
    from mtw_pipeline.collect.bluesky.listening import Listener
    from mtw_pipeline.collect.requester import SystemClock

    table = next((one for one in study.settings.collect if one.source == "bluesky"), None)
    if table is None:
        raise UserError(
            "study.toml names no stream to listen to",
            where=str(study.settings_path),
            remedy='Write into it: [[collect]] and below it source = "bluesky" (docs/collecting.md)',
        )
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    hashtags = table.hashtags or study.settings.hashtags
    screen = console()
    screen.print(f"Listening to {table.stream} for {', '.join(f'#{one}' for one in hashtags)}", markup=False)
    today = datetime.now(UTC).date()
    if not any(one.start <= today <= one.end for one in study.windows()):
        what = "No window of the study holds today: what comes waits until one does (mtw collect --window START END)"
        error_console().print(f"[yellow]warning[/] {what}")
    noticed = Listener(study, table.stream, hashtags, SystemClock(), stopped.is_set).listen()
    screen.print(
        f"Ended: of {number_of(noticed.events, 'event')} {noticed.kept:,} kept, posts and reposts;"
        f" {number_of(noticed.gone, 'is', 'are')} gone since and proposed to be forgotten",
        markup=False,
    )
    if noticed.unreadable:
        were = "was" if noticed.unreadable == 1 else "were"
        screen.print(f"{number_of(noticed.unreadable, 'message')} could not be read, and {were} left out", markup=False)
