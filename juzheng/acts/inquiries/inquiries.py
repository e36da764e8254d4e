"""Inquiries (机关来函): register, draft a reply, approve and send it, or decline with a reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import files, moves, numbers
from juzheng.acts.base.moves import Hand, Seen
from juzheng.law.base import ledger
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.inquiries import inquiries as law
from juzheng.law.inquiries.inquiries import INQUIRIES, Authority, InquiryEvent, Sent
from juzheng.records.models import Committee, Entry, Inquiry, User

PLACE = "inquiries"  # the folder of the letters


@dataclass(frozen=True)
class Letter:
    """What the letter says (来函内容), as the form hands it over."""

    key: str
    authority: Authority
    sender: str
    letter_number: str
    letter_on: date
    question: str
    basis: str = ""
    due_on: date | None = None


def register(
    letter: Letter, scan: bytes, *, committee: Committee, by: User, at: datetime
) -> Inquiry:
    """
    Register a letter and return its inquiry; the same form sent twice is one.

    :param scan: the copy of the letter; empty if it follows
    :raises files.FileNotAccepted: if the scan is not a PDF or a picture
    :raises moves.FiledOtherwise: if one was registered under its key with other content
    """
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
def draft(inquiry: Inquiry, answer: str, **seen: Unpack[Seen]) -> Inquiry:
    """
    Write the reply and send it to the responsible person.

    :raises NotReady: if the letter is not on file
    """
    moves.insist_on_ready(law.obstacles_to_drafting(on_file(inquiry)))
    told: dict[str, Any] = {"drafted_by": seen["by"], "drafted_at": seen["at"]}
    details = {"answer": sha256(answer.encode()).hexdigest()}
    moves.move(inquiry, InquiryEvent.DRAFTED, details=details, **seen, answer=answer, **told)
    return inquiry


@transaction.atomic(durable=True)
def send_back(inquiry: Inquiry, reason: str, **seen: Unpack[Seen]) -> Inquiry:
    """Send the draft back to whoever wrote it, with a reason (退回重拟)."""
    undone: dict[str, Any] = {"drafted_at": None, "drafted_by": None}
    moves.move(inquiry, InquiryEvent.RETURNED, **seen, reason=reason, **undone)
    return inquiry


@transaction.atomic(durable=True)
def answer(inquiry: Inquiry, how: Sent, sent_on: date, **seen: Unpack[Seen]) -> Inquiry:
    """
    Approve the reply as it was drafted, and say when and how it went out.

    :raises NotReady: if whoever approves had a hand in it, or the letter is not on file
    """
    moves.insist_on_ready(obstacles(inquiry, by=seen["by"]))
    details = {"sent_on": sent_on.isoformat(), "sent_how": how.value}
    sent = {"sent_on": sent_on, "sent_how": how.value, "reason": ""}
    moves.move(inquiry, InquiryEvent.ANSWERED, details=details, **seen, **_decided(seen), **sent)
    return inquiry


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


def obstacles(inquiry: Inquiry, *, by: User) -> tuple[Obstacle, ...]:
    """Return what keeps ``by`` from approving; the page shows the same."""
    return law.obstacles_to_approving(on_file(inquiry, by))


def on_file(inquiry: Inquiry, by: User | None = None) -> law.OnFile:
    """Return what lies on file of the inquiry, in the law's words."""
    return law.OnFile(
        letter=bool(inquiry.letter),
        number=bool(inquiry.letter_number.strip()),
        question=bool(inquiry.question.strip()),
        basis=bool(law.ASKS_UNDER[Authority(inquiry.authority)] or inquiry.basis.strip()),
        own_hand=() if by is None else own_hand(inquiry, by),
    )


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
