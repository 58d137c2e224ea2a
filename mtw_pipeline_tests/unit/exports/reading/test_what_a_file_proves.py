"""What the whole of a file proves: its encoding of one byte, the order of day and month, years of two digits."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mtw_pipeline.exports.reading.opening.single_bytes import other_alphabet, single_byte_encoding
from mtw_pipeline_tests.builders import NETLYTIC_COLUMNS, csv_text, netlytic_row, rtweet_row
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

SENTENCES = (
    "el niño comió en el jardín", "Ça va? Où est l’été", "schöne Grüße aus Köln, sagte er", "não há opção",
    "“quoted” words… and don’t", "¿Qué más? ¡Sí!", "Ångström på svenska", "Übung – macht den Meister",
)  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_the_letters_say_in_which_encoding_of_one_byte_a_file_is(sentence: str, encoding: str) -> None:
    assert single_byte_encoding(f"id,text\n1,{sentence}\n2,{sentence.upper()}\n".encode(encoding)) == encoding


def saying(*texts: str) -> str:
    rows = [netlytic_row(number, description=text, title=text) for number, text in enumerate(texts, start=1)]
    return csv_text(rows, NETLYTIC_COLUMNS)


OTHER_LETTERS = {
    "cp1250": ("Zażółć gęślą jaźń, to jest łatwe", "Příliš žluťoučký kůň úpěl ďábelské ódy", "Ţară şi oameni, înţeles"),
    "cp1254": ("Bugün hava çok güzel, ışık ve şiir", "İstanbul'da değil, öğrenciler için"),
}  # fmt: skip


@pytest.mark.parametrize("encoding", OTHER_LETTERS)
def test_letters_of_central_europe_and_of_turkish_are_read_as_such(encoding: str) -> None:
    for sentence in OTHER_LETTERS[encoding]:
        assert single_byte_encoding(f"id,text\n1,{sentence}\n2,{sentence.upper()}\n".encode(encoding)) == encoding


@pytest.mark.parametrize(
    "sentence",
    [
        "Það er gott veður í dag og þetta er íslenska með ólíkum stöfum",
        "það er þetta, ég á góðan dag, og ýmsir eiga hann",
        "þú ert að segja það",
        "5 m³, 7 m³ and 2 m³",
    ],
)
def test_rare_letters_of_western_europe_stay_what_they_are(sentence: str) -> None:
    assert single_byte_encoding(f"id,text\n1,{sentence}\n".encode("cp1252")) == "cp1252"


OTHER_ALPHABETS = {
    "cp1251": "Привет, это текст на русском языке", "koi8_r": "Привет, это текст на русском языке",
    "cp1253": "Καλημέρα κόσμε, αυτό είναι κείμενο", "cp1255": "שלום עולם זה טקסט בעברית",
    "cp1256": "مرحبا بالعالم هذا نص عربي", "cp874": "สวัสดีชาวโลก นี่คือข้อความ",
    "cp932": "今日はいい天気ですね。東京タワーへ行きました", "euc_jp": "今日はいい天気ですね。東京タワーへ行きました",
    "gb18030": "今天天气很好，我们去公园吧", "big5": "今天天氣很好，我們去公園吧",
    "cp949": "오늘 날씨가 좋네요 서울에서",
}  # fmt: skip


@pytest.mark.parametrize("encoding", OTHER_ALPHABETS)
@of_file(lambda encoding: saying(OTHER_ALPHABETS[encoding], "words #of_ASCII").encode(encoding))
def test_a_file_of_another_alphabet_is_refused_and_not_read_as_letters_of_western_europe(
    read: ReadFile, encoding: str
) -> None:
    assert encoding in OTHER_ALPHABETS
    assert "save it as UTF-8" in str(read.outcome.refusal)
    assert read.raw("text") == []


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@of_file(
    lambda encoding: saying(
        "ÄÖÜ ÁÉÍ", "“…” «…» ——— ……… ¿¡¿", "¡¡¡ÓÚÑ!!!", "Ça été très bien là-bas", "———…———", "éèà"
    ).encode(encoding)
)
def test_signs_and_capitals_in_a_row_are_no_other_alphabet(read: ReadFile, encoding: str) -> None:
    assert (read.outcome.refusal, read.outcome.encoding, len(read.raw("text"))) == (None, encoding, 6)


def test_emoji_of_another_file_are_no_other_alphabet() -> None:
    of_one, of_another = "café était là, déjà ".encode("cp1252"), "😂🔥 😭💜 👏🙏 😡".encode()
    assert (
        other_alphabet(b"id,text\n" + b"".join(b"%d,%s%s\n" % (row, of_one * 2, of_another) for row in range(30))) == ""
    )


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@of_file(lambda encoding: saying(*SENTENCES).encode(encoding))
def test_a_file_of_either_encoding_comes_out_the_same(read: ReadFile, encoding: str) -> None:
    assert read.outcome.encoding == encoding
    assert tuple(read.raw("text")) == SENTENCES


@pytest.mark.parametrize(
    ("through", "notes"),
    [
        (lambda text: text.encode().decode("mac_roman"), "Mac Roman"),
        (lambda text: text.encode().decode("cp1252", "replace"), "Windows-1252"),
        (lambda text: text.encode().decode("cp1252", "replace").replace("\ufffd", "?")
            .encode("mac_roman", "replace").decode("cp1252", "replace"), "Mac Roman"),
        (lambda text: text, ""),
    ],
    ids=["as Mac Roman", "as Windows-1252", "by both", "not at all"],
)  # fmt: skip
@of_file(lambda through: saying(through("don’t go – é, ñ")))
def test_texts_that_were_decoded_wrongly_are_told(read: ReadFile, through: Callable[[str], str], notes: str) -> None:
    told = [note for note in read.outcome.notes if "as if" in note]
    assert (len(told), notes in "".join(told)) == (1 if notes else 0, True)


def retweets_marked(marks: str) -> str:
    rows = [
        rtweet_row(number, text=f"RT @inv_1: words of number {number}", is_retweet=mark)
        for number, mark in enumerate(marks.split(), start=1)
    ]
    return csv_text([*rows, rtweet_row(9, is_retweet="FALSE")])


@pytest.mark.parametrize(
    ("marks", "is_told"),
    [("FALSE FALSE FALSE", True), ("FALSE FALSE", False), ("FALSE FALSE FALSE TRUE", False), ("NA NA NA", False)],
)
@of_file(retweets_marked)
def test_a_file_that_says_of_no_retweet_that_it_is_one_is_told(read: ReadFile, marks: str, is_told: bool) -> None:
    assert any("texts begin with RT @" in note for note in read.outcome.notes) == is_told
    assert marks.count("TRUE") == sum(map(bool, read.raw("is_retweet")))


def saved_again(how: str, days: range) -> str:
    """A Netlytic file whose times a spreadsheet wrote anew, with ids of these times."""
    rows = []
    for day in days:
        moment = datetime(2021, 1, day, 10, 20)
        tweet_id = (int((moment - datetime(1970, 1, 1)) / timedelta(milliseconds=1)) - 1_288_834_974_657 << 22) + day
        address = f"https://twitter.com/inv/statuses/{tweet_id}"
        rows.append(netlytic_row(day, pubdate=moment.strftime(how), guid=address, link=address))
    return csv_text(rows, NETLYTIC_COLUMNS)


@pytest.mark.parametrize("how", ["%d/%m/%y %H:%M", "%m/%d/%y %H:%M", "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M %p"])
@pytest.mark.parametrize("days", [range(2, 9), range(2, 28)], ids=["by the ids", "by the days"])
@of_file(saved_again)
def test_times_that_a_spreadsheet_wrote_anew_are_read_in_the_order_that_the_file_proves(
    read: ReadFile, how: str, days: range
) -> None:
    assert read.raw("created_at") == [datetime(2021, 1, day, 10, 20) for day in days]
    assert any(how in note for note in read.outcome.notes)
    assert any("two digits" in note for note in read.outcome.notes) == ("%y" in how)


def of_two_readings() -> str:
    rows = [netlytic_row(number, pubdate=f"1/{number}/21 10:00") for number in range(2, 9)]
    for row in rows:  # ids of before November 2010 say no time
        row["guid"] = row["link"] = f"https://twitter.com/inv/statuses/{1000 + int(row['id'])}"
    return csv_text(rows, NETLYTIC_COLUMNS)


@of_file(of_two_readings)
def test_what_could_be_read_two_ways_is_not_read_and_told(read: ReadFile) -> None:
    assert any("which part of its times is the day" in note for note in read.outcome.notes)
    assert read.raw("tweet_id") == []
    assert read.reasons()[0] == "time of posting 1/2/21 10:00 cannot be read"


BOTH_ORDERS = [netlytic_row(1, pubdate="25/1/2021 10:00"), netlytic_row(2, pubdate="1/25/2021 10:00")]


@of_file(csv_text(BOTH_ORDERS, NETLYTIC_COLUMNS))
def test_both_orders_in_one_file_are_told(read: ReadFile) -> None:
    assert any("which part of its times is the day" in note for note in read.outcome.notes)
    assert read.raw("tweet_id") == []


def turned(form: str) -> str:
    """Times of which pandas or a spreadsheet took the day for the month, where it could; with ids of the true times."""
    rows = []
    for day in range(2, 28):
        moment = datetime(2021, 1, day, 23, 30)
        tweet_id = (int((moment - datetime(1970, 1, 1)) / timedelta(milliseconds=1)) - 1_288_834_974_657 << 22) + day
        address = f"https://twitter.com/inv/statuses/{tweet_id}"
        could = moment.replace(month=day, day=1) if day <= 12 else moment
        is_other = form == "some others" and day in {20, 21, 22}
        shown = moment.replace(month=7) if is_other else could
        how = form if "%" in form else "%Y-%m-%d %H:%M:%S"
        how = "%d/%m/%Y %H:%M" if form == "as text where it could not" and day > 12 else how
        rows.append(netlytic_row(day, pubdate=shown.strftime(how), guid=address, link=address))
    return csv_text(rows, NETLYTIC_COLUMNS)


FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.000Z", "%Y/%m/%d %H:%M", "%Y/%-m/%-d %H:%M", " %Y-%m-%d %H:%M:%S",
    "as text where it could not", "some others",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@of_file(turned)
def test_days_and_months_that_changed_places_are_put_back(read: ReadFile, form: str) -> None:
    """Where the ids say so of nearly all times that are of another day than theirs: else nobody knows what happened."""
    true = [datetime(2021, 1, day, 23, 30) for day in range(2, 28)]
    told = [note for note in read.outcome.notes if "changed places" in note]
    if form == "some others":
        assert (told, read.raw("created_at") == true) == ([], False)
    else:
        assert read.raw("created_at") == true
        assert ["day and month of 11 times had" in note for note in told] == [True]


@of_file(lambda: saved_again("%Y-%m-%d %H:%M", range(1, 28)))
def test_days_that_are_those_of_the_ids_stay(read: ReadFile) -> None:
    assert read.raw("created_at") == [datetime(2021, 1, day, 10, 20) for day in range(1, 28)]
    assert not any("changed places" in note for note in read.outcome.notes)
