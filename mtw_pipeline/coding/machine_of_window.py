"""The machine's codes of one window: what it learns from, and rows of its three tables.

What belongs here: reading and shaping. What does not: learning (machine.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.machine import TFIDF, MachineCodes, learn, scorer_name
from mtw_pipeline.study import Study
from mtw_pipeline.warehouse import Warehouse
from mtw_pipeline.windows import CollectionWindow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Row = dict[str, object]


@dataclass
class MachineTables:
    """Rows of machine_agreement, proposed_codes and machine_estimates."""

    agreement: list[Row] = field(default_factory=list)
    proposed: list[Row] = field(default_factory=list)
    estimates: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Embedding:
    """What makes vectors of texts, and its name."""

    name: str
    vectors: "Callable[[list[str]], NDArray[np.float64]]"


def machine_tables(
    warehouse: Warehouse, study: Study, window: CollectionWindow, embedding: Embedding | None
) -> MachineTables:
    """The machine's codes for every variable that people coded; nothing where the study wants none.

    Args:
        warehouse: with the final codes.
        study: the study.
        window: the window.
        embedding: what makes vectors of texts; None to learn from words.
    """
    tables = MachineTables()
    wanted = study.settings.coding.machine
    if not wanted.enabled:
        return tables
    key = {"collection_window": window.key}
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for variable, tweet_id, code in warehouse.query("coding/codes_by_people", key).fetchall():
        codes[variable][tweet_id] = code
    if not codes:
        return tables
    sample = study.settings.sample
    frame = {"include_retweets": sample.include_retweets, "languages": list(sample.languages)}
    texts = dict(warehouse.query("coding/frame_texts", {**key, **frame}).fetchall())
    for one in coded_by_people(study.settings):
        known = {tweet: code for tweet, code in codes.get(one.name, {}).items() if tweet in texts}
        if not known or one.asked_of is not None:
            continue
        others = [tweet for tweet in texts if tweet not in known]
        categories = [category.name for category in one.categories]
        coded, rest = [texts[tweet] for tweet in known], [texts[tweet] for tweet in others]
        if embedding is None:
            found = learn(coded, list(known.values()), rest, categories, wanted)
        else:
            vectors = embedding.vectors([*coded, *rest])
            found = learn(vectors[: len(coded)], list(known.values()), vectors[len(coded) :], categories, wanted)
        place = {"collection_window": window.key, "variable": one.name}
        tables.agreement.append(
            {
                **place,
                "scorer": scorer_name(embedding.name if embedding else TFIDF),
                "threshold": wanted.threshold,
                **_measured(found),
            }
        )
        tables.proposed += _proposed(place, found, others)
        tables.estimates += _estimates(place, found)
    return tables


def _estimates(place: Mapping[str, object], found: MachineCodes) -> Iterator[Row]:
    names = ("category", "percent_proposed", "percent_corrected", "low", "high")
    for row in found.estimates:
        frame = found.learned_from + len(found.proposed)
        yield {**place, "frame_tweets": frame, **dict(zip(names, row, strict=True))}


def _measured(found: MachineCodes) -> Row:
    names = ("learned_from", "cohens_kappa", "low", "high", "percent_agreement", "is_shown", "reason")
    return {name: getattr(found, name) for name in names}


def _proposed(place: Mapping[str, object], found: MachineCodes, others: Iterable[str]) -> Iterator[Row]:
    for tweet_id, (code, probability) in zip(others, found.proposed, strict=False):
        yield {**place, "tweet_id": tweet_id, "proposed_code": code, "probability": probability}
