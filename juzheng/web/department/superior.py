"""The letter to a unit as another's superior (给主管部门的函): signed for, read, answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.supervision import inquiry, letters
from juzheng.law.supervision.exposure import BY_SUPERIOR, CorrectionEvent, Service
from juzheng.records.models import Correction
from juzheng.records.supervision import corrections, exhibits, of_units
from juzheng.web.department.access import registrar
from juzheng.web.department.forms import BASIS, CORRECTED, AskedForm
from juzheng.web.department.notices import sender
from juzheng.web.department.taken import taken
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.downloads import PDF, download, named


def _receive(one: Correction, **who: Any) -> Correction:
    return inquiry.serve_superior(one, Service.ACCOUNT, timezone.localdate(who["at"]), "", **who)


def _answer(one: Correction, gave: str, text: str, **who: Any) -> Correction:
    on = timezone.localdate(who["at"])
    if gave == CORRECTED:
        return inquiry.superior_corrected(one, text, on, **who)
    basis, text = (text, "") if gave == BASIS else ("", text)
    return inquiry.superior_answered(one, basis, on, text=text, **who)


ACTS: dict[str, tuple[type[forms.Form], Callable[..., Correction]]] = {
    "receipt": (forms.Form, _receive),
    "answer": (AskedForm, _answer),
}


@signed_in("GET")
def asked(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the letter; what it says only once it is signed for, for then its days run."""
    return _page(request, _for_superior(request, number))


@signed_in("POST")
def step(request: SignedInRequest, number: str, name: str) -> HttpResponse:
    """Sign for the letter, or answer whether there is a basis."""
    one = _for_superior(request, number)
    if name not in ACTS or (name == "receipt") == (one.superior_due_on is not None):
        raise Http404(name)  # nobody answers what was not signed for
    form_class, act = ACTS[name]
    chosen = (name, form_class, act)
    return taken(
        request, one, chosen, found=_for_superior, page=_page, address="department:superior"
    )


@signed_in("GET")
def letter(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the letter to the superior: of what another was notified (函的 PDF)."""
    one = _for_superior(request, number)
    if one.superior_due_on is None:
        raise Http404(number)
    try:
        page = letters.to_superior(one, on=timezone.localdate())
    except letters.NoLetter:
        raise Http404(number) from None
    return download(page, PDF, named(_("给上级主管部门的函"), number), inline=True)


def _for_superior(request: SignedInRequest, number: str) -> Correction:
    user = registrar(request)
    found = of_units.letter_to_superior(user.unit, number) if user.unit else None
    if found is None:
        raise Http404(number)
    return found


def _page(
    request: SignedInRequest,
    one: Correction,
    faulty: dict[str, forms.Form] | None = None,
    *,
    obstacles: tuple[Any, ...] = (),
    unsaved: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    on, faulty = timezone.localdate(), faulty or {}
    said = exhibits.of_the_superior(one)
    read, may = one.superior_due_on is not None, one.MACHINE.allowed(one.stands)
    form = faulty.get("answer") or AskedForm(prefix="answer")
    context = {
        "one": one,
        "sender": sender(one),
        "read": read,
        "said": said,
        "text": "\n".join(letters.words_to_superior(one, on=on)) if read else "",
        "printable": letters.can_write_to_superior(one),
        "answered": any(paper.what in BY_SUPERIOR for paper in said),
        "form": form if read and CorrectionEvent.SUPERIOR_CORRECTED in may else None,
        "receipt": not read and CorrectionEvent.SUPERIOR_SERVED in may,
        "standing": of_units.standing(one, on),
        "limits": corrections.limits(),
        "faulty": next(iter(faulty.values()), None),
        "obstacles": obstacles,
        "unsaved": unsaved,
    }
    return show(request, "department/superior.html", context, status=status)
