"""
Who stood here before (同一个人的办件): said before a second case is filed, and of two names.

A number typed at the counter finds somebody's cases as the search does: each is a look.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.cases.intake import Application
from juzheng.law.cases.certificates import masked_name
from juzheng.records.cases import searching
from juzheng.records.models import Case, User
from juzheng.records.models.cases.cases import CaseQuerySet
from juzheng.records.sealed import blind_index


def open_already(application: Application, user: User) -> list[Case]:
    """Return the open cases of one's own committee on the same item, by the same number."""
    same = _same_number(application, user).open()
    return list(same.filter(revision__subject=application.revision.subject).order_by("pk"))


def looked_at(cases: Iterable[Case], user: User) -> None:
    """Write down that ``user`` was shown that each of ``cases`` is there (查看留痕)."""
    at = timezone.now()
    for case in cases:
        viewed(case, "查找", by=user, at=at)


def other_name(application: Application, user: User) -> str:
    """Return that the number stands on file under another name, in words; else nothing."""
    name = searching.name_index(application.applicant_name)
    found = _same_number(application, user).exclude(name_index=name).order_by("-pk").first()
    if found is None:
        return ""
    looked_at([found], user)
    told = {"number": found.number, "name": masked_name(found.applicant_name)}
    return (
        _("同一个证件号码，%(number)s 登记的是另一个姓名（%(name)s）。请照证件核对，写错的请更正。")
        % told
    )


def _same_number(application: Application, user: User) -> CaseQuerySet:
    mine = Case.objects.visible_to(user).filter(erased_at=None)
    sent_before = {"idempotency_key": application.idempotency_key}  # the same form once more
    index = blind_index(application.identity.number)
    return mine.filter(identity_index=index).exclude(**sent_before)
