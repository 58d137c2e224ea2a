"""Cells that the codebook does not ask: no count, sheet, agreement or table has them; and cells still blank."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.agreement.so_far import agreement_so_far
from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.journal import Entry, write_down
from mtw_pipeline.coding.progress import CoderProgress, coding_progress
from mtw_pipeline.coding.sheets.of_window import write_disagreements
from mtw_pipeline.errors import UserError
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.coded_tables import fill_tables
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, TEXTS, Desk, coding_study, fill, opened, plant_tweets

COMPUTED = 'applies_to = {variable = "tweet_type", codes = ["tweet", "reply"]}'
BY_PEOPLE = 'applies_to = {variable = "purpose", codes = ["community"]}'
AT = "2021-03-01T10:00:00+00:00"


def asking(root: Path, warehouse: Warehouse, applies_to: str) -> Desk:
    return Desk(coding_study(root / "asking", SETTINGS.replace(COMPUTED, applies_to), size=30), warehouse)


def row_of(desk: Desk, coder: str, variable: str = "tone") -> CoderProgress:
    return next(
        one for one in coding_progress(desk.study, WINDOW).coders if (one.coder, one.variable) == (coder, variable)
    )


def asked_of(desk: Desk, coder: str) -> tuple[int, int]:
    """Of a coder's tweets, those that are no retweets, and all, counted from what was planted."""
    query = desk.warehouse.connection.execute
    retweets = {one for (one,) in query("select tweet_id from tweets where tweet_type = 'retweet'").fetchall()}
    own = {one.tweet_id for one in desk.sample() if coder in one.coders}
    return len(own - retweets), len(own)


def in_file(desk: Desk) -> None:
    """Put the tweets where commands find them."""
    with open_warehouse(desk.study.warehouse, "a test") as warehouse:
        plant_tweets(warehouse, TEXTS)


def write(desk: Desk, codes: Mapping[tuple[str, str, str], str]) -> None:
    write_down(desk.study, WINDOW, [Entry("code", *place, code, "", "a page", AT) for place, code in codes.items()])


def command(desk: Desk, *arguments: str) -> tuple[int, str]:
    days = ["--window", str(WINDOW.start), str(WINDOW.end)]
    done = CliRunner().invoke(build_app(), [*arguments, "--study", str(desk.study.root), *days])
    return done.exit_code, " ".join(done.output.split())


def test_only_tweets_that_a_variable_is_asked_of_are_to_be_coded(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    assert desk.take(desk.paths["Ana"]).problems == ()
    asked, every = asked_of(desk, "Ana")
    assert asked < every
    in_file(desk)
    ana, ben = row_of(desk, "Ana"), row_of(desk, "Ben")
    assert (ana.coded, ana.tweets, ana.open_tweets) == (asked, asked, 0)
    assert (ben.coded, ben.tweets, ben.open_tweets) == (0, asked_of(desk, "Ben")[0], 0)
    assert ana.reliability_coded == ana.reliability_tweets == ben.reliability_tweets
    assert row_of(desk, "Ana", "purpose").tweets == every


def test_without_tables_it_is_said_that_it_is_not_known(desk: Desk) -> None:
    asked, every = asked_of(desk, "Ana")
    row = row_of(desk, "Ana")
    assert (row.tweets, row.open_tweets) == (0, every)
    _, said = command(desk, "coding", "status")
    assert "┃ coded ┃ of ┃ in reliability set ┃ of ┃" in said
    assert f"0 to {every}" in said
    assert "tone is asked where tweet_type is tweet or reply; what it is of some tweets stands in no table" in said
    in_file(desk)
    _, said = command(desk, "coding", "status")
    assert f"0 to {every}" not in said
    assert "tone is asked" not in said
    assert f"│ {asked} │" in said


def test_codes_of_what_the_codebook_does_not_ask_any_more_count_nowhere(desk: Desk) -> None:
    """Both code the tone of retweets too, each another one, before the codebook asks it of tweets and replies alone."""
    shared = [one.tweet_id for one in desk.sample() if one.is_reliability]
    kinds = dict(desk.warehouse.connection.execute("select tweet_id, tweet_type from tweets").fetchall())
    strange = [one for one in shared if kinds[one] == "retweet"]
    assert 0 < len(strange) < len(shared)
    plain = [one for one in shared if one not in strange]
    own = {"Ana": dict.fromkeys(strange, "warm"), "Ben": dict.fromkeys(strange, "cold")}
    tones = {who: {**differ, **dict.fromkeys(plain, "cold"), plain[0]: "warm"} for who, differ in own.items()}
    write(desk, {(who, one, "tone"): code for who, codes in tones.items() for one, code in codes.items()})
    in_file(desk)
    progress = coding_progress(desk.study, WINDOW)
    assert (progress.not_asked, progress.disagreements) == ({"tone": 2 * len(strange)}, {"purpose": 0, "tone": 0})
    assert row_of(desk, "Ana").coded == len(shared) - len(strange)
    assert (
        f"codes that the codebook does not ask of their tweets; kept, but not counted: tone {2 * len(strange)}"
        in (command(desk, "coding", "status")[1])
    )
    told = next(one for one in agreement_so_far(desk.study, WINDOW) if one.variable == "tone")
    assert told.latest["units"] == len(shared) - len(strange)
    assert write_disagreements(desk.warehouse, desk.study, WINDOW) is None
    desk.sheets(replace=True)
    _, sheet, names = opened(desk.paths["Ana"])
    written = {str(sheet.cell(row, names["tweet"]).value).split(" t")[-1]: sheet.cell(row, names["tone"]).value
               for row in range(2, sheet.max_row + 1)}  # fmt: skip
    assert {one: written[one] for one in shared} == {**tones["Ana"], **dict.fromkeys(strange)}
    assert desk.take(desk.paths["Ana"]).problems == ()
    fill_tables(desk)
    query = desk.warehouse.connection.execute
    for table in ("codes", "coded_tweets"):
        rows = query(f"select distinct tweet_id from {table} where variable = 'tone'").fetchall()
        assert {one for (one,) in rows} == set(shared) - set(strange), table
    assert query("select distinct units from coder_agreement where variable = 'tone'").fetchall() == [
        (len(shared) - len(strange),)
    ]


def test_what_a_coder_gave_decides_whether_another_variable_is_asked(tmp_path: Path, warehouse: Warehouse) -> None:
    desk = asking(tmp_path, warehouse, BY_PEOPLE)
    shared = [one.tweet_id for one in desk.sample() if one.is_reliability]
    own = sum("Ana" in one.coders for one in desk.sample())
    write(
        desk,
        {("Ana", shared[0], "purpose"): "community", ("Ana", shared[1], "purpose"): "other"}
        | {("Ana", one, "tone"): "warm" for one in shared[1:3]},
    )
    row, progress = row_of(desk, "Ana"), coding_progress(desk.study, WINDOW)
    # the first is asked, the second is not although it is coded, of the third it is not known and it is coded
    assert (row.coded, row.tweets, row.open_tweets) == (1, 2, own - 3)
    assert progress.not_asked == {"tone": 1}
    assert (
        "tone is asked where purpose is community: of how many tweets that is, is known once purpose is coded"
        in (command(desk, "coding", "status")[1])
    )
    fill_tables(desk)
    assert warehouse.connection.execute("select tweet_id from codes where variable = 'tone'").fetchall() == [
        (shared[2],)
    ]


def test_an_import_names_what_a_coder_need_not_have_coded(tmp_path: Path, warehouse: Warehouse) -> None:
    desk = asking(tmp_path, warehouse, BY_PEOPLE)
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    book, sheet, names = opened(desk.paths["Ana"])
    sheet.cell(3, names["purpose"]).value = "other"
    sheet.cell(4, names["tone"]).value = None
    sheet.cell(5, names["purpose"]).value = None
    book.save(desk.paths["Ana"])
    found = desk.take(desk.paths["Ana"])
    assert [(one.row, one.variable, one.problem) for one in found.problems] == [
        (3, "tone", "the codebook does not ask this of the tweet")
    ]
    assert found.blank == {"Ana": 2}
    row = row_of(desk, "Ana")
    assert (row.tweets - row.coded) + (
        row_of(desk, "Ana", "purpose").tweets - row_of(desk, "Ana", "purpose").coded
    ) == 2


def test_a_decision_that_leaves_a_variable_out_leaves_nothing_of_it(tmp_path: Path, warehouse: Warehouse) -> None:
    """Three coders; two see community and agree on its tone, one sees another purpose, and so it is decided."""
    text = SETTINGS.replace(COMPUTED, BY_PEOPLE).replace('["Ana", "Ben"]', '["Ana", "Ben", "Cleo"]\nthreshold = 0.0')
    desk = Desk(coding_study(tmp_path / "three", text, size=30), warehouse)
    shared = [one.tweet_id for one in desk.sample() if one.is_reliability]
    coders = ("Ana", "Ben", "Cleo")
    purposes = ["community", "community", "community", "other"]
    seen = {who: dict(zip(shared, purposes, strict=True)) for who in coders}
    seen["Cleo"][shared[0]] = "other"
    write(desk, {(who, one, "purpose"): code for who, codes in seen.items() for one, code in codes.items()})
    write(
        desk,
        {(who, shared[0], "tone"): "warm" for who in ("Ana", "Ben")}
        | {(who, shared[1], "tone"): "cold" for who in coders}
        | {(who, shared[2], "tone"): "warm" for who in coders},
    )
    decided = [Entry("adjudication", "Dora", shared[0], "purpose", "other", "", "decisions", AT)]
    write_down(desk.study, WINDOW, decided)
    fill_tables(desk)
    rows = warehouse.connection.execute("select tweet_id from coded_tweets where variable = 'tone'").fetchall()
    assert {one for (one,) in rows} == set(shared[1:3])


def test_what_a_decision_asks_of_a_tweet_is_decided_too(tmp_path: Path, warehouse: Warehouse) -> None:
    """Of the first tweet one coder was asked the tone, of the second nobody; both are decided to be community."""
    text = SETTINGS.replace(COMPUTED, BY_PEOPLE).replace('["Ana", "Ben"]', '["Ana", "Ben"]\nthreshold = 0.0')
    desk = Desk(coding_study(tmp_path / "late", text, size=30), warehouse)
    first, second, third, fourth = [one.tweet_id for one in desk.sample() if one.is_reliability]
    write(
        desk,
        {("Ana", first, "purpose"): "community", ("Ben", first, "purpose"): "other", ("Ana", first, "tone"): "warm"}
        | {("Ana", second, "purpose"): "information", ("Ben", second, "purpose"): "other"}
        | {(who, one, "purpose"): "community" for who in ("Ana", "Ben") for one in (third, fourth)}
        | {(who, third, "tone"): "warm" for who in ("Ana", "Ben")}
        | {(who, fourth, "tone"): "cold" for who in ("Ana", "Ben")},
    )
    assert coding_progress(desk.study, WINDOW).disagreements == {"purpose": 2, "tone": 0}
    as_community = [
        Entry("adjudication", "Dora", one, "purpose", "community", "", "decisions", AT) for one in (first, second)
    ]
    write_down(desk.study, WINDOW, as_community)
    assert coding_progress(desk.study, WINDOW).disagreements == {"purpose": 0, "tone": 2}
    sheet = write_disagreements(desk.warehouse, desk.study, WINDOW)
    assert sheet is not None
    book, rows, names = opened(sheet.path)
    for row, tone in ((2, "warm"), (3, "cold")):
        assert rows.cell(row, names["tone"]).protection.locked is False
        rows.cell(row, names["tone"]).value = tone
        rows.cell(row, names["decided_by"]).value = "Dora"
    book.save(sheet.path)
    assert desk.take(sheet.path).problems == ()
    assert coding_progress(desk.study, WINDOW).disagreements == {"purpose": 0, "tone": 0}
    fill_tables(desk)
    finals = dict(
        warehouse.connection.execute("select tweet_id, code from coded_tweets where variable = 'tone'").fetchall()
    )
    assert finals == {first: "warm", second: "cold", third: "warm", fourth: "cold"}
    again = Entry("adjudication", "Dora", second, "purpose", "other", "", "decisions", "2021-03-02T10:00:00+00:00")
    write_down(desk.study, WINDOW, [again])
    fill_tables(desk)
    left = warehouse.connection.execute("select tweet_id from coded_tweets where variable = 'tone'").fetchall()
    assert {one for (one,) in left} == {first, third, fourth}


def test_who_has_yet_to_code_what_a_decision_asks_is_waited_for(tmp_path: Path, warehouse: Warehouse) -> None:
    """Two of three saw community, as was decided; neither has coded the tone yet, so nothing of it is to be decided."""
    text = SETTINGS.replace(COMPUTED, BY_PEOPLE).replace('["Ana", "Ben"]', '["Ana", "Ben", "Cleo"]')
    desk = Desk(coding_study(tmp_path / "waiting", text, size=30), warehouse)
    tweet = next(one.tweet_id for one in desk.sample() if one.is_reliability)
    seen = {"Ana": "community", "Ben": "community", "Cleo": "other"}
    write(desk, {(who, tweet, "purpose"): code for who, code in seen.items()})
    write_down(desk.study, WINDOW, [Entry("adjudication", "Dora", tweet, "purpose", "community", "", "decisions", AT)])
    assert coding_progress(desk.study, WINDOW).disagreements == {"purpose": 0, "tone": 0}


def test_what_is_not_decided_is_not_asked_for_where_it_is_moot(tmp_path: Path, warehouse: Warehouse) -> None:
    desk = asking(tmp_path, warehouse, BY_PEOPLE)
    tweet = next(one.tweet_id for one in desk.sample() if one.is_reliability)
    write(
        desk,
        {(who, tweet, "purpose"): "community" for who in ("Ana", "Ben")}
        | {("Ana", tweet, "tone"): "warm", ("Ben", tweet, "tone"): "cold"},
    )
    assert coding_progress(desk.study, WINDOW).disagreements == {"purpose": 0, "tone": 1}
    write_down(desk.study, WINDOW, [Entry("adjudication", "Dora", tweet, "purpose", "other", "", "decisions", AT)])
    assert coding_progress(desk.study, WINDOW).disagreements == {"purpose": 0, "tone": 0}


@pytest.mark.parametrize("form", ["xlsx", "csv", "page"])
def test_a_page_and_a_sheet_show_no_code_of_what_is_not_asked(tmp_path: Path, warehouse: Warehouse, form: str) -> None:
    desk = asking(tmp_path, warehouse, BY_PEOPLE)
    own = next(one.tweet_id for one in desk.sample() if "Ana" in one.coders)
    write(desk, {("Ana", own, "purpose"): "other", ("Ana", own, "tone"): "cold"})
    path = desk.sheets(form, replace=True)[0].path  # type: ignore[arg-type]
    if form == "xlsx":
        _, sheet, names = opened(path)
        assert {sheet.cell(row, names["tone"]).value for row in range(2, sheet.max_row + 1)} == {None}
    elif form == "csv":
        assert "cold" not in path.read_text(encoding="utf-8-sig")
    else:
        assert '"tone": {"codes"' not in path.read_text(encoding="utf-8").replace('":{', '": {')


def test_a_half_filled_sheet_is_work_in_progress(desk: Desk) -> None:
    book, sheet, names = opened(desk.paths["Ana"])
    for row in range(2, 12):
        sheet.cell(row, names["purpose"]).value = "community"
    book.save(desk.paths["Ana"])
    in_file(desk)
    asked, every = asked_of(desk, "Ana")
    code, said = command(desk, "coding", "import", str(desk.paths["Ana"]))
    assert (code, f"Ana: {asked + every - 10} cells are still blank" in said) == (0, True), said
    assert not (desk.study.coding_of(WINDOW) / "to-correct").exists()
    sheet.cell(2, names["purpose"]).value = "nonsense"
    book.save(desk.paths["Ana"])
    code, said = command(desk, "coding", "import", str(desk.paths["Ana"]))
    assert (code, "1 to be corrected" in said, "Then: mtw run" in said) == (1, True, True)


def test_a_sheet_without_a_good_cell_asks_for_no_run(desk: Desk) -> None:
    in_file(desk)
    book, sheet, names = opened(desk.paths["Ana"])
    sheet.cell(2, names["purpose"]).value = "nonsense"
    book.save(desk.paths["Ana"])
    code, said = command(desk, "coding", "import", str(desk.paths["Ana"]))
    assert (code, "0 good cells" in said, "1 to be corrected" in said, "Then:" in said) == (1, True, True, False), said


def test_one_variable_may_be_asked_by_what_people_give_to_a_computed_one(tmp_path: Path, warehouse: Warehouse) -> None:
    by_people = 'applies_to = {variable = "tweet_type_by_people", codes = ["reply"]}'
    settings = SETTINGS.replace(COMPUTED, by_people)
    validated = settings.replace("reliability_size = 4", 'reliability_size = 4\nvalidated = ["tweet_type"]')
    study = coding_study(tmp_path / "study", validated)
    asked = {one.name: one.asked_of for one in coded_by_people(study.settings)}
    assert asked["tone"] == ("tweet_type_by_people", ("reply",))
    with pytest.raises(
        UserError, match="'thread', which it never is; its codes are tweet, retweet, reply, quote tweet"
    ):
        coding_study(tmp_path / "other", validated.replace('["reply"]', '["thread"]'))


def in_turn(root: Path, warehouse: Warehouse) -> Desk:
    """A study whose tone is asked by the purpose, and the purpose by the type."""
    purpose = 'name = "other"}]\n'
    text = SETTINGS.replace(COMPUTED, BY_PEOPLE).replace(purpose, f"{purpose}{COMPUTED}\n")
    return Desk(coding_study(root / "in-turn", text, size=30), warehouse)


def test_what_applies_by_a_variable_that_is_not_asked_is_not_asked_either(tmp_path: Path, warehouse: Warehouse) -> None:
    """That it is not known yet would be said for ever: nobody is asked for the purpose of a retweet."""
    desk = in_turn(tmp_path, warehouse)
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    found = desk.take(desk.paths["Ana"])
    assert (found.problems, found.blank) == ((), {"Ana": 0})
    in_file(desk)
    asked, every = asked_of(desk, "Ana")
    assert asked < every
    ana, ben = row_of(desk, "Ana"), row_of(desk, "Ben")
    assert (ana.coded, ana.tweets, ana.open_tweets) == (asked, asked, 0)
    assert (ben.coded, ben.tweets, ben.open_tweets) == (0, 0, asked_of(desk, "Ben")[0])


def test_a_code_counts_nowhere_that_applies_by_one_that_does_not(tmp_path: Path, warehouse: Warehouse) -> None:
    desk = in_turn(tmp_path, warehouse)
    kinds = dict(warehouse.connection.execute("select tweet_id, tweet_type from tweets").fetchall())
    own = [one.tweet_id for one in desk.sample() if "Ana" in one.coders]
    with_purpose, without = [one for one in own if kinds[one] == "retweet"][:2]
    asked = next(one for one in own if kinds[one] != "retweet")
    write(
        desk,
        {("Ana", one, "purpose"): "community" for one in (with_purpose, asked)}
        | {("Ana", one, "tone"): "warm" for one in (with_purpose, without, asked)},
    )
    in_file(desk)
    assert coding_progress(desk.study, WINDOW).not_asked == {"purpose": 1, "tone": 2}
    fill_tables(desk)
    rows = warehouse.connection.execute("select tweet_id, variable from codes order by variable").fetchall()
    assert rows == [(asked, "purpose"), (asked, "tone")]


def test_a_decision_leaves_out_what_applies_by_what_it_leaves_out(tmp_path: Path, warehouse: Warehouse) -> None:
    manner = '[[codebook]]\nname = "manner"\nlabel = "Manner"\ncategories = [{name = "calm"}, {name = "loud"}]\n'
    by_tone = 'applies_to = {variable = "tone", codes = ["warm"]}\n'
    text = SETTINGS.replace(COMPUTED, BY_PEOPLE).replace('["Ana", "Ben"]', '["Ana", "Ben"]\nthreshold = 0.0')
    desk = Desk(coding_study(tmp_path / "manner", f"{text}{manner}{by_tone}", size=30), warehouse)
    shared = [one.tweet_id for one in desk.sample() if one.is_reliability]
    codes = {"purpose": "community", "tone": "warm", "manner": "calm"}
    write(desk, {(who, one, name): code for who in ("Ana", "Ben") for one in shared[:3] for name, code in codes.items()}
          | {(who, shared[3], "purpose"): "other" for who in ("Ana", "Ben")}
          | {(who, shared[2], "tone"): "cold" for who in ("Ana", "Ben")}
          | {(who, shared[1], "manner"): "loud" for who in ("Ana", "Ben")})  # fmt: skip
    decided = [Entry("adjudication", "Dora", shared[0], "purpose", "other", "", "decisions", AT)]
    write_down(desk.study, WINDOW, decided)
    fill_tables(desk)
    query = warehouse.connection.execute
    finals = query("select tweet_id, variable from coded_tweets where variable in ('tone', 'manner')").fetchall()
    assert set(finals) == {(shared[1], "tone"), (shared[1], "manner"), (shared[2], "tone")}


def test_variables_that_apply_by_each_other_are_refused(tmp_path: Path) -> None:
    by_tone = 'applies_to = {variable = "tone", codes = ["warm"]}'
    purpose = 'name = "other"}]\n'
    text = SETTINGS.replace(COMPUTED, BY_PEOPLE).replace(purpose, f"{purpose}{by_tone}\n")
    with pytest.raises(UserError, match="codebook: purpose by tone by purpose: applied so, none of them is ever asked"):
        coding_study(tmp_path / "circle", text)
