"""
Who stood here before (同一个人的办件): said before a second case is filed, and of two names.

A number typed at the counter finds somebody's cases as the search does: each is a look.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.cases.intake import Application
from juzheng.records.cases import again, searching
from juzheng.records.cases.again import Asked, There
from juzheng.records.models import Case, User
from juzheng.records.models.cases.cases import CaseQuerySet
from juzheng.records.sealed import blind_index
from juzheng.web.clerk.case_text import BEFORE_PEN

NAMED = 5  # how many cases under another name a page names


def open_already(application: Application, user: User) -> list[Case]:
    """Return the open cases of one's own committee on the same item, by the same number."""
    same = _same_number(application, user).open()
    return list(same.filter(revision__subject=application.revision.subject).order_by("pk"))


def papers_already(application: Application, user: User) -> tuple[There, ...]:
    """Return the papers in force here on the same item, by the same number; each is a look."""
    found = again.in_force(
        Asked(
            committee=application.committee,
            item=application.revision.subject,
            identity_index=blind_index(application.identity.number),
            recipient=application.recipient,
        ),
        timezone.localdate(),
    )
    filed = Case.objects.visible_to(user).filter(idempotency_key=application.idempotency_key)
    if found and not filed.exists():  # the same form once more is said by its case
        looked_at(Case.objects.filter(number__in=[one.case for one in found]), user)
        return found
    return ()


def beside(case: Case, on: date) -> list[dict[str, Any]]:
    """Return what is in force already beside ``case``, as long as nobody has signed it."""
    if case.stands not in BEFORE_PEN:
        return []
    return in_words(again.in_force(again.asked_in(case), on))


def in_words(found: Iterable[There]) -> list[dict[str, Any]]:
    """Return what is in force already as pages say it: what goes to the same unit stronger."""
    parted = (
        (
            True,
            "instead",
            _("这个人的这一项，已经有交给同一个单位的有效文书："),
            _(
                "要多几份的，在那一件里再打印；写错了的，在那一件里更正换发；"
                "是另一件事的（例如另一个孩子、另一处房子），照常办理。"
            ),
        ),
        (
            False,
            "plain",
            _("这个人的这一项，已经有交给别的单位的有效文书："),
            _("这一次交给另一个单位的，照常办理；内容不一样的，请先核对哪一份对。"),
        ),
    )
    told: list[dict[str, Any]] = []
    for same, tone, title, text in parted:
        papers = [one for one in found if one.same_recipient is same]
        if papers:
            told.append({"tone": tone, "title": title, "text": text, "papers": papers})
    return told


def looked_at(cases: Iterable[Case], user: User) -> None:
    """Write down that ``user`` was shown that each of ``cases`` is there (查看留痕)."""
    at = timezone.now()
    for case in cases:
        viewed(case, "查找", by=user, at=at)


def other_names(application: Application, user: User) -> list[Case]:
    """Return the cases of one's own committee by the same number that bear another name."""
    name = searching.name_index(application.applicant_name)
    return list(_same_number(application, user).exclude(name_index=name).order_by("-pk")[:NAMED])


def otherwise_named(case: Case, user: User) -> list[Case]:
    """Return the same of a case that nobody has signed yet; each is a look (另一个姓名)."""
    if case.stands not in BEFORE_PEN:
        return []
    mine = Case.objects.visible_to(user).filter(erased_at=None, committee=case.committee_id)
    same = mine.filter(identity_index=case.identity_index).exclude(pk=case.pk)
    found = list(same.exclude(name_index=case.name_index).order_by("-pk")[:NAMED])
    looked_at(found, user)
    return found


def _same_number(application: Application, user: User) -> CaseQuerySet:
    mine = Case.objects.visible_to(user).filter(erased_at=None)
    sent_before = {"idempotency_key": application.idempotency_key}  # the same form once more
    index = blind_index(application.identity.number)
    return mine.filter(identity_index=index).exclude(**sent_before)
