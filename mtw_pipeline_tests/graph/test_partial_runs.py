"""What a run of some assets keeps of what stands between them: the order, and the checks that did not pass."""

import dagster as dg
import pytest

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.jobs import AFTER_TABLES, AFTER_THE_COPY, MEASURED_BESIDE, stop_where_a_check_failed
from mtw_pipeline.study.folder import Study

APART = ("exports", "tweets", "b_copy", "a_report")
"""The table between is not chosen, and Dagster would take steps by their names."""


def chain(made: list[str], *, passed: bool = True, blocking: bool = True) -> dg.Definitions:
    """exports -> tweets -> between -> b_copy and a_report, a check of tweets, each noting that it was made."""

    @dg.asset
    def exports() -> None:
        made.append("exports")

    @dg.asset(deps=[exports])
    def tweets() -> None:
        made.append("tweets")

    @dg.multi_asset_check(specs=[dg.AssetCheckSpec("good", asset="tweets", blocking=blocking)])
    def tweets_checks() -> dg.AssetCheckResult:
        severity = dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN
        return dg.AssetCheckResult(asset_key="tweets", check_name="good", passed=passed, severity=severity)

    @dg.asset(deps=[tweets])
    def between() -> None:
        made.append("between")

    @dg.asset(deps=[between], op_tags=AFTER_TABLES)
    def b_copy(context: dg.AssetExecutionContext) -> None:
        stop_where_a_check_failed(context)
        made.append("b_copy")

    @dg.asset(deps=[between], op_tags=AFTER_THE_COPY)
    def a_report(context: dg.AssetExecutionContext) -> None:
        stop_where_a_check_failed(context)
        made.append("a_report")

    return dg.Definitions(
        [exports, tweets, between, b_copy, a_report],
        asset_checks=[tweets_checks],
        jobs=[dg.define_asset_job("all", dg.AssetSelection.all())],
        executor=dg.in_process_executor,
    )


def run(definitions: dg.Definitions, chosen: tuple[str, ...]) -> dg.ExecuteInProcessResult:
    return definitions.resolve_job_def("all").execute_in_process(
        asset_selection=[dg.AssetKey(name) for name in chosen], raise_on_error=False
    )


@pytest.mark.parametrize("left_out", ["", "b_copy"])
def test_assets_that_lie_apart_are_made_in_the_order_of_the_whole_graph(left_out: str) -> None:
    made: list[str] = []
    chosen = tuple(name for name in APART if name != left_out)
    assert run(chain(made), chosen).success
    assert tuple(made) == chosen


def test_a_failed_check_stops_what_lies_apart_from_its_table() -> None:
    made: list[str] = []
    result = run(chain(made, passed=False), ("exports", "tweets", "b_copy"))
    assert made == ["exports", "tweets"]
    problems = [event.step_failure_data.user_failure_data for event in result.all_events if event.is_step_failure]
    assert ["tweets.good" in str(one.description) for one in problems if one] == [True]


def test_a_check_that_only_warns_stops_nothing() -> None:
    made: list[str] = []
    assert run(chain(made, passed=False, blocking=False), APART).success
    assert tuple(made) == APART


def test_pages_and_copy_wait_for_all_steps_of_a_run(study: Study) -> None:
    nodes = {
        node.name: node.tags for node in build_definitions(study.root).resolve_job_def("study_window").all_node_defs
    }
    assert nodes["network_measures"] == MEASURED_BESIDE
    assert nodes["published_warehouse"] == AFTER_TABLES
    assert nodes["study_report"] == nodes["trends_report"] == AFTER_THE_COPY
