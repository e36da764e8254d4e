"""A filled database (有了年头的库): cases, reports, demands and their ledger, in bulk."""

from __future__ import annotations

from collections import Counter as Tallied
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from bench.copies import Copier, Family, sequences
from tests.conftest import NOON

YEARS = 3 * 365  # days over which everything is spread
# Of a hundred of each, how many are what; of a hundred cases so many reports, corrections, demands.
CASES = {
    "sealed": 66, "issued": 6, "unverified": 9, "refused": 5, "failed": 2, "drafted": 4,
    "received": 5, "returned": 3,
}  # fmt: skip
REPORTS, CORRECTIONS, DEMANDS = 8, 4, 6
COUNTIES, COMMITTEES = 4, 10  # committees in each county


@dataclass
class Scene:
    """Whom the pages are shown to, and of what there are copies (各岗位和样板)."""

    clerk: Any
    pen: Any
    officer: Any
    registrar: Any
    committees: list[Any]
    units: list[Any]
    cases: dict[str, Family] = field(default_factory=dict)
    reports: list[Family] = field(default_factory=list)
    corrections: list[Family] = field(default_factory=list)
    demands: list[Family] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    copier: Copier = field(default_factory=Copier)
    serials: Tallied[str] = field(default_factory=Tallied)


def scene(clerk: Any, pen: Any) -> Scene:
    """Make people, places and one of each by the real acts, beside a committee's people (样板)."""
    from juzheng.acts.base import people
    from juzheng.acts.demands import units
    from juzheng.law.base.demanders import Demander
    from juzheng.law.base.permissions import Role
    from tests.conftest import PASSWORD

    at: Any = {"by": "operator", "at": NOON}
    unit = units.enter("示例银行", kind=Demander.BANK, division="420000", fictional=True, **at)

    def add(name: str, role: Role, **whose: Any) -> Any:
        given = {"committee": None, "password": PASSWORD, "full_name": name, **whose}
        return people.add(name, role=role, **given, **at)

    made = Scene(
        clerk,
        pen,
        add("flat-first", Role.OVERSEER, division="420000"),
        add("flat-registrar", Role.DEPARTMENT, unit=unit),
        places(clerk.committee),
        [unit],
    )
    second = add("flat-second", Role.OVERSEER, division="420000")
    made.cases = {name: Family.of(one) for name, one in each_case(made).items()}
    made.corrections, made.reports = supervised(made.officer, second)
    made.demands = [Family.of(one) for one in demanded(made.registrar, unit)]
    return made


def places(first: Any) -> list[Any]:
    """Return committees in some counties, in the ledger as loaded ones are (各村居)."""
    from juzheng.acts.base import ledger
    from juzheng.records.models import Committee

    told = {one.attname: getattr(first, one.attname) for one in first._meta.concrete_fields}
    rows = [
        Committee(
            **{
                **told,
                "id": None,
                "name": f"示例社区{county}-{one}",
                "code": f"99019{county}{one:06d}",
            }
        )
        for county in range(COUNTIES)
        for one in range(1, COMMITTEES + 1)
    ]
    rows = Committee.objects.bulk_create(rows)
    ledger.note(first.chain, "committee.entered", by=ledger.OPERATOR, at=NOON, covers=rows)
    return [first, *rows]


def each_case(made: Scene) -> dict[str, Any]:
    """Return one case of each kind (各种办件)."""
    from juzheng.acts.cases import custody, drafting, signing, transition, verification
    from juzheng.law.cases.custody import Custody, Wanted
    from juzheng.law.cases.verification import Means, Result
    from tests.faults.scene import confirm, file

    by: Any = {"by": made.clerk, "at": NOON}

    def received(name: str) -> Any:
        return file("POS-001", made.clerk.committee, at=NOON, key=f"flat-{name}")

    def drafted(name: str) -> Any:
        case = received(name)
        confirm(case, **by)
        return drafting.send(case, **by)

    found = {name: drafted(name) for name in ("sealed", "issued", "drafted", "returned")}
    for name in ("sealed", "issued"):
        paper = signing.sign(found[name], by=made.pen, at=NOON)
        if name == "sealed":
            found[name].refresh_from_db()
            custody.record(paper, Wanted(Custody.SEALED), version=found[name].version, **by)
    drafting.send_back(found["returned"], reason="补一页", by=made.pen, at=NOON)
    found |= {name: received(name) for name in ("unverified", "failed", "received")}
    changed = {"public_interest": False, "legal_risk": False, "verifiable": False}
    transition.restate(found["unverified"], **changed, **by)
    fact = found["failed"].revision.item.facts[0].key
    seen = {"means": Means.ORIGINAL, "result": Result.FAILED, "note": "看不清"}
    verification.record(found["failed"], fact, **seen, **by)
    found["refused"] = file("NEG-01", made.clerk.committee, at=NOON, key="flat-refused")
    return found


def supervised(first: Any, second: Any) -> tuple[list[Family], list[Family]]:
    """Return a correction of each kind with its report, and reports by themselves (反映、纠正)."""
    from juzheng.acts.supervision import exposure
    from tests.web import reporting

    accepted = exposure.accept(reporting.report(first), reporting.ABOUT, by=first, at=NOON)
    made = [
        accepted,
        reporting.correction(first),
        reporting.heard(first)[0],
        reporting.exposed(first, second),
        reporting.retracted(first, second),
    ]
    reports = [Family.of(one) for one in (reporting.report(first), made[0].reports.get())]
    return [Family.of(one) for one in made], reports


def demanded(by: Any, unit: Any) -> list[Any]:
    """Return a demand that waits, one that is a draft and one given up (索要登记)."""
    from juzheng.acts.demands import registry
    from juzheng.law.catalogue.items import LegalBasis
    from juzheng.law.demands.registry import AskedOf, Stated

    who: Any = {"by": by, "at": NOON}

    def one(paper: str, *bases: LegalBasis) -> Any:
        said = Stated("存款继承", paper, AskedOf.COMMITTEE, "继承人身份", bases)
        return registry.register(said, unit=unit, key=f"flat-{paper}", **who)

    sound = LegalBasis("civil-code", "第一千一百四十七条")
    made = [one("亲属关系证明"), one("公证书", sound), one("死亡证明"), one("居住证明")]
    for each in made[:3]:
        registry.submit(each, version=each.version, **who)
    registry.cancel(made[2], "不再要", version=made[2].version, **who)
    return made


def fill(made: Scene, cases: int, *, beside: int = 0) -> None:
    """
    Go on until there are ``cases`` cases and what belongs beside them (填到这么多件).

    :param beside: how many of everything else, if not as many as is usual beside so many cases
    """
    from juzheng.records.models import Counter

    have = made.made.get("case", 0)
    kinds = [name for name, share in CASES.items() for _ in range(share)]
    for number in range(have, cases):
        a_case(made, kinds[number * 37 % 100], number)
    made.made["case"] = max(have, cases)
    for name, share, each in (
        ("report", REPORTS, a_report),
        ("correction", CORRECTIONS, a_correction),
        ("demand", DEMANDS, a_demand),
    ):
        wanted = beside or max(cases * share // 100, 1)
        for number in range(made.made.get(name, 0), wanted):
            each(made, number)
        made.made[name] = max(wanted, made.made.get(name, 0))
    made.copier.write()
    sequences()
    settle()
    for series, last in made.serials.items():
        Counter.objects.update_or_create(series=series, defaults={"last": last})


def _serial(made: Scene, series: str) -> int:
    from juzheng.records.models import Counter

    if series not in made.serials:
        last = Counter.objects.filter(series=series).values_list("last", flat=True).first()
        made.serials[series] = last or 0
    made.serials[series] += 1
    return made.serials[series]


def _days(number: int) -> int:
    return number * 7919 % YEARS


def a_case(made: Scene, kind: str, number: int) -> None:
    """Add one case of that kind (一件办件)."""
    family, days = made.cases[kind], _days(number)
    if kind in ("drafted", "received", "returned"):
        days %= 20  # what is open is young
    place = made.committees[0 if number % 4 == 0 else number % len(made.committees)]
    year = (NOON - timedelta(days=days)).year
    serial = _serial(made, f"case:{place.code}:{year}")
    names = {family.root.number: f"{place.code}-{year}-办{serial:06d}"}
    person = sha256(str(number).encode()).hexdigest()  # nobody has as many papers as a committee
    changes: dict[str, Any] = {"committee_id": place.pk, "identity_index": person}
    for row in family.rows:
        if "fingerprint" in {one.name for one in row._meta.fields}:
            serial = _serial(made, f"{row.kind}:{place.code}:{year}")
            _code, _year, last = row.number.split("-")
            mark = "".join(sign for sign in last if not sign.isdigit())
            names[row.number] = f"{place.code}-{year}-{mark}{serial:05d}"
            changes |= {"year": year, "serial": serial}
    made.copier.add(family, names, days, **changes)


def a_report(made: Scene, number: int) -> None:
    """Add one report: of ten, one waits and nine were accepted (一份反映)."""
    family = made.reports[number % 10 > 0]
    _numbered(made, family, "report", "反", _days(number))


def a_correction(made: Scene, number: int) -> None:
    """Add one correction (一件纠正案)."""
    family = made.corrections[number % len(made.corrections)]
    _numbered(made, family, "correction", "纠", _days(number) % 90)


def _numbered(made: Scene, family: Family, kind: str, sign: str, days: int) -> None:
    place, year = family.root.division, (NOON - timedelta(days=days)).year
    serial = _serial(made, f"{kind}:{place}:{year}")
    mark = family.root.number.split("-")[2].rstrip("0123456789") or sign
    names = {family.root.number: f"{place}-{year}-{mark}{serial:06d}"}
    names |= {
        getattr(family.root, name): f"{getattr(family.root, name)}-{serial}"
        for name in ("notice_number", "letter_number")
        if getattr(family.root, name, "")
    }
    made.copier.add(family, names, days)


def a_demand(made: Scene, number: int) -> None:
    """Add one demand of the unit (一项索要登记)."""
    family = made.demands[number % len(made.demands)]
    made.copier.add(family, {family.root.paper: f"{family.root.paper}{number}"}, _days(number))


def settle() -> None:
    """Count what acts would have counted as they went (补算汇总)."""
    from juzheng.acts.base import tallies

    tallies.recount()
