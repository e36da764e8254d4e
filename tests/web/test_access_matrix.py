"""
Who may open which address, and how (权限矩阵): every address × every visitor × every method.

The table below is the whole truth: an address of the URLconf without a row fails, a row without
an address fails. A request that is turned away changes nothing.

How to add an address: one row in ``ROWS``. Doors for everybody (no account) take ``open_to_all``:
there only the methods are asked here, and each door's own tests ask the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from juzheng.acts.base import holds
from juzheng.acts.cases import missing, signing
from juzheng.acts.catalogue import changes
from juzheng.acts.demands import registry, units
from juzheng.law.base.demanders import Demander
from juzheng.law.base.retention import HoldGround
from juzheng.law.cases.missing import Asked
from juzheng.law.demands.registry import AskedOf, Stated
from juzheng.records.models import Amendment, Case, Committee, Confirmation, LocalTelling, User
from tests.acts.test_inquiries import drafted
from tests.conftest import NOON, PASSWORD
from tests.each import none_breaks
from tests.records.snapshots import snapshot
from tests.web import reporting

VISITORS = (
    "nobody",
    "reader",
    "clerk",
    "responsible",
    "overseer",
    "other_overseer",
    "other_clerk",
    "other_responsible",
    "unit",
    "other_unit",
    "inactive",
)
OUTSIDE = ("nobody", "inactive")
OWN = ("reader", "clerk", "responsible")
OTHERS = ("other_clerk", "other_responsible", "overseer", "other_overseer", "unit", "other_unit")

SIGN_IN, OPEN, NOT_YOURS, NO_SUCH, WRONG = 302, 200, 403, 404, 405
OWN_DOOR = -302  # the first page of somebody else's door leads to one's own


@dataclass(frozen=True)
class Row:
    """What one address answers: who may GET and POST, and what the others get."""

    get: tuple[str, ...] | None  # roles that may; None: no such method
    post: tuple[str, ...] | None
    others: int = NO_SUCH  # for staff of elsewhere
    args: tuple[str, ...] = ()
    public: bool = False


STAFF = tuple(visitor for visitor in VISITORS if visitor not in OUTSIDE)
HANDS = ("clerk", "responsible")
SEES = ("reader", "clerk", "responsible", "other_clerk", "other_responsible")
TAKES = ("clerk", "responsible", "other_clerk", "other_responsible")
PEN = ("responsible", "other_responsible")
OFFICE, OFFICES = ("overseer",), ("overseer", "other_overseer")
UNIT, UNITS = ("unit",), ("unit", "other_unit")
CHANGE, DEMAND = ("{change}",), ("{demand}",)
REPORT, CORRECTION = ("{report}",), ("{correction}",)
EXPOSED = ("{exposed}",)
INQUIRY = ("{inquiry}",)
CASE, WAITING, SCAN, PAPER = ("{case}",), ("{waiting}",), ("{case}", "0" * 64), ("{paper}",)
ASKED = ("{asked}",)


def open_to_all(*, get: bool = False, post: bool = False, args: tuple[str, ...] = ()) -> Row:
    """Return the row of a door for everybody."""
    return Row(VISITORS if get else None, VISITORS if post else None, args=args, public=True)


PUBLIC = open_to_all(get=True)
PUBLIC_POST = open_to_all(post=True)
PUBLIC_BOTH = open_to_all(get=True, post=True)

ROWS: Mapping[str, Row] = {
    "staff:sign-in": PUBLIC_BOTH,
    "staff:sign-in-code": PUBLIC_BOTH,
    "staff:sign-out": PUBLIC_POST,
    "staff:account": Row(STAFF, None),
    "staff:password": Row(STAFF, STAFF),
    "staff:code": Row(STAFF, STAFF),
    "staff:code-removal": Row(STAFF, STAFF),
    "clerk:desk": Row(SEES, None, OWN_DOOR),
    "clerk:search": Row(None, SEES, NOT_YOURS),
    "clerk:new": Row(TAKES, TAKES, NOT_YOURS),
    "clerk:items": Row(TAKES, TAKES, NOT_YOURS),
    "clerk:signatures": Row(PEN, PEN, NOT_YOURS),
    "clerk:delegations": Row(PEN, PEN, NOT_YOURS),
    "clerk:delegation-end": Row(None, (), args=("1",)),  # there is none: 404
    "clerk:case": Row(OWN, None, args=CASE),
    "clerk:identity": Row(None, HANDS, args=CASE),
    "clerk:verification": Row(None, HANDS, args=CASE),
    "clerk:draft": Row(None, HANDS, args=CASE),
    "clerk:preview": Row(OWN, None, args=WAITING),
    "clerk:ground": Row(HANDS, HANDS, args=CASE),
    "clerk:answers": Row(HANDS, HANDS, args=CASE),
    "clerk:circumstances": Row(HANDS, HANDS, args=CASE),
    "clerk:assessment": Row(HANDS, HANDS, args=CASE),
    "clerk:deliberation": Row(HANDS, HANDS, args=CASE),
    "clerk:document": Row((), None, args=SCAN),  # no such scan: 404 even for the own committee
    "clerk:notes": Row(HANDS, HANDS, args=CASE),
    "clerk:missing": Row(HANDS, HANDS, args=CASE),
    "clerk:missing-letter": Row(OWN, None, args=ASKED),
    "clerk:materials": Row(HANDS, HANDS, args=ASKED),
    "clerk:closing": Row(HANDS, HANDS, args=ASKED),
    "clerk:seal": Row(HANDS, HANDS, args=PAPER),
    "clerk:collection": Row(HANDS, HANDS, args=PAPER),
    "clerk:reprint": Row(HANDS, HANDS, args=PAPER),
    "clerk:slip": Row((), (), args=(*PAPER, "0")),  # no such line
    "clerk:register": Row(SEES, None, NOT_YOURS),
    "clerk:book": Row(TAKES, None, args=("2026-11", "xlsx")),  # each their own committee's
    "clerk:refusal": Row(HANDS, HANDS, args=CASE),
    "clerk:particulars": Row(HANDS, HANDS, args=CASE),
    "clerk:strike": Row((), (), args=(*CASE, "verification:0")),  # no such record: 404 for all
    "clerk:recall": Row(HANDS, HANDS, args=WAITING),
    "clerk:withdrawal": Row(HANDS, HANDS, args=CASE),
    "clerk:paper": Row(OWN, None, args=CASE),
    "clerk:receipt": Row(HANDS, None, args=CASE),
    "clerk:code": Row(HANDS, HANDS, args=CASE),
    "clerk:inquiries": Row(SEES, None, NOT_YOURS),
    "clerk:inquiry-new": Row(TAKES, TAKES, NOT_YOURS),
    "clerk:inquiry": Row(OWN, None, args=INQUIRY),
    "clerk:inquiry-letter": Row(OWN, None, args=INQUIRY),
    "clerk:inquiry-preview": Row(OWN, None, args=INQUIRY),
    "clerk:inquiry-signature": Row(None, ("responsible",), args=INQUIRY),
    "clerk:inquiry-step": Row(None, ("responsible",), args=(*INQUIRY, "refusal")),
    "clerk:objection": Row(HANDS, HANDS, args=CASE),
    "clerk:review": Row(("responsible",), ("responsible",), args=CASE),
    "clerk:return": Row(None, ("responsible",), args=WAITING),
    "clerk:signature": Row(None, ("responsible",), args=WAITING),
    "clerk:certificate": Row(OWN, None, args=PAPER),
    "clerk:replacement": Row(HANDS, HANDS, args=PAPER),
    "clerk:kept": Row(None, HANDS, args=CASE),
    "clerk:revocation": Row(("responsible",), ("responsible",), args=PAPER),
    "overseer:knots": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:knots-template": Row(OFFICES, None, NOT_YOURS),
    "overseer:grounds": Row(OFFICES, None, NOT_YOURS),
    "overseer:holidays": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:home": Row(OFFICES, None, OWN_DOOR),
    "overseer:demands": Row(OFFICES, None, NOT_YOURS),
    "overseer:demand": Row(OFFICE, None, NOT_YOURS, args=DEMAND),
    "overseer:demand-review": Row(None, OFFICE, NOT_YOURS, args=DEMAND),
    "overseer:units": Row(OFFICES, None, NOT_YOURS),
    "overseer:unit": Row(OFFICE, OFFICE, NOT_YOURS, args=("{below}",)),
    "department:home": Row(UNITS, None, OWN_DOOR),
    "department:new": Row(UNITS, UNITS, NOT_YOURS),
    "department:demand": Row(UNIT, None, NOT_YOURS, args=DEMAND),
    "department:edit": Row(UNIT, UNIT, NOT_YOURS, args=DEMAND),
    "department:submission": Row(None, UNIT, NOT_YOURS, args=DEMAND),
    "department:demand-end": Row(None, UNIT, NOT_YOURS, args=DEMAND),
    "department:cancellation": Row(None, UNIT, NOT_YOURS, args=DEMAND),
    "department:notices": Row(UNITS, None, NOT_YOURS),
    "department:notice": Row((), None, NOT_YOURS, args=CORRECTION),  # to another unit: 404
    "department:notice-file": Row((), None, NOT_YOURS, args=CORRECTION),  # to another unit: 404
    "department:notice-step": Row(None, (), NOT_YOURS, args=(*CORRECTION, "receipt")),
    "department:submissions": Row(None, UNITS, NOT_YOURS),
    "department:below": Row(UNITS, None, NOT_YOURS),
    "department:superior-letter": Row((), None, NOT_YOURS, args=CORRECTION),  # to another: 404
    "department:superior": Row((), None, NOT_YOURS, args=CORRECTION),  # to another unit: 404
    "department:superior-step": Row(None, (), NOT_YOURS, args=(*CORRECTION, "receipt")),
    "department:below-unit": Row(UNIT, None, NOT_YOURS, args=("{below}",)),  # its superior alone
    "department:paper-scan": Row((), None, NOT_YOURS, args=(*CORRECTION, "1")),  # no such scan
    "department:notice-photo": Row((), None, NOT_YOURS, args=(*CORRECTION, "x")),  # no such photo
    "department:import": Row(UNITS, UNITS, NOT_YOURS),
    "department:registration": Row(None, UNITS, NOT_YOURS),
    "department:template": Row(UNITS, None, NOT_YOURS),
    "department:offers": Row(UNITS, None, NOT_YOURS),
    "department:offer-new": Row(UNITS, UNITS, NOT_YOURS),
    "department:offer-end": Row((), (), NOT_YOURS, args=("small-deposit",)),  # nobody's own: 404
    "overseer:tables": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:template": Row(OFFICES, None, NOT_YOURS, args=("lists",)),
    "overseer:export": Row(OFFICES, None, NOT_YOURS, args=("lists", "csv")),
    "overseer:import": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:import-removal": Row(None, OFFICES, NOT_YOURS),
    "overseer:retention": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:office": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:holds": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:hold-step": Row(None, OFFICE, NOT_YOURS, args=("{hold}", "lifting")),
    "overseer:objections": Row(OFFICES, None, NOT_YOURS),
    "overseer:objection": Row((), (), NOT_YOURS, args=CASE),  # the committee has a second person
    "overseer:reports": Row(OFFICES, None, NOT_YOURS),
    "overseer:report": Row(OFFICE, None, NOT_YOURS, args=REPORT),
    "overseer:report-photo": Row((), None, NOT_YOURS, args=REPORT),  # this one has no photo
    "overseer:report-review": Row(None, OFFICE, NOT_YOURS, args=REPORT),
    "overseer:report-acceptance": Row(None, OFFICE, NOT_YOURS, args=REPORT),
    "overseer:report-joining": Row(None, OFFICE, NOT_YOURS, args=REPORT),
    "overseer:report-moving": Row(None, OFFICE, NOT_YOURS, args=REPORT),
    "overseer:report-answer": Row(None, OFFICE, NOT_YOURS, args=REPORT),
    "overseer:report-basis": Row(None, OFFICE, NOT_YOURS, args=REPORT),
    "overseer:report-letter": Row((), None, NOT_YOURS, args=REPORT),  # it was not answered so
    "overseer:report-passing": Row(None, OFFICE, NOT_YOURS, args=REPORT),
    "overseer:correction": Row(OFFICE, None, NOT_YOURS, args=CORRECTION),
    "overseer:notice": Row(OFFICE, None, NOT_YOURS, args=CORRECTION),
    "overseer:superior": Row(OFFICE, None, NOT_YOURS, args=CORRECTION),
    "overseer:facts": Row((), None, NOT_YOURS, args=CORRECTION),  # no facts are written yet
    "overseer:service-scan": Row((), None, NOT_YOURS, args=CORRECTION),  # this one has none
    "overseer:paper-scan": Row((), None, NOT_YOURS, args=(*CORRECTION, "1")),  # no such scan
    "overseer:evidence": Row(OFFICE, None, NOT_YOURS, args=CORRECTION),
    "overseer:correction-step": Row(None, OFFICE, NOT_YOURS, args=(*CORRECTION, "reminder")),
    "overseer:way-new": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:document-new": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:document": Row((), (), NOT_YOURS, args=CHANGE),  # this change came without a paper
    "overseer:original": Row((), None, NOT_YOURS, args=CHANGE),
    "overseer:changes": Row(OFFICES, None, NOT_YOURS),
    "overseer:new": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:change": Row(OFFICE, None, NOT_YOURS, args=CHANGE),
    "overseer:heading": Row(OFFICE, OFFICE, NOT_YOURS, args=CHANGE),
    "overseer:submission": Row(None, OFFICE, NOT_YOURS, args=CHANGE),
    "overseer:publication": Row(None, OFFICE, NOT_YOURS, args=CHANGE),
    "overseer:return": Row(None, OFFICE, NOT_YOURS, args=CHANGE),
    "overseer:disposal": Row(None, OFFICE, NOT_YOURS, args=CHANGE),
    "overseer:removal": Row(None, (), NOT_YOURS, args=(*CHANGE, "1")),
    "overseer:edit": Row((), (), NOT_YOURS, args=(*CHANGE, "1")),
    "overseer:add": Row(OFFICE, OFFICE, NOT_YOURS, args=(*CHANGE, "item")),
    "overseer:pages": Row(OFFICES, None, NOT_YOURS, args=("item",)),
    "overseer:page": Row(OFFICES, None, NOT_YOURS, args=("item", "NEG-10")),
    "overseer:draft-from": Row(None, OFFICES, NOT_YOURS, args=("item", "NEG-10", "1")),
    "overseer:batch": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:prepared": Row(OFFICES, None, NOT_YOURS),
    "overseer:draft-prepared": Row(None, OFFICES, NOT_YOURS, args=("hubei-2020",)),
    "overseer:lists": Row(OFFICES, None, NOT_YOURS),
    "overseer:calendar": Row(OFFICES, None, NOT_YOURS),
    "overseer:whatif": Row(OFFICE, None, NOT_YOURS, args=CHANGE),
    "overseer:alignment": Row(OFFICES, None, NOT_YOURS),
    "overseer:alignment-file": Row(OFFICES, None, NOT_YOURS),
    "overseer:amendments": Row(OFFICES, None, NOT_YOURS),
    "overseer:amendment-new": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:amendment": Row(OFFICE, None, NOT_YOURS, args=("{amendment}",)),
    "overseer:amendment-step": Row(None, OFFICE, NOT_YOURS, args=("{amendment}", "withdrawal")),
    "overseer:confirmations": Row(OFFICES, None, NOT_YOURS),
    "overseer:confirmation": Row(OFFICE, None, NOT_YOURS, args=("{confirmation}",)),
    "overseer:confirmation-step": Row(None, OFFICE, NOT_YOURS, args=("{confirmation}", "raise")),
    "overseer:questions": Row(OFFICES, None, NOT_YOURS),
    "overseer:tellings": Row(OFFICES, None, NOT_YOURS),
    "overseer:tellings-file": Row(OFFICES, None, NOT_YOURS),
    "overseer:telling-new": Row(OFFICES, OFFICES, NOT_YOURS),
    "overseer:telling-withdrawal": Row(None, OFFICE, NOT_YOURS, args=("{telling}",)),
    "overseer:deliveries": Row(OFFICES, None, NOT_YOURS),
    "overseer:attempt": Row(None, (), NOT_YOURS, args=("1",)),
    "overseer:renewal": Row(None, (), NOT_YOURS, args=("1",)),
    "overseer:posting": Row(None, (), NOT_YOURS, args=("1",)),
    "public:knots": PUBLIC_BOTH,
    "public:confirmations": open_to_all(post=True),
    "public:kept-questions": open_to_all(post=True),
    "public:letters": PUBLIC_BOTH,
    "public:complaints": PUBLIC_BOTH,
    **dict.fromkeys(
        (
            "public:home",
            "public:ask",
            "public:demanded",
            "public:items",
            "public:laws",
            "public:lists",
            "public:poster-file",
            "public:data",
            "public:items-json",
            "public:items-csv",
            "public:lists-json",
            "public:changes-atom",
            "public:publications",
            "public:about",
            "public:accessibility",
            "public:privacy",
            "public:keys",
            "public:may-i-demand",
            "public:widget",
            "public:openapi",
            "public:ask-api",
            "public:demands",
            "public:offers",
        ),
        PUBLIC,
    ),
    "public:guide-file": open_to_all(get=True, args=("POS-001",)),
    "public:form-file": open_to_all(get=True, args=("POS-001",)),
    "public:sample-file": open_to_all(get=True, args=("POS-001",)),
    "public:rendering": open_to_all(get=True, args=("1", "weibo")),
    "public:item": open_to_all(get=True, args=("POS-001",)),
    "public:law": open_to_all(get=True, args=("civil-code",)),
    "public:place-for": open_to_all(get=True, args=("POS-001",)),
    "public:paper": open_to_all(get=True, args=("a" * 26,)),
    "public:published-keys": PUBLIC,
    "public:health": PUBLIC,
    # Whose case it is, is asked by the resident's own tests: by number and code, not by account.
    "resident:step": open_to_all(get=True, post=True, args=("0", "name")),
    "resident:receipt": open_to_all(get=True, args=("0",)),
    "resident:removal": open_to_all(post=True, args=("0",)),
    "resident:case": open_to_all(get=True, args=CASE),
    "resident:kept": open_to_all(post=True, args=CASE),
    "resident:objection": open_to_all(get=True, post=True, args=CASE),
    "resident:withdrawal": open_to_all(get=True, post=True, args=CASE),
    "resident:missing": open_to_all(get=True, args=CASE),
    "resident:paper": open_to_all(get=True, args=("{case}", "certificate")),
    "gallery:components": PUBLIC_BOTH,  # its forms may be tried out; not in production
    "public:demand": open_to_all(get=True, args=("1",)),  # no such one: 404 for everybody
    "public:demand-check": PUBLIC_BOTH,
    # Whose report it is, is asked by its own tests: by number and code, not by account.
    "public:report": PUBLIC_BOTH,
    "public:report-find": PUBLIC_BOTH,
    "public:report-receipt": open_to_all(get=True, args=REPORT),
    "public:report-follow": open_to_all(get=True, args=REPORT),
    "public:report-word": open_to_all(post=True, args=REPORT),
    "public:report-withdrawal": open_to_all(get=True, args=REPORT),
    "public:report-objection": open_to_all(post=True, args=REPORT),
    "public:report-answer-file": open_to_all(get=True, args=REPORT),
    "public:report-complaint": open_to_all(get=True, args=REPORT),
    "public:exposures": PUBLIC,
    "public:exposures-method": PUBLIC,
    "public:exposures-json": PUBLIC,
    "public:exposure-steps-json": PUBLIC,
    "public:exposure-steps-csv": PUBLIC,
    "public:exposure-counts-json": PUBLIC,
    "public:exposure-counts-csv": PUBLIC,
    "public:exposure-method-json": PUBLIC,
    "public:demands-json": PUBLIC,
    "public:demands-csv": PUBLIC,
    "public:ended-json": PUBLIC,
    "public:exposures-report": PUBLIC,
    "public:exposures-report-json": PUBLIC,
    "public:exposures-csv": PUBLIC,
    "public:exposure": open_to_all(get=True, args=EXPOSED),
    "public:exposure-photo": open_to_all(get=True, args=(*EXPOSED, "0" * 64)),
    "public:check": PUBLIC_BOTH,
    "public:place": PUBLIC_BOTH,
    "resident:review": open_to_all(get=True, post=True, args=("0",)),
    "resident:find": PUBLIC_BOTH,
    "resident:apply": PUBLIC_BOTH,
    "resident:forget": PUBLIC_POST,
    "preferences:language": PUBLIC_POST,
    "preferences:type": PUBLIC_POST,
}


def addresses(patterns: Any = None, space: str = "") -> Iterator[str]:
    """Walk the URLconf and yield the name of every address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}"


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(addresses())) == sorted(ROWS)


def expected(row: Row, name: str, visitor: str, method: str) -> int:
    """Return the status that ``visitor`` gets, by the table alone."""
    may = {"GET": row.get, "POST": row.post}.get(method)
    if may is None:
        return WRONG
    if visitor in OUTSIDE:
        return SIGN_IN
    if visitor in may:
        return OPEN
    if row.others == OWN_DOOR:
        return OWN_DOOR
    if not row.args:  # no object, so no 404: the page says whose post it is
        return NOT_YOURS
    if name.startswith("overseer:"):  # another division's does not exist; clerks have no post here
        return NO_SUCH if visitor in OFFICES else NOT_YOURS
    if name.startswith("department:"):
        return NO_SUCH if visitor in UNITS else NOT_YOURS
    nothing = name in ("clerk:document", "clerk:delegation-end")
    if visitor in OTHERS or (visitor in HANDS and name == "clerk:slip") or nothing:
        return NO_SUCH
    if name == "clerk:strike" and visitor in HANDS:  # there is no such record
        return NO_SUCH
    return NOT_YOURS


@pytest.fixture
def scene(
    person: Callable[..., User],
    committee: Committee,
    village: Committee,
    clerk: User,
    responsible: User,
) -> dict[str, User]:
    """Return the people, one of each kind."""
    inactive = person("inactive", "clerk", committee)
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    ours, others = (
        units.enter(name, kind=Demander.HOUSING, division="420100", by="operator", at=NOON)
        for name in ("示例县住房登记中心", "示例县档案馆")
    )
    return {
        "reader": person("reader", "reader", committee),
        "clerk": clerk,
        "responsible": responsible,
        "overseer": person("overseer", "overseer", None, division="420000"),
        "other_overseer": person("other-overseer", "overseer", None, division="430000"),
        "other_clerk": person("other-clerk", "clerk", village),
        "other_responsible": person("other-responsible", "responsible", village),
        "unit": person("unit", "department", None, unit=ours),
        "other_unit": person("other-unit", "department", None, unit=others),
        "inactive": inactive,
    }


@pytest.fixture
def address_of(
    responsible: User,
    case_for: Callable[..., Case],
    drafted_for: Callable[..., Case],
    scene: dict[str, User],
) -> Callable[[str], str]:
    """Return a maker of addresses that makes the case or the paper that the row is about."""

    def paper() -> str:
        return signing.sign(drafted_for("POS-001"), by=responsible, at=NOON).number

    def asked() -> str:
        case = case_for("POS-001")
        wanted = Asked(("户口簿",), NOON.date())
        missing.ask(case, wanted, version=case.version, by=responsible, at=NOON)
        return case.number

    def change() -> str:
        heading = changes.Heading("修订", "原因", "420000", NOON.date())
        by = scene["overseer"]
        return str(changes.draft(heading, (), key=uuid4().hex, by=by, at=NOON).pk)

    def demand() -> str:
        by = scene["unit"]
        stated = Stated("过户", "证明", AskedOf.POLICE, "户籍")
        made = registry.register(stated, unit=by.unit, key=uuid4().hex, by=by, at=NOON)
        return str(registry.submit(made, version=made.version, by=by, at=NOON).pk)

    def amendment() -> str:
        made = Amendment.objects.create(
            item=uuid4().hex,
            division="420000",
            wanted="改",
            evidence={},
            state="proposed",
            key=uuid4().hex,
            proposed_by=scene["overseer"],
            proposed_at=NOON,
        )
        return str(made.pk)

    def confirmation() -> str:
        made = Confirmation.objects.create(
            item=uuid4().hex,
            place="420100",
            division="420100",
            asked_at=NOON,
            due_on=NOON.date(),
            state="waiting",
        )
        return str(made.pk)

    def hold() -> str:
        kept = reporting.report(scene["overseer"])
        asked = holds.Asked(HoldGround.DISPUTE, "示信访1号", "没有办完", NOON.date())
        return str(holds.place(kept.number, asked, by=scene["overseer"], at=NOON).pk)

    def telling() -> str:
        made = LocalTelling.objects.create(
            number=LocalTelling.objects.count() + 1,
            label="NEG-06",
            text=uuid4().hex,
            why="有人这样问",
            better=0,
            worse=0,
            division="420000",
            added_at=NOON,
            added_by=scene["overseer"],
            state="in_use",
        )
        return str(made.pk)

    def below() -> str:
        named = {"kind": Demander.HOUSING, "division": "420100", "superior": scene["unit"].unit}
        return str(units.enter(f"分中心{uuid4().hex}", **named, by="operator", at=NOON).pk)

    make = {
        "{below}": below,
        "{telling}": telling,
        "{hold}": hold,
        "{confirmation}": confirmation,
        "{demand}": demand,
        "{amendment}": amendment,
        "{report}": lambda: reporting.report(scene["overseer"]).number,
        "{correction}": lambda: reporting.correction(scene["overseer"]).number,
        "{exposed}": lambda: "420100-2026-纠000001",  # none is shown: the address alone is asked
        "{change}": change,
        "{case}": lambda: case_for("POS-001").number,
        "{waiting}": lambda: drafted_for("POS-001").number,
        "{paper}": paper,
        "{asked}": asked,
        "{inquiry}": lambda: drafted(scene["clerk"], key=uuid4().hex).number,
    }

    def address(name: str) -> str:
        return reverse(name, args=[make.get(arg, lambda arg=arg: arg)() for arg in ROWS[name].args])

    return address


def arrive(scene: Mapping[str, User], visitor: str) -> Client:
    """Return a browser in which ``visitor`` is signed in (the inactive one tried to)."""
    client = Client()
    if visitor == "inactive":
        client.post("/sign-in/", {"username": "inactive", "password": PASSWORD})
    elif visitor != "nobody":
        client.force_login(scene[visitor])
    return client


STAFF_ROWS = [name for name, row in ROWS.items() if not row.public]


@pytest.mark.many  # 6,000 requests: what each door asks of the database is asked in its own tests
def test_each_visitor_gets_what_the_table_says(
    scene: dict[str, User], address_of: Callable[[str], str]
) -> None:
    browsers = {visitor: arrive(scene, visitor) for visitor in VISITORS}

    def breaks(name: str) -> list[str]:
        address = address_of(name)
        before = snapshot()
        found = [
            f"{visitor} {method}: {said}"
            for visitor, client in browsers.items()
            for method in ("GET", "POST", "PUT", "DELETE")
            if (said := otherwise(client, method, address, expected_of(name, visitor, method)))
        ]
        return found if snapshot() == before else [*found, "somebody changed something"]

    none_breaks(breaks, STAFF_ROWS)


def expected_of(name: str, visitor: str, method: str) -> int | None:
    """Return the wanted status; None: what happens then is asked in each resource's own tests."""
    wanted = expected(ROWS[name], name, visitor, method)
    return None if wanted == OPEN and method == "POST" else wanted


def otherwise(client: Client, method: str, address: str, wanted: int | None) -> str:
    """Return how the answer differs from what is wanted, or the empty text."""
    if wanted is None:
        return ""
    answer = client.generic(method, address)
    status, to = answer.status_code, answer.headers.get("Location", "")
    said = f"{status} {to}"
    if wanted == OPEN:
        return "" if status in (200, 302) and not to.startswith("/sign-in/") else said
    if status != abs(wanted) or (wanted == SIGN_IN and not to.startswith("/sign-in/")):
        return said
    lost = wanted == OWN_DOOR and client.get(to).status_code != 200
    return said if lost else ""


def test_doors_for_everybody_know_their_methods(address_of: Callable[[str], str]) -> None:
    def breaks(name: str) -> list[str]:
        row, client, address = ROWS[name], Client(), address_of(name)
        asked = (("GET", row.get), ("POST", row.post), ("PUT", None), ("DELETE", None))
        return [
            method
            for method, may in asked
            if (client.generic(method, address).status_code == WRONG) != (may is None)
        ]

    none_breaks(breaks, [name for name, row in ROWS.items() if row.public])


def test_the_page_of_a_missing_right_says_who_has_it(
    scene: dict[str, User], address_of: Callable[[str], str]
) -> None:
    client = arrive(scene, "clerk")
    answer = client.post(address_of("clerk:signature"))
    assert answer.status_code == NOT_YOURS
    assert "负责人" in answer.content.decode()
