"""What must hold for every format of the registry; a new one gets all of it by its module in samples/."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random, SystemRandom

import pytest

from mtw_pipeline.exports.formats.model import DelimitedFormat, JsonFormat
from mtw_pipeline.exports.formats.registry import DELIMITED_FORMATS, JSON_FORMATS
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import WINDOW, make_study, put
from mtw_pipeline_tests.samples.sample import NO_OBJECTS, JsonSample, TableSample, sample_of
from mtw_pipeline_tests.warehouses import EmptyWarehouses

TABLES_OF_TWEETS = [known for known in DELIMITED_FORMATS if not known.holds_ties]
FORMATS: list[DelimitedFormat | JsonFormat] = [*TABLES_OF_TWEETS, *JSON_FORMATS]
COMMON = {
    "author", "created_at", "text", "tweet_type", "like_count", "retweet_count", "hashtags", "mention_handles",
}  # fmt: skip

by_name = pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
delimited = pytest.mark.parametrize("known", TABLES_OF_TWEETS, ids=lambda known: known.name)


def table_of(known: DelimitedFormat) -> TableSample:
    sample = sample_of(known.name)
    assert isinstance(sample, TableSample)
    return sample


def read_files(
    study: Study, warehouse: Warehouse, files: Mapping[str, str | bytes], sample: TableSample | JsonSample
) -> dict[str, FileOutcome]:
    """Read some files, with what belongs beside them."""
    for name, content in {**files, **sample.companions}.items():
        put(study, name, content)
    outcomes = {outcome.export_file: outcome for outcome in read_window(warehouse, study, WINDOW)}
    companions = [outcome for name, outcome in outcomes.items() if name not in files]
    assert all((companion.status, companion.rows_read) == ("read", 0) for companion in companions)
    return {name: outcomes[name] for name in files}


def make_tweets(warehouse: Warehouse) -> None:
    """Make the tweets of the rows that were read."""
    warehouse.replace_window(IDENTITIES, WINDOW)
    warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())


def found(warehouse: Warehouse, wanted: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    """The columns of the tweets that the sample names, in the forms in which it names them."""
    result = warehouse.connection.execute(
        "select * replace (strftime(created_at, '%Y-%m-%d %H:%M:%S') as created_at, list_sort(hashtags) as hashtags,"
        " list_sort(mention_handles) as mention_handles) from tweets"
    )
    names = [column[0] for column in result.description or ()]
    rows = {row["tweet_id"]: row for row in (dict(zip(names, row, strict=True)) for row in result.fetchall())}
    return {
        str(tweet_id): {name: row[name] for name in wanted.get(str(tweet_id), COMMON)} for tweet_id, row in rows.items()
    }


LISTS = {
    "rtweet": dict.fromkeys(
        ("hashtags", "mentions_screen_name", "mentions_user_id", "urls_expanded_url", "media_expanded_url",
         "media_type", "ext_media_expanded_url"), " "
    ),
    "minet": dict.fromkeys(("hashtags", "mentioned_names", "mentioned_ids", "links", "media_types"), "|"),
    "twarc1_csv": {"hashtags": " ", "urls": " "},
    "dmi_tcat": dict.fromkeys(("hashtags", "mentions", "urls_expanded", "urls_followed"), "; "),
    "fourcat_twitterv2": dict.fromkeys(("hashtags", "mentions", "urls", "images", "videos"), ","),
    "fourcat_import": dict.fromkeys(("hashtags", "mentions", "urls", "images", "videos"), ","),
    "brandwatch": {"Hashtags": ", ", "Mentioned Authors": ", "},
    "nodexl": {"Hashtags In Tweet": " ", "Urls In Tweet": " "},
    "verification_plugin": {"hashtags": ",", "mentions": ",", "links": ","},
    "bluesky_table": dict.fromkeys(("tags", "mentions", "links", "images", "languages"), ","),
    "twarc_csv": {"entities.urls": "", "attachments.media": "", "edit_history_tweet_ids": ""},
}  # fmt: skip
"""The columns that are lists where a program keeps the format's table as such, and what joins them in its CSV."""

PLAIN, WITH_OWN_COLUMN = "plain", "own column"


def dresses_of(known: DelimitedFormat | JsonFormat, sample: TableSample | JsonSample) -> dict[str, str | bytes]:
    """The sample as files of one window: plain, and in every dress that it can wear."""
    dresses: dict[str, str | bytes] = {
        PLAIN: sample.text(),
        "crlf": sample.text("\r\n"),
        "plain.gz": sample.text(),
        "marked": "\ufeff" + sample.text(),
        "utf16": sample.text("\r\n").encode("utf-16"),
    }
    if isinstance(sample, TableSample):
        dresses.update(cr=sample.text("\r"), shuffled=sample.shuffled().text(), workbook=sample.workbook())
        dresses.update(parquet=sample.parquet(), typed=sample.typed_parquet(LISTS.get(known.name, {})))
        dresses[WITH_OWN_COLUMN] = sample.with_column("Our Own Note").text()
    elif sample.also_as_array:
        dresses.update(array=sample.array())
    if isinstance(sample, JsonSample) and known.name not in NO_OBJECTS:
        dresses.update(parquet=sample.parquet())
    return dresses


@dataclass(frozen=True)
class ReadSample:
    """The sample of a format in all its dresses, what became of each, and the tables into which they were read."""

    known: DelimitedFormat | JsonFormat
    sample: TableSample | JsonSample
    outcomes: Mapping[str, FileOutcome]
    warehouse: Warehouse

    def rows_as_collected(self, name: str) -> list[tuple[object, ...]]:
        """What the rows of a file say, in order: all that the tweets are made of."""
        said = "* exclude (export_file, row_number)"
        asked = f"select {said} from raw_tweets where export_file = $name order by row_number"
        return self.warehouse.connection.execute(asked, {"name": name}).fetchall()


@pytest.fixture(scope="module", params=FORMATS, ids=lambda known: known.name)
def dressed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_warehouses: EmptyWarehouses
) -> Iterator[ReadSample]:
    known: DelimitedFormat | JsonFormat = request.param
    study = make_study(tmp_path_factory.mktemp(known.name))
    sample = sample_of(known.name)
    with empty_warehouses.lent() as warehouse:
        outcomes = read_files(study, warehouse, dresses_of(known, sample), sample)
        make_tweets(warehouse)
        yield ReadSample(known, sample, outcomes, warehouse)


def test_what_the_sample_holds_comes_out(dressed: ReadSample) -> None:
    tweets = dressed.sample.tweets
    assert {name: COMMON - tweet.keys() for name, tweet in tweets.items() if not tweet.keys() >= COMMON} == {}
    assert found(dressed.warehouse, tweets) == {name: dict(tweet) for name, tweet in tweets.items()}


def test_every_row_is_accounted_for(dressed: ReadSample) -> None:
    rows = dressed.sample.rows if isinstance(dressed.sample, JsonSample) else len(dressed.sample.rows)
    for name, outcome in dressed.outcomes.items():
        assert outcome.rows_read == rows
        assert sum(rows_of_file(dressed.warehouse, table, name) for table in (RAW_TWEETS, REJECTED_ROWS)) == rows


def test_what_the_format_cannot_tell_is_null(dressed: ReadSample) -> None:
    for name in dressed.sample.absent:
        filled = dressed.warehouse.connection.execute(f"select count({name}) from raw_tweets").fetchall()
        assert filled == [(0,)], name


def test_every_dress_gives_the_same_tweets(dressed: ReadSample) -> None:
    for name, outcome in dressed.outcomes.items():
        assert (outcome.format, outcome.refusal) == (dressed.known.name, None), name
        assert dressed.rows_as_collected(name) == dressed.rows_as_collected(PLAIN), name


def test_a_column_of_ones_own_is_listed_and_changes_nothing(dressed: ReadSample) -> None:
    for name, outcome in dressed.outcomes.items():
        assert outcome.unknown_columns == (["Our Own Note"] if name == WITH_OWN_COLUMN else []), name


@delimited
def test_a_file_without_a_needed_column_is_refused_by_its_name(
    known: DelimitedFormat, study: Study, warehouse: Warehouse
) -> None:
    files, entries = {}, {}
    for entry in known.required:
        sample = table_of(known)
        for name in [column for column in sample.columns if column.lower() in entry.split("|")]:
            sample = sample.without(name)
        name = f"without {len(files)}"
        files[name], entries[name] = sample.text(), entry
    for name, outcome in read_files(study, warehouse, files, table_of(known)).items():
        if outcome.format == "edge_list":  # its ties are whole without the tweets
            continue
        missing = " or ".join(entries[name].split("|"))
        assert outcome.status == "refused", missing
        assert missing in str(outcome.refusal) or outcome.format is None, missing


PUT_IN = (b'"', b"\\", b"\0", b"\n", b"NA", b"{", b"1E+18")


# Eight damaged files a format, some two hundred in all, other ones with every run: reading many costs what reading
# one does. What particular damages mean is asked by test_damaged_twins.py.
@by_name
def test_damage_anywhere_is_accounted_for_and_breaks_nothing(
    known: DelimitedFormat | JsonFormat, study: Study, warehouse: Warehouse
) -> None:
    sample = sample_of(known.name)
    seed = SystemRandom().randrange(1 << 32)
    drawn = Random(seed)  # noqa: S311 - drawn anew from the seed that a failure names
    files = {f"{number}": damaged(sample.text().encode(), drawn) for number in range(8)}
    outcomes = read_files(study, warehouse, files, sample)
    make_tweets(warehouse)
    for name, outcome in outcomes.items():
        taken = sum(rows_of_file(warehouse, table, name) for table in (RAW_TWEETS, RAW_TIES, REJECTED_ROWS))
        assert outcome.rows_read == taken, (seed, name)
        assert outcome.status == "refused" or taken or not outcome.rows_read, (seed, name)


def damaged(content: bytes, drawn: Random) -> bytes:
    for _ in range(drawn.randint(1, 3)):
        start = drawn.randint(0, len(content))
        put_in = drawn.choice((drawn.randbytes(drawn.randint(0, 8)), drawn.choice(PUT_IN)))
        content = content[:start] + put_in + content[start + drawn.randint(0, 40) :]
    return content


def rows_of_file(warehouse: Warehouse, table: Table, name: str) -> int:
    counted = f"select count(*) from {table.name} where export_file = $name"
    [(rows,)] = warehouse.connection.execute(counted, {"name": name}).fetchall()
    return int(rows)
