"""The machine's codes of one window: what it learns from, and rows of its three tables.

What belongs here: reading and shaping. What does not: learning (learning.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.coding.machine.embedding import Embedding
from mtw_pipeline.coding.machine.learning import TFIDF, MachineCodes, learn, scorer_name
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.coding import COMPUTED
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

if TYPE_CHECKING:
    from numpy.typing import NDArray

Row = dict[str, object]


@dataclass
class MachineTables:
    """Rows of machine_agreement, proposed_codes and machine_estimates."""

    agreement: list[Row] = field(default_factory=list)
    proposed: list[Row] = field(default_factory=list)
    estimates: list[Row] = field(default_factory=list)


def machine_tables(
    warehouse: Warehouse, study: Study, window: CollectionWindow, load: Callable[[], Embedding | str | None]
) -> MachineTables:
    """The machine's codes for every variable that people coded; nothing where the study wants none.

    Args:
        warehouse: with the final codes.
        study: the study.
        window: the window.
        load: gives what makes vectors of texts, or why it cannot be had; None to learn from words.
    """
    tables = MachineTables()
    wanted = study.settings.coding.machine
    codes = _codes_by_people(warehouse, window) if wanted.enabled else {}
    if not codes:
        return tables
    embedding = load()
    frame = _Frame.of(warehouse, study, window, embedding)
    for one in coded_by_people(study.settings):
        if one.name not in codes:
            continue
        asked = frame.asked(one)
        coded = [place for place in asked if frame.tweet_ids[place] in codes[one.name]]
        others = [place for place in asked if frame.tweet_ids[place] not in codes[one.name]]
        if isinstance(embedding, str):
            found = MachineCodes(len(coded), reason=embedding)
        elif not asked:
            found = MachineCodes(0, reason="only a code by people tells which tweets it is asked of")
        else:
            given = [codes[one.name][frame.tweet_ids[place]] for place in coded]
            categories = [category.name for category in one.categories]
            found = learn(frame.documents[coded], given, frame.documents[others], categories, wanted)
        key = {"collection_window": window.key, "variable": one.name}
        features = TFIDF if embedding is None else getattr(embedding, "name", "embeddings, which could not be had")
        scorer = scorer_name(features)
        tables.agreement.append({**key, "scorer": scorer, "threshold": wanted.threshold, **_measured(found)})
        tables.proposed += _proposed(key, found, [frame.tweet_ids[place] for place in others])
        tables.estimates += _estimates(key, found)
    return tables


def _codes_by_people(warehouse: Warehouse, window: CollectionWindow) -> dict[str, dict[str, str]]:
    """Final codes by variable and tweet id."""
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for variable, tweet_id, code in warehouse.query(
        "coding/codes_by_people", {"collection_window": window.key}
    ).fetchall():
        codes[variable][tweet_id] = code
    return codes


@dataclass(frozen=True)
class _Frame:
    """The tweets that the sample is drawn from: ids, their computed variables, and texts or vectors of texts."""

    tweet_ids: tuple[str, ...]
    computed: tuple[tuple[str, ...], ...]
    documents: "NDArray[Any]"

    @classmethod
    def of(
        cls, warehouse: Warehouse, study: Study, window: CollectionWindow, embedding: Embedding | str | None
    ) -> Self:
        import numpy as np

        sample = study.settings.sample
        frame = {"include_retweets": sample.include_retweets, "languages": list(sample.languages)}
        rows = warehouse.query("coding/frame_texts", {"collection_window": window.key, **frame}).fetchall()
        texts = [text for _, text, *_ in rows]
        documents = embedding.vectors(texts) if isinstance(embedding, Embedding) else np.array(texts, dtype=object)
        return cls(tuple(row[0] for row in rows), tuple(tuple(row[2:]) for row in rows), documents)

    def asked(self, variable: CodedVariable) -> list[int]:
        """Places of the tweets that a variable is asked of; none where only a code by people tells which."""
        if variable.asked_of is None:
            return list(range(len(self.tweet_ids)))
        name, codes = variable.asked_of
        if name not in COMPUTED:
            return []
        column = COMPUTED.index(name)
        return [place for place, computed in enumerate(self.computed) if computed[column] in codes]


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
