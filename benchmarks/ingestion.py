"""How fast exports become tables, as ratios against DuckDB's bare CSV reader and against one file of the same rows.

    python -m benchmarks.ingestion [--rows 1000000] [--files 200]

The rows are invented (an rtweet CSV of about 1.2 kB a row). Each figure is of a process of its own, its start
included; beside its peak memory stands that of the process which runs its checks. Printed are: seconds of the
bare ``create table as select ... from read_csv`` of the columns that are taken; of a run to raw_tweets and tweets with
all of their checks, and the ratio; and of the same rows as one file and as many.
"""

import argparse
import csv
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET

_SEED = 20201205
_WORDS = ("brand", "content", "market", "campaign", "strategy", "audience", "growth", "idea", "story", "plan", "search")
_DESCRIPTION = "An invented profile that says as much of itself as people do, and then a little more than that. " * 2
_WINDOW = ("2021-01-01", "2021-01-31")
_PADDING = 700
_OF_SCRIPTS = ("urls_url", "media_url")
"""Columns of rtweet that we do not take and analysts' scripts read (whole_run.py)."""


def write_rows(path: Path, first: int, rows: int) -> None:
    """An rtweet CSV of invented rows ``first`` to ``first + rows``: the same whichever file they stand in."""
    columns = list(dict.fromkeys([*RTWEET.taken, *_OF_SCRIPTS, "padding"]))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        for number in range(first, first + rows):
            rng = random.Random(_SEED + number)  # noqa: S311
            user = rng.randrange(max(1, rows // 3 + 1))
            named = rng.randrange(1000)
            writer.writerow(
                {
                    "status_id": f"x{1_345_000_000_000_000_001 + number}",
                    "created_at": f"2021-01-{1 + number % 28:02d}T{number % 24:02d}:10:00Z",
                    "text": " ".join(rng.choices(_WORDS, k=22)) + f" #InventedTag @inv_{named}",
                    "user_id": f"x{9000 + user}",
                    "screen_name": f"inv_{user}",
                    "name": "Invented",
                    "description": _DESCRIPTION,
                    "is_retweet": "FALSE",
                    "is_quote": "FALSE",
                    "favorite_count": str(rng.randrange(30)),
                    "retweet_count": str(rng.randrange(9)),
                    "hashtags": "InventedTag",
                    "mentions_screen_name": f"inv_{named}",
                    "lang": "en",
                    "padding": "x" * _PADDING,
                }
            )


def bare_read(folder: Path) -> None:
    """The yardstick: the columns that are taken, all text, into a table of a file of its own."""
    import duckdb

    exports = sorted(folder.glob("*.csv"))
    with exports[0].open(encoding="utf-8-sig", newline="") as export:
        header = next(csv.reader(export))
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute(
            f"create table bare as select {', '.join(name for name in RTWEET.taken if name in header)} from"
            " read_csv($paths, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
            " columns = $columns)",
            {"paths": [str(export) for export in exports], "columns": dict.fromkeys(header, "varchar")},
        )


def whole_run(folder: Path) -> None:
    """raw_tweets and tweets of the exports in a folder, in a new study, with the checks of both."""
    import dagster as dg

    from mtw_pipeline.definitions import build_definitions
    from mtw_pipeline.study.template import new_study
    from mtw_pipeline.study.windows import CollectionWindow

    window = CollectionWindow.between(*_WINDOW)
    with TemporaryDirectory() as place:
        study = new_study(Path(place) / "study", hashtags=["InventedTag"])
        incoming = study.incoming_of(window)
        incoming.mkdir(parents=True)
        for path in folder.glob("*.csv"):
            (incoming / path.name).symlink_to(path)
        wanted = dg.AssetSelection.assets("collection_exports", "raw_tweets", "rejected_rows", "tweets")
        job = dg.define_asset_job("ingestion", wanted)
        definitions = dg.Definitions.merge(build_definitions(study.root), dg.Definitions(jobs=[job]))
        with dg.DagsterInstance.ephemeral() as instance:
            instance.add_dynamic_partitions("collection_window", [window.key])
            definitions.get_job_def("ingestion").execute_in_process(partition_key=window.key, instance=instance)


def measured(task: str, folder: Path) -> tuple[float, str]:
    """Seconds of a task in a process of its own, and its peak memory and that of its children in words."""
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.ingestion", "--task", task, "--folder", str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return time.monotonic() - started, done.stdout.strip().splitlines()[-1]


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rows-a-file", type=int, default=1_000)
    parser.add_argument("--task", choices=("bare", "run"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.task:
        if chosen.task == "bare":
            bare_read(chosen.folder)
        else:
            whole_run(chosen.folder)
        own, validation = (
            resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(f"{own:,.0f} MB (validation {validation:,.0f} MB)")  # noqa: T201
        return
    with TemporaryDirectory() as place:
        _print_ratios(Path(place), chosen.rows, chosen.files, chosen.rows_a_file)


def _print_ratios(place: Path, rows: int, files: int, rows_a_file: int) -> None:
    large, one, many = (place / name for name in ("large", "one", "many"))
    for folder in (large, one, many):
        folder.mkdir()
    write_rows(large / "export.csv", 0, rows)
    write_rows(one / "export.csv", 0, files * rows_a_file)
    for number in range(files):
        write_rows(many / f"export-{number:04d}.csv", number * rows_a_file, rows_a_file)
    size = (large / "export.csv").stat().st_size / 1e9
    bare, _ = measured("bare", large)
    run, peak = measured("run", large)
    print(f"{rows:,} rows of rtweet CSV ({size:.2f} GB), each a process of its own")  # noqa: T201
    print(f"  bare read_csv of the columns taken   {bare:6.1f} s")  # noqa: T201
    print(f"  raw_tweets, tweets and all checks    {run:6.1f} s   ratio {run / bare:.2f}   peak {peak}")  # noqa: T201
    single, _ = measured("run", one)
    several, _ = measured("run", many)
    print(f"{files * rows_a_file:,} rows as one file {single:.1f} s, as {files} files {several:.1f} s:"  # noqa: T201
          f" ratio {several / single:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
