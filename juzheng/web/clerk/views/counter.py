"""The counter (窗口受理): the answer at once, one page, and for what is known the paper at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.moves import FiledOtherwise, NotReady
from juzheng.acts.cases import answering, drafting, intake, verification
from juzheng.catalogue.pages import PageKind
from juzheng.finder import dialogue, hearing, matters
from juzheng.finder.answering import ways_of
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base.permissions import Permission
from juzheng.law.cases import ages
from juzheng.law.cases.consents import How
from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue import preconditions
from juzheng.law.catalogue.items import Circumstance, Item
from juzheng.records.cases import case_file
from juzheng.records.cases.again import There
from juzheng.records.catalogue import governing
from juzheng.records.models import Case, Committee, Revision, User
from juzheng.web.clerk import casefile, choosing, heeded, own_hand, receipts, same_person
from juzheng.web.clerk.forms.counter import AS_NAMED, CounterForm
from juzheng.web.shared import answers, asking_back, request_catalogue
from juzheng.web.shared.access import SignedInRequest, entitled, show, signed_in
from juzheng.web.shared.act_results import OVERTAKEN, filed_otherwise
from juzheng.web.shared.cases import objections
from juzheng.web.shared.cases.consents import guardian_of, helper_of
from juzheng.web.shared.catalogue.item_labels import told_apart
from juzheng.web.shared.paging import chip
from juzheng.web.shared.place import Place
from juzheng.web.shared.preferences import only_asks
from juzheng.web.shared.said import SO, codes_in

MOST_CHOICES = 5


@signed_in("GET", "POST")
def items(request: SignedInRequest) -> HttpResponse:
    """List every item by what comes of it or by who asks, or those with a name (从清单里找)."""
    committee = entitled(request, Permission.RECEIVE).committee
    if committee is None:
        raise Http404
    typed = request.POST.get("name", "")[:READ_AT_MOST]
    found = choosing.matching(typed, choosing.here(committee))
    asked = request.GET.get("by") == "asker"
    groups = (
        choosing.by_asker(found)
        if asked
        else choosing.by_outcome(found, committee, timezone.localdate())
    )
    chips = [
        chip(_("按能不能开"), reverse("clerk:items"), current=not asked),
        chip(_("按谁要"), reverse("clerk:items") + "?by=asker", current=asked),
    ]
    return show(request, "clerk/items.html", {"groups": groups, "typed": typed, "chips": chips})


@only_asks(unless="item")
@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Find the item in the resident's words, show the answer, and take the application."""
    user = entitled(request, Permission.RECEIVE)
    committee = user.committee
    if committee is None:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    revision = governing.latest(PageKind.ITEM, asked.get("item", ""), timezone.localdate())
    if revision is None:
        return _search(request, committee)
    if request.method != "POST":
        form = CounterForm(
            revision.item, timezone.localdate(), initial={"key": secrets.token_urlsafe(24)}
        )
        return _page(request, committee, revision, form)
    form = CounterForm(revision.item, timezone.localdate(), request.POST)
    if not form.is_valid():
        return _page(request, committee, revision, form, status=422)
    if request.POST.get("seen", revision.digest) != revision.digest:
        form.add_error(None, _("这一项的规定刚刚更新，还没有受理。请看新的答复，核对后再按一次。"))
        return _page(request, committee, revision, form, status=409)
    told = preconditions.answered(revision.item, form.before())
    if told["unmet"] and request.POST.get("ended") != " ".join(told["unmet"]):
        form.add_error(
            None,
            _(
                "按这样的回答，不在这里办，还没有受理。请把这一页写的办法告诉居民；居民要书面告知单的，再按一次“受理”。"
            ),
        )
        return _page(request, committee, revision, form, status=409)
    told_of = tuple(one.value for one in codes_in(request.POST, SO))
    application = _application(committee, revision, form, told_of)
    if first := _said_first(request, form, application):
        return _page(request, committee, revision, form, status=409, told=first)
    try:
        return _filed(request, user, form, application)
    except FiledOtherwise as before:
        filed_otherwise(form, str(before.row))
        return _page(request, committee, revision, form, status=409)


def _said_first(
    request: SignedInRequest, form: CounterForm, application: intake.Application
) -> dict[str, Any]:
    """Complain of what is to be read before it is filed, once; nothing if all of it was (先看)."""
    user, sent = request.user, request.POST
    there = same_person.open_already(application, user)
    if there and sent.get("there") != _numbers(there):
        same_person.looked_at(there, user)
        form.add_error(
            None,
            _("这个人的这一项已经在办，还没有再受理。请先看那一件；确实要另办一件的，再按一次。"),
        )
        return {"there": there, "there_said": _numbers(there)}
    papers = same_person.papers_already(application, user)
    same = [one for one in papers if one.same_recipient]
    if same and sent.get("papers") != _papers(same):
        form.add_error(
            None,
            _(
                "这个人的这一项，已经有交给同一个单位的有效文书，还没有再受理。请先看那一份；"
                "确实要另办一份的，再按一次。"
            ),
        )
        return {"already": same_person.in_words(same), "papers_said": _papers(same)}
    return _said_of_the_person(request, form, application)


def _said_of_the_person(
    request: SignedInRequest, form: CounterForm, application: intake.Application
) -> dict[str, Any]:
    """Complain once of a number that stands under another name, and of an unusual age."""
    named = same_person.other_names(application, request.user)
    born = application.identity.birth or application.born_on
    age = ages.unusual(application.revision.item, born, timezone.localdate())
    said = {"names_said": _numbers(named), "age_said": "" if age is None else str(age)}
    boxes = {"names_said": "names", "age_said": "age"}
    if all(request.POST.get(boxes[one], "") == words for one, words in said.items()):
        return {}
    same_person.looked_at(named, request.user)
    form.add_error(None, _("还没有受理。请先核对上面写的；核对过、没有写错的，再按一次。"))
    told = [
        *heeded.names(application.applicant_name, named),
        *([] if age is None else [heeded.young(age)]),
    ]
    return {**said, "heeded": told}


def _papers(papers: list[There]) -> str:
    return " ".join(one.number for one in papers)


def _numbers(cases: list[Case]) -> str:
    return " ".join(case.number for case in cases)


def _filed(
    request: SignedInRequest, user: User, form: CounterForm, application: intake.Application
) -> HttpResponse:
    at = timezone.now()
    case = intake.receive(application, by=user, at=at)
    if case.received_at != at:  # the same form once more: the case is there already
        return redirect("clerk:case", case.number)
    reached = _carry_on(case, form.confirmed(request.POST.get("all", "")), by=user, at=at)
    messages.success(
        request,
        _("已受理，编号 %(number)s。查询码 %(code)s，请交给居民。%(more)s")
        % {"number": case.number, "code": intake.code_of(case), "more": reached},
    )
    receipts.taken(request, case, at)
    insists = case.answers.get(intake.STILL_DEMANDED) and case_file.decision_of(case).may_insist
    return redirect("clerk:ground" if insists else "clerk:case", case.number)


def _carry_on(case: Case, established: dict[str, Means], *, by: User, at: datetime) -> str:
    """
    Record what was established at the counter and send the draft, each an act of its own.

    Returns in words how far it went; whatever fails leaves the case where it stands.
    """
    if not established:
        return ""
    try:
        for fact, means in established.items():
            verification.record(
                case, fact, means=means, result=Result.CONFIRMED, note="", by=by, at=at
            )
        drafting.send(case, by=by, at=at)
    except NotReady:
        return _("核查结果已登记，送签前还缺下面这些。")
    except OVERTAKEN:
        return _("办件已被别人办理，请查看最新情况。")
    return _("核查结果已登记，已送负责人签字。")


def _application(
    committee: Committee, revision: Revision, form: CounterForm, told: tuple[str, ...]
) -> intake.Application:
    data = form.cleaned_data
    asked = ("applicant_name", "identity", "telephone", "recipient", "purpose", "demander")
    return intake.Application(
        committee=committee,
        revision=revision,
        channel="counter",
        idempotency_key=data["key"],
        answers=form.answers(),
        holds_document=data["holds_document"],
        already_known=data.get("already_known") or None,
        before=form.before(),
        told=told,
        consents=form.given(data),
        consent_how=data["consent_how"] or How.ORAL.value,
        guardian=guardian_of(data),
        helper=helper_of(data),
        born_on=None if data["identity"].birth else data["born_on"],
        **{name: data[name] for name in asked},
    )


def _search(request: SignedInRequest, committee: Committee) -> HttpResponse:
    """Offer what the resident's words may mean and the question that parts it; keep no word."""
    sent = request.POST if request.method == "POST" else request.GET
    typed = request.POST.get("q", "").strip()
    words = answers.as_read(typed)
    if len(typed) > READ_AT_MOST:
        answers.tell_longer(request)
    matter = matters().get(sent.get("item", ""))
    question = asking_back.heard_in(answers.Question(words, matter.id if matter else ""), sent)
    context: dict[str, Any] = {"query": words, "asked": bool(words)}
    if words or matter:
        said = answers.answer(question, place=Place(committee), on=timezone.localdate())
        if not question.again and (sure := _sure(said)) is not None:
            so = hearing.that_matter(hearing.heard(words), ways_of(sure, request_catalogue.today()))
            query = urlencode({"item": sure.id, SO: so}, doseq=True)
            return redirect(f"{reverse('clerk:new')}?{query}")
        context |= _heard(question, said, committee)
    return show(request, "clerk/new_search.html", context)


def _sure(said: answers.Answer) -> Item | None:
    """Return the item that was meant for certain, and nothing beside it: no need to choose."""
    plain = said.turn is None and not (said.urgent or said.also or said.first or said.matter)
    return said.item if plain else None


def _heard(
    question: answers.Question, said: answers.Answer, committee: Committee
) -> dict[str, Any]:
    """Return what the words come to: by the same answer as on the public page, no other."""
    today = timezone.localdate()
    turn, so = asking_back.turn_of(question, said), hearing.heard(question.text)
    matter = said.matter if turn is None else None
    return {
        "urgent": said.urgent,
        "first": said.first,
        "talk": matter is not None and matter.talk,
        "matter": matter,
        "decision": said.decision,
        "verdict": answers.verdict(said.decision) if matter and said.decision else None,
        "cited": answers.cited(said.decision) if matter and said.decision else (),
        "choices": list(_choices(_labels(said), committee, today, so)),
        "aloud": turn.question if turn else None,
        "heard": asking_back.heard(question, said),
        "carried": asking_back.carried(replace(question, again="")),
    }


def _labels(said: answers.Answer) -> list[str]:
    """Return what to choose from: what is likely, and the items that stand beside it."""
    found, turn = said.finding, said.turn
    if found is None:
        return []
    if said.also:  # two wishes: what was asked for, and nothing else
        return [one.item.id for one in (said, *said.also) if one.item]
    if turn and (turn.cards or dialogue.little(found.likely)):
        return list(turn.cards)
    likely = [one.label for one in found.likely] if turn else []
    return list(dict.fromkeys((*likely, *(one.item for one in found.candidates))))[:MOST_CHOICES]


def _choices(
    labels: list[str], committee: Committee, on: date, heard: tuple[Circumstance, ...]
) -> Iterator[dict[str, str]]:
    """Yield what is offered, each once; of several items of one name whose each is."""
    listed = request_catalogue.today()
    items = [item for item in map(listed.items.get, labels) if item]
    names = told_apart(items, committee.code, listed)
    for label in labels:
        item = listed.items.get(label)
        if item is None:
            card = asking_back.card(label, place=Place(committee), on=on)
            yield {**card, "href": f"?item={label}"}
        elif label in names:
            yield {**_choice(item, committee, on, heard), "name": names[label]}


def _choice(
    item: Item, committee: Committee, on: date, heard: tuple[Circumstance, ...]
) -> dict[str, str]:
    so = hearing.that_matter(heard, ways_of(item, request_catalogue.today()))
    decision = answering.answer(item, committee=committee, on=on)
    return {
        "name": item.name,
        "text": item.summary,
        "href": f"?{urlencode({'item': item.id, SO: so}, doseq=True)}",
        "kind": casefile.OUTCOME_TONES.get(decision.outcome, "instead"),
        "word": decision.outcome.label,
    }


def _page(
    request: SignedInRequest,
    committee: Committee,
    revision: Revision,
    form: CounterForm,
    status: int = 200,
    told: Mapping[str, Any] | None = None,
) -> HttpResponse:
    names = {"demander": "demander", "unit": "recipient", "matter": "purpose"}
    said = {name: form.data.get(box, "") if form.is_bound else "" for name, box in names.items()}
    asked = preconditions.answered(revision.item, form.before())
    so = codes_in(request.POST if form.is_bound else request.GET, SO)
    decision = answering.answer(
        revision.item, committee=committee, on=timezone.localdate(), told=so, **said, **asked
    )
    listed = request_catalogue.today().items
    context = {
        "ended": " ".join(asked["unmet"]),
        **{f"{one}_said": request.POST.get(one, "") for one in ("there", "papers", "names", "age")},
        **(told or {}),
        "item": request_catalogue.here(revision.item, committee.code),
        "circumstances": so,
        "seen": revision.digest,
        "decision": decision,
        "outcome": answers.outcome_said(decision),
        "verdict_tone": casefile.OUTCOME_TONES.get(decision.outcome, "instead"),
        "form": form,
        "remedy": objections.remedy(),
        "hand": own_hand.at_the_counter(committee, request.user, revision),
        "at_once": form.at_once() if decision.outcome.issues else (),
        "as_named": form.as_named() if decision.outcome.issues else (),
        "named": AS_NAMED,
        "beside": [one for one in map(listed.get, revision.item.instead_see) if one],
    }
    return show(request, "clerk/new.html", context, status=status)
