"""Every field of every model is public, internal, personal or secret; nothing is unlisted."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField

from juzheng.records.privacy import Privacy
from juzheng.records.published import Published
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


# What is public and no free text: words of the law, digests, places of files, names of offices.
NOT_FREE = {
    "Committee": "code name kind division_name address telephone hours",
    "OfficeContact": "division name address telephone hours",
    "DemandingUnit": "name kind division contact",
    "Demand": "item asked_of held state",
    "DemandReview": "office opinion",
    "Publication": "division digest content",
    "Delivery": "channel state name media_type file digest place",
    "Revision": "kind subject division digest content origin catalogue_digest",
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_people_type_and_everybody_reads_is_masked_where_it_is_kept(
    model: type[Model],
) -> None:
    for field in model._meta.concrete_fields:
        kind = model.PRIVACY[field.name]
        assert (kind is Privacy.PUBLISHED) == isinstance(field, Published), field
        if kind is Privacy.PUBLIC and isinstance(field, CharField | TextField | JSONField):
            assert field.name in NOT_FREE[model.__name__].split(), field
