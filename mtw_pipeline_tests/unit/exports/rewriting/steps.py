"""How tests write exports anew without what must be forgotten.

What belongs here: the steps that several test modules take. What does not: what must come out (test_rewritten_*.py).
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from mtw_pipeline.forgetting.exports import Rewritten, rewrite_exports
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import WINDOW

FIRST = "1346400000000000001"
TAKEN_BACK = "a secret that its author took back"
ASKED = Register("5a17").with_tweets([FIRST])


def rewrite(study: Study, register: Register) -> Rewritten:
    return rewrite_exports(study, WINDOW, register)


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def zipped(members: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()
