"""A name is masked, and known again once it was forgotten, in whichever of its ways others write it."""

import pyarrow as pa
import pytest

from mtw_pipeline.forgetting.display_names import ForgottenDisplayNames, with_display_names
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.text.ways_of_writing import is_written_in_one_way, without_shortcodes, written_otherwise
from mtw_pipeline_tests.unit.published.test_masking import masking

WRITTEN = [
    ("Prof. Dr. med. Hans Blimkrax", "Hans Blimkrax"),
    ("Professor Greta Blimkrax", "Greta Blimkrax"),
    ("Greta Blimkrax PhD", "Greta Blimkrax"),
    ("Otto Blimkrax Jr.", "Otto Blimkrax"),
    ("Greta Blimkrax #StayHome #Inv", "Greta Blimkrax"),
    ("#StayHome Greta Blimkrax", "Greta Blimkrax"),
    ("Greta Blimkrax @greta@social.example", "Greta Blimkrax"),
    ("Greta Blimkrax & Co", "Greta Blimkrax"),
    ("✨ Greta Q. Blimkrax", "Greta Blimkrax"),
    ("Greta Q. Blimkrax (she/her)", "greta blimkrax"),
    ("J. K. Blimkrax", "JK Blimkrax"),
    ("JK Blimkrax", "J.K. Blimkrax"),
    ("Greta O’Blimkrax", "Greta OBlimkrax"),
    ("Greta OBlimkrax", "Greta O'Blimkrax"),
    ("Greta O'Blimkrax", "Greta O\u02bcBlimkrax"),
    ("Мар'яна Вигадана", "Мар\u02bcяна Вигадана"),
    ("Anne-Lou Blimkrax", "AnneLou Blimkrax"),
    ("Anne-Lou Blimkrax", "Lou Blimkrax"),
    ("Greta O'Blimkrax-Oxo", "Greta O'Blimkrax"),
    ("Jörn Blümkrax", "Joern Bluemkrax"),
    ("Joern Bluemkrax", "Jörn Blümkrax"),
    ("Sören Blømkrax", "Soeren Bloemkrax"),
    ("Greta Blimkrax", "Gr\u0435ta Blimkr\u0430x"),
    ("Greta Blimkrax", "Anne_Greta_Blimkrax.jpg"),
    ("Anne-Greta Blimkrax", "Anne-Greta_Blimkrax.jpg"),
    ("Greta O'Blimkrax", "#GretaO'Blimkrax"),
    ("Greta O'Blimkrax", "#GretaO’Blimkrax"),
    ("Greta O'Blimkrax", "Greta_O'Blimkrax"),
    ("Мар'яна Вигадана Blimkrax", "#Мар'янаВигаданаBlimkrax"),
    ("Мар'яна Вигадана Blimkrax", "Мар'яна_Вигадана_Blimkrax"),
    ("Мар'яна Вигадана Blimkrax", "мар'яна _вигадана_blimkrax"),
    ("Anne-Lou Oxo-Blimkrax", "#Anne-LouOxo-Blimkrax"),
    ("Anne-Lou Oxo-Blimkrax", "Anne-Lou_Oxo-Blimkrax"),
    ("Anne-Lou Oxo-Blimkrax", "anne lou_oxo blimkrax"),
    ("Anne-Greta Blimkrax", "my.Anne-Greta_Blimkrax-2.jpeg"),
    ('Gretchen "Gee" Blimkrax', "Gretchen Blimkrax"),
    ("Gretchen “Gee” Blimkrax", "Gee Blimkrax"),
    ("Gretchen „Gee“ Blimkrax", '"Gee" Blimkrax'),
    ("Gretchen 'Gee' Blimkrax", "Gretchen Blimkrax"),
    ("Gretchen (Gee) Blimkrax", "Gretchen Blimkrax"),
    ("Gretchen [Gee] Blimkrax 🌸", "Gee Blimkrax"),
    (":blobcat: Greta Blimkrax :verified:", "Greta Blimkrax"),
    ("Greta :heart: Blimkrax", "Greta Blimkrax"),
    (":blobcat: Blimkraxia", "Blimkraxia"),
    ("Greta Blimkrax she/her", "Greta Blimkrax"),
    ("Greta Blimkrax She / They 🌸", "Greta Blimkrax"),
    ("Greta Blimkrax they them", "Greta Blimkrax"),
    ("Greta McBlimkrax", "Greta Mc Blimkrax"),
    ("Greta Mac Blimkrax", "Greta MacBlimkrax"),
    ("Greta de Blimkrax", "Greta deBlimkrax"),
    ("Greta DeBlimkrax", "Greta de Blimkrax"),
    ("Greta P. Blimkrax 🌸", "GretaP.Blimkrax"),
    ("Greta P. Blimkrax 🌸", "#GretaP.Blimkrax"),
    ("Greta St. Blimkrax", "greta_st._blimkrax"),
    ("محمد المخترع", "ومحمد المخترع"),
    ("محمد المخترع", "لمحمد المخترع"),
    ("שרה בדויה", "לשרה בדויה"),
]
"""A display name, and what others write of it."""
OF_SEVERAL_WORDS = [pair for pair in WRITTEN if " " in pair[1]]


@pytest.mark.parametrize(("name", "written"), WRITTEN)
def test_it_is_masked(name: str, written: str) -> None:
    single, many, search = masking(names=(name,))
    text = f"so {written} said"
    masked = single.text(text)
    assert "blimkrax" not in masked.lower()
    assert written.casefold() not in masked.casefold()
    assert masked.startswith("so ")
    assert masked.endswith(" said")
    assert [shown.as_py() for _, those in many.changed(pa.array([text])) for shown in those] == [masked]
    assert not search.found_in(pa.array([masked]))


@pytest.mark.parametrize(
    "name", ["I (really) Blim", "One (and) Only", "Bl:im:e Krax", "At 10:30:45 Blim", "Tea:for:2 Blim"]
)
def test_what_is_neither_a_nickname_nor_an_emoji_stays_a_part_of_a_name(name: str) -> None:
    assert without_shortcodes(name) == name
    assert not any(set(way.split()) < set(name.split()) for way in written_otherwise(name))


@pytest.mark.parametrize(("name", "written"), OF_SEVERAL_WORDS)
def test_it_is_known_again_once_it_was_forgotten(name: str, written: str) -> None:
    register = with_display_names(Register("salt"), [name])
    assert ForgottenDisplayNames(register).met_in([f"so {written} said"])


@pytest.mark.parametrize(
    "name",
    ["Greta Blimkrax", "I Love Marketing", "A Team", "Digital Marketing", "Dr. Greta", "Ana y Luis", "🌸", "", "#a"],
)
def test_a_first_name_a_surname_or_a_phrase_gives_no_other_way_but_turned_round(name: str) -> None:
    assert {" ".join(sorted(way.split())) for way in written_otherwise(name)} <= {" ".join(sorted(name.split()))}


@pytest.mark.parametrize("name", [*(name for name, _ in WRITTEN), "Greta Blim", "Joe Blim", "Greta", "HR Blim"])
def test_what_has_one_way_at_sight_has_no_other(name: str) -> None:
    turned = " ".join(reversed(name.split()))
    assert not is_written_in_one_way(name) or written_otherwise(name) <= {name, turned}
    assert is_written_in_one_way("Greta Blim")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("佐々木架空 #佐々木架空さん", "[name] #[name]"),
        ("#佐々木架空 佐々木・架空", "#[name] [name]"),
        ("架空 佐々木さん", "[name]さん"),
        ("私佐々木 架空さん", "私[name]さん"),
    ],
)
def test_of_a_name_that_stands_there_twice_no_other_is_made(text: str, masked: str) -> None:
    """The end of the first and the beginning of the second are the name turned round; what is around it would stay."""
    single, _, search = masking(names=("佐々木 架空",))
    assert single.text(text) == masked
    assert not search.found_in(pa.array([masked]))
