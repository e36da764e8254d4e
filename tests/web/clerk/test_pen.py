"""The pen on a phone: what was read may be signed, one or several, and nothing that has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from juzheng.acts import audit
from juzheng.acts.base import papers
from juzheng.acts.cases import batch, deliberation, drafting, intake, reading, signing
from juzheng.law.cases.reading import Part, Signed
from juzheng.outside import paper as printing
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Certificate, Entry, User, ViewLog
from tests.acts.test_working_on_a_case import PDF, meeting
from tests.conftest import NOON, PASSWORD
from tests.web.clerk.conftest import at, words

Cases = Callable[..., Case]
LATER = NOON + timedelta(minutes=1)


def unfolded(answer: Any) -> str:
    """Return what of the paper is read without opening anything."""
    return words(answer).partition("jz-draft")[2].partition("<details")[0]


def read(pen: Client, *cases: Case) -> list[str]:
    """Open the page of each case, and return their numbers."""
    for case in cases:
        assert pen.get(at("case", case.number)).status_code == 200
    return [case.number for case in cases]


def sent_anew(case: Case, clerk: User, responsible: User, **answers: Any) -> None:
    """Send ``case`` back, change it, and send it again: it is another version."""
    drafting.send_back(case, reason="请核对", by=responsible, at=LATER)
    if answers:
        intake.supplement(case, answers, by=clerk, at=LATER)
    drafting.send(case, by=clerk, at=LATER)


def test_the_page_shows_the_paper_as_it_will_look_and_marks_it(
    pen: Client, drafted_for: Cases
) -> None:
    case = drafted_for("POS-001")
    answer = pen.get(at("case", case.number))
    shown = answer.content.decode()
    for fact in answer.context["facts"]:
        assert fact["label"] in shown
        assert (fact["note"], fact["short"]) != ("", "")
    assert "看过原件" in shown
    assert "预览" in shown
    assert "编号：" not in words(answer).split("jz-draft")[1].split("</article>")[0]
    assert "林主任" in shown
    look = ViewLog.objects.get(case=case)
    assert (look.what, look.version) == ("待签字", case.version)
    assert {Part.PAPER.value, Part.FILED.value, Part.CHECKS.value} <= set(look.seen)


@pytest.mark.parametrize("item", ["POS-001", "POS-004", "POS-007", "POS-009", "POS-021"])
def test_what_the_paper_says_and_does_is_read_without_opening_anything(
    item: str, pen: Client, drafted_for: Cases
) -> None:
    page = pen.get(at("case", drafted_for(item).number))
    sheet = unfolded(page)
    said = page.context["draft"]["sections"]
    assert {one["title"] for one in said if one["beside"]} == {"依据", "用途和有效期"}
    for section in said:
        for one in section["items"]:
            assert ("".join(one["text"].split()) in sheet) is not section["beside"]


def test_a_decision_is_signed_with_the_decision_and_the_meeting_before_ones_eyes(
    pen: Client, case_for: Cases, confirm: Cases, clerk: User
) -> None:
    case = confirm(case_for("POS-003", by=clerk), by=clerk)
    deliberation.record(case, meeting(), sheet=PDF, by=clerk, at=NOON)
    drafting.send(case, by=clerk, at=NOON)
    sheet = unfolded(pen.get(at("case", case.number)))
    assert "决定如下" in sheet
    assert "担任" in sheet
    assert "召开居民委员会会议，应到7人，实到6人，同意6人" in sheet
    assert "不服怎么办" in sheet


def test_before_the_pen_nothing_is_made_that_the_page_does_not_show(
    pen: Client, drafted_for: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paper is made for what is seen, what is kept of it, and what is judged: no more."""
    case, made = drafted_for("POS-001"), list[Any]()
    make = case_file.certificate_paper

    def counted(*given: Any, **told: Any) -> Any:
        made.append(told)
        return make(*given, **told)

    monkeypatch.setattr(case_file, "certificate_paper", counted)
    page = pen.get(at("case", case.number))
    assert "本证明" in words(page)
    assert len(made) == 3
    assert not any(told.get("whole") for told in made)  # the clerk's words, open facts and all


def test_only_what_was_read_as_it_stands_can_be_ticked(
    pen: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    unread, known, changed = (drafted_for("POS-001") for _ in range(3))
    read(pen, known, changed)
    sent_anew(changed, clerk, responsible)
    text = pen.get(at("signatures")).content.decode()
    assert f'value="{known.number}"' in text
    assert f'value="{unread.number}"' not in text
    assert f'value="{changed.number}"' not in text
    assert "看过以后有变化，请再看" in text


def test_what_left_the_pen_meanwhile_says_how(
    pen: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    taken, back = drafted_for("POS-001"), drafted_for("POS-001")
    sent = {"case": read(pen, taken, back), "proof": PASSWORD}
    drafting.recall(taken, reason="再核对", by=clerk, at=LATER)
    drafting.send_back(back, reason="请核对", by=responsible, at=LATER)
    results = pen.post(at("signatures"), sent).context["results"]
    assert {one["went"] for one in results} == {Signed.MOVED.label}
    assert [one["why"] for one in results] == [["最后一步：经办人收回送签"], ["最后一步：退回补正"]]


def test_several_are_signed_with_one_proof_each_with_its_result(
    pen: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    first, second, other, unread = (drafted_for("POS-001") for _ in range(4))
    numbers = read(pen, first, second, other)
    sent_anew(other, clerk, responsible)
    sent = {"case": [*numbers, unread.number], "proof": PASSWORD}
    answer = pen.post(at("signatures"), sent)
    went = {one["case"].number: one["went"] for one in answer.context["results"]}
    assert went == {
        first.number: Signed.SIGNED.label,
        second.number: Signed.SIGNED.label,
        other.number: Signed.CHANGED.label,
        unread.number: Signed.NOT_OPENED.label,
    }
    assert set(Case.objects.filter(state="issued")) == {first, second}
    results = answer.content.decode().partition("这一次的结果")[2].partition("</ul>")[0]
    for one in (first, second, other, unread):  # alike but for their numbers
        assert f">{one.number.partition('-')[2]}</span>" in results
    papers_made = set(Certificate.objects.values_list("number", flat=True))
    again = pen.post(at("signatures"), sent)  # a page that is sent again
    assert {one["number"] for one in again.context["results"]} == {*papers_made, ""}
    assert Certificate.objects.count() == 2
    assert audit.audit().faults == ()


def test_a_batch_needs_a_tick_a_proof_and_no_more_than_ten(pen: Client, drafted_for: Cases) -> None:
    case = drafted_for("POS-001")
    (number,) = read(pen, case)
    assert "还没有勾选" in words(pen.post(at("signatures"), {"proof": PASSWORD}))
    answer = pen.post(at("signatures"), {"case": [number], "proof": "wrong-password"})
    assert (answer.status_code, "checked" in words(answer)) == (422, True)
    assert not Certificate.objects.exists()


def test_more_than_ten_at_once_were_not_read(
    pen: Client, drafted_for: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    from juzheng.web.clerk import pen as page

    monkeypatch.setattr(page, "AT_ONCE", 1)
    numbers = read(pen, drafted_for("POS-001"), drafted_for("POS-001"))
    answer = pen.post(at("signatures"), {"case": numbers, "proof": PASSWORD})
    assert (answer.status_code, "一次最多签1件" in words(answer)) == (422, True)
    assert not Certificate.objects.exists()


def test_another_committees_case_is_no_part_of_a_batch(
    pen: Client, drafted_for: Cases, village: Any, other_committee_clerk: User
) -> None:
    other = drafted_for("POS-001", by=other_committee_clerk, committee=village)
    answer = pen.post(at("signatures"), {"case": [other.number], "proof": PASSWORD})
    assert answer.status_code == 422
    assert not Certificate.objects.exists()


def test_a_batch_that_dies_half_way_is_sent_again(
    drafted_for: Cases, responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [drafted_for("POS-001") for _ in range(3)]
    for case in cases:
        reading.opened(case, by=responsible, at=NOON)

    class Killed(BaseException):
        pass

    real, made = printing.sign, list[int]()

    def dies(*args: Any, **kwargs: Any) -> bytes:
        made.append(1)
        if len(made) == 2:
            raise Killed
        return real(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(printing, "sign", dies)
        with pytest.raises(Killed):
            batch.sign_each(cases, by=responsible, at=NOON)
    assert papers.finish_all(at=NOON) == (1, 0)  # as the next start does
    fresh = [Case.objects.get(pk=case.pk) for case in cases]
    assert [case.state for case in fresh] == ["issued", "issued", "awaiting_signature"]
    results = batch.sign_each(fresh, by=responsible, at=NOON)
    assert [one.went for one in results] == [Signed.SIGNED] * 3
    assert Certificate.objects.count() == 3
    assert audit.audit().faults == ()


def test_what_has_changed_is_said_and_the_proof_is_asked_again(
    pen: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    done, case = drafted_for("POS-001"), drafted_for("POS-001")
    pen.post(at("signature", done.number), {"proof": PASSWORD})  # five minutes without a proof
    answer = pen.get(at("case", case.number))
    assert answer.context["proof_form"] is None
    assert answer.context["changed"] is None
    ViewLog.objects.filter(case=case).update(at=NOON)
    sent_anew(case, clerk, responsible)
    old = pen.post(at("signature", case.number), {"version": "4"})
    assert old.status_code == 302
    assert not case.certificates.exists()
    answer = pen.get(at("case", case.number))
    assert answer.context["proof_form"] is not None
    text = words(answer)
    assert "看过以后有变化，请再看一遍" in text
    assert "陈经办·拟稿送签" in text
    assert pen.post(at("signature", case.number)).status_code == 422
    assert pen.post(at("signature", case.number), {"proof": PASSWORD}).status_code == 302


def test_nobody_signs_a_paper_that_reads_otherwise_though_no_step_was_taken(
    pen: Client, drafted_for: Cases
) -> None:
    case = drafted_for("POS-001")
    read(pen, case)
    case.recipient = "别的单位"
    case.save()
    answer = pen.post(at("signature", case.number), {"proof": PASSWORD})
    assert answer.status_code == 409
    assert "文书正文、申请内容" in words(answer)
    assert answer.context["proof_form"] is not None
    assert not Certificate.objects.exists()


def test_the_act_itself_compares_what_was_read(
    drafted_for: Cases, clerk: User, responsible: User
) -> None:
    case = drafted_for("POS-001")
    reading.opened(case, by=responsible, at=NOON)
    sent_anew(case, clerk, responsible)
    with pytest.raises(reading.ChangedSinceSeen):
        signing.sign(case, by=responsible, at=NOON)
    reading.opened(case, by=responsible, at=NOON)
    signing.sign(case, by=responsible, at=NOON)


def test_a_draft_goes_back_with_tapped_reasons(pen: Client, drafted_for: Cases) -> None:
    case = drafted_for("POS-001")
    tapped = {"usual": ["identity", "material"], "reason": "请带户口簿"}
    assert pen.post(at("return", case.number), {"usual": ["nonsense"]}).status_code == 422
    assert pen.post(at("return", case.number), tapped).status_code == 302
    told = Entry.objects.get(case=case, event="case.returned").details["reason"]
    assert told == "姓名、证件号码请再对一遍；请补上照片或者材料；请带户口簿"


def test_the_next_unread_case_is_one_click_away(pen: Client, drafted_for: Cases) -> None:
    first, second = drafted_for("POS-001"), drafted_for("POS-001")
    assert pen.get(at("case", first.number)).context["following"] == second
    assert pen.get(at("case", second.number)).context["following"] is None
    answer = pen.post(at("signature", first.number), {"proof": PASSWORD})
    assert answer.url == at("signatures")


def test_the_list_asks_no_more_for_ten_cases_than_for_two(pen: Client, drafted_for: Cases) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert pen.get(at("signatures")).status_code == 200
        return len(queries)

    read(pen, drafted_for("POS-001"))
    drafted_for("POS-001")
    asked()
    few = asked()
    for _ in range(8):
        drafted_for("POS-001")
    assert asked() == few


def test_notes_and_photos_stand_beside_the_facts(drafted_for: Cases) -> None:
    photo = {"text": "门牌", "file": "a" * 64, "picture": True, "who": "陈经办"}
    scan = {"text": "复印件", "file": "b" * 64, "picture": False, "who": "陈经办"}
    context = {"case": drafted_for("POS-001"), "notes": [photo, scan], "facts": []}
    shown = render_to_string("clerk/_checked.html", context)
    assert shown.count("<img") == 1
    assert all(said in shown for said in ("门牌", "复印件", photo["file"], scan["file"]))


def test_opening_what_has_changed_asks_for_the_proof_again(
    pen: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    done, case = drafted_for("POS-001"), drafted_for("POS-001")
    pen.post(at("signature", done.number), {"proof": PASSWORD})
    read(pen, case)
    sent_anew(case, clerk, responsible)
    assert pen.get(at("case", case.number)).context["proof_form"] is not None
    assert pen.post(at("signature", case.number)).status_code == 422
