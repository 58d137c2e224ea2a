"""Times and ids of tweets in other dress: read rightly, or rejected with their reason."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from babel.dates import get_timezone_name
from pyarrow import parquet

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.exports.reading.written_times import read_time, written_times
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.exports import DEFAULT_TIMES
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline_tests.builders import NETLYTIC_COLUMNS, csv_text, make_study, netlytic_row, put
from mtw_pipeline_tests.unit.exports.mapped_tables import COLUMN_MAP, WINDOW, fill, row, rows, table_text
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file
from mtw_pipeline_tests.warehouses import EmptyWarehouses


@pytest.fixture
def mapped(tmp_path: Path) -> Study:
    return make_study(tmp_path / "mapped", settings=COLUMN_MAP)


TIMES = {
    "1602920271": "2020-10-17 07:37:51",
    "1602920271000": "2020-10-17 07:37:51",
    "1602920271000000": "2020-10-17 07:37:51",
    "2015-02-24 11:35:52 +0000": "2015-02-24 11:35:52",
    "2015-02-24 11:35:52 -0800": "2015-02-24 19:35:52",
    "24-Feb-2015 11:35": "2015-02-24 11:35:00",
    "24-Feb-15 11:35": "2015-02-24 11:35:00",
    "4 Feb 2015 9:35:52": "2015-02-04 09:35:52",
    "2015-02-24 11:35 CET": "2015-02-24 10:35:00",
    "2015-02-24 11:35 +0000": "2015-02-24 11:35:00",
    "2015-02-24T11:35+01:00": "2015-02-24 10:35:00",
    "2015-02-24 11:35-08": "2015-02-24 19:35:00",
    "2015-02-24T11:35:52+05:30": "2015-02-24 06:05:52",
    "2015-02-24 11:35:52+01": "2015-02-24 10:35:52",
    "2015-02-24T11:35:52.000Z": "2015-02-24 11:35:52",
    "2015-02-24 11:35:52 UTC": "2015-02-24 11:35:52",
    "2015-02-24 11:35:52": "2015-02-24 11:35:52",
    "Tue Feb 24 11:35:52 +0000 2015": "2015-02-24 11:35:52",
    "42059.4832407407": "2015-02-24 11:35:52",
    "42059,4832407407": "2015-02-24 11:35:52",
    "2015-02-24 11:35:52 UTC+01:00": "2015-02-24 10:35:52",
    "2015-02-24 11:35 GMT-3": "2015-02-24 14:35:00",
    "2015-02-24T11:35:52GMT+0530": "2015-02-24 06:05:52",
    "'2015-02-24T11:35:52Z'": "2015-02-24 11:35:52",
}


def test_times_are_read_in_every_dress(mapped: Study, warehouse: Warehouse) -> None:
    table = [row(number, created_at=written) for number, written in enumerate(TIMES)]
    put(mapped, "a.csv", table_text(table), WINDOW)
    read_window(warehouse, mapped, WINDOW)
    found = [time for (time,) in rows(warehouse, "select created_at from raw_tweets order by row_number")]
    assert dict(zip(TIMES, found, strict=True)) == read_times()


ZONES = {
    "Europe/Lisbon": "WET WEST", "Europe/Berlin": "CET CEST MEZ MESZ", "Europe/Athens": "EET EEST",
    "America/New_York": "EST EDT", "America/Chicago": "CDT", "America/Denver": "MST MDT",
    "America/Los_Angeles": "PST PDT", "Asia/Tokyo": "JST", "Asia/Seoul": "KST", "Australia/Sydney": "AEST AEDT",
    "Pacific/Auckland": "NZST NZDT",
}  # fmt: skip
AMBIGUOUS = ("CST", "BST", "IST", "XYZ")
WRITTEN = ("%Y-%m-%d %H:%M:%S {}", "%a %b %d %H:%M:%S {} %Y", "%a, %d %b %Y %H:%M:%S {}")


def times_in_zones() -> list[tuple[str, datetime, datetime]]:
    """Name of a zone, the time there and in UTC: what the zones themselves say, and CLDR of the German names."""
    moments = [datetime(2021, month, 5, 10, tzinfo=UTC) for month in (1, 7)]
    told = [(zone, moment.astimezone(ZoneInfo(zone)), moment) for zone in ZONES for moment in moments]
    return [
        (name, local, moment)
        for zone, local, moment in told
        for name in dict.fromkeys((local.strftime("%Z"), get_timezone_name(local, width="short", locale="de_DE")))
        if name in ZONES[zone].split()
    ]


def test_zones_that_mean_one_by_their_name_are_read(mapped: Study, warehouse: Warehouse) -> None:
    """twint, Java and e-mail write names of zones; which those are at which times the zones themselves say."""
    told = times_in_zones()
    assert {name for name, _, _ in told} == set(" ".join(ZONES.values()).split())
    cells = [(local.strftime(how.format(name)), moment) for name, local, moment in told for how in WRITTEN]
    written = [*(cell for cell, _ in cells), *(f"2021-01-05 10:00:00 {name}" for name in AMBIGUOUS)]
    table = [row(number, created_at=cell) for number, cell in enumerate(written)]
    put(mapped, "a.csv", table_text(table), WINDOW)
    read_window(warehouse, mapped, WINDOW)
    found = [time for (time,) in rows(warehouse, "select created_at from raw_tweets order by row_number")]
    assert found == [moment.replace(tzinfo=None) for _, moment in cells]
    assert rows(warehouse, "select count(*) from rejected_rows where reason like '%cannot be read'") == [
        (len(AMBIGUOUS),)
    ]


def test_a_proposal_knows_the_zones_that_reading_knows() -> None:
    told = times_in_zones()
    assert {name for name, _, _ in told} == set(re.findall("'([A-Z]+)': '", sql_text("exports/macros/time_as_written")))
    for name, local, moment in told:
        cell = local.strftime(f"%Y-%m-%d %H:%M:%S {name}")
        how = written_times([cell])
        assert how is not None, name
        assert how.formats == (DEFAULT_TIMES,), name
        assert how.names_zone, name
        assert read_time(cell, how.formats) == moment.replace(tzinfo=None), name
    assert not any(written_times([f"2021-01-05 10:00:00 {name}"]) for name in AMBIGUOUS)


def test_edge_lists_read_times_as_tweets_do(study: Study, warehouse: Warehouse) -> None:
    times = {written: read for written, read in read_times().items() if "'" not in written}
    ties = "".join(f'one,two,"{written}"\n' for written in times)
    put(study, "a.csv", f"source,target,time\n{ties}two,one,10/17/2020 7:37\n", WINDOW)
    read_window(warehouse, study, WINDOW)
    assert rows(warehouse, "select created_at, bad_cells from raw_ties order by row_number") == [
        *((read, []) for read in times.values()),
        (None, ["created_at: 10/17/2020 7:37"]),
    ]


NO_TIMES = (
    "0000-00-00 00:00:00", "0000-01-01 00:00:00", "0001-01-01 00:00:00", "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+01:00", "9999-12-31 23:59:59", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59-05:00",
)  # fmt: skip
"""What MySQL, Java and .NET write where there is no time, also in the zone of a computer."""


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_what_programs_write_for_no_time_costs_its_row_alone(tmp_path: Path, warehouse: Warehouse, zone: str) -> None:
    in_zone = COLUMN_MAP.replace("\n[column_map.columns]", f'\ntime_zone = "{zone}"\n[column_map.columns]')
    study = make_study(tmp_path / "mapped", settings=in_zone)
    table = [row(number, created_at=cell) for number, cell in enumerate([*NO_TIMES, *["2021-01-27 08:00:00"] * 12])]
    put(study, "a.csv", table_text(table), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert rows(warehouse, "select count(*) from raw_tweets") == [(12,)]
    reasons = rows(warehouse, "select reason from rejected_rows order by row_number")
    assert reasons == [(f"time of posting {cell} cannot be read",) for cell in NO_TIMES]


def test_a_year_that_is_none_turns_no_day_and_month(study: Study, warehouse: Warehouse) -> None:
    written = ["01/02/0000 10:00", *(f"{day:02d}/01/2021 08:00" for day in range(1, 29))]
    table = [netlytic_row(number, pubdate=cell) for number, cell in enumerate(written)]
    put(study, "a.csv", csv_text(table, NETLYTIC_COLUMNS), WINDOW)
    read_window(warehouse, study, WINDOW)
    found = [time for (time,) in rows(warehouse, "select created_at from raw_tweets order by row_number")]
    assert found == [datetime(2021, 1, day, 8) for day in range(1, 29)]
    assert rows(warehouse, "select reason from rejected_rows") == [
        ("time of posting 01/02/0000 10:00 cannot be read",),
    ]


def test_of_accounts_and_ties_no_time_is_named_and_the_row_is_taken(study: Study, warehouse: Warehouse) -> None:
    made = [netlytic_row(number, user_created_at=cell) for number, cell in enumerate(NO_TIMES)]
    put(study, "a.csv", csv_text(made, NETLYTIC_COLUMNS), WINDOW)
    put(study, "b.csv", "source,target,time\n" + "".join(f'one,two,"{cell}"\n' for cell in NO_TIMES), WINDOW)
    read_window(warehouse, study, WINDOW)
    accounts = rows(warehouse, "select author_created_at, bad_cells from raw_tweets order by row_number")
    assert accounts == [(None, [f"author_created_at: {cell}"]) for cell in NO_TIMES]
    ties = rows(warehouse, "select created_at, bad_cells from raw_ties order by row_number")
    assert ties == [(None, [f"created_at: {cell}"]) for cell in NO_TIMES]


def test_a_time_within_a_column_that_no_calendar_has_costs_its_file_alone(study: Study, warehouse: Warehouse) -> None:
    before = pa.array([-62_135_596_800 - 3600]).cast(pa.timestamp("s", tz="UTC"))
    within = pa.StructArray.from_arrays([before], ["at"])
    stream = io.BytesIO()
    parquet.write_table(pa.table({"tweet_id": ["1354338351313849901"], "extra": within}), stream)
    put(study, "a.parquet", stream.getvalue(), WINDOW)
    put(study, "b.csv", csv_text([netlytic_row(1)], NETLYTIC_COLUMNS), WINDOW)
    found = {one.export_file: one for one in read_window(warehouse, study, WINDOW)}
    assert (found["a.parquet"].status, found["b.csv"].status) == ("refused", "read")
    assert "beyond the years 1 to 9999" in str(found["a.parquet"].refusal)


@pytest.mark.parametrize("cell", NO_TIMES)
def test_a_proposal_takes_no_such_cell_for_its_end(cell: str) -> None:
    found = read_time(cell, (DEFAULT_TIMES,))
    assert found is None or found.year in {1, 9999}
    assert written_times(["01/02/0000 10:00"], ["1354338351313849901"]) is None


def read_times() -> dict[str, datetime]:
    return {written: datetime.fromisoformat(read) for written, read in TIMES.items()}


SPREADSHEETS = (
    "%A, %B %d, %Y %I:%M:%S %p", "%d %B %Y %H:%M:%S", "%b %d, %Y at %I:%M:%S %p", "%Y.%m.%d %H:%M:%S",
    "%Y-%m-%d %I:%M:%S %p", "%d-%b-%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%a, %d %b %Y %H:%M:%S +0000",
    "%a %b %d %Y %H:%M:%S GMT+0000 (Greenwich Mean Time)", "%d%b%Y %H:%M:%S", "%d%b%Y:%H:%M:%S",
    "lower %d%b%Y %H:%M:%S",
)  # fmt: skip
"""Days as spreadsheets, Stata and SAS show them in English, and what other programs write that begins alike."""


MOMENTS = [datetime(2021, 1, 3, 8, 15, 30) + timedelta(days=day, hours=day) for day in range(20)]


def as_written(how: str) -> str:
    written = [one.strftime(how.removeprefix("lower ")) for one in MOMENTS]
    cells = [one.lower() for one in written] if how.startswith("lower") else written
    return csv_text([netlytic_row(day, pubdate=cell) for day, cell in enumerate(cells)], NETLYTIC_COLUMNS)


@pytest.mark.parametrize("how", SPREADSHEETS)
@of_file(as_written)
def test_times_of_a_known_format_are_read_as_a_spreadsheet_wrote_them(read: ReadFile, how: str) -> None:
    assert read.raw("created_at") == MOMENTS, how


@pytest.mark.parametrize("unread", [20, 19, 10])
def test_what_to_do_about_times_that_are_not_read_is_said_where_hardly_any_is(
    study: Study, warehouse: Warehouse, unread: int
) -> None:
    times = ["3. Januar 2021 08:15"] * unread + ["2021-01-03 08:15:00"] * (20 - unread)
    tweets = [netlytic_row(number, pubdate=one) for number, one in enumerate(times)]
    put(study, "a.csv", csv_text(tweets, NETLYTIC_COLUMNS), WINDOW)
    [outcome] = read_window(warehouse, study, WINDOW)
    told = [note for note in outcome.notes if "computed from the tweets' ids" in note]
    assert len(told) == (unread > 10)
    assert all(f"3. Januar 2021 08:15 cannot be read, nor can those of {unread - 1} other rows" in one for one in told)


def test_of_one_time_that_is_not_read_no_other_rows_are_told(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([netlytic_row(1, pubdate="3. Januar 2021 08:15")], NETLYTIC_COLUMNS), WINDOW)
    [outcome] = read_window(warehouse, study, WINDOW)
    assert any("08:15 cannot be read: describe the file" in note for note in outcome.notes)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
@pytest.mark.parametrize("how", ["%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d 00:00:00", "%Y-%m-%d %H:%M:%S"])
def test_times_that_tell_the_day_alone_are_told(tmp_path: Path, warehouse: Warehouse, how: str, zone: str) -> None:
    study = make_study(tmp_path / "days", settings=f'\n[export_time_zones]\nnetlytic = "{zone}"\n')
    moments = [datetime(2021, 3, 20, 3, 7, 30, tzinfo=UTC) + timedelta(days=day, hours=day / 2) for day in range(20)]
    ids = [int(one.timestamp() * 1000) - 1_288_834_974_657 << 22 for one in moments]
    addresses = [f"https://twitter.com/inv_1/statuses/{one + place}" for place, one in enumerate(ids)]
    told = [one.astimezone(ZoneInfo(zone)).strftime(how) for one in moments]
    tweets = [
        netlytic_row(number, pubdate=one, guid=address, link=address)
        for number, (one, address) in enumerate(zip(told, addresses, strict=True))
    ]
    put(study, "a.csv", csv_text(tweets, NETLYTIC_COLUMNS), WINDOW)
    [outcome] = read_window(warehouse, study, WINDOW)
    assert any("tell the day alone" in note for note in outcome.notes) == ("%H" not in how)


def test_a_time_that_names_a_place_does_not_shift_the_times_of_later_rows(mapped: Study, warehouse: Warehouse) -> None:
    put(
        mapped,
        "a.csv",
        table_text(
            [row(1, created_at="2021-01-27 08:00:00 America/New_York"), row(2, created_at="2021-01-27 08:00:00")]
        ),
        WINDOW,
    )
    read_window(warehouse, mapped, WINDOW)
    assert rows(warehouse, "select created_at from raw_tweets") == [(datetime(2021, 1, 27, 8),)]
    assert rows(warehouse, "select row_number from rejected_rows") == [(1,)]


def test_a_zone_in_the_cell_stands_before_the_zone_of_the_column_map(tmp_path: Path, warehouse: Warehouse) -> None:
    zoned = COLUMN_MAP.replace(
        'name = "ours"', 'name = "ours"\ntime_format = "%a, %d %b %Y %H:%M:%S %z"\ntime_zone = "Europe/Madrid"'
    )
    study = make_study(tmp_path / "zoned", settings=zoned)
    put(study, "a.csv", table_text([row(1, created_at="Sat, 23 Jan 2021 23:30:00 -0500")]), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert rows(warehouse, "select created_at from raw_tweets") == [(datetime(2021, 1, 24, 4, 30),)]


def test_guards_on_either_side_of_an_id_are_no_part_of_it(mapped: Study, warehouse: Warehouse) -> None:
    ids = [str(296_728_042_179_534_848 + number) for number in range(6)]
    guards = ["'{}", "'{}'", '="{}"', '"{}"', "ID_{}", " {} "]
    table = [row(number, tweet_id=guards[number].format(one)) for number, one in enumerate(ids)]
    put(mapped, "a.csv", table_text(table), WINDOW)
    read_window(warehouse, mapped, WINDOW)
    assert rows(warehouse, "select tweet_id from raw_tweets order by row_number") == [(one,) for one in ids]


def test_ids_rounded_in_a_part_of_a_file_are_rejected_and_the_others_are_taken(
    mapped: Study, warehouse: Warehouse
) -> None:
    ids = [1_353_251_187_717_049_343 + 251_658_240_001 * number for number in range(30)]
    rounded = [round(one, -4) for one in ids[:5]]
    put(
        mapped,
        "a.csv",
        table_text([row(number, tweet_id=str(one)) for number, one in enumerate([*ids[5:], *rounded])]),
        WINDOW,
    )
    read_window(warehouse, mapped, WINDOW)
    assert rows(warehouse, "select count(*) from raw_tweets") == [(25,)]
    assert rows(warehouse, "select count(*) from rejected_rows where reason like '%was rounded%'") == [(5,)]


def test_an_id_that_was_rounded_in_several_ways_is_one_tweet(mapped: Study, warehouse: Warehouse) -> None:
    """To a double, to a double's 17 digits and to 15 digits: between such an id and the true one lie two others."""
    first = 1_353_251_187_717_049_343 // 4096 * 4096 + 4096 * 3 + 1
    apart = 10_000 << 30  # by which no id is rounded otherwise
    ids = [first + offset + apart * number for number, offset in enumerate(range(0, 512, 37))]
    for true in ids:
        double = int(float(true))
        for number, one in enumerate((true, double, round(double, -2), round(true, -4))):
            table = table_text([row(1, tweet_id=str(one)), row(2, tweet_id=str(true + 2**40))])
            put(mapped, f"{true}-{number}.csv", table, WINDOW)
    fill(mapped, warehouse)
    found = [one for (one,) in rows(warehouse, "select tweet_id from tweets order by 1")]
    assert found == [str(one) for true in ids for one in (true, true + 2**40)]


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_a_file_with_two_rounded_ids_beside_its_undamaged_twin_adds_no_tweets(
    mapped: Study, names: tuple[str, str], warehouse: Warehouse
) -> None:
    ids = [1_353_251_187_717_049_343 + 251_658_240_077 * number for number in range(9)]
    damaged = [round(ids[0], -4), int(float(ids[1])), *ids[2:]]
    for name, written in zip(names, (ids, damaged), strict=True):
        put(mapped, name, table_text([row(number, tweet_id=str(one)) for number, one in enumerate(written)]), WINDOW)
    first, second = fill(mapped, warehouse)
    assert rows(warehouse, "select tweet_id from tweets order by 1") == [(str(one),) for one in sorted(ids)]
    assert rows(warehouse, "select export_file, row_number, reason from rejected_rows order by 2") == [
        (names[1], place, f"tweet id {damaged[place - 1]} was rounded: the true one stands in {names[0]}")
        for place in (1, 2)
    ]
    taken = rows(warehouse, "select count(*) from raw_tweets")
    assert taken == [(first.rows_read + second.rows_read - 2,)]


def test_ids_that_went_through_doubles_are_rejected_all(mapped: Study, warehouse: Warehouse) -> None:
    ids = [float(969_576_390_457_374_112 + 251_659_252_000 * number) for number in range(200)]
    exact = [int(one) // 4096 * 4096 for one in ids]
    put(mapped, "a.csv", table_text([row(number, tweet_id=str(one)) for number, one in enumerate(exact)]), WINDOW)
    read_window(warehouse, mapped, WINDOW)
    assert rows(warehouse, "select count(*) from raw_tweets") == [(0,)]


def posted_in(zone: str, day: int, number: int) -> list[str]:
    moment = datetime(2021, 3, day, 12, number, tzinfo=UTC)
    tweet_id = (int(moment.timestamp() * 1000) - 1_288_834_974_657) << 22
    written = moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
    return row(number, tweet_id=str(tweet_id + number), created_at=written)


def test_the_times_inside_ids_prove_the_zone_also_across_a_change_of_clocks(
    mapped: Study, warehouse: Warehouse
) -> None:
    zones = ["America/New_York", "Asia/Kolkata", "Europe/Madrid"]
    for number, zone in enumerate(zones):
        put(mapped, f"{number}.csv", table_text([posted_in(zone, day, day % 60) for day in range(1, 32)]), WINDOW)
    outcomes = read_window(warehouse, mapped, WINDOW)
    for zone, outcome in zip(zones, outcomes, strict=True):
        [note] = outcome.notes
        named = note.split('"')[1]
        for day in (1, 31):
            noon = datetime(2021, 3, day, 12, tzinfo=UTC)
            assert noon.astimezone(ZoneInfo(named)).utcoffset() == noon.astimezone(ZoneInfo(zone)).utcoffset(), zone


def test_times_that_the_ids_prove_need_no_word_and_others_do(
    study: Study, warehouse: Warehouse, mapped: Study, empty_warehouses: EmptyWarehouses
) -> None:
    put(mapped, "a.csv", table_text([posted_in("UTC", day, day % 60) for day in range(1, 32)]), WINDOW)
    with empty_warehouses.lent() as other:
        assert [outcome.notes for outcome in read_window(other, mapped, WINDOW)] == [[]]
    put(study, "a.csv", "source,target\none,two\n", WINDOW)
    put(study, "b.csv", "source,target,time\none,two,2021-01-05 10:00:00\n", WINDOW)
    without, with_times = read_window(warehouse, study, WINDOW)
    assert without.notes == []
    assert "name no zone" in with_times.notes[0]
