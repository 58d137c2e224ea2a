"""Which tests run on the same worker: those of a module, and modules that share what is costly to make.

What belongs here: how such modules are known. What does not: how what they share is made (the fixtures).
"""

from functools import cache
from pathlib import Path

from xdist.scheduler.loadscope import LoadScopeScheduling

ARGUMENTS = {
    "coded: CodedStudy": "the coded study",
    "small: StudyThatWasRun": "the small study",
    "mixed: StudyThatWasRun": "the mixed study",
    'session: "SparkSession"': "Spark",
    "server: Server": "Spark",
    "browser: Chrome": "the browser",
    "coding: Coding": "the browser",
    "tiny_models import": "the coded study",
}
"""By what a test asks for a study that was run once (assets/conftest.py), for Spark (spark/conftest.py) or for a
browser (browser/conftest.py), and what its worker is called after. Whoever asks a transformer goes where one is
loaded anyway: importing it takes four seconds."""


class SharingModules(LoadScopeScheduling):
    """xdist's ``--dist=loadscope`` by module, with the modules that share something taken together."""

    def _split_scope(self, nodeid: str) -> str:
        return _shared_by(self.config.rootpath, nodeid.split("::", 1)[0])


@cache
def _shared_by(root: Path, module: str) -> str:
    source = (root / module).read_text(encoding="utf-8")
    return next((name for argument, name in ARGUMENTS.items() if argument in source), module)
