"""Passports and permits (护照、通行证): at every door filed, verified, certified or refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from juzheng.acts.cases import intake
from juzheng.law.base.identity import NAMED, IdentityKind, masked, written
from juzheng.law.catalogue.items import AnswerKind
from juzheng.records.cases import case_file, paper_register
from juzheng.records.models import Case, Certificate, User
from juzheng.web.shared.fields import IdentityField
from juzheng.web.templatetags.juzheng import said
from tests.conftest import PASSWORD
from tests.web.clerk.test_counter import NEW, typed
from tests.web.visiting import agreed, at, fill, mistakes_of, noon, visitor

__all__ = ["fill", "noon", "visitor"]
pytestmark = pytest.mark.django_db
NUMBERS = {
    IdentityKind.PASSPORT: "E12345678",
    IdentityKind.HONG_KONG_MACAO_PERMIT: "M12345678",
    IdentityKind.TAIWAN_PERMIT: "12345678",
    IdentityKind.OTHER: "军A1234567",
}
KINDS = pytest.mark.parametrize("kind", NAMED, ids=str)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def counter(kind: IdentityKind, item: str = "POS-002", **more: Any) -> dict[str, Any]:
    born = {"born_on_year": "1968", "born_on_month": "3", "born_on_day": "15"}
    return typed(item, identity=NUMBERS[kind], identity_kind=kind.value, **born, **more)


def shown(kind: IdentityKind) -> str:
    """Return how pages show the number: its kind, and its end."""
    return masked(kind.label + NUMBERS[kind]).replace(kind.label, f"{kind.label} ")


@KINDS
def test_the_counter_files_verifies_certifies_and_refuses(
    client: Client, clerk: User, responsible: User, noon: None, kind: IdentityKind
) -> None:
    client.force_login(clerk)
    assert client.post(NEW, counter(kind, means="original")).status_code == 302
    case = Case.objects.get()
    assert (case.identity_kind, case.identity_number) == (kind.value, NUMBERS[kind])
    page = words(client.get(f"/desk/cases/{case.number}/"))
    assert shown(kind) in page
    assert NUMBERS[kind] not in page
    revealed = client.post(f"/desk/cases/{case.number}/identity/")
    assert f"{kind.label} {NUMBERS[kind]}" in words(revealed)

    client.force_login(responsible)
    client.post(f"/desk/cases/{case.number}/signature/", {"proof": PASSWORD})

    paper = paper_register.by_number(*_named(Certificate.objects.get()))
    assert paper is not None
    assert paper.paper.identity_masked == masked(kind.label + NUMBERS[kind])
    assert paper_register.ends_identity(paper, NUMBERS[kind][-4:])

    client.force_login(clerk)
    client.post(NEW, counter(kind, "NEG-01", key="another-page"))
    refused = Case.objects.latest("pk")
    address = f"/desk/cases/{refused.number}/refusal/"
    assert shown(kind) in words(client.get(address))
    assert client.post(address).status_code == 302
    assert refused.certificates.get().content["canonical"].count(masked(kind.label + NUMBERS[kind]))


def _named(certificate: Certificate) -> tuple[str, str]:
    from juzheng.law.cases import certificates

    return certificate.number, certificates.short_fingerprint(certificate.fingerprint)


@KINDS
def test_online_it_is_filed_shown_masked_and_kept_encrypted(
    visitor: Client, fill: Callable[..., Any], kind: IdentityKind
) -> None:
    page = fill("POS-002", until="identity")  # POS-001 is not for who holds one of these
    assert kind.label in words(page)
    sent = {"answer": NUMBERS[kind], "answer_kind": kind.value}
    assert visitor.post(at(page, "identity"), sent).status_code == 302
    again = words(visitor.get(at(page, "identity")))
    assert f'<option value="{kind.value}" selected' in again
    assert f'value="{NUMBERS[kind]}"' in again
    check = _rest(visitor, page)
    assert shown(kind) in words(check)
    assert NUMBERS[kind] not in words(check)

    visitor.post(at(page, "check"), agreed(check))

    case = Case.objects.get()
    assert (case.identity_kind, case.identity_number) == (kind.value, NUMBERS[kind])
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number FROM records_case")
        assert NUMBERS[kind] not in cursor.fetchone()[0]
    visitor.post("/cases/", {"number": case.number, "code": intake.code_of(case)})
    for address in (at(page, "receipt"), f"/cases/{case.number}/"):
        assert shown(kind) in words(visitor.get(address))
    visitor.post("/preferences/language/", {"language": "en"})
    english = words(visitor.get(f"/cases/{case.number}/"))
    assert kind.label not in english
    assert masked(kind.label + NUMBERS[kind]).removeprefix(kind.label) in english


def _rest(visitor: Client, page: Any) -> Any:
    """Answer what is left; return the page to check."""
    from tests.web.visiting import told

    address = at(page, "check")
    while (response := visitor.get(address)).status_code == 302:
        shown = visitor.get(response.url).content.decode()
        visitor.post(response.url, told(shown, response.url.split("/")[-2]))
    return response


@pytest.mark.parametrize(
    ("number", "kind", "says"),
    [
        ("E1234", "hong_kong_macao_permit", "H或M加8位数字"),
        ("M12345678", "", "请先选证件种类"),
        ("12345678", "", "请先选证件种类"),
        ("11010519491231002X", "passport", "护照号码是5至9位"),
        ("", "passport", "请照证件填写号码"),
    ],
)
def test_what_is_wrong_is_said_at_both_doors(
    visitor: Client, fill: Callable[..., Any], clerk: User, number: str, kind: str, says: str
) -> None:
    page = fill("POS-002", until="identity")  # POS-001 is not for who holds one of these
    online = visitor.post(at(page, "identity"), {"answer": number, "answer_kind": kind})
    assert (online.status_code, says in mistakes_of(online)[0]) == (422, True)
    desk = Client()
    desk.force_login(clerk)
    answer = desk.post(NEW, typed("POS-002", identity=number, identity_kind=kind))
    assert (answer.status_code, says in mistakes_of(answer)[0]) == (422, True)
    assert "带证件到窗口" not in mistakes_of(answer)[0]
    assert not Case.objects.exists()


def test_a_passport_typed_without_its_kind_is_taken_for_what_it_is(
    client: Client, clerk: User
) -> None:
    client.force_login(clerk)
    born = {"born_on_year": "1968", "born_on_month": "3", "born_on_day": "15"}
    client.post(NEW, typed("POS-002", identity="E12345678", **born))

    assert Case.objects.get().identity_kind == IdentityKind.PASSPORT.value


@KINDS
def test_an_agents_or_guardians_number_is_typed_and_masked_alike(kind: IdentityKind) -> None:
    field = IdentityField()
    typed = field.widget.value_from_datadict(
        {"who": NUMBERS[kind], "who_kind": kind.value}, {}, "who"
    )
    kept = field.clean(typed)

    assert kept == written(kind.value, NUMBERS[kind])
    assert said(AnswerKind.IDENTITY_NUMBER, kept) == shown(kind)
    assert re.search("selected", str(field.widget.render("who", kept)))


def test_a_case_filed_before_other_kinds_reads_as_it_did(case_for: Callable[..., Case]) -> None:
    case = case_for("POS-001")

    assert case.identity_masked == "1*************002X"
    assert case_file.sentence(case, case.revision.item.facts[0])
