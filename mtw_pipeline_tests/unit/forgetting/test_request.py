"""The file that asks to forget: everything in it is asked for, or the command ends; nothing is passed over."""

from pathlib import Path

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.forgetting.request import asked_tweets, asked_users

ONE, TWO = "1345000000000000010", "1345000000000000011"
LABEL = "tag:old.example,2017-04-01:objectId=5:objectType=Status"


@pytest.mark.parametrize(
    "content",
    [
        f"tweet_id\n{ONE}\n\n'{TWO}\n",
        f"{ONE}\nt{TWO}\n",
        f"Tweet ID;Konto\r\n{ONE};wer\r\n{TWO};\r\n",
        f"tweet-id\ttext\n{ONE}\tone\n{TWO}\n",
        f'text,status_id\n"two lines\n12, and more",{ONE}\n"a ""quoted"" one",{TWO}\n',
        f'\n"{ONE}"\n="{TWO}"\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_posts_are_asked_for_by_lists_and_tables_of_any_program(tmp_path: Path, content: str, encoding: str) -> None:
    path = tmp_path / "gone.csv"
    path.write_bytes(content.encode(encoding))
    assert asked_tweets(path) == {ONE, TWO}


def test_what_stands_beside_the_ids_may_be_in_any_code_page(tmp_path: Path) -> None:
    path = tmp_path / "gone.csv"
    path.write_bytes(f"tweet_id;Grund\n{ONE};gelöscht\n".encode("cp1252"))
    assert asked_tweets(path) == {ONE}


@pytest.mark.parametrize("head", ["", "tweet_id\n", "tweet_id,platform,what\n"])
def test_labels_and_addresses_with_commas_are_whole(tmp_path: Path, head: str) -> None:
    path = tmp_path / "gone.csv"
    path.write_text(f'{head}{LABEL}\n"https://beta.example/notes/9x,1"\n', encoding="utf-8")
    assert asked_tweets(path) == {LABEL, "https://beta.example/notes/9x,1"}


def test_accounts_are_taken_from_their_own_column_and_never_from_a_text(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('tweet_id,screen_name,bio\n12,@Ann_Inv,"hello\nworld"\n13,bob_inv,bob\n', encoding="utf-8")
    assert asked_users(path).keys() == {"ann_inv", "bob_inv"}
    assert asked_tweets(path) == {"12", "13"}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f"{ONE}, {TWO}\n", 1),
        (f"{ONE}\n{TWO};a text\n", 2),
        (f'["{ONE}", "{TWO}"]', 1),
        ("1,345,000,000,000,000,010\n", 1),
        ("tweet_id\n1,345,000,000,000,000,010\n", 2),
        (f"{ONE}\nhttps://beta.example/notes/9x,1\n", 2),
        (f'tweet_id,text\n{ONE},"never closed\n{TWO},x\n', 3),
        (f'tweet_id,text\n"{"x" * 200_000}",y\n', 2),
        ("1.345E+18\n", 1),
    ],
)
def test_a_line_of_which_a_part_would_be_passed_over_ends_it(tmp_path: Path, content: str, line: int) -> None:
    path = tmp_path / "gone.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=f"line {line}"):
        asked_tweets(path)


def test_two_handles_in_a_line_are_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text("@ann_inv, @bob_inv\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"More than one thing.*line 1"):
        asked_users(path)


@pytest.mark.parametrize("content", ["", "\n \n", "tweet_id\n", "tweet_id,text\n,x\n"])
def test_a_file_that_asks_for_nothing_is_said_to(tmp_path: Path, content: str) -> None:
    path = tmp_path / "gone.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=r"asks for no posts.*gone\.txt"):
        asked_tweets(path)


def test_a_table_of_tweets_alone_names_no_accounts(tmp_path: Path) -> None:
    path = tmp_path / "gone.csv"
    path.write_text(f"tweet_id,text\n{ONE},ann_inv\n", encoding="utf-8")
    with pytest.raises(UserError, match="No column of the table is of accounts"):
        asked_users(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(range(256)), b"\xff\xfe\x00"])
def test_a_workbook_is_no_list(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "gone.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match="line 1"):
        asked_tweets(path)


def test_a_list_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"tweet_id\n{ONE}\nt12\nhttps://x.com/a/status/34\n", encoding="utf-8")
    assert asked_tweets(path) == {ONE, "12", "34"}
    path.write_text("@Some_One\n12345\n", encoding="utf-8")
    assert asked_users(path).keys() == {"some_one", "12345"}
    with pytest.raises(UserError, match="no file"):
        asked_users(tmp_path / "none.txt")
