"""Tokens and words: cut as an independent tokeniser cuts them, counted by uses, tweets and posters."""

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.cells import INVISIBLE
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings, WordSettings
from mtw_pipeline.study.settings.hashtags import as_in_tables
from mtw_pipeline.text.patterns import COMPOSED, LINK_CUT, tweet_patterns
from mtw_pipeline.text.words import counted_parameters, dropped_hashtags, own_tokens, stop_words, token_parameters
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS, WORD_FREQUENCIES
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.tokeniser_twin import tokens as twin

PIECES = (
    *"aAbIıİéñßçЖЯ日本あ한ك९é_5#@＃＠＿'’.,!?:;-/&\n\t  ",
    "e\u0301", "\u0301", "\u212a", "\u1161", "\uac00", "❤️", "😀", "aaa", "ooooo", "@ab", "@a_1",
    "@" + "x" * 20, "@" + "y" * 21, "#tag", "it’s", "don't", "me@example.org", "@ab.", "2021", "b2b",
    "\u200b", "\u00ad", "\u2069", "\u200d", "·", "&#", "://", "#a·b", "½", "#a#b",
    "https://t.co/aB1", "http://T.co/9?a=/b", "https://example.org/a",
)  # fmt: skip


def tokens_of(warehouse: Warehouse, text: str, *, language: str = "en", **words: bool) -> list[str]:
    settings = StudySettings(title="t", hashtags=("InventedTag",), words=WordSettings(**words))
    plant(warehouse, [text], language=language)
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(settings))
    [(tokens,)] = warehouse.connection.execute("select tokens from tweet_tokens").fetchall()
    return tokens.split(" ") if tokens is not None else []


def plant(warehouse: Warehouse, texts: Sequence[str], *, language: str = "en", is_retweet: bool = False) -> None:
    warehouse.delete_window(TWEETS, WINDOW)
    warehouse.connection.execute(
        "insert into tweets by name select $window as collection_window, unnest($ids) as tweet_id,"
        " unnest($authors) as author, unnest($texts) as text, $language as language, $is_retweet as is_retweet",
        {
            "window": WINDOW.key, "ids": [str(1000 + number) for number in range(len(texts))],
            "authors": [f"inv_{number % 2}" for number in range(len(texts))], "texts": list(texts),
            "language": language, "is_retweet": is_retweet,
        },
    )  # fmt: skip


def without_links(warehouse: Warehouse, texts: Sequence[str]) -> list[str]:
    """Where a link ends is a rule of its own, with tests of its own: the twin gets the texts without them."""
    parameters = {"texts": list(texts), "invisible": INVISIBLE, "link_cut": LINK_CUT}
    bare = "regexp_replace(regexp_replace(text, $invisible, '', 'g'), $link_cut, '\\1 ', 'g')"
    [(found,)] = warehouse.connection.execute(
        f"select list_transform($texts, lambda text: {bare})", parameters
    ).fetchall()
    return [str(text) for text in found]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Don't panic: it’s l'été!", ["don't", "panic", "it's", "l'été"]),
        ("#MarketingTips and ＃tips", ["#marketingtips", "and", "#tips"]),
        ("by ＠ann＿inv, @ann＿inv and ann＿inv", ["by", "and", "ann_inv"]),
        ("in 2021 a b2b 3d plan", ["in", "a", "b2b", "3d", "plan"]),
        ("well-known", ["well", "known"]),
        ("日本語 العربية हिन्दी", ["日本語", "العربية", "हिन्दी"]),
        ("'quoted' \"words\"", ["quoted", "words"]),
        ("thanks @some_one, mail me@example.com now", ["thanks", "mail", "now"]),
        ("see https://example.org/a?b=c, and more", ["see", "and", "more"]),
        ("sooooo coool yesss", ["soo", "cool", "yess"]),
        ("Cafe\u0301 İstanbul", ["café", "istanbul"]),
        ("good 😀 morning ❤️", ["good", "morning"]),
        (
            "#Ourtag's #l'Hospitalet #Paral·lel #self-care",
            ["#ourtag", "s", "#l", "hospitalet", "#paral·lel", "#self", "care"],
        ),
        ("a#b ##c #d#e #http://x", ["a", "b", "#c", "d", "e", "http", "x"]),
        ("hid\u00adden \u2069word", ["hidden", "word"]),
        ("see https://en.wikipedia.org/wiki/Rose_(flower)#Uses or bit.ly/abc#Part now", ["see", "or", "now"]),
        ("", []),
    ],
)
def test_tokens(warehouse: Warehouse, text: str, tokens: list[str]) -> None:
    assert tokens_of(warehouse, text) == tokens


# Two thousand texts: what costs is the statement and not the text, so that few lists of many are read. Each of the
# eight ways to read has some 250 of them.
@settings(max_examples=32, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), min_size=50, max_size=75),
    language=st.sampled_from(["en", "tr"]),
    keep_handles=st.booleans(),
    keep_hashtags=st.booleans(),
)
def test_whatever_is_written_is_cut_as_the_twin_cuts_it(
    warehouse: Warehouse, texts: list[str], language: str, *, keep_handles: bool, keep_hashtags: bool
) -> None:
    words = WordSettings(keep_handles=keep_handles, keep_hashtags=keep_hashtags)
    plant(warehouse, texts, language=language)
    parameters = token_parameters(StudySettings(title="t", hashtags=("a",), words=words))
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **parameters)
    rows = warehouse.connection.execute("select tokens, word_count from tweet_tokens order by tweet_id").fetchall()
    for text, bare, (tokens, word_count) in zip(texts, without_links(warehouse, texts), rows, strict=True):
        expected = twin(bare, language, keep_handles=keep_handles, keep_hashtags=keep_hashtags)
        assert (text, tokens) == (text, " ".join(expected) or None)
        assert word_count == sum(not one.startswith(("#", "@")) for one in expected)


def test_what_counts_as_composed_stays_as_it_is_in_unicodes_form_nfc() -> None:
    """No mark that combines, nothing that is written otherwise in NFC, nothing that the one before can take in."""
    ranges = re.findall(r"\\x\{(\w+)\}(?:-\\x\{(\w+)\})?", COMPOSED)
    composed = {code for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)}
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(0x110000))
    taken_in = {int(pair[1], 16) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")}
    vowels_and_finals = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}
    assert not composed & (taken_in | vowels_and_finals)
    assert not [code for code in composed if unicodedata.combining(chr(code))]
    assert not [code for code in composed if unicodedata.normalize("NFC", chr(code)) != chr(code)]
    assert not composed & {ord(sign) for sign in "＃＠＿İ"}


def test_turkish_has_two_letters_i(warehouse: Warehouse) -> None:
    assert tokens_of(warehouse, "ISPARTA İzmir", language="tr") == ["ısparta", "izmir"]
    assert tokens_of(warehouse, "ISPARTA", language="en") == ["isparta"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("@Invented_I IŞIK", ["@invented_i", "ışık"]),
        ("RT @IInv: ILIK, @aI.", ["rt", "@iinv", "ılık", "@ai"]),
        ("mail I.Inv@School.EXAMPLE.INV now", ["mail", "now"]),
        ("@" + "I" * 21 + " I", ["ı"]),
        ("#InventedTag #IŞIK a#IŞ &#IB", ["#inventedtag", "#işik", "a", "ış", "ıb"]),
    ],
)
def test_handles_and_hashtags_have_no_letters_of_a_language(warehouse: Warehouse, text: str, tokens: list[str]) -> None:
    for language in ("tr", "az"):
        assert tokens_of(warehouse, text, language=language, keep_handles=True) == tokens
        without = [one for one in tokens if not one.startswith("@") and one != "#inventedtag"]
        assert tokens_of(warehouse, text, language=language, drop_study_hashtags=True) == without


OWN = ("AAAI", "IIIF", "İstanbul", "IŞIK", "Éducation", "ΟΔΟΣ", "οδος", "a·b", "wwwConf")


@pytest.mark.parametrize("hashtag", OWN)
def test_the_studys_hashtag_is_known_however_it_is_written(warehouse: Warehouse, hashtag: str) -> None:
    """As tables have it, and as tokens do: three letters alike are two there, and Σ is no ς."""
    chosen = StudySettings(title="t", hashtags=(hashtag,), words=WordSettings(drop_study_hashtags=True))
    own = {*as_in_tables((hashtag,)), *(word.lstrip("#") for word in own_tokens(chosen))}
    for language in ("en", "tr"):
        plant(warehouse, [f"see #{hashtag} #{hashtag.upper()}"], language=language)
        warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(chosen))
        assert warehouse.connection.execute("select tokens from tweet_tokens").fetchall() == [("see",)]
        [low] = warehouse.connection.execute("select lower($one), lower(upper($one))", {"one": hashtag}).fetchall()
        assert own >= set(low)
        asked = "select list_filter($all, lambda one: not regexp_full_match('#' || one, $pattern))"
        parameters = {"all": [hashtag, hashtag.upper(), *low], "pattern": dropped_hashtags(chosen)}
        assert warehouse.connection.execute(asked, parameters).fetchall() == [([],)]


def test_so_they_are_of_other_platforms(warehouse: Warehouse) -> None:
    plant(warehouse, ["@Inv-I.School.INV IŞIK @I@Inv.EXAMPLE"], language="tr")
    warehouse.connection.execute("update tweets set platform = 'mastodon'")
    for keep_handles in (True, False):
        chosen = StudySettings(title="t", hashtags=("InventedTag",), words=WordSettings(keep_handles=keep_handles))
        warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(chosen))
        [(tokens, words)] = warehouse.connection.execute("select tokens, word_count from tweet_tokens").fetchall()
        assert (tokens, words) == ("@inv-i.school.inv ışık @i@inv.example" if keep_handles else "ışık", 1)


def test_switches_keep_and_drop(warehouse: Warehouse) -> None:
    text = "hello @Some_One. #InventedTag #Other"
    assert tokens_of(warehouse, text, keep_handles=True) == ["hello", "@some_one", "#inventedtag", "#other"]
    assert tokens_of(warehouse, text, keep_hashtags=False) == ["hello"]
    assert tokens_of(warehouse, text, drop_study_hashtags=True) == ["hello", "#other"]


def test_retweets_can_be_left_out(warehouse: Warehouse) -> None:
    settings = StudySettings(title="t", hashtags=("a",), words=WordSettings(drop_retweets=True))
    plant(warehouse, ["one"], is_retweet=True)
    assert warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(settings)) == 0


def test_every_retweet_has_its_tokens_as_what_they_are_joined_by_is_never_null(
    warehouse: Warehouse, study: Study
) -> None:
    """NULL equals nothing: of a column that may be it the join would lose tweets."""
    assert {column.name for column in TWEETS.columns if column.required} >= {"text", "platform", "is_retweet"}
    plant(warehouse, ["", "IĞDIR", "IĞDIR", "IĞDIR", "IĞDIR", "..."], is_retweet=True)
    warehouse.connection.execute(
        "update tweets set platform = case when tweet_id = '1004' then 'bluesky' else 'x' end,"
        " language = case tweet_id when '1002' then 'tr' when '1001' then 'en' end"
    )
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(study.settings))
    found = warehouse.connection.execute("select tokens, author from tweet_tokens order by tweet_id").fetchall()
    tokens = (None, "iğdir", "ığdır", "iğdir", "iğdir", None)
    assert found == [(one, f"inv_{number % 2}") for number, one in enumerate(tokens)]


def test_words_are_counted_by_uses_tweets_and_posters(warehouse: Warehouse, study: Study) -> None:
    plant(warehouse, ["good good plan", "the good idea", "plan"])
    warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(study.settings))
    warehouse.replace_window(WORD_FREQUENCIES, WINDOW, **counted_parameters(study.settings))
    rows = warehouse.connection.execute("select word, rank, uses, tweets, posters from word_frequencies").fetchall()
    assert rows == [("good", 1, 3, 2, 2), ("plan", 2, 2, 2, 1), ("idea", 3, 1, 1, 1)]


def test_tweets_and_tokens_share_the_grammar_of_hashtags_and_links() -> None:
    tweets, tokens = tweet_patterns(), token_parameters(StudySettings(title="t", hashtags=("a",)))
    for name in ("invisible", "link_cut", "hashtag_cut"):
        assert tweets[name] == tokens[name]


def test_stop_words_hold_the_closed_classes_and_no_word_of_content() -> None:
    english = stop_words(["en"])
    assert {"the", "of", "and", "is", "don't", "we"} <= set(english)
    assert not {"good", "great", "community", "share", "learn", "like"} & set(english)
    assert len(english) == len(set(english))
    assert stop_words([]) == ()


def test_other_languages_have_stop_words_and_unknown_ones_say_so() -> None:
    assert {"el", "la", "de"} <= set(stop_words(["es"]))
    assert set(stop_words(["en"])) < set(stop_words(["en", "es"]))
    with pytest.raises(UserError, match="xx"):
        stop_words(["xx"])


HANDLES_ELSEWHERE = [
    ("@annika-lenz.bsky.social. Yes", ["@annika-lenz.bsky.social", "yes"], 1),
    ("(@bert_o@school-a.example): look, @emil.", ["@bert_o@school-a.example", "look", "@emil"], 1),
    ("mail bert@school.example #one_tag", ["mail", "#one_tag"], 1),
    ("see at://did:plc:ab2/app.bsky.feed.post/3k by did:plc:ab2", ["see", "by"], 2),
    ("https://school.example/@bert/113 and bsky.app/profile/ann.example", ["and"], 1),
]


@pytest.mark.parametrize("platform", ["bluesky", "mastodon"])
@pytest.mark.parametrize(("text", "tokens", "words"), HANDLES_ELSEWHERE)
def test_a_handle_with_dots_and_a_server_is_one_token_and_no_word(
    warehouse: Warehouse, platform: str, text: str, tokens: list[str], words: int
) -> None:
    plant(warehouse, [text])
    warehouse.connection.execute("update tweets set platform = $platform", {"platform": platform})
    for keep_handles in (True, False):
        chosen = StudySettings(title="t", hashtags=("InventedTag",), words=WordSettings(keep_handles=keep_handles))
        warehouse.replace_window(TWEET_TOKENS, WINDOW, **token_parameters(chosen))
        [(found, counted)] = warehouse.connection.execute("select tokens, word_count from tweet_tokens").fetchall()
        assert found.split(" ") == [one for one in tokens if keep_handles or not one.startswith("@")]
        assert counted == words
