"""One browser for every test that looks at pages, and a study to code in it; its modules run on one worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.browser.chromium import REBOUND, chromium
from mtw_pipeline_tests.browser.coding_pages import CODEBOOK, HOSTILE, TWEETS, Coding
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import Desk, coding_study


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """To which a name that is not this machine's means this machine, as somebody who attacks it can bring about."""
    rule = f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"
    with chromium(tmp_path_factory.mktemp("profile"), rule) as driver:
        yield driver


@pytest.fixture(scope="module")
def coding(browser: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coding]:
    root = tmp_path_factory.mktemp("coding")
    texts = [*HOSTILE, *(f"an invented sentence, number {number}" for number in range(TWEETS - len(HOSTILE)))]
    study = coding_study(root / "study", CODEBOOK, size=TWEETS)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        desk = Desk(study, warehouse, texts, "page")
        warehouse.connection.execute(
            "insert into tweet_urls by name select collection_window, tweet_id, 1 as position,"
            " 'javascript:alert(1)' as url, 'x' as domain from tweets where text like 'javascript%'"
        )
        yield Coding(desk, browser, root / "downloads")


@pytest.fixture
def page(coding: Coding, tmp_path: Path) -> Path:
    """A page of Ana's without her codes, and a browser that keeps nothing of it."""
    for path in (coding.desk.study.coding_of(WINDOW) / "codes.jsonl", coding.page_of("Ana")):
        path.unlink(missing_ok=True)
    path = coding.page_of("Ana")
    coding.browser.get("about:blank")  # so that no page writes what it holds once more
    kept = {"origin": "file://", "storageTypes": "local_storage"}
    coding.browser.execute_cdp_cmd("Storage.clearDataForOrigin", kept)
    coding.open(path)
    assert coding.asked("return Object.values(localStorage).filter((one) => one.includes('jokes'))") == []
    return path
