"""The letter to the unit and the complaint: read first, printed by the person, nothing kept."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.pages import faults
from tests.web.visiting import mistakes_of, rows

CUNEIFORM = "\U00012000"  # seen on a screen perhaps, but in no font of ours
LETTERS, COMPLAINTS = "/letters/", "/complaints/"
LETTER = {
    "proof": "亲属关系证明",
    "demander": "police",
    "item": "NEG-01",
    "unit": "示例派出所",
    "matter": "落户",
    "name": "李秀英",
}


def words(pdf: bytes, folder: Path) -> str:
    file = folder / "page.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_answer_leads_to_its_letter_and_complaint(visitor: Client) -> None:
    answer = page(visitor.get("/ask/", {"item": "NEG-01", "demander": "bank"}))
    assert "/letters/?item=NEG-01&amp;demander=bank" in answer
    letter = page(visitor.get("/letters/?item=NEG-01&demander=bank"))
    assert "有关银行：" in letter
    sheet = letter[letter.index("jz-letter") :].partition("</article>")[0]
    for by_hand in ("本人签名：＿", "收件人（签名或者盖章）：＿", "收到日期：＿"):
        assert by_hand in sheet
    assert "不是法律意见" in letter
    assert "第四十四条是否适用" in letter  # towards a bank one argues and does not accuse
    assert faults(letter) == []
    complaint = page(visitor.get("/complaints/?item=NEG-01&demander=bank"))
    assert 'value="亲属关系证明"' in complaint
    assert "由您本人提交" in complaint
    assert faults(complaint) == []


def test_what_is_simply_issued_has_no_letter(visitor: Client) -> None:
    assert "/letters/" not in page(visitor.get("/ask/", {"item": "POS-001"}))
    assert "没有可以写的理由" in page(visitor.get("/letters/?item=POS-001"))
    assert "没有可以写的理由" in page(visitor.get("/letters/?proof=天上几颗星"))


def test_the_letter_is_printed_as_it_was_shown(visitor: Client, tmp_path: Path) -> None:
    before = rows()
    looked = visitor.post(LETTERS, {**LETTER, "do": "look"})
    assert "示例派出所：" in page(looked)
    made = visitor.post(LETTERS, {**LETTER, "do": "pdf"})
    assert made.headers["Content-Type"] == "application/pdf"
    assert made.headers["Cache-Control"] == "no-store, private"
    read = words(made.content, tmp_path)
    for said in ("示例派出所：", "“落户”", "李秀英", "优化营商环境条例第四十四条"):
        assert said in read
    assert "不是法律意见" not in read
    assert rows() == before


def test_the_complaint_is_printed_and_left_to_the_person(visitor: Client, tmp_path: Path) -> None:
    sent = {
        "proof": "亲属关系证明",
        "unit": "某银行示例支行",
        "asked_on_year": "2026",
        "asked_on_month": "11",
        "asked_on_day": "20",
        "telephone": "13800000000",
    }
    before = rows()
    made = visitor.post(COMPLAINTS, sent)
    assert made.status_code == 200
    assert rows() == before
    read = words(made.content, tmp_path)
    for said in ("某银行示例支行", "13800000000", "不代为提交"):
        assert said in read


@pytest.mark.parametrize(
    ("address", "sent", "said"),
    [
        (LETTERS, {**LETTER, "proof": " "}, "没有写对方要什么证明"),
        (LETTERS, {**LETTER, "demander": "x"}, "没有这一类单位"),
        (LETTERS, {**LETTER, "demander": ""}, "没有选对方是哪一类单位"),
        (LETTERS, {**LETTER, "argument": "x"}, "没有这一条理由"),
        (LETTERS, {**LETTER, "unit": "长" * 61}, "最多 60 个字"),
        (LETTERS, {**LETTER, "name": "李\u200b秀英"}, "看不见的控制字符"),
        (LETTERS, {**LETTER, "name": CUNEIFORM, "do": "pdf"}, "印不出来"),
        (COMPLAINTS, {}, "没有写要的是什么证明"),
        (COMPLAINTS, {"proof": "证明", "asked_on_year": "2026"}, "日期没有填全"),
        (COMPLAINTS, {"proof": "证明", "why": "长" * 301}, "最多 300 个字"),
        (COMPLAINTS, {"proof": "证明", "unit": CUNEIFORM}, "印不出来"),
    ],
)
def test_what_cannot_be_written_is_said(
    visitor: Client, address: str, sent: dict[str, str], said: str
) -> None:
    answer = visitor.post(address, sent)
    assert answer.status_code == 422
    assert any(said in one for one in mistakes_of(answer)), mistakes_of(answer)
    assert faults(page(answer)) == []


def test_an_item_that_does_not_exist_has_no_letter(visitor: Client) -> None:
    assert visitor.get("/letters/?item=NEG-99").status_code == 404
    assert visitor.post(LETTERS, {**LETTER, "item": "NEG-99"}).status_code == 404


def test_hostile_words_stay_words(visitor: Client) -> None:
    hostile = '"><script>alert(1)</script>'
    got = page(visitor.get(LETTERS, {"proof": hostile, "argument": "no_basis"}))
    assert "<script>alert" not in got
    assert faults(got) == []
    led = visitor.get(LETTERS, {"proof": "证明110101199003070011"}, follow=True)
    assert led.redirect_chain
    number = page(led)
    assert "110101199003070011" not in number
    made = visitor.post(LETTERS, {**LETTER, "unit": "#set page(fill: red)", "do": "pdf"})
    assert made.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(("demander", "told"), [("bank", True), ("housing", False)])
def test_the_bank_s_own_way_is_told_to_the_bank_alone(
    visitor: Client, demander: str, told: bool
) -> None:
    text = visitor.get(f"{LETTERS}?item=NEG-01&demander={demander}").content.decode()
    assert ("取已故亲人的小额存款" in text) is told
