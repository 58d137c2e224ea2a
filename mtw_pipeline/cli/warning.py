"""What several commands warn of: settings that match nothing, files that no run reads, what is not up to date.

What belongs here: finding it and the words. What does not: options and the windows that they mean (options.py).
"""

import sys
from typing import TYPE_CHECKING

from rich.markup import escape

from mtw_pipeline.cli.hints import pasteable, study_of
from mtw_pipeline.cli.output import error_console
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtw_pipeline.study.folder import Study


def told_of_settings(study: "Study") -> "Iterator[str]":
    """What can match nothing whatever the exports hold; what is not set costs no import."""
    settings = study.settings
    if not all(hashtag.isalpha() for hashtag in settings.hashtags):
        from mtw_pipeline.text.study_hashtags import hashtags_without_matches

        yield from hashtags_without_matches(settings.hashtags)
    if settings.word_lists or settings.words.extra_stop_words:
        from mtw_pipeline.text.word_lists.matching import terms_without_matches

        yield from terms_without_matches(study)
    if settings.publish.words:
        from mtw_pipeline.published.names.allowed import texts_without_words

        yield from texts_without_words(settings)


def told_of_tables(study: "Study") -> "Iterator[str]":
    """What matches nothing in the tables as they are."""
    if study.settings.network.classes_file:
        from mtw_pipeline.network.leader_classes import accounts_without_matches

        yield from accounts_without_matches(study)


def told_of_collections(study: "Study", windows: "Iterable[CollectionWindow]") -> "Iterator[str]":
    """What is collected of some windows and stands in no table yet; windows that nobody collects cost no import."""
    for window in windows:
        if not study.collections_of(window).is_dir():
            continue
        from mtw_pipeline.collect.collector import STREAM
        from mtw_pipeline.collect.records.record import Records
        from mtw_pipeline.collect.windows import command_of

        records = Records(study, window)
        for one in records.unfinished():
            if one.source != STREAM:
                posts, command = records.posts_of(one), command_of(one.name, window)
                held = number_of(posts, "post is", "posts are")
                said = f"its {held} in no table: {command} goes on with it" if posts else f"nothing came yet: {command}"
                yield f"{one.name} of {window.key} is unfinished, and {said}"


def told_of_supplements(study: "Study", windows: "Iterable[CollectionWindow]") -> "Iterator[str]":
    """The supplements that were written before their report: what changed since stands in the report alone."""
    for window in windows:
        supplement, report = study.supplement_of(window), study.report_of(window)
        if supplement.is_file() and report.is_file() and supplement.stat().st_mtime < report.stat().st_mtime:
            command = f"mtw supplement --window {window.start} {window.end}"
            yield f"the supplement of {window.key} is older than its report, whose numbers may be others: {command}"


def warn_of(said: "Iterable[str]") -> None:
    """Print warnings, each a sentence, with commands that can be pasted."""
    named = study_of(sys.argv[1:])
    for one in said:
        error_console().print(f"[yellow]warning[/] {escape(pasteable(one, named))}")


def told_without_exports(study: "Study") -> "Iterator[str]":
    """What is to be said of the windows that were run and have no folder, or no exports in it, any more."""
    for window in study.windows_without_folder():
        coded = _coding_of(study, window)
        renamed = (
            f". Where the folder was renamed because its days are others, first rename {coded} likewise: sheets that"
            " are out are imported as ever"
            if coded
            else ""
        )
        back = "Put the folder back under that name"
        yield f"{_told(window, 'folder in incoming/', coded)}. {back}, {_out(window)}{renamed}"
    for window in study.windows_emptied():
        back = f"Put them back (mtw add FILE... --window {window.start} {window.end})"
        yield f"{_told(window, 'exports', _coding_of(study, window))}. {back}, {_out(window)}"


def _coding_of(study: "Study", window: CollectionWindow) -> str:
    coding = study.coding_of(window)
    return f"coding/{coding.name}" if coding.is_dir() else ""


def _told(window: CollectionWindow, lacks: str, coded: str) -> str:
    where = f"; what people code of it stays in {coded}, and no other window has it" if coded else ""
    return (
        f"the window {window.key} was run and has no {lacks} any more: its rows stay in the tables, the analysts' copy"
        f" and the trends{where}"
    )


def _out(window: CollectionWindow) -> str:
    return f"or take the window out: mtw remove --window {window.start} {window.end}"


def warn_of_what_no_run_reads(study: "Study") -> None:
    """Name files that were put beside the windows' folders, where nothing reads them, and windows without exports."""
    from mtw_pipeline.study.folder import why_unread

    warn_of(map(why_unread, study.in_no_window()))
    warn_of(told_without_exports(study))
