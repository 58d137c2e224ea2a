"""Which tests run on the same worker: those of a module, and modules that share what is costly to make.

What belongs here: what is shared by which modules. What does not: how it is made (the fixtures).
"""

from xdist.scheduler.loadscope import LoadScopeScheduling

SHARED = {
    "the coded study": ("assets/test_coding.py", "assets/test_main_job.py", "assets/test_network.py"),
    "the small study": (
        "assets/test_automation.py", "assets/test_checks.py", "assets/test_forgetting.py", "assets/test_published.py",
    ),
    "Great Expectations": ("unit/warehouse/test_quality.py", "unit/warehouse/test_validation_process.py"),
}  # fmt: skip


class SharingModules(LoadScopeScheduling):
    """xdist's ``--dist=loadscope`` by module, with the modules that share something taken together."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::", 1)[0]
        return next(
            (name for name, modules in SHARED.items() if any(module.endswith(f"/{one}") for one in modules)), module
        )
