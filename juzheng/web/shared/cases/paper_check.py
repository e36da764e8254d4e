"""What somebody presents (出示的材料): a file or a QR code's text, and what it proves by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from juzheng.law.cases import certificates
from juzheng.law.cases.certificates import BadPaper, CheckResult, Evidence, RegisterStatus
from juzheng.outside import credential, pdf_signature
from juzheng.outside.credential import Credential, UnreadableCredential
from juzheng.outside.keys import PublicKeys
from juzheng.outside.paper import PAPER_FILE
from juzheng.outside.pdf_signature import UnreadablePaper


@dataclass(frozen=True)
class Presented:
    """A paper whose signature is ours (出示的文书): only what it shows, the name masked."""

    shows: Credential
    opaque: str = ""  # known from a QR code only
    base_url: str = ""  # where that code leads; anybody can put another one before the signature


def of_text(text: str, keys: PublicKeys) -> Presented | None:
    """Return what a QR code's text proves, ``None`` if it is not ours or was altered."""
    try:
        scanned = credential.decode_and_verify(text.strip(), keys)
    except UnreadableCredential:
        return None
    return Presented(scanned.credential, scanned.opaque, scanned.base_url)


def of_file(pdf: bytes, keys: PublicKeys) -> Presented | None:
    """Return what a PDF proves, ``None`` if it is not ours or was altered."""
    try:
        pdf_signature.read_signature(pdf, keys)
        paper = certificates.read_canonical(pdf_signature.embedded(pdf, PAPER_FILE))
        return Presented(credential.of(paper)) if paper.number else None
    except (UnreadablePaper, BadPaper):
        return None


def offline(presented: Presented | None, on: date) -> CheckResult:
    """Return the verdict without asking any register (离线核验)."""
    return certificates.check_authenticity(evidence(presented, on))


def evidence(
    presented: Presented | None,
    on: date,
    *,
    status: RegisterStatus = RegisterStatus.NOT_ASKED,
    registered: str = "",
) -> Evidence:
    """Return ``presented`` in the words of the law, with what the register says if asked."""
    if presented is None:
        return Evidence(intact=False, on=on)
    shows = presented.shows
    return Evidence(
        intact=True,
        on=on,
        valid_until=shows.valid_until,
        shown=shows.fingerprint,
        status=status,
        registered=registered,
        demo=shows.demo,
    )
