"""What not even the database takes (数据库约束): each rule broken alone, and refused by its name.

A constraint that is added joins by itself: a kind that is not known is tried from its own
condition, and any other rule without an example in ``BROKEN`` fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, F, QuerySet

from juzheng.acts import retention
from juzheng.acts.base import holds
from juzheng.acts.cases import (
    consultation,
    delegation,
    deliberation,
    objection,
    refusal,
    signing,
    transition,
)
from juzheng.acts.catalogue import amendments, changes, confirming
from juzheng.acts.catalogue.amendments import Proposal
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.acts.demands import registry, units
from juzheng.acts.demands.registry import Review
from juzheng.acts.inquiries import inquiries
from juzheng.catalogue import catalogue
from juzheng.catalogue.prepared import prepared
from juzheng.law.base.demanders import Demander
from juzheng.law.base.retention import HoldGround, Kept
from juzheng.law.cases.consultation import Consultation
from juzheng.law.cases.consultation import Result as Heard
from juzheng.law.cases.deliberation import Meeting
from juzheng.law.demands.registry import AskedOf, Opinion, Stated
from juzheng.law.inquiries.inquiries import Sent
from juzheng.records.models import Case, Certificate, Demand, User
from tests.acts.test_clerks_papers import one_of_each
from tests.acts.test_inquiries import REPLY, registered
from tests.acts.test_tellings import added
from tests.conftest import NOON, insisted
from tests.web.reporting import heard

Break = Callable[[QuerySet[Any]], object]
NONSENSE = "nonsense"

BROKEN: dict[str, Break] = {
    "amendment_submitted_only_when_argued": lambda rows: rows.update(submitted_at=NOON),
    "opinion_stance_is_known": lambda rows: rows.update(stance=NONSENSE, recorded_at=NOON),
    "opinion_recorded_when_there_is_a_stance": lambda rows: rows.update(recorded_at=NOON),
    "case_prepared_at_and_prepared_by_together": lambda rows: rows.update(prepared_by=None),
    "case_beyond_receipt_only_when_prepared": lambda rows: rows.update(
        prepared_at=None, prepared_by=None
    ),
    "certificate_answers_one_thing": lambda rows: rows.filter(inquiry=None).update(case=None),
    "certificate_issued_has_file": lambda rows: rows.update(file=""),
    "certificate_revoked_at_by_and_reason_together": lambda rows: rows.update(
        revocation_reason="写错了"
    ),
    "certificate_replaced_is_revoked": lambda rows: rows.filter(status="issued").update(
        replaced_by=F("pk")
    ),
    "delegation_ends_after_it_begins": lambda rows: rows.update(last=date(2000, 1, 1)),
    "delegation_is_to_somebody_else": lambda rows: rows.update(giver=F("deputy")),
    "change_submitted_at_and_by_together": lambda rows: rows.update(submitted_at=None),
    "change_reviewed_at_and_by_together": lambda rows: rows.update(reviewed_by=None),
    "change_published_only_when_reviewed": lambda rows: rows.update(
        reviewed_at=None, reviewed_by=None
    ),
    "change_reviewed_by_a_second_officer": lambda rows: rows.update(reviewed_by=F("submitted_by")),
    "correction_stated_at_and_by_together": lambda rows: rows.update(stated_by=None),
    "correction_facts_served_and_due": lambda rows: rows.update(
        facts_served_on=NOON.date(), facts_due_on=None
    ),
    "correction_facts_served_once_stated": lambda rows: rows.update(
        stated_at=None, stated_by=None, facts_served_on=NOON.date(), facts_due_on=NOON.date()
    ),
    "correction_heard_at_and_by_together": lambda rows: rows.update(heard_by=None),
    "correction_approved_at_and_by_together": lambda rows: rows.update(approved_at=NOON),
    "correction_shown_only_when_approved": lambda rows: rows.update(state="exposed"),
    "correction_approved_by_a_second_officer": lambda rows: rows.update(
        approved_at=NOON, approved_by=F("stated_by")
    ),
    "correction_listed_as_its_kind_is": lambda rows: rows.update(
        unit_kind="court", listed_as="department"
    ),
    "correction_shown_only_when_listed": lambda rows: rows.update(
        state="retracted", listed_as="", retracted_on=NOON.date(), apology="致歉"
    ),
    "correction_retracted_with_words": lambda rows: rows.update(state="retracted"),
    "exhibit_checked_at_and_by_together": lambda rows: rows.update(checked_at=NOON),
    "exhibit_checked_by_another": lambda rows: rows.update(checked_by=F("by"), checked_at=NOON),
    "demand_submitted_at_and_by_together": lambda rows: rows.update(submitted_by=None),
    "demand_settled_only_when_submitted": lambda rows: rows.update(
        submitted_at=None, submitted_by=None
    ),
    "user_role_is_known": lambda rows: rows.filter(role="clerk").update(role=NONSENSE),
    "user_office_belongs_to_overseers": lambda rows: rows.filter(role="clerk").update(
        office="justice"
    ),
    "user_division_belongs_to_overseers": lambda rows: rows.filter(role="clerk").update(
        division="420000"
    ),
    "user_unit_belongs_to_departments": lambda rows: rows.filter(role="department").update(
        role="clerk"
    ),
    "delivery_posted_only_with_its_text": lambda rows: rows.update(state="posted"),
    "report_reviewed_at_and_by_together": lambda rows: rows.update(reviewed_by=None),
    "report_triaged_at_and_by_together": lambda rows: rows.update(triaged_by=None),
    "report_basis_is_told": lambda rows: rows.update(state="has_basis"),
    "correction_scan_only_with_service": lambda rows: rows.update(served_scan="a", served_on=None),
    "report_accepted_into_a_correction": lambda rows: rows.update(correction=None),
    "hold_keeps_one_thing": lambda rows: rows.update(case=None),
    "inquiry_drafted_at_and_by_together": lambda rows: rows.update(drafted_by=None),
    "inquiry_decided_at_and_by_together": lambda rows: rows.update(decided_by=None),
    "inquiry_over_only_when_decided": lambda rows: rows.update(decided_at=None, decided_by=None),
    "inquiry_answered_when_sent": lambda rows: rows.update(sent_on=None),
    "objection_decided_at_and_by_together": lambda rows: rows.update(decided_by=None),
    "objection_decided_by_somebody": lambda rows: rows.update(decided_at=None, decided_by=None),
    "request_ended_at_and_by_together": lambda rows: rows.update(ended_by=None),
    "request_ended_by_somebody": lambda rows: rows.update(ended_at=None, ended_by=None),
    "custody_has_copies": lambda rows: rows.update(copies=0),
    "custody_undone_at_and_by_together": lambda rows: rows.update(undone_by=None),
    "correction_unit_kind_is_known": lambda rows: rows.update(unit_kind=NONSENSE, listed_as=""),
    **{
        f"{what}_struck_at_and_by_together": lambda rows: rows.update(struck_at=NOON)
        for what in ("consultation", "deliberation", "risk", "verification")
    },
    "deliberation_no_more_present_than_entitled": lambda rows: rows.update(
        present=F("entitled") + 1
    ),
}

KNOWN_WORDS = [
    "amendment_state_is_known",
    "case_channel_is_known",
    "case_outcome_is_known",
    "case_state_is_known",
    "certificate_kind_is_known",
    "certificate_state_is_known",
    "change_state_is_known",
    "committee_kind_is_known",
    "confirmation_answer_is_known",
    "confirmation_state_is_known",
    "consultation_result_is_known",
    "correction_hearing_is_known",
    "correction_severity_is_known",
    "correction_state_is_known",
    "custody_is_known",
    "delegation_state_is_known",
    "delivery_channel_is_known",
    "delivery_state_is_known",
    "demand_asked_of_is_known",
    "demand_held_is_known",
    "demand_state_is_known",
    "edit_kind_is_known",
    "ground_kind_is_known",
    "ground_means_is_known",
    "hold_ground_is_known",
    "hold_state_is_known",
    "inquiry_authority_is_known",
    "inquiry_finding_is_known",
    "inquiry_sent_how_is_known",
    "inquiry_state_is_known",
    "objection_channel_is_known",
    "objection_ruling_is_known",
    "report_state_is_known",
    "request_end_is_known",
    "shorter_term_kind_is_known",
    "telling_state_is_known",
    "report_unit_kind_is_known",
    "report_word_is_known",
    "review_office_is_known",
    "review_opinion_is_known",
    "revision_kind_is_known",
    "revision_origin_is_known",
    "unit_kind_is_known",
    "verification_means_is_known",
    "verification_result_is_known",
]  # each tried from its own condition


def rules() -> Iterator[tuple[type[models.Model], CheckConstraint]]:
    for model in apps.get_app_config("records").get_models():
        for rule in model._meta.constraints:
            if isinstance(rule, CheckConstraint):
                yield model, rule


def breaking(rule: CheckConstraint) -> Break:
    """Return what breaks ``rule``; for a list of known words it is read off the rule itself."""
    if rule.name in BROKEN:
        return BROKEN[rule.name]
    ((asked, _known),) = rule.condition.children  # type: ignore[union-attr, misc]
    field, _, lookup = str(asked).partition("__")
    assert lookup == "in", f"{rule.name} needs an example of what it refuses"
    return lambda rows: rows.update(**{field: NONSENSE})


@pytest.fixture
def everything(
    drafted_for: Callable[..., Case],
    case_for: Callable[..., Case],
    clerk: User,
    responsible: User,
    person: Callable[..., User],
) -> None:
    """Make a row of every kind, by the acts that make them."""
    signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    lent = delegation.Lent(clerk, NOON.date(), NOON.date())
    delegation.give(lent, key="lent", by=responsible, at=NOON)
    meeting = case_for("POS-003", by=clerk)
    sheet = b"%PDF-1.7\n%%EOF"
    deliberation.record(meeting, _meeting(), sheet=sheet, by=clerk, at=NOON)
    transition.record_ground(
        case_for("NEG-01", demander="bank"),
        insisted(),
        by=clerk,
        at=NOON,
    )
    heard_of = ("居民座谈会", NOON.date(), "同楼住户", "都说认识", Heard.AGREED)
    consultation.record(case_for("NEG-01"), Consultation(*heard_of), by=clerk, at=NOON)
    told = {"risk": "有风险", "precaution": "写明用途", "counsel": ""}
    transition.assess(case_for("NEG-01"), **told, by=clerk, at=NOON)
    asked = registered(clerk)
    inquiries.draft(asked, REPLY, version=asked.version, by=clerk, at=NOON)
    told = {"version": asked.version, "by": responsible, "at": NOON}
    inquiries.sign(asked, **told)
    asked.refresh_from_db()
    inquiries.answer(asked, Sent.POST, NOON.date(), **{**told, "version": asked.version})
    one_of_each(Certificate.objects.filter(status="issued", inquiry=None)[0], case_for, clerk)
    refused = case_for("NEG-01")
    refusal.refuse(refused, by=clerk, at=NOON)
    refused.refresh_from_db()
    objection.file(refused, reason="不同意", by=None, at=NOON)
    objection.uphold(refused, answer="依据如此", version=refused.version, by=responsible, at=NOON)
    officers = [person(name, "overseer", None, name, division="") for name in ("one", "two")]
    heard(officers[0])
    kept = holds.Asked(HoldGround.DISPUTE, "示信访1号", "没有办完", NOON.date())
    holds.place(refused.number, kept, by=officers[0], at=NOON)
    shorter: Any = {"division": "", "reason": "规定", "by": officers[0], "at": NOON}
    retention.shorten(Kept.REFUSAL, 400, **shorter)
    _published(officers)
    _demanded(person, officers[0])
    confirming.ask(catalogue().items["POS-013"], "990121", by=None, at=NOON)
    item = amendments.candidates("", NOON)[0].item
    proposed = Proposal(item, "", "改为由登记机关核查")
    made = amendments.propose(proposed, key="k", by=officers[0], at=NOON)
    amendments.consult(made, ["县民政局"], version=made.version, by=officers[0], at=NOON)
    added(officers[0])


def _meeting() -> Meeting:
    return Meeting(
        kind="居民会议",
        called_on=date(2026, 11, 1),
        held_on=date(2026, 11, 20),
        entitled=30,
        present=30,
        votes_for=30,
        against=0,
        abstained=0,
        notice_from=date(2026, 11, 21),
        public_notice_days=1,
        sheet=True,
    )


def _published(officers: list[User]) -> None:
    ready = prepared("hubei-2020")
    tables = (ready.instruments, ready.items, ready.lists)
    pages = [Page(entry) for table in tables for entry in table.values()]
    heading = Heading("湖北清单", "原因", "420000", date(2020, 12, 31))
    change = changes.draft(heading, pages, key="k", by=officers[0], at=NOON)
    changes.submit(change, version=change.version, by=officers[0], at=NOON)
    changes.publish(change, version=change.version, by=officers[1], at=NOON)


def _demanded(person: Callable[..., User], officer: User) -> Demand:
    unit = units.enter(
        "示例县住房登记中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )
    by = person("registrar", "department", None, unit=unit)
    stated = Stated("过户", "亲属关系证明", AskedOf.COMMITTEE, "申请人是原权利人的儿子")
    demand = registry.register(stated, unit=unit, key="k", by=by, at=NOON)
    registry.submit(demand, version=demand.version, by=by, at=NOON)
    said = Review(Opinion.CANCEL, "没有依据")
    return registry.review(demand, said, version=demand.version, by=officer, at=NOON)


def test_the_database_refuses_each_rule_broken_alone_and_says_which(everything: None) -> None:
    for model, rule in rules():
        rows = model._base_manager.all()
        assert rows.exists(), f"{model.__name__} has no row to break {rule.name} with"
        with pytest.raises(IntegrityError, match=rf"\b{rule.name}\b"), transaction.atomic():
            breaking(rule)(rows)


def test_no_rule_was_dropped_unnoticed() -> None:
    assert set(BROKEN) | set(KNOWN_WORDS) <= {rule.name for _, rule in rules()}
