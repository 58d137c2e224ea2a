"""A page printed to PDF by a browser of this machine, without a window.

What belongs here: finding the browser and letting it print. What does not: how a page looks on paper
(report/templates/style.css).
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip
_MOST_SECONDS = 120


def browser() -> Path | None:
    """A browser that prints without a window: Chromium, or one made from it; None where there is none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    found = found or next((place for place in _PLACES if Path(place).is_file()), None)
    return Path(found) if found else None


def print_page(page: Path, pdf: Path, program: Path) -> str:
    """Print a page.

    Args:
        page: the HTML file.
        pdf: where to.
        program: the browser.

    Returns:
        Why there is no PDF; empty where there is one.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [str(program), *_FLAGS, *_rights(), f"--user-data-dir={profile}", f"--print-to-pdf={pdf}"]
        try:
            ended = subprocess.run(  # noqa: S603 - a browser of this machine, and a file of ours
                [*command, page.resolve().as_uri()], capture_output=True, timeout=_MOST_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return f"{program.name} did not end within {_MOST_SECONDS} seconds"
        except OSError as error:
            return f"{program.name} could not be started: {error.strerror}"
    if ended.returncode == 0 and pdf.is_file():
        return ""
    return f"{program.name} ended with the code {ended.returncode}"


def _rights() -> tuple[str, ...]:
    """Chromium shuts itself in with rights that the system's first user cannot give up."""
    if os.name == "posix":
        return ("--no-sandbox",) if os.geteuid() == 0 else ()
    return ()
