"""``mtw`` in the process of the tests: seconds faster than a process a command."""

import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass

import pytest

from mtw_pipeline.cli import forgetting, main
from mtw_pipeline.cli.commands import run as run_commands
from mtw_pipeline.warehouse.validation.process import ValidationProcess


def validate_in(patch: pytest.MonkeyPatch, validation: ValidationProcess) -> None:
    """Let commands ask the process that validates the tables of all tests; starting one takes three seconds."""
    for commands in (run_commands, forgetting):
        patch.setattr(commands, "open_validation_process", lambda: nullcontext(validation))


@dataclass(frozen=True)
class MtwHere:
    """``mtw`` in this process, with the process that validates the tables of all tests."""

    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = ["mtw", *map(str, arguments)]
        self.patch.setattr(sys, "argv", command)
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said, error = self.capture.readouterr()
        return subprocess.CompletedProcess(command, int(ended.value.code or 0), said, error)
