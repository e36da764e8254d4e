"""Answers as pages show them (答复页面): the verdict in one line, the articles, the reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from juzheng.catalogue import Catalogue
from juzheng.finder import Finding, hearing, matters
from juzheng.finder import answering as finding_answers
from juzheng.finder.dialogue import Turn
from juzheng.finder.urgency import Urgency, emergency
from juzheng.finder.words import Matter
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base.citations import Citation
from juzheng.law.catalogue import applicability, citing, preconditions, ways
from juzheng.law.catalogue.items import Circumstance, Instrument, Item, LegalBasis, OnwardKind
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.records.catalogue import governing
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.place import Place
from juzheng.web.shared.security import without_private_numbers

# Colour by meaning, the same on every page; the colour always comes with an icon and this word.
TONES: dict[Outcome, tuple[str, Promise]] = {
    Outcome.ON_THE_SPOT: ("now", gettext_lazy("当场出具")),
    Outcome.TIME_LIMITED: ("checked", gettext_lazy("核查后限时出具")),
    Outcome.DELIBERATE: ("together", gettext_lazy("讨论同意后出具")),
    Outcome.TRANSITIONAL: ("checked", gettext_lazy("现阶段据实出具")),
    Outcome.REFUSE: ("instead", gettext_lazy("居（村）委会不出具")),
    Outcome.NOT_NEEDED_DOCUMENT: ("instead", gettext_lazy("不用开")),
    Outcome.NOT_NEEDED_DATA: ("instead", gettext_lazy("不用开")),
    Outcome.NOT_NEEDED_COMMITMENT: ("instead", gettext_lazy("不用开")),
    Outcome.ELSEWHERE: ("instead", gettext_lazy("不是开证明的事")),
    Outcome.ANSWER_AUTHORITY: ("instead", gettext_lazy("委员会直接答复机关")),
    Outcome.UNRULED: ("instead", gettext_lazy("当日还没有规定")),
    Outcome.TO_CONFIRM: ("together", gettext_lazy("待民政部门确认")),
}
LINES: dict[Outcome, Promise] = {
    Outcome.ON_THE_SPOT: gettext_lazy("可以开，当场就能办"),
    Outcome.DELIBERATE: gettext_lazy("可以开，要先开会讨论同意"),
    Outcome.TRANSITIONAL: gettext_lazy("现阶段可以据实出具"),
    Outcome.NOT_NEEDED_DOCUMENT: gettext_lazy("不用开，手里的证件就够"),
    Outcome.NOT_NEEDED_DATA: gettext_lazy("不用开，由单位自己核查"),
    Outcome.NOT_NEEDED_COMMITMENT: gettext_lazy("不用开，可以书面承诺"),
    Outcome.ELSEWHERE: gettext_lazy("不用开证明，请这样办"),
    Outcome.ANSWER_AUTHORITY: gettext_lazy("不用开，由委员会直接答复"),
    Outcome.UNRULED: gettext_lazy("这一天还没有施行20号文"),
    Outcome.TO_CONFIRM: gettext_lazy("还没有查清，要请民政部门确认"),
}
# Where what the law presupposes was not asked yet: whether it is so, stands to be answered below.
CONDITIONAL: dict[Outcome, Promise] = {
    Outcome.ON_THE_SPOT: gettext_lazy("符合条件的可以开，当场就能办"),
    Outcome.DELIBERATE: gettext_lazy("符合条件的可以开，要先开会讨论同意"),
    Outcome.TRANSITIONAL: gettext_lazy("符合条件的，现阶段可以据实出具"),
}
# What a refusal says first: where to look instead, by the kind of the first way onward. Whether
# that will do is for the unit to say: no headline says that the paper is not needed.
INSTEAD: dict[OnwardKind, Promise] = {
    OnwardKind.EXISTING_DOCUMENT: gettext_lazy("居（村）委会不开，先看现有证件"),
    OnwardKind.OTHER_AUTHORITY: gettext_lazy("居（村）委会不开，请找对部门"),
    OnwardKind.COMMITMENT: gettext_lazy("不开，可以问一问能不能承诺"),
}
REFUSALS: dict[str, Promise] = {
    "never_certified": gettext_lazy("这样的事居（村）委会不能证明"),
    "outside_duties": gettext_lazy("不归居（村）委会管，不能开"),
    "cannot_verify": gettext_lazy("核实不了，不能开"),
}


@dataclass(frozen=True)
class Question:
    """What a visitor asks (提问): words, or an item or matter chosen before."""

    text: str = ""
    item: str = ""
    demander: str = ""
    holds_document: bool = False
    before: tuple[tuple[str, bool], ...] = ()  # yes or no to what is asked first (前提)
    told: tuple[tuple[str, str], ...] = ()  # answers to what was asked back (反问)
    ruled_out: tuple[str, ...] = ()  # items and matters of which was said 不是这个
    again: str = ""  # the question back whose answer is to be corrected
    ended: bool = False  # 都不是 was said to the last of it
    so: tuple[Circumstance, ...] = ()  # heard on another page (本人情形)
    not_so: tuple[Circumstance, ...] = ()  # heard, and taken back


@dataclass(frozen=True)
class Answer:
    """What the page answers (应答)."""

    item: Item | None
    matter: Matter | None
    decision: Decision | None  # None: not understood, or several are close
    finding: Finding | None  # None: the item was chosen, not found
    urgent: Urgency | None = None  # the emergency before it
    first: str = ""  # yes or no before the verdict, where that was asked
    also: tuple[Answer, ...] = ()  # to what was wished besides
    turn: Turn | None = None  # what is asked back; None: this is sure
    circumstances: tuple[Circumstance, ...] = ()  # by which the ways are ordered (本人情形)


@dataclass(frozen=True)
class Verdict:
    """The big answer (结论): tone, one word, one line of at most twenty characters."""

    kind: str
    word: str
    line: str


@dataclass(frozen=True)
class Cited:
    """A citation with what can be said about it (依据)."""

    citation: Citation
    text: str
    instrument: Instrument | None
    href: str
    unverified: str
    rule: bool = False  # by which a paper is issued; itself the basis of none (出具规则)


def as_read(typed: str) -> str:
    """Return what was ``typed`` as far as it is read, without anybody's numbers."""
    return without_private_numbers(typed.strip())[:READ_AT_MOST].strip()


def tell_longer(request: HttpRequest) -> None:
    """Say on the page that more was typed than was read: nothing is cut in silence."""
    said = _("您写得太长，只读了前 %(count)d 个字。后面还有要紧的话，请写短一些再问一次。")
    messages.warning(request, said % {"count": READ_AT_MOST})


def answer(question: Question, *, place: Place, on: date) -> Answer:
    """
    Return the answer to ``question`` at ``place`` on ``on``; nothing is kept.

    :raises KeyError: if what was chosen is neither an item nor a matter
    """
    listed = request_catalogue.today()
    if matter := matters().get(question.item):
        decision, so = on_matter(matter, question, on), heard_of(matter, question)
        return Answer(None, matter, decision, None, circumstances=so)
    if question.item:
        item = listed.items[question.item]
        return _chosen(item, question, decide(item, question, place=place, on=on))
    said = finding_answers.answer(
        question.text,
        finder=request_catalogue.finder(),
        catalogue=listed,
        matters=dict(matters()),
        on=on,
        division=place.division,
        demander=question.demander or None,
        committee=place.kind,
        before=dict(question.before),
        told=dict(question.told),
        ruled_out=question.ruled_out,
        not_so=question.not_so,
    )
    return _shown(said)


def _shown(said: finding_answers.Answer) -> Answer:
    return Answer(
        said.item,
        said.matter,
        said.decision,
        said.finding,
        said.urgent,
        said.first,
        tuple(map(_shown, said.also)),
        said.turn,
        said.circumstances,
    )


def _chosen(item: Item, question: Question, decision: Decision) -> Answer:
    """Return the answer on a chosen item; the words still tell what was asked of it."""
    finder = request_catalogue.finder()
    urgent = emergency(finder.find(question.text)) if question.text else None
    return Answer(
        item,
        None,
        decision,
        None,
        urgent,
        finding_answers.said_first(finder.plain(question.text), decision),
        circumstances=heard_of(item, question),
    )


def on_matter(matter: Matter, question: Question, on: date) -> Decision:
    """Return the decision on a matter that is no item, for whoever asks in ``question``."""
    known = finding_answers.on_matter(matter, request_catalogue.today(), on)
    return ways.told(ways.addressed(known, question.demander), heard_of(matter, question))


def decide(item: Item, question: Question, *, place: Place, on: date) -> Decision:
    """
    Return the decision on ``item`` at ``place``, else at the place that the words name.

    Without either only what holds for the whole nation is open.
    """
    return applicability.decide(
        item,
        governing.governing(on),
        applicability.Circumstances(
            division=place.division or named_in(question) or "",
            on=on,
            committee=place.kind,
            demander=question.demander,
            holds_document=question.holds_document,
            **preconditions.answered(item, said_before(item, question)),
            matter=question.text,
            told=heard_of(item, question),
        ),
    )


def heard_of(about: Item | Matter, question: Question) -> tuple[Circumstance, ...]:
    """Return what was said of oneself on which its ways depend (本人情形), less what is not so."""
    said = {*question.so, *hearing.heard(question.text)} - {*question.not_so}
    own = about.onward
    if isinstance(about, Item):
        own = finding_answers.ways_of(about, request_catalogue.today())
    return hearing.that_matter(said, own)


def at_the_office(decision: Decision) -> bool:
    """Return whether one has to go to the committee for it, or to ask there (要到居委会)."""
    if decision.outcome.issues or decision.outcome is Outcome.TO_CONFIRM:
        return True
    return any(map(ways.leads_here, decision.onward))


def said_before(item: Item, question: Question) -> dict[str, bool]:
    """Return what was said to what is asked first of ``item``, also in the question's own words."""
    return {**preconditions.told_by(item, question.text), **dict(question.before)}


def named_in(question: Question) -> str | None:
    """Return the code of the place that the question's own words name, if they name one."""
    if not question.text:
        return None
    found = partial(request_catalogue.finder().find, question.text)
    return governing.once_held(("named_in", question.text), lambda: found().division)


def verdict(decision: Decision) -> Verdict:
    """Return the one line a resident reads first."""
    kind, word = TONES[decision.outcome]
    return Verdict(kind, str(word), _line(decision))


def outcome_said(decision: Decision) -> str:
    """Return what the outcome is called, and that it has conditions where they are still open."""
    label = _(decision.outcome.label)
    return _("符合条件的，%(outcome)s") % {"outcome": label} if decision.conditional else label


def _line(decision: Decision) -> str:
    if decision.outcome is Outcome.TIME_LIMITED:
        return _within(decision)
    if decision.conditional:
        return str(CONDITIONAL[decision.outcome])
    if decision.reason == applicability.NO_PLACE:
        return _("要看您在哪里，请先选地方")
    if decision.outcome is not Outcome.REFUSE:
        return str(LINES[decision.outcome])
    rule = decision.trace[-1].rule
    if rule in REFUSALS:
        return str(REFUSALS[rule])
    if rule == "negative_list":
        return str(INSTEAD.get(decision.onward[0].kind, _("居（村）委会不开，请这样办")))
    return _("居（村）委会不能开，请这样办")


def _within(decision: Decision) -> str:
    days = decision.limit_working_days or 0
    if decision.conditional:
        within = ngettext(
            "符合条件的可以开，%(days)d 个工作日内办好",
            "符合条件的可以开，%(days)d 个工作日内办好",
            days,
        )
    else:
        within = ngettext(
            "可以开，%(days)d 个工作日内办好", "可以开，%(days)d 个工作日内办好", days
        )
    return within % {"days": days}


def cited(
    decision: Decision,
    listed: Catalogue | None = None,
    *,
    item: Item | None = None,
    on: date | None = None,
) -> tuple[Cited, ...]:
    """
    Return the articles the decision rests on (依据), each place once; of today, or as ``listed``.

    :param item: what was decided on; its own bases bear their mark
    """
    rules, texts = decision.rules, (listed or request_catalogue.today()).instruments
    day = on or timezone.localdate()
    own = partial(citing.own_basis, item, instruments=texts, on=day) if item else lambda _: None
    return tuple(
        replace(cite(citation, own(citation), listed=listed), rule=citation in rules)
        for citation in decision.cited
    )


def as_citation(basis: LegalBasis, listed: Catalogue | None = None) -> Citation:
    """Return a basis of an item as a citation to be shown."""
    instrument = (listed or request_catalogue.today()).instruments.get(basis.instrument)
    title = instrument.title if instrument else basis.instrument
    return Citation(basis.instrument, title, basis.provision)


def cited_beside(item: Item, decision: Decision, listed: Catalogue, on: date) -> tuple[Cited, ...]:
    """Return what ``item`` names and ``decision`` does not rest on, for its guide (有关条文)."""
    texts = listed.instruments
    return tuple(
        cite(citing.place_in(texts, basis, on), basis, listed=listed)
        for basis in citing.beside(item, decision.cited, texts, on)
    )


def cite(
    citation: Citation, basis: LegalBasis | None = None, *, listed: Catalogue | None = None
) -> Cited:
    """
    Return ``citation`` with its wording, its text's dates, and what is unverified about it.

    :param listed: the catalogue of the day that is asked about; a text that begins later than
        today has no page of its own yet
    """
    today = request_catalogue.today().instruments
    instrument = (listed.instruments if listed else today).get(citation.instrument)
    return Cited(
        citation=citation,
        text=_wording(citation),
        instrument=instrument,
        href=reverse("public:law", args=[citation.instrument])
        if citation.instrument in today
        else "",
        unverified=_unverified(basis),
    )


def _wording(citation: Citation) -> str:
    """Return the Opinion's own words at that place, or our reason; other texts we cannot quote."""
    if citation.ours:
        return _(citation.reason)
    for paragraph in request_catalogue.today().paragraphs.get(citation.instrument, ()):
        if citation.provision.startswith(paragraph.where):
            return paragraph.text
    return ""


def _unverified(basis: LegalBasis | None) -> str:
    if basis is not None and not basis.checked:
        return _("这一条我们还没有核对原文。")
    return ""


def word_of(item: Item, *, place: Place, on: date) -> Verdict:
    """Return the verdict on ``item`` asked for by itself, for lists and cards."""
    return verdict(decide(item, Question(), place=place, on=on))
