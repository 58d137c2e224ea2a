"""The streams that a command is given: closed, as by services, or without a code for a letter, as pipes of Windows."""

import io
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


def test_a_letter_that_an_output_has_no_code_for_is_printed_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    app._print_any_letter()
    console().print("études ☕")
    sys.stdout.flush()
    assert written.getvalue().decode("cp1252").split() == ["études", "\\u2615"]


def test_what_an_output_does_with_names_that_are_no_text_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="utf-8", errors="surrogateescape"))
    app._print_any_letter()
    console().print("name \udcff")
    sys.stdout.flush()
    assert written.getvalue().split() == [b"name", b"\xff"]
