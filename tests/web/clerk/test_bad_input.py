"""Ten kinds of bad input at each form of the desk and of the sign-in: clear words, no change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from juzheng.records.models import Case, Committee, User
from tests.conftest import IDENTITY, PASSWORD
from tests.records.snapshots import snapshot

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NO_SCAN = b"GIF89a not a scan"
HUGE = "很" * 100_000
UNSEEN = "李\u202e秀\x07英"  # turns the direction of writing, rings a bell


@dataclass(frozen=True)
class Form:
    """One form: where it is sent, what it looks like when right, and what is text in it."""

    name: str
    right: Mapping[str, Any]
    text: str  # the field that takes free text
    choice: str = ""  # the field that takes one of a list, or a number
    needs_case: bool = True
    item: str = "POS-001"
    signer: bool = False  # the responsible person's form, on a case that waits for the pen


COUNTER = {
    "item": "POS-009",
    "key": "k" * 32,
    "applicant_name": "李秀英",
    "identity": IDENTITY,
    "recipient": "示例县民政局",
    "purpose": "办理登记",
    "before-appeal": "yes",
    "consent-court": "on",
    "consent_how": "oral",
}
MEETING = {
    "kind": "居民委员会会议",
    "called_on_year": "2026",
    "called_on_month": "11",
    "called_on_day": "2",
    "held_on_year": "2026",
    "held_on_month": "11",
    "held_on_day": "9",
    "entitled": "7",
    "present": "6",
    "votes_for": "6",
    "against": "0",
    "abstained": "0",
    "public_notice_days": "0",
    "objections": "0",
    "objections_settled": "0",
}
GROUND = {
    "kind": "policy_gap",
    "demander_name": "示例单位",
    "statement": "还没有衔接",
    "means": "own_register",
}
CHECK = {"means-residence": "original", "result-residence": "confirmed", "note-residence": "看过"}

FORMS = {
    form.name: form
    for form in (
        Form("clerk:new", COUNTER, "applicant_name", "demander", needs_case=False),
        Form("clerk:search", {"wanted": "1"}, "wanted", needs_case=False),
        Form("clerk:verification", CHECK, "note-residence", "means-residence"),
        Form("clerk:ground", GROUND, "statement", "kind", item="NEG-01"),
        Form("clerk:assessment", {"risk": "有", "precaution": "无"}, "risk"),
        Form("clerk:deliberation", MEETING, "kind", "entitled", item="POS-003"),
        Form("clerk:return", {"reason": "请补"}, "reason", signer=True),
        Form("clerk:signature", {"proof": PASSWORD}, "proof", signer=True),
        Form(
            "staff:sign-in",
            {"username": "clerk", "password": PASSWORD},
            "username",
            needs_case=False,
        ),
        Form(
            "staff:password",
            {"old": PASSWORD, "new": "a-new-pass-phrase", "again": "a-new-pass-phrase"},
            "new",
            needs_case=False,
        ),
    )
}


@pytest.fixture(params=FORMS, ids=str)
def form(request: pytest.FixtureRequest) -> Form:
    return FORMS[request.param]


@pytest.fixture
def sent(
    form: Form,
    client: Client,
    clerk: User,
    responsible: User,
    case_for: Callable[..., Case],
    drafted_for: Callable[..., Case],
) -> Callable[..., Any]:
    """Return a sender of the form: ``sent(reason="")`` changes what is right into what is not."""
    args: list[str] = []
    if form.needs_case:
        case = drafted_for(form.item) if form.signer else case_for(form.item)
        args = [case.number]
    address = reverse(form.name, args=args)
    if form.name != "staff:sign-in":
        client.force_login(responsible if form.signer else clerk)

    def send(*, with_token: bool = True, to: str = address, **changes: Any) -> Any:
        typed = {**form.right, **{name.replace("__", "-"): v for name, v in changes.items()}}
        browser = client if with_token else _strict(client)
        return browser.post(to, {name: v for name, v in typed.items() if v is not None})

    return send


def _strict(client: Client) -> Client:
    """Return the same browser with the expired page's missing token looked at."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict


def turned_away(answer: Any, before: dict[str, Any], *statuses: int) -> None:
    """Say that the answer speaks Chinese and that nothing changed."""
    assert answer.status_code in statuses, answer.status_code
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    assert CHINESE.search(text)
    assert "Traceback" not in text
    assert "请联系管理员" not in text
    assert snapshot() == before


def words_of(answer: Any) -> list[str]:
    """Return what the error summary at the head of the page says."""
    summary = re.search(r"data-error-summary.*?</ul>", answer.content.decode(), re.DOTALL)
    return re.findall(r"<li>\s*(?:<a[^>]*>)?([^<]+)", summary.group()) if summary else []


def test_empty(form: Form, sent: Callable[..., Any]) -> None:
    before = snapshot()
    answer = sent(**{name.replace("-", "__"): "" for name in form.right if name != "item"})
    turned_away(answer, before, 422)
    assert all(CHINESE.search(error) for error in words_of(answer))
    assert words_of(answer)


def test_huge(form: Form, sent: Callable[..., Any]) -> None:
    before = snapshot()
    answer = sent(**{form.text.replace("-", "__"): HUGE})
    turned_away(answer, before, 422)
    assert all(CHINESE.search(error) for error in words_of(answer))


def test_far_too_huge(form: Form, sent: Callable[..., Any]) -> None:
    before = snapshot()
    turned_away(sent(**{form.text.replace("-", "__"): HUGE * 6}), before, 413)


def test_wrong_type(form: Form, sent: Callable[..., Any]) -> None:
    before = snapshot()
    scan = SimpleUploadedFile("x.pdf", NO_SCAN, content_type="application/pdf")
    wrong = {form.choice.replace("-", "__") if form.choice else "proof_": "no-such-word"}
    if form.name in ("clerk:ground", "clerk:deliberation"):
        wrong |= {"demand": scan, "sheet": scan}
    elif not form.choice:
        wrong = {form.text.replace("-", "__"): "\x00"}
    turned_away(sent(**wrong), before, 422)


@pytest.mark.parametrize("form", ["clerk:new"], indirect=True)
@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "11010519491231002",
        "abcdef",
        "\uff11" * 17 + "X",
        "1" * 18,
    ],
)
def test_wrong_checksum(form: Form, sent: Callable[..., Any], number: str) -> None:
    before = snapshot()
    answer = sent(identity=number)
    turned_away(answer, before, 422)
    assert words_of(answer)


# A password may be any characters: it is compared, never shown.
@pytest.mark.parametrize(
    "form",
    [name for name in FORMS if name[:5] != "staff" and name != "clerk:signature"],
    indirect=True,
)
def test_characters_that_nobody_can_see(form: Form, sent: Callable[..., Any]) -> None:
    before = snapshot()
    answer = sent(**{form.text.replace("-", "__"): UNSEEN})
    turned_away(answer, before, 422)


@pytest.mark.parametrize(
    "name", ["𬀩𫖯·䶮", "阿依古丽·买买提", "张👨\u200d👩\u200d👧三", "O’Brien"]
)
@pytest.mark.parametrize("form", ["clerk:new"], indirect=True)
def test_emoji_and_rare_characters_are_names_or_are_refused_in_words(
    form: Form, sent: Callable[..., Any], name: str
) -> None:
    before = snapshot()
    answer = sent(applicant_name=name, **_answers())
    if "👨" in name:  # joined by a character that nobody can see
        turned_away(answer, before, 422)
    else:
        assert answer.status_code == 302
        assert Case.objects.get().applicant_name == name


@pytest.mark.parametrize("form", ["clerk:new"], indirect=True)
def test_sql_and_html_are_only_letters(form: Form, sent: Callable[..., Any]) -> None:
    name = "<script>alert(1)</script>'; DROP TABLE x;--"
    answer = sent(recipient=name, **_answers())
    assert answer.status_code == 302
    assert Case.objects.get().recipient == name


@pytest.mark.parametrize("form", ["clerk:new"], indirect=True)
def test_a_replayed_form_changes_nothing(form: Form, sent: Callable[..., Any]) -> None:
    first = sent(**_answers())
    before = snapshot()
    second = sent(**_answers())
    assert second.status_code == first.status_code == 302
    assert second.headers["Location"] == first.headers["Location"]
    assert snapshot() == before


def _answers() -> dict[str, str]:
    from juzheng.catalogue import catalogue
    from tests.conftest import ANSWERS_BY_KIND

    found: dict[str, str] = {}
    for question in catalogue().items["POS-009"].questions:
        name, kind = f"answer__{question.key}", question.kind.value
        if kind == "date":
            parts = {"year": "1968", "month": "3", "day": "15"}
            found |= {f"{name}_{part}": value for part, value in parts.items()}
        else:
            value = question.choices[0] if question.choices else ANSWERS_BY_KIND[kind]
            found[name] = "yes" if value is True else str(value)
    return found


@pytest.mark.parametrize("replayed", ["clerk:draft", "clerk:refusal"])
def test_a_button_pressed_twice_happens_once(
    replayed: str,
    client: Client,
    clerk: User,
    case_for: Callable[..., Case],
    confirm: Callable[..., Case],
) -> None:
    case = case_for("NEG-01" if replayed == "clerk:refusal" else "POS-001")
    if replayed == "clerk:draft":
        confirm(case, by=clerk)
    client.force_login(clerk)
    address = reverse(replayed, args=[case.number])
    assert client.post(address).status_code == 302
    before = snapshot()
    answer = client.post(address, follow=True)
    assert "已经有人改过或办过，这次没有改动" in answer.content.decode()
    assert snapshot() == before


def test_an_expired_page(sent: Callable[..., Any]) -> None:
    before = snapshot()
    answer = sent(with_token=False)
    turned_away(answer, before, 403)
    assert "放" in answer.content.decode()  # 页面放久了


def test_a_wrong_method(form: Form, client: Client, sent: Callable[..., Any]) -> None:
    before = snapshot()
    address = reverse(form.name, args=[Case.objects.get().number] if form.needs_case else [])
    for method in ("PUT", "PATCH", "DELETE"):
        turned_away(client.generic(method, address), before, 405)


@pytest.mark.parametrize(
    "form", [name for name, form in FORMS.items() if form.needs_case], indirect=True
)
def test_a_foreign_case(
    form: Form,
    client: Client,
    sent: Callable[..., Any],
    village: Committee,
    case_for: Callable[..., Case],
) -> None:
    foreign = case_for(form.item, committee=village)
    before = snapshot()
    answer = sent(to=reverse(form.name, args=[foreign.number]))
    turned_away(answer, before, 404)
    assert foreign.number not in answer.content.decode()
