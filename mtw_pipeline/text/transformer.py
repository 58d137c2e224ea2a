"""Sentiment by a transformer: any text classification model of three or two classes, by its hub name or a folder.

What belongs here: loading a model and choosing its device, preparing a text as the card of the default model asks
(Barbieri et al. 2020, TweetEval), scoring by batches of like length. What does not: which texts are scored already
(kept_scores.py). torch and transformers are the extra ``transformer``; nothing here imports them before a model is
loaded.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import how_to_add
from mtw_pipeline.study.settings import TransformerSettings
from mtw_pipeline.text.sentiment import Sentiment, score_rows
from mtw_pipeline.warehouse.tables.text import SENTIMENT_LABELS

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from transformers import BatchEncoding

_HANDLE = re.compile(r"(?<!\w)@\w+")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_BATCHES_AT_ONCE = 32
_LONGEST = 512
_CLASSES = {
    "neg": "negative", "negative": "negative", "label_0": "negative",
    "neu": "neutral", "neutral": "neutral", "label_1": "neutral",
    "pos": "positive", "positive": "positive", "label_2": "positive",
}  # fmt: skip


@dataclass(frozen=True)
class Model:
    """A loaded model.

    Args:
        name: as study.toml names it.
        revision: what exactly was loaded: a commit of the hub, or a hash of the folder's files.
        classes: from the place of an output to its label.
        tokenizer: of the transformers library.
        network: of the transformers library.
        batch_size: texts a batch.
    """

    name: str
    revision: str
    classes: Mapping[int, str]
    tokenizer: Any
    network: Any
    batch_size: int

    @property
    def scorer(self) -> str:
        """Its name in the tables."""
        return f"transformer {self.name} {self.revision[:12]}"


def is_installed() -> bool:
    """Whether the extra is installed."""
    return find_spec("torch") is not None and find_spec("transformers") is not None


def load_model(settings: TransformerSettings, root: Path) -> Model:
    """The model that a study names.

    Args:
        settings: the study's.
        root: the study's folder, from which a model's folder is named.

    Raises:
        UserError: the extra is not installed, the model is not to be had, or it tells no sentiment.
    """
    where = "study.toml, [sentiment] transformer"
    if not is_installed():
        raise UserError(
            "The scorer transformer needs the extra of that name",
            where=where,
            remedy=f"Install it: {how_to_add('transformer')}; or make transformer in a checkout",
        )
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = root / settings.model
    try:
        exact = revision_of(settings, root)
        source, revision = (str(folder), {}) if folder.is_dir() else (settings.model, {"revision": exact})
        tokenizer = AutoTokenizer.from_pretrained(source, **revision)
        network = AutoModelForSequenceClassification.from_pretrained(source, **revision)
    except (OSError, ValueError) as error:
        raise UserError(
            f"The model {settings.model} could not be loaded: {str(error).splitlines()[0]}",
            where=where,
            remedy="Run once where the network reaches its hub, or name a folder that holds the model's files",
        ) from error
    if settings.threads is not None:
        torch.set_num_threads(settings.threads)
    classes = _classes_of(network.config.id2label, settings.model)
    network = network.eval().to(device_of(settings.device))
    return Model(settings.model, exact, classes, tokenizer, network, settings.batch_size)


def device_of(asked: str) -> "torch.device":
    """The device that a model runs on: what is asked for, or for ``auto`` an accelerator where there is one.

    Raises:
        UserError: it is not there.
    """
    import torch

    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if asked == "auto":
        return accelerator or torch.device("cpu")
    device = torch.device(asked)
    if device.type == "cpu":
        return device
    devices = torch.accelerator.device_count()
    if accelerator is None or device.type != accelerator.type or (device.index or 0) >= devices:
        found = f"{devices} of {accelerator.type}" if accelerator else "none"
        raise UserError(
            f"The device {asked} is not there: torch finds {found}",
            where="study.toml, [sentiment] transformer.device",
            remedy="Leave the line out for the best that torch finds; accelerators need a torch built for them",
        )
    return device


def revision_of(settings: TransformerSettings, root: Path) -> str:
    """What exactly a study names: a hash of the folder's files, or a commit of the hub.

    Raises:
        OSError: there is no such model, or it is not to be had.
    """
    folder = root / settings.model
    return _hash_of(folder) if folder.is_dir() else commit_of(settings.model, settings.revision)


def commit_of(model: str, revision: str) -> str:
    """The commit of the hub that a revision is now; without the network, that which was loaded last.

    Args:
        model: its name on the hub.
        revision: a branch, a tag or a commit.

    Raises:
        OSError: there is no such model, or it is not to be had.
    """
    from huggingface_hub import hf_hub_download

    return Path(hf_hub_download(model, "config.json", revision=revision)).parent.name


def prepared(text: str) -> str:
    """A text as the default model was trained on: handles are ``@user``, links are ``http``."""
    return " ".join(_LINK.sub("http", _HANDLE.sub("@user", text)).split())


def text_hash(text: str) -> str:
    """What a prepared text is known by among kept scores."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def scored(model: Model, texts: Sequence[str]) -> Iterator[list[tuple[str, Sentiment]]]:
    """Prepared texts with their scores, some batches at a time, so that what is done can be kept.

    Long and short texts go into batches of their own, longest first: padding is what costs.
    """
    import torch

    by_length = sorted(texts, key=lambda text: (-len(text), text))
    with torch.inference_mode():
        for some in _batches(by_length, model.batch_size * _BATCHES_AT_ONCE):
            # An accelerator works while the next batch is cut into tokens: its answers are asked for at the end.
            batches = _batches(some, model.batch_size)
            logits = [one for batch in batches for one in _within_memory(_logits, model, batch)]
            probabilities = torch.cat(logits).cpu().double().softmax(dim=-1).tolist()
            yield [(text, _sentiment(model, row)) for text, row in zip(some, probabilities, strict=True)]


def rows_by_transformer(
    tweets: Iterable[pa.Table], settings: TransformerSettings, root: Path, revision: str
) -> Iterator[pa.Table]:
    """Rows of the table sentiment_scores, for a worker of many: nothing is kept of what was scored.

    Args:
        tweets: tables of the columns collection_window, tweet_id and text.
        settings: the study's.
        root: the study's folder.
        revision: which model must be there.

    Raises:
        UserError: it is not.
    """
    model = _kept_model(settings, root)
    if model.revision != revision:
        raise UserError(f"The model {settings.model} could not be loaded: {model.revision} is there, not {revision}")
    for some in tweets:
        texts = [prepared(text) for text in some.column("text").to_pylist()]
        known = {text: one for pairs in scored(model, list(dict.fromkeys(texts))) for text, one in pairs}
        yield score_rows(some, model.scorer, [known[text] for text in texts])


@cache
def _kept_model(settings: TransformerSettings, root: Path) -> Model:
    """A model, loaded once by a worker that scores part after part."""
    return load_model(settings, root)


def embeddings(model: Model, texts: Sequence[str]) -> "NDArray[np.float64]":
    """A vector a text, in their order: the mean of the model's last hidden states over the text's tokens."""
    import numpy as np
    import torch

    vectors: dict[str, NDArray[np.float64]] = {}
    by_length = sorted({prepared(text) for text in texts}, key=lambda text: (-len(text), text))
    with torch.inference_mode():
        for some in _batches(by_length, model.batch_size):
            means = torch.cat(list(_within_memory(_means, model, some)))
            vectors.update(zip(some, means.numpy(), strict=True))
    return np.array([vectors[prepared(text)] for text in texts])


def _batches(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (texts[place : place + size] for place in range(0, len(texts), size))


def _encoded(model: Model, texts: Sequence[str]) -> "BatchEncoding":
    longest = min(int(getattr(model.tokenizer, "model_max_length", _LONGEST)), _LONGEST)
    encoded = model.tokenizer(list(texts), padding=True, truncation=True, max_length=longest, return_tensors="pt")
    return encoded.to(model.network.device)


def _logits(model: Model, texts: Sequence[str]) -> "torch.Tensor":
    return model.network(**_encoded(model, texts)).logits


def _means(model: Model, texts: Sequence[str]) -> "torch.Tensor":
    encoded = _encoded(model, texts)
    states = model.network.base_model(**encoded).last_hidden_state.cpu().double()
    shown = encoded["attention_mask"].cpu().unsqueeze(-1)
    return (states * shown).sum(dim=1) / shown.sum(dim=1)


def _within_memory(
    measured: Callable[[Model, Sequence[str]], "torch.Tensor"], model: Model, texts: Sequence[str]
) -> Iterator["torch.Tensor"]:
    """What a batch gives, in as many smaller batches as an accelerator's memory asks for.

    Raises:
        UserError: one text alone needs more memory than the accelerator has.
    """
    import torch

    try:
        measures = measured(model, texts)
    except torch.OutOfMemoryError as error:
        if len(texts) == 1:
            raise UserError(
                f"The memory of {model.network.device} does not hold {model.name} and one text",
                where="study.toml, [sentiment] transformer.device",
                remedy='End what else uses it, or write transformer.device = "cpu"',
            ) from error
    else:
        yield measures
        return
    half = len(texts) // 2
    yield from _within_memory(measured, model, texts[:half])
    yield from _within_memory(measured, model, texts[half:])


def _sentiment(model: Model, probabilities: Sequence[float]) -> Sentiment:
    by_label = dict.fromkeys(SENTIMENT_LABELS, 0.0)
    for place, probability in enumerate(probabilities):
        by_label[model.classes[place]] += min(max(probability, 0.0), 1.0)
    shares = {name: min(round(share, 6), 1.0) for name, share in by_label.items()}
    likeliest = max(SENTIMENT_LABELS, key=lambda name: (shares[name], name))
    negative, neutral, positive = (shares[name] for name in SENTIMENT_LABELS)
    return Sentiment(negative, neutral, positive, round(positive - negative, 6), likeliest)


def _classes_of(names: Mapping[int, str], model: str) -> dict[int, str]:
    classes = {int(place): _CLASSES.get(str(name).lower(), "") for place, name in names.items()}
    if len(names) == 2 and {str(name).lower() for name in names.values()} == {"label_0", "label_1"}:  # noqa: PLR2004
        classes = {0: "negative", 1: "positive"}
    if not all(classes.values()) or not {"negative", "positive"} <= set(classes.values()):
        raise UserError(
            f"The model {model} tells no sentiment: its classes are {', '.join(map(str, names.values()))}",
            where="study.toml, [sentiment] transformer",
            remedy="Choose a model whose classes are negative, neutral and positive",
        )
    return classes


def _hash_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        digest.update(path.name.encode())
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
