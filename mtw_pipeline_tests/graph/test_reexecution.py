"""What is left after runs that did not make everything: of a small graph whose steps fail in every way."""

from collections.abc import Iterator

import dagster as dg
import pytest

from mtw_pipeline.runs.reexecution import Graph, what_is_left
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import begin_run, end_run
from mtw_pipeline_tests.builders import WINDOW, csv_text, made_in_name, put, rtweet_row

ALL = {"exports", "tweets", "tokens", "network", "copy"}


class Faults:
    """What goes wrong in the steps of the next run.

    Args:
        raising: the asset whose step raises after its table was made.
        failing: the check that does not pass, as ``asset.check``.
    """

    def __init__(self, raising: str = "", failing: str = "") -> None:
        self.raising, self.failing = raising, failing


def graph_with(faults: Faults) -> dg.Definitions:
    """exports -> tweets -> tokens -> copy, tweets -> network -> copy; settings_word_lists -> tokens."""

    def asset(name: str, *deps: str) -> dg.AssetsDefinition:
        specs = [
            dg.AssetCheckSpec("good", asset=name, blocking=True),
            dg.AssetCheckSpec("likely", asset=name),
            dg.AssetCheckSpec("made_whole", asset=name),
        ]

        @dg.asset(name=name, deps=list(deps), check_specs=specs)
        def made() -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
            yield dg.MaterializeResult()
            if name == faults.raising:
                raise RuntimeError
            for check in ("good", "likely", "made_whole"):
                severity = dg.AssetCheckSeverity.ERROR if check == "good" else dg.AssetCheckSeverity.WARN
                passed = f"{name}.{check}" != faults.failing
                yield dg.AssetCheckResult(check_name=check, passed=passed, severity=severity)

        return made

    assets = [
        asset("exports"), asset("tweets", "exports"), asset("tokens", "tweets", "settings_word_lists"),
        asset("network", "tweets"), asset("copy", "tokens", "network"),
    ]  # fmt: skip
    jobs = [dg.define_asset_job("all", dg.AssetSelection.all())]
    return dg.Definitions([dg.AssetSpec("settings_word_lists"), *assets], jobs=jobs, executor=dg.in_process_executor)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def made(study: Study) -> Study:
    return made_in_name(study)


def run(instance: dg.DagsterInstance, study: Study, faults: Faults, chosen: set[str] = ALL) -> str:
    job = graph_with(faults).resolve_job_def("all")
    keys = [dg.AssetKey(name) for name in chosen] if chosen != ALL else None
    made = job.execute_in_process(instance=instance, asset_selection=keys, raise_on_error=False)
    begin_run(study, WINDOW, made.run_id)
    return made.run_id


def left(instance: dg.DagsterInstance, study: Study) -> set[str]:
    found = what_is_left(instance, Graph(graph_with(Faults())), study, WINDOW)
    assert found.taken_over == len(ALL) - len(found.assets)
    return {key.to_user_string() for key in found.assets}


def said(instance: dg.DagsterInstance, study: Study) -> str:
    return str(what_is_left(instance, Graph(graph_with(Faults())), study, WINDOW))


def good(instance: dg.DagsterInstance, study: Study) -> None:
    end_run(study, WINDOW, run(instance, study, Faults()), 0)


def with_a_word_list(study: Study) -> Study:
    text = study.settings_path.read_text(encoding="utf-8")
    ours = '[[word_lists]]\nname = "ours"\nwords = ["one"]\n[sentiment]'
    study.settings_path.write_text(text.replace("[sentiment]", ours), encoding="utf-8")
    return Study.load(study.root)


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        (Faults(), set()),
        (Faults(raising="tokens"), {"tokens", "copy"}),
        (Faults(raising="exports"), ALL),
        (Faults(failing="tweets.good"), ALL - {"exports"}),
        (Faults(failing="tweets.likely"), set()),
        (Faults(failing="network.made_whole"), {"network", "copy"}),
        (Faults(failing="copy.good"), {"copy"}),
    ],
)
def test_what_failed_is_left_with_all_that_is_made_from_it(
    instance: dg.DagsterInstance, made: Study, faults: Faults, expected: set[str]
) -> None:
    run(instance, made, faults)
    assert left(instance, made) == expected


def test_a_run_that_goes_on_and_fails_leaves_what_neither_made(instance: dg.DagsterInstance, made: Study) -> None:
    run(instance, made, Faults(raising="tweets"))
    run(instance, made, Faults(raising="network"), left(instance, made))
    assert left(instance, made) == {"network", "copy"}
    run(instance, made, Faults(), left(instance, made))
    assert left(instance, made) == set()


def test_what_runs_that_no_command_started_made_is_told_as_theirs(instance: dg.DagsterInstance, made: Study) -> None:
    """A run of all, as a sensor or the UI starts it, and nothing since: no other run was in the meantime."""
    run(instance, made, Faults())
    assert said(instance, made) == (
        "nothing is left to be made: runs before, whoever started them, made all of what there is now"
    )


def test_chosen_assets_that_fail_after_a_good_run_are_left_alone(instance: dg.DagsterInstance, made: Study) -> None:
    good(instance, made)
    assert left(instance, made) == set()
    run(instance, made, Faults(raising="network"), {"network"})
    assert left(instance, made) == {"network", "copy"}


def test_an_asset_that_was_made_of_what_is_to_be_made_again_is_left(instance: dg.DagsterInstance, made: Study) -> None:
    run(instance, made, Faults(raising="tweets"))
    run(instance, made, Faults(), {"copy"})
    assert left(instance, made) == ALL - {"exports"}


def test_what_changed_between_is_left_with_what_failed(instance: dg.DagsterInstance, made: Study) -> None:
    run(instance, made, Faults(raising="network"))
    made = with_a_word_list(made)
    assert left(instance, made) == {"tokens", "network", "copy"}
    run(instance, made, Faults(raising="copy"), {"tokens", "copy"})
    assert left(instance, made) == {"network", "copy"}
    put(made, "another.csv", csv_text([rtweet_row(2)]))
    assert left(instance, made) == ALL


def test_where_the_records_of_a_run_were_deleted_everything_is_left(instance: dg.DagsterInstance, made: Study) -> None:
    run_id = run(instance, made, Faults(raising="copy"))
    assert left(instance, made) == {"copy"}
    assert "going on: 4 of 5" in said(instance, made)
    instance.delete_run(run_id)
    assert left(instance, made) == ALL
    assert "everything is made anew" in said(instance, made)


def test_without_a_warehouse_everything_is_left(instance: dg.DagsterInstance, made: Study) -> None:
    good(instance, made)
    made.warehouse.unlink()
    assert left(instance, made) == ALL
