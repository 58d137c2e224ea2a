"""A real transformers model, made by the tests in a folder (tiny_models.py)."""

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import SentimentSettings, TransformerSettings
from mtw_pipeline.text import transformer
from mtw_pipeline.text.kept_scores import transformer_sentiments
from mtw_pipeline.text.scoring import WindowScores, score_window
from mtw_pipeline.text.transformer import (
    Model,
    embeddings,
    is_installed,
    load_model,
    prepared,
    revision_of,
    rows_by_transformer,
)
from mtw_pipeline.text.words import token_parameters
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.text import SENTIMENT_SCORES, TWEET_TOKENS
from mtw_pipeline_tests.builders import WINDOW, make_study
from mtw_pipeline_tests.tiny_models import make_model
from mtw_pipeline_tests.unit.text.test_words import plant

TEXTS = [
    "good plan @some_one",
    "bad plan",
    "good good good plan http://example.org/x",
    "plan",
    "good plan @other",
    "bad",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "tiny", ("negative", "neutral", "positive"))


def test_another_model_than_the_one_asked_for_scores_nothing(folder: Path) -> None:
    tweets = pa.table({"collection_window": [WINDOW.key], "tweet_id": ["1"], "text": ["good"]})
    settings = TransformerSettings(model=folder.name)
    exact = revision_of(settings, folder.parent)
    [rows] = rows_by_transformer([tweets], settings, folder.parent, exact)
    assert rows.column("scorer").to_pylist() == [f"transformer tiny {exact[:12]}"]
    with pytest.raises(UserError, match="could not be loaded"):
        next(rows_by_transformer([tweets], settings, folder.parent, "0" * 64))


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    return load_model(TransformerSettings(model=folder.name, batch_size=2), folder.parent)


def test_the_extra_is_installed_where_a_landing_is_tested() -> None:
    assert is_installed() or "CI" not in os.environ, "make transformer installs torch"


def test_each_text_scores_as_the_model_alone_gives(model: Model, folder: Path, tmp_path: Path) -> None:
    """Against the pipeline of transformers, a text at a time: batches and padding change nothing."""
    from transformers import pipeline

    alone = pipeline("text-classification", model=str(folder), tokenizer=model.tokenizer, top_k=None)
    for text, found in zip(TEXTS, transformer_sentiments(model, TEXTS, tmp_path / "kept.duckdb"), strict=True):
        expected = {row["label"]: row["score"] for row in alone([prepared(text)])[0]}
        assert found.positive == pytest.approx(expected["positive"], abs=1e-5)
        assert found.negative == pytest.approx(expected["negative"], abs=1e-5)
        assert found.neutral == pytest.approx(expected["neutral"], abs=1e-5)
        assert found.compound == pytest.approx(expected["positive"] - expected["negative"], abs=1e-5)
        assert found.label == max(expected, key=lambda name: expected[name])


def test_handles_and_links_are_written_as_the_models_card_asks() -> None:
    assert prepared("hi @Some_One,\nsee https://example.org/a?b or www.example.org now a@b.c") == (
        "hi @user, see http or http now a@b.c"
    )


class Counted:
    """Texts that reach a model."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, stop_after: int | None = None) -> None:
        self.texts: list[str] = []
        original = transformer._logits

        def logits(model: Model, texts: Sequence[str]) -> object:
            if stop_after is not None and len(self.texts) >= stop_after:
                raise KeyboardInterrupt
            self.texts += texts
            return original(model, texts)

        monkeypatch.setattr(transformer, "_logits", logits)


def test_a_text_is_scored_once_for_a_model_and_revision(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, counted = tmp_path / "kept.duckdb", Counted(monkeypatch)
    first = transformer_sentiments(model, TEXTS, kept)
    assert sorted(counted.texts) == sorted({prepared(text) for text in TEXTS})
    assert transformer_sentiments(model, [*TEXTS, "good bad"], kept)[:-1] == first
    assert counted.texts[len({prepared(text) for text in TEXTS}) :] == ["good bad"]
    other = Model(model.name, "another revision", model.classes, model.tokenizer, model.network, 2)
    transformer_sentiments(other, ["plan"], kept)
    assert counted.texts[-1] == "plan"


def test_a_run_that_is_stopped_goes_on_where_it_stopped(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.duckdb"
    monkeypatch.setattr(transformer, "_BATCHES_AT_ONCE", 1)
    with monkeypatch.context() as patched:
        Counted(patched, stop_after=2)
        with pytest.raises(KeyboardInterrupt):
            transformer_sentiments(model, TEXTS, kept)
    with duckdb.connect(str(kept)) as connection:
        assert connection.execute("select count(*) from scores").fetchall() == [(2,)]
    counted = Counted(monkeypatch)
    transformer_sentiments(model, TEXTS, kept)
    assert len(counted.texts) == len({prepared(text) for text in TEXTS}) - 2


def test_what_an_accelerators_memory_does_not_hold_goes_in_smaller_batches(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    whole = transformer_sentiments(model, TEXTS, tmp_path / "whole.duckdb")
    holds, original = 1, transformer._logits

    def logits(model: Model, texts: Sequence[str]) -> object:
        if len(texts) > holds:
            raise torch.OutOfMemoryError("no memory")
        return original(model, texts)

    monkeypatch.setattr(transformer, "_logits", logits)
    for found, expected in zip(transformer_sentiments(model, TEXTS, tmp_path / "k.duckdb"), whole, strict=True):
        assert found.compound == pytest.approx(expected.compound, abs=2e-6)
    holds = 0
    with pytest.raises(UserError, match="does not hold tiny and one text"):
        transformer_sentiments(model, TEXTS, tmp_path / "none.duckdb")


def test_a_device_that_is_not_there_is_named(folder: Path) -> None:
    assert transformer.device_of("cpu").type == "cpu"
    with pytest.raises(UserError, match="The device cuda:99 is not there"):
        load_model(TransformerSettings(model=folder.name, device="cuda:99"), folder.parent)
    with pytest.raises(ValueError, match="device"):
        TransformerSettings(device="gpu")


def test_an_accelerator_gives_the_scores_of_the_processor(folder: Path) -> None:
    """Where there is none, both are the processor; on a machine with one, it is held against it."""
    names = ("auto", "cpu")
    models = [load_model(TransformerSettings(model=folder.name, device=name), folder.parent) for name in names]
    ours, cpu = (dict(pair for some in transformer.scored(one, TEXTS) for pair in some) for one in models)
    vectors = [embeddings(one, TEXTS) for one in models]
    assert vectors[0] == pytest.approx(vectors[1], abs=1e-4)
    for text in TEXTS:
        assert ours[text][:4] == pytest.approx(cpu[text][:4], abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (("LABEL_0", "LABEL_1", "LABEL_2"), ("negative", "neutral", "positive")),
        (("NEGATIVE", "POSITIVE"), ("negative", "positive")),
        (("LABEL_0", "LABEL_1"), ("negative", "positive")),
    ],
)
def test_the_classes_of_a_model_are_known_by_their_names(
    tmp_path: Path, labels: Sequence[str], classes: Sequence[str]
) -> None:
    found = load_model(TransformerSettings(model=str(make_model(tmp_path / "m", labels))), tmp_path).classes
    assert found == dict(enumerate(classes))


def test_a_model_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tells no sentiment"):
        load_model(TransformerSettings(model=str(make_model(tmp_path / "m", ("sports", "politics", "art")))), tmp_path)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)


@pytest.mark.usefixtures("offline")
def test_a_model_of_the_hub_is_known_by_its_commit(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub.constants

    commit = "0123456789abcdef0123456789abcdef01234567"
    kept = tmp_path / "models--invented--model"
    shutil.copytree(folder, kept / "snapshots" / commit)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(commit, encoding="ascii")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    loaded = load_model(TransformerSettings(model="invented/model"), tmp_path)
    assert (loaded.revision, loaded.scorer) == (commit, "transformer invented/model 0123456789ab")


def scoring_study(root: Path, model: str) -> Study:
    study = make_study(root)
    text = study.settings_path.read_text(encoding="utf-8")
    old = '# scorers = ["vader", "word_list"]'
    assert old in text
    new = f'scorers = ["vader", "transformer"]\ntransformer = {{ model = "{model}" }}'
    study.settings_path.write_text(text.replace(old, new), encoding="utf-8")
    return Study.load(root)


def scored_window(warehouse: Warehouse, study: Study) -> tuple[WindowScores, list[str]]:
    """What the scorers gave, and the tweets of the rows that were stored."""
    with warehouse.window_in_parts(SENTIMENT_SCORES, WINDOW) as parts:
        scores = score_window(study, WINDOW, parts, Attempts())
    rows = warehouse.connection.execute("select tweet_id from sentiment_scores").fetchall()
    return scores, [str(tweet) for (tweet,) in rows]


@pytest.mark.usefixtures("offline")
def test_a_model_that_is_not_to_be_had_leaves_the_other_scorers(tmp_path: Path, warehouse: Warehouse) -> None:
    study = scoring_study(tmp_path / "other", "nobody/has-this-model")
    plant(warehouse, TEXTS)
    scores, stored = scored_window(warehouse, study)
    assert len(stored) == len(TEXTS)
    assert [row["scored_tweets"] for row in scores.scorers] == [len(TEXTS), 0]
    assert "or name a folder that holds the model's files" in scores.problems["transformer"]


def test_the_same_way_leads_from_tweets_to_scores(
    tmp_path: Path, warehouse: Warehouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = scoring_study(tmp_path / "other", folder.as_posix())
    assert study.settings.sentiment == SentimentSettings(
        scorers=("vader", "transformer"), transformer=TransformerSettings(model=folder.as_posix())
    )
    plant(warehouse, TEXTS)
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(study.settings))
    monkeypatch.setattr("mtw_pipeline.warehouse.parts.ROWS_AT_ONCE", 1)
    scores, stored = scored_window(warehouse, study)
    assert scores.problems == {}
    assert set(Counter(stored).values()) == {2}
    assert [row["scored_tweets"] for row in scores.scorers] == [len(TEXTS)] * 2
    assert study.kept_scores.is_file()


def test_an_embedding_is_the_mean_of_the_last_hidden_states(model: Model) -> None:
    """A text alone, by the model itself: padding and order in a batch change nothing."""
    import torch

    found = embeddings(model, TEXTS)
    assert found.shape == (len(TEXTS), 16)
    for text, vector in zip(TEXTS, found, strict=True):
        encoded = model.tokenizer([prepared(text)], return_tensors="pt").to(model.network.device)
        with torch.inference_mode():
            states = model.network.base_model(**encoded).last_hidden_state[0]
        assert vector.tolist() == pytest.approx(states.mean(dim=0).tolist(), abs=1e-5)
