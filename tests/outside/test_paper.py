"""The paper itself (证明纸): what it says, what a draft lacks, and that it is sound when opened."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest

from juzheng.law.certificates import Paper, Statement, fingerprint, short_fingerprint
from juzheng.outside import paper
from juzheng.outside.keys import Keyring
from juzheng.outside.paper import MissingGlyphs, PaperNotSound
from tests.papers import AT, BASE_URL, CERTIFICATE, DRAFT, NOTICE, OPAQUE

HALF_WIDTH = {ord(mark) + 0xFEE0: mark for mark in ",:;()"}
RARE = "㐂𠮷𬀩𫖯䶮龘㙍𦈡𰻞"


def _compose(content: Paper, ring: Keyring) -> paper.Draft:
    return paper.compose(content, keyring=ring, base_url=BASE_URL, opaque=OPAQUE, at=AT)


def _signed(content: Paper, ring: Keyring) -> bytes:
    return paper.sign(_compose(content, ring).pdf, keyring=ring, at=AT, reason=content.title)


def _text(pdf: bytes) -> str:
    """Return what another program reads off the pages, without blanks and with plain marks."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return _plain(done.stdout.decode())


def _plain(text: str) -> str:
    return "".join(text.split()).translate(HALF_WIDTH)


def _preview() -> bytes:
    return paper.render(DRAFT, qr=None, draft=True, at=AT)


def test_everything_of_a_certificate_can_be_read_and_copied(signed: bytes) -> None:
    said = _text(signed)
    for part in (
        *("证明", CERTIFICATE.title, CERTIFICATE.number, CERTIFICATE.recipient),
        *(CERTIFICATE.applicant_name, CERTIFICATE.identity_masked, CERTIFICATE.purpose),
        *(text for fact in CERTIFICATE.facts for text in (fact.sentence, fact.means)),
        *(*CERTIFICATE.not_verified, *CERTIFICATE.basis, CERTIFICATE.preparer),
        *(CERTIFICATE.responsible_person, "2027年5月23日", "2026年11月24日", "印章处"),
        short_fingerprint(fingerprint(CERTIFICATE)),
        *("演示数据,不作任何用途", "以加盖公章的纸质原件为准", "除上列事实外,本证明不涉及其他内容"),
    ):
        assert _plain(part) in said, part


def test_a_refusal_says_why_and_what_works_instead(ring: Keyring) -> None:
    said = _text(_signed(NOTICE, ring))
    for part in (NOTICE.number, NOTICE.reason, *NOTICE.onward, *NOTICE.basis, "12345", "12348"):
        assert _plain(part) in said, part
    assert "现证明" not in said


def test_an_electronic_original_says_so_and_has_no_place_for_a_seal(ring: Keyring) -> None:
    said = _text(_signed(replace(CERTIFICATE, electronic_original=True, demo=False), ring))
    assert "电子原件" in said
    for absent in ("印章处", "以加盖公章的纸质原件为准", "演示数据"):
        assert absent not in said


def test_a_draft_cannot_be_taken_for_a_paper() -> None:
    pdf = _preview()
    said = _text(pdf)
    assert said.count("预") == said.count("览") == 2  # in the warning and across the page
    assert "未签字、无编号,不得使用" in said
    for absent in ("编号:", "印章处", "扫码核验", BASE_URL, CERTIFICATE.number):
        assert absent not in said
    assert not pypdf.PdfReader(io.BytesIO(pdf)).attachments


def test_no_paper_has_the_watermark(signed: bytes) -> None:
    assert "预览" not in _text(signed)


def test_a_draft_has_no_code_that_a_phone_would_read(tmp_path: Path) -> None:
    import zxingcpp
    from PIL import Image

    (tmp_path / "a.pdf").write_bytes(_preview())
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", tmp_path / "a.pdf", tmp_path / "a"], check=True
    )
    (page,) = tmp_path.glob("*.png")
    assert zxingcpp.read_barcodes(Image.open(page)) == []


@pytest.mark.parametrize(
    ("content", "qr", "draft"),
    [
        (CERTIFICATE, None, True),
        (CERTIFICATE, None, False),
        (CERTIFICATE, "text", True),
        (DRAFT, "text", True),
        (DRAFT, None, False),
        (DRAFT, "text", False),
    ],
)
def test_half_a_draft_is_never_set(content: Paper, qr: str | None, draft: bool) -> None:
    with pytest.raises(ValueError, match="draft"):
        paper.render(content, qr=qr, draft=draft, at=AT)


def test_a_draft_is_never_valid(ring: Keyring) -> None:
    with pytest.raises(PaperNotSound):
        paper.validate(_preview(), keyring=ring, paper=DRAFT)
    signed_preview = paper.sign(_preview(), keyring=ring, at=AT, reason="")
    with pytest.raises(PaperNotSound):
        paper.validate(signed_preview, keyring=ring, paper=DRAFT)


def test_the_same_input_gives_the_same_bytes(ring: Keyring) -> None:
    first = _signed(CERTIFICATE, ring)
    _signed(NOTICE, ring)
    assert _signed(CERTIFICATE, ring) == first


def test_a_rare_name_gives_the_same_bytes(ring: Keyring) -> None:
    rare = replace(CERTIFICATE, applicant_name="王" + RARE)
    assert _signed(rare, ring) == _signed(rare, ring)


def test_it_is_pdf_a_3b_after_signing(signed: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(signed))
    xmp = reader.xmp_metadata
    assert xmp is not None
    data = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in data
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in data
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"].lower().startswith("zh")
    assert len(reader.pages) == 1
    assert reader.get_fields()["Signature"]["/FT"] == "/Sig"


def test_every_font_is_embedded(signed: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(signed)
    done = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, check=True)
    rows = done.stdout.decode().splitlines()[2:]
    assert rows
    assert all(" yes yes yes " in row for row in rows)


@pytest.mark.parametrize("character", RARE)
def test_a_rare_name_is_set_and_read_back(character: str, ring: Keyring) -> None:
    rare = replace(CERTIFICATE, applicant_name=f"王{character}")
    pdf = _signed(rare, ring)
    paper.validate(pdf, keyring=ring, paper=rare)
    assert f"王{character}" in _text(pdf)


def test_a_character_without_shape_is_named_before_anything_is_signed(ring: Keyring) -> None:
    nobody = replace(CERTIFICATE, applicant_name="王\ue123")
    assert paper.missing_glyphs(nobody) == ("\ue123",)
    with pytest.raises(MissingGlyphs, match="“\ue123”字缺字形"):
        _compose(nobody, ring)


def test_many_facts_go_on_to_the_next_page(ring: Keyring) -> None:
    long = replace(
        CERTIFICATE,
        committee="示例省示例自治州示例县东街街道办事处第一百二十三社区居民委员会",
        facts=tuple(Statement(f"第{n}件事实。", "查看原件") for n in range(30)),
    )
    pdf = _signed(long, ring)
    paper.validate(pdf, keyring=ring, paper=long)
    said = _text(pdf)
    assert all(f"第{n}件事实。" in said for n in range(30))
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert pages > 1
    assert f"第1页共{pages}页" in said


def test_markup_in_the_data_is_only_text(ring: Keyring) -> None:
    odd = replace(CERTIFICATE, purpose='#panic("x") $a$ *b* <c> \\ "d" 中')
    assert '#panic("x")$a$*b*<c>\\"d"中' in _text(_signed(odd, ring))


def test_a_sound_paper_passes(signed: bytes, ring: Keyring) -> None:
    paper.validate(signed, keyring=ring, paper=CERTIFICATE)


def test_another_papers_file_does_not_pass(signed: bytes, ring: Keyring) -> None:
    with pytest.raises(PaperNotSound, match="附的内容"):
        paper.validate(signed, keyring=ring, paper=replace(CERTIFICATE, purpose="别的"))


def test_another_papers_code_does_not_pass(ring: Keyring) -> None:
    """The content is right and the signature too, but the code on the page is another paper's."""
    others = _compose(replace(CERTIFICATE, purpose="别的"), ring).qr_text
    pdf = paper.sign(
        paper.render(CERTIFICATE, qr=others, draft=False, at=AT), keyring=ring, at=AT, reason=""
    )
    with pytest.raises(PaperNotSound, match="二维码"):
        paper.validate(pdf, keyring=ring, paper=CERTIFICATE)


def test_an_unsigned_or_altered_file_does_not_pass(
    signed: bytes, draft: paper.Draft, ring: Keyring, stranger: Keyring
) -> None:
    for bad in (draft.pdf, signed[:-1], signed + b"\n", b""):
        with pytest.raises(PaperNotSound):
            paper.validate(bad, keyring=ring, paper=CERTIFICATE)
    with pytest.raises(PaperNotSound):
        paper.validate(signed, keyring=stranger, paper=CERTIFICATE)


def test_the_moment_stands_in_the_file(ring: Keyring) -> None:
    later = paper.compose(
        CERTIFICATE, keyring=ring, base_url=BASE_URL, opaque=OPAQUE, at=AT + timedelta(hours=1)
    )
    assert later.pdf != _compose(CERTIFICATE, ring).pdf
