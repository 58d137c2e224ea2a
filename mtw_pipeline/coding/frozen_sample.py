"""The sample that coders work on: frozen when the first sheets are written, so that no late export changes it.

What belongs here: the file of the frozen sample. What does not: drawing (sql/tables/coding/sample.sql).
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.errors import UserError
from mtw_pipeline.platforms import without_posts
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.coding import SampleSettings
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow

_LONG_NUMBER = re.compile("[0-9]{5,}")
FROZEN = "frozen-sample.json"
_NOTE = "The sample that coders work on. Later exports do not change it; mtw coding thaw lets the next run draw anew."


@dataclass(frozen=True)
class SampledTweet:
    """A tweet of the frozen sample.

    Args:
        tweet_id: its id.
        draw_order: its place in the draw, from 1.
        stratum: its stratum; None in a simple random sample.
        is_reliability: whether all coders code it.
        coders: who codes it.
        seed: the seed of the draw.
        frame_size: tweets that it was drawn from.
        frame_md5: proof of these.
        text_md5: what coders read, so that a sheet whose rows were mixed up is noticed.
        earlier_coders: who was to code it before it was given to others: their sheets may still be out.
        stratified_by: what the strata of the draw are; None where a version of the program froze it that did not say.
        with_retweets: whether retweets were drawn too; None likewise.
        of_languages: the languages that were drawn, empty where all were; None likewise.
    """

    tweet_id: str
    draw_order: int
    stratum: str | None
    is_reliability: bool
    coders: tuple[str, ...]
    seed: int
    frame_size: int
    frame_md5: str
    text_md5: str
    earlier_coders: tuple[str, ...] = ()
    stratified_by: str | None = None
    with_retweets: bool | None = None
    of_languages: tuple[str, ...] | None = None


def text_md5(text: str | None) -> str:
    """A fingerprint of a text as read: blanks, line ends and what neutralises formulas make no difference.

    Nor do long numbers, and what names a post in its address: it goes when that post is forgotten.
    """
    shown = "".join(character for character in text or "" if character.isprintable() or character.isspace())
    shown = without_posts(shown, lambda post: post.startswith("at://"))
    bare = _LONG_NUMBER.sub("0", " ".join(shown.split()).lstrip("'"))
    return hashlib.md5(bare.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def frozen_sample(folder: Path) -> tuple[SampledTweet, ...] | None:
    """The frozen sample of a window, or None where it is not frozen.

    Raises:
        UserError: the file was changed by hand and cannot be read.
    """
    path = folder / FROZEN
    return _read(path) if path.is_file() else None


def otherwise_asked(study: Study, window: CollectionWindow) -> str:
    """What study.toml asks of the sample that the frozen one is not; empty where it is, or where none is frozen."""
    frozen, asked = frozen_sample(study.coding_of(window)), study.settings.sample
    if not frozen:
        return ""
    last = max(one.draw_order for one in frozen)  # tweets that were forgotten since were drawn too
    if min(asked.size, frozen[0].frame_size) != last:
        return f"size = {asked.size}, and it has {last:,}"
    if asked.seed != frozen[0].seed:
        return f"seed = {asked.seed}, and it was drawn with {frozen[0].seed}"
    return _otherwise_framed(asked, frozen[0])


def _otherwise_framed(asked: SampleSettings, drawn: SampledTweet) -> str:
    """Which tweets study.toml asks for and by which strata, where the frozen sample was drawn from or by others."""
    if drawn.stratified_by not in {asked.stratify_by, None}:
        return f"stratify_by = {asked.stratify_by}, and it was drawn by {drawn.stratified_by}"
    if drawn.with_retweets not in {asked.include_retweets, None}:
        return f"include_retweets = {str(asked.include_retweets).lower()}, and it was drawn otherwise"
    if drawn.of_languages not in {asked.languages, None}:
        return f"languages = {list(asked.languages)}, and it was drawn from {list(drawn.of_languages or ()) or 'all'}"
    return ""


def sample_of(study: Study, window: CollectionWindow) -> tuple[SampledTweet, ...] | None:
    """The frozen sample of a window under the present names of its coders, or None where it is not frozen.

    Raises:
        UserError: as ``frozen_sample``; or two coders of one tweet have got the same name.
    """
    folder = study.coding_of(window)
    frozen = frozen_sample(folder)
    if frozen is None:
        return None
    return _under_present_names(frozen, CoderNames.of(study.settings), str(study.settings_path))


def examine_coders(study: Study, window: CollectionWindow) -> None:
    """See that the study names coders.

    Raises:
        UserError: it names none; or as ``frozen_sample``.
    """
    frozen = frozen_sample(study.coding_of(window)) or ()
    CoderNames.of(study.settings).examine_named(str(study.settings_path), (who for one in frozen for who in one.coders))


def thawed_of(study: Study, window: CollectionWindow) -> tuple[tuple[SampledTweet, ...], ...]:
    """The samples of a window that were frozen once and thawed, the oldest first, under present names of coders.

    Raises:
        UserError: as ``frozen_sample``.
    """
    names = CoderNames.of(study.settings)
    paths = study.coding_of(window).glob("thawed-sample-*.json")
    ordered = sorted(paths, key=lambda path: (len(path.name), path.name))
    return tuple(_under_present_names(_read(path), names, str(study.settings_path)) for path in ordered)


def windows_of(folder: Path) -> tuple[str, ...]:
    """The keys that a window of a frozen sample had when sheets were written, the first one first.

    None of a sample that an earlier version of the program froze.

    Raises:
        UserError: as ``frozen_sample``.
    """
    paths = [*sorted(folder.glob("thawed-sample-*.json")), folder / FROZEN]
    return tuple(dict.fromkeys(key for path in paths if path.is_file() for key in _windows(path)))


def _windows(path: Path) -> tuple[str, ...]:
    try:
        return tuple(map(str, json.loads(path.read_text(encoding="utf-8")).get("windows", ())))
    except (ValueError, TypeError, AttributeError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> UserError:
    return UserError(
        f"The frozen sample cannot be read: {error}", where=str(path), remedy="Restore the file from a backup"
    )


def _read(path: Path) -> tuple[SampledTweet, ...]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["tweets"]
        return tuple(SampledTweet(**{**row, **_lists(row)}) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, error) from error


def _lists(row: Mapping[str, Any]) -> dict[str, tuple[str, ...] | None]:
    lists = {name: tuple(row.get(name) or ()) for name in ("coders", "earlier_coders")}
    return {**lists, "of_languages": _texts(row.get("of_languages"))}


def _texts(listed: Any) -> tuple[str, ...] | None:  # noqa: ANN401 - as JSON or the database gives it
    return None if listed is None else tuple(listed)


def _under_present_names(sample: Sequence[SampledTweet], names: CoderNames, where: str) -> tuple[SampledTweet, ...]:
    """The sample under the present names of its coders.

    Raises:
        UserError: two coders of one tweet have got the same name.
    """
    renamed = tuple(
        replace(
            one,
            coders=tuple(names.now(who) for who in one.coders),
            earlier_coders=tuple(names.now(who) for who in one.earlier_coders),
        )
        for one in sample
    )
    for before, after in zip(sample, renamed, strict=True):
        if len(set(after.coders)) < len(after.coders):
            raise UserError(
                f"{' and '.join(before.coders)} are to go under one name, but were given the same tweets",
                where=where,
                remedy="They are two people: name both under coders, or the one who stopped under left",
            )
    return renamed


def frozen_rows(study: Study, window: CollectionWindow) -> list[dict[str, object]] | None:
    """Rows of the table sample where it is frozen, else None.

    Raises:
        UserError: as ``frozen_sample``.
    """
    frozen = sample_of(study, window)
    if frozen is None:
        return None
    return [{"collection_window": window.key, "is_frozen": True, **vars(one)} for one in frozen]


def of_draw(drawn: Sequence[Mapping[str, object]]) -> tuple[SampledTweet, ...]:
    """A drawn sample that nobody is to code yet; rows are those of the table sample, with the tweets' ``text``."""
    not_drawn = {"is_reliability", "coders", "text_md5", "earlier_coders", "of_languages"}
    return tuple(
        SampledTweet(
            **{name: row[name] for name in SampledTweet.__dataclass_fields__ if name not in not_drawn},  # type: ignore[arg-type]
            is_reliability=False,
            coders=(),
            text_md5=text_md5(str(row["text"] or "")),
            of_languages=_texts(row["of_languages"]),
        )
        for row in drawn
    )


def write_frozen(folder: Path, tweets: Sequence[SampledTweet]) -> None:
    """Write the file, whole or not at all; it says the window, and those that it was before it was renamed."""
    path = folder / FROZEN
    windows = dict.fromkeys([*(_windows(path) if path.is_file() else ()), folder.name])
    content = {"note": _NOTE, "windows": list(windows), "tweets": [asdict(one) for one in tweets]}
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1))
