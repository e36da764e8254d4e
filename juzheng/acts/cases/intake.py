"""Intake (受理): an application becomes a case with an answer, a number and a last day."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import codes, moves, numbers
from juzheng.acts.base.moves import Hand
from juzheng.acts.cases import answering, consenting
from juzheng.acts.cases.consenting import ConsentMissing as ConsentMissing
from juzheng.acts.catalogue import confirming
from juzheng.law.base import ledger as ledger_law
from juzheng.law.base.identity import IdentityNumber
from juzheng.law.base.plain import as_mapping
from juzheng.law.cases import consents
from juzheng.law.cases.consents import NOTHING_GIVEN, Applicant, Given, Guardian, Helper, How
from juzheng.law.cases.lifecycle import Event
from juzheng.law.catalogue import preconditions
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import searching
from juzheng.records.models import Case, Committee, Revision, User
from juzheng.records.sealed import blind_index

# Filed beside the item's own answers: the unit still wants it, said or written; and how it asked.
STILL_DEMANDED = consents.INSISTS
HOW_DEMANDED = "单位怎样要求的"
GUARDIAN = consents.GUARDIAN
HELPER = consents.HELPER
# And born when, if no number says it.
BORN = "出生日期"


# What a case holds as it was handed over.
_AS_FILED = (
    *("committee", "revision", "channel", "idempotency_key", "applicant_name"),
    *("telephone", "recipient", "purpose", "demander"),
)
# What older lines of the ledger do not hold.
_SINCE = ("told", "consents", "consent_how", "guardian", "helper", "born_on")


@dataclass(frozen=True)
class Application:
    """What an applicant files (申请): checked and clean, as the form hands it over."""

    committee: Committee
    revision: Revision
    applicant_name: str
    identity: IdentityNumber
    telephone: str
    recipient: str
    purpose: str
    channel: str  # online, counter
    idempotency_key: str
    demander: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    holds_document: bool = False
    already_known: bool | None = None  # the clerk at the counter may know better than the item
    before: Mapping[str, bool] = field(default_factory=dict)  # yes or no to what is asked first
    told: tuple[str, ...] = ()  # what was said of oneself (law.catalogue.personal)
    consents: tuple[str, ...] = ()  # to sensitive data, each named (law.cases.consents)
    consent_how: str = How.ONLINE.value
    guardian: Guardian | None = None  # of an applicant under fourteen
    helper: Helper | None = None  # who filled it in, where it was not the applicant
    born_on: date | None = None  # asked where the number does not hold it


def receive(application: Application, *, by: User | None, at: datetime) -> Case:
    """
    File ``application`` and return its case; filing it again returns the same case.

    :raises ConsentMissing: if sensitive data, or a child's, is filed without its consent
    :raises moves.FiledOtherwise: if a case was filed under its key with other content
    :param by: the clerk at the counter; ``None`` when residents file for themselves
    Source: OP-2.2.a, OP-2.3.d, OP-4.3.b.
    """
    _insist_on_consent(application, at)
    return moves.once(
        lambda: _file(application, by=by, at=at),
        Case,
        filed=_digest(application),
        idempotency_key=application.idempotency_key,
    )


@transaction.atomic(durable=True)
def supplement(
    case: Case, answers: Mapping[str, Any], *, given: Given = NOTHING_GIVEN, **hand: Unpack[Hand]
) -> Case:
    """
    Add or correct answers to the item's questions (补充更正); the old ones stay provable.

    A corrected answer changes sentences already verified: those facts are open again, because
    a check confirms the sentence it looked at (``dossier.open_facts``).

    :param given: what the applicant agreed to anew, where what is changed is sensitive
    :raises UnknownAnswer: if a key is none of the item's questions
    :raises ConsentMissing: if sensitive data is changed without a consent to it
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    known = {question.key for question in case.revision.item.questions}
    if stray := set(answers) - known:
        raise UnknownAnswer(", ".join(sorted(stray)))
    before = case.answers
    agreed = consenting.to_edit(case, before, answers, given)
    merged = {**before, **answers}
    changed = sorted(key for key in answers if before.get(key) != answers[key])
    details = {"changed": changed, "before": _mapping_digest(before), **agreed}
    moves.move(case, Event.SUPPLEMENTED, details=details, answers=merged, **hand)
    return case


def code_of(case: Case) -> str:
    """
    Return the secret code (查询码) with which the applicant follows the case.

    Derived from the form's own key, so that a receipt shown twice shows the same code, and
    the database holds only a digest of it.
    """
    return codes.code_from(case.idempotency_key)


def code_fits(case: Case, code: str) -> bool:
    """Return whether ``code`` is the case's, in constant time; case and hyphens do not matter."""
    return codes.fits(case.number, code, case.secret_hash)


class UnknownAnswer(Exception):
    """An answer to a question that the item does not ask (没有这一问)."""


def receipt_fingerprint(case: Case) -> str:
    """Return the digest of what was filed (受理回执指纹): that of the first ledger line."""
    return case.entries.order_by("position").values_list("digest", flat=True)[0]


def _insist_on_consent(application: Application, at: datetime) -> None:
    told, on = application, timezone.localdate(at)
    who = Applicant(told.applicant_name, told.identity.birth or told.born_on)
    given = (told.consents, told.guardian)
    if lacking := consents.missing(told.revision.item, told.answers, *given, applicant=who, on=on):
        raise ConsentMissing(lacking)


@transaction.atomic(durable=True)
def _file(application: Application, *, by: User | None, at: datetime) -> Case:
    item, committee = application.revision.item, application.committee
    known = {
        "holds_document": application.holds_document,
        "already_known": application.already_known,
        **preconditions.answered(item, application.before),
        **({"told": application.told} if application.told else {}),
    }
    on, demander = timezone.localdate(at), application.demander
    told = {**known, "unit": application.recipient, "matter": application.purpose}
    decision = answering.answer(item, committee=committee, on=on, demander=demander, **told)
    due = answering.last_day(at, decision, item=item, committee=committee)
    serial = numbers.take(f"case:{committee.code}:{on.year}")
    case = Case(
        **{name: getattr(application, name) for name in _AS_FILED},
        number=f"{committee.code}-{on.year}-办{serial:06d}",
        received_at=at,
        received_by=by,
        identity_kind=application.identity.kind.value,
        identity_number=application.identity.number,
        identity_index=blind_index(application.identity.number),
        **searching.indexed(name=application.applicant_name, telephone=application.telephone),
        answers={**application.answers, **_about_the_applicant(application)},
        outcome=decision.outcome.value,
        decision=as_mapping(decision),
        circumstances=known,
        due_on=due,
    )
    case.secret_hash = codes.digest_of(case.number, code_of(case))
    details = {
        "filed": _digest(application),
        "item": application.revision.item_id,
        "revision": application.revision.number,
        "outcome": decision.outcome.value,
        "channel": application.channel,
        "consents": ["identity", *application.consents],
        "consent_how": application.consent_how,
        **({"guardian": True} if application.guardian else {}),
        **({"helper": True} if application.helper else {}),
        **answering.counted(due),
    }
    moves.begin(case, by=by, at=at, details=details)
    if decision.outcome is Outcome.TO_CONFIRM:
        with suppress(confirming.NothingToConfirm):
            confirming.ask(item, committee.code, by=by, at=at)
    return case


def _about_the_applicant(application: Application) -> dict[str, Any]:
    guardian, born = application.guardian, application.born_on
    return {
        **({GUARDIAN: asdict(guardian)} if guardian else {}),
        **({HELPER: asdict(application.helper)} if application.helper else {}),
        **({BORN: born.isoformat()} if born else {}),
    }


def _digest(application: Application) -> str:
    """Return a digest of everything filed: the ledger proves it without holding it."""
    content = asdict(replace(application, committee=None, revision=None, identity=None))  # type: ignore[arg-type]
    for since in _SINCE:
        if content[since] in ((), How.ONLINE.value, None):
            del content[since]
    content |= {
        "committee": application.committee.code,
        "revision": application.revision.digest,
        "identity": application.identity.written,
        "answers": {key: str(value) for key, value in application.answers.items()},
        **({"born_on": str(application.born_on)} if application.born_on else {}),
    }
    return ledger_law.canonical_digest(content)


def _mapping_digest(answers: Mapping[str, Any]) -> str:
    plain = {key: str(value) for key, value in answers.items()}
    return ledger_law.canonical_digest(plain)
