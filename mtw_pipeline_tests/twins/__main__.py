"""A sweep by hand: ``python -m mtw_pipeline_tests.twins ROUNDS [SEED]`` prints what is read wrongly, and ends with 1 if
anything is."""

import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mtw_pipeline.exports.formats.registry import known_formats
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.twins.formats import problems_of

_SUBSETS = 6


def main(rounds: int, first_seed: int) -> int:
    """So many rounds, each with another seed."""
    logging.disable(logging.WARNING)
    twins = wrong = 0
    for seed in range(first_seed, first_seed + rounds):
        for known in known_formats():
            if getattr(known, "holds_ties", False):
                continue
            with TemporaryDirectory() as scratch, open_warehouse(Path(scratch) / "a.duckdb", "a sweep") as warehouse:
                count, problems = problems_of(known, warehouse, Path(scratch) / "study", seed=seed, subsets=_SUBSETS)
            twins += count
            wrong += len(problems)
            for problem in problems:
                sys.stdout.write(f"seed {seed}, {known.name}: {problem}\n")
    sys.stdout.write(f"{twins:,} twins read, {wrong:,} wrong values\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
