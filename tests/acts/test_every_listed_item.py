"""现阶段据实出具 is open for every item of the national negative list, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from juzheng.acts.cases import drafting, transition, verification
from juzheng.catalogue import catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.cases.consents import Given
from juzheng.law.cases.transition import STATED, TransitionKind, open_to
from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.applicability import Circumstances
from juzheng.law.catalogue.items import CommitteeKind
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.models import Case, User
from juzheng.web.clerk.forms.counter import CounterForm
from juzheng.web.resident import steps
from tests.conftest import NOON, insisted

TODAY = date(2026, 11, 22)
LISTED = [line.item for line in catalogue().lists["national-negative-1"].lines]
UNITS = ["", *(one.value for one in Demander)]
SEEN = "2026年11月23日，本委员会工作人员在示例路1号看到门牌和照片一致。"


def told(unit: str, kind: CommitteeKind, *, holds: bool, **more: bool) -> Circumstances:
    return Circumstances("110101", TODAY, kind, unit, holds_document=holds, **more)


def test_the_list_has_its_twenty_items() -> None:
    assert len(LISTED) == 20


@pytest.mark.parametrize("item", LISTED)
def test_from_every_first_answer_whoever_asks_a_ground_opens_it(item: str) -> None:
    listed = catalogue().items[item]
    first = set()
    for unit in UNITS:
        for kind in CommitteeKind:
            for holds in (False, True):
                before = applicability.decide(listed, catalogue(), told(unit, kind, holds=holds))
                assert before.may_insist, (item, unit)
                assert not before.outcome.issues
                first.add(before.outcome)
                assert steps.INSISTS in steps.steps(listed, before, {})  # online
                after = applicability.decide(
                    listed, catalogue(), told(unit, kind, holds=holds, still_demanded=True)
                )
                assert after.outcome is Outcome.TRANSITIONAL, (item, unit)
                assert {Requirement.FACTS, Requirement.GROUND} <= after.requires
                assert Requirement.WRITTEN_DEMAND not in after.requires
        assert TransitionKind.POLICY_GAP is open_to(unit)[0]
    assert Outcome.REFUSE in first
    assert "insists" in CounterForm(listed, TODAY).fields  # at the counter


@pytest.mark.parametrize("item", LISTED)
@pytest.mark.parametrize("channel", ["online", "counter"])
def test_it_is_issued_by_the_fact_alone(
    item: str, channel: str, case_for: Callable[..., Case], clerk: User
) -> None:
    by = clerk if channel == "counter" else None
    case = case_for(item, demander="housing", channel=channel, by=by)
    gap = insisted(kind=TransitionKind.POLICY_GAP, fact=SEEN, said_by="", office="")
    given = Given(tuple(kind.value for kind in case.revision.item.sensitive))
    transition.record_ground(case, gap, given=given, by=clerk, at=NOON)
    assert case.outcome == Outcome.TRANSITIONAL.value
    stops = [one.code for one in drafting.obstacles(case, by=clerk, at=NOON)]
    assert stops == ["facts"]

    said = {"means": Means.OWN_STATEMENT, "result": Result.CONFIRMED, "note": "自己说的"}
    verification.record(case, STATED, **said, by=clerk, at=NOON)
    stops = [one.code for one in drafting.obstacles(case, by=clerk, at=NOON)]
    assert stops == ["facts"]  # nobody is his own witness

    said = {"means": Means.HOME_VISIT, "result": Result.CONFIRMED, "note": "看过"}
    verification.record(case, STATED, **said, by=clerk, at=NOON)
    assert drafting.obstacles(case, by=clerk, at=NOON) == ()


def test_with_no_fact_stated_nothing_goes_before_the_pen(
    case_for: Callable[..., Case], clerk: User
) -> None:
    # A ground from before facts were stated, on an item that names none.
    case = case_for("NEG-17", demander="bank")
    agreed = Given(("money",), "oral")
    transition.record_ground(case, insisted(fact=SEEN), given=agreed, by=clerk, at=NOON)
    ground = case.grounds.get()
    ground.fact = ""
    ground.save()
    (found,) = drafting.obstacles(Case.objects.get(pk=case.pk), by=clerk, at=NOON)
    assert (found.code, "哪一件事实" in found.message) == ("facts", True)
