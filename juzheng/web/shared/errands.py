"""What you do (您要做的): the resident's own part of an errand, without the committee's."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Decision


def errand(item: Item, decision: Decision, *, filed: bool = False) -> tuple[str, ...]:
    """
    Return in order what whoever asks has to do themselves; empty where nothing is issued.

    :param filed: the application is in already
    """
    if not decision.outcome.issues:
        return ()
    first = (coming(item, decision),) if filed else (_asking(item),)
    steps = (*first, *_helping(decision), _waiting(decision), _collecting(item))
    return tuple(filter(None, steps))


def _asking(item: Item) -> str:
    if item.materials:
        return _("带上下面的材料到居（村）委会去，或者先在网上申请。")
    return _("到居（村）委会去说明情况，或者先在网上申请。")


def coming(item: Item, decision: Decision) -> str:
    """Return whether to come now or to wait (要不要来); empty where nothing is issued."""
    if not decision.outcome.issues:
        return ""
    if item.materials:
        return _("请尽早带上材料到居（村）委会核实，不用等通知。")
    return _("不用专门来，等居（村）委会核实。")


def reaching(telephone: str) -> str:
    """Return who is called if something is lacking, and where it stands else (怎样找到您)."""
    if telephone:
        return _("要问您的、还缺什么的，居（村）委会可以打您留的电话，也会写在办理进度里。")
    return _("您没有留电话：还缺什么，会写在办理进度里，请过两天来看一次。")


def _helping(decision: Decision) -> tuple[str, ...]:
    """Return what only the applicant can bring: who wants it, on paper where that is asked."""
    if Requirement.WRITTEN_DEMAND in decision.requires:
        return (_("请单位写一份书面要求，交给居（村）委会。"),)
    if Requirement.GROUND in decision.requires:
        return (_("说清楚是哪个单位、谁、哪天要的。"),)
    return ()


def _waiting(decision: Decision) -> str:
    days = decision.limit_working_days or 0
    if Requirement.DELIBERATION in decision.requires:
        return _("等居（村）委会开会讨论，会后才能出具。")
    if days:
        most = ngettext(
            "等居（村）委会核实，最多 %(days)d 个工作日。",
            "等居（村）委会核实，最多 %(days)d 个工作日。",
            days,
        )
        return most % {"days": days}
    return _("当场等一会儿：查明了马上就办，查不明的要核实以后再办。")


def _collecting(item: Item) -> str:
    if item.electronic_original:
        return _("办好了，凭编号和查询码在网上下载。")
    return _("办好了，到居（村）委会领盖了章的纸质件。")
