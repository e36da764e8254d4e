"""An application being filled in (填写中的申请): the draft, what it asks next, what it files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from juzheng.acts.cases import answering, intake
from juzheng.catalogue.pages import PageKind
from juzheng.law.base import identity, ledger
from juzheng.law.base.plain import as_mapping
from juzheng.law.base.retention import Kept
from juzheng.law.cases import consents, wording
from juzheng.law.catalogue import answers, preconditions
from juzheng.law.catalogue.answers import BadAnswer
from juzheng.law.catalogue.items import BEFORE, AnswerKind, Item
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.records.catalogue import governing
from juzheng.records.models import Draft, Revision
from juzheng.records.retention import days_in
from juzheng.web.resident.forms import ConsentForm
from juzheng.web.resident.steps import (
    BORN,
    HOW,
    INSISTS,
    OF_ITEM,
    RECIPIENT,
    TRANSITION,
    Step,
    steps,
)
from juzheng.web.shared.cases import counting
from juzheng.web.shared.cases.consents import guardian_of, helper_of
from juzheng.web.shared.gone import no_page

HOLDS = "holds_document"
TOLD = "told"
KNOWN = "known"  # the questions that were answered before it began
_ITEM, _ANSWER, _DAY = "-item", "-answer", "-day"  # on the check page beside the answers


@dataclass(frozen=True)
class Filling:
    """A draft and what follows from it (草稿和由此而来的问题)."""

    name: str  # of the draft, in addresses
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
            return reverse("resident:review", args=[self.name])
        return self.address(self.missing)

    def address(self, step: Step) -> str:
        """Return where ``step`` is answered."""
        return reverse("resident:step", args=[self.name, step.key])

    def step(self, key: str) -> Step:
        """
        Return the question ``key``.

        :raises Http404: if this application does not ask it
        """
        for step in self.steps:
            if step.key == key:
                return step
        raise Http404(key)

    @property
    def asked_here(self) -> list[str]:
        """Return the keys of what is asked here, in order: nothing that was known before counts."""
        known = self.draft.answers.get(KNOWN, ())
        return [step.key for step in self.steps if step.key not in known]

    def number_of(self, step: Step) -> int:
        """Return which question ``step`` is, from 1; 0 if it was answered before (第几题)."""
        asked = self.asked_here
        return asked.index(step.key) + 1 if step.key in asked else 0

    def back_from(self, step: Step) -> str:
        """Return the address of the question before ``step``, or of the item's guide."""
        place = [one.key for one in self.steps].index(step.key)
        if place == 0:
            return reverse("public:item", args=[self.item.id])
        return self.address(self.steps[place - 1])

    @property
    def last_day(self) -> date | None:
        """Return the day that is promised if it is filed now."""
        return answering.last_day(
            timezone.now(), self.decision, item=self.item, committee=self.draft.committee
        )

    @property
    def counted(self) -> str:
        """Return from which day that is counted (从哪天起算)."""
        if self.decision.outcome is Outcome.TO_CONFIRM:
            return ""
        now, committee = timezone.now(), self.draft.committee
        return counting.told(
            answering.count(now, self.decision, item=self.item, committee=committee), now
        )

    def shown(self) -> dict[str, str]:
        """Return a short keyed digest of each thing that the check page shows (核对页摘要)."""
        seen: dict[str, object] = {
            _ITEM: self.revision.digest,
            _ANSWER: as_mapping(self.decision),
            _DAY: str(self.last_day),
            **{step.key: self.draft.answers.get(step.key) for step in self.steps},
        }
        return {
            key: salted_hmac(self.draft.key, ledger.canonical_digest(value)).hexdigest()[:16]
            for key, value in seen.items()
        }

    def changed_since(self, shown: str) -> list[str] | None:
        """Return what is not as a page showed it, by its label; None if everything is."""
        before = dict(part.partition("=")[::2] for part in shown.split())
        now = self.shown()
        if before == now:
            return None
        labels = {step.key: step.short or step.label for step in self.steps} | {
            _ITEM: _("这一项的规定"),
            _ANSWER: _("答复"),
            _DAY: _("最晚办好的日子"),
        }
        return [str(labels[key]) for key in now if before.get(key) != now[key]]

    @property
    def number(self) -> identity.IdentityNumber | None:
        """Return the applicant's number; None if it has become impossible since."""
        return _number(self.draft.answers.get("identity", ""), self.on)

    @property
    def birth(self) -> date | None:
        """Return the applicant's day of birth, by his number or as he says it."""
        said = self.draft.answers
        return identity.birth_in(said.get("identity", ""), self.on) or _day(said.get(BORN.key, ""))

    @property
    def child(self) -> bool:
        """Return whether the applicant is under fourteen, by number or date of birth."""
        said, on = self.draft.answers, self.on
        days = [self.birth]
        days += [
            _day(said.get(OF_ITEM + question.key, ""))
            for question in self.item.questions
            if question.kind is AnswerKind.BIRTH_DATE
        ]
        return any(consents.is_child(day, on) for day in days)

    @property
    def keeps(self) -> dict[str, int]:
        """Return for how many days what is filed will be kept here, by how it ends."""
        ends = {"given": Kept.CERTIFICATE, "refused": Kept.REFUSAL, "taken": Kept.WITHDRAWN}
        days = days_in(self.draft.committee.code)
        return {name: days[kind] for name, kind in ends.items()}

    def consent_form(self, data: Any = None) -> ConsentForm:
        """Return what the applicant declares and agrees to before it is filed."""
        said = self.draft.answers
        return ConsentForm(
            data,
            item=self.item,
            applicant=said.get("name", ""),
            answers=self.of_item(said),
            child=self.child,
        )

    def application(self, agreed: ConsentForm) -> intake.Application:
        """
        Return what is filed; only for a draft in which nothing is missing.

        :raises identity.BadIdentityNumber: if the number has become impossible since
        """
        said = self.draft.answers
        number = identity.read(said["identity"], self.on)
        return intake.Application(
            committee=self.draft.committee,
            revision=self.revision,
            applicant_name=said["name"],
            identity=number,
            born_on=None if number.birth else self.birth,
            telephone=said["telephone"],
            recipient=said["recipient"],
            purpose=said["purpose"],
            channel="online",
            idempotency_key=self.draft.key,
            demander=said["demander"],
            answers=self.of_item(said),
            holds_document=bool(said.get(HOLDS)),
            before=said_before(said),
            told=tuple(said.get(TOLD, ())),
            consents=agreed.given,
            guardian=guardian_of(agreed.cleaned_data),
            helper=helper_of(agreed.cleaned_data),
        )

    def of_item(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of the answers that belong to the item's own questions, still asked."""
        found = {
            step.key.removeprefix(OF_ITEM): said[step.key]
            for step in self.steps
            if step.key.startswith(OF_ITEM) and said.get(step.key, "") != ""
        }
        if self.decision.may_insist and said.get(INSISTS.key) == TRANSITION:
            found[intake.STILL_DEMANDED] = True
            found[intake.HOW_DEMANDED] = said.get(HOW.key, "")
        return found

    def asked_before(self, contrary: Iterable[BadAnswer]) -> list[Step]:
        """Return the questions asked first that are contradicted (前面矛盾的那一问), each once."""
        keys = {bad.about for bad in contrary}
        return [step for step in self.steps if step.key in keys]

    def contradictions(self, said: Mapping[str, Any]) -> list[BadAnswer]:
        """Return what contradicts itself in the answers ``said``."""
        found = answers.contradictions(
            self.item,
            applicant=said.get("name", ""),
            birth=identity.birth_in(said.get("identity", ""), self.on)
            or _day(said.get(BORN.key, "")),
            answers=self.of_item(said),
        )
        number = _number(said.get("identity", ""), self.on)
        before = said_before(said)
        foreign = preconditions.contradicted(self.item, before, number.kind) if number else []
        names = (said.get("name", ""), said.get(RECIPIENT.key, ""))
        written = wording.in_answers(self.item, self.of_item(said), names).values()
        return [*foreign, *found.values(), *(BadAnswer("wording", one.why) for one in written)]


def said_before(said: Mapping[str, Any]) -> dict[str, bool]:
    """Return the answers to what the law presupposes, by its keys (前提的回答)."""
    return {
        key.removeprefix(BEFORE): value for key, value in said.items() if key.startswith(BEFORE)
    }


def _number(text: Any, on: date) -> identity.IdentityNumber | None:
    try:
        return identity.read(str(text), on)
    except identity.BadIdentityNumber:
        return None


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def newest(item_id: str) -> Revision:
    """
    Return the wording of the item that governs today.

    :raises Http404: if there is no such item
    """
    found = governing.latest(PageKind.ITEM, item_id, timezone.localdate())
    if found is None:
        raise no_page(PageKind.ITEM, item_id)
    return found


def filling_of(name: str, draft: Draft, *, on: date) -> Filling:
    """Return ``draft`` with its item and the decision that its answers lead to."""
    revision = newest(draft.item_id)
    decision = answering.answer(
        revision.item,
        committee=draft.committee,
        on=on,
        demander=draft.answers.get("demander", ""),
        holds_document=bool(draft.answers.get(HOLDS)),
        **preconditions.answered(revision.item, said_before(draft.answers)),
        told=tuple(draft.answers.get(TOLD, ())),
        unit=draft.answers.get("recipient", ""),
        matter=draft.answers.get("purpose", ""),
    )
    return Filling(name, draft, revision, decision, on)
