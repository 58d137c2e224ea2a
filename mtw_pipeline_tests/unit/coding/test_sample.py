"""The draw: stable, proportional, and proved; the frozen sample: left alone by later exports."""

import hashlib
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from mtw_pipeline.coding.frozen_sample import (
    FROZEN,
    frozen_rows,
    frozen_sample,
    of_draw,
    otherwise_asked,
    text_md5,
    write_frozen,
)
from mtw_pipeline.coding.parameters import draw_parameters
from mtw_pipeline.coding.thaw import thaw
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import SAMPLE
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline_tests.builders import WINDOW, make_study
from mtw_pipeline_tests.unit.coding.desk import draw, plant_tweets


def with_sample(root: Path, lines: str) -> Study:
    study = make_study(root)
    text = study.settings_path.read_text(encoding="utf-8")
    study.settings_path.write_text(text.replace("size = 10", lines), encoding="utf-8")
    return Study.load(root)


def test_the_draw_sorts_by_a_hash_of_seed_and_id_and_proves_its_frame(study: Study, warehouse: Warehouse) -> None:
    plant_tweets(warehouse, [f"text {number}" for number in range(40)])
    ids = [row[0] for row in warehouse.connection.execute("select tweet_id from tweets").fetchall()]
    lots = {one: hashlib.md5(f"7:{one}".encode()).hexdigest() for one in ids}  # noqa: S324
    assert [tweet for tweet, _ in draw(warehouse, study)] == sorted(ids, key=lots.__getitem__)[:10]
    proof = hashlib.md5(" ".join(sorted(ids)).encode()).hexdigest()  # noqa: S324
    found = warehouse.connection.execute("select distinct seed, frame_size, frame_md5 from sample").fetchall()
    assert found == [(7, 40, proof)]


def test_the_order_of_the_tweets_makes_no_difference(study: Study, warehouse: Warehouse) -> None:
    plant_tweets(warehouse, [f"text {number}" for number in range(40)])
    first = draw(warehouse, study)
    rows = warehouse.connection.execute("select * from tweets").to_arrow_table()
    order = list(range(40))
    random.Random(3).shuffle(order)  # noqa: S311
    warehouse.replace_window(TWEETS, WINDOW, rows.take(order))
    assert draw(warehouse, study) == first


@pytest.mark.parametrize(("size", "expected"), [(10, (3, 3, 4)), (40, (13, 13, 14)), (7, (2, 2, 3)), (1, (0, 0, 1))])
def test_strata_get_their_share(tmp_path: Path, warehouse: Warehouse, size: int, expected: tuple[int, ...]) -> None:
    study = with_sample(tmp_path / "other", f'size = {size}\nstratify_by = "tweet_type"')
    plant_tweets(warehouse, [f"text {number}" for number in range(40)])  # 14 tweets, 13 retweets, 13 replies
    draw(warehouse, study)
    strata = Counter(row[0] for row in warehouse.connection.execute("select stratum from sample").fetchall())
    assert strata.total() == size
    assert tuple(strata[name] for name in ("reply", "retweet", "tweet")) == expected


def test_the_frame_can_be_narrowed(tmp_path: Path, warehouse: Warehouse) -> None:
    plant_tweets(warehouse, [f"text {number}" for number in range(40)])
    study = with_sample(tmp_path / "a", "size = 100\ninclude_retweets = false")
    assert len(draw(warehouse, study)) == 27
    assert draw(warehouse, with_sample(tmp_path / "b", 'size = 100\nlanguages = ["es"]')) == []
    assert len(draw(warehouse, with_sample(tmp_path / "c", 'size = 100\nlanguages = ["EN"]'))) == 40
    with pytest.raises(UserError, match="languages"):
        with_sample(tmp_path / "d", 'size = 100\nlanguages = ["English"]')


def test_one_coder_has_no_reliability_set(tmp_path: Path) -> None:
    study = make_study(tmp_path / "a")
    text = study.settings_path.read_text(encoding="utf-8")
    study.settings_path.write_text(text.replace('# coders = ["A", "B"]', 'coders = ["A"]'), encoding="utf-8")
    assert draw_parameters(Study.load(study.root).settings)["reliability_size"] == 0


def test_a_frozen_sample_is_kept_whole_and_can_be_set_aside(study: Study, warehouse: Warehouse) -> None:
    plant_tweets(warehouse, ["same\n text ", "'=1+1"])
    draw(warehouse, study)
    cursor = warehouse.query("coding/sample_to_freeze", {"collection_window": WINDOW.key})
    names = [column[0] for column in cursor.description or ()]
    folder = study.coding_of(WINDOW)
    kept = of_draw([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
    write_frozen(folder, kept)
    assert frozen_sample(folder) == kept
    assert {one.text_md5 for one in kept} == {text_md5("same text"), text_md5("=1+1")}
    thawed = thaw(study, WINDOW)
    assert thawed is not None
    assert thawed.sample.is_file()
    assert (frozen_sample(folder), thaw(study, WINDOW)) == (None, None)
    assert SAMPLE.column("is_frozen").required


def test_a_frozen_sample_keeps_how_it_was_drawn(tmp_path: Path, warehouse: Warehouse) -> None:
    """Report and methods note tell it, whatever [sample] says later; an earlier version's file did not say it."""
    study = with_sample(tmp_path / "other", 'size = 5\nstratify_by = "tweet_type"\ninclude_retweets = false')
    plant_tweets(warehouse, [f"text {number}" for number in range(40)])
    draw(warehouse, study)
    cursor = warehouse.query("coding/sample_to_freeze", {"collection_window": WINDOW.key})
    names = [column[0] for column in cursor.description or ()]
    folder = study.coding_of(WINDOW)
    write_frozen(folder, of_draw([dict(zip(names, row, strict=True)) for row in cursor.fetchall()]))
    told = ("stratified_by", "with_retweets", "of_languages")
    rows = frozen_rows(study, WINDOW) or []
    assert {tuple(row[name] for name in told) for row in rows} == {("tweet_type", False, ())}
    before = json.loads((folder / FROZEN).read_text(encoding="utf-8"))
    before["tweets"] = [{name: it for name, it in one.items() if name not in told} for one in before["tweets"]]
    (folder / FROZEN).write_text(json.dumps(before), encoding="utf-8")
    rows = frozen_rows(study, WINDOW) or []
    assert {tuple(row[name] for name in told) for row in rows} == {(None, None, None)}
    assert otherwise_asked(study, WINDOW) == ""
