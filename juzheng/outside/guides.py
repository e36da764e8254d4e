"""Guides on paper (纸质办事指南): the guide, the blank form, the sample and the poster as PDF.

All of them are set from ``law.catalogue.guides``; this module only chooses the words around the
facts. They are PDF/UA-1: text can be selected and read aloud. The same guide always gives the same
bytes. All raise MissingGlyphs if a character cannot be drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from juzheng.law.cases import samples
from juzheng.law.catalogue import guides as guides_law
from juzheng.law.catalogue import items
from juzheng.law.catalogue.guides import Guide, Listing, Venue
from juzheng.law.catalogue.items import ActKind, AnswerKind, DeliberationNeed
from juzheng.law.catalogue.notices import Notice
from juzheng.outside import paper
from juzheng.outside import qr as qr_code
from juzheng.outside.typesetting import day, of_file, page

_QR_SAYS = "扫码看网页版"
_UNOFFICIAL = "（本项目整理，不是官方清单）"
_HEADINGS = {False: "不开这份证明，这样办", True: "还没有查清，先这样办"}
_COMMON = (  # what every application asks, as the web form does
    ("申请人姓名", "text", "", True),
    ("身份证件号码", "identity", "用来分清同名的人，只用于办理这件事", True),
    ("联系电话", "text", "", False),
    ("哪个单位要", "text", "写单位全名", True),
    ("用来办什么事", "text", "", True),
)
_FIELD = {
    AnswerKind.TEXT: "text",
    AnswerKind.LONG_TEXT: "long",
    AnswerKind.PERSON_NAME: "text",
    AnswerKind.IDENTITY_NUMBER: "identity",
    AnswerKind.DATE: "date",
    AnswerKind.BIRTH_DATE: "date",
    AnswerKind.DATE_IN_PART: "date",
    AnswerKind.CHOICE: "choice",
    AnswerKind.YES_NO: "choice",
}
_STATEMENTS = (
    "以上由我本人填写，内容属实。同意居（村）委会为办理这份证明核实这些情况。",
    "填写的内容只用来办这一份证明。签字出具以前，可以随时撤回申请。",
)
_AGENT = "家人代交的，请写代交人姓名和与本人的关系："


def guide_pdf(guide: Guide, *, url: str) -> bytes:
    """
    Return the printed guide (办事指南), A4.

    :param url: the address of the same guide on the web, printed and as a QR code
    """
    return page("guide", _guide(guide, url))


def form_pdf(guide: Guide, *, url: str) -> bytes:
    """
    Return the blank application form (申请表), A4, to be filled in by hand.

    :raises ValueError: if nothing is issued: there is nothing to apply for
    """
    if not guide.issued:
        raise ValueError(f"{guide.item} is not issued here")
    return page("form", _form(guide, url))


def sample_pdf(guide: Guide) -> bytes:
    """
    Return the sample certificate (样张), marked across the page: no number, no QR code, no seal.

    :raises ValueError: if nothing is issued
    """
    sample = samples.sample(guide)
    if sample is None:
        raise ValueError(f"{guide.item} is not issued here")
    at = datetime.combine(guide.on, time(), UTC)
    return paper.render(sample, qr=None, draft=True, at=at, mark=paper.SAMPLE)


def poster_pdf(notice: Notice, *, url: str) -> bytes:
    """Return the poster for the notice board (公告栏海报), A3: what is not issued, and what is."""
    return page("poster", _poster(notice, url))


def _file(on: date, url: str, publisher: str = "") -> dict[str, Any]:
    """Return what every one of our files says of itself."""
    return {
        **of_file(on, publisher),
        "qr": qr_code.svg(url),
        "qr_alt": f"二维码，网址{url}",
        "qr_says": _QR_SAYS,
    }


def _guide(guide: Guide, url: str) -> dict[str, Any]:
    return {
        **_file(guide.on, url, guide.office.name if guide.office else ""),
        "heading": "办事指南" if guide.issued else _HEADINGS[guide.confirming],
        "kicker": _kicker("办事指南", guide.division_name, guide.item),
        "name": guide.name,
        "summary": guide.summary,
        "verdict": _verdict(guide),
        "reason": "" if guide.issued else guide.reason,
        "sections": [one for one in _sections(guide) if one.get("items", one.get("rows"))],
        "notes": list(_notes(guide)),
        "foot": _foot(guide, url),
    }


def _kicker(*parts: str) -> str:
    return "  ".join(part for part in parts if part)


def _foot(guide: Guide, url: str) -> list[str]:
    """Return what the foot of each sheet says, each thing on a line of its own if need be."""
    return [url, f"按{day(guide.on)}有效的清单编制", f"版本{guide.version}"]


def _verdict(guide: Guide) -> str:
    if guide.confirming:
        return "待民政部门确认，先这样办"
    if not guide.issued:
        return "居（村）委会不开，请这样办"
    first = "会议讨论同意后出具，" if guide.deliberates else ""
    met = "符合条件的，" if guide.preconditions else ""
    can = "可以开" if guide.act is ActKind.CERTIFICATE else f"可以办（{guide.act.label}）"
    return f"{met}{can}：{first}{guide.limit}，{guide.fee}"


def _sections(guide: Guide) -> Iterator[dict[str, Any]]:
    ways = [(way.marked, _way(way)) for way in guide.onward]
    grounds = [(one, ()) for one in guide.grounds]
    if not guide.issued:
        yield _listed("怎么办", ways, kind="numbered")
        yield _listed("依据" if guide.confirming else "为什么不开", grounds)
    else:
        yield {"title": "怎么办", "kind": "rows", "rows": list(_rows(guide))}
        yield _steps(guide)
        checks = [(one.label, [f"办法：{'；'.join(one.means)}"]) for one in guide.checks]
        yield _listed("要核实什么", checks)
        yield _listed("依据", grounds)
        yield _listed("出具规则", [(str(one), ()) for one in guide.ruled_by])
        if ways:
            yield _listed("不开也行的办法", ways, kind="numbered")
    yield _listed("有关条文", [(one.whole, ()) for one in guide.beside])
    if guide.rules:
        yield _listed("特别规定", [(rule, ()) for rule in guide.rules])
    if guide.office:
        title = "到哪里办" if guide.issued else "还不清楚的，问这里"
        yield {"title": title, "kind": "rows", "rows": list(_office(guide.office))}
    yield _listed("办得不对，找谁", [(one, ()) for one in guide.complaints])


def _listed(
    title: str, items: Iterable[tuple[str, Sequence[str]]], *, kind: str = "listed"
) -> dict[str, Any]:
    found = [{"text": text, "notes": list(notes)} for text, notes in items]
    return {"title": title, "kind": kind, "items": found}


def _rows(guide: Guide) -> Iterator[dict[str, Any]]:
    yield from _row("办理用途", "、".join(guide.purposes))
    yield from _row("谁会要", "、".join(guide.demanders))
    yield from _row("谁可以申请", guide.who)
    yield from _row("谁出具", "、".join(kind.label for kind in guide.issuers))
    yield from _row("职责范围", guide.duty.words if guide.duty else "")
    yield from _row("先问清楚", *(one.open_question for one in guide.preconditions))
    yield from _row("带什么", *(f"{one.name}" for one in guide.materials))
    yield from _row("出具什么", guide.act.label)
    yield from _row("多久", guide.limit, guide.limit_ground)
    yield from _row("收费", guide.fee)
    yield from _row("有效期", guide.validity)
    yield from _row("居民讨论", _deliberation(guide))
    yield from _row("不服怎么办", guide.remedy)
    electronic = "电子件可以当原件用"
    sealed = "以盖章的纸质件为准，电子件只作备查"
    yield from _row("电子件", electronic if guide.electronic_original else sealed)


def _row(label: str, *values: str) -> Iterator[dict[str, Any]]:
    if said := list(filter(None, values)):
        yield {"label": label, "values": said}


def _deliberation(guide: Guide) -> str:
    if guide.deliberation is DeliberationNeed.NONE:
        return ""
    notice = f"，公示{guide.public_notice_days}天" if guide.public_notice_days else ""
    ground = f"（{guide.notice_ground}）" if notice else ""
    kind = f"：{guide.deliberation_kind}" if guide.deliberation_kind else ""
    return f"{guide.deliberation.label}{kind}{notice}{ground}"


def _office(office: Venue) -> Iterator[dict[str, Any]]:
    yield from _row("地点", office.name, office.address)
    yield from _row("电话", office.telephone)
    yield from _row("时间", office.hours)


def _steps(guide: Guide) -> dict[str, Any]:
    rows = [[f"{at}", one.name, one.role, one.limit] for at, one in enumerate(guide.steps, 1)]
    columns = ["", "做什么", "谁来做", "时限"]
    return {"title": "步骤", "kind": "table", "columns": columns, "rows": rows}


def _way(way: items.Onward) -> list[str]:
    """Return what stands under a way onward: what to bring, where, how long."""
    told = {"带上": "、".join(way.bring), "去哪里": way.where, "多久": way.how_long}
    return [f"{what}：{said}" for what, said in told.items() if said]


def _notes(guide: Guide) -> Iterator[str]:
    if guide.lists:
        yield "所在清单：" + "；".join(_listing(one) for one in guide.lists) + "。"
    if guide.confidence is not items.Confidence.HIGH:
        yield "这一项有的内容还没有核对原文，以窗口答复为准。"


def _listing(one: Listing) -> str:
    unofficial = _UNOFFICIAL if one.ours else ""
    return f"《{one.title}》{unofficial}，{day(one.in_force_from)}起"


def _form(guide: Guide, url: str) -> dict[str, Any]:
    return {
        **_file(guide.on, url, guide.office.name if guide.office else ""),
        "heading": "申请表",
        "kicker": _kicker(guide.division_name, guide.item),
        "fee": f"{guide.fee}  {guide.limit}",
        "name": guide.name,
        "to": "居民委员会／村民委员会",
        "fields": [_field(*one, required=needed) for *one, needed in _COMMON],
        "questions_title": "办这一项还要写",
        "questions": [_question(one) for one in guide.questions],
        "materials": [one.name for one in guide.materials],
        "statements": list(_STATEMENTS),
        "agent": _AGENT,
        "foot": _foot(guide, url),
    }


def _field(label: str, kind: str, hint: str, *, required: bool) -> dict[str, Any]:
    return {"label": label, "kind": kind, "hint": hint, "required": required, "choices": []}


def _question(question: items.Question) -> dict[str, Any]:
    found = _field(question.label, _FIELD[question.kind], question.hint, required=question.required)
    yes_no = question.kind is AnswerKind.YES_NO
    return {**found, "choices": ["是", "否"] if yes_no else list(question.choices)}


def _limits(notice: Notice) -> str:
    """Return whose the limits on the poster are: what the place set itself is named as its own."""
    found: dict[str, list[str]] = {}
    for line in notice.issued:
        if line.guide is not None and line.item in notice.own_limits and line.guide.limit_source:
            found.setdefault(line.guide.limit_source, []).append(line.name)
    named = "；".join(f"{'、'.join(names)}依据{source}" for source, names in found.items())
    if named:
        return f"时限：{named}。其他的时限，没有依据的是本项目建议的，指南里注明。"
    return "时限是本项目建议的，指南里注明。"


def _poster(notice: Notice, url: str) -> dict[str, Any]:
    whose = notice.division_name or "全国"
    return {
        **_file(notice.on, url),
        "kicker": f"{whose}  {day(notice.on)}起张贴",
        "title": f"这{len(notice.refused)}项居委会、村委会不开",
        "then": "这样办",
        "subtitle": "别人让您来开，请先看这里。有证件的不用开，该找谁就找谁。",
        "refused": [
            {"number": at, "name": one.name, "said": one.said}
            for at, one in enumerate(notice.refused, 1)
        ],
        "issued_title": f"这{len(notice.issued)}项可以来开，{guides_law.FEE}",
        "issued": [{"name": one.name, "said": one.said} for one in notice.issued],
        "complaints": list(notice.complaints),
        "notes": [
            f"按下列清单编制：{'；'.join(_listing(one) for one in notice.lists)}。"
            f"{_limits(notice)}{url}"
        ],
    }
