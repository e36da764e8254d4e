"""
Letters on paper (致函和投诉单): what a resident signs and hands over, as A4 pages.

The letter to the unit is what ``law.demands.advice`` has put together. The complaint form holds
what the Ministry of Justice's channel and 12345 ask for; both want a real name, and both want the
person: nothing is filed from here. What the resident has not typed stays a line to be filled in by
hand. The same input gives the same bytes. Both raise MissingGlyphs if a character cannot be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from juzheng.law.demands.advice import REQUESTS_TITLE, WAYS, Letter
from juzheng.outside.typesetting import day, of_file, page

LETTER_FOOT = "这封信由居民本人签名后交给对方，不是居（村）民委员会或者政府部门的文书。"
# What is written by hand below a letter that is printed from its page, as on the PDF.
_LINE, _DAY = "＿" * 10, "＿＿＿＿年＿＿月＿＿日"
SIGNED = (f"本人签名：{_LINE}", f"联系电话：{_LINE}", _DAY)
RECEIVED = (f"收件人（签名或者盖章）：{_LINE}", f"收到日期：{_DAY}")
COMPLAINT_FOOT = "由您本人到该平台提交，本软件不代为提交。"
REAL_NAME = (
    "司法部的渠道要求实名（姓名和手机号），12345一般也会问，用来核实和答复。"
    "可以先空着，提交时再填。"
)
# Of neither does a provision promise days: none are printed.
CHANNELS = (
    {
        "name": "司法部“群众批评—证明事项清理投诉监督平台”",
        "how": "登录12348中国法律服务网，进入“群众批评”专栏，照下表填写。",
        "days": "答复时间以平台公布的为准。",
    },
    {
        "name": "12345政务服务热线",
        "how": "打12345，照下表说；也可以用当地12345的网站或者手机应用。",
        "days": "答复时间以当地规定为准，请记下工单号。",
    },
)


@dataclass(frozen=True)
class Sender:
    """Who signs (署名人); what is empty is left to be written by hand."""

    name: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Complaint:
    """What a complaint says (投诉内容), as the resident tells it; what is empty stays a line."""

    proof: str
    unit: str = ""
    region: str = ""  # province, city, county
    address: str = ""  # of the unit
    matter: str = ""
    asked_on: date | None = None
    who_asked: str = ""  # a counter or a post; a name is for the resident to decide
    sent_to: str = ""  # who was to issue the proof
    said: str = ""  # what was said there; no reason of the resident's
    why: str = ""  # why it is not needed
    basis_given: str = ""  # what the unit said when asked for its basis


def letter_pdf(
    letter: Letter, *, on: date, sender: Sender | None = None, demo: bool = False
) -> bytes:
    """
    Return the letter to the unit (致函), with lines to sign on and room for the unit's answer.

    The notes of ``letter`` are for the resident and are not printed.
    """
    return page("letter", {**_letter(letter, sender or Sender()), **of_file(on, demo=demo)})


def complaint_pdf(
    complaint: Complaint, *, on: date, sender: Sender | None = None, demo: bool = False
) -> bytes:
    """Return the complaint form (投诉单) for the ministry's channel and for 12345."""
    told = _complaint(complaint, sender or Sender())
    return page("complaint", {**told, **of_file(on, demo=demo)})


def _letter(letter: Letter, sender: Sender) -> dict[str, Any]:
    return {
        "title": letter.title,
        "salutation": letter.salutation,
        "paragraphs": letter.paragraphs,
        "ways_title": WAYS,
        "ways": letter.ways,
        "requests_title": REQUESTS_TITLE,
        "requests": letter.requests,
        "closing": letter.closing,
        "name": sender.name,
        "telephone": sender.telephone,
        "foot": LETTER_FOOT,
    }


def _complaint(complaint: Complaint, sender: Sender) -> dict[str, Any]:
    return {
        "heading": "被索要证明投诉单",
        "subject": complaint.proof,
        "channels": CHANNELS,
        "rows": _rows(complaint),
        "name": sender.name,
        "telephone": sender.telephone,
        "real_name": REAL_NAME,
        "foot": COMPLAINT_FOOT,
    }


def _rows(complaint: Complaint) -> list[dict[str, Any]]:
    """Return the fields, one line high or more: what each channel wants to be told."""
    asked_on = day(complaint.asked_on) if complaint.asked_on else ""
    asked = "，".join(filter(None, (asked_on, complaint.who_asked)))
    fields = (
        ("要证明的单位", "写全称，到窗口、网点", complaint.unit, 1),
        ("所在地区", "省、市、县（区）", complaint.region, 1),
        ("单位地址", "", complaint.address, 1),
        ("去办什么事", "", complaint.matter, 1),
        ("要什么证明", "", complaint.proof, 1),
        ("让谁来开", "居委会、派出所……", complaint.sent_to, 1),
        ("哪天、谁说的", "岗位或者窗口号", asked, 1),
        *((("当时怎么说的", "", complaint.said, 1),) if complaint.said else ()),
        ("对方说的依据", "没有说的写“没有说”", complaint.basis_given, 1),
        ("为什么没必要", "", complaint.why, 3),
    )
    return [
        {"label": label, "hint": hint, "value": value, "lines": lines}
        for label, hint, value, lines in fields
    ]
