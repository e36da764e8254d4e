"""What the product says of a demand: written for the unit, and read by officers too."""

from __future__ import annotations

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.base.demanders import Demander
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
