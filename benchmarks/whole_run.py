"""How long a whole run takes, beside the scripts that an analyst would write, on one file, in one go.

    python -m benchmarks.whole_run [--export FILE.csv] [--rows 28017] [--yardsticks FOLDER] [--window FIRST LAST]

The file is an rtweet CSV: the one named by ``--export`` (or the variable EXPORT), else invented rows. The yardsticks
are scripts of that folder (or of the variable YARDSTICKS): ``peer_python.py`` and ``peer_r.R``, called with the file
and a name for what they write; where there are none, it is said, and ours and the floor are printed alone. The floor is
DuckDB's bare reading of the columns that are taken. Each is a process of its own, everything included: seconds by the
clock, processor seconds of all its processes, peak memory of the largest, and the ratio to the faster script. Then the
stages of our run by the clock, from its own events.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.ingestion import write_rows

if TYPE_CHECKING:
    import dagster as dg

    from mtw_pipeline.study.folder import Study

_INVENTED_WINDOW = ("2021-01-01", "2021-01-31")
_EVERY_DAY = ("2006-03-21", "2030-12-31")
_MTW = "from mtw_pipeline.cli import main; main()"  # of this interpreter, whether or not the program is installed
_STAGE_OF_STEP = {"study_report": "report", "trends_report": "report", "published_warehouse": "publishing"}
_STAGES = {"collection": "reading"}
_FLOOR = "DuckDB reading the columns taken"


@dataclass(frozen=True)
class Process:
    """What a process and those that it started took: seconds by the clock, processor seconds, MB at most."""

    seconds: float
    processor: float
    peak: int


def processed(command: Sequence[str | Path]) -> Process:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; the message is the end of what it said.
    """
    started = time.monotonic()
    with TemporaryDirectory() as place, (Path(place) / "said").open("w+b") as said:
        running = subprocess.Popen([str(part) for part in command], stdout=said, stderr=said)  # noqa: S603
        _, status, used = os.wait4(running.pid, 0)
        seconds = time.monotonic() - started
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
            raise RuntimeError(" / ".join(lines[-2:]) if lines else f"exit code {running.returncode}")
    return Process(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def scripts_of(folder: Path | None) -> dict[str, list[str | Path]]:
    """The commands of the yardsticks that are there, by what they are; the file and the output come behind."""
    if folder is None or not folder.is_dir():
        return {}
    rscript = shutil.which("Rscript")
    found: dict[str, list[str | Path]] = {}
    if (folder / "peer_python.py").is_file():
        found["script in Python"] = [sys.executable, folder / "peer_python.py"]
    if (folder / "peer_r.R").is_file() and rscript:
        found["script in R"] = [rscript, folder / "peer_r.R"]
    return found


def new_study_with(place: Path, export: Path, window: tuple[str, str]) -> "Study":
    """A study with that export, which has not run."""
    from mtw_pipeline.study.template import new_study
    from mtw_pipeline.study.windows import CollectionWindow

    study = new_study(place / "study", hashtags=["InventedTag"])
    incoming = study.incoming_of(CollectionWindow.between(*window))
    incoming.mkdir(parents=True)
    (incoming / export.name).symlink_to(export.resolve())
    return study


def stages_of(study: "Study", started: float, ended: float) -> dict[str, float]:
    """Seconds by the clock of the stages of the study's last run, by name, in the order in which they began.

    Args:
        study: the study.
        started: when its process began, in seconds since 1970.
        ended: when it had ended.
    """
    from mtw_pipeline.defs.home.instance import instance_of

    with instance_of(study) as instance:
        [run] = instance.get_run_records(limit=1)
        steps = sorted(
            (one for one in instance.get_run_step_stats(run.dagster_run.run_id) if one.start_time and one.end_time),
            key=lambda one: one.start_time or 0.0,
        )
        of_step = _stages_of_steps(instance, run.dagster_run.run_id)
    found = {"start": (steps[0].start_time or started) - started}
    between = ended - (steps[-1].end_time or ended)
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        stage = of_step.get(step.step_key, step.step_key)
        begun, done = step.start_time or 0.0, step.end_time or 0.0
        found[stage] = found.get(stage, 0.0) + done - begun
        if following is not None:
            between += max(0.0, (following.start_time or done) - done)
    return {**found, "between steps, and the end": between}


def _stages_of_steps(instance: "dg.DagsterInstance", run_id: str) -> dict[str, str]:
    """The stage of every step: that of the tables that it made, or the checks."""
    from mtw_pipeline.warehouse.tables import TABLES

    stages = {table.name: _STAGES.get(table.stage, table.stage) for table in TABLES}
    found: dict[str, str] = {}
    for event in instance.all_logs(run_id):
        if event.step_key is None or event.dagster_event is None:
            continue
        if event.dagster_event.is_step_materialization:
            [asset] = event.dagster_event.asset_key.path if event.dagster_event.asset_key is not None else [""]
            found[event.step_key] = _STAGE_OF_STEP.get(asset, stages.get(asset, event.step_key))
        elif event.dagster_event.event_type_value == "ASSET_CHECK_EVALUATION":
            found.setdefault(event.step_key, "checks")
    return found


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--export", type=Path, default=os.environ.get("EXPORT"))
    parser.add_argument("--rows", type=int, default=28_017)
    parser.add_argument("--yardsticks", type=Path, default=os.environ.get("YARDSTICKS"))
    parser.add_argument("--window", nargs=2, metavar=("FIRST", "LAST"))
    chosen = parser.parse_args()
    with TemporaryDirectory() as made:
        place = Path(made)
        export = chosen.export
        if export is None:
            export = place / "export.csv"
            write_rows(export, 0, chosen.rows)
        window = chosen.window or (_EVERY_DAY if chosen.export else _INVENTED_WINDOW)
        _print_measured(place, export, (window[0], window[1]), chosen.yardsticks)


def _print_measured(place: Path, export: Path, window: tuple[str, str], yardsticks: Path | None) -> None:
    alone = place / "alone"
    alone.mkdir()
    (alone / "export.csv").symlink_to(export.resolve())
    study = new_study_with(place, export, window)
    failed: dict[str, str] = {}
    floor = None
    try:
        floor = processed([sys.executable, "-m", "benchmarks.ingestion", "--task", "bare", "--folder", alone])
    except RuntimeError as error:  # of a file that DuckDB's own reader refuses
        failed[_FLOOR] = str(error)
    started = time.time()
    ours = processed([sys.executable, "-c", _MTW, "run", "--study", study.root])
    stages = stages_of(study, started, started + ours.seconds)
    measured = {"mtw run, the first of a study": ours}
    for name, command in scripts_of(yardsticks).items():
        try:
            measured[name] = processed([*command, export, place / "written"])
        except RuntimeError as error:
            failed[name] = str(error)
    _print_table(export, measured, failed, floor)
    print("stages of mtw run, by the clock")  # noqa: T201
    for stage, seconds in stages.items():
        print(f"  {stage:<32} {seconds:8.1f} s")  # noqa: T201


def _print_table(export: Path, measured: dict[str, Process], failed: dict[str, str], floor: Process | None) -> None:
    ours, *scripts = measured.values()
    fastest = min((one.seconds for one in scripts), default=None)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(  # noqa: T201
        f"{export.stat().st_size / 1e6:,.0f} MB of rtweet CSV, whole processes, {os.cpu_count()} processors,"
        f" {memory:.0f} GiB"
    )
    for name, one in measured.items():
        ratio = f"   {one.seconds / fastest:.2f} of the faster script" if fastest else ""
        print(f"  {name:<32} {one.seconds:8.1f} s {one.processor:8.1f} s of processors {one.peak:7,} MB{ratio}")  # noqa: T201
    if floor:
        print(  # noqa: T201
            f"  {_FLOOR:<32} {floor.seconds:8.1f} s {floor.processor:8.1f} s of processors"
            f" {floor.peak:7,} MB   the floor: mtw run takes {ours.seconds / floor.seconds:.1f} times that"
        )
    for name, why in failed.items():
        print(f"  {name:<32} could not run: {why}")  # noqa: T201
    if not scripts and not failed:
        print("  No scripts to measure against: name their folder with YARDSTICKS=FOLDER")  # noqa: T201


if __name__ == "__main__":
    main()
