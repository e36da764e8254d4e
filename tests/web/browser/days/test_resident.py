"""A resident's errand (居民的一件事): 75 years old on a phone in large type; and one in English."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.conftest import NOON
from tests.web.browser.conftest import DESK, PHONE
from tests.web.browser.days.conftest import Day, Worker
from tests.web.browser.test_journey import CHOSEN, OPTIONAL, TOLD
from tests.web.browser.test_pages import AXE, NARROW, SIDEWAYS, violations

Look = Callable[[Page | Path, str], None]
NARROWEST = {"width": 195, "height": 422}  # a phone's page at 200 %
TOUCH = {"screen": PHONE, "has_touch": True, "is_mobile": True}


def sheets(page: Page) -> int:
    """Return on how many sheets of A4 the page is printed."""
    return len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def one_sheet_each(person: Worker) -> None:
    """Hold the page's print against one sheet, in both languages; the type stays as it is."""
    for language in ("en", "zh-hans"):
        said = {"name": "django_language", "value": language, "url": person.site}
        person.page.context.add_cookies([said])
        person.page.reload()
        assert sheets(person.page) == 1, (language, person.page.url)


def fits(person: Worker) -> None:
    """Hold the page against narrow screens and axe."""
    for size in (NARROWEST, NARROW, PHONE):
        person.page.set_viewport_size(size)
        assert person.page.evaluate(SIDEWAYS) == "", (size, person.page.url)
    person.page.evaluate(AXE.read_text())
    assert violations(person.page, "phone") == []


def choose_the_committee(person: Worker, name: str) -> None:
    person.go("/place/")
    person.clicks += 1
    person.page.get_by_role("button", name=name).first.click()


def fill_in(person: Worker) -> None:
    """Answer every question of the application, one a page."""
    while (question := person.heading.removesuffix(OPTIONAL)) != "请核对，再提交":
        if question in TOLD:
            person.take_down(question, TOLD[question])
        else:
            person.choose(CHOSEN[question])
        person.press("下一步")
    person.tick("以上是照实填的")
    person.tick("我同意为办这一件事")
    person.press("提交申请")


def signed_and_revoked() -> Callable[[], None]:
    """Have the committee issue the paper; return an act that takes it back."""
    from juzheng.acts.cases import drafting, revocation, signing, verification
    from juzheng.law.cases.verification import Means, Result
    from juzheng.records.models import Case, User

    case, at = Case.objects.latest("pk"), NOON
    clerk, responsible = (User.objects.get(username=name) for name in ("chen", "lin"))
    seen = {"means": Means.ORIGINAL, "result": Result.CONFIRMED, "note": "看过原件"}
    for fact in case.revision.item.facts:
        verification.record(case, fact.key, **seen, by=clerk, at=at)
    drafting.send(case, by=clerk, at=at)
    paper = signing.sign(case, by=responsible, at=at)
    return lambda: revocation.revoke(paper, reason="婚姻状况写错了", by=responsible, at=at) and None


def test_an_old_resident_on_a_phone(
    demo: None, worker: Callable[..., Worker], day: Callable[[str], Day], look: Look
) -> None:
    resident, errand = worker(**TOUCH), day("居民")
    resident.go("/")
    resident.press("大字")
    choose_the_committee(resident, "示例社区居民委员会")

    with errand.task("问一句、反问一句，看到答复", resident) as done:
        resident.go("/")
        resident.write("别人让您开什么证明？", "收养的证明")
        resident.press("看看要不要开")
        assert resident.heading == "您要的是哪一种？"
        resident.follow("收养人婚姻状况和抚养教育被收养人能力证明")
    assert resident.heading.replace("\n", "") == "符合条件的可以开，5 个工作日内办好"
    assert (done[0].clicks, done[0].fields, done[0].pages) == (2, 1, 3)
    look(resident.page, "resident-1-answer")
    fits(resident)
    top = resident.page.locator(".jz-verdict__line").bounding_box()
    assert top is not None
    assert top["y"] < PHONE["height"] / 2  # the verdict meets the eye, nothing stands before it
    assert resident.page.get_by_role("link", name="在地图里找").is_visible()  # a touch screen

    with errand.task("打印答复", resident) as done:
        assert sheets(resident.page) == 1
        resident.clicks += 1  # 打印, in the corner
    assert done[0].steps == 1

    with errand.task("在线申请", resident) as done:
        resident.press("在线申请")
        fill_in(resident)
    assert resident.heading == "已收到您的申请"
    assert done[0].clicks <= 28
    assert done[0].keys == 0  # nothing that the resident had not to say
    look(resident.page, "resident-2-receipt")
    fits(resident)
    one_sheet_each(resident)

    with errand.task("记住这一件，以后看办到哪一步", resident) as done:
        resident.press("是我自己的，记住这一件")
        look(resident.page, "resident-3-mine")
        fits(resident)
        resident.go("/")
        resident.follow("我的办件")
        assert resident.reads("请尽早带上材料到居（村）委会核实")  # what to do, in one sentence
        resident.follow("收养人婚姻状况和抚养教育被收养人能力证明")
    assert (done[0].clicks, done[0].keys) == (3, 0)  # before: 22 and 11 signs typed each time
    fits(resident)

    take_back = signed_and_revoked()
    with errand.task("看消息：办好了", resident) as done:
        resident.go("/")
        resident.follow("我的办件")
        resident.follow("收养人婚姻状况和抚养教育被收养人能力证明")
        assert resident.reads("轮到您了")
        assert resident.reads("领盖了章的纸质件")
    assert done[0].steps == 2
    look(resident.page, "resident-4-issued")
    fits(resident)
    with resident.page.expect_download() as waiting:
        resident.follow("下载证明（PDF）")
    assert waiting.value.suggested_filename.startswith("证明-收养人婚姻状况")

    take_back()
    resident.page.reload()
    assert resident.reads("婚姻状况写错了")
    assert resident.reads("还需要的，可以重新申请")
    look(resident.page, "resident-5-revoked")
    fits(resident)

    with errand.task("从手机上全部清除", resident) as done:
        resident.go("/cases/")
        resident.clicks += 1
        resident.page.get_by_text("用的是别人的手机或公用电脑？").click()
        resident.press("全部清除")
    assert done[0].steps == 2
    resident.go("/cases/")
    assert resident.heading == "查我的办件"


def test_a_resident_on_a_desk_in_english(
    demo: None, worker: Callable[..., Worker], day: Callable[[str], Day], look: Look
) -> None:
    resident, errand = worker(screen=DESK), day("居民")
    choose_the_committee(resident, "示例村村民委员会")
    with errand.task("用英文问，看到答复，打印", resident) as done:
        resident.go("/")
        resident.press("English")
        resident.write("What certificate are you asked for?", "adoption proof")
        resident.press("See whether you need it")
        if resident.page.locator(".jz-choice").count():
            resident.click(".jz-choice a")
        assert resident.reads("What you do")
        assert sheets(resident.page) == 1
    assert done[0].clicks <= 3
    look(resident.page, "resident-6-english")
    assert not resident.page.get_by_role("link", name="Find on a map").is_visible()

    with errand.task("选错了村（社区），换过去", resident) as done:
        choose_the_committee(resident, "示例社区居民委员会")
        resident.clicks -= 1  # the wrong one: that is where it begins
        resident.go("/ask/?item=POS-017")
        look(resident.page, "resident-7-other-kind")
        fits(resident)
        resident.page.set_viewport_size(DESK)
        resident.page.get_by_role("main").locator(".jz-elsewhere a").first.click()
        resident.clicks += 1
    assert done[0].steps == 1
    assert "committee=990121101201" in resident.page.url
    assert resident.reads("What you do")


# One answer of each outcome, and the pages that are no answer.
PRINTED = {
    "核查后限时出具": "/ask/?q=收养证明",
    "当场出具": "/ask/?item=POS-002",
    "讨论同意后出具": "/ask/?item=POS-003",
    "不出具": "/ask/?q=证明我妈是我妈",
    "不出具，办法最多": "/ask/?q=身份证丢了要社区开证明",
    "不出具，字最多": "/ask/?item=NEG-08",
    "不用开": "/ask/?item=NEG-08&holds=1",
    "地方事项": "/ask/?item=POS-038",
    "待确认": "/ask/?item=POS-013",
    "另一类委员会的": "/ask/?item=POS-017",
    "没听懂": "/ask/?q=x&none=1",
    "反问": "/ask/?q=学校要证明",
    "急事": "/ask/?q=隔壁独居奶奶两天没开门",
    "问电话": "/ask/?q=居委会电话",
    "两件事": "/ask/?q=我要开无犯罪记录证明，另外狗证怎么办",
}
LONGEST = {name: path for name, path in PRINTED.items() if name.endswith("最多")}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_of_answer_is_one_sheet_of_paper(
    demo: None, worker: Callable[..., Worker], look: Look, language: str
) -> None:
    person = worker(screen=DESK)
    choose_the_committee(person, "示例社区居民委员会")
    # What fits in large type fits in normal: there only the two longest are printed too.
    for size, printed in (("large", PRINTED), ("normal", LONGEST)):
        cookies = {"django_language": language, "juzheng_type": size}
        person.page.context.add_cookies(
            [{"name": name, "value": said, "url": person.site} for name, said in cookies.items()]
        )
        many = {}
        for name, path in printed.items():
            person.go(path)
            if (count := sheets(person.page)) != 1:
                many[name] = count
        assert many == {}, size


def test_a_fold_that_was_opened_is_printed_and_no_other(
    demo: None, worker: Callable[..., Worker]
) -> None:
    person = worker(screen=DESK)
    person.go("/ask/?q=证明我妈是我妈")
    reasons, more = "要的是一份证明吗？", "能说明关系的旧材料"

    def printed() -> str:
        made = PdfReader(io.BytesIO(person.page.pdf(prefer_css_page_size=True)))
        return normalize("NFKC", "".join(page.extract_text() for page in made.pages))

    assert reasons not in printed()
    assert more not in printed()
    assert "办理亲属关系公证" in printed()  # a way is told whichever fold it stands in, in a line
    assert "网上看最新的" in printed()
    person.page.get_by_text("还有别的办法", exact=True).click()
    assert more in printed()
    assert reasons not in printed()
