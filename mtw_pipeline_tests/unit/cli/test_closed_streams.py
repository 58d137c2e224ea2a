"""Commands whose streams are closed, as services start them: what they print goes nowhere."""

import sys

import pytest

from mtw_pipeline.cli import app
from mtw_pipeline.cli.output import console, error_console, progress


@pytest.mark.parametrize("closed", [("stdin",), ("stdout",), ("stderr",), ("stdin", "stdout", "stderr")])
def test_what_a_command_prints_into_closed_streams_goes_nowhere(
    closed: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in closed:
        monkeypatch.setattr(sys, name, None)
    app._open_closed_streams()
    with progress("At work"):
        console().print("a line")
    error_console().print("a warning")
    assert not sys.stdin.isatty()
    for name in closed:
        getattr(sys, name).close()
