"""What somebody presents (出示的材料): a file or a QR code's text, and what it proves by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from juzheng.law.cases import authenticity, certificates
from juzheng.law.cases.authenticity import CheckResult, Evidence, Held, RegisterStatus
from juzheng.law.cases.certificates import BadPaper
from juzheng.outside import credential, pdf_signature
from juzheng.outside.credential import Credential, UnreadableCredential
from juzheng.outside.keys import PublicKeys
from juzheng.outside.pdf_signature import UnreadablePaper, Unsigned


@dataclass(frozen=True)
class Presented:
    """What was held up (出示的文书): only what it shows, the name masked."""

    held: Held
    shows: Credential | None = None  # None: it is not ours, was altered, or cannot be read
    opaque: str = ""  # known from an address only
    leads_to: str = ""  # the site in the address
    replaces: str = ""  # the number of the wrong paper that the file says it takes the place of
    unsigned: bool = False  # a file that bears no signature at all


def of_text(text: str, keys: PublicKeys) -> Presented:
    """Return what a pasted QR code's text proves; what has no whole signed part proves nothing."""
    found = credential.pasted(text)
    if not found.signed:
        return Presented(Held.TYPED, None, found.opaque, found.base_url)
    try:
        shows = credential.verify(found.signed, keys)
    except UnreadableCredential:
        return Presented(Held.CODE, None, found.opaque, found.base_url)
    return Presented(Held.CODE, shows, found.opaque, found.base_url)


def of_file(pdf: bytes, keys: PublicKeys) -> Presented:
    """Return what a PDF proves: nothing if it is not ours or was altered."""
    try:
        pdf_signature.read_signature(pdf, keys)
        paper = certificates.read_canonical(pdf_signature.embedded(pdf, pdf_signature.PAPER_FILE))
    except Unsigned:
        return Presented(Held.FILE, unsigned=True)
    except (UnreadablePaper, BadPaper):
        return Presented(Held.FILE)
    shows = credential.of(paper) if paper.number else None
    return Presented(Held.FILE, shows, replaces=paper.replaces)


def offline(presented: Presented, on: date) -> CheckResult:
    """Return the verdict without asking any register (离线核验)."""
    return authenticity.check_authenticity(evidence(presented, on))


def evidence(
    presented: Presented,
    on: date,
    *,
    status: RegisterStatus = RegisterStatus.NOT_ASKED,
    registered: str = "",
    erased: bool = False,
) -> Evidence:
    """Return ``presented`` in the words of the law, with what the register says if asked."""
    shows = presented.shows
    if shows is None:
        bare = presented.unsigned
        return Evidence(intact=False, on=on, status=status, held=presented.held, unsigned=bare)
    return Evidence(
        intact=True,
        on=on,
        valid_until=shows.valid_until,
        own_validity=shows.own_validity,
        shown=shows.fingerprint,
        status=status,
        registered=registered,
        demo=shows.demo,
        held=presented.held,
        committee=shows.committee,
        erased=erased,
    )
