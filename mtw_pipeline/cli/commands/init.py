"""The command init: a new study, by options, or by questions where a person sits at a terminal.

What belongs here: asking. What does not: the settings file (study/template.py).
"""

import random
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from mtw_pipeline.cli.output import console
from mtw_pipeline.cli.warning import warn_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.shells import quoted, shell_word
from mtw_pipeline.study.windows import CollectionWindow

if TYPE_CHECKING:
    from mtw_pipeline.study.folder import Study

_LARGEST_SEED = 99_999_999

Answer = TypeVar("Answer")


def init(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="The folder to make the study in.")] = None,
    *,
    hashtag: Annotated[
        list[str] | None, typer.Option("--hashtag", help="The community's hashtag; may be repeated.")
    ] = None,
    window: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--window",
            metavar="START END",
            help="First and last day of the first collection window, both included. Without it, mtw add proposes one.",
        ),
    ] = None,
    title: Annotated[str, typer.Option("--title", help="The study's title in its report.")] = "",
    coder: Annotated[
        list[str] | None, typer.Option("--coder", help="Who codes tweets; may be repeated, and added later.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="The tweets' language, by two letters: its stop words are left out.")
    ] = "en",
    marketing_lists: Annotated[
        bool, typer.Option("--marketing-lists", help="Count the word groups of the #MarketingTwitter study.")
    ] = False,
    study: Annotated[Path | None, typer.Option("--study", help="Another way to say DIR.")] = None,
) -> None:
    """Make a new study: study.toml and a folder for its exports. On a terminal, it asks for what you leave out."""
    from mtw_pipeline.study.template import new_study
    from mtw_pipeline.text.study_hashtags import hashtags_without_matches, refuse_no_hashtag

    for tag in hashtag or ():
        refuse_no_hashtag(tag)
    for name in coder or ():
        _refuse_several_names(name)
    _refuse_one_name_twice(coder or ())
    root = folder or study
    is_asking = sys.stdin.isatty() and (root is None or not hashtag)
    if is_asking:
        root = root or Path(_asked("Folder of the study", "my-study"))
        _refuse_a_second_study(root)
        tags = hashtag or _asked_until_it_can_be(_asked_hashtags)
        title = title or _asked("Title of the study", f"#{tags[0].lstrip('#')}" if tags else "")
        window = window or _asked_until_it_can_be(_asked_window)
        coder = coder or _asked_until_it_can_be(_asked_coders)
        language = _asked_until_it_can_be(partial(_asked_language, language))
    else:
        tags, language = hashtag or [], language.strip().lower()
        _refuse_unknown_language(language)
    if root is None or not tags:
        raise UserError(
            "A study needs a folder and a hashtag",
            remedy="Say both: mtw init my-study --hashtag YOURTAG, or run mtw init on a terminal, which asks",
        )
    made = CollectionWindow.between(*window) if window else None
    new = new_study(
        root, hashtags=tags, title=title, coders=coder or (), language=language, marketing_lists=marketing_lists,
        seed=random.SystemRandom().randint(1, _LARGEST_SEED),
    )  # fmt: skip
    if made is not None:
        new.incoming_of(made).mkdir(parents=True, exist_ok=True)
    warn_of(hashtags_without_matches(new.settings.hashtags))
    _say_what_is_next(new, root, made)


def _say_what_is_next(new: "Study", root: Path, made: CollectionWindow | None) -> None:
    screen = console()
    screen.print(f"The study is in {new.root}", markup=False)
    screen.print(f"  settings:     {new.settings_path}", markup=False)
    screen.print(f"  exports go to {new.incoming_of(made) if made else new.incoming}", markup=False)
    screen.print("Next:", markup=False)
    if root.resolve() != Path.cwd():
        screen.print(f"  cd {quoted(root)}", markup=False)
    screen.print("  mtw add FILE...        (looks at each file and says what is in it)", markup=False)
    screen.print("  mtw run", markup=False)


def _asked(question: str, default: str | None = None) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default))).strip()


def _names(text: str) -> list[str]:
    return [name.strip() for name in re.split("[,;]", text) if name.strip()]


def _refuse_several_names(text: str) -> None:
    """Two coders in one would be one, whom nobody agrees with."""
    names = _names(text)
    if len(names) > 1:
        named = " ".join(f"--coder {shell_word(name)}" for name in names)
        turned = " ".join((*names[1:], names[0]))
        raise UserError(
            f"{text!r} are several coders in one; a single person stands here without the comma, as {turned!r}",
            remedy=f"Name each by itself: {named}",
        )


def _refuse_one_name_twice(names: Sequence[str]) -> None:
    from mtw_pipeline.study.settings.coding import why_not_apart

    why = why_not_apart(names)
    if why:
        raise UserError(f"{', '.join(names)}: {why}", remedy="Name each so that nobody takes one for another")


def _asked_until_it_can_be(ask: Callable[[], Answer]) -> Answer:
    """An answer; what is wrong with one that cannot be is said, and it is asked again."""
    while True:
        try:
            return ask()
        except UserError as error:
            console().print(str(error), markup=False)


def _asked_coders() -> list[str]:
    """Who codes.

    Raises:
        UserError: two names cannot be told apart.
    """
    names = _names(_asked("Who will code tweets by hand (names with commas between; Enter: nobody yet)", ""))
    _refuse_one_name_twice(names)
    return names


def _asked_hashtags() -> list[str]:
    """The hashtags of the community.

    Raises:
        UserError: one of them can be none.
    """
    from mtw_pipeline.text.study_hashtags import refuse_no_hashtag

    text = _asked("Hashtag of the community (several with blanks between)")
    tags = [tag for tag in re.split(r"[\s,;]+", text) if tag]
    for tag in tags:
        refuse_no_hashtag(tag)
    return tags


def _asked_window() -> tuple[str, str] | None:
    """The days of the first window; None where they are not known yet.

    Raises:
        UserError: they cannot be.
    """
    start = _asked("First day of the collection, as 2020-12-05 (Enter: as the exports say)", "")
    if not start:
        return None
    end = _asked("Last day")
    CollectionWindow.between(start, end)
    return start, end


def _asked_language(default: str) -> str:
    """The language of the tweets.

    Raises:
        UserError: it is not known.
    """
    language = _asked("Language of the tweets, by two letters", default).lower()
    _refuse_unknown_language(language)
    return language


def _refuse_unknown_language(language: str) -> None:
    from mtw_pipeline.text.words import has_stop_words

    if not has_stop_words(language):
        raise UserError(
            f"There are no stop words for the language {language!r}",
            remedy="Name a language by the two letters of ISO 639-1, as in --language es; of one without a list take"
            " en, and put its words into study.toml under [words], as extra_stop_words",
        )


def _refuse_a_second_study(root: Path) -> None:
    from mtw_pipeline.study.folder import SETTINGS_FILE

    if (root / SETTINGS_FILE).exists():
        raise UserError(f"There is a study in {root} already", remedy="Choose another folder")
