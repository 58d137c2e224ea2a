"""Spark as the engine of a warehouse: rows in the lake, whole windows, and DuckDB that reads them."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.errors import UserError
from mtw_pipeline.forgetting.act import forget
from mtw_pipeline.network.layers import measured_layers
from mtw_pipeline.spark.engine import SparkEngine
from mtw_pipeline.spark.lake_rows import MOUNTED, LakeRows
from mtw_pipeline.spark.remote_files import RemoteFiles
from mtw_pipeline.spark.statements import SparkStatements
from mtw_pipeline.spark.tables import BY_PARTS, DIVIDED, IN_LAKE, TO_DUCKDB
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import SentimentSettings, TransformerSettings
from mtw_pipeline.study.settings.engine import EngineSettings
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.study.template import new_study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.scoring import score_window
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.parts import RowMapping
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.network import NETWORK_TIES, USER_METRICS
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.text import SENTIMENT_SCORES
from mtw_pipeline.warehouse.tables.tweets import TWEET_EMOJI, TWEETS
from mtw_pipeline.warehouse.validation.counting import counted
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.spark.planted import OTHER_WINDOW, give, plant, statement_tables
from mtw_pipeline_tests.spark.servers import Server
from mtw_pipeline_tests.studies import run
from mtw_pipeline_tests.tiny_models import make_model
from mtw_pipeline_tests.workbenches import on_bench

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

_NEUTRAL = {
    "collection_window": WINDOW.key, "scorer": "vader", "positive": 0.0, "neutral": 1.0, "negative": 0.0,
    "compound": 0.0, "label": "neutral",
}  # fmt: skip

_BROKEN = {
    "interactions": "'nobody' as source, 'none' as target, 'waved' as kind, null as is_self_tie, 0 as times",
    "tweet_hashtags": "'no id' as tweet_id, null as hashtag, 0 as position",
    "raw_tweets": "'nowhere' as platform, 'no id' as tweet_id, null as text, -1 as author_followers",
}
"""Values of rows that break every rule of their table, which has each of them three times."""

_OF_WINDOW = f"collection_window = '{WINDOW.key}'"

_SMALL_PARTS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "20",
    "spark.sql.adaptive.coalescePartitions.enabled": "false",
    "spark.sql.shuffle.partitions": "3",
}

FEW = ("identities", "tweets", "tweet_tokens", "word_frequencies", "word_keyness")


@pytest.fixture(scope="module")
def study_of_two(tmp_path_factory: pytest.TempPathFactory) -> Study:
    root = tmp_path_factory.mktemp("two") / "study"
    return new_study(root, hashtags=["InventedTag"], sample_size=60, seed=7, coders=("A", "B"))


@pytest.fixture(scope="module")
def planted(study_of_two: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled warehouse; to be copied, never changed."""
    path = tmp_path_factory.mktemp("planted") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        warehouse = Warehouse(connection)
        warehouse.make_tables()
        plant(warehouse, study_of_two)
    return path


@pytest.fixture
def by_duckdb(planted: Path, tmp_path: Path) -> Iterator[Warehouse]:
    with duckdb.connect(str(shutil.copyfile(planted, tmp_path / "warehouse.duckdb"))) as connection:
        yield Warehouse(connection)


@pytest.fixture
def by_spark(by_duckdb: Warehouse, session: "SparkSession", tmp_path: Path) -> Iterator[Warehouse]:
    """The same exports, read; nothing made of them yet."""
    with duckdb.connect(":memory:") as connection:
        warehouse = Warehouse(connection)
        warehouse.make_tables()
        for name in ("raw_tweets", "raw_ties"):
            warehouse.insert_arrow(table_named(name), by_duckdb.connection.execute(f"from {name}").to_arrow_table())
        with warehouse.transaction():
            for table in TABLES:
                if table.name in IN_LAKE | BY_PARTS:
                    warehouse.lake.hold(table)
        warehouse.engine = SparkEngine(warehouse, session, tmp_path / "lake")
        yield warehouse


def _rows(warehouse: Warehouse, name: str) -> list[tuple[object, ...]]:
    columns = ", ".join(table_named(name).column_names)
    return warehouse.connection.execute(f"select {columns} from {name} order by all").fetchall()


def test_both_engines_make_the_same_tables_of_two_windows(
    by_duckdb: Warehouse, by_spark: Warehouse, session: "SparkSession", study_of_two: Study
) -> None:
    for name in FEW:
        for window in (WINDOW, OTHER_WINDOW):
            table = table_named(name)
            rows = by_spark.replace_window(table, window, **statement_parameters(table.statement, study_of_two))
            assert rows == by_duckdb.rows_in(table, window)
    for name in FEW[:-1]:
        assert _rows(by_spark, name) == _rows(by_duckdb, name)
    sample = table_named("sample")
    by_spark.replace_window(sample, WINDOW, **statement_parameters(sample.statement, study_of_two))
    here = [row for row in _rows(by_duckdb, "sample") if row[0] == WINDOW.key]
    assert _rows(by_spark, "sample") == here


def test_a_statement_is_told_to_spark_once(
    warehouse: Warehouse, session: "SparkSession", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When its rows are asked for; not before, to see whether it is a command, for which all of it is analysed too."""
    monkeypatch.setattr(session.client, "execute_command", None)
    given = {"collection_window": WINDOW.key, "number": 1}
    statements = SparkStatements(warehouse, LakeRows(session, MOUNTED), tmp_path)
    asked = statements.sql("select $number + 1 as two", given)
    assert asked.toArrow().to_pylist() == [{"two": 2}]


def test_what_is_made_first_waits_in_the_lake_and_goes(
    by_duckdb: Warehouse, by_spark: Warehouse, study_of_two: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    keep = LakeRows.keep

    def noted(lake: LakeRows, rows: "DataFrame", name: str, folder: Path) -> None:
        kept.append(name)
        keep(lake, rows, name, folder)

    monkeypatch.setattr(LakeRows, "keep", noted)
    give(by_duckdb, by_spark, tmp_path / "lake", WINDOW, "identities", "tweet_hashtags")
    for name in ("tweets", "hashtag_pairs"):
        table = table_named(name)
        by_spark.replace_window(table, WINDOW, **statement_parameters(table.statement, study_of_two))
        here = [row for row in _rows(by_duckdb, name) if row[0] == WINDOW.key]
        assert here
        assert _rows(by_spark, name) == here
    assert kept == ["tweets_of_several_rows", "hashtag_tweets"]
    assert len(list((tmp_path / "lake" / "tweets" / WINDOW.key).iterdir())) == 1
    assert list((tmp_path / "lake" / "hashtag_pairs" / WINDOW.key).iterdir()) == []


def test_duckdb_on_the_workers_makes_what_can_be_made_of_parts(
    by_duckdb: Warehouse,
    by_spark: Warehouse,
    session: "SparkSession",
    study_of_two: Study,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of batches of twenty rows, or of parts of the posters. With another DuckDB there, the last rows stay."""
    give(by_duckdb, by_spark, tmp_path / "lake", WINDOW, "tweets")
    by_spark.engine = SparkEngine(by_spark, session, tmp_path / "lake", workers_have_duckdb=True)
    usual = {name: session.conf.get(name) for name in _SMALL_PARTS}
    try:
        for name, value in _SMALL_PARTS.items():
            session.conf.set(name, value)
        for name in DIVIDED:
            table = table_named(name)
            by_spark.replace_window(table, WINDOW, **statement_parameters(table.statement, study_of_two))
    finally:
        for name, value in usual.items():
            session.conf.set(name, value)
    monkeypatch.setattr("mtw_pipeline.spark.divided.duckdb.__version__", "0.1")
    with pytest.raises(UserError, match=r"duckdb .* in place of 0\.1"):
        by_spark.replace_window(table, WINDOW, **statement_parameters(table.statement, study_of_two))
    for name in DIVIDED:
        here = [row for row in _rows(by_duckdb, name) if row[0] == WINDOW.key]
        assert _rows(by_spark, name) == here
        assert len(here) > 20


def test_checks_count_where_the_rows_lie_what_duckdb_counts(
    by_duckdb: Warehouse, by_spark: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtw_pipeline.warehouse.validation.counting.COUNTED_BY_DUCKDB", 0)
    for name, broken in _BROKEN.items():
        by_duckdb.connection.execute(
            f"insert into {name} select * replace ({broken}) from {name} where collection_window = '{WINDOW.key}'"
            " limit 3"
        )
    by_spark.lake.hold(table_named("raw_tweets"))
    give(by_duckdb, by_spark, tmp_path / "lake", WINDOW, "tweets", "users", *_BROKEN)
    for name in _BROKEN:
        table = table_named(name)
        here, there = (counted(warehouse, table, WINDOW) for warehouse in (by_duckdb, by_spark))
        assert (there.rows, there.failed) == (here.rows, here.failed)
        assert all(any(columns.values()) for columns in here.failed.values()), here.failed
        assert {rule: columns.keys() for rule, columns in there.broken.items()} == {
            rule: columns.keys() for rule, columns in here.broken.items()
        }
    monkeypatch.setattr("mtw_pipeline.warehouse.validation.counting.COUNTED_BY_DUCKDB", here.rows)
    monkeypatch.setattr(SparkEngine, "counts", None)
    few = counted(by_spark, table_named(name), WINDOW)
    assert (few.rows, few.failed) == (here.rows, here.failed)


def test_vader_scores_on_the_workers_what_it_scores_here(
    by_duckdb: Warehouse, by_spark: Warehouse, study_of_two: Study, tmp_path: Path
) -> None:
    give(by_duckdb, by_spark, tmp_path / "lake", WINDOW, "tweets", "tweet_tokens", "word_list_uses")
    for warehouse in (by_duckdb, by_spark):
        warehouse.empty_window(SENTIMENT_SCORES, WINDOW)
        with warehouse.window_in_parts(SENTIMENT_SCORES, WINDOW) as parts:
            scores = score_window(study_of_two, WINDOW, parts, Attempts())
        assert scores.scored == dict.fromkeys(("vader", "word_list"), by_duckdb.rows_in(table_named("tweets"), WINDOW))
    by_duckdb.connection.execute(f"delete from sentiment_scores where collection_window <> '{WINDOW.key}'")
    assert _rows(by_spark, "sentiment_scores") == _rows(by_duckdb, "sentiment_scores")
    assert len({row[3:] for row in _rows(by_spark, "sentiment_scores")}) > 5


def test_a_transformer_scores_on_the_workers_what_it_scores_here(
    by_duckdb: Warehouse, by_spark: Warehouse, study_of_two: Study, tmp_path: Path
) -> None:
    make_model(tmp_path / "tiny", ("negative", "neutral", "positive"))
    chosen = SentimentSettings(
        scorers=("transformer",), transformer=TransformerSettings(model=str(tmp_path / "tiny"), batch_size=8)
    )
    on_workers = EngineSettings(kind="spark", remote="local", lake=f"file:{tmp_path}/lake", transformer="workers")
    give(by_duckdb, by_spark, tmp_path / "lake", WINDOW, "tweets")
    for warehouse, engine in ((by_duckdb, EngineSettings()), (by_spark, on_workers)):
        settings = study_of_two.settings.model_copy(update={"sentiment": chosen, "engine": engine})
        with warehouse.window_in_parts(SENTIMENT_SCORES, WINDOW) as parts:
            attempts = Attempts()
            score_window(replace(study_of_two, settings=settings), WINDOW, parts, attempts)
            assert not attempts.omissions
    here = [row for row in _rows(by_duckdb, "sentiment_scores") if row[0] == WINDOW.key]
    there = _rows(by_spark, "sentiment_scores")
    assert [row[:3] for row in there] == [row[:3] for row in here]
    for one, other in zip(there, here, strict=True):
        assert one[3:7] == pytest.approx(other[3:7], abs=2e-6)


def test_a_layer_is_counted_in_the_same_rounds_by_both(
    by_duckdb: Warehouse, by_spark: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where rounds lead, test_large_layer.py asks; here a few are enough, of the largest layer."""
    monkeypatch.setattr("mtw_pipeline.network.large_layer._PRECISION", 0.5)
    give(by_duckdb, by_spark, tmp_path / "lake", WINDOW, "tweets", "tweet_mentions", "interactions", "users")
    sizes = sorted({one.ties for one in on_bench(by_duckdb, NetworkSettings()).metrics})
    settings = NetworkSettings(ties_on_one_machine=sizes[-2])
    here = on_bench(by_duckdb, settings)
    metrics = []
    with (
        by_spark.window_in_parts(USER_METRICS, WINDOW) as users,
        by_spark.window_in_parts(NETWORK_TIES, WINDOW) as ties,
    ):
        for one in measured_layers(by_spark, WINDOW, settings, Attempts()):
            one.store(users, ties)
            metrics += one.metrics
    assert len({one.layer for one in metrics if "one machine" in str(one.reason)}) == 1
    assert [(*vars(one).values(),) for one in metrics] == [_nearly(vars(one).values()) for one in here.metrics]
    for table, gathered in ((USER_METRICS, here.users), (NETWORK_TIES, here.ties)):
        expected = sorted((_nearly(row[name] for name in table.column_names) for row in gathered), key=str)
        assert sorted(_rows(by_spark, table.name), key=str) == expected


def _nearly(values: Iterable[object]) -> tuple[object, ...]:
    return tuple(pytest.approx(value, abs=1e-9) if isinstance(value, float) else value for value in values)


def test_workers_that_lack_something_are_told_to_people(
    by_duckdb: Warehouse, by_spark: Warehouse, tmp_path: Path
) -> None:
    def lacking(_tweets: Iterator[pa.Table]) -> Iterator[pa.Table]:
        import no_such_package  # type: ignore[import-not-found]

        yield no_such_package.table

    give(by_duckdb, by_spark, tmp_path / "lake", WINDOW, "tweets")
    asked = {"collection_window": WINDOW.key, "drop_retweets": False, "dropped_hashtags": None}
    with (
        by_spark.window_in_parts(SENTIMENT_SCORES, WINDOW) as parts,
        pytest.raises(UserError, match="No module named 'no_such_package'") as told,
    ):
        parts.add_query("text/tweet_texts", asked, RowMapping(lacking, lambda: lacking))
    assert "pyarrow" in told.value.remedy


def test_parts_come_into_the_lake_together_or_not_at_all(by_spark: Warehouse, tmp_path: Path) -> None:
    def scored(*tweets: str) -> pa.Table:
        rows = [{**_NEUTRAL, "tweet_id": tweet} for tweet in tweets]
        return arrow_rows(SENTIMENT_SCORES, rows)

    def stored() -> list[object]:
        return [row[1] for row in _rows(by_spark, "sentiment_scores")]

    with by_spark.window_in_parts(SENTIMENT_SCORES, WINDOW) as parts:
        parts.add(scored("1"))
        mark = parts.mark()
        parts.add(scored("2", "3"))
        parts.back_to(mark)
        parts.add(scored("4"))
    assert stored() == ["1", "4"]
    with pytest.raises(KeyError), by_spark.window_in_parts(SENTIMENT_SCORES, WINDOW) as parts:
        parts.add(scored("5").drop(["label"]))
    assert stored() == ["1", "4"]
    assert len(list((tmp_path / "lake" / "sentiment_scores" / WINDOW.key).iterdir())) == 1
    with by_spark.window_in_parts(SENTIMENT_SCORES, WINDOW):
        pass
    assert stored() == []


def test_a_lake_that_only_spark_sees(
    by_duckdb: Warehouse, session: "SparkSession", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / "far"
    far.mkdir()
    session.conf.set("fs.viewfs.mounttable.far.link./lake", f"file:{far}")
    settings = EngineSettings(kind="spark", remote="local", lake="viewfs://far/lake")
    files = RemoteFiles(session, settings.lake_prefix)
    identities, hashtags = table_named("identities"), table_named("tweet_hashtags")
    with duckdb.connect(":memory:") as connection:
        warehouse = Warehouse(connection)
        warehouse.make_tables()
        for name in ("raw_tweets", "raw_ties"):
            warehouse.insert_arrow(table_named(name), by_duckdb.connection.execute(f"from {name}").to_arrow_table())
        root = warehouse.lake.settle(str(settings.lake), Path(settings.lake_folder), files)
        warehouse.engine = SparkEngine(warehouse, session, root, settings.lake_prefix)
        monkeypatch.setattr("mtw_pipeline.spark.given_rows.ROWS_AT_ONCE", 40)
        for _ in range(2):
            warehouse.replace_window(identities, WINDOW)
        with warehouse.window_in_parts(TWEETS, WINDOW) as parts:
            parts.add(by_duckdb.connection.execute(f"from tweets where {_OF_WINDOW}").to_arrow_table())
        made_before = f"from tweets where collection_window = '{OTHER_WINDOW.key}'"
        warehouse.insert_arrow(TWEETS, by_duckdb.connection.execute(made_before).to_arrow_table())
        for window in (WINDOW, OTHER_WINDOW):
            warehouse.replace_window(hashtags, window)
        assert _rows(warehouse, "identities") == [row for row in _rows(by_duckdb, "identities") if row[0] == WINDOW.key]
        for table in (TWEETS, hashtags):
            assert _rows(warehouse, table.name) == _rows(by_duckdb, table.name)
        versions = {path.relative_to(far).parts[1:3] for path in far.rglob("*.parquet")}
        assert versions == {
            ("identities", WINDOW.key), ("tweets", WINDOW.key), ("tweet_hashtags", WINDOW.key),
            ("tweet_hashtags", OTHER_WINDOW.key), ("given", "raw_tweets"), ("given", "tweets"),
        }  # fmt: skip
        assert len([*far.glob("*/identities/*/*/*.parquet")]) == 1
        without_spark = Warehouse(connection)
        for name in ("identities", "tweets", "tweet_hashtags", "raw_tweets", "raw_ties"):
            for window in (WINDOW, OTHER_WINDOW):
                without_spark.empty_window(table_named(name), window)
        left = without_spark.lake.sweep()
        assert len(left) == len(versions)
        assert all(place.startswith("viewfs://far/lake, /lake/") for place in left)
        assert without_spark.lake.settle(str(settings.lake), Path(settings.lake_folder), files) == root
        assert [*far.rglob("*.parquet"), *without_spark.lake.sweep()] == []
    assert not RemoteFiles(session, "nowhere://far").remove(root), "what cannot go is said to be there"


def test_a_window_that_fails_keeps_what_it_had(
    by_duckdb: Warehouse, by_spark: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyspark.errors import PySparkException

    give(by_duckdb, by_spark, tmp_path / "lake", WINDOW, "tweets")
    by_spark.replace_window(TWEET_EMOJI, WINDOW)
    before = _rows(by_spark, "tweet_emoji")
    assert before
    monkeypatch.setattr(
        "mtw_pipeline.spark.engine.sql_text", lambda _: "select error('planted') as tweet_id from tweets"
    )
    with pytest.raises(PySparkException):
        by_spark.replace_window(TWEET_EMOJI, WINDOW)
    assert _rows(by_spark, "tweet_emoji") == before
    assert len(list((tmp_path / "lake" / "tweet_emoji" / WINDOW.key).iterdir())) == 1


def test_what_duckdb_holds_is_given_to_spark_anew_only_when_it_changed(
    by_spark: Warehouse, session: "SparkSession", study_of_two: Study, tmp_path: Path
) -> None:
    identities = table_named("identities")
    given = tmp_path / "lake" / "given" / "raw_tweets" / WINDOW.key
    by_spark.replace_window(identities, WINDOW)
    [first] = given.iterdir()
    by_spark.replace_window(identities, WINDOW)
    assert [*given.iterdir()] == [first]
    by_spark.connection.execute("delete from raw_tweets where row_number % 2 = 0")
    by_spark.replace_window(identities, WINDOW)
    [second] = given.iterdir()
    assert second != first
    left = by_spark.query(identities.statement, {"collection_window": WINDOW.key}).fetchall()
    assert len(left) == by_spark.rows_in(identities, WINDOW)


def test_every_table_of_spark_is_filled_by_a_statement() -> None:
    filled = {table.name for table in statement_tables()}
    assert filled >= IN_LAKE | TO_DUCKDB
    assert not IN_LAKE & TO_DUCKDB


def test_a_run_asks_the_engine_that_the_study_names(
    session: "SparkSession", server: Server, validation: ValidationProcess, tmp_path: Path
) -> None:
    study = new_study(tmp_path / "study", hashtags=["InventedTag"], sample_size=60, seed=7)
    put(study, "a.csv", csv_text([rtweet_row(1, text="one #Tag 😀", hashtags="Tag"), rtweet_row(2)]))
    engine = EngineSettings(kind="spark", remote=server.address, lake=f"file:{tmp_path}/lake")
    text = study.settings_path.read_text(encoding="utf-8")
    given = "\n".join(f'{name} = "{value}"' for name, value in engine.model_dump().items())
    study.settings_path.write_text(f"{text}\n[engine]\n{given}\n", encoding="utf-8")
    outcome = run(study, validation, WINDOW, "+tweet_hashtags")
    assert outcome.succeeded, outcome.problem
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        assert connection.execute("select hashtag from tweet_hashtags").fetchall() == [("tag",)]
        assert connection.execute("select count(*) from duckdb_views() where view_name = 'tweets'").fetchall() == [(1,)]
    _forget_without_a_run(study, tmp_path / "lake", rtweet_row(2)["status_id"])
    study.settings_path.write_text(text, encoding="utf-8")
    assert run(study, validation, WINDOW, "+tweet_hashtags").succeeded
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        assert connection.execute("select count(*) from duckdb_views() where view_name = 'tweets'").fetchall() == [(0,)]
        assert connection.execute("select hashtag from tweet_hashtags").fetchall() == [("tag",)]
    assert not any((tmp_path / "lake").rglob("*.parquet"))


def _forget_without_a_run(study: Study, lake: Path, tweet: str) -> None:
    """Forget a tweet that stands in versions, in copies for Spark, and in what a killed run left; no run heals it."""
    with open_warehouse(study.warehouse, "a run that is killed") as warehouse:
        [present] = warehouse.lake.windows("tweets").values()
        left = warehouse.lake.fresh_folder(present.parents[2], TWEETS, WINDOW)
        shutil.copytree(present, left)
    assert len(_naming(lake, tweet)) == 3
    outcome = forget(study, [tweet], [], RunsThatFail())
    assert outcome is not None
    assert (_naming(lake, tweet), outcome.traces) == ([], ())


def _naming(lake: Path, tweet: str) -> list[Path]:
    asked = "select count(*) from read_parquet(?) as row where contains(cast(row as varchar), ?)"
    return [path for path in lake.rglob("*.parquet") if duckdb.execute(asked, [str(path), tweet]).fetchall() != [(0,)]]


class RunsThatFail:
    """Runs none of which makes anything (forgetting.act.Runs)."""

    def drop_records(self, windows: Sequence[CollectionWindow]) -> None:
        """No run was recorded."""

    def run(self, windows: Sequence[CollectionWindow], selection: str | None = None) -> list[CollectionWindow]:
        """All of them fail."""
        return [*windows]
