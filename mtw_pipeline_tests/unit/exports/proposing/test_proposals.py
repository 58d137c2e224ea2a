"""Column maps that ``mtw inspect`` proposes: pasted into study.toml, they read tables to what was planted in them."""

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.exports.inspection import inspect_files, with_proposals
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.exports.proposing.proposed_tables import (
    AUTHORS,
    TWEETS,
    lines,
    pasted,
    proposed,
    table,
    tags,
    workbook,
)

EXACT, MINUTE, BY_ID = "exact", "minute", "id"
DRESSES: dict[str, tuple[str, str | bytes, str]] = {
    "plain English": ("plain.csv", table(
        ["Tweet ID", "Posted", "Full Text", "Username", "Likes"],
        lambda one: [one.id, one.at("%Y-%m-%d %H:%M:%S"), one.text, one.author, one.number],
    ), EXACT),
    "German, semicolons, local times, date and time apart": ("deutsch.csv", table(
        ["Nr.", "Datum", "Uhrzeit", "Nutzername", "Inhalt", "Adresse", "Gefällt mir"],
        lambda one: [one.number + 1, one.at("%d.%m.%Y", "Europe/Berlin"), one.at("%H:%M", "Europe/Berlin"), one.author,
                     one.text, one.address, one.number],
        ";",
    ), MINUTE),
    "Spanish, ids in addresses, author in them alone": ("espanol.csv", table(
        ["Enlace", "Fecha y hora", "Texto", "Me gusta", "Etiquetas"],
        lambda one: [one.address, one.at("%d/%m/%Y %H:%M:%S", "Europe/Madrid"), one.text, 3, "; ".join(tags(one))],
    ), EXACT),
    "Portuguese, tabs, AM and PM": ("portugues.tsv", table(
        ["ID do tweet", "Data", "Hora", "Usuário", "Conteúdo", "Curtidas"],
        lambda one: [one.id, one.at("%m/%d/%Y"), one.at("%I:%M %p"), "@" + one.author, one.text, 0],
        "\t",
    ), MINUTE),
    "author from the file's name, no header of that": ("ann_inv_tweets.csv", table(
        ["id", "created_at", "text"], lambda one: [one.id, one.at("%Y-%m-%dT%H:%M:%SZ"), one.text]
    ), EXACT),
    "epoch seconds in JSON lines": ("epoch.jsonl", lines(
        lambda one: {"id": int(one.id), "date": int(one.moment.timestamp()), "content": one.text,
                     "user": {"username": one.author, "id": int(one.user_id)}, "likeCount": 2, "hashtags": tags(one)}
    ), EXACT),
    "epoch milliseconds without a useful name": ("millis.csv", table(
        ["status_id", "t", "timestamp", "tweet", "screen_name"],
        lambda one: [one.id, "", int(one.moment.timestamp() * 1000), one.text, one.author],
    ), EXACT),
    "several formats in one column": ("mixed.csv", table(
        ["Tweet Id", "Date", "Tweet Text", "Twitter Handle"],
        lambda one: [one.id, one.at("%d/%m/%Y %H:%M:%S" if one.number % 3 else "%Y-%m-%d %H:%M:%S"), one.text,
                     one.author],
    ), EXACT),
    "guarded ids, lists as Python writes them": ("pandas.csv", table(
        ["", "ID", "Datetime", "Tweet", "Hashtags", "Account", "Retweet count", "Mentions"],
        lambda one: [one.number, f"'{one.id}'", one.at("%Y-%m-%d %H:%M:%S+00:00"), one.text, str(tags(one)),
                     one.author, 5, "['bob_inv']"],
    ), EXACT),
    "a workbook with its own dates": ("mappe.xlsx", workbook(
        ["ID", "Datum", "Uhrzeit", "Verfasser", "Text"],
        lambda one: [f"ID_{one.id}", datetime.combine(one.moment.date(), datetime.min.time()),
                     one.moment.time().replace(microsecond=0), one.author, one.text],
    ), EXACT),
    "no header at all": ("bare.csv", table(
        [], lambda one: [one.number, one.id, one.at("%Y-%m-%d %H:%M:%S"), one.author, one.text]
    ), EXACT),
    "names that are empty": ("unnamed.csv", '"","","",""\n' + table(
        [], lambda one: [one.id, one.at("%Y-%m-%d %H:%M:%S"), one.author, one.text]
    ), EXACT),
    "months by name, pipes": ("months.txt", table(
        ["url", "posted on", "author", "message"],
        lambda one: [one.address, one.at("%d %b %Y, %H:%M:%S"), one.author, one.text], "|",
    ), EXACT),
    "French, no time at all": ("francais.csv", table(
        ["Identifiant", "Nom d'utilisateur", "Texte du tweet", "J'aime"],
        lambda one: [one.id, one.author, one.text, 1],
    ), BY_ID),
    "no header, a constant beside the author": ("bare.txt", table(
        [], lambda one: [0, one.id, "NO_QUERY", one.author, one.text, one.at("%a %b %d %H:%M:%S +0000 %Y")]
    ), EXACT),
    "Italian, a dot in the time": ("italiano.csv", table(
        ["ID Tweet", "Data e ora", "Autore", "Testo", "Mi piace", "Retweet"],
        lambda one: [one.id, one.at("%d/%m/%Y %H.%M.%S"), one.author, one.text, one.number, one.number], ";",
    ), EXACT),
    "lines about the table above it": ("above.csv", "Our collection\nmade in 2021\n" + table(
        ["Permalink", "Published at", "Body", "Author", "Language"],
        lambda one: [one.address, one.at("%Y-%m-%d %H:%M:%S"), one.text, one.author, "en"],
    ), EXACT),
    "many lines about the table above it": ("terms.csv", "".join(f"Term {one}\n\n" for one in range(20)) + table(
        ["Permalink", "Published at", "Body", "Author", "Language"],
        lambda one: [one.address, one.at("%Y-%m-%d %H:%M:%S"), one.text, one.author, "en"],
    ), EXACT),
}  # fmt: skip


OTHER_SCRIPTS = {
    "ar": ["معرف التغريدة", "التاريخ", "اسم المستخدم", "نص التغريدة", "الإعجابات"],
    "ja": ["ツイートID", "日時", "ユーザー名", "本文", "いいね数"],
    "ko": ["트윗 ID", "작성일", "사용자 이름", "내용", "좋아요 수"],
    "ru": ["ID твита", "Дата и время", "Имя пользователя", "Текст твита", "Лайки"],
    "tr": ["Tweet ID", "Tarih", "Kullanıcı adı", "İçerik", "Beğeni sayısı"],
    "zh": ["推文ID", "发布时间", "用户名", "内容", "点赞数"],
    "zh-tw": ["推文連結", "發佈時間", "使用者名稱", "內容", "按讚數"],
    "names that nobody knows": ["ツ一", "ツ二", "ツ三", "ツ四", "ツ五"],
}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_proposal_pasted_reads_a_table_to_its_tweets(warehouse: Warehouse, tmp_path: Path, dress: str) -> None:
    name, content, precision = DRESSES[dress]
    tweets = pasted(warehouse, tmp_path / name, content, "tweet_id, created_at, author_handle, text")
    author = "ann_inv" if name.startswith("ann_inv") else None
    assert [(row[0], str(row[2]).lower(), row[3]) for row in tweets] == [
        (one.id, author or one.author.lower(), one.text) for one in TWEETS
    ]
    moments = [one.moment.replace(tzinfo=None) for one in TWEETS]
    if precision == MINUTE:
        moments = [moment.replace(second=0) for moment in moments]
    assert [row[1].replace(microsecond=0) for row in tweets] == moments


@pytest.mark.parametrize("script", OTHER_SCRIPTS)
def test_names_in_other_scripts_are_a_header(warehouse: Warehouse, tmp_path: Path, script: str) -> None:
    names = OTHER_SCRIPTS[script]
    content = table(names, lambda one: [one.id, one.at("%Y-%m-%d %H:%M:%S"), one.author, one.text, one.number])
    tweets = pasted(warehouse, tmp_path / "t.csv", content, "tweet_id, created_at, author_handle, text, like_count")
    counts = [None if script not in list(OTHER_SCRIPTS)[:-1] else one.number for one in TWEETS]
    assert tweets == [
        (one.id, one.moment.replace(tzinfo=None), one.author, one.text, count)
        for one, count in zip(TWEETS, counts, strict=True)
    ]


@pytest.mark.parametrize("how", ["%d/%m/%y %H:%M:%S", "%m/%d/%y %H:%M:%S", "%m-%d-%Y %H:%M:%S"])
def test_the_ids_say_which_is_the_day_and_which_the_month(warehouse: Warehouse, tmp_path: Path, how: str) -> None:
    early = TWEETS[:5]
    assert max(one.moment.day for one in early) <= 12
    rows = "".join(f"{one.id},{one.at(how)},{one.text.replace(',', '')},{one.author}\n" for one in early)
    tweets = pasted(warehouse, tmp_path / "early.csv", f"id,date,text,user\n{rows}", "created_at")
    assert [row[0] for row in tweets] == [one.moment.replace(tzinfo=None) for one in early]


TIES = [("ann_inv", "bob_inv"), ("bob_inv", "cid_inv"), ("cid_inv", "ann_inv"), ("ann_inv", "cid_inv")]


def edges(header: str, row: Callable[[int, str, str], str]) -> str:
    return header + "".join(row(number, *tie) + "\n" for number, tie in enumerate(TIES))


EDGES: dict[str, tuple[str, str, str, bool]] = {
    "other names": ("who.csv", edges("User;Mentioned user\n", lambda _, one, two: f"{one};@{two}"), "not said", False),
    "German, with kinds and weights": ("kanten.csv", edges(
        "Quelle,Ziel,Art,Gewicht\n", lambda number, one, two: f"{one},{two},retweet,{number + 1}"
    ), "retweet", False),
    "Spanish": ("aristas.tsv", edges("Origen\tDestino\n", lambda _, one, two: f"{one}\t{two}"), "not said", False),
    "no header, blanks, milliseconds": ("snap.txt", edges(
        "", lambda number, one, two: f"{one} {two} {1_602_920_271_000 + number * 1000}"
    ), "not said", True),
    "no header, commas": ("edges.csv", edges("", lambda _, one, two: f"{one},{two}"), "not said", False),
    "numbers of rows, two empty names": ("unnamed.csv", edges(
        '"",""\n', lambda number, one, two: f'"{number}","{one}","{two}"'
    ), "not said", False),
    "a count of nodes and edges above": ("counted.txt", edges(
        "3 4\n", lambda number, one, two: f"{one} {two} {1_602_920_271_000 + number * 1000}"
    ), "not said", True),
    "numbers for accounts, kinds in two letters": ("numbers.txt", edges(
        "", lambda number, one, two: f"{len(one) + 900 * number * number} {len(two) + 70} {1_602_920_271 + number} RT"
    ), "retweet", True),
    "retweets by their columns": ("retweets.csv", edges(
        "retweeter,original author,when\n", lambda number, one, two: f"{one},{two},17/10/2020 07:37:5{number + 1}"
    ), "not said", True),
}  # fmt: skip


@pytest.mark.parametrize("cell", ["a text of two\nlines", "of three\r\n\nlines\n"])
def test_all_lines_of_a_first_row_are_below_what_is_skipped(tmp_path: Path, cell: str) -> None:
    first, *rest = TWEETS
    rows = [[first.id, first.author, cell], *([one.id, one.author, one.text] for one in rest)]
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    proposal = proposed(tmp_path / "lines.csv", f'"","",""\n{text}')
    assert proposal.column_map is not None
    assert (proposal.column_map.header, proposal.column_map.skip_lines) == (False, 1)


@pytest.mark.parametrize("dress", EDGES)
def test_a_proposal_pasted_reads_an_edge_list_to_its_ties(warehouse: Warehouse, tmp_path: Path, dress: str) -> None:
    name, content, kind, has_times = EDGES[dress]
    ties = pasted(warehouse, tmp_path / name, content, "source, target, kind, times, created_at")
    if name != "numbers.txt":
        assert [row[:2] for row in ties] == TIES
    assert {row[2] for row in ties} == {kind}
    moments = [datetime(2020, 10, 17, 7, 37, 51) + timedelta(seconds=number) for number in range(len(TIES))]
    assert [row[4] for row in ties] == (moments if has_times else [None] * len(TIES))


@pytest.mark.parametrize("sign", [";", "|", " ", ","])
def test_lists_are_parted_as_the_table_parts_them(warehouse: Warehouse, tmp_path: Path, sign: str) -> None:
    links = ["https://a.org/b", "https://d.org"]
    text = table(
        ["id", "text", "user", "hashtags", "urls"],
        lambda one: [one.id, one.text, one.author, sign.join(["one", "two"]), sign.join(links)], "\t",
    )  # fmt: skip
    found = pasted(warehouse, tmp_path / "lists.tsv", text, "hashtags, urls")
    assert found == [(["one", "two"], links)] * len(TWEETS)


def test_what_a_proposal_is_unsure_of_stands_in_it(tmp_path: Path) -> None:
    text = table(["a", "b", "c", "d"], lambda one: [one.id, one.text, one.author, "3/4/21 10:00"])
    proposal = proposed(tmp_path / "unnamed.csv", text)
    toml, notes = proposal.toml(), proposal.doubts
    for key in ("columns.tweet_id", "columns.text", "columns.author_handle", "columns.created_at"):
        assert any(line.startswith(key) and "# unsure: by its cells alone" in line for line in toml.splitlines())
    assert "time_format" in toml
    assert "is a guess" in toml
    assert any("two digits" in note for note in notes)
    assert any("name no zone" in note for note in notes)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("coded.csv", "text,purpose\nsome words that nobody wrote,information\nand more of them,action\n", "holds ids"),
        ("tweets.csv", table(["id", "text"], lambda one: [one.id, one.text]), "no column says who wrote"),
        ("ids.csv", table(["id", "user"], lambda one: [one.id, one.author]), "no column holds texts"),
        ("day.tsv", table(["tweet_id", "date"], lambda one: [one.id, one.at("%Y-%m-%d")], "\t"), "fetch the tweets"),
        ("empty.csv", "id,created_at,username,text,likes\n", "no row below the names"),
        ("frame.csv", table(["tweet_id", "tweet", "user"], lambda one: [f"{float(one.id):.8e}", one.text, one.author]),
         "the ids in the column tweet_id were rounded"),
        ("sky.csv", table(
            ["link", "who", "text"],
            lambda one: [f"https://bsky.app/profile/ann.inv.example/post/3kinv{one.number}", "ann.inv", one.text],
        ), 'constants.platform = "bluesky" and that column'),
        ("toots.csv", table(
            ["link", "who", "text"],
            lambda one: [f"https://inv.example/@ann/1110000000000000{one.number:02}", "@ann@inv.example", one.text],
        ), "posts of Mastodon"),
        ("note.txt", "a note\nto myself\n", "no two columns"),
        ("adjacency.txt", "ann,bob,cid,eva\nbob,ann\ncid,ann,bob\neva,bob\n", "no two columns that most of its rows"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_proposed_it_is_said_why(tmp_path: Path, name: str, content: str, why: str) -> None:
    proposal = proposed(tmp_path / name, content)
    assert proposal.toml() == ""
    assert why in proposal.doubts[0]


def test_a_proposal_is_tried_before_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text(str(DRESSES["plain English"][1]), encoding="utf-8")
    [inspection] = with_proposals(inspect_files([path]), [path])
    assert inspection.proposed is not None
    assert (inspection.proposed.tweets, inspection.proposed.authors) == (len(TWEETS), len(AUTHORS))


def test_a_map_that_takes_no_row_is_not_proposed(tmp_path: Path) -> None:
    path = tmp_path / "rounded.csv"
    header = ["Tweet ID", "Posted", "Full Text", "Username"]
    lines = table(header, lambda one: [f"{one.id[:15]}0000", one.at("%Y-%m-%d %H:%M:%S"), one.text, one.author])
    path.write_text(lines, encoding="utf-8")
    [inspection] = with_proposals(inspect_files([path]), [path])
    assert (inspection.proposed, inspection.proposal and inspection.proposal.column_map) == (None, None)
    assert inspection.proposal is not None
    assert "takes no row (tweet id" in inspection.proposal.doubts[0]


def test_what_inspect_prints_can_be_pasted_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "links :id: [x].csv"
    path.write_text(table(["Link :id: [bold]", "text"], lambda one: [one.address, one.text]), encoding="utf-8")
    done = CliRunner().invoke(build_app(), ["inspect", str(path)])
    _, _, shown = done.stdout.partition("study.toml:\n")
    [entry] = tomllib.loads(shown.partition("  With it:")[0])["column_map"]
    assert entry["columns"] == {
        "tweet_id": "Link :id: [bold]", "author_handle": "Link :id: [bold]", "text": "text",
    }  # fmt: skip
    assert f"{len(TWEETS)} by {len(AUTHORS)} authors" in shown
