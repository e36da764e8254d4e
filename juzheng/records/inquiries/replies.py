"""The reply (复函): what an inquiry's file says, as it will stand on paper. Reads, never writes."""

from __future__ import annotations

from datetime import date

from juzheng.law.base.deadlines import day
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.certificates import Paper, Statement
from juzheng.law.catalogue.act_kinds import ActKind
from juzheng.law.inquiries.inquiries import SAYS, SAYS_NOT, Finding
from juzheng.records.models import Inquiry

TITLE = "来函查询的答复"


def paper(inquiry: Inquiry, *, number: str, on: date, responsible: str) -> Paper:
    """
    Return the reply (复函) as it will stand on paper.

    :param number: empty on a draft
    :raises law.cases.certificates.BadPaper: if nothing was drafted yet
    """
    nothing = SAYS.get(Finding(inquiry.finding)) if inquiry.finding else None
    said = (nothing or "", *inquiry.answer.splitlines())
    return Paper(
        kind=PaperKind.CERTIFICATE,
        act=ActKind.REPLY,
        title=TITLE,
        committee=inquiry.committee.name,
        committee_code=inquiry.committee.code,
        number=number,
        applicant_name=inquiry.about,
        identity_masked="",
        recipient=inquiry.sender,
        purpose=inquiry.question,
        refers_to=f"{day(inquiry.letter_on)}的来函（文号：{inquiry.letter_number}）",
        facts=tuple(Statement(line, inquiry.looked_in) for line in said if line.strip()),
        not_verified=(SAYS_NOT,) if nothing else (),
        basis=(f"来函写明：{inquiry.basis}",) if inquiry.basis else (),
        reason="",
        onward=(),
        valid_until=None,
        issued_on=on,
        preparer=str(inquiry.drafted_by or ""),
        responsible_person=responsible,
        electronic_original=False,
        demo=inquiry.committee.fictional,
    )
