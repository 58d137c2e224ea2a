"""What makes vectors of texts for the machine: the study's transformer, where it learns from these.

What belongs here: choosing it. What does not: the model (text/transformer.py) and learning
(learning.py).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.transformer import embeddings, load_model

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Embedding:
    """What makes vectors of texts, and its name."""

    name: str
    vectors: "Callable[[list[str]], NDArray[np.float64]]"


def embedding_of(study: Study) -> Embedding | None:
    """What makes vectors for a study; None where its machine learns from words.

    Raises:
        UserError: the model cannot be had.
    """
    if study.settings.coding.machine.features == "tfidf":
        return None
    model = load_model(study.settings.sentiment.transformer, study.root)
    return Embedding(f"embeddings by {model.name} {model.revision[:12]}", lambda texts: embeddings(model, texts))
