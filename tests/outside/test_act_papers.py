"""Each kind of act as a paper: its own heading and words, and nothing that is another's (式样)."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from juzheng.law.cases.certificates import Paper, Statement
from juzheng.law.catalogue.act_kinds import FORMS, ActKind, Part
from juzheng.outside import credential, paper
from juzheng.outside.keys import Keyring
from tests.outside.conftest import signed
from tests.outside.test_paper import _plain, _text
from tests.papers import ACTS, AT, CERTIFICATE, FORMAT_1, NOTICE

OTHERS = [one for act, one in ACTS.items() if act is not ActKind.CERTIFICATE]


def _named(content: Paper) -> str:
    return content.act.value


@pytest.mark.parametrize("content", ACTS.values(), ids=_named)
def test_each_kind_is_a_sound_paper_with_all_that_it_says(
    content: Paper, keyring: Keyring, tmp_path: Path
) -> None:
    pdf = signed(content, keyring)
    paper.validate(pdf, keyring=keyring, paper=content)
    text, form = _text(pdf, tmp_path), content.form
    said = (content.meeting, content.refers_to, content.remedy, content.recipient, content.purpose)
    for one in (form.heading, content.title, form.does, *content.operative, *said, *form.roles):
        assert _plain(one) in text
    for fact in content.facts:
        assert _plain(fact.sentence) in text


@pytest.mark.parametrize("content", OTHERS, ids=_named)
def test_no_other_paper_certifies(content: Paper, keyring: Keyring, tmp_path: Path) -> None:
    text = _text(signed(content, keyring), tmp_path)
    assert "现证明" not in text
    assert "本证明" not in text
    assert "有效期至" not in text
    assert not re.search("证明：", text)


def test_no_form_but_that_of_a_certificate_says_that_it_certifies() -> None:
    for act, form in FORMS.items():
        words = "".join((form.heading, form.opening, form.use, form.itself, form.closing))
        assert ("证明" in words) == (act is ActKind.CERTIFICATE)


def test_a_day_of_our_own_is_called_ours(keyring: Keyring, tmp_path: Path) -> None:
    own = _text(signed(CERTIFICATE, keyring), tmp_path)
    assert "有效期至2027年5月23日(系统默认的期限)" in own
    sourced = replace(CERTIFICATE, validity_source="北京市养犬管理规定第十二条")
    law = _text(signed(sourced, keyring), tmp_path)
    assert "有效期至2027年5月23日,依据:北京市养犬管理规定第十二条" in law
    assert "自定" not in law
    never = _text(signed(replace(CERTIFICATE, valid_until=None), keyring), tmp_path)
    assert "本证明不设有效期" in never


def test_a_decision_names_the_remedy_and_is_addressed_to_nobodys_counter(
    keyring: Keyring, tmp_path: Path
) -> None:
    text = _text(signed(ACTS[ActKind.DECISION], keyring), tmp_path)
    assert "决定如下指定赵大勇担任王小宝的监护人。" in text
    assert "不服怎么办对指定不服的" in text
    assert "示例县民政局:" not in text


def test_an_extract_says_from_where_and_who_keeps_it(keyring: Keyring, tmp_path: Path) -> None:
    text = _text(signed(ACTS[ActKind.RECORD_EXTRACT], keyring), tmp_path)
    assert "摘自“家庭暴力投诉、反映、求助登记”,由示例县东街社区居民委员会保存。" in text


def test_a_reply_names_the_letter_and_ends_as_one(keyring: Keyring, tmp_path: Path) -> None:
    text = _text(signed(ACTS[ActKind.REPLY], keyring), tmp_path)
    assert "你单位2026年11月18日《关于协助调查评估的函》(示矫函〔2026〕12号)收悉" in text
    assert "特此函复。" in text


def test_a_paper_intended_in_the_older_format_can_still_be_finished(
    keyring: Keyring, tmp_path: Path
) -> None:
    pdf = signed(FORMAT_1, keyring)
    paper.validate(pdf, keyring=keyring, paper=FORMAT_1)
    assert "自定" not in _text(pdf, tmp_path)
    assert credential.of(FORMAT_1).version == 1


@pytest.mark.parametrize("content", [*ACTS.values(), FORMAT_1, NOTICE])
def test_the_code_says_which_act_and_whose_day(content: Paper, keyring: Keyring) -> None:
    read = credential.verify(
        credential.encode(credential.of(content), keyring.current), keyring.public
    )
    assert replace(read, kid="") == credential.of(content)
    assert (read.called, read.own_validity) == (content.called, content.own_validity)


def test_a_refused_decision_is_still_a_refusal(keyring: Keyring, tmp_path: Path) -> None:
    refused = replace(NOTICE, act=ActKind.DECISION)
    assert refused.called == "不予出具告知单"
    pdf = signed(refused, keyring)
    assert "决定如下" not in _text(pdf, tmp_path)
    assert "经办人:陈经办" in _text(pdf, tmp_path)


def test_a_preview_of_each_kind_can_be_looked_at() -> None:
    for content in ACTS.values():
        draft = replace(content, number="", meeting="", operative=())
        assert paper.render(draft, qr=None, draft=True, at=AT)


DEPUTY = "林国梁（授权何小燕签字）"
LONG_NAME = "阿卜杜热合曼·吐尔逊尼亚孜（授权古丽巴哈尔·阿卜杜外力签字）"


@pytest.mark.parametrize("name", ["林主任", DEPUTY, LONG_NAME])
@pytest.mark.parametrize("content", ACTS.values(), ids=_named)
def test_whoever_signs_finds_the_name_in_one_piece_and_room_beside_it(
    content: Paper, name: str, keyring: Keyring, tmp_path: Path
) -> None:
    """A name that fills its line pulls neither itself apart nor 签名 from where one signs."""
    pdf = signed(replace(content, responsible_person=name), keyring)
    marks = [one for one in _boxes(pdf, tmp_path) if one[0].endswith("签名")]
    assert len(marks) == len(content.form.roles)
    role = content.form.roles[1]
    (begun,) = [one for one in _boxes(pdf, tmp_path) if one[0].startswith(f"{role}：")]
    said = begun[0].removeprefix(f"{role}：")
    assert name.startswith(said)  # no blank inside
    _, left, height = marks[-1]
    assert height >= begun[2]
    if name == DEPUTY:  # too long for both: the room to sign is right under the name
        assert left == pytest.approx(begun[1], abs=1)


def _boxes(pdf: bytes, folder: Path) -> list[tuple[str, float, float]]:
    """Return each word with where it begins and how far down it stands."""
    (folder / "signers.pdf").write_bytes(pdf)
    told = ["pdftotext", "-bbox", "signers.pdf", "-"]
    done = subprocess.run(told, cwd=folder, capture_output=True, check=True)
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', done.stdout.decode())
    return [(word, float(x), float(y)) for x, y, word in found]


def _sheets(pdf: bytes, folder: Path) -> list[str]:
    (folder / "sheets.pdf").write_bytes(pdf)
    told = ["pdftotext", "-layout", "sheets.pdf", "-"]
    done = subprocess.run(told, cwd=folder, capture_output=True, check=True)
    return [_plain(one) for one in done.stdout.decode().split("\f") if one.strip()]


def _with_facts(content: Paper, many: int) -> Paper:
    said = "该户位于和平里12号院3单元501室的住房在2026年7月2日的洪水中受灾，现场查看为一般损坏。"
    told = (Statement(f"第{n}项：{said}", "入户查看") for n in range(1, many + 1))
    return replace(content, facts=tuple(told))


@pytest.mark.parametrize("content", ACTS.values(), ids=_named)
def test_what_is_short_stands_on_one_sheet_with_who_signs_for_it(
    content: Paper, keyring: Keyring, tmp_path: Path
) -> None:
    assert len(_sheets(signed(_with_facts(content, 5), keyring), tmp_path)) == 1


@pytest.mark.parametrize("many", range(7, 25))
@pytest.mark.parametrize("act", [ActKind.CERTIFICATE, ActKind.DECISION, ActKind.MEETING_OUTCOME])
def test_on_the_sheet_that_is_signed_stands_the_last_fact(
    act: ActKind, many: int, tmp_path: Path
) -> None:
    pdf = paper.render(replace(_with_facts(ACTS[act], many), number=""), qr=None, draft=True, at=AT)
    last = _sheets(pdf, tmp_path)[-1]
    assert f"第{many}项" in last
    assert f"{FORMS[act].roles[1]}:林主任" in last


@pytest.mark.parametrize("content", [*ACTS.values(), NOTICE], ids=lambda one: one.called)
def test_a_paper_is_called_as_it_is_headed(
    content: Paper, keyring: Keyring, tmp_path: Path
) -> None:
    """Register, book, code and check page call it so, and whoever compares finds the word."""
    assert content.called == credential.of(content).called == paper.wording(content)["heading"]
    assert content.called in _text(signed(content, keyring), tmp_path)


@pytest.mark.parametrize("content", ACTS.values(), ids=_named)
def test_only_where_it_is_written_and_how_long_it_holds_may_be_folded(content: Paper) -> None:
    """Whoever signs sees opinion, decision, result, meeting, letter and remedy."""
    parts = {one["title"]: one["beside"] for one in paper.wording(content)["sections"]}
    folded = {title for title, beside in parts.items() if beside}
    assert folded <= {Part.BASIS.label, Part.USE.label}
    if content.form.does:
        assert parts[content.form.does] is False
    assert not any(parts[one.label] for one in (Part.MEETING, Part.REMEDY) if one.label in parts)
