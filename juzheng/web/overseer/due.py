"""What is due at the officers' desk (今天要办的): counts, clocks and one click to the first.

Each row is a count and the one that comes first: two queries, however much there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.acts.catalogue import publications
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.amendments import AMENDMENTS
from juzheng.law.catalogue.changes import ChangeState
from juzheng.law.catalogue.publications import ChannelKind, DeliveryState
from juzheng.law.demands.registry import REVIEWABLE
from juzheng.law.supervision.exposure import CorrectionState
from juzheng.records.catalogue import change_effects, overtaking
from juzheng.records.models import (
    Amendment,
    Change,
    Confirmation,
    Correction,
    Delivery,
    Demand,
    DemandReview,
    KeptQuestion,
    Report,
    User,
)
from juzheng.records.offices import Below
from juzheng.records.supervision import due
from juzheng.records.walking import Piles
from juzheng.web.overseer import parted
from juzheng.web.overseer.cases import objections
from juzheng.web.overseer.parted import Hands, Kind, Said
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.templatetags.juzheng import zh_date


@dataclass(frozen=True)
class Due:
    """One kind of work that waits for this officer (一类待办)."""

    what: Promise
    count: int
    every: str  # address of all of them
    first: str  # address of the one that comes first
    name: str = ""  # what that one is
    day: date | None = None  # since when it waits, or until when it is to be done
    since: bool = False  # ``day`` is since when
    over: int = 0  # days since ``day`` was over
    more: bool = False  # there are more than were counted
    below: int = 0  # how many lie with offices below this one

    @property
    def when(self) -> str:
        """Return since when, or until when, in words (期限)."""
        if self.day is None:
            return ""
        said = {"day": zh_date(self.day), "n": self.over}
        if self.since:
            return gettext("%(day)s起在等") % said
        over = gettext("%(day)s到期，超期%(n)s天")
        return (over if self.over else gettext("%(day)s到期")) % said

    @property
    def tone(self) -> str:
        """Return the colour of the count: red is for what is over (颜色)."""
        return "danger" if self.over else "plain"

    @property
    def counted(self) -> str:
        """Return how many, in words that stay on one line (件数)."""
        return _in_words(self.count, more=self.more)

    @property
    def counted_below(self) -> str:
        """Return how many lie with offices below, in the same words (下级件数)."""
        return _in_words(min(self.below, parted.COUNTED), more=self.below > parted.COUNTED)


def _in_words(count: int, *, more: bool) -> str:
    said = gettext("%(n)s 件以上") if more else gettext("%(n)s 件")
    return (said % {"n": count}).replace(" ", "\u00a0")


def rows(user: User, on: date) -> list[Due]:
    """Return what waits for ``user`` on ``on``, the first due first; nothing of others' work."""
    return desk(user, on)[0]


def desk(user: User, on: date) -> tuple[list[Due], list[Due]]:
    """Return what waits for ``user``, as :func:`rows`, and what of it lies with offices below."""
    found = [_dated(one, on) for one in _rows(user, on) if one is not None]
    return sorted((one for one in found if one.count), key=_order), [o for o in found if o.below]


def _order(one: Due) -> tuple[bool, date]:
    """Return by what rows are put in order: by their terms; what has none stays as it is listed."""
    term = None if one.since else one.day
    return term is None, term or date.min


def _dated(one: Due, on: date) -> Due:
    """Return it with how long its term is over."""
    if one.day is None or one.since or one.day >= on:
        return one
    return replace(one, over=(on - one.day).days)


def _rows(user: User, on: date) -> Iterator[Due | None]:
    below = Below.of(user)
    for one in _kinds(user, on):
        yield _due(one, one.below or below) if isinstance(one, Kind) else one


LOOKED_AT = 100  # publications, the newest first


def _kinds(user: User, on: date) -> Iterator[Kind | Due | None]:
    yield from _of_units(user, on)
    yield _residents(user)
    asked = partial(_unconfirmed, user)
    yield Kind(_("等民政部门确认的事项"), asked, reverse("overseer:confirmations"), _confirmation)
    changes = reverse("overseer:changes")
    back, nobody = partial(_returned, user), Below()
    yield Kind(_("退回给您修改的修订案"), back, changes, _sent_back, below=nobody)
    waiting = partial(change_effects.to_review, user)
    writers = change_effects.writers_of_each
    yield Kind(_("等审核、发布的修订案"), waiting, changes, _change, writers)
    yield Kind(
        _("发布以后，等送到各渠道的"),
        _to_deliver(user, on),
        _posts(),
        _delivery,
        column="publication__division",
    )
    every, unit, alike = reverse("overseer:demands"), "unit__division", Below.beside(user)
    judge = Kind(_("等提意见的索要登记"), partial(_to_judge, user), every, _demand)
    yield replace(judge, column=unit, below=alike)
    mine, page = partial(_in_hand, user), reverse("overseer:amendments")
    yield Kind(_("办理中的提请修改"), mine, page, _amendment)
    kept, page = KeptQuestion.objects.visible_to(user), reverse("overseer:questions")
    yield Kind(_("没听懂的问话"), kept.order_by("pk"), page, lambda _one: {"first": page})


def _of_units(user: User, on: date) -> Iterator[Kind]:
    def corrections(what: Promise, found: Any, hands: Hands | None = None) -> Kind:
        return Kind(what, found, board, _correction, hands)

    board = reverse("overseer:reports")
    yield corrections(_("超期没有答复的单位"), partial(due.overdue, user, on))
    yield Kind(_("单位的异议，等复核"), partial(due.objected, user), board, _objected, due.hands)
    yield Kind(_("等处理的反映"), partial(due.to_decide, user), board, _report, _answered)
    yield corrections(_("受理了，还没有拟通报"), partial(due.to_notify, user))
    yield corrections(_("通报没有送达，期限没有开始"), partial(due.unserved, user), due.accusers)
    yield corrections(_("单位说改了，等核实"), partial(due.to_verify, user))
    yield corrections(_("单位要求当面陈述，等定时间地点"), partial(due.to_arrange, user))
    yield corrections(
        _("单位没有整改，等送主管部门问依据"), partial(due.to_ask, user), due.accusers
    )
    yield corrections(_("单位没有整改，等写明事实"), partial(due.unmended, user, on))
    unserved = _("事实说明没有送达，陈述期限没有开始")
    yield corrections(unserved, partial(due.unserved_facts, user), due.accusers)
    yield corrections(_("等登记单位意见（期满或退回的）"), partial(due.to_hear, user, on))
    yield Kind(_("单位当面陈述（听证）的日子"), partial(due.to_attend, user, on), board, _heard_on)
    yield corrections(_("事实的材料，等另一人审看"), partial(due.to_review, user), due.accusers)
    yield corrections(_("单位纸上说的，等另一人核对"), partial(due.to_check, user), due.recorders)
    yield corrections(_("等第二人审批公开"), partial(due.to_approve, user, on), due.hands)


def _due(kind: Kind, below: Below) -> Due | None:
    """Return the row of one kind: what comes first, and how many there are up to a hundred."""
    one, count, others = parted.found(kind, below)
    if one is None:
        return Due(kind.what, 0, kind.every, "", below=others) if others else None
    more = count > parted.COUNTED
    return Due(
        kind.what, min(count, parted.COUNTED), kind.every, more=more, below=others, **kind.said(one)
    )


def _answered(found: Sequence[Report]) -> dict[int, frozenset[int]]:
    return {one.pk: frozenset(filter(None, [one.triaged_by_id])) for one in found}


def _correction(one: Correction) -> Said:
    address = reverse("overseer:correction", args=[one.number])
    name = f"{one.unit_name}：{one.proof}"
    running = one.state == CorrectionState.NOTIFIED and one.due_on is not None
    day = one.due_on if running else one.answered_on or one.notified_on
    accepted = timezone.localdate(one.accepted_at)
    return {"first": address, "name": name, "day": day or accepted, "since": not running}


def _heard_on(one: Correction) -> Said:
    # ``hearing_day`` is what ``due.to_attend`` asks for besides.
    return {**_correction(one), "day": getattr(one, "hearing_day", None), "since": False}


def _until(one: Correction) -> Said:
    return {**_correction(one), "day": one.due_on, "since": False}


def waiting(user: User, on: date) -> Due | None:
    """Return what ``user`` cannot approve yet, or not at all: shown beside what is due (在等的)."""
    kind = Kind(
        _("等审批公开"), partial(due.to_wait, user, on), reverse("overseer:reports"), _until
    )
    return _due(kind, Below())


def _objected(one: Correction) -> Said:
    return {**_correction(one), "day": one.objection_due_on, "since": False}


def _report(one: Report) -> Said:
    address = reverse("overseer:report", args=[one.number])
    return {"first": address, "name": one.unit_name, **_since(one.received_at)}


def _since(at: datetime | None) -> Said:
    return {"day": timezone.localdate(at) if at else None, "since": True}


def _confirmation(one: Confirmation) -> Said:
    address = reverse("overseer:confirmation", args=[one.pk])
    return {"first": address, "name": one.name, "day": one.due_on}


def _change(one: Change) -> Said:
    address = reverse("overseer:change", args=[one.pk])
    return {"first": address, "name": one.title, **_since(one.submitted_at)}


def _to_deliver(user: User, on: date) -> QuerySet[Delivery]:
    """Return what people have to post, from the day it was published, or what failed (待公布)."""
    states = [DeliveryState.READY.value, DeliveryState.FAILED.value]
    people = [one.value for one in ChannelKind if publications.by_hand(one)]
    due = Q(state__in=states) | Q(state=DeliveryState.INTENDED.value, channel__in=people)
    found = Delivery.objects.visible_to(user).filter(due).exclude(_overtaken(user, on, due))
    return found.select_related("publication").order_by("publication__intended_at", "pk")


def _overtaken(user: User, on: date, due: Q) -> Q:
    """Return which texts nobody should post any more: the division has newer ones (已有更新的)."""
    waiting = Delivery.objects.visible_to(user).filter(due).select_related("publication")
    over = overtaking.of(waiting.order_by("-publication", "pk")[:LOOKED_AT], on)
    return Q(pk__in=[pk for pk, one in over.items() if one.own or not one.lasting])


def _posts() -> str:
    return reverse("overseer:deliveries")


def _delivery(one: Delivery) -> Said:
    name = f"{one.publication.title} · {in_language(one.kind.label)}"
    address = f"{_posts()}?state={one.state}"
    return {"first": address, "name": name, **_since(one.publication.intended_at)}


def _returned(user: User) -> QuerySet[Change]:
    """Return the drafts of ``user`` that another officer sent back (退回), the oldest first."""
    own = Change.objects.visible_to(user).filter(Q(written_by=user) | Q(submitted_by=user))
    back = own.filter(state=ChangeState.DRAFT.value).exclude(review_note="")
    return back.exclude(reviewed_by=user).order_by("reviewed_at", "pk")


def _sent_back(one: Change) -> Said:
    address = reverse("overseer:change", args=[one.pk])
    name = gettext("%(title)s。退回理由：%(why)s") % {"title": one.title, "why": one.review_note}
    return {"first": address, "name": name, **_since(one.reviewed_at)}


def _to_judge(user: User) -> Piles[Demand]:
    """Return the demands on which the officer's office has said nothing in this round."""
    if not user.office:
        return Piles(())
    of_it = DemandReview.objects.filter(
        demand=OuterRef("pk"), round=OuterRef("round"), office=user.office
    )
    waiting = Demand.objects.governed_by(user).exclude(Exists(of_it)).select_related("unit")
    return Piles(_in(waiting.order_by("submitted_at", "pk"), REVIEWABLE), _submitted)


def _unconfirmed(user: User) -> QuerySet[Confirmation]:
    return Confirmation.objects.visible_to(user).open()


def _in_hand(user: User) -> Piles[Amendment]:
    return Piles(_in(Amendment.objects.visible_to(user).order_by("pk"), AMENDMENTS.open))


def _submitted(one: Demand) -> tuple[Any, int]:
    return one.submitted_at, one.pk


def _in(found: QuerySet[Any], states: Iterable[Term]) -> tuple[QuerySet[Any], ...]:
    return tuple(found.filter(state=one.value) for one in sorted(states))


def _demand(one: Demand) -> Said:
    address = reverse("overseer:demand", args=[one.pk])
    name = f"{one.unit.name}：{one.paper}"
    return {"first": address, "name": name, **_since(one.submitted_at)}


def _amendment(one: Amendment) -> Said:
    address = reverse("overseer:amendment", args=[one.pk])
    return {"first": address, "name": one.name, **_since(one.proposed_at)}


def _residents(user: User) -> Due | None:
    """Return the residents' objections that no committee can decide; looked at until enough."""
    found = objections.waiting(user, most=objections.COUNTED + 1)
    if not found:
        return None
    first = found[0]
    return Due(
        _("居民的异议，等复核"),
        min(len(found), objections.COUNTED),
        reverse("overseer:objections"),
        reverse("overseer:objection", args=[first.number]),
        first.revision.item.name,
        first.due_on,
        more=len(found) > objections.COUNTED,
    )
