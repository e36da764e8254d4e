"""The signature in the PDF (PDF 签名): accepted by others' validators, void after any change."""

from __future__ import annotations

import io
import re
import subprocess
import zlib
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pypdf
import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from juzheng.law.certificates import canonical
from juzheng.outside import cms, paper, pdf_signature
from juzheng.outside.keys import Keyring
from juzheng.outside.pdf_signature import UnreadablePaper, embedded, read_signature, sign
from tests.papers import AT, CERTIFICATE

AGAIN = settings(max_examples=150, deadline=None)


def test_our_reader_says_who_when_and_why(signed: bytes, ring: Keyring) -> None:
    found = read_signature(signed, ring.public)
    assert (found.kid, found.at, found.reason) == (ring.current.public.kid, AT, CERTIFICATE.title)


def test_pyhanko_says_intact_valid_and_trusted(signed: bytes, ring: Keyring) -> None:
    root = asn1_x509.Certificate.load(ring.current.public.certificate)
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    status = validate_pdf_signature(
        signature, ValidationContext(trust_roots=[root], allow_fetching=False, moment=AT)
    )
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage.name == "ENTIRE_FILE"
    assert str(status.docmdp_ok) == "True" or status.docmdp_ok is None


def test_pdfsig_says_valid(signed_file: Path) -> None:
    said = subprocess.run(
        ["pdfsig", signed_file], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert said.count("Signature Field Name") == 1


def _cms(pdf: bytes) -> bytes:
    found = re.search(rb"/Contents<([0-9a-f]+)>", pdf)
    assert found
    return bytes.fromhex(found[1].decode())


def test_the_signature_is_pades_baseline_b(signed: bytes, ring: Keyring) -> None:
    content = asn1_cms.ContentInfo.load(_cms(signed), strict=False)["content"]
    (info,) = content["signer_infos"]
    attributes = {each["type"].native: each["values"] for each in info["signed_attrs"]}
    assert set(attributes) == {"content_type", "message_digest", "signing_certificate_v2"}
    assert len(content["certificates"]) == 1
    assert info["digest_algorithm"]["algorithm"].native == "sha256"
    dumped = [each.dump() for each in info["signed_attrs"]]
    assert dumped == sorted(dumped)


def test_the_byte_range_covers_the_whole_file(signed: bytes) -> None:
    found = re.search(rb"/ByteRange\[(\d+) (\d+) (\d+) (\d+)\]", signed)
    assert found
    start, before, after, rest = map(int, found.groups())
    assert start == 0
    assert after + rest == len(signed)
    assert signed[before : before + 1] + signed[after - 1 : after] == b"<>"


def test_signing_only_appends_and_is_the_same_again(
    signed: bytes, draft: paper.Draft, ring: Keyring
) -> None:
    assert signed.startswith(draft.pdf)
    assert sign(draft.pdf, signer=ring.current, at=AT, reason=CERTIFICATE.title) == signed


def test_every_length_of_r_and_s_fits(draft: paper.Draft, ring: Keyring) -> None:
    """DER drops leading zeros, so the length changes from one signature to the next."""
    lengths = set()
    for attempt in range(60):
        pdf = sign(draft.pdf, signer=ring.current, at=AT, reason=str(attempt))
        assert read_signature(pdf, ring.public).reason == str(attempt)
        lengths.add(len(_cms(pdf).rstrip(b"\0")))
    assert len(lengths) > 1


def test_a_key_that_is_not_ours_is_refused(signed: bytes, stranger: Keyring) -> None:
    with pytest.raises(UnreadablePaper):
        read_signature(signed, stranger.public)
    with pytest.raises(UnreadablePaper):
        read_signature(signed, {})


@AGAIN
@given(st.data())
def test_one_changed_byte_anywhere_is_refused(
    signed: bytes, ring: Keyring, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(signed) - 1))
    change = data.draw(st.integers(1, 255))
    altered = bytearray(signed)
    altered[at] ^= change
    with pytest.raises(UnreadablePaper):
        read_signature(bytes(altered), ring.public)


def test_each_changed_byte_of_the_update_is_refused(
    signed: bytes, draft: paper.Draft, ring: Keyring
) -> None:
    """Every byte of the appended part, one by one: the structure is in it."""
    for at in range(len(draft.pdf), len(signed)):
        altered = bytearray(signed)
        altered[at] ^= 0x01
        with pytest.raises(UnreadablePaper):
            read_signature(bytes(altered), ring.public)


def test_the_signatures_own_hexadecimal_has_one_form(signed: bytes, ring: Keyring) -> None:
    """Upper case would decode to the same signature: still it is another file."""
    found = re.search(rb"/Contents<([0-9a-f]+)>", signed)
    assert found
    upper = signed[: found.start(1)] + found[1].upper() + signed[found.end(1) :]
    assert upper != signed
    with pytest.raises(UnreadablePaper):
        read_signature(upper, ring.public)


def test_a_byte_range_that_leaves_the_end_out_is_refused(signed: bytes, ring: Keyring) -> None:
    """Even with our key over all the bytes: other viewers would believe the range."""
    gap = re.search(rb"<[0-9a-f]{500,}>", signed)
    assert gap
    rest = b"%010d]" % (len(signed) - gap.end())
    short = signed.replace(rest, b"%010d]" % (len(signed) - gap.end() - 1))
    digest = sha256(short[: gap.start()] + short[gap.end() :]).digest()
    value = cms.sign(digest, ring.current).hex().encode()
    filled = value.ljust(len(gap[0]) - 2, b"0")
    assert short != signed
    with pytest.raises(UnreadablePaper):
        read_signature(short[: gap.start() + 1] + filled + short[gap.end() - 1 :], ring.public)


def test_a_file_with_an_earlier_update_is_not_signed(draft: paper.Draft, ring: Keyring) -> None:
    """Our renderer never appends: whoever did may have hidden something underneath."""
    found = re.search(rb"startxref\n(\d+)", draft.pdf)
    assert found
    table = draft.pdf[int(found[1]) : found.start()]
    again = table.replace(b"/Root", b"/Prev %b/Root" % found[1])
    updated = draft.pdf + b"\n" + again + b"startxref\n%d\n%%%%EOF\n" % (len(draft.pdf) + 1)
    with pytest.raises(UnreadablePaper):
        sign(updated, signer=ring.current, at=AT, reason="")


@AGAIN
@given(st.binary(min_size=1, max_size=40))
def test_appended_bytes_are_refused(signed: bytes, ring: Keyring, more: bytes) -> None:
    with pytest.raises(UnreadablePaper):
        read_signature(signed + more, ring.public)
    with pytest.raises(UnreadablePaper):
        read_signature(more + signed, ring.public)


@AGAIN
@given(st.data())
def test_a_cut_file_is_refused(signed: bytes, ring: Keyring, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(signed) - 1))
    with pytest.raises(UnreadablePaper):
        read_signature(signed[:end], ring.public)


def test_a_second_update_is_refused(signed: bytes, ring: Keyring, stranger: Keyring) -> None:
    """Others' tools append; ours must see that the paper is no longer the one we signed."""
    writer = pypdf.PdfWriter(io.BytesIO(signed), incremental=True)
    writer.add_metadata({"/Title": "别的"})
    changed = io.BytesIO()
    writer.write(changed)
    assert changed.getvalue().startswith(signed)
    with pytest.raises(UnreadablePaper):
        read_signature(changed.getvalue(), ring.public)


def test_nothing_is_signed_twice(signed: bytes, ring: Keyring) -> None:
    with pytest.raises(UnreadablePaper):
        sign(signed, signer=ring.current, at=AT, reason="")


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"trailer\nstartxref\n0\n%%EOF"])
def test_only_our_own_files_are_signed(pdf: bytes, ring: Keyring) -> None:
    with pytest.raises(UnreadablePaper):
        sign(pdf, signer=ring.current, at=AT, reason="")


@AGAIN
@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_nothing_else(ring: Keyring, junk: bytes) -> None:
    with pytest.raises(UnreadablePaper):
        read_signature(junk, ring.public)
    with pytest.raises(UnreadablePaper):
        embedded(junk, paper.PAPER_FILE)
    with pytest.raises(UnreadablePaper):
        sign(junk, signer=ring.current, at=AT, reason="")


@AGAIN
@given(
    st.from_regex(rb"[0-9]{14}[+-][0-9]{4}", fullmatch=True),
    st.from_regex(rb"([0-9A-F]{4}){0,4}", fullmatch=True),
    st.tuples(*[st.integers(0, 10**10 - 1)] * 3),
    st.binary(max_size=40),
)
def test_a_likely_dictionary_with_wrong_content_is_refused(
    ring: Keyring, moment: bytes, reason: bytes, numbers: tuple[int, int, int], rest: bytes
) -> None:
    junk = b"/M(D:%b%b'%b')/Reason<FEFF%b>/ByteRange[0 %010d %010d %010d]/Contents<%b" % (
        *(moment[:14], moment[14:17], moment[17:19], reason),
        *(*numbers, rest),
    )
    with pytest.raises(UnreadablePaper):
        read_signature(junk, ring.public)


@AGAIN
@given(st.binary(max_size=120))
def test_arbitrary_signatures_never_verify(ring: Keyring, junk: bytes) -> None:
    assert not cms.verifies(junk, bytes(32), ring.current.public)


def test_the_attachments_are_read_back(signed: bytes, draft: paper.Draft) -> None:
    assert embedded(signed, paper.PAPER_FILE) == canonical(CERTIFICATE)
    assert embedded(signed, paper.QR_FILE).decode() == draft.qr_text
    with pytest.raises(UnreadablePaper):
        embedded(signed, "other.txt")


def test_others_find_the_attachments_too(signed: bytes) -> None:
    attached = pypdf.PdfReader(io.BytesIO(signed)).attachments
    assert attached[paper.PAPER_FILE] == [canonical(CERTIFICATE)]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zlib.compress(bytes(5_000_000))
    pdf = (
        b"\n7 0 obj\n<</Length %d/Type/EmbeddedFile/Filter/FlateDecode>>\nstream\n%b\nendstream"
        b"\n<</Type/Filespec/F(x.json)/EF<</F 7 0 R>>>>" % (len(bomb), bomb)
    )
    with pytest.raises(UnreadablePaper):
        embedded(pdf, "x.json")


def test_a_signature_names_its_own_zone(draft: paper.Draft, ring: Keyring) -> None:
    utc = datetime.fromisoformat("2026-11-24T04:00:00+00:00")
    pdf = pdf_signature.sign(draft.pdf, signer=ring.current, at=utc, reason="")
    assert read_signature(pdf, ring.public).at == utc == AT
