"""The wheel: what it holds, and that the program works from it, far from any checkout.

The wheel is built from this tree, without a network, and installed into a new virtual environment. Nothing else is
installed there: a .pth file leads to the packages of the environment that runs the tests. Python follows no .pth file
of that folder in turn, so that the editable install of the checkout is not seen, and a test holds that. So what runs
there is proved to find its statements, word lists, templates and documents in the wheel alone. That the dependencies
which the wheel names are enough is not proved here: they are those of the lock file.
"""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
from collections.abc import Mapping
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.home.instance import make_home
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import program
from mtw_pipeline.ui.serving import MODULE

ROOT = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
EDITABLE = "_editable_impl_mtw_pipeline.pth"
DIST_INFO = f"mtw_pipeline-{VERSION}.dist-info"
FROM_OUTSIDE = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "MTW_STUDY", "DAGSTER_HOME")

SMALL_DEMO = """
import functools, itertools, sys
import mtw_pipeline.synthetic as synthetic
from mtw_pipeline.cli import main
from mtw_pipeline.report.writing import Figures
crosstabs = Figures._crosstabs
Figures._crosstabs = lambda figures: itertools.islice(crosstabs(figures), 1)  # what the others show is drawn alike
small = functools.partial(synthetic.write_synthetic_collection, tweets=60, posters=20)
synthetic.write_synthetic_collection = small
sys.argv = ["mtw", "demo"]
main()
"""
WHERE_IT_FINDS_THINGS = """
import json, sys
from pathlib import Path
from mtw_pipeline.installation import PACKAGE, checkout, document, example_study
from mtw_pipeline.warehouse.statements import SQL_FOLDER
places = [str(place) for place in (PACKAGE, SQL_FOLDER, checkout(), example_study())]
on_path = [folder for folder in sys.path if Path(folder, "mtw_pipeline").is_dir()]
print(json.dumps([places, on_path, document("word-lists.md").read_text(encoding="utf-8")]))
"""
CODE_VERSIONS = """
import json
from mtw_pipeline.definitions import build_definitions
graph = build_definitions().get_repository_def().asset_graph
print(json.dumps({key.to_user_string(): graph.get(key).code_version for key in graph.get_all_asset_keys()}))
"""

PROGRAM = "from mtw_pipeline.study.inputs import program; print(program(), end='')"


class Installed:
    """The wheel in an environment of its own, used from a folder that holds nothing."""

    def __init__(self, root: Path, wheel: Path) -> None:
        self.environment, self.away = root / "environment", root / "away"
        self.away.mkdir()
        venv.EnvBuilder(symlinks=os.name != "nt").create(self.environment)
        paths = {"base": str(self.environment), "platbase": str(self.environment)}
        self.programs = Path(sysconfig.get_path("scripts", "venv", paths))
        self.packages = Path(sysconfig.get_path("purelib", "venv", paths))
        installing = ("install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", str(wheel))
        subprocess.run([sys.executable, "-m", "pip", "--python", self.environment, *installing], check=True)
        others = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
        (self.packages / "dependencies.pth").write_text("\n".join(sorted(others)), encoding="utf-8")

    def mtw(self, *arguments: str) -> str:
        """What a command prints."""
        return self._done(self.programs / "mtw", *arguments).stdout

    def python(self, *arguments: str, folder: Path | None = None, **variables: Path) -> str:
        """What a program prints, in a folder and with variables of the surroundings."""
        return self.program(*arguments, folder=folder, **variables).stdout

    def program(
        self, *arguments: str, folder: Path | None = None, **variables: Path
    ) -> subprocess.CompletedProcess[str]:
        """A program that ended well, with what it printed and what it told."""
        return self._done(self.programs / "python", *arguments, folder=folder, **variables)

    def files(self) -> set[str]:
        """Everything in the environment, apart from what Python compiles."""
        found = (path.relative_to(self.environment) for path in self.environment.rglob("*") if path.is_file())
        return {path.as_posix() for path in found if "__pycache__" not in path.parts}

    def _done(
        self, *command: Path | str, folder: Path | None = None, **variables: Path
    ) -> subprocess.CompletedProcess[str]:
        surroundings = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
        surroundings |= {name: str(value) for name, value in variables.items()}
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=folder or self.away, env=surroundings
        )
        assert done.returncode == 0, done.stderr
        return done


def build(source: Path, kind: str, target: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", target]
    subprocess.run(command, check=True, cwd=source, capture_output=True)
    [made] = target.iterdir()
    return made


def contents(wheel: Path) -> Mapping[str, bytes]:
    with ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def tree(folder: str) -> set[str]:
    found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed"), wheel)


def test_all_that_it_holds_lies_within_the_package_and_nothing_is_left_out(wheel: Path) -> None:
    names = {name for name in contents(wheel) if not name.startswith(f"{DIST_INFO}/")}
    beside = {f"mtw_pipeline/{name}" for name in tree("sql") | tree("docs")}
    assert names == tree("mtw_pipeline") | beside
    assert {"mtw_pipeline/py.typed", "mtw_pipeline/sql/tables/tweets/tweets.sql"} <= names


def test_an_editable_install_copies_nothing_that_could_grow_old(tmp_path: Path) -> None:
    program = f"from hatchling.build import build_editable; build_editable({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, capture_output=True)
    [made] = tmp_path.iterdir()
    assert {name for name in contents(made) if not name.startswith(f"{DIST_INFO}/")} == {EDITABLE}
    assert contents(made)[EDITABLE].decode().split() == [str(ROOT)]


def test_its_metadata_name_the_licence_and_only_what_the_program_needs(wheel: Path) -> None:
    files = contents(wheel)
    metadata = HeaderParser().parsestr(files[f"{DIST_INFO}/METADATA"].decode())
    assert (metadata["Name"], metadata["Version"], metadata["License-Expression"]) == ("mtw-pipeline", VERSION, "MIT")
    for name in ("LICENSE", "NOTICE.md"):
        assert files[f"{DIST_INFO}/licenses/{name}"] == (ROOT / name).read_bytes()
    named = [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]
    needed = {one.name for one in named if one.marker is None}
    assert {"duckdb", "igraph"} <= needed
    assert not {"krippendorff", "pytest", "torch"} & needed


def test_a_source_distribution_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    with tarfile.open(build(ROOT, "sdist", tmp_path / "made")) as opened:
        if sys.version_info >= (3, 11, 4):  # the first that knows filters, which newer ones ask for
            opened.extraction_filter = tarfile.data_filter
        opened.extractall(tmp_path / "unpacked")  # noqa: S202 - made just now, by this project
    [source] = (tmp_path / "unpacked").iterdir()
    again = build(source, "wheel", tmp_path / "again")
    assert contents(again) == contents(wheel)


def test_what_runs_there_is_the_wheel_and_not_the_checkout(installed: Installed) -> None:
    places, on_path, document = json.loads(installed.python("-c", WHERE_IT_FINDS_THINGS))
    package = installed.packages / "mtw_pipeline"
    assert places == [str(package), str(package / "sql"), "None", str(installed.away / "mtw-example")]
    assert on_path == [str(installed.packages)]
    assert document == (ROOT / "docs" / "word-lists.md").read_text(encoding="utf-8")
    assert installed.mtw("--version") == f"mtw-pipeline {VERSION}\n"


def test_the_demo_runs_there_and_writes_where_one_stands(installed: Installed) -> None:
    before = installed.files()
    done = installed.program("-c", SMALL_DEMO)
    said = done.stdout
    assert "rows/s" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Warning" not in done.stderr
    study = installed.away / "mtw-example"
    assert "codes by SIMULATED coders imported" in said
    [report] = study.glob("reports/*/report.html")
    assert f"report:   {report}" in said
    page = report.read_text(encoding="utf-8")
    assert "SYNTHETIC" in page
    assert str(installed.packages) not in page
    assert len([*report.parent.glob("figures/crosstab-*.pdf")]) == 1
    assert [path.name for path in installed.away.iterdir()] == ["mtw-example"]
    assert f"documents in {installed.packages / 'mtw_pipeline' / 'docs'}" in installed.mtw("doctor", "--study", study)
    assert installed.files() == before


def test_code_versions_are_those_of_the_checkout(installed: Installed, study: Study) -> None:
    graph = build_definitions(study.root).get_repository_def().asset_graph
    versions = {key.to_user_string(): graph.get(key).code_version for key in graph.get_all_asset_keys()}
    assert sum(version is not None for version in versions.values()) > 30
    assert json.loads(installed.python("-c", CODE_VERSIONS, MTW_STUDY=study.root)) == versions


def test_a_run_of_the_wheel_rests_on_the_program_that_one_of_the_checkout_does(installed: Installed) -> None:
    assert installed.python("-c", PROGRAM) == program()


def test_dagster_finds_the_module_from_the_home_of_the_study(installed: Installed, study: Study) -> None:
    make_home(study)
    home = study.dagster_home
    validate = ("-m", "dagster", "definitions", "validate", "--module-name", MODULE)
    installed.python(*validate, folder=home, DAGSTER_HOME=home, MTW_STUDY=study.root)
    help_of_ui = installed.mtw("ui", "--help")
    assert "--port" in help_of_ui
