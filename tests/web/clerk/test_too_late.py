"""Two clerks on one page: the slower one is shown what he wrote himself, in words, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client

from juzheng.acts.cases import intake
from juzheng.acts.inquiries import inquiries
from juzheng.law.cases.verification import Means
from juzheng.records.models import Case, User
from juzheng.web.shared import opened
from juzheng.web.shared.day_boxes import DateParts
from juzheng.web.shared.fields import DayField
from tests.acts.test_inquiries import REPLY, registered
from tests.acts.test_mending import correct
from tests.conftest import NOON
from tests.web.clerk.conftest import at

Cases = Callable[..., Case]
CHOSEN = ("radio", "checkbox", "file")
LATER = NOON + timedelta(minutes=1)


class Boxes(HTMLParser):
    """What the form of work of a page would send, nothing touched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.inside, self.area, self.select = False, "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.inside = given.get("id") == "work"
        if not self.inside:
            return
        if tag == "textarea":
            self.area, self.sent[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.sent[self.select] = value
        elif tag == "input" and (given.get("type") not in CHOSEN or "checked" in given):
            self.sent[name] = value

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += unescape(data).removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area


def showed(desk: Client, address: str) -> dict[str, str]:
    return Boxes(desk.get(address).content.decode()).sent


def unsaved(answer: Any) -> dict[str, str]:
    assert answer.status_code == 409
    return dict(answer.context["unsaved"])


def test_who_put_particulars_right_too_late_reads_his_own_words_alone(
    desk: Client, case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-001", by=clerk)
    page = showed(desk, at("particulars", case.number))
    correct(case, clerk, recipient="示例县教育局", telephone="13900000001")  # meanwhile
    typed = {**page, "purpose": "办理另一件事", "reason": "照身份证核对"}
    answer = desk.post(at("particulars", case.number), typed)
    assert set(unsaved(answer).values()) == {"办理另一件事", "照身份证核对"}


def test_who_corrected_answers_too_late_reads_his_own_words_alone(
    desk: Client, case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-001", by=clerk)
    key = next(one.key for one in case.revision.item.questions if one.kind.value == "text")
    page = showed(desk, at("answers", case.number))
    correct(case, clerk, telephone="13900000001")
    answer = desk.post(at("answers", case.number), {**page, key: "示例街道9号楼101室"})
    assert list(unsaved(answer).values()) == ["示例街道9号楼101室"]


def test_what_the_other_put_right_is_not_shown_as_if_he_had_written_the_old(
    desk: Client, case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-001", by=clerk)
    key = next(one.key for one in case.revision.item.questions if one.kind.value == "text")
    page = showed(desk, at("answers", case.number))
    old = case.answers[key]
    intake.supplement(case, {key: "示例街道8号楼101室"}, by=clerk, at=LATER)
    answer = desk.post(at("answers", case.number), page, follow=True)
    assert "您刚才写的没有保存" not in answer.content.decode()
    # A page from before the digest was there: what differs from now, as ever.
    del page["opened"]
    assert old in unsaved(desk.post(at("answers", case.number), page)).values()


def test_who_went_on_with_a_reply_too_late_reads_what_he_changed_in_it(
    desk: Client, clerk: User, responsible: User
) -> None:
    one = registered(clerk)
    inquiries.draft(one, REPLY, version=one.version, by=clerk, at=NOON)
    inquiries.send_back(one, "写清楚", version=one.version, by=responsible, at=NOON)
    page = showed(desk, at("inquiry", one.number))
    again = inquiries.Reply(REPLY.finding, "查阅2026年居民登记册", "别人改过的答复")
    inquiries.draft(one, again, version=one.version, by=clerk, at=NOON)
    inquiries.send_back(one, "再看", version=one.version, by=responsible, at=NOON)
    typed = {**page, "looked_in": "入户查看"}
    answer = desk.post(at("inquiry-step", one.number, "draft"), typed)
    assert list(unsaved(answer).values()) == ["入户查看"]


def test_a_way_is_named_as_the_page_names_it(desk: Client, case_for: Cases, clerk: User) -> None:
    case = case_for("POS-001", by=clerk)
    fact = case.revision.item.facts[0].key
    typed = {f"means-{fact}": Means.HOME_VISIT.value, f"result-{fact}": "failed", "version": "9"}
    said = unsaved(desk.post(at("verification", case.number), typed))
    assert Means.HOME_VISIT.label in said.values()
    assert Means.HOME_VISIT.value not in said.values()


class Several(forms.Form):
    """One box of each kind that is filled in before it is shown."""

    on = DayField(required=False)
    tick = forms.BooleanField(required=False)
    many = forms.MultipleChoiceField(choices=[("a", "甲"), ("b", "乙")], required=False)
    text = forms.CharField(required=False, widget=forms.Textarea)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({}, []),
        ({"on_day": "3"}, ["on"]),
        ({"tick": ""}, ["tick"]),
        ({"many": ["a"]}, ["many"]),
        ({"text": "一\r\n三"}, ["text"]),
    ],
)
def test_a_box_that_was_left_as_it_stood_is_no_change(
    change: dict[str, Any], names: list[str]
) -> None:
    assert issubclass(Several.base_fields["on"].widget.__class__, DateParts)
    filled = {"on": date(2026, 12, 1), "tick": True, "many": ["a", "b"], "text": "一\n二"}
    hidden = Boxes(f'<form id="work">{opened.box(Several(initial=filled))}</form>').sent
    as_sent = {"on_year": "2026", "on_month": "12", "on_day": "01", "tick": "on", **hidden}
    as_sent |= {"many": ["a", "b"], "text": "一\r\n二", **change}
    data = QueryDict(mutable=True)
    for name, value in as_sent.items():
        data.setlist(name, value if isinstance(value, list) else [value] if value else [])
    now = {"on": date(2020, 1, 1), "text": "别人改的"}
    assert opened.changed(Several(data, initial=now)) == names
