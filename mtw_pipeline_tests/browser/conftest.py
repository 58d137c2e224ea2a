"""One browser for every test that looks at pages; its modules run on one worker (scheduling.py)."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from mtw_pipeline_tests.browser.chromium import REBOUND, chromium


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """To which a name that is not this machine's means this machine, as somebody who attacks it can bring about."""
    rule = f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"
    with chromium(tmp_path_factory.mktemp("profile"), rule) as driver:
        yield driver
