"""Pages to code on: blind and frozen as sheets are; what they save is read strictly, and the newest code counts."""

import json
import re
import stat
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.journal import current, journal_of
from mtw_pipeline.coding.pages.codebook_page import codebook_page, write_codebook
from mtw_pipeline.coding.pages.page import without_tweets
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.coding.sheets.of_window import write_disagreements
from mtw_pipeline.coding.tweet_keys import read_key, tweet_key
from mtw_pipeline.errors import UserError
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.webpages import policy_hash
from mtw_pipeline_tests.accessibility import faults
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.unit.coding.desk import TEXTS, Desk, coding_study, fill, opened, tweets_of_page

File = dict[str, object]
_LONG_AGO, _LATER = "2021-02-01T10:00:00.000Z", "2021-02-02T10:00:00.000Z"


@pytest.fixture
def paged(tmp_path: Path, warehouse: Warehouse) -> Desk:
    """A desk of which the coders have pages and no sheets."""
    return Desk(coding_study(tmp_path / "coded", size=30), warehouse, TEXTS, "page")


def tweets_of(path: Path) -> list[str]:
    """The ids of the tweets of a page, in their order."""
    keys = [read_key(str(one["tweet"])) for one in tweets_of_page(path.read_text(encoding="utf-8"))]
    return [key.tweet_id for key in keys if key]


def content_of(path: Path) -> File:
    found = re.search(r'id="content">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    content: File = json.loads(found[1])
    return content


def saved(desk: Desk, coder: str, given: Mapping[str, Mapping[str, str]], at: str = _LONG_AGO, note: str = "") -> File:
    """A file as the page of a coder saves it."""
    page = content_of(desk.paths[coder])
    head = {name: page[name] for name in ("format", "version", "kind", "study", "window", "coder", "codebook")}
    tweets = [
        {
            "tweet": tweet_key(WINDOW, tweet),
            "codes": {name: {"codes": [code], "at": at} for name, code in codes.items()},
            "note": {"text": note, "at": at if note else ""},
            "unsure": {"is": bool(note), "at": at if note else ""},
        }
        for tweet, codes in given.items()
    ]
    memos = {"purpose": {"text": note, "at": at}} if note else {}
    return {**head, "saved_at": _LATER, "memos": memos, "tweets": tweets}


def put_file(desk: Desk, file: File, name: str = "from the page.json") -> Path:
    path = desk.study.root / name
    path.write_text(json.dumps(file), encoding="utf-8")
    return path


def test_a_page_shows_what_the_sheet_shows_in_its_order_and_nothing_of_others(desk: Desk) -> None:
    fill(desk.paths["Ben"], {"purpose": "community", "tone": "warm"})
    book, sheet, names = opened(desk.paths["Ben"])
    sheet.cell(2, names["notes"]).value = "a secret of Ben"
    book.save(desk.paths["Ben"])
    desk.take(desk.paths["Ben"])
    _, sheet, names = opened(desk.paths["Ana"])
    rows = [{name: str(sheet.cell(row, at).value or "") for name, at in names.items()} for row in range(2, 19)]
    page = next(one.path for one in desk.sheets("page") if one.coder == "Ana")
    shown = tweets_of_page(page.read_text(encoding="utf-8"))
    assert [one["tweet"] for one in shown] == [row["tweet"] for row in rows]
    assert [one["shows"] for one in shown] == [row["shows"] for row in rows]
    assert [f'=HYPERLINK("{one["link"]}","open")' for one in shown] == [row["tweet_link"] for row in rows]
    assert all(one["codes"] == {} for one in shown)
    content = page.read_text(encoding="utf-8")
    assert ("Ben" in content, "secret" in content) == (False, False)


def test_a_page_is_its_owners_runs_one_script_and_is_the_same_each_time(paged: Desk) -> None:
    path = paged.paths["Ana"]
    page = path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    paged.sheets("page", replace=True)
    assert path.read_text(encoding="utf-8") == page
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{policy_hash(script)}'; style-src 'sha256-{policy_hash(style)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"\s(on\w+|style|src)=", page.replace(script, ""))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|XMLHttp", script)


def test_pages_can_be_walked_through_by_ear(paged: Desk) -> None:
    assert faults(paged.paths["Ana"].read_text(encoding="utf-8")) == []
    assert faults(codebook_page(paged.study)) == []


def test_pages_freeze_the_sample_that_sheets_freeze(paged: Desk, tmp_path: Path, warehouse: Warehouse) -> None:
    frozen = paged.sample()
    other = Desk(coding_study(tmp_path / "other", size=30), warehouse)
    assert other.sample() == frozen
    before = other.saved()
    assert [one.is_new for one in other.sheets("page")] == [True, True]
    assert other.sample() == frozen
    assert {path.name for path in (other.study.coding_of(WINDOW) / "sheets").iterdir()} == {
        "coder-Ana.xlsx", "coder-Ben.xlsx", "coder-Ana.html", "coder-Ben.html",
    }  # fmt: skip
    assert before != other.saved()
    other.settle('coders = ["Ana", "Ben"]', "coders = []")
    before = other.saved()
    with pytest.raises(UserError, match="No coders are named"):
        other.sheets("page", replace=True)
    assert other.saved() == before
    other.settle("coders = []", 'coders = ["Ana", "Ben", "Cleo"]')
    written = {one.coder: one.kept for one in other.sheets("page")}
    assert written["Ana"] is not None
    assert written["Ana"].name == "coder-Ana.xlsx"
    assert written["Ana"].with_suffix(".html").is_file()


def test_a_page_that_no_longer_fits_is_set_aside_and_its_codes_count(paged: Desk) -> None:
    tweets = tweets_of(paged.paths["Ana"])
    file = saved(paged, "Ana", {one: {"purpose": "other"} for one in tweets})
    paged.settle('coders = ["Ana", "Ben"]', 'coders = ["Ana", "Ben", "Cleo"]')
    written = {one.coder: one for one in paged.sheets("page")}
    assert written["Ana"].kept is not None
    assert written["Ana"].lost > 0
    with pytest.raises(UserError, match="is the page itself, and holds nothing that was coded on it"):
        paged.take(written["Ana"].kept)
    assert len(tweets_of(written["Ana"].path)) < len(tweets)
    found = paged.take(put_file(paged, file))
    assert found.new == len(tweets)
    assert any("have gone to other coders since: their codes count all the same" in note for note in found.notes)
    again = next(one for one in paged.sheets("page", replace=True) if one.coder == "Ana")
    shown = {str(one["tweet"]): one["codes"] for one in tweets_of_page(again.path.read_text(encoding="utf-8"))}
    purpose = coded_by_people(paged.study.settings)[0]
    as_given = {"codes": ["other"], "at": _LONG_AGO, "codebook": purpose.md5}
    assert all(codes == {"purpose": as_given} for codes in shown.values())


def test_who_was_renamed_goes_on_with_what_the_browser_keeps_under_the_name_before(paged: Desk) -> None:
    file = saved(paged, "Ana", {tweets_of(paged.paths["Ana"])[0]: {"purpose": "other"}})
    paged.settle('coders = ["Ana", "Ben"]', 'coders = ["Anna", "Ben"]\nrenamed = {Ana = "Anna"}')
    page = next(one.path for one in paged.sheets("page") if one.coder == "Anna")
    assert content_of(page)["former_names"] == ["Ana"]
    assert paged.take(put_file(paged, file)).new == 1
    assert {who for who, _, _ in paged.codes()} == {"Anna"}


def test_what_a_page_saved_is_kept_with_times_notes_and_marks(paged: Desk) -> None:
    tweets = tweets_of(paged.paths["Ana"])[:3]
    file = saved(paged, "Ana", {one: {"purpose": "1-2"} for one in tweets}, note="'=irony 🎉\nof two lines")
    path = put_file(paged, file)
    found = paged.take(path)
    assert (found.codes, found.new, found.changed, found.noted, found.contradictions) == (3, 3, 0, 4, ())
    entries = journal_of(paged.study, WINDOW)
    words = "'=irony 🎉\nof two lines"
    assert {(one.kind, one.code) for one in entries} == {
        ("code", "1-2"), ("note", words), ("memo", words), ("unsure", "yes"),
    }  # fmt: skip
    assert {one.known_at for one in entries if one.is_code} == {datetime(2021, 2, 1, 10, tzinfo=UTC)}
    assert (found := paged.take(path)).new == found.noted == 0
    assert journal_of(paged.study, WINDOW) == entries
    file["tweets"][0]["note"] = {"text": words.replace("🎉", "?"), "at": _LATER}  # type: ignore[index]
    assert paged.take(put_file(paged, file)).noted == 1
    assert coding_progress(paged.study, WINDOW).coders[0].coded == 3


def test_the_newest_code_counts_whatever_file_comes_first(paged: Desk) -> None:
    tweet = tweets_of(paged.paths["Ana"])[0]
    old = put_file(paged, saved(paged, "Ana", {tweet: {"purpose": "other"}}, _LONG_AGO), "old.json")
    new = put_file(paged, saved(paged, "Ana", {tweet: {"purpose": "1-2"}}, _LATER), "new.json")
    paged.take(new)
    found = paged.take(old)
    assert (found.new, [one.is_new for one in found.contradictions]) == (0, [False])
    assert paged.codes()["Ana", tweet, "purpose"] == "1-2"


def test_pages_and_sheets_of_one_coder_are_merged_and_contradictions_are_named(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    desk.take(desk.paths["Ana"])
    desk.paths = {one.coder: one.path for one in desk.sheets("page")}
    tweets = tweets_of(desk.paths["Ana"])
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    given = {tweets[0]: {"purpose": "other"}, tweets[1]: {"purpose": "community"}}
    assert desk.take(put_file(desk, saved(desk, "Ana", given, _LONG_AGO))).new == 0
    assert desk.codes()["Ana", tweets[0], "purpose"] == "community"
    found = desk.take(put_file(desk, saved(desk, "Ana", given, tomorrow)))
    assert (found.new, found.changed) == (1, 1)
    [one] = found.contradictions
    assert (one.counts.code, one.older.code, one.older.file) == ("other", "community", "coder-Ana.xlsx")
    assert one.counts.known_at <= datetime.now(UTC)
    assert desk.codes()["Ana", tweets[0], "purpose"] == "other"
    found = desk.take(desk.paths["Ana"].with_name("coder-Ana.xlsx"))
    assert [(one.counts.code, one.older.code) for one in found.contradictions] == [("community", "other")]


def test_codes_of_an_earlier_definition_are_known_as_such(paged: Desk) -> None:
    tweet = tweets_of(paged.paths["Ana"])[0]
    file = saved(paged, "Ana", {tweet: {"purpose": "other"}})
    paged.settle('label = "Purpose"', 'label = "Purpose"\ndefinition = "What it is for"')
    found = paged.take(put_file(paged, file))
    assert found.notes[0].startswith("coded under an earlier definition of purpose")
    assert coding_progress(paged.study, WINDOW).older_codebook == {"purpose": 1}
    [entry] = journal_of(paged.study, WINDOW)
    assert entry.codebook_md5 != coded_by_people(paged.study.settings)[0].md5
    paged.paths = {one.coder: one.path for one in paged.sheets("page", replace=True)}
    paged.take(put_file(paged, saved(paged, "Ana", {tweet: {"purpose": "other"}}, _LATER)))
    assert coding_progress(paged.study, WINDOW).older_codebook == {}
    assert paged.take(put_file(paged, file)).new == 0
    assert coding_progress(paged.study, WINDOW).older_codebook == {}


def test_a_code_keeps_the_definition_it_was_given_under_on_a_page_that_was_written_anew(paged: Desk) -> None:
    first, second, *_ = tweets_of(paged.paths["Ana"])
    before = coded_by_people(paged.study.settings)[0].md5
    paged.settle('label = "Purpose"', 'label = "Purpose"\ndefinition = "What it is for"')
    paged.paths = {one.coder: one.path for one in paged.sheets("page", replace=True)}
    file = saved(paged, "Ana", {first: {"purpose": "other"}, second: {"purpose": "other"}})
    file["tweets"][0]["codes"]["purpose"]["codebook"] = before  # type: ignore[index]
    found = paged.take(put_file(paged, file))
    [told] = found.notes
    assert told.startswith("1 code was given by another codebook than that of now, with another definition of purpose;")
    assert coding_progress(paged.study, WINDOW).older_codebook == {"purpose": 1}
    [page] = [one.path for one in paged.sheets("page", replace=True) if one.coder == "Ana"]
    shown = {str(one["tweet"]): one["codes"] for one in tweets_of_page(page.read_text(encoding="utf-8"))}
    assert shown[tweet_key(WINDOW, first)]["purpose"]["codebook"] == before  # type: ignore[index]


def _first(change: Callable[[File], object]) -> Callable[[File], object]:
    return lambda file: change(file["tweets"][0])  # type: ignore[index]


STRANGE: list[tuple[Callable[[File], object], str]] = [
    (lambda file: file.update(version=2), "version"),
    (lambda file: file.update(kind="else"), "kind"),
    (lambda file: file.pop("codebook"), "codebook"),
    (lambda file: file.update(more=1), "more"),
    (lambda file: file.update(codebook={"purpose": "x"}), "codebook.purpose"),
    (lambda file: file.update(codebook={}), "entry 1"),
    (lambda file: file["study"].update(frame_md5="0" * 32), "another study or another sample"),  # type: ignore[attr-defined]
    (lambda file: file.update(window="2021-03-01_2021-03-31"), "not of 2021-01-01_2021-01-31"),
    (lambda file: file.update(window="January"), "window"),
    (lambda file: file.update(coder="Zoe"), "'Zoe' is no coder of the study"),
    (lambda file: file.update(coder=""), "coder"),
    (lambda file: file.update(memos={"mood": {"text": "x", "at": _LATER}}), "memo on mood"),
    (_first(lambda one: one.update(tweet=1345)), "entry 1, tweet"),
    (_first(lambda one: one.pop("note")), "entry 1, note"),
    (_first(lambda one: one["codes"].update(purpose="other")), "entry 1, codes.purpose"),  # type: ignore[attr-defined]
    (_first(lambda one: one["codes"]["purpose"].update(at="yesterday")), "entry 1, codes.purpose.at"),  # type: ignore[index]
    (_first(lambda one: one["codes"]["purpose"].update(codebook="x")), "entry 1, codes.purpose.codebook"),  # type: ignore[index]
    (_first(lambda one: one["unsure"].update({"is": "yes"})), "entry 1, unsure.is"),  # type: ignore[attr-defined]
]  # fmt: skip


def test_a_file_that_no_page_saved_so_is_refused_and_the_place_named(paged: Desk) -> None:
    file = saved(paged, "Ana", {tweets_of(paged.paths["Ana"])[0]: {"purpose": "other"}})
    path = put_file(paged, file)
    before = paged.saved()
    for change, said in STRANGE:
        changed = json.loads(json.dumps(file))
        change(changed)
        put_file(paged, changed)
        with pytest.raises(UserError) as refused:
            paged.take(path)
        assert said in str(refused.value)
        assert paged.saved() == before
    put_file(paged, file)
    assert paged.take(path).new == 1


def test_a_strange_tweet_or_code_is_named_by_its_entry_and_the_others_are_taken(paged: Desk) -> None:
    tweets = tweets_of(paged.paths["Ana"])
    own = set(tweets_of(paged.paths["Ben"])) - set(tweets)
    given = {tweets[0]: {"purpose": "other"}, "1345": {"purpose": "other"}, tweets[1]: {"purpose": "othr"}}
    given[own.pop()] = {"purpose": "other"}
    file = saved(paged, "Ana", given)
    several = json.loads(json.dumps(file["tweets"][0]))  # type: ignore[index]
    several.update(tweet=tweet_key(WINDOW, tweets[2]), codes={"purpose": {"codes": ["other", "1-2"], "at": _LATER}})
    file["tweets"].append(several)  # type: ignore[attr-defined]
    found = paged.take(put_file(paged, file))
    assert found.new == 1
    named = {one.row: one.problem for one in found.problems if one.variable in {"", "purpose"}}
    assert named[2] == "the tweet is not in the sample"
    assert named[3].endswith("did you mean 'other'?")
    assert named[4] == "the tweet is not in the set of Ana, but of Ben"
    assert named[5] == "several categories were chosen, but they exclude each other"


def test_who_decides_sees_codes_notes_and_doubts_of_all_and_nothing_that_is_agreed(paged: Desk) -> None:
    both = [one for one in tweets_of(paged.paths["Ana"]) if one in tweets_of(paged.paths["Ben"])]
    for coder, code in (("Ana", "other"), ("Ben", "1-2")):
        given = {both[0]: {"purpose": code}, both[1]: {"purpose": "other"}}
        paged.take(put_file(paged, saved(paged, coder, given, note=f"{coder}'s doubt")))
    page = write_disagreements(paged.warehouse, paged.study, WINDOW, "page")
    assert page is not None
    assert stat.S_IMODE(page.path.stat().st_mode) == 0o600
    [shown] = tweets_of_page(page.path.read_text(encoding="utf-8"))
    assert faults(page.path.read_text(encoding="utf-8")) == []
    assert shown["given"] == {"purpose": {"Ana": "other", "Ben": "1-2"}}
    assert shown["notes"] == {"Ana": "Ana's doubt", "Ben": "Ben's doubt"}
    assert shown["unsure_coders"] == ["Ana", "Ben"]
    assert "<bdi>Ben</bdi>:</strong> Ben&#39;s doubt" in page.path.read_text(encoding="utf-8")
    own = next(one.path for one in paged.sheets("page", replace=True) if one.coder == "Ana")
    assert "Ben" not in own.read_text(encoding="utf-8")
    sheet = write_disagreements(paged.warehouse, paged.study, WINDOW)
    assert sheet is not None
    _, cells, names = opened(sheet.path)
    assert [cells.cell(2, names[f"{what}: Ben"]).value for what in ("purpose", "notes", "unsure")] == [
        "1-2", "Ben's doubt", "yes",
    ]  # fmt: skip
    paged.paths[""] = page.path
    file = {**saved(paged, "", {both[0]: {"purpose": "1-2"}}, note="by the codebook"), "coder": "Cleo"}
    assert paged.take(put_file(paged, file)).problems == ()
    decided = {one.kind: (one.coder, one.code) for one in current(journal_of(paged.study, WINDOW)).values()
               if one.coder == "Cleo"}  # fmt: skip
    assert decided == {
        "adjudication": ("Cleo", "1-2"), "note": ("Cleo", "by the codebook"), "unsure": ("Cleo", "yes"),
        "memo": ("Cleo", "by the codebook"),
    }  # fmt: skip
    assert write_disagreements(paged.warehouse, paged.study, WINDOW, "page") is None


def test_the_codebook_is_a_page_with_definitions_versions_and_memos(paged: Desk) -> None:
    put(paged.study, "a.csv", "x")
    hostile = "<script>alert(1)</script>\u202e"
    paged.settle('label = "Tone"', 'label = "Tone"\ndefinition = "<b>How</b> it sounds"')
    file = saved(paged, "Ana", {tweets_of(paged.paths["Ana"])[0]: {"purpose": "other"}}, note=hostile)
    paged.take(put_file(paged, file))
    path = write_codebook(paged.study)
    page = path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "<script" not in page
    assert "&lt;b&gt;How&lt;/b&gt; it sounds" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]</p><footer>Memo of <bdi>Ana</bdi>" in page
    assert "asked only where tweet type is <bdi>tweet or reply</bdi>" in page
    for variable in coded_by_people(paged.study.settings):
        assert f"version <code>{variable.md5[:8]}</code>" in page
        assert all(f'<th scope="row" dir="auto">{one.name}</th>' in page for one in variable.categories)
    assert codebook_page(paged.study) == page


def test_tweets_go_from_a_page_and_the_rest_of_it_stays(paged: Desk) -> None:
    page = paged.paths["Ana"].read_text(encoding="utf-8")
    tweets = tweets_of(paged.paths["Ana"])
    cleaned = without_tweets(page, lambda one: tweets[0] in str(one), lambda text: text.replace(tweets[1], "0"))
    assert cleaned is not None
    assert tweets[0] not in cleaned
    assert tweets[1] not in cleaned
    assert without_tweets(page, lambda _: False, str) == page
    assert cleaned.split('id="content">')[0] == page.split('id="content">')[0]
    assert len(tweets_of_page(cleaned)) == len(tweets) - 1
    assert without_tweets("<!doctype html><p>another page</p>", lambda _: True, str) is None


def keep(warehouse: Warehouse, path: Path) -> None:
    """The lent warehouse as the file that commands open."""
    warehouse.connection.execute(f"attach '{path}' as kept")
    warehouse.connection.execute("copy from database memory to kept")
    warehouse.connection.execute("detach kept")


def test_the_commands_write_pages_import_them_and_name_contradictions(paged: Desk) -> None:
    both = [one for one in tweets_of(paged.paths["Ana"]) if one in tweets_of(paged.paths["Ben"])]
    files = [
        put_file(paged, saved(paged, coder, {both[0]: {"purpose": code}}, at), f"{coder} {code}.json")
        for coder, code, at in (("Ana", "other", _LONG_AGO), ("Ana", "1-2", _LATER), ("Ben", "other", _LATER))
    ]
    root = str(paged.study.root)
    put(paged.study, "a.csv", "x")
    keep(paged.warehouse, paged.study.warehouse)

    def said(*arguments: str) -> str:
        done = CliRunner().invoke(build_app(), ["coding", *arguments, "--study", root], catch_exceptions=False)
        return " ".join(done.output.split())

    assert "Ana: 17 tweets" in said("pages")
    assert "kept, it was there; --replace writes it anew" in said("pages")
    paged.settle('{name = "information"}', '{name = "information", definition = "tells facts"}')
    assert said("pages").count("kept, it was there, and the codebook has changed since; --replace writes it anew") == 2
    assert said("pages", "--replace").count("(written)") == 2
    assert "has changed since" not in said("pages")
    printed = said("import", *map(str, files))
    assert "said otherwise before, the newest counts: 1" in printed
    assert (
        f"Ana, t{both[0]}, purpose: '1-2' (Ana 1-2.json, 2021-02-02 10:00) counts, not 'other' (Ana other.json"
        in printed
    )
    assert "1 tweet," in (told := said("curation"))
    assert "decide, save as a file, then: mtw coding import" in told
    paged.settle('coders = ["Ana", "Ben"]', 'coders = ["Ana", "Ben", "Cleo"]')
    assert "what was coded on it lies in its coder's browser" in said("pages")
