"""The counter's one page (窗口受理): three lines that are always asked, and what the item needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from juzheng.acts.cases.intake import STILL_DEMANDED
from juzheng.law.base import identity
from juzheng.law.base.demanders import Demander
from juzheng.law.base.identity import NAMED, IdentityKind, IdentityNumber
from juzheng.law.cases import consents, wording
from juzheng.law.cases.consents import Given
from juzheng.law.cases.verification import Means, fits, named
from juzheng.law.catalogue import preconditions
from juzheng.law.catalogue.answers import LINE_LENGTH, contradictions
from juzheng.law.catalogue.items import AnswerKind, FactToVerify, Handling, Item, ListKind
from juzheng.records.models import Case
from juzheng.web.clerk.forms.ways import ways_of
from juzheng.web.shared.cases.consents import (
    ASK,
    ask_again,
    consent_boxes,
    given_in,
    guardian_fields,
    guardian_of,
    helper_fields,
    how_box,
    wrong_guardian,
    wrong_helper,
)
from juzheng.web.shared.day_boxes import in_one_box
from juzheng.web.shared.fields import (
    QUIET,
    DateParts,
    IdentityField,
    NumberInput,
    PastDayField,
    PersonNameField,
    TelephoneField,
    UnitNameField,
    choice,
    in_form,
    line,
    question_field,
    ticked,
)
from juzheng.web.shared.law_sentences import in_language

KEY_LENGTH = 64
# By which what it can establish may be established at once, each its own button at the counter.
ONCE_FOR_ALL = (Means.ORIGINAL, Means.OWN_REGISTER, Means.HOME_VISIT)
AS_NAMED = "named"  # each fact by the way that the catalogue names first, and the page shows


def _first_named(fact: FactToVerify) -> Means | None:
    """Return the way that the catalogue names first for ``fact``, and that can confirm it."""
    return next((way for way in _establishing(fact) if way.confirms), None)


def _establishing(fact: FactToVerify) -> list[Means]:
    """Return the ways that the catalogue names, and by which the paper's sentence is true."""
    return [way for way in named(fact) if fits(way, fact)]


def born_on_box() -> forms.Field:
    """Return the box for a birth that the number does not hold (出生日期)."""
    hint = _("号码看不出出生日期的证件（护照、通行证等）才填。")
    born = PastDayField(
        label=_("出生日期"), help_text=hint, required=False, widget=DateParts(birthday=True)
    )
    return in_one_box(born)


def recipient_box() -> forms.Field:
    """Return the box for the unit that the paper is handed to (交给哪个单位)."""
    missing = _("请写明证明交给哪个单位，写全称，例如：示例县民政局。")
    return line(_("交给哪个单位"), missing, longest=LINE_LENGTH, kind=UnitNameField)


def purpose_box() -> forms.Field:
    """Return the box for what the paper is used for (办什么事用)."""
    missing = _("请写明证明用在哪里，例如：办理收养登记。")
    return line(_("办什么事用"), missing, longest=LINE_LENGTH)


def demander_box() -> forms.Field:
    """Return the box for who asks for the paper (谁让开的)."""
    return choice(_("谁让开的"), [("", _("没有说明")), *Demander], required=False)


class CounterForm(forms.Form):
    """What a clerk types while the resident stands there (窗口申请)."""

    key = forms.CharField(
        max_length=KEY_LENGTH,
        widget=forms.HiddenInput,
        error_messages={"required": _("页面放久了。请重新打开窗口受理页面。")},
    )
    applicant_name = PersonNameField(label=_("申请人姓名"))
    identity = IdentityField(label=_("证件号码"), widget=NumberInput(QUIET))
    identity_kind = choice(
        _("不是身份证的，是哪一种证件"),
        [("", _("居民身份证等18位号码")), *NAMED],
        required=False,
    )
    born_on = born_on_box()
    recipient = recipient_box()
    purpose = purpose_box()
    demander = demander_box()
    telephone = TelephoneField(label=_("联系电话"))
    holds_document = ticked(_("居民手里已经有能证明的证件"))
    already_known = ticked(_("情况本委员会已经掌握，当场就能查明"))
    insists = ticked(
        _("单位仍然要，请委员会核实后看能不能据实出具"),
        _("单位口头要求也算。受理后登记谁在什么时候要求的，或者哪项政策没有衔接。"),
    )

    def __init__(self, item: Item, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.on = item, on
        for one in item.preconditions:
            self.fields[one.asked.key] = question_field(one.asked)
        if item.handling is Handling.SIMPLE:
            del self.fields["already_known"]
        # A listed item usually ends in a refusal notice, which needs no answers; where it may be
        # issued after all they are asked for then (``AnswersForm``).
        optional = item.kind is ListKind.NEGATIVE
        if not optional:
            del self.fields["insists"]
        for question in item.questions:
            asked = replace(question, required=False) if optional else question
            box = question_field(asked)
            days = (AnswerKind.DATE, AnswerKind.BIRTH_DATE)
            self.fields[f"answer-{question.key}"] = (
                in_one_box(box) if question.kind in days else box
            )
        self.fields |= {**consent_boxes(item), "consent_how": how_box()}
        self.fields |= {**guardian_fields(required=False), **helper_fields(at_desk=True)}
        for fact in item.facts:
            means = [("", _("还没有核实")), *ways_of(fact, to_confirm=True)]
            self.fields[f"fact-{fact.key}"] = choice(fact.label, means, required=False)
        if len(item.used_for) == 1 and len(item.used_for[0]) <= LINE_LENGTH:
            self.initial.setdefault("purpose", item.used_for[0])
        if not self.is_bound:  # the first box that is asked, so that nobody has to go there
            first = next((one.asked.key for one in item.preconditions), "applicant_name")
            self.fields[first].widget.attrs["autofocus"] = True
        # In the order of the page, which is the order that its mistakes are told in.
        boxes = [*self.asked_first(), *self.about_the_applicant(), *self.about_the_item()]
        rest = [*self.about_the_consent(), *self.about_the_rest(), *self.about_the_facts()]
        self.order_fields([box.name for box in (*boxes, *rest)])

    def clean_identity(self) -> IdentityNumber:
        """Return the number as the law reads it."""
        return identity.read(self.cleaned_data["identity"], self.on)

    def clean(self) -> dict[str, Any]:
        """Complain of answers that contradict each other."""
        data = super().clean() or {}
        number: IdentityNumber | None = data.get("identity")
        found = contradictions(
            self.item,
            applicant=data.get("applicant_name", ""),
            birth=(number.birth if number else None) or data.get("born_on"),
            answers={key: data.get(f"answer-{key}", "") for key in self._keys()},
        )
        for key, bad in found.items():
            self.add_error(f"answer-{key}", in_form(bad))
        said = {key: data.get(f"answer-{key}", "") for key in self._keys()}
        names = (data.get("applicant_name", ""), data.get("recipient", ""))
        for key, hit in wording.in_answers(self.item, said, names).items():
            self.add_error(f"answer-{key}", in_language(hit.why))
        kind = number.kind if number else IdentityKind.OTHER
        for bad in preconditions.contradicted(self.item, self.before(), kind):
            self.add_error("identity", in_form(bad))
        self._clean_consents(number, data)
        for box, wrong in wrong_helper(data.get("applicant_name", ""), data).items():
            self.add_error(box, wrong)
        return data

    def _clean_consents(self, number: IdentityNumber | None, data: dict[str, Any]) -> None:
        """Complain of sensitive data without its consent, and of a child without a guardian."""
        if number is None:
            return  # complained of already
        name, guardian = data.get("applicant_name", ""), guardian_of(data)
        who = consents.Applicant(name, number.birth or data.get("born_on"))
        said = {key: data[f"answer-{key}"] for key in self._keys() if data.get(f"answer-{key}")}
        said |= {STILL_DEMANDED: "on"} if data.get("insists") else {}
        given = (self.given(data), guardian)
        complaints = {
            "guardian": ("guardian_name", wrong_guardian(name, guardian)),
            "birth": ("born_on", _("这种证件的号码看不出出生日期，请照证件填写出生日期。")),
        }
        for one in consents.missing(self.item, said, *given, applicant=who, on=self.on):
            self.add_error(*complaints.get(one, (f"consent-{one}", ASK)))

    def given(self, data: dict[str, Any]) -> tuple[str, ...]:
        """Return the kinds of sensitive data that the resident agreed to."""
        return given_in(self.item, data).kinds

    def about_the_consent(self) -> list[BoundField]:
        """Return the boxes of what the resident agrees to, and of who acts for them."""
        kinds = [f"consent-{kind.value}" for kind in self.item.sensitive]
        acting = ("guardian_name", "guardian_relation", "helper_name", "helper_relation")
        return [self[name] for name in (*kinds, *acting, "consent_how")]

    def _keys(self) -> list[str]:
        return [question.key for question in self.item.questions]

    def answers(self) -> dict[str, Any]:
        """Return the item's own answers that were given; valid forms only."""
        given = {key: self.cleaned_data[f"answer-{key}"] for key in self._keys()}
        insists = {STILL_DEMANDED: True} if self.cleaned_data.get("insists") else {}
        return {key: value for key, value in given.items() if value != ""} | insists

    def before(self) -> dict[str, bool]:
        """Return the answers given to what the law presupposes (前提的回答)."""
        found = getattr(self, "cleaned_data", {})
        said = ((one.key, found.get(one.asked.key)) for one in self.item.preconditions)
        return {key: answer for key, answer in said if isinstance(answer, bool)}

    def asked_first(self) -> list[BoundField]:
        """Return the boxes of what the law presupposes: asked before anything else (法定前提)."""
        return [self[one.asked.key] for one in self.item.preconditions]

    def confirmed(self, all_by: str = "") -> dict[str, Means]:
        """
        Return the facts established at the counter, with the means; valid forms only.

        :param all_by: one of ``ONCE_FOR_ALL``, for the facts that no means was chosen for and of
            which the catalogue names it: no paper states what this button cannot have meant; or
            ``AS_NAMED``
        """
        once = next((one for one in ONCE_FOR_ALL if one.value == all_by), None)
        found: dict[str, Means] = {}
        for fact in self.item.facts:
            if own := self.cleaned_data.get(f"fact-{fact.key}"):
                found[fact.key] = Means(own)
            elif once and once in _establishing(fact):
                found[fact.key] = once
            elif all_by == AS_NAMED and (way := _first_named(fact)):
                found[fact.key] = way
        return found

    def as_named(self) -> list[tuple[str, Means]]:
        """Return by which way each fact is named to be verified; empty if one way does for all."""
        facts = self.item.facts
        first = [(fact.label, way) for fact in facts if (way := _first_named(fact))]
        one_does = any(all(one in _establishing(fact) for fact in facts) for one in ONCE_FOR_ALL)
        return [] if one_does or len(first) < len(facts) else first

    def at_once(self) -> list[dict[str, Any]]:
        """Return the means that are a button here, each with the facts it does not establish."""
        rows = []
        for one in ONCE_FOR_ALL:
            left = [fact.label for fact in self.item.facts if one not in _establishing(fact)]
            if len(left) < len(self.item.facts):
                rows.append({"means": one, "left": left})
        return rows

    def about_the_applicant(self) -> list[BoundField]:
        """Return the boxes that every application has and somebody must fill in."""
        names = ("applicant_name", "identity", "recipient")
        return [self[name] for name in (*names, *(() if self._purpose_known else ("purpose",)))]

    def about_the_rest(self) -> list[BoundField]:
        """Return the boxes that may be left as they are: behind those to be filled in."""
        names = ("telephone", "demander", "identity_kind", "born_on")
        return [self[name] for name in (*(("purpose",) if self._purpose_known else ()), *names)]

    @property
    def _purpose_known(self) -> bool:
        """Whether the item has one usual purpose, which is written there already (常用的用途)."""
        return "purpose" in self.initial

    def about_the_item(self) -> list[BoundField]:
        """Return the boxes that this item alone has."""
        own = [self[f"answer-{key}"] for key in self._keys()]
        ticks = ("holds_document", "already_known", "insists")
        return [*own, *(self[name] for name in ticks if name in self.fields)]

    def about_the_facts(self) -> list[BoundField]:
        """Return one box for each fact that must be established."""
        return [self[f"fact-{fact.key}"] for fact in self.item.facts]


class AnswersForm(forms.Form):
    """What was filed, to be completed or put right (补充更正)."""

    def __init__(self, case: Case, on: date, *args: Any) -> None:
        super().__init__(*args)
        self.case, self.item, self.on = case, case.revision.item, on
        for question in self.item.questions:
            self.fields[question.key] = question_field(question)
            self.initial[question.key] = case.answers.get(question.key)
        self.fields |= consent_boxes(self.item)

    def clean(self) -> dict[str, Any]:
        """Complain of answers that contradict each other, or what was filed."""
        data = super().clean() or {}
        found = contradictions(
            self.item,
            applicant=self.case.applicant_name,
            birth=identity.birth_in(self.case.identity_written, self.on),
            answers=data,
        )
        for key, bad in found.items():
            self.add_error(key, in_form(bad))
        names = (self.case.applicant_name, self.case.recipient)
        for key, hit in wording.in_answers(self.item, data, names).items():
            self.add_error(key, in_language(hit.why))
        ask_again(self, self.item, self.case.answers, self.changed())
        return data

    def changed(self) -> dict[str, Any]:
        """Return the answers that are not what was filed; valid forms only."""
        filed, asked = self.case.answers, {question.key for question in self.item.questions}
        said = {key: each for key, each in self.cleaned_data.items() if key in asked}
        return {key: each for key, each in said.items() if filed.get(key, "") != each}

    def given(self) -> Given:
        """Return what the resident agreed to anew; valid forms only."""
        return given_in(self.item, self.cleaned_data)
