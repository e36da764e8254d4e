"""The signature over the whole PDF (PDF 签名): others accept it, and nothing else passes ours."""

from __future__ import annotations

import io
import os
import re
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pypdf
import pytest
from asn1crypto import x509 as asn1_x509
from hypothesis import example, given
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import validation
from pyhanko_certvalidator import ValidationContext

from juzheng.outside import cms, der, keys, pdf_signature
from juzheng.outside.keys import Keyring
from juzheng.outside.pdf_signature import UnreadablePaper
from tests.outside.conftest import signed
from tests.papers import AT, CERTIFICATE


def test_pyhanko_finds_it_intact_valid_and_trusted(certificate: bytes, keyring: Keyring) -> None:
    root = asn1_x509.Certificate.load(keyring.current.public.certificate)
    context = ValidationContext(trust_roots=[root], moment=AT + timedelta(hours=1))
    (signature,) = PdfFileReader(io.BytesIO(certificate)).embedded_signatures
    # In a thread of its own: browser tests in the same process keep an event loop running, and
    # pyHanko starts one.
    with ThreadPoolExecutor(1) as aside:
        status = aside.submit(validation.validate_pdf_signature, signature, context).result()
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage is validation.status.SignatureCoverageLevel.ENTIRE_FILE
    assert status.bottom_line


def test_it_is_pades_with_the_signing_certificate_named(certificate: bytes) -> None:
    """ETSI EN 319 142-1: no signing-time among the signed attributes, the certificate is."""
    (signature,) = PdfFileReader(io.BytesIO(certificate)).embedded_signatures
    attributes = signature.signer_info["signed_attrs"]
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert {attribute["type"].native for attribute in attributes} == {
        "content_type",
        "message_digest",
        "signing_certificate_v2",
    }
    assert signature.signer_info["signed_attrs"].untag().dump() == attributes.untag().dump(True)


def test_popplers_pdfsig_says_valid(certificate: bytes, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(certificate)
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    said = subprocess.run(
        ["pdfsig", "-nocert", str(file)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,  # its output is what counts, and its status is not 0 without a root of trust
    ).stdout
    assert "Signature is Valid." in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


def test_our_own_reading_names_key_time_and_reason(certificate: bytes, keyring: Keyring) -> None:
    found = pdf_signature.read_signature(certificate, keyring.public)
    assert (found.kid, found.at, found.reason) == (
        keyring.current.public.kid,
        AT,
        CERTIFICATE.title,
    )


def test_the_same_paper_is_the_same_file(certificate: bytes, keyring: Keyring) -> None:
    """So a crash between signing and keeping costs nothing."""
    assert signed(CERTIFICATE, keyring) == certificate


def test_the_range_covers_everything_but_the_signature(certificate: bytes) -> None:
    (ranges,) = re.findall(rb"/ByteRange\[(\d+) (\d+) (\d+) (\d+)\]", certificate)
    first, start, end, rest = (int(each) for each in ranges)
    assert (first, end + rest) == (0, len(certificate))
    assert re.fullmatch(rb"<[0-9a-f]+>", certificate[start:end])


def test_the_unsigned_file_stays_in_front_untouched(certificate: bytes) -> None:
    """An incremental update: what was set is still there, byte for byte, and still opens."""
    unsigned = certificate[: certificate.index(b"%%EOF") + len(b"%%EOF")]
    assert len(pypdf.PdfReader(io.BytesIO(unsigned)).pages) == 1
    with pytest.raises(UnreadablePaper, match="没有本系统的签名"):
        pdf_signature.read_signature(unsigned, {})


def test_pypdf_opens_it_strictly(certificate: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(certificate), strict=True)
    assert len(reader.pages) == 1
    fields = reader.get_fields() or {}
    assert fields["Signature"]["/FT"] == "/Sig"


def _signed_again(pdf: bytes, keyring: Keyring) -> bytes:
    """Return ``pdf`` with its signature made anew, as somebody with our key could."""
    start = pdf.rindex(b"/Contents<") + len(b"/Contents")
    end = pdf.index(b">", start) + 1
    signature = cms.sign(sha256(pdf[:start] + pdf[end:]).digest(), keyring.current).hex()
    return pdf[: start + 1] + signature.encode().ljust(end - start - 2, b"0") + pdf[end - 1 :]


def test_a_range_that_names_another_gap_is_noticed(certificate: bytes, keyring: Keyring) -> None:
    """What other programs would digest must be what we digest, even under a good signature."""
    assert _signed_again(certificate, keyring) == certificate
    found = re.search(rb"/ByteRange\[0 (\d{10}) (\d{10}) (\d{10})\]", certificate)
    assert found is not None
    for group in (1, 2, 3):
        for step in (-1, 1):
            start, end = found.span(group)
            number = b"%010d" % (int(found[group]) + step)
            changed = certificate[:start] + number + certificate[end:]
            _refused(_signed_again(changed, keyring), keyring)


def _refused(pdf: bytes, keyring: Keyring) -> None:
    with pytest.raises(UnreadablePaper, match="原始文件"):
        pdf_signature.read_signature(pdf, keyring.public)


@given(st.data())
def test_any_changed_byte_is_noticed(
    certificate: bytes, keyring: Keyring, data: st.DataObject
) -> None:
    changed = bytearray(certificate)
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))
    _refused(bytes(changed), keyring)


def test_each_byte_of_the_update_is_noticed(certificate: bytes, keyring: Keyring) -> None:
    """The update holds the signature: here every byte is tried, and every change of case."""
    start = certificate.index(b"%%EOF")
    for at in range(start, len(certificate)):
        for change in (0x01, 0x20):
            changed = bytearray(certificate)
            changed[at] ^= change
            _refused(bytes(changed), keyring)


@given(st.data())
def test_a_cut_file_is_noticed(certificate: bytes, keyring: Keyring, data: st.DataObject) -> None:
    _refused(certificate[: data.draw(st.integers(0, len(certificate) - 1))], keyring)


@given(st.binary(min_size=1, max_size=40))
@example(b"\n")
@example(b"%%EOF\n")
def test_nothing_may_follow_or_precede(certificate: bytes, keyring: Keyring, more: bytes) -> None:
    _refused(certificate + more, keyring)
    _refused(more + certificate, keyring)


def test_a_second_update_is_noticed(certificate: bytes, keyring: Keyring) -> None:
    """What others call a shadow attack: something added after the signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(certificate))
    writer.root["/Lang"] = TextStringObject("en")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    _refused(out.getvalue(), keyring)


def test_it_is_not_signed_twice(certificate: bytes, keyring: Keyring) -> None:
    with pytest.raises(UnreadablePaper):
        pdf_signature.sign(certificate, signer=keyring.current, at=AT, reason="")


def test_what_fills_up_the_signatures_room_is_zeros(certificate: bytes, keyring: Keyring) -> None:
    """Most signatures are shorter than their room; nothing may hide in the rest."""
    plain = certificate[: certificate.index(b"%%EOF") + len(b"%%EOF")]
    files = (
        pdf_signature.sign(plain, signer=keyring.current, at=AT, reason=str(attempt))
        for attempt in range(100)
    )
    shorter = next(pdf for pdf in files if b"00>" in pdf)
    end = shorter.index(b"00>") + 1
    assert pdf_signature.read_signature(shorter, keyring.public)
    _refused(shorter[:end] + b"1" + shorter[end + 1 :], keyring)


def test_a_file_with_an_earlier_update_is_not_signed(certificate: bytes, keyring: Keyring) -> None:
    """Our renderer never appends: whoever did may have hidden something underneath."""
    plain = certificate[: certificate.index(b"%%EOF") + len(b"%%EOF")]
    assert pdf_signature.sign(plain, signer=keyring.current, at=AT, reason="")
    found = re.search(rb"startxref\n(\d+)", plain)
    assert found
    table = plain[int(found[1]) : found.start()]
    again = table.replace(b"/Root", b"/Prev %b/Root" % found[1])
    updated = plain + b"\n" + again + b"startxref\n%d\n%%%%EOF\n" % (len(plain) + 1)
    with pytest.raises(UnreadablePaper):
        pdf_signature.sign(updated, signer=keyring.current, at=AT, reason="")


@given(st.binary(max_size=300))
@example(b"%PDF-1.7\nstartxref\n0\n%%EOF\n")
@example(
    b"/M(D:20261124120000+08'00')/Reason<FEFF>"
    b"/ByteRange[0 0000000090 0000000092 0000000000]/Contents<>"
)
@example(
    b"/M(D:99999999999999+99'99')/Reason<FEFFD800>"
    b"/ByteRange[0 0000000094 0000000096 0000000000]/Contents<>"
)
def test_arbitrary_bytes_raise_nothing_else(keyring: Keyring, data: bytes) -> None:
    _refused(data, keyring)
    with pytest.raises(UnreadablePaper):
        pdf_signature.embedded(data, pdf_signature.PAPER_FILE)
    with pytest.raises(UnreadablePaper):
        pdf_signature.sign(data, signer=keyring.current, at=AT, reason="")


def test_a_stranger_is_not_us(certificate: bytes, keyring: Keyring, stranger: Keyring) -> None:
    _refused(signed(CERTIFICATE, stranger), keyring)
    _refused(certificate, stranger)


def test_papers_of_a_retired_key_still_verify(tmp_path: Path) -> None:
    first = keys.create_development_keys(tmp_path, at=AT - timedelta(days=9))
    old = signed(CERTIFICATE, first)
    ring = keys.rotate_development_keys(tmp_path, at=AT + timedelta(days=1))
    assert pdf_signature.read_signature(old, ring.public).kid == first.current.public.kid


def test_a_retired_key_signs_nothing_new(tmp_path: Path) -> None:
    first = keys.create_development_keys(tmp_path, at=AT - timedelta(days=9))
    ring = keys.rotate_development_keys(tmp_path, at=AT - timedelta(days=1))
    with pytest.raises(UnreadablePaper, match="使用期"):
        pdf_signature.read_signature(signed(CERTIFICATE, first), ring.public)


def test_the_attachment_is_read_from_a_packed_and_from_a_plain_stream() -> None:
    plain = (
        b"/Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 7 0 R/UF 7 0 R>>\n"
        b"7 0 obj\n<</Length 4/Type/EmbeddedFile/Subtype/x>>\nstream\ntext\nendstream"
    )
    assert pdf_signature.embedded(plain, "a.txt") == b"text"
    packed = plain.replace(b"/Subtype/x", b"/Filter/FlateDecode")
    with pytest.raises(UnreadablePaper):
        pdf_signature.embedded(packed, "a.txt")


def test_an_attachment_that_swells_is_refused() -> None:
    bomb = zlib.compress(bytes(5_000_000))
    pdf = (
        b"/Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 7 0 R>>\n7 0 obj\n<</Length %d"
        b"/Type/EmbeddedFile/Filter/FlateDecode>>\nstream\n%b" % (len(bomb), bomb)
    )
    with pytest.raises(UnreadablePaper):
        pdf_signature.embedded(pdf, "a.txt")


@given(st.binary(max_size=400))
@example(b"")
@example(bytes((0x30, 6, 2, 1, 1, 2, 1, 1)))
def test_arbitrary_bytes_are_no_cms(keyring: Keyring, data: bytes) -> None:
    assert not cms.verifies(data, bytes(32), keyring.current.public)


def test_the_longest_cms_has_room(keyring: Keyring) -> None:
    longest = cms.longest(keyring.current.public)
    for number in range(40):
        assert len(cms.sign(bytes([number]) * 32, keyring.current)) <= longest


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        (der.integer(0), "020100"),
        (der.integer(127), "02017f"),
        (der.integer(128), "02020080"),
        (der.oid("1.2.840.113549.1.7.2"), "06092a864886f70d010702"),
        (der.set_of(b"\x02\x01\x02", b"\x02\x01\x01"), "3106020101020102"),
        (der.octets(bytes(128))[:3], "048180"),
        (der.octets(bytes(300))[:4], "0482012c"),
    ],
)
def test_der_is_what_x690_says(encoded: bytes, expected: str) -> None:
    assert encoded.hex() == expected
