"""The machine's codes of one window: what it learns from, and rows of its three tables.

What belongs here: reading and shaping. What does not: learning (learning.py).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from mtw_pipeline.attempts import Attempts, Omission, attempt
from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.coding.machine.embedding import Embedding
from mtw_pipeline.coding.machine.learning import TFIDF, MachineCodes, learn, scorer_name
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.coding import COMPUTED, MachineSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.wording import number_of

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
    warehouse: Warehouse,
    study: Study,
    window: CollectionWindow,
    load: Callable[[], Embedding | None],
    attempts: Attempts,
) -> MachineTables:
    """The machine's codes for every variable that people coded; nothing where the study wants none.

    Args:
        warehouse: with the final codes.
        study: the study.
        window: the window.
        load: gives what makes vectors of texts; None to learn from words.
        attempts: learns the variables one by one: what fails of one costs its proposals alone.
    """
    tables = MachineTables()
    wanted = study.settings.coding.machine
    codes = _codes_by_people(warehouse, window) if wanted.enabled else {}
    if not codes:
        return tables
    frame = attempt("vectors of texts", lambda: _Frame.of(warehouse, study, window, load()))
    if isinstance(frame, Omission):
        attempts.omissions.append(frame)
        caveat = None
    else:
        caveat = _caveat(warehouse, window, frame)
    for one in coded_by_people(study.settings):
        if one.name in codes and one.validates is None:
            found, others = _found(one, codes[one.name], frame, wanted, attempts)
            features = "embeddings, which could not be had" if isinstance(frame, Omission) else frame.features
            key: Row = {"variable": one.name}
            scorer = {"scorer": scorer_name(features), "threshold": wanted.threshold}
            said = {"reason": caveat} if found.is_shown else {}
            tables.agreement.append({**key, **scorer, **_measured(found), **said})
            tables.proposed += _proposed(key, found, others)
            tables.estimates += _estimates(key, found)
    return tables


def _found(
    variable: CodedVariable,
    codes: Mapping[str, str],
    frame: "_Frame | Omission",
    wanted: MachineSettings,
    attempts: Attempts,
) -> tuple[MachineCodes, list[str]]:
    """What is learned of a variable, or why nothing is, and the tweets that codes are proposed for."""
    if isinstance(frame, Omission):
        return MachineCodes(len(codes), reason=_reason(frame)), []
    learned = attempt(variable.name, _learned, variable, codes, frame, wanted)
    if isinstance(learned, Omission):
        attempts.omissions.append(learned)
        return MachineCodes(len(codes), reason=_reason(learned)), []
    return learned


def _learned(
    variable: CodedVariable, codes: Mapping[str, str], frame: "_Frame", wanted: MachineSettings
) -> tuple[MachineCodes, list[str]]:
    if not variable.is_exclusive:
        return MachineCodes(
            len(codes), reason="a tweet can have several of its categories, and one is all that is learned"
        ), []
    asked = frame.asked(variable)
    coded = [place for place in asked if frame.tweet_ids[place] in codes]
    others = [place for place in asked if frame.tweet_ids[place] not in codes]
    if not asked:
        return MachineCodes(0, reason="only a code by people tells which tweets it is asked of"), []
    given = [codes[frame.tweet_ids[place]] for place in coded]
    categories = [category.name for category in variable.categories]
    found = learn(frame.documents[coded], given, frame.documents[others], categories, wanted)
    return found, [frame.tweet_ids[place] for place in others]


def _reason(omission: Omission) -> str:
    return f"{omission.reason}. {omission.remedy}"


def _caveat(warehouse: Warehouse, window: CollectionWindow, frame: "_Frame") -> str | None:
    """What estimates presume where the sample was drawn from other tweets than those of now.

    A frozen sample keeps the size and the proof of its frame, not its tweets: whether any came since is not known.
    """
    now = hashlib.md5(" ".join(frame.tweet_ids).encode(), usedforsecurity=False).hexdigest()
    drawn = warehouse.query("coding/sampled_frame", {"collection_window": window.key}).fetchall()
    others = [size for size, md5 in drawn if md5 != now]
    if not others:
        return None
    return (
        f"the sample was drawn from {number_of(others[0], 'tweet', 'tweets')}, which are not the"
        f" {number_of(len(frame.tweet_ids), 'tweet that is', 'tweets that are')} there now. Should some have come"
        " since, which could not be drawn, the machine is taken to err on them as often as on the others"
    )


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
    """The tweets that the sample is drawn from: ids, computed variables, and texts, or vectors with their name."""

    tweet_ids: tuple[str, ...]
    computed: tuple[tuple[str, ...], ...]
    documents: "NDArray[Any]"
    features: str

    @classmethod
    def of(cls, warehouse: Warehouse, study: Study, window: CollectionWindow, embedding: Embedding | None) -> Self:
        import numpy as np

        sample = study.settings.sample
        frame = {"include_retweets": sample.include_retweets, "languages": list(sample.languages)}
        rows = warehouse.query("coding/frame_texts", {"collection_window": window.key, **frame}).fetchall()
        texts = [text for _, text, *_ in rows]
        documents = embedding.vectors(texts) if embedding is not None else np.array(texts, dtype=object)
        features = embedding.name if embedding is not None else TFIDF
        return cls(tuple(row[0] for row in rows), tuple(tuple(row[2:]) for row in rows), documents, features)

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
