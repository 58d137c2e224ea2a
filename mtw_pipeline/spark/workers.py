"""Python on the workers: a function of ours goes there as it is, with what it needs, and rows pass through it in Arrow.

What belongs here: how a function comes to the workers. What does not: what any function does (text/). The workers need
Python of this machine's version (3.13 and 3.13, say) with numpy and Arrow; neither this program nor what else it rests
on.
"""

import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

import mtw_pipeline
from mtw_pipeline.errors import UserError
from mtw_pipeline.warehouse.parts import Mapped

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame

ALWAYS_NEEDED = "numpy and pyarrow"
"""The packages that every function needs on the workers, in words."""

_LACKS = re.compile(
    r"No module named '[\w.]+'|PYTHON_VERSION_MISMATCH|Cannot run program \"[^\"]*\"|\w+ [\w.]+ in place of [\w.]+"
    r"|The model [^\n]+ could not be loaded[^\n]*"
)


@contextmanager
def sent_by_value(needed: str = ALWAYS_NEEDED) -> Iterator[None]:
    """Whatever of this program is sent in the block goes as it is, not as a name that the workers would look up.

    Args:
        needed: the packages that it needs there, in words.

    Raises:
        UserError: the Python of the workers cannot run it.
    """
    from pyspark import cloudpickle
    from pyspark.errors import PySparkException

    cloudpickle.register_pickle_by_value(mtw_pipeline)
    try:
        yield
    except PySparkException as error:
        lacking = _LACKS.search(str(error))
        if lacking is None:
            raise
        python = ".".join(platform.python_version_tuple()[:2])
        raise UserError(
            f"The Python of Spark's workers cannot run it: {lacking[0]}",
            remedy=f"Give the workers Python {python} with {needed}, and name it to Spark: spark.pyspark.python",
        ) from error
    finally:
        cloudpickle.unregister_pickle_by_value(mtw_pipeline)


def mapped(rows: "DataFrame", function: Mapped, schema: pa.Schema, written: str) -> "DataFrame":
    """What a function makes of rows, on the workers; to be run within ``sent_by_value``.

    Args:
        rows: the rows.
        function: makes tables of tables.
        schema: the columns that it gives.
        written: these columns as Spark writes them.
    """

    def of_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in function(pa.Table.from_batches([one]) for one in batches):
            yield from table.select(schema.names).cast(schema).to_batches()

    return rows.mapInArrow(of_batches, written)
