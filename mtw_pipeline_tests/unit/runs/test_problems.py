"""What a person reads of a run that failed: an error made for people whole, wherever it crossed a step of Dagster."""

import dagster as dg
import pytest
from dagster._core.errors import DagsterExecutionInterruptedError

from mtw_pipeline.attempts import attempt
from mtw_pipeline.defs.run_process import GONE_TAG
from mtw_pipeline.errors import UserError
from mtw_pipeline.runs.problems import problem_of, was_interrupted
from mtw_pipeline.runs.records import was_stopped

WHOLE = "The list cannot be read (words.txt, line 3, column term). Save it as UTF-8."


def told_of(
    *assets: dg.AssetsDefinition, checks: tuple[dg.AssetChecksDefinition, ...] = (), **resources: object
) -> str:
    definitions = dg.Definitions(
        assets=assets, asset_checks=checks, resources=resources,
        jobs=[dg.define_asset_job("all_of_it", executor_def=dg.in_process_executor)],
    )  # fmt: skip
    result = definitions.resolve_job_def("all_of_it").execute_in_process(raise_on_error=False)
    assert not result.success
    return problem_of(result.all_events)


def failing(*_: object) -> None:
    try:
        b"\xff".decode()
    except UnicodeDecodeError as error:
        where = "words.txt, line 3, column term"
        raise UserError("The list cannot be read", where=where, remedy="Save it as UTF-8") from error


@dg.asset
def whole() -> None:
    """Made without a fault."""


@dg.asset
def broken() -> None:
    failing()


@dg.asset
def wrapped() -> None:
    try:
        failing()
    except UserError as error:
        raise RuntimeError("a library's words") from error


@dg.asset
def defective() -> None:
    raise ZeroDivisionError("by nothing")


@dg.asset
def disk_full() -> None:
    attempt("a figure", _write)


def _write() -> None:
    raise OSError(28, "No space left on device", "figure.png")


@dg.asset_check(asset=whole)
def looks() -> dg.AssetCheckResult:
    failing()
    return dg.AssetCheckResult(passed=True)


@dg.asset_check(asset=whole)
def refuses() -> dg.AssetCheckResult:
    raise dg.Failure("Checks look at one window: run them with its assets")


@dg.asset_check(asset=whole, blocking=True)
def does_not_pass() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=False)


@dg.resource
def unopened(_context: dg.InitResourceContext) -> None:
    failing()


@dg.asset(required_resource_keys={"warehouse"})
def needs() -> None:
    """Needs a resource that cannot be opened."""


@pytest.mark.parametrize("asset", [broken, wrapped])
def test_an_error_for_people_crosses_a_step_whole(asset: dg.AssetsDefinition) -> None:
    assert told_of(asset) == f"{asset.key.to_user_string()}: {WHOLE}"


def test_it_crosses_the_step_of_a_check_whole() -> None:
    assert told_of(whole, checks=(looks,)) == f"whole_looks: {WHOLE}"


def test_it_crosses_the_opening_of_a_resource_whole() -> None:
    assert told_of(needs, warehouse=unopened).endswith(WHOLE)


def test_a_message_of_our_own_checks_is_told_whole() -> None:
    assert told_of(whole, checks=(refuses,)) == "whole_refuses: Checks look at one window: run them with its assets"


def test_what_ends_a_run_is_told_with_what_to_do() -> None:
    said = told_of(disk_full)
    assert said.startswith("disk_full: The disk is full (figure.png). Make room and run the command again")


def test_an_error_of_the_program_is_called_so() -> None:
    assert told_of(defective) == "defective: an error of the program: ZeroDivisionError: by nothing"


def test_every_step_that_failed_is_told() -> None:
    said = told_of(broken, defective).splitlines()
    assert sorted(line.partition(":")[0] for line in said) == ["broken", "defective"]


def test_a_check_that_did_not_pass_is_told_by_itself_and_is_no_problem() -> None:
    assert told_of(whole, checks=(does_not_pass,)) == ""


def test_a_run_that_somebody_stops_is_known_as_such() -> None:
    @dg.asset
    def long() -> None:
        raise DagsterExecutionInterruptedError

    job = dg.Definitions([long, broken], jobs=[dg.define_asset_job("all", executor_def=dg.in_process_executor)])
    chosen = {name: [dg.AssetKey(name)] for name in ("long", "broken")}
    ended = {
        name: job.resolve_job_def("all").execute_in_process(asset_selection=keys, raise_on_error=False)
        for name, keys in chosen.items()
    }
    assert {name: was_interrupted(one.all_events) for name, one in ended.items()} == {"long": True, "broken": False}


def test_a_run_that_was_stopped_or_killed_is_told_from_one_that_failed() -> None:
    @dg.asset
    def long() -> None:
        raise DagsterExecutionInterruptedError

    job = dg.Definitions([long, broken, whole], jobs=[dg.define_asset_job("all", executor_def=dg.in_process_executor)])
    with dg.DagsterInstance.ephemeral() as instance:
        told = {}
        for name, tags in (("long", {}), ("broken", {}), ("whole", {}), ("killed", {GONE_TAG: "true"})):
            keys = [dg.AssetKey("broken" if name == "killed" else name)]
            run = job.resolve_job_def("all").execute_in_process(
                asset_selection=keys, raise_on_error=False, instance=instance, tags=tags
            )
            told[name] = was_stopped(instance, run.dagster_run)
    assert told == {"long": True, "broken": False, "whole": False, "killed": True}
