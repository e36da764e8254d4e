"""What the product says of a demand: written for the unit, and read by officers too."""

from __future__ import annotations

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import UNREAD
from juzheng.law.catalogue.to_units import in_a_line
from juzheng.records.models import Report
from juzheng.records.supervision import verdicts
from tests.conftest import NOON

TO_THE_UNIT = ("贵单位", "请接受", "请写清", "下面的办法")
PROOFS = (
    ("证明我妈是我妈", "NEG-01"),
    ("居住证明", "POS-007"),
    ("哈哈哈哈", ""),
    ("农民身份", "POS-017"),
)


@pytest.mark.parametrize(("proof", "item"), PROOFS)
def test_an_officer_is_not_spoken_to_as_if_he_were_the_unit(proof: str, item: str) -> None:
    for kind in ("", *Demander):
        report = Report(proof=proof, item=item, unit_kind=str(kind), division="420100")
        told = verdicts.of_report(report, NOON.date(), catalogue())
        assert told.why.strip(), kind
        assert not [words for words in TO_THE_UNIT if words in told.why], (kind, told.why)


def noticed(item: str, kind: Demander, matter: str) -> list[str]:
    """Return the ways that the notice about such a report names."""
    report = Report(proof="证明", item=item, unit_kind=kind.value, division="990121", matter=matter)
    return list(verdicts.found(verdicts.of_report(report, NOON.date(), catalogue())).ways)


@pytest.mark.parametrize(
    ("item", "kind", "matter"),
    [
        ("NEG-01", Demander.BANK, "取父亲的存款，八千多元"),
        ("NEG-01", Demander.BANK, "办理存款继承"),
        ("NEG-02", Demander.BANK, "取款"),
        ("NEG-10", Demander.SOCIAL_INSURANCE, "领养老金"),
    ],
)
def test_a_notice_names_every_way_that_the_unit_is_told_which_asks_first(
    item: str, kind: Demander, matter: str
) -> None:
    report = Report(proof="证明", item=item, unit_kind=kind.value, division="990121", matter=matter)
    said = verdicts.of_report(report, NOON.date(), catalogue()).said
    lines = noticed(item, kind, matter)
    assert len(lines) > 1
    assert sorted(lines) == sorted(in_a_line(way) for way in said.check.instead)


def test_a_bank_reads_first_what_banks_alone_handle_and_that_we_have_not_read_it() -> None:
    first = noticed("NEG-01", Demander.BANK, "取父亲的存款，八千多元")[0]
    assert first.startswith("取已故亲人的小额存款（同一法人银行合计5万元以内）")
    assert UNREAD in first
    notary = noticed("NEG-01", Demander.NOTARY, "取父亲的存款，八千多元")
    assert notary
    assert not any("小额存款" in line for line in notary)


def test_the_order_of_a_notice_tells_nothing_of_what_the_resident_said_of_himself() -> None:
    said = noticed("NEG-01", Demander.BANK, "办理存款继承，要出国用")
    unsaid = noticed("NEG-01", Demander.BANK, "")
    assert said == unsaid


def test_no_notice_speaks_to_the_resident() -> None:
    for item in (f"NEG-{number:02d}" for number in range(1, 21)):
        for kind in (Demander.BANK, Demander.SOCIAL_INSURANCE, Demander.SCHOOL):
            text = "".join(noticed(item, kind, ""))
            assert text, (item, kind)
            assert "您" not in text
            assert "问一问" not in text
