"""Display names of the forgotten: the register holds hashes alone, and what others write of them is known again."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.forgetting.display_names import ForgottenDisplayNames, forms_of_name, with_display_names
from mtw_pipeline.forgetting.register import Register, read_register, write_register
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.unit.published.test_masking import SHAPES

WORDS = st.lists(st.text(string.ascii_letters, min_size=3, max_size=8), min_size=1, max_size=4)
OTHERS = st.lists(st.text(string.digits, min_size=1, max_size=3), max_size=6)
"""Words that are part of no name."""


def met(name: str, *texts: str) -> set[str]:
    return ForgottenDisplayNames(with_display_names(Register("salt"), [name])).met_in(texts)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Zoe Gone", "so Zoe Gone said", {"zoe gone"}),
        ("Zoe Gone", "so ZOE  GONE's talk", {"zoe gone"}),
        ("Zoë Gône", "so zoe gone said", {"zoe gone"}),
        ("Zoe Gone", "so Zoë Gône said", {"zoe gone"}),
        ("Zoe Gone", "Gone, Zoe", {"gone zoe"}),
        ("Zoe Gone", "#ZoeGone", {"zoegone"}),
        ("Zoe Gone", "https://example.org/zoe-gone", {"zoe gone"}),
        ("Zoe Gone | SEO and more", "with Zoe Gone today", {"zoe gone"}),
        ("Zoe Gone 🌸", "with Zoe Gone today", {"zoe gone"}),
        ("Dr. Zoe Gone", "with Zoe Gone today", {"zoe gone"}),
        ("Zoe van der Gone", "hello Zoe van der Gone!", {"zoe van der gone"}),
        ("Zoe van der Gone", "by van der Gone, Zoe", {"van der gone zoe"}),
        ("Zoe-Ann O'Gone | SEO", "O'Gone, Zoe-Ann", {"o gone zoe ann", "o gone zoe"}),
        ("Zoe Is Gone", "is gone, Zoe", set()),
        ("Zoegone", "hello zoegone", {"zoegone"}),
        ("Мария Ушедшая", "спасибо МАРИЯ УШЕДШАЯ", {"мария ушедшая"}),
        ("सीमा काल्पनिक", "और सीमा काल्पनिक ने", {"सीमा काल्पनिक"}),
        ("שָׂרָה בְּדוּיָה", "תודה שרה בדויה", {"שרה בדויה"}),
        ("山田太郎", "今日は山田太郎さんと", {"山田太郎"}),
        ("山田 太郎", "今日は山田太郎さんと", {"山田太郎"}),
        ("山田 太郎", "今日は山田 太郎さんと", {"山田 太郎"}),
        ("山田 太郎", "#山田_太郎 です", {"山田 太郎"}),
        ("David 김가", "오늘 David 김가는", {"david 김가"}),
        ("ณัฐพงศ์ สมมุติวงศ์", "คุณณัฐพงศ์ สมมุติวงศ์ครับ", {"ณัฐพงศ์ สมมุติวงศ์"}),
        ("佐々木空", "佐々木空です", {"佐々木空"}),
        ("김철수", "김철수씨 안녕", {"김철수"}),
        ("ณัฐพงศ์สมมุติ", "วันนี้ณัฐพงศ์สมมุติพูดดีมาก", {"ณัฐพงศ์สมมุติ"}),
        ("ณัฐพงศ์ สมมุติวงศ์ไพศาลกุล", "วันนี้ณัฐพงศ์สมมุติวงศ์ไพศาลกุลพูด", {"ณัฐพงศ์สมมุติวงศ์ไพศาลกุล"}),
        ("山田太郎", "今日は山田さんと太郎さん", set()),
        ("Zoe Gone", "so Zoe said that she is gone", set()),
        ("Zoe Gone", "so Zoe was gone and left, Zoe and Gone", set()),
        ("Zoe van der Gone", "hello Zoe van der", set()),
        ("Al", "so al said", set()),
        ("🌸 | !", "so 🌸 | ! said", set()),
    ],
)
def test_a_name_is_known_again_as_others_write_it(name: str, text: str, found: set[str]) -> None:
    assert met(name, text) == found


@pytest.mark.parametrize("written", [*SHAPES, "An\u200bna Inv\u00adented", "Anna\ufe0f Invented\u200d"])
def test_a_name_is_known_again_in_letters_of_another_shape_and_behind_what_nobody_sees(written: str) -> None:
    """In what others write, and where the forgotten wrote it so."""
    for name, text in (("Anna Invented", written), (written, "Anna Invented"), (written, written)):
        assert "anna invented" in {one.casefold() for one in met(name, f"thanks to {text} for this")}
        assert met(name, f"thanks to {text[:3]} and others") == set()


def test_a_register_that_keeps_a_name_in_its_own_shapes_knows_it_still() -> None:
    kept = Register("salt").with_names(["ᴀɴɴᴀ"])
    assert ForgottenDisplayNames(kept).met_in(["so ᴀɴɴᴀ said"]) == {"ᴀɴɴᴀ"}


@given(WORDS, OTHERS, OTHERS)
def test_whatever_stands_around_it_a_name_is_found_and_nothing_else(
    name: list[str], before: list[str], behind: list[str]
) -> None:
    whole = " ".join(name).lower()
    found = met(" ".join(name), " ".join([*before, *name, *behind]))
    assert whole in found
    assert found <= {" ".join(form) for form in forms_of_name(whole)} | {"".join(form) for form in forms_of_name(whole)}


def test_the_register_keeps_hashes_alone_and_has_them_when_it_is_read_again(study: Study) -> None:
    write_register(study.forgotten, with_display_names(Register("salt"), ["Zoë van der Gone"]))
    written = study.forgotten.read_text(encoding="utf-8").lower()
    assert not [word for word in ("zoe", "zoë", "gone", "van") if word in written]
    assert ForgottenDisplayNames(read_register(study.forgotten)).met_in(["Zoe van der Gone"]) == {"zoe van der gone"}


def test_a_register_of_an_older_version_knows_no_names(study: Study) -> None:
    study.forgotten.parent.mkdir(parents=True, exist_ok=True)
    study.forgotten.write_text('{"salt": "s", "tweets": [], "users": ["x"]}', encoding="utf-8")
    assert read_register(study.forgotten).names == frozenset()
