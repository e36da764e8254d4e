"""The paper as a file: what it shows, what it carries, what a draft must not (证明纸)."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image

from juzheng.catalogue import rights
from juzheng.law.cases.certificates import (
    Paper,
    Statement,
    canonical,
    fingerprint,
    short_fingerprint,
)
from juzheng.law.cases.objections import HEADING
from juzheng.outside import fonts, keys, paper, pdf_signature
from juzheng.outside.keys import Keyring
from juzheng.outside.paper import PaperNotSound
from juzheng.outside.typesetting import MissingGlyphs
from tests.outside.conftest import signed
from tests.outside.test_fonts import NOWHERE, RARE
from tests.papers import AT, BASE_URL, CERTIFICATE, DRAFT, NOTICE, OPAQUE

LONG = replace(
    CERTIFICATE,
    committee="示例自治州示例蒙古族哈萨克族自治县柯尔克孜民族乡东街社区第一居民委员会",
    applicant_name="阿卜杜热合曼·阿卜杜外力·吐尔逊尼亚孜",
    facts=tuple(
        Statement(f"第{n}项：该户常住2人，住房一套，建筑面积{n}平方米。", "入户查看")
        for n in range(1, 24)
    ),
)


def _plain(text: str) -> str:
    """Text without blanks, its marks narrow: what was written, however it was set."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _text(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return _plain(done.stdout.decode())


def _draft(content: Paper = DRAFT) -> bytes:
    return paper.render(content, qr=None, draft=True, at=AT)


@pytest.mark.parametrize("content", [CERTIFICATE, NOTICE, LONG])
def test_everything_on_the_paper_can_be_read_from_the_file(
    content: Paper, keyring: Keyring, tmp_path: Path
) -> None:
    text = _text(signed(content, keyring), tmp_path)
    for said in (
        content.number,
        content.title,
        content.called,
        content.purpose,
        content.reason,
        content.preparer,
        content.responsible_person,
        "2026年11月24日",
        short_fingerprint(fingerprint(content)),
        f"{BASE_URL}/c/",
        OPAQUE,
        *content.basis,
    ):
        assert _plain(said) in text
    # Lines break in the middle of longer texts; page feet and numbers stand between.
    for said in (*content.onward, *(fact.sentence for fact in content.facts)):
        assert _plain(said)[:12] in text


def test_a_notice_says_where_to_complain(notice: bytes, tmp_path: Path) -> None:
    text = _text(notice, tmp_path)
    assert "12345" in text
    assert "12348" in text
    assert "写明依据" in text
    assert "现阶段仍需办理" in text


def test_a_notice_asks_for_the_signature_that_it_has_a_line_for() -> None:
    content = paper._content(replace(NOTICE, responsible_person=""), "x", AT, paper.DRAFT)
    assert "经办人签名的纸质件为原件" in content["nature"]
    assert "负责人" not in content["nature"]
    assert [one["role"] for one in content["signers"]] == ["经办人"]


def test_an_objection_is_no_way_of_doing_it() -> None:
    against = rights.against_refusal()
    words = paper.wording(replace(NOTICE, onward=("向银行出示户口簿。", *against)))
    parts = {one["title"]: one for one in words["sections"]}
    assert [one["text"] for one in parts["您可以这样办"]["items"]] == ["向银行出示户口簿。"]
    assert len(parts[HEADING]["items"]) == len(against)
    assert not parts[HEADING]["numbered"]


def test_it_says_that_it_is_a_demonstration(keyring: Keyring, tmp_path: Path) -> None:
    assert "演示数据" in _text(signed(CERTIFICATE, keyring), tmp_path)
    real = replace(CERTIFICATE, demo=False)
    assert "演示数据" not in _text(signed(real, keyring), tmp_path)


def test_it_says_whether_the_sealed_paper_or_the_file_counts(
    keyring: Keyring, tmp_path: Path
) -> None:
    """House rule 13.7: nothing is claimed for an electronic seal."""
    record = _text(signed(CERTIFICATE, keyring), tmp_path)
    original = _text(signed(replace(CERTIFICATE, electronic_original=True), keyring), tmp_path)
    assert "加盖公章、负责人签名的纸质件为原件" in record
    assert "备查" not in record  # a bank would not take a record
    assert "印章处" in record
    assert "电子原件" in original
    assert "印章处" not in original


def test_a_draft_has_no_number_no_code_no_seal_and_says_so(tmp_path: Path) -> None:
    """The paper that circulates before it is signed is what OpenSID's users suffered from."""
    pdf = _draft()
    text = _text(pdf, tmp_path)
    assert paper.DRAFT in text
    assert "不得使用" in text
    for absent in ("编号：", "999901001001", "纸质原件", "印章处", "扫码", "短指纹", BASE_URL):
        assert absent not in text
    assert b"EmbeddedFile" not in pdf
    assert _codes(pdf, tmp_path) == []


def test_a_draft_carries_its_mark_across_the_page(certificate: bytes, tmp_path: Path) -> None:
    shares = []
    for name, pdf in (("draft", _draft()), ("paper", certificate)):
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        command = ["pdftoppm", "-r", "40", "-gray", "-singlefile", f"{name}.pdf", name]
        subprocess.run(command, cwd=tmp_path, check=True)
        with Image.open(tmp_path / f"{name}.pgm") as image:
            counts = image.histogram()
        shares.append(sum(counts[225:240]) / sum(counts))
    assert shares[0] > shares[1] + 0.02  # pale grey


@pytest.mark.parametrize(
    ("content", "qr", "draft"),
    [
        (CERTIFICATE, None, True),
        (CERTIFICATE, None, False),
        (CERTIFICATE, "x", True),
        (DRAFT, "x", True),
        (DRAFT, "x", False),
        (DRAFT, None, False),
    ],
)
def test_a_draft_and_a_paper_are_never_confused(
    content: Paper, qr: str | None, draft: bool
) -> None:
    with pytest.raises(ValueError, match="draft"):
        paper.render(content, qr=qr, draft=draft, at=AT)


def _codes(pdf: bytes, tmp_path: Path) -> list[str]:
    """Return what a scanner reads from the pages, drawn as by a good printer."""
    file = tmp_path / "scan.pdf"
    file.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "200", "-gray", str(file), str(tmp_path / "page")], check=True
    )
    found = []
    for page in sorted(tmp_path.glob("page-*.pgm")):
        with Image.open(page) as image:
            found += [code.text for code in zxingcpp.read_barcodes(image)]
    return found


@pytest.mark.parametrize("content", [CERTIFICATE, NOTICE, LONG])
def test_a_scanner_reads_the_code_from_the_page(
    content: Paper, keyring: Keyring, tmp_path: Path
) -> None:
    draft = paper.compose(content, keyring=keyring, base_url=BASE_URL, opaque=OPAQUE, at=AT)
    assert _codes(draft.pdf, tmp_path) == [draft.qr_text]


def test_many_facts_go_over_to_a_second_page(keyring: Keyring, tmp_path: Path) -> None:
    pdf = signed(LONG, keyring)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 2
    assert "第2页" in _text(pdf, tmp_path)
    paper.validate(pdf, keyring=keyring, paper=LONG)


def _with_facts(count: int) -> Paper:
    said = (
        Statement(f"王小明的第{one}件事，现住和平里12号院。", "入户查看") for one in range(count)
    )
    return replace(CERTIFICATE, facts=tuple(said))


def _with_ways(count: int) -> Paper:
    ways = (f"第{one}个办法：持居民户口簿向对方出示，对方应当核对。" for one in range(count))
    return replace(NOTICE, onward=tuple(ways))


# Just before, at and after where a sheet is full, with the last words as they stand there.
SIZES = [
    *(pytest.param(_with_facts(n), "本证明仅用于", id=f"{n} facts") for n in (5, 6, 7, 8, 25, 26)),
    *(pytest.param(_with_ways(n), "12345", id=f"{n} ways") for n in (6, 7, 8, 9, 23)),
]


@pytest.mark.parametrize(("content", "last_words"), SIZES)
def test_no_sheet_is_nameless_and_no_signature_stands_alone(
    content: Paper, last_words: str
) -> None:
    pdf = paper.render(content, qr="https://x.cn/c/a#" + "1" * 700, draft=False, at=AT)
    sheets = ["".join(one.extract_text().split()) for one in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    for at, sheet in enumerate(sheets, start=1):
        assert content.number in sheet
        assert content.title in sheet
        assert f"第{at}页共{len(sheets)}页" in sheet
    assert last_words in sheets[-1]
    assert "经办人" in sheets[-1]
    assert not any("经办人" in sheet for sheet in sheets[:-1])


def test_the_same_input_is_the_same_file() -> None:
    assert _draft() == _draft()
    assert _draft() != paper.render(DRAFT, qr=None, draft=True, at=AT + timedelta(seconds=1))


def test_words_cannot_steer_the_typesetter(tmp_path: Path) -> None:
    """Names and purposes come from outside: they are text, whatever they look like."""
    tricky = '#panic("x") $x^2$ *b* <i> </svg> \\u{41} ${1} {{1}} //'
    text = _text(_draft(replace(DRAFT, applicant_name=tricky, purpose=tricky)), tmp_path)
    assert text.count(_plain(tricky)[:12]) == 2


def test_it_is_still_an_archival_pdf_after_signing(certificate: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(certificate), strict=True)
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    widget = reader.pages[0]["/Annots"][0].get_object()
    assert widget["/Rect"] == [0, 0, 0, 0]  # without a size it needs no appearance
    assert widget["/F"] & 4  # print


def test_every_font_is_embedded(certificate: bytes, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(certificate)
    said = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True)
    lines = said.stdout.splitlines()[2:]
    assert lines
    assert all(re.search(r"yes yes yes\s+\d+\s+0$", line) for line in lines)


def test_the_file_carries_its_content(certificate: bytes) -> None:
    assert pdf_signature.embedded(certificate, pdf_signature.PAPER_FILE) == canonical(CERTIFICATE)
    attachments = pypdf.PdfReader(io.BytesIO(certificate)).attachments
    assert attachments[pdf_signature.PAPER_FILE] == [canonical(CERTIFICATE)]
    assert set(attachments) == {pdf_signature.PAPER_FILE, paper.QR_FILE}


def test_our_own_output_is_sound(certificate: bytes, notice: bytes, keyring: Keyring) -> None:
    paper.validate(certificate, keyring=keyring, paper=CERTIFICATE)
    paper.validate(notice, keyring=keyring, paper=NOTICE)


def test_a_paper_intended_before_a_rotation_is_still_made(tmp_path: Path) -> None:
    """Or its number would be void for no reason."""
    keys.create_development_keys(tmp_path, at=AT - timedelta(days=400))
    ring = keys.rotate_development_keys(tmp_path, at=AT + timedelta(days=9))
    paper.validate(signed(CERTIFICATE, ring), keyring=ring, paper=CERTIFICATE)


def _composed(content: Paper, keyring: Keyring) -> paper.Draft:
    return paper.compose(content, keyring=keyring, base_url=BASE_URL, opaque=OPAQUE, at=AT)


def test_another_papers_file_is_not_sound(certificate: bytes, keyring: Keyring) -> None:
    other = replace(CERTIFICATE, purpose="别的用途")
    with pytest.raises(PaperNotSound, match="附的内容"):
        paper.validate(certificate, keyring=keyring, paper=other)


def test_an_unsigned_file_is_not_sound(keyring: Keyring) -> None:
    with pytest.raises(PaperNotSound, match="没有本系统的签名"):
        paper.validate(_composed(CERTIFICATE, keyring).pdf, keyring=keyring, paper=CERTIFICATE)


def test_a_signed_draft_is_not_sound(keyring: Keyring) -> None:
    """Even if somebody had a draft signed by mistake, it does not leave."""
    pdf = paper.sign(_draft(), keyring=keyring, at=AT, reason="")
    with pytest.raises(PaperNotSound):
        paper.validate(pdf, keyring=keyring, paper=DRAFT)


def test_a_code_of_another_paper_is_not_sound(keyring: Keyring) -> None:
    other = _composed(replace(CERTIFICATE, purpose="别的用途"), keyring).qr_text
    pdf = paper.render(CERTIFICATE, qr=other, draft=False, at=AT)
    with pytest.raises(PaperNotSound, match="指纹"):
        paper.validate(
            paper.sign(pdf, keyring=keyring, at=AT, reason=""), keyring=keyring, paper=CERTIFICATE
        )


def test_a_code_that_is_none_is_not_sound(keyring: Keyring) -> None:
    pdf = paper.render(CERTIFICATE, qr="https://x", draft=False, at=AT)
    with pytest.raises(PaperNotSound):
        paper.validate(
            paper.sign(pdf, keyring=keyring, at=AT, reason=""), keyring=keyring, paper=CERTIFICATE
        )


def test_rare_names_are_drawn(keyring: Keyring, tmp_path: Path) -> None:
    content = replace(CERTIFICATE, applicant_name=RARE)
    pdf = signed(content, keyring)
    assert RARE in _text(pdf, tmp_path)
    paper.validate(pdf, keyring=keyring, paper=content)


def test_a_missing_shape_is_named_before_anything_is_signed(keyring: Keyring) -> None:
    content = replace(CERTIFICATE, applicant_name="王" + NOWHERE)
    with pytest.raises(MissingGlyphs, match="缺字形") as refused:
        _composed(content, keyring)
    assert refused.value.characters == tuple(NOWHERE) == paper.missing_glyphs(content)


def test_without_its_fonts_nothing_is_set(tmp_path: Path) -> None:
    """Typst without fonts draws lines and no letters, and PDF/A does not mind."""
    folder = tmp_path / fonts.COMMON
    folder.mkdir()
    regular = fonts.library().shipped / fonts.REGULAR
    (folder / regular.name).write_bytes(regular.read_bytes())
    with pytest.raises(fonts.MissingFonts, match="不全"):
        paper.render(DRAFT, qr=None, draft=True, at=AT, library=fonts.Library(tmp_path, system=()))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("王明，男", "王明\uff0c男"),
        ("第（二）项", "第\uff08二\uff09项"),
        ("用途：收养；无", "用途\uff1a收养\uff1b无"),
        ("10:30, a(b)", "10:30, a(b)"),
        ("501室），自", "501室\uff09\uff0c自"),
        ("v1.0", "v1.0"),
    ],
)
def test_marks_beside_chinese_are_full_width(written: str, printed: str) -> None:
    """GB/T 15834-2011."""
    assert paper._set(written) == printed


@pytest.mark.parametrize("run", ["W" * 200, "8" * 200, "a1-b2/" * 40, "ÀÉ" * 90])
def test_a_long_run_of_letters_or_digits_stays_inside_the_sheet(run: str, tmp_path: Path) -> None:
    content = replace(
        DRAFT, applicant_name=run[:50], recipient=run[:100], purpose=run[:100],
        facts=(Statement(f"登记的编号为{run}，与{run}一致。", "查验"),),
    )  # fmt: skip
    (tmp_path / "long.pdf").write_bytes(_draft(content))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "long.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    right = [float(found) for found in re.findall(r'<word .*xMax="([0-9.]+)"', boxes)]
    assert max(right) < (210 - 27 + 3) * 72 / 25.4  # A4, its margin 27 mm; a mark may hang out
    read = subprocess.run(
        ["pdftotext", "-raw", "long.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    assert _plain(f"登记的编号为{run}，与{run}一致。") in _plain(read)
