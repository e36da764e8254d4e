"""The reply (复函): what an inquiry's file says, as it will stand on paper. Reads, never writes."""

from __future__ import annotations

import re
from datetime import date

from juzheng.law.base.deadlines import day
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases import wording
from juzheng.law.cases.certificates import Paper, Statement
from juzheng.law.catalogue.act_kinds import FORMS, NOT_VERIFIED, ActKind
from juzheng.law.inquiries.inquiries import SAYS, SAYS_NOT, Finding, Unlawful
from juzheng.records.models import Inquiry

TITLE = "来函查询的答复"
# What the committee itself does not keep is what was seen in its files, and no denial.
_NOT_KEPT = re.compile("(?:没有|未)(?:留存|保存)")


def paper(inquiry: Inquiry, *, number: str, on: date, responsible: str) -> Paper:
    """
    Return the reply (复函) as it will stand on paper.

    :param number: empty on a draft
    :raises law.cases.certificates.BadPaper: if nothing was drafted yet
    """
    nothing = SAYS.get(Finding(inquiry.finding)) if inquiry.finding else None
    itself = FORMS[ActKind.REPLY].itself
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
        not_verified=(*([SAYS_NOT] if nothing else []), NOT_VERIFIED.format(itself=itself)),
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


def unlawful(inquiry: Inquiry, *, looked_in: str, answer: str) -> tuple[Unlawful, ...]:
    """Return what may not stand on the reply (复函里的禁写词), and in which box it was written."""
    names = [inquiry.about, inquiry.sender, inquiry.committee.name]
    said = (("answer", answer), ("looked_in", looked_in))
    return tuple(
        Unlawful(box, hit.why, hit.citation)
        for box, text in said
        for hit in wording.forbidden(_NOT_KEPT.sub(lambda kept: "■" * len(kept[0]), text), names)
    )
