"""Fixtures of collections: a server and a study that collects from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mtw_pipeline_tests.collecting import Bench
from mtw_pipeline_tests.fake_x import TOKEN, FakeX, served


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTW_X_BEARER_TOKEN", TOKEN)
    monkeypatch.delenv("MTW_KEYS", raising=False)


@pytest.fixture
def server() -> Iterator[FakeX]:
    with served(FakeX([])) as listening:
        yield listening


@pytest.fixture
def bench(tmp_path: Path, server: FakeX) -> Bench:
    return Bench(tmp_path / "study", server)
