"""Encryption at rest: opens with the right key in the right column, and nowhere else."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.records.sealed import CannotUnseal, blind_index, seal, unseal


@given(text=st.text(), name=st.text(min_size=1, max_size=30))
def test_what_was_sealed_comes_back(text: str, name: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert unseal(seal(text, name), name) == text


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    assert seal("110101199001011234", "case.identity_number") != seal(
        "110101199001011234", "case.identity_number"
    )


def test_a_value_copied_into_another_column_does_not_open() -> None:
    with pytest.raises(CannotUnseal):
        unseal(seal("110101199001011234", "case.identity_number"), "case.telephone")


@given(place=st.integers(min_value=0, max_value=40), bit=st.integers(min_value=0, max_value=7))
def test_a_changed_bit_does_not_open(place: int, bit: int) -> None:
    raw = bytearray(base64.b64decode(seal("王小明", "case.applicant_name").removeprefix("v1:")))
    raw[place % len(raw)] ^= 1 << bit
    with pytest.raises(CannotUnseal):
        unseal("v1:" + base64.b64encode(bytes(raw)).decode(), "case.applicant_name")


def test_another_key_does_not_open(settings) -> None:
    sealed = seal("王小明", "case.applicant_name")
    settings.DATA_KEY = base64.b64encode(b"k" * 32).decode()

    with pytest.raises(CannotUnseal):
        unseal(sealed, "case.applicant_name")


def test_a_key_of_the_wrong_length_is_refused(settings) -> None:
    settings.DATA_KEY = base64.b64encode(b"short").decode()

    with pytest.raises(ValueError, match="32 bytes"):
        seal("王小明", "case.applicant_name")


def test_the_blind_index_finds_equal_texts_and_says_nothing(settings) -> None:
    number = "110101199001011234"

    assert blind_index(number) == blind_index(number)
    assert blind_index(number) != blind_index("110101199001011235")
    assert number not in blind_index(number)
    before = blind_index(number)
    settings.DATA_KEY = base64.b64encode(b"k" * 32).decode()
    assert blind_index(number) != before
