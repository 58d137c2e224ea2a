"""Terms of lists that match nothing, held against the rules of tokens, character by character (tokeniser_twin.py)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mtw_pipeline.cli.health import examine
from mtw_pipeline.cli.warning import told_of_settings, warn_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.settings import WordList, WordSettings
from mtw_pipeline.text.word_lists import named_lists, shipped_terms
from mtw_pipeline.text.word_lists.matching import terms_without_matches, why_no_token
from mtw_pipeline.text.words import folded
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.tokeniser_twin import tokens

SIGNS = st.text(st.sampled_from("aZé日ß1²_'’#&-. ·!\u0301"), min_size=1, max_size=6)
ENDS = ("", "a", "1", "_", "'", "'a", "a'a", "1a")


def is_token(term: str) -> bool:
    return tokens(term, "en", keep_handles=False, keep_hashtags=True) == [term]


@given(SIGNS)
def test_a_term_can_match_where_it_is_a_token(term: str) -> None:
    assert (why_no_token(term, WordSettings()) is None) == is_token(folded(term))


@given(SIGNS.filter(str.strip))
def test_the_beginning_of_words_can_match_where_a_token_begins_so(beginning: str) -> None:
    bare = folded(f"{beginning}*").rstrip("*")
    found = any(is_token(bare + end) for end in ENDS)
    assert (why_no_token(f"{beginning}*", WordSettings()) is None) == found


def test_handles_and_hashtags_match_where_they_are_counted() -> None:
    assert "keep_handles" in str(why_no_token("@ann", WordSettings()))
    assert why_no_token("@ann", WordSettings(keep_handles=True)) is None
    assert "no handle holds '!'" in str(why_no_token("@ann!", WordSettings(keep_handles=True)))
    assert "keep_hashtags" in str(why_no_token("#ourtag", WordSettings(keep_hashtags=False)))
    assert "addresses" in str(why_no_token("ann@example.org", WordSettings(keep_handles=True)))


@pytest.mark.parametrize("kind", ["positive", "negative", "positive adjective", "negative adjective"])
def test_every_term_of_this_programs_lists_can_match(kind: str) -> None:
    terms = shipped_terms(kind)
    assert len(terms) > 100
    assert [term for term in terms if why_no_token(term, WordSettings()) is not None] == []


def test_lists_lines_and_terms_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists = (
        '[[word_lists]]\nname = "calls"\nwords = ["join", "sign up", "e-mail"]\n'
        '[[word_lists]]\nname = "of file"\nfile = "mine.txt"\n'
    )
    study = make_study(tmp_path / "study", settings=lists)
    text = study.settings_path.read_text(encoding="utf-8")
    assert text.count("[words]\n") == 1
    text = text.replace("[words]\n", '[words]\nextra_stop_words = ["the", "learn*", "2021"]\n')
    study.settings_path.write_text(text, encoding="utf-8")
    (study.root / "mine.txt").write_text("# mine\nGood\n\n100%\n", encoding="utf-8")
    said = list(terms_without_matches(type(study).load(study.root)))
    assert [one.partition(": nothing")[0] for one in said] == [
        "study.toml, [[word_lists]] 'calls'", "study.toml, [[word_lists]] 'of file'",
        "study.toml, [words] extra_stop_words",
    ]  # fmt: skip
    assert "'sign up' (a list holds single words" in said[0]
    assert "'e-mail' ('-' is no part of a word)" in said[0]
    assert "'join'" not in said[0]
    assert "line 4: '100%' ('%' is no part" in said[1]
    assert "'learn*' (a stop word is a whole word" in said[2]
    assert "'2021' (a number is no word)" in said[2]
    assert set(said) <= {one.what for one in examine(study.root) if not one.is_well}
    warn_of(told_of_settings(type(study).load(study.root)))
    assert capsys.readouterr().err.count("nothing can match") == 3


def test_every_word_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="stands for every word"):
        WordList(name="all", words=("join", " ** "))
    with pytest.raises(ValidationError, match="stands for every word"):
        WordSettings(extra_stop_words=("*",))
    study = make_study(tmp_path / "study", settings='[[word_lists]]\nname = "all"\nfile = "mine.txt"\n')
    (study.root / "mine.txt").write_text("good\n*\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"mine\.txt, line 2"):
        named_lists(study.settings, study.root)
