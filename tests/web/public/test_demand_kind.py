"""A unit that names a committee by its code asks what that kind of committee does (委员会种类)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.records.models import Committee

OF_VILLAGES = "POS-018"  # 农村土地发包给本集体以外单位或个人: villagers' committees alone


@pytest.fixture
def codes(loaded: None, committee: Committee, village: Committee) -> dict[str, str]:
    return {"residents": committee.code, "villagers": village.code}


@pytest.mark.django_db
def test_every_door_tells_it_by_the_kind_of_the_committee(
    client: Client, codes: dict[str, str]
) -> None:
    said = {}
    for kind, code in codes.items():
        asked = {"item": OF_VILLAGES, "division": code}
        one = client.get("/api/v1/demand-check", asked).json()
        many = {"questions": [asked]}
        batch = client.post("/api/v1/demand-check", many, content_type="application/json").json()
        assert batch["answers"][0]["answer"] == one["answer"]
        for door in ("public:may-i-demand", "public:widget"):
            page = client.get(reverse(door), asked)
            assert page.context["told"].check.answer.value == one["answer"], door
            assert one["why"][:20] in page.content.decode()
        said[kind] = (one["answer"], one["why"])
    assert said["villagers"][0] == "basis_found"
    assert said["residents"][0] == "no_basis_listed"
    assert "按规定这一项由村民委员会办理" in said["residents"][1]


@pytest.mark.django_db
def test_of_a_whole_district_nothing_is_said_of_one_kind(
    client: Client, codes: dict[str, str]
) -> None:
    asked = {"item": OF_VILLAGES, "division": codes["residents"][:6]}
    assert client.get("/api/v1/demand-check", asked).json()["answer"] == "basis_found"
