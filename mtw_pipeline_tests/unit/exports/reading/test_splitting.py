"""Large exports cut into parts: whole records, all of them, once each, under the header."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.splitting import split
from mtw_pipeline_tests.builders import csv_text, rtweet_row, v2_page, v2_tweet

_TEXTS = st.text(st.sampled_from('ab ,"\n\té😀'), max_size=12)


MANY = csv_text([rtweet_row(number) for number in range(40)])


def _rows(*texts: str) -> list[list[str]]:
    return [row for text in texts for row in list(csv.reader(io.StringIO(text, newline="")))[1:]]


@given(st.lists(_TEXTS, min_size=1, max_size=60), st.integers(1, 3_000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_table_is_cut_between_records(tmp_path: Path, texts: list[str], most_bytes: int) -> None:
    whole = csv_text([rtweet_row(number, text=text) for number, text in enumerate(texts)])
    file = tmp_path / "a.csv"
    file.write_text(whole, encoding="utf-8", newline="")
    parts = split(file, tmp_path / "parts", most_bytes)
    written = [part.read_text(encoding="utf-8") for part in parts]
    assert _rows(*written) == _rows(whole)
    for one in parts:
        one.unlink()


def test_parts_begin_with_a_multiple_of_sixteen_records(tmp_path: Path) -> None:
    """What Excel leaves off of sixteen rows shows by where these begin."""
    (tmp_path / "a.csv").write_text(MANY, encoding="utf-8", newline="")
    parts = split(tmp_path / "a.csv", tmp_path / "parts", 1)
    assert [len(_rows(part.read_text(encoding="utf-8"))) for part in parts] == [16, 16, 8]


@pytest.mark.parametrize(
    ("encoding", "few"), [("mac_roman", "Ü"), ("cp1250", "słowo"), ("cp1254", "ş"), ("cp1252", "m³")]
)
def test_parts_without_the_letters_that_prove_an_encoding_read_as_the_whole(
    tmp_path: Path, encoding: str, few: str
) -> None:
    many = {
        "mac_roman": "Où est l’été, à côté",
        "cp1250": "Zażółć gęślą",
        "cp1254": "ışık ve şiir öğren",
        "cp1252": "été",
    }
    whole = csv_text([rtweet_row(number, text=few if number < 20 else many[encoding]) for number in range(40)])
    file = tmp_path / "a.csv"
    file.write_bytes(whole.encode(encoding))
    written = [part.read_text(encoding="utf-8") for part in split(file, tmp_path / "parts", 1)]
    assert len(written) > 1
    assert _rows(*written) == _rows(whole)


def test_a_quotation_mark_that_is_not_closed_cuts_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.exports.splitting._LONGEST_SEARCH_LINES", 10)
    rows = [rtweet_row(number, text=f"two\nlines, number {number}" if number % 2 else "one") for number in range(300)]
    lines = csv_text(rows).splitlines(keepends=True)
    damaged = "".join([*lines[:4], lines[4].replace("one", 'o"ne', 1), *lines[5:]])
    assert damaged.count('"') % 2
    (tmp_path / "a.csv").write_text(damaged, encoding="utf-8", newline="")
    parts = split(tmp_path / "a.csv", tmp_path, 5_000)
    assert len(parts) > 2
    for one in parts[1:]:
        assert {len(row) for row in _rows(one.read_text(encoding="utf-8"))} == {len(rtweet_row(0))}


def test_documents_of_a_line_each_keep_their_bytes(tmp_path: Path) -> None:
    whole = "".join(v2_page(v2_tweet(number, text="line\none 😀")) for number in range(20)) + "{broken\n"
    (tmp_path / "1.2.jsonl.gz").write_bytes(gzip.compress(whole.encode()))
    parts = split(tmp_path / "1.2.jsonl.gz", tmp_path, len(whole) // 4)
    assert [one.name for one in parts[:2]] == ["1.2.part-001.jsonl.gz", "1.2.part-002.jsonl.gz"]
    assert len(parts) in {4, 5}
    written = [gzip.decompress(one.read_bytes()).decode() for one in parts]
    assert "".join(written) == whole
    assert all(one.endswith("\n") for one in written)


def test_names_of_parts_follow_each_other_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtw_pipeline.exports.splitting.put_in_place", Path.replace)  # which waits for no disk
    lines = [v2_page(v2_tweet(number)) for number in range(1_001)]
    (tmp_path / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    parts = split(tmp_path / "a.jsonl", tmp_path / "parts", 1)
    assert [one.read_text(encoding="utf-8") for one in sorted(parts)] == lines


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", '[\n{"data": [{"id": "1", "text": "a"}]}\n]\n', "of a document a line"),
        ("a.csv", "no,such\n1,2\n", "format is not known"),
        ("b.csv", csv_text([rtweet_row(1)]).replace("\r\n", "\n").replace("\n", "\r"), "line feed"),
        ("d.csv", f"{MANY}{csv_text([rtweet_row(99)], [*reversed(rtweet_row(99))])}", "A second header"),
        ("c.csv", csv_text([rtweet_row(1)]).splitlines(keepends=True)[0], "no record"),
    ],
)
def test_what_cannot_be_cut_is_said(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    with pytest.raises(UserError, match=said):
        split(tmp_path / name, tmp_path / "parts", 100)
    assert not list(tmp_path.glob("parts/*"))


def test_parts_that_are_there_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        csv_text([rtweet_row(number) for number in range(40)]), encoding="utf-8", newline=""
    )
    there = tmp_path / "a.part-002.csv"
    there.write_text("mine")
    with pytest.raises(UserError, match="there already"):
        split(tmp_path / "a.csv", tmp_path, 200)
    assert there.read_text() == "mine"
    assert {one.name for one in tmp_path.iterdir()} == {"a.csv", there.name}
