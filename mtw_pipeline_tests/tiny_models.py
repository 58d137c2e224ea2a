"""A real transformers model, made in a folder: BERT of two tiny layers whose weights are drawn by a seed.

What belongs here: making one, without a network. What does not: what is true of it (the tests).
"""

import json
from collections.abc import Sequence
from pathlib import Path

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_WORDS = ("good", "bad", "plan", "@", "user", "http")


def make_model(folder: Path, labels: Sequence[str], words: Sequence[str] = _WORDS) -> Path:
    """A classifier of texts that says nothing of them.

    Args:
        folder: where to.
        labels: its classes.
        words: what its tokenizer knows, in lower case.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(11)
    known = [*_SPECIAL, *words]
    folder.mkdir(parents=True)
    config = BertConfig(
        vocab_size=len(known), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=32, id2label=dict(enumerate(labels)),
        label2id={name: place for place, name in enumerate(labels)},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(known) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 32}),
        encoding="utf-8",
    )
    return folder
