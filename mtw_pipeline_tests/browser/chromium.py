"""A headless Chromium that reaches this machine alone, for every test that looks at pages.

What belongs here: starting and ending it. What does not: pages (the tests).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from mtw_pipeline_tests.programs import program

REBOUND = "rebound.invented"
"""A name that a test lets mean this machine."""

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def chromium(profile: Path, *flags: str) -> Iterator[Chrome]:
    """A browser with a profile of its own.

    Args:
        profile: an empty folder.
        flags: of Chromium, besides the usual ones.
    """
    options = ChromeOptions()
    options.binary_location = program("chromium", "chromium")
    for flag in (*FLAGS, *flags, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options, Service(program("chromedriver", "chromium-driver")))
    try:
        yield driver
    finally:
        driver.quit()
