"""The sample that coders work on: frozen when the first sheets are written, so that no late export changes it.

What belongs here: the file of the frozen sample. What does not: drawing (sql/tables/coding/sample.sql).
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow

_LONG_NUMBER = re.compile("[0-9]{5,}")
_FILE = "frozen-sample.json"
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


def text_md5(text: str | None) -> str:
    """A fingerprint of a text as read: blanks, line ends and what neutralises formulas make no difference.

    Nor do long numbers: the id in a link to a tweet goes when that tweet is forgotten.
    """
    shown = "".join(character for character in text or "" if character.isprintable() or character.isspace())
    bare = _LONG_NUMBER.sub("0", " ".join(shown.split()).lstrip("'"))
    return hashlib.md5(bare.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def frozen_sample(folder: Path) -> tuple[SampledTweet, ...] | None:
    """The frozen sample of a window, or None where it is not frozen.

    Raises:
        UserError: the file was changed by hand and cannot be read.
    """
    path = folder / _FILE
    if not path.is_file():
        return None
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["tweets"]
        return tuple(SampledTweet(**{**row, "coders": tuple(row["coders"])}) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"The frozen sample cannot be read: {error}", where=str(path), remedy="Restore the file from a backup"
        ) from error


def frozen_rows(study: Study, window: CollectionWindow) -> list[dict[str, object]] | None:
    """Rows of the table sample where it is frozen, else None.

    Raises:
        UserError: as ``frozen_sample``.
    """
    frozen = frozen_sample(study.coding_of(window))
    if frozen is None:
        return None
    return [{"collection_window": window.key, "is_frozen": True, **vars(one)} for one in frozen]


def freeze(folder: Path, drawn: Sequence[Mapping[str, object]]) -> tuple[SampledTweet, ...]:
    """Keep a drawn sample; rows are those of the table sample, with the tweets' ``text``."""
    kept = [
        SampledTweet(
            **{name: row[name] for name in SampledTweet.__dataclass_fields__ if name not in {"coders", "text_md5"}},  # type: ignore[arg-type]
            coders=tuple(str(coder) for coder in row["coders"]),  # type: ignore[attr-defined]
            text_md5=text_md5(str(row["text"] or "")),
        )
        for row in drawn
    ]
    folder.mkdir(parents=True, exist_ok=True)
    write_frozen(folder, kept)
    return tuple(kept)


def write_frozen(folder: Path, tweets: Sequence[SampledTweet]) -> None:
    """Write the file, whole or not at all."""
    content = {"note": _NOTE, "tweets": [asdict(one) for one in tweets]}
    write_whole(folder / _FILE, json.dumps(content, ensure_ascii=False, indent=1))


def thaw(folder: Path) -> Path | None:
    """Set the frozen sample aside, under a name that keeps it; the next run draws anew."""
    path = folder / _FILE
    if not path.is_file():
        return None
    number = 1 + len(list(folder.glob("thawed-sample-*.json")))
    return path.rename(folder / f"thawed-sample-{number}.json")
