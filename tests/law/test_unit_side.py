"""The unit's side of an exposure: what names a basis, what denies one, and where a hearing is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from juzheng.law.base.characters import titled
from juzheng.law.base.redaction import masked_place, masked_text
from juzheng.law.supervision import grounds
from juzheng.law.supervision.exposure import CorrectionEvent
from juzheng.law.supervision.on_file import Proof, Shows, names_basis
from tests.law.test_exposure import DAY, READY

ANSWER = Proof(CorrectionEvent.REFUSED, Shows.BASIS, "不动产登记暂行条例第十六条", on=DAY)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("没有依据，已要求该中心改正", False),
        ("经核实，没有法律依据。", False),
        ("无", False),
        ("", False),
        ("不动产登记暂行条例第十六条", True),
        ("没有法律依据，依据是内部文件", True),
        ("没有其他依据，只有本局规定", True),
        ("省局通知", True),
    ],
)
def test_who_writes_that_there_is_no_basis_has_named_none(text: str, named: bool) -> None:
    assert names_basis(text) is named


@pytest.mark.parametrize(
    ("statement", "fits"),
    [
        ("窗口要了证明，没有给出依据。", False),
        ("窗口说不出依据。", False),
        ("窗口没有说依据，单位答复说依据是不动产登记暂行条例第十六条，核对后不成立。", True),
        ("窗口要了证明，没有依据。", True),
    ],
)
def test_facts_that_deny_a_basis_tell_the_one_that_was_named(statement: str, fits: bool) -> None:
    named = replace(READY, proofs=(*READY.proofs, ANSWER))
    codes = {one.code for one in grounds.named_basis_told(named, statement)}
    assert codes == (set() if fits else {"basis_denied"})
    assert not list(grounds.named_basis_told(READY, statement))


@pytest.mark.parametrize("place", ["县政务中心201室", "示例县政务服务中心2号楼201会议室"])
def test_an_offices_room_is_told_to_who_is_to_come(place: str) -> None:
    assert masked_place(place) == place
    assert masked_text(place) != place
    assert "13800000000" not in masked_place(f"{place}，电话13800000000")


def test_a_title_within_a_title_stands_in_single_marks() -> None:
    assert titled("北京市实施《妇女权益保障法》办法") == "《北京市实施〈妇女权益保障法〉办法》"
