"""Words from use (用词): questions that were not understood, and what officers add for them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.moves import NotReady
from juzheng.acts.catalogue import tellings as acts
from juzheng.acts.catalogue.tellings import AddedBefore, NoSuchLabel, Wanted
from juzheng.finder import Matter, grouping, matters, trying
from juzheng.law.catalogue import tellings as law
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.tellings import LONGEST
from juzheng.records.models import KeptQuestion, LocalTelling
from juzheng.web.overseer.access import officer
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import attempt, in_words, tried
from juzheng.web.shared.downloads import download
from juzheng.web.shared.fields import line
from juzheng.web.shared.overtaken import left
from juzheng.web.shared.security import without_numbers_in

SHOWN, CHOICES, CHANGES = 200, 8, 20
NO_NAMES = _("不写居民的姓名。")
SETS = {
    trying.NAMES: _("事项的名称和别名"),
    trying.SHIPPED: _("程序自带的说法"),
    trying.LOCAL: _("本地加过的说法"),
}


class AddForm(forms.Form):
    """Why the words are added, and why all the same (为什么加)."""

    why = line(
        _("为什么加"),
        _("请写明为什么加。"),
        _("例如：这个月有五位居民这样问。不写居民的姓名。"),
        longest=300,
    )
    despite = line(_("变差了为什么还要加"), _("请写明理由，或者换个写法。"), NO_NAMES, longest=300)

    def __init__(self, data: Any = None, *, worse: bool) -> None:
        super().__init__(data)
        if not worse:
            del self.fields["despite"]


class WithdrawForm(forms.Form):
    """Why it is taken back (为什么撤回)."""

    reason = line(_("理由"), _("请写明为什么撤回。"), NO_NAMES, longest=300)


@signed_in("GET")
def questions(request: SignedInRequest) -> HttpResponse:
    """Show the kept questions in groups, each with what it is taken for today."""
    mine = KeptQuestion.objects.visible_to(officer(request))
    groups = grouping.alike(mine[:SHOWN], lambda one: one.text)
    context = {"groups": [[_asked(one) for one in group] for group in groups]}
    return show(request, "overseer/questions.html", context)


def _asked(one: KeptQuestion) -> dict[str, Any]:
    taken = trying.taken_for(request_catalogue.finder(), one.text)
    names = {key: name_of(getattr(one, key)) for key in ("offered", "chosen")}
    return {"question": one, "today": name_of(taken), **names}


def name_of(label: str) -> str:
    """Return what people call an item or a none-matter; one that has gone, by its id."""
    known = request_catalogue.today().items.get(label) or matters().get(label)
    return known.name if known else label


@signed_in("GET")
def tellings(request: SignedInRequest) -> HttpResponse:
    """Show what officers have added to the finder's words, by whom, when and why."""
    officer(request)
    return _listed(request)


@signed_in("POST")
def withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a telling back, at the version that the officer saw."""
    user = officer(request)
    row = get_object_or_404(LocalTelling.objects.visible_to(user), pk=pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _listed(request, {pk: form})
    done = gettext("已撤回，马上不再使用。")
    how = attempt(request, partial(acts.withdraw, row, form.cleaned_data["reason"]), done)
    return left(request, how, form, redirect("overseer:tellings"))


def _listed(request: SignedInRequest, wrong: dict[int, WithdrawForm] | None = None) -> HttpResponse:
    own = LocalTelling.objects.visible_to(request.user)
    mine = set(own.in_use().values_list("pk", flat=True))
    rows = [
        {
            "telling": one,
            "name": name_of(one.label),
            "form": ((wrong or {}).get(one.pk) or WithdrawForm()) if one.pk in mine else None,
        }
        for one in LocalTelling.objects.select_related("added_by")[:SHOWN]
    ]
    context = {"rows": rows, "form": next(iter((wrong or {}).values()), None)}
    return show(request, "overseer/tellings.html", context)


@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Try words out for an item or matter; a POST adds them (加一种说法)."""
    officer(request)
    if request.method == "GET" and (clean := without_numbers_in(request)):
        return redirect(clean)
    said = request.POST if request.method == "POST" else request.GET
    text = " ".join(said.get("text", "").split())[: LONGEST + 1]
    label, find = said.get("label", "")[:20], said.get("find", "").strip()[:LONGEST]
    context: dict[str, Any] = {"text": text, "label": label, "find": find, "longest": LONGEST}
    problems = [in_words(one) for one in law.obstacles(text, 0, "")] if text else []
    if not text or not label or problems:
        return show(
            request,
            "overseer/telling_new.html",
            {**context, "problems": problems, "choices": _choices(find or text, text)},
            status=422 if problems else 200,
        )
    return _tried(request, text, label, context)


def _tried(
    request: SignedInRequest, text: str, label: str, context: dict[str, Any]
) -> HttpResponse:
    try:
        found, seen = acts.tried(label, text, timezone.now())
    except NoSuchLabel:
        messages.error(request, gettext("没有这一项，请另选一项。"))
        return show(
            request, "overseer/telling_new.html", {**context, "choices": _choices(text, text)}
        )
    posted = request.method == "POST"
    form = AddForm(request.POST if posted else None, worse=bool(found.worse))
    if posted and form.is_valid() and _added(request, Wanted(label, text, **form.cleaned_data)):
        return redirect("overseer:tellings")
    context |= {"trial": found, "seen": seen, "name": name_of(label), "form": form}
    context |= {"today": name_of(found.today), "then": name_of(found.then)}
    context["sets"] = [
        {"set": one, "name": SETS[one.name], "changes": _changes(one)} for one in found.sets
    ]
    return show(request, "overseer/telling_trial.html", context)


def _added(request: SignedInRequest, wanted: Wanted) -> bool:
    """Add the words, and say what came of it; False: something is in the way."""
    refused: dict[type[Exception], str] = {AddedBefore: gettext("这句话已经加过了。")}
    try:
        with tried(request, gettext("已加上，马上起作用。"), refused):
            acts.add(wanted, seen=request.POST.get("seen", ""), by=request.user, at=timezone.now())
            return True
    except NotReady as unready:
        for obstacle in unready.obstacles:
            messages.error(request, in_words(obstacle))
    return False


def _changes(one: trying.Tried) -> list[dict[str, Any]]:
    worst = sorted(one.changes, key=lambda change: (not change.worse, not change.better))
    return [
        {
            "change": change,
            "names": [name_of(each) for each in (change.expected, change.before, change.after)],
        }
        for change in worst[:CHANGES]
    ]


def _choices(find: str, text: str) -> list[dict[str, str]]:
    """Return the items and matters that ``find`` may mean, by name first, then by the finder."""
    if not find:
        return []
    items: Iterable[Item | Matter] = request_catalogue.today().items.values()
    known = (*items, *matters().values())
    by_name = (one.id for one in known if find == one.id or find in one.name)
    found = request_catalogue.find(find)
    likely = (one.label for one in found.likely)
    near = (one.item for one in found.candidates)
    return [{"label": one, "name": name_of(one)} for one in _first((*by_name, *likely, *near))]


def _first(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(labels))[:CHOICES]


@signed_in("GET")
def export(request: SignedInRequest) -> HttpResponse:
    """Send the tellings in use as YAML, in the shape of ``catalogue/words``, and of nobody."""
    officer(request)
    said: dict[str, list[str]] = {}
    for label, text in LocalTelling.objects.in_use().values_list("label", "text"):
        said.setdefault(label, []).append(text)
    blocks = [
        "\n".join((f"{label}:", "  say: |", *(f"    {text}" for text in lines)))
        for label, lines in sorted(said.items())
    ]
    name = f"tellings-{timezone.localdate().isoformat()}.yaml"
    return download(("\n".join(blocks) + "\n").encode(), "application/yaml; charset=utf-8", name)
