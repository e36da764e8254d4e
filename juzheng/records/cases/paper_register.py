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

from juzheng.law.cases import certificates
from juzheng.law.cases.certificates import Paper, RegisterStatus
from juzheng.law.cases.lifecycle import PaperState
from juzheng.records.models import Certificate

OPAQUE = re.compile("[a-z2-7]{26}")
NOBODY = "-"  # stands for a malformed question; no paper can have it
LONGEST_NUMBER = 40

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


def by_opaque(opaque: str) -> Registered | None:
    """Return the paper whose QR code's link ends in ``opaque``; capitals do not matter."""
    asked = opaque.lower()
    return _found(opaque=asked if OPAQUE.fullmatch(asked) else NOBODY)


def by_number(number: str, short_fingerprint: str) -> Registered | None:
    """
    Return the paper with this number if the short fingerprint is also right.

    Numbers can be counted up, so a number alone answers nothing.
    """
    found = _found(number=_plain(number)[:LONGEST_NUMBER] or NOBODY)
    expected = digits(certificates.short_fingerprint(found.fingerprint)) if found else NOBODY
    fits = compare_digest(expected, digits(short_fingerprint))
    return found if fits else None


def digits(text: str) -> str:
    """Return the decimal digits in ``text``, full-width ones as plain ones."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isascii() and c.isdigit())


def _plain(number: str) -> str:
    """Return a number as we write it, from however it was typed: widths, blanks, dashes."""
    text = unicodedata.normalize("NFKC", number)
    text = re.sub(r"[‐-―−]", "-", text)  # the dashes of other keyboards
    return re.sub(r"[^0-9告-]", "", text)


def _found(**asked: str) -> Registered | None:
    certificate = Certificate.objects.filter(**asked).first()
    if certificate is None or certificate.status not in STANDINGS:
        return None
    try:
        paper = certificates.read_canonical(certificate.content["canonical"].encode())
    except (certificates.BadPaper, KeyError):  # altered in the database: juzheng audit says where
        return None
    return Registered(
        paper=paper,
        status=STANDINGS[certificate.status],
        fingerprint=certificate.fingerprint,
        whole=certificates.fingerprint(paper) == certificate.fingerprint
        and paper.number == certificate.number,
        revoked_at=certificate.revoked_at,
        revocation_reason=certificate.revocation_reason,
    )
