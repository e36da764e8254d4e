"""Guides on paper: read from the file as a person would (纸质办事指南)."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from juzheng.catalogue import catalogue
from juzheng.law.catalogue import guides as law
from juzheng.law.catalogue import notices
from juzheng.law.catalogue.guides import Guide, Where
from juzheng.outside import guides
from juzheng.outside.typesetting import MissingGlyphs
from tests.law.test_standing import with_hubei

CATALOGUE = catalogue()
TODAY = date(2026, 11, 22)
URL = "https://juzheng.example.cn/items/"
ISSUED, REFUSED = "POS-001", "NEG-07"


def of(item: str, division: str = "", name: str = "") -> Guide:
    return law.guide(CATALOGUE.items[item], CATALOGUE, Where(division, TODAY, name))


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def read(pdf: bytes, folder: Path) -> str:
    (folder / "read.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", "read.pdf", "-"], cwd=folder, capture_output=True, check=True
    )
    return plain(done.stdout.decode())


def about(pdf: bytes, folder: Path) -> dict[str, str]:
    (folder / "about.pdf").write_bytes(pdf)
    done = subprocess.run(["pdfinfo", "about.pdf"], cwd=folder, capture_output=True, check=True)
    lines = (line.partition(":") for line in done.stdout.decode().splitlines())
    return {name.strip(): value.strip() for name, _, value in lines}


def codes(pdf: bytes, folder: Path) -> list[str]:
    (folder / "scan.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "100", "-gray", "-f", "1", "-l", "1", "-singlefile", "scan.pdf", "scan"],
        cwd=folder,
        check=True,
    )
    with Image.open(folder / "scan.pgm") as image:
        return [code.text for code in zxingcpp.read_barcodes(image)]


def test_the_guide_says_all_that_the_opinion_asks_of_one(tmp_path: Path) -> None:
    """OP-2.3.b: procedure, operating rules, time limit, purpose, flow, basis."""
    guide = of(ISSUED)
    text = read(guides.guide_pdf(guide, url=URL), tmp_path)
    for said in (
        guide.name,
        guide.purposes[0],
        guide.limit,
        "不收费",
        guide.basis[0].title,
        guide.basis[0].provision,
        "已核对",
        guide.version,
        URL,
        "12345",
        "不是官方清单",
        *(one.name for one in guide.materials),
        *(step.name for step in guide.steps),
        *(check.label for check in guide.checks),
    ):
        assert plain(said) in text
    for said in guide.rules:
        assert plain(said)[:12] in text
    for said in guide.unverified:
        assert plain(said) not in text  # for staff: residents read a plain sentence


def test_the_guide_to_what_is_not_issued_starts_with_what_to_do(tmp_path: Path) -> None:
    """OP-4.2.b: no vacuum."""
    guide = of(REFUSED)
    text = read(guides.guide_pdf(guide, url=URL), tmp_path)
    assert text.index("怎么办") < text.index("为什么不开")
    assert all(plain(way.do)[:12] in text for way in guide.onward)
    assert "可以开" not in text


def test_a_guide_with_conditions_says_so_above_them(tmp_path: Path) -> None:
    text = read(guides.guide_pdf(of(ISSUED), url=URL), tmp_path)
    assert bool(of(ISSUED).preconditions) is ("符合条件的，可以开" in text.replace(",", "，"))
    assert text.index("符合条件的") < text.index("先问清楚")


def test_the_form_asks_what_the_item_asks_and_leaves_room(tmp_path: Path) -> None:
    guide = of(ISSUED)
    text = read(guides.form_pdf(guide, url=URL), tmp_path)
    for question in guide.questions:
        assert plain(question.label)[:6] in text
        assert all(plain(choice)[:6] in text for choice in question.choices)
    for said in ("申请人姓名", "身份证件号码", "申请人签名", "下面由居(村)委会填写", "申请表"):
        assert said in text


def test_the_sample_is_marked_and_carries_nothing_that_could_be_used(tmp_path: Path) -> None:
    pdf = guides.sample_pdf(of(ISSUED))
    text = read(pdf, tmp_path)
    assert "样张" in text
    assert "不得使用" in text
    assert "预览" not in text
    for absent in ("编号：", "印章处", "扫码", "短指纹"):
        assert plain(absent) not in text
    assert b"EmbeddedFile" not in pdf
    assert codes(pdf, tmp_path) == []


def test_what_is_not_issued_has_neither_form_nor_sample() -> None:
    with pytest.raises(ValueError, match=REFUSED):
        guides.form_pdf(of(REFUSED), url=URL)
    with pytest.raises(ValueError, match=REFUSED):
        guides.sample_pdf(of(REFUSED))


@pytest.mark.parametrize("division", ["", "110000", "420000", "330100", "990121"])
def test_the_poster_is_one_a3_sheet_with_everything_on_it(division: str, tmp_path: Path) -> None:
    notice = notices.notice(with_hubei(), Where(division, TODAY, "示例省示例市示例县"))
    pdf = guides.poster_pdf(notice, url=URL)
    told = about(pdf, tmp_path)
    assert told["Pages"] == "1"
    assert told["Page size"].startswith("841.89 x 1190.55")
    text = read(pdf, tmp_path)
    assert f"这{len(notice.refused)}项" in text
    for line in (*notice.refused, *notice.issued):
        assert plain(line.name)[:5] in text
    assert codes(pdf, tmp_path) == [URL]


def test_the_files_can_be_read_aloud_and_carry_their_fonts(tmp_path: Path) -> None:
    notice = notices.notice(CATALOGUE, Where("", TODAY))
    for pdf in (
        guides.guide_pdf(of(ISSUED), url=URL),
        guides.form_pdf(of(ISSUED), url=URL),
        guides.poster_pdf(notice, url=URL),
    ):
        told = about(pdf, tmp_path)
        assert told["Tagged"] == "yes"
        assert told["Title"]
        done = subprocess.run(
            ["pdffonts", "about.pdf"], cwd=tmp_path, capture_output=True, check=True
        )
        rows = done.stdout.decode().splitlines()[2:]
        assert rows
        assert all(re.search(r" yes +(yes|no) +(yes|no) ", row) for row in rows)


def test_the_guide_shows_a_code_that_leads_to_its_page(tmp_path: Path) -> None:
    assert codes(guides.guide_pdf(of(ISSUED), url=URL), tmp_path) == [URL]


def test_the_same_guide_gives_the_same_bytes() -> None:
    assert guides.guide_pdf(of(ISSUED), url=URL) == guides.guide_pdf(of(ISSUED), url=URL)
    assert guides.form_pdf(of(ISSUED), url=URL) == guides.form_pdf(of(ISSUED), url=URL)


def test_a_rare_character_is_drawn_and_an_impossible_one_is_named(tmp_path: Path) -> None:
    rare = replace(of(ISSUED), division_name="㙍村")
    assert "㙍村" in read(guides.guide_pdf(rare, url=URL), tmp_path)
    with pytest.raises(MissingGlyphs, match="缺字形"):
        guides.guide_pdf(replace(rare, division_name="\U0010fffd"), url=URL)


@pytest.mark.parametrize("item", ["POS-048", "POS-019", "NEG-18", "POS-017"])
def test_every_kind_of_item_can_be_set(item: str, tmp_path: Path) -> None:
    division = (*CATALOGUE.items[item].divisions, "")[0]
    guide = of(item, division)
    assert int(about(guides.guide_pdf(guide, url=URL), tmp_path)["Pages"]) <= 3
    if guide.issued:
        assert int(about(guides.form_pdf(guide, url=URL), tmp_path)["Pages"]) <= 2
