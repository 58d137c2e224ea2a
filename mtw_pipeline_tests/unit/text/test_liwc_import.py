"""LIWC's tables as it writes them: by row id, with the texts, a file per text, all texts as one. Invented numbers."""

import csv
from pathlib import Path

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.forgetting.files import clean_liwc
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.liwc.importing import ImportedLiwc, import_liwc, texts_for_liwc
from mtw_pipeline.text.liwc.kept import kept_of_tweets
from mtw_pipeline.text.liwc.of_window import liwc_of_window
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.liwc import LIWC_MEASURES, LIWC_SCORES
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.text.test_words import plant

TEXTS = ("great tips today", "so bad", "great tips today", "nothing here at all")


@pytest.fixture
def planted(warehouse: Warehouse) -> Warehouse:
    plant(warehouse, TEXTS)
    return warehouse


def ids_of(warehouse: Warehouse, study: Study) -> list[str]:
    return [tweet_id for tweet_id, _ in texts_for_liwc(warehouse, study, WINDOW)]


def write(path: Path, header: list[str], *rows: list[object]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def imported(warehouse: Warehouse, study: Study, path: Path) -> ImportedLiwc:
    [one] = import_liwc(warehouse, study, [WINDOW], path)
    return one


def measures(warehouse: Warehouse, study: Study) -> dict[str, object]:
    return {str(row["measure"]): row["value"] for row in liwc_of_window(warehouse, study, WINDOW).measures}


def test_rows_are_found_by_their_ids_and_put_together_by_words(
    planted: Warehouse, study: Study, tmp_path: Path
) -> None:
    one, two, three, four = ids_of(planted, study)
    path = write(
        tmp_path / "liwc.csv",
        ["Row ID", "Segment", "WC", "Analytic", "WPS", "tone_pos"],
        [one, 1, 3, 80, 3, "33.33"], [two, 1, 1, 20, 1, 0], [three, 1, 3, 50, 1.5, "33,33"], [four, 1, 0, "", "", ""],
        ["999999", 1, 9, 9, 9, 9],
    )  # fmt: skip
    found = imported(planted, study, path)
    assert (found.tweets, found.of_tweets, found.is_checked, found.unknown) == (4, 4, False, (6,))
    # by hand: 7 words in 1 + 1 + 2 sentences; (3 x 33.33 + 0 + 3 x 33.33) / 7; the mean of 80, 20 and 50
    assert measures(planted, study) == {
        "WC": 7, "Analytic": pytest.approx(50), "WPS": pytest.approx(7 / 4), "tone_pos": pytest.approx(199.98 / 7),
    }  # fmt: skip


def test_a_text_that_is_not_the_tweets_is_left_out_and_named(planted: Warehouse, study: Study, tmp_path: Path) -> None:
    one, two, *_ = ids_of(planted, study)
    path = write(
        tmp_path / "liwc.csv",
        ["tweet_id", "text", "WC", "Tone"],
        [one, "great  tips\ntoday", 3, 99],
        [two, "good", 1, 9],
    )
    found = imported(planted, study, path)
    assert (found.tweets, found.is_checked, found.other_texts) == (1, True, (3,))
    assert measures(planted, study) == {"WC": 3, "Tone": 99}


def test_without_ids_tweets_are_found_by_their_texts(planted: Warehouse, study: Study, tmp_path: Path) -> None:
    path = write(tmp_path / "liwc.csv", ["Source (A)", "Text", "WC", "i"], [1, TEXTS[0], 3, 10], [2, TEXTS[1], 2, 0])
    found = imported(planted, study, path)
    assert (found.tweets, found.is_by_text) == (3, True)  # two tweets have the first text
    assert measures(planted, study) == {"WC": 8, "i": pytest.approx(60 / 8)}


def test_one_row_of_no_tweet_is_all_texts_as_one(planted: Warehouse, study: Study, tmp_path: Path) -> None:
    path = write(tmp_path / "liwc.csv", ["Filename", "Segment", "WC", "Clout"], ["all.txt", 1, 12, 85.78])
    assert imported(planted, study, path).tweets is None
    rows = liwc_of_window(planted, study, WINDOW).measures
    assert [(row["measure"], row["measured"], row["value"], row["tweets"]) for row in rows] == [
        ("WC", "all texts", 12.0, None), ("Clout", "all texts", 85.78, None),
    ]  # fmt: skip


def test_a_tweet_counts_as_long_as_its_text_is_the_one_that_was_measured(
    planted: Warehouse, study: Study, tmp_path: Path
) -> None:
    ids = ids_of(planted, study)
    imported(planted, study, write(tmp_path / "liwc.csv", ["Row ID", "WC"], *[[one, 2] for one in ids]))
    planted.connection.execute("update tweets set text = 'another' where tweet_id = $id", {"id": ids[0]})
    found = liwc_of_window(planted, study, WINDOW)
    assert found.left_out == 1
    assert found.scores.column("tweet_id").to_pylist() == ids[1:]
    assert planted.replace_window(LIWC_SCORES, WINDOW, found.scores) == 3
    rows = arrow_rows(LIWC_MEASURES, [{"collection_window": WINDOW.key, **row} for row in found.measures])
    assert planted.replace_window(LIWC_MEASURES, WINDOW, rows) == 1


def test_without_an_import_both_tables_are_empty(planted: Warehouse, study: Study) -> None:
    found = liwc_of_window(planted, study, WINDOW)
    assert (found.measures, found.left_out) == ([], 0)
    assert planted.replace_window(LIWC_SCORES, WINDOW, found.scores) == 0


def test_a_forgotten_tweet_goes(planted: Warehouse, study: Study, tmp_path: Path) -> None:
    ids = ids_of(planted, study)
    imported(planted, study, write(tmp_path / "liwc.csv", ["Row ID", "WC"], *[[one, 2] for one in ids]))
    names = ForgottenNames(Register("ab").with_tweets([ids[1]]))
    assert clean_liwc(study, names) == {WINDOW.key}
    kept = kept_of_tweets(study, WINDOW)
    assert kept is not None
    assert [tweet_id for tweet_id, _, _ in kept.rows] == [ids[0], *ids[2:]]
    assert not any(ids[1] in path.read_text(encoding="utf-8") for path in study.liwc_of(WINDOW).iterdir())
    assert clean_liwc(study, names) == frozenset()


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (["Row ID", "Tone"], ["1", 3], "no column WC"),
        (["Row ID", "Segment", "WC"], ["1", 2, 3], "cut texts into segments"),
        (["Row ID", "WC", "Tone"], ["1", 3, "high"], "'high' where a number must stand"),
        (["Row ID", "Text", "WC"], ["1", "of nobody", 3], None),
    ],
)
def test_what_is_no_table_of_these_texts_is_refused(
    planted: Warehouse, study: Study, tmp_path: Path, header: list[str], row: list[object], said: str | None
) -> None:
    rows = [row] if said else [row, row]
    with pytest.raises(UserError, match=said or "No row of the table is a tweet"):
        imported(planted, study, write(tmp_path / "liwc.csv", header, *rows))
    assert not study.liwc_of(WINDOW).exists()


def test_blanks_behind_names_and_what_programs_write_for_nothing_cost_no_measure(
    planted: Warehouse, study: Study, tmp_path: Path
) -> None:
    one, two, *_ = ids_of(planted, study)
    path = write(tmp_path / "liwc.csv", ["Row ID", "WC ", "Tone "], [one, 4, "NaN"], [two, 2, 50])
    imported(planted, study, path)
    assert measures(planted, study) == {"WC": 6, "Tone": 50}


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1e999"])
def test_what_is_no_finite_number_is_named(planted: Warehouse, study: Study, tmp_path: Path, cell: str) -> None:
    path = write(tmp_path / "liwc.csv", ["Row ID", "WC", "Tone"], [ids_of(planted, study)[0], 4, cell])
    with pytest.raises(UserError, match="line 2, column Tone"):
        imported(planted, study, path)


def test_a_kept_file_that_was_changed_keeps_nothing_from_being_forgotten(study: Study) -> None:
    folder = study.liwc_of(WINDOW)
    folder.mkdir(parents=True)
    write(folder / "tweets.csv", ["id", "WC"], ["1334000000000000001", 4])
    assert clean_liwc(study, ForgottenNames(Register("5a17").with_tweets(["1334000000000000001"]))) == frozenset()
