"""What happened to a case, as its clerk reads it (办理经过)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from juzheng.law.cases import verification
from juzheng.law.cases.lifecycle import CASES
from juzheng.records.cases.strikes import struck_in
from juzheng.records.models import Entry
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.templatetags.juzheng import zh_date


def timeline(lines: list[Entry], turn: str, left: str) -> list[dict[str, Any]]:
    """Return what happened, in order, and whose turn it is now."""
    struck = struck_in(lines)
    steps: list[dict[str, Any]] = [
        {
            "kind": "done",
            "what": _event(entry),
            "text": _remark(entry),
            "at": entry.at,
            "struck": entry.position in struck,
        }
        for entry in lines
    ]
    if turn:
        steps.append({"kind": "now", "what": _("现在轮到：%s") % _(turn), "text": left, "at": None})
    return steps


def _event(entry: Entry) -> str:
    who = str(entry.by) if entry.by else _("申请人")
    if verification.only_stated(CASES.event(entry.event), entry.details):
        return _("记下了当事人的书面陈述，还不算核实") + f" · {who}"
    return f"{in_language(CASES.happened(entry.event))} · {who}"


def _remark(entry: Entry) -> str:
    details = entry.details
    if "reason" in details:
        return str(details["reason"])
    if "bring_by" in details:
        return _("补到 %s 为止") % zh_date(str(details["bring_by"]))
    if "left" in details:
        rest = _("%(copies)d份，还有%(left)d份盖好章待领") if details["left"] else _("%(copies)d份")
        return str(rest % details)
    return str(details.get("number", ""))
