"""How the UI starts runs, and how Dagster's run monitoring learns that the process of one is gone.

What belongs here: what Dagster's own launcher cannot tell. What does not: how often it is asked (dagster.yaml).
"""

import time

import dagster as dg
from dagster._core.launcher import CheckRunHealthResult, LaunchRunContext, WorkerStatus

from mtw_pipeline.defs.run_process import GONE_TAG, NO_PROCESS, PROCESS_TAG, Life, life_of

_SECONDS_TO_SAY_SO = 120.0
"""How long after its start a run may have said nothing of its process: it does so before its first step."""


class StudyRunLauncher(dg.DefaultRunLauncher):
    """Dagster's launcher, which also says whether the process of a run lives."""

    def launch_run(self, context: LaunchRunContext) -> None:
        """Launch a run; one that is executed again was given the tags of the run before, its process among them."""
        inherited = {name: nothing for name, nothing in NO_PROCESS.items() if name in context.dagster_run.tags}
        self._instance.add_run_tags(context.dagster_run.run_id, inherited)
        super().launch_run(context)

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Yes."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Whether the run goes on; asked again and again while it does."""
        life = life_of(run.tags)
        is_silent = life is Life.NOT_KNOWN and not run.tags.get(PROCESS_TAG) and self._began_long_ago(run)
        if life is Life.GONE or is_silent:
            self._instance.add_run_tags(run.run_id, {GONE_TAG: "true"})
        if life is Life.GONE:
            return CheckRunHealthResult(
                WorkerStatus.FAILED, f"process {run.tags[PROCESS_TAG]} ended before the run did"
            )
        if is_silent:
            return CheckRunHealthResult(WorkerStatus.FAILED, "its process ended before it said which it is")
        return CheckRunHealthResult(WorkerStatus.RUNNING)

    def _began_long_ago(self, run: dg.DagsterRun) -> bool:
        record = self._instance.get_run_record_by_id(run.run_id)
        began = record.start_time if record is not None else None
        return began is not None and time.time() - began > _SECONDS_TO_SAY_SO
