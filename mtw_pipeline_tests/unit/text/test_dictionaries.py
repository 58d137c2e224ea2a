"""Toy dictionaries in every dress in which LIWC's and others' files come, and those that must be refused."""

import re
from pathlib import Path

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.text.dictionaries.model import Dictionary
from mtw_pipeline.text.dictionaries.reading import open_english, read_dictionary
from mtw_pipeline.text.style import uses_in_text

BALLS = "%\n1\tball\n2\tcourt\n%\ndribbl*\t1\nnet\t2\nhoop*\t1\t2\nhoopla\t2\n"


def read(tmp_path: Path, content: str | bytes, name: str = "toy.dic") -> Dictionary:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_dictionary(path)


@pytest.mark.parametrize(
    "content",
    [
        BALLS,
        "\ufeff" + BALLS,
        BALLS.replace("\n", "\r\n"),
        BALLS.replace("\n", "\r"),
        BALLS.replace("\t", "\t\t"),
        BALLS.replace("\n", " \n"),
        BALLS.replace("\t", "   "),
        BALLS.replace("\n", "\n\n"),
        BALLS.replace("net", "NET"),
        BALLS.replace("1\tball", "01\tBall (of the game)"),
    ],
    ids=["plain", "bom", "crlf", "cr", "tabs", "trailing", "blanks", "empty-lines", "upper", "brackets"],
)
def test_every_dress_of_a_dic_holds_the_same(tmp_path: Path, content: str) -> None:
    toy = read(tmp_path, content)
    assert toy.categories == ("ball", "court")
    assert toy.terms == 4
    found = {word: set(toy.categories_of(word)) for word in ("dribbled", "dribbl", "drib", "net", "nets", "hoops")}
    assert found == {
        "dribbled": {"ball"}, "dribbl": {"ball"}, "drib": set(), "net": {"court"}, "nets": set(),
        "hoops": {"ball", "court"},
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_dic_that_windows_calls_unicode_holds_the_same(tmp_path: Path, encoding: str) -> None:
    toy = read(tmp_path, BALLS.encode(encoding))
    assert (toy.categories, toy.terms) == (("ball", "court"), 4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_dicx_that_a_spreadsheet_saved_holds_the_same(tmp_path: Path, delimiter: str) -> None:
    lines = ("DicTerm,ball,court", "dribbl*,X,", "net,,X", "hoop*,X,X", "hoopla,,X")
    toy = read(tmp_path, "\r\n".join(lines).replace(",", delimiter), "toy.dicx")
    assert (toy.categories, toy.terms) == (("ball", "court"), 4)


def test_a_number_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"toy\.dic, line 9"):
        read(tmp_path, BALLS + "goal\t1\u00b2\n")


def test_an_exact_term_beats_a_wildcard_and_the_longest_wildcard_the_others(tmp_path: Path) -> None:
    toy = read(tmp_path, BALLS + "hoople*\t1\n")
    assert set(toy.categories_of("hoopla")) == {"court"}
    assert set(toy.categories_of("hooplet")) == {"ball"}


def test_a_dic_of_cp1250_is_read_and_one_of_another_alphabet_is_not(tmp_path: Path) -> None:
    words = ("łódź", "żółć", "gęś", "jaźń", "ąę")
    toy = read(tmp_path, ("%\n1\tmiejsce\n%\n" + "".join(f"{word}\t1\n" for word in words)).encode("cp1250"))
    assert set(toy.words) == set(words)
    with pytest.raises(UserError, match="encoding of another alphabet"):
        read(tmp_path, "%\n1\tместо\n%\nгород\t1\nдеревня\t1\nулица\t1\n".encode("cp1251"))


def test_a_dic_of_cp1252_is_read(tmp_path: Path) -> None:
    toy = read(tmp_path, "%\n1\tlieu\n%\ncafé\t1\nl’été\t1\n".encode("cp1252"))
    assert toy.categories_of("café") == {"lieu"}
    assert toy.categories_of("l'été") == {"lieu"}


def test_phrases_and_emoticons_are_terms_of_their_own(tmp_path: Path) -> None:
    toy = read(tmp_path, "%\n1\tball\n2\tjoy\n%\nfree throw*\t1\n:)\t2\n:*\t2\nself-made\t1\n")
    assert set(toy.phrases) == {"free throw*", "self made"}
    assert set(toy.symbols) == {":)", ":*"}
    assert toy.prefixes == {}
    assert toy.categories_of("free") == frozenset()


def test_a_term_with_a_hyphen_before_its_wildcard_is_a_stem_of_compounds(tmp_path: Path) -> None:
    toy = read(tmp_path, "%\n1\tfairness\n%\nfair-*\t1\nwell-to-*\t1\n:-*\t1\n")
    assert (set(toy.stems), set(toy.symbols), toy.terms) == ({"fair-*", "well-to-*"}, {":-*"}, 3)
    texts = {"a Fair-minded judge": 1, "fair play, a fairy": 0, "well-to-do, and fair-haired": 2, "a kiss :-*": 1}
    for text, uses in texts.items():
        tokens = text.lower().replace("-", " ").replace(",", "").split()
        assert uses_in_text(toy, tokens, text)[1] == {"fairness": uses}


def test_the_conditions_of_2007_are_decided_by_the_neighbours(tmp_path: Path) -> None:
    toy = read(
        tmp_path,
        "%\n2\tpronoun\n125\taffect\n126\tposemo\n131\tcogmech\n253\ttime\n464\tfiller\n%\n"
        "they\t2\nlike\t(02)125/464\t(02)126\t253\nkind\t<of>131/125\n",
    )
    assert set(toy.categories_of("like")) == {"time"}
    assert set(toy.decided("like", before="they", after=None)) == {"affect", "posemo"}
    assert set(toy.decided("like", before="was", after=None)) == {"filler"}
    assert set(toy.decided("like", before=None, after=None)) == {"filler"}
    assert set(toy.decided("kind", before=None, after="of")) == {"cogmech"}
    assert set(toy.decided("kind", before="of", after="man")) == {"affect"}


def test_a_dicx_marks_its_categories(tmp_path: Path) -> None:
    toy = read(tmp_path, '\ufeffDicTerm,Ball,Court\r\ndribbl*,X,\r\n"free throw",x,X\r\n,,\r\n', "toy.dicx")
    assert toy.categories == ("ball", "court")
    assert toy.categories_of("dribbling") == {"ball"}
    assert toy.phrases == {"free throw": {"ball", "court"}}


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        ("1\tball\nnet\t1\n", "a.dic", "between two lines with %"),
        ("%\n1\tball\n", "a.dic", "between two lines with %"),
        ("%\n%\nnet\t1\n", "a.dic", "names no categories"),
        ("%\nball\n%\nnet\t1\n", "a.dic", "'ball' is no category"),
        ("%\n1\tball\n%\nnet\n", "a.dic", "'net' is no term"),
        ("%\n1\tball\n%\nnet\t7\n", "a.dic", "no category 7"),
        ("%\n1\tball\n%\nnet\tx\n", "a.dic", "'x' is no number"),
        ("%\n1\tball\n%\n*net\t1\n", "a.dic", r"a \* before its end"),
        ("%\n1\tball\n%\n", "a.dic", "holds no term"),
        ("Term,ball\nnet,X\n", "a.dicx", "no LIWC-22 dictionary"),
        ("DicTerm,ball\nnet,0.7\n", "a.dicx", "weighted"),
        ("DicTerm,ball\nnet,\n", "a.dicx", "at least one X"),
        ("DicTerm,ball\nnet,X,X\n", "a.dicx", "more cells"),
    ],
)
def test_what_would_match_nothing_is_refused(tmp_path: Path, content: str, name: str, problem: str) -> None:
    with pytest.raises(UserError) as refused:
        read(tmp_path, content, name)
    assert re.search(problem, str(refused.value), re.IGNORECASE)


def test_a_refusal_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"toy\.dic, line 6"):
        read(tmp_path, "%\n1\tball\n%\nnet\t1\n\nhoop\t8\n")


def test_our_own_dictionary_has_the_closed_classes_whole() -> None:
    own = open_english()
    for word, category in {
        "the": "article", "between": "prep", "i": "ppron", "yourselves": "ppron",
        "anybody": "ipron", "hadn't": "auxverb",
        "because": "conj", "never": "negate", "don't": "negate", "very": "adverb", "we": "we", "she": "shehe",
    }.items():  # fmt: skip
        assert category in own.categories_of(word), word
    assert own.categories_of("marketing") == frozenset()
