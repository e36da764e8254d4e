"""Each kind of act as a paper: its own heading and words, and nothing that is another's (式样)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from juzheng.law.cases.certificates import Paper
from juzheng.law.catalogue.act_kinds import FORMS, ActKind
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
