"""A query of Spark Connect, which Spark analyses once.

What belongs here: asking a query that was carried. What does not: carrying it (dialect/), and commands, of which
``sql`` of a session does at once what they say.
"""

from typing import TYPE_CHECKING

from mtw_pipeline.spark.dialect.carrying import Carried

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession


def query(session: "SparkSession", asked: Carried) -> "DataFrame":
    """What a query gives, once somebody asks for its rows; only then is Spark told of it.

    ``sql`` of a session sends it at once, for it may be a command. Spark then analyses all of it to see that it is
    none, and again when its rows are asked for.
    """
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.functions import lit
    from pyspark.sql.connect.plan import SQL

    return DataFrame(SQL(asked.text, named_args={name: lit(value) for name, value in asked.arguments.items()}), session)
