"""Going on from runs that did not make everything: which assets are left, by Dagster's records of them.

What belongs here: that. What does not: the list of these runs (study/run_records.py), which assets read what changed
(lineage/reruns.py), and running (running.py). Why so: docs/decisions/0175-a-run-goes-on-from-what-failed.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import dagster as dg

from mtw_pipeline.defs.assets.table_assets import MADE_WHOLE
from mtw_pipeline.lineage.known import PUBLISHED, REPORT
from mtw_pipeline.lineage.reruns import narrowed
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import inputs_of
from mtw_pipeline.study.run_records import Basis, RunHistory, read_history
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

_SAYS_WHAT_WAS_MADE = {
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.ASSET_MATERIALIZATION,
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
}
_MOST_NAMED = 6

Keys = frozenset[dg.AssetKey]


class Graph:
    """The assets that a study's runs make, and their checks.

    Args:
        definitions: what Dagster knows of the study.
    """

    def __init__(self, definitions: dg.Definitions) -> None:
        self._graph = definitions.get_repository_def().asset_graph
        self.all: Keys = frozenset(self._graph.materializable_asset_keys)

    def selected(self, selection: str) -> Keys:
        """The assets that a selection names, with those that are made together with them.

        Raises:
            dagster.DagsterError: it cannot be read.
            ValueError: likewise.
        """
        read = dg.AssetSelection.from_string(selection).required_multi_asset_neighbors()
        return frozenset(read.resolve(self._graph)) & self.all

    def with_all_behind(self, assets: Keys) -> Keys:
        """Assets, what is made together with them, and all that is made from them."""
        if not assets:
            return frozenset()
        chosen = dg.AssetSelection.assets(*assets)
        return frozenset(chosen.downstream().required_multi_asset_neighbors().resolve(self._graph)) & self.all

    def first_of(self, assets: Keys) -> list[str]:
        """Those that are made from none of the others, by name."""
        return sorted(key.to_user_string() for key in assets if not self._graph.get(key).parent_keys & assets)

    def checks_of(self, assets: Keys) -> frozenset[dg.AssetCheckKey]:
        """The checks of assets."""
        return frozenset(dg.AssetSelection.checks_for_assets(*assets).resolve_checks(self._graph))

    def made_well(self, events: Iterable[dg.DagsterEvent]) -> Keys:
        """The assets that a run made: their steps ended, every check of them was made, and no error was found.

        One of which a measure was left out because it failed is to be made again, and so is none of them.
        """
        ended, made, checked, failed = set(), {}, set(), set()
        for event in events:
            if event.event_type is dg.DagsterEventType.STEP_SUCCESS:
                ended.add(event.step_key)
            elif event.is_step_materialization and event.asset_key is not None:
                made[event.asset_key] = event.step_key
            elif event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
                found = event.asset_check_evaluation_data
                checked.add(found.asset_check_key)
                if not found.passed and (
                    found.severity == dg.AssetCheckSeverity.ERROR or found.check_name == MADE_WHOLE
                ):
                    failed.add(found.asset_key)
        whole = frozenset(key for key, step in made.items() if step in ended and key not in failed)
        return whole - {check.asset_key for check in self.checks_of(whole) - checked}


@dataclass(frozen=True)
class Left:
    """What a run has to make.

    Args:
        assets: the assets.
        taken_over: how many others stand as runs before left them.
        first: those of the assets that are made from none of the others, by name.
        run_id: the run that this goes on from; empty where it goes on from none.
        basis: what this was decided on.
    """

    assets: Keys
    taken_over: int
    first: tuple[str, ...]
    run_id: str
    basis: Basis

    def __str__(self) -> str:
        """For people."""
        if not self.assets:
            return "nothing is left to be made: runs before, whoever started them, made all of what there is now"
        if not self.taken_over:
            return "nothing of what runs before made can be taken over: everything is made anew"
        more = len(self.first) - _MOST_NAMED
        named = ", ".join(self.first[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        whole = number_of(self.taken_over + len(self.assets), "table or page", "tables and pages")
        return (
            f"going on: {self.taken_over} of {whole} are taken over as runs before made them. Making now: {named}, and"
            " what is made from them. To make all anew: mtw run --again"
        )


def what_is_left(instance: dg.DagsterInstance, graph: Graph, study: Study, window: CollectionWindow) -> Left:
    """What a run of a window has to make now, so that all of it is as if it were made anew."""
    history = read_history(study, window)
    assets = _left(instance, graph, history)
    basis = Basis(inputs_of(study, window), history.last_run_before(""))
    now = narrowed(_last_inputs(history), basis.inputs)
    assets = graph.all if now is None else assets | (graph.selected(now) if now else frozenset())
    shown = {REPORT: study.report_of(window), PUBLISHED: study.published_database}
    assets |= {dg.AssetKey(name) for name, path in shown.items() if not path.is_file()} & graph.all
    run_id = history.begun[-1].run_id if history.begun and assets != graph.all else ""
    return Left(assets, len(graph.all - assets), tuple(graph.first_of(assets)), run_id, basis)


def _left(instance: dg.DagsterInstance, graph: Graph, history: RunHistory) -> Keys:
    """What the runs that began since the last good one left to be made, of what they rested on."""
    left = graph.all if history.good is None else frozenset()
    before = history.good.inputs if history.good is not None else None
    for one in history.begun:
        changed = narrowed(before, one.inputs)
        left = graph.all if changed is None else left | (graph.selected(changed) if changed else frozenset())
        run = instance.get_run_by_id(one.run_id)
        if run is None:
            left = graph.all  # its records were deleted: what it did is not known
        else:
            left = graph.with_all_behind((left | _planned(graph, run)) - _made(instance, graph, one.run_id))
        before = one.inputs
    return left


def _planned(graph: Graph, run: dg.DagsterRun) -> Keys:
    if run.asset_selection:
        return frozenset(run.asset_selection) & graph.all
    return frozenset() if run.asset_check_selection else graph.all


def _made(instance: dg.DagsterInstance, graph: Graph, run_id: str) -> Keys:
    entries = instance.all_logs(run_id, of_type=_SAYS_WHAT_WAS_MADE)
    return graph.made_well(entry.get_dagster_event() for entry in entries)


def _last_inputs(history: RunHistory) -> "dict[str, str] | None":
    last = history.begun[-1] if history.begun else history.good
    return dict(last.inputs) if last is not None else None
