"""The usual Python pipeline (常见做法): WeasyPrint, pyHanko with its defaults, qrcode.

It makes the same paper: the same wording on A4 with the same font, the same QR text, signed with
the same key. Nothing is kept between papers that these libraries do not keep by themselves.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

from juzheng.law.cases.certificates import Paper
from juzheng.outside import fonts
from juzheng.outside.keys import Keyring


def ready() -> str:
    """Return why the pipeline cannot run here; empty if it can."""
    try:
        import pyhanko  # noqa: F401
        import qrcode  # noqa: F401
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as missing:
        return f"not installed: {missing}".splitlines()[0]
    return ""


def pieces(paper: Paper, text: str, keyring: Keyring, at: datetime) -> dict[str, Callable[[], Any]]:
    """Return the three steps and all of them together, ready to be timed."""
    signer = _signer(keyring)
    picture = qr(text)
    page = html(paper, picture)
    pdf = render(page)
    return {
        "render": lambda: render(page),
        "qr": lambda: qr(text),
        "sign": lambda: sign(pdf, signer),
        "all": lambda: sign(render(html(paper, qr(text))), signer),
    }


def qr(text: str) -> bytes:
    """Return the QR code as PNG."""
    import qrcode

    made = io.BytesIO()
    qrcode.make(text).save(made)
    return made.getvalue()


def html(paper: Paper, picture: bytes) -> str:
    """Return the paper as a web page."""
    facts = "".join(
        f"<li>{escape(fact.sentence)}<br><small>核实方式：{escape(fact.means)}</small></li>"
        for fact in paper.facts
    )
    return f"""<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Paper; src: url("{fonts.library().common.path.as_uri()}") }}
@page {{ size: A4; margin: 25mm }} body {{ font: 12pt/1.8 Paper }} h1 {{ text-align: center }}
</style><h1>证明</h1><p>编号 {escape(paper.number)}</p><p>{escape(paper.recipient)}:</p>
<p>根据{escape(paper.applicant_name)}（证件号码：{escape(paper.identity_masked)}）的申请，现证明：</p>
<ol>{facts}</ol><p>未核实、未涉及的内容：{escape(";".join(paper.not_verified))}</p>
<p>依据：{escape(";".join(paper.basis))}</p><p>仅用于：{escape(paper.purpose)}</p>
<p>经办人 {escape(paper.preparer)} 负责人 {escape(paper.responsible_person)}</p>
<p>{escape(paper.committee)} {paper.issued_on}</p>
<img width="120" src="data:image/png;base64,{base64.b64encode(picture).decode()}">"""


def render(page: str) -> bytes:
    """Return the page as PDF/A-3b."""
    import weasyprint

    made: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/a-3b")
    return made


def sign(pdf: bytes, signer: Any) -> bytes:
    """Return the PDF signed as PAdES."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    asked = signers.PdfSignatureMetadata(
        field_name="Signature", subfilter=fields.SigSeedSubFilter.PADES
    )
    made: io.BytesIO = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), asked, signer=signer
    )
    return made.getvalue()


def _signer(keyring: Keyring) -> Any:
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private = keyring.current.private.private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(keyring.current.public.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
