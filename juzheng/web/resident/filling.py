"""An application being filled in (填写中的申请): the draft, what it asks next, what it files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from juzheng.acts.cases import answering, drafts, intake
from juzheng.catalogue.pages import PageKind
from juzheng.law.base import identity
from juzheng.law.catalogue import answers
from juzheng.law.catalogue.answers import BadAnswer
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.routing import Decision
from juzheng.records.catalogue import governing
from juzheng.records.models import Case, Draft, Revision
from juzheng.web.resident.steps import INSISTS, OF_ITEM, TRANSITION, Step, steps
from juzheng.web.shared.gone import no_page
from juzheng.web.shared.visitors import APPLICATION_COOKIE

HOLDS = "holds_document"


@dataclass(frozen=True)
class Filling:
    """A draft and what follows from it (草稿和由此而来的问题)."""

    draft: Draft
    revision: Revision
    decision: Decision
    on: date

    @property
    def item(self) -> Item:
        """Return the item applied for, in its newest wording."""
        return self.revision.item

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the questions that this application needs."""
        return steps(self.item, self.decision, self.draft.answers)

    @property
    def missing(self) -> Step | None:
        """Return the first question without an answer; an optional one may be answered blank."""
        return next((step for step in self.steps if step.key not in self.draft.answers), None)

    @property
    def next_address(self) -> str:
        """Return where to go on: the first open question, or the page that shows them all."""
        if self.missing is None:
            return reverse("resident:review")
        return reverse("resident:step", args=[self.missing.key])

    def step(self, key: str) -> Step:
        """
        Return the question ``key``.

        :raises Http404: if this application does not ask it
        """
        for step in self.steps:
            if step.key == key:
                return step
        raise Http404(key)

    def place_of(self, step: Step) -> int:
        """Return where ``step`` stands in the order of questions, from 1."""
        return [one.key for one in self.steps].index(step.key) + 1

    def back_from(self, step: Step) -> str:
        """Return the address of the question before ``step``, or of the item's guide."""
        place = self.place_of(step)
        if place == 1:
            return reverse("public:item", args=[self.item.id])
        return reverse("resident:step", args=[self.steps[place - 2].key])

    def application(self) -> intake.Application:
        """
        Return what is filed; only for a draft in which nothing is missing.

        :raises identity.BadIdentityNumber: if the number has become impossible since
        """
        said = self.draft.answers
        return intake.Application(
            committee=self.draft.committee,
            revision=self.revision,
            applicant_name=said["name"],
            identity=identity.read(said["identity"], self.on),
            telephone=said["telephone"],
            recipient=said["recipient"],
            purpose=said["purpose"],
            channel="online",
            idempotency_key=self.draft.key,
            demander=said["demander"],
            answers=self.of_item(said),
            holds_document=bool(said.get(HOLDS)),
        )

    def of_item(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of the answers that belong to the item's own questions, still asked."""
        found = {
            step.key.removeprefix(OF_ITEM): said[step.key]
            for step in self.steps
            if step.key.startswith(OF_ITEM) and said.get(step.key, "") != ""
        }
        if said.get(INSISTS.key) == TRANSITION:
            found[intake.STILL_DEMANDED] = True
        return found

    def contradictions(self, said: Mapping[str, Any]) -> list[BadAnswer]:
        """Return what contradicts itself in the answers ``said``."""
        found = answers.contradictions(
            self.item,
            applicant=said.get("name", ""),
            birth=identity.birth_in(said.get("identity", ""), self.on),
            answers=self.of_item(said),
        )
        return list(found.values())


def newest(item_id: str) -> Revision:
    """
    Return the wording of the item that governs today.

    :raises Http404: if there is no such item
    """
    found = governing.latest(PageKind.ITEM, item_id, timezone.localdate())
    if found is None:
        raise no_page(PageKind.ITEM, item_id)
    return found


def filling_of(draft: Draft, *, on: date) -> Filling:
    """Return ``draft`` with its item and the decision that its answers lead to."""
    revision = newest(draft.item_id)
    decision = answering.answer(
        revision.item,
        committee=draft.committee,
        on=on,
        demander=draft.answers.get("demander", ""),
        holds_document=bool(draft.answers.get(HOLDS)),
    )
    return Filling(draft, revision, decision, on)


def key_of(request: HttpRequest) -> str:
    """Return the application's key from the visitor's cookie; empty if there is none."""
    return str(request.get_signed_cookie(APPLICATION_COOKIE, "", salt=APPLICATION_COOKIE))


def draft_of(request: HttpRequest) -> Draft | None:
    """Return the visitor's draft, if it is still there."""
    if not (key := key_of(request)):
        return None
    return Draft.objects.select_related("committee").filter(key=key).first()


def filed_of(request: HttpRequest) -> Case | None:
    """Return the case that the visitor's application has become, if it was filed."""
    if not (key := key_of(request)):
        return None
    found = Case.objects.select_related("committee", "revision")
    return found.filter(idempotency_key=key).first()


def remember(response: HttpResponse, draft: Draft) -> None:
    """Keep the draft's key in a signed cookie for as long as the draft is kept."""
    response.set_signed_cookie(
        APPLICATION_COOKIE,
        draft.key,
        salt=APPLICATION_COOKIE,
        max_age=drafts.KEPT_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
