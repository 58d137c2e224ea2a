"""A scorer that learns from people's codes, and what it may say of all other tweets.

What belongs here: learning, testing out of sample, proposing, correcting. What does not: reading and storing (defs/).
Agreement is measured on tweets that the scorer did not learn from (nested cross-validation: its strength is chosen
inside each fold). Percents for all tweets are corrected by the scorer's error on people's codes: prediction-powered
inference, Angelopoulos et al. 2023, Science 382, equation 1, for means under simple random sampling; the variance of
the error, which is of matched proportions, is that of Agresti and Min 2005, Statistics in Medicine 24.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.coding.agreement.of_variable import agreement
from mtw_pipeline.study.settings.coding import MachineSettings
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    Strings = NDArray[np.object_]
    Vectors = NDArray[np.float64]
    Documents = Sequence[str] | Vectors

_FOLDS, _INNER_FOLDS = 5, 3
_STRENGTHS = (1.0, 10.0)
_QUANTILE = 1.959963984540054
TFIDF = "TF-IDF of words and pairs of words"


@dataclass(frozen=True)
class MachineCodes:
    """What the scorer gave for one variable.

    Args:
        learned_from: tweets with a final code by people.
        cohens_kappa: out of sample; None where it is not defined.
        low: lower end of its interval.
        high: upper end of its interval.
        percent_agreement: out of sample.
        is_shown: whether estimates are shown.
        reason: why not.
        proposed: code and probability of each tweet that no person coded, in their order; empty where not shown.
        estimates: by category percent proposed, percent corrected, low and high; empty where not shown.
    """

    learned_from: int
    cohens_kappa: float | None = None
    low: float | None = None
    high: float | None = None
    percent_agreement: float | None = None
    is_shown: bool = False
    reason: str | None = None
    proposed: tuple[tuple[str, float], ...] = ()
    estimates: tuple[tuple[str, float, float, float, float], ...] = ()


def learn(
    texts: "Documents",
    codes: Sequence[str],
    others: "Documents",
    categories: Sequence[str],
    wanted: MachineSettings,
) -> MachineCodes:
    """Learn from coded texts, and propose codes for the others where that may be relied on.

    Args:
        texts: coded texts, or a vector of each.
        codes: their final codes by people.
        others: texts of the frame that no person coded, or a vector of each.
        categories: the codebook's categories.
        wanted: settings.
    """
    rare = [code for code, times in Counter(codes).items() if times < _FOLDS]
    if len(codes) < wanted.fewest_codes:
        are_coded = number_of(len(codes), "tweet is coded", "tweets are coded")
        return MachineCodes(len(codes), reason=f"only {are_coded}; {wanted.fewest_codes} are needed")
    if len(set(codes)) - len(rare) < 2:  # noqa: PLR2004
        return MachineCodes(len(codes), reason="there are not two categories with enough tweets to learn from")
    guessed = _out_of_sample(texts, codes, wanted.seed)
    measured = {one.measure: one for one in agreement(list(zip(codes, guessed, strict=True)), categories, wanted.seed)}
    kappa, percent = measured["cohens_kappa"], measured["percent_agreement"]
    is_shown = kappa.value is not None and kappa.value >= wanted.threshold
    reason = kappa.reason if kappa.value is None else None
    if kappa.value is not None and not is_shown:
        reason = f"kappa {kappa.value:.3f} out of sample is below {wanted.threshold:.2f}"
    told = MachineCodes(len(codes), kappa.value, kappa.low, kappa.high, percent.value, is_shown, reason)
    if not is_shown:
        return told
    proposed = _proposals(texts, codes, others, wanted.seed)
    estimates = corrected_percents(codes, guessed, [code for code, _ in proposed], categories)
    return MachineCodes(**{**vars(told), "proposed": tuple(proposed), "estimates": tuple(estimates)})


def scorer_name(features: str) -> str:
    """What learns, from what, and how it is tested."""
    return f"logistic regression on {features} (scikit-learn), tested by {_FOLDS}-fold nested cross-validation"


def corrected_percents(
    codes: Sequence[str], guessed: Sequence[str], proposed: Sequence[str], categories: Sequence[str]
) -> list[tuple[str, float, float, float, float]]:
    """Of each category: percent proposed, percent corrected and its 95 % interval.

    Neither leaves what people's codes allow: so many tweets have the category, and so many another.

    Args:
        codes: what people gave to the sampled tweets.
        guessed: what the scorer gave to the same, out of sample.
        proposed: what it gave to all tweets that people did not code.
        categories: the categories.
    """
    rows = []
    sampled, whole = len(codes), len(codes) + len(proposed)
    for category in categories:
        share = (sum(one == category for one in proposed) + sum(one == category for one in guessed)) / whole
        missed = sum(code == category != guess for code, guess in zip(codes, guessed, strict=True))
        wrong = sum(guess == category != code for code, guess in zip(codes, guessed, strict=True))
        known = sum(code == category for code in codes) / whole
        most = known + len(proposed) / whole
        half = _QUANTILE * _error_of_share(missed, wrong, sampled, whole)
        corrected = min(max(share + (missed - wrong) / sampled, known), most)
        low, high = max(corrected - half, known), min(corrected + half, most)
        rows.append((category, 100 * share, 100 * corrected, 100 * low, 100 * high))
    return rows


def _error_of_share(missed: int, wrong: int, sampled: int, whole: int) -> float:
    """The standard error of a corrected share, by Agresti and Min 2005: half a tweet more in each of four cells.

    Without these a scorer that was never wrong among the sampled tweets would count as one that never is.
    """
    tweets = sampled + 2
    spread = (missed + wrong + 1) / tweets - ((missed - wrong) / tweets) ** 2
    return float((spread / tweets * (1 - sampled / whole)) ** 0.5)


def _out_of_sample(texts: "Documents", codes: Sequence[str], seed: int) -> list[str]:
    """The code of each tweet by a scorer that learned from the other folds alone."""
    import numpy as np
    from sklearn.model_selection import KFold, StratifiedKFold

    rarest = min(Counter(codes).values())
    folds = (StratifiedKFold if rarest >= _FOLDS else KFold)(_FOLDS, shuffle=True, random_state=seed)
    labels, documents = np.array(codes, dtype=object), _documents(texts)
    guessed = np.empty(len(codes), dtype=object)
    for learned, tested in folds.split(documents, labels):
        guessed[tested] = _chosen(documents[learned], labels[learned], seed).predict(documents[tested])
    return [str(code) for code in guessed]


def _proposals(texts: "Documents", codes: Sequence[str], others: "Documents", seed: int) -> list[tuple[str, float]]:
    import numpy as np

    if not len(others):
        return []
    scorer = _chosen(_documents(texts), np.array(codes, dtype=object), seed)
    probabilities = scorer.predict_proba(_documents(others))
    names = [str(name) for name in scorer.classes_]
    best = probabilities.argmax(axis=1)
    return [(names[place], round(float(row[place]), 6)) for place, row in zip(best, probabilities, strict=True)]


def _documents(texts: "Documents") -> "Strings | Vectors":
    """Texts as an array of objects, vectors as they are."""
    import numpy as np

    return texts if isinstance(texts, np.ndarray) else np.array(texts, dtype=object)


def _chosen(texts: "Strings | Vectors", codes: "Strings", seed: int) -> "Pipeline":
    """A scorer whose strength is chosen by cross-validation among the texts that it may learn from."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV, KFold
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    is_text = texts.ndim == 1
    words = (
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, strip_accents="unicode")
        if is_text
        else StandardScaler()
    )
    rule = OneVsRestClassifier(LogisticRegression(solver="liblinear", random_state=seed))
    search = GridSearchCV(
        Pipeline([("rule", rule)]),
        {"rule__estimator__C": list(_STRENGTHS)},
        cv=KFold(_INNER_FOLDS, shuffle=True, random_state=seed),
    )
    search.fit(words.fit_transform(texts), codes)
    return Pipeline([("words", words), ("chosen", search.best_estimator_)])
