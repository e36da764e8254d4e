"""Tampering: whatever somebody with the database changes in a row, the audit names it.

The table is made from the models: a new model, or a new column of an old one, joins by itself, and
fails here until its acts write the line that vouches for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from juzheng.acts import retention
from juzheng.acts.audit import Report as AuditReport
from juzheng.acts.audit import audit
from juzheng.acts.base import access_log, holds, moves, offices
from juzheng.acts.cases import (
    consultation,
    delegation,
    deliberation,
    objection,
    refusal,
    revocation,
    signing,
    striking,
    transition,
)
from juzheng.acts.catalogue import (
    amendments,
    changes,
    confirming,
    documents,
    publications,
    tellings,
)
from juzheng.acts.demands import registry, units
from juzheng.acts.inquiries import inquiries
from juzheng.acts.supervision import exposure, inquiry, reports
from juzheng.catalogue.papers.drafting import Drafting, Row
from juzheng.law.base.demanders import Demander
from juzheng.law.base.retention import HoldGround, Kept
from juzheng.law.cases import consultation as consultation_law
from juzheng.law.cases.deliberation import Meeting
from juzheng.law.catalogue.amendments import OpinionStance
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.looking import LookLine
from juzheng.law.demands.registry import Opinion
from juzheng.law.inquiries.inquiries import Finding, Sent
from juzheng.records.catalogue import governing
from juzheng.records.models import Case, Counter, Entry, Publication, Report, Revision, User
from juzheng.records.sealed import Box, SealedMapping, SealedText
from juzheng.records.tracked import Covered, Moving, covered_models
from tests.acts import tampering_kinds
from tests.acts.any_day import audit_beside_the_catalogue
from tests.acts.tampering_kinds import LATER, undone
from tests.acts.test_amendments import proposed
from tests.acts.test_changes import drafted, hubei_pages
from tests.acts.test_clerks_papers import one_of_each
from tests.acts.test_demands import BASELESS
from tests.acts.test_exposure import ABOUT, FACTS, SAID, filed
from tests.acts.test_inquiries import registered
from tests.conftest import NOON, insisted
from tests.supervising import GROUNDS, facts_served, messenger, reviewed

HEARD = LATER + timedelta(days=6)

# Rows that nothing rests on, each with why; whatever has a state is never among them.
NOT_COVERED = {
    "Attempt": "the rate limiter's memory; forgotten after its window",
    "Counter": "compared with the numbers that were given",
    "Draft": "not filed yet; forgotten after some days",
    "Entry": "the ledger itself; its chain covers it",
    "KeptQuestion": "a question that nobody acted on; forgotten after thirty days",
    "Import": "a file that waits for an officer's yes; it governs nothing",
    "Tally": "a count of other rows; audit counts them anew and compares",
}


# What the database itself lets nobody change in one row alone.
TAKEN = {
    "Delivery.channel": "each publication has every channel already",
    "Delivery.publication_id": "the other publication has that channel already",
}


def test_every_model_is_covered_or_has_a_reason() -> None:
    here = {model.__name__: model for model in apps.get_app_config("records").get_models()}
    covered = {model.__name__ for model in covered_models()}
    assert set(here) == covered | set(NOT_COVERED)
    assert not covered & set(NOT_COVERED)
    for name in NOT_COVERED:
        assert not {field.name for field in here[name]._meta.fields} & {"state", "status"}, name


def test_whatever_has_a_state_has_a_machine() -> None:
    for model in covered_models():
        state = {field.name for field in model._meta.fields} & {"state", "status"}
        assert bool(state) == issubclass(model, Moving), model
        if issubclass(model, Moving):
            assert state == {model.STATE}
            assert set(model.MACHINE.table) == {None, *model.MACHINE.states}
            reached = {event for steps in model.MACHINE.table.values() for event in steps}
            assert reached == set(model.MACHINE.events)


@pytest.fixture
def everything(
    few_sheets: None,
    few_texts_tried: None,
    drafted_for: Callable[..., Case],
    case_for: Callable[..., Case],
    person: Callable[..., User],
    clerk: User,
    responsible: User,
) -> None:
    """Build one of everything that is covered, by the real acts."""
    first = person("first", "overseer", None, "郑科长", division="")
    second = person("second", "overseer", None, "吴科员", division="", office="justice")
    _cases(drafted_for, case_for, clerk, responsible)
    _catalogue(case_for, clerk, first, second)
    _demands(person, first, second)
    _supervision(first, second)
    for case in Case.objects.order_by("pk")[:2]:
        access_log.viewed(case, "办件", by=clerk, at=NOON)
    _inquiries(clerk, responsible)
    access_log.report_viewed(Report.objects.earliest("pk"), "report", by=first, at=LATER)
    for place in ("420100", "420000"):
        reached = offices.Reached(f"{place}民政局", "人民路1号", "55555555", "工作日")
        offices.enter(place, reached, version=0, by=first, at=NOON)
        shorter: Any = {"division": place, "reason": "本地规定", "by": first, "at": NOON}
        retention.shorten(Kept.REFUSAL, 400, **shorter)
    asked = holds.Asked(HoldGround.AUTHORITY, "（2026）示民初1号", "审结前保留", LATER.date())
    for row in (*Case.objects.order_by("pk")[:2], *Report.objects.order_by("pk")[:1]):
        hold = holds.place(row.number, asked, by=first, at=NOON)
    holds.lift(hold, "已审结", version=hold.version, by=first, at=NOON)


def _cases(drafted_for: Any, case_for: Any, clerk: User, responsible: User) -> None:
    issued = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    revocation.revoke(issued, reason="事实有误", by=responsible, at=NOON)
    one_of_each(signing.sign(drafted_for("POS-001"), by=responsible, at=NOON), case_for, clerk)
    for days in (1, 2):
        lent = delegation.Lent(clerk, NOON.date(), NOON.date() + timedelta(days=days))
        delegation.give(lent, key=f"lent-{days}", by=responsible, at=NOON)
    refused = case_for("NEG-01")
    refusal.refuse(refused, by=clerk, at=NOON)
    refused.refresh_from_db()
    objection.file(refused, reason="不同意", by=clerk, at=NOON)
    seen = {"version": refused.version, "by": responsible, "at": NOON}
    objection.uphold(refused, answer="依据如此", **seen)
    case = case_for("NEG-01", by=clerk)
    transition.record_ground(case, insisted(fact="看到门牌。", legal_risk=True), by=clerk, at=NOON)
    heard = ("居民座谈会", NOON.date(), "同楼住户", "都说认识", consultation_law.Result.AGREED)
    consultation.record(case, consultation_law.Consultation(*heard), by=clerk, at=NOON)
    both = {"public_interest": True, "legal_risk": True, "verifiable": True}
    transition.restate(case, **both, by=clerk, at=NOON)
    transition.assess(case, risk="有风险", precaution="写明用途", counsel="", by=clerk, at=NOON)
    meeting = Meeting(
        kind="residents_assembly",
        called_on=date(2026, 11, 10),
        held_on=date(2026, 11, 20),
        entitled=100,
        present=60,
        votes_for=50,
        against=5,
        abstained=5,
        notice_from=None,
        public_notice_days=0,
        objections=0,
        objections_settled=0,
        sheet=False,
    )
    deliberation.record(case, meeting, sheet=b"", by=clerk, at=NOON)
    checked = drafted_for("POS-001").verifications.latest("pk")
    recorded = (case.deliberations, case.consultations, case.assessments)
    for slip in (checked, *(kind.latest("pk") for kind in recorded)):
        slip.case.refresh_from_db()
        told = {"reason": "记错了", "version": slip.case.version}
        striking.strike(slip, **told, by=clerk, at=NOON)


def _inquiries(clerk: User, responsible: User) -> None:
    declined = registered(clerk, key="another")
    told = {"by": responsible, "at": NOON}
    inquiries.decline(declined, "没有调查令", version=declined.version, **told)
    one = registered(clerk)
    reply = inquiries.Reply(Finding.FOUND, "查登记册", "有登记。")
    inquiries.draft(one, reply, version=one.version, by=clerk, at=NOON)
    inquiries.sign(one, version=one.version, **told)
    one.refresh_from_db()
    inquiries.answer(one, Sent.POST, NOON.date(), version=one.version, by=clerk, at=NOON)
    for letter in (declined, one):
        access_log.inquiry_viewed(letter, "来函", by=clerk, at=NOON)


def a_paper(n: int) -> tuple[documents.Handed, Drafting]:
    """Return a list on paper, and what an officer makes of it."""
    content = f"{n}.健在证明".encode()
    handed = documents.Handed("清单.txt", "txt", content, (content.decode(),))
    row = Row("健在证明", content.decode(), choice="NEG-10")
    told = ("示例清单", ListKind.NEGATIVE, "990121", "", "示例县民政局", NOON.date(), NOON.date())
    return handed, Drafting(*told, rows=(row,))


def _catalogue(case_for: Any, clerk: User, first: User, second: User) -> None:
    change = drafted(first, hubei_pages(), division="420000")
    changes.submit(change, version=change.version, by=first, at=NOON)
    changes.publish(change, version=change.version, by=second, at=NOON)
    assert Publication.objects.exists()
    publications.finish_all(at=NOON)
    refused = case_for("POS-001", by=clerk)
    told = {"public_interest": False, "legal_risk": False, "verifiable": False}
    transition.restate(refused, **told, by=clerk, at=NOON)
    drafted(first, hubei_pages()[:1], division="420000", key="another")
    for n in range(2):
        documents.take_in(*a_paper(n), key=f"paper {n}", by=first, at=NOON)
    unlooked = [governing.governing(NOON.date()).items[one] for one in ("POS-013", "POS-014")]
    asked = [confirming.ask(one, "990121", by=None, at=NOON) for one in unlooked]
    line = LookLine("POS-013", may=False, reason="没有这样的规定")
    found = confirming.Found(line, "查过", "示例县")
    confirming.answer(asked[0], found, version=asked[0].version, by=first, at=NOON)
    others = [one.item for one in amendments.candidates("", NOON) if one.item != "POS-001"]
    proposed(first, item=others[0], key="another")
    one = proposed(first)
    amendments.consult(one, ["县民政局"], version=one.version, by=first, at=NOON)
    said = {"stance": OpinionStance.AGREES, "text": "同意"}
    amendments.record_opinion(one.opinions.get(), **said, version=one.version, by=first, at=NOON)
    for label, words in (("NEG-06", "呱呱叫的条子"), ("NEG-01", "叮叮当的条子")):
        _, rests_on = tellings.tried(label, words, NOON)
        wanted = tellings.Wanted(label, words, "有人这样问")
        telling = tellings.add(wanted, seen=rests_on, by=first, at=NOON)
    tellings.withdraw(telling, "没有人这样问", version=telling.version, by=first, at=NOON)


def _demands(person: Any, first: User, second: User) -> None:
    unit = units.enter("示例局", kind=Demander.HOUSING, division="420100", by="operator", at=NOON)
    other = units.enter("另一局", kind=Demander.POLICE, division="420100", by="operator", at=NOON)
    clerk = person("other-registrar", "department", None, "孙登记", unit=other)
    registry.register(BASELESS, unit=other, key="another", by=clerk, at=NOON)
    registrar = person("registrar", "department", None, "钱登记", unit=unit)
    demand = registry.register(BASELESS, unit=unit, key="k", by=registrar, at=NOON)
    registry.submit(demand, version=demand.version, by=registrar, at=NOON)
    for by in (first, second):
        said = registry.Review(Opinion.CANCEL, "没有依据")
        registry.review(demand, said, version=demand.version, by=by, at=NOON)


def _supervision(first: User, second: User) -> None:
    report = reports.receive(filed(), at=NOON)
    reports.review(report, SAID, by=first, at=NOON)
    one = exposure.accept(report, ABOUT, by=first, at=NOON)
    exposure.notify(one, "示例市示例局", version=one.version, by=first, at=NOON)
    served = (exposure.Service.POST, NOON.date(), "挂号1号")
    post = messenger("990121")
    exposure.serve(one, *served, version=one.version, by=post, at=NOON)
    inquiry.serve_superior(one, *served, version=one.version, by=post, at=NOON)
    inquiry.check(one, version=one.version, by=messenger("990100"), at=NOON)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=LATER)
    facts_served(one, LATER, b"%PDF-1.7 receipt")
    heard = HEARD
    exposure.hear(one, exposure.Hearing.SILENT, "", version=one.version, by=first, at=heard)
    reviewed(one, messenger("990100"), heard)
    exposure.publish(one, version=one.version, by=second, at=heard)
    exposure.accept(reports.receive(filed(), at=NOON), ABOUT, by=first, at=NOON, apart=True)


def tampered(model: type[Covered], name: str, pk: int) -> Iterator[Any]:
    """Yield values that the column may hold instead, until one is accepted by the database."""
    column = {field.attname: field for field in model._meta.concrete_fields}[name]
    now = model._base_manager.values_list(name, flat=True).get(pk=pk)
    if isinstance(column, models.ForeignKey):
        others = column.related_model._base_manager.exclude(pk=now)
        yield from [*others.values_list("pk", flat=True)[:20], None]
    elif isinstance(column, SealedText | SealedMapping):  # without the key: another row's, any text
        yield from map(Box, model._base_manager.exclude(pk=pk).values_list(name, flat=True)[:1])
        yield from (Box("v1:AAAA"), Box("改"), "")
    elif isinstance(column, models.BooleanField):
        yield not now
    elif isinstance(column, models.IntegerField):
        yield from (now + 1 if now is not None else 1, 0, 10**6)
    elif isinstance(column, models.DateTimeField | models.DateField):
        yield from (now + timedelta(days=1) if now else NOON, None)
    elif isinstance(now, dict | list):
        yield {"altered": "value"} if isinstance(now, dict) else ["altered"]
    else:
        yield from _words(model, name, now)


def _words(model: type[Covered], name: str, now: Any) -> Iterator[str]:
    """Yield other texts: first whatever the column's closed list holds, then anything."""
    for constraint in model._meta.constraints:
        condition = getattr(constraint, "condition", None)
        for child in getattr(condition, "children", ()):
            if isinstance(child, tuple) and child[0] == f"{name}__in":
                yield from (word for word in child[1] if word != now)
    if issubclass(model, Moving) and name == model.STATE:
        yield from (state.value for state in model.MACHINE.states if state.value != now)
    yield from ("改", "99", "")


def looking(model: type[Covered]) -> Callable[[], AuditReport]:
    """Return the audit that reads ``model``, without the catalogue unless it is that."""
    return audit if model is Revision else audit_beside_the_catalogue


def change(model: type[Covered], name: str, pk: int) -> bool:
    """Change one column past the acts; return whether the database lets any other value in."""
    now = model._base_manager.values_list(name, flat=True).get(pk=pk)
    for value in tampered(model, name, pk):
        if value == now:
            continue
        try:
            with transaction.atomic():  # where a constraint says no: that too is a guard
                model._base_manager.filter(pk=pk).update(**{name: value})
        except Exception:  # noqa: BLE001 - each database refuses in its own way
            continue
        return True
    return False


@pytest.mark.slow
def test_the_audit_finds_whatever_is_done_past_the_acts(everything: None, clerk: User) -> None:
    """All in one test: to build everything takes longer than each of them."""
    assert audit().faults == ()
    changes_missed, refused = _columns_changed()
    assert (changes_missed, set(refused)) == ([], set(TAKEN))
    assert _rows_gone() == []
    with undone():
        User.objects.create_user("intruder", password="x", role="overseer", division="")
        assert "intruder" in {fault.where for fault in audit().faults}
    with undone():
        tampering_kinds.look_at_some(clerk)
        assert tampering_kinds.missed() == ([], ["the last look taken out with its line"])
    _rows_from_before_are_vouched_for_once(clerk)


def _columns_changed() -> tuple[list[str], list[str]]:
    """Return the changed columns that no audit names, and those that no change gets into."""
    missed, refused = [], []
    for model in covered_models():
        rows = model._base_manager.order_by("-pk").values_list("pk", flat=True)[:20]
        assert rows, f"the scene lacks a {model.__name__}"
        with undone():
            kept = [n for n in model.columns() if not any(change(model, n, pk) for pk in rows)]
            said = " ".join(fault.what for fault in looking(model)().faults)
            named = set(re.findall(r"\w+", said))
            changed = set(model.columns()) - set(kept)
            missed += [f"{model.__name__}.{name}" for name in sorted(changed - named)]
            refused += [f"{model.__name__}.{name}" for name in kept]
    return missed, refused


def _rows_gone() -> list[str]:
    """Return the rows that were taken out and that no audit names."""
    missed = []
    for model in covered_models():
        row = model._base_manager.order_by("pk").last()
        assert row is not None
        with undone(), connection.constraint_checks_disabled():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])
            if row.covered_as not in {fault.where for fault in looking(model)().faults}:
                missed.append(row.covered_as)
    return missed


def _rows_from_before_are_vouched_for_once(clerk: User) -> None:
    """Rows from before the ledger vouched are found, vouched for, and then held to it."""
    looks = {"chain__startswith": "views:"}, {"series__startswith": "views:"}
    Entry.objects.filter(**looks[0]).delete()  # as an old version left them
    Counter.objects.filter(**looks[1]).delete()
    for entry in Entry.objects.all():
        told = {key: value for key, value in entry.details.items() if key != "covers"}
        Entry.objects.filter(pk=entry.pk).update(details=told)
    _chain_anew()
    assert audit().faults  # not yet vouched for

    assert moves.vouch_for_all(at=HEARD) > 0
    assert audit().faults == ()
    assert moves.vouch_for_all(at=HEARD) == 0
    User.objects.filter(pk=clerk.pk).update(role="responsible")
    assert audit().faults


def _chain_anew() -> None:
    from juzheng.law.base import ledger

    previous: dict[str, str] = {}
    for entry in Entry.objects.order_by("chain", "position"):
        digest = ledger.digest(previous.get(entry.chain, ledger.GENESIS), entry.line())
        entry.digest = digest
        Entry.objects.filter(pk=entry.pk).update(digest=digest, seal=entry.own_seal())
        previous[entry.chain] = digest
