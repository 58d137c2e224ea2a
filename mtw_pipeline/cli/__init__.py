"""The command line ``mtw``: the same jobs as in the Dagster UI, without it.

What belongs here: commands, what they print and their exit codes. What does not: anything that a notebook or the UI
could want too.
"""

from mtw_pipeline.cli.app import main

__all__ = ["main"]
