"""What of study.toml matches nothing besides terms of lists: hashtags, words of the copy, accounts with a class."""

from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.cli.health import examine
from mtw_pipeline.cli.warning import told_of_settings, told_of_tables
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.study_hashtags import hashtags_without_matches, refuse_no_hashtag
from mtw_pipeline_tests.builders import make_study

ON_BLUESKY = {"a-b": "at '-', there it is #a", "a.b": "at '.'", "a,b": "at ','", "@ann": "at '@', there it is none"}


def test_hashtags_that_no_platform_or_one_alone_can_have_are_told() -> None:
    good = ["MarketingTwitter", "2021goals", "col·legi", "ação", "маркетинг", "標籤", "a_b", "हिन्दी", "web3"]
    assert list(hashtags_without_matches(good)) == []
    for hashtag in ("123", "२०२१", "_", "1_2", "1.0"):
        [said] = hashtags_without_matches([hashtag])
        assert f"{hashtag!r} matches nothing" in said
    for hashtag, why in ON_BLUESKY.items():
        [said] = hashtags_without_matches([hashtag])
        assert f"{hashtag!r} matches at most posts of Bluesky" in said
        assert why in said


@pytest.mark.parametrize(
    ("hashtag", "said"),
    [
        ("123", "without a letter"), ("#2021", "without a letter"), ("@ann", "@ann is an account"),
        ("a,b", "--hashtag a --hashtag b"), ("#a;#b", "--hashtag a --hashtag b"),
    ],
)  # fmt: skip
def test_what_can_be_no_hashtag_makes_no_study(hashtag: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        refuse_no_hashtag(hashtag)
    refuse_no_hashtag("a-b")


def test_a_study_that_exists_opens_and_is_told(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    text = study.settings_path.read_text(encoding="utf-8")
    text = text.replace('hashtags = ["InventedTag"]', 'hashtags = ["InventedTag", "123", "a-b"]')
    assert (text.count("[publish]\n"), text.count("[network]\n")) == (1, 1)
    text = text.replace("[network]\n", '[network]\nclasses_file = "classes.csv"\n')
    text = text.replace("[publish]\n", '[publish]\nwords = ["fine", "—", "..."]\n')
    study.settings_path.write_text(text, encoding="utf-8")
    (study.root / "classes.csv").write_text("account,class\n@Ann,media\nbne,media\nben,\n", encoding="utf-8")
    opened = Study.load(study.root)
    of_settings = list(told_of_settings(opened))
    assert [one.partition(" matches")[0] for one in of_settings[:2]] == [
        "study.toml, hashtags: '123'", "study.toml, hashtags: 'a-b'",
    ]  # fmt: skip
    assert "there is no word in '—', '...'," in of_settings[2]
    assert list(told_of_tables(opened)) == []
    with duckdb.connect(str(study.warehouse)) as warehouse:
        warehouse.execute("create table users (account varchar)")
    assert list(told_of_tables(opened)) == []
    with duckdb.connect(str(study.warehouse)) as warehouse:
        warehouse.execute("insert into users values ('ann'), ('ben')")
    [of_tables] = told_of_tables(opened)
    assert "no window has the account bne." in of_tables
    assert {*of_settings, of_tables} <= {one.what for one in examine(study.root) if not one.is_well}
