"""Runs whose process is gone: they end, and no others do."""

import os
import subprocess
import sys

import dagster as dg

from mtw_pipeline.runs import PROCESS_TAG, close_abandoned_runs


@dg.job
def nothing() -> None:
    pass


def started(instance: dg.DagsterInstance, **tags: str) -> str:
    status = dg.DagsterRunStatus.STARTED
    return instance.create_run_for_job(nothing, tags=tags, status=status).run_id


def test_a_run_whose_process_is_gone_is_marked_as_failed_and_no_other() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with dg.DagsterInstance.ephemeral() as instance:
        abandoned = started(instance, **{PROCESS_TAG: str(ended.pid)})
        going_on = started(instance, **{PROCESS_TAG: str(os.getpid())})
        of_the_ui = started(instance)
        assert close_abandoned_runs(instance) == [abandoned]
        states = {run.run_id: run.status for run in instance.get_runs()}
    assert states == {
        abandoned: dg.DagsterRunStatus.FAILURE,
        going_on: dg.DagsterRunStatus.STARTED,
        of_the_ui: dg.DagsterRunStatus.STARTED,
    }
