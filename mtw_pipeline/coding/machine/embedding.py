"""What makes vectors of texts for the machine: the study's transformer, where it learns from these.

What belongs here: choosing it, and why it cannot be had. What does not: the model (text/transformer.py) and learning
(learning.py).
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.transformer import embeddings, load_model

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Embedding:
    """What makes vectors of texts, and its name."""

    name: str
    vectors: "Callable[[list[str]], NDArray[np.float64]]"


def embedding_of(study: Study) -> Embedding | str | None:
    """What makes vectors for a study; None where its machine learns from words; else why it cannot be had."""
    if study.settings.coding.machine.features == "tfidf":
        return None
    try:
        model = load_model(study.settings.sentiment.transformer, study.root)
    except UserError as error:  # a model that is not to be had must not take people's codes along
        log.warning("The machine proposes no codes. %s", error)
        return str(error)
    return Embedding(f"embeddings by {model.name} {model.revision[:12]}", lambda texts: embeddings(model, texts))
