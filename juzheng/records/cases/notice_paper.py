"""The refusal notice (不予出具告知单) as it will stand on paper. Reads, never writes."""

from __future__ import annotations

from datetime import date

from juzheng.catalogue import rights
from juzheng.law.base import citations
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.certificates import Paper
from juzheng.law.catalogue import items, ways
from juzheng.records.cases.case_file import decision_of
from juzheng.records.cases.read_once import reads_once
from juzheng.records.cases.refusal_reasons import RefusalReason, only_this_time, onward
from juzheng.records.models import Case


@reads_once
def notice_paper(case: Case, why: RefusalReason, *, number: str, on: date, preparer: str) -> Paper:
    """Return the refusal notice (不予出具告知单) as it will stand on paper."""
    decision = decision_of(case)
    return Paper(
        kind=PaperKind.REFUSAL_NOTICE,
        title=case.revision.item.name,
        committee=case.committee.name,
        committee_code=case.committee.code,
        number=number,
        applicant_name=case.applicant_name,
        identity_masked=case.identity_masked,
        recipient=case.recipient,
        purpose=case.purpose,
        facts=(),
        not_verified=(),
        basis=tuple(map(str, citations.once(why.citations))),
        reason=why.reason,
        onward=(
            *map(_way, onward(decision, why)),
            *(f"按您说的情形用不上：{_way(way)}" for way in decision.aside),
            *rights.against_refusal(),
        ),
        valid_until=None,
        issued_on=on,
        preparer=preparer,
        responsible_person="",
        electronic_original=False,
        demo=case.committee.fictional,
        act=case.revision.item.act,
        remedy=rights.still_asked().text(
            case.demander, may_insist=decision.may_insist, listed=only_this_time(case, why)
        ),
    )


def _way(way: items.Onward) -> str:
    told = {"地点": way.where, "带上": "、".join(way.bring), "时间": way.how_long}
    parts = (f"；{what}：{said}" for what, said in told.items() if said)
    return "".join((way.said.rstrip("。"), *parts, "。", ways.UNREAD if way.unread else ""))
