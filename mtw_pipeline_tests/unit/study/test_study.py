"""A study: settings that are named where they are wrong, folders that are none, windows and exports in it."""

import errno
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import example_study
from mtw_pipeline.study import template
from mtw_pipeline.study.export_names import is_export_name
from mtw_pipeline.study.folder import Study, study_of_tools, study_root
from mtw_pipeline.study.settings.text import MARKETING_LISTS
from mtw_pipeline.study.template import new_study
from mtw_pipeline.study.whole_files import part_of
from mtw_pipeline_tests.builders import WINDOW, make_study, put


def settings_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "study.toml").write_text(f'title = "t"\nhashtags = ["Tag"]\n{text}', encoding="utf-8")
    return tmp_path


_COLUMNS = 'columns = {tweet_id = "a", text = "b", author_handle = "c"}'
_WRONG_MAPS = (
    ('columns = {tweet_id = "a", text = "b", author_handel = "c"}',
     ": unknown field author_handel; the nearest is author_handle. The fields of tweets are platform, tweet_id, "),
    ('columns = {tweet_id = "a", text = "b"}', ": one of the fields author_handle, author_id must be mapped; where"),
    ('columns = {source = "a", target = "b", text = "c"}', ": unknown field text; the nearest is target."),
    ('columns = {source = "a"}', ": the fields tweet_id, text must be mapped"),
    ('columns = {target = "a"}', ": the fields source must be mapped"),
    ('columns = {tweet_id = true, text = "b", author_handle = "c"}', ".columns.tweet_id: a column is given by"),
    ('columns = {tweet_id = 0, text = "b", author_handle = "c"}', ": tweet_id names column 0; columns are numbered"),
    ('columns = {tweet_id = "a", text = ["x", "y"], author_handle = "c"}', ": text names several columns"),
    (f'{_COLUMNS}\ntime_format = "%d.%m.%J"', ".time_format.0: %J is no code of a time format; the commonest are"),
    (f'{_COLUMNS}\ntime_format = "%H:%M"', ".time_format.0: a time format says the day"),
    (f'{_COLUMNS}\ntime_zone = "Europe/Madird"', ".time_zone: not a time zone; the nearest is Europe/Madrid"),
    (f'{_COLUMNS}\ndelimiter = ",,"', ".delimiter: a delimiter is one character"),
    (f'{_COLUMNS}\nlist_separator = {{tags = ";"}}', ".list_separator: tags holds no list"),
    (f'{_COLUMNS}\nheader = false', ": header is false, so tweet_id names its column by its"),
    ('columns = {tweet_id = 1, text = 2, author_handle = 3}\nheader = false', ": a map without a header cannot be"),
    (f'{_COLUMNS}\nconstants = {{text = "x"}}', ": the field text stands under columns and under constants"),
    (f'{_COLUMNS}\nconstants = {{langage = "x"}}', ": unknown field langage; the nearest is language"),
    (f'{_COLUMNS}\nfiles = "{{author_handle.csv"', ".files: a pattern of file names is as in"),
    (f'{_COLUMNS}\ntime_formt = "x"', ".time_formt is not known; the nearest is time_format"),
)  # fmt: skip


def _categories(one: str, other: str) -> str:
    names = f'categories = [{{name = "{one}"}}, {{name = "{other}"}}]'
    return f'[[codebook]]\nname = "purpose"\nlabel = "Purpose"\n{names}'


def _map(text: str) -> str:
    return f'[[column_map]]\nname = "m"\n{text}'


def _theme(name: str) -> str:
    return f'[[themes]]\nname = "{name}"\nkind_of_knowledge = "k"\nmotivation = "m"\n'


_FORMERLY = '[[codebook]]\nname = "v"\nlabel = "V"\ncategories = [{{name = "a", {}}}, {{name = "b"{}}}]'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[sample]\nsize = 0", "sample.size"),
        ("[sample]\nsiz = 3", "sample.siz is not known; the nearest is size"),
        (
            '[sentiment]\nscorers = ["liwc"]',
            "scorers.0 is 'liwc', but may only be 'vader', 'word_list' or 'transformer'",
        ),
        ('[[word_lists]]\nname = "a"', "a word list has either words or the file"),
        ('[style]\ndictionary = "../x.dic"', "inside the study's folder"),
        ("[words]\nstop_wrds = []", "words.stop_wrds is not known; the nearest is stop_words"),
        ('[schedule]\ncron = "daily"', "five fields"),
        ('[schedule]\ntime_zone = "Mars"', "Europe/Madrid"),
        ("hashtag = 1", "hashtag is not known; the nearest is hashtags"),
        ("[sample]\ndraws = 3", "sample.draws is not known; the keys here are size, seed, include_retweets"),
        ('[coding]\ncoders = "Ann"', "coding.coders: a list belongs here"),
        ('[coding]\ncoders = [" "]', "not blanks alone"),
        ('[[word_lists]]\nname = " "\nwords = ["a"]', "not blanks alone"),
        ('[[network.leader_classes]]\nname = " "\nwords = ["news"]', "not blanks alone"),
        ('[[column_map]]\nname = "\u00a0"', "not blanks alone"),
        ("[words]\nkeep_handles = True", "true or false in small letters"),
        ("[words]\ntop =", "Behind = stands a number"),
        ("[publish]\nwords = [seo]", 'a "text" in quotation marks'),
        ('[publish]\nwords = ["seo]', "with the mark that it began with"),
        ("[coding]\nthreshold = 0,8", "Write a decimal point"),
        ('[style]\ndictionary = "C:\\Users\\x.dic"', "forward slashes"),
        ('[[codebook]]\nname = "a"\nlabel = "A"\ncategories = ["b", "c"]', "a table belongs here"),
        ('[[codebook]]\nname = "a"\nlabel = "A"\ncategories = [{name = 1}, {name = 2}]', "a text in quotation marks"),
        ('[coding]\ncoders = ["Zo\u00eb", "Zoe\u0308"]', "two coders have one name"),
        ('[coding]\ncoders = ["Ann", "Ben"]\nleft = ["ben"]', "Ben stands under coders and under left"),
        ('[words]\nstop_words = ["german"]', "stop_words"),
        (_categories("a  b", "A B"), "stands there twice"),
        (_categories("Stra\u00dfe", "strasse"), "stands there twice"),
        (_categories("caf\u00e9", "cafe\u0301"), "stands there twice"),
        (_FORMERLY.format('formerly = ["B"]', ""), "the category 'B' stands there twice"),
        (_FORMERLY.format('formerly = ["c"]', ', formerly = ["C"]'), "the category 'c' stands there twice"),
        (_FORMERLY.format('formerly = ["New: d"]', ""), "leave 'new:' out"),
        (_theme("a") + 'formerly = ["new: d"]', "leave 'new:' out"),
        (_FORMERLY.format('formerly = ["None"]', "") + "\nseveral = true", "each tweet can have 'none' still"),
        (_theme("a") + _theme("A"), "the theme 'a' stands there twice"),
        (_theme("a") + _theme("b") + 'formerly = ["a"]', "the theme 'a' stands there twice"),
        (_categories("new: a", "b"), "leave 'new:' out"),
        (_categories("  ", "b"), "not blanks alone"),
        ('[collect]\nsource = "x"', "write [[collect]], with two brackets"),
        ("[publish]\n[publish]", "the section [publish] stands there twice"),
        ("[sample]\nsize = 3\nsize = 4", "stands there twice"),
        ("[coding]\ncoders = [“Ann”]", "Write straight quotes"),
        ('[[column_map]]\nname = "a"\ncolumns.text = "T"', "tweet_id must be mapped"),
        ('[[column_map]]\nname = "a"\ncolumns.tweet = "T"', "unknown field tweet"),
        *((_map(text), f'column_map "m"{named}') for text, named in _WRONG_MAPS),
        ("[sample", "A section stands alone on its line, in brackets"),
        ("[[word_lists]", "A section stands alone on its line, in brackets"),
        ('[coding]\ncoders = ["Ann"; "Ben"]', "A list has commas and ends with ]"),
        ('[coding]\ncoders = ["Ann"', "A list has commas and ends with ]"),
        ("[sample]\nsize = 0150", "a number is written as in 1500 or 0.8"),
        ("[sample]\nsize = 1500.", "a number is written as in 1500 or 0.8"),
        ("[sample]\rsize = 3", "the line ends of Windows or Linux"),
        ("collect = []\n[[collect]]", "the section [collect] stands there twice"),
        ("export_time_zones = {a = 1, a = 2}", "Write what belongs to it in one place"),
        ("<p>", "A line is a comment"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_may_hold(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(UserError) as complaint:
        Study.load(settings_with(tmp_path, text))
    assert named in str(complaint.value)
    assert str(tmp_path) in str(complaint.value)


def test_a_missing_study_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="mtw init"):
        Study.load(tmp_path)


def test_hashtags_are_kept_without_their_sign(tmp_path: Path) -> None:
    assert new_study(tmp_path / "s", hashtags=["#SomeTag", "Other"]).settings.hashtags == ("SomeTag", "Other")


def test_a_hashtag_with_a_blank_is_refused_and_leaves_no_folder_behind(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(UserError, match="one word"):
        new_study(tmp_path / "mine" / "a" / "s", hashtags=["two words"])
    assert list(tmp_path.rglob("*")) == [tmp_path / "mine"]


@pytest.mark.parametrize("name", ["year [2021]", "what?", "all*", "my%20study"])
def test_a_folder_that_dagster_would_take_for_a_pattern_or_an_address_is_no_study(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="Rename the folder") as told:
        new_study(tmp_path / name / "s", hashtags=["a"])
    assert str(tmp_path / name) in str(told.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names, and shorter paths")
def test_a_folder_that_databases_cannot_open_is_no_study(tmp_path: Path) -> None:
    names = [os.fsdecode(b"not\xff"), "/".join(["long" * 40] * 3)]
    for name in names:
        with pytest.raises(UserError, match=r"no UTF-8|longer than 450 bytes"):
            new_study(tmp_path / name / "s", hashtags=["a"])
        assert list(tmp_path.iterdir()) == []
    more = 450 - len(str(tmp_path))
    deep = tmp_path / ("a" * (more // 2 - 1)) / ("b" * (more - more // 2 - 1))
    assert len(str(deep)) == 450
    new_study(deep, hashtags=["a"])
    database = part_of(deep / ".dagster") / "history" / "event_log.db"
    database.parent.mkdir(parents=True)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table events (event)")


def test_what_lay_in_the_folder_of_a_study_that_was_refused_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UserError, match="one word"):
        new_study(tmp_path, hashtags=["two words"])
    assert list(tmp_path.iterdir()) == [tmp_path / "notes.txt"]


def test_a_full_disk_leaves_no_part_of_a_new_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_full(path: Path, _content: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(template, "write_whole", is_full)
    with pytest.raises(OSError, match="No space left"):
        new_study(tmp_path / "a" / "s", hashtags=["a"])
    assert list(tmp_path.iterdir()) == []


def test_a_title_with_quotes_and_backslashes_survives_the_file(tmp_path: Path) -> None:
    title = 'A "title" \\ with # signs'
    assert new_study(tmp_path / "s", hashtags=["a"], title=title).settings.title == title


def test_a_title_of_blanks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="title: a name belongs here, not blanks alone"):
        new_study(tmp_path / "study", hashtags=["InventedTag"], title="  ")


def test_an_existing_study_is_never_overwritten(tmp_path: Path) -> None:
    make_study(tmp_path)
    with pytest.raises(UserError, match="already"):
        new_study(tmp_path, hashtags=["b"])


def test_windows_are_the_well_named_folders_of_incoming(study: Study) -> None:
    put(study, "a.csv", "x")
    (study.incoming / "notes").mkdir()
    assert study.windows() == (WINDOW,)


def test_hidden_and_unfinished_files_are_no_exports(study: Study) -> None:
    for name in (".hidden.csv", "~$book.xlsx", "half.csv.part", "half.crdownload", "whole.csv", "more/whole.csv"):
        put(study, name, "x")
    names = [path.relative_to(study.incoming_of(WINDOW)).as_posix() for path in study.exports_of(WINDOW)]
    assert names == ["more/whole.csv", "whole.csv"]


def test_a_window_that_cannot_be_looked_into_is_told_and_not_taken_for_empty(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(study, "a.csv", "x")
    put(study, "more/b.csv", "x")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("more"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        with pytest.raises(UserError, match="Ask for the right") as told:
            study.exports_of(WINDOW)
    assert str(study.incoming_of(WINDOW) / "more") in str(told.value)


@pytest.mark.parametrize(
    "name",
    ["desktop.ini", "Thumbs.db", "more/Thumbs.db", "Icon\r", "a.csv~", "a.csv:Zone.Identifier", "__MACOSX/a.csv",
     "@eaDir/a.csv", "$RECYCLE.BIN/a.csv"],
)  # fmt: skip
def test_what_systems_and_editors_put_beside_files_is_no_export(name: str) -> None:
    assert not is_export_name(PurePosixPath(name))
    assert is_export_name(PurePosixPath(f"{name}.csv".replace("/", " ")))


def test_the_study_is_the_chosen_one_else_the_named_one_else_the_one_around(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_study(tmp_path / "study")
    inside = study.incoming_of(WINDOW) / "more"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert study_root() == study.root
    monkeypatch.setenv("MTW_STUDY", str(tmp_path))
    assert study_root() == tmp_path
    assert study_root(tmp_path / "chosen") == tmp_path / "chosen"


def test_where_no_study_is_the_example_serves_tools_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert study_of_tools() == example_study()
    with pytest.raises(UserError, match="no study here") as error:
        study_root()
    assert "mtw init" in error.value.remedy


def test_without_lists_of_its_own_a_study_has_none_and_the_marketing_lists_are_asked_for(tmp_path: Path) -> None:
    assert new_study(tmp_path / "plain", hashtags=["a"]).settings.word_lists == ()
    marketing = new_study(tmp_path / "marketing", hashtags=["a"], marketing_lists=True)
    assert marketing.settings.word_lists == MARKETING_LISTS


def test_the_language_of_a_study_decides_its_stop_words(tmp_path: Path) -> None:
    assert new_study(tmp_path / "s", hashtags=["a"], language="es").settings.words.stop_words == ("es",)
