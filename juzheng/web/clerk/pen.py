"""Before the pen (签字页): the paper as it will look, what it rests on, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.cases import reading, signing
from juzheng.law.base.demanders import is_court
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.delegation import obstacles
from juzheng.law.cases.lifecycle import CASES
from juzheng.records.cases import again, case_file, hands, pens, seen
from juzheng.records.history import lines_of
from juzheng.records.models import Case, User
from juzheng.records.models.cases.cases import Desk
from juzheng.records.walking import Piles
from juzheng.web.clerk import queue
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, forget_step_up

LISTED = 30  # how many of those that wait the list shows
AT_ONCE = 10  # a pen that signs more in one go has not read them


def waiting(user: User) -> Piles[Case]:
    """Return what waits for a pen in the committee of ``user``, the most urgent first."""
    found = Case.objects.visible_to(user)
    if not user.may(Permission.SIGN):
        lent = pens.in_force(user, timezone.localdate())
        if not lent:
            return Piles(())
        if all(one.items for one in lent):
            found = found.filter(revision__subject__in={item for one in lent for item in one.items})
    found = found.select_related("revision", "committee", "prepared_by")
    return queue.by_time_left(found, Desk.SIGNATURE)


def rows(cases: list[Case], user: User, at: datetime) -> list[dict[str, Any]]:
    """Return the rows of the list: who has read what, and what is not theirs to sign."""
    looks, mine = seen.last_looks(cases, user), hands.worked_on(cases, user)
    free = _who_may([case for case in cases if case.pk in mine])
    lent = not user.may(Permission.SIGN)
    free |= {case.pk: _in_person(case) for case in cases if lent and pens.in_person(case)}
    shown = queue.rows(cases, timezone.localtime(at).date())
    there = again.beside(cases, timezone.localtime(at).date())
    found = []
    for case, row in zip(cases, shown, strict=True):
        look = looks.get(case.pk)
        read = _is_read(case, look)
        own = case.pk in free
        told = free[case.pk] if own else _read_in_words(look is not None, read=read)
        told = " · ".join((told, *_warned(case, there[case.pk], lent=lent and not own)))
        found.append({**row, "case": case, "read": read and not own, "own": own, "told": told})
    return found


def _in_person(case: Case) -> str:
    """Return why no deputy signs it (由负责人本人签): who has to agree."""
    if case_file.meeting_rule(case).by_committee:
        return _("要由委员会开会决定的，由负责人本人签")
    return _("要居民讨论同意的，由负责人本人签")


def _warned(case: Case, there: Iterable[again.There], *, lent: bool) -> Iterator[str]:
    """Yield what a signer of several must not pass over (签以前要知道的)."""
    if lent and is_court(case.demander, case.recipient):
        yield _("交给法院，替签的收不收由法院定")
    if same := [one.number for one in there if one.same_recipient]:
        yield _("已有交给同一个单位的有效文书：%s") % "、".join(same)


def _who_may(cases: list[Case]) -> dict[int, str]:
    """Return of each case in which this pen had a hand that it has, and who may sign instead."""
    others = hands.pens_of(cases[0].committee) if cases else []
    worked = [(str(one), hands.worked_on(cases, one)) for one in others]
    told = {}
    for case in cases:
        free = "、".join(who for who, did in worked if case.pk not in did)
        told[case.pk] = (
            _("您经手过，要请别人签：%s") % free if free else _("您经手过，没有别人能签")
        )
    return told


def lent_to(user: User) -> list[dict[str, Any]]:
    """Return by whose word ``user`` signs, until when, and what stands in the way of it."""
    if user.may(Permission.SIGN):
        return []
    given = [pens.told(one, timezone.localdate()) for one in pens.given_to(user)]
    alive = [one for one in given if one.in_force()] or given[:1]
    free = max((one.last for one in alive if not one.only and one.in_force()), default=date.min)
    # What a delegation without limits carries anyway is not said to be limited.
    alive = [one for one in alive if not one.only or one.last > free]
    alive.sort(key=lambda one: bool(one.only))
    return [
        {
            "told": one,
            "stops": [*obstacles(one, meets=False)],
            "only": _names(one.only),
            "since": free if one.only and one.in_force() and one.first <= free else None,
        }
        for one in alive
    ]


def _names(items: Iterable[str]) -> str:
    """Return the items by name to which a delegation is limited (只限哪些事项); of all, nothing."""
    listed = request_catalogue.today().items
    return "、".join(listed[one].name if one in listed else one for one in items)


def _read_in_words(opened: bool, *, read: bool) -> str:  # noqa: FBT001 - the two stand side by side
    if read:
        return _("已看过")
    return _("看过以后有变化，请再看") if opened else _("还没有看")


def page(request: SignedInRequest, case: Case, at: datetime) -> dict[str, Any]:
    """Write down the look; return what a signer sees of ``case`` besides the case page."""
    user = request.user
    opened = reading.opened(case, by=user, at=at)
    otherwise = opened.changed or opened.moved
    if otherwise:
        forget_step_up(request)  # the pen was proven for what was read before
    others = [one for one in waiting(user).take(LISTED + 1) if one.pk != case.pk][:LISTED]
    if not user.may(Permission.SIGN):
        others = [one for one in others if not pens.in_person(one)]
    looks = seen.last_looks(others, user)
    unread = [one for one in others if not _is_read(one, looks.get(one.pk))]
    return {
        "draft": signing.looks(case, signer=user, at=at),
        "changed": _changed(case, opened, user) if otherwise else None,
        "following": next(iter(unread), None),
        "left_to_read": len(unread),
        "lent_to_court": not user.may(Permission.SIGN) and is_court(case.demander, case.recipient),
    }


def _is_read(case: Case, look: Any) -> bool:
    return look is not None and look.version == case.version


def _changed(case: Case, opened: reading.Opened, user: User) -> dict[str, Any]:
    """Return what is otherwise than this signer saw it, and who else did what since, each once."""
    since = [line for line in lines_of(case) if opened.before and line.at > opened.before]
    steps = [(CASES.happened(one.event), one.by) for one in since if one.by != user]
    return {
        "parts": [part.label for part in opened.changed],
        "since": opened.before,
        "steps": [
            {"what": what, "who": str(by or _("申请人"))} for what, by in dict.fromkeys(steps)
        ],
    }


def ticked(numbers: Iterable[str], user: User) -> list[Case]:
    """Return the cases of those numbers that ``user`` may see, in that order, each once."""
    found = Case.objects.visible_to(user).select_related("revision", "committee", "prepared_by")
    by_number = {case.number: case for case in found.filter(number__in=[*numbers][:LISTED])}
    return [by_number[number] for number in dict.fromkeys(numbers) if number in by_number]
