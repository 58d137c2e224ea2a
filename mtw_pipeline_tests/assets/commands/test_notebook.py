"""The notebooks answer the guide's questions from a real copy: marimo's as a script, the one for R by its chunks."""

import html
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import duckdb
import pandas as pd
import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.notebook.questions import PLOTS, questions
from mtw_pipeline.notebook.writing import MARIMO, QUARTO, notebook, notebook_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.programs import program
from mtw_pipeline_tests.studies import CodedStudy, StudyThatWasRun

HOSTILE = "\"'); import os #\n{{ 7 * 7 }} `r stop()` \\ ünïcode"


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("a_notebook", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_question_of_the_guide_is_there_and_every_plot_has_its_question() -> None:
    asked = questions()
    assert len(asked) == 10
    assert all("\n" not in one.title and "```" not in one.sql for one in asked)
    assert {one.title for one in asked if one.plot} == PLOTS.keys()


def test_answers_say_of_which_window_a_row_is() -> None:
    _, *others = questions()
    assert all("collection_window" in one.sql for one in others)
    drawn = [one.plot for one in others if one.plot and one.plot.kind != "line"]
    assert {plot.labels[0] for plot in drawn} == {"collection_window"}
    [pivot] = [one.sql for one in others if one.sql.startswith("pivot")]
    with duckdb.connect() as connection:
        connection.execute(
            "create table network_metrics as"
            " from (values ('one', 'name', 'nodes', 1), ('two', 'name', 'nodes', 2), ('two', 'all', 'nodes', 3))"
            " as metrics (collection_window, layer, metric, value)"
        )
        assert connection.execute(pivot).fetchall() == [("one", "nodes", None, 1), ("two", "nodes", 3, 2)]


def test_marimos_notebook_answers_from_the_copy_beside_it(small: StudyThatWasRun) -> None:
    path, is_new = notebook_of(small.study, MARIMO)
    assert is_new
    _, made = loaded(path).app.run()
    with duckdb.connect(str(small.study.published_database), read_only=True) as copy:
        for question in questions():
            answer = made[f"answer_{question.number}"]
            result = copy.execute(question.sql)
            assert list(answer.columns) == [column[0] for column in result.description or ()]
            assert len(answer) == len(result.fetchall())


def test_bars_of_the_same_name_do_not_cover_each_other(small: StudyThatWasRun) -> None:
    path, _ = notebook_of(small.study, MARIMO)
    _, made = loaded(path).app.run()
    same = pd.DataFrame(
        {"window": ["one", "one"], "word": ["tea", "tea"], "low": [1, 3], "uses": [2, 4], "high": [3, 5]}
    )
    for name, given in (("bars", ["uses"]), ("points", ["uses", "low", "uses"])):
        [axes] = made[name](same, ["window", "word"], *given).axes
        assert [label.get_text() for label in axes.get_yticklabels()] == ["tea", "tea"]
        assert len(set(axes.get_yticks())) == 2


def test_a_drawing_has_one_unit(coded: CodedStudy) -> None:
    """Percents of agreement and kappas stood on one axis, on which all kappas were one point."""
    for name in (MARIMO, QUARTO):
        drawn = [line for line in notebook(name, "T").splitlines() if "points" in line and '"value"' in line]
        assert len(drawn) == 1
        assert '"percent_agreement"' in drawn[0]
    with duckdb.connect(str(coded.study.published_database), read_only=True) as copy:
        for question in questions():
            if question.plot and question.plot.kind == "points":
                rows = copy.execute(question.sql).df()
                assert len(rows)
                apart = question.plot.apart
                shown = rows[rows[apart[0]] != apart[1]] if apart else rows
                assert question.plot.value == "percent" or not (shown[question.plot.value] > 1).any()


def test_every_name_beside_a_drawing_of_r_has_its_place(small: StudyThatWasRun, tmp_path: Path) -> None:
    """R leaves out names that would touch, and cut the beginnings of long ones."""
    rscript = program("Rscript", "r-base-core")
    path, _ = notebook_of(small.study, QUARTO)
    chunk = path.read_text(encoding="utf-8").split("```{r}\n")[1].split("```")[0]
    script = tmp_path / "names.R"
    names = [
        f"name {place} that is longer than the margin was, and has its number at its beginning" for place in range(60)
    ]
    script.write_text(
        f"requireNamespace <- function(...) FALSE\n{chunk}\n"
        f"answer <- data.frame(word = c({', '.join(map(json.dumps, names))}), uses = 1:60, low = 0:59, high = 2:61)\n"
        "pdf(NULL, width = 7, height = 8)\n"
        "axis <- function(side, at, labels, cex.axis, ...) {\n"
        "  cat(length(labels), max(strwidth(labels, 'inches', cex = cex.axis)) < par('mai')[2],\n"
        "      cex.axis * par('ps') / 72 * length(labels) < par('pin')[2] * 1.2, '')\n"
        "}\n"
        "bars(answer, 'word', 'uses')\npoints_with_ends(answer, 'word', 'uses', 'low', 'high')\n",
        encoding="utf-8",
    )
    told = subprocess.run([rscript, script], cwd=path.parent, check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["60", "TRUE", "TRUE"] * 2


def test_rs_notebook_runs_and_draws(small: StudyThatWasRun, tmp_path: Path) -> None:
    rscript = program("Rscript", "r-base-core")
    path, _ = notebook_of(small.study, QUARTO)
    chunks = re.findall(r"```\{r\}\n(.*?)```", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(chunks) == 11
    drawn, script = tmp_path / "drawn.pdf", tmp_path / "chunks.R"
    counts = "\n".join(f"cat(nrow(answer_{number}), '')" for number in range(1, 11))
    script.write_text(f"pdf('{drawn}')\nsink(nullfile())\n{''.join(chunks)}\nsink()\n{counts}", encoding="utf-8")
    reach = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    told = subprocess.run(
        [rscript, script],
        cwd=path.parent,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": reach},
    )
    with duckdb.connect(str(small.study.published_database), read_only=True) as copy:
        assert [int(count) for count in told.stdout.split()] == [
            len(copy.execute(question.sql).fetchall()) for question in questions()
        ]
    assert len(re.findall(rb"/Type /Page\b", drawn.read_bytes())) >= 3


def test_in_r_by_the_command_line_fractions_are_numbers_and_ids_keep_their_digits(tmp_path: Path) -> None:
    """A mean has 16 digits and more, as an id has; R took columns of such means for texts, and drew no bars of them."""
    rscript = program("Rscript", "r-base-core")
    published = tmp_path / "published"
    published.mkdir()
    with duckdb.connect(str(published / "study.duckdb")) as copy:
        copy.execute(
            "create table answers as from (values"
            " (1345000000000000087, 0.7027027027027027, 3, 1e-07, 'a.b', true, date '2021-01-05', null, 'NULL'),"
            " (17, 0.34342162162162163, null, 2, null, false, null, null, 'NA'))"
            " as answers (id, mean, uses, small, word, is_one, day, nothing, category)"
        )
    (tmp_path / "notebooks").mkdir()
    chunk = notebook(QUARTO, "title").split("```{r}\n")[1].split("```")[0]
    script = tmp_path / "types.R"
    script.write_text(
        f"requireNamespace <- function(...) FALSE\n{chunk}\n"
        "answer <- ask('from answers')\n"
        "cat(sapply(answer, typeof), answer$id[1], sum(answer$mean), is.na(answer$uses), sum(is.na(answer$category)))",
        encoding="utf-8",
    )
    told = subprocess.run(
        [rscript, script],
        cwd=tmp_path / "notebooks",
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert told.stdout.split() == [
        *("character", "double", "integer", "double", "character", "logical", "character", "logical", "character"),
        *("1345000000000000087", "1.046124", "FALSE", "TRUE", "0"),
    ]


def test_a_notebook_is_the_analysts_once_it_is_there(small: StudyThatWasRun) -> None:
    path, _ = notebook_of(small.study, QUARTO)
    path.write_text("mine", encoding="utf-8")
    assert notebook_of(small.study, QUARTO) == (path, False)
    assert path.read_text(encoding="utf-8") == "mine"
    path.unlink()


def test_without_a_copy_there_is_nothing_to_ask(study: Study) -> None:
    with pytest.raises(UserError, match="no analysts' copy"):
        notebook_of(study, MARIMO)


def test_a_title_is_a_title_whatever_it_holds() -> None:
    compile(notebook(MARIMO, HOSTILE), "notebook", "exec")
    front = notebook(QUARTO, HOSTILE).split("---\n")[1]
    assert "`r stop()`" not in notebook(QUARTO, HOSTILE).removeprefix(f"---\n{front}")
    assert front.splitlines()[0].startswith("title: ")


def test_a_title_is_neither_run_nor_an_element_of_the_page() -> None:
    title = "a `r stop()` & <script>alert(1)</script>"
    for name in (MARIMO, QUARTO):
        written = notebook(name, title)
        headings = [line for line in written.splitlines() if "stop()" in line and "app_title" not in line]
        assert len(headings) == 1
        assert "`" not in headings[0]
        assert "<" not in headings[0]
    [line] = [line for line in notebook(QUARTO, title).splitlines() if line.startswith("title: ")]
    assert html.unescape(json.loads(line.removeprefix("title: "))) == title
