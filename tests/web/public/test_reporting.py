"""Reporting a demand, and the board: by number and code, and nothing that names anybody."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from juzheng.acts.base import ledger, people, signing_keys
from juzheng.acts.supervision import afterwards, evidence, exposure, reports
from juzheng.outside import letters, pdf_signature
from juzheng.outside.letters import Complaint
from juzheng.outside.open_data import LICENCE
from juzheng.records.models import Entry, Report, ViewLog
from juzheng.records.supervision import corrections, endings, totals
from juzheng.web.overseer.supervision.report_forms import PassForm
from juzheng.web.templatetags.juzheng import zh_date
from tests.conftest import NOON
from tests.supervising import messenger
from tests.web import reporting


@pytest.fixture
def officers(loaded, person):
    return [person(name, "overseer", None, name, division="420000") for name in ("first", "second")]


def filed(client: Client, **changes) -> Report:
    page = client.get("/reports/new/?item=NEG-01&demander=bank").content.decode()
    answer = client.post("/reports/new/", reporting.answers(page, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return Report.objects.latest("pk")


def test_one_tap_from_the_answer_to_the_report(loaded):
    client = Client()
    page = client.get("/ask/?q=证明我妈是我妈").content.decode()
    assert "/reports/new/?item=NEG-01" in page
    form = client.get("/reports/new/?item=NEG-01&demander=bank").content.decode()
    assert re.search(r'<option\s+value="bank"\s+selected', form)


def test_the_receipt_gives_number_and_code_and_they_open_the_report(loaded):
    report = filed(Client())
    assert (report.division, report.reporter_name, report.unnamed) == ("990121", "王小明", True)
    other = Client()
    assert other.get(f"/reports/{report.number}/").status_code == 302
    assert other.get(f"/reports/{report.number}/complaint.pdf").status_code == 302
    wrong = other.post("/reports/", {"number": report.number, "code": "AAAAA-AAAAA"})
    assert wrong.status_code == 422
    code = reports.code_of(report)
    digits = "".join(char for char in report.number if char.isdigit())
    assert other.post("/reports/", {"number": digits, "code": code.lower()}).status_code == 302
    page = other.get(f"/reports/{report.number}/")
    assert "王小明" not in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"


def test_the_same_form_sent_twice_is_one_report_and_a_made_up_key_opens_nothing(
    loaded, monkeypatch
):
    # A digest in which a telephone number seems to stand: the ledger keeps it as it is.
    monkeypatch.setattr(reports, "_digest", lambda filed: "13800138000".ljust(64, "a"))
    client = Client()
    page = client.get("/reports/new/").content.decode()
    told = reporting.answers(page)
    for _ in range(2):
        assert client.post("/reports/new/", told).status_code == 302
    assert Report.objects.count() == 1
    client.post("/reports/new/", {**told, "key": "1"})
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"proof": ""}, "让您开的是什么证明"),
        ({"unit_kind": "x"}, "没有这一类"),
        ({"place": "无此县"}, "没有找到这个地方"),
        ({"place": "朝阳区"}, "好几个同名"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(loaded, change, said):
    client = Client()
    page = client.get("/reports/new/").content.decode()
    answer = client.post("/reports/new/", reporting.answers(page, **change))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "示例县示例局" in answer.content.decode()
    assert Report.objects.count() == 0


def test_a_photo_is_redrawn_and_anything_else_is_turned_away(loaded):
    exif = Image.Exif()
    exif[0x010E] = "11010519491231002X"
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG", exif=exif)
    assert b"11010519491231002X" in out.getvalue()
    report = filed(Client(), photo=SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg"))
    from juzheng.acts.base import files

    assert b"11010519491231002X" not in files.read(report.photo)
    client = Client()
    page = client.get("/reports/new/").content.decode()
    bad = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    answer = client.post("/reports/new/", reporting.answers(page, photo=bad))
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "刚才选的“a.jpg”没有留下，请再选一次。" in said
    before, _, box = said.partition('type="file"')
    assert "photo_again" in before.rpartition("<input")[2] + box.partition(">")[0]


def test_the_complaint_is_filled_and_is_the_persons_own_to_file(loaded):
    client = Client()
    report = filed(client)
    answer = client.get(f"/reports/{report.number}/complaint.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert ViewLog.objects.filter(report=report, by=None).exists()


def test_what_was_said_is_no_reason_of_the_reporter(loaded):
    told = Complaint("关系证明", said="柜台说必须居委会盖章。")
    rows = {row["label"]: row["value"] for row in letters._rows(told)}
    assert rows["当时怎么说的"] == "柜台说必须居委会盖章。"
    assert rows["为什么没必要"] == ""
    assert "当时怎么说的" not in {row["label"] for row in letters._rows(Complaint("关系证明"))}


def test_who_reported_sees_what_arrived_without_names(loaded):
    plain = filed(Client(), asked_on_0="", matter="办遗属待遇")
    page = followed(plain.number).get(f"/reports/{plain.number}/").content.decode()
    assert "他们非要证明" in page
    assert "办遗属待遇" in page
    assert "没有收到照片" in page
    assert "王小明" not in page
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    photo = SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")
    shown = filed(Client(), photo=photo)
    page = followed(shown.number).get(f"/reports/{shown.number}/").content.decode()
    assert "收到了一张" in page


def test_taking_a_report_back_is_asked_once_before(loaded):
    report = filed(Client())
    client = followed(report.number)
    page = client.get(f"/reports/{report.number}/").content.decode()
    assert 'value="withdrawn"' not in page
    address = f"/reports/{report.number}/withdrawal/"
    assert '/withdrawal/"' in page
    asked = client.get(address).content.decode()
    assert 'value="withdrawn"' in asked
    assert "不能恢复" in asked
    client.post(f"/reports/{report.number}/word/", {"word": "withdrawn"})
    assert client.get(address).status_code == 302
    assert Client().get(address).status_code == 302


def test_the_board_names_the_unit_and_nobody_else_until_it_has_corrected(officers):
    one = reporting.exposed(*officers)
    client = Client()
    for path in ("/exposures/", f"/exposures/{one.number}/", "/exposures/exposures.json"):
        page = client.get(path).content.decode()
        assert "示例市示例局" in page
        assert "王小明" not in page
    assert reporting.SAID in client.get(f"/exposures/{one.number}/").content.decode()
    later = NOON + timedelta(days=30)
    afterwards.mend(one, "看过窗口。", version=one.version, by=officers[0], at=later)
    assert "已纠正" in client.get("/exposures/").content.decode()
    afterwards.remove(one, "公开期满。", version=one.version, by=officers[1], at=later)
    gone = client.get(f"/exposures/{one.number}/")
    assert gone.status_code == 410
    for told in (one.number, "2026年12月24日", "单位已经纠正"):
        assert told in gone.content.decode()
    assert "示例市示例局" not in gone.content.decode()
    assert "网址可能写错了" not in gone.content.decode()
    board = client.get("/exposures/").content.decode()
    assert "示例市示例局" not in board
    told = json.loads(client.get("/exposures/exposures.json").content)
    (over,) = told.pop("ended")
    assert told == {
        "format": "juzheng-exposures/1",
        "licence": LICENCE,
        "exposures": [],
        "retracted": [],
        "removed_after_correction": 1,
    }
    assert (over["id"], over["kind"]) == (one.number, "exposure")
    assert over["ended_on"]
    assert "单位已经纠正" in over["reason"]
    assert "示例市示例局" not in str(over)


def followed(number: str) -> Client:
    """Return a browser that may follow the report ``number``."""
    client = Client()
    code = reports.code_of(Report.objects.get(number=number))
    assert client.post("/reports/", {"number": number, "code": code}).status_code == 302
    return client


def _corrected(one, first, at):
    exposure.answer(
        one, True, "改了。", "来文1号", version=one.version, by=messenger("420100"), at=at
    )
    exposure.verify(one, True, "看过窗口。", version=one.version, by=first, at=at)


def _dropped(one, first, at):
    exposure.drop(one, "单位写明了依据。", version=one.version, by=first, at=at)


@pytest.mark.parametrize(
    ("end", "said"), [(_corrected, "办完了：单位已经纠正"), (_dropped, "办完了：不再追究")]
)
def test_a_report_that_is_over_says_so_and_asks_and_promises_nothing(officers, end, said):
    first, _second = officers
    one = reporting.correction(first)
    (report,) = one.reports.all()
    client = followed(report.number)
    page = client.get(f"/reports/{report.number}/").content.decode()
    for running in ("单位还在要吗", "单位最晚答复日", "已通报，等单位答复"):
        assert running in page
    end(one, first, NOON)
    page = client.get(f"/reports/{report.number}/").content.decode()
    assert said in page
    assert "2026年11月24日" in page.split("办完的日子")[1][:40]
    assert "/reports/new/?item=NEG-01&amp;demander=social_insurance" in page
    for running in ("单位还在要吗", "单位最晚答复日", "已受理，转入纠正"):
        assert running not in page
    told = client.post(f"/reports/{report.number}/word/", {"word": "still"}, follow=True)
    assert "现在不能这样办" in told.content.decode()
    report.refresh_from_db()
    assert report.word == ""


def test_who_reported_is_not_told_of_a_notice_that_nobody_brought(officers):
    first, _second = officers
    about = (reporting.report(first), reporting.ABOUT)
    one = exposure.accept(*about, by=first, at=NOON)
    exposure.notify(one, "示例省示例局", version=one.version, by=first, at=NOON)
    page = followed(one.reports.get().number).get(f"/reports/{one.reports.get().number}/")
    told = page.content.decode()
    assert "通报已拟好，还没有送到" in told
    for claimed in ("已通报，等单位答复", "通报单位及其上级", "单位最晚答复日"):
        assert claimed not in told
    steps = Client().get("/exposures/steps.csv").content.decode()
    assert "通报" not in steps
    assert "只拟好、还没有送到的不算" in Client().get("/exposures/method/").content.decode()


def test_who_reported_reads_why_it_was_given_up_and_where_it_goes_on(officers):
    first, _second = officers
    twin = reporting.correction(first)
    (report,) = twin.reports.all()
    told = ("内部：重复了。", "查到依据：《示例办法》第三条。")
    exposure.drop(twin, *told, version=twin.version, by=first, at=NOON)
    client = followed(report.number)
    page = client.get(f"/reports/{report.number}/").content.decode()
    assert told[1] in page
    assert told[0] not in page
    assert "办完了：不再追究" in page
    one = reporting.correction(first)
    page = client.get(f"/reports/{report.number}/").content.decode()
    assert "这一件并到另一件里办" in page
    for said in (one.number, "已通报，等单位答复", told[1]):
        assert said in page
    assert "办完了：不再追究" not in page


def test_a_unit_that_has_answered_is_waited_for_no_more(officers):
    first, _second = officers
    one = reporting.correction(first)
    (report,) = one.reports.all()
    post = messenger("420100")
    exposure.answer(one, False, "不改。", "来文1号", version=one.version, by=post, at=NOON)
    page = followed(report.number).get(f"/reports/{report.number}/").content.decode()
    for said in ("单位不纠正", "单位还在要吗"):
        assert said in page
    assert "单位最晚答复日" not in page


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("mend", "办完了：公开以后，单位已经纠正"),
        ("remove", "公开的已经撤下"),
        ("retract", "办完了：公开有误，已经撤下"),
    ],
)
def test_after_an_exposure_its_reporter_is_told_how_it_ended(officers, end, said):
    first, second = officers
    if end == "retract":
        one = reporting.retracted(first, second)
    else:
        one = reporting.exposed(first, second)
        at = NOON + timedelta(days=30)
        afterwards.mend(one, "看过窗口。", version=one.version, by=first, at=at)
        if end == "remove":
            afterwards.remove(one, "公开期满。", version=one.version, by=second, at=at)
    (report,) = one.reports.all()
    page = followed(report.number).get(f"/reports/{report.number}/").content.decode()
    assert said in page
    assert "单位还在要吗" not in page


def test_a_corrected_exposure_goes_by_itself_if_nobody_takes_it_down(officers):
    one = reporting.exposed(*officers)
    later = NOON + timedelta(days=30)
    afterwards.mend(one, "看过窗口。", version=one.version, by=officers[0], at=later)
    kept = corrections.limits().kept_days
    assert list(corrections.shown(later.date() + timedelta(days=kept))) == [one]
    after = later.date() + timedelta(days=kept + 1)
    assert list(corrections.shown(after)) == []
    assert totals.removed(after) == 1
    over = endings.of_number(one.number)
    assert over is not None
    assert (over.id, over.on) == (one.number, after)
    assert [row.id for row in endings.ended(after)] == [one.number]


def test_what_is_not_published_is_nowhere_on_the_board(officers):
    one, _ = reporting.heard(officers[0])
    client = Client()
    assert client.get(f"/exposures/{one.number}/").status_code == 404
    for path in ("/exposures/", "/exposures/exposures.json", "/exposures/exposures.csv"):
        assert "示例市示例局" not in client.get(path).content.decode()
    assert "少于 5 件" in client.get("/exposures/").content.decode()


def test_an_officers_look_at_a_report_is_written_down_and_one_officer_cannot_publish(
    officers, monkeypatch
):
    one, later = reporting.heard(officers[0])
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    report = one.reports.get()
    client = Client()
    client.force_login(officers[0])
    assert "王小明" in client.get(f"/office/reports/{report.number}/").content.decode()
    assert ViewLog.objects.filter(report=report, by=officers[0]).count() == 1
    address = f"/office/corrections/{one.number}/publication/"
    answer = client.post(address, {"version": one.version})
    assert answer.status_code == 422
    assert "不能自己审批、复核、撤下" in answer.content.decode()
    client.force_login(officers[1])
    assert client.post(address, {"version": one.version - 1}).status_code == 302
    one.refresh_from_db()
    assert one.state == "heard"
    assert client.post(address, {"version": one.version}).status_code == 302
    one.refresh_from_db()
    assert one.state == "exposed"


def test_the_evidence_is_signed_complete_and_names_no_reporter(officers):
    one = reporting.exposed(*officers)
    with zipfile.ZipFile(io.BytesIO(evidence.package(one, at=NOON))) as archive:
        names = archive.namelist()
        pdf = archive.read("record.pdf")
        ledger = json.loads(archive.read("ledger.json"))
        everything = b"".join(archive.read(name) for name in names)
    assert names == ["README.txt", "SHA256SUMS", "ledger.json", "notice.pdf", "record.pdf"]
    assert pdf_signature.read_signature(pdf, signing_keys.keyring().public).reason
    altered = pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    with pytest.raises(pdf_signature.UnreadablePaper):
        pdf_signature.read_signature(altered, signing_keys.keyring().public)
    assert [line["digest"] for line in ledger] == list(
        Entry.objects.filter(chain=one.chain).order_by("position").values_list("digest", flat=True)
    )
    assert "王小明".encode() not in everything


@pytest.mark.parametrize(
    ("written", "said"),
    [("长沙", "请连同上一级一起写"), ("杭州市下城区", "拱墅区"), ("月亮", "请写县")],
)
def test_a_place_that_is_not_clear_is_asked_back_at_both_doors(loaded, written, said):
    page = Client().get("/reports/new/").content.decode()
    answer = Client().post("/reports/new/", reporting.answers(page, place=written))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    form = PassForm({"place": written})
    assert not form.is_valid()
    assert said in form.errors["place"][0]


def test_a_committee_is_found_as_people_write_its_place(committee):
    found = Client().get("/place/", {"name": "示例省示例县"}).content.decode()
    assert committee.name in found


def test_nobody_is_promised_who_is_not_there(loaded, person):
    client = Client()
    report = filed(client)
    pages = (f"/reports/{report.number}/receipt/", f"/reports/{report.number}/")
    for path in pages:
        assert "还没有使用本系统" in client.get(path).content.decode()
    person("far", "overseer", None, "远方", division="420000")
    off = person("off", "overseer", None, "离开", division="990000")
    people.switch_off(off, by=ledger.OPERATOR, at=NOON)
    assert "还没有使用本系统" in client.get(pages[0]).content.decode()
    person("near", "overseer", None, "本省", division="990000")
    for path in pages:
        assert "还没有使用本系统" not in client.get(path).content.decode()


def test_the_receipt_says_what_was_reported_when_and_of_whom_and_promises_nothing_on_paper(loaded):
    client = Client()
    report = filed(client, matter="领遗属待遇")
    page = client.get(f"/reports/{report.number}/receipt/").content.decode()
    assert zh_date(report.received_at) in page
    for said in ("示例县示例局", "证明我妈是我妈", "领遗属待遇", "他们非要证明"):
        assert said in page
    assert "王小明" not in page  # another may look at this screen
    assert "data-print" in page
    printed = re.sub(r'(?s)<section class="jz-no-print".*?</section>', "", page)
    assert "下载投诉单（PDF）" in page
    assert "下面" not in printed
    assert "照您写的填了" not in printed
