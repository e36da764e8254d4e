"""What waits of the authorities' letters (待办来函): for the pen, for the clerk. Never writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from juzheng.law.base.permissions import Permission
from juzheng.law.inquiries.inquiries import INQUIRIES, InquiryEvent, InquiryState
from juzheng.records.models import Committee, Entry, Inquiry, User
from juzheng.records.models.inquiries.inquiries import InquiryQuerySet

_BACK = INQUIRIES.line(InquiryEvent.RETURNED)


@dataclass(frozen=True)
class Waiting:
    """How many letters wait for what (各有几件)."""

    pen: int = 0  # 复函待签字
    draft: int = 0  # 待拟复函
    again: int = 0  # of these: drafted before, and sent back or revoked
    sending: int = 0  # 待送出

    def for_hand_of(self, user: User) -> int:
        """Return how many wait for this person's own hand (等本人办的)."""
        mine = self.pen if user.may(Permission.SIGN) else 0
        return mine + (self.draft + self.sending if user.may(Permission.WORK_ON) else 0)


def counted(user: User) -> Waiting:
    """
    Return what waits in the committee of ``user``.

    One question, and the committee, which every page of the desk names, comes with its answer.
    """
    if user.committee_id is None:
        return Waiting()
    fresh = Q(inquiries__state=InquiryState.REGISTERED.value)
    ways = {
        "pen": Q(inquiries__state=InquiryState.DRAFTED.value),
        "draft": fresh,
        "again": fresh & ~Q(inquiries__finding=""),
        "sending": Q(inquiries__state=InquiryState.ISSUED.value),
    }
    counts = {f"{way}_": Count("inquiries", filter=which) for way, which in ways.items()}
    user.committee = found = Committee.objects.annotate(**counts).get(pk=user.committee_id)
    return Waiting(**{way: getattr(found, f"{way}_") for way in ways})


def for_pen(user: User) -> InquiryQuerySet:
    """Return the replies that wait for the pen of ``user`` (待签字的复函), the first day first."""
    if not user.may(Permission.SIGN):
        return Inquiry.objects.none()
    waiting = Inquiry.objects.visible_to(user).filter(state=InquiryState.DRAFTED.value)
    return waiting.select_related("committee", "drafted_by").order_by("due_on", "pk")


def sent_back(rows: Iterable[Inquiry]) -> dict[int, str]:
    """Return of those that were sent back why and by whom (退回理由), by id."""
    back = {one.chain: one for one in rows if one.stands is InquiryState.REGISTERED and one.reason}
    lines = Entry.objects.filter(chain__in=[*back], event=_BACK).select_related("by")
    found = lines.order_by("position") if back else ()
    return {
        back[line.chain].pk: f"{back[line.chain].reason}（{line.by}）"  # the last one tells
        for line in found
    }
