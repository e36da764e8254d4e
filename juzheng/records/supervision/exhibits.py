"""What papers a correction rests on (案卷材料), and what speaks for the unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from juzheng.catalogue import Catalogue
from juzheng.finder import finder_over
from juzheng.finder.demanding import usual_demanders
from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import governs
from juzheng.law.catalogue.items import Item, LegalBasis, ListKind
from juzheng.law.demands.faults import Law
from juzheng.law.demands.registry import CARRIED, BasisStatus, DemandState, status_of
from juzheng.law.supervision import exposure
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent
from juzheng.law.supervision.on_file import GROUNDS, Bases
from juzheng.law.supervision.reports import ReportState
from juzheng.records.catalogue import governing
from juzheng.records.models import Correction, Demand, Entry, Exhibit

_NAMED = re.compile("《([^《》]+)》")
# What forbids a demand is named in every statement and is no basis of one.
_YARDSTICKS = re.compile(
    "优化营商环境|证明事项|告知承诺|基层群众性自治组织出具证明|行政处罚法|政府信息公开"
)


def current(correction: Correction) -> list[Exhibit]:
    """Return the papers since the correction was opened, or opened again, the first one first."""
    line = CORRECTIONS.line(CorrectionEvent.REOPENED)
    last = Entry.objects.filter(chain=correction.chain, event=line).order_by("-position").first()
    found = correction.exhibits.order_by("pk")
    return list(found.filter(at__gte=last.at) if last else found)


def elements(correction: Correction, papers: list[Exhibit] | None = None) -> list[Exhibit]:
    """
    Return the paper for each element of the statement as it stands (要件材料).

    :param papers: the current ones, by whom they were read already
    """
    latest = {one.shows: one for one in (current(correction) if papers is None else papers)}
    return [latest[element.value] for element in GROUNDS if element.value in latest]


def of_the_notice(correction: Correction) -> list[Exhibit]:
    """
    Return the notice and the proof of its service as papers of the day on which each was recorded.

    The row has place for one notice: before another is sent, these go onto the file (通报留档).
    """
    one, found = correction, []
    sent = {"text": one.notice_text, "document": one.notice_number, "whence": one.superior}
    if one.notified_on and one.notice_number:
        found.append(_of_line(one, CorrectionEvent.NOTIFIED, on=one.notified_on, **sent))
    if one.served_on and one.service:
        proof = {"text": one.service.label, "document": one.served_document}
        proof |= {"whence": one.served_by, "scan": one.served_scan}
        proof["scan_digest"] = one.served_scan_digest
        found.append(_of_line(one, CorrectionEvent.SERVED, on=one.served_on, **proof))
    return [paper for paper in found if paper is not None]


def _of_line(correction: Correction, event: CorrectionEvent, **said: Any) -> Exhibit | None:
    """Return a paper of who took the last such step, and when; None: no account did."""
    lines = Entry.objects.filter(chain=correction.chain, event=CORRECTIONS.line(event))
    line = lines.exclude(by=None).order_by("-position").first()
    return Exhibit(event=event.value, by=line.by, at=line.at, **said) if line else None


def of_the_superior(correction: Correction, papers: list[Exhibit] | None = None) -> list[Exhibit]:
    """Return what the unit's superior was asked, said and did (主管部门的情况)."""
    found = current(correction) if papers is None else papers
    return [one for one in found if one.event.startswith("superior_")]


@dataclass(frozen=True)
class Spoken:
    """What the unit said of the facts as they stand (单位的意见): itself, and as recorded."""

    own: str = ""  # in its own words, by its account: nobody else changes them
    recorded: str = ""  # as an officer wrote it down, of its paper or of a hearing

    @property
    def whole(self) -> str:
        """Return both, its own words first."""
        return "\n".join(filter(None, (self.own, self.recorded)))


def spoken(correction: Correction, papers: list[Exhibit] | None = None) -> Spoken:
    """Return what the unit said of the facts as they are stated now, the last of each hand."""
    said = Spoken()
    for one in current(correction) if papers is None else papers:
        if one.what is CorrectionEvent.STATED:
            said = Spoken()
        elif one.what is CorrectionEvent.HEARD and one.text:
            said = replace(said, **{"own" if one.account else "recorded": one.text})
    return said


def answers(correction: Correction, papers: list[Exhibit] | None = None) -> list[Exhibit]:
    """
    Return what the unit answered to the notice, and how a basis was weighed (答复、依据核对).

    Only what lay before the approving officer, who saw that it may be read.
    """
    sides = (CorrectionEvent.ANSWERED, CorrectionEvent.REFUSED, CorrectionEvent.WEIGHED)
    last = correction.approved_at
    found = current(correction) if papers is None else papers
    return [one for one in found if one.what in sides and (last is None or one.at <= last)]


def bases(correction: Correction, texts: Iterable[str], reply: str, on: date) -> Bases:
    """
    Return what speaks for the unit on ``on``: the register, the catalogue, what the texts name.

    :param texts: the statement and what it rests on: what they call the basis and is in force is
        one; of what else they name and is in force somebody says as what it is named
    :param reply: the unit's own word: what it names is claimed
    """
    texts, listed = tuple(texts), governing.governing(on)
    law = Law(listed, on, correction.division)
    written = set(_cited(texts, law))
    claimed = {one for one in {*written, *_cited([reply], law)} if law.instrument(one) is None}
    in_force = {one for one in written if law.carries(LegalBasis(one, ""))}
    called = {one for one in in_force if _called_basis(one, texts)}
    replied = {one for one in _cited([reply], law) if law.carries(LegalBasis(one, ""))}
    registered = list(_registered(correction, law))
    return Bases(
        standing=(
            *(text for text, stands in registered if stands),
            *_listed(correction, listed, law),
            *(f"写作依据的《{one}》当日有效" for one in sorted(called)),
        ),
        claimed=(
            *(text for text, stands in registered if not stands),
            *sorted(claimed | (replied - called)),
        ),
        written=tuple(sorted(in_force - called)),
    )


def _called_basis(title: str, texts: Iterable[str]) -> bool:
    """Return whether ``texts`` say of that text that it is the basis of the demand (写作依据)."""
    named = re.compile(rf"依据(?:就?是|为|：|:)\s*《?(?:中华人民共和国)?{re.escape(title)}")
    return any(named.search(text) for text in texts)


def cancelled(
    unit_name: str, item: str, paper: str, division: str, asked_on: date | None
) -> Demand | None:
    """
    Return the registered demand that was cancelled and is made again (取消后又索要); None: none.

    The same unit, governing or in the place, and the same item of the catalogue or the same paper.

    :param asked_on: the day of which a resident says that it was demanded; None: nobody knows
    """
    return next(
        (
            one
            for one in _of_unit(unit_name, item, paper, division)
            if one.state == DemandState.CANCELLED and one.submitted_at and _over(one, asked_on)
        ),
        None,
    )


def _over(demand: Demand, asked_on: date | None) -> bool:
    settled = demand.settled_at
    return exposure.again(timezone.localdate(settled) if settled else None, asked_on)


def cancelled_before(correction: Correction) -> Demand | None:
    """Return the cancelled demand that a report in the correction says is made again, or None."""
    one = correction
    found = one.reports.filter(state=ReportState.ACCEPTED.value, asked_on__isnull=False)
    last = found.aggregate(last=Max("asked_on"))["last"]
    return cancelled(one.unit_name, one.item, one.proof, one.division, last)


def _of_unit(unit_name: str, item: str, paper: str, division: str) -> Iterator[Demand]:
    same = Q(paper=paper) | (Q(item=item) if item else Q(pk=None))
    found = Demand.objects.filter(same, unit__name=unit_name).select_related("unit")
    for one in found.order_by("-settled_at", "-pk"):
        if not one.unit.division or governs(one.unit.division, division):
            yield one


def _registered(correction: Correction, law: Law) -> Iterator[tuple[str, bool]]:
    """
    Yield the register's demands with a basis, and whether both offices kept it.

    That a document is in force says nothing of what is written in it: as long as nobody but the
    unit has said that it carries, it is claimed. What is handed in again is another claim.
    """
    here = (correction.unit_name, correction.item, correction.proof, correction.division)
    for one in _of_unit(*here):
        status = status_of(one.basis, law)
        open_ = one.state not in (DemandState.DRAFT, DemandState.CANCELLED)
        if open_ and status in (*CARRIED, BasisStatus.UNCHECKED):
            kept = one.state == DemandState.ALIGNED
            yield f"索要登记第{one.pk}号第{one.round}次提交写的依据", kept


def _listed(correction: Correction, listed: Catalogue, law: Law) -> Iterator[str]:
    """Yield the catalogue's bases for this item, or a region's exception to it, here and today."""
    for item in listed.items.values():
        if correction.item not in (item.id, item.conflicts_with) or not correction.item:
            continue
        if item.kind is ListKind.NEGATIVE or not item.applies_in(correction.division):
            continue
        if _may_ask(correction.unit_kind, item, listed):
            yield from _carried(item, listed, law)


def _may_ask(unit_kind: str, item: Item, listed: Catalogue) -> bool:
    """Return whether the item is asked for by that kind of unit, as far as the catalogue says."""
    kinds = usual_demanders(item, finder_over(listed))
    return not kinds or unit_kind in kinds or unit_kind == Demander.OTHER


def _carried(item: Item, listed: Catalogue, law: Law) -> Iterator[str]:
    """Yield bases that are in force, or of which nobody knows since when; checked or not."""
    for basis in item.basis:
        text = listed.instruments.get(basis.instrument)
        if text is not None and (text.in_force_from is None or text.in_force(law.on)):
            yield f"{item.id} {item.name}：《{text.title}》{basis.provision}"


def _cited(texts: Iterable[str], law: Law) -> Iterator[str]:
    """Yield the titles that ``texts`` name, in 《》 or as the catalogue has them; full or short."""
    said = "\n".join(texts)
    known = ((one, law.instrument(one)) for one in _NAMED.findall(said))
    named = {one if text is None else text.title for one, text in known}
    named |= {title for title in law.titles if title in said}
    yield from sorted(one for one in named if not _YARDSTICKS.search(one))
