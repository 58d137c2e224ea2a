"""What Dagster 1.13 does where its documentation is silent, as far as decisions rest on it.

What belongs here: Dagster alone, one behaviour a test, each with the decision that rests on it. What does not: our
assets, and where Dagster keeps events (test_dagster_storage.py). Runs are of this process, in an instance of memory.
"""

import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points
from typing import Any

import dagster as dg
import pytest
from dagster._core.definitions.assets.job.asset_job import IMPLICIT_ASSET_JOB_NAME
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest
from pydantic import PrivateAttr

WINDOWS = dg.DynamicPartitionsDefinition(name="window")


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        made.add_dynamic_partitions("window", ["w1"])
        yield made


def run(
    instance: dg.DagsterInstance,
    assets: Sequence[Any],
    *,
    checks: Sequence[Any] = (),
    window: str | None = None,
    selected: Sequence[str] | None = None,
    resources: Any = None,
) -> dg.ExecuteInProcessResult:
    """One run of some assets, as runs/running.py runs them."""
    definitions = dg.Definitions(
        assets=assets,
        asset_checks=checks,
        jobs=[dg.define_asset_job("all", executor_def=dg.in_process_executor)],
        resources=resources,
        executor=dg.in_process_executor,
    )
    return definitions.resolve_job_def("all").execute_in_process(
        instance=instance,
        partition_key=window,
        asset_selection=None if selected is None else [dg.AssetKey(name) for name in selected],
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        tags={"mtw/process": "1"},
        raise_on_error=False,
    )


def asset(name: str, *deps: str, made: list[str] | None = None, **more: Any) -> dg.AssetsDefinition:
    """An asset that notes that it was made."""

    @dg.asset(name=name, deps=deps, **more)
    def make() -> None:
        if made is not None:
            made.append(name)

    return make


def check_of(name: str, *, passed: bool, severity: dg.AssetCheckSeverity) -> dg.AssetChecksDefinition:
    """A blocking check of an asset."""

    @dg.multi_asset_check(name=f"{name}_checks", specs=[dg.AssetCheckSpec("rule", asset=name, blocking=True)])
    def check() -> Iterator[dg.AssetCheckResult]:
        yield dg.AssetCheckResult(
            asset_key=name, check_name="rule", passed=passed, severity=severity, description="what was found"
        )

    return check


def failures(result: dg.ExecuteInProcessResult) -> list[tuple[str | None, list[str]]]:
    """Of every step that failed its name, and the classes of its error and of that error's causes."""
    found = []
    for event in result.all_events:
        if event.is_step_failure:
            error, classes = event.step_failure_data.error, []
            while error is not None:
                classes.append(str(error.cls_name))
                error = error.cause
            found.append((event.step_key, classes))
    return found


def test_a_resource_is_opened_once_for_all_steps_and_checks_of_a_run(instance: dg.DagsterInstance) -> None:
    """Decision 1: a run holds the warehouse from its first step to its last; a step that fails closes it too."""
    notes: list[object] = []

    class Opened(dg.ConfigurableResource):
        _content: object = PrivateAttr()

        @contextmanager
        def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Opened"]:
            self._content = object()
            notes.append("opened")
            yield self
            notes.append("closed")

    @dg.asset
    def one(opened: Opened) -> None:
        notes.append(id(opened._content))

    @dg.asset_check(asset="one")
    def rule(opened: Opened) -> dg.AssetCheckResult:
        notes.append(id(opened._content))
        return dg.AssetCheckResult(passed=True)

    @dg.asset(deps=["one"])
    def two(opened: Opened) -> None:
        notes.append(id(opened._content))
        raise ValueError

    assert not run(instance, [one, two], checks=[rule], resources={"opened": Opened()}).success
    assert (notes[0], notes[-1], len(notes), len(set(notes[1:-1]))) == ("opened", "closed", 5, 1)


def test_a_run_of_a_partition_names_it_to_resources_and_to_checks_that_have_none(instance: dg.DagsterInstance) -> None:
    """Decision 7: checks are not partitioned, and judge the run's window. Decision 63: the tag is Dagster's own."""
    seen: list[object] = []

    @dg.resource
    def opened(context: dg.InitResourceContext) -> object:
        assert context.run is not None
        seen.append(context.run.tags.get("dagster/partition"))
        return object()

    @dg.multi_asset_check(specs=[dg.AssetCheckSpec("rule", asset="one")], required_resource_keys={"opened"})
    def rule(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        seen.extend([context.has_partition_key, context.partition_key])
        yield dg.AssetCheckResult(asset_key="one", check_name="rule", passed=True)

    assets = [asset("one", partitions_def=WINDOWS), asset("across")]
    result = run(instance, assets, checks=[rule], window="w1", resources={"opened": opened})
    assert (result.success, seen) == (True, ["w1", True, "w1"])
    [record] = instance.get_run_records(dg.RunsFilter(job_name="all"), limit=9)
    assert record.dagster_run.tags["dagster/partition"] == "w1"
    assert record.dagster_run.tags["mtw/process"] == "1"
    assert [one.partition for one in result.asset_materializations_for_node("one")] == ["w1"]
    assert [one.partition for one in result.asset_materializations_for_node("across")] == [None]


def test_a_check_with_partitions_warns_that_it_is_a_preview() -> None:
    """Decision 7: when this warns no more, a check can have a timeline a window."""
    with pytest.warns(dg.PreviewWarning):
        dg.AssetCheckSpec("rule", asset="one", partitions_def=WINDOWS)


def test_a_failed_error_stops_what_lies_behind_its_asset_and_nothing_else(instance: dg.DagsterInstance) -> None:
    """Decision 7: a rule that is an error blocks. The step of the check fails by this class, without a cause."""
    made: list[str] = []
    assets = [asset("one"), asset("behind", "one", made=made), asset("apart", made=made)]
    check = check_of("one", passed=False, severity=dg.AssetCheckSeverity.ERROR)
    result = run(instance, assets, checks=[check])
    assert (result.success, made) == (False, ["apart"])
    assert failures(result) == [("one_checks", ["DagsterAssetCheckFailedError"])]


def test_a_failed_warning_of_a_blocking_check_stops_nothing(instance: dg.DagsterInstance) -> None:
    """Decision 7: the severity of the result counts, not that of the check."""
    made: list[str] = []
    check = check_of("one", passed=False, severity=dg.AssetCheckSeverity.WARN)
    result = run(instance, [asset("one"), asset("behind", "one", made=made)], checks=[check])
    assert (result.success, made) == (True, ["behind"])
    [found] = result.get_asset_check_evaluations()
    assert (found.asset_key, found.check_name, found.passed) == (dg.AssetKey("one"), "rule", False)
    assert (found.severity, found.description) == (dg.AssetCheckSeverity.WARN, "what was found")


def test_the_error_of_a_step_ends_in_what_was_raised(instance: dg.DagsterInstance) -> None:
    """Decision 63: the last of the causes is what a person is told."""

    @dg.asset
    def one() -> None:
        raise ValueError("nobody was there") from KeyError("the door")

    result = run(instance, [one])
    assert failures(result) == [("one", ["DagsterExecutionStepExecutionError", "ValueError", "KeyError"])]
    [error] = [event.step_failure_data.error for event in result.all_events if event.is_step_failure]
    assert error is not None
    assert error.cause is not None
    assert error.cause.message.strip() == "ValueError: nobody was there"


def test_a_resource_that_fails_fails_the_run_without_a_step(instance: dg.DagsterInstance) -> None:
    """Decision 63: a warehouse that cannot be opened is told of by the event of the run's failure."""

    @dg.resource
    def opened(_context: dg.InitResourceContext) -> object:
        raise RuntimeError("no disk")

    @dg.asset(required_resource_keys={"opened"})
    def one() -> None: ...

    result = run(instance, [one], resources={"opened": opened})
    assert failures(result) == []
    [failed] = [event for event in result.all_events if event.is_failure]
    error = getattr(failed.event_specific_data, "error", None)
    assert error is not None
    assert error.cause is not None
    assert error.cause.message.strip() == "RuntimeError: no disk"


CHAIN = [asset("one"), asset("two", "one"), asset("three", "two"), dg.AssetSpec("outside"), asset("four", "outside")]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ('key:"one"+', {"one", "two", "three"}),
        ('+key:"three"', {"one", "two", "three"}),
        ('key:"one" or key:"four"', {"one", "four"}),
        ("group:default and not key:three", {"one", "two", "four"}),
        ('key:"nobody"', set()),
        ('key:"outside"', {"outside"}),
        ("one+", {"one", "two"}),
    ],
    ids=["all behind", "all before", "or", "not", "unknown", "external", "older: one step"],
)
def test_a_selection_names_these_assets(written: str, names: set[str]) -> None:
    """Decision 63: ``one+`` is read by an older syntax, one step, so that bare names are written as keys before.

    When the last of these cases names all that lie behind, that can go.
    """
    graph = dg.Definitions(assets=CHAIN).get_repository_def().asset_graph
    found = dg.AssetSelection.from_string(written).resolve(graph)
    assert {key.to_user_string() for key in found} == names
    assert dg.AssetKey("outside") not in graph.materializable_asset_keys


@pytest.mark.parametrize("written", ["one and", "(one", "one two", "nobody"])
def test_a_selection_that_cannot_be_read_is_an_error_of_dagsters(written: str) -> None:
    """Decision 63: of a class that is not public, below one that is."""
    graph = dg.Definitions(assets=CHAIN).get_repository_def().asset_graph
    with pytest.raises(dg.DagsterError):
        dg.AssetSelection.from_string(written).resolve(graph)


def test_assets_that_one_function_makes_are_selected_together(instance: dg.DagsterInstance) -> None:
    """Decision 63: a selection is widened to them, because a half of them is refused."""

    @dg.multi_asset(specs=[dg.AssetSpec("left"), dg.AssetSpec("right")])
    def both() -> Iterator[dg.MaterializeResult]:
        yield dg.MaterializeResult(asset_key="left")
        yield dg.MaterializeResult(asset_key="right")

    graph = dg.Definitions(assets=[both]).get_repository_def().asset_graph
    widened = dg.AssetSelection.from_string('key:"left"').required_multi_asset_neighbors().resolve(graph)
    assert sorted(widened) == [dg.AssetKey("left"), dg.AssetKey("right")]
    with pytest.raises(dg.DagsterInvalidSubsetError):
        run(instance, [both], selected=["left"])


def test_of_selected_assets_the_checks_run_too_and_no_others(instance: dg.DagsterInstance) -> None:
    """Decision 63: what is made is checked."""
    checks = [check_of(name, passed=True, severity=dg.AssetCheckSeverity.ERROR) for name in ("one", "two")]
    result = run(instance, [asset("one"), asset("two", "one")], checks=checks, selected=["one"])
    assert [one.asset_key for one in result.get_asset_check_evaluations()] == [dg.AssetKey("one")]


def test_what_was_reported_of_a_partition_is_found_by_it(instance: dg.DagsterInstance) -> None:
    """Decision 63: the sensor asks what the exports of a window were when they were last read."""

    @dg.asset(partitions_def=WINDOWS)
    def one(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        context.log_event(dg.AssetObservation("outside", partition=context.partition_key, metadata={"rows": 2}))
        return dg.MaterializeResult(metadata={"fingerprint": context.run.run_id})

    instance.add_dynamic_partitions("window", ["w2"])
    runs = {window: run(instance, [one, dg.AssetSpec("outside")], window=window).run_id for window in ("w1", "w2")}
    for window, run_id in runs.items():
        asked = dg.AssetRecordsFilter(asset_key=dg.AssetKey("one"), asset_partitions=[window])
        [record] = instance.fetch_materializations(asked, limit=1).records
        assert record.asset_materialization is not None
        assert record.asset_materialization.metadata["fingerprint"].value == run_id
    [seen] = instance.fetch_observations(
        dg.AssetRecordsFilter(asset_key=dg.AssetKey("outside"), asset_partitions=["w2"]), limit=1
    ).records
    assert seen.asset_observation is not None
    assert seen.asset_observation.metadata["rows"].value == 2


def stale(instance: dg.DagsterInstance, assets: Sequence[Any], window: str) -> dict[str, list[str]]:
    """The assets that are outdated, each with the assets that are the cause."""
    graph = dg.Definitions(assets=assets).get_repository_def().asset_graph
    judged = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    found = {}
    for key in graph.materializable_asset_keys:
        causes = judged.get_stale_causes(key, window if graph.get(key).is_partitioned else None)
        if causes:
            names = [one.dependency.asset_key.to_user_string() for one in causes if one.dependency]
            found[key.to_user_string()] = names
    return found


def test_what_is_reported_of_an_asset_that_nothing_makes_outdates_who_reads_it(instance: dg.DagsterInstance) -> None:
    """Decision 92: by materializations with a data version; of an observation nobody would learn."""

    def report(version: str, kind: type[dg.AssetMaterialization | dg.AssetObservation]) -> None:
        instance.report_runless_asset_event(kind("outside", tags={"dagster/data_version": version}))

    instance.add_dynamic_partitions("window", ["w2"])
    reads = asset("reads", "outside", code_version="1", partitions_def=WINDOWS)
    behind = asset("behind", "reads", code_version="1", partitions_def=WINDOWS)
    assets = [dg.AssetSpec("outside"), reads, behind, asset("apart", code_version="1")]
    report("a", dg.AssetMaterialization)
    for window in ("w1", "w2"):
        run(instance, assets, window=window)
    assert stale(instance, assets, "w1") == {}
    report("a", dg.AssetMaterialization)
    report("b", dg.AssetObservation)
    assert stale(instance, assets, "w1") == {}
    report("b", dg.AssetMaterialization)
    assert stale(instance, assets, "w1") == stale(instance, assets, "w2") == {"reads": ["outside"]}
    run(instance, assets, window="w1", selected=["reads"])
    assert stale(instance, assets, "w1") == {"behind": ["reads"]}
    assert stale(instance, assets, "w2") == {"reads": ["outside"]}


def test_a_partitioned_asset_is_never_outdated_as_a_whole(instance: dg.DagsterInstance) -> None:
    """Decision 92: the UI says it on the page of the partition; when this fails, it says it in the graph too."""
    run(instance, [asset("one", code_version="1", partitions_def=WINDOWS)], window="w1")
    graph = (
        dg.Definitions(assets=[asset("one", code_version="2", partitions_def=WINDOWS)]).get_repository_def().asset_graph
    )
    judged = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    assert judged.get_status(dg.AssetKey("one"), "w1") is StaleStatus.STALE
    assert judged.get_status(dg.AssetKey("one")) is StaleStatus.FRESH


def test_a_sensor_that_skips_keeps_its_cursor(instance: dg.DagsterInstance) -> None:
    """Decision 63: what the files of a window looked like is remembered also where nothing is to be run."""

    @dg.sensor(job_name="all")
    def looking(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        context.update_cursor("seen")
        return dg.SkipReason("nothing new")

    with dg.build_sensor_context(instance) as context:
        tick = looking.evaluate_tick(context)
    assert (tick.cursor, tick.skip_message, tick.run_requests) == ("seen", "nothing new", [])


def test_a_run_can_be_ended_from_outside_and_its_records_deleted_by_age(instance: dg.DagsterInstance) -> None:
    """Decision 63: runs whose process is gone, and old records."""
    job = dg.Definitions(assets=[asset("one")], jobs=[dg.define_asset_job("all")]).resolve_job_def("all")
    started = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    assert [one.run_id for one in instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))] == [
        started.run_id
    ]
    instance.report_run_failed(started, "its process ended")
    [ended] = instance.get_runs()
    assert ended.status == dg.DagsterRunStatus.FAILURE
    now = datetime.now(UTC)
    assert instance.get_runs(dg.RunsFilter(created_before=now - timedelta(days=1))) == []
    assert len(instance.get_runs(dg.RunsFilter(created_before=now + timedelta(days=1)))) == 1
    instance.delete_run(started.run_id)
    assert instance.get_runs() == []


def test_assets_that_are_materialized_by_themselves_run_in_a_job_of_this_name() -> None:
    """Decision 279: the latest runs of a window are of our job, or of this one, which the asset graph starts."""
    assert dg.Definitions(assets=[asset("one")]).resolve_implicit_global_asset_job_def().name == IMPLICIT_ASSET_JOB_NAME


def test_an_annotation_that_is_a_text_is_refused() -> None:
    """Decision 63: no module of defs/ imports annotations from the future. A defect: it may be mended."""

    def make(context: "dg.AssetExecutionContext") -> None: ...

    with pytest.raises(dg.DagsterInvalidDefinitionError, match="Cannot annotate `context`"):
        dg.asset(name="one")(make)


def test_the_daemon_is_a_program_that_takes_a_module_and_a_folder() -> None:
    """Decision 83: ``mtw ui`` starts it beside its webserver."""
    [program] = entry_points(group="console_scripts", name="dagster-daemon")
    asked = f"import sys; from {program.module} import {program.attr} as run; sys.argv[1:] = ['run', '--help']; run()"
    options = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert {"--module-name", "--working-directory", "--log-level"} <= set(options.stdout.replace(",", " ").split())


def test_a_step_that_judges_what_it_makes_fails_once_all_is_made(instance: dg.DagsterInstance) -> None:
    """Decision 127: all outputs stand, what lies behind any of them does not, and the error is that of a check."""
    made: list[str] = []
    rule = dg.AssetCheckSpec("rule", asset="one", blocking=True)

    @dg.multi_asset(name="both", specs=[dg.AssetSpec("one"), dg.AssetSpec("two")], check_specs=[rule])
    def both() -> Iterator[dg.MaterializeResult]:
        found = dg.AssetCheckResult(check_name="rule", passed=False, severity=dg.AssetCheckSeverity.ERROR)
        yield dg.MaterializeResult("one", check_results=[found])
        made.append("two")
        yield dg.MaterializeResult("two")

    result = run(instance, [both, asset("behind", "two", made=made), asset("apart", made=made)])
    assert not result.success
    assert sorted(made) == ["apart", "two"]
    assert failures(result) == [("both", ["DagsterAssetCheckFailedError"])]
    assert {one.to_user_string() for one in instance.get_asset_keys()} >= {"one", "two"}


def test_a_step_of_checks_waits_for_what_they_name_besides_their_asset(instance: dg.DagsterInstance) -> None:
    """Decision 127: checks of a table that refers to one which it is not made from; by their names they came first."""
    made: list[str] = []
    rule = dg.AssetCheckSpec("rule", asset="b", additional_deps=["z"])

    @dg.multi_asset_check(name="a_checks", specs=[rule])
    def judge() -> dg.AssetCheckResult:
        made.append("judged")
        return dg.AssetCheckResult(passed=True)

    assert run(instance, [asset("b", made=made), asset("z", made=made)], checks=[judge]).success
    assert made == ["b", "z", "judged"]


def test_of_steps_that_could_run_those_of_a_higher_priority_come_first(instance: dg.DagsterInstance) -> None:
    """Decision 141: report and copy wait for steps that they do not depend on; by their names they came before."""
    made: list[str] = []
    last = asset("a", made=made, op_tags={"dagster/priority": "-1"})
    assert run(instance, [last, asset("b", made=made), asset("c", "b", made=made)]).success
    assert made == ["b", "c", "a"]


def test_a_message_that_the_log_of_a_step_heard_is_kept_once_though_it_is_handled_again() -> None:
    """Decision 0162: what a thread logged is handled again when a step asks for it, heard before or not."""
    logger = logging.getLogger("mtw_invented")
    records: list[logging.LogRecord] = []

    @dg.asset
    def hearing() -> None:
        early = logger.makeRecord(logger.name, logging.WARNING, "", 0, "said before, %s times", (2,), None)
        logger.addHandler(gathering)
        logger.warning("said %s", "here")
        logger.removeHandler(gathering)
        for record in (early, *records):
            logger.handle(record)

    gathering = logging.Handler()
    gathering.emit = records.append  # type: ignore[method-assign]
    settings = {"python_logs": {"managed_python_loggers": [logger.name], "python_log_level": "INFO"}}
    with dg.DagsterInstance.ephemeral(settings=settings) as logged:
        made = run(logged, [hearing])
        kept = [one.user_message for one in logged.all_logs(made.run_id) if not one.is_dagster_event]
    assert len(records) == 1
    assert kept == ["said here", "said before, 2 times"]


def test_what_a_resource_depends_on_may_be_any_object_or_none(instance: dg.DagsterInstance) -> None:
    """Decision 0162: what reads ahead is given to the resource of the warehouse."""

    class Depends(dg.ConfigurableResource):  # type: ignore[type-arg]
        on: dg.ResourceDependency[list[str] | None]

    found: list[object] = []

    @dg.asset
    def asks(depends: Depends) -> None:
        found.append(depends.on)

    given = ["an object"]
    for one in (given, None):
        run(instance, [asks], resources={"depends": Depends(on=one)})
    assert found[0] is given
    assert found[1] is None
