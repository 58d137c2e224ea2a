"""Scores that a transformer gave before, kept by text and model: only new texts are scored again.

What belongs here: the file of kept scores. What does not: scoring (transformer.py). It is a DuckDB file beside the
warehouse; a run that is stopped has kept what it had scored.
"""

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from mtw_pipeline.activity import so_far
from mtw_pipeline.text.sentiment import Sentiment
from mtw_pipeline.text.transformer import Model, prepared, scored, text_hash
from mtw_pipeline.warehouse.damage import named_damage
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)

_TABLE = """
create table if not exists scores (
    text_hash varchar, model varchar, revision varchar,
    negative double, neutral double, positive double, compound double, label varchar,
    primary key (text_hash, model, revision)
)
"""
_REMEDY = "It only saves time: move it away, and the next run scores every text again"
_REPORT_SECONDS = 15.0


def transformer_sentiments(model: Model, texts: Sequence[str], kept: Path) -> list[Sentiment]:
    """The scores of each text, in their order; those that are not kept are scored and kept.

    Args:
        model: the model.
        texts: the texts as they stand in tweets.
        kept: the file of kept scores; made where it is not there.

    Raises:
        UserError: the file cannot be read.
    """
    shown = [prepared(text) for text in texts]
    hashes = {text: text_hash(text) for text in dict.fromkeys(shown)}
    with named_damage(kept, "The file of kept scores", _REMEDY), duckdb.connect(str(kept)) as connection:
        connection.execute(_TABLE)
        known = _known(connection, model, list(hashes.values()))
        missing = [text for text, key in hashes.items() if key not in known]
        log.info("%s: %s, %s of them scored before", model.name, number_of(len(hashes), "text"), f"{len(known):,}")
        started = reported = time.monotonic()
        done = 0
        for some in scored(model, missing):
            _keep(connection, model, [(hashes[text], one) for text, one in some])
            known.update({hashes[text]: one for text, one in some})
            done += len(some)
            so_far(f"{done:,} of {number_of(len(missing), 'text')}")
            if time.monotonic() - reported >= _REPORT_SECONDS:
                reported = time.monotonic()
                log.info("%s of %s, %.0f a second", done, number_of(len(missing), "text"), done / (reported - started))
    return [known[hashes[text]] for text in shown]


def _known(connection: duckdb.DuckDBPyConnection, model: Model, hashes: list[str]) -> dict[str, Sentiment]:
    connection.register("asked", pa.table({"text_hash": pa.array(hashes, pa.string())}))
    rows = connection.execute(
        "select text_hash, negative, neutral, positive, compound, label from scores"
        " where model = $model and revision = $revision and text_hash in (select text_hash from asked)",
        {"model": model.name, "revision": model.revision},
    ).fetchall()
    connection.unregister("asked")
    return {str(row[0]): Sentiment(*row[1:]) for row in rows}


def _keep(connection: duckdb.DuckDBPyConnection, model: Model, sentiments: Sequence[tuple[str, Sentiment]]) -> None:
    rows = [
        {"text_hash": key, "model": model.name, "revision": model.revision, **one._asdict()} for key, one in sentiments
    ]
    connection.register("new_scores", pa.Table.from_pylist(rows))
    connection.execute("insert or replace into scores by name from new_scores")
    connection.unregister("new_scores")
