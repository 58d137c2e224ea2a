"""A copy that takes parts of the one before is the copy that is made anew, whoever was met in between."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mtw_pipeline.published import inspection
from mtw_pipeline.published.inspection import findings
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.named import Named
from mtw_pipeline.published.names.allowed import AllowedWords
from mtw_pipeline.published.names.known import KnownNames, Names
from mtw_pipeline.published.parts import items, searched
from mtw_pipeline.published.parts.occurrences import Form, forms_of_names, occurrences
from mtw_pipeline.published.parts.planning import content_of, record_of
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.published.publishing import MadeCopy, made_copy
from mtw_pipeline.published.search import Search
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.published_copies import publish
from mtw_pipeline_tests.unit.published.found_forms import tokens_of
from mtw_pipeline_tests.unit.published.leaks import HANDLES, IDS, NAMES, OTHER_PLACES, SHORT_ID, TINY_ID, Leak
from mtw_pipeline_tests.unit.published.test_leaks import PLANTED, plant
from mtw_pipeline_tests.warehouses import EmptyWarehouses

NEW = "2021-03"
NOTHING = AllowedWords(frozenset(), frozenset(), frozenset())
KNOWN = (HANDLES, NAMES, (SHORT_ID, TINY_ID), NOTHING)
SHORT_OR_SIGNS = ("2020", "_1_", "___")
"""Handles that name nobody in a text but behind an @."""

GOOD: dict[str, list[str]] = {"rows_equal": [], "no_person": [], "commented": [], "parquet_equal": []}


def plant_people(warehouse: Warehouse, window: str) -> None:
    for number, handle in enumerate(HANDLES):
        plant(warehouse, "raw_tweets", collection_window=window, tweet_id=str(1000 + number), author_handle=handle)
    for number, name in enumerate(NAMES):
        plant(warehouse, "raw_tweets", collection_window=window, tweet_id=str(2000 + number), author_name=name)
    for one in IDS:
        plant(warehouse, "raw_tweets", collection_window=window, tweet_id=one, author_id=one)


def plant_texts(warehouse: Warehouse) -> None:
    """Every way to name somebody in a text, and in every other place; and a window that names nobody."""
    for number, leak in enumerate(PLANTED):
        plant(warehouse, "tweets", collection_window="texts", tweet_id=str(number), author="x", text=f"so {leak.value}")
    for number, (_, table, cells, _) in enumerate(OTHER_PLACES):
        plant(warehouse, table, **{**cells, "collection_window": f"place-{number}"})
    plant(warehouse, "tweets", collection_window="nobody", tweet_id="1", author="x", text="a fine day 12 #so")


@cache
def forms() -> tuple[Form, ...]:
    """Those of everybody whom the study knows."""
    return tuple(forms_of_names(Names.of(*KNOWN)))


@cache
def maskings() -> tuple[Masking, Masking]:
    """Of who knows everybody, and of who knows nobody."""
    pseudonyms = Pseudonyms(b"\0" * 32, {})
    nobody = KnownNames((), (), (), NOTHING)
    return Masking(pseudonyms, KnownNames(*KNOWN)), Masking(pseudonyms, nobody)


@pytest.mark.parametrize("leak", PLANTED, ids=lambda leak: leak.name)
def test_a_text_that_is_masked_otherwise_once_somebody_is_known_may_name_them(
    leak: Leak,
) -> None:
    with_names, without = maskings()
    for text in (leak.value, f"so {leak.value} and then", f"so {leak.value}", f"{leak.value}\tand"):
        found = occurrences(pa.array([text]))
        is_found = any(tokens_of(form, found) & set(text.split(" ")) for form in forms())
        assert is_found or with_names.text(text) == without.text(text)


@pytest.mark.parametrize(
    "text",
    [
        "ann www.vorland.org",
        "ann, blog.vorland.org/1 said",
        "x\nann\nwww.vorland.org\nhttps://example.org/1",
        "ann lee www.vorland.org",
        "https://example.org:80 bee",
        "@bob\nwww.example.org\nbee",
        "ann,www.vorland.org",
        "www.ann.example.org, bee",
        "ann www\uff0evorland\uff0eorg",
    ],
)
def test_a_text_may_name_those_whom_it_names_once_its_links_are_cut(text: str) -> None:
    """Else the part that has it would be kept as it is when they are met, and the copy would be refused for good."""
    known = (frozenset({"bob"}), ("Ann Vorland", "Ann Lee Vorland", "Org Bee"), (), NOTHING)
    pseudonyms = Pseudonyms(b"\0" * 32, {})
    with_names, without = (Masking(pseudonyms, KnownNames(*one)) for one in (known, ((), (), (), NOTHING)))
    assert with_names.text(text) != without.text(text)
    found = occurrences(pa.array(["a fine day", text]))
    phrases = [form for form in forms_of_names(Names.of(*known)) if len(form.items[0].split(" ")) > 1]
    assert any(tokens_of(form, found) & set(text.split(" ")) for form in phrases)


def test_what_is_kept_of_a_text_grows_with_its_words_alone_however_many_stand_between_dots() -> None:
    """All pairs of the words of one long token filled the memory."""
    few, many = (
        len(occurrences(pa.array([f"ann {'.'.join(f'w{number}' for number in range(words))} bee"])).items)
        for words in (500, 1000)
    )
    assert many < 2.2 * few


def test_a_text_that_names_nobody_may_name_nobody() -> None:
    of_nobody = occurrences(pa.array(["a fine day 12 #so"]))
    assert not any(tokens_of(form, of_nobody) for form in forms())


def published(warehouse: Warehouse, study: Study) -> MadeCopy:
    with made_copy(warehouse, study, "run") as copy:
        assert findings(warehouse, study, copy).by_check == GOOD
        copy.put_in_place(study)
    return copy


def content(study: Study) -> dict[str, list[str]]:
    """Every row of every table of the copy but where it comes from, in order of its text."""
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        names = [row[0] for row in copy.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        return {
            name: sorted(map(str, copy.execute(f"from {name}").fetchall())) for name in names if name != "provenance"
        }


def anew(warehouse: Warehouse, study: Study) -> dict[str, list[str]]:
    """What a copy holds that takes nothing from the one before."""
    shutil.rmtree(study.parts_record)
    copy = publish(warehouse, study, "anew")
    assert copy.plan.reused is None
    assert findings(warehouse, study).by_check == GOOD
    return content(study)


def test_whoever_is_met_later_is_masked_in_every_window_that_names_them_and_no_other_is_made_anew(
    study: Study, warehouse: Warehouse
) -> None:
    plant_texts(warehouse)
    published(warehouse, study)
    before = content(study)
    plant_people(warehouse, NEW)
    copy = published(warehouse, study)
    grown = content(study)
    assert grown == anew(warehouse, study)
    assert grown != before
    stale = frozenset().union(*copy.plan.stale.values(), *copy.plan.touched.values())
    assert copy.plan.reused is not None
    assert "nobody" not in stale


def test_a_window_that_is_added_leaves_the_files_of_the_others_and_is_added_to_the_database(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        plant(warehouse, "tweets", collection_window=f"w{number}", tweet_id="1", author="x", text="a fine day")
    first = published(warehouse, study)
    plant(warehouse, "tweets", collection_window="w3", tweet_id="2", author="y", text="and another")
    copied = []
    real = shutil.copyfile
    monkeypatch.setattr(shutil, "copyfile", lambda *paths: copied.append(paths) or real(*paths))
    second = published(warehouse, study)
    assert {table: windows for table, windows in second.remade.items() if windows} == {"tweets": {"w3"}}
    assert [source.name for source, _ in copied] == ["study.duckdb"]
    for number in range(3):
        one, other = (made.version / "parquet" / "tweets" / f"w{number}.parquet" for made in (first, second))
        assert one.samefile(other)
    assert content(study) == anew(warehouse, study)


def test_whom_the_title_names_stands_in_no_byte_once_they_are_met(study: Study, warehouse: Warehouse) -> None:
    text = study.settings_path.read_text(encoding="utf-8")
    study.settings_path.write_text(text.replace("#InventedTag", "What Vorlandia says"), encoding="utf-8")
    study = Study.load(study.root)
    plant(warehouse, "tweets", collection_window="w1", tweet_id="1", author="x", text="a fine day")
    published(warehouse, study)
    plant(warehouse, "raw_tweets", collection_window="w2", tweet_id="2", author_name="Vorlandia")
    plant(warehouse, "tweets", collection_window="w2", tweet_id="2", author="y", text="and another")
    copy = published(warehouse, study)
    assert copy.plan.stale["tweets"] >= {"w2"}
    assert not [path for path in copy.version.rglob("*.*") if path.is_file() and b"Vorlandia" in path.read_bytes()]


def test_somebody_who_is_met_makes_only_those_parts_anew_that_may_name_them_and_the_search_finds_whom_masking_leaves(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for window, text in (("w1", "so zoe9 said"), ("w2", "so nobody said")):
        plant(warehouse, "tweets", collection_window=window, tweet_id="1", author="x", text=text)
        plant(warehouse, "tweet_emoji", collection_window=window, tweet_id="1", emoji="x")
        plant(warehouse, "users", collection_window=window, account="x", handle="x")
        plant(warehouse, "sentiment_scores", collection_window=window, tweet_id="1", scorer="vader")
    published(warehouse, study)
    plant(warehouse, "raw_tweets", collection_window="w3", tweet_id="9", author_handle="zoe9")
    with monkeypatch.context() as careless:
        careless.setattr("mtw_pipeline.published.publishing.known_names", lambda *_: KnownNames((), (), (), NOTHING))
        with made_copy(warehouse, study, "run") as copy:
            found = findings(warehouse, study, copy).by_check
            [named] = found["no_person"]
            assert found == {**GOOD, "no_person": [named]}
            assert named.startswith("tweets.text: 1 handle, first in w1, tweet_id tweet_")
            copy.put_in_place(study)
    assert not any(copy.plan.stale.values())
    assert {name: set(windows) for name, windows in copy.plan.touched.items()} == {"tweets": {"w1"}}
    assert "zoe9" in str(content(study)["tweets"])
    assert "zoe9" not in str(anew(warehouse, study)["tweets"])


def test_a_text_is_read_once_whatever_changes_beside_it_and_names_whoever_is_met_later(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for window in ("w1", "w2"):
        plant(warehouse, "tweets", collection_window=window, tweet_id="1", author="x", text=f"so zoe9 said {window}")
    published(warehouse, study)
    warehouse.connection.execute("update tweets set like_count = 7")
    warehouse.connection.execute("update tweets set text = 'zoe9, again' where collection_window = 'w2'")
    read: list[str] = []
    monkeypatch.setattr(items, "occurrences", lambda texts: read.extend(texts.to_pylist()) or occurrences(texts))
    published(warehouse, study)
    assert read == ["zoe9, again"]
    plant(warehouse, "raw_tweets", collection_window="w3", tweet_id="9", author_handle="zoe9")
    copy = published(warehouse, study)
    assert (read, copy.plan.touched) == (["zoe9, again"], {"tweets": {"w1", "w2"}})
    assert "zoe9" not in str(content(study)["tweets"])


def test_of_what_is_made_of_all_windows_nothing_is_kept_and_whoever_is_met_later_stands_in_none_of_it(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for window in ("w1", "w2"):
        plant(warehouse, "tweets", collection_window=window, tweet_id="1", author="x", text="a fine day")
        plant(warehouse, "window_trends", collection_window=window, topic="words", measure="share", term="zoe9")
    published(warehouse, study)
    warehouse.connection.execute("update window_trends set value = 7")
    plant(warehouse, "tweets", collection_window="w3", tweet_id="2", author="x", text="and another")
    read: list[str] = []
    for module, name in ((items, "occurrences"), (searched, "met_in")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda values, real=real: read.append(str(values)) or real(values))
    copy = published(warehouse, study)
    assert copy.remade["window_trends"] == {"w1", "w2"}
    assert "and another" in "".join(read)
    assert "zoe9" not in "".join(read)
    assert "zoe9" in str(content(study)["window_trends"])
    plant(warehouse, "raw_tweets", collection_window="w3", tweet_id="9", author_handle="zoe9")
    published(warehouse, study)
    grown = content(study)
    assert "zoe9" not in str(grown["window_trends"])
    assert grown == anew(warehouse, study)


def test_earlier_parts_are_searched_only_where_they_may_name_whom_the_study_met(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        "w1": "so zoe9 said",
        "w2": "Ann and Zoe Vorland, said",
        "w3": "zoe and vorland",
        "w4": "so 佐藤花子さん",
    }
    for window, text in texts.items():
        plant(warehouse, "tweets", collection_window=window, tweet_id="1", author="x", text=text)
    published(warehouse, study)
    searched: list[str] = []
    real = inspection._found_in

    def noted(
        copy: duckdb.DuckDBPyConnection, search: Search, table: Table, files: list[Path], at_once: int
    ) -> list[Named]:
        searched.extend(file.stem for file in files if table.name == "tweets")
        return real(copy, search, table, files, at_once)

    monkeypatch.setattr(inspection, "_found_in", noted)
    monkeypatch.setattr("mtw_pipeline.published.publishing.known_names", lambda *_: KnownNames((), (), (), NOTHING))
    plant(warehouse, "tweets", collection_window="w5", tweet_id="1", author="x", text="a fine day")
    plant(warehouse, "raw_tweets", collection_window="w5", tweet_id="9" * 12, author_name="No Word")
    published(warehouse, study)
    assert searched == ["w5"]
    for number, (name, window) in enumerate((("zoe9", "w1"), ("Zoe Vorland", "w2"), ("佐藤花子", "w4"))):
        plant(warehouse, "raw_tweets", collection_window="w5", tweet_id=f"90000000000{number}", author_name=name)
        with made_copy(warehouse, study, "careless") as copy:
            searched.clear()
            [found] = findings(warehouse, study, copy).by_check["no_person"]
            assert found.startswith(f"tweets.text: 1 name, first in {window}, tweet_id tweet_")
            assert searched == [window]
            copy.put_in_place(study)


def test_a_copy_that_was_written_into_since_it_was_found_good_gives_no_part_to_the_next(
    study: Study, warehouse: Warehouse
) -> None:
    """Who owns the files may; and where there are no such rights, whoever opens the copy."""

    def name_somebody(version: Path) -> None:
        file = version / "parquet" / "tweets" / "w1.parquet"
        file.chmod(0o644)
        rows = duckdb.sql(f"select * replace ('zoe9' as author) from '{file}'").to_arrow_table()
        pq.write_table(rows, file)

    def cut_a_part(version: Path) -> None:
        file = version / "parquet" / "tweets" / "w2.parquet"
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:40])

    def write_into_the_database(version: Path) -> None:
        (version / "study.duckdb").chmod(0o644)
        with duckdb.connect(str(version / "study.duckdb")) as copy:
            copy.execute("update tweets set author = 'zoe9'")

    def lose_what_is_kept(_: Path) -> None:
        next((study.parts_record / "items").glob("*.parquet")).write_bytes(b"")

    plant(warehouse, "tweets", collection_window="w1", tweet_id="1", author="zoe9", text="a fine day")
    plant(warehouse, "tweets", collection_window="w2", tweet_id="2", author="x", text="another")
    copy = published(warehouse, study)
    good = content(study)
    for change in (cut_a_part, write_into_the_database, lose_what_is_kept, name_somebody):
        record_of(study).keep(copy.plan, copy.version)
        assert record_of(study).read(PublishedVersions(study.published)) is not None
        change(copy.version)
        assert record_of(study).read(PublishedVersions(study.published)) is None, change
    assert published(warehouse, study).plan.reused is None
    assert content(study) == good


def test_a_list_that_is_empty_now_and_was_not_there_is_another(warehouse: Warehouse) -> None:
    asked = f"select {content_of(table_named('tweets'))} from tweets as rows"
    plant(warehouse, "tweets", tweet_id="1", author="x")
    without = warehouse.connection.execute(asked).fetchall()
    warehouse.connection.execute("update tweets set hashtags = []")
    assert warehouse.connection.execute(asked).fetchall() != without


def test_everything_is_made_anew_after_a_change_of_what_all_rests_on(study: Study, warehouse: Warehouse) -> None:
    def forget_somebody(study: Study) -> None:
        warehouse.connection.execute("delete from raw_tweets where author_handle = 'zoe9'")

    def change_the_key(study: Study) -> None:
        study.pseudonym_key.write_text("0f" * 32, encoding="ascii")

    def change_the_title(study: Study) -> None:
        text = study.settings_path.read_text(encoding="utf-8")
        study.settings_path.write_text(text.replace("#InventedTag", "Another title"), encoding="utf-8")

    def look_at_nothing(study: Study) -> None:
        with made_copy(warehouse, Study.load(study.root), "a copy that nobody looked at"):
            pass

    plant_people(warehouse, "w1")
    plant(warehouse, "tweets", collection_window="w2", tweet_id="1", author="x", text="a fine day")
    publish(warehouse, study, "run")
    for change in (forget_somebody, change_the_key, change_the_title, look_at_nothing):
        change(study)
        study = Study.load(study.root)
        copy = publish(warehouse, study, "run")
        assert (copy.plan.reused, copy.plan.stale["tweets"]) == (None, {"w2"}), change
    assert publish(warehouse, study, "run").plan.reused == copy.version


CHANGED, WENT, STAYED = "w-changed", "w-went", "w-stayed"


@dataclass(frozen=True)
class Changed:
    """A copy after rows changed and went and a user id came out, and what it holds, also where it is made anew."""

    study: Study
    copy: MadeCopy
    grown: dict[str, list[str]]
    anew: dict[str, list[str]]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, empty_warehouses: EmptyWarehouses) -> Iterator[Changed]:
    study = make_study(tmp_path_factory.mktemp("changed") / "study")
    with empty_warehouses.lent() as warehouse:
        for window, text in ((CHANGED, "to change"), (WENT, "to go"), (STAYED, "to stay")):
            plant(warehouse, "tweets", collection_window=window, tweet_id="1", author="x", text=f"a sentence {text}")
        plant(warehouse, "tweets", collection_window="w1", tweet_id="1", author="ann_b", text="by herself")
        plant(warehouse, "tweets", collection_window="w2", tweet_id="1", author="cem", text="ask @Ann_B")
        plant(warehouse, "tweets", collection_window="w3", tweet_id="1", author="cem", text="ask nobody")
        for number, handle in enumerate(SHORT_OR_SIGNS):
            window = f"no-name-{number}"
            plant(warehouse, "tweets", collection_window=window, tweet_id="1", author="cem", text=f"@{handle}")
        published(warehouse, study)
        warehouse.connection.execute("update tweets set text = 'changed' where collection_window = $1", [CHANGED])
        warehouse.connection.execute("delete from tweets where collection_window = $1", [WENT])
        for number, handle in enumerate(("Ann_B", *SHORT_OR_SIGNS)):
            plant(
                warehouse, "raw_tweets", collection_window="w4", tweet_id=str(number), author_handle=handle,
                author_id=str(900000000000000055 + number), created_at="2021-01-01",
            )  # fmt: skip
        copy = published(warehouse, study)
        yield Changed(study, copy, content(study), anew(warehouse, study))


def test_rows_that_changed_or_went_are_in_no_byte_of_the_next_copy(changed: Changed) -> None:
    assert changed.grown == changed.anew
    files = [path for path in changed.copy.version.rglob("*") if path.is_file()]
    for text, stands in (("to change", False), ("to go", False), ("to stay", True)):
        assert any(text.encode() in path.read_bytes() for path in files if path.suffix == ".duckdb") is stands


def test_somebody_whose_user_id_comes_out_has_one_pseudonym_in_all_windows(changed: Changed) -> None:
    of_names = {"w1", "w2", "no-name-0", "no-name-1", "no-name-2"}
    assert changed.copy.remade["tweets"] - {WENT} == {*of_names, CHANGED}
    assert changed.grown == changed.anew
    assert PublishedVersions(changed.study.published).is_settled


def test_while_nobody_is_met_only_what_changed_is_made_anew_and_whoever_is_met_later_is_masked_all_the_same(
    study: Study, warehouse: Warehouse
) -> None:
    """Of a study's only window nothing is kept that says whom its texts may name."""
    plant(warehouse, "tweets", collection_window="2020-01", tweet_id="1", author="x", text="so says zoe_invented")
    publish(warehouse, study, "first")
    plant(warehouse, "leaders", collection_window="2020-01", account="x")
    copy = publish(warehouse, study, "second")
    assert {table: windows for table, windows in copy.plan.stale.items() if windows} == {"leaders": {"2020-01"}}
    plant(warehouse, "leaders", collection_window="2020-01", account="x")
    plant(warehouse, "tweets", collection_window="2020-02", tweet_id="2", author="x", text="a fine day")
    copy = publish(warehouse, study, "third")
    assert "2020-01" not in copy.plan.stale["tweets"]
    plant(warehouse, "raw_tweets", collection_window="2020-02", tweet_id="2", author_handle="zoe_invented")
    copy = published(warehouse, study)
    with duckdb.connect(str(copy.version / "study.duckdb"), read_only=True) as reader:
        texts = [row[0] for row in reader.execute("select text from tweets order by text").fetchall()]
    assert not [text for text in texts if "zoe" in text]
