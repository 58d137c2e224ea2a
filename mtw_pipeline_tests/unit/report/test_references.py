"""What pages cite stands in their list of references, each work once, and nothing else."""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtw_pipeline.installation import PACKAGE
from mtw_pipeline.report.page import render
from mtw_pipeline.report.references import PLACE, REFERENCES, cited_in, with_references
from mtw_pipeline.report.trends.page import trends_page
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.unit.report.pages import make_facts
from mtw_pipeline_tests.unit.report.test_trends_page import facts_of

_NAME = "(?:Mac)?[A-Z][a-zé]+(?:-[A-Z][a-z]+)?"
CITATION = re.compile(rf"({_NAME}(?:, {_NAME})*(?: and {_NAME}| et al\.)?),? \(?((?:19|20)\d\d)\b")
OF_THE_CODEBOOK = ("study/settings/coding.py", "coding/codebook.py")
"""They say whose categories those of the published study are; the codebook is the team's."""


def texts_of(path: Path) -> Iterator[str]:
    """What a module or template may put onto a page: texts that are no docstrings."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".j2":
        yield html.unescape(content)
        return
    tree = ast.parse(content)
    documents = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in documents:
            yield one.value


def citations() -> set[str]:
    """All that the program cites by author and year."""
    paths = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".j2") and path.name != "references.py"]
    paths = [path for path in paths if not path.as_posix().endswith(OF_THE_CODEBOOK)]
    found = (CITATION.finditer(text) for path in paths for text in texts_of(path))
    return {f"{one[1]} {one[2]}" for those in found for one in those} - {"November 2010"}


def test_each_work_that_is_cited_has_its_reference_and_none_is_left_over() -> None:
    assert citations() == set(REFERENCES)


@pytest.mark.parametrize("cited", REFERENCES)
def test_a_reference_is_of_the_authors_and_the_year_that_cite_it(cited: str) -> None:
    authors, year = cited.rsplit(" ", 1)
    of_reference = REFERENCES[cited].partition(f" ({year}). ")[0]
    surnames = re.findall(r"[A-Z][A-Za-z]+(?=, [A-Z]\.)", of_reference)
    named = re.findall(_NAME, authors)
    assert surnames[: len(named)] == named
    assert (len(surnames) > 2) if "et al." in authors else (len(surnames) == len(named))


def test_each_reference_ends_with_its_doi_but_those_that_have_none() -> None:
    found = {cited: re.search(r" https://doi\.org/(10\.\d{4,}/\S+)$", text) for cited, text in REFERENCES.items()}
    assert {cited for cited, doi in found.items() if doi is None} == {
        "Bouma 2009", "Cochran 1977", "Gwet 2014", "Hanley and MacGibbon 2006", "Holm 1979", "Krippendorff 2011",
        "Passonneau 2006",
    }  # fmt: skip
    known = [doi[1] for doi in found.values() if doi is not None]
    assert len(known) == len({one.lower() for one in known}) > 30
    assert not any(one.endswith(".") for one in known)


def test_the_list_stands_in_the_order_of_the_alphabet() -> None:
    assert list(REFERENCES.values()) == sorted(REFERENCES.values(), key=str.lower)


def test_a_page_lists_what_it_cites_and_nothing_else() -> None:
    page = with_references(f"<p>Wilson (1927), <b>Fleiss,</b> Cohen\n and Everitt 1969; Newman 2003x</p>{PLACE}<i></i>")
    assert cited_in(page) == ["Fleiss, Cohen and Everitt 1969", "Wilson 1927"]
    listed = re.findall("<li>(.*?)</li>", page)
    assert [html.unescape(one) for one in listed] == [REFERENCES[one] for one in cited_in(page)]


def test_the_report_lists_its_references_and_no_text_of_the_data_becomes_a_list() -> None:
    page = render(make_facts(str(PLACE)))
    assert page.count("Traag, V. A., Waltman, L., &amp; van Eck, N. J. (2019)") == 1
    assert str(PLACE) not in page
    assert html.escape(str(PLACE)) in page
    assert re.search(r"Python 3\.\d+\.\d+, mtw-pipeline ", page)


def test_a_number_of_the_report_names_where_its_definition_comes_from() -> None:
    cited = cited_in(render(make_facts()))
    assert {
        "Rayson and Garside 2000", "Mann and Whitney 1947", "Bilder and Loughin 2004", "Smithson 2003", "Holm 1979",
        "Haberman 1973", "Bouma 2009", "Jaccard 1912", "Damgaard and Weiner 2000", "Cantor 1996", "Wilson 1927",
    } <= set(cited)  # fmt: skip


def test_the_page_of_trends_lists_its_references(study: Study) -> None:
    page = trends_page(study.settings, facts_of())
    listed = re.findall("<li>(.*?)</li>", page.partition("<dt>References</dt>")[2])
    assert [html.unescape(one) for one in listed] == [REFERENCES[one] for one in cited_in(page)]
    assert "Newcombe 1998" in cited_in(page)
