"""Encryption at rest: opens with the right key in the right column, and nowhere else."""

from __future__ import annotations

import base64
import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from juzheng.acts.audit import audit
from juzheng.records.models import Case, Entry, User
from juzheng.records.sealed import (
    Box,
    CannotUnseal,
    SealedMapping,
    SealedText,
    blind_index,
    closed,
    seal,
    sealed_fields,
    unseal,
)
from tests.conftest import IDENTITY

upgrade = importlib.import_module("juzheng.records.migrations.0009_bound_to_rows")
Field = SealedText | SealedMapping
MODELS = apps.get_app_config("records").get_models()
SEALED = [field for model in MODELS for field in sealed_fields(model)]


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


def test_a_value_copied_into_another_row_does_not_open(
    case_for: Callable[..., Case], settings: Any
) -> None:
    one, other = case_for("POS-001"), case_for("POS-001", applicant_name="张三")
    for name in ("answers", "applicant_name", "purpose"):
        copied = Case.objects.values_list(name, flat=True).get(pk=one.pk)
        Case.objects.filter(pk=other.pk).update(**{name: copied})
        with pytest.raises(CannotUnseal):
            getattr(Case.objects.get(pk=other.pk), name)


def test_a_row_that_is_renamed_opens_no_more(case_for: Callable[..., Case]) -> None:
    case = case_for("POS-001")
    Case.objects.filter(pk=case.pk).update(number="990121001001-2026-办009999")
    with pytest.raises(CannotUnseal):
        assert Case.objects.get(pk=case.pk).applicant_name


def test_nothing_is_written_plain_past_the_row(case_for: Callable[..., Case]) -> None:
    case = case_for("POS-001")
    with pytest.raises(TypeError, match="sealed for one row"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(purpose="x")
    Case.objects.filter(pk=case.pk).update(**closed(case, {"purpose": "另一件事", "demander": "x"}))
    case.refresh_from_db()
    assert (case.purpose, case.demander) == ("另一件事", "x")


@pytest.mark.parametrize("field", SEALED, ids=str)
def test_every_sealed_model_says_what_names_its_rows(field: Field) -> None:
    columns = {one.attname for one in field.model._meta.concrete_fields}
    assert set(field.model.BOUND_TO) <= columns


def test_what_stands_in_the_database_says_nothing(case_for: Callable[..., Case]) -> None:
    words = ("王小明", "蓝桥银行", "给小花猫上户口", IDENTITY)
    case_for("POS-001", applicant_name=words[0], recipient=words[1], purpose=words[2])
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM records_case")
        said = str(cursor.fetchall())
    for word in words:
        assert word not in said
        assert word.encode("unicode_escape").decode() not in said


def before_the_upgrade() -> None:
    """Put every value back as versions before 0009 kept it: bound to its column alone."""
    for field in SEALED:
        label = f"{field.model._meta.model_name}.{field.name}"
        for row in field.model._default_manager.all():
            text = field.written(getattr(row, field.name))
            plain = label in upgrade.PLAIN_BEFORE
            old = Box(text if plain else seal(text, label))
            field.model._default_manager.filter(pk=row.pk).update(**{field.name: old})
    Entry.objects.update(seal="")


def test_an_old_database_is_sealed_anew_and_what_was_swapped_before_is_named(
    case_for: Callable[..., Case], drafted_for: Callable[..., Case]
) -> None:
    one, other = drafted_for("POS-001"), case_for("POS-001", applicant_name="张三")
    assert audit().faults == ()
    before_the_upgrade()
    fields = ("applicant_name", "identity_number")
    swapped = [Case.objects.values_list(*fields).get(pk=pk) for pk in (other.pk, one.pk)]
    for case, values in zip((one, other), swapped, strict=True):
        Case.objects.filter(pk=case.pk).update(**dict(zip(fields, values, strict=True)))
    with pytest.raises(CannotUnseal):  # nothing old opens without the upgrade
        assert Case.objects.get(pk=one.pk).answers

    upgrade.bind(apps, None)
    upgrade.seal_lines(apps, None)

    again = Case.objects.get(pk=one.pk)
    assert (again.answers, again.purpose) == (one.answers, one.purpose)
    assert again.applicant_name == "张三"  # as it was found
    assert again.verifications.all()[0].sentence == one.verifications.all()[0].sentence
    assert {fault.where for fault in audit().faults} == {one.number, other.number}


def test_the_upgrade_stops_at_a_wrong_key_and_goes_on_past_one_broken_value(
    drafted_for: Callable[..., Case], person: Callable[..., User], settings: Any
) -> None:
    case = drafted_for("POS-001")
    for number in range(20):  # their empty secrets open with any key
        person(f"reader-{number}", "reader", case.committee)
    before_the_upgrade()
    right = settings.DATA_KEY
    settings.DATA_KEY = base64.b64encode(b"k" * 32).decode()
    with pytest.raises(CannotUnseal), transaction.atomic():
        upgrade.bind(apps, None)
    settings.DATA_KEY = right
    Case.objects.filter(pk=case.pk).update(telephone=Box("v1:broken"))
    upgrade.bind(apps, None)
    upgrade.seal_lines(apps, None)
    assert Case.objects.get(pk=case.pk).answers == case.answers
    (fault,) = audit().faults
    assert "telephone" in fault.what
