"""One correction at the officers' desk (纠正案): where it stands and the acts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base import files
from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.supervision import evidence, letters
from juzheng.law.base.demanders import Demander
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision import fairness, grounds, published_words
from juzheng.law.supervision.exposable import reading
from juzheng.law.supervision.exposure import (
    BY_SUPERIOR,
    OPEN,
    SHOWN,
    CorrectionEvent,
    CorrectionState,
    Severity,
    costs_approval,
)
from juzheng.law.supervision.on_file import Shows, arranged
from juzheng.law.supervision.reports import ReporterWord
from juzheng.outside.typesetting import MissingGlyphs
from juzheng.records.models import Correction, Exhibit, User
from juzheng.records.models.supervision.corrections import BEFORE
from juzheng.records.supervision import corrections, exhibits, of_units, verdicts
from juzheng.records.supervision.beside import beside
from juzheng.web.overseer import another, office
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.supervision import next_step
from juzheng.web.overseer.supervision.above import above
from juzheng.web.overseer.supervision.correction_acts import BUTTONS, Button
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import tried, version_of
from juzheng.web.shared.downloads import download
from juzheng.web.shared.tones import TONES

E = CorrectionEvent
# Where only somebody without a hand in it may go on, and where the officer is warned.
JUDGED = frozenset({CorrectionState.HEARD, CorrectionState.EXPOSED, CorrectionState.MENDED})
# What nobody with a hand in it may do: it is not offered to them.
BARRED = frozenset({E.EXPOSED, E.OBJECTION_REJECTED, E.REWORDED, E.RETRACTED, E.REMOVED})
# Of these, what whoever approved an exposure may not do either; to take it down they may.
OF_ANOTHER = frozenset({E.OBJECTION_REJECTED, E.REWORDED, E.RETRACTED})
JUDGED_ON = frozenset({E.STATED, E.EXPOSED, E.REDRAFTED})


def correction_for_officer(request: SignedInRequest, number: str) -> Correction:
    """
    Return the correction, for an officer whose division governs it.

    :raises NotYourPost: as ``officer``
    :raises django.http.Http404: if there is none, or another division's
    """
    return get_object_or_404(Correction.objects.visible_to(officer(request)), number=number)


@signed_in("GET")
def correction(request: SignedInRequest, number: str) -> HttpResponse:
    """Show one correction, what would be published, and what may be done next (纠正案)."""
    return _page(request, correction_for_officer(request, number))


def _page(
    request: SignedInRequest,
    one: Correction,
    *,
    faulty: tuple[str, forms.Form] | None = None,
    obstacles: tuple[Any, ...] = (),
    unsaved: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    user, today = officer(request), timezone.localdate()
    reports = list(one.reports.order_by("pk"))
    papers, hands = exhibits.current(one), corrections.hands(one)
    step_next = next_step.after(one, papers, user, hands, today)
    title, against = _against(one, user, today, step_next)
    if against and step_next.name == "publication":
        step_next = next_step.Next(said=str(_("现在还不能审批公开，为什么写在下面。")))
    buttons = _buttons(one, user, papers, hands, faulty, step_next.name)
    context = {
        "one": one,
        "standing": of_units.standing(one, today),
        "severity": Severity(one.severity),
        "kind": Demander(one.unit_kind),
        "called": published_words.title_for(one.unit_kind),
        **_clock(one, today),
        "superior_due": None if _settled(papers) else one.superior_due_on,
        "hearing": of_units.heard_as(one, timezone.localdate()),
        "reports": [{"report": each, "word": ReporterWord(each.word)} for each in reports],
        "told": [each.told for each in reports if each.told.public_words],
        "steps": corrections.steps_of(one, joined=True),
        "next": step_next,
        "against": against,
        "against_what": title,
        "buttons": buttons,
        **_folded(buttons),
        "by_another": one.served_on is None and user.pk in corrections.accusers(one),
        "verdict": verdicts.of_correction(one, today),
        "same_hands": one.state in JUDGED and user.pk in hands,
        "elsewhere": _elsewhere(one, user, hands),
        "warning": grounds.WARNING if JUDGED_ON & one.MACHINE.allowed(one.stands) else (),
        "papers": papers,
        "elements": exhibits.elements(one, papers),
        "spoken": exhibits.spoken(one, papers),
        "cancelled": exhibits.cancelled_before(one),
        **_who_it_is(one),
        "above": above(one, user),
        "facts_printable": one.state in of_units.UNHEARD,
        "superior_printable": letters.can_write_to_superior(one),
        "lacking": _lacking(one, user),
        "beside": beside(one, user),
        "obstacles": obstacles,
        "unsaved": unsaved,
        "faulty": faulty[1] if faulty else None,
        "limits": corrections.limits(),
    }
    status = 422 if faulty else 200
    return show(request, "overseer/correction.html", context, status=status)


def _clock(one: Correction, today: date) -> dict[str, Any]:
    clock = corrections.clock_of(one, today)
    return {"clock": clock, "clock_tone": TONES[clock.urgency] if clock else ""}


def _folded(buttons: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what is not for now, and what of it only another may ever do (以后的步骤)."""
    later = [row for row in buttons if row["later"]]
    return {
        "later": [row for row in later if not row["barred"]],
        "of_another": [row for row in later if row["barred"]],
    }


def _who_it_is(one: Correction) -> dict[str, Any]:
    """Return as what the unit is read, and whether it is shown."""
    return {
        "reading": reading(one.unit_kind),
        "outside": corrections.outside(one),
        "hidden": one.listed_as == BEFORE,
        "shown": one.stands in SHOWN and one.listed_as != BEFORE,
    }


def _against(
    one: Correction, user: User, on: date, after: next_step.Next
) -> tuple[str, tuple[Obstacle, ...]]:
    """
    Return what keeps a correction from which step: nothing, go on (还不能办的理由).

    A heard one from being published; one that was not put right from having its facts stated, as
    far as a basis is concerned: that is looked at before anybody writes them.
    """
    if one.stands is CorrectionState.HEARD:
        found = corrections.against(one, E.EXPOSED, by=user, on=on)
        found = tuple(each for each in found if each.code != "second_officer")  # said above
        return str(_("现在还不能审批公开")), found
    return str(_("现在还不能写明事实")), after.basis


def _elsewhere(one: Correction, user: User, hands: frozenset[int]) -> str:
    """Return who approves or decides where all of this office had a hand in it (请谁办)."""
    barred = hands | {one.approved_by_id or 0}
    waits = one.stands is CorrectionState.HEARD or one.objection_due_on is not None
    if not waits or user.pk not in barred:
        return ""
    return another.elsewhere(user, one.division, barred)


def _lacking(one: Correction, user: User) -> dict[str, str]:
    """Return what its letters lack, while any may still be printed (文书上缺什么)."""
    if one.stands not in OPEN:
        return {}
    if one.stands is CorrectionState.ACCEPTED:  # who issues it is who looks at it
        return office.lacking(user, user.division or "")
    sent = E.STATED if one.state in of_units.UNHEARD else E.NOTIFIED
    return office.lacking(user, letters.signed_by(one, one.MACHINE.line(sent)))


def _settled(papers: Iterable[Exhibit]) -> bool:
    """Return whether the superior has answered, or it was recorded that it did not (已经答复)."""
    return any(paper.what in (*BY_SUPERIOR, E.SUPERIOR_SILENT) for paper in papers)


def _buttons(
    one: Correction,
    user: User,
    papers: list[Exhibit],
    hands: frozenset[int],
    faulty: tuple[str, forms.Form] | None,
    after: str,
) -> list[dict[str, Any]]:
    """Return what may follow; an act that only a superior may do is shown to superiors."""
    follow = one.MACHINE.allowed(one.stands) - _idle(one, papers)
    superior = fairness.above(user.division, one.division)
    today = timezone.localdate()
    waiting = corrections.waiting(one, follow, by=user, on=today)
    barred = corrections.barred(one, follow, by=user, on=today)
    approver = OF_ANOTHER if user.pk == one.approved_by_id else frozenset()
    refused = BARRED if user.pk in hands else approver
    price = another.price(user, one.division, hands)
    accuses = another.price_of_accusing(user, one.division, corrections.accusers(one))
    found = []
    for name, button in BUTTONS.items():
        if button.event not in follow or (button.event in (E.STOPPED, E.REOPENED) and not superior):
            continue
        known = _KNOWN.get(name)
        form = button.form(prefix=name, initial=known(one, papers) if known else None)
        if faulty and faulty[0] == name:
            form = faulty[1]
        elif button.event in refused:
            continue
        row = {"name": name, "button": button, "form": form, "open": bool(form.errors)}
        tone = "warning" if button.warning else "primary" if name == after else "secondary"
        later = name != after and not form.errors and button.event in waiting
        row["about"] = unchecked(papers, user) if button.event is E.CHECKED else []
        costs = price if costs_approval(button.event) else []
        row["price"] = [*costs, *(accuses if button.event is E.STATED else ())]
        row["barred"] = button.event in barred and not form.errors
        found.append({**row, "next": name == after, "later": later, "tone": tone})
    return sorted(found, key=lambda row: not row["next"])


def unchecked(papers: Iterable[Exhibit], user: User) -> list[Exhibit]:
    """Return which papers ``user`` vouches for with one press (要核对的材料)."""
    return [paper for paper in papers if paper.single_handed and paper.by_id != user.pk]


def _idle(one: Correction, papers: list[Exhibit]) -> set[CorrectionEvent]:
    """Return what the table allows and has no sense now: nothing was objected, drafted, filed."""
    came = {paper.event for paper in papers}
    idle = set()
    if one.served_on is not None:
        idle.add(E.SERVED)
    if one.facts_served_on is not None or one.heard_at is not None:
        idle.add(E.STATED_SERVED)
    if one.objection_due_on is None:
        idle.add(E.OBJECTION_REJECTED)
    if E.REDRAFTED.value not in came:
        idle.add(E.REWORDED)
    if not any(paper.single_handed for paper in papers):
        idle.add(E.CHECKED)
    if not any(paper.unreviewed for paper in exhibits.elements(one, papers)):
        idle.add(E.REVIEWED)
    if E.SUPERIOR_SERVED.value in came:
        idle.add(E.SUPERIOR_SERVED)
    asked = arranged(paper.proof for paper in papers).asked
    idle.add(E.HEARING_ASKED if asked else E.HEARING_SET)
    return idle


def _known(one: Correction, papers: list[Exhibit]) -> dict[str, Any]:
    """Return what a statement begins with: what was written, and a demand that was cancelled."""
    known: dict[str, Any] = {"statement": one.statement, "item": one.item}
    for paper in exhibits.elements(one, papers):
        said = ("text", "document", "on", "whence")
        known |= {f"{paper.shows}_{part}": getattr(paper, part) for part in said}
    again = exhibits.cancelled_before(one)
    if again is not None and f"{Shows.ARBITRARY.value}_text" not in known:
        known |= {
            f"{Shows.ARBITRARY.value}_text": _("登记的这项索要已经取消，现在又要。"),
            f"{Shows.ARBITRARY.value}_document": _("索要登记第%(pk)s号") % {"pk": again.pk},
            f"{Shows.ARBITRARY.value}_on": timezone.localdate(again.settled_at),
            f"{Shows.ARBITRARY.value}_whence": _("民政部门、司法行政部门"),
        }
    return known


def _to_weigh(one: Correction) -> str:
    """Return what a weighing has to name: it clears nothing that it does not name."""
    return "；".join(corrections.to_weigh(one, timezone.localdate()))


def _notice(one: Correction, papers: list[Exhibit]) -> dict[str, Any]:
    """Return what a notice begins with: the superior that the register knows, and our words."""
    return {
        "superior": one.superior or corrections.superior_of(one),
        "text": letters.proposed_notice(one, on=timezone.localdate()),
    }


_KNOWN: Mapping[str, Callable[[Correction, list[Exhibit]], dict[str, Any]]] = {
    "notice": _notice,
    "statement": _known,
    "weighing": lambda one, papers: {"note": _to_weigh(one)},
    # What was recorded already is published too: who writes down more begins with it. What the
    # unit wrote itself is no officer's to change, and stands above the box.
    "hearing": lambda one, papers: {
        "hearing": one.hearing,
        "reply": exhibits.spoken(one, papers).recorded,
    },
    "redraft": _known,
    "identity": lambda one, papers: {"unit_name": one.unit_name, "unit_kind": one.unit_kind},
}


@signed_in("POST")
def step(request: SignedInRequest, number: str, name: str) -> HttpResponse:
    """Do one act on the correction (办理)."""
    one = correction_for_officer(request, number)
    button = BUTTONS.get(name)
    if button is None:
        raise Http404(name)
    form = button.form(request.POST, **_files(button, request), prefix=name)
    if not form.is_valid():
        return _page(request, one, faulty=(name, form))
    try:
        with tried(request, _("已登记，办理经过里可以看到。"), moved=(NotYours,)) as how:
            version, at = version_of(request), timezone.now()
            button.do(one, form.cleaned_data, version=version, by=request.user, at=at)
    except NotReady as not_yet:
        return _page(request, one, faulty=(name, form), obstacles=not_yet.obstacles)
    except files.FileNotAccepted as bad:
        form.add_error("scan", str(bad))
        return _page(request, one, faulty=(name, form))
    if unsaved := how.unsaved(form):
        return _page(request, correction_for_officer(request, number), unsaved=unsaved)
    return redirect("overseer:correction", number)


def _files(button: Button, request: SignedInRequest) -> dict[str, Any]:
    takes = any(isinstance(one, forms.FileField) for one in button.form.base_fields.values())
    return {"files": request.FILES} if takes else {}


@signed_in("GET")
def package(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the evidence as one ZIP with a signed record (证据包)."""
    one = correction_for_officer(request, number)
    try:
        whole = evidence.package(one, at=timezone.now())
    except MissingGlyphs as missing:  # in what somebody wrote for the file
        messages.error(request, str(missing))
        return redirect("overseer:correction", number)
    return download(whole, "application/zip", "evidence.zip")
