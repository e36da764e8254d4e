"""Every field of every model is public, internal, personal or secret; nothing is unlisted."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model

from juzheng.records.privacy import Privacy
from juzheng.records.sealed import SealedMapping, SealedText

MODELS = list(apps.get_app_config("records").get_models())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_has_a_privacy_class(model: type[Model]) -> None:
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}

    assert set(model.PRIVACY) == fields
    assert set(model.PRIVACY.values()) <= set(Privacy)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_is_encrypted_is_personal_or_secret(model: type[Model]) -> None:
    for field in model._meta.fields:
        if isinstance(field, SealedText | SealedMapping):
            assert model.PRIVACY[field.name] in {Privacy.PERSONAL, Privacy.SECRET}, field


def test_identity_numbers_and_telephones_are_encrypted() -> None:
    case = apps.get_model("records", "Case")
    for name in ("applicant_name", "identity_number", "telephone", "answers"):
        assert isinstance(case._meta.get_field(name), SealedText | SealedMapping), name
