"""Somewhere else (是不是选错了地方): committees that the words name, or whose the item is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.records.models import Committee
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.answers import Answer, Question, Verdict
from juzheng.web.shared.place import Place

OFFERED = 4  # committees, so that one can be told from another at a glance
MENTIONED = 5  # places named in one question that are looked up
_NAMED = re.compile(r"([\u4e00-\u9fff]{2,8}?)(村|社区|居委会|居民委员会)")
_SHORTEST, _LONGEST = 2, 6  # characters of a name before 村 or 社区
_STREET, _COUNTY = 9, 6  # digits of a code that neighbours share
# Said where the answer may hang on the place: a basis that is there, or not, or not known here.
_OF_THE_PLACE = {"without_basis", "to_confirm", "outside_duties"}


@dataclass(frozen=True)
class Elsewhere:
    """What to ask and which committees to offer (换一个地方); none: choose from the list."""

    ask: str
    committees: tuple[Committee, ...]
    other_kind: bool = False  # the item is the other kind of committee's
    search: str = ""  # what the page of places is to look for


def offered(question: Question, said: Answer, place: Place) -> Elsewhere | None:
    """Return where else whoever asks may live, or whose the item is; None: no sign of it."""
    decision = said.decision
    if decision is None:
        return None
    return (
        _named_in_words(question.text, place)
        or _other_kind(said.item, decision, place)
        or _named_division(question, place)
        or _same_name(said.item, decision, place)
    )


def verdict(known: Verdict, item: Item | None, elsewhere: Elsewhere | None) -> Verdict:
    """Return the one line read first: an item of the other kind is no item of nobody's."""
    if item is None or elsewhere is None or not elsewhere.other_kind:
        return known
    return replace(known, line=_("这一项归%(kinds)s办") % {"kinds": _kinds(item)})


def _named_in_words(text: str, place: Place) -> Elsewhere | None:
    """Offer the committees whose names stand in the words, unless the chosen one is among them."""
    for before, mark in _NAMED.findall(text)[:MENTIONED]:
        longest = min(len(before), _LONGEST)
        tails = [before[-length:] for length in range(longest, _SHORTEST - 1, -1)]
        found = list(_called({_start(tail, mark) for tail in tails}))
        best = max((len(_matched(one, tails)) for one in found), default=0)
        near = [one for one in found if len(_matched(one, tails)) == best]
        if place.committee in near:
            return None
        if near:
            ask = _("您是不是在下面这个地方？选了，就按那里的规定回答。")
            return Elsewhere(ask, _nearest(near, place))
    return None


def _start(tail: str, mark: str) -> str:
    return tail + mark if mark in ("村", "社区") else tail


def _called(starts: Iterable[str]) -> QuerySet[Committee]:
    wanted = Q(pk__in=[])
    for start in starts:
        wanted |= Q(name__startswith=start)
    return Committee.objects.filter(wanted).order_by("code")


def _matched(committee: Committee, tails: list[str]) -> str:
    return next((tail for tail in tails if committee.name.startswith(tail)), "")


def _other_kind(item: Item | None, decision: Decision, place: Place) -> Elsewhere | None:
    """Say whose the item is where the chosen committee is of the other kind."""
    if item is None or place.committee is None or not item.committees:
        return None
    if place.kind in item.committees or _rule(decision) != "outside_duties":
        return None
    kinds = [kind.value for kind in item.committees]
    code = place.committee.code
    near = Committee.objects.filter(kind__in=kinds, code__startswith=code[:_COUNTY])
    ask = _("这一项归%(kinds)s办。您选的是%(chosen)s。您住的地方归下面哪一个？") % {
        "kinds": _kinds(item),
        "chosen": place.committee.name,
    }
    return Elsewhere(ask, _nearest(near, place), other_kind=True)


def _kinds(item: Item) -> str:
    return _("或者").join(_(kind.label) for kind in item.committees)


def _named_division(question: Question, place: Place) -> Elsewhere | None:
    """Offer what lies in the place that the words name, where another was chosen."""
    if not question.text or not place.committee:
        return None
    known = request_catalogue.today().divisions
    codes = request_catalogue.finder().lives_in(question.text, known.values())
    if not codes or place.committee.code.startswith(codes):
        return None
    few = list(_within(codes)[: OFFERED + 1])
    name = "、".join(dict.fromkeys(map(_division_name, codes)))
    ask = _("您说到%(said)s，选的是%(chosen)s。住在%(said)s的，请换过去再看。") % {
        "said": name,
        "chosen": place.committee.name,
    }
    return Elsewhere(ask, tuple(few) if len(few) <= OFFERED else (), search=name)


def _within(codes: Iterable[str]) -> QuerySet[Committee]:
    wanted = Q(pk__in=[])
    for code in codes:
        wanted |= Q(code__startswith=code)
    return Committee.objects.filter(wanted).order_by("code")


def _division_name(code: str) -> str:
    division = request_catalogue.today().divisions.get(code.ljust(6, "0"))
    return division.name if division else code


def _same_name(item: Item | None, decision: Decision, place: Place) -> Elsewhere | None:
    """Offer committees of the same name elsewhere, where the place may be why there is no yes."""
    chosen = place.committee
    if item is None or chosen is None or _rule(decision) not in _OF_THE_PLACE:
        return None
    if decision.outcome not in (Outcome.REFUSE, Outcome.TO_CONFIRM):
        return None
    namesakes = Committee.objects.filter(name=chosen.name).exclude(pk=chosen.pk)
    if not (near := _nearest(namesakes, place)):
        return None
    ask = _("别处也有叫%(chosen)s的。您是不是在下面这个地方？") % {"chosen": chosen.name}
    return Elsewhere(ask, near)


def _rule(decision: Decision) -> str:
    return decision.trace[-1].rule if decision.trace else ""


def _nearest(found: Iterable[Committee], place: Place) -> tuple[Committee, ...]:
    """Return the first few, those of the same street or town before those farther away."""
    code = place.division or ""

    def far(one: Committee) -> tuple[bool, bool, str]:
        street, county = code[:_STREET], code[:_COUNTY]
        return not one.code.startswith(street), not one.code.startswith(county), one.code

    return tuple(sorted(found, key=far)[:OFFERED])
