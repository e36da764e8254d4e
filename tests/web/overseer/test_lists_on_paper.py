"""A list on paper becomes a draft, line by line; its paper stays with it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from juzheng.acts import audit
from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue.changes import Page
from juzheng.catalogue.papers import drafting as paper
from juzheng.law.catalogue.lists import ItemList
from juzheng.records.catalogue import governing
from juzheng.records.models import Change, Entry, SourceDocument, User
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.web.overseer import paper_lists
from tests.web.overseer.paper_lists import COUNTY, NAMES, NEW

NEW_PAGE = "/office/documents/new/"
HEADING = {
    "title": paper_lists.TITLE,
    "kind": "negative",
    "division": "示例县",
    "effective_on_year": "2026",
    "effective_on_month": "12",
    "effective_on_day": "1",
    "issuer": "示例县民政局",
    "number": paper_lists.NUMBER,
    "issued_on_year": "2026",
    "issued_on_month": "11",
    "issued_on_day": "20",
}


@pytest.fixture
def signed_in(loaded, person):
    def make(username: str, division: str = COUNTY) -> Client:
        client = Client()
        client.force_login(person(username, "overseer", None, username, division=division))
        return client

    return make


@pytest.fixture
def officer(signed_in):
    return signed_in("zhou")


def handed_in(officer, raw: bytes | None = None, name: str = "清单.docx", text: str = ""):
    said = {"text": text, "key": "k"}
    if raw is not None:
        said["file"] = SimpleUploadedFile(name, raw)
    return officer.post(NEW_PAGE, said)


def filled(change: Change, **changes: str) -> dict[str, str]:
    """Return what the page would send: the heading, each line's choice, the new ones' boxes."""
    drafting = paper.read_back(change.document.drafting)
    said = {**HEADING, "version": str(change.version)}
    for at, row in enumerate(drafting.rows):
        # What is near is never chosen; of what a list above forbids nothing is offered.
        said[f"row-{at}-choice"] = row.choice or next(iter(row.others), "")
        if row.choice == paper.NEW:
            said[f"row-{at}-do"] = "带合同到物业公司登记。"
            said[f"row-{at}-where"] = "物业服务企业"
    return {**said, **changes}


def test_a_pasted_sentence_is_split_and_what_was_not_read_is_said(officer):
    said = "经研究，取消以下证明：亲属关系证明、装修噪音情况证明和宠物死亡证明。其他的另行通知。"
    handed_in(officer, text=said)
    change = Change.objects.get()
    rows = paper.read_back(change.document.drafting).rows
    assert [row.name for row in rows] == ["亲属关系证明", "装修噪音情况证明", "宠物死亡证明"]
    settled(officer, change)
    texts = [edit.entry for edit in change.edits.all() if edit.kind == "instrument"]
    assert [(one.confidence, "粘贴的文字" in one.source) for one in texts] == [("medium", True)]
    page = officer.get(f"/office/changes/{change.pk}/document/").content.decode()
    assert "没有读出名称的 1 句，请看有没有漏" in page
    assert "<li>其他的另行通知</li>" in page


def test_a_paper_with_two_lists_becomes_two_drafts_once(officer):
    may, may_not = "1.赡养关系证明（又称：赡养证）", "1.健在证明\n2.狗粮证明"
    said = f"一、可以出具的事项\n{may}\n二、不应出具的事项\n{may_not}"
    for _ in range(2):
        handed_in(officer, text=said)
    kept = [paper.read_back(one.document.drafting) for one in Change.objects.order_by("pk")]
    assert [(one.kind.value, [row.name for row in one.rows]) for one in kept] == [
        ("issuable", ["赡养关系证明"]),
        ("negative", ["健在证明", "狗粮证明"]),
    ]
    assert kept[0].rows[0].aliases == ("赡养证",)
    page = officer.get(f"/office/changes/{Change.objects.first().pk}/document/").content.decode()
    assert "已分成两个修订案" in page
    assert "没有读出名称的 1 句" in page  # the heading; the other list is the other draft's


def settled(officer, change: Change, **changes: str):
    page = f"/office/changes/{change.pk}/document/"
    return officer.post(page, filled(change, **changes))


@pytest.fixture
def drafted(officer) -> Change:
    handed_in(officer, text=paper_lists.TEXT)
    change = Change.objects.get()
    settled(officer, change)
    change.refresh_from_db()
    return change


@pytest.mark.parametrize(
    ("raw", "name", "text"),
    [
        (None, "", paper_lists.TEXT),
        (paper_lists.in_table(), "清单.docx", ""),
        (paper_lists.in_numbers(), "清单.docx", ""),
    ],
    ids=["text", "table", "numbers"],
)
def test_thirty_names_are_recognised_and_matched(officer, raw, name, text):
    answer = handed_in(officer, raw, name, text)

    change = Change.objects.get()
    assert answer.headers["Location"] == f"/office/changes/{change.pk}/document/"
    drafting = paper.read_back(change.document.drafting)
    assert [row.name for row in drafting.rows] == list(NAMES)
    assert [row.name for row in drafting.new] == list(NEW)
    assert (drafting.title, drafting.number) == (paper_lists.TITLE, paper_lists.NUMBER)
    assert (drafting.division, drafting.issuer) == (COUNTY, "示例县民政局")
    assert drafting.effective_on.isoformat() == "2026-12-01"
    page = officer.get(answer.headers["Location"]).content.decode()
    assert "认出 30" in re.sub(r"\s+", " ", page)
    assert "有效期" not in page
    assert "证明标题" not in page


COUNTED = paper_lists.TEXT.replace("予以公布", "（共计三十一项）予以公布")
COUNTS = "读到 30 项，少 1 项"


def test_a_count_that_differs_is_said_to_who_drafts_and_to_who_reviews(officer, signed_in):
    page = officer.post(NEW_PAGE, {"text": COUNTED, "key": "k"}, follow=True).content.decode()
    assert COUNTS in page
    change = Change.objects.get()
    officer.post(f"/office/changes/{change.pk}/document/", filled(change))
    change.refresh_from_db()
    own = f"/office/changes/{change.pk}/"
    assert COUNTS in officer.get(own).content.decode()
    officer.post(f"{own}submission/", {"version": change.version})
    assert COUNTS in (read := signed_in("wu").get(own).content.decode())
    assert "共计三十一项）予以公布" in read


def test_a_number_that_was_not_read_is_said_until_it_is_added(officer):
    text = paper_lists.TEXT.replace(f"3. {NAMES[2]}\n", "")
    said = "编号在“2. 居民身份信息证明”后面断开，没有读到编号 3。"
    page = officer.post(NEW_PAGE, {"text": text, "key": "k"}, follow=True).content.decode()
    assert said in page
    change = Change.objects.get()
    more = {**filled(change), "more": NAMES[2]}
    added = officer.post(f"/office/changes/{change.pk}/document/", more, follow=True)
    assert said not in added.content.decode()


def test_what_is_filled_in_becomes_the_list_and_its_paper_is_kept(officer, drafted):
    kept = {edit.subject: edit.entry for edit in drafted.edits.all()}
    listing = next(one for one in kept.values() if isinstance(one, ItemList))
    assert f"NEG-{COUNTY}-01" in kept
    assert f"document-{COUNTY}-2026-1" in kept
    assert len(listing.lines) < len(NAMES)  # two names of one item are one line
    assert officer.get(f"/office/changes/{drafted.pk}/document/original/").content == (
        paper_lists.TEXT.encode()
    )
    assert not audit.audit().faults


def test_a_second_officer_reads_the_list_beside_its_paper_and_publishes(
    officer, signed_in, drafted
):
    page = f"/office/changes/{drafted.pk}/"
    officer.post(f"{page}submission/", {"version": drafted.version})
    second = signed_in("wu")
    read = second.get(page).content.decode()

    assert "自2026年12月1日起，在示例省示例市示例县 2 个村居，“车位使用权证明”" in read
    assert re.search("“贫困证明”属于目录里的“居民财产证明”：居民看到的名称还是", read)
    assert "“居民财产证明”改了名称" not in read
    assert "6. 无犯罪记录证明" not in read
    assert "5. 无犯罪记录证明" in read  # the paper itself
    drafted.refresh_from_db()
    officer.post(f"{page}publication/", {"version": drafted.version})
    drafted.refresh_from_db()
    assert drafted.state == "in_review"
    second.post(f"{page}publication/", {"version": drafted.version})
    drafted.refresh_from_db()
    assert drafted.state == "published"
    assert not audit.audit().faults

    # The very same paper once more, with other marks between its lines.
    handed_in(officer, text=paper_lists.TEXT.replace(". ", "、"))
    again = Change.objects.exclude(pk=drafted.pk).get()
    told = officer.get(f"/office/changes/{again.pk}/document/").content.decode()
    assert f"“{paper_lists.NUMBER}”已经发布" in told
    assert f'href="{page}"' in told
    settled(officer, again)
    again.refresh_from_db()
    answer = officer.post(
        f"/office/changes/{again.pk}/submission/", {"version": again.version}, follow=True
    )
    assert f"“{paper_lists.NUMBER}”已经发布（修订案第 {drafted.pk} 号）" in answer.content.decode()
    again.refresh_from_db()
    assert again.state == "draft"


def test_two_officers_at_once_lose_nothing(officer, signed_in):
    handed_in(officer, text=paper_lists.TEXT)
    change = Change.objects.get()
    theirs = filled(change)
    settled(officer, change)

    answer = signed_in("wu").post(
        f"/office/changes/{change.pk}/document/", {**theirs, "row-26-do": "向物业公司申请。"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "您填的与别人改成的样子，有这些不同" in page
    told = "“车位使用权证明” · 不开了，居民怎么办：由“带合同到物业公司登记。”改为“向物业公司申请。”"
    assert told in page
    assert page.count("由“") == 1


def test_two_drafts_at_once_never_share_an_id(officer, signed_in):
    for each, text in ((officer, paper_lists.TEXT), (signed_in("wu"), f"{paper_lists.TEXT}\n")):
        handed_in(each, text=text)
    for change in Change.objects.order_by("pk"):
        settled(officer, change)

    first, second = ({one.subject for one in change.edits.all()} for change in Change.objects.all())
    assert first
    assert second
    assert not first & second


def test_what_is_not_filled_in_is_saved_and_said(officer):
    handed_in(officer, text=paper_lists.TEXT)
    change = Change.objects.get()

    answer = settled(officer, change, **{"row-26-do": "", "row-27-where": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明“车位使用权证明”不开了，居民可以怎么办。" in page
    assert "请写明“农机具归属证明”去哪里办，或者找谁。" in page
    change.refresh_from_db()
    assert paper.read_back(change.document.drafting).rows[26].where == "物业服务企业"
    assert not change.edits.filter(kind="list").exists()


def test_the_same_form_sent_twice_is_one_draft(officer):
    for _ in range(2):
        handed_in(officer, text=paper_lists.TEXT)
    assert SourceDocument.objects.count() == Change.objects.count() == 1
    assert not audit.audit().faults


def test_the_same_paper_handed_in_again_is_said_to_be_there(officer, signed_in):
    handed_in(officer, text=paper_lists.TEXT)
    change = Change.objects.get()
    for each in (officer, signed_in("wu")):
        again = each.post(NEW_PAGE, {"text": paper_lists.TEXT, "key": "another page"}, follow=True)
        assert again.redirect_chain == [(f"/office/changes/{change.pk}/document/", 302)]
        assert "这份名单已经交来过" in again.content.decode()
    assert Change.objects.count() == 1
    officer.post(f"/office/changes/{change.pk}/disposal/", {"version": change.version})
    change.refresh_from_db()
    assert change.state == "discarded"
    officer.post(NEW_PAGE, {"text": paper_lists.TEXT, "key": "a later page"})
    assert Change.objects.count() == 2


def test_what_a_paper_does_not_say_is_asked_and_never_made_up(officer):
    handed_in(officer, text="1. 健在证明\n2. 死亡证明")
    change = Change.objects.get()
    drafting = paper.read_back(change.document.drafting)
    assert (drafting.issuer, drafting.number, drafting.issued_on) == ("", "", None)
    assert not change.edits.exists()
    page = officer.get(f"/office/changes/{change.pk}/document/").content.decode()
    for asked in ("是谁印发的，请填写", "没有读出文号，有的请填写", "哪天印发的，请填写"):
        assert asked in page
    told = officer.get(f"/office/changes/{change.pk}/").content.decode()
    assert "来文是谁印发的、哪天印发的，还没有填。" in told
    unsaid = {"issuer": "", "issued_on_year": "", "issued_on_month": "", "issued_on_day": ""}
    answer = settled(officer, change, **unsaid)
    assert answer.status_code == 422
    assert "请写印发机关。" in answer.content.decode()
    assert not change.edits.exists()
    assert settled(officer, change).status_code == 302
    assert change.edits.get(kind="list").entry.issued_on.isoformat() == "2026-11-20"


def test_a_line_that_is_left_out_leaves_no_gap_in_the_ids_and_what_was_edited_keeps_its_own(
    officer,
):
    handed_in(officer, text="不应出具证明事项清单\n1. 狗粮证明\n2. 猫粮证明\n3. 鸟粮证明")
    change = Change.objects.get()
    new = {f"row-{at}-choice": paper.NEW for at in range(3)}
    boxes = {f"row-{at}-{name}": "宠物店" for at in range(3) for name in ("do", "where")}
    out = {"row-0-choice": paper.LEFT_OUT}

    settled(officer, change, **new, **boxes)
    change.refresh_from_db()
    settled(officer, change, **{**new, **out, **boxes})

    def ids() -> list[str]:
        return sorted(change.edits.filter(kind="item").values_list("subject", flat=True))

    assert ids() == [f"NEG-{COUNTY}-01", f"NEG-{COUNTY}-02"]
    assert [row.code for row in kept_rows(change) if row.choice == paper.NEW] == ids()
    change.refresh_from_db()
    by_hand(officer, change, "item", summary="手工改过的一句。")
    change.refresh_from_db()
    settled(officer, change, **{**new, **out, **boxes, "row-1-choice": paper.LEFT_OUT})
    assert ids() == [f"NEG-{COUNTY}-02"], "somebody wrote in the pages: their ids stay"


TWO = """关于公布证明事项清单的通知
示民发〔2026〕17号
示例县民政局
2026年11月20日
附件1
示例县居（村）民委员会可以出具证明事项清单
1. 收养证明
附件2
示例县居（村）民委员会不应出具证明事项清单
1. 狗粮证明
"""


def test_a_paper_with_two_lists_is_registered_once(officer, signed_in):
    handed_in(officer, text=TWO)
    may, may_not = Change.objects.order_by("pk")
    own = {"number": "示民发〔2026〕17号", "issuer": "示例县民政局"}
    titles = {
        "negative": "示例县居（村）民委员会不应出具证明事项清单",
        "issuable": "示例县居（村）民委员会可以出具证明事项清单",
    }
    for change, kind in ((may_not, "negative"), (may, "issuable")):
        title = paper.read_back(change.document.drafting).title
        assert title == titles[kind]
        settled(officer, change, **own, kind=kind, title=title)
        change.refresh_from_db()
    text = may_not.edits.get(kind="instrument")
    assert text.entry.title == "关于公布证明事项清单的通知（示民发〔2026〕17号）"
    assert may.edits.filter(kind="instrument").exists()
    officer.post(f"/office/changes/{may_not.pk}/submission/", {"version": may_not.version})
    may_not.refresh_from_db()
    answer = signed_in("wu").post(
        f"/office/changes/{may_not.pk}/publication/", {"version": may_not.version}, follow=True
    )
    may_not.refresh_from_db()
    assert may_not.state == "published", answer.content.decode()[-3000:]

    told = officer.get(f"/office/changes/{may.pk}/").content.decode()
    assert "“示民发〔2026〕17号”已经登记" in told
    said = {"kind": "issuable", "title": paper.read_back(may.document.drafting).title}
    settled(officer, may, **own, **said)
    may.refresh_from_db()
    assert not may.edits.filter(kind="instrument").exists()
    assert may.edits.get(kind="list").entry.document == text.subject
    assert "已经登记" not in officer.get(f"/office/changes/{may.pk}/").content.decode()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7", "PDF 或图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        (b"PK\x03\x04 torn", "已损坏"),
        (paper_lists.packed("", head="<!DOCTYPE x [<!ENTITY a 'b'>]>"), "实体声明"),
        (paper_lists.packed(paper_lists.paragraph("第一章 总则")), "没有认出一项名称"),
        (paper_lists.packed("", part="a.xml"), "没有文档"),
        ("各位同事，大家好。".encode(), "没有认出一项名称"),
        (b"\x00\x01\x02\x03", "文字编码认不出来"),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence_and_nothing_changes(officer, raw, says):
    before = snapshot()

    answer = handed_in(officer, raw, "清单.docx")

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert snapshot() == before


def test_a_county_never_drafts_for_another(officer):
    handed_in(officer, text=paper_lists.TEXT)
    change = Change.objects.get()

    answer = settled(officer, change, division="湖北省")

    assert "本级管理的地区里没有这个地方" in answer.content.decode()
    change.refresh_from_db()
    assert change.division == COUNTY


def by_hand(officer, change: Change, kind: str, **said: object) -> None:
    """Write a page of the draft otherwise, as the editor does."""
    edit = change.edits.filter(kind=kind).first()
    page = Page(replace(edit.entry, **said))
    by = User.objects.get(username="zhou")
    change.refresh_from_db()
    changes.write(change, [page], version=change.version, by=by, at=NOON)
    change.refresh_from_db()


def test_what_was_edited_by_hand_outlives_a_correction_of_the_heading(officer, drafted):
    by_hand(officer, drafted, "item", refused_because="", summary="手写的一句话。")
    listing = drafted.edits.get(kind="list").entry
    first, *rest = listing.lines
    by_hand(officer, drafted, "list", lines=(replace(first, name="手写的名称"), *rest))

    said = {"issuer": "示例县人民政府", "row-1-choice": paper.LEFT_OUT}
    page = settled(officer, drafted, **said)

    assert page.status_code == 302
    kept = {edit.kind: edit.entry for edit in drafted.edits.order_by("-pk")}
    assert kept["item"].summary == "手写的一句话。"
    assert kept["item"].sources == (
        "示例县人民政府《示例县村（社区）不应出具证明事项清单》粘贴的文字",
    )
    assert kept["list"].issuer == "示例县人民政府"
    assert kept["list"].lines[0].name == "手写的名称"
    assert len(kept["list"].lines) == len(listing.lines) - 1


def test_what_was_edited_by_hand_and_would_change_is_said(officer, drafted):
    by_hand(officer, drafted, "list", issuer="手写的机关")
    page = f"/office/changes/{drafted.pk}/document/"
    said = filled(drafted, issuer="示例县人民政府")
    answer = officer.post(page, said, follow=True).content.decode()
    assert f"没有按来文改：{paper_lists.TITLE} · 公布机关。" in answer


def test_personal_data_of_a_paper_stands_neither_in_the_chain_nor_on_public_pages(officer):
    number = "13800138000"
    text = paper_lists.TEXT.replace(paper_lists.TITLE, f"关于{number}的证明事项清单")
    handed_in(officer, text.encode(), f"{number}.txt")
    change = Change.objects.get()
    assert number not in str(list(Entry.objects.values_list("details", flat=True)))
    assert number not in change.title
    answer = settled(officer, change, **{"row-26-do": f"打{number}登记。"})
    assert answer.status_code == 422
    assert "打〔电话号码〕登记。" in answer.content.decode()
    answer = settled(officer, change, **{"row-26-do": "打〔电话号码〕登记。", "title": number})
    assert answer.status_code == 422
    assert number not in str(list(Entry.objects.values_list("details", flat=True)))


def test_the_name_that_a_place_published_leads_there_with_the_one_it_has_elsewhere(
    officer, signed_in, client, village
):
    handed_in(officer, text=paper_lists.TEXT)
    change = Change.objects.get()
    began = {"effective_on_month": "11", "effective_on_day": "20"}
    settled(officer, change, **began)
    rows = paper.read_back(change.document.drafting).rows
    item = next(row.choice for row in rows if row.name == "贫困证明")
    own = governing.governing(NOON.date()).items[item].name
    address = f"/office/changes/{change.pk}/"
    change.refresh_from_db()
    officer.post(f"{address}submission/", {"version": change.version})
    change.refresh_from_db()
    signed_in("wu").post(f"{address}publication/", {"version": change.version})

    # It is one kind of the item: listed under it and found by it, and no name for the whole.
    also, asked = re.compile("本地的清单上还写作：[^<]*贫困证明"), f"committee={village.code}"
    for page in ("/items/?", f"/items/{item}/?"):
        assert also.search(client.get(f"{page}{asked}").content.decode()), page
        assert not also.search(client.get(page).content.decode()), page
    told = re.compile(rf"贫困证明（属于“{re.escape(own)}”）")
    for text, other in (("贫困证明", True), (own, False)):  # its own name is answered with itself
        page = client.get(f"/ask/?q={text}&{asked}").content.decode()
        assert own in page
        assert bool(told.search(page)) is other, text


def test_what_is_only_near_is_put_first_and_never_chosen(officer):
    handed_in(officer, text="1. 身份证丢失证明\n2. 健在证明")
    change = Change.objects.get()
    near, sure = paper.read_back(change.document.drafting).rows
    assert (near.choice, near.others[0], sure.choice) == ("", "NEG-20", "NEG-10")
    address = f"/office/changes/{change.pk}/document/"
    page = " ".join(officer.get(address).content.decode().split())
    assert "请核对 1 项" in page
    box = page[page.index('id="id_row-0-choice"') :]
    assert '<option value="" selected>请选择</option>' in box[: box.index("</select>")]

    answer = officer.post(address, {**filled(change), "row-0-choice": ""})

    assert "“身份证丢失证明”是哪一项？请选一个。" in answer.content.decode()
    assert not change.edits.filter(kind="list").exists()


def test_a_paper_never_renames_an_item_by_a_name_that_is_not_its_own(officer):
    handed_in(officer, text="1. 房屋无抵押证明\n2. 贫困证明")
    change = Change.objects.get()
    settled(officer, change, **{"row-0-choice": "NEG-17", "row-1-choice": "NEG-10"})
    lines = change.edits.get(kind="list").entry.lines
    assert {line.item: line.name for line in lines} == {
        "NEG-17": "居民财产证明、房屋无抵押证明",
        "NEG-10": "健在证明、贫困证明",
    }
    page = officer.get(f"/office/changes/{change.pk}/").content.decode()
    assert "“房屋无抵押证明”对到了目录里的“居民财产证明”：居民看到的名称还是“居民财产证明”" in page
    assert "改了名称，现在叫" not in page


def test_items_of_one_name_say_whose_they_are_and_those_of_other_places_come_last(officer):
    handed_in(officer, text="一、可以出具的事项\n1. 小区候选人推荐证明")
    change = Change.objects.get()
    page = officer.get(f"/office/changes/{change.pk}/document/").content.decode()
    box = page[page.index('id="id_row-0-choice"') :]
    options = re.findall(r'value="(POS-[^"]+)"[^>]*>\s*([^<]+?)\s*<', box[: box.index("</select>")])
    there = dict(options)
    assert there["POS-078"].startswith("业主委员会候选人推荐（北京市，《")
    assert there["POS-078"].endswith("· 这里不适用")
    known = governing.governing(NOON.date()).items
    fits = [known[code].applies_in(COUNTY) for code, _said in options]
    start = fits.index(False)
    assert True in fits
    assert not any(fits[start:])
    assert len(set(there.values())) == len(there)


MAY = "示例县村（社区）可以出具证明事项清单\n1. 健在证明\n2. 篮球场用地证明\n3. 活着证明"


@pytest.fixture
def may(officer) -> Change:
    """Return the draft of a list of what may be issued, two of whose names the nation forbids."""
    handed_in(officer, text=MAY)
    return Change.objects.get()


def issuable(officer, change: Change, **said: str):
    return settled(officer, change, kind="issuable", **said)


def kept_rows(change: Change) -> list[paper.Row]:
    return list(paper.read_back(SourceDocument.objects.get(change=change).drafting).rows)


def line_of(page: str, name: str) -> str:
    """Return what the page shows of one line of the paper."""
    lines = page.split('<div class="jz-line">')[1:]
    return next(one for one in lines if f">{name}</label>" in one)


def test_a_line_that_the_nation_forbids_is_said_at_once_and_asks_for_nothing(officer, may):
    page = officer.get(f"/office/changes/{may.pk}/document/").content.decode()
    for name in ("健在证明", "活着证明"):  # its own name, and one that residents have for it
        line = line_of(page, name)
        assert f"“{name}”在《不应由基层群众性自治组织出具证明事项清单（第一批）》上写明不应" in line
        assert 'value="new"' not in line
        assert "<input" not in line
    assert "，不能列入 2" in page
    assert 'href="/office/amendments/"' in page.split("不能列入这份清单")[1].split("</p>")[0]
    assert "依据哪份法律文件" in line_of(page, "篮球场用地证明")


@pytest.mark.parametrize("choice", [paper.NEW, "POS-001"])
def test_a_forbidden_line_is_left_out_or_not_decided(officer, may, choice):
    answer = issuable(officer, may, **{"row-0-choice": choice})
    assert answer.status_code == 422
    assert kept_rows(may)[0].choice == ""
    summary = answer.content.decode().split("data-error-summary")[1].split("</ul>")[0]
    assert 'href="#id_row-0-choice"' in summary
    assert "“健在证明”在《" in summary
    may.refresh_from_db()
    page = issuable(officer, may, **{"row-0-choice": paper.LEFT_OUT}).content.decode()
    assert "，不能列入 1" in page
    assert "，不列入 1" in page
    assert kept_rows(may)[0].choice == paper.LEFT_OUT


def test_a_list_of_what_is_not_issued_reads_which_names_may_be_issued(officer):
    own = governing.governing(NOON.date()).items["POS-001"].name
    handed_in(officer, text=f"不应出具的证明事项清单\n1. {own}\n2. 狗粮证明")
    page = officer.get(f"/office/changes/{Change.objects.get().pk}/document/").content.decode()
    assert "是可以出具的事项，和这一行同名" in line_of(page, own)
    assert "是可以出具的事项" not in line_of(page, "狗粮证明")


def test_a_line_reads_as_what_was_chosen_for_it(officer, may):
    out = {f"row-{at}-choice": paper.LEFT_OUT for at in (0, 2)}
    at = f"/office/changes/{may.pk}/document/"
    for choice, group, count in (
        ("POS-001", "已对上的", "对上 1 项，请核对 0 项，新的 0"),
        (paper.LEFT_OUT, "不列入的", "对上 0 项，请核对 0 项，新的 0"),
        (paper.NEW, "新的，请补充", "对上 0 项，请核对 0 项，新的 1"),
    ):
        may.refresh_from_db()
        # An unfinished box of a new item is no mistake of a line that is none.
        typed = {"row-1-choice": choice, "row-1-limit": "x" if choice != paper.NEW else "5"}
        issuable(officer, may, **out, **typed)
        page = officer.get(at).content.decode()
        assert count in re.sub(r"\s+", " ", page)
        assert "您选定的" in line_of(page, "篮球场用地证明")
        heading = page.split(">篮球场用地证明</label>")[0]
        assert group in heading.rsplit("<h2" if choice == paper.NEW else "<summary", 1)[1]
        assert ("jz-line__new" in page) == (choice == paper.NEW)


def test_what_is_missing_is_one_line_of_the_summary_for_each_item(officer):
    handed_in(officer, text=MAY.replace("健在", "水井").replace("活着", "鱼塘"))
    change = Change.objects.get()
    page = issuable(officer, change).content.decode()
    summary = page.split("data-error-summary")[1].split("</ul>")[0]
    assert summary.count("<li>") == 3
    boxes = "依据哪份法律文件、第几条、怎样核对的、属于哪一项职责、证明上写什么事实"
    assert f"“水井证明”还要填好：{boxes}。" in summary
    assert 'href="#id_row-0-basis"' in summary
    assert "请写明“水井证明”依据第几条。" in page


def test_a_text_that_is_not_registered_is_told_once_and_the_rest_is_kept(officer, may):
    out = {f"row-{at}-choice": paper.LEFT_OUT for at in (0, 2)}
    typed = {"row-1-basis": "《示例省篮球场条例》", "row-1-fact": "在本村有篮球场", **out}
    typed |= {
        "row-1-provision": "第一条",
        "row-1-checked": "对照公布的文本看过",
        "row-1-duty": "POS-001",
    }
    page = issuable(officer, may, **typed).content.decode()
    told = "“篮球场用地证明”依据的《示例省篮球场条例》没有登记。"
    summary = page.split("data-error-summary")[1].split("</ul>")[0]
    assert (summary.count(told), page.count(told)) == (1, 2)  # and beside its box
    assert f'href="/office/changes/{may.pk}/pages/new/instrument/"' in page
    assert kept_rows(may)[1].fact == "在本村有篮球场"
    again = officer.get(f"/office/changes/{may.pk}/document/").content.decode()
    assert 'value="示例省篮球场条例"' in again, "what was typed is not lost"

    texts = governing.governing(NOON.date()).instruments.values()
    known = next(one for one in texts if one.binding and one.in_force_from)
    own = replace(known, id="basketball", title="示例省篮球场条例")
    by = User.objects.get(username="zhou")
    may.refresh_from_db()
    changes.write(may, [Page(own)], version=may.version, by=by, at=NOON)
    may.refresh_from_db()
    issuable(officer, may, **typed)
    assert kept_rows(may)[1].basis == "basketball"


def test_what_is_sent_of_a_published_list_reads_that_it_is_published(officer, signed_in, drafted):
    said = filled(drafted)
    officer.post(f"/office/changes/{drafted.pk}/submission/", {"version": drafted.version})
    drafted.refresh_from_db()
    second = signed_in("wu")
    second.post(f"/office/changes/{drafted.pk}/publication/", {"version": drafted.version})
    drafted.refresh_from_db()
    assert drafted.state == "published"
    before = snapshot()
    again = officer.post(f"/office/changes/{drafted.pk}/document/", said, follow=True)
    told = again.content.decode()
    assert "这个修订案已经发布了" in told
    assert "由wu审核发布" in told
    assert snapshot() == before


def test_a_paper_that_is_no_list_yet_is_not_handed_in_and_not_published(officer, signed_in):
    handed_in(officer, text=paper_lists.TEXT)
    change = Change.objects.get()
    page = f"/office/changes/{change.pk}/"

    said = officer.post(f"{page}submission/", {"version": change.version}, follow=True)

    change.refresh_from_db()
    assert change.state == "draft"
    told = said.content.decode()
    assert "没有填好：" in told
    assert f"“{NEW[0]}”" in told
    # One that was handed in before the gate asked is not published either.
    Change.objects.filter(pk=change.pk).update(state="in_review")
    signed_in("wu").post(f"{page}publication/", {"version": change.version})
    change.refresh_from_db()
    assert change.state == "in_review"


def test_a_paper_whose_list_was_taken_out_is_no_list(officer, drafted):
    listing = drafted.edits.get(kind="list")
    page = f"/office/changes/{drafted.pk}/"
    officer.post(f"{page}pages/{listing.pk}/removal/", {"version": drafted.version})
    drafted.refresh_from_db()
    assert not drafted.edits.filter(kind="list").exists()
    assert "修订案里没有来文的清单" in officer.get(page).content.decode()


def test_a_text_is_in_force_from_the_day_of_its_list_and_says_that_it_was_compared(officer):
    handed_in(officer, text=paper_lists.TEXT)
    change = Change.objects.get()
    settled(officer, change, compared="on")
    text = change.edits.get(kind="instrument").entry
    assert text.in_force_from.isoformat() == "2026-12-01"
    assert text.checked_on == timezone.localdate()
    change.refresh_from_db()
    settled(officer, change)
    assert change.edits.get(kind="instrument").entry.checked_on is None


MISSED = "不应出具证明事项清单\n1. 健在证明\n2. 狗粮证明：找宠物店\n车位证明"


def test_a_name_is_corrected_and_one_that_was_missed_is_added_on_the_page(officer, signed_in):
    handed_in(officer, text=MISSED)
    change = Change.objects.get()
    address = f"/office/changes/{change.pk}/"
    page = officer.get(f"{address}document/").content.decode()
    assert "这几行像是事项，没有认出来" in page
    assert "<li>车位证明</li>" in page
    assert "原件里的“车位证明”没有认成事项，也没有列入。" in officer.get(address).content.decode()

    new = {"row-1-name": "宠物口粮证明", "row-1-choice": paper.NEW}
    answer = settled(officer, change, **new, more="车位证明\n健在证明\n 鸟粮证明 ")

    assert answer.status_code == 422  # what was added is asked about
    rows = kept_rows(change)
    named = ["健在证明", "宠物口粮证明", "车位证明", "鸟粮证明"]
    assert [row.name for row in rows] == named
    assert rows[1].line == "2. 狗粮证明：找宠物店"
    change.refresh_from_db()
    assert settled(officer, change).status_code == 302
    item = next(one.entry for one in change.edits.filter(kind="item") if "口粮" in str(one.content))
    assert (item.name, item.certificate_title) == ("宠物口粮证明", "宠物口粮证明")
    assert item.summary.startswith("宠物口粮证明不用")
    told = officer.get(address).content.decode()
    assert "“宠物口粮证明”，原件写的是“2. 狗粮证明：找宠物店”。" in told
    assert "“鸟粮证明”是起草人加的，原件里没有找到。" in told
    assert "没有认成事项" not in told


def test_a_new_item_whose_name_is_put_right_is_looked_up_again(officer):
    handed_in(officer, text="不应出具证明事项清单\n1. 狗粮证明\n2. 车位证明")
    change = Change.objects.get()
    assert [row.choice for row in kept_rows(change)] == [paper.NEW, paper.NEW]
    settled(officer, change, **{"row-0-name": "健在证明"})
    assert [row.choice for row in kept_rows(change)] == ["NEG-10", paper.NEW]


def test_what_somebody_added_meanwhile_is_not_lost(officer, signed_in):
    handed_in(officer, text=MISSED)
    change = Change.objects.get()
    mine = filled(change)
    settled(officer, change, more="车位证明")
    answer = signed_in("wu").post(
        f"/office/changes/{change.pk}/document/", {**mine, "more": "鸟粮证明"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ">鸟粮证明</textarea>" in page
    assert "车位证明</label>" in page


@pytest.fixture
def ahead(officer, signed_in) -> Change:
    """Publish a list with one new item that begins on a later day."""
    handed_in(officer, text="示例县不应出具证明事项清单\n1. 车位证明\n2. 健在证明")
    change = Change.objects.get()
    settled(officer, change, effective_on_month="12", effective_on_day="10", title="示例县清单")
    address = f"/office/changes/{change.pk}/"
    change.refresh_from_db()
    officer.post(f"{address}submission/", {"version": change.version})
    change.refresh_from_db()
    signed_in("wu").post(f"{address}publication/", {"version": change.version})
    change.refresh_from_db()
    assert change.state == "published"
    return change


NEXT = f"?division={COUNTY}&on=2026-12-10"


def test_what_begins_later_is_looked_at_as_it_will_be(ahead, client):
    item = ahead.edits.get(kind="item").subject
    page = client.get(f"/items/{item}/{NEXT}").content.decode()
    assert "《示例县清单" in page
    assert "document-990121" not in page
    assert "谁让您开的？" not in page
    for printed in re.findall(r'href="(/items/[^"]+pdf[^"]*)"', page):
        answer = client.get(printed.replace("&amp;", "&"))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert "on=2026-12-10" in printed
    for address in (f"/items/{item}/guide.pdf", f"/items/{item}/"):
        assert client.get(address).status_code == 404
    page = client.get(f"/items/NEG-10/{NEXT}").content.decode()
    assert "guide.pdf?division=" in page
    assert "谁让您开的？" in page


def test_what_begins_later_is_found_by_officers(ahead, officer):
    for kind, name in (("item", "车位证明"), ("list", "示例县清单"), ("instrument", "示例县清单")):
        for question in ("?show=mine", f"?q={name}"):
            page = officer.get(f"/office/pages/{kind}/{question}").content.decode()
            assert name in page or kind == "instrument"
            assert "未生效" in page or kind == "instrument"


def test_what_is_taken_away_says_why_and_is_told_although_it_had_not_begun(
    ahead, officer, signed_in
):
    item = ahead.edits.get(kind="item").subject
    listing = ahead.edits.get(kind="list").subject
    asked = officer.post(f"/office/pages/item/{item}/1/draft/", {"act": "withdraw"})
    change = Change.objects.order_by("-pk").first()
    address = f"/office/changes/{change.pk}/"
    assert asked.headers["Location"] == f"{address}heading/"
    assert change.effective_on.isoformat() == "2026-12-10"
    told = officer.get(address).content.decode()
    assert "停用“车位证明”没有写为什么" in told
    assert "还列着" not in told  # its list is rid of it in the same draft
    assert item not in str(change.edits.get(kind="list").content)
    Change.objects.filter(pk=change.pk).update(effective_on=NOON.date())  # before it began
    assert "还列着" not in officer.get(address).content.decode()

    into = {"act": "withdraw", "change": change.pk}
    officer.post(f"/office/pages/list/{listing}/1/draft/", into)
    heading = {"title": "停用", "division": COUNTY, "reason": "文件已废止。"}
    day = {f"effective_on_{part}": str(getattr(NOON, part)) for part in ("year", "month", "day")}
    change.refresh_from_db()
    officer.post(f"{address}submission/", {"version": change.version})
    change.refresh_from_db()
    assert change.state == "draft"
    officer.post(f"{address}heading/", {**heading, **day, "version": change.version})
    change.refresh_from_db()
    officer.post(f"{address}submission/", {"version": change.version})
    second = signed_in("qin")
    read = second.get(address).content.decode()
    assert "自2026年12月10日起" in read
    assert "“车位证明”从不应出具清单中去掉" in read
    change.refresh_from_db()
    second.post(f"{address}publication/", {"version": change.version})
    change.refresh_from_db()
    assert change.state == "published"
    said = change.publications.get().published
    assert ("车位证明", "off_negative") in [(one.name, one.word.value) for one in said.changes]
    assert said.effective_on.isoformat() == "2026-12-10"
    # What the first one was to do is not told anew by the catalogue of today.
    assert "发布后会怎样" not in officer.get(f"/office/changes/{ahead.pk}/").content.decode()


def test_of_what_only_comes_near_one_saving_makes_a_new_item(officer):
    handed_in(officer, text="1. 身份证丢失证明\n2. 健在证明")
    change = Change.objects.get()
    address = f"/office/changes/{change.pk}/document/"
    page = officer.get(address).content.decode()
    assert 'name="row-0-do"' in page  # before anything was chosen
    assert "选“都不是，是新的一项”的，填这里" in " ".join(page.split())
    new = {"row-0-choice": "new", "row-0-do": "本人去补办", "row-0-where": "派出所"}
    officer.post(address, {**filled(change), **new})
    change.refresh_from_db()
    row = paper.read_back(change.document.drafting).rows[0]
    assert (row.choice, row.do, row.where) == ("new", "本人去补办", "派出所")
    (item,) = [edit.entry for edit in change.edits.all() if edit.kind == "item"]
    assert item.onward[0].do == "本人去补办。"
    shown = officer.get(f"/office/changes/{change.pk}/").content.decode()
    assert shown.count("发布后会怎样") <= 1
