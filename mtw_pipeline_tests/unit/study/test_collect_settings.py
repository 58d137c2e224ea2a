"""``[[collect]]``: what may stand there, and what a wrong table is told."""

import json
from pathlib import Path

import pytest

from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.sources import collector_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import make_study


def study_with(root: Path, text: str) -> Study:
    make_study(root)
    path = root / "study.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
    return Study.load(root)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('source = "myspace"', "collect.0.source is 'myspace', but may only be 'x', 'bluesky' or 'mastodon'"),
        ("", "collect.0.source is missing"),
        ('source = "mastodon"', "servers is missing"),
        ('source = "x"\nservers = ["a.example", "b.example"]', "of x one server is asked"),
        ('source = "bluesky"\narchive = "full"', 'archive belongs to source = "x" alone'),
        ('source = "mastodon"\nservers = ["a.example"]\nprice_per_post = 1', "price_per_post belongs to"),
        ('source = "x"\nservers = ["http://api.example"]', "through https"),
        ('source = "x"\nservers = ["https://api.example/?a=b"]', "a server is its name or its address"),
        ('source = "mastodon"\nservers = ["https://a.example/@me"]', "holds an @: name the server alone"),
        ('source = "mastodon"\nservers = ["@me@a.example"]', "holds an @: name the server alone"),
        ('source = "x"\nbudget = 0', "collect.0.budget"),
        ('source = "x"\nprice_per_post = -1', "collect.0.price_per_post"),
        ('source = "x"\nprice_per_post = inf', "collect.0.price_per_post"),
        ('source = "x"\narchive = "all"', "but may only be 'recent' or 'full'"),
        ('source = "x"\nhashtags = ["two words"]', "a hashtag is one word"),
        ('source = "x"\nserver = "a.example"', "collect.0.server is not known"),
        ('source = "x"\n[[collect]]\nsource = "x"', "several [[collect]] with source 'x'"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(UserError) as told:
        study_with(tmp_path / "study", f"[[collect]]\n{text}")
    assert named in str(told.value)


def test_servers_are_addresses_and_loopback_may_be_plain(tmp_path: Path) -> None:
    text = (
        '[[collect]]\nsource = "mastodon"\nservers = ["Mastodon.Social", "https://a.example/", "http://127.0.0.1:8080"]'
    )
    (table,) = study_with(tmp_path / "study", text).settings.collect
    assert table.asked_servers == ("https://mastodon.social", "https://a.example", "http://127.0.0.1:8080")


def test_x_has_its_own_server_and_the_hashtags_lose_their_sign(tmp_path: Path) -> None:
    (table,) = study_with(tmp_path / "study", '[[collect]]\nsource = "x"\nhashtags = ["#One"]').settings.collect
    assert table.asked_servers == ("https://api.x.com",)
    assert table.hashtags == ("One",)


def test_a_new_study_explains_the_table(tmp_path: Path) -> None:
    text = (make_study(tmp_path / "study").root / "study.toml").read_text(encoding="utf-8")
    wanted = (
        "# [[collect]]",
        '# source = "x"',
        "# budget",
        "# archive",
        "# price_per_post",
        "# servers",
        "# collect_cron",
    )
    assert [one for one in wanted if one not in text] == []


def test_a_hashtag_in_several_spellings_is_asked_for_once(tmp_path: Path) -> None:
    """In another case, with its #, or with an accent that stands behind its letter, as some systems write it."""
    root = tmp_path / "study"
    tags = ["LrnChat", "#lrnchat", "LRNCHAT", "caf\u00e9", "cafe\u0301", "\uff03Straße", "strasse", "edu_chat"]
    make_study(root, hashtags=tags)
    study = study_with_collect(root, tags)
    assert study.settings.hashtags == ("LrnChat", "caf\u00e9", "Straße", "strasse", "edu_chat")
    for table in study.settings.collect:
        questions = collector_of(table, study.settings, Keys.of(study)).questions()
        asked = [tag for question in questions for tag in question.hashtags]
        assert asked == list(study.settings.hashtags), table.source


def study_with_collect(root: Path, tags: list[str]) -> Study:
    path = root / "study.toml"
    tables = "".join(
        f'\n[[collect]]\nsource = "{source}"\nservers = ["{source}.example"]\nhashtags = {json.dumps(tags)}\n'
        for source in ("x", "bluesky", "mastodon")
    )
    path.write_text(path.read_text(encoding="utf-8") + tables, encoding="utf-8")
    return Study.load(root)
