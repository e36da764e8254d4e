"""The register of papers (出具登记): what a check may ask, and nothing that could be listed.

Every question is one query, whether or not there is an answer, so that replies do not tell
unknown papers from malformed questions by their work.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from django.db.models import F
from django.utils import timezone

from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases import certificates
from juzheng.law.cases.authenticity import RegisterStatus
from juzheng.law.cases.certificates import Paper, Statement
from juzheng.records.models import Case, Certificate

ERASED = "内容已按期删除"
OPAQUE = re.compile("[a-z2-7]{26}(?![a-z0-9])")
NOBODY = "-"  # stands for a malformed question; no paper can have it
PROOF = 4  # characters of the identity number that its holder shows

# What was never issued does not exist for anyone who asks.
STANDINGS = {
    PaperState.ISSUED.value: RegisterStatus.IN_FORCE,
    PaperState.REVOKED.value: RegisterStatus.REVOKED,
}


@dataclass(frozen=True)
class Registered:
    """What the register holds of one issued paper (登记内容)."""

    paper: Paper
    status: RegisterStatus
    fingerprint: str
    whole: bool  # the stored wording still has the stored fingerprint
    revoked_at: datetime | None
    revocation_reason: str
    certificate: Certificate
    replaced_by: str = ""  # the number of the corrected paper
    replaces: str = ""  # the number of the wrong one
    erased: bool = False  # its term was over: of ``paper`` only what names nobody is known


def by_opaque(opaque: str) -> Registered | None:
    """Return the paper whose QR code's link ends in ``opaque``, as somebody copied it."""
    found = OPAQUE.match("".join(c for c in opaque.lower() if c.isprintable()))
    return _found(opaque=found.group() if found else NOBODY)


def by_number(number: str, short_fingerprint: str) -> Registered | None:
    """
    Return the paper with this number if the short fingerprint is also right.

    Numbers can be counted up, so a number alone answers nothing.
    """
    found = _found(number=certificates.typed_number(number) or NOBODY)
    return found if found and has_fingerprint(found, short_fingerprint) else None


def has_fingerprint(registered: Registered, typed: str) -> bool:
    """Return whether ``typed`` is the short fingerprint that stands on this paper."""
    expected = digits(certificates.short_fingerprint(registered.fingerprint))
    return compare_digest(expected, digits(typed))


def ends_identity(registered: Registered, typed: str) -> bool:
    """Return whether ``typed`` is how the applicant's identity number ends (证件号码后四位)."""
    case = registered.certificate.case  # a reply knows nobody's number
    expected = _letters(case.identity_number if case else "")[-PROOF:]
    return len(expected) == PROOF and compare_digest(expected, _letters(typed))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def digits(text: str) -> str:
    """Return the decimal digits in ``text``, full-width ones as plain ones."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isascii() and c.isdigit())


def _found(**asked: str) -> Registered | None:
    # Of what lies beside it only what is asked: whole rows would cost more than all the rest.
    beside = Certificate.objects.annotate(
        number_after=F("replaced_by__number"),
        number_before=F("replaces__number"),
        case_erased_at=F("case__erased_at"),
    )
    certificate = next(iter(beside.filter(**asked)[:1]), None)
    if certificate is None or certificate.status not in STANDINGS:
        return None
    if certificate.case_erased_at and certificate.case is not None:
        remembered = _remembered(certificate, certificate.case)
        return _registered(certificate, remembered, erased=True)
    try:
        paper = certificates.read_canonical(certificate.content["canonical"].encode())
    except (certificates.BadPaper, KeyError):  # altered in the database: juzheng audit says where
        return None
    return _registered(certificate, paper)


def _remembered(certificate: Certificate, case: Case) -> Paper:
    """Return what is still known of a paper whose content went with its term."""
    issued = certificate.issued_at or certificate.intended_at
    return Paper(
        kind=PaperKind(certificate.kind),
        title=case.revision.item.name,
        committee=certificate.committee.name,
        committee_code=certificate.committee.code,
        number=certificate.number,
        applicant_name="",
        identity_masked="",
        recipient="",
        purpose="",
        facts=(Statement(ERASED, ""),),
        not_verified=(),
        basis=(),
        reason=ERASED,
        onward=(ERASED,),
        valid_until=certificate.valid_until,
        issued_on=timezone.localtime(issued).date(),
        preparer="",
        responsible_person="",
        electronic_original=False,
        demo=certificate.committee.fictional,
    )


def _registered(certificate: Certificate, paper: Paper, *, erased: bool = False) -> Registered:
    new, old = (getattr(certificate, name) or "" for name in ("number_after", "number_before"))
    return Registered(
        paper=paper,
        status=RegisterStatus.REPLACED if new else STANDINGS[certificate.status],
        replaced_by=new,
        replaces=old,
        fingerprint=certificate.fingerprint,
        erased=erased,
        whole=erased
        or (
            certificates.fingerprint(paper) == certificate.fingerprint
            and paper.number == certificate.number
        ),
        revoked_at=certificate.revoked_at,
        revocation_reason=certificate.revocation_reason,
        certificate=certificate,
    )
