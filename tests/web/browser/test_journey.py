"""The main journey (主线): from "证明我妈是我妈" to a paper that anyone can check."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from juzheng.web.shared.startup import DEMO_PASSWORD
from tests.conftest import IDENTITY
from tests.web.browser.conftest import Visitor, handed_out

Look = Callable[[Page | Path, str], None]
Make = Callable[..., Visitor]

# What the applicant says, and chooses, by the words of the question.
TOLD = {
    "您叫什么名字？": "李秀英",
    "您的身份证件号码是多少？": IDENTITY,
    "您的电话是多少？": "13800000000",
    "是哪个单位要这份证明？": "示例县民政局",
    "证明用来办什么事？": "办理收养登记",
    "您现在住在哪里？": "示例街道1号楼2单元301室",
    "家里和您一起生活的有哪些人？": "配偶王小明、母亲李桂兰",
    "家里的住房和主要收入来源是什么？": "自有住房一套，本人和配偶的工资",
}
CHOSEN = {
    "收养人（夫妻有一方就算）是外国人、香港或者澳门或者台湾居民，或者定居国外的华侨吗？": "否",
    "要收养的是您配偶带来的孩子（继子女）吗？": "否",
    "您是要收养孩子的一方（不是送养的一方）吗？": "是",
    "这个单位是哪一类？": "民政部门",
    "您的婚姻状况用什么证件说明？": "已婚，持结婚证",
    "您有没有工作单位？": "没有工作单位",
}
OPTIONAL = "（可不填）"


@pytest.mark.parametrize("javascript", [False, True], ids=["without-script", "with-script"])
def test_a_resident_gets_a_paper_that_anyone_can_check(
    demo: None, visitor: Make, look: Look, tmp_path: Path, javascript: bool
) -> None:
    keep: Look = look if javascript else lambda seen, name: None
    resident = visitor(javascript=javascript)
    ask_what_is_refused(resident, keep)
    ask_what_is_issued(resident, keep)
    number, code = apply(resident, keep)
    assert_course(resident, number, code, "居（村）委会正在核实")

    clerk = visitor(javascript=javascript)
    prepare(clerk, number, keep)
    responsible = visitor(javascript=javascript)
    sign(responsible, number, keep)
    assert_course(resident, number, code, "文书已出具")

    with handed_out(resident.page, lambda: resident.follow("下载证明（PDF）")) as downloaded:
        paper = tmp_path / "paper.pdf"
        paper.write_bytes(downloaded.read_bytes())
    address = assert_paper(paper, keep)
    checker = visitor(javascript=javascript)
    assert check_file(checker, paper) == "真实有效"
    assert check_code(checker, address) == "登记有效，请对照纸面"
    keep(checker.page, "10-genuine")
    revoke(responsible, number)
    assert check_file(checker, paper) == "已撤销或被替换"
    assert check_code(checker, address) == "已撤销或被替换"
    keep(checker.page, "11-revoked")


def ask_what_is_refused(resident: Visitor, keep: Look) -> None:
    resident.go("/")
    keep(resident.page, "01-home")
    resident.write("别人让您开什么证明？", "证明我妈是我妈")
    resident.press("看看要不要开")
    assert resident.heading == "居（村）委会不开，先看现有证件"
    for substitute in ("居民户口簿", "公安派出所"):
        assert resident.reads(substitute)
    assert resident.page.locator("cite", has_text="民发〔2020〕20号").count() >= 1
    keep(resident.page, "02-answer-refused")


def ask_what_is_issued(resident: Visitor, keep: Look) -> None:
    resident.go("/")
    resident.write("别人让您开什么证明？", "收养证明")
    resident.press("看看要不要开")
    resident.page.get_by_role("link", name="选您的居（村）委会").first.click()
    resident.page.get_by_role("button", name=re.compile("居民委员会")).first.click()
    assert resident.heading == "符合条件的可以开，5 个工作日内办好"
    keep(resident.page, "03-answer-issuable")


def apply(resident: Visitor, keep: Look) -> tuple[str, str]:
    """Answer question by question, file, and return what the receipt says: number and code."""
    resident.press("在线申请")
    asked = []
    while (question := resident.heading.removesuffix(OPTIONAL)) != "请核对，再提交":
        assert question not in asked, f"asked again: {question}"
        asked.append(question)
        answer(resident, question, keep)
    assert set(asked) == {*TOLD, *CHOSEN}
    assert resident.reads("李秀英")
    assert not resident.reads(IDENTITY)
    keep(resident.page, "05-check-answers")
    resident.tick("以上是照实填的")
    resident.tick("我同意为办这一件事")
    resident.press("提交申请")
    assert resident.heading == "已收到您的申请"
    keep(resident.page, "06-receipt")
    shown = resident.page.get_by_role("main").inner_text()
    number, code = re.search(r"\d{12}-\d{4}-办\d{6}", shown), re.search(r"\b\w{5}-\w{5}\b", shown)
    assert number is not None
    assert code is not None
    return number.group(), code.group()


def answer(resident: Visitor, question: str, keep: Look) -> None:
    if question in TOLD:
        resident.write(question, TOLD[question])
        if question == "是哪个单位要这份证明？":
            keep(resident.page, "04-apply")
    else:
        resident.choose(CHOSEN[question])
    resident.press("下一步")


def assert_course(resident: Visitor, number: str, code: str, now: str) -> None:
    resident.go("/")
    resident.follow("我的办件")
    resident.write("办件编号", number)
    resident.write("查询码", code)
    resident.press("查看进度")
    assert resident.reads(now)


def sign_in(staff: Visitor, account: str) -> None:
    staff.go("/")
    staff.follow("工作人员登录")
    staff.write("账号", account)
    staff.write("密码", DEMO_PASSWORD)
    staff.press("登录")


def open_case(staff: Visitor, number: str) -> None:
    staff.go("/desk/")
    staff.write("查找办件", number)
    staff.press("查找")
    assert staff.reads(number)


def prepare(clerk: Visitor, number: str, keep: Look) -> None:
    """Check every fact, one box after the other, and send the draft to be signed."""
    sign_in(clerk, "chen")
    open_case(clerk, number)
    facts = clerk.page.get_by_role("main").get_by_role("group")
    for fact in [each for each in facts.all() if each.get_by_label("怎样核实的").count()]:
        fact.get_by_label("怎样核实的").select_option("查验证件原件")
        fact.get_by_role("radio", name="属实").check()
        fact.get_by_label("看到、听到了什么").fill("看过原件，与填写的一致")
    facts.first.evaluate("box => box.scrollIntoView()")
    keep(clerk.page, "07-verify")
    clerk.press("登记核查结果")
    clerk.press("拟稿送签")
    assert clerk.reads("待负责人签字")


def sign(responsible: Visitor, number: str, keep: Look) -> None:
    sign_in(responsible, "lin")
    responsible.follow("待我签字")
    responsible.page.get_by_text("一件一件看", exact=True).click()
    keep(responsible.page, "08-sign")
    responsible.write("再输一次密码", DEMO_PASSWORD)
    responsible.press("签字并出具")
    assert responsible.reads("文书已签字出具")
    assert responsible.reads(number)


def revoke(responsible: Visitor, number: str) -> None:
    open_case(responsible, number)
    responsible.follow("撤销这份文书")
    responsible.write("撤销理由", "核实的居住时间有误。")
    responsible.press("撤销这份文书")
    assert responsible.reads("证明已撤销")


def assert_paper(paper: Path, keep: Look) -> str:
    """Read the paper as others would: its signature, its words, its code; return the address."""
    said = subprocess.run(["pdfsig", str(paper)], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in said.stdout
    words = subprocess.run(
        ["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True
    )
    assert "收养人情况证明" in words.stdout.replace(" ", "")
    first = paper.with_suffix(".png")
    draw = ["pdftoppm", "-png", "-r", "200", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*draw, str(paper), str(first.with_suffix(""))], check=True)
    keep(first, "09-paper")
    with Image.open(first) as page:
        codes = zxingcpp.read_barcodes(page)
    assert len(codes) == 1
    return str(codes[0].text)


def check_file(checker: Visitor, paper: Path) -> str:
    checker.go("/")
    checker.follow("查证明真伪")
    checker.page.get_by_label("电子文件").set_input_files(paper)
    checker.press("上传核验")
    return checker.heading


def check_code(checker: Visitor, address: str) -> str:
    checker.go(address)
    return checker.heading
