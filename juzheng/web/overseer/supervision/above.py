"""The superior that a notice names (通报写的主管部门): how it is reached, and registered."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from juzheng.law.base.divisions import governs, significant
from juzheng.records.models import Correction, DemandingUnit, User


@dataclass(frozen=True)
class Reached:
    """How the superior can be reached (怎样送到主管部门), in words; where to register it."""

    said: str = ""
    href: str = ""
    link: str = ""


def above(one: Correction, user: User) -> Reached:
    """Return what an officer has to know of the superior that ``one`` names; of none, nothing."""
    if not one.superior:
        return Reached()
    superior, unit = (_of(one, name) for name in (one.superior, one.unit_name))
    said = _by_account(superior)
    if unit is not None and one.superior in (str(unit.superior), str(unit.supervisor)):
        return Reached(said)
    said += _("登记里还没有写它是这个单位的上级或者主管部门，它看不到这个单位的全部情况。")
    if unit is None or not governs(user.division, unit.division):
        return Reached(said + _("登记单位和上级，请找管理员或者上级民政部门。"))
    href = reverse("overseer:unit", args=[unit.pk])
    if superior is not None:
        href += "?" + urlencode({"superior": superior.pk})
    return Reached(said, href, _("登记单位的上级"))


def _by_account(superior: DemandingUnit | None) -> str:
    if superior is None:
        return _("主管部门没有登记，收件箱里收不到函：请打印送去。")
    if superior.staff.filter(is_active=True).exists():
        return _("主管部门有账号：通报送到单位以后，函在它的收件箱里，可以自己签收、答复。")
    return _("主管部门登记了，还没有人有账号：请打印送去。")


def _of(one: Correction, name: str) -> DemandingUnit | None:
    """Return the unit of that name that stands over the place, the nearest one (登记的单位)."""
    found = DemandingUnit.objects.filter(name=name).select_related("superior", "supervisor")
    over = (each for each in found if not each.division or governs(each.division, one.division))
    return max(over, key=lambda each: len(significant(each.division)), default=None)
