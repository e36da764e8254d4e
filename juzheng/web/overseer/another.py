"""Another officer (另一人): what a step costs whoever takes it, and who goes on where none is left.

Nobody approves what they had a hand in. An office of two can use that up without noticing: it is
said before the step that costs it, and an officer of the office above may always go on.
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from juzheng.acts.supervision import letters
from juzheng.law.base.divisions import significant
from juzheng.records.models import Report, User
from juzheng.records.offices import Another
from juzheng.records.supervision import corrections


def elsewhere(user: User, division: str, barred: Collection[int]) -> str:
    """Return who goes on where nobody of the user's office may (请谁办); empty: somebody here."""
    who = Another.than(user, division, barred)
    if who.here:
        return ""
    if who.above is None:
        return _(
            "本单位没有别人可以办，上级也没有账号：请系统管理员给上级民政部门的工作人员开通账号。"
        )
    said = _("本单位没有别人可以办，请上级（%(office)s）的工作人员办：他们的工作台上会列出来。")
    return said % {"office": _office(who.above)}


def _office(division: str) -> str:
    """Return the office above by its name: that of the whole country is the ministry (民政部)."""
    return letters.office_of(division) if significant(division) else _("民政部")


def only_one(user: User, division: str, hands: Collection[int]) -> str:
    """Return who approves once ``user``, the last one without a hand, takes part (只剩一人)."""
    who = Another.than(user, division, hands)
    if user.pk in hands or who.here:
        return ""
    if who.above is None:
        return _(
            "没有经手的只剩您一人，上级也没有账号：您办了，就没有人能审批。"
            "请先请系统管理员给上级民政部门的工作人员开通账号。"
        )
    said = _("本单位没有经手的只剩您一人：您办了，审批请由上级（%(office)s）的工作人员做。")
    return said % {"office": _office(who.above)}


def price(user: User, division: str, hands: Collection[int]) -> list[str]:
    """Return what a step costs ``user`` (经手): the right to approve; and who does it then."""
    if user.pk in hands:
        return []
    said = (
        _("办了这一步就是经手，以后不能审批、复核、撤下这一件。"),
        only_one(user, division, hands),
    )
    return list(filter(None, said))


def price_of_accusing(user: User, division: str, accusers: Collection[int]) -> list[str]:
    """Return what it costs ``user`` to accept or to state facts (受理、写事实): to carry papers."""
    if user.pk in accusers:
        return []
    said = _("受理、写事实的人不能登记送达，也不能登记单位、主管部门的来文：要另一位工作人员登记。")
    return list(filter(None, (said, elsewhere(user, division, {*accusers, user.pk}))))


def price_of_report(user: User, report: Report) -> list[str]:
    """Return :func:`price` of a step on ``report``, which may be of a correction (反映)."""
    one, masked_by = report.correction, {report.reviewed_by_id or 0}
    return price(user, report.division, corrections.hands(one) if one else masked_by)
