"""What comes next with a correction (下一步): one sentence, and the act that stands open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.supervision import letters
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposure import BY_SUPERIOR, CorrectionEvent, CorrectionState, Hearing
from juzheng.law.supervision.on_file import OF_THE_BASIS, Arranged, arranged
from juzheng.records.models import Correction, Exhibit, User
from juzheng.records.supervision import corrections, exhibits, of_units
from juzheng.web.overseer import another
from juzheng.web.templatetags.juzheng import until, zh_date

E, S = CorrectionEvent, CorrectionState


@dataclass(frozen=True)
class Next:
    """The next step (下一步): the name of its act, and a sentence; no name: one has to wait."""

    name: str = ""
    said: str = ""
    elsewhere: str = ""  # of which office it waits, where nobody is left in this one
    basis: tuple[Obstacle, ...] = ()  # what a basis still wants before the facts may be stated


@dataclass(frozen=True)
class _Case:
    """What the next step is asked of (案情): the correction, its papers, who looks at it, when."""

    one: Correction
    papers: list[Exhibit]
    user: User
    hands: frozenset[int]
    on: date

    @property
    def accuser(self) -> bool:
        return self.user.pk in corrections.accusers(self.one)

    @property
    def came(self) -> set[CorrectionEvent]:
        return {paper.what for paper in self.papers}

    @property
    def hearing(self) -> Arranged:
        return arranged(paper.proof for paper in self.papers)

    @property
    def unreviewed(self) -> bool:
        elements = exhibits.elements(self.one, self.papers)
        return any(paper.unreviewed for paper in elements)


def after(
    one: Correction, papers: list[Exhibit], user: User, hands: frozenset[int], on: date
) -> Next:
    """Return what comes next for ``user`` on ``on``; what bars them is asked of the law besides."""
    case = _Case(one, papers, user, hands, on)
    match one.stands:
        case S.ACCEPTED:
            said = _(
                "看过内容，拟好通报。落款是%(office)s（您的单位），由您的单位盖章送出；送到以后登记送达。"
            )
            return Next("notice", said % {"office": letters.office_of(user.division or "")})
        case S.NOTIFIED:
            return _notified(case)
        case S.ANSWERED:
            return Next("verification", _("单位说改了：去核实，再登记结果。"))
        case S.REFUSED | S.UNCORRECTED:
            return _not_mended(case)
        case S.STATED:
            return _stated(case)
        case S.HEARD if of_units.is_to_speak(one, on):
            return Next(said=_("等单位陈述意见，或者等期限过去。"))
        case S.HEARD:
            return _heard(case)
        case _:
            return _published(case)


def _notified(case: _Case) -> Next:
    one = case.one
    if one.served_on is None:
        if case.accuser:
            return _by_another(case, _("打印通报送出去，等另一位工作人员登记送达。"))
        return Next("service", _("照回执登记通报送达，期限从送达起算。"))
    if one.due_on is not None and case.on > one.due_on:
        return _not_mended(case)
    day = zh_date(one.due_on) if one.due_on else ""
    return Next(said=_("等单位答复，最晚%(day)s。书面来文到了，登记单位书面答复。") % {"day": day})


def _by_another(case: _Case, said: str) -> Next:
    """Return that one waits for who did not accuse the unit; of which office, if none is here."""
    one, accusers = case.one, corrections.accusers(case.one)
    return Next(said=said, elsewhere=another.elsewhere(case.user, one.division, accusers))


def _not_mended(case: _Case) -> Next:
    """Return what follows a "no", or no answer: its superior is asked, then the facts stated."""
    if not case.came & {E.SUPERIOR_SERVED, *BY_SUPERIOR}:
        if case.accuser:
            said = _("等另一位工作人员把通报送主管部门问依据，并登记送达。")
            return _by_another(case, said)
        return Next(
            "superior-service",
            _("打印给上级主管部门的函，附通报送去，问有没有依据；再登记送达。"),
        )
    due = case.one.superior_due_on
    if due and case.on <= due and not case.came & {*BY_SUPERIOR}:
        said = _("等主管部门答复，最晚%(day)s。来文到了，登记主管部门答复。")
        return Next(said=said % {"day": zh_date(due)})
    return _basis(case) or Next("statement", _("写明事实，送单位陈述意见。"))


def _basis(case: _Case) -> Next | None:
    """Return what a basis still wants: it is looked at before anybody writes the facts (依据)."""
    found = corrections.against(case.one, E.STATED, by=case.user, on=case.on)
    basis = tuple(each for each in found if each.code in OF_THE_BASIS)
    if {each.code for each in basis} == {"basis_unweighed"}:
        return Next("weighing", _("核对说到的依据，登记结果，再写事实。"), basis=basis)
    said = _("查到依据：不再追究；依据不适用的，看下面写的。")
    return Next("dismissal", said, basis=basis) if basis else None


def _stated(case: _Case) -> Next:
    if hearing := _hearing(case):
        return hearing
    one = case.one
    last = one.facts_due_on
    if one.heard_at is None and last is None:
        return _unserved_facts(case)
    if one.heard_at is None and last and case.on <= last:
        if case.unreviewed and not case.accuser:
            return Next("review", _("看事实依据的材料，逐项登记审看。"))
        return Next(said=_("等单位陈述意见，最晚%(day)s。") % {"day": until(last)})
    return Next("hearing", _("登记单位怎么说；到期没有说的，登记到期没有陈述。"))


def _unserved_facts(case: _Case) -> Next:
    """Return what the facts want before any day of the unit's runs: to be served (送达)."""
    if case.accuser:
        said = _("打印事实说明送出去，等另一位工作人员登记送达。单位也可以用自己的账号签收。")
        return _by_another(case, said)
    return Next(
        "facts-service", _("打印事实说明送单位，照回执登记送达；陈述意见的期限从送达起算。")
    )


def _hearing(case: _Case) -> Next | None:
    """Return what a hearing still wants (当面陈述): its day set, or to be held."""
    hearing = case.hearing
    if not hearing.asked or case.one.hearing == Hearing.DECLINED:
        return None
    if hearing.on is None:
        return Next("hearing-date", _("单位要求当面陈述：定下时间地点。"))
    if case.on > hearing.on:
        return None
    where = {"day": zh_date(hearing.on), "hour": hearing.hour, "place": hearing.place}
    return Next(said=_("当面陈述（听证）定在%(day)s %(hour)s，%(place)s。") % where)


def _heard(case: _Case) -> Next:
    if case.unreviewed and not case.accuser:
        return Next("review", _("看事实依据的材料，逐项登记审看。"))
    alone = (one for one in case.papers if one.single_handed and one.by_id != case.user.pk)
    if any(one.what in (E.ANSWERED, E.REFUSED, E.HEARD, E.HEARING_ASKED) for one in alone):
        return Next("checking", _("对照单位来文的原件核对登记。"))
    if hearing := _hearing(case):
        return hearing
    if _unrecorded(case):
        return _after_hearing(case)
    if case.user.pk in case.hands:
        return Next(said=_("等没有经手的另一位工作人员审批。"))
    return Next("publication", _("审批公开，或者退回重写。"))


def _unrecorded(case: _Case) -> bool:
    """Return whether the day of a hearing is over and nobody wrote down what came of it."""
    wanted = case.hearing.asked and case.one.hearing != Hearing.DECLINED
    day = case.hearing.on if wanted else None
    heard = (paper for paper in case.papers if paper.what is E.HEARD)
    return day is not None and all(timezone.localdate(paper.at) < day for paper in heard)


def _after_hearing(case: _Case) -> Next:
    """Return what follows a hearing (当面陈述以后): what was said is recorded first."""
    if case.accuser:
        return Next(said=_("听证的日子过了：单位来说了的，等另一位工作人员登记它的意见。"))
    if case.user.pk in case.hands:
        said = _("听证的日子过了：单位来说了的，照笔录登记单位的意见；没有来的，等审批。")
        return Next("hearing", said)
    said = _("听证的日子过了：单位来说了的，请先由经手的人登记它的意见；没有来的，审批公开。")
    return Next("publication", said)


def _mended_since(case: _Case) -> bool:
    """Return whether the unit says since it was exposed that it has put it right (公开后的答复)."""
    at = case.one.approved_at
    return any(paper.what is E.ANSWERED and at and paper.at >= at for paper in case.papers)


def _published(case: _Case) -> Next:
    if case.one.objection_due_on is not None:
        if case.user.pk in case.hands | {case.one.approved_by_id}:
            return Next(said=_("单位有异议：等没有经手、也没有审批公开的工作人员复核。"))
        return Next(
            "objection-rejection", _("复核单位的异议：不成立的写明理由，成立的撤下并更正。")
        )
    if case.one.stands is S.EXPOSED and _mended_since(case):
        return Next(
            "amends", _("公开以后，单位说改了：去核实，改了的登记已纠正，没有改的继续公开。")
        )
    if case.one.stands is S.EXPOSED:
        return Next(said=_("已经公开。单位说改了的，登记它的答复，核实以后登记已纠正。"))
    return Next()
