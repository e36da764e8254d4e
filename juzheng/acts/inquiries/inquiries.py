"""Inquiries (机关来函): register, draft a reply, sign and send it, or decline with a reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import files, moves, numbers, papers
from juzheng.acts.base.moves import Hand, Seen
from juzheng.law.base import ledger
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.papers import PaperKind
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.certificates import BadPaper, Paper
from juzheng.law.inquiries import inquiries as law
from juzheng.law.inquiries.inquiries import INQUIRIES, Authority, Finding, InquiryEvent, Sent
from juzheng.outside import paper as printing
from juzheng.records.inquiries import replies
from juzheng.records.models import Certificate, Committee, Entry, Inquiry, User

PLACE = "inquiries"  # the folder of the letters


@dataclass(frozen=True)
class Letter:
    """What the letter says (来函内容), as the form hands it over."""

    key: str
    authority: Authority
    sender: str
    letter_number: str
    letter_on: date
    about: str
    question: str
    basis: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Reply:
    """What the reply says (拟复函内容): where one looked, what was found there."""

    finding: Finding
    looked_in: str
    answer: str = ""


def register(
    letter: Letter, scan: bytes, *, committee: Committee, by: User, at: datetime
) -> Inquiry:
    """
    Register a letter and return its inquiry; the same form sent twice is one.

    :param scan: the copy of the letter; empty if it follows
    :raises NotReady: if it is to be answered before it was written
    :raises files.FileNotAccepted: if the scan is not a PDF or a picture
    :raises moves.FiledOtherwise: if one was registered under its key with other content
    """
    moves.insist_on_ready(law.obstacles_to_registering(letter.letter_on, letter.due_on))
    name, digest = _kept(scan, committee)
    filed = ledger.canonical_digest(
        {key: str(value) for key, value in asdict(letter).items()} | {"scan": digest}
    )
    make = lambda: _register(letter, (name, digest), filed, committee, by=by, at=at)  # noqa: E731
    return moves.once(make, Inquiry, filed=filed, key=letter.key)


@transaction.atomic(durable=True)
def add_copy(inquiry: Inquiry, scan: bytes, **seen: Unpack[Seen]) -> Inquiry:
    """
    Keep the copy of the letter that was still missing.

    :raises files.FileNotAccepted: if the scan is not a PDF or a picture
    """
    name, digest = _kept(scan, inquiry.committee)
    details = {"letter": digest}
    kept: dict[str, Any] = {"letter": name, "letter_digest": digest}
    moves.move(inquiry, InquiryEvent.COPIED, details=details, **seen, **kept)
    return inquiry


@transaction.atomic(durable=True)
def draft(inquiry: Inquiry, reply: Reply, **seen: Unpack[Seen]) -> Inquiry:
    """
    Write the reply and send it to the responsible person.

    :raises ValueError: if something was found and the reply does not say what
    :raises NotReady: if the letter is not on file, or the reply says what no paper may say
    """
    if reply.finding is Finding.FOUND and not reply.answer.strip():
        raise ValueError("what was found is told")
    moves.insist_on_ready(law.obstacles_to_drafting(on_file(inquiry)))
    words = replies.unlawful(inquiry, looked_in=reply.looked_in, answer=reply.answer)
    moves.insist_on_ready(law.obstacles_of_wording(words))
    told: dict[str, Any] = {"drafted_by": seen["by"], "drafted_at": seen["at"]}
    told |= {**asdict(reply), "finding": reply.finding.value}
    details = {"answer": sha256(reply.answer.encode()).hexdigest()}
    moves.move(inquiry, InquiryEvent.DRAFTED, details=details, **seen, **told)
    return inquiry


@transaction.atomic(durable=True)
def send_back(inquiry: Inquiry, reason: str, **seen: Unpack[Seen]) -> Inquiry:
    """Send the draft back to whoever wrote it, with a reason (退回重拟)."""
    undone: dict[str, Any] = {"drafted_at": None, "drafted_by": None}
    moves.move(inquiry, InquiryEvent.RETURNED, **seen, reason=reason, **undone)
    return inquiry


def preview(inquiry: Inquiry, *, at: datetime) -> bytes:
    """
    Return the preview (预览) as PDF: no number, no QR code, no seal, a watermark.

    :raises law.cases.certificates.BadPaper: if nothing was drafted yet
    """
    return printing.render(_unnumbered(inquiry, "", at), qr=None, draft=True, at=at)


def looks(inquiry: Inquiry, *, signer: User, at: datetime) -> dict[str, Any] | None:
    """Return what the reply will say, part by part (签字前看的文字); None: nothing yet."""
    try:
        paper = _unnumbered(inquiry, str(signer), at)
    except BadPaper:
        return None
    return {**printing.wording(paper), "committee": paper.committee}


def sign(inquiry: Inquiry, **seen: Unpack[Seen]) -> Certificate:
    """
    Sign the reply as it was drafted, and issue it: a numbered paper like any other.

    :raises NotReady: with everything that stands in the way
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    :raises papers.PaperNotMade: if the paper could not be made now; it is taken up again
    """
    return papers.finish(_intend(inquiry, **seen), at=seen["at"])


@transaction.atomic(durable=True)
def _intend(inquiry: Inquiry, **seen: Unpack[Seen]) -> Certificate:
    by, on = seen["by"], timezone.localdate(seen["at"])
    moves.insist_on_ready(obstacles(inquiry, by=by, at=seen["at"]))
    write = lambda number: replies.paper(inquiry, number=number, on=on, responsible=str(by))  # noqa: E731
    changes = {**_decided(seen), "reason": ""}
    return papers.intend(inquiry, PaperKind.CERTIFICATE, write=write, **seen, **changes)


@transaction.atomic(durable=True)
def answer(inquiry: Inquiry, how: Sent, sent_on: date, **seen: Unpack[Seen]) -> Inquiry:
    """
    Write down when and how the signed reply went out (送出).

    :raises NotReady: if it would have gone out before it was signed
    """
    signed = timezone.localdate(inquiry.decided_at or seen["at"])
    moves.insist_on_ready(law.obstacles_to_sending(signed, sent_on))
    sent: dict[str, Any] = {"sent_on": sent_on, "sent_how": how.value}
    details = {"sent_on": sent_on.isoformat(), "sent_how": how.value}
    moves.move(inquiry, InquiryEvent.ANSWERED, details=details, **seen, **sent)
    return inquiry


@transaction.atomic(durable=True)
def take_back(certificate: Certificate, *, reason: str, **hand: Unpack[Hand]) -> Certificate:
    """
    Revoke a reply that was wrong: the inquiry is at work again, for another one (撤销复函).

    :raises NotReady: if ``by`` had a hand in it
    :raises papers.ReasonMissing, papers.NotInForce: as ``papers.revoke``
    """
    if certificate.inquiry is None:
        raise papers.NotInForce(certificate.number)
    moves.insist_on_ready(obstacles_to_taking_back(certificate, by=hand["by"]))
    undone = dict.fromkeys(("drafted_at", "drafted_by", "decided_at", "decided_by", "sent_on"))
    return papers.revoke(certificate, reason=reason, **hand, **undone, sent_how="")


@transaction.atomic(durable=True)
def decline(inquiry: Inquiry, reason: str, **seen: Unpack[Seen]) -> Inquiry:
    """
    Tell nothing for want of authority, and say why (没有查询权限).

    :raises ValueError: without a reason
    :raises NotReady: if whoever declines had a hand in it
    """
    if not reason.strip():
        raise ValueError("an inquiry is declined with a reason")
    moves.insist_on_ready(law.own_hand(own_hand(inquiry, seen["by"])))
    moves.move(inquiry, InquiryEvent.DECLINED, **seen, **_decided(seen), reason=reason)
    return inquiry


@transaction.atomic(durable=True)
def void(inquiry: Inquiry, reason: str, **seen: Unpack[Seen]) -> Inquiry:
    """
    Take back an entry that was a mistake, such as a letter registered twice (登记错了，作废).

    :raises ValueError: without a reason
    :raises NotReady: if somebody else registered it, or a reply was signed
    """
    if not reason.strip():
        raise ValueError("an entry is taken back with a reason")
    moves.insist_on_ready(obstacles_to_voiding(inquiry, by=seen["by"]))
    moves.move(inquiry, InquiryEvent.MISTAKEN, **seen, **_decided(seen), reason=reason)
    return inquiry


def obstacles_to_voiding(inquiry: Inquiry, *, by: User) -> tuple[Obstacle, ...]:
    """Return what keeps ``by`` from taking the entry back."""
    mine, signed = inquiry.received_by_id == by.pk, inquiry.certificates.exists()
    return law.obstacles_to_voiding(registered_it=mine, signed=signed)


def obstacles_to_taking_back(certificate: Certificate, *, by: User) -> tuple[Obstacle, ...]:
    """Return what keeps ``by`` from revoking a reply: a hand in it."""
    return law.own_hand(own_hand(certificate.inquiry, by)) if certificate.inquiry else ()


def obstacles(inquiry: Inquiry, *, by: User, at: datetime) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of this signer's pen; the page shows the same."""
    file = replace(
        on_file(inquiry),
        own_hand=own_hand(inquiry, by),
        signer_is_responsible=by.may(Permission.SIGN) and by.committee_id == inquiry.committee_id,
        missing_glyphs=_missing_glyphs(inquiry, by, at),
        unlawful=replies.unlawful(inquiry, looked_in=inquiry.looked_in, answer=inquiry.answer),
    )
    return law.obstacles_to_signing(file)


def on_file(inquiry: Inquiry) -> law.OnFile:
    """Return what lies on file of the inquiry, in the law's words."""
    return law.OnFile(
        letter=bool(inquiry.letter),
        number=bool(inquiry.letter_number.strip()),
        question=bool(inquiry.question.strip()),
        basis=bool(law.ASKS_UNDER[Authority(inquiry.authority)] or inquiry.basis.strip()),
    )


def _missing_glyphs(inquiry: Inquiry, signer: User, at: datetime) -> tuple[str, ...]:
    try:
        return printing.missing_glyphs(_unnumbered(inquiry, str(signer), at))
    except BadPaper:
        return ()  # nothing drafted yet


def _unnumbered(inquiry: Inquiry, responsible: str, at: datetime) -> Paper:
    on = timezone.localdate(at)
    return replies.paper(inquiry, number="", on=on, responsible=responsible)


def own_hand(inquiry: Inquiry, by: User) -> tuple[InquiryEvent, ...]:
    """Return what ``by`` prepared of it, each once, as the ledger says."""
    lines = Entry.objects.filter(chain=inquiry.chain, by=by).order_by("position")
    done = (INQUIRIES.event(event) for event in lines.values_list("event", flat=True))
    return tuple(dict.fromkeys(event for event in done if event in law.PREPARES))


@transaction.atomic(durable=True)
def _register(
    letter: Letter,
    scan: tuple[str, str],
    filed: str,
    committee: Committee,
    **hand: Unpack[Hand],
) -> Inquiry:
    year = timezone.localdate(hand["at"]).year
    told = {**asdict(letter), "authority": letter.authority.value}
    inquiry = Inquiry(
        **told,
        number=numbers.numbered("inquiry", "函", committee.code, year),
        committee=committee,
        letter=scan[0],
        letter_digest=scan[1],
        received_at=hand["at"],
        received_by=hand["by"],
    )
    details = {"filed": filed, "authority": told["authority"], "letter": scan[1]}
    return moves.begin(inquiry, **hand, details=details)


def _decided(seen: Seen) -> dict[str, Any]:
    return {"decided_by": seen["by"], "decided_at": seen["at"]}


def _kept(scan: bytes, committee: Committee) -> tuple[str, str]:
    return files.keep_upload(scan, f"{PLACE}/{committee.code}") if scan else ("", "")
