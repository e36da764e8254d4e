"""Letters on paper (致函和投诉单), read from the file as a person would."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from juzheng.catalogue import arguments, catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.demands.advice import Demanded, Letter, letter
from juzheng.law.demands.arguments import Argument
from juzheng.outside import letters
from juzheng.outside.letters import Complaint, Sender, complaint_pdf, letter_pdf
from juzheng.outside.typesetting import MissingGlyphs
from tests.outside.test_fonts import NOWHERE, RARE
from tests.outside.test_guides import about, plain, read

CATALOGUE = catalogue()
TODAY = date(2026, 11, 22)
ITEM = CATALOGUE.items["NEG-01"]
COMPLAINT = Complaint(
    proof="亲属关系证明",
    unit="某银行示例支行",
    region="示例省示例市示例县",
    address="示例街道",
    matter="提取父亲的存款",
    asked_on=date(2026, 11, 20),
    who_asked="3号窗口",
    sent_to="东街社区居民委员会",
    why="户口簿上已经写明。",
    basis_given="没有说",
)


def written(demander: Demander, argument: Argument) -> Letter:
    found = letter(
        Demanded(ITEM.name, demander, "某单位示例支行", "提取存款"),
        arguments()[argument],
        instruments=CATALOGUE.instruments,
        on=TODAY,
        onward=ITEM.onward,
        unverified=ITEM.unverified,
    )
    assert found is not None
    return found


@pytest.mark.parametrize("demander", [Demander.POLICE, Demander.SCHOOL, Demander.NOTARY])
def test_the_whole_letter_stands_on_one_page(demander: Demander, tmp_path: Path) -> None:
    """The item with the most ways onward: OP-4.2.b."""
    content = written(demander, Argument.NEGATIVE_LIST)
    pdf = letter_pdf(content, on=TODAY)
    text = read(pdf, tmp_path)
    for said in (content.title, content.salutation, *content.requests, content.closing):
        assert plain(said) in text
    for said in (*content.paragraphs, *content.ways):  # lines break inside
        assert plain(said)[:12] in text
    assert "本人签名" in text
    assert "收到单位的答复" in text
    assert (
        plain("收件人（签名或者盖章）") in text
    )  # who takes it signs for the day: proof of service
    assert "收到日期" in text
    assert about(pdf, tmp_path)["Pages"] == "1"


def test_every_argument_can_be_printed(tmp_path: Path) -> None:
    for argument in Argument:
        text = read(letter_pdf(written(Demander.POLICE, argument), on=TODAY), tmp_path)
        assert plain(arguments()[argument].fact)[:12] in text


def test_the_notes_are_for_the_resident_and_not_on_the_letter(tmp_path: Path) -> None:
    content = written(Demander.BANK, Argument.NEGATIVE_LIST)
    text = read(letter_pdf(content, on=TODAY), tmp_path)
    assert len(content.notes) >= 3
    assert not any(plain(note)[:10] in text for note in content.notes)
    assert "第四十四条" not in text


def test_what_the_person_typed_is_filled_in_and_the_rest_is_left_to_the_hand(
    tmp_path: Path,
) -> None:
    content = written(Demander.BANK, Argument.NEGATIVE_LIST)
    blank = read(letter_pdf(content, on=TODAY), tmp_path)
    filled = read(letter_pdf(content, on=TODAY, sender=Sender("王小明", "13800138000")), tmp_path)
    assert "王小明" not in blank
    assert "姓名：" not in blank
    assert plain("姓名：王小明") in filled
    assert plain("联系电话：13800138000") in filled
    assert "本人签名" in filled


def test_a_full_complaint_says_all_that_was_typed(tmp_path: Path) -> None:
    pdf = complaint_pdf(COMPLAINT, on=TODAY, sender=Sender("王小明", "13800138000"))
    text = read(pdf, tmp_path)
    values = [getattr(COMPLAINT, each.name) for each in fields(COMPLAINT) if each.type == "str"]
    for said in (*values, "2026年11月20日", "王小明", "13800138000"):
        assert plain(said) in text
    assert about(pdf, tmp_path)["Pages"] == "1"


def test_an_empty_complaint_has_a_line_for_each_thing_to_say(tmp_path: Path) -> None:
    text = read(complaint_pdf(Complaint("亲属关系证明"), on=TODAY), tmp_path)
    for label in ("要证明的单位", "所在地区", "单位地址", "为什么没必要", "姓名", "手机号"):
        assert label in text
    assert "None" not in text


def test_the_complaint_says_who_files_it_and_where(tmp_path: Path) -> None:
    """Nothing is filed from here, and no promise is made for others."""
    text = read(complaint_pdf(COMPLAINT, on=TODAY), tmp_path)
    assert plain("由您本人到该平台提交，本软件不代为提交") in text
    assert "15日" not in text  # news of 2018 and 2019, and no provision
    for channel in letters.CHANNELS:
        assert plain(channel["name"]) in text


def test_a_long_story_goes_over_to_a_second_page(tmp_path: Path) -> None:
    long = replace(COMPLAINT, why="我跑了很多趟，每一家都让我去找另一家。" * 45)
    pdf = complaint_pdf(long, on=TODAY)
    assert about(pdf, tmp_path)["Pages"] == "2"
    assert plain("提交日期") in read(pdf, tmp_path)


def test_words_cannot_steer_the_typesetter(tmp_path: Path) -> None:
    tricky = '#panic("x") $x^2$ *b* \\u{41} //'
    text = read(complaint_pdf(replace(COMPLAINT, why=tricky), on=TODAY), tmp_path)
    assert plain(tricky) in text


def test_the_same_input_is_the_same_file() -> None:
    assert complaint_pdf(COMPLAINT, on=TODAY) == complaint_pdf(COMPLAINT, on=TODAY)
    content = written(Demander.BANK, Argument.NO_BASIS)
    assert letter_pdf(content, on=TODAY) == letter_pdf(content, on=TODAY)


def test_rare_names_are_drawn_and_missing_ones_named(tmp_path: Path) -> None:
    assert RARE in read(complaint_pdf(COMPLAINT, on=TODAY, sender=Sender(RARE)), tmp_path)
    with pytest.raises(MissingGlyphs, match="缺字形"):
        complaint_pdf(COMPLAINT, on=TODAY, sender=Sender(NOWHERE))


def test_it_can_be_read_aloud(tmp_path: Path) -> None:
    said = about(complaint_pdf(COMPLAINT, on=TODAY), tmp_path)
    assert said["Tagged"] == "yes"
    assert said["Page size"].endswith("(A4)")
    assert said["Title"] == "被索要证明投诉单 亲属关系证明"


@pytest.mark.parametrize("demo", [True, False])
def test_a_letter_and_a_complaint_of_a_demonstration_say_so(demo: bool, tmp_path: Path) -> None:
    content = written(Demander.BANK, Argument.NEGATIVE_LIST)
    for pdf in (
        letter_pdf(content, on=TODAY, demo=demo),
        complaint_pdf(COMPLAINT, on=TODAY, demo=demo),
    ):
        assert ("演示数据,不作任何用途" in read(pdf, tmp_path)) is demo
