"""What of a text leads to people, and what does not. The planted corpus is in test_leaks.py."""

import html
import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.long_words import FORMS, SIGNS
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.masking.texts import MaskedTexts
from mtw_pipeline.published.names.allowed import allowed_words
from mtw_pipeline.published.parts.occurrences import occurrences
from mtw_pipeline.published.people import People, known_names
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.published.search import Search
from mtw_pipeline.published.searched_words import plain, split
from mtw_pipeline.study.settings import StudySettings

PSEUDONYMS = Pseudonyms(b"k" * 32, {"ann_1": "77"})
HANDLES = ("ann_1", "marketing", "janedoe", "hope", "learn", "inventedtag", "the", "seo")
NAMES = ("Jane Doe", "Ana Bea Cruz", "Digital Marketing", "You And Me", "🌸🌸", "Hope")
SHORT_IDS = ("77", "7712345")
ANN = PSEUDONYMS.of_user_id("77")
SEO = PSEUDONYMS.of_handle("seo")


def masking(names: tuple[str, ...] = NAMES, **publish: object) -> tuple[Masking, MaskedTexts, Search]:
    """The masking of an invented study with settings under ``[publish]``, alone and of many texts; and its search."""
    settings = StudySettings.model_validate({"title": "t", "hashtags": ["InventedTag"], "publish": publish})
    known = People(HANDLES, names, SHORT_IDS, ("A", "B"))
    sought = known_names(known, settings)
    single = Masking(PSEUDONYMS, sought, settings.publish.publishers, settings.hashtags)
    return single, MaskedTexts(single, sought), Search(known, allowed_words(settings))


MASKING, TEXTS, SEARCH = masking()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("RT @Ann_1: hello", f"RT @{ANN}: hello"),
        (".@ann_1 said", f".@{ANN} said"),
        ("JaneDoe and Jane Doe's talk", f"{PSEUDONYMS.of_handle('janedoe')} and [name]'s talk"),
        ("write to ann.one@example.org", "write to [e-mail]"),
        ("https://www.shop.example.co.uk/a?b#c is it", "https://example.co.uk/[masked] is it"),
        ("(https://example.org/a).", "(https://example.org/[masked])."),
        ("https://t.co/AbCd pic.twitter.com/AbCd", "https://t.co/[masked] twitter.com/[masked]"),
        ("see 134500000", "see [id]"),
        ("@ann_1さん", f"@{ANN} さん"),
        ("@educación", f"@{PSEUDONYMS.of_handle('educación')}"),
        ("ask seo", f"ask {SEO}"),
        ("so ＆＃97；nn_1 said", f"so {ANN} said"),
        ("so &#9\u200b7;nn_1 said", f"so {ANN} said"),
    ],
)
def test_what_leads_to_people_is_masked(text: str, masked: str) -> None:
    assert MASKING.text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "No names here: 50 % off #2021 :@ @ home, 1,000,000 and 3.14159265",
        "on 2021-01-22, 22.01.2021 or 01/02/2021 10:30, 2019-2021, 10 000 000 or 10.000.000",
        "https://example.org",
        "Füße 日本語 👩‍👩‍👧 e.g. v1.2/3 Caf\u00e9 & bar",
        "2,000,000,000 or 20210122, 2019 2020 2021 2022, 5000000",
        "tod@s l@s niñ@s",
        "I hope you and me learn #hope 🌸🌸 #InventedTag",
        "two  blanks\n\nand lines\t",
        "",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert MASKING.text(text) == text
    assert not [text for originals, _ in TEXTS.changed(pa.array([text])) for text in originals]


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("ณัฐพงศ์", "ดู@ณัฐพงศ์ #ณัฐพงศ์", "ดู@{} #[name]"),
        ("مُحَمَّد", "قال محمد", "قال [name]"),
        ("สุขา", "นี่คือสขาครับ", "[name]"),
        ("सीमा", "यह सोमा", "यह सोमा"),
        ("सीमा", "यह स̶ी̶म̶ा̶ है", "यह [name] है"),
        ("सीमा", "वह सीमा।", "वह [name]।"),
        ("ाराम", "राम", "[name]"),
        ("राम", "यह ाराम", "यह ा[name]"),
        ("ザガバ", "サカハさん", "サカハさん"),
        ("ကျော်ဇင်", "ကိုကျော်ဇင်က", "[name]"),
    ],
)
def test_marks_at_letters_end_no_word(name: str, text: str, masked: str) -> None:
    """The search reads them alike: what it found where masking left it would keep a copy from its readers."""
    single, _, search = masking(names=(name,))
    assert single.text(text) == masked.format(PSEUDONYMS.of_handle(name))
    assert not search.found_in(pa.array([masked]))
    assert bool(search.found_in(pa.array([text]))) is (text != masked)


def test_a_handle_that_is_a_word_costs_the_word_until_the_study_allows_it() -> None:
    text = "digital marketing and seo"
    assert MASKING.text(text) == f"[name] and {SEO}"
    allowed, _, search = masking(words=["SEO", "digital marketing", "marketing"])
    assert allowed.text(text) == text
    assert not search.found_in(pa.array([text]))
    assert allowed.text("@seo, jane doe") == f"@{SEO}, [name]"


@pytest.mark.parametrize(("text", "is_masked"), [("pi is 3.54321", True), ("v 54321.5", True), ("pi is 3.14", False)])
def test_a_handle_of_digits_is_masked_in_a_decimal_too(text: str, *, is_masked: bool) -> None:
    known = People(("54321",), (), (), ())
    names = known_names(known, StudySettings(title="x", hashtags=("x",)))
    assert (Masking(Pseudonyms(b"", {}), names).text(text) != text) == is_masked


def test_a_link_keeps_its_path_where_the_study_lists_the_publisher() -> None:
    allowed, _, _ = masking(publishers=["example.org"])
    link = "https://www.example.org/2020/by-ann_1/jane-doe/story.html?utm_source=x#y"
    assert allowed.text(link) == f"https://example.org/2020/by-{ANN}/[name]/story.html"
    assert allowed.link("https://example.org/story") == "https://example.org/story"
    assert allowed.link("https://example.net/story") == "https://example.net/[masked]"


WORDS = st.sampled_from([
    "thanks", "@Ann_1", "ann_1's", "Jane", "Doe", "doe", "jane", "|", "🌸", "Digital", "marketing", "at", "(at)", "dot",
    "example.org", "example", "https://t.co/AbC", "https://example.org/x?y=z", "555", "010", "0199", "+44", "#JaneDoe",
    "uid7712345", "7712345", "2020-12-05", "", "\n", "ａｎｎ＿１", "jane\u200b", "x,ann_1,y", "[name]", "%40", "&amp;",
    "[at]example.org", "ann(at", "(at)example", "ann\nat", "at\nexample.org", "(dot)org", "jane%20doe", "doe|jane",
    "(555)", "Ana", "bea", "Cruz!", "ana-bea", "Bea/Cruz", "cruz.jane",
])  # fmt: skip


@given(st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=6, unique=True))
def test_many_texts_are_masked_as_each_is_by_itself(texts: list[str]) -> None:
    changed = {}
    for originals, masked in TEXTS.changed(pa.array(texts, pa.string())):
        changed.update(zip(originals.to_pylist(), masked.to_pylist(), strict=True))
    assert {text: changed.get(text, text) for text in texts} == {text: MASKING.text(text) for text in texts}


HASHTAGS = st.sampled_from([
    "seo", "ann_1", "Jane", "Doe", "JaneDoe", "Ana", "bea", "Cruz", "digital", "marketing", "InventedTag", "77", "2021",
    "7712345", "134500000", "educación", "日本", "Füße", "you-and-me", "two words", "#twice", "C++", "x",
])  # fmt: skip


@given(st.lists(st.lists(HASHTAGS, max_size=6), max_size=6))
def test_many_lists_of_hashtags_are_masked_as_each_is_by_itself(lists: list[list[str]]) -> None:
    values = list(dict.fromkeys(map("\n".join, lists)))
    found = dict(zip(values, values, strict=True))
    for changes, masked in TEXTS.changes_of_hashtags(pa.array(values, pa.string())):
        changed = [value for value, is_changed in zip(values, changes, strict=True) if is_changed]
        found.update(zip(changed, masked.to_pylist(), strict=True))
    assert found == {value: MASKING.hashtags(value) for value in values}


def test_hashtags_beside_one_that_names_somebody_stay_as_they_were_written() -> None:
    [(_, _), (changes, masked)] = TEXTS.changes_of_hashtags(pa.array(["ﬁne\nseo"]))
    assert (changes.tolist(), masked.to_pylist()) == ([True], [f"ﬁne\n{SEO}"])


@pytest.mark.parametrize("text", ["write ann [at]example.org", "ann (at)example (dot)org", "ann\nat example.org"])
def test_a_spelled_address_is_found_also_where_only_a_part_of_it_stands_between_blanks(text: str) -> None:
    [(_, [masked])] = [(one.to_pylist(), other.to_pylist()) for one, other in TEXTS.changed(pa.array([text]))]
    assert masked in {"write [e-mail]", "[e-mail]"}


@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=8).map(" ".join))
def test_the_search_finds_nobody_in_a_masked_text(text: str) -> None:
    assert not SEARCH.found_in(pa.array([MASKING.text(text)], pa.string()))


@pytest.mark.parametrize("form", FORMS)
def test_a_word_of_thousands_of_signs_is_masked_alone_as_among_many_and_names_nobody(form: str) -> None:
    """Where signs are read more than once this takes minutes, or has no end: benchmarks/long_words.py."""
    word = FORMS[form](SIGNS)
    single, many, search = masking()
    masked = single.text(word)
    among_many = [text for _, texts in many.changes(pa.array([word])) for text in texts.to_pylist()]
    assert among_many == ([masked] if masked != word else [])
    assert not search.found_in(pa.array([masked]))
    occurrences(pa.array([word]))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("@ann_1\\ud83c\\udf38 said", f"@{ANN}🌸 said"),
        ("\\ud83cann_1", f"\ufffd{ANN}"),
        (f"&#{'1' * 5_000};ann_1", f"&#[id];{ANN}"),
        (f"ann_1 &amp;#{'1' * 5_000}", f"{ANN} &#[id]"),
    ],
)
def test_what_stands_for_no_letter_stops_nobody(text: str, masked: str) -> None:
    """Half of an emoji that a program wrote in escapes, and a number without end, stopped each copy of their study."""
    single, many, search = masking()
    assert single.text(text) == masked
    assert [other.to_pylist() for _, other in many.changed(pa.array([text]))] == [[masked]]
    assert search.found_in(pa.array([f"ann_1 {text}"]))["handles"] == 1
    assert not search.found_in(pa.array([masked]))


LIKE_OTHERS = st.sampled_from([
    "love", "løve", "LØVE", "for", "før", "I", "ı", "is", "ıs", "you", "and", "þe", "the", "lo\u0336ve", "hope", "hæd",
])  # fmt: skip


@given(
    st.lists(st.lists(LIKE_OTHERS, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=2),
    st.lists(st.one_of(LIKE_OTHERS, st.sampled_from(["#løve", "løve-par", "www.løve.dk", ",", "thanks"])), max_size=6),
    st.booleans(),
)
def test_letters_that_are_no_other_ones_make_another_word(names: list[str], words: list[str], is_danish: bool) -> None:
    """What the search tells from words that may stand is masked, or it would keep a copy from its readers for good."""
    single, many, search = masking(tuple(names), words=["hæd"] if is_danish else [])
    text = " ".join(words)
    masked = single.text(text)
    assert not search.found_in(pa.array([masked]))
    changed = [other.to_pylist() for _, other in many.changed(pa.array([text]))]
    assert changed == ([] if masked == text else [[masked]])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ann www.vorland.org", "[name]"),
        ("so ann, blog.vorland.org/x said", "so [name]/[masked] said"),
        ("x ann\nwww.vorland.org", "x [name]"),
        ("www.example.org:80 Bee", "example.org:80 Bee"),
        ("www.ann.org Vorland", "ann.org Vorland"),
        ("ann https://www.vorland.org", "ann https://vorland.org"),
        ("@ann_1 pic.example.org/1 Bee", f"@{ANN} example.org/[masked] Bee"),
        ("ann lee www.vorland.org/1 x", "[name]/[masked] x"),
        ("https://example.org/1\nann\nwww.vorland.org", "https://example.org/[masked]\n[name]"),
        ("@ann_1\nann\nwww.vorland.org", f"@{ANN}\n[name]"),
        ("a\u0336nn www.vorland.org", "[name]"),
        ("https://example.org:80 Bee", "[name]"),
        ("ann www\uff0evorland\uff0eorg", "[name]"),
        ("ann [www.vorland.org](https://www.vorland.org)", "[name](https://vorland.org)"),
        ("<https://example.ann>www.vorland.org", "<[name]"),
    ],
)
def test_what_is_left_of_a_link_names_nobody_with_the_words_around_it(text: str, masked: str) -> None:
    """The copy was refused for good: the search reads what is shown, where ``www`` parts nothing any more."""
    single, many, search = masking(("Ann Vorland", "Org Bee", "Ann Lee Vorland"))
    assert single.text(text) == masked
    assert [other.to_pylist() for _, other in many.changed(pa.array([text]))] == [[masked]]
    assert not search.found_in(pa.array([masked]))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("so ann vorland.org/in/somebody_else said", "so [name] said"),
        ("www.ann-vorland.org/in/somebody_else", "[link]"),
        ("somebody_else.ann-vorland.org", "[link]"),
        ("somebody_else@ann-vorland.org", "[e-mail]"),
        ("somebody_else.ann.vorland@example.org", "[e-mail]"),
        ("ann vorland@somebody-else.example", "[name]"),
        ("see ann [vorland.org].", "see [name]."),
        ("(ann (vorland)), he said", "([name]), he said"),
        ("ann <https://vorland.org/x> ann [[vorland]] x", "ann <https://vorland.org/[masked]> [name] x"),
        ("ann-vorland.example.org/in/somebody_else", "example.org/[masked]"),
        ("booking.org/in/somebody_else and Booking.org's", "[link] and [name]'s"),
        ("Ann Vorland.Thanks", "[name].Thanks"),
        ("https://news.example.net/by/ann-vorland/x.html", "https://example.net/by/[name]/x.html"),
        ("https://example.net/bee/x.html", "[link]"),
    ],
)
def test_an_address_that_a_name_reaches_into_goes_with_it(text: str, masked: str) -> None:
    """What stood behind the name was no address any more, and kept its path, or the other half of a mail."""
    names = ("Ann Vorland", "Org Bee", "Booking.org", "Net Bee")
    single, many, search = masking(names, publishers=["example.net"])
    assert single.text(text) == masked
    assert [other.to_pylist() for _, other in many.changed(pa.array([text]))] == [[masked]]
    assert not search.found_in(pa.array([masked]))


def test_what_stands_in_place_of_people_is_not_taken_for_an_account_that_is_called_so() -> None:
    """With an account @name each masked name became a pseudonym: that of this account, for everybody."""
    settings = StudySettings(title="t", hashtags=("InventedTag",))
    known = People(("name", "phone", "id", "mail", "address", "link", "masked"), ("Ann Vorland",), (), ())
    single = Masking(PSEUDONYMS, known_names(known, settings))
    text = "Ann Vorland, 0151 23456789, ann (at) example.org, 1.234.567.890.123.456, https://a.example/b"
    assert single.text(text) == "[name], [phone], [e-mail], [id], https://a.example/[masked]"
    assert single.text("[name] @name name") == "[name] @{0} {0}".format(PSEUDONYMS.of_handle("name"))


def test_a_name_is_told_from_the_word_that_it_folds_to() -> None:
    single, _, search = masking(("Løve", "I ı"))
    assert single.text("I love a løve, #løve") == "I love a [name], #[name]"
    assert single.text("so I ı say") == "so [name] say"
    allowed, _, search = masking(("Løve",), words=["løve"])
    assert allowed.text("a løve") == "a løve"
    assert not search.found_in(pa.array(["a løve"]))


@pytest.mark.parametrize("setting", [{"publish": {"words": ["Conf2024"]}}, {"hashtags": ["Conf2024"]}])
def test_a_handle_with_a_digit_that_may_stand_is_found_no_more(setting: dict[str, object]) -> None:
    """The hashtag of a conference is mostly its account too: each copy of its study was refused."""
    settings = StudySettings.model_validate({"title": "t", "hashtags": ["InventedTag"], **setting})
    known = People(("conf2024",), ("Conf 2024",), (), ())
    single = Masking(PSEUDONYMS, known_names(known, settings), (), settings.hashtags)
    search = Search(known, allowed_words(settings))
    stays = ["at conf2024", "#Conf2024", "conf2024's", "#conf2024!", "https://conf2024.org"]
    assert [single.text(text) for text in stays] == stays
    assert not search.found_in(pa.array([*stays, single.text("#conf2024_"), single.text("#myconf2024")]))
    assert search.found_in(pa.array(["#myconf2024"])) == {"handles": 1}


def test_whom_the_codebook_names_with_at_is_no_word_of_it() -> None:
    """A category, a theme and a list let their words stand in texts, though an account is called so."""
    settings = StudySettings.model_validate({
        "title": "t", "hashtags": ["InventedTag"],
        "codebook": [{"name": "purpose", "label": "P", "categories": [{"name": "praise of @inv_one"}, {"name": "no"}]}],
        "themes": [{"name": "One", "kind_of_knowledge": "as ＠inv_two knows", "motivation": "hope"}],
        "word_lists": [{"name": "list", "words": ["@inv_three", "learn"]}],
    })  # fmt: skip
    handles = ("inv_one", "inv_two", "inv_three")
    known = People((*handles, "praise", "hope", "learn"), (), (), ())
    single = Masking(PSEUDONYMS, known_names(known, settings), (), settings.hashtags)
    search = Search(known, allowed_words(settings))
    for one in handles:
        assert single.text(f"praise u/{one}, learn hope") == f"praise u/{PSEUDONYMS.of_handle(one)}, learn hope"
        assert search.found_in(pa.array([f"praise u/{one}"])) == {"handles": 1}


WRITTEN = ("conf2024", "Conf_2024", "_conf2024", "conf2024_", "con_f_2024", "conf٢٠٢٤", "conf_٢٠٢٤")


@pytest.mark.parametrize("named", WRITTEN)
@pytest.mark.parametrize("setting", ["{}", "Fall {}"])
def test_underscores_and_digits_of_other_scripts_keep_no_copy_from_its_readers(named: str, setting: str) -> None:
    """What masking lets stand, because study.toml names it, is what the search lets stand."""
    around = [f"{before}{{}}{behind}" for before in ("#", "@", "", "x", "fall ") for behind in ("", "x", "_x", "'s")]
    texts = [one.format(word) for one in around for word in WRITTEN]
    listed = setting.format(named)
    of_hashtags = [named] if listed == named else ["other"]
    found = []
    for words, hashtags in (([listed], ["other"]), ([], of_hashtags)):
        settings = StudySettings.model_validate({"title": "t", "hashtags": hashtags, "publish": {"words": words}})
        allowed = allowed_words(settings)
        handles = [People((one.lower(),), (), (), ()) for one in WRITTEN if one.isascii()]
        for known in (*handles, *(People((), (setting.format(one),), (), ()) for one in WRITTEN)):
            single = Masking(PSEUDONYMS, known_names(known, settings), (), settings.hashtags)
            masked = [single.text(text) for text in texts]
            if Search(known, allowed).found_in(pa.array(masked)):
                found.append((known, settings.hashtags, words, masked))
    assert found == []


@pytest.mark.parametrize(
    ("handle", "words", "hashtag", "text", "masked"),
    [
        ("conf_2024", ["other"], "conf2024", "#conf2024 #conf_2024", "#conf2024 #user"),
        ("conf2024", ["other"], "conf_2024", "#conf2024 #conf_2024", "#user #conf_2024"),
        ("conf_2024", ["conf_2024"], "other", "#conf2024 #conf_2024", "#user #conf_2024"),
        ("conf2024", ["conf٢٠٢٤"], "other", "#conf2024 conf٢٠٢٤", "#conf2024 conf٢٠٢٤"),
    ],
)
def test_what_study_toml_names_may_stand_as_it_is_written_there(
    handle: str, words: list[str], hashtag: str, text: str, masked: str
) -> None:
    settings = StudySettings.model_validate({"title": "t", "hashtags": [hashtag], "publish": {"words": words}})
    known = People((handle,), (), (), ())
    single = Masking(PSEUDONYMS, known_names(known, settings), (), settings.hashtags)
    assert re.sub("user_[0-9a-f]+", "user", single.text(text)) == masked


def test_a_name_in_digits_of_another_script_is_found() -> None:
    settings = StudySettings(title="t", hashtags=("InventedTag",))
    for name, text in (("مؤتمر٢٠٢٤", "مؤتمر2024"), ("مؤتمر2024", "مؤتمر٢٠٢٤"), ("Fall Club ٢٠٢٤", "Fall Club 2024")):
        search = Search(People((), (name,), (), ()), allowed_words(settings))
        assert search.found_in(pa.array([f"so {text} is"])) == {"names": 1}


SHAPES = (
    "ᴀɴɴᴀ ɪɴᴠᴇɴᴛᴇᴅ", "⒜⒩⒩⒜ ⒤⒩⒱⒠⒩⒯⒠⒟", "🄐🄝🄝🄐 🄘🄝🄥🄔🄝🄣🄔🄓", "🅐🅝🅝🅐 🅘🅝🅥🅔🅝🅣🅔🅓",
    "🅰🅽🅽🅰 🅸🅽🆅🅴🅽🆃🅴🅳", "🄰🄽🄽🄰 🄸🄽🅅🄴🄽🅃🄴🄳", "ⓐⓝⓝⓐ ⓘⓝⓥⓔⓝⓣⓔⓓ", "𝗔𝗻𝗻𝗮 𝗜𝗻𝘃𝗲𝗻𝘁𝗲𝗱", "𝒜𝓃𝓃𝒶 ℐ𝓃𝓋ℯ𝓃𝓉ℯ𝒹",
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_name_in_letters_of_another_shape_is_a_name(shape: str) -> None:
    """In a text, and as somebody's display name: who is called so is found in plain letters."""
    for name, text in (("Anna Invented", shape), (shape, "Anna Invented"), (shape, shape)):
        known = People((), (name,), (), ())
        settings = StudySettings(title="t", hashtags=("InventedTag",))
        single = Masking(PSEUDONYMS, known_names(known, settings))
        search = Search(known, allowed_words(settings))
        assert single.text(f"thanks to {text} for this") == "thanks to [name] for this"
        assert search.found_in(pa.array([f"thanks to {text} for this"])) == {"names": 1}


@given(st.text(st.sampled_from("0123456789aZ_/?=&. @"), min_size=9, max_size=60))
def test_no_id_survives(text: str) -> None:
    assert not SEARCH.found_in(pa.array([MASKING.text(text)]))


@given(st.text(), st.from_regex(r"[A-Za-z0-9_]{1,20}", fullmatch=True), st.text())
def test_no_handle_behind_an_at_survives(before: str, handle: str, after: str) -> None:
    masked = MASKING.text(f"{before} @{handle} {after}")
    assert f"@{handle} " not in masked or handle.startswith("user_")


def test_names_that_are_taken_one_at_a_time_are_found_as_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.published.names.known._NAMES_AT_ONCE", 1)
    monkeypatch.setattr("mtw_pipeline.published.search._NAMES_AT_ONCE", 1)
    single, many, search = masking()
    for text in (
        "ask seo, Ana Bea Cruz and jane doe",
        "#JaneDoeTalks 7712345",
        "ann_1",
        "InventedTag is for You And Me",
    ):
        values = pa.array([text])
        assert single.text(text) == MASKING.text(text)
        assert [one.to_pylist() for one, _ in many.changed(values)] == [
            one.to_pylist() for one, _ in TEXTS.changed(values)
        ]
        assert search.found_in(values) == SEARCH.found_in(values)


@pytest.mark.parametrize(
    "name", ["Tom &amp;amp; Jerry", "Tom &amp;amp;amp; Jerry", "Jil &amp;lt; Jerry", "x%26amp;amp;y"]
)
def test_a_name_with_entities_of_entities_is_masked_however_far_a_text_was_decoded(name: str) -> None:
    """Once decoded, and cut into words, what is left of an entity is a word: only the search found it."""
    single, many, search = masking((name,))
    for decoded in (once := html.unescape(name), html.unescape(once), "so " + " ".join(split(plain(name))) + " said"):
        shown = single.text(decoded)
        assert not search.found_in(pa.array([shown])), decoded
        for changes, masked in many.changes(pa.array([decoded])):
            assert masked.to_pylist() == [shown] * int(changes.sum())
    assert single.text("the amp said") == "the amp said"
