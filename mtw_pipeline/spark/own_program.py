"""This program itself on the workers, where a function needs more of it than can be sent by value.

What belongs here: how its files come to the workers, and what is said where they cannot run it. What does not: what is
done there (exports/), and functions that need no more than Arrow (workers.py). Nothing is installed: the files of this
run go to the session as an archive, which Spark unpacks on every worker. What the program itself rests on there must be
installed: pydantic, and what the function names.
"""

import hashlib
import pickle
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa

from mtw_pipeline.installation import PACKAGE
from mtw_pipeline.warehouse.statements import SQL_FOLDER

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

    from mtw_pipeline.warehouse.parts import Mapped

_SENT = (".py", ".sql")


def sent_program(session: "SparkSession") -> str:
    """Send the files of this program to a session; gives the name of the folder that they lie in on a worker."""
    with tempfile.TemporaryDirectory(prefix="mtw-") as folder:
        packed = Path(folder) / "program.zip"
        _pack(packed)
        name = f"mtw-{hashlib.sha256(packed.read_bytes()).hexdigest()[:16]}"
        session.addArtifacts(f"{packed.rename(packed.with_name(f'{name}.zip'))}#{name}", archive=True)
    return name


def _pack(target: Path) -> None:
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for root, place in ((PACKAGE, PACKAGE.name), (SQL_FOLDER, "sql")):
            for path in sorted(root.rglob("*")):
                if path.suffix in _SENT:
                    archive.write(path, f"{place}/{path.relative_to(root).as_posix()}")


def tasks_of(session: "SparkSession", tasks: Sequence[object]) -> "DataFrame":
    """Tasks as rows of Spark, a partition each, so that a worker that is done takes the next."""
    given = pa.table({"place": pa.array(range(len(tasks))), "task": pa.array([pickle.dumps(one) for one in tasks])})
    return session.createDataFrame(given).repartitionByRange(len(tasks), "place")


def each_task(function: Callable[[Any], Iterator[pa.Table]], batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """What a function makes of tasks, as rows of Spark have them."""
    for batch in batches:
        for task in batch.column("task").to_pylist():
            yield from function(pickle.loads(task))  # noqa: S301 - this run wrote it


def by_name(function: "Mapped", program: str) -> "Mapped":
    """A function of this program, as it is sent: with names alone, which the worker looks up in the files it was sent.

    Args:
        function: a function of a module, perhaps with plain values (``partial``).
        program: what ``sent_program`` gave.
    """
    named = pickle.dumps(function)

    def act(batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
        import pickle
        import sys

        from pyspark import SparkFiles

        folder = f"{SparkFiles.getRootDirectory()}/{program}"
        if folder not in sys.path:
            sys.path.insert(0, folder)
        yield from pickle.loads(named)(batches)  # noqa: S301 - this run wrote it

    return act
