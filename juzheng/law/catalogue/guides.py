"""Guides (办事指南): what an item's guide says in one division on one day.

The web page, the printed guide, the blank form, the sample, the poster and what is sent to every
channel are set from here, so that no two of them can say different things (OP-2.3.b, OP-2.3.c).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from juzheng.law.base.citations import Citation
from juzheng.law.base.ledger import canonical_digest
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue import applicability, citing, listed, looking, meetings, ways
from juzheng.law.catalogue.act_kinds import NEVER_LAPSES, OUR_OWN
from juzheng.law.catalogue.applicability import Circumstances, Governing
from juzheng.law.catalogue.citing import CitedBasis
from juzheng.law.catalogue.gathered_ways import gathered
from juzheng.law.catalogue.items import (
    ActKind,
    CommitteeKind,
    Confidence,
    DeliberationNeed,
    Duty,
    FactToVerify,
    Handling,
    Item,
    LegalBasis,
    ListKind,
    MeetingNumber,
    Onward,
    Precondition,
    Question,
)
from juzheng.law.catalogue.lists import ItemList, Rulebook
from juzheng.law.catalogue.materials import Material, material
from juzheng.law.catalogue.requirements import STEPS
from juzheng.law.catalogue.routing import Decision, Outcome

FEE = "不收费"
WHO = "本人；也可以请家人代为递交"
# Whom to turn to. The second channel: 司法部“群众批评—证明事项清理投诉监督”. Its days were in the
# news of 2018 and 2019; no provision promises them, so none are printed.
COMPLAINTS = (
    "对办理有意见的，向街道办事处或乡镇人民政府反映，或拨打12345政务服务热线。",
    "被要求提供没有依据的证明，可在12348中国法律服务网“群众批评—证明事项清理投诉监督”专栏实名"
    "反映，多久答复以平台公布的为准。",
)
DIGITS_SHOWN = 12  # of a guide's digest, enough to tell two wordings apart by eye


@dataclass(frozen=True)
class GuideStep:
    """One step of the way (办理环节): who does what, until when; no limit of its own is empty."""

    name: str
    role: str
    limit: str = ""


@dataclass(frozen=True)
class Venue:
    """Where to go (办理地点)."""

    name: str
    address: str = ""
    telephone: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Where:
    """For which place and day a guide is made (适用地区和日期)."""

    division: str
    on: date
    division_name: str = ""
    committee: CommitteeKind | None = None  # None: guides of the whole division
    office: Venue | None = None


@dataclass(frozen=True)
class Listing:
    """One list that names the item here (所在清单)."""

    id: str
    title: str
    official: bool  # as issued; False: a place's own ways, or what this project compiled
    in_force_from: date
    ours: bool = False  # this project compiled it


@dataclass(frozen=True)
class Guide:
    """What an item's guide says (办事指南) in one division on one day."""

    item: str
    name: str  # as it is called here
    certificate_title: str  # what stands over the paper
    summary: str
    kind: ListKind
    division: str
    division_name: str
    on: date
    issued: bool  # False: a guide to the ways that work instead
    reason: str  # why it is issued, or why not, in one sentence
    issuers: tuple[CommitteeKind, ...]
    purposes: tuple[str, ...]
    demanders: tuple[str, ...]
    who: str
    basis: tuple[CitedBasis, ...]  # the item's own texts, with what is known of each
    cited: tuple[Citation, ...]  # what the answer here rests on, as at every other door (依据)
    materials: tuple[Material, ...]
    steps: tuple[GuideStep, ...]
    handling: Handling
    limit_working_days: int
    deliberation: DeliberationNeed
    deliberation_kind: str
    public_notice_days: int
    public_notice_source: str  # empty: our own number; so with the next two
    limit_source: str
    validity_source: str
    act: ActKind
    refers_to: str
    remedy: str
    questions: tuple[Question, ...]
    checks: tuple[FactToVerify, ...]
    validity_days: int
    electronic_original: bool
    fee: str
    complaints: tuple[str, ...]
    onward: tuple[Onward, ...]
    rules: tuple[str, ...]
    lists: tuple[Listing, ...]
    in_force_from: date
    in_force_until: date | None
    unverified: tuple[str, ...]
    confidence: Confidence
    sources: tuple[str, ...]
    office: Venue | None
    duty: Duty | None = None
    preconditions: tuple[Precondition, ...] = ()
    confirming: bool = False  # nobody has looked yet: neither issued nor refused

    @property
    def limit(self) -> str:
        """Return the promised time (承诺时限) in words."""
        if self.handling is Handling.SIMPLE:
            return Handling.SIMPLE.label
        return _within(self.limit_working_days, self.public_notice_days)

    @property
    def limit_ground(self) -> str:
        """Return where the promised time comes from (时限的依据); no number, no words."""
        if self.handling is Handling.SIMPLE:
            return ""
        limit = f"办理时限由本项目建议，{OUR_OWN}"
        if self.limit_source:
            limit = f"办理时限依据：{self.limit_source}"
        return f"{limit}；{self.notice_ground}" if self.public_notice_days else limit

    @property
    def notice_ground(self) -> str:
        """Return where the days of public notice come from (公示天数的依据)."""
        if self.public_notice_source:
            return f"公示天数依据：{self.public_notice_source}" if self.public_notice_days else ""
        return f"公示天数由本项目建议，{OUR_OWN}" if self.public_notice_days else ""

    @property
    def grounds(self) -> tuple[str, ...]:
        """Return what the answer rests on (依据), each with its mark; of a paper, the law alone."""
        return tuple(map(self._marked, (one for one in self.cited if one not in self.ruled_by)))

    @property
    def ruled_by(self) -> tuple[Citation, ...]:
        """Return the rules by which it is issued (出具规则): they are the basis of no paper."""
        return tuple(one for one in self.cited if self.issued and one.of_the_opinion)

    @property
    def beside(self) -> tuple[CitedBasis, ...]:
        """Return what the item names besides, and nothing here and then rests on (有关条文)."""
        resting = {(one.instrument, one.provision) for one in self.cited}
        return tuple(one for one in self.basis if (one.instrument, one.provision) not in resting)

    def _marked(self, cited: Citation) -> str:
        own = (one for one in self.basis if str(one) == str(cited))
        return next((one.whole for one in own), str(cited))

    @property
    def validity(self) -> str:
        """Return how long the paper is good (有效期) in words, and who says so."""
        if not self.validity_days:
            return NEVER_LAPSES
        return _lapses(self.validity_days, self.validity_source)

    @property
    def deliberates(self) -> bool:
        """Return whether residents must have agreed, so that the paper states the meeting."""
        return self.deliberation is DeliberationNeed.REQUIRED

    @cached_property
    def digest(self) -> str:
        """
        Return the digest of what the guide says (指南摘要): 64 hexadecimal digits.

        The day that was asked about is left out: as long as nothing changes, neither does this.
        """
        said = as_mapping(self)
        del said["on"]
        return canonical_digest(said)

    @property
    def version(self) -> str:
        """Return the short form of the digest that stands on the printed guide (版本)."""
        return self.digest[:DIGITS_SHOWN]


def guide(item: Item, under: Governing, where: Where) -> Guide:
    """Return the guide to ``item`` at ``where``, by the catalogue that governs there that day."""
    decision = decided(item, under, where)
    here = looking.here(item, under, where.division, where.on)
    book = under.rulebook(where.division, where.on)
    issued = decision.outcome.issues
    rule = item.deliberation_rule
    return Guide(
        item=item.id,
        name=listed.called(item, book),
        certificate_title=item.certificate_title,
        summary=item.summary,
        kind=item.kind,
        division=where.division,
        division_name=where.division_name,
        on=where.on,
        issued=issued,
        reason=decision.reason,
        issuers=_issuers(here, book),
        purposes=item.used_for,
        demanders=item.demanders,
        who=WHO,
        basis=(
            *_retained(item, under, where),
            *(_ground(one, under, where) for one in here.told_basis),
        ),
        cited=decision.cited,
        materials=tuple(material(one) for one in here.materials) if issued else (),
        steps=_steps(here, decision),
        handling=item.handling,
        limit_working_days=here.limit_working_days,
        deliberation=item.deliberation,
        deliberation_kind=meetings.named(rule, where.committee or _only(_issuers(here, book))),
        public_notice_days=rule.public_notice_days if rule else item.notice_days,
        public_notice_source=_notice_source(item),
        limit_source=here.limit_source,
        validity_source=item.validity_source,
        act=item.act,
        refers_to=item.refers_to,
        remedy=item.remedy,
        questions=item.questions if issued else (),
        checks=item.facts if issued else (),
        validity_days=item.validity_days,
        electronic_original=item.electronic_original,
        fee=FEE,
        complaints=COMPLAINTS,
        onward=ways.on_paper(decision.onward),
        rules=item.rules,
        lists=_listings(item, book),
        in_force_from=item.in_force_from,
        in_force_until=item.in_force_until,
        unverified=here.unverified,
        confidence=item.confidence,
        sources=item.sources,
        office=where.office,
        duty=item.duty if issued else None,
        preconditions=item.preconditions if issued else (),
        confirming=decision.outcome is Outcome.TO_CONFIRM,
    )


def _only(issuers: tuple[CommitteeKind, ...]) -> CommitteeKind | None:
    return issuers[0] if len(issuers) == 1 else None


def _issuers(here: Item, book: Rulebook) -> tuple[CommitteeKind, ...]:
    """Return which kinds of committee issue the item here, as its lists narrow it."""
    entry = book.entry(here.kind, here.id)
    kinds = None if entry is None else entry.committees
    issuing = () if here.kind is ListKind.NEGATIVE else here.committees
    return tuple(one for one in issuing if kinds is None or one in kinds)


def decided(item: Item, under: Governing, where: Where) -> Decision:
    """Return the decision that the guide rests on: the same as anybody gets who asks there."""
    return applicability.decide(
        item, under, Circumstances(where.division, where.on, where.committee)
    )


def _retained(item: Item, under: Governing, where: Where) -> tuple[CitedBasis, ...]:
    """Return the retained list that is the item's basis, if one holds it (OP-2.2.a)."""
    found = applicability.retaining(item, under, where.division, where.on)
    return tuple(
        CitedBasis(
            one.instrument, one.title, one.provision, in_force=True, checked=ListKind.RETAINED.label
        )
        for one in found
    )


def _ground(basis: LegalBasis, under: Governing, where: Where) -> CitedBasis:
    instrument = under.instruments.get(basis.instrument)
    place = citing.place_in(under.instruments, basis, where.on)
    return CitedBasis(
        place.instrument,
        place.title,
        place.provision,
        instrument is not None and instrument.in_force(where.on),
        basis.checked,
    )


def _notice_source(item: Item) -> str:
    rule = item.deliberation_rule
    if rule is None:
        return item.notice_source
    if MeetingNumber.PUBLIC_NOTICE in rule.ours:
        return ""
    return rule.source.text


def _lapses(days: int, source: str) -> str:
    """Say where a number stands; one of our own never looks like the law's."""
    return f"{days}天（依据：{source}）" if source else f"{days}天（由本项目建议，{OUR_OWN}）"


def _listings(item: Item, book: Rulebook) -> tuple[Listing, ...]:
    """Return the lists on which ``item`` stands here; none once a lower list took it off."""
    entry = book.entry(item.kind, item.id)
    if entry is None or not entry.present:
        return ()
    naming = (one for one in book.lists.values() if any(line.item == item.id for line in one.lines))
    return listings(naming)


def listings(lists: Iterable[ItemList]) -> tuple[Listing, ...]:
    """Return what is said of those ``lists`` that somebody issued (清单)."""
    return tuple(listing_of(one) for one in lists if not gathered(one.id))


def listing_of(one: ItemList) -> Listing:
    """Return what is said of a list beside what stands on it."""
    return Listing(one.id, one.title, one.official, one.in_force_from, one.ours)


_ROLES = {step: role for _, step, role in STEPS}


def _within(days: int, notice: int) -> str:
    """Return a limit in words: whatever residents must be told first is part of the promise."""
    return f"{days}个工作日内{_apart(notice)}"


def _apart(notice_days: int) -> str:
    return f"（公示{notice_days}天另计）" if notice_days else ""


def _steps(item: Item, decision: Decision) -> tuple[GuideStep, ...]:
    """Return the steps with who takes each; the first is immediate, the last keeps the limit."""
    names = decision.steps
    if not names:
        return ()
    rule = item.deliberation_rule
    notice = rule.public_notice_days if rule else item.notice_days
    whole = f"受理后{item.limit_working_days}个工作日内{_apart(notice)}"
    if item.handling is Handling.SIMPLE:
        whole = "当场"
    limits = {names[0]: "当场", names[-1]: whole}
    return tuple(
        GuideStep(name, _ROLES.get(name, "居（村）委会"), limits.get(name, "")) for name in names
    )
