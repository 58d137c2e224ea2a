"""What ``mtw inspect`` says of a file: the same as a run would, and nothing is touched."""

from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.exports.inspection import NO_STUDY, inspect_files, with_proposals
from mtw_pipeline_tests.builders import csv_text, rtweet_row


def test_what_would_be_taken_and_what_not_is_counted(tmp_path: Path) -> None:
    rows = [
        rtweet_row(1),
        rtweet_row(1, favorite_count="many", created_at="2015-06-07T08:09:10Z"),
        rtweet_row(2, user_id="9001", screen_name="INV_1"),
        rtweet_row(3, created_at="never"),
        rtweet_row(4, status_id="abc"),
        rtweet_row(5, status_id="abd"),
    ]
    path = tmp_path / "a.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    [seen] = inspect_files([path])
    assert (seen.outcome.rows_read, seen.rows_taken, seen.tweets, seen.authors) == (6, 3, 2, 1)
    assert (seen.first, seen.last) == (datetime(2015, 6, 7, 8, 9, 10), datetime(2021, 1, 3, 10, 0))
    assert seen.bad_cells == (("like_count", 1),)
    assert [(one.rows, one.first_line) for one in seen.refusals] == [(1, 5), (1, 6), (1, 7)]
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.csv"]


def test_files_that_are_called_alike_are_told_apart(tmp_path: Path) -> None:
    contents = {"a/x.csv": csv_text([rtweet_row(1), rtweet_row(2)]), "b/x.csv": csv_text([rtweet_row(3)])}
    contents["b/y.csv"] = "Tweet ID,Text,User\n1345747196179386369,an invented sentence,ann_inv\n"
    contents["y.csv"] = "source,target\na,b\n"
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    paths = [tmp_path / name for name in contents]
    paths.append(tmp_path / "a" / ".." / "b" / "x.csv")
    seen = with_proposals(inspect_files(paths), paths)
    assert [(one.outcome.export_file, one.tweets, one.ties) for one in seen] == [
        ("a/x.csv", 2, 0), ("b/x.csv", 1, 0), ("b/y.csv", 0, 0), ("y.csv", 0, 1),
    ]  # fmt: skip
    assert [one.proposed.tweets if one.proposed else None for one in seen] == [None, None, 1, None]


def test_what_a_file_tells_follows_from_its_rows_not_from_its_format(tmp_path: Path) -> None:
    rows = [rtweet_row(1, lang="en"), rtweet_row(2), rtweet_row(3)]
    columns = [name for name in RTWEET.taken if name not in {"favorite_count", "is_quote"}]
    (tmp_path / "a.csv").write_text(csv_text(rows, columns), encoding="utf-8")
    (tmp_path / "ties.csv").write_text("source,target\na,b\n", encoding="utf-8")
    [seen, ties] = inspect_files([tmp_path / "a.csv", tmp_path / "ties.csv"])
    assert seen.told is not None
    assert seen.told.in_words() == (
        "all rows say: whether they are retweets, user ids; some say: languages; none says: likes, whether they are"
        " replies, whether they are quote tweets, media, followers"
    )
    assert ties.told is None


def test_of_an_edge_list_ties_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    path.write_text("source,target,date\n@a,b,2021-01-05\nA,B,2021-01-03\nb,a,\na,a,\na,,\n", encoding="utf-8")
    [seen] = inspect_files([path])
    assert (seen.outcome.rows_read, seen.rows_taken, seen.tweets, seen.ties) == (5, 4, 0, 3)
    assert (seen.first, seen.last) == (datetime(2021, 1, 3), datetime(2021, 1, 5))
    assert [one.reason for one in seen.refusals] == ["no target account"]


def test_a_file_that_is_no_export_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("a note", encoding="utf-8")
    [seen] = inspect_files([path])
    assert seen.outcome.refusal is not None
    assert (seen.rows_taken, seen.first) == (0, None)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        inspect_files([tmp_path / "a.csv"])


def test_a_time_zone_of_a_format_that_there_is_not_is_told(tmp_path: Path) -> None:
    settings = NO_STUDY.model_copy(update={"export_time_zones": {"netlitic": "Europe/Berlin"}})
    file = tmp_path / "a.csv"
    file.write_text(csv_text([rtweet_row(1)]), encoding="utf-8")
    with pytest.raises(UserError, match="no format is called so; the nearest is netlytic"):
        inspect_files([file], settings)


def test_a_file_in_an_archive_that_needs_a_map_says_how_to_get_one(tmp_path: Path) -> None:
    path = tmp_path / "tables.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("data/ours.csv", "Tweet ID,Text,User\n1345747196179386369,an invented sentence,ann_inv\n")
        archive.writestr("data/known.csv", csv_text([rtweet_row(1)]))
    known, ours = with_proposals(inspect_files([path]), [path])
    assert known.proposal is None
    assert ours.proposal is not None
    assert "Unpack that" in ours.proposal.doubts[0]
