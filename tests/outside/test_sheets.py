"""Sheets as an eye sees them (版面): what stays on a line, and no heading without what it heads."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from juzheng.law.base.demanders import Demander
from juzheng.law.demands.arguments import Argument
from juzheng.outside import desk_papers, guides
from juzheng.outside.letters import letter_pdf
from tests.outside.test_guides import TODAY, URL, of, plain, read
from tests.outside.test_letters import written

NUMBER = "990121001001-2026-告00001"


def lines(pdf: bytes, folder: Path) -> list[str]:
    (folder / "lines.pdf").write_bytes(pdf)
    told = ["pdftotext", "-layout", "lines.pdf", "-"]
    done = subprocess.run(told, cwd=folder, capture_output=True, check=True)
    return [line.strip() for line in done.stdout.decode().splitlines() if line.strip()]


@pytest.mark.parametrize("argument", [Argument.CANNOT_VERIFY, Argument.TO_CONFIRM])
def test_the_number_of_a_document_stays_on_its_line(argument: Argument, tmp_path: Path) -> None:
    found = lines(letter_pdf(written(Demander.BANK, argument), on=TODAY), tmp_path)
    assert any("〔2020〕20号" in line for line in found)
    assert not [line for line in found if line.endswith("〕")]


def test_no_character_is_alone_on_the_last_line_of_a_letter(tmp_path: Path) -> None:
    for argument in (Argument.JUDGEMENT, Argument.NEGATIVE_FACT):
        found = lines(letter_pdf(written(Demander.BANK, argument), on=TODAY), tmp_path)
        assert not [line for line in found if re.fullmatch(r"[一-鿿][。；）]*", line)]


def test_a_guide_has_no_heading_over_nothing_and_a_version_in_one_piece(tmp_path: Path) -> None:
    guide = of("POS-013")
    assert not guide.basis
    address = f"{URL}POS-013/?committee=990121001001"
    pdf = guides.guide_pdf(guide, url=address)
    assert "有关条文" not in read(pdf, tmp_path)
    assert any(f"版本{guide.version}" in plain(line) for line in lines(pdf, tmp_path))


def test_the_book_writes_days_in_words_and_a_number_on_one_line(tmp_path: Path) -> None:
    words = ("收养人情况证明", "李秀英", "示例县民政局", "办理登记", "陈经办", "林主任", "已出具")
    row = desk_papers.BookRow(NUMBER, "2026-11-24", "不予出具告知单", *words, "", "", "")
    book: dict[str, Any] = {"committee": "示例社区居民委员会", "month": "2026-11", "on": TODAY}
    found = lines(desk_papers.book_pdf([row], **book), tmp_path)
    assert any(NUMBER in line and "2026年11月24日" in line for line in found)


def test_in_the_book_nothing_is_printed_over_the_next_column(tmp_path: Path) -> None:
    """A number in the state, a name and an address in Latin letters are wider than their column."""
    latin = "Wolfeschlegelstein"
    words = ("亲属关系证明", f"Maria {latin}", f"{latin} Ltd.", latin, latin, latin)
    state = "已撤销；已由990121001001-2026-00005号代替；代替990121001001-2026-00003号"
    taken = (f"11-30 1份（{latin}）", f"11-30 1份 · {latin}（陈晓云）", f"11-30 1份 · {latin}")
    row = desk_papers.BookRow(NUMBER, "2026-11-30", "证明", *words, state, *taken)
    book: dict[str, Any] = {"committee": "示例社区居民委员会", "month": "2026-11", "on": TODAY}
    (tmp_path / "book.pdf").write_bytes(desk_papers.book_pdf([row], **book))
    read = ["pdftotext", "-bbox", "book.pdf", "-"]
    told = subprocess.run(read, cwd=tmp_path, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word', told)
    boxes = [(*map(float, each), word) for *each, word in found]
    for left, top, right, bottom, word in boxes:
        for other in boxes:
            beside = other[0] > left and other[1] < bottom - 2 and other[3] > top + 2
            assert not (beside and other[0] < right - 1), (word, other[4])
    assert NUMBER in told, "the paper's own number stays whole"
