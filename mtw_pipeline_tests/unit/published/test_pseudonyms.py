"""Pseudonyms against an independent HMAC, and the key's file."""

import hashlib
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.errors import UserError
from mtw_pipeline.published.pseudonyms import Pseudonyms, study_key
from mtw_pipeline_tests.kills import kills

KEY = b"k" * 32


def hmac_by_hand(key: bytes, message: str) -> str:
    """HMAC-SHA256 as RFC 2104 writes it down."""
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + message.encode()).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).hexdigest()


def test_a_pseudonym_is_the_hmac_of_the_person_cut_to_sixty_bits() -> None:
    pseudonyms = Pseudonyms(KEY, {"ann_1": "77"})
    assert pseudonyms.of_user_id("77") == "user_" + hmac_by_hand(KEY, "id:77")[:15]
    assert pseudonyms.of_handle("bob") == "user_" + hmac_by_hand(KEY, "handle:bob")[:15]


def test_every_name_of_a_person_has_the_same_pseudonym() -> None:
    pseudonyms = Pseudonyms(KEY, {"ann_1": "77", "ann_2": "77"})
    names = {
        pseudonyms.of_handle("Ann_1"),
        pseudonyms.of_handle("@ann_2"),
        pseudonyms.of_account("ann_1"),
        pseudonyms.of_account("id:77"),
        pseudonyms.of_user_id("77"),
    }
    assert len(names) == 1


@given(st.text(), st.text())
def test_other_persons_and_other_keys_have_other_pseudonyms(one: str, other: str) -> None:
    pseudonyms = Pseudonyms(KEY, {})
    if one != other:
        assert pseudonyms.of_user_id(one) != pseudonyms.of_user_id(other)
    assert pseudonyms.of_user_id(one) != Pseudonyms(b"x" * 32, {}).of_user_id(one)


def test_the_key_is_made_once_and_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "pseudonym.key"
    key = study_key(path)
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert study_key(path) == key
    assert study_key(tmp_path / "other.key") != key


@pytest.mark.parametrize("content", ["", "\n", "ab" * 31, "ab" * 33, "zz" * 32, "ab" * 16 + "\n"])
def test_a_key_that_is_not_of_32_bytes_is_an_error_and_stays(tmp_path: Path, content: str) -> None:
    path = tmp_path / "pseudonym.key"
    path.write_text(content, encoding="ascii")
    with pytest.raises(UserError, match="32 bytes"):
        study_key(path)
    assert path.read_text(encoding="ascii") == content


def test_a_key_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "pseudonym.key"
    struck = 0
    for kill in kills(tmp_path):
        with kill:
            study_key(path)
        assert not path.exists() or len(study_key(path)) == 32
        if not kill.struck:
            break
        struck += 1
        path.unlink(missing_ok=True)
    assert struck > 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
