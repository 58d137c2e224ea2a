"""The command notebook: the analysts' questions in a notebook that one can change."""

import subprocess
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from mtw_pipeline.cli.options import StudyOption, chosen_study
from mtw_pipeline.cli.output import console
from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import how_to_add
from mtw_pipeline.shells import quoted

_ADDRESS = "127.0.0.1"


def notebook(
    study: StudyOption = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port on this machine.")] = 2718,
    opens: Annotated[bool, typer.Option("--open/--no-open", help="Open it in marimo, or only write the file.")] = True,
    is_for_r: Annotated[bool, typer.Option("--quarto", help="Write the same for R, as a Quarto document.")] = False,
) -> None:
    """Open a notebook that asks the analysts' copy ten questions, with plots; stop it with Ctrl-C.

    It is written into the study once, and yours from then on.
    """
    from mtw_pipeline.notebook.writing import MARIMO, QUARTO, notebook_of

    if opens and not is_for_r and find_spec("marimo") is None:
        raise UserError(
            "marimo, which opens the notebook, is not installed",
            remedy=f"Install it ({how_to_add('notebook')}), or write the file only: mtw notebook --no-open",
        )
    path, is_new = notebook_of(chosen_study(study), QUARTO if is_for_r else MARIMO)
    screen = console()
    screen.print(f"{path}: {'written' if is_new else 'yours, as it was; delete it to have a new one'}", markup=False)
    if is_for_r:
        screen.print(f"To make a page of it: quarto render {quoted(path)}", markup=False)
    elif opens:
        screen.print(f"http://{_ADDRESS}:{port} (stop it with Ctrl-C)", markup=False)
        arguments = ["edit", str(path), "--host", _ADDRESS, "--port", str(port), "--skip-update-check"]
        raise typer.Exit(subprocess.run([sys.executable, "-m", "marimo", *arguments], check=False).returncode)  # noqa: S603 - our own file
