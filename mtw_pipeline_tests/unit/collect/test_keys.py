"""Keys: where they come from, and that they stand nowhere else."""

import logging
import os
from datetime import timedelta
from pathlib import Path

import pytest

from mtw_pipeline.collect.keys import Keys, name_of_server, variable
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.collecting import Bench
from mtw_pipeline_tests.fake_x import NOON, TOKEN, Answer, FakeX, error, posts_before

SECRET = "invented-secret-of-nobody"  # noqa: S105 - it opens nothing


def file_of_keys(study: Study, mode: int = 0o600, content: str = f'x_bearer_token = "{SECRET}"\n') -> Keys:
    path = study.root / "keys.toml"
    path.write_text(content)
    path.chmod(mode)
    return Keys.of(study)


def test_a_key_comes_from_the_file_and_the_environment_wins(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTW_X_BEARER_TOKEN")
    keys = file_of_keys(study)
    assert keys.need("x_bearer_token", "It").get_secret_value() == SECRET
    monkeypatch.setenv("MTW_X_BEARER_TOKEN", "another")
    assert keys.need("x_bearer_token", "It").get_secret_value() == "another"


def test_the_file_of_keys_may_lie_elsewhere(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTW_X_BEARER_TOKEN")
    file_of_keys(study).file.rename(tmp_path / "mine.toml")
    monkeypatch.setenv("MTW_KEYS", str(tmp_path / "mine.toml"))
    assert Keys.of(study).need("x_bearer_token", "It").get_secret_value() == SECRET


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o666, 0o620, 0o610])
def test_a_file_that_others_may_touch_is_refused(study: Study, mode: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTW_X_BEARER_TOKEN")
    with pytest.raises(UserError, match=r"chmod 600 .*keys\.toml") as told:
        file_of_keys(study, mode).find("x_bearer_token")
    assert SECRET not in str(told.value)


def test_a_missing_key_is_told_with_both_places(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTW_X_BEARER_TOKEN")
    with pytest.raises(UserError, match=r"MTW_X_BEARER_TOKEN.*keys\.toml.*chmod 600"):
        Keys.of(study).need("x_bearer_token", "The bearer token of X")


@pytest.mark.parametrize("name", ["X_BEARER_TOKEN", "MTW_X_BEARER_TOKEN", "bearer_token", "x_bearer_tokn"])
def test_a_key_under_another_name_is_told_by_it(study: Study, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the environment has it, or nearly: that it is missing alone left its owner looking at it."""
    monkeypatch.delenv("MTW_X_BEARER_TOKEN")
    keys = file_of_keys(study)
    keys.file.write_text(f'{name} = "{SECRET}"\n{SECRET} = "x"\n', encoding="utf-8")
    with pytest.raises(UserError) as told:
        keys.need("x_bearer_token", "The bearer token of X")
    assert told.value.what == f"The bearer token of X is missing: {keys.file} has {name}, and no x_bearer_token"
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("content", [f"x_bearer_token = {SECRET}", f'x_bearer_token = "{SECRET}', "\xff\xfe"])
def test_a_file_that_is_no_toml_is_told_without_its_content(
    study: Study, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MTW_X_BEARER_TOKEN")
    with pytest.raises(UserError, match="no TOML") as told:
        file_of_keys(study, content=content).find("x_bearer_token")
    assert SECRET not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__


@pytest.mark.parametrize(
    "content", ["x_bearer_token = 1234567", '[x]\nbearer_token = "1234567"', 'x_bearer_token = ["1234567"]']
)
def test_a_key_that_is_no_text_is_named_without_it(study: Study, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTW_X_BEARER_TOKEN")
    with pytest.raises(UserError, match=r"x(_bearer_token)? in the file of keys is no text in quotation marks") as told:
        file_of_keys(study, content=content).find("x_bearer_token")
    assert "1234567" not in str(told.value)


@pytest.mark.parametrize("name", ["x_bearer_token", "mastodon_token_social_example"])
@pytest.mark.parametrize(
    "value", ["two words", "a\nb", "a\x07b", "Bearer AAAA", '"AAAA"', "'AAAA'", "\u201cAAAA\u201d", "AA\u2026", "AAAA;"]
)
def test_what_can_be_no_token_is_told_without_it(
    study: Study, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(variable(name), value)
    with pytest.raises(UserError, match="without quotation marks, the word Bearer or line breaks") as told:
        Keys.of(study).find(name)
    assert value not in str(told.value)


@pytest.mark.parametrize("value", ["AAAA%2Fa%3D", "a-b._~+/C9=="])
def test_a_token_holds_what_the_standard_of_bearer_tokens_lets_it(
    study: Study, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("MTW_X_BEARER_TOKEN", value)
    assert Keys.of(study).need("x_bearer_token", "It").get_secret_value() == value


def test_a_password_may_hold_what_its_owner_chose(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", '"Gr\u00f6\u00dfe"')
    assert Keys.of(study).need("bluesky_app_password", "It").get_secret_value() == '"Gr\u00f6\u00dfe"'
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", "two\nlines")
    with pytest.raises(UserError, match="line breaks"):
        Keys.of(study).find("bluesky_app_password")


def test_what_others_say_is_scrubbed_of_keys(study: Study) -> None:
    keys = Keys.of(study)
    keys.find("x_bearer_token")
    assert keys.scrubbed(f"no: {TOKEN}!") == "no: [key]!"


def test_names_of_servers_become_names_of_keys() -> None:
    assert name_of_server("mastodon_token", "Mastodon.Social") == "mastodon_token_mastodon_social"
    assert variable("mastodon_token_fosstodon_org") == "MTW_MASTODON_TOKEN_FOSSTODON_ORG"


@pytest.mark.parametrize(
    "line", [f'token = "{SECRET}"', f'bearer_token = "{SECRET}"', f'password = "{SECRET}"', f'API_KEY = "{SECRET}"',
             f'key = "{SECRET}"', f'servers = ["https://me:{SECRET}@api.x.com"]'],
)  # fmt: skip
def test_a_key_in_study_toml_is_refused_and_not_shown(tmp_path: Path, line: str) -> None:
    root = make_study(tmp_path / "study").root
    path = root / "study.toml"
    path.write_text(f'{path.read_text()}\n[[collect]]\nsource = "x"\n{line}\n')
    with pytest.raises(UserError) as told:
        Study.load(root)
    assert SECRET not in str(told.value)


def test_a_key_stands_in_no_file_log_or_message(
    bench: Bench, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the noisiest level, with a server that says the key in its errors and sends it back in its headers."""
    caplog.set_level(logging.DEBUG)
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 150)

    def echo(server: FakeX, _answer: Answer) -> Answer:
        body = f'{{"title":"no","detail":"{server.headers[-1]["Authorization"]}"}}'.encode()
        return 400, {"x-said": TOKEN}, body

    bench.server.faults = {1: echo, 3: error(403, detail=f"not {TOKEN}")}
    messages = []
    for _ in range(3):
        try:
            bench.collect()
        except UserError as told:
            messages.append(str(told))
    assert len(messages) == 2
    assert bench.posts() == [one["id"] for one in bench.server.posts]
    said = capsys.readouterr()
    written = [path.read_bytes() for path in bench.study.root.rglob("*") if path.is_file()]
    kept = b"".join(written).decode("latin-1")
    assert TOKEN not in f"{messages}{said.out}{said.err}{caplog.text}{kept}"
    assert bench.server.headers[0]["Authorization"] == f"Bearer {TOKEN}"


def test_no_part_of_a_key_stays_where_a_message_is_cut(bench: Bench) -> None:
    """Whatever stands before the key: what is cut first and scrubbed then would keep the key's beginning."""
    for before in range(270, 300, 5):
        bench.server.faults = {len(bench.server.asked) + 1: error(403, detail=f"{'x' * before} {TOKEN}")}
        with pytest.raises(UserError) as told:
            bench.collect()
        assert TOKEN[:4] not in str(told.value)


def test_nothing_follows_x_to_another_address(bench: Bench) -> None:
    away = "https://elsewhere.example/2/tweets"
    bench.server.faults = {1: lambda _server, _answer: (307, {"location": away}, b"")}
    with pytest.raises(UserError, match=r"sends what it is asked on to elsewhere\.example"):
        bench.collect()
    assert len(bench.server.asked) == 1
