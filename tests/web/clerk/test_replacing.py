"""Replacing a wrong paper at the desk, and what everybody who holds either of the two reads."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from juzheng.acts.base import files, moves, papers
from juzheng.acts.cases import drafting, intake, replacing, revocation, signing
from juzheng.law.base.identity import BadIdentityNumber, IdentityNumber, read
from juzheng.law.cases.certificates import short_fingerprint
from juzheng.law.cases.lifecycle import Event
from juzheng.law.catalogue.items import AnswerKind
from juzheng.records.cases import replacing as kept
from juzheng.records.cases import returns
from juzheng.records.models import Case, Certificate, User
from tests.acts.test_mending import correct
from tests.conftest import NOON, PASSWORD
from tests.web.clerk.conftest import at, words

Cases = Callable[..., Case]
WHY = "交给的单位写错"
OTHERWISE = "所以办件和这一份写的不一样"
GIVEN_UP = {"kept_because": "重新核对过，没有写错"}


@pytest.fixture
def wrong(drafted_for: Cases, responsible: User) -> Certificate:
    return signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)


def begin(desk: Client, wrong: Certificate) -> Case:
    page = desk.get(at("case", wrong.owner.number))
    assert "写错了，更正换发" in page.content.decode()
    sent = {"reason": WHY, "version": Case.objects.get().version}
    assert desk.post(at("replacement", wrong.number), sent).status_code == 302
    return Case.objects.get()


def corrected(case: Case, clerk: User) -> Case:
    case.recipient = "示例县教育局"  # as the desk corrects it
    case.save()
    return drafting.send(case, by=clerk, at=NOON)


def test_both_papers_say_which_takes_the_place_of_which(
    desk: Client, pen: Client, wrong: Certificate, clerk: User
) -> None:
    case = begin(desk, wrong)
    text = words(desk.get(at("case", case.number)))
    assert "还没有更正什么" in text
    assert f"{wrong.number}号同时撤销" in text
    assert WHY in text
    corrected(case, clerk)
    page = words(pen.get(at("case", case.number)))
    said = page.index(f"本证明代替{wrong.number}号")  # on the paper, as it will look
    assert said < page.index("现证明："), "between the colon and the facts stands nothing else"
    assert pen.post(at("signature", case.number), {"proof": PASSWORD}).status_code == 302
    new = Certificate.objects.latest("pk")

    wrong.refresh_from_db()
    checked = [words(Client().get(reverse("public:paper", args=[p.opaque]))) for p in (wrong, new)]
    assert "已撤销或被替换" in checked[0]
    assert f"已由{new.number}号代替" in checked[0]
    assert WHY in checked[0]
    assert f"代替{wrong.number}号" in checked[1]
    months = {f"{timezone.localtime(one.intended_at):%Y-%m}" for one in (wrong, new)}
    books = [desk.get(at("book", month, "xlsx")).content for month in months]
    sheets = [load_workbook(io.BytesIO(book)).worksheets[0] for book in books]
    rows = [row for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    noted = "".join(str(cell) for row in rows for cell in row)
    seen = [words(desk.get(at(*page))) for page in (("case", case.number), ("register",))]
    for text in (*seen, followed(case), noted):
        assert f"已由{new.number}号代替" in text
        assert f"代替{wrong.number}号" in text


def test_what_is_wrong_is_corrected_where_it_is_wrong_and_offered_once(
    desk: Client, wrong: Certificate
) -> None:
    case = begin(desk, wrong)
    page = desk.get(at("case", case.number)).content.decode()
    assert "哪里写错，就更正哪里：" in page
    places = ("particulars", "answers")
    assert [page.count(f'href="{at(place, case.number)}"') for place in places] == [1, 1]


def test_a_paper_that_is_gone_is_handed_out_under_a_name_that_says_so(
    desk: Client, wrong: Certificate, responsible: User
) -> None:
    before = files.read(wrong.file)
    revocation.revoke(wrong, reason=WHY, by=responsible, at=NOON)
    page = desk.get(at("case", wrong.owner.number)).content.decode()
    assert "打开已撤销的原件（只供查看）" in page
    assert "打开并打印" not in page
    named = quote(f"已撤销-{wrong.number}.pdf")
    handed = desk.get(at("certificate", wrong.number))
    assert named in handed.headers["Content-Disposition"]
    assert handed.content == before  # the signed bytes are what they were
    assert "这份文书已经撤销，不打印" in words(
        desk.get(at("paper", wrong.owner.number), follow=True)
    )

    person = Client()
    typed = {"number": wrong.owner.number, "code": intake.code_of(wrong.owner)}
    shown = person.post(reverse("resident:find"), typed, follow=True).content.decode()
    assert "下载已撤销的原件（PDF，只供查看）" in shown
    taken = person.get(reverse("resident:paper", args=[wrong.owner.number, "certificate"]))
    assert quote("已撤销-证明-") in taken.headers["Content-Disposition"]
    assert taken.content == before


def test_of_two_papers_the_holder_sees_which_is_in_force_and_each_link_has_its_own(
    wrong: Certificate, desk: Client, clerk: User, responsible: User
) -> None:
    case = corrected(begin(desk, wrong), clerk)
    new = signing.sign(case, by=responsible, at=NOON)
    text = followed(case)
    assert text.count("下载证明（PDF）") == 1
    assert text.count("下载已撤销的原件（PDF，只供查看）") == 1
    assert new.number in text


def followed(case: Case) -> str:
    """Return what the applicant reads with number and code."""
    person = Client()
    typed = {"number": case.number, "code": intake.code_of(case)}
    return words(person.post(reverse("resident:find"), typed, follow=True))


def test_the_corrected_file_says_it_without_network(
    desk: Client, wrong: Certificate, clerk: User, responsible: User, tmp_path: Any
) -> None:
    case = corrected(begin(desk, wrong), clerk)
    new = signing.sign(case, by=responsible, at=NOON)
    file = tmp_path / "paper.pdf"
    file.write_bytes(files.read(new.file))
    said = StringIO()
    call_command("check", str(file), "--on", "2026-11-24", stdout=said)
    assert f"代替 {wrong.number}号（已撤销）" in said.getvalue()
    sent = {
        "way": "number",
        "number": new.number,
        "fingerprint": short_fingerprint(new.fingerprint),
    }
    assert f"代替{wrong.number}号" in words(Client().post(reverse("public:check"), sent))


def test_a_reason_is_asked_and_an_old_page_changes_nothing(
    desk: Client, wrong: Certificate
) -> None:
    assert desk.post(at("replacement", wrong.number), {"reason": ""}).status_code == 422
    sent = {"reason": WHY, "version": "1"}
    assert "这次没有改动" in words(desk.post(at("replacement", wrong.number), sent, follow=True))
    assert Case.objects.get().state == "issued"


def test_it_can_be_left_as_it_is(desk: Client, wrong: Certificate) -> None:
    case = begin(desk, wrong)
    assert desk.post(at("replacement", wrong.number), {"reason": WHY}).status_code == 409  # begun
    answer = desk.post(at("kept", case.number), GIVEN_UP | {"version": case.version}, follow=True)
    assert "原来的文书继续有效" in words(answer)
    wrong.refresh_from_db()
    assert (Case.objects.get().state, wrong.status) == ("issued", "issued")
    assert OTHERWISE not in words(desk.get(at("case", case.number)))


def test_giving_up_a_correction_is_asked_with_a_reason_that_stays_on_file(
    desk: Client, pen: Client, wrong: Certificate, clerk: User
) -> None:
    case = corrected(begin(desk, wrong), clerk)
    page = pen.get(at("case", case.number)).content.decode()
    assert page.index(at("kept", case.number)) > page.index("jz-draft")  # below the sheet
    version = {"version": str(case.version)}
    asked = pen.post(at("kept", case.number), version)
    assert (asked.status_code, "这次更正的内容" in words(asked)) == (200, True)
    blank = pen.post(at("kept", case.number), version | {"kept_because": " "})
    assert (blank.status_code, "请写明为什么不更正了" in words(blank)) == (422, True)
    assert Case.objects.get().state == "awaiting_replacement"
    with pytest.raises(papers.ReasonMissing):
        replacing.keep(case, reason=" ", version=case.version, by=clerk, at=NOON)
    pen.post(at("kept", case.number), version | GIVEN_UP)
    assert Case.objects.get().state == "issued"
    told = words(desk.get(at("case", case.number)))
    assert GIVEN_UP["kept_because"] in told
    assert "林主任" in told


def test_who_gives_up_on_an_old_page_reads_the_reason_that_was_not_kept(
    desk: Client, wrong: Certificate
) -> None:
    case = begin(desk, wrong)
    answer = desk.post(at("kept", case.number), GIVEN_UP | {"version": "1"})
    assert (answer.status_code, GIVEN_UP["kept_because"] in words(answer)) == (409, True)
    assert Case.objects.get().state == "replacing"


def test_a_case_that_says_otherwise_than_its_paper_tells_so_until_it_is_put_back(
    desk: Client, wrong: Certificate, clerk: User
) -> None:
    """As a case from before may: those begun now come back by themselves."""
    case, right = Case.objects.get(), wrong.owner.applicant_name
    case.applicant_name = "王小红"
    case.save()
    assert OTHERWISE in words(desk.get(at("case", case.number)))
    case = begin(desk, wrong)
    assert OTHERWISE not in words(desk.get(at("case", case.number)))  # it is said anyway
    moves.move(case, Event.CORRECTED, by=clerk, at=NOON, applicant_name=right)
    replacing.keep(case, reason="没有写错", version=case.version, by=clerk, at=NOON)
    assert OTHERWISE not in words(desk.get(at("case", case.number)))


@pytest.mark.parametrize("how", ["kept", "revoked"])
def test_given_up_both_pages_show_what_the_paper_says(
    desk: Client, wrong: Certificate, clerk: User, responsible: User, how: str
) -> None:
    filed = dict(Case.objects.get().answers)
    case = begin(desk, wrong)
    asked = case.revision.item.questions
    key = next(one.key for one in asked if one.kind is AnswerKind.TEXT)
    intake.supplement(case, {key: "更正后的住处"}, by=clerk, at=NOON)
    correct(case, clerk, purpose="办理另一件事", identity=read("11010519491231002X", NOON.date()))
    for page in shown(desk, case):
        assert "办理另一件事" in page
        assert "更正后的住处" in page
    changed = "改过，不是提交时写的"
    assert followed(case).count(changed) == 2, "what was lived in, and the purpose"
    case.refresh_from_db()
    if how == "kept":
        desk.post(at("kept", case.number), GIVEN_UP | {"version": case.version})
    else:
        revocation.revoke(Certificate.objects.get(), reason=WHY, by=responsible, at=NOON)
    case.refresh_from_db()
    assert case.answers == filed
    for page in shown(desk, case):
        assert wrong.owner.purpose in page
        assert wrong.owner.identity_masked in page
        assert "办理另一件事" not in page
        assert "更正后的住处" not in page
        assert OTHERWISE not in page
        assert changed not in page


def shown(desk: Client, case: Case) -> tuple[str, str]:
    return words(desk.get(at("case", case.number))), followed(case)


def test_what_is_on_no_paper_stays_as_it_was_put_right(
    desk: Client, wrong: Certificate, clerk: User
) -> None:
    """A digit that the paper hides: no new paper comes of it, so that it ends by giving up."""
    case = begin(desk, wrong)
    other = reads_the_same(case.identity_written)
    correct(case, clerk, identity=other, telephone="13800000000", purpose="办理另一件事")
    case.refresh_from_db()
    desk.post(at("kept", case.number), GIVEN_UP | {"version": case.version})
    case.refresh_from_db()
    assert case.identity_written == other.written
    assert (case.telephone, case.purpose) == ("13800000000", wrong.owner.purpose)
    assert followed(case).count("改过，不是提交时写的") == 1, "the number stays as put right"


def test_what_it_was_before_is_kept_no_longer_than_the_correction_lasts(
    desk: Client, wrong: Certificate, clerk: User, responsible: User
) -> None:
    case = begin(desk, wrong)
    assert case.answers[kept.FILED_BEFORE]["purpose"] == case.purpose
    signing.sign(corrected(case, clerk), by=responsible, at=NOON)
    assert kept.FILED_BEFORE not in Case.objects.get().answers


def reads_the_same(number: str) -> IdentityNumber:
    """Return another number that reads the same where all but its ends is hidden."""
    for day, month in product(range(10, 29), range(1, 13)):
        other = f"{number[:10]}{month:02d}{day}{number[14:]}"
        with suppress(BadIdentityNumber):
            if other != number:
                return read(other, NOON.date())
    raise AssertionError(number)


def test_where_the_facts_do_not_hold_the_paper_is_revoked_not_refused(
    desk: Client, wrong: Certificate, clerk: User
) -> None:
    case = begin(desk, wrong)
    text = words(desk.get(at("case", case.number)))
    assert "办理不予出具" not in text
    replacing.keep(case, reason="没有写错", version=case.version, by=clerk, at=NOON)


def test_the_words_stand_beside_it_and_its_sheet_is_the_corrected_one(
    desk: Client, wrong: Certificate, clerk: User, responsible: User
) -> None:
    """The case is at work before the pen as in the first round; but a wrong sheet lies there."""
    case = begin(desk, wrong)
    assert f"本证明代替{wrong.number}号" in words(desk.get(at("case", case.number)))
    corrected(case, clerk)
    page = words(desk.get(at("case", case.number)))
    assert f"本证明代替{wrong.number}号" in page
    assert "签好以后从这里打开打印" in page
    assert "还没有做好的文书" in words(desk.get(at("paper", case.number), follow=True))
    new = signing.sign(case, by=responsible, at=NOON)
    assert desk.get(at("paper", case.number)).url == at("certificate", new.number)  # type: ignore[attr-defined]


def test_while_the_corrected_one_is_made_nothing_else_is_offered(
    desk: Client, pen: Client, wrong: Certificate, clerk: User, responsible: User
) -> None:
    case = corrected(begin(desk, wrong), clerk)
    assert "不更正了" in words(desk.get(at("case", case.number)))
    signing._intend(case, by=responsible, at=NOON)
    assert "不更正了，" not in words(desk.get(at("case", case.number)))
    sent = {"reason": WHY, "proof": PASSWORD}
    answer = pen.post(at("revocation", wrong.number), sent)
    assert answer.status_code == 409
    assert "做好时这一份同时撤销" in words(answer)


def test_a_paper_whose_case_moved_meanwhile_is_not_revoked(
    pen: Client, wrong: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_: Any, **__: Any) -> None:
        raise moves.MovedMeanwhile

    monkeypatch.setattr(revocation, "revoke", too_late)
    sent = {"reason": WHY, "proof": PASSWORD}
    answer = pen.post(at("revocation", wrong.number), sent, follow=True)
    assert "这次没有改动" in words(answer)


def test_what_went_back_before_was_not_sent_back_this_time(
    desk: Client, wrong: Certificate, clerk: User, responsible: User
) -> None:
    case = corrected(begin(desk, wrong), clerk)
    drafting.send_back(case, reason="请再看一遍", by=responsible, at=NOON)
    assert "请再看一遍" in words(desk.get(at("case", case.number)))
    replacing.keep(case, reason="没有写错", version=case.version, by=clerk, at=NOON)
    again: Any = {"reason": WHY, "version": case.version, "by": clerk, "at": NOON}
    case = replacing.begin(Certificate.objects.get(), **again)
    assert "负责人退回，请补正" not in words(desk.get(at("case", case.number)))
    assert not returns.marked(Case.objects.all()).get().sent_back
