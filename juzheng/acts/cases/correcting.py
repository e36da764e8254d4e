"""Correcting (更正申请人信息): name, number, telephone, recipient, purpose, before the pen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Seen
from juzheng.acts.cases import answering, intake, striking
from juzheng.acts.cases.drafting import UNSENT
from juzheng.law.base.identity import IdentityNumber
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.redaction import masked_text
from juzheng.law.cases import consents, mending
from juzheng.law.cases.consents import Applicant, Guardian
from juzheng.law.cases.lifecycle import Event
from juzheng.records.cases import searching
from juzheng.records.cases.strikes import STRUCK
from juzheng.records.models import Case
from juzheng.records.sealed import blind_index

_WHO = {"applicant_name", "identity_kind", "identity_number"}  # whom what was checked is about
_WHAT_FOR = {"recipient", "purpose", "demander"}  # what the answer may depend on
# Columns that follow from others say nothing of their own.
_FOLLOW = {"identity_kind", "identity_index", "name_index", "telephone_index"}
WHY_STRUCK = "申请人姓名或证件号码更正，须重新核实"


@dataclass(frozen=True)
class Particulars:
    """Who applies and what for, as it is right (申请人信息): checked and clean."""

    applicant_name: str
    identity: IdentityNumber
    telephone: str
    recipient: str
    purpose: str
    demander: str
    born_on: date | None = None  # asked where the number does not hold it


def changed(case: Case, said: Particulars) -> dict[str, Any]:
    """Return the columns that are not what was filed (改了哪些)."""
    right: dict[str, Any] = {
        "applicant_name": said.applicant_name,
        "identity_kind": said.identity.kind.value,
        "identity_number": said.identity.number,
        "identity_index": blind_index(said.identity.number),
        "telephone": said.telephone,
        "recipient": said.recipient,
        "purpose": said.purpose,
        "demander": said.demander,
        "answers": _answers(case, said),
        **searching.indexed(name=said.applicant_name, telephone=said.telephone),
    }
    return {name: value for name, value in right.items() if getattr(case, name) != value}


def obstacles(case: Case, said: Particulars, *, at: datetime) -> tuple[Obstacle, ...]:
    """
    Return what keeps the applicant from being ``said``: a child's guardian has to consent.

    Of somebody whose birth nobody tells, nobody can say that none has to.
    """
    who = Applicant(said.applicant_name, said.identity.birth or said.born_on)
    kept = case.answers.get(intake.GUARDIAN)
    guardian = Guardian(**kept) if kept else None
    given = [kind.value for kind in case.revision.item.sensitive]  # to what was filed before
    on = timezone.localdate(at)
    lacking = consents.missing(
        case.revision.item, case.answers, given, guardian, applicant=who, on=on
    )
    stops = {
        "guardian": mending.nobody_agreed_for_the_child(),
        "birth": mending.nobody_tells_the_birth(),
    }
    return tuple(stop for one, stop in stops.items() if one in lacking)


@transaction.atomic(durable=True)
def correct(case: Case, said: Particulars, *, reason: str, **seen: Unpack[Seen]) -> Case:
    """
    Put right who applies and what for; what rests on it is worked out, or looked into, anew.

    Another name or number strikes every check: each was about somebody so named. Another recipient,
    purpose or demander has the answer decided anew. A case that was sent comes back to be sent.
    What it was before stays provable: an earlier line covers each column.

    :param reason: how the slip was found, or who said so
    :raises NotReady: with everything in the way
    :raises StepNotAllowed: once the responsible person has signed, or after an end
    :raises MovedMeanwhile: if the case is not at that version
    """
    moves.insist_on_ready(obstacles(case, said, at=seen["at"]))
    columns = changed(case, said)
    told: dict[str, Any] = {
        "changed": sorted(set(columns) - _FOLLOW),
        "reason": masked_text(reason, case.names),  # as they were; the line masks as they are
    }
    struck = list(case.verifications.standing()) if _WHO & set(columns) else []
    striking.take_out(struck, why=WHY_STRUCK, by=seen["by"], at=seen["at"])
    if struck:
        told[STRUCK] = [one.covered_as for one in struck]
    follows: Mapping[str, Any] = {}
    if _WHAT_FOR & set(columns):
        for name in _WHAT_FOR & set(columns):
            setattr(case, name, columns[name])
        follows, answered = answering.anew(case)
        told |= answered
    moves.move(
        case, Event.CORRECTED, details=told, covers=struck, **seen, **columns, **follows, **UNSENT
    )
    return case


def _answers(case: Case, said: Particulars) -> dict[str, Any]:
    """Return what was answered, with the day of birth where the number does not hold it."""
    rest = {key: value for key, value in case.answers.items() if key != intake.BORN}
    born = None if said.identity.birth else said.born_on
    return {**rest, **({intake.BORN: born.isoformat()} if born else {})}
