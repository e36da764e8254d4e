"""What lies on file (归档材料): whatever the responsible person has to read before signing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.law.cases import consultation
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.law.cases.reviewing import counting
from juzheng.law.cases.transition import TransitionKind
from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue.items import FactToVerify
from juzheng.outside.typesetting import full_width
from juzheng.records.cases import case_file, meetings, read_once
from juzheng.records.models import (
    Case,
    Consultation,
    Deliberation,
    Objection,
    RiskAssessment,
    TransitionGround,
    User,
    Verification,
)
from juzheng.records.models.cases.striking import Strikable
from juzheng.records.tracked import COVERS
from juzheng.web.templatetags.juzheng import day_alone, day_short, zh_date

Row = dict[str, str]


def of(case: Case, user: User | None = None) -> list[dict[str, Any]]:
    """
    Return every check, meeting, ground and assessment of ``case``, as they were recorded.

    :param user: who is offered to strike what they recorded by mistake
    """
    checks = [_check_of(one, user) for one in case.verifications.all()]
    filed: list[dict[str, Any]] = [
        *([{"title": _("看到和听到的"), "rows": checks}] if checks else []),
        *_meetings(case, user),
        *(_section(one, user) for one in case.consultations.all()),
        *({"title": _("仍需办理的理由"), "rows": [*_ground(one)]} for one in case.grounds.all()),
        *(_section(one, user) for one in case.assessments.all()),
        *({"title": _("居民的异议"), "rows": [*_objection(one)]} for one in case.objections.all()),
    ]
    return [{**section, "gist": _gist(section["rows"])} for section in filed]


def _meetings(case: Case, user: User | None) -> Iterator[dict[str, Any]]:
    """Yield every meeting, with which of them counts and why it was recorded anew (哪一次算数)."""
    for one in case.deliberations.all():
        section, why = _section(one, user), _told_anew(one)
        again = [_row(_("为什么重新登记"), why)] if why else []
        yield {**section, "rows": [*section["rows"], *again]}


def _told_anew(record: Deliberation) -> str:
    lines = read_once.of(record.case).lines
    own = (line for line in lines if record.covered_as in line.details.get(COVERS, {}))
    return str(next((line.details.get("reason", "") for line in own), ""))


def _counts(record: Deliberation) -> str:
    """Return whether it is this one that the paper rests on, in words; of the only one, nothing."""
    every = [one.pk for one in record.case.deliberations.all()]
    if len(every) < 2:
        return "" if record.stands else _("已作废")
    place = _("第%d次登记") % (every.index(record.pk) + 1)
    said = _standing(record) if record.stands else _("已作废")
    return f"{place} · {said}"


def _standing(record: Deliberation) -> str:
    """Return which one it is of the records that stand: what was objected has two that count."""
    case = record.case
    counts = counting(meetings.records(case), case_file.meeting_rule(case))
    if counts is not None and counts.review is not None:
        # Of one meeting told twice the later record counts; no other has its kind and day.
        last = {(one.kind, one.held_on): one.pk for one in read_once.of(case).meetings}
        for met, said in (
            (counts.review, _("再次评议，以这一次为准")),
            (counts.met.meeting, _("公示的结果，以这一次为准")),
        ):
            if last[met.kind, met.held_on] == record.pk:
                return said
        return _("已被后来登记的代替")
    latest = read_once.of(case).meetings[-1].pk == record.pk
    return _("以这一次为准") if latest else _("已被后来登记的代替")


def _meeting_title(record: Deliberation) -> str:
    parts = (_(record.kind), day_alone(record.held_on), _counts(record))
    return " · ".join(filter(None, parts))


def sheet_of(record: Deliberation) -> str:
    """Return what the scan of a meeting's sheet is called, so that none looks like another."""
    at = timezone.localtime(record.at)
    told = {"day": day_alone(record.held_on), "when": f"{day_short(at)} {at:%H:%M}"}
    words = _("签到及表决表：%(day)s的会议，%(when)s登记") % told
    return " · ".join(filter(None, (words, _counts(record))))


def one_of(record: Strikable) -> dict[str, Any]:
    """Return one record that may be struck, as :func:`of` shows it (一条登记)."""
    if isinstance(record, Verification):
        return {"title": "", "rows": [_check_of(record, None)]}
    return _section(record, None)


def _section(record: Strikable, user: User | None) -> dict[str, Any]:
    titles: dict[type[Strikable], tuple[Any, Callable[[Any], Iterable[Row]]]] = {
        Deliberation: (_("会议"), _meeting),
        Consultation: (_("听取居民意见"), _heard),
        RiskAssessment: (_("风险评估意见"), _risk),
    }
    title, told = titles[type(record)]
    if isinstance(record, Deliberation):
        title = _meeting_title(record)
    rows = list(told(record))
    if not record.stands:
        rows = [{**row, "struck": "yes"} for row in rows] + [_row(_("已作废"), _why(record))]
    return {"title": title, "rows": rows, "href": _strikes(record, user)}


def _check_of(record: Verification, user: User | None) -> Row:
    row = _check(record, _labels(record.case))
    if not record.stands:
        return {**row, "struck": "yes", "after": _("已作废：%s") % _why(record)}
    needed = {fact.key: fact for fact in case_file.facts_of(record.case)}
    fact = needed.get(record.fact)
    if fact is None or record.sentence != case_file.sentence(record.case, fact):
        row["after"] = _("后来填写的内容改过，这一条核实的是改以前的，不再算数。")
    href = _strikes(record, user)
    return {**row, "href": href, "action": _("登记错了")} if href else row


def _strikes(record: Strikable, user: User | None) -> str:
    """Return where ``user`` may strike the record; nowhere if it is not theirs, or too late."""
    case, mine = record.whose, user is not None and record.maker.pk == user.pk
    if not (mine and record.stands and Event.STRUCK in CASES.allowed(case.stands)):
        return ""
    return reverse("clerk:strike", args=[case.number, record.covered_as])


def _why(record: Strikable) -> str:
    on = zh_date(timezone.localtime(record.struck_at).date()) if record.struck_at else ""
    return " · ".join((record.struck_why, str(record.struck_by), on))


def _labels(case: Case) -> dict[str, str]:
    return {fact.key: fact.label for fact in (*case.revision.item.facts, *case_file.facts_of(case))}


def _gist(rows: list[Row]) -> str:
    """Return the one row that says most of a record: the votes, the result, who asks, the risk."""
    telling = (_("表决"), _("复核结果"), _("结果"), _("索要单位"), _("风险是什么"), _("居民说"))
    said = {row["key"]: row["value"] for row in rows}
    return next((said[key] for key in telling if said.get(key)), "")


def _row(key: str, value: object) -> Row:
    return {"key": key, "value": str(value)}


def _check(one: Verification, labels: dict[str, str]) -> Row:
    on = zh_date(one.at)
    how = " · ".join((_(Result(one.result).label), _(Means(one.means).label), str(one.by), on))
    seen = one.note or _("没有记下看到、听到了什么")
    failed = one.result == Result.FAILED.value
    said = full_width(one.sentence)
    what = _("不能确认的是：%s") % said if failed else said
    return _row(labels.get(one.fact, one.fact), f"{how}\n{what}\n{seen}")


def _meeting(one: Deliberation) -> Iterator[Row]:
    yield _row(_("会议种类"), one.kind)
    yield _row(_("召集日期"), zh_date(one.called_on))
    yield _row(_("开会日期"), zh_date(one.held_on))
    came = {"entitled": one.entitled, "present": one.present}
    yield _row(_("到会人数"), _("应到 %(entitled)d 人，实到 %(present)d 人") % came)
    votes = {"for": one.votes_for, "against": one.against, "abstained": one.abstained}
    yield _row(_("表决"), _("同意 %(for)d，反对 %(against)d，弃权 %(abstained)d") % votes)
    notice = {"from": zh_date(one.notice_from), "days": one.public_notice_days}
    shown = _("%(from)s 起 %(days)d 天") % notice if one.notice_from else _("没有公示")
    yield _row(_("公示"), shown)
    objections = {"made": one.objections, "settled": one.objections_settled}
    yield _row(_("异议"), _("提出 %(made)d 件，答复 %(settled)d 件") % objections)
    at = timezone.localtime(one.at)
    yield _row(_("登记人"), f"{one.by} · {zh_date(at)} {at:%H:%M}")


def _heard(one: Consultation) -> Iterator[Row]:
    yield _row(_("用什么形式"), _(one.form))
    yield _row(_("哪一天"), zh_date(one.held_on))
    yield _row(_("谁参加了"), one.took_part)
    yield _row(_("说了什么"), one.said)
    yield _row(_("结果"), _(consultation.Result(one.result).label))
    yield _row(_("登记人"), one.by)


def _ground(one: TransitionGround) -> Iterator[Row]:
    yield _row(_("为什么现在仍要办理"), _(TransitionKind(one.kind).label))
    yield _row(_("索要单位"), one.demander_name)
    yield _row(_("理由"), one.statement)
    asked = (one.said_by, one.office, one.said_on and zh_date(one.said_on))
    if any(asked):
        yield _row(_("谁、在哪里、哪天要求的"), " · ".join(str(part) for part in asked if part))
        yield _row(_("谁听到的"), one.heard_by or _("没有写"))
    yield _row(_("书面要求"), _("已上传") if one.document else _("没有上传"))
    if one.fact:
        yield _row(_("要证明的事实"), one.fact)
    yield _row(_("用什么办法核实"), _(Means(one.means).label) if one.means else _("没有写"))
    if one.review_on:
        yield _row(_("复查日"), zh_date(one.review_on))
    yield _row(_("登记人"), one.by or "")


def _risk(one: RiskAssessment) -> Iterator[Row]:
    yield _row(_("风险是什么"), one.risk)
    yield _row(_("怎样防范"), one.precaution)
    yield _row(_("征询了哪位法律顾问"), one.counsel or _("没有征询"))
    yield _row(_("登记人"), one.by)


def _objection(one: Objection) -> Iterator[Row]:
    yield _row(_("居民说"), one.reason)
    if one.ruling:
        yield _row(_("复核结果"), _(Event(one.ruling).label))
        yield _row(_("答复"), one.answer)
        yield _row(_("复核人"), one.decided_by)


def looked(check: Verification) -> str:
    """Return how, by whom and when somebody looked into a fact (怎样核实的)."""
    how = {
        "means": _(Means(check.means).label),
        "who": check.by,
        "day": day_alone(check.at),
    }
    return _("%(means)s · %(who)s · %(day)s") % how


def doubted(case: Case, fact: FactToVerify) -> str:
    """Return when the fact could not be confirmed before it was (此前不能确认)."""
    in_vain = [(looked(one), one.note) for one in case_file.failures(case, fact)]
    return "\n".join(" · ".join(filter(None, each)) for each in in_vain)
